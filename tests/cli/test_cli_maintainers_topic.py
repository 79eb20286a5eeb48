"""``maintainers`` without a patch: topics, symbols and evidence, as a whole."""

import io
import sys
from pathlib import Path

import pytest

from tests.cli.running import Run

MAINTAINERS = """\
List of maintainers
===================

LOCKING PRIMITIVES
M:	Lo Example <lo@example.org>
L:	locking@lists.example.org
S:	Maintained
F:	kernel/locking/

MEMORY MAPPING
M:	Bo Example <bo@example.org>
R:	Cy Example <cy@example.org>
L:	mm@lists.example.org
S:	Maintained
F:	mm/vma.c

THE REST
M:	Eve Example <eve@example.org>
L:	all@lists.example.org
S:	Buried alive in reports
F:	*
F:	*/
"""
VMA = """\
void vma_prepare(struct vma_prepare *vp)
{
	i_mmap_lock_write(vp);
}

static void vma_link_file(struct vm_area_struct *vma)
{
	vma_prepare(vma);
}
"""
LOCK = """\
bool osq_lock(struct optimistic_spin_queue *lock)
{
	return true;
}
"""
PROFILE = """\
# Overhead  Symbol
    91.53%  [k] osq_lock
            |
            ---osq_lock
               vma_link_file
"""


@pytest.fixture
def tree(empty: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small tree, chosen by the environment."""
    folder = empty / "tree"
    for name, text in (
        ("MAINTAINERS", MAINTAINERS),
        ("mm/vma.c", VMA),
        ("kernel/locking/osq_lock.c", LOCK),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    monkeypatch.setenv("LKMLTRACK_TREE", str(folder))
    return folder


def people_of(text: str) -> list[str]:
    return text.split("\nPeople\n")[1].splitlines()


def test_a_symbol_leads_to_its_file_and_people(tree: Path, run: Run) -> None:
    done = run("maintainers", "--symbol", "vma_prepare")
    assert done.status == 0
    assert "vma_prepare: mm/vma.c:1" in done.out
    assert "   1  MEMORY MAPPING\n" in done.out
    assert people_of(done.out)[0] == "Bo Example <bo@example.org> (maintainer:MEMORY MAPPING)"


def test_several_symbols_are_one_question(tree: Path, run: Run) -> None:
    done = run("maintainers", "--symbol", "vma_prepare", "--symbol=osq_lock", "--json")
    assert {one["name"] for one in done.json["sections"]} >= {
        "MEMORY MAPPING",
        "LOCKING PRIMITIVES",
    }
    assert done.json["schema"] == "lkmltrack.maintainers/1"
    assert {one["address"] for one in done.json["people"]} >= {"bo@example.org", "lo@example.org"}


def test_a_misspelled_symbol_is_found_and_that_is_said(tree: Path, run: Run) -> None:
    done = run("maintainers", "--symbol", "vma_preapre")
    assert done.status == 0
    assert "vma_preapre: taken for vma_prepare, mm/vma.c:1" in done.out
    (found,) = run("maintainers", "--symbol", "vma_preapre", "--json").json["definitions"]
    assert (found["asked"], found["guess"]) == ("vma_preapre", True)


def test_what_nothing_defines_gives_1(tree: Path, run: Run) -> None:
    done = run("maintainers", "--symbol", "quite_another_thing_altogether")
    assert done.status == 1
    assert "quite_another_thing_altogether: nothing is called so" in done.out
    asked = run("maintainers", "--symbol", "quite_another_thing_altogether", "--json")
    assert (asked.status, asked.json["people"]) == (1, [])
    assert asked.json["unknown"] == ["quite_another_thing_altogether"]


def test_a_topic_ranks_the_section_that_shares_its_words(tree: Path, run: Run) -> None:
    done = run("maintainers", "--topic", "mapping vma_prepare")
    assert done.status == 0
    assert "   1  MEMORY MAPPING\n" in done.out


def test_evidence_is_read_from_a_file_a_stream_and_a_mail(
    tree: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tree.parent / "perf.txt").write_text(PROFILE)
    mail = "From: Ann Example <ann@example.org>\nSubject: slow\nMessage-ID: <p@example.org>\n\n"
    (tree.parent / "mail.eml").write_text(mail + PROFILE)
    (tree.parent / "inbox" / "mail.mbox").write_text(f"From x Thu Jan  1 1970\n{mail}{PROFILE}")

    class Stream:
        buffer = io.BytesIO(PROFILE.encode())

    monkeypatch.setattr(sys, "stdin", Stream)
    for place in ("perf.txt", "-", "mail.eml", "p@example.org"):
        done = run("maintainers", "--json", "--evidence", place)
        assert done.status == 0, (place, done.err)
        names = {one["name"] for one in done.json["sections"]}
        assert names >= {"MEMORY MAPPING", "LOCKING PRIMITIVES"}, place


def test_evidence_that_is_no_text_says_what_to_give(tree: Path, run: Run) -> None:
    (tree.parent / "perf.data").write_bytes(b"PERFILE2\0\0\0")
    done = run("maintainers", "--evidence", "perf.data")
    assert (done.status, "perf report" in done.err) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        ["--topic", "x", "--symbol", "y"],
        ["--topic", "x", "some.patch"],
        ["--topic", "x", "--nol"],
        ["--topic", "  "],
        ["--symbol"],
        ["--evidence", "no-such-file"],
    ],
)
def test_a_question_that_is_unclear_is_wrong_usage(words: list[str], tree: Path, run: Run) -> None:
    done = run("maintainers", *words)
    assert done.status == 2, done.err
    assert "bug" not in done.err


def test_hostile_maintainers_are_shown_as_marks(tree: Path, run: Run) -> None:
    evil = "[bold]x[/bold]\x1b]52;c;cm0=\x07\x9b31m\u202e"
    text = MAINTAINERS.replace("Bo Example", evil).replace("MEMORY MAPPING", f"MEMORY {evil}")
    (tree / "MAINTAINERS").write_text(text)
    for words in ([], ["-v"], ["--json"]):
        done = run("maintainers", "--symbol", "vma_prepare", *words)
        assert "[bold]x[/bold]" in done.out
        assert not [c for c in done.out + done.err if c in "\x07\x1b\x9b\u202e"]
