"""A diff taken apart into files and hunks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lkmltrack.errors import BadInputError

_HUNK = re.compile(r"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@ ?(.*)")
_ESCAPED = re.compile(r"\\(?:([0-7]{3})|(.))")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_NO_FILE = "/dev/null"
NO_NEWLINE = "\\ No newline"


@dataclass(slots=True)
class Hunk:
    """Some lines of a file, each with its mark; ``heading`` is the function they are in."""

    old_start: int
    heading: str
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class FileDiff:
    """What a diff does to one file; ``old`` or ``new`` is empty when there is no such side."""

    old: str = ""
    new: str = ""
    mode: str = ""
    is_copy: bool = False
    binary: str = ""
    hunks: list[Hunk] = field(default_factory=list)


def file_diffs(diff: str) -> list[FileDiff]:
    """Return the files of a diff; raises ``BadInputError`` when a hunk is not what it counts."""
    lines = diff.split("\n")
    found: list[FileDiff] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.startswith("diff --git "):
            found.append(_named_by_git(line))
        elif line.startswith("--- ") and index + 1 < len(lines) and lines[index + 1][:4] == "+++ ":
            _take_names(found, _name(line[4:]), _name(lines[index + 1][4:]))
            index += 1
        elif found and (header := _HUNK.match(line)):
            hunk = Hunk(int(header[1]), header[5])
            index = _read_hunk(lines, index + 1, header, hunk)
            found[-1].hunks.append(hunk)
            continue
        elif found:
            _take_extended(found[-1], line)
        index += 1
    return found


def _named_by_git(line: str) -> FileDiff:
    """Return a file by its first line, where both names are the same but for a rename."""
    names = line.removeprefix("diff --git ").rstrip("\r")
    middle = len(names) // 2
    old, new = _name(names[:middle]), _name(names[middle + 1 :])
    return FileDiff(old, new) if old == new else FileDiff()


def _take_names(found: list[FileDiff], old: str, new: str) -> None:
    # a diff of other programs than git has no line of its own for a file
    if not found or found[-1].hunks:
        found.append(FileDiff())
    found[-1].old = "" if old == _NO_FILE else old
    found[-1].new = "" if new == _NO_FILE else new


def _take_extended(file: FileDiff, line: str) -> None:
    word, _, rest = line.rstrip("\r").partition(" ")
    if line.startswith("new file mode "):
        file.old, file.mode = "", rest.removeprefix("file mode ")
    elif line.startswith("deleted file mode "):
        file.new = ""
    elif line.startswith("new mode "):
        file.mode = rest.removeprefix("mode ")
    elif line.startswith(("rename from ", "copy from ")):
        file.old, file.is_copy = _unquoted(rest.removeprefix("from ")), word == "copy"
    elif line.startswith(("rename to ", "copy to ")):
        file.new = _unquoted(rest.removeprefix("to "))
    elif line.startswith("index "):
        file.binary = rest.partition(" ")[0]


def _read_hunk(lines: list[str], index: int, header: re.Match[str], hunk: Hunk) -> int:
    """Take a hunk's lines, as many as its header counts; return where it ends."""
    old = int(header[2]) if header[2] is not None else 1
    new = int(header[4]) if header[4] is not None else 1
    while old > 0 or new > 0 or (index < len(lines) and lines[index].startswith(NO_NEWLINE)):
        line = lines[index] if index < len(lines) else "end of the diff"
        # mailers cut the blank of an empty line
        mark = line[:1] or " "
        old -= mark in " -"
        new -= mark in " +"
        if mark not in " +-\\" or old < 0 or new < 0:
            raise BadInputError(f"a hunk is damaged at {line[:60]!r}")
        hunk.lines.append(line or " ")
        index += 1
    return index


def _name(text: str) -> str:
    """Return a path without the a/ or b/, or the tree's name, in front of it."""
    name = _unquoted(text.partition("\t")[0].strip())
    return name if name == _NO_FILE else name.partition("/")[2] or name


def _unquoted(name: str) -> str:
    """Undo git's quoting of names that are not plain ASCII."""
    if not name.startswith('"'):
        return name
    raw = _ESCAPED.sub(
        lambda match: (
            chr(int(match[1], 8) & 0xFF) if match[1] else _ESCAPES.get(match[2], match[2])
        ),
        name.strip('"'),
    )
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return raw


def marked_lines(hunk: Hunk) -> Iterator[tuple[str, str, bool]]:
    """Yield (mark, text, whether the file ends here without a newline) for a hunk's lines."""
    for index, line in enumerate(hunk.lines):
        if line.startswith("\\"):
            continue
        follows = hunk.lines[index + 1] if index + 1 < len(hunk.lines) else ""
        yield line[0], line[1:], follows.startswith("\\")
