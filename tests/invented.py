"""Mail of invented people, for servers and mailboxes."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

LIST_ADDRESS = "lists@example.org"
FIRST_DAY = datetime(2026, 4, 7, 9, 0, tzinfo=UTC)


def invented_mail(
    message_id: str,
    subject: str,
    body: str,
    *,
    author: str = "Ada Author <ada@example.org>",
    in_reply_to: str = "",
    references: Iterable[str] = (),
    hours: float = 0.0,
    list_id: str = "lists.example.org",
) -> bytes:
    """A mail of invented people, as a list would pass it on."""
    when = FIRST_DAY + timedelta(hours=hours)
    mail = EmailMessage(policy=SMTP.clone(max_line_length=None, cte_type="8bit", linesep="\n"))
    received = format_datetime(when + timedelta(seconds=5))
    mail["Received"] = f"from mx.example.com by lists.example.org with ESMTP; {received}"
    mail["Message-ID"] = f"<{message_id}>"
    mail["Date"] = format_datetime(when)
    mail["From"] = author
    mail["To"] = LIST_ADDRESS
    mail["Subject"] = subject
    if in_reply_to:
        mail["In-Reply-To"] = f"<{in_reply_to}>"
        mail["References"] = " ".join(f"<{name}>" for name in (*references, in_reply_to))
    mail["List-Id"] = f"<{list_id}>"
    mail.set_content(body, charset="utf-8", cte="8bit")
    return mail.as_bytes()


def join_mboxrd(raws: Iterable[bytes]) -> bytes:
    """The messages as a public-inbox server writes them."""
    written = []
    for raw in raws:
        head, gap, body = raw.partition(b"\n\n")
        lines = [
            b">" + line if line.lstrip(b">").startswith(b"From ") else line
            for line in body.split(b"\n")
        ]
        escaped = head + gap + b"\n".join(lines)
        written.append(b"From mboxrd@z Thu Jan  1 00:00:00 1970\n" + escaped + b"\n")
    return b"".join(written)
