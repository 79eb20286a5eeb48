"""One mail's bytes to a Message: never raises, tells what was wrong in ``defects``."""

import re
from collections.abc import Iterable
from datetime import datetime

from lkmltrack.mail.addresses import parse_addresses
from lkmltrack.mail.dates import parse_date, received_date
from lkmltrack.mail.encoded_words import header_text, raw_text
from lkmltrack.mail.headers import Header, message_start, read_header
from lkmltrack.mail.identity import own_id, referred_ids
from lkmltrack.mail.mime import PART_FIELDS, HtmlToText, read_content
from lkmltrack.model.message import Address, Message, Origin

REBUILT_FROM = "X-Lkmltrack-Rebuilt-From"

_FIELDS = PART_FIELDS | {
    b"message-id",
    b"subject",
    b"from",
    b"to",
    b"cc",
    b"sender",
    b"reply-to",
    b"date",
    b"received",
    b"in-reply-to",
    b"references",
    b"list-id",
    b"x-change-id",
    REBUILT_FROM.lower().encode(),
}
_REBUILT_FROM_FIELD = REBUILT_FROM.lower().encode()
_ID_FIELDS = frozenset((b"message-id",))
_CHANGE_ID = re.compile(r"^change-id:[ \t]+(\S{1,200})[ \t]*$", re.MULTILINE | re.IGNORECASE)
_GERRIT_ID = re.compile(r"I[0-9a-f]{40}")
_LIST_ID = re.compile(r"<([^<>]{1,255})>")
_NOBODY = Address("", "")


def keep_markup(html: str) -> str:
    """Return HTML as it is: what is done where no reader of HTML is at hand."""
    return html


def message_id_of(raw: bytes) -> str:
    """Return the identity that ``parse_message`` gives, without parsing the rest."""
    data = _with_line_feeds(raw)
    header = read_header(data, message_start(data), len(data), _ID_FIELDS)
    return own_id(header.all(b"message-id"), raw)[0]


def parse_message(raw: bytes, html_to_text: HtmlToText = keep_markup) -> Message:
    """Return a mail as the rest of the program sees it, however broken it is."""
    data = _with_line_feeds(raw)
    header = read_header(data, message_start(data), len(data), _FIELDS)
    content = read_content(header, data, html_to_text)
    charset = content.charset  # raw 8-bit headers mostly share it
    body = content.texts[0] if len(content.texts) == 1 else "\n".join(content.texts)
    message_id, id_defect = own_id(header.all(b"message-id"), raw)
    authors = _addresses(header, b"from", charset)
    to, cc = _addresses(header, b"to", charset), _addresses(header, b"cc", charset)
    people = {person.address for person in (*authors, *to, *cc)}
    senders = _addresses(header, b"sender", charset)
    date, date_defect = _date(header)
    defects = (
        "" if header.fields else "no header that is understood",
        id_defect,
        "" if authors and authors[0].address else "no usable From",
        date_defect,
        *header.defects,
        *content.defects,
    )
    return Message(
        message_id=message_id,
        subject=header_text(header.first(b"subject"), charset),
        author=authors[0] if authors else _NOBODY,
        date=date,
        received=_received(header),
        to=to,
        cc=cc,
        sender=senders[0] if senders else None,
        reply_to=_addresses(header, b"reply-to", charset),
        in_reply_to=referred_ids(header.all(b"in-reply-to"), people),
        references=referred_ids(header.all(b"references"), people),
        list_ids=_list_ids(header.all(b"list-id")),
        change_id=_change_id(header, body),
        body=body,
        attachments=tuple(content.attachments),
        defects=_unique(defects),
        origin=Origin.PAGE if _REBUILT_FROM_FIELD in header.fields else Origin.MAIL,
    )


def _with_line_feeds(raw: bytes) -> bytes:
    """Return mail that has nothing but carriage returns with line feeds instead."""
    if b"\n" not in raw and b"\r" in raw:
        return raw.replace(b"\r", b"\n")
    return raw


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _addresses(header: Header, name: bytes, charset: str) -> tuple[Address, ...]:
    found: tuple[Address, ...] = ()
    for value in header.all(name):
        found += parse_addresses(raw_text(value, charset))
    return found


def _date(header: Header) -> tuple[datetime | None, str]:
    """Return the date of the mail and what was wrong with it."""
    values = header.all(b"date")
    if not values:
        return None, "no Date"
    date = parse_date(raw_text(values[0]))
    return date, "" if date else "no usable Date"


def _received(header: Header) -> datetime | None:
    """Return the date of the newest Received header, which is the first one that has a date."""
    for value in header.all(b"received")[:5]:
        if moment := received_date(raw_text(value)):
            return moment
    return None


def _list_ids(values: list[bytes]) -> tuple[str, ...]:
    found: list[str] = []
    for value in values:
        text = raw_text(value)
        match = _LIST_ID.search(text)
        found.append((match[1] if match else text).strip().lower())
    return _unique(found)


def _change_id(header: Header, body: str) -> str:
    """Return b4's change-id; Gerrit's Change-Id is another thing."""
    written = header_text(header.first(b"x-change-id"))
    if written:
        return written
    if "hange-id:" not in body:
        return ""
    for found in _CHANGE_ID.findall(body):
        if not _GERRIT_ID.fullmatch(found):
            return str(found)
    return ""
