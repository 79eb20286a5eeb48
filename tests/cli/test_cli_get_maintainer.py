"""``maintainers`` as a command: its input, its output, and what it says beside."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lkmltrack.cli.get_maintainer import words_of_call
from tests.cli.running import Done, Run

ADA = "Ada Author <ada@example.org>"
MAINTAINERS = """\
MEMORY
M:\tAda Author <ada@example.org>
R:\tBjörn B. Binding <bjorn@example.org>
L:\tmm@example.org
S:\tMaintained
F:\tmm/

NETWORK
M:\tCy <cy@example.org>
L:\tnet@example.org (moderated for non-subscribers)
S:\tOdd Fixes
F:\tnet/
K:\tsocket

THE REST
L:\tall@example.org
F:\t*
F:\t*/
"""
MEMORY_LINES = [
    f"{ADA} (maintainer:MEMORY)",
    '"Björn B. Binding" <bjorn@example.org> (reviewer:MEMORY)',
    "mm@example.org (open list:MEMORY)",
    "all@example.org (open list)",
]


def patch_of(path: str, line: str = "x") -> str:
    return (
        f"From: Dee <dee@example.org>\nSubject: [PATCH] x\n\n---\ndiff --git a/{path} b/{path}\n"
        f"--- a/{path}\n+++ b/{path}\n@@ -1,1 +1,1 @@\n-old\n+{line}\n"
    )


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree, in which we stand."""
    place = tmp_path / "linux"
    for name in ("mm/rmap.c", "net/core.c", "Makefile"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).touch()
    (place / "MAINTAINERS").write_text(MAINTAINERS)
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is in no tree, in which we stand."""
    place = tmp_path / "nowhere"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def lines(done: Done) -> list[str]:
    assert done.status == 0, done.err
    return done.out.splitlines()


def test_a_path_is_answered(tree: Path, run: Run) -> None:
    assert lines(run("maintainers", "-f", "mm/rmap.c")) == MEMORY_LINES
    assert lines(run("maintainers", "-f", "./mm//rmap.c")) == MEMORY_LINES
    assert lines(run("maintainers", "-f", str(tree / "mm" / "rmap.c"))) == MEMORY_LINES
    assert lines(run("maintainers", "-f", "mm")) == MEMORY_LINES


def test_a_path_is_found_from_below(tree: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree / "mm")
    assert lines(run("maintainers", "-f", "rmap.c")) == MEMORY_LINES
    assert lines(run("maintainers", "-f", "mm/rmap.c")) == MEMORY_LINES


def test_a_patch_is_answered(tree: Path, run: Run, tmp_path: Path) -> None:
    patch = tmp_path / "x.patch"
    patch.write_text(patch_of("mm/rmap.c"))
    assert lines(run("maintainers", str(patch))) == MEMORY_LINES


def test_several_patches_are_answered_as_one(tree: Path, run: Run, tmp_path: Path) -> None:
    for name, path in (("1.patch", "net/core.c"), ("2.patch", "mm/rmap.c")):
        (tmp_path / name).write_text(patch_of(path))
    both = [str(tmp_path / "1.patch"), str(tmp_path / "2.patch")]
    assert lines(run("maintainers", "--norolestats", "--nol", *both)) == [
        ADA,
        '"Björn B. Binding" <bjorn@example.org>',
        "Cy <cy@example.org>",
    ]


def piped(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input_is_read_when_no_file_is_named(
    tree: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in ([], ["-"]):
        piped(patch_of("mm/rmap.c").encode(), monkeypatch)
        assert lines(run("maintainers", *words)) == MEMORY_LINES


def test_a_patch_in_latin_1_is_answered(tree: Path, run: Run, tmp_path: Path) -> None:
    patch = tmp_path / "x.patch"
    patch.write_bytes(patch_of("mm/rmap.c", "Bj\u00f6rn").encode("latin-1"))
    assert lines(run("maintainers", str(patch))) == MEMORY_LINES


def test_a_terminal_is_not_waited_for(
    tree: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    done = run("maintainers")
    assert done.status == 2
    assert "neither a patch nor a path" in done.err


def test_what_is_no_patch_is_said_and_gives_no_answer(tree: Path, run: Run) -> None:
    Path("notes").write_text("nothing of the kind\n")
    done = run("maintainers", "notes")
    assert (done.status, done.out) == (0, "")
    assert "does not look like a patch" in done.err
    assert run("-q", "maintainers", "notes").err == ""


@pytest.mark.parametrize("words", [["gone"], ["-f", "gone"], ["-f", "mm/rmap.c", "gone"]])
def test_a_file_that_is_missing_is_named(words: list[str], tree: Path, run: Run) -> None:
    done = run("maintainers", *words)
    assert (done.status, done.out) == (2, "")
    assert "'gone' not found" in done.err


@pytest.mark.parametrize(
    "words",
    [
        ["--what"],
        ["--separator="],
        ["--pattern-depth", "x"],
        ["--interactive"],
        ["--noemail"],
        ["--m=1"],
        ["--mpath", "gone"],
    ],
)
def test_a_wrong_call_ends_with_two(words: list[str], tree: Path, run: Run) -> None:
    done = run("maintainers", *words, "-f", "mm/rmap.c")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("lkmltrack: ")


def test_json_has_people_in_the_script_s_order(tree: Path, run: Run) -> None:
    for words in (["--json", "maintainers"], ["maintainers", "--json"]):
        done = run(*words, "-f", "mm/rmap.c", "net/core.c")
        assert lines(done)
        assert done.json["schema"] == "lkmltrack.maintainers/1"
        assert [tuple(person.values()) for person in done.json["people"]] == [
            ("Ada Author", "ada@example.org", "maintainer", "MEMORY"),
            ("Björn B. Binding", "bjorn@example.org", "reviewer", "MEMORY"),
            ("Cy", "cy@example.org", "maintainer", "NETWORK"),
            ("", "mm@example.org", "open list", "MEMORY"),
            ("", "all@example.org", "open list", "THE REST"),
            ("", "net@example.org", "moderated list", "NETWORK"),
        ]
        # names are letters, encoded once
        assert "Björn" in done.out


def test_help_and_version_are_told_without_a_tree(nowhere: Path, run: Run) -> None:
    for words in (["maintainers", "--help"], ["maintainers", "-h"], ["help", "maintainers"]):
        done = run(*words)
        assert done.status == 0
        for word in ("--update", "lkmltrack.tree", "lkmltrack.maintainersUrl", "--norolestats"):
            assert word in done.out
    assert run("maintainers", "--version").out.startswith("lkmltrack ")


def test_without_a_tree_the_ways_out_are_told(nowhere: Path, run: Run) -> None:
    done = run("maintainers", "-f", "mm/rmap.c")
    assert (done.status, done.out) == (2, "")
    assert "there is no MAINTAINERS here" in done.err
    assert "git config --global lkmltrack.tree DIR" in done.err
    assert "lkmltrack maintainers --update" in done.err


def test_a_current_directory_that_is_gone_is_said(nowhere: Path, run: Run) -> None:
    nowhere.rmdir()
    done = run("maintainers", "-f", "mm/rmap.c")
    assert done.status == 2
    assert "current directory is gone" in done.err


def test_a_tree_is_named_by_option_environment_and_setting(
    tree: Path, nowhere: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["maintainers", "-f", "mm/rmap.c"]
    assert lines(run("--tree", str(tree), *words)) == MEMORY_LINES
    assert lines(run(f"--tree={tree}", *words)) == MEMORY_LINES
    assert lines(run(*words, "--tree", str(tree))) == MEMORY_LINES
    monkeypatch.setenv("LKMLTRACK_TREE", str(tree))
    assert lines(run(*words)) == MEMORY_LINES
    monkeypatch.delenv("LKMLTRACK_TREE")
    subprocess.run(["git", "config", "--global", "lkmltrack.tree", str(tree)], check=True)
    done = run(*words)
    assert lines(done) == MEMORY_LINES
    assert done.err == ""


def test_the_setting_comes_before_where_we_stand_and_that_is_said(
    tree: Path, tmp_path: Path, run: Run
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "MAINTAINERS").write_text("OTHER\nM:\tEve <eve@example.org>\nF:\tmm/\n")
    subprocess.run(["git", "config", "--global", "lkmltrack.tree", str(other)], check=True)
    words = ["maintainers", "--norolestats", "--nol", "-f", "mm/rmap.c"]
    done = run(*words)
    assert lines(done) == ["Eve <eve@example.org>"]
    assert f"--tree {tree}" in done.err
    assert run("-q", *words).err == ""
    assert lines(run("--tree", ".", *words))[0] == ADA


def test_the_script_s_own_tree_option_takes_no_value(tree: Path, run: Run, tmp_path: Path) -> None:
    patch = tmp_path / "x.patch"
    patch.write_text(patch_of("mm/rmap.c"))
    assert lines(run("maintainers", "--tree", str(patch))) == MEMORY_LINES
    assert lines(run("maintainers", "--no-tree", str(patch))) == MEMORY_LINES
    assert lines(run("maintainers", "--tree", "-f", "mm/rmap.c")) == MEMORY_LINES


def test_another_file_needs_no_tree(nowhere: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text(MAINTAINERS)
    words = ["maintainers", "--mpath", str(tmp_path / "mine"), "-f", "mm/rmap.c"]
    assert lines(run(*words)) == MEMORY_LINES


def test_a_configuration_stands_before_the_words_of_the_call(
    tree: Path, run: Run, own_home: Path
) -> None:
    conf = tree / ".get_maintainer.conf"
    conf.write_text("--norolestats # bare\n--nol\n")
    assert lines(run("maintainers", "--nor", "-f", "mm/rmap.c")) == [ADA]
    assert lines(run("maintainers", "--nor", "--l", "-f", "mm/rmap.c"))[1:] == [
        "mm@example.org",
        "all@example.org",
    ]
    conf.unlink()
    (own_home / ".get_maintainer.conf").write_text("--nom --nor --nol --s --norolestats\n")
    assert lines(run("maintainers", "-f", "mm/rmap.c")) == []


def test_lines_that_are_left_out_are_named(tree: Path, run: Run) -> None:
    with (tree / "MAINTAINERS").open("a") as file:
        file.write("\nBAD\nM:\tno address\nN:\t(a+)+$\nF:\tmm/\n")
    done = run("maintainers", "-f", "mm/rmap.c")
    assert lines(done) == MEMORY_LINES
    assert "section BAD: N: (a+)+$ is left out" in done.err
    assert "invalid address: no address" in done.err
    assert run("-q", "maintainers", "-f", "mm/rmap.c").err == ""


def test_git_without_a_repository_is_said(tree: Path, run: Run) -> None:
    done = run("maintainers", "--git", "-f", "mm/rmap.c")
    assert lines(done) == MEMORY_LINES
    assert "is no git repository" in done.err


def test_bytes_that_fit_nowhere_come_out_as_the_script_prints_them(tree: Path, run: Run) -> None:
    (tree / "MAINTAINERS").write_bytes(b"A\nM:\tJ\xf6rg <jorg@example.org>\nF:\tmm/\n")
    assert lines(run("maintainers", "--norolestats", "-f", "mm/rmap.c")) == [
        '"J\\xF6rg" <jorg@example.org>'
    ]


def test_what_a_terminal_would_act_on_stays_bytes_in_a_pipe(tree: Path, run: Run) -> None:
    (tree / "MAINTAINERS").write_text("A\nM:\tA\x1b[2J <a@example.org>\nF:\tmm/\n")
    assert "\x1b[2J" in run("maintainers", "-f", "mm/rmap.c").out
    assert "\x1b" not in run("maintainers", "--json", "-f", "mm/rmap.c").out


def test_a_damaged_index_is_mended_on_the_way(tree: Path, run: Run, own_home: Path) -> None:
    assert lines(run("maintainers", "-f", "mm/rmap.c")) == MEMORY_LINES
    (index,) = (own_home / "cache" / "lkmltrack" / "maintainers").glob("*.index")
    whole = index.read_bytes()
    # the directory at the end is whole, everything else is not
    directory = int.from_bytes(whole[8:12], "little")
    index.write_bytes(whole[:24] + bytes(directory - 24) + whole[directory:])
    assert lines(run("maintainers", "-f", "mm/rmap.c")) == MEMORY_LINES
    assert index.read_bytes() == whole


def process(*words: str, **more: str) -> "subprocess.CompletedProcess[bytes]":
    environment = os.environ | more
    return subprocess.run(
        [sys.executable, "-m", "lkmltrack", "maintainers", *words],
        capture_output=True,
        env=environment,
    )


def test_the_output_is_utf_8_whatever_the_locale_is(tree: Path) -> None:
    for locale in ({"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0"}):
        done = process("-f", "mm/rmap.c", **locale)
        assert done.stdout.decode().splitlines() == MEMORY_LINES


@pytest.mark.parametrize(
    ("redirections", "status", "words"),
    [
        ("| true", 141, ""),
        (">&-", 2, "standard output is closed"),
        ("> /dev/full", 2, "cannot write to standard output"),
        ("2>&-", 0, ""),
        ("<&-", 0, ""),
    ],
)
def test_streams_that_are_closed_or_full(
    redirections: str, status: int, words: str, tree: Path
) -> None:
    call = f"{sys.executable} -m lkmltrack maintainers -f mm/rmap.c"
    # a reader that has gone before the first byte
    script = f"(sleep 0.3; {call}) {redirections}; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    assert done.returncode == status, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_standard_input_that_is_closed_is_said(tree: Path) -> None:
    call = f"{sys.executable} -m lkmltrack maintainers - <&-"
    done = subprocess.run(["bash", "-c", call], capture_output=True, text=True)
    assert done.returncode == 2
    assert "give a file" in done.stderr


@pytest.mark.parametrize(
    ("words", "own"),
    [
        (["maintainers", "-f", "x"], ["-f", "x"]),
        (["--tree", "maintainers", "maintainers", "x"], ["--tree", "maintainers", "x"]),
        (["--db=x", "-q", "maintainers"], ["--db=x", "-q"]),
        (["show", "maintainers"], None),
        (["--tree", "maintainers"], None),
        (["maintainers", "--topic", "x"], None),
        (["maintainers", "--symbol=x"], None),
        (["maintainers", "--evidence", "-"], None),
        ([], None),
    ],
)
def test_only_calls_of_the_script_s_kind_take_the_short_way(
    words: list[str], own: list[str] | None
) -> None:
    assert words_of_call(words) == own
