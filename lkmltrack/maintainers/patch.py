"""What get_maintainer.pl reads in a patch: its files, its ``Fixes:`` and its keywords."""

from lkmltrack.maintainers.profiles import Profile
from lkmltrack.maintainers.searching import SearchedText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lkmltrack.maintainers.lookup import Index

_HEX = frozenset("0123456789abcdefABCDEF")
_OCTAL = frozenset("01234567")
_DIGITS = frozenset("0123456789")
_PREFIX = "[+-].*"
"""What stands before an expression once the first file was named; only its first alternative."""


class Patch:
    """A patch as text; a mail around it, headers included, is part of it."""

    def __init__(self, text: str, profile: Profile) -> None:
        self._text = text
        self._profile = profile
        self._first_name = len(text)
        """Where the first line is that names a file: from there on only changes hold keywords."""
        self.files: list[str] = []
        self.fixes: list[str] = []
        self.ranges: list[tuple[str, int, int]] = []
        """(file, first line, how many lines) of the changes that are said so."""
        self._read()

    def _read(self) -> None:
        """Find every line that names a file."""
        if self._profile.reads_git_lines:
            for line in self._lines(" mode change "):
                self.files += _of_mode_change(line)
            for line in self._lines("rename "):
                self.files += _of_rename(line)
            for line in self._lines("diff --git "):
                self.files += _of_git(line)
        if self._profile.has_fixes:
            for line in self._lines("Fixes:"):
                self.fixes += _of_fixes(line)
        named = self._named_files()
        if named:
            self._first_name = named[0][0]
        self.files += [name for _, name in named]
        self._read_ranges(named)

    def _named_files(self) -> "list[tuple[int, str]]":
        """Return (position, name) of every ``+++`` and ``---`` line."""
        marks = ["+++", "---"] if self._profile.reads_git_lines else ["+++"]
        found = [
            (position, name)
            for mark in marks
            for position in self._starts(mark)
            for name in _of_name(self._line_at(position), self._profile.skips_dev_null)
        ]
        return sorted(found)

    def _read_ranges(self, named: "list[tuple[int, str]]") -> None:
        """Find which lines of which file are changed."""
        before = 0
        for position in self._starts("@@ -"):
            while before < len(named) and named[before][0] < position:
                before += 1
            numbers = _of_hunk(self._line_at(position))
            if numbers is not None:
                self.ranges.append((named[before - 1][1] if before else "", *numbers))

    def keywords(self, index: "Index") -> "Iterator[tuple[str, int, str]]":
        """Yield (place, section, value) of every ``K:`` line that the patch matches."""
        work = SearchedText(self._text)
        for place, number, value, alternatives in index.keywords():
            for order, alternative in enumerate(alternatives):
                if work.is_worth_a_look(alternative) and self._has(
                    alternative, order == 0, index, work
                ):
                    yield place, number, value
                    break

    def _has(self, alternative: "Any", is_first: bool, index: "Index", work: SearchedText) -> bool:
        """Whether a line matches one alternative of a keyword."""
        words, is_whole, ignores_case, pattern, ends, ways = alternative
        for start in work.lines_with(words, ignores_case):
            line = self._line_at(start)
            if self._is_read_otherwise(line):
                continue
            is_prefixed = is_first and start > self._first_name
            if is_whole and (not is_prefixed or _has_change(line, words)):
                return True
            if is_whole or (is_prefixed and line[:1] not in ("+", "-")):
                continue
            line = line[: work.affordable_length(len(line), ends, ways)]
            if not line:
                return False
            prefixed = f"{_PREFIX}(?:{pattern})" if is_prefixed else pattern
            expression = index.expression(prefixed)
            if expression is None:
                return False
            if expression.match(line) if is_prefixed else expression.search(line):
                return True
        return False

    def _is_read_otherwise(self, line: str) -> bool:
        """Whether a line is one of those that name files or commits and so hold no keyword."""
        if line.startswith("+++") or (line.startswith("---") and self._profile.reads_git_lines):
            return bool(_of_name(line, False))
        if line.startswith("@@ -"):
            return _of_hunk(line) is not None
        if line.startswith("Fixes:"):
            return self._profile.has_fixes and bool(_of_fixes(line))
        if not self._profile.reads_git_lines:
            return False
        if line.startswith("diff --git "):
            return bool(_of_git(line))
        if line.startswith("rename "):
            return bool(_of_rename(line))
        return line.startswith(" mode change ") and bool(_of_mode_change(line))

    def _lines(self, beginning: str) -> "Iterator[str]":
        """Yield every line that begins so."""
        for position in self._starts(beginning):
            yield self._line_at(position)

    def _starts(self, beginning: str) -> "Iterator[int]":
        """Yield where the lines that begin so are."""
        text = self._text
        if text.startswith(beginning):
            yield 0
        mark = f"\n{beginning}"
        position = text.find(mark)
        while position >= 0:
            yield position + 1
            position = text.find(mark, position + 1)

    def _line_at(self, start: int) -> str:
        """Return a line with its newline."""
        end = self._text.find("\n", start)
        return self._text[start:] if end < 0 else self._text[start : end + 1]


def _has_change(line: str, words: "tuple[str, ...]") -> bool:
    """Whether one of the words stands in a line that is added or taken away."""
    return line[:1] in ("+", "-") and any(word in line[1:] for word in words)


def _of_mode_change(line: str) -> list[str]:
    """Return the file of `` mode change 100644 => 100755 file``."""
    words = line.split()
    modes = [*words[2:3], *words[4:5]]
    is_one = (
        len(words) == 6
        and words[3] == "=>"
        and all(_OCTAL.issuperset(mode) for mode in modes)
        and line.startswith(f" mode change {words[2]} => {words[4]} {words[5]}")
    )
    return words[5:] if is_one else []


def _of_rename(line: str) -> list[str]:
    """Return the file of ``rename from file``."""
    words = line.split()
    is_one = len(words) == 3 and words[1] in ("from", "to") and line.startswith(" ".join(words))
    return words[2:] if is_one else []


def _of_git(line: str) -> list[str]:
    """Return both files of ``diff --git a/file b/file``."""
    words = line.split()
    is_one = (
        len(words) == 4
        and line.startswith(" ".join(words))
        and words[2].startswith("a/")
        and words[3].startswith("b/")
        and len(words[2]) > 2 < len(words[3])
    )
    return [words[2][2:], words[3][2:]] if is_one else []


def _of_fixes(line: str) -> list[str]:
    """Return the commit of ``Fixes: 0123456789ab``, at most forty digits of it."""
    rest = line[6:]
    word = rest.lstrip()[:40]
    length = next((at for at, digit in enumerate(word) if digit not in _HEX), len(word))
    return [word[:length]] if length >= 6 and rest[:1].isspace() else []


def _of_name(line: str, skips_dev_null: bool) -> list[str]:
    """Return the file of ``+++ b/file`` without its first folder."""
    if not line[3:4].isspace():
        return []
    words = line[3:].split(None, 1)
    if not words or (skips_dev_null and words[0] == "/dev/null"):
        return []
    return [words[0].partition("/")[2] if "/" in words[0] else words[0]]


def _of_hunk(line: str) -> "tuple[int, int] | None":
    """Return (first line, how many) of ``@@ -12,7 ...``."""
    first, comma, rest = line[4:40].partition(",")
    count = rest[: next((at for at, digit in enumerate(rest) if digit not in _DIGITS), len(rest))]
    if not comma or not first or not count or not _DIGITS.issuperset(first):
        return None
    return int(first), int(count)
