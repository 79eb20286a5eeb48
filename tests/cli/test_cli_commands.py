"""Following, reading and saying, as a person does it, on the sample inbox."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import FIRST, MAILS, SAMPLE, Run

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
