"""Date and Received headers to aware UTC."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

_EARLIEST_YEAR = 1980
_LATEST_YEAR = 2100
_DAY_SECONDS = 86_400
_LONGEST_DATE = 200

_COMMON = re.compile(
    r"\s*(?:[A-Za-z]{3},)?\s*(\d{1,2})\s+([A-Za-z]{3})\s+(\d{4})\s+"
    r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s+([+-])(\d{2})(\d{2})(?!\d)"
)
_ISO = re.compile(
    r"\s*(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2})\s*(?:Z|([+-])(\d{2}):?(\d{2}))?\s*$"
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}


def parse_date(text: str) -> datetime | None:
    """Return the moment that a Date header names, in UTC; None when it names none.

    Years before e-mail and after 2100 are a broken clock, not a date.

    >>> parse_date("Tue, 21 Apr 2026 10:09:32 +0800")
    datetime.datetime(2026, 4, 21, 2, 9, 32, tzinfo=datetime.timezone.utc)
    """
    text = text[:_LONGEST_DATE]
    match = _COMMON.match(text)
    if match and (month := _MONTHS.get(match[2].lower())):
        offset = int(match[8]) * 3600 + int(match[9]) * 60
        numbers = (int(match[3]), month, int(match[1]), int(match[4]), int(match[5]))
        return _moment(numbers, int(match[6] or 0), -offset if match[7] == "-" else offset)
    if iso := _ISO.match(text):
        return _iso_moment(iso)
    return _lenient(text)


def _iso_moment(match: re.Match[str]) -> datetime | None:
    try:
        moment = datetime.fromisoformat(match[1])
    except ValueError:
        return None
    offset = int(match[3] or 0) * 3600 + int(match[4] or 0) * 60
    if match[2] == "-":
        offset = -offset
    numbers = (moment.year, moment.month, moment.day, moment.hour, moment.minute)
    return _moment(numbers, moment.second, offset)


def _lenient(text: str) -> datetime | None:
    try:
        parts = parsedate_tz(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if parts is None:
        return None
    numbers = (parts[0], parts[1], parts[2], parts[3], parts[4])
    return _moment(numbers, parts[5], parts[9] or 0)


def _moment(numbers: tuple[int, int, int, int, int], second: int, offset: int) -> datetime | None:
    if not _EARLIEST_YEAR <= numbers[0] <= _LATEST_YEAR:
        return None
    if abs(offset) >= _DAY_SECONDS:
        # a zone further away than a day is no zone
        offset = 0
    try:
        moment = datetime(*numbers, min(second, 59), tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return moment - timedelta(seconds=offset)


def received_date(value: str) -> datetime | None:
    """Return the date at the end of a Received header."""
    _, semicolon, date = value[-4_096:].rpartition(";")
    return parse_date(date) if semicolon else None
