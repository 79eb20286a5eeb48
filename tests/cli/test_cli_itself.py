"""Mail in and out, templates, the demo, the doctor, and what goes wrong."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lkmltrack.cli.text.cells import width_of
from lkmltrack.mail.mbox import split_mbox
from tests.cli.running import FIRST, MAILS, SAMPLE, Run

# ---------------------------------------------------------------- in and out


def test_import_counts_and_a_second_time_changes_nothing(empty: Path, run: Run) -> None:
    (empty / "some.mbox").write_bytes(SAMPLE)
    first = run("import", "some.mbox", "--list", "linux-mm")
    assert first.status == 0
    assert f"{len(MAILS)} new messages" in first.out
    assert run("import", "some.mbox", "--json").json["new"] == 0
    assert run("import", "gone.mbox").status == 2


def test_an_interrupted_import_is_no_half_import(empty: Path, run: Run) -> None:
    count = 8_000
    mails = (
        f"From x Tue Mar  3 02:14:52 2026\nFrom: Ann <ann@example.org>\nSubject: mail {number}\n"
        f"Message-ID: <{number}@example.org>\nDate: Tue, 3 Mar 2026 02:14:52 +0000\n\nHello.\n\n"
        for number in range(count)
    )
    (empty / "many.mbox").write_text("".join(mails))
    process = subprocess.Popen(
        [sys.executable, "-m", "lkmltrack", "import", "many.mbox"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    database = empty / "new" / "x.db"
    while process.poll() is None and not database.exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert complaint == b"lkmltrack: interrupted\n"
    report = run("import", "many.mbox", "--json").json
    assert report["new"] + report["known"] <= count
    assert run("rebuild").out == f"rebuilt from {count:,} messages\n"
    (database_check,) = [
        check for check in run("doctor", "--json").json["checks"] if check["name"] == "database"
    ]
    assert database_check["ok"]


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


def test_a_terminal_without_unicode_gets_ascii_strokes_and_marks(place: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lkmltrack", "thread", FIRST],
        env={**os.environ, "PYTHONIOENCODING": "latin-1", "COLUMNS": "60"},
        capture_output=True,
        check=True,
    )
    assert b"`->" in done.stdout
    assert b"~\n" in done.stdout
    assert b"\\u2026" not in done.stdout


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
