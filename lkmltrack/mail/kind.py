"""What a message is in its thread: patch, cover letter, reply or discussion."""

from lkmltrack.mail.diffs import has_diff
from lkmltrack.mail.subject import parse_subject
from lkmltrack.model.message import Kind, Message, Subject

_SUBMISSION_WORDS = ("PATCH", "RFC", "RFT", "RESEND")
_NO_SUBMISSION_WORDS = ("PULL", "TIP:", "ANNOUNCE")


def kind_of(message: Message, has_parent: bool) -> Kind:
    """Return what the message is, from its subject, its body, and whether it answers one."""
    subject = parse_subject(message.subject)
    if not subject.is_reply and is_submission(subject):
        if subject.is_cover:
            return Kind.COVER
        if subject.has_counter or has_patch(message):
            return Kind.PATCH
    return Kind.REPLY if subject.is_reply or has_parent else Kind.DISCUSSION


def is_submission(subject: Subject) -> bool:
    """Whether the brackets are those of a patch: PATCH, RFC, RFT, a revision or a counter."""
    words = [prefix.upper() for prefix in subject.prefixes]
    if any(word.startswith(_NO_SUBMISSION_WORDS) for word in words):
        return any("PATCH" in word for word in words)
    if subject.has_revision or subject.has_counter:
        return True
    return any(known in word for word in words for known in _SUBMISSION_WORDS)


def has_patch(message: Message) -> bool:
    """Whether the message brings a diff of its own, in the body or attached."""
    if has_diff(message.body):
        return True
    return any(part.text is not None and has_diff(part.text) for part in message.attachments)
