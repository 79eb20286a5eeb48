"""Mails made anew from parsed messages, so that no library meets the hostile original."""

from datetime import datetime
from email.utils import format_datetime

from lkmltrack.mail.subject import normalised_subject
from lkmltrack.model.message import Address, Message

_LONGEST_ID = 250
_LONGEST_SUBJECT = 900
_SPECIALS = str.maketrans({character: None for character in '"\\<>()[],:;@'})


def clean_mail(message: Message, body: str, subject: str = "") -> bytes:
    """Return a plain UTF-8 mail with the headers that series are read from, and a given body."""
    header = {
        "Message-ID": _bracketed(message.message_id),
        "Subject": _on_one_line(subject or normalised_subject(message.subject))[:_LONGEST_SUBJECT],
        "From": clean_address(message.author),
        "Date": _date(message.when),
        "In-Reply-To": " ".join(map(_bracketed, message.in_reply_to[:1])),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    lines = [f"{name}: {value}" for name, value in header.items() if value]
    return "\n".join([*lines, "", body]).encode("utf-8", "replace")


def clean_address(person: Address) -> str:
    """Return an address for a From header; without what has a meaning there."""
    name = " ".join(_on_one_line(person.name).translate(_SPECIALS).split())
    address = "".join(c for c in person.address if c.isprintable() and c not in ' "\\<>()[],:;')
    if "@" not in address:
        address = "nobody@lkmltrack.invalid"
    return f'"{name}" <{address}>' if name else f"<{address}>"


def _bracketed(message_id: str) -> str:
    safe = "".join(c for c in message_id if c.isprintable() and c not in " <>")
    return f"<{safe[:_LONGEST_ID]}>" if safe else ""


def _date(when: datetime | None) -> str:
    return format_datetime(when) if when else ""


def _on_one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
