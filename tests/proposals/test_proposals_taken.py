"""What the kernel tree tells of a proposal."""

from dataclasses import replace
from datetime import UTC, datetime

from lkmltrack.model.commit import AppliedBy, AppliedPatch
from lkmltrack.model.message import Address
from lkmltrack.model.proposal import EventKind, Stage, Story, Turn
from lkmltrack.model.series import Patch, PostingKind, Series
from lkmltrack.proposals.taken import describe_applied, with_commits

ADA = Address("Ada Author", "ada@example.org")
MIA = Address("Mia Maintainer", "mia@example.com")
DAY = datetime(2026, 3, 5, tzinfo=UTC)
PATCHES = tuple(Patch(f"p{n}", n, f"mm: part {n}", ADA) for n in (1, 2))
SERIES = Series(PostingKind.PATCH, 1, "p0", "mm: it", ADA, datetime(2026, 3, 1, tzinfo=UTC), 2, PATCHES)  # fmt: skip
STORY = Story("mm: it", ADA, (SERIES,), (), (), (), 2, stage=Stage.POSTED, whose_turn=Turn.AUTHOR)


def applied(patch: str, how: AppliedBy = AppliedBy.PATCH_ID, reverted_by: str = "") -> AppliedPatch:
    return AppliedPatch(
        patch, "0123456789abcdef" + "0" * 24, "mm: part", MIA, DAY,
        ("refs/heads/mm-stable",), "refs/tags/v7.2", how, reverted_by,
    )  # fmt: skip


def test_a_series_of_which_every_patch_is_a_commit_is_applied() -> None:
    told = with_commits(STORY, [applied("p1"), applied("p2")])
    assert (told.stage, told.whose_turn) == (Stage.APPLIED, Turn.NOBODY)
    assert told.stage_event is not None
    assert told.stage_event.commit.startswith("0123456789ab")
    assert told.stage_event.text == "commit 0123456789ab in mm-stable first in v7.2"


def test_a_part_of_a_series_is_told_and_leaves_the_stage() -> None:
    told = with_commits(STORY, [applied("p1")])
    assert (told.stage, told.whose_turn) == (Stage.POSTED, Turn.AUTHOR)
    assert [one.kind for one in told.timeline] == [EventKind.APPLIED]


def test_a_reverted_patch_is_not_applied() -> None:
    told = with_commits(STORY, [applied("p1"), applied("p2", reverted_by="f" * 40)])
    assert told.stage is Stage.POSTED
    assert EventKind.REVERTED in {one.kind for one in told.timeline}


def test_no_commits_change_nothing() -> None:
    assert with_commits(STORY, []) is STORY
    alone = replace(STORY, revisions=())
    assert with_commits(alone, [applied("p1")]).stage is Stage.POSTED


def test_what_is_not_sure_says_so() -> None:
    assert describe_applied(applied("p1", AppliedBy.PROBABLY)).startswith("probably commit 01234")
