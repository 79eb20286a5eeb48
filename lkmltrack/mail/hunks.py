"""Hunks: which function of which file each one is said to be in."""

import re

from lkmltrack.mail.diffs import diff_ranges, touched_files

_HUNK_OF = re.compile(r"@@ -\d{1,9}(?:,\d{1,9})? \+\d{1,9}(?:,\d{1,9})? @@ (.{1,300})")
_CALLED = re.compile(r"([A-Za-z_]\w{1,80})\s{0,2}\(")
_NO_FUNCTION = frozenset(("if", "for", "while", "switch", "return", "sizeof", "defined"))
_MOST_LINES = 200_000


def hunk_functions(body: str) -> tuple[tuple[str, str], ...]:
    """Return (path, function) for each hunk of the diffs in a text, each pair once, in order.

    The function is what git wrote behind the second ``@@``; empty when that
    names none.

    >>> hunk_functions("--- a/mm/x.c\\n+++ b/mm/x.c\\n@@ -1 +1 @@ int add(int a)\\n-a\\n+b\\n")
    (('mm/x.c', 'add'),)
    """
    if "@@ -" not in body:
        return ()
    lines = body.split("\n", _MOST_LINES)[:_MOST_LINES]
    found: dict[tuple[str, str], None] = {}
    for first, end in diff_ranges(lines):
        for start, stop in _files(lines, first, end):
            path = (*touched_files(lines[start:stop]), "")[0]
            if not path:
                continue
            for line in lines[start:stop]:
                if line.startswith("@@ -"):
                    found.setdefault((path, _function(line)))
    return tuple(found)


def _files(lines: list[str], first: int, end: int) -> list[tuple[int, int]]:
    """Return where each file's part of a run of diff lines is."""
    starts = [
        index
        for index in range(first, end)
        if lines[index].startswith("diff --git ")
        or (
            lines[index].startswith("--- ")
            and index + 1 < end
            and lines[index + 1].startswith("+++ ")
            and not _is_below_git_line(lines, first, index)
        )
    ]
    return list(zip(starts, [*starts[1:], end], strict=True))


def _is_below_git_line(lines: list[str], first: int, index: int) -> bool:
    """Whether the names belong to a ``diff --git`` line a few lines above."""
    for line in reversed(lines[max(first, index - 8) : index]):
        if line.startswith("diff --git "):
            return True
        if line.startswith(("@@", "+", "-", " ")):
            return False
    return False


def _function(line: str) -> str:
    """Return the function that a hunk's line names."""
    match = _HUNK_OF.match(line)
    if match is None or "(" not in match[1]:
        return ""
    names = [name for name in _CALLED.findall(match[1]) if name not in _NO_FUNCTION]
    return names[0] if names else ""
