"""Mails made ready for the tables: all that can be worked out without the database."""

from collections.abc import Callable
from dataclasses import dataclass

from lkmltrack.adapters.database.columns import columns_of
from lkmltrack.adapters.database.packing import digest_of, pack, unpack
from lkmltrack.adapters.database.threads import references
from lkmltrack.adapters.database.values import seconds, storable
from lkmltrack.mail.parse import parse_message
from lkmltrack.model.message import Message, Origin

HtmlToText = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that is ready to be written; a copy that is kept already has its number.

    It holds nothing but texts and numbers: thousands of them wait together,
    and whole messages would keep the garbage collector busy. ``lists`` are the
    lists that the caller named.
    """

    message_id: str
    refers_to: tuple[str, ...]
    list_ids: tuple[str, ...]
    subject: str
    author: str
    date: int | None
    received: int | None
    is_page: bool
    digest: bytes
    size: int
    packed: bytes
    columns: tuple[str, ...]
    lists: tuple[str, ...]
    copy: int | None = None
    added: int = 0

    def parsed(self, html_to_text: HtmlToText) -> Message:
        """Return the message again."""
        return parse_message(self.raw(), html_to_text)

    def raw(self) -> bytes:
        """Return the bytes again."""
        return unpack(self.packed, self.size)


def prepare(
    raw: bytes, lists: tuple[str, ...], html_to_text: HtmlToText, packed: bytes = b""
) -> Mail:
    """Return a mail, made ready; ``packed`` are its bytes where they are packed already."""
    message = parse_message(raw, html_to_text)
    return Mail(
        message_id=message.message_id,
        refers_to=references((*message.in_reply_to, *message.references)),
        list_ids=message.list_ids,
        subject=storable(message.subject),
        author=storable(str(message.author)),
        date=seconds(message.when),
        received=seconds(message.received or message.date),
        is_page=message.origin is Origin.PAGE,
        digest=digest_of(raw),
        size=len(raw),
        packed=packed or pack(raw),
        columns=columns_of(message),
        lists=lists,
    )
