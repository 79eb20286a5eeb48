"""Columns that fit the screen: the least needed ones go first when it is narrow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lkmltrack.cli.text.cells import cut, pad, pad_left, widest, width_of
from lkmltrack.cli.text.spans import Line, Span, Style, one_line

_GAP = 2
_LAST_COLUMN_WANTS = 24


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, the most cells it may take, its side, and how needed it is.

    ``rank`` 0 always stays; of the others the highest goes first. The last
    column of a table takes what is left of the line.
    """

    head: str
    limit: int = 40
    right: bool = False
    rank: int = 0


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Span]],
    width: int,
    *,
    heads: bool = False,
) -> Iterator[Line]:
    """Lay rows out in columns; nothing is printed for a column that is empty throughout."""
    cells = [[Span(one_line(cell.text), cell.style) for cell in row] for row in rows]
    widths = [
        widest([*(row[place].text for row in cells), column.head if heads else ""], column.limit)
        for place, column in enumerate(columns)
    ]
    filled = [any(row[place].text for row in cells) for place in range(len(columns))]
    kept = _kept(columns, widths, [place for place in range(len(columns)) if filled[place]], width)
    if heads and cells:
        head = [Span(column.head, Style.DIM) for column in columns]
        yield _laid_out(head, columns, widths, kept, width)
    for row in cells:
        yield _laid_out(row, columns, widths, kept, width)


def _kept(
    columns: Sequence[Column], widths: Sequence[int], places: list[int], width: int
) -> list[int]:
    """Return the places of the columns that stay."""
    last = len(columns) - 1
    while True:
        fixed = sum(widths[place] + _GAP for place in places if place != last)
        wanted = min(widths[last], _LAST_COLUMN_WANTS)
        droppable = [place for place in places if columns[place].rank]
        if fixed + wanted <= width or not droppable:
            return places
        places = [p for p in places if p != max(droppable, key=lambda p: columns[p].rank)]


def _laid_out(
    row: Sequence[Span],
    columns: Sequence[Column],
    widths: Sequence[int],
    kept: Sequence[int],
    width: int,
) -> Line:
    """Return one row as a line that is never wider than the screen."""
    spans: list[Span] = []
    left = width
    # nothing is filled up to the right of the last text
    end = max((n for n, place in enumerate(kept) if row[place].text), default=0)
    for position, place in enumerate(kept[: end + 1]):
        is_last = position == end
        room = left if place == len(columns) - 1 else min(widths[place], left)
        text = cut(row[place].text, room)
        if columns[place].right:
            text = pad_left(text, room)
        elif not is_last:
            text = pad(text, room)
        spans.append(Span(text, row[place].style))
        left -= width_of(text) + _GAP
        if is_last or left <= 0:
            break
        spans.append(Span(" " * _GAP))
    return spans
