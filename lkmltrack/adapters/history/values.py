"""What git prints, as values."""

from datetime import UTC, datetime

from lkmltrack.model.message import Address

_LATEST = 253_402_300_799


def as_text(raw: bytes) -> str:
    """Return printed text, whatever its bytes are."""
    return raw.decode("utf-8", "replace")


def address(name: str, mail: str) -> Address:
    """Return a person's name and address."""
    return Address(name.strip(), mail.strip())


def moment(seconds: str | bytes) -> datetime:
    """Return a moment that git prints in seconds; one beyond the calendar is put at its end."""
    try:
        number = int(seconds)
    except ValueError:
        number = 0
    return datetime.fromtimestamp(min(max(number, 0), _LATEST), UTC)
