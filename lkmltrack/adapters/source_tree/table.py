"""The symbol table of a tree: where every function is, in one file that is searched in place.

The names stand sorted by length and then by letters, a line each, so that one
is found by halving, and those of about the same length stand together. The
table only tells where to look: whoever uses it looks at the sources.
"""

import hashlib
import mmap
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from tempfile import mkstemp

from lkmltrack.adapters.source_tree.candidates import Candidate, find_lines
from lkmltrack.adapters.source_tree.declarations import Kind, declared
from lkmltrack.adapters.source_tree.patterns import FUNCTIONS
from lkmltrack.adapters.source_tree.process import SourceGit

_LAYOUT = b"lkmltrack symbols 1\n"
_END_OF_NAMES = b"\n\n"
_MOST_PLACES = 12
_LONGEST_NAME = 120
_MOST_FILES = 4
_OTHERS = 0o077
_KINDS = frozenset((Kind.FUNCTION, Kind.OPEN, Kind.WORD, Kind.MACRO))


class SymbolTable:
    """A table as it lies in the cache or in memory."""

    def __init__(self, data: "bytes | mmap.mmap") -> None:
        self._data = data
        self._start = len(_LAYOUT)
        end = data.find(_END_OF_NAMES)
        self._end = end + 1 if end >= 0 else self._start
        self._paths: list[bytes] | None = None

    def find(self, name: str) -> list[Candidate]:
        """Return where a name may be defined."""
        wanted = (len(name), name.encode("ascii", "replace"))
        start = self._first_from(wanted)
        line = self._line_at(start)
        found, _, places = line.partition(b"\t")
        return list(self._places(name, places)) if found == wanted[1] else []

    def has(self, name: str) -> bool:
        """Whether a name is there."""
        encoded = name.encode("ascii", "replace")
        start = self._first_from((len(encoded), encoded))
        return self._data[start : start + len(encoded) + 1] == encoded + b"\t"

    def names(self, length: int, first: str) -> Iterator[str]:
        """Yield every name of a length that begins with a letter."""
        letter = first.encode("ascii", "replace")
        start = self._first_from((length, letter))
        end = self._first_from((length, letter + b"\x7f"))
        for line in self._data[start:end].split(b"\n"):
            if line:
                yield line.partition(b"\t")[0].decode("ascii", "replace")

    def _first_from(self, wanted: tuple[int, bytes]) -> int:
        """Return where the first line begins that is not before a name."""
        low, high = self._start, self._end
        while low < high:
            middle = self._data.rfind(b"\n", self._start, (low + high) // 2) + 1
            middle = max(middle, low)
            line = self._line_at(middle)
            name = line.partition(b"\t")[0]
            if (len(name), name) < wanted:
                low = middle + len(line) + 1
            else:
                high = middle
        return low

    def _line_at(self, start: int) -> bytes:
        end = self._data.find(b"\n", start, self._end)
        return self._data[start:end] if end >= 0 else b""

    def _places(self, name: str, places: bytes) -> Iterator[Candidate]:
        """Yield what a line of the table says."""
        if self._paths is None:
            self._paths = self._data[self._end + 1 :].split(b"\0")
        for place in places.split(b"\t"):
            numbers = place.split(b":")
            if len(numbers) == 3 and all(number.isdigit() for number in numbers):
                kind, path, line = map(int, numbers)
                if path < len(self._paths) and kind in _KINDS:
                    yield Candidate(name, Kind(kind), os.fsdecode(self._paths[path]), line)


def open_table(folder: str, git: SourceGit) -> SymbolTable | None:
    """Return the table of a tree from the cache, if it has one of ours."""
    if not folder:
        return None
    try:
        number = os.open(_place(folder, git), os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        state = os.fstat(number)
        if not stat.S_ISREG(state.st_mode) or state.st_uid != os.geteuid():
            return None
        if state.st_mode & _OTHERS or state.st_size <= len(_LAYOUT):
            return None
        data = mmap.mmap(number, 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None
    finally:
        os.close(number)
    return SymbolTable(data) if data[: len(_LAYOUT)] == _LAYOUT else None


def build_table(folder: str, git: SourceGit) -> SymbolTable:
    """Return a new table of a tree, and keep it in the cache where that can be done."""
    data = _built(git)
    if folder and _written(data, _place(folder, git)):
        _prune(folder)
    return SymbolTable(data)


def _built(git: SourceGit) -> bytes:
    """Return a table."""
    names: dict[bytes, bytes] = {}
    paths: list[bytes] = []
    last = b""
    for path, number, text in find_lines(git, FUNCTIONS):
        found = declared(text)
        if found is None or found[1] not in _KINDS or len(found[0]) > _LONGEST_NAME:
            continue
        if path != last:
            paths.append(path)
            last = path
        name, kind = found
        before = names.get(name, b"")
        if before.count(b"\t") < _MOST_PLACES:
            names[name] = b"%b\t%d:%d:%b" % (before, kind, len(paths) - 1, number)
    ordered = sorted(names, key=lambda name: (len(name), name))
    lines = b"".join(b"%b%b\n" % (name, names[name]) for name in ordered)
    return _LAYOUT + lines + b"\n" + b"\0".join(paths)


def _place(folder: str, git: SourceGit) -> str:
    """Return the file of a tree's table, named after the tree and its state."""
    named = hashlib.sha256(os.fsencode(os.path.realpath(git.path)) + _LAYOUT)
    named.update((git.head if git.has_history else _state(git.path)).encode())
    return f"{folder}/{named.hexdigest()[:40]}.symbols"


def _state(path: str) -> str:
    """Return what changes when another version is unpacked into a folder."""
    states = []
    for name in ("", "Makefile", "MAINTAINERS"):
        with suppress(OSError):
            state = os.stat(f"{path}/{name}")
            states.append(f"{state.st_ino}.{state.st_mtime_ns}")
    return " ".join(states)


def _written(data: bytes, place: str) -> bool:
    """Write a table whole or not at all."""
    temporary = ""
    try:
        os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)
        number, temporary = mkstemp(prefix=".", dir=os.path.dirname(place))
        with os.fdopen(number, "wb") as file:
            file.write(data)
        os.replace(temporary, place)
    except OSError:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)
        return False
    return True


def _prune(folder: str) -> None:
    """Remove the oldest tables."""
    with suppress(OSError):
        found = [f"{folder}/{name}" for name in os.listdir(folder) if name.endswith(".symbols")]
        for path in sorted(found, key=lambda path: os.lstat(path).st_mtime_ns)[:-_MOST_FILES]:
            os.unlink(path)
