"""The words of a passage with their places, and atoms: words that name one part of a machine."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from lkmltrack.model.evidence import EnvironmentKind

_WORD = re.compile(r"\n|[A-Za-z0-9](?:[\w+'-]|\.(?=\w))*|[^\sA-Za-z0-9]")
_FULL_LINE = 45
"""A shorter line ends where its writer ended it; a longer one was wrapped."""
_MARKS = re.compile(r"\((?:R|TM|C|r|tm|c)\)|[\u00ae\u2122]")


class Weight(Enum):
    """How much a part of a machine says on its own."""

    STRONG = "strong"
    """It is a fact alone: ``EPYC 9754``."""
    WEAK = "weak"
    """It is one beside others: ``Intel``, ``server``, ``256 GB``."""
    JOIN = "join"
    """It only belongs to what stands before or behind it: ``@ 2.30GHz``."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a mark or the end of a line, with its place in the passage."""

    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The word in lower case."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Atom:
    """Words that name one part of a machine: how many, what it is, its standard form."""

    width: int
    kind: EnvironmentKind
    weight: Weight
    group: str
    """What it is among its kind: ``brand``, ``model``, ``count``, ``bytes``, ``noun`` ..."""
    value: str = ""


def words_of(text: str) -> list[Word]:
    """Return the words of a text; trade marks are left out, and a short line ends like a sentence."""
    if "(" in text or not text.isascii():
        text = _MARKS.sub(lambda found: " " * len(found.group()), text)
    words: list[Word] = []
    line_start = 0
    for found in _WORD.finditer(text):
        mark = found.group()
        if mark == "\n":
            mark = "\n" if _is_wrapped(text, line_start, found.start()) else ";"
            line_start = found.end()
        words.append(Word(mark, found.start(), found.end()))
    return words


def _is_wrapped(text: str, start: int, end: int) -> bool:
    """Whether a line is long, and the one below it is indented as it is."""
    return end - start >= _FULL_LINE and abs(_indent(text, start) - _indent(text, end + 1)) <= 4


def _indent(text: str, start: int) -> int:
    line = text[start : start + 80]
    return len(line) - len(line.lstrip(" "))


def key_at(words: Sequence[Word], index: int) -> str:
    """Return a word in lower case, the word in the next line where a line ends, empty past the end."""
    if 0 <= index < len(words):
        return words[index].key
    return ""
