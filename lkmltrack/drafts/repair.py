"""The reply that brings in the people who were left out of a posting."""

from collections.abc import Mapping, Sequence
from textwrap import wrap

from lkmltrack.drafts.filling import fill
from lkmltrack.drafts.mails import Mail
from lkmltrack.mail.body import split_patch
from lkmltrack.mail.subject import normalised_subject
from lkmltrack.mail.visible import visible
from lkmltrack.model.audience import Audit, Audited, Edition, Reason, ReasonKind
from lkmltrack.model.message import Address, Message

_WIDTH = 72
_MOST_QUOTED = 6
_COMMIT = 12
_INDENT = "  "


def repair_mail(
    audit: Audit, posting: Message, author: Address, template: str, message_id: str = ""
) -> Mail:
    """Return the reply to a posting that adds who is missing, to all who have it already."""
    filled = fill(template, _facts(audit, posting, author))
    missing = [Address(one.expected.name, one.expected.address) for one in still_missing(audit)]
    return Mail(
        author=author,
        subject=filled.subject,
        body=visible(filled.body),
        to=[posting.reply_to[0] if posting.reply_to else posting.author],
        cc=_without(author, [*posting.recipients, *missing]),
        message_id=message_id,
        in_reply_to=posting.message_id,
        references=[*posting.references, posting.message_id],
    )


def still_missing(audit: Audit) -> tuple[Audited, ...]:
    """Return who is missing and was not added later in the thread."""
    return tuple(one for one in audit.missing if one.added is None)


def reason_text(reason: Reason) -> str:
    """Return why somebody is expected, in a few words.

    >>> reason_text(Reason(ReasonKind.FILE, "mm/rmap.c", "MEMORY MANAGEMENT - RMAP"))
    'mm/rmap.c is in MEMORY MANAGEMENT - RMAP'
    """
    match reason.kind:
        case ReasonKind.FILE:
            return f"{reason.what} is in {reason.section}"
        case ReasonKind.KEYWORD:
            return f"the patch holds {reason.what}, a keyword of {reason.section}"
        case ReasonKind.IN_FILE:
            return f"named in {reason.what}"
        case ReasonKind.FIXES:
            return f"signed {reason.what[:_COMMIT]}, which is mended"
        case ReasonKind.COMMITS:
            return f"works on {reason.what}"
        case _:
            return " ".join(part for part in (reason.what, reason.section) if part)


def edition_text(edition: Edition) -> str:
    """Return which MAINTAINERS an answer was read from, in a few words."""
    day = f"{edition.date:%Y-%m-%d}" if edition.date is not None else ""
    if edition.rev:
        return f"commit {edition.rev[:_COMMIT]}" + (f" ({day})" if day else "")
    return day or "today"


def _facts(audit: Audit, posting: Message, author: Address) -> Mapping[str, str]:
    """Return what the template's names stand for."""
    when = f"{posting.when:%Y-%m-%d %H:%M} UTC" if posting.when is not None else "an unknown day"
    name = posting.author.name or posting.author.address
    return {
        "subject": normalised_subject(posting.subject).removeprefix("Re: "),
        "attribution": f"On {when}, {name} wrote:",
        "quoted": "\n".join(_quoted(posting.body)),
        "missing_recipients": "\n".join(_named(still_missing(audit))),
        "maintainers_from": edition_text(audit.edition),
        "author_name": author.name,
    }


def _quoted(body: str) -> list[str]:
    """Return the first paragraph of a posting, quoted."""
    patch = split_patch(body)
    text = patch.message if patch is not None else body
    quoted: list[str] = []
    for line in text.strip().split("\n"):
        if not line.strip() or len(quoted) == _MOST_QUOTED:
            break
        quoted.append(f"> {line.rstrip()}")
    return quoted


def _named(missing: Sequence[Audited]) -> list[str]:
    """Return a line or two for each: who, and why."""
    lines: list[str] = []
    for one in missing:
        who = str(Address(one.expected.name, one.expected.address))
        lines.append(f"{_INDENT}{who}")
        why = reason_text(one.expected.reasons[0]) if one.expected.reasons else one.expected.role
        deeper = _INDENT * 3
        lines += wrap(why, _WIDTH, initial_indent=deeper, subsequent_indent=deeper)
    return lines


def _without(author: Address, people: Sequence[Address]) -> list[Address]:
    """Return the people without the writer of the reply."""
    return [one for one in people if one.address.lower() != author.address.lower()]
