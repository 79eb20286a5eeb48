"""The lines of a table as cells, each with its place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lkmltrack.evidence.forms.shapes import is_rule
from lkmltrack.evidence.measuring.cells import Value, value_of

_MOST_COLUMNS = 64
_INSIDE = re.compile(r"[(\[*][ \d.,%+\-±/x]{1,24}[)\]*]")
_GAP = re.compile(r" {2,}")
_KEYED = re.compile(r"([A-Za-z][^:=]{0,40}[:=]) ?(\S.*)")
_COMMAND = re.compile(
    r"\s*(?:[$#]\s+\S|\./\S|[a-z][\w./\-]{1,40}(?: \S{1,40}){0,2} --?[a-z])[^|]{0,300}$",
    re.IGNORECASE,
)
_KEYED_CELL = re.compile(r"[A-Za-z]\w{0,11}=(\S{1,40})")
_BLANK = "\x00"
MISSING = frozenset(("-", "--", "n/a", "na", "nan", "", "x", "\u00ad", "none", "~"))
"""What stands in a cell for a figure that is not there."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line, with where it stands."""

    text: str
    start: int
    end: int
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table."""

    number: int
    cells: tuple[Cell, ...]
    is_piped: bool = False
    is_rule: bool = False
    is_blank: bool = False

    @property
    def values(self) -> int:
        """How many cells hold a value."""
        return sum(cell.value is not None for cell in self.cells)

    @property
    def filled(self) -> list[Cell]:
        """The cells with something in them."""
        return [cell for cell in self.cells if cell.text]


def is_piped(texts: Sequence[str]) -> bool:
    """Whether bars part the cells of a table."""
    filled = [text for text in texts if text.strip() and not is_rule(text)]
    return bool(filled) and sum("|" in text for text in filled) * 2 >= len(filled)


def has_edges(texts: Sequence[str]) -> bool:
    """Whether the lines of a table with bars begin with one, and not with their first cell."""
    piped = [text.lstrip() for text in texts if "|" in text and not is_rule(text)]
    led = sum(text[0] != "|" for text in piped)
    return led * 8 <= len(piped)


def read_line(number: int, text: str, has_bars: bool, is_edged: bool = True) -> Line:
    """Return one line as cells, parted by bars or by blanks."""
    if not text.strip():
        return Line(number, (), is_blank=True)
    if is_rule(text) or _is_dotted(text):
        return Line(number, (), is_rule=True)
    if " -" in text and _COMMAND.match(text) and _is_one_command(text):
        return Line(number, (Cell(text.strip(), 0, len(text)),))
    if has_bars:
        if "|" not in text and value_of(text) is None:
            bare = text.strip()
            return Line(number, (Cell(bare, 0, len(text)),), is_piped=True)
        return Line(number, _piped_cells(text, is_edged), is_piped=True)
    return Line(number, _aligned_cells(text))


def _is_one_command(text: str) -> bool:
    """Whether nothing but options follows a command's wider gaps: names of columns may."""
    return all(part[:1] == "-" for part in _GAP.split(text.strip())[1:])


def _is_dotted(text: str) -> bool:
    bare = text.replace("#", "").replace("|", "").strip()
    return len(bare) >= 3 and set(bare) <= set(".-=+_~ :")


def _piped_cells(text: str, is_edged: bool) -> tuple[Cell, ...]:
    bare = text.strip() if is_edged else text.rstrip()
    indent = len(text) - len(text.lstrip()) if is_edged else 0
    inner = bare.removeprefix("|") if is_edged else bare
    place = indent + len(bare) - len(inner)
    inner = inner.removesuffix("|")
    cells: list[Cell] = []
    for part in inner.split("|")[:_MOST_COLUMNS]:
        word = part.strip().strip("`")
        value = value_of(word) or _value_behind_key(word)
        cells.append(Cell(word, place, place + len(part), value))
        place += len(part) + 1
    return tuple(cells)


def _value_behind_key(text: str) -> Value | None:
    """The value of a cell that names it: ``avg: 0.27 ms``."""
    keyed = _KEYED.match(" ".join(text.split())) if ":" in text else None
    value = value_of(keyed[2]) if keyed is not None else None
    return value if value is not None and value.unit is not None else None


def _aligned_cells(text: str) -> tuple[Cell, ...]:
    masked = _INSIDE.sub(lambda match: match[0].replace(" ", _BLANK), text)
    cells: list[Cell] = []
    place = 0
    for gap in [*_GAP.finditer(masked), None]:
        end = gap.start() if gap else len(masked)
        if end > place:
            cells.extend(_split_cell(masked[place:end], place, text))
        place = gap.end() if gap else place
    return tuple(_joined(cells, text)[:_MOST_COLUMNS])


def _split_cell(masked: str, start: int, text: str) -> list[Cell]:
    """The cell, or several when every word between single blanks is a value of its own."""
    whole = text[start : start + len(masked)]
    lead = len(whole) - len(whole.lstrip())
    value = value_of(whole)
    if value is None or value.beside:
        pieces = _pieces(masked, start, text)
        if len(pieces) > 1 and all(_is_piece(cell) for cell in pieces):
            return pieces
    if value is None and "=" in whole and (keyed := _KEYED_CELL.match(whole.strip())) is not None:
        first = value_of(keyed[1].split(",")[0])
        if first is not None and first.unit is not None:
            return [Cell(whole.strip(), start + lead, start + len(masked), first)]
    if value is None and (key := _KEYED.match(whole)) is not None:
        after = value_of(key[2])
        if after is not None:
            middle = start + key.start(2)
            end = start + len(masked)
            return [Cell(key[1].strip(), start, middle), Cell(key[2], middle, end, after)]
    return [Cell(whole.strip(), start + lead, start + len(masked), value)]


def _pieces(masked: str, start: int, text: str) -> list[Cell]:
    pieces: list[Cell] = []
    place = start
    for part in masked.split(" "):
        bare = text[place : place + len(part)]
        if bare.strip():
            pieces.append(Cell(bare.strip(), place, place + len(part), value_of(bare)))
        place += len(part) + 1
    return pieces


def _is_piece(cell: Cell) -> bool:
    return cell.value is not None or (cell.text[0] in "([*±" and cell.text[-1] in ")]*")


def _joined(cells: Sequence[Cell], text: str) -> list[Cell]:
    """Cells with what is in brackets, and units that stand apart, put to the value before them."""
    joined: list[Cell] = []
    for cell in cells:
        if joined and joined[-1].value is not None and _belongs(cell):
            before = joined[-1]
            whole = text[before.start : cell.end]
            value = value_of(whole)
            if value is not None:
                joined[-1] = Cell(whole, before.start, cell.end, value)
                continue
        joined.append(cell)
    return joined


def _belongs(cell: Cell) -> bool:
    """Whether a cell only says more of the value before it."""
    if cell.text[0] in "([*±":
        return True
    if cell.text.startswith(("+/-", "+-")):
        return True
    return (
        cell.value is None and len(cell.text) <= 9 and "/" in cell.text and cell.text[0].isalpha()
    )
