"""Repairing: the reply that adds missing people, and the lines that address them."""

import shlex
from collections.abc import Sequence
from email.utils import formataddr
from enum import StrEnum

from lkmltrack.drafts.mails import render_mail
from lkmltrack.drafts.repair import repair_mail, still_missing
from lkmltrack.errors import NotFoundError, UsageError
from lkmltrack.model.audience import Audit, Audited, Level, Status
from lkmltrack.model.message import Address
from lkmltrack.tracker.auditing import audited
from lkmltrack.tracker.ports import Outside


class LineStyle(StrEnum):
    """How recipients are written."""

    SEND_EMAIL = "send-email"
    """``--to=`` and ``--cc=`` words for a shell."""
    B4 = "b4"
    """``To:`` and ``Cc:`` trailers, as b4 keeps them in a cover letter: one person a line."""
    HEADERS = "headers"
    """The headers of a mail, folded."""


def repair_of(
    text: str,
    outside: Outside,
    template: str,
    *,
    revision: str = "",
    stream: bytes | None = None,
) -> str:
    """Return the reply to a posting, as a mail, that adds who is missing.

    Raises ``NotFoundError`` when nobody is.
    """
    name, address = outside.settings.person()
    if not address:
        raise UsageError(
            "nobody is known who could write the reply", "set user.name and user.email in git"
        )
    found = audited(text, outside, revision=revision, stream=stream)
    if not still_missing(found.audit):
        raise NotFoundError(
            f"{text}: nobody is missing, or all came in later; there is nothing to repair"
        )
    mail = repair_mail(found.audit, found.mails[0], Address(name, address), template)
    return render_mail(mail).decode("utf-8", "replace")


def recipient_lines(audit: Audit, style: LineStyle, *, everybody: bool = False) -> list[str]:
    """Return lines that address who is missing (or everybody who is expected)."""
    wanted = [one for one in audit.recipients if _is_wanted(one, everybody)]
    to = [_written(one) for one in wanted if one.expected.level is Level.MAINTAINER]
    cc = [_written(one) for one in wanted if one.expected.level is not Level.MAINTAINER]
    if style is LineStyle.SEND_EMAIL:
        words = [f"--to={one}" for one in to] + [f"--cc={one}" for one in cc]
        return [shlex.quote(word) for word in words]
    if style is LineStyle.B4:
        return [f"To: {one}" for one in to] + [f"Cc: {one}" for one in cc]
    return [*_header("To", to), *_header("Cc", cc)]


def _is_wanted(one: Audited, everybody: bool) -> bool:
    if one.expected.level is Level.SUGGESTED or one.status is Status.SENDER:
        return False
    return everybody or (one.status is Status.MISSING and one.added is None)


def _written(one: Audited) -> str:
    """Return somebody as a header names them; who is present keeps the address in use."""
    address = "".join(c for c in one.present_as or one.expected.address if c.isprintable())
    name = "".join(c for c in one.expected.name if c.isprintable())
    if name.isascii() and address.isascii():
        return formataddr((name, address))
    # readable in a terminal; git send-email and b4 encode it themselves
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'"{escaped}" <{address}>' if set(name) & set('.,;:"()<>@[]\\') else f"{name} <{address}>"
    )


def _header(name: str, people: Sequence[str]) -> list[str]:
    if not people:
        return []
    first, *rest = people
    lines = [f"{name}: {first}", *(f" {one}" for one in rest)]
    return [f"{line}," for line in lines[:-1]] + lines[-1:]
