"""How a table is to be read: its columns, their metric and unit, what stands beside its values."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lkmltrack.evidence.measuring.axes import (
    Sides,
    axes_of,
    besides_are_ratios,
    besides_of,
    percents_are_scatter,
)
from lkmltrack.evidence.measuring.cells import Value
from lkmltrack.evidence.measuring.gridlines import Cell
from lkmltrack.evidence.measuring.grids import PARAMETERS, Grid
from lkmltrack.evidence.measuring.headings import (
    Heading,
    Sort,
    caption_metric,
    heading,
    is_spread,
    names_metric,
    without_unit,
)
from lkmltrack.evidence.measuring.labels import role_of
from lkmltrack.evidence.measuring.setting import Setting
from lkmltrack.evidence.measuring.tools import habit_of, metric_of_unit, tool_in
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit

BASE_WORDS = frozenset(("baseline", "base", "ref", "reference"))
"""What stands in a cell that is what the others are compared with."""
_RELATIVE = re.compile(
    r"improv|increas|reduc|\bgain|regress|relative|\bchanges?\b|compared|speed-?up|[(][+-][)]"
)
_RELATIVE_SCATTER = re.compile(r"std ?%|%\s?std|\(cv\)|\bcv\b", re.IGNORECASE)
_MOST_HEADS = 5
_NUMBERED = re.compile(r"^(?P<stem>[A-Za-z][\w ]{0,24}?)[ =]?(?P<number>-?\d{1,6})$")
_SETTING = re.compile(r"^[\w.\-]{1,24}\s?=\s?[\w.%\-]{1,24}$")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is to be read."""

    columns: tuple[Heading, ...]
    column_sides: Sides
    row_sides: Sides
    is_relative: bool
    metric: str
    unit: Unit
    stub: str
    tool: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    besides_are_ratios: bool = False
    besides_are_scatter: bool = False
    percents_are_scatter: bool = False
    has_stars: bool = False
    scatter_is_relative: bool = False


def plan_of(setting: Setting, grid: Grid, sections: Sides) -> Plan:
    """Return how a table is to be read."""
    stub, parameters = _stub(grid.stub)
    columns = _columns(grid, stub)
    tool = (
        setting.block.tool
        or tool_in((stub, *(column.text for column in columns)))
        or tool_in(text for text in setting.caption[-4:])
    )
    metric, unit = _metric_above(setting, "" if _are_steps(grid) else stub, tool)
    is_scatter = _speaks_of_scatter(setting, stub, columns)
    ratios = not is_scatter and besides_are_ratios(grid)
    column_sides, row_sides = axes_of(setting, grid, columns, ratios)
    if sections and not column_sides and not row_sides:
        row_sides = sections
    besides = [one for row in besides_of(grid) for cell in row for one in cell]
    return Plan(
        columns,
        column_sides,
        row_sides,
        _is_relative(setting, grid, stub, columns),
        metric,
        unit,
        stub,
        tool,
        parameters,
        ratios,
        is_scatter,
        percents_are_scatter(grid),
        any(one.bracket == "*" for one in besides),
        any(_RELATIVE_SCATTER.search(text) for text in setting.texts[:_MOST_HEADS]),
    )


def _are_steps(grid: Grid) -> bool:
    """Whether the labels of the rows are steps of a parameter, whose name the corner is."""
    steps = [heading(row.label).parameter is not None for row in grid.rows]
    return sum(steps) * 2 > len(steps)


def _stub(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The header of the labels, or the parameter of the whole table: ``rw=read``."""
    if _SETTING.match(text):
        name, _, value = text.partition("=")
        return "", ((name.strip(), value.strip()),)
    return text, ()


def _columns(grid: Grid, stub: str) -> tuple[Heading, ...]:
    heads = [heading(*texts, stub=stub) for texts in grid.headers]
    heads = _beside_a_side(_without_titles(_numbered_apart(heads)))
    cells = [[row.cells[index] for row in grid.rows] for index in range(len(heads))]
    heads = [_looked_at(head, column) for head, column in zip(heads, cells, strict=True)]
    percents = [_all_percent(column) for column in cells]
    is_known = any(head.sort is Sort.DELTA for head in heads)
    plain = sum(h.sort is Sort.VALUE and not p for h, p in zip(heads, percents, strict=True))
    return tuple(
        replace(head, sort=Sort.DELTA)
        if is_percent
        and not is_known
        and plain >= 2
        and head.sort is Sort.VALUE
        and not head.metric
        and role_of(head.label) is None
        else head
        for head, is_percent in zip(heads, percents, strict=True)
    )


def _all_percent(cells: Sequence[Cell | None]) -> bool:
    values = [cell.value for cell in cells if cell is not None and cell.value is not None]
    return bool(values) and all(_is_percent(value) for value in values)


def _numbered_apart(heads: Sequence[Heading]) -> list[Heading]:
    """Headings that differ in a number only are settings, not metrics: ``latency 0``, ``latency 19``."""
    stems: dict[str, set[str]] = {}
    for head in heads:
        match = _NUMBERED.match(head.metric)
        if match is not None:
            stems.setdefault(match["stem"], set()).add(match["number"])
    several = {stem for stem, numbers in stems.items() if len(numbers) > 1}
    result: list[Heading] = []
    for head in heads:
        match = _NUMBERED.match(head.metric)
        if match is not None and match["stem"] in several:
            head = replace(head, label=head.metric, metric="")
        result.append(head)
    return result


def _without_titles(heads: Sequence[Heading]) -> list[Heading]:
    """Headings of parameters without the title that stands above just one of them."""
    labels = [head.label for head in heads if head.label]
    if len(labels) != 1 or sum(head.parameter is not None for head in heads) < 2:
        return list(heads)
    return [
        replace(head, label="") if head.parameter and role_of(head.label) is None else head
        for head in heads
    ]


def _beside_a_side(heads: Sequence[Heading]) -> list[Heading]:
    """Headings that look like parameters, as sides when another one is a side: ``base``, ``0-15``."""
    if not any(role_of(head.label) for head in heads if head.sort is Sort.VALUE):
        return list(heads)
    return [
        replace(head, label=head.parameter[1], parameter=None)
        if head.parameter and "=" not in head.text and not head.label and head.sort is Sort.VALUE
        else head
        for head in heads
    ]


def _looked_at(head: Heading, cells: Sequence[Cell | None]) -> Heading:
    """A column's heading, once its cells were looked at."""
    filled = [cell for cell in cells if cell is not None and cell.text]
    values = [cell.value for cell in filled if cell.value is not None]
    if not values and not any(cell.text.lower() in BASE_WORDS for cell in filled):
        return replace(head, sort=Sort.TEXT)
    percents = sum(value.unit is not None and value.unit.name == "%" for value in values)
    is_signed = any(value.has_sign for value in values)
    if head.text.strip(" #:").lower() in PARAMETERS and all(
        value.unit is None and value.number == int(value.number) for value in values
    ):
        return replace(head, sort=Sort.PARAMETER)
    if head.sort is Sort.VALUE and not head.text and percents == len(values) and is_signed:
        return replace(head, sort=Sort.DELTA)
    return head


def _metric_above(setting: Setting, stub: str, tool: str) -> tuple[str, Unit]:
    """The metric of the whole table: of the corner, of the caption, or of the tool."""
    bare, unit = without_unit(stub)
    if unit is not None or names_metric(bare):
        name = bare if names_metric(bare) or unit is None else ""
        return name or metric_of_unit(unit.name if unit else ""), unit or NO_UNIT
    habit = habit_of(setting.block.form, tool)
    metric, found = caption_metric(setting.paragraphs)
    if habit.metric:
        return habit.metric, found if habit.unit.name in ("", found.name) else habit.unit
    return metric or (metric_of_unit(found.name) if found.name else ""), found


def _speaks_of_scatter(setting: Setting, stub: str, columns: Sequence[Heading]) -> bool:
    texts: Iterable[str] = (
        stub,
        *setting.texts[:_MOST_HEADS],
        *setting.above,
        *(column.text for column in columns),
    )
    return any(is_spread(text) for text in texts)


def _is_relative(setting: Setting, grid: Grid, stub: str, columns: Sequence[Heading]) -> bool:
    """Whether every figure is a difference from something that is not shown."""
    cells = [cell for row in grid.rows for cell in row.cells if cell is not None]
    if any(cell.text.lower() in BASE_WORDS for cell in cells):
        return True
    values = [cell.value for cell in cells if cell.value is not None]
    if not values or not all(_is_percent(value) for value in values):
        return False
    words = " ".join((*setting.caption, stub, *(column.text for column in columns))).lower()
    return any(value.has_sign for value in values) or bool(_RELATIVE.search(words))


def _is_percent(value: Value) -> bool:
    return value.unit is not None and value.unit.name == "%"
