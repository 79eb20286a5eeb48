"""What every parsed mail must satisfy, however broken it is."""

from collections.abc import Callable, Iterator

import pytest

from lkmltrack.mail.parse import message_id_of, parse_message
from lkmltrack.model.message import Message


def texts_of(message: Message) -> Iterator[str]:
    yield from (message.message_id, message.subject, message.body, message.change_id)
    yield from message.references + message.in_reply_to + message.list_ids + message.defects
    for person in (message.author, *message.recipients, *message.reply_to):
        yield from (person.name, person.address)
    for attachment in message.attachments:
        yield from (attachment.name, attachment.content_type, attachment.text or "")


def checked(raw: bytes) -> Message:
    message = parse_message(raw)
    assert message_id_of(raw) == message.message_id != ""
    for text in texts_of(message):
        text.encode("utf-8")
    assert "\n" not in message.subject
    assert sum(map(len, texts_of(message))) <= 3 * len(raw) + 10_000
    return message


@pytest.fixture(scope="session")
def check() -> Callable[[bytes], Message]:
    """Parse a mail and look at what came out: it can be stored, and it is no longer than the mail."""
    return checked
