"""Grouping: the mails of threads to the series that were posted in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lkmltrack.mail.body import own_text, split_patch
from lkmltrack.mail.kind import is_submission
from lkmltrack.mail.links import find_message_ids
from lkmltrack.mail.subject import parse_subject
from lkmltrack.model.message import Address, Kind, Message, PatchText
from lkmltrack.model.series import Patch, PostingKind, Series
from lkmltrack.model.thread import Entry, Thread
from lkmltrack.proposals.people import People, author_of, find_people
from lkmltrack.proposals.postings import Posting
from lkmltrack.proposals.references import find_references
from lkmltrack.proposals.submissions import Sending, Submission, find_sendings
from lkmltrack.proposals.titles import title_revision

_BASE = re.compile(r"^base-commit:[ \t]{1,8}([0-9a-f]{7,64})\b", re.MULTILINE)
_RESENT = ("RESEND", "REPOST", "RESENT")
_NOBODY = Address("", "")
_LONGEST_TEXT = 200_000
"""Links and changelogs are looked for no further than this in a text."""


def group(thread: Thread, people: People | None = None) -> list[Posting]:
    """Return every posting of the threads by date: series, and the first mails of discussions.

    A thread whose posting is missing gives a posting that is not here, read
    from the answers.
    """
    people = people or find_people(thread.messages)
    found = [_build_posting(sending) for sending in find_sendings(thread, people)]
    taken = {message_id for posting in found for message_id in posting.message_ids}
    trees_with_series = {posting.thread for posting in found}
    for entry, answers in _roots(thread):
        if entry.message_id in taken:
            continue
        if entry.kind is Kind.DISCUSSION and entry.message is not None:
            found.append(_build_discussion(entry.message, people))
        elif entry.message_id not in trees_with_series:
            found.append(_build_missing(entry, answers))
    return sorted(found, key=posting_order)


def with_patch_ids(posting: Posting, patch_ids: Mapping[str, str]) -> Posting:
    """Return a posting whose patches carry git's patch-ids, given by message-id."""
    patches = tuple(
        replace(patch, patch_id=patch_ids.get(patch.message_id, ""))
        for patch in posting.series.patches
    )
    return replace(posting, series=replace(posting.series, patches=patches))


def posting_order(posting: Posting) -> tuple[float, str]:
    """Order postings by date; one whose date is unknown came before its answers, so first."""
    date = posting.series.date
    return (date.timestamp() if date else float("-inf"), posting.message_id)


def _roots(thread: Thread) -> list[tuple[Entry, Message | None]]:
    """Return the first entry of each tree with the first message that is here."""
    found: list[tuple[Entry, Message | None]] = []
    for entry in thread.entries:
        if entry.depth == 0:
            found.append((entry, entry.message))
        elif found and found[-1][1] is None and entry.message is not None:
            found[-1] = (found[-1][0], entry.message)
    return found


# ---------------------------------------------------------------- series


def _build_posting(sending: Sending) -> Posting:
    """Return the posting that the collected submissions are."""
    head = sending.head
    texts = {one.message.message_id: patch_text(one.message) for one in sending.slots.values()}
    head_text = _text_to_read(head, texts[head.message.message_id])
    own_ids = tuple(one.message.message_id for one in sending.slots.values())
    patches = tuple(_build_patch(one, texts) for one in sending.patches)
    is_rfc = head.subject.is_rfc or all(one.subject.is_rfc for one in sending.slots.values())
    says_revision, revision = _revision(sending, head_text)
    messages = [one.message for _, one in sorted(sending.slots.items())]
    series = Series(
        kind=PostingKind.RFC if is_rfc else PostingKind.PATCH,
        revision=revision,
        message_id=head.message.message_id,
        title=head.subject.title,
        author=author_of(head.message),
        date=head.when or min(filter(None, (one.when for one in sending.patches)), default=None),
        expected=_expected(sending),
        patches=patches,
        cover=head.message.message_id if head.slot == 0 else None,
        change_id=next((one.change_id for one in messages if one.change_id), ""),
        base_commit=next(filter(None, map(_base_commit, messages)), ""),
        links=_links(sending, texts, own_ids),
        resend=any(word in prefix.upper() for prefix in head.subject.prefixes for word in _RESENT),
    )
    return Posting(
        series=series,
        thread=head.thread,
        person=head.person,
        message_ids=own_ids,
        answers=head.parent,
        says_revision=says_revision,
        prefixes=head.subject.prefixes,
        references=find_references(head_text),
    )


def _expected(sending: Sending) -> int:
    """Return how many patches were promised; counters that disagree are held against the count."""
    totals = [one.subject.total for one in sending.slots.values() if one.is_counted]
    count = len(sending.patches)
    return count if count in totals else sending.total


def patch_text(message: Message) -> PatchText | None:
    """Return the patch that a message brings, in its body or attached."""
    found = split_patch(message.body)
    if found is not None:
        return found
    for part in message.attachments:
        if part.text is not None and (found := split_patch(part.text)) is not None:
            # the text in front of an attached diff is the mail's
            return replace(found, message=found.message or message.body)
    return None


def _build_patch(submission: Submission, texts: Mapping[str, PatchText | None]) -> Patch:
    message_id = submission.message.message_id
    text = texts[message_id]
    return Patch(
        message_id=message_id,
        counter=submission.slot,
        title=submission.subject.title,
        author=author_of(submission.message),
        files=text.files if text else (),
    )


def _text_to_read(submission: Submission, text: PatchText | None) -> str:
    """Return what the sender says of a submission, without the diff and without quotes."""
    if text is None:
        return own_text(submission.message.body[:_LONGEST_TEXT])
    return f"{text.message}\n\n{text.comment}"[:_LONGEST_TEXT]


def _links(
    sending: Sending, texts: Mapping[str, PatchText | None], own_ids: Sequence[str]
) -> tuple[str, ...]:
    """Return the message-ids that the cover letter and the patches link to, each once."""
    found: dict[str, None] = {}
    for _, submission in sorted(sending.slots.items()):
        text = _text_to_read(submission, texts[submission.message.message_id])
        found.update(dict.fromkeys(find_message_ids(text)))
    return tuple(message_id for message_id in found if message_id not in own_ids)


def _base_commit(message: Message) -> str:
    """Return the commit that ``git format-patch --base`` names."""
    if "base-commit:" not in message.body:
        return ""
    match = _BASE.search(message.body)
    return match[1] if match else ""


# ---------------------------------------------------------------- revision


def _revision(sending: Sending, head_text: str) -> tuple[bool, int]:
    """Return whether the posting names its revision, and the revision."""
    for _, submission in sorted(sending.slots.items()):
        if submission.subject.has_revision:
            return True, submission.subject.revision
    head = sending.head
    at_the_end = title_revision(head.subject.title)
    is_plain_cover = head.slot == 0 and not head.subject.has_counter
    if at_the_end > 1 and (is_plain_cover or _tells_of_changes(head_text, at_the_end)):
        return True, at_the_end
    return False, 1


def _tells_of_changes(text: str, revision: int) -> bool:
    """Whether a text tells what changed up to a revision, so that its title means a revision."""
    return (
        re.search(
            rf"\b(?:since|from)\s{{1,3}}(?:patch\s?)?v?{revision - 1}\b"
            rf"|\b(?:changes|changed|changelog|new)\s{{1,3}}(?:in|for)\s{{1,3}}v?{revision}\b"
            rf"|\bversion\s{{1,3}}{revision}\b|\bv{revision - 1}\s{{0,3}}[-=]>"
            rf"|^\s{{0,8}}v{revision}\s{{0,3}}:",
            text,
            re.IGNORECASE | re.MULTILINE,
        )
        is not None
    )


# ---------------------------------------------------------------- what is no series


def _build_discussion(message: Message, people: People) -> Posting:
    """Return a thread without a patch at its root as a posting."""
    text = own_text(message.body[:_LONGEST_TEXT])
    subject = parse_subject(message.subject)
    series = Series(
        kind=PostingKind.DISCUSSION,
        revision=1,
        message_id=message.message_id,
        title=subject.title,
        author=author_of(message),
        date=message.when,
        expected=0,
        change_id=message.change_id,
        links=tuple(one for one in find_message_ids(text) if one != message.message_id),
    )
    return Posting(
        series=series,
        thread=message.message_id,
        person=people.person(series.author),
        message_ids=(message.message_id,),
        prefixes=subject.prefixes,
        references=find_references(text),
    )


def _build_missing(entry: Entry, answer: Message | None) -> Posting:
    """Return a posting of which only answers are here, as their subjects name it."""
    subject = parse_subject(answer.subject if answer else "")
    kind = PostingKind.DISCUSSION
    if is_submission(subject) and (subject.is_patch or subject.has_counter):
        kind = PostingKind.RFC if subject.is_rfc else PostingKind.PATCH
    is_discussion = kind is PostingKind.DISCUSSION
    series = Series(
        kind=kind,
        revision=subject.revision,
        message_id=entry.message_id,
        title=subject.title,
        author=_NOBODY,
        date=None,
        expected=0 if is_discussion else subject.total,
    )
    return Posting(
        series=series,
        thread=entry.message_id,
        person="",
        message_ids=(entry.message_id,),
        says_revision=subject.has_revision,
        prefixes=subject.prefixes,
        is_here=False,
    )
