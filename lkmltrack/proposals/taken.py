"""What the kernel tree tells of a proposal: commits as events, and the stage that they show."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lkmltrack.model.commit import AppliedBy, AppliedPatch
from lkmltrack.model.proposal import Event, EventKind, Stage, Story, Turn
from lkmltrack.model.series import Series
from lkmltrack.proposals.stage import latest_posting

_SHORT = 12


def with_commits(story: Story, applied: Sequence[AppliedPatch]) -> Story:
    """Return a story with what became a commit: events, and the stage when all patches are in.

    A patch that was reverted is told and counts as not applied. What a mail
    said of the end before stays in the timeline.
    """
    if not applied:
        return story
    events = [event for one in applied for event in _events(one)]
    told = replace(story, timeline=tuple(sorted((*story.timeline, *events), key=_order)))
    last = latest_posting(story.revisions)
    if last is None or not _is_in(last, applied):
        return told
    ids = {patch.message_id for patch in last.patches}
    proof = next(
        (
            one
            for one in reversed(events)
            if one.message_id in ids and one.kind is EventKind.APPLIED
        ),
        None,
    )
    return replace(
        told,
        stage=Stage.APPLIED,
        stage_event=proof,
        whose_turn=Turn.NOBODY,
        waiting="",
        waiting_since=None,
        stalled=False,
    )


def _is_in(series: Series, applied: Iterable[AppliedPatch]) -> bool:
    """Whether every patch of a series is a commit that was not taken back."""
    standing = {one.patch for one in applied if not one.reverted_by}
    return bool(series.patches) and all(patch.message_id in standing for patch in series.patches)


def _events(applied: AppliedPatch) -> Iterable[Event]:
    """Yield the commit, and the revert of it."""
    yield _event(EventKind.APPLIED, applied, describe_applied(applied))
    if applied.reverted_by:
        text = f"commit {applied.commit[:_SHORT]} was reverted by {applied.reverted_by[:_SHORT]}"
        yield _event(EventKind.REVERTED, applied, text)


def _event(kind: EventKind, applied: AppliedPatch, text: str) -> Event:
    return Event(
        kind=kind,
        date=applied.committed,
        message_id=applied.patch,
        by=applied.committer,
        text=text,
        commit=applied.commit,
    )


def describe_applied(applied: AppliedPatch) -> str:
    """Return one line: the commit, its branch, the first release, and how sure that is."""
    parts = [f"commit {applied.commit[:_SHORT]}"]
    if applied.how is AppliedBy.PROBABLY:
        parts.insert(0, "probably")
    if applied.branches:
        parts.append(f"in {_short_branch(applied.branches[0])}")
    if applied.first_tag:
        parts.append(f"first in {applied.first_tag.removeprefix('refs/tags/')}")
    return " ".join(parts)


def _short_branch(name: str) -> str:
    return name.removeprefix("refs/heads/").removeprefix("refs/remotes/")


def _order(event: Event) -> tuple[float, str]:
    return (event.date.timestamp() if event.date else float("inf"), event.message_id)
