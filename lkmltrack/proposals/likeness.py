"""Likeness: what two postings have in common, told from titles, patches and files."""

import re
from datetime import timedelta

from lkmltrack.model.series import PostingKind
from lkmltrack.proposals.postings import Posting
from lkmltrack.proposals.titles import is_same_title, similarity, title_words

LONGEST_PAUSE = timedelta(days=365)
"""A series of the same title is taken up again within this time, or is another one."""
LONGEST_PAUSE_OF_NEXT = timedelta(days=1096)
"""What calls itself the next revision may come this late."""
LONGEST_PAUSE_OF_RENAMED = timedelta(days=180)
ONE_SITTING = timedelta(hours=1)
"""What is sent within this time was made before any answer came."""

MUCH_ALIKE = 0.8
_ALIKE = 0.7
_SOMEWHAT_ALIKE = 0.45
_HARDLY_ALIKE = 0.3
_SAME_FILES = 0.5

_STABLE_TREE = re.compile(r"\d{1,2}\.\d{1,3}(?:\.(?:y|\d{1,3}))?")
_COMMON_WORDS = re.compile(
    r"(?:patch(?:es|set)?|rfc|rft|resend|repost|resent|rebased?|v\d{1,3}|next|-next|linux-next"
    r"|net|bpf|mm|tip|for-\S{1,30}|\S{1,30}-next)",
    re.IGNORECASE,
)
_NUMBER_WORDS = frozenset(
    ("first", "second", "third", "fourth", "fifth", "1st", "2nd", "3rd", "4th", "5th")
)


def follows(later: Posting, earlier: Posting) -> bool:
    """Whether the later posting is a further step: a higher revision, or a patch after an RFC."""
    if _rank(later) != _rank(earlier):
        return _rank(later) > _rank(earlier)
    return later.series.revision > earlier.series.revision


def is_next_revision(later: Posting, earlier: Posting) -> bool:
    """Whether the later posting says that it is the revision after the earlier one."""
    return later.says_revision and later.series.revision == earlier.series.revision + 1


def _rank(posting: Posting) -> int:
    return (PostingKind.DISCUSSION, PostingKind.RFC, PostingKind.PATCH).index(posting.series.kind)


def is_within(later: Posting, earlier: Posting, pause: timedelta) -> bool:
    """Whether the later posting came after the earlier one and within a time."""
    if later.series.date is None or earlier.series.date is None:
        return True
    return timedelta(0) <= later.series.date - earlier.series.date <= pause


def title_likeness(one: Posting, other: Posting) -> float:
    """Return how alike the titles are, from 0 to 1; parts of a row of batches are not alike."""
    ours, theirs = one.series.title, other.series.title
    if is_same_title(ours, theirs):
        return 1.0
    differing = set(title_words(ours)) ^ set(title_words(theirs))
    if differing and all(word.isdigit() or word in _NUMBER_WORDS for word in differing):
        return 0.0
    return similarity(ours, theirs)


def file_likeness(one: Posting, other: Posting) -> float | None:
    """Return the share of touched files in common; None when one of them touches none."""
    ours = {path for patch in one.series.patches for path in patch.files}
    theirs = {path for patch in other.series.patches for path in patch.files}
    if not ours or not theirs:
        return None
    return len(ours & theirs) / len(ours | theirs)


def shared_patches(later: Posting, earlier: Posting) -> list[str]:
    """Return the patches of ``earlier`` whose titles ``later`` has too, when they are enough.

    Half of the larger series is enough; for the next revision in number, half
    of the smaller.
    """
    ours = {title_words(patch.title) for patch in later.series.patches} - {()}
    theirs = {title_words(patch.title): patch.message_id for patch in earlier.series.patches}
    shared = [message_id for words, message_id in theirs.items() if words in ours]
    is_next = later.person == earlier.person and is_next_revision(later, earlier)
    measure = min if is_next else max
    needed = measure(len(ours), len(theirs))
    return shared if needed and 2 * len(shared) >= needed else []


def has_patch_of(later: Posting, earlier: Posting) -> bool:
    """Whether a patch of the later posting has the title of one of the earlier posting."""
    theirs = {title_words(patch.title) for patch in earlier.series.patches}
    return any(title_words(patch.title) in theirs for patch in later.series.patches)


def is_for_another_place(one: Posting, other: Posting) -> bool:
    """Whether two postings are counterparts: one for another stable tree or another project."""
    ours, theirs = _places(one), _places(other)
    stable = {word for word in ours ^ theirs if _STABLE_TREE.fullmatch(word)}
    if stable:
        return True
    return ours != theirs and file_likeness(one, other) == 0


def _places(posting: Posting) -> frozenset[str]:
    """Return the words of the brackets that name a tree or a project."""
    words = (prefix.lower() for prefix in posting.prefixes)
    return frozenset(word for word in words if not _COMMON_WORDS.fullmatch(word))


def is_renamed_work(later: Posting, earlier: Posting) -> bool:
    """Whether the title, changed a little, and the files say that it is the same work."""
    titles, files = title_likeness(later, earlier), file_likeness(later, earlier)
    if files == 0:
        return False
    if titles >= _ALIKE or shared_patches(later, earlier):
        return True
    return titles >= _SOMEWHAT_ALIKE and files is not None and files >= _SAME_FILES


def is_somewhat_alike(one: Posting, other: Posting) -> bool:
    """Whether the titles have about half of their words in common, or the patches do."""
    return title_likeness(one, other) >= _SOMEWHAT_ALIKE or bool(shared_patches(one, other))


def is_hardly_alike(one: Posting, other: Posting) -> bool:
    """Whether the titles or files have anything in common that counts."""
    return title_likeness(one, other) >= _HARDLY_ALIKE or bool(file_likeness(one, other))
