"""Reporting: the page of a proposal, and the digest of all, for people who have no lkmltrack."""

import re
from datetime import datetime

from lkmltrack.errors import UsageError
from lkmltrack.reports.digest import Digest, Told, build_digest
from lkmltrack.reports.document import Document
from lkmltrack.reports.page import build_page
from lkmltrack.tracker.ports import Outside, Progress, no_progress
from lkmltrack.tracker.query_dates import parse_date
from lkmltrack.tracker.stories import story, story_of

_LENGTH = re.compile(r"(\d{1,4})[ ._]?([a-z]+?)s?", re.IGNORECASE)
_UNITS = {"h": "hour", "d": "day", "w": "week", "m": "month", "y": "year"}


def report_page(text: str, outside: Outside, *, stream: bytes | None = None) -> Document:
    """Return the page of a target; what is not tracked is pulled and told, and not kept."""
    proposal, told = story_of(text, outside, stream=stream)
    return build_page(proposal, told, outside.clock.now())


def digest(since: datetime, outside: Outside, *, progress: Progress = no_progress) -> Digest:
    """Return what happened in all tracked proposals since a moment, and whose turn it is."""
    proposals = outside.store.proposals()
    tracked = []
    for number, proposal in enumerate(proposals):
        progress("proposals", number, len(proposals))
        tracked.append(Told(proposal, story(proposal, outside)))
    progress("proposals", len(proposals), len(proposals))
    return build_digest(tracked, since, outside.clock.now())


def parse_since(text: str, now: datetime) -> datetime:
    """Return the moment from which on a digest tells: ``7d``, ``2w``, a date, ``last.week``.

    >>> from datetime import UTC
    >>> str(parse_since("2w", datetime(2026, 4, 15, 12, tzinfo=UTC)))
    '2026-04-01 12:00:00+00:00'
    """
    match = _LENGTH.fullmatch(text.strip())
    ago = f"{match[1]}.{_UNITS.get(match[2].lower(), match[2])}.ago" if match else text
    span = parse_date(ago, now)
    if span is None:
        raise UsageError(
            f"{text!r} is no time to tell from",
            "try 7d, 2w, 3months, 2026-04-01, yesterday or last.week",
        )
    if span.begin > now:
        raise UsageError(f"{text!r} has not come yet", "a digest tells what happened")
    return span.begin
