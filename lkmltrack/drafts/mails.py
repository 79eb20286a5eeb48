"""Drafts as mails that git send-email takes: RFC 5322, UTF-8 bodies as 8bit, no header injection.

Python's own generator writes a newline that was hidden in an encoded word
into the header (CPython issue 121650), so every value is made one visible
line before it is handed over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage

from lkmltrack.model.message import Address

_POLICY = policy.SMTP.clone(cte_type="8bit", linesep="\n", refold_source="none")
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
    message = EmailMessage(policy=_POLICY)
    message["From"] = _addresses([mail.author])
    message["To"] = _addresses(mail.to)
    message["Cc"] = _addresses(mail.cc)
    message["Subject"] = _one_line(mail.subject)
    for name, ids in (
        ("Message-ID", [mail.message_id]),
        ("In-Reply-To", [mail.in_reply_to]),
        ("References", mail.references),
    ):
        value = " ".join(f"<{_bare(one)}>" for one in ids if _bare(one))
        if value:
            message[name] = value
    for name in ("From", "To", "Cc"):
        if not message[name]:
            del message[name]
    message.set_content(mail.body, charset="utf-8", cte=_encoding_of(mail.body))
    return message.as_bytes()


def _addresses(people: Sequence[Address]) -> tuple[HeaderAddress, ...]:
    """Return those people who can be written to, each address once."""
    found: dict[str, HeaderAddress] = {}
    for one in people:
        user, at, domain = one.address.rpartition("@")
        if not at or not user or not domain or _ADDRESS_SPECIALS & set(one.address):
            continue
        if not one.address.isascii() or not one.address.isprintable() or "=?" in one.address:
            continue
        found.setdefault(
            one.address.lower(), HeaderAddress(_one_line(one.name), addr_spec=one.address)
        )
    return tuple(found.values())


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
