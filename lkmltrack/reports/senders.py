"""Who wrote the messages that a story names, and who is one and the same person."""

from collections.abc import Iterable
from dataclasses import dataclass

from lkmltrack.model.message import Address
from lkmltrack.model.proposal import Event, EventKind, Story
from lkmltrack.proposals.people import name_key


@dataclass(frozen=True, slots=True)
class Source:
    """A message, or the commit that a message's patch became, and all that it tells."""

    message_id: str
    commit: str
    by: Address
    events: tuple[Event, ...]


def sources_of(story: Story) -> list[Source]:
    """Return the events of each message, and of each commit, together, in the story's order."""
    senders = senders_of(story)
    found: dict[tuple[str, str], list[Event]] = {}
    for event in story.timeline:
        found.setdefault((event.message_id, event.commit), []).append(event)
    return [
        Source(
            message_id=message_id,
            commit=commit,
            by=events[0].by if commit else senders[message_id],
            events=tuple(events),
        )
        for (message_id, commit), events in found.items()
    ]


def senders_of(story: Story) -> dict[str, Address]:
    """Return who wrote each message that the story names.

    A trailer may be given in somebody else's name, so what is told beside it goes first.
    """
    found: dict[str, Address] = {}
    for series in story.revisions:
        found.setdefault(series.message_id, series.author)
        for patch in series.patches:
            found.setdefault(patch.message_id, patch.author)
    for request in story.requests:
        found.setdefault(request.message_id, request.by)
    for is_trailer in (False, True):
        for event in _of_mails(story.timeline):
            if (event.kind is EventKind.TRAILER) is is_trailer:
                found.setdefault(event.message_id, event.by)
    return found


def _of_mails(timeline: Iterable[Event]) -> Iterable[Event]:
    """Return the events that a mail tells; who made a commit did not write the patch's mail."""
    return (event for event in timeline if not event.commit)


def is_same_person(one: Address, other: Address) -> bool:
    """Whether two addresses are one person's, by address or by full name.

    >>> is_same_person(Address("Ada Author", "a@example.org"), Address("Author, Ada", "b@example.com"))
    True
    """
    if one.address and one.address.lower() == other.address.lower():
        return True
    return bool(name_key(one.name)) and name_key(one.name) == name_key(other.name)
