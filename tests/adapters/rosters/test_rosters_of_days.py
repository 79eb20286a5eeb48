"""MAINTAINERS as of a day, from small real repositories."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lkmltrack.adapters.maintainers_index.roster_source import TreeMaintainers
from lkmltrack.errors import TreeError
from lkmltrack.maintainers.answer import Inputs, find_answer
from lkmltrack.maintainers.options import Options, parse_options
from lkmltrack.maintainers.roster import Roster
from tests.adapters.history.repositories import EVE, LEO, MIA, Repository, moment

ADA_LOOKS_AFTER_IT = """
RMAP
M:	Ada Author <ada@example.org>
L:	linux-mm@example.org
S:	Maintained
F:	mm/rmap.c
F:	tools/rmap
"""
MIA_LOOKS_AFTER_IT = ADA_LOOKS_AFTER_IT.replace(
    "Ada Author <ada@example.org>", "Mia Maintainer <mia@example.com>"
)


@pytest.fixture
def tree(tmp_path: Path) -> Repository:
    """A repository in which Ada hands over to Mia after 100 hours."""
    repository = Repository(tmp_path / "tree")
    repository.start()
    repository.commit("Say who", {"MAINTAINERS": ADA_LOOKS_AFTER_IT}, hours=0)
    repository.commit("Pass it on", {"MAINTAINERS": MIA_LOOKS_AFTER_IT}, hours=100)
    return repository


def source(tree: Repository | Path | None, **more: str) -> TreeMaintainers:
    path = tree.path if isinstance(tree, Repository) else tree
    return TreeMaintainers(path, os.environ | more)


def people(roster: Roster, path: str = "mm/rmap.c", *words: str) -> list[str]:
    options = Options()
    parse_options(["--norolestats", "--nol", "--nogit", "--nogit-fallback", *words], options)
    inputs = Inputs()
    inputs.add_file(path)
    return find_answer(inputs, roster.index, options, roster).lines(options)


ADA = ["Ada Author <ada@example.org>"]
MIA_ALONE = ["Mia Maintainer <mia@example.com>"]


def test_whoever_was_in_charge_on_the_day_is_found(tree: Repository) -> None:
    rosters = source(tree)
    before, after = rosters.roster(moment(50)), rosters.roster(moment(150))

    assert people(before) == ADA
    assert people(after) == MIA_ALONE
    assert before.edition.is_of_the_day
    assert after.edition.is_of_the_day
    assert before.edition.rev == tree.head("HEAD~1")
    assert before.edition.date == moment(0)
    assert before.edition.place == str(tree.path)


def test_the_second_of_the_commit_is_after_it(tree: Repository) -> None:
    rosters = source(tree)

    assert people(rosters.roster(moment(100))) == MIA_ALONE
    assert people(rosters.roster(moment(100) - timedelta(seconds=1))) == ADA


def test_days_may_be_asked_for_in_any_order(tree: Repository) -> None:
    rosters = source(tree)
    hours = [150, 50, 100, 99, 0, 200, 1]

    found = [people(rosters.roster(moment(hour))) for hour in hours]

    assert found == [MIA_ALONE if hour >= 100 else ADA for hour in hours]


def test_before_the_history_begins_it_is_the_oldest_and_of_no_day(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "tree")
    repository.path.mkdir()
    repository.git("init", "--quiet", "--initial-branch=master")
    repository.commit("Say who", {"MAINTAINERS": ADA_LOOKS_AFTER_IT}, hours=0)
    repository.commit("Pass it on", {"MAINTAINERS": MIA_LOOKS_AFTER_IT}, hours=100)

    roster = source(repository).roster(moment(-500))

    assert people(roster) == ADA
    assert roster.edition.rev == repository.head("HEAD~1")
    assert not roster.edition.is_of_the_day


def test_a_shallow_clone_begins_at_its_cut(tmp_path: Path, tree: Repository) -> None:
    tree.commit("Later", {"mm/slab.c": "later"}, hours=200)
    shallow = Repository(tmp_path / "shallow")
    tree.git("clone", "--quiet", "--depth=2", f"file://{tree.path}", str(shallow.path))

    inside, outside = (source(shallow).roster(moment(hours)) for hours in (150, 50))

    assert (people(inside), inside.edition.is_of_the_day) == (MIA_ALONE, True)
    assert (people(outside), outside.edition.is_of_the_day) == (MIA_ALONE, False)


def test_a_tree_that_was_not_updated_for_long_has_no_edition_of_the_day(tree: Repository) -> None:
    rosters = source(tree)

    assert rosters.roster(moment(100 + 24 * 20)).edition.is_of_the_day
    late = rosters.roster(moment(100 + 24 * 60))
    assert (people(late), late.edition.is_of_the_day) == (MIA_ALONE, False)


def test_what_is_merged_comes_into_force_with_the_merge(tree: Repository) -> None:
    tree.git("checkout", "--quiet", "-b", "topic", "HEAD~1")
    eve = ADA_LOOKS_AFTER_IT.replace(
        "Ada Author <ada@example.org>", "Eve Engineer <eve@example.com>"
    )
    tree.commit("Take over", {"MAINTAINERS": eve}, hours=20)
    tree.git("checkout", "--quiet", "master")
    tree.git("merge", "--quiet", "-X", "theirs", "-m", "Merge topic", "topic", by=LEO, hours=300)
    rosters = source(tree)

    assert people(rosters.roster(moment(50))) == ADA
    assert people(rosters.roster(moment(290))) == MIA_ALONE
    assert people(rosters.roster(moment(310))) == ["Eve Engineer <eve@example.com>"]


def test_one_clock_that_stood_in_the_past_is_passed_over(tree: Repository) -> None:
    eve = ADA_LOOKS_AFTER_IT.replace(
        "Ada Author <ada@example.org>", "Eve Engineer <eve@example.com>"
    )
    tree.commit("From long ago", {"MAINTAINERS": eve}, hours=-400_000)
    tree.commit("Later", {"mm/slab.c": "later"}, hours=300)

    assert people(source(tree).roster(moment(50))) == ADA


def test_a_bare_repository_will_do(tmp_path: Path, tree: Repository) -> None:
    bare = tree.cloned(tmp_path / "bare.git", "--bare")

    assert people(source(bare).roster(moment(50))) == ADA
    assert people(source(bare).roster()) == MIA_ALONE


def test_a_repository_with_sha256_will_do(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "tree")
    repository.start("--object-format=sha256")
    repository.commit("Say who", {"MAINTAINERS": ADA_LOOKS_AFTER_IT}, hours=0)

    roster = source(repository).roster()

    assert people(roster) == ADA
    assert roster.edition.rev == repository.head()


def test_without_a_day_it_is_what_head_has(tree: Repository) -> None:
    roster = source(tree).roster()

    assert people(roster) == MIA_ALONE
    assert roster.edition.rev == tree.head()
    assert roster.edition.date == moment(100)


def test_without_a_day_a_file_that_was_edited_counts_as_it_is(tree: Repository) -> None:
    (tree.path / "MAINTAINERS").write_text(ADA_LOOKS_AFTER_IT)

    roster = source(tree).roster()

    assert people(roster) == ADA
    assert (roster.edition.rev, roster.edition.date) == ("", None)
    assert people(source(tree).roster(moment(150))) == MIA_ALONE


def test_the_mailmap_of_the_day_is_used(tree: Repository) -> None:
    mailmap = "Ada Author <ada@example.net> <ada@example.org>\n"
    tree.commit("Moved", {".mailmap": mailmap, "MAINTAINERS": ADA_LOOKS_AFTER_IT}, hours=200)
    rosters = source(tree)

    assert people(rosters.roster(moment(50))) == ADA
    assert people(rosters.roster(moment(250))) == ["Ada Author <ada@example.net>"]


def test_folders_and_files_are_those_of_the_day(tree: Repository) -> None:
    (tree.path / "tools" / "rmap").mkdir(parents=True)
    tree.commit("A folder", {"tools/rmap/main.c": "int main;\n"}, hours=200)
    rosters = source(tree)
    before, after = rosters.roster(moment(150)), rosters.roster(moment(250))
    assert before.is_folder is not None
    assert after.is_folder is not None

    assert not before.is_folder("tools/rmap")
    assert after.is_folder("tools/rmap")
    assert before.content_of("tools/rmap/main.c") == b""
    assert after.content_of("tools/rmap/main.c") == b"int main;\n"
    assert people(after, "tools/rmap/main.c") == MIA_ALONE
    # what is no folder is the beginning of a file's name
    assert people(before, "tools/rmap-of-then.c") == MIA_ALONE
    assert people(after, "tools/rmap-of-then.c") == []


@pytest.mark.parametrize(
    "path", ["../tree/mm/rmap.c", "./mm/rmap.c", "", "/etc/hostname", "a\nb", "mm", "x" * 9_000]
)
def test_paths_that_lead_nowhere_hold_nothing(tree: Repository, path: str) -> None:
    roster = source(tree).roster(moment(50))

    assert roster.content_of(path) == b""
    assert roster.content_of("mm/rmap.c").startswith(b"static int rmap_0;")


def test_people_who_do_not_want_to_be_found_are_those_of_the_day(tree: Repository) -> None:
    tree.commit("Ignore", {".get_maintainer.ignore": "eve@example.com\n# a remark\n"}, hours=200)
    rosters = source(tree)

    assert rosters.roster(moment(150)).ignored == ()
    assert rosters.roster(moment(250)).ignored == ("eve@example.com",)


def test_signers_are_counted_till_the_day_and_a_year_back(tree: Repository) -> None:
    year = 366 * 24
    for number, (hours, who) in enumerate([(-2 * year, EVE), (20, LEO), (400, MIA)]):
        name, address = who
        text = f"mm: change {number}\n\nSigned-off-by: {name} <{address}>"
        tree.commit(text, {"mm/slab.c": f"{number}\n"}, by=who, hours=hours)
    tree.commit("The end", {"mm/rmap.c": "end\n"}, hours=500)
    history = source(tree).roster(moment(420)).history
    assert history is not None
    log = history.log_of_file("mm/slab.c", "1-year-ago")

    assert "Leo Leader <leo@example.com>" in log
    assert "Signed-off-by: Mia Maintainer" in log
    assert "Eve Engineer" not in log

    # the first-parent history of hour 50 ends before Mia's commit
    early = source(tree).roster(moment(50)).history
    assert early is not None
    assert "Signed-off-by: Mia" not in early.log_of_file("mm/slab.c", "1-year-ago")
    assert early.blame("mm/rmap.c", (1, 2)).count("\n") == 2


def test_equal_files_share_one_index(tree: Repository) -> None:
    for number in range(5):
        tree.commit("Elsewhere", {"mm/slab.c": f"{number}"}, hours=200 + number)
    rosters = source(tree)

    indexes = {id(rosters.roster(moment(200 + number)).index) for number in range(5)}

    assert len(indexes) == 1


def test_a_second_program_finds_the_index_in_the_cache(
    tree: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert people(source(tree).roster(moment(50))) == ADA

    def fail(*arguments: object) -> bytes:
        raise AssertionError("the index is built again")

    monkeypatch.setattr("lkmltrack.adapters.maintainers_index.building.build_index", fail)
    assert people(source(tree).roster(moment(50))) == ADA
    with pytest.raises(AssertionError):
        source(tree).roster(moment(150))


def test_no_cache_is_needed(tree: Repository) -> None:
    rosters = TreeMaintainers(tree.path, {})

    assert people(rosters.roster(moment(50))) == ADA


def test_files_all_over_a_tree_are_read_as_its_configuration_has_it(tree: Repository) -> None:
    tree.commit(
        "Many files",
        {
            ".get_maintainer.conf": "--find-maintainer-files --maintainer-path=.\n",
            "mm/MAINTAINERS": "SLAB\nS:\tMaintained\nM:\tEve Engineer <eve@example.com>\nF:\tmm/slab.c\n",
        },
        hours=200,
    )
    rosters = source(tree)

    assert people(rosters.roster(moment(150)), "mm/slab.c") == []
    assert people(rosters.roster(moment(250)), "mm/slab.c") == ["Eve Engineer <eve@example.com>"]
    assert people(rosters.roster(moment(250))) == MIA_ALONE
    (tree.path / "MAINTAINERS").write_text(ADA_LOOKS_AFTER_IT)
    here = rosters.roster()
    assert people(here, "mm/slab.c") == ["Eve Engineer <eve@example.com>"]
    assert people(here) == ADA


def test_a_folder_of_files_is_read_by_name(tree: Repository) -> None:
    tree.git("rm", "--quiet", "MAINTAINERS")
    (tree.path / "MAINTAINERS").mkdir()
    files = {"MAINTAINERS/rmap": ADA_LOOKS_AFTER_IT, "MAINTAINERS/slab": "SLAB\nM: x@example.org\n"}
    tree.commit("A folder", files, hours=200)

    for roster in (source(tree).roster(moment(250)), source(tree).roster()):
        assert people(roster) == ADA
        assert roster.index.count == 2


def test_a_configuration_that_leads_out_of_the_tree_is_not_followed(tree: Repository) -> None:
    (tree.path.parent / "other").write_text("OTHER\nM:\tEve <eve@example.com>\nF:\t*/\n")
    conf = "--maintainer-path=../other\n"
    tree.commit("Lead away", {".get_maintainer.conf": conf}, hours=200)

    assert people(source(tree).roster(moment(250))) == MIA_ALONE
    (tree.path / "MAINTAINERS").write_text(ADA_LOOKS_AFTER_IT)
    assert people(source(tree).roster()) == ADA


def test_a_day_without_the_file_gets_the_one_that_is_here(tree: Repository) -> None:
    roster = source(tree).roster(moment(-100))

    assert people(roster) == MIA_ALONE
    assert not roster.edition.is_of_the_day


def test_a_repository_that_never_had_the_file_is_a_complaint(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "tree")
    repository.start()

    for when in (None, moment(50)):
        with pytest.raises(TreeError, match="no MAINTAINERS in commit") as error:
            source(repository).roster(when)
        assert "--tree" in str(error.value)


def test_a_repository_without_commits_is_a_complaint(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "tree")
    repository.path.mkdir()
    repository.git("init", "--quiet")

    with pytest.raises(TreeError, match="no commit"):
        source(repository).roster(moment(50))
    (repository.path / "MAINTAINERS").write_text(ADA_LOOKS_AFTER_IT)
    assert people(source(repository).roster(moment(50))) == ADA


def test_a_repository_that_is_no_repository_is_a_mere_tree(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "MAINTAINERS").write_text(ADA_LOOKS_AFTER_IT)

    roster = source(tmp_path).roster(moment(50))

    assert people(roster) == ADA
    assert (roster.edition.rev, roster.edition.is_of_the_day) == ("", False)


def test_dates_that_no_calendar_has_are_left_out(tree: Repository) -> None:
    raw = tree.git("cat-file", "commit", "HEAD")
    lines = raw.split("\n")
    changed = [f"{line.rsplit(' ', 2)[0]} 99999999999999 +0000" for line in lines[2:4]]
    text = "\n".join([*lines[:2], *changed, *lines[4:], ""])
    rev = tree.git(
        "hash-object", "-t", "commit", "-w", "--stdin", "--literally", given=text.encode()
    )
    tree.git("update-ref", "HEAD", rev)

    assert source(tree).roster().edition.date is None
    assert people(source(tree).roster(datetime(1, 1, 1, tzinfo=UTC))) == MIA_ALONE
    assert people(source(tree).roster(datetime(9999, 1, 1, tzinfo=UTC))) == ADA


def test_no_program_of_the_repository_runs(tree: Repository, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {trap}\ncat\n")
    program.chmod(0o755)
    attributes = "* filter=trap diff=trap\n"
    tree.commit("Attributes", {".gitattributes": attributes}, hours=200)
    for name in ("core.fsmonitor", "core.pager", "diff.external", "diff.trap.textconv"):
        tree.git("config", name, str(program))
    for name in ("filter.trap.clean", "filter.trap.smudge", "diff.trap.command"):
        tree.git("config", name, str(program))
    (tree.path / "mm" / "rmap.c").write_text("changed\n")
    roster = source(tree).roster(moment(250))
    assert roster.history is not None

    roster.history.log_of_file("mm/rmap.c", "1-year-ago")
    roster.history.blame("mm/rmap.c", None)
    assert people(roster) == MIA_ALONE
    assert people(source(tree).roster()) == MIA_ALONE
    assert not trap.exists()
