"""Passages: neighbouring lines read as one text, with the way back to their numbers."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lkmltrack.evidence.text import TextLine
from lkmltrack.model.message import LineKind

_READ = (LineKind.TEXT, LineKind.QUOTE)
_LINK = re.compile(
    r"(?:https?|git|ssh|ftp)://\S+|<[^<>\s]+@[^<>\s]+>|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+"
)
_LONGEST = 20_000
_MOST_TEXT = 500_000
"""A log of more than this has said at its head how it was made."""
_DIFF_MARKS = ("+", "-", "@@", "diff --git", "index ")


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines without a blank one between them, at one depth of quoting."""

    lines: tuple[TextLine, ...]
    text: str
    """The lines joined, links and addresses blanked out with as many blanks."""
    starts: tuple[int, ...]

    @property
    def is_quoted(self) -> bool:
        """Whether somebody else wrote it."""
        return self.lines[0].depth > 0

    def line_at(self, offset: int) -> TextLine:
        """Return the line that an offset of the text is in."""
        return self.lines[max(bisect_right(self.starts, offset) - 1, 0)]

    def written(self, start: int, end: int) -> str:
        """Return what stands from one offset to another, lines and all, as it was written."""
        whole = "\n".join(line.text for line in self.lines)
        return whole[start:end]


def passages(lines: Sequence[TextLine]) -> Iterator[Passage]:
    """Yield the passages of what people wrote: no diffs, trailers, signatures, attributions."""
    group: list[TextLine] = []
    size = whole = 0
    for line in lines:
        whole += len(line.text)
        if whole > _MOST_TEXT:
            break
        is_read = line.kind in _READ and not _is_quoted_diff(line)
        ends = not is_read or line.is_blank
        if group and (ends or line.depth != group[0].depth or size > _LONGEST):
            yield _passage(group)
            group, size = [], 0
        if not ends:
            group.append(line)
            size += len(line.text) + 1
    if group:
        yield _passage(group)


def _passage(group: Sequence[TextLine]) -> Passage:
    starts, offset = [], 0
    for line in group:
        starts.append(offset)
        offset += len(line.text) + 1
    text = "\n".join(line.text for line in group)
    if "@" in text or "://" in text:
        text = _LINK.sub(lambda found: " " * len(found.group()), text)
    return Passage(tuple(group), text, tuple(starts))


def _is_quoted_diff(line: TextLine) -> bool:
    if not line.depth or not line.text.startswith(_DIFF_MARKS):
        return False
    return not line.text.startswith(("- ", "--", "+-")) or line.text.startswith(("--- ", "+++ "))
