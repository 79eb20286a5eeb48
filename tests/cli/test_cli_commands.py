"""Every command, run as a person runs it, on the sample inbox in a database of its own."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from lkmltrack.__main__ import main
from lkmltrack.cli.text.cells import width_of
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import message_id_of

SAMPLE = files("lkmltrack").joinpath("sample", "inbox.mbox").read_bytes()
MAILS = split_mbox(SAMPLE)
FIRST = message_id_of(MAILS[0])


@dataclass(frozen=True)
class Done:
    """What a run gave back."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture(scope="session")
def tracked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which the sample is tracked, and the sample as an archive beside it."""
    folder = tmp_path_factory.mktemp("tracked")
    (folder / "inbox").mkdir()
    (folder / "inbox" / "sample.mbox").write_bytes(SAMPLE)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("LKMLTRACK_", "XDG_", "GIT_"))},
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "LKMLTRACK_DB": str(folder / "x.db"),
        "LKMLTRACK_ARCHIVE": str(folder / "inbox"),
    }
    subprocess.run(
        [sys.executable, "-m", "lkmltrack", "track", str(folder / "inbox" / "sample.mbox")],
        check=True,
        capture_output=True,
        env=environment,
        cwd=folder,
    )
    return folder


@pytest.fixture
def place(tracked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tracked sample, chosen by the environment, and the current directory."""
    for path in tracked.iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path / path.name)
    shutil.copytree(tracked / "inbox", tmp_path / "inbox")
    monkeypatch.setenv("LKMLTRACK_DB", str(tmp_path / "x.db"))
    monkeypatch.setenv("LKMLTRACK_ARCHIVE", str(tmp_path / "inbox"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current directory where no database is yet, and an archive without mail."""
    (tmp_path / "inbox").mkdir()
    monkeypatch.setenv("LKMLTRACK_DB", str(tmp_path / "new" / "x.db"))
    monkeypatch.setenv("LKMLTRACK_ARCHIVE", str(tmp_path / "inbox"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run lkmltrack in this process."""

    def start(*words: str) -> Done:
        status = main(list(words))
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return start


def keys_of(facts: Any) -> set[str]:
    assert isinstance(facts, dict)
    return set(facts)


# ---------------------------------------------------------------- the contract of the JSON

PROPOSAL_KEYS = {
    "number",
    "name",
    "title",
    "stage",
    "whose_turn",
    "revisions",
    "timeline",
    "messages",
    "participants",
    "trailers",
    "requests",
}


@pytest.mark.parametrize("command", ["show", "track"])
def test_the_json_of_a_proposal_has_the_keys_of_the_contract(
    command: str, place: Path, run: Run
) -> None:
    target = "1" if command == "show" else str(place / "inbox" / "sample.mbox")
    done = run(command, target, "--json")
    assert done.status == 0
    assert done.json["schema"] == f"lkmltrack.{command}/1"
    proposal = done.json["proposal"]
    assert keys_of(proposal) >= PROPOSAL_KEYS
    assert isinstance(proposal["messages"], int)
    for revision in proposal["revisions"]:
        wanted = {"kind", "revision", "message_id", "date", "patches", "expected"}
        assert keys_of(revision) >= wanted
        assert revision["kind"] in ("discussion", "rfc", "patch")
        assert isinstance(revision["patches"], int)
    for event in proposal["timeline"]:
        assert keys_of(event) >= {"date", "event", "message_id", "by"}
    for participant in proposal["participants"]:
        assert keys_of(participant) >= {"name", "address", "messages"}
    for trailer in proposal["trailers"]:
        assert keys_of(trailer) >= {"name", "value", "message_id"}
    assert sum(p["messages"] for p in proposal["participants"]) == proposal["messages"]


def test_the_json_of_a_thread_has_the_keys_of_the_contract(place: Path, run: Run) -> None:
    done = run("thread", FIRST, "--json")
    assert done.json["schema"] == "lkmltrack.thread/1"
    messages = done.json["messages"]
    assert messages[0]["message_id"] == FIRST
    assert messages[0]["parent"] is None
    assert messages[0]["kind"] == "patch"
    known = set()
    for message in messages:
        assert keys_of(message) == {
            "message_id",
            "parent",
            "depth",
            "from",
            "date",
            "subject",
            "kind",
        }
        assert message["kind"] in ("patch", "cover", "reply", "discussion")
        assert message["parent"] is None or message["parent"] in known
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", message["date"])
        known.add(message["message_id"])


@pytest.mark.parametrize(
    ("words", "name", "keys"),
    [
        (["list"], "list", {"proposals"}),
        ([], "list", {"proposals"}),
        (["read", FIRST], "read", {"message", "messages"}),
        (["search", "i_mmap_rwsem"], "search", {"query", "hits"}),
        (["update"], "update", {"news"}),
        (["import", "inbox/sample.mbox"], "import", {"sources", "new", "known"}),
        (["diff", "1"], "diff", {"target", "older", "newer", "text"}),
        (["stage", "1", "rfc"], "stage", {"proposal"}),
        (["tag", "1", "mm"], "tag", {"proposal"}),
        (["note", "1", "a", "note"], "note", {"proposal"}),
        (["rename", "1", "fadvise"], "rename", {"proposal"}),
        (["untrack", "1"], "untrack", {"proposal"}),
        (["export", "1"], "export", {"proposal", "messages"}),
        (["template", "list"], "template", {"templates"}),
        (["template", "show", "rfc"], "template", {"template"}),
        (["doctor"], "doctor", {"ok", "checks"}),
        (["rebuild"], "rebuild", {"messages"}),
        (["demo"], "list", {"proposals"}),
    ],
)
def test_the_json_of_every_command_is_one_object_with_its_schema(
    words: list[str], name: str, keys: set[str], place: Path, run: Run
) -> None:
    done = run(*words, "--json")
    assert done.json["schema"] == f"lkmltrack.{name}/1"
    assert keys_of(done.json) == keys | {"schema"}


# ---------------------------------------------------------------- following


def test_track_prints_number_and_overview_and_says_when_it_is_known(place: Path, run: Run) -> None:
    again = run("track", str(place / "inbox" / "sample.mbox"))
    assert again.status == 0
    assert "already tracked as #1, 0 new messages" in again.out


def test_track_reads_standard_input(empty: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lkmltrack", "track", "-"],
        input=SAMPLE,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert b"tracking as #1" in done.stdout


def test_list_is_one_line_each_and_filters(place: Path, run: Run) -> None:
    whole = run("list")
    number = len(run("list", "--json").json["proposals"])
    assert whole.out.count("\n") == number >= 1
    assert run("list", "--tag", "nothing-has-it").status == 1
    run("tag", "1", "mm")
    assert run("list", "--tag", "mm").out.count("\n") == 1
    assert run("list", "--names").out.split("\n")[0].startswith("1\t")


def test_without_a_command_there_is_the_overview(place: Path, run: Run) -> None:
    assert run().out == run("list").out


def test_without_a_database_it_is_told_how_to_begin_and_none_is_made(empty: Path, run: Run) -> None:
    done = run()
    assert done.status == 0
    assert "lkmltrack track" in done.out
    assert "demo" in done.out
    assert run("list").status == 0
    assert run("list", "--names").out == ""
    assert not (empty / "new").exists()


def test_update_says_when_there_is_nothing_new(place: Path, run: Run) -> None:
    done = run("update")
    assert done.status == 0
    assert done.out == ""
    assert done.err.startswith("nothing new\n")
    assert run("update", "-q").err == ""


# ---------------------------------------------------------------- reading


def test_show_tells_the_story(place: Path, run: Run) -> None:
    done = run("show", "1", "--peek")
    assert done.status == 0
    for wanted in ("#1", "Revisions", "People", "Xiaolan Lin <xiaolan.lin@example.com>"[:11]):
        assert wanted in done.out


def test_a_look_makes_what_is_new_old_and_peek_and_json_do_not(place: Path, run: Run) -> None:
    answer = (
        f"From: Bo <bo@example.org>\nSubject: Re: more\nMessage-ID: <late@example.org>\n"
        f"In-Reply-To: <{FIRST}>\nDate: Tue, 3 Mar 2026 20:00:00 +0000\n\nOne more thing.\n"
    )
    (place / "late.eml").write_text(answer)
    run("import", "late.eml")
    assert run("list", "--json").json["proposals"][0]["new_messages"] == 1
    assert run("show", "1", "--json").json["proposal"]["new"] == ["late@example.org"]
    assert "New since" in run("show", "1", "--peek").out
    assert run("list", "--new").out.count("\n") == 1
    assert "1 new" in run("list").out
    assert "Re: more" in run("show", "1").out
    assert run("list", "--json").json["proposals"][0]["new_messages"] == 0
    assert run("list", "--new").status == 1


def test_a_file_is_shown_without_being_kept(empty: Path, run: Run) -> None:
    (empty / "some.mbox").write_bytes(SAMPLE)
    assert "not tracked" in run("show", "some.mbox").out
    assert run("list").out == ""


def test_thread_draws_a_line_per_message(place: Path, run: Run) -> None:
    done = run("thread", FIRST)
    count = len(run("thread", FIRST, "--json").json["messages"])
    assert done.out.count("\n") == count == 12
    assert "└─>" in done.out
    assert "`->" in run("thread", FIRST, "--ascii").out
    assert f"<{FIRST}>" in run("thread", FIRST, "--ids").out


def test_read_takes_the_numbers_of_thread(place: Path, run: Run) -> None:
    third = run("thread", FIRST, "--json").json["messages"][2]
    done = run("read", FIRST, "3")
    assert f"<{third['message_id']}>" in done.out
    assert (
        run("read", FIRST, "3", "1", "--json").json["message"]["message_id"] == third["message_id"]
    )
    beyond = run("read", FIRST, "99")
    assert beyond.status == 1
    assert "from 1 to 12" in beyond.err


@pytest.mark.parametrize("form", ["{}", "<{}>", "id:{}", "https://lore.kernel.org/all/{}/"])
def test_read_knows_a_message_id_in_every_form(form: str, place: Path, run: Run) -> None:
    done = run("read", form.format(FIRST))
    assert done.status == 0
    assert f"<{FIRST}>" in done.out


def test_read_of_a_proposal_shows_all_of_it(place: Path, run: Run) -> None:
    count = run("show", "1", "--json").json["proposal"]["messages"]
    assert len(run("read", "1", "--json").json["messages"]) == count
    assert run("read", "1").out.count("\nSubject: ") == count


def test_read_raw_gives_the_bytes(place: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lkmltrack", "read", FIRST, "--raw"], capture_output=True, check=True
    )
    assert done.stdout == MAILS[0]


def test_read_shows_every_header_when_asked(place: Path, run: Run) -> None:
    assert "X-Mailer:" not in run("read", FIRST).out
    assert "X-Mailer: git-send-email 2.47.1" in run("read", FIRST, "--headers", "all").out


def test_what_is_not_there_gives_1_and_one_complaint(place: Path, run: Run) -> None:
    for words in (["show", "99"], ["read", "nobody@example.org"], ["untrack", "99"]):
        done = run(*words)
        assert done.status == 1
        assert done.out == ""
        assert done.err.startswith("lkmltrack: ")


def test_search_finds_shows_the_line_and_gives_1_for_nothing(place: Path, run: Run) -> None:
    done = run("search", "i_mmap_rwsem")
    assert done.status == 0
    assert "i_mmap_rwsem" in done.out
    nothing = run("search", "zzzyxxy")
    assert nothing.status == 1
    assert nothing.out == ""
    assert run("search", "zzzyxxy", "--json").json["hits"] == []


def test_search_takes_words_that_begin_with_a_dash(place: Path, run: Run) -> None:
    every = run("search", "f:xiaolan", "-n", "200", "--json").json["hits"]
    without = run("search", "f:xiaolan", "-s:RFC", "-n", "200", "--json").json["hits"]
    assert 0 < len(without) < len(every)
    assert run("search", "f:xiaolan", "-s:RFC", "--json").json["query"] == "f:xiaolan -s:RFC"
    assert run("search", "x", "--bogus").status == 2


def test_diff_compares_the_last_two_revisions(place: Path, run: Run) -> None:
    done = run("diff", "1")
    assert done.status == 0
    assert done.out.strip()


# ---------------------------------------------------------------- saying


def test_what_is_said_is_shown(place: Path, run: Run) -> None:
    assert "stage nacked" in run("stage", "1", "nacked").out
    assert "tags #mm #slow" in run("tag", "1", "mm", "slow").out
    assert "1 note" in run("note", "1", "ask", "for", "numbers").out
    assert "better-name" in run("rename", "1", "better-name").out
    shown = run("show", "better-name", "--peek").out
    for wanted in ("NAKed as you said", "#mm", "#slow", "ask for numbers"):
        assert wanted in shown
    assert "as the mail shows" in run("stage", "1", "--clear").out
    assert "tags #slow" in run("tag", "1", "--remove", "mm").out
    assert "no longer tracked" in run("untrack", "1").out
    assert run("show", "better-name").status == 2


def test_saying_nothing_is_wrong_usage(place: Path, run: Run) -> None:
    for words in (
        ["stage", "1"],
        ["tag", "1"],
        ["note", "1", " "],
        ["stage", "1", "rfc", "--clear"],
    ):
        assert run(*words).status == 2


# ---------------------------------------------------------------- in and out


def test_import_counts_and_a_second_time_changes_nothing(empty: Path, run: Run) -> None:
    (empty / "some.mbox").write_bytes(SAMPLE)
    first = run("import", "some.mbox", "--list", "linux-mm")
    assert first.status == 0
    assert f"{len(MAILS)} new messages" in first.out
    assert run("import", "some.mbox", "--json").json["new"] == 0
    assert run("import", "gone.mbox").status == 2


def test_export_gives_every_mail_back_byte_for_byte(place: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lkmltrack", "export", "1"], capture_output=True, check=True
    )
    exported = split_mbox(done.stdout)
    assert exported
    assert set(exported) <= set(MAILS)


def test_export_writes_a_file_once(place: Path, run: Run) -> None:
    assert run("export", "1", "-o", "out.mbox").status == 0
    data = (place / "out.mbox").read_bytes()
    again = run("export", "1", "-o", "out.mbox")
    assert again.status == 2
    assert "--force" in again.err
    assert run("export", "1", "-o", "out.mbox", "--force").status == 0
    assert (place / "out.mbox").read_bytes() == data
    assert [path.name for path in place.glob(".*")] == []
    assert run("export", "1", "-o", "gone/out.mbox").status == 2


def test_export_as_json_is_told_by_either_option(place: Path, run: Run) -> None:
    by_format = run("export", "1", "--format", "json").json
    assert by_format == run("export", "1", "--json").json
    assert by_format["proposal"]["number"] == 1
    assert len(by_format["messages"]) == by_format["proposal"]["messages"]


def test_your_own_template_wins_and_is_marked(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    shipped = run("template", "show", "rfc").out
    copied = Path(run("template", "copy", "rfc").out.strip())
    assert copied == tmp_path / "lkmltrack" / "templates" / "rfc"
    assert copied.read_text("utf-8") == shipped
    assert run("template", "copy", "rfc").status == 2
    copied.write_text("# Mine.\nSubject: x\n")
    assert run("template", "show", "rfc").out == "# Mine.\nSubject: x\n"
    (line,) = [row for row in run("template", "list").out.split("\n") if row.startswith("rfc ")]
    assert re.fullmatch(r"rfc +yours +Mine", line)


def test_an_unknown_template_lists_the_known_ones(run: Run) -> None:
    done = run("template", "show", "rcf")
    assert done.status == 1
    assert "did you mean rfc?" in done.err
    assert "discussion" in done.err


# ---------------------------------------------------------------- lkmltrack itself


def test_demo_needs_no_settings_and_leaves_nothing(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("LKMLTRACK_DB", str(tmp_path / "own.db"))
    monkeypatch.setenv("LKMLTRACK_TREE", str(tmp_path / "gone"))
    done = run("demo", "--no-tui")
    assert done.status == 0
    assert done.out.count("\n") >= 1
    assert list(tmp_path.iterdir()) == []


def test_a_demo_can_be_kept(tmp_path: Path, run: Run) -> None:
    done = run("demo", "--no-tui", "--keep", str(tmp_path / "kept"))
    assert done.status == 0
    assert "--db" in done.err
    assert run("--db", str(tmp_path / "kept" / "demo.db"), "list").out == done.out


def test_doctor_tells_each_check(place: Path, run: Run) -> None:
    done = run("doctor", "--json")
    names = {check["name"] for check in done.json["checks"]}
    assert {"git", "database"} <= names
    assert done.status == (0 if done.json["ok"] else 1)
    assert run("doctor").out.count("ok") >= len(names)


def test_rebuild_changes_no_answer(place: Path, run: Run) -> None:
    before = run("show", "1", "--json").json, run("list", "--json").json
    assert run("rebuild").out == f"rebuilt from {len(MAILS)} messages\n"
    assert (run("show", "1", "--json").json, run("list", "--json").json) == before


@pytest.mark.parametrize(
    "words", [["list"], ["show", "1"], ["search", "x"], ["track", "inbox/sample.mbox"]]
)
def test_a_database_that_is_none_gives_4(words: list[str], place: Path, run: Run) -> None:
    (place / "x.db").write_bytes(b"this is no database" * 1000)
    for beside in ("x.db-wal", "x.db-shm"):
        (place / beside).unlink(missing_ok=True)
    done = run(*words)
    assert done.status == 4
    assert "x.db" in done.err
    assert done.out == ""


def test_a_place_that_cannot_be_written_gives_4(
    empty: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty / "some.mbox").write_bytes(SAMPLE)
    monkeypatch.delenv("LKMLTRACK_DB")
    # below a file no folder can be made, whoever we are
    monkeypatch.setenv("XDG_DATA_HOME", str(empty / "some.mbox"))
    done = run("track", "some.mbox")
    assert done.status == 4
    assert done.err.count("\n") <= 2


@pytest.mark.parametrize("words", [["list"], ["thread", "1"], ["search", "mmap"]])
def test_forty_columns_are_enough(
    words: list[str], place: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    done = run(*words)
    assert done.out
    assert max(width_of(line) for line in done.out.split("\n")) <= 40


@pytest.mark.parametrize("words", [["list"], ["show", "1"], ["thread", "1"], ["read", FIRST]])
def test_colour_is_only_where_it_is_wanted(
    words: list[str], place: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b" not in run(*words).out
    assert "\x1b[" in run(*words, "--color", "always").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run(*words, "--color", "auto").out
    assert "\x1b[" in run(*words, "--color", "always").out
