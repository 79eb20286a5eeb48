"""The list of proposals, a line each."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from lkmltrack.cli.facts import stage_of
from lkmltrack.cli.pages.words import stage_span
from lkmltrack.cli.text.spans import Line, Span, Style
from lkmltrack.cli.text.table import Column, table
from lkmltrack.cli.text.times import age
from lkmltrack.model.proposal import Turn

if TYPE_CHECKING:
    from lkmltrack.tracker.stories import Overview

_COLUMNS = (
    Column("#", limit=6, right=True),
    Column("name", limit=20, rank=3),
    Column("stage", limit=17),
    Column("turn", limit=14, rank=4),
    Column("rev", limit=6, rank=2),
    Column("new", limit=9, right=True, rank=1),
    Column("mails", limit=6, right=True, rank=6),
    Column("last", limit=6, right=True, rank=5),
    Column("tags", limit=20, rank=7),
    Column("title"),
)


def overview_lines(
    overviews: "Sequence[Overview]", now: datetime, width: int, *, heads: bool = False
) -> Iterator[Line]:
    """Yield one line per proposal."""
    return table(_COLUMNS, [_row(overview, now) for overview in overviews], width, heads=heads)


def _turn(overview: "Overview", now: datetime) -> str:
    """Return whose turn it is and for how long; an exclamation mark where it has stalled."""
    if overview.whose_turn in (Turn.UNKNOWN, Turn.NOBODY):
        return ""
    since = age(overview.waiting_since, now) if overview.waiting_since is not None else ""
    return f"{overview.whose_turn.value} {since}{'!' if overview.stalled else ''}".strip()


def _row(overview: "Overview", now: datetime) -> list[Span]:
    """Return the cells of one proposal."""
    proposal = overview.proposal
    return [
        Span(str(proposal.number), Style.NUMBER),
        Span(proposal.name, Style.NAME),
        stage_span(stage_of(proposal, overview.stage)),
        Span(_turn(overview, now), Style.DIM),
        Span("" if overview.revision == overview.stage else overview.revision),
        Span(f"{overview.new_messages} new" if overview.new_messages else "", Style.NEW),
        Span(str(overview.message_count)),
        Span(age(overview.last, now), Style.DIM),
        Span(" ".join(f"#{tag}" for tag in proposal.tags), Style.TREE),
        Span(overview.title, Style.TITLE if overview.new_messages else Style.PLAIN),
    ]
