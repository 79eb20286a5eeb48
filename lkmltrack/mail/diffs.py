"""Unified diffs in a text: which lines belong to them, told by the counts of their hunks."""

import re
from collections.abc import Sequence

_HUNK = re.compile(r"@@ -\d{1,9}(?:,(\d{1,9}))? \+\d{1,9}(?:,(\d{1,9}))? @@")
_PLAIN_DIFF = re.compile(r"^--- \S[^\n]{0,500}\n\+\+\+ \S[^\n]{0,500}\n@@ -\d", re.MULTILINE)
_EXTENDED = (
    "index ",
    "old mode ",
    "new mode ",
    "new file mode ",
    "deleted file mode ",
    "similarity index ",
    "dissimilarity index ",
    "rename from ",
    "rename to ",
    "copy from ",
    "copy to ",
    "Binary files ",
    "Files ",
    "=======",
)
_STARTS = ("diff --git ", "diff --cc ", "diff --combined ", "diff -", "Index: ", "--- ")
_BINARY_DATA = re.compile(
    r"(?:literal|delta) \d+$|[A-Za-z][0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]{5,65}$"
)
_GIT_NAMES = re.compile(r'diff --git (?:"?a/(.{1,1000}?)"? "?b/(.{1,1000}?)"?)$')
_OCTAL = re.compile(r"\\(?:([0-7]{3})|(.))")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def has_diff(text: str) -> bool:
    """Whether an unquoted diff is in the text."""
    if "diff --git " in text and (text.startswith("diff --git ") or "\ndiff --git " in text):
        return True
    return "\n+++ " in text and "\n@@ -" in text and _PLAIN_DIFF.search(text) is not None


def diff_ranges(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return the runs of lines, as (first, one past the last), that are diffs."""
    ranges: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        end = _file_end(lines, index) if lines[index].startswith(_STARTS) else index
        if end == index:
            index += 1
            continue
        if ranges and all(not line.strip() for line in lines[ranges[-1][1] : index]):
            ranges[-1] = (ranges[-1][0], end)
        else:
            ranges.append((index, end))
        index = end
    return ranges


def _file_end(lines: Sequence[str], start: int) -> int:
    """Return one past the last line of the diff of one file; ``start`` when it is none."""
    index = start
    if not lines[index].startswith("--- "):
        index += 1
        while index < len(lines) and lines[index].startswith(_EXTENDED):
            index += 1
        if index < len(lines) and lines[index] == "GIT binary patch":
            return _binary_end(lines, index + 1)
    has_names = _has_names(lines, index)
    if has_names:
        index += 2
    elif not lines[start].startswith(("diff --", "diff -")) or lines[start].startswith("--- "):
        return start
    if not has_names and index == start + 1 and not lines[start].startswith("diff --git "):
        return start
    if has_names and not _is_hunk(lines, index):
        return start if lines[start].startswith("--- ") else index
    while _is_hunk(lines, index):
        index = _hunk_end(lines, index)
    return index


def _has_names(lines: Sequence[str], index: int) -> bool:
    if index + 1 >= len(lines):
        return False
    return lines[index].startswith("--- ") and lines[index + 1].startswith("+++ ")


def _is_hunk(lines: Sequence[str], index: int) -> bool:
    return index < len(lines) and lines[index].startswith(("@@ -", "@@@ -"))


def _hunk_end(lines: Sequence[str], index: int) -> int:
    """Return one past the last line of a hunk, as its header counts them."""
    match = _HUNK.match(lines[index])
    index += 1
    if match is None:
        # a merge's hunk, whose counts say little
        while index < len(lines) and lines[index][:1] in (" ", "+", "-", "\\"):
            index += 1
        return index
    old, new = int(match[1] or 1), int(match[2] or 1)
    while index < len(lines) and (old > 0 or new > 0):
        mark = lines[index][:1]
        if mark in (" ", "", "\t"):
            old, new = old - 1, new - 1
        elif mark == "-":
            old -= 1
        elif mark == "+":
            new -= 1
        elif mark != "\\":
            return index
        index += 1
    while index < len(lines) and lines[index].startswith("\\ No newline"):
        index += 1
    return index


def _binary_end(lines: Sequence[str], index: int) -> int:
    while index < len(lines) and (_BINARY_DATA.match(lines[index]) or not lines[index]):
        index += 1
    while index > 0 and not lines[index - 1]:
        index -= 1
    return index


def touched_files(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the paths that a diff's lines touch, each once; a renamed file by its new name."""
    found: dict[str, None] = {}
    for first, end in diff_ranges(lines):
        old = ""
        in_hunk_until = first
        for index in range(first, end):
            if index < in_hunk_until:
                continue
            line = lines[index]
            if line.startswith("@@"):
                in_hunk_until = _hunk_end(lines, index)
            elif match := _GIT_NAMES.match(line):
                found.setdefault(_unquoted(_git_name(line, match)))
            elif line.startswith("--- "):
                old = _plain_name(line[4:])
            elif line.startswith("+++ "):
                new = _plain_name(line[4:])
                found.setdefault(old if new == "/dev/null" else new)
    found.pop("", None)
    return tuple(found)


def _git_name(line: str, match: re.Match[str]) -> str:
    """Return the new name; both are the same but for a rename, so the line splits in the middle."""
    names = line[len("diff --git ") :]
    middle = len(names) // 2
    if (
        names[middle : middle + 1] == " "
        and names[:middle].strip('"')[2:] == names[middle + 1 :].strip('"')[2:]
    ):
        return names[middle + 1 :].strip('"')[2:]
    return match[2]


def _plain_name(text: str) -> str:
    name = text.partition("\t")[0].strip().strip('"')
    if name == "/dev/null":
        return name
    # the first folder is a/ and b/ for git, the tree's name for others
    _, slash, rest = name.partition("/")
    return _unquoted(rest if slash else name)


def _unquoted(name: str) -> str:
    """Undo git's quoting of names that are not plain ASCII."""
    if "\\" not in name:
        return name
    raw = _OCTAL.sub(
        lambda match: (
            chr(int(match[1], 8) & 0xFF) if match[1] else _ESCAPES.get(match[2], match[2])
        ),
        name,
    )
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return raw
