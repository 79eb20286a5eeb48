"""Names: the spellings of one person's name, and local parts of addresses that spell it."""

import re
import unicodedata
from functools import lru_cache

from lkmltrack.proposals.people import name_key

_BLENDS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "æ": "ae", "ø": "oe", "œ": "oe", "þ": "th"}
)
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "a", "ħ": "h", "ŧ": "t"}
)
_BRACKETS = re.compile(r"\[[^\[\]]{0,80}\]|\([^()]{0,80}\)")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 200
_SHORTEST_WORD_IN_ANY_ORDER = 3
_SHORTEST_JOINED = 5
_SHORTEST_AFTER_INITIALS = 4
_SHORTEST_SURNAME = 7
"""A surname alone says who somebody is only when it is long; short ones are common."""
_EVERYBODY = frozenset(
    [
        "admin",
        "contact",
        "devel",
        "developer",
        "developers",
        "info",
        "kernel",
        "linux",
        "lkml",
        "lists",
        "maintainer",
        "maintainers",
        "office",
        "opensource",
        "patch",
        "patches",
        "postmaster",
        "security",
        "support",
        "upstream",
        "webmaster",
    ]
)
"""Local parts that say nothing about who it is."""


@lru_cache(maxsize=16_384)
def spellings(name: str) -> frozenset[str]:
    """Return keys of a name; two names with a key in common are one person's.

    >>> bool(spellings("Töpel, Björn (Arm)") & spellings("Bjoern Toepel"))
    True
    >>> spellings("jk")
    frozenset()
    """
    name = _BRACKETS.sub(" ", name[:_LONGEST]).replace("'", "").replace("’", "").lower()
    found = {name_key(each) for each in (name, name.translate(_BLENDS), name.translate(_STROKES))}
    for key in tuple(found):
        words = key.split()
        if len(words) > 1 and min(map(len, words)) >= _SHORTEST_WORD_IN_ANY_ORDER:
            found.add(" ".join(sorted(words)))
    found.discard("")
    return frozenset(found)


@lru_cache(maxsize=16_384)
def words_of(name: str) -> frozenset[str]:
    """Return the words of a name that are more than an initial."""
    return frozenset(word for key in spellings(name) for word in key.split())


def local_part(address: str) -> str:
    """Return what stands before the ``@``, without what follows a ``+``, in small letters."""
    return address[:_LONGEST].rpartition("@")[0].partition("+")[0].lower()


def is_everybody(local: str) -> bool:
    """Whether a local part may be anybody's: ``linux``, ``patches``.

    >>> is_everybody("linux"), is_everybody("liam.howlett")
    (True, False)
    """
    return local in _EVERYBODY


@lru_cache(maxsize=65_536)
def spells(local: str, name: str) -> bool:
    """Whether a local part spells a name so that it is hardly anybody else's.

    >>> [spells(local, "Ada B. Lovelace") for local in ("ada.lovelace", "ablovelace", "ada", "al")]
    [True, True, False, False]
    """
    joined = "".join(_WORD.findall(local[:_LONGEST]))
    if len(joined) < _SHORTEST_JOINED:
        return False
    plain = _BRACKETS.sub(" ", name[:_LONGEST]).lower()
    last, comma, first = plain.partition(",")
    plain = f"{first} {last}" if comma and first.strip() else plain
    return any(
        joined in _ways(_WORD.findall(each))
        for each in (_folded(plain), _folded(plain.translate(_BLENDS)))
    )


def _folded(text: str) -> str:
    """Return a text without accents."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def _ways(words: list[str]) -> set[str]:
    """Return how people make a local part of their names."""
    full = [word for word in words if len(word) > 1]
    if len(full) < 2:
        return set()
    first, last = full[0], full[-1]
    ways = {first + last, last + first, "".join(full), "".join(words)}
    if len(last) >= _SHORTEST_AFTER_INITIALS:
        ways |= {first[0] + last, "".join(word[0] for word in words[:-1]) + last, last + first[0]}
    if len(last) >= _SHORTEST_SURNAME:
        ways.add(last)
    return ways
