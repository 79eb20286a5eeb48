"""Additions: who was addressed for the first time by which message."""

from lkmltrack.model.message import Address
from lkmltrack.proposals.conversation import Contribution, Conversation


def added_recipients(contribution: Contribution, conversation: Conversation) -> tuple[Address, ...]:
    """Return whom a reply addresses that the message it answers did not, nor had written.

    Somebody who was addressed or wrote anywhere earlier in the conversation is
    no addition, whatever the reply's parent said.
    """
    known: set[str] = set()
    for earlier in conversation.contributions:
        if earlier.message_id == contribution.message_id:
            break
        known.update(_addresses(earlier))
    if not known:
        return ()
    known.add(contribution.message.author.address.lower())
    found: dict[str, Address] = {}
    for recipient in contribution.message.recipients:
        key = recipient.address.lower()
        if key and key not in known:
            found.setdefault(key, recipient)
    return tuple(found.values())


def _addresses(contribution: Contribution) -> set[str]:
    message = contribution.message
    addressed = (message.author, *message.recipients, *message.reply_to)
    return {one.address.lower() for one in addressed if one.address}
