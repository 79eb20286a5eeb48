"""Who wrote the messages that a story names, and who is one and the same person."""

from lkmltrack.model.message import Address
from lkmltrack.model.proposal import EventKind, Story
from lkmltrack.proposals.people import name_key


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
        for event in story.timeline:
            if (event.kind is EventKind.TRAILER) is is_trailer:
                found.setdefault(event.message_id, event.by)
    return found


def is_same_person(one: Address, other: Address) -> bool:
    """Whether two addresses are one person's, by address or by full name.

    >>> is_same_person(Address("Ada Author", "a@example.org"), Address("Author, Ada", "b@example.com"))
    True
    """
    if one.address and one.address.lower() == other.address.lower():
        return True
    return bool(name_key(one.name)) and name_key(one.name) == name_key(other.name)
