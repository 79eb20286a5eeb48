"""What the mail of a patch says of its commit: whose change it is, and when it was written."""

from dataclasses import dataclass
from datetime import datetime

from lkmltrack.mail.addresses import parse_addresses
from lkmltrack.mail.dates import parse_date
from lkmltrack.model.message import Address, Message
from lkmltrack.proposals.people import author_of

_HEADERS = ("from", "date", "subject")
_LONGEST_HEAD = 4_096


@dataclass(frozen=True, slots=True)
class Mailed:
    """The author and the author date of the commit that ``git am`` would make of a mail."""

    author: Address
    written: datetime | None


def read_mailed(message: Message) -> Mailed:
    """Return what a patch mail makes of its commit: headers atop its text go before its own."""
    told = _headers_in_text(message.body[:_LONGEST_HEAD])
    authors = parse_addresses(told.get("from", ""))
    return Mailed(
        author=authors[0] if authors else author_of(message),
        written=parse_date(told.get("date", "")) or message.when,
    )


def _headers_in_text(text: str) -> dict[str, str]:
    """Return the headers that stand at the top of a body."""
    found: dict[str, str] = {}
    for line in text.lstrip().split("\n", len(_HEADERS))[: len(_HEADERS)]:
        name, colon, value = line.partition(":")
        if not colon or name.strip().lower() not in _HEADERS:
            break
        found.setdefault(name.strip().lower(), value.strip())
    return found
