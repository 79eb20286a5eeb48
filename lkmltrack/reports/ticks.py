"""Ticks of a calendar: whole hours, days, months or years between two moments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_MOST = 5
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_STEPS = (_HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 5 * _DAY, 10 * _DAY)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 600)
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Tick:
    """A moment on an axis, and how it is called there."""

    when: datetime
    name: str


def find_ticks(begin: datetime, end: datetime) -> tuple[Tick, ...]:
    """Return at most five ticks at round moments; the two ends where none lies between.

    >>> moments = datetime(2026, 3, 3, tzinfo=UTC), datetime(2026, 7, 3, tzinfo=UTC)
    >>> [tick.name for tick in find_ticks(*moments)]
    ['2026-04', '2026-05', '2026-06', '2026-07']
    """
    begin, end = begin.astimezone(UTC), end.astimezone(UTC)
    found = _round_moments(begin, end)
    if len(found) >= 2:
        return found
    return tuple(Tick(when, f"{when:%Y-%m-%d %H:%M}") for when in dict.fromkeys((begin, end)))


def _round_moments(begin: datetime, end: datetime) -> tuple[Tick, ...]:
    """Return the ticks of the finest step that gives few enough."""
    for step in _STEPS:
        if (end - begin) / step <= _MOST:
            form = "%Y-%m-%d" if step >= _DAY else "%m-%d %H:%M"
            return tuple(Tick(when, when.strftime(form)) for when in _times(begin, end, step))
    for months in _MONTHS:
        if _months_between(begin, end) / months <= _MOST:
            form = "%Y" if months >= _YEAR else "%Y-%m"
            return tuple(Tick(when, when.strftime(form)) for when in _firsts(begin, end, months))
    return ()


def _times(begin: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    """Yield the multiples of a step, counted from the midnight before the beginning."""
    moment = begin.replace(hour=0, minute=0, second=0, microsecond=0)
    while moment <= end:
        if moment >= begin:
            yield moment
        moment += step


def _months_between(begin: datetime, end: datetime) -> int:
    return (end.year - begin.year) * _YEAR + end.month - begin.month


def _firsts(begin: datetime, end: datetime, months: int) -> Iterator[datetime]:
    """Yield the first days of every so many months, in step with the calendar."""
    number = (begin.year * _YEAR + begin.month - 1) // months * months
    while number // _YEAR <= end.year:
        moment = datetime(number // _YEAR, number % _YEAR + 1, 1, tzinfo=UTC)
        if begin <= moment <= end:
            yield moment
        number += months
