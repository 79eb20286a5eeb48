"""The columns of a table: where they are, what they are called, which cell is in which."""

import re
from collections.abc import Sequence

from lkmltrack.evidence.measuring.gridlines import MISSING, Cell, Line

_NEAR = 3
"""So far left of a column a word may begin and still belong to its name."""
_SCATTER = re.compile(
    r"\W{0,2}(?:std|stdev|stddev|sd|cv|err|stderr|dev)\W{0,2}$|[±+/-]{1,3}$", re.I
)
_AFTER_UNIT = re.compile(r"(?<=\)) (?=\w)")


def columns_of(body: Sequence[Line], is_piped: bool) -> tuple[list[tuple[int, int]], int]:
    """The places of the columns of values, and how many cells before them are labels."""
    counted = [line for line in body if line.values]
    if not counted:
        return [], 0
    if is_piped:
        width = max(len(line.cells) for line in counted)
        labels = 1 if width > 1 else 0
        while labels < width - 1 and _is_text_column(counted, labels):
            labels += 1
        return [(0, 0)] * (width - labels), labels
    labels = _leading_labels(counted)
    sizes: dict[int, int] = {}
    for line in counted:
        count = len(tail_of(line, labels))
        sizes[count] = sizes.get(count, 0) + 1
    enough = max(2, len(counted) * 15 // 100)
    width = max((size for size in sizes if sizes[size] >= enough), default=max(sizes))
    model = [tail_of(line, labels) for line in counted if len(tail_of(line, labels)) == width]
    spans = [
        (min(cells[index].start for cells in model), max(cells[index].end for cells in model))
        for index in range(width)
    ]
    return spans, labels


def _is_text_column(lines: Sequence[Line], index: int) -> bool:
    cells = [line.cells[index] for line in lines if index < len(line.cells)]
    texts = [cell for cell in cells if cell.value is None and cell.text.lower() not in MISSING]
    return len(texts) * 2 > len(cells)


def _leading_labels(lines: Sequence[Line]) -> int:
    """How many leading values are labels: parameters in the first column of an aligned table."""
    if any(line.cells[0].value is None for line in lines):
        return 0
    firsts = [line.cells[0].value for line in lines]
    are_plain = all(
        value is not None and (float(value.number).is_integer() or value.unit) and not value.beside
        for value in firsts
    )
    if not are_plain or any(line.values < 2 for line in lines):
        return 0
    labels = 1
    while all(len(line.cells) > labels + 1 and line.cells[labels].value is None for line in lines):
        labels += 1
    return labels


def tail_of(line: Line, labels: int) -> list[Cell]:
    """The cells of values: from the first value on, the labels apart."""
    cells = list(line.cells)
    if labels:
        return cells[labels:]
    while (
        cells
        and cells[0].value is None
        and not (cells[0].text.lower() in MISSING and len(cells) < len(line.cells))
    ):
        cells.pop(0)
    return cells


def placed(cells: Sequence[Cell], spans: Sequence[tuple[int, int]]) -> tuple[Cell | None, ...]:
    """The cells each in its column, by count when it is full, by place otherwise."""
    if len(cells) == len(spans):
        return tuple(cells)
    places: list[Cell | None] = [None] * len(spans)
    for cell in cells:
        index = _nearest(cell, spans)
        if index is not None and places[index] is None:
            places[index] = cell
    return tuple(places)


def _nearest(cell: Cell, spans: Sequence[tuple[int, int]]) -> int | None:
    if not spans:
        return None
    return min(
        range(len(spans)),
        key=lambda index: (
            _distance(cell, spans[index]),
            abs(cell.start + cell.end - sum(spans[index])),
        ),
    )


def _distance(cell: Cell, span: tuple[int, int]) -> int:
    return max(span[0] - cell.end, cell.start - span[1], 0)


def named(
    heads: Sequence[Line], spans: Sequence[tuple[int, int]], labels: int, label_end: int = 0
) -> tuple[tuple[tuple[str, ...], ...], str]:
    """Return what the headers call each column, from the top down, and what the labels' column."""
    columns: list[list[str]] = [[] for _ in spans]
    stubs: list[str] = []
    widest = max((len(head.filled) for head in heads), default=0)
    has_steps = any(head.values >= len(spans) for head in heads)
    for head in heads:
        if (
            has_steps
            and not head.values
            and len(head.filled) < len(spans)
            and not (head.is_piped or _spreads(len(head.filled), len(spans)))
        ):
            continue  # a title: the steps of a parameter name the columns
        if head.is_piped:
            names, stub = _piped_names(head.cells, len(spans), labels)
        elif len(head.filled) < widest and _spreads(len(head.filled), len(spans)):
            names, stub = _spread(head.filled, len(spans)), ""
        else:
            names, stub = _names(head.filled, spans, label_end)
        for column, name in zip(columns, names, strict=True):
            if name:
                column.append(name)
        stubs.append(stub)
    return tuple(map(tuple, columns)), " ".join(filter(None, stubs))


def _spreads(count: int, width: int) -> bool:
    """Whether each name of a header stands above several columns."""
    return count >= 2 and width > count and width % count == 0


def _spread(cells: Sequence[Cell], width: int) -> list[str]:
    each = width // len(cells)
    return [cell.text for cell in cells for _ in range(each)]


def _piped_names(cells: Sequence[Cell], width: int, labels: int) -> tuple[list[str], str]:
    names = [cell.text for cell in cells]
    if len(names) < labels + width and len(names) == width:
        names = ["", *names]
    stub = " ".join(filter(None, names[:labels]))
    columns = names[labels : labels + width]
    return columns + [""] * (width - len(columns)), stub


def _names(
    cells: Sequence[Cell], spans: Sequence[tuple[int, int]], label_end: int
) -> tuple[list[str], str]:
    """What an aligned header calls each column, and its labels."""
    width = len(spans)
    if not width:
        return [], ""
    for candidates in (cells, _split_at_units(cells), _without_scatter(cells)):
        extra = len(candidates) - width
        first = candidates[0]
        is_name = first.end > spans[0][0] and " " not in first.text
        if extra == 0 and (first.start >= label_end or is_name):
            return [cell.text for cell in candidates], ""
        is_led = extra > 1 and candidates[extra - 1].end <= label_end
        if extra > 0 and (extra == 1 or is_led or all(cell.value for cell in candidates[extra:])):
            stub = " ".join(cell.text for cell in candidates[:extra])
            return [cell.text for cell in candidates[extra:]], stub
    names: list[list[str]] = [[] for _ in spans]
    if len(_words(cells)) < width - 1:
        return [""] * width, ""
    stub_words: list[str] = []
    for word in _words(cells):
        index = _nearest(word, spans)
        gap = spans[0][0] - word.end
        if index is None or (index == 0 and (gap >= _NEAR or gap >= 0 and word.start < label_end)):
            stub_words.append(word.text)
        else:
            names[index].append(word.text)
    return [" ".join(name) for name in names], " ".join(stub_words)


def _without_scatter(cells: Sequence[Cell]) -> list[Cell]:
    """Names without those of scatter, which stands in brackets beside the values."""
    return [cell for cell in cells if not _SCATTER.match(cell.text)] or list(cells)


def _split_at_units(cells: Sequence[Cell]) -> list[Cell]:
    """Names of columns that a single blank parts, after the unit of the first: ``a (ns) b (ns)``."""
    parts: list[Cell] = []
    for cell in cells:
        place = cell.start
        for part in _AFTER_UNIT.split(cell.text):
            parts.append(Cell(part, place, place + len(part), cell.value))
            place += len(part) + 1
    return parts


def _words(cells: Sequence[Cell]) -> list[Cell]:
    words: list[Cell] = []
    for cell in cells:
        place = cell.start
        for word in cell.text.split(" "):
            if word:
                words.append(Cell(word, place, place + len(word)))
            place += len(word) + 1
    return words
