"""The patches of one revision, taken from its mails."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lkmltrack.mail.body import in_body, split_patch
from lkmltrack.mail.diffs import has_diff
from lkmltrack.mail.parse import parse_message
from lkmltrack.mail.subject import parse_subject
from lkmltrack.model.message import Address, Message, PatchText, Subject


@dataclass(frozen=True, slots=True)
class PostedPatch:
    """One patch as posted: what a commit is made of."""

    counter: int
    title: str
    author: Address
    date: datetime | None
    message: str
    comment: str
    diff: str


def posted_patches(raws: Sequence[bytes]) -> list[PostedPatch]:
    """Return the patches among some mails by their counter; of two with one counter, the first.

    A reply with a diff is a patch only where nothing else is.
    """
    patches: dict[int, PostedPatch] = {}
    replies: dict[int, PostedPatch] = {}
    for raw in raws:
        message = parse_message(raw)
        patch = patch_text(message)
        subject = parse_subject(message.subject)
        if patch is not None and not subject.is_cover:
            found = replies if subject.is_reply else patches
            found.setdefault(subject.counter, _posted(message, subject, patch))
    found = patches or replies
    return [found[counter] for counter in sorted(found)]


def _posted(message: Message, subject: Subject, patch: PatchText) -> PostedPatch:
    head = in_body(message.body.split("\n"))
    return PostedPatch(
        counter=subject.counter,
        title=parse_subject(head.subject).title if head.subject else subject.title,
        author=head.author or message.author,
        date=message.when,
        message=patch.message,
        comment=patch.comment,
        diff=patch.diff,
    )


def patch_text(message: Message) -> PatchText | None:
    """Return the parts of the patch that a message brings, in its body or attached."""
    for text in (message.body, *(part.text for part in message.attachments)):
        patch = split_patch(text) if text and has_diff(text) else None
        if patch is not None:
            return patch
    return None
