"""Moments and texts, as they stand in the tables."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = timedelta(seconds=1)


def microseconds(moment: datetime) -> int:
    """Return a moment as microseconds since 1970; one without a zone is taken as UTC."""
    return (_aware(moment) - _EPOCH) // _MICROSECOND


def moment_of(microseconds_since_1970: int) -> datetime:
    """Return the moment that ``microseconds`` made a number of."""
    return _EPOCH + timedelta(microseconds=microseconds_since_1970)


def seconds(moment: datetime | None) -> int | None:
    """Return a moment as whole seconds since 1970."""
    return None if moment is None else (_aware(moment) - _EPOCH) // _SECOND


def date_of(seconds_since_1970: int | None) -> datetime | None:
    """Return the moment that ``seconds`` made a number of."""
    return None if seconds_since_1970 is None else _EPOCH + timedelta(seconds=seconds_since_1970)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def storable(text: str) -> str:
    """Return a text that SQLite takes: lone surrogates and NULs become question marks."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "?").encode("utf-8", "replace").decode("utf-8")
