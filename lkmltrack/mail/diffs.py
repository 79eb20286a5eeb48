"""Unified diffs in a text: which lines belong to them, told by the counts of their hunks."""

import re
from collections.abc import Sequence

_HUNK = re.compile(r"@@ -\d{1,9}(?:,(\d{1,9}))? \+\d{1,9}(?:,(\d{1,9}))? @@")
_PLAIN_DIFF = re.compile(r"^--- \S[^\n]{0,500}\n\+\+\+ \S[^\n]{0,500}\n@@ -\d", re.MULTILINE)
_GIT_STARTS = ("diff --git ", "diff --cc ", "diff --combined ")
_STARTS = (*_GIT_STARTS, "diff -", "Index: ", "--- ")
_EXTENDED = (
    "index ",
    "old mode ",
    "new mode ",
    "mode ",
    "new file mode ",
    "deleted file mode ",
    "similarity index ",
    "dissimilarity index ",
    "rename from ",
    "rename to ",
    "copy from ",
    "copy to ",
    "Binary files ",
    "=======",
)
_BINARY_DATA = re.compile(r"(?:literal|delta) \d{1,12}$|[A-Za-z][!-~]{5,65}$")
_GIT_NAMES = re.compile(r"diff --git \"?a/.{1,1000}? \"?b/(.{1,1000})$")
_ESCAPED = re.compile(r"\\(?:([0-7]{3})|(.))")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def has_diff(text: str) -> bool:
    """Whether an unquoted diff is in the text."""
    if "diff --git " in text and (text.startswith("diff --git ") or "\ndiff --git " in text):
        return True
    return "\n+++ " in text and "\n@@ -" in text and _PLAIN_DIFF.search(text) is not None


def diff_ranges(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return the runs of lines, as (first, one past the last), that are diffs.

    Files that follow each other, with nothing or blank lines between them,
    are one run.
    """
    ranges: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        end = _file_end(lines, index) if lines[index].startswith(_STARTS) else index
        if end == index:
            index += 1
            continue
        if ranges and not any(lines[ranges[-1][1] : index]):
            ranges[-1] = (ranges[-1][0], end)
        else:
            ranges.append((index, end))
        index = end
    return ranges


def _file_end(lines: Sequence[str], start: int) -> int:
    """Return one past the last line of the diff of one file; ``start`` when it is none."""
    is_git = lines[start].startswith(_GIT_STARTS)
    index = start
    if not lines[start].startswith("--- "):
        index = _after_extended_header(lines, start + 1)
        if is_git and index < len(lines) and lines[index] == "GIT binary patch":
            return _binary_end(lines, index + 1)
    if _has_names(lines, index) and _is_hunk(lines, index + 2):
        index += 2
        while _is_hunk(lines, index):
            index = _hunk_end(lines, index)
        return index
    return index if is_git else start


def _after_extended_header(lines: Sequence[str], index: int) -> int:
    while index < len(lines) and lines[index].startswith(_EXTENDED):
        index += 1
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
        # a merge's hunk, or a header cut by a mailer: only the marks tell
        while index < len(lines) and lines[index][:1] in (" ", "+", "-", "\\"):
            index += 1
        return index
    old, new = int(match[1] or 1), int(match[2] or 1)
    while index < len(lines) and (old > 0 or new > 0):
        mark = lines[index][:1]
        if mark in (" ", "", "\t"):
            # mailers cut the blank of an empty line
            old, new = old - 1, new - 1
        elif mark == "-":
            old -= 1
        elif mark == "+":
            new -= 1
        elif mark != "\\" and not _is_wrapped_tail(lines, index):
            return index
        index += 1
    while index < len(lines) and lines[index].startswith("\\ No newline"):
        index += 1
    return index


def _is_wrapped_tail(lines: Sequence[str], index: int) -> bool:
    """Whether a line inside a hunk is the rest of one that a mailer wrapped."""
    return index + 1 < len(lines) and lines[index + 1][:1] in ("+", "-", " ")


def _binary_end(lines: Sequence[str], index: int) -> int:
    first = index
    while index < len(lines) and (not lines[index] or _BINARY_DATA.match(lines[index])):
        index += 1
    while index > first and not lines[index - 1]:
        index -= 1
    return index


def touched_files(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the paths that a diff's lines touch, each once; a renamed file by its new name.

    >>> touched_files(["--- a/mm/old.c", "+++ /dev/null", "@@ -1 +0,0 @@", "-x"])
    ('mm/old.c',)
    """
    found: dict[str, None] = {}
    for first, end in diff_ranges(lines):
        index = first
        while index < end:
            line = lines[index]
            if line.startswith("@@"):
                index = max(_hunk_end(lines, index), index + 1)
                continue
            if line.startswith("diff --git "):
                found.setdefault(_git_name(line))
            elif line.startswith("--- ") and _has_names(lines, index):
                old, new = _plain_name(line[4:]), _plain_name(lines[index + 1][4:])
                found.setdefault(old if new == "/dev/null" else new)
                index += 1
            index += 1
    found.pop("", None)
    return tuple(found)


def _git_name(line: str) -> str:
    """Return the new name; both are the same but for a rename, so the line splits in the middle."""
    names = line[len("diff --git ") :].rstrip("\r")
    middle = len(names) // 2
    old, new = names[:middle].strip('"'), names[middle + 1 :].strip('"')
    if names[middle : middle + 1] == " " and old[2:] == new[2:]:
        return _unquoted(new[2:])
    match = _GIT_NAMES.match(line)
    return _unquoted(match[1].rstrip('"')) if match else ""


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
    raw = _ESCAPED.sub(_unescaped, name)
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return raw


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 8) & 0xFF) if match[1] else _ESCAPES.get(match[2], match[2])
