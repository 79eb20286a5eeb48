"""Files as far as a series shows them: the lines in its hunks are known, the others are not.

The hunks of a series tell, line for line, what stood in the files around the
changes. That is enough to make the commits again, but for lines that no hunk
shows; each of those gets a line of its own in their place, the same before
and after, so that no diff ever shows it.
"""

from dataclasses import dataclass, field
from itertools import count

from lkmltrack.adapters.series.file_diffs import FileDiff, Hunk, file_diffs, marked_lines
from lkmltrack.errors import BadInputError

_MOST_LINES = 3_000_000
_DEFAULT_MODE = "100644"
_MODES = frozenset(("100644", "100755", "120000"))


@dataclass(slots=True)
class _Cell:
    """A line of a file: its text when a hunk has shown it, else a stand-in."""

    stand_in: str
    text: str | None = None
    ends_file: bool = False

    @property
    def content(self) -> str:
        line = self.stand_in if self.text is None else self.text
        return line if self.ends_file else f"{line}\n"

    def show(self, text: str, ends_file: bool) -> None:
        """Take what a hunk shows; it may not differ from what an earlier one did."""
        if self.text is None:
            self.text = text
        elif self.text.rstrip() != text.rstrip():
            raise BadInputError("a patch does not follow from the patches before it")
        self.ends_file = self.ends_file or ends_file


@dataclass(slots=True)
class _File:
    """A file's lines as they are now; ``base`` are those it had before the series.

    Lines are appended to ``base`` as hunks show that the file is longer.
    """

    base: list[_Cell]
    cells: list[_Cell] = field(default_factory=list)
    mode: str = _DEFAULT_MODE
    is_made: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """A file as it was at one time; its text is only final when the whole series was applied."""

    mode: str
    cells: tuple[_Cell, ...]
    base: list[_Cell]
    shown: int

    @property
    def content(self) -> str:
        """The text, with stand-ins for what is not known."""
        # what later hunks found below what was known then
        return "".join(cell.content for cell in (*self.cells, *self.base[self.shown :]))


class SparseTree:
    """The files that a series touches: as they were before it, and as they are now."""

    def __init__(self) -> None:
        self._before: dict[str, list[_Cell]] = {}
        self._now: dict[str, _File] = {}
        self._gone: set[str] = set()
        self._numbers = count(1)

    def apply(self, diff: str) -> dict[str, Version | None]:
        """Apply a diff and return the files it touches; None for one that is gone.

        Raises ``BadInputError`` when it does not follow from the diffs before it.
        """
        touched: dict[str, Version | None] = {}
        for change in file_diffs(diff):
            for path in filter(None, (change.old, change.new)):
                _check_path(path)
                touched[path] = None
            self._apply(change)
        if not touched:
            raise BadInputError("there is no change in a patch")
        return {path: self._version(path) for path in touched}

    def before(self) -> dict[str, Version]:
        """Return the files as they were before the series."""
        for path, base in self._before.items():
            if not base:
                base.append(_Cell(path))
        return {path: Version(_DEFAULT_MODE, (), base, 0) for path, base in self._before.items()}

    def _version(self, path: str) -> Version | None:
        file = self._now.get(path)
        if file is None:
            return None
        return Version(file.mode, tuple(file.cells), file.base, len(file.base))

    def _apply(self, change: FileDiff) -> None:
        if change.is_copy:
            raise BadInputError(f"{change.new} is a copy of a file that is not shown whole")
        file = self._old_side(change)
        if change.binary and not change.hunks and change.old == change.new:
            file.cells = [_Cell("", f"binary {change.binary}")]
        shift = 0
        for hunk in change.hunks:
            shift += self._replace(file, hunk, shift)
        if change.mode in _MODES:
            file.mode = change.mode
        if change.old and change.old != change.new:
            del self._now[change.old]
            self._gone.add(change.old)
        if change.new:
            self._now[change.new] = file
            self._gone.discard(change.new)

    def _old_side(self, change: FileDiff) -> _File:
        """Return the file that a change begins with."""
        if not change.old:
            if change.new in self._now:
                raise BadInputError(f"{change.new} is made anew and is there already")
            return _File([], is_made=True)
        if change.old in self._gone:
            raise BadInputError(f"{change.old} is changed and was deleted before")
        if change.old not in self._now:
            base = self._before.setdefault(change.old, [])
            self._now[change.old] = _File(base)
        return self._now[change.old]

    def _replace(self, file: _File, hunk: Hunk, shift: int) -> int:
        """Put a hunk's new lines in the place of its old ones; return how many more they are."""
        lines = list(marked_lines(hunk))
        old = sum(mark != "+" for mark, _, _ in lines)
        start = hunk.old_start + shift - (1 if old else 0)
        self._extend(file, start + old)
        if start < 0 or start + old > len(file.cells):
            raise BadInputError("a hunk is beyond the end of a file")
        if hunk.heading and start and file.cells[start - 1].text is None:
            file.cells[start - 1].stand_in = hunk.heading
        position, new = start, []
        for mark, text, ends_file in lines:
            if mark == "+":
                new.append(_Cell("", text, ends_file))
                continue
            cell = file.cells[position]
            cell.show(text, ends_file)
            position += 1
            if mark == " ":
                new.append(cell)
        file.cells[start:position] = new
        return len(new) - old

    def _extend(self, file: _File, lines: int) -> None:
        if lines > _MOST_LINES:
            raise BadInputError(f"a file of {lines:,} lines")
        while len(file.cells) < lines and not file.is_made:
            cell = _Cell(f" {next(self._numbers)}")
            file.base.append(cell)
            file.cells.append(cell)


def _check_path(path: str) -> None:
    """Refuse a path that leads out of a tree, or into git's own folder."""
    parts = path.split("/")
    if "\0" in path or any(part in ("", ".", "..") or part.lower() == ".git" for part in parts):
        raise BadInputError(f"a patch names the path {path!r}")
