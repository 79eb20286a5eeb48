"""What a message is in its thread: patch, cover letter, reply or discussion."""

from lkmltrack.mail.diffs import has_diff
from lkmltrack.mail.subject import parse_subject
from lkmltrack.model.message import Kind, Message, Subject

_SUBMISSION_WORDS = ("PATCH", "RFC", "RFT", "RESEND")
# brackets of robots and maintainers that show other people's patches
_NOTICE_WORDS = ("PULL", "TIP:", "ANNOUNCE")


def kind_of(message: Message, has_parent: bool) -> Kind:
    """Return what the message is, from its subject, its body, and whether it answers one.

    A reply marker makes a reply, whatever diff is in it. A counter alone is no
    sign of a patch: the robots that build trees write counters too.
    """
    subject = parse_subject(message.subject)
    if subject.is_reply:
        return Kind.REPLY
    if is_submission(subject):
        if subject.is_cover:
            return Kind.COVER
        if subject.has_counter or has_patch(message):
            return Kind.PATCH
    elif _may_be_patch(message, subject) and has_patch(message):
        return Kind.PATCH
    return Kind.REPLY if has_parent else Kind.DISCUSSION


def is_submission(subject: Subject) -> bool:
    """Whether the brackets are those of a patch or a series: PATCH, RFC, RFT, or a revision."""
    words = [prefix.upper() for prefix in subject.prefixes]
    if _is_notice(words):
        return any("PATCH" in word for word in words)
    return subject.has_revision or any(
        known in word for word in words for known in _SUBMISSION_WORDS
    )


def _is_notice(words: list[str]) -> bool:
    return any(word.startswith(_NOTICE_WORDS) for word in words)


def _may_be_patch(message: Message, subject: Subject) -> bool:
    """Whether a diff makes a patch of a mail that does not call itself one.

    ``[1/3]`` does, and so does a file that was never sent: distributions keep
    their patches without a bracket.
    """
    if _is_notice([prefix.upper() for prefix in subject.prefixes]):
        return False
    was_sent = bool(message.received or message.recipients or message.list_ids)
    return subject.has_counter or not was_sent


def has_patch(message: Message) -> bool:
    """Whether the message brings a diff of its own, in the body or attached."""
    if has_diff(message.body):
        return True
    return any(part.text is not None and has_diff(part.text) for part in message.attachments)
