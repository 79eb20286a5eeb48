"""Tables of every dialect as rows of cells under their headers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lkmltrack.evidence.measuring.cells import Value, value_of
from lkmltrack.evidence.measuring.columns import columns_of, named, placed, tail_of
from lkmltrack.evidence.measuring.gridlines import (
    MISSING,
    Cell,
    Line,
    has_edges,
    is_piped,
    read_line,
)

_MOST_HEADS = 3
_RIGHT = 24
"""What stands so far to the right belongs to columns, not to the rows below."""
_VERSIONS = re.compile(r"v?[3-9]\.\d{1,2}(?:\.\d{1,3})?")
_STANDS_FOR_ONE = frozenset(("baseline", "base", "ref", "reference"))
PARAMETERS = frozenset(
    [
        "threads",
        "thread",
        "thr",
        "thrs",
        "#thr",
        "#threads",
        "clients",
        "client",
        "groups",
        "group",
        "jobs",
        "numjobs",
        "iodepth",
        "qd",
        "bs",
        "size",
        "nr",
        "cores",
        "cpus",
        "cpu",
        "procs",
        "processes",
        "process",
        "instances",
        "instance",
        "tasks",
        "workers",
        "worker",
        "n",
        "src_cnt",
        "bitmap",
        "nodes",
        "writers",
        "readers",
        "users",
        "connections",
        "conns",
        "copies",
        "order",
        "depth",
        "len",
        "length",
        "pairs",
        "streams",
        "vms",
        "vcpus",
        "qdepth",
        "blocksize",
        "#clients",
        "#cpus",
        "nthreads",
        "nr_threads",
        "nr_task",
    ]
)
"""Words of headers whose figures are a run's parameters, not results."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of results: what it is called, and a cell for each column of values."""

    line: int
    label: str
    cells: tuple[Cell | None, ...]
    section: str = ""
    """The line that heads this and other rows, without values of its own."""
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under the same headers; ``stub`` is the header above the labels."""

    headers: tuple[tuple[str, ...], ...]
    stub: str
    rows: tuple[Row, ...]


def grids_of(rows: Sequence[tuple[int, str]]) -> list[Grid]:
    """Return the tables in some lines, one for each set of headers."""
    texts = [text for _, text in rows]
    has_bars = is_piped(texts)
    is_edged = has_edges(texts)
    lines = [read_line(number, text, has_bars, is_edged) for number, text in rows]
    if has_bars:
        lines = _without_continuations(lines)
    grids: list[Grid] = []
    heads: list[Line] = []
    body: list[Line] = []
    for index, line in enumerate(lines):
        if line.is_rule or not line.cells:
            continue
        if body and _carries_on(lines, index):
            continue
        if _is_header(line, body, heads):
            if body:
                grids.append(_grid(heads, body))
                heads, body = [], []
            heads = [*heads, line][-(_MOST_HEADS if has_bars else _MOST_HEADS * 2) :]
        else:
            body.append(line)
    if body:
        grids.append(_grid(heads, body))
    return [grid for grid in grids if any(any(row.cells) for row in grid.rows)]


def _without_continuations(lines: Sequence[Line]) -> list[Line]:
    """Lines of a grid with the second lines of its cells put into the first ones."""
    merged: list[Line] = []
    for line in lines:
        above = merged[-1] if merged else None
        if above is not None and above.cells and line.cells and _continues(above, line):
            merged[-1] = replace(above, cells=_put_below(above.cells, line.cells))
        else:
            merged.append(line)
    return merged


def _continues(above: Line, line: Line) -> bool:
    """Whether a line only carries on with the cells of the one above it, in a grid."""
    if (
        not above.values
        or line.values
        or len(line.cells) != len(above.cells)
        or len(line.cells) < 2
    ):
        return False
    rest = [cell.text for cell in line.cells[1:] if cell.text]
    return all(text[0] in "([" for text in rest)


def _put_below(above: Sequence[Cell], below: Sequence[Cell]) -> tuple[Cell, ...]:
    cells = []
    for upper, lower in zip(above, below, strict=True):
        text = f"{upper.text} {lower.text}".strip()
        cells.append(Cell(text, upper.start, upper.end, value_of(text)))
    return tuple(cells)


def _carries_on(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is the rest of the label above it: right below a row, and not above one."""
    line, above = lines[index], lines[index - 1]
    if line.values or line.is_piped or len(line.filled) != 1 or index == 0 or not above.cells:
        return False
    below = lines[index + 1] if index + 1 < len(lines) else None
    return below is None or not below.values


def _is_header(line: Line, body: Sequence[Line], heads: Sequence[Line]) -> bool:
    """Whether a line names columns rather than gives results."""
    filled = line.filled
    if line.values == 0:
        if heads and any(cell.text.lower() in _STANDS_FOR_ONE for cell in filled[1:]):
            return False
        if len(filled) < 2:
            is_right = line.is_piped and len(line.cells) > 1 or line.cells[0].start >= _RIGHT
            return bool(not body and heads and filled and is_right)
        texts = [cell for cell in filled if cell.text.lower() not in MISSING]
        return len(texts) >= 2 and (texts[0].text[0] != "(" or bool(heads and not body))
    last = max((i for i, cell in enumerate(filled) if cell.value is None), default=-1)
    if last >= 0 and _is_parameter(filled[last].text):
        return _rise([cell.value for cell in filled[last + 1 :] if cell.value is not None])
    if (
        not body
        and not heads
        and all(cell.value is None or _VERSIONS.fullmatch(cell.text) for cell in filled)
    ):
        return len(filled) >= 2
    if not line.is_piped or body or heads or line.cells[0].text:
        return False
    values = [cell.value for cell in filled if cell.value is not None]
    return _rise(values) if last < 0 else not any(value.unit for value in values)


def _rise(values: Sequence[Value]) -> bool:
    """Whether figures are steps of a parameter: whole, bare, and each greater than the last."""
    numbers = [value.number for value in values]
    if len(numbers) < 2 or any(value.beside or value.has_sign for value in values):
        return False
    return all(number == int(number) for number in numbers) and all(
        low < high for low, high in zip(numbers, numbers[1:], strict=False)
    )


def _is_parameter(text: str) -> bool:
    return text.split("(")[0].strip(" :=").lower() in PARAMETERS


def _grid(heads: Sequence[Line], body: Sequence[Line]) -> Grid:
    has_bars = any(line.is_piped for line in body)
    spans, labels = columns_of(body, has_bars)
    headers, stub = named(heads, spans, labels, 0 if has_bars else _label_end(body, labels))
    rows: list[Row] = []
    section = _section_of(heads)
    stub = stub.removeprefix(section).strip()
    for line in body:
        row = _row(line, spans, labels, section)
        if row is None:
            section = line.filled[0].text if line.filled else section
        else:
            rows.append(row)
    return Grid(headers, stub, tuple(rows))


def _label_end(body: Sequence[Line], labels: int) -> int:
    """Where the longest label of the rows ends."""
    heads = [
        line.cells[: len(line.cells) - len(tail_of(line, labels))] for line in body if line.values
    ]
    return max((head[-1].end for head in heads if head), default=0)


def _section_of(heads: Sequence[Line]) -> str:
    """What stands before the name of a parameter in a header: ``600us  Clients  1  2  4``."""
    if not heads or not heads[-1].values:
        return ""
    filled = heads[-1].filled
    labels = [cell.text for cell in filled if cell.value is None]
    is_step = bool(labels) and _is_parameter(labels[-1]) and not _is_parameter(filled[0].text)
    return filled[0].text if is_step else ""


def _row(line: Line, spans: Sequence[tuple[int, int]], labels: int, section: str) -> Row | None:
    """A row of values, None for a line that heads a section."""
    if line.is_piped:
        cells: list[Cell | None] = list(line.cells[labels:])
        if not any(cell and cell.text for cell in cells):
            return None
        cells += [None] * (len(spans) - len(cells))
        label = " ".join(cell.text for cell in line.cells[:labels] if cell.text)
        return Row(line.number, label, tuple(cells[: len(spans)]), section)
    if not line.values:
        return None
    tail = tail_of(line, labels)
    head = line.cells[: len(line.cells) - len(tail)]
    label = " ".join(cell.text for cell in head)
    return Row(line.number, label, placed(tail, spans), section)
