"""What each line of a body is: quote, attribution, diff, diffstat, trailer, signature, text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lkmltrack.mail.blocks import Block, find_block, may_hold_block
from lkmltrack.mail.diffs import diff_ranges, has_diff
from lkmltrack.mail.quoting import attribution_above, has_indented_marks, is_attribution
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
_FOOTER_WINDOW = 40
_GIT_VERSION = re.compile(r"\d{1,3}\.[\w.()\- ]{1,60}$")
_LONGEST_LINE = 500


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """What one line is; the few marks there are are compared by identity.

    ``depth`` is how deep the line is quoted beyond its quote marks, if it
    ``has_marks``: those are counted where they are needed.
    """

    kind: LineKind = LineKind.TEXT
    depth: int = 0
    has_marks: bool = False


TEXT = Mark()
"""A line of the sender's own text."""

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
    is_indented = has_indented_marks(body)
    has_marks = is_indented or body.startswith(">") or "\n>" in body
    block = find_block(lines) if may_hold_block(body) else None
    first, end = _opening_attribution(lines)
    if not has_marks and block is None and first == end:
        return None
    marks = _quote_marks(lines, body, is_indented) if has_marks else [TEXT] * len(lines)
    marks[first:end] = [_ATTRIBUTION] * (end - first)
    if block is not None:
        _mark_block(lines, marks, block)
    _mark_attributions(lines, marks)
    if "\n| " in body:
        _mark_bar_quotes(lines, marks)
    return marks


def _opening_attribution(lines: Sequence[str]) -> tuple[int, int]:
    """Return the lines of an attribution on top of a body, whether its quote was cut or not."""
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    for end in range(first + 1, min(first + 3, len(lines) + 1)):
        if not lines[first].startswith(">") and is_attribution(" ".join(lines[first:end])):
            return first, end
    return first, first


def _quote_marks(lines: Sequence[str], body: str, is_indented: bool) -> list[Mark]:
    """Return the lines that begin with a quote mark as quotes."""
    if is_indented:
        return [_QUOTE if line.startswith((">", " >")) else TEXT for line in lines]
    marks = [_QUOTE if line[:1] == ">" else TEXT for line in lines]
    if _ROBOT_MARK in body or ">From " in body:
        is_robot = any(_ROBOT_MARK in line and line[:1] != ">" for line in lines)
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


def _mark_block(lines: Sequence[str], marks: list[Mark], block: Block) -> None:
    """Mark a header block, and all below it as quoted, unless marks show what is."""
    marks[block.first : block.end] = [_ATTRIBUTION] * (block.end - block.first)
    rest = range(block.end, len(lines))
    below = next((index for index in rest if lines[index].strip()), len(lines))
    if block.is_forward or below == len(lines) or marks[below].has_marks:
        return
    for index in rest:
        marks[index] = _MARKED_BELOW_BLOCK if marks[index].has_marks else _BELOW_BLOCK


def _mark_attributions(lines: Sequence[str], marks: list[Mark]) -> None:
    for index in _quote_starts(marks):
        found = attribution_above(lines, index)
        if found and all(mark is TEXT for mark in marks[slice(*found)]):
            marks[slice(*found)] = [_ATTRIBUTION] * (found[1] - found[0])


def _quote_starts(marks: Sequence[Mark]) -> Iterator[int]:
    """Yield where runs of lines with quote marks begin."""
    index = 0
    try:
        while True:
            index = marks.index(_QUOTE, index)
            yield index
            index = marks.index(TEXT, index)
    except ValueError:
        return


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
    rest = [line for line in lines[index + 1 : index + _FOOTER_WINDOW] if line.strip()]
    if rest and _GIT_VERSION.match(rest[0][:_LONGEST_LINE]):
        return True
    if len(lines) - index > _FOOTER_WINDOW or len(rest) > _FOOTER_LINES:
        return False
    return all(mark.kind in (LineKind.TEXT, LineKind.TRAILER) for mark in marks[index:])


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
