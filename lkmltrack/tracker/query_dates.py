"""Dates in queries, as git and public-inbox read them: a day, a month, ``2.weeks.ago``."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_LENGTHS = (4, 6, 8, 12, 14)  # ten digits are seconds since 1970
_DASHED = re.compile(
    r"(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[T .](\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?)?z?",
    re.IGNORECASE,
)
_AGO = re.compile(r"(\d{1,6})([a-z]+)ago")
_LAST = re.compile(r"last([a-z]+)")
_SEPARATORS = re.compile(r"[. _,]+")
_UNIX = re.compile(r"@?(\d{9,11})")
_UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "fortnight": timedelta(weeks=2),
}
_MONTHS = {"month": 1, "year": 12}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Span:
    """What a date covers: a second, a day, a month or a year; ``end`` is exclusive."""

    begin: datetime
    end: datetime


def parse_date(text: str, now: datetime) -> Span | None:
    """Return what a date covers, None when it is not understood.

    >>> moment = datetime(2026, 4, 15, 12, tzinfo=UTC)
    >>> str(parse_date("10.days.ago", moment).begin)
    '2026-04-05 12:00:00+00:00'
    >>> parse_date("2026-02", moment).end.day
    1
    """
    text = text.strip().lower()
    try:
        if match := _UNIX.fullmatch(text):
            return _moment(datetime.fromtimestamp(int(match[1]), UTC))
        return _written(text) or _named(_SEPARATORS.sub("", text), now.astimezone(UTC))
    except (ValueError, OverflowError):
        # a 31st of February, or a year beyond the calendar
        return None


def _written(text: str) -> Span | None:
    """Return the span of a date in digits."""
    if match := _DASHED.fullmatch(text):
        return _span([int(part) for part in match.groups() if part is not None])
    if not (text.isascii() and text.isdigit() and len(text) in _LENGTHS):
        return None
    parts = [text[:4], *(text[place : place + 2] for place in range(4, len(text), 2))]
    return _span([int(part) for part in parts])


def _span(parts: list[int]) -> Span:
    """Return the span of year, month, day, hour, minute and second, as far as they are given."""
    year, month, day, hour, minute, second = parts + [0, 1, 1, 0, 0, 0][len(parts) :]
    begin = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    match len(parts):
        case 1:
            return Span(begin, begin.replace(year=begin.year + 1))
        case 2:
            return Span(begin, _months_later(begin, 1))
        case 3:
            return Span(begin, begin + timedelta(days=1))
        case 4:
            return Span(begin, begin + timedelta(hours=1))
        case 5:
            return Span(begin, begin + timedelta(minutes=1))
    return Span(begin, begin + timedelta(seconds=1))


def _named(text: str, now: datetime) -> Span | None:
    """Return the span of a word, seen from now."""
    if text == "now":
        return Span(now, now + timedelta(seconds=1))
    if text in ("today", "yesterday"):
        begin = _midnight(now) - timedelta(days=text == "yesterday")
        return Span(begin, begin + timedelta(days=1))
    if match := _AGO.fullmatch(text):
        return _moment(_before(now, int(match[1]), match[2]))
    if match := _LAST.fullmatch(text):
        return _weekday(match[1], now) or _moment(_before(now, 1, match[1]))
    return _weekday(text, now)


def _before(now: datetime, count: int, unit: str) -> datetime | None:
    unit = unit.removesuffix("s")
    if unit in _UNITS:
        return now - count * _UNITS[unit]
    return _months_later(now, -count * _MONTHS[unit]) if unit in _MONTHS else None


def _moment(moment: datetime | None) -> Span | None:
    return None if moment is None else Span(moment, moment + timedelta(seconds=1))


def _months_later(moment: datetime, months: int) -> datetime:
    """Return the same day of another month, or its last day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    for day in range(moment.day, 0, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            if day <= 28:
                raise
    raise ValueError(f"no month {month + 1}")


def _weekday(text: str, now: datetime) -> Span | None:
    """Return the latest past day of a name."""
    if text not in _WEEKDAYS:
        return None
    days = (now.weekday() - _WEEKDAYS.index(text) - 1) % 7 + 1
    begin = _midnight(now) - timedelta(days=days)
    return Span(begin, begin + timedelta(days=1))


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
