"""Ties that the mails tell of: change-ids, replies, links."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lkmltrack.mail.body import own_text
from lkmltrack.model.proposal import JoinReason
from lkmltrack.model.series import PostingKind
from lkmltrack.model.thread import Thread
from lkmltrack.proposals.likeness import (
    ONE_SITTING,
    follows,
    has_patch_of,
    is_for_another_place,
    is_hardly_alike,
    is_renamed_work,
    is_somewhat_alike,
    is_within,
)
from lkmltrack.proposals.mails import Mails
from lkmltrack.proposals.people import People, author_of
from lkmltrack.proposals.postings import Posting
from lkmltrack.proposals.references import Reference, find_references
from lkmltrack.proposals.ties import Tie, alike, tie

_MOST_ABOVE = 20
_HIGHEST_CLIMB = 1_000
"""So many postings, and so many mails, above a posting in its thread are looked at."""


def ties_by_change_id(postings: Sequence[Posting]) -> Iterator[Tie]:
    """Tie the postings that carry one change-id."""
    for same in alike(postings, lambda posting: posting.series.change_id):
        for earlier, later in pairwise(same):
            yield tie(later, earlier, JoinReason.CHANGE_ID, later.series.change_id)


def ties_by_reply(postings: Sequence[Posting], mails: Mails) -> Iterator[Tie]:
    """Tie a posting to those above it in its thread: its author's, or those of its topic."""
    for posting in postings:
        if posting.answers is None:
            continue
        for above in _postings_above(posting, mails):
            if _takes_up(posting, above) and not is_for_another_place(posting, above):
                yield tie(posting, above, JoinReason.IN_REPLY_TO, posting.answers)
                break


def _takes_up(posting: Posting, above: Posting) -> bool:
    """Whether a posting in a thread is a step of the one above: of its author, or of its topic.

    What the author sends along at the same time is another patch, not another step.
    """
    if posting.person != above.person:
        return is_somewhat_alike(posting, above)
    if follows(posting, above) or has_patch_of(posting, above) or is_somewhat_alike(posting, above):
        return True
    return not is_within(posting, above, ONE_SITTING) and _is_before(above, posting)


def _postings_above(posting: Posting, mails: Mails) -> Iterator[Posting]:
    """Yield the postings that stand above one in its thread, the nearest first."""
    seen = {posting.message_id}
    message_id = posting.answers
    for _ in range(_HIGHEST_CLIMB):
        if message_id is None or len(seen) > _MOST_ABOVE:
            return
        above = mails.posting_of.get(message_id)
        if above is not None and above.message_id not in seen:
            seen.add(above.message_id)
            yield above
        message_id = mails.parents.get(message_id)


def ties_by_link(postings: Sequence[Posting], mails: Mails) -> Iterator[Tie]:
    """Tie a posting to the earlier ones that it links to."""
    for posting in postings:
        for reference in posting.references:
            target = mails.target(reference.message_id)
            if target is not None and _means_earlier_revision(posting, target, reference, mails):
                yield tie(posting, target, JoinReason.LINK, posting.message_id)


def _means_earlier_revision(
    posting: Posting, target: Posting, reference: Reference, mails: Mails
) -> bool:
    """Whether a link leads to an earlier step of the same work rather than to something else."""
    if target.thread == posting.thread or not _is_before(target, posting):
        return False
    if is_for_another_place(posting, target) and not reference.is_earlier:
        return False
    is_discussion = target.series.kind is PostingKind.DISCUSSION
    if is_discussion and (reference.is_discussion or reference.is_earlier):
        return posting.person in mails.writers.get(target.thread, frozenset())
    names_it = reference.is_earlier and reference.revision in (0, target.series.revision)
    if posting.person == target.person:
        if names_it:
            return bool(reference.revision) or is_hardly_alike(posting, target)
        return is_renamed_work(posting, target) and not follows(target, posting)
    return names_it and is_somewhat_alike(posting, target)


def _is_before(one: Posting, other: Posting) -> bool:
    if one.series.date is None or other.series.date is None:
        return one.series.date is None
    return one.series.date < other.series.date


def ties_by_announcement(thread: Thread, mails: Mails, people: People) -> Iterator[Tie]:
    """Tie a posting to a later one that its author announced in the thread with a link."""
    for entry in thread.entries:
        message = entry.message
        if message is None or entry.depth == 0 or "://" not in message.body:
            continue
        if entry.message_id in mails.posting_of:
            continue
        here = mails.main_of.get(mails.thread_of[entry.message_id])
        if here is None or people.person(author_of(message)) != here.person:
            continue
        for reference in find_references(own_text(message.body)):
            later = mails.posting_of.get(reference.message_id)
            if later is not None and _is_announced(here, later, reference):
                yield tie(later, here, JoinReason.LINK, message.message_id)


def _is_announced(here: Posting, later: Posting, reference: Reference) -> bool:
    if later.thread == here.thread or later.person != here.person or not follows(later, here):
        return False
    if not _is_before(here, later):
        return False
    return reference.revision == later.series.revision or is_somewhat_alike(later, here)
