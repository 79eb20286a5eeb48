"""Trailers: those a submission carries, and those that a reply gives."""

from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from email.parser import BytesParser

from liblore import emlpolicy
from liblore import series as liblore_series

from lkmltrack.adapters.series.clean_mail import clean_mail
from lkmltrack.mail.body import split_lines, split_patch
from lkmltrack.mail.diffs import has_diff
from lkmltrack.mail.kind import kind_of
from lkmltrack.mail.trailers import is_trailer
from lkmltrack.model.message import Address, Kind, LineKind, Message
from lkmltrack.model.series import Trailer

_SUBMISSIONS = (Kind.PATCH, Kind.COVER)
# liblore takes a message with a diff for a patch, and reads the trailers above it
_STUB_OF_DIFF = "\n---\ndiff --git a/file b/file\n"
# a message without any of these has no trailer, and liblore need not look
_NAMES = (
    "-by:",
    "fixes:",
    "link:",
    "closes:",
    "change-id:",
    "base-commit:",
    "cc:",
    "obsoleted-by:",
)
_LONGEST_BODY = 1_000_000
_LONGEST_LINE = 2_000
_NOT_OWN = (LineKind.QUOTE, LineKind.ATTRIBUTION, LineKind.DIFF, LineKind.DIFFSTAT)


def read_trailers(messages: Sequence[Message]) -> list[Trailer]:
    """Return the trailers that the messages carry or give, in message order."""
    by_id = {message.message_id: message for message in messages}
    submissions = {
        message.message_id
        for message in messages
        if kind_of(message, _has_parent(message)) in _SUBMISSIONS
    }
    found: list[Trailer] = []
    for message in messages:
        is_submission = message.message_id in submissions
        text = _commit_text(message) if is_submission else _own_text(message)
        if not _may_have_trailers(text):
            continue
        patch = message.message_id if is_submission else _answered(message, by_id, submissions)
        found += _trailers_of(message, text, patch)
    return found


def _has_parent(message: Message) -> bool:
    return bool(message.in_reply_to or message.references)


def _trailers_of(message: Message, text: str, patch: str | None) -> Iterator[Trailer]:
    parser: BytesParser[EmailMessage] = BytesParser(policy=emlpolicy)
    for found in liblore_series.extract_trailers(parser.parsebytes(clean_mail(message, text))):
        if not (found.is_utility or is_trailer(f"{found.name}: x")) or "/" in found.name:
            # "fs/dax.c: the text goes on" in the last paragraph
            continue
        yield Trailer(
            name=found.name,
            value=found.value,
            message_id=message.message_id,
            person=Address(*found.addr) if found.addr else None,
            date=message.when,
            patch=patch,
        )


def _may_have_trailers(text: str) -> bool:
    lowered = text.lower()
    return any(name in lowered for name in _NAMES)


def _commit_text(message: Message) -> str:
    """Return a submission's text with the shortest diff below it: the real one costs time only."""
    for text in (message.body, *(part.text for part in message.attachments)):
        patch = split_patch(text) if text and has_diff(text) else None
        if patch is not None:
            return _shortened(patch.message) + _STUB_OF_DIFF
    return _shortened(message.body)


def _own_text(message: Message) -> str:
    """Return what a replier wrote; a mark stands where others' lines and diffs were."""
    if not _may_have_trailers(message.body):
        return ""
    lines = split_lines(message.body[:_LONGEST_BODY])
    return "\n".join(
        ">" if line.depth or line.kind in _NOT_OWN else line.text[:_LONGEST_LINE] for line in lines
    )


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_LINE:
        return text
    return "\n".join(line[:_LONGEST_LINE] for line in text[-_LONGEST_BODY:].split("\n"))


def _answered(message: Message, by_id: dict[str, Message], submissions: set[str]) -> str | None:
    """Return the nearest patch or cover letter above a reply; None when it is not here."""
    seen = {message.message_id}
    current: Message | None = message
    while current is not None:
        parents = (*current.in_reply_to, *reversed(current.references))
        above = next((id_ for id_ in parents if id_ in by_id and id_ not in seen), None)
        if above is None or above in submissions:
            return above
        seen.add(above)
        current = by_id[above]
    return None
