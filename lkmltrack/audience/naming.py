"""Naming: who is addressed though no section asks for them, and what in the posting names them."""

from collections.abc import Iterator, Set

from lkmltrack.audience.names import spellings
from lkmltrack.audience.postings import Posting
from lkmltrack.mail.addresses import parse_addresses
from lkmltrack.mail.trailers import is_trailer
from lkmltrack.model.audience import Named
from lkmltrack.model.message import Address, Message
from lkmltrack.proposals.robots import is_robot

_LONGEST_LINE = 1_000
_MOST_LINES = 20_000


def extra_and_named(
    posting: Posting, known: Set[str]
) -> tuple[tuple[Address, ...], tuple[Named, ...]]:
    """Return (who is addressed for no reason that is seen, whom the posting itself names)."""
    by_address, by_name = _trailers_of(posting)
    extra: dict[str, Address] = {}
    named: dict[str, Named] = {}
    for one in (one for mail in posting.mails for one in mail.recipients):
        key = one.address.lower()
        if not key or key in known or key in extra or key in named:
            continue
        why = by_address.get(key) or next(
            (by_name[spelling] for spelling in spellings(one.name) if spelling in by_name), ""
        )
        if why:
            named[key] = Named(one, why)
        elif not is_robot(Message("", "", one)):
            extra[key] = one
    return tuple(extra.values()), tuple(named.values())


def _trailers_of(posting: Posting) -> tuple[dict[str, str], dict[str, str]]:
    """Return which trailer names each address, and each spelling of a name."""
    by_address: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for trailer, person in _named_people(posting):
        by_address.setdefault(person.address.lower(), trailer)
        for spelling in spellings(person.name):
            by_name.setdefault(spelling, trailer)
    by_address.pop("", None)
    return by_address, by_name


def _named_people(posting: Posting) -> Iterator[tuple[str, Address]]:
    for mail in posting.mails:
        for line in mail.body.split("\n", _MOST_LINES)[:_MOST_LINES]:
            line = line[:_LONGEST_LINE]
            if "@" in line and is_trailer(line):
                name, _, value = line.partition(":")
                # a link is no person
                if "://" not in value:
                    yield from ((name, person) for person in parse_addresses(value))
