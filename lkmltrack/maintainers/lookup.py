"""Look paths, words and sections up in an index, unpacking only what is touched."""

from lkmltrack.maintainers.pieces import SLOT_SIZE, read_directory, read_piece
from lkmltrack.maintainers.profiles import Profile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Pattern
    from typing import Any

LAYOUT = "1"
"""To be raised with every change to what an index holds: those in the cache are then built anew."""
PARTITIONS = 1021
EXCLUDES = -2
"""The depth of an ``X:`` line."""
CERTAIN, UNCERTAIN, NAME = 0, 1, 2
"""What kind of line it is: ``F: a/b`` is a folder where there is one, else a file's beginning;
an ``N:`` line counts at any depth."""
_LONGEST_PATH = 4_096


def partition_of(folder: str) -> int:
    """Return the number of the piece that a folder is in; the same in every process."""
    return int.from_bytes(folder.encode("utf-8", "surrogatepass"), "little") % PARTITIONS


class Matched:
    """The sections of a path as (number, depth), the deepest first, ties as in the file."""

    __slots__ = ("is_exact", "sections")

    def __init__(self, sections: "list[tuple[int, int]]", is_exact: bool) -> None:
        self.sections = sections
        self.is_exact = is_exact
        """Whether one of them is maintained and as deep as the path."""


class Index:
    """An index of MAINTAINERS; ``read`` gives so many bytes from a place."""

    def __init__(self, read: "Callable[[int, int], bytes]") -> None:
        self._read = read
        (
            differences,
            self._partition_slots,
            self._name_slot,
            self._keyword_slot,
            self._mailmap_slot,
            self._people_slot,
            self._line_slot,
            self.refusals,
        ) = read_directory(read)
        """What could not be understood: (section, line, reason) each."""
        self.profile = Profile(differences)
        self._partitions: dict[int, Any] = {}
        self._sections: dict[int, Any] = {}
        self._expressions: dict[str, Pattern[str] | None] = {}
        self._names: Any = None
        self._tables: dict[bytes, bytes] = {}

    def match(
        self,
        path: str,
        is_folder: "Callable[[str], bool] | None" = None,
        pattern_depth: int = 0,
    ) -> Matched:
        """Return the sections of a path; without ``is_folder`` an unclear line counts either way."""
        return _judged(self._hits(path, is_folder), path.count("/"), pattern_depth)

    def deciding_lines(
        self, path: str, is_folder: "Callable[[str], bool] | None" = None
    ) -> "dict[int, int]":
        """Return for each section that a path matches which of its lines is the closest."""
        closest: dict[int, tuple[int, int]] = {}
        for number, order, depth, *_ in self._hits(path, is_folder):
            best = closest.get(number)
            if best is None or (depth, -order) > best:
                closest[number] = (depth, -order)
        return {number: -order for number, (_, order) in closest.items()}

    def people(self, number: int) -> "Any":
        """Return a section's (name, role of M, role of R, role of L, rows)."""
        found = self._sections.get(number)
        if found is None:
            found = self._sections[number] = self._row(self._people_slot, number)
        return found

    def lines(self, number: int) -> "Any":
        """Return a section's (name, place, ((letter, value), ...))."""
        return self._row(self._line_slot, number)

    @property
    def count(self) -> int:
        """How many sections there are."""
        return len(self._table(self._people_slot)) // SLOT_SIZE

    def keywords(self) -> "Any":
        """Return every ``K:`` line."""
        return read_piece(self._read, self._keyword_slot)

    def mailmap(self) -> "tuple[dict[str, str], dict[str, str]]":
        """Return (names, addresses) of the mailmap."""
        names, addresses = read_piece(self._read, self._mailmap_slot)
        return names, addresses

    def expression(self, pattern: str) -> "Pattern[str] | None":
        """Return a compiled pattern, or None where even Python cannot run it."""
        if pattern not in self._expressions:
            import re

            flags = 0 if self.profile.is_unicode else re.ASCII
            try:
                self._expressions[pattern] = re.compile(pattern, flags)
            except (re.error, OverflowError, RecursionError):
                self._expressions[pattern] = None
        return self._expressions[pattern]

    def _hits(self, path: str, is_folder: "Callable[[str], bool] | None") -> "list[Any]":
        """Return every line that a path matches."""
        hits: list[Any] = []
        start = 0
        while True:
            folder = path[:start]
            bucket = self._bucket(folder)
            slash = path.find("/", start)
            if bucket is not None:
                base = path[start:] if slash < 0 else None
                _plain_hits(bucket, folder, base, is_folder, hits)
                self._star_hits(path, bucket[2], hits)
                self._expression_hits(path, bucket[3], hits)
            # no line names a folder that is longer, and to try them all takes the square of a length
            if not 0 <= slash < _LONGEST_PATH:
                break
            start = slash + 1
        self._name_hits(path, hits)
        return hits

    def _bucket(self, folder: str) -> "Any":
        """Return what is kept of a folder, if there is anything."""
        number = partition_of(folder)
        partition = self._partitions.get(number)
        if partition is None:
            start = number * SLOT_SIZE
            slot = self._partition_slots[start : start + SLOT_SIZE]
            partition = self._partitions[number] = read_piece(self._read, slot)
        return partition.get(folder)

    def _star_hits(self, path: str, stars: "Any", hits: "list[Any]") -> None:
        """Add the patterns with stars that fit."""
        slashes = path.count("/")
        for pieces, wanted, hit in stars:
            head = pieces[0]
            if not path.startswith(head) or (wanted >= 0 and wanted != slashes):
                continue
            position = len(head)
            for piece in pieces[1:]:
                position = path.find(piece, position)
                if position < 0:
                    break
                position += len(piece)
            else:
                hits.append(hit)

    def _expression_hits(self, path: str, expressions: "Any", hits: "list[Any]") -> None:
        """Add the patterns that have to be run."""
        slashes = path.count("/")
        for head, pattern, wanted, hit in expressions:
            if path.startswith(head) and (wanted < 0 or wanted == slashes):
                expression = self.expression(pattern)
                if expression is not None and expression.match(path[:_LONGEST_PATH]):
                    hits.append(hit)

    def _name_hits(self, path: str, hits: "list[Any]") -> None:
        """Add the ``N:`` lines that fit."""
        if self._names is None:
            self._names = read_piece(self._read, self._name_slot)
        for words, is_whole, pattern, hit in self._names:
            if words is not None:
                for word in words:
                    if word in path:
                        break
                else:
                    continue
                if is_whole:
                    hits.append(hit)
                    continue
            expression = self.expression(pattern)
            if expression is not None and expression.search(path[:_LONGEST_PATH]):
                hits.append(hit)

    def _row(self, table: bytes, number: int) -> "Any":
        """Return the piece of one section."""
        start = number * SLOT_SIZE
        return read_piece(self._read, self._table(table)[start : start + SLOT_SIZE])

    def _table(self, slot: bytes) -> bytes:
        """Return the slots of all sections."""
        if slot not in self._tables:
            self._tables[slot] = read_piece(self._read, slot)
        return self._tables[slot]


def _plain_hits(
    bucket: "Any",
    folder: str,
    base: str | None,
    is_folder: "Callable[[str], bool] | None",
    hits: "list[Any]",
) -> None:
    """Add the patterns of a folder that are plain texts; ``base`` is the name of a file in it."""
    folders, files, *_ = bucket
    for hit in folders:
        if not hit[4] or is_folder is None or is_folder(folder[:-1]):
            hits.append(hit)
    if base is None:
        return
    for beginning, hit in files:
        if not base.startswith(beginning):
            continue
        if not hit[4] or is_folder is None or not is_folder(folder + beginning):
            hits.append(hit)


def _judged(hits: "list[Any]", slashes: int, pattern_depth: int) -> Matched:
    """Return the sections of hits: an ``X:`` takes all back, and the last line gives the depth."""
    excluded = {hit[0] for hit in hits if hit[2] == EXCLUDES}
    depths: dict[int, int] = {}
    is_exact = False
    for number, _, depth, is_maintained, kind in sorted(hits):
        if number in excluded:
            continue
        if kind != NAME and is_maintained and depth >= slashes:
            is_exact = True
        if kind == NAME or not pattern_depth or slashes - depth < pattern_depth:
            depths[number] = depth
    return Matched(sorted(depths.items(), key=_rank), is_exact)


def _rank(found: "tuple[int, int]") -> "tuple[int, int]":
    """Return what sections are sorted by."""
    return -found[1], found[0]
