"""How often words stand in which files."""

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from lkmltrack.adapters.source_tree.files import SourceFiles
from lkmltrack.adapters.source_tree.places import is_side
from lkmltrack.adapters.source_tree.process import NO_PERL, SourceGit

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

    Capitals do not count. A word counts where a name or a part of a name
    begins with it: ``mmap`` in ``i_mmap`` and ``mmapped``, not in ``memmap``.
    A path counts like the text of the file. What only accompanies the kernel
    counts a quarter.
    """
    wanted = [word for word in dict.fromkeys(words) if _is_countable(word)][:_MOST_WORDS]
    if not wanted:
        return {}
    counts: defaultdict[bytes, Counter[bytes]] = defaultdict(Counter)
    plain = sorted({word.lower() for word in wanted})
    for path, match in _matches(git, plain):
        counts[match][path] += 1
    _count_paths(files, plain, counts)
    return {word: _weighed(_sum(word.lower().encode(), counts)) for word in wanted}


def _count_paths(
    files: SourceFiles, words: Sequence[str], counts: Mapping[bytes, Counter[bytes]]
) -> None:
    """Add what stands in the paths themselves."""
    expressions = [(word, re.compile(f"(?<![a-z]){re.escape(word)}")) for word in words]
    for path in files.paths():
        lower = path.lower()
        for word, expression in expressions:
            if word in lower and (count := len(expression.findall(lower))):
                counts[word.encode()][os.fsencode(path)] += count


def _sum(word: bytes, counts: Mapping[bytes, Counter[bytes]]) -> Counter[bytes]:
    """Return where a word stands: of two that hold each other git only tells the longer one."""
    found: Counter[bytes] = Counter()
    for match in list(counts):
        if b"_" + word in b"_" + match:
            found.update(counts[match])
    return found


def _is_countable(word: str) -> bool:
    return _SHORTEST_WORD <= len(word) <= _LONGEST_WORD and word.isprintable()


def _matches(git: SourceGit, words: Sequence[str]) -> Iterator[tuple[bytes, bytes]]:
    """Yield (path, word) for every place where a word stands."""
    escaped = "|".join(re.escape(word) for word in words)
    fixed = [part for word in words for part in ("-e", word)]
    # a git without Perl's expressions counts inside of words as well
    for patterns in (["-P", "-e", f"(?:\\b|_)(?:{escaped})"], ["-F", *fixed]):
        options = ("-o", "-i", *patterns)
        with git.grepping(*options, places=(), patience=_PATIENCE) as output:
            for line in output:
                path, _, match = line.partition(b"\0")
                if git.is_bare:
                    path = path.removeprefix(_AT_HEAD)
                if match:
                    yield path, match.lower().removeprefix(b"_")
        if NO_PERL not in output.complaint:
            return


def _weighed(found: Mapping[bytes, int]) -> dict[str, int]:
    """Return the files that have a word most."""
    weighed = {
        name: max(1, count // _SIDE_WEIGHT) if is_side(name) else count
        for path, count in found.items()
        if (name := os.fsdecode(path))
    }
    ranked = sorted(weighed.items(), key=lambda one: (-one[1], one[0]))
    return dict(ranked[:_MOST_FILES])
