"""Drafts as mails that git send-email takes: RFC 5322, UTF-8 bodies as 8bit, no header injection.

Python's ``EmailMessage`` parses what it is given, breaks on odd message-ids, and
writes a newline that was hidden in an encoded word (CPython issue 121650). So
every value is made one visible line first, and encoded by ``email.header``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from email.charset import SHORTEST, Charset
from email.header import Header
from email.message import Message as Envelope
from email.policy import compat32
from email.utils import formataddr
from quopri import encodestring

from lkmltrack.model.message import Address

_POLICY = compat32.clone(cte_type="8bit", max_line_length=None)
_LONGEST_VALUE = 20_000
_ADDRESS_SPECIALS = frozenset('<>,;:"()[]\\ \t')


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to be written; message-ids are without ``<>``."""

    author: Address
    subject: str
    body: str
    to: Sequence[Address] = ()
    cc: Sequence[Address] = ()
    message_id: str = ""
    in_reply_to: str = ""
    references: Sequence[str] = ()


def render_mail(mail: Mail) -> bytes:
    """Return the bytes of a mail with LF line ends; addresses that cannot stand are left out."""
    envelope = Envelope(policy=_POLICY)
    for name, value in (
        ("From", _addresses([mail.author])),
        ("To", _addresses(mail.to)),
        ("Cc", _addresses(mail.cc)),
        ("Subject", _encoded(_one_line(mail.subject))),
        ("Message-ID", _ids([mail.message_id])),
        ("In-Reply-To", _ids([mail.in_reply_to])),
        ("References", _ids(mail.references)),
    ):
        if value:
            envelope[name] = value
    encoding = _encoding_of(mail.body)
    envelope["MIME-Version"] = "1.0"
    envelope["Content-Type"] = 'text/plain; charset="utf-8"'
    envelope["Content-Transfer-Encoding"] = encoding
    body = mail.body.encode("utf-8", "replace")
    if encoding == "quoted-printable":
        body = encodestring(body)
    return envelope.as_bytes().rstrip(b"\n") + b"\n\n" + body


def _addresses(people: Sequence[Address]) -> str:
    """Return those people who can be written to, each address once, a line each."""
    found: dict[str, str] = {}
    for one in people:
        if _can_stand(one.address):
            name = _one_line(one.name)
            written = formataddr((name, one.address), _utf_8())
            found.setdefault(one.address.lower(), written)
    return ",\n ".join(found.values())


def _can_stand(address: str) -> bool:
    """Whether an address can be written in a header as it is."""
    user, _, domain = address.rpartition("@")
    is_plain = address.isascii() and address.isprintable() and "=?" not in address
    return bool(user and domain) and is_plain and not _ADDRESS_SPECIALS & set(address)


def _encoded(value: str) -> str:
    """Return a header's value as ASCII, folded where it had to be encoded."""
    return value if value.isascii() else Header(value, _utf_8(), header_name="Subject").encode()


def _utf_8() -> Charset:
    """Return UTF-8 with encoded words, whatever a library told Python about it: b4 unsets them."""
    charset = Charset("utf-8")
    charset.header_encoding = SHORTEST
    return charset


def _ids(message_ids: Sequence[str]) -> str:
    """Return those message-ids that can stand in a header, a line each."""
    return "\n ".join(f"<{bare}>" for one in message_ids if (bare := _bare(one)))


def _one_line(text: str) -> str:
    """Return a header's value without line ends, control characters and encoded words."""
    cleaned = "".join(c if c.isprintable() else " " for c in text[:_LONGEST_VALUE])
    # what is text here must not be decoded again, by the generator or by a reader
    return " ".join(cleaned.replace("=?", "= ?").split())


def _bare(message_id: str) -> str:
    """Return a message-id that can stand in a header; empty for any other."""
    is_plain = message_id.isascii() and message_id.isprintable()
    is_whole = not set("<> ") & set(message_id) and "=?" not in message_id
    return message_id if is_plain and is_whole else ""


def _encoding_of(body: str) -> str:
    """Return how a body travels: as it is, unless a line is longer than SMTP allows."""
    if any(len(line.encode("utf-8", "replace")) > 990 for line in body.split("\n")):
        return "quoted-printable"
    return "7bit" if body.isascii() else "8bit"
