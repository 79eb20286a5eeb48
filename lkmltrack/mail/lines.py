"""What each line of a body is: quote, attribution, diff, diffstat, trailer, signature, text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lkmltrack.mail.diffs import diff_ranges, has_diff
from lkmltrack.mail.quoting import (
    attribution_lines,
    is_attribution,
    may_hold_original_message,
    original_message,
)
from lkmltrack.mail.trailers import is_trailer
from lkmltrack.model.message import LineKind

_ROBOT_MARK = "prefixed by >>"
"""The kernel test robot marks new warnings with ``>>`` and says so: they are no quotes."""

_DIFFSTAT_END = re.compile(r" ?\d{1,9} files? changed(?:,|$)")
_DIFFSTAT_LINE = re.compile(r" \S[^|\n]{0,400}\| +(?:\d{1,9}(?: [+-]{1,200})?|Bin\b|Unk\b|0$)")
_DIFFSTAT_MODE = re.compile(
    r" (?:create mode \d{6}|delete mode \d{6}|mode change \d{6}|rename \S|copy \S|rewrite \S)"
)
_FOOTER_RULE = re.compile(r"(?:_{20,}|-{20,}|={20,})\s*$")
_FOOTER_WORDS = ("mailing list", "unsubscribe", "listinfo", "mailman")
_FOOTER_LINES = 8
_GIT_VERSION = re.compile(r"\d{1,3}\.[\w.()\- ]{1,60}$")
_LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """What one line is.

    ``depth`` is how deep the line is quoted beyond its quote marks, if it
    ``has_marks``: those are counted where they are needed.
    """

    kind: LineKind = LineKind.TEXT
    depth: int = 0
    has_marks: bool = False


TEXT = Mark()
"""A line of the sender's own text: the only mark that is compared by identity."""

_ATTRIBUTION = Mark(LineKind.ATTRIBUTION)
_DIFF = Mark(LineKind.DIFF)
_DIFFSTAT = Mark(LineKind.DIFFSTAT)
_TRAILER = Mark(LineKind.TRAILER)
_SIGNATURE = Mark(LineKind.SIGNATURE)
_QUOTE = Mark(LineKind.QUOTE, has_marks=True)
_BELOW_BLOCK = Mark(LineKind.QUOTE, 1)
_MARKED_BELOW_BLOCK = Mark(LineKind.QUOTE, 1, has_marks=True)


def mark_lines(lines: Sequence[str], body: str) -> list[Mark]:
    """Return what each line of a body is."""
    marks = mark_quotes(lines, body) or [TEXT] * len(lines)
    if has_diff(body):
        for first, end in diff_ranges(lines):
            marks[first:end] = [_DIFF] * (end - first)
    if " changed" in body:
        _mark_diffstats(lines, marks)
    for index, line in enumerate(lines):
        if marks[index] is TEXT and is_trailer(line):
            marks[index] = _TRAILER
    if "\n--" in body or body.startswith("--"):
        _mark_signatures(lines, marks)
    _mark_footer(lines, marks)
    return marks


def mark_quotes(lines: Sequence[str], body: str) -> list[Mark] | None:
    """Return which lines are quotes and attributions; None when none is."""
    has_marks = body.startswith(">") or "\n>" in body
    block = original_message(lines) if may_hold_original_message(body) else None
    if not has_marks and block is None and "\n| " not in body:
        return None
    marks = _quote_marks(lines, body) if has_marks else [TEXT] * len(lines)
    if block is not None:
        _mark_whole_quote(lines, marks, *block)
    _mark_attributions(lines, marks)
    if "\n| " in body:
        _mark_bar_quotes(lines, marks)
    return marks


def _quote_marks(lines: Sequence[str], body: str) -> list[Mark]:
    """Return the lines that begin with a quote mark as quotes."""
    marks = [_QUOTE if line[:1] == ">" else TEXT for line in lines]
    if _ROBOT_MARK in body or ">From " in body:
        is_robot = _ROBOT_MARK in body
        for index, line in enumerate(lines):
            is_new_warning = is_robot and line.startswith(">> ") and line[3:4] != ">"
            # an old mailbox puts a mark in front of "From "
            is_mangled = line.startswith(">From ") and not _has_quoted_neighbour(lines, index)
            if is_new_warning or is_mangled:
                marks[index] = TEXT
    return marks


def _has_quoted_neighbour(lines: Sequence[str], index: int) -> bool:
    before = lines[index - 1][:1] if index else ""
    after = lines[index + 1][:1] if index + 1 < len(lines) else ""
    return ">" in (before, after)


def _mark_whole_quote(lines: Sequence[str], marks: list[Mark], first: int, end: int) -> None:
    """Mark a header block, and all below it as quoted, unless marks show what is."""
    marks[first:end] = [_ATTRIBUTION] * (end - first)
    below = next((index for index in range(end, len(lines)) if lines[index].strip()), len(lines))
    if below == len(lines) or marks[below].has_marks:
        return
    for index in range(end, len(lines)):
        marks[index] = _MARKED_BELOW_BLOCK if marks[index].has_marks else _BELOW_BLOCK


def _mark_attributions(lines: Sequence[str], marks: list[Mark]) -> None:
    before = TEXT
    for index, mark in enumerate(marks):
        if mark is not before and mark.has_marks and not before.has_marks:
            found = attribution_lines(lines, index)
            if found and all(mark is TEXT for mark in marks[slice(*found)]):
                marks[slice(*found)] = [_ATTRIBUTION] * (found[1] - found[0])
        before = mark


def _mark_bar_quotes(lines: Sequence[str], marks: list[Mark]) -> None:
    """Mark lines quoted with ``|``, which only an attribution right above tells from a table."""
    is_quote = False
    for index, line in enumerate(lines):
        is_bar = line.startswith("|")
        if is_bar and not is_quote and index and marks[index] is TEXT:
            before = lines[index - 1] or lines[max(index - 2, 0)]
            is_quote = is_attribution(before)
        is_quote = is_bar and is_quote
        if is_quote:
            marks[index] = _BELOW_BLOCK


def _mark_diffstats(lines: Sequence[str], marks: list[Mark]) -> None:
    """Mark a diffstat: the summary, the files above it, the modes below it."""
    for index, line in enumerate(lines):
        if " changed" not in line or marks[index] is not TEXT or not _DIFFSTAT_END.match(line):
            continue
        first = index
        while first and marks[first - 1] is TEXT and _DIFFSTAT_LINE.match(lines[first - 1]):
            first -= 1
        end = index + 1
        while end < len(lines) and marks[end] is TEXT and _DIFFSTAT_MODE.match(lines[end]):
            end += 1
        marks[first:end] = [_DIFFSTAT] * (end - first)


def _mark_signatures(lines: Sequence[str], marks: list[Mark]) -> None:
    """Mark what follows a signature's dashes, until the mail goes on with a quote or a diff."""
    inside = False
    for index, line in enumerate(lines):
        if marks[index].kind not in (LineKind.TEXT, LineKind.TRAILER):
            inside = False
        elif line in ("-- ", "--\xa0") or (line == "--" and _ends_soon(lines, marks, index)):
            inside = True
        if inside:
            marks[index] = _SIGNATURE


def _ends_soon(lines: Sequence[str], marks: list[Mark], index: int) -> bool:
    """Whether dashes without their blank begin a signature: a version, or a few last lines."""
    rest = [line for line in lines[index + 1 :] if line.strip()]
    if rest and _GIT_VERSION.match(rest[0][:_LONGEST_LINE]):
        return True
    return len(rest) <= _FOOTER_LINES and all(
        mark.kind in (LineKind.TEXT, LineKind.TRAILER) for mark in marks[index:]
    )


def _mark_footer(lines: Sequence[str], marks: list[Mark]) -> None:
    """Mark what a mailing list appended below its rule."""
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    for index in range(last - 1, max(last - _FOOTER_LINES, 0) - 1, -1):
        if marks[index].kind is not LineKind.TEXT:
            return
        if _FOOTER_RULE.match(lines[index][:_LONGEST_LINE]):
            text = " ".join(lines[index:last]).lower()
            if any(word in text for word in _FOOTER_WORDS):
                marks[index:] = [_SIGNATURE] * (len(marks) - index)
            return
