"""Moments: ISO 8601 in UTC for machines, local and short for people."""

from datetime import UTC, datetime

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_MONTH = 61 * DAY
_YEAR = 730 * DAY
_UNITS = (
    (365 * DAY, "year"),
    (30 * DAY, "month"),
    (DAY, "day"),
    (HOUR, "hour"),
    (MINUTE, "minute"),
)


def iso(moment: datetime | None) -> str | None:
    """Return a moment as JSON has it: UTC, whole seconds, with a Z.

    >>> iso(datetime(2026, 3, 1, 12, 0, tzinfo=UTC))
    '2026-03-01T12:00:00Z'
    """
    if moment is None:
        return None
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def day(moment: datetime | None) -> str:
    """Return the local date, ten characters also when unknown.

    >>> day(None)
    '????-??-??'
    """
    if moment is None:
        return "????-??-??"
    return local(moment).strftime("%Y-%m-%d").rjust(10, "0")


def minute(moment: datetime | None) -> str:
    """Return the local date and time to the minute."""
    if moment is None:
        return "????-??-?? ??:??"
    return local(moment).strftime("%Y-%m-%d %H:%M").rjust(16, "0")


def local(moment: datetime) -> datetime:
    """Return a moment in local time; one that the calendar cannot hold stays in UTC."""
    try:
        return moment.astimezone()
    except (OverflowError, OSError, ValueError):
        return moment


def age(moment: datetime | None, now: datetime) -> str:
    """Return how long ago a moment was, in one short unit.

    >>> age(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC))
    '3d'
    """
    if moment is None:
        return "?"
    seconds = int((now - moment).total_seconds())
    if seconds < 0:
        return "future"
    if seconds < HOUR:
        return f"{seconds // MINUTE}min"
    if seconds < DAY:
        return f"{seconds // HOUR}h"
    if seconds < _MONTH:
        return f"{seconds // DAY}d"
    return f"{seconds // (30 * DAY)}mo" if seconds < _YEAR else f"{seconds // (365 * DAY)}y"


def ago(moment: datetime | None, now: datetime) -> str:
    """Return an age as a phrase.

    >>> ago(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC))
    '3 days ago'
    """
    if moment is None:
        return "at an unknown time"
    seconds = int((now - moment).total_seconds())
    if seconds < 0:
        return "in the future"
    # two of a unit at least, else the smaller one tells more
    for unit, name in _UNITS:
        if seconds >= 2 * unit:
            return f"{seconds // unit} {name}s ago"
    return "a minute ago" if seconds >= MINUTE else "just now"
