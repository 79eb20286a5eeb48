"""The lines of a text as the recognisers of evidence see them: unquoted, tabs expanded, bounded."""

from collections.abc import Sequence
from dataclasses import dataclass

from lkmltrack.mail.body import split_lines
from lkmltrack.mail.quoting import quote_depth
from lkmltrack.model.message import LineKind

LONGEST_LINE = 512
"""What is longer is cut: no tool prints a row of that length, and no expression may meet one."""
MOST_LINES = 200_000
_TAB = 8
_BLANKS = str.maketrans(
    {"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u200b": None, "\ufeff": None}
)


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line: its number from 1, what it is, how deep it is quoted, and two readings of it.

    ``text`` is without quote marks, tabs expanded, odd blanks made plain, cut
    to ``LONGEST_LINE``, without blanks at its end. ``raw`` is as it stands.
    """

    number: int
    kind: LineKind
    depth: int
    text: str
    raw: str

    @property
    def is_own(self) -> bool:
        """Whether the sender wrote it, outside of patches, trailers and the signature."""
        return self.depth == 0 and self.kind is LineKind.TEXT

    @property
    def is_blank(self) -> bool:
        """Whether nothing is on it."""
        return not self.text


def read_mail_lines(body: str) -> tuple[TextLine, ...]:
    """Return the lines of a mail's body."""
    raws = body.split("\n")
    return tuple(
        TextLine(
            line.number,
            LineKind.QUOTE if line.depth and line.kind is LineKind.TEXT else line.kind,
            line.depth,
            plain(line.text),
            raws[line.number - 1] if line.number <= len(raws) else line.text,
        )
        for line in split_lines(body)[:MOST_LINES]
    )


def read_file_lines(text: str) -> tuple[TextLine, ...]:
    """Return the lines of a plain file, such as a tool's output: nothing in it is a quote."""
    lines = text.split("\n", MOST_LINES)[:MOST_LINES]
    return tuple(
        TextLine(number, LineKind.TEXT, 0, plain(line), line)
        for number, line in enumerate(lines, 1)
    )


def plain(line: str) -> str:
    """Return a line as recognisers read it.

    >>> plain("a\\tb\\u00a0c  ")
    'a       b c'
    """
    line = line[:LONGEST_LINE]
    if not line.isascii():
        line = line.translate(_BLANKS)
    return line.expandtabs(_TAB).rstrip()[:LONGEST_LINE]


def runs_of_depth(lines: Sequence[TextLine]) -> list[Sequence[TextLine]]:
    """Return the lines divided where the depth of the quote changes, or a patch begins or ends."""
    runs: list[Sequence[TextLine]] = []
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or _kind(lines[index]) != _kind(lines[start]):
            runs.append(lines[start:index])
            start = index
    return runs


def _kind(line: TextLine) -> tuple[int, bool]:
    return line.depth, line.kind in (LineKind.DIFF, LineKind.DIFFSTAT)


def unquoted(text: str) -> str:
    """Return a line without its quote marks."""
    return quote_depth(text)[1]
