"""Stage: where a proposal stands, read from its events; observed, never predicted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lkmltrack.model.proposal import Event, EventKind, Stage
from lkmltrack.model.series import PostingKind, Series
from lkmltrack.proposals.revisions import newest

_STAGE_OF = {
    PostingKind.DISCUSSION: Stage.DISCUSSION,
    PostingKind.RFC: Stage.RFC,
    PostingKind.PATCH: Stage.POSTED,
}
_ENDS = {
    EventKind.APPLIED: Stage.APPLIED,
    EventKind.NAK: Stage.NACKED,
    EventKind.WITHDRAWN: Stage.WITHDRAWN,
}
_CHANGES = frozenset(
    (
        EventKind.CHANGES_REQUESTED,
        EventKind.EVIDENCE_REQUESTED,
        EventKind.CC_REQUESTED,
        EventKind.RFC_REQUESTED,
        EventKind.DISCUSSION_REQUESTED,
        EventKind.PROMISE,
    )
)
GOES_ON = frozenset((Stage.DISCUSSION, Stage.RFC, Stage.POSTED, Stage.CHANGES_REQUESTED))
"""The stages in which somebody is waited for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A stage and the event it was read from; None when nothing shows it."""

    stage: Stage
    event: Event | None = None


def observed_stage(revisions: Sequence[Series]) -> Stage:
    """Return the stage that the newest posting alone shows; unknown when there is none.

    A discussion after a series does not take the series back.
    """
    last = latest_posting(revisions)
    return Stage.UNKNOWN if last is None else _STAGE_OF[last.kind]


def latest_posting(revisions: Sequence[Series]) -> Series | None:
    """Return the newest series, the newest discussion when there is no series."""
    series = [one for one in revisions if one.kind is not PostingKind.DISCUSSION]
    return newest(series or revisions)


def find_standing(revisions: Sequence[Series], events: Sequence[Event]) -> Standing:
    """Return the stage that the newest posting and what came after it show.

    A NAK stands until the author promises another revision or posts one;
    giving up stands until something new is posted; applied stands.
    """
    last = latest_posting(revisions)
    if last is None:
        return Standing(Stage.UNKNOWN)
    after = [event for event in events if _is_after(event, last)]
    standing = _end(after)
    if standing is not None:
        return standing
    posted = next((one for one in events if one.message_id == last.message_id), None)
    if last.kind is not PostingKind.DISCUSSION:
        for event in reversed(after):
            if event.kind in _CHANGES:
                return Standing(Stage.CHANGES_REQUESTED, event)
    return Standing(_STAGE_OF[last.kind], posted)


def _is_after(event: Event, last: Series) -> bool:
    if event.message_id == last.message_id:
        return event.kind is EventKind.APPLIED
    return event.date is None or last.date is None or event.date >= last.date


def _end(events: Iterable[Event]) -> Standing | None:
    """Return how it ended, if it did: applied wins, then what was said last."""
    found: Standing | None = None
    for event in events:
        stage = _ENDS.get(event.kind)
        if stage is not None and (found is None or found.stage is not Stage.APPLIED):
            found = Standing(stage, event)
        elif event.kind is EventKind.PROMISE and found and found.stage is Stage.NACKED:
            found = None
    return found


def is_stalled(stage: Stage, last: datetime | None, now: datetime, days: int) -> bool:
    """Whether a proposal that goes on had no mail for so many days; never with 0 days.

    Silence is told beside the stage, not in its place: it is neither assent
    nor rejection.
    """
    if stage not in GOES_ON or last is None or days <= 0:
        return False
    return now - last > timedelta(days=days)
