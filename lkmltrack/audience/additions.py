"""Additions: who was first addressed later in a thread, by whom, in which message."""

from collections.abc import Sequence

from lkmltrack.audience.postings import reached_by
from lkmltrack.model.audience import Addition
from lkmltrack.model.message import Address, Message
from lkmltrack.proposals.people import author_of

_MOST = 1_000


def find_additions(posting: Sequence[Message], thread: Sequence[Message]) -> tuple[Addition, ...]:
    """Return whom the later messages of a thread address for the first time.

    Who had written before is no addition, and nobody adds oneself.
    """
    if not posting:
        return ()
    own = {mail.message_id for mail in posting}
    known: set[str] = set()
    for mail in posting:
        known |= reached_by(mail)
    start = min(map(_time, posting))
    found: list[Addition] = []
    for message in sorted(thread, key=_time):
        if message.message_id in own:
            continue
        by = author_of(message)
        known.add(by.address.lower())
        if _time(message) >= start:
            found += [
                Addition(who, by, message.message_id, message.when) for who in _new(message, known)
            ][: _MOST - len(found)]
        known |= reached_by(message)
    return tuple(found)


def find_writers(posting: Sequence[Message], thread: Sequence[Message]) -> tuple[Addition, ...]:
    """Return who wrote later in the thread, and so has it: each one's first message, by themselves."""
    own = {mail.message_id for mail in posting}
    start = min(map(_time, posting), default=float("inf"))
    found: dict[str, Addition] = {}
    for message in sorted(thread, key=_time):
        who = author_of(message)
        if message.message_id not in own and _time(message) >= start and who.address:
            found.setdefault(
                who.address.lower(), Addition(who, who, message.message_id, message.when)
            )
    return tuple(found.values())[:_MOST]


def _new(message: Message, known: set[str]) -> list[Address]:
    """Return whom a message addresses and no mail before it did."""
    fresh: dict[str, Address] = {}
    for one in message.recipients:
        if one.address and one.address.lower() not in known:
            fresh.setdefault(one.address.lower(), one)
    return list(fresh.values())


def _time(message: Message) -> float:
    """Return when a message was written; one without a date comes last."""
    return message.when.timestamp() if message.when else float("inf")
