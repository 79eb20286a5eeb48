"""What a section of MAINTAINERS says of a word: in its name, paths, patterns, lists and trees."""

import re
from collections.abc import Iterable, Sequence

from lkmltrack.audience.topic_words import likeness, tokens

_NAME, _FILE, _PARENT, _FOLDER, _EXPRESSION, _LIST, _TREE = 3.0, 2.2, 1.4, 0.9, 1.6, 1.4, 0.7
_PART_OF_FILE = 0.6
_ASIDE = (
    ("Documentation/devicetree/", 0.5),
    ("Documentation/", 0.7),
    ("tools/testing/", 0.6),
    ("samples/", 0.6),
    ("include/dt-bindings/", 0.5),
)
_SEGMENT = re.compile(r" - |[()\[\],/:]")
_SAYS_NOTHING = frozenset(("driver", "drivers", "support", "and", "the", "for", "of", "subsystem"))
_LIST_WORDS = frozenset(("linux", "kernel", "devel", "list", "lists", "dev", "discuss", "users"))
_OTHERS = 0.25
"""What every further line adds that has the word too."""


class SectionText:
    """One section as a topic sees it."""

    __slots__ = ("blob", "entries", "has_people", "name", "number")

    def __init__(self, number: int, name: str, entries: "Sequence[tuple[str, str]]") -> None:
        self.number = number
        self.name = name
        self.entries = [entry for entry in entries if entry[0] in "FNKLT"]
        self.has_people = any(letter in "MR" for letter, _ in entries)
        self.blob = "\n".join([name, *(value for _, value in self.entries)])
        self.blob = self.blob.replace("-", "_").lower()
        """Everything at once, to rule a word out quickly."""

    def strength_of(self, word: str) -> tuple[float, str]:
        """Return how strongly a section is about a word, and the line that says so the most."""
        found = [(self._in_name(word), self.name)]
        for letter, value in self.entries:
            strength = _in_entry(word, letter, value)
            if strength:
                found.append((strength, f"{letter}: {value}"))
        best = max(found, key=lambda each: each[0])
        in_name = found[0][0]
        others = in_name if best is not found[0] else max((f[0] for f in found[1:]), default=0.0)
        return best[0] + _OTHERS * others, best[1]

    def words(self) -> "Iterable[str]":
        """Yield every word that its name, paths and patterns have, and their parts."""
        for token in tokens(self.blob):
            yield token
            if "_" in token:
                yield from token.split("_")

    def _in_name(self, word: str) -> float:
        """Return how strongly the name is about a word: a word among few counts more."""
        best = 0.0
        for place, segment in enumerate(_SEGMENT.split(self.name)):
            words = [token for token in tokens(segment) if token not in _SAYS_NOTHING]
            found = max((likeness(word, token) for token in words), default=0.0)
            share = 0.6 + 0.4 / len(words) if words else 0.0
            best = max(best, found * share * (1.0 if place < 2 else 0.9))
        return _NAME * best


def _in_entry(word: str, letter: str, value: str) -> float:
    """Return how strongly one line is about a word."""
    if letter == "F":
        return _in_path(word, value)
    if letter == "L":
        local = value.partition("@")[0]
        words = [token for token in tokens(local.replace("-", " ")) if token not in _LIST_WORDS]
        found = max((likeness(word, token) for token in (*words, *tokens(local))), default=0.0)
        return _LIST * found if found > 0.5 else 0.0
    if letter == "T":
        last = value.rstrip("/").rpartition("/")[2] or value
        return _TREE * max((likeness(word, token) for token in tokens(last)), default=0.0)
    plain = value.replace("\\b", " ").replace("\\", " ")
    return _EXPRESSION * max((likeness(word, token) for token in tokens(plain)), default=0.0)


def _in_path(word: str, path: str) -> float:
    """Return how strongly a path is about a word: what it ends with counts most."""
    folders, _, last = path.rstrip("/").rpartition("/")
    stem = last.partition(".")[0] or last
    whole = stem.replace("-", "_").strip("*_").lower()
    strength = _FILE * likeness(word, whole)
    if not strength:
        strength = _FILE * _PART_OF_FILE * _best(word, last.replace("_", " "))
    if not strength:
        above, _, parent = folders.rpartition("/")
        strength = max(_PARENT * _best(word, parent), _FOLDER * _best(word, above))
    for beginning, factor in _ASIDE:
        if path.startswith(beginning):
            return strength * factor
    return strength


def _best(word: str, text: str) -> float:
    """Return how well the best word of a text fits."""
    return max((likeness(word, token) for token in tokens(text)), default=0.0)
