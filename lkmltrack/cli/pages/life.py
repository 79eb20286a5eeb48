"""What happened to a proposal, and what its stage was read from."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from lkmltrack.cli.pages.words import short_name
from lkmltrack.cli.text.cells import cut
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.cli.text.table import Column, table
from lkmltrack.cli.text.times import ago, day
from lkmltrack.model.proposal import Event, EventKind, Story, Turn
from lkmltrack.model.series import Carriage, Carried
from lkmltrack.reports.words import CARRIAGES

_MARGIN = "  "
_SHOWN = 16

_WORDS = {
    EventKind.NAK: ("NAK", Style.BAD),
    EventKind.WITHDRAWN: ("gives it up", Style.BAD),
    EventKind.APPLIED: ("applied", Style.GOOD),
    EventKind.REVERTED: ("reverted", Style.BAD),
    EventKind.ROBOT_REPORT: ("robot reports", Style.WARNING),
    EventKind.CC_ADDED: ("adds people", Style.NAME),
    EventKind.EVIDENCE_REQUESTED: ("wants evidence", Style.WARNING),
    EventKind.CC_REQUESTED: ("wants people added", Style.WARNING),
    EventKind.RFC_REQUESTED: ("wants an RFC", Style.WARNING),
    EventKind.DISCUSSION_REQUESTED: ("wants a discussion", Style.WARNING),
    EventKind.CHANGES_REQUESTED: ("wants changes", Style.WARNING),
    EventKind.PROMISE: ("promises", Style.NAME),
}
"""The events that are told; postings, trailers and bare replies stand elsewhere."""


def happenings(story: Story, width: int, *, whole: bool) -> Iterator[Line]:
    """Yield a line per event that is more than a posting or a reply, the oldest first."""
    told = [event for event in story.timeline if event.kind in _WORDS]
    shown = told if whole else told[-_SHOWN:]
    if not shown:
        return
    columns = (Column("", limit=10), Column("", limit=22), Column("", limit=18), Column(""))
    rows = [_row(event) for event in shown]
    if len(shown) < len(told):
        yield [Span(f"{_MARGIN}{len(told) - len(shown)} earlier ones (--all)", Style.DIM)]
    for line in table(columns, rows, width - len(_MARGIN)):
        yield [Span(_MARGIN), *line]


def _row(event: Event) -> list[Span]:
    words, style = _WORDS[event.kind]
    return [
        Span(day(event.date), Style.DIM),
        Span(short_name(event.by), Style.NAME),
        Span(words, style),
        Span(event.text),
    ]


def reasons(story: Story, now: datetime, width: int) -> Iterator[Line]:
    """Yield what the stage was read from, who is waited for since when, and silence."""
    event = story.stage_event
    if event is not None and event.kind not in (EventKind.POSTED, EventKind.REVISION):
        said = f"{_MARGIN}{short_name(event.by)}, {day(event.date)}: {event.text}"
        yield [Span(cut(one_line(said), width), Style.DIM)]
        yield [Span(cut(f"{_MARGIN}<{one_line(event.message_id)}>", width), Style.DIM)]
    if story.waiting_since is not None and story.whose_turn not in (Turn.NOBODY, Turn.UNKNOWN):
        days = max(0, (now - story.waiting_since).days)
        waited = f"{_MARGIN}waiting for {days} day{'' if days == 1 else 's'}"
        yield [Span(cut(f"{waited}, since <{one_line(story.waiting)}>", width), Style.DIM)]
    if story.stalled:
        yield [Span(f"{_MARGIN}stalled: no mail since {ago(story.last, now)}", Style.WARNING)]


def carried_lines(carried: Sequence[Carried], width: int) -> Iterator[Line]:
    """Yield the trailers of earlier revisions that the newest one does not have."""
    for one in carried:
        if one.state in (Carriage.WAITING, Carriage.CARRIED):
            continue
        style = Style.BAD if one.state is Carriage.LOST else Style.DIM
        text = f"{one.trailer.name}: {one.trailer.value}"
        yield [
            Span(_MARGIN),
            Span(cut(one_line(text), max(20, width - 34)), Style.TRAILER),
            Span(f"  {CARRIAGES[one.state]}", style),
        ]
