"""Ties that titles, patches and diffs show."""

from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from lkmltrack.model.proposal import JoinReason
from lkmltrack.model.series import PostingKind
from lkmltrack.proposals.likeness import (
    LONGEST_PAUSE,
    LONGEST_PAUSE_OF_NEXT,
    LONGEST_PAUSE_OF_RENAMED,
    MUCH_ALIKE,
    follows,
    is_for_another_place,
    is_next_revision,
    is_renamed_work,
    is_within,
    shared_patches,
    title_likeness,
)
from lkmltrack.proposals.postings import Posting
from lkmltrack.proposals.ties import Tie, alike, cluster, neighbours, tie
from lkmltrack.proposals.titles import title_words

_MOST_ALIKE = 100
"""So many earlier postings are compared with one."""
_MOST_RFCS = 9
_MOST_SKIPPED = 3
"""So far apart may the numbers of two revisions be, when those between went elsewhere."""
_LONG_TITLE = 4
"""Titles of fewer words are shared by people who do not know of each other."""

_Step = tuple[PostingKind, int]


def ties_by_title(postings: Sequence[Posting]) -> Iterator[Tie]:
    """Tie series of one person and one title; two discussions of one title are two."""
    for same in alike(postings, _person_and_title):
        for earlier, later in pairwise(same):
            if later.series.kind is not PostingKind.DISCUSSION and _may_continue(later, earlier):
                yield tie(later, earlier, JoinReason.SUBJECT, earlier.message_id)


def _person_and_title(posting: Posting) -> Hashable:
    words = title_words(posting.series.title)
    return (posting.person, words) if posting.person and words else ()


def _may_continue(later: Posting, earlier: Posting) -> bool:
    """Whether the later posting came soon enough, and for the same project and tree."""
    pause = LONGEST_PAUSE_OF_NEXT if is_next_revision(later, earlier) else LONGEST_PAUSE
    return is_within(later, earlier, pause) and not is_for_another_place(later, earlier)


def ties_by_takeover(postings: Sequence[Posting]) -> Iterator[Tie]:
    """Tie a revision to the one before it of the same title that somebody else posted."""
    for same in alike(postings, lambda posting: title_words(posting.series.title)):
        if len(title_words(same[0].series.title)) < _LONG_TITLE:
            continue
        for earlier, later in pairwise(same):
            is_by_another = earlier.person != later.person
            if is_by_another and is_next_revision(later, earlier) and _may_continue(later, earlier):
                yield tie(later, earlier, JoinReason.SUBJECT, earlier.message_id)


def ties_by_patches(postings: Sequence[Posting]) -> Iterator[Tie]:
    """Tie a series to an earlier step of one person that has half of its patches."""
    buckets: dict[tuple[str, tuple[str, ...]], list[Posting]] = {}
    for posting in postings:
        for words in {title_words(patch.title) for patch in posting.series.patches}:
            if posting.person and words:
                buckets.setdefault((posting.person, words), []).append(posting)
    for earlier, later, _ in neighbours(buckets):
        shared = shared_patches(later, earlier) if follows(later, earlier) else []
        if shared and _may_continue(later, earlier):
            yield tie(later, earlier, JoinReason.SUBJECT, shared[0])


def ties_by_patch_id(postings: Sequence[Posting]) -> Iterator[Tie]:
    """Tie series most of whose diffs are the same, whoever posted them."""
    buckets: dict[str, list[Posting]] = {}
    for posting in postings:
        for patch_id in {patch.patch_id for patch in posting.series.patches if patch.patch_id}:
            buckets.setdefault(patch_id, []).append(posting)
    for earlier, later, patch_id in neighbours(buckets):
        if _has_same_diffs(earlier, later) and _may_continue(later, earlier):
            yield tie(later, earlier, JoinReason.PATCH_ID, patch_id)


def _has_same_diffs(one: Posting, other: Posting) -> bool:
    """Whether half of the larger series are the same diffs: one patch of a pull request is not.

    Two people make the same small change without knowing of each other, so
    theirs needs the same title or a second diff.
    """
    ours = {patch.patch_id for patch in one.series.patches} - {""}
    theirs = {patch.patch_id for patch in other.series.patches} - {""}
    larger = max(one.series.expected, other.series.expected, len(ours), len(theirs))
    if one.person != other.person and len(ours & theirs) < 2:
        return title_likeness(one, other) >= 1 and larger == 1
    return 2 * len(ours & theirs) >= larger


def ties_by_likeness(postings: Sequence[Posting], ties: Sequence[Tie]) -> Iterator[Tie]:
    """Tie a retitled revision to the one before, where both have no other neighbour."""
    number_of = {
        posting.message_id: number
        for number, same in enumerate(cluster(postings, ties))
        for posting in same
    }
    steps = {(number_of[posting.message_id], _step(posting)) for posting in postings}
    earlier_ones: dict[tuple[str, _Step], list[Posting]] = {}
    for posting in postings:
        number = number_of[posting.message_id]
        before = [step for step in _steps_before(posting) if (posting.person, step) in earlier_ones]
        if not any((number, step) in steps for step in before):
            candidates = (
                earlier
                for step in before
                for earlier in _latest(earlier_ones[posting.person, step], posting)
                if (number_of[earlier.message_id], _step(posting)) not in steps
            )
            found = next((one for one in candidates if _is_retitled(posting, one)), None)
            if found is not None:
                yield tie(posting, found, JoinReason.SUBJECT, found.message_id)
        if posting.person:
            earlier_ones.setdefault((posting.person, _step(posting)), []).append(posting)


def _latest(earlier_ones: Sequence[Posting], posting: Posting) -> Iterator[Posting]:
    """Yield the postings that one may continue under another title, the latest first."""
    for earlier in reversed(earlier_ones[-_MOST_ALIKE:]):
        if not is_within(posting, earlier, LONGEST_PAUSE_OF_RENAMED):
            return
        if not is_for_another_place(posting, earlier):
            yield earlier


def _is_retitled(later: Posting, earlier: Posting) -> bool:
    """Whether a posting is an earlier one under another title; over a gap it must be much alike."""
    is_apart = later.series.kind is earlier.series.kind and not is_next_revision(later, earlier)
    if is_apart and title_likeness(later, earlier) < MUCH_ALIKE:
        return False
    return is_renamed_work(later, earlier)


def _step(posting: Posting) -> _Step:
    return (posting.series.kind, posting.series.revision)


def _steps_before(posting: Posting) -> list[_Step]:
    """Return the steps that a posting may continue, the likeliest first."""
    kind, revision = _step(posting)
    if kind is PostingKind.DISCUSSION:
        return []
    before: list[_Step] = []
    if posting.says_revision:
        before.extend((kind, number) for number in range(revision - 1, 0, -1)[:_MOST_SKIPPED])
    if kind is PostingKind.PATCH:
        before.extend((PostingKind.RFC, number) for number in range(_MOST_RFCS, 0, -1))
    return [*before, (PostingKind.DISCUSSION, 1)]
