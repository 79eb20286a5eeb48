"""Titles: when two of them speak of the same thing."""

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[_.-][^\W_]+)*")
_TRAILING_REVISION = re.compile(r"[\s,:;-]*\(?\bv(\d{1,3})\)?[\s.:;]*$", re.IGNORECASE)
_FILLERS = frozenset(
    ("a", "an", "the", "to", "of", "in", "on", "for", "and", "or", "with", "by", "from", "at", "as")
)
_LONGEST_TITLE = 500


@lru_cache(maxsize=65_536)
def title_words(title: str) -> tuple[str, ...]:
    """Return the words of a title that carry meaning, lower case, in order.

    >>> title_words("mm: Split the file's i_mmap tree for NUMA v2")
    ('mm', 'split', 'file', 's', 'i_mmap', 'tree', 'numa')
    """
    title = _TRAILING_REVISION.sub("", title[:_LONGEST_TITLE])
    words = (word.lower() for word in _WORD.findall(title))
    return tuple(word for word in words if word not in _FILLERS)


def title_revision(title: str) -> int:
    """Return the revision that stands at the end of a title; 0 when there is none.

    >>> title_revision("mm: switch to something new v2"), title_revision("mm: fix it")
    (2, 0)
    """
    match = _TRAILING_REVISION.search(title[:_LONGEST_TITLE])
    return int(match[1]) if match else 0


def is_same_title(one: str, other: str) -> bool:
    """Whether two titles differ in nothing but case, spaces, punctuation and small words."""
    words = title_words(one)
    return bool(words) and words == title_words(other)


def similarity(one: str, other: str) -> float:
    """Return the share of words that two titles have in common, from 0 to 1 (Dice)."""
    ours, theirs = set(title_words(one)), set(title_words(other))
    if not ours or not theirs:
        return 0.0
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))
