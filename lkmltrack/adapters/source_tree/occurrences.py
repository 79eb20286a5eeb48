"""How often words stand in which files."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from lkmltrack.adapters.source_tree.files import SourceFiles
from lkmltrack.adapters.source_tree.places import is_side
from lkmltrack.adapters.source_tree.process import SourceGit

_MOST_WORDS = 16
_SHORTEST_WORD = 2
_LONGEST_WORD = 80
_MOST_FILES = 20_000
_SIDE_WEIGHT = 4
_PATIENCE = 60.0
_AT_HEAD = b"HEAD:"


def count_occurrences(
    git: SourceGit, files: SourceFiles, words: Sequence[str]
) -> dict[str, dict[str, int]]:
    """Return for each word how often it stands in which files, the files that have it most first.

    Capitals do not count, and a part of a longer word does. A word in a path
    counts like one in the file. What only accompanies the kernel counts a quarter.
    """
    wanted = {word: word.lower().encode() for word in words if _is_countable(word)}
    wanted = dict(list(wanted.items())[:_MOST_WORDS])
    if not wanted:
        return {}
    counts: defaultdict[bytes, Counter[bytes]] = defaultdict(Counter)
    for path, match in _matches(git, sorted(set(wanted.values()))):
        counts[match][path] += 1
    for name in files.paths():
        path = os.fsencode(name)
        lower = path.lower()
        for word in set(wanted.values()):
            if word in lower:
                counts[word][path] += lower.count(word)
    # of words that hold each other git only tells the longer one
    whole = {
        word: sum((counts[match] for match in list(counts) if lower in match), Counter())
        for word, lower in wanted.items()
    }
    return {word: _weighed(found) for word, found in whole.items()}


def _is_countable(word: str) -> bool:
    return _SHORTEST_WORD <= len(word) <= _LONGEST_WORD and word.isprintable()


def _matches(git: SourceGit, words: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield (path, word) for every place where a word stands."""
    patterns = [part for word in words for part in ("-e", os.fsdecode(word))]
    with git.grepping("-o", "-i", "-F", *patterns, places=(), patience=_PATIENCE) as output:
        for line in output:
            path, _, match = line.partition(b"\0")
            if match:
                yield path.removeprefix(_AT_HEAD) if git.is_bare else path, match.lower()


def _weighed(found: Mapping[bytes, int]) -> dict[str, int]:
    """Return the files that have a word most."""
    weighed = {
        name: max(1, count // _SIDE_WEIGHT) if is_side(name) else count
        for path, count in found.items()
        if (name := os.fsdecode(path))
    }
    ranked = sorted(weighed.items(), key=lambda one: (-one[1], one[0]))
    return dict(ranked[:_MOST_FILES])
