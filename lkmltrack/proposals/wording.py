"""Wording: what a sentence begins with, apart from the small words in front."""

import re
from collections.abc import Set

_WORD = re.compile(r"[\w'-]{1,40}")


def plain(text: str) -> str:
    """Return a sentence in lower case with straight apostrophes."""
    return text.replace("\u2019", "'").lower()


def small_words(text: str) -> frozenset[str]:
    """Return the words of a list that is written with blanks between them."""
    return frozenset(text.split())


def without_opening(text: str, small: Set[str]) -> str:
    """Return a plain sentence from its first word on that is not one of the small ones.

    >>> without_opening("thanks, i've now applied this", {"thanks", "i've", "now"})
    'applied this'
    """
    for match in _WORD.finditer(text):
        if match[0] not in small:
            return text[match.start() :]
    return ""
