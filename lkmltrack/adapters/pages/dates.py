"""The dates that archives write, with their odd zones."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LONGEST = 100
_HYPERMAIL = re.compile(
    r"[A-Za-z]{3}\s+([A-Za-z]{3})\s+(\d{1,2})\s+(\d{4})\s+-\s+(\d{1,2}:\d\d:\d\d)\s*([A-Za-z]{1,5})?"
)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ]+(\d{1,2}:\d\d(?::\d\d)?)")
_INDIANA_HOSTS = ("iu.edu", "indiana.edu")


def page_date(text: str, url: str) -> datetime | None:
    """Return the moment that a page names; None when it names none.

    A date in the form of a mail header keeps its zone; a bare ISO date is UTC,
    as marc.info and public-inbox mean it. hypermail at Indiana University says
    EST all year and means the clock on its wall.

    >>> page_date("Thu Apr 23 2026 - 21:09:51 EST", "https://lkml.iu.edu/x.html").isoformat()
    '2026-04-23T21:09:51-04:00'
    """
    text = text.strip()[:_LONGEST]
    if match := _HYPERMAIL.match(text):
        month, day, year, clock, zone = match.groups()
        return _in_zone(f"{day} {month} {year} {clock}", zone or "", url)
    if match := _ISO.match(text):
        return _iso(match[1], match[2])
    return _from_header(text)


def _in_zone(text: str, zone: str, url: str) -> datetime | None:
    if zone.upper() in ("", "EST", "EDT") and _is_at_indiana(url):
        naive = _from_header(text)
        return naive.replace(tzinfo=_indiana()) if naive else None
    return _from_header(f"{text} {zone}")


def _is_at_indiana(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return any(host == known or host.endswith(f".{known}") for known in _INDIANA_HOSTS)


def _indiana() -> timezone | ZoneInfo:
    try:
        # no summer time there before 2006, as the archive's own pages show
        return ZoneInfo("America/Indiana/Indianapolis")
    except (ZoneInfoNotFoundError, OSError):
        return timezone(timedelta(hours=-5))


def _iso(day: str, clock: str) -> datetime | None:
    try:
        hours = clock.zfill(5) if clock.count(":") == 1 else clock.zfill(8)
        return datetime.fromisoformat(f"{day}T{hours}").replace(tzinfo=UTC)
    except ValueError:
        return None


def _from_header(text: str) -> datetime | None:
    try:
        parts = parsedate_tz(text)
        if parts is None:
            return None
        zone = timezone(timedelta(seconds=parts[9] or 0))
        return datetime(*parts[:6], tzinfo=zone)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
