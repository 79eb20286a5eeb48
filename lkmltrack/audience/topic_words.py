"""Words of a topic and of MAINTAINERS, and how well one stands for the other."""

import re
from collections.abc import Iterator, Sequence

_WORD = re.compile(r"[a-z0-9_]+")
_PIECE = re.compile(r"[^\s,;\"'`()<>]+")
_MOST_WORDS = 40
_LONGEST_WORD = 100
_STOP_WORDS = frozenset(
    [
        "a",
        "about",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "has",
        "have",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "me",
        "my",
        "not",
        "of",
        "on",
        "or",
        "our",
        "s",
        "t",
        "than",
        "that",
        "the",
        "their",
        "there",
        "this",
        "to",
        "us",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "you",
        "linux",
    ]
)
_ENDINGS = ("ations", "ation", "ators", "ator", "ings", "ing", "ers", "er", "es", "ed", "s", "e")
_SHORTEST_STEM = 4
_SHORTEST_ABBREVIATION = 4
_SHORTEST_KEY = 4

EXACT, PART, BEGINNING, STEM = 1.0, 0.85, 0.6, 0.55


def topic_words(words: str | Sequence[str]) -> tuple[str, ...]:
    """Return the words of a topic that say something, in lower case, each once.

    >>> topic_words("Who maintains the io-uring zero copy?")
    ('maintains', 'io_uring', 'zero', 'copy')
    """
    text = words if isinstance(words, str) else " ".join(words)
    found: dict[str, None] = {}
    for match in _PIECE.finditer(text.lower()):
        word = match[0].strip(".:?!&*=[]{}|\\").removesuffix("->")[:_LONGEST_WORD]
        if "/" not in word:
            word = word.replace("-", "_")
        if word and word not in _STOP_WORDS and _WORD.search(word):
            found[word] = None
        if len(found) == _MOST_WORDS:
            break
    return tuple(found)


def tokens(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case, ``-`` read as ``_``."""
    for match in _WORD.finditer(text.replace("-", "_").lower()):
        token = match[0].strip("_")
        if token:
            yield token


def parts(word: str) -> tuple[str, ...]:
    """Return what a compound word is made of, the letters that stand alone left out.

    >>> parts("i_mmap_rwsem")
    ('mmap', 'rwsem')
    """
    found = [part for part in re.split("[^a-z0-9]", word) if len(part) > 1]
    return tuple(found) if len(found) > 1 or found != [word] else ()


def key_of(word: str) -> str:
    """Return what a text must hold for the word to be in it in any form."""
    stem = stem_of(word)
    return stem[: max(_SHORTEST_KEY, min(len(stem), 5))]


def stem_of(word: str) -> str:
    """Return a word without its ending.

    >>> stem_of("allocator") == stem_of("allocation"), stem_of("balancing"), stem_of("ext4")
    (True, 'balanc', 'ext4')
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def likeness(word: str, token: str) -> float:
    """Return how well a word of MAINTAINERS stands for a word of the topic; zero for not at all."""
    if word == token:
        return EXACT
    if "_" in token and word in token.split("_"):
        return PART
    if len(word) > 2 and token.startswith(word):
        return BEGINNING if len(word) > 3 or len(token) < 6 else 0.0
    stem = stem_of(word)
    if len(stem) >= _SHORTEST_STEM and stem != word and stem == stem_of(token):
        return STEM
    if len(stem) > _SHORTEST_STEM and token.startswith(stem):
        return STEM
    if len(token) > _SHORTEST_ABBREVIATION and word.startswith(token):
        return STEM
    return 0.0
