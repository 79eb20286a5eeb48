"""Reading: one text to everything that it brings as evidence."""

from collections.abc import Sequence
from dataclasses import replace

from lkmltrack.evidence.blocks import find_blocks
from lkmltrack.evidence.claims import find_claims
from lkmltrack.evidence.commands import find_commands
from lkmltrack.evidence.completeness import completeness_of
from lkmltrack.evidence.copies import copies
from lkmltrack.evidence.environment import find_environment
from lkmltrack.evidence.linking import judged
from lkmltrack.evidence.measuring import measured
from lkmltrack.evidence.text import TextLine, read_file_lines, read_mail_lines
from lkmltrack.evidence.tools import find_tools
from lkmltrack.mail.body import own_text, split_patch
from lkmltrack.mail.subject import parse_subject
from lkmltrack.mail.trailers import is_trailer
from lkmltrack.model.evidence import Document
from lkmltrack.model.message import Message

_MOST_ATTACHMENTS = 20
_MOST_LINES = 20_000
_HEADER_LINES = 3
"""In-body From: and Subject: lines, and a blank one, may stand above the commit text."""
_NO_DATA = ("lore.kernel.org", "lkml.", "marc.info", "patchwork", "git.kernel.org", "bugzilla")


def read_message(message: Message, source: str = "") -> Document:
    """Return what a message brings, its text attachments read as tools' output below its body."""
    found = read_lines(mail_lines(message))
    return replace(
        found,
        has_raw_data=_has_raw_data(message),
        in_changelog=_is_in_changelog(message, found),
        source=source or message.message_id,
        message_id=message.message_id,
        author=message.author,
        date=message.when,
    )


def _has_raw_data(message: Message) -> bool:
    """Whether something is attached, or a link leads to anything but mail, code or reports."""
    if any(
        not one.content_type.startswith(("text/x-patch", "application/pgp"))
        for one in message.attachments
    ):
        return True
    for line in own_text(message.body).split("\n", _MOST_LINES)[:_MOST_LINES]:
        if "://" in line and not is_trailer(line) and not any(host in line for host in _NO_DATA):
            return True
    return False


def _is_in_changelog(message: Message, found: Document) -> bool:
    """Whether numbers stand in a patch's commit text, or in a cover letter."""
    subject = parse_subject(message.subject)
    if subject.is_reply or not found.own_blocks:
        return False
    patch = split_patch(message.body)
    if patch is None:
        return subject.is_cover
    last = patch.message.count("\n") + _HEADER_LINES
    return any(block.line_start <= last for block in found.own_blocks)


def read_text(text: str, source: str) -> Document:
    """Return what a plain file brings: a log, a tool's output, or a patch without a mail's header.

    Quote marks and diffs in it are read as in a mail, for saved mails lose their headers.
    """
    lines = read_mail_lines(text) if "\ndiff --git " in text else read_file_lines(text)
    return replace(read_lines(lines), source=source)


def read_lines(lines: Sequence[TextLine]) -> Document:
    """Return what some lines bring."""
    blocks = tuple(measured(block, lines) for block in find_blocks(lines))
    return Document(
        source="",
        tools=find_tools(lines, blocks),
        blocks=blocks,
        commands=find_commands(lines, blocks),
        environment=find_environment(lines, blocks),
        claims=find_claims(lines, blocks),
    )


def mail_lines(message: Message) -> tuple[TextLine, ...]:
    """Return the lines of a message's body and, numbered on, of what is attached as text."""
    lines = read_mail_lines(message.body)
    for one in message.attachments[:_MOST_ATTACHMENTS]:
        if one.text:
            last = lines[-1].number if lines else 0
            more = read_file_lines(one.text)
            lines += tuple(replace(line, number=line.number + last) for line in more)
    return lines


def tied_together(documents: Sequence[Document]) -> list[Document]:
    """Return the documents of one talk, in order of posting, as they speak about each other.

    A block that was posted before is a copy, a claim is borne out or not by
    what anybody measured, and what is missing is what nobody brought.
    """
    known = judged(copies(documents))
    return [replace(one, completeness=completeness_of(one, known)) for one in known]
