"""Lines that may define something, as git grep finds them."""

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lkmltrack.adapters.source_tree.declarations import Kind, declared, is_variable
from lkmltrack.adapters.source_tree.patterns import SOURCES, patterns_for
from lkmltrack.adapters.source_tree.process import NO_PERL, SourceGit
from lkmltrack.errors import TreeError

_AT_HEAD = b"HEAD:"


class Candidate(NamedTuple):
    """A line that may define a name."""

    name: str
    kind: Kind
    path: str
    line: int


def find_lines(git: SourceGit, pattern: str) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield (path, line number, text) of every line of source that fits."""
    # Perl's expressions are ten times as fast, but not every git has them
    for language, spelled in (("-P", pattern), ("-E", pattern.replace("(?:", "("))):
        is_empty = True
        with git.grepping("-n", language, "-e", spelled, places=SOURCES) as output:
            for line in output:
                path, _, rest = line.partition(b"\0")
                number, _, text = rest.partition(b"\0")
                if number.isdigit():
                    is_empty = False
                    yield path.removeprefix(_AT_HEAD) if git.is_bare else path, number, text
        if output.is_whole:
            return
        if not (is_empty and NO_PERL in output.complaint):
            break
    raise TreeError(
        f"{git.shown}: git grep did not get to the end",
        output.complaint[-200:] or "The tree may be too large, or the disk too slow.",
    )


def find_candidates(git: SourceGit, names: Sequence[str]) -> Iterator[Candidate]:
    """Yield every line that may define one of some names."""
    wanted = {name.encode("ascii"): name for name in names}
    for pattern in patterns_for(names):
        for path, number, text in find_lines(git, pattern):
            found = declared(text)
            if found is not None and found[0] in wanted:
                name, kind = found
                yield Candidate(wanted[name], kind, os.fsdecode(path), int(number))
            elif b"(" not in text:
                for name, plain in wanted.items():
                    if name in text and is_variable(text, name):
                        yield Candidate(plain, Kind.VARIABLE, os.fsdecode(path), int(number))
