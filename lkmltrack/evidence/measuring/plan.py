"""How a table is to be read: which axis holds the sides of a comparison, and what its metric is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lkmltrack.evidence.measuring.cells import Beside, Value
from lkmltrack.evidence.measuring.gridlines import Cell
from lkmltrack.evidence.measuring.grids import PARAMETERS, Grid
from lkmltrack.evidence.measuring.headings import (
    Heading,
    Sort,
    caption_metric,
    heading,
    is_delta,
    is_spread,
    names_metric,
    without_unit,
)
from lkmltrack.evidence.measuring.labels import Roles, by_position, role_of, roles_of
from lkmltrack.evidence.measuring.legends import in_legend
from lkmltrack.evidence.measuring.setting import Setting
from lkmltrack.evidence.measuring.tools import habit_of, metric_of_unit, tool_in
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit
from lkmltrack.model.measurement import Role

BASE_WORDS = frozenset(("baseline", "base", "ref", "reference"))
"""What stands in a cell that is what the others are compared with."""
_RELATIVE = re.compile(
    r"improv|increas|reduc|\bgain|regress|relative|\bchanges?\b|compared|speed-?up|[(][+-][)]"
)
_RELATIVE_SCATTER = re.compile(r"std ?%|%\s?std|\(cv\)|\bcv\b", re.IGNORECASE)
_MOST_HEADS = 5
_NUMBERED = re.compile(r"^(?P<stem>[A-Za-z][\w ]{0,24}?)[ =]?(?P<number>-?\d{1,6})$")
_MOST_SIDES = 40
_SETTING = re.compile(r"^[\w.\-]{1,24}\s?=\s?[\w.%\-]{1,24}$")
Side = tuple[Role | None, str]
Sides = dict[str, Side]


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
    ratios = not is_scatter and _besides_are_ratios(grid)
    column_sides, row_sides = _axes(setting, grid, columns, ratios)
    if sections and not column_sides and not row_sides:
        row_sides = sections
    besides = [one for row in _besides(grid) for cell in row for one in cell]
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
        _percents_are_scatter(grid),
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
    plain = sum(h.sort is Sort.VALUE and not p for h, p in zip(heads, percents, strict=True))
    return tuple(
        replace(head, sort=Sort.DELTA)
        if is_percent
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


def _axes(
    setting: Setting, grid: Grid, columns: Sequence[Heading], ratios: bool
) -> tuple[Sides, Sides]:
    """The sides of the columns, or those of the rows; never both."""
    labels = _column_labels(columns)
    column_sides = _sides_of(labels, setting)
    if _is_decided(column_sides):
        return column_sides, {}
    row_sides = _row_sides(setting, grid)
    if row_sides:
        return {}, row_sides
    names = list(dict.fromkeys(row.label for row in grid.rows))
    if sum(column.sort is Sort.VALUE for column in columns) == 1:
        row_sides = _beside_one_column(grid, columns)
        if row_sides:
            return {}, row_sides
    axis = _axis_of_differences(grid, columns)
    if axis == "columns" and len(labels) > 1:
        return _positions(labels), {}
    if axis == "rows" or (ratios and len(columns) == 1):
        return {}, _positions(names)
    return {}, _before_delta_row(grid)


def _column_labels(columns: Sequence[Heading]) -> list[str]:
    """What could name sides among the headings of the columns of values."""
    values = [column for column in columns if column.sort is Sort.VALUE]
    labels = list(dict.fromkeys(column.label for column in values if column.label))
    if labels:
        return labels
    settings = ["=".join(column.parameter or ()) for column in values]
    return (
        settings if len(set(settings)) == 2 and all("case" not in one for one in settings) else []
    )


def _sides_of(labels: Sequence[str], setting: Setting) -> Sides:
    roles = roles_of([in_legend(label, setting.above) for label in labels])
    return dict(zip(labels, roles, strict=True))


def _is_decided(sides: Sides) -> bool:
    return {Role.BASE, Role.CANDIDATE} <= {role for role, _ in sides.values()}


def _positions(labels: Sequence[str]) -> Sides:
    names = list(dict.fromkeys(labels))
    return dict(zip(names, by_position(len(names)), strict=True)) if len(names) > 1 else {}


def _row_sides(setting: Setting, grid: Grid) -> Sides:
    """The sides that the rows are, or the sections that they stand in."""
    own = [row.label for row in grid.rows if not (is_delta(row.label) or is_spread(row.label))]
    for names in (own, [row.section for row in grid.rows if row.section]):
        labels = [label for label in dict.fromkeys(names) if label]
        if not 2 <= len(labels) <= _MOST_SIDES:
            continue
        sides = _sides_of(labels, setting)
        if _is_decided(sides) and (
            any(map(role_of, labels)) or _are_versions(list(sides.values()))
        ):
            return sides
    return {}


def _are_versions(roles: Roles) -> bool:
    return all(why in ("version", "revert") for _, why in roles)


def _besides(grid: Grid) -> list[list[tuple[Beside, ...]]]:
    """What stands beside the values, row by row."""
    rows = [
        [cell.value.beside for cell in row.cells if cell is not None and cell.value is not None]
        for row in grid.rows
    ]
    return [row for row in rows if row]


def _percents_are_scatter(grid: Grid) -> bool:
    """Whether percentages in brackets are scatter: a base has no difference from itself."""
    rows = _besides(grid)
    percents = [
        one
        for row in rows
        for cell in row
        for one in cell
        if one.is_percent and one.bracket == "(" and not one.is_scatter
    ]
    first = [one for row in rows for one in row[0] if one in percents]
    if any(one.shown[0] in "+-" or one.words for one in percents):
        return False
    return bool(first) and all(one.number > 0 for one in first) and len(first) == len(rows)


def _axis_of_differences(grid: Grid, columns: Sequence[Heading]) -> str:
    """Along which axis differences are stated: the first of it has none beside its values."""
    if any(column.sort is Sort.DELTA for column in columns):
        return "columns"
    has = [
        [any(one.is_percent and not one.is_scatter for one in cell) for cell in row]
        for row in _besides(grid)
    ]
    if _percents_are_scatter(grid) or not any(any(row) for row in has):
        return ""
    if not any(row[0] for row in has) or (
        all(row[0] for row in has) and len(has[0]) > 1 and _zero(grid)
    ):
        return "columns"
    return "rows" if not any(has[0]) else ""


def _zero(grid: Grid) -> bool:
    """Whether the first column says of itself that it differs by nothing."""
    first = [one for row in _besides(grid) for one in row[0] if one.is_percent]
    return all(one.number == 0 for one in first)


def section_sides(grids: Sequence[Grid]) -> Sides:
    """The sections of several tables as sides, when only those after the first state differences."""
    sections = list(dict.fromkeys(row.section for grid in grids for row in grid.rows))
    if len(grids) < 2 or not 2 <= len(sections) <= 6 or "" in sections:
        return {}
    first, *others = [
        any(one.is_percent for row in _besides(grid) for cell in row for one in cell)
        for grid in grids
    ]
    return _positions(sections) if not first and any(others) else {}


def _beside_one_column(grid: Grid, columns: Sequence[Heading]) -> Sides:
    """One column of values and one of differences: the row that differs by nothing is the base."""
    index = next((i for i, column in enumerate(columns) if column.sort is Sort.DELTA), None)
    if index is None:
        return {}
    cells = [(row.label, row.cells[index]) for row in grid.rows]
    bases = [
        label for label, cell in cells if cell is None or (cell.value and cell.value.number == 0)
    ]
    labels = list(dict.fromkeys(label for label, _ in cells))
    if len(bases) != 1 or len(labels) != len(cells):
        return {}
    return {
        label: (Role.BASE if label == bases[0] else Role.CANDIDATE, "position") for label in labels
    }


def _before_delta_row(grid: Grid) -> Sides:
    """Two rows and then their difference: the first of them is the base."""
    labels = [row.label for row in grid.rows]
    if len(labels) < 3 or not is_delta(labels[2]):
        return {}
    units = [
        {cell.value.unit for cell in row.cells if cell is not None and cell.value is not None}
        for row in grid.rows[:2]
    ]
    return _positions(labels[:2]) if units[0] == units[1] else {}


def _besides_are_ratios(grid: Grid) -> bool:
    """Whether plain figures in brackets are each value divided by the first one of its column."""
    held = failed = 0
    base: float | None = None
    for row in grid.rows:
        value = row.cells[0].value if row.cells and row.cells[0] else None
        plain = [one for one in value.beside if not one.unit and one.bracket] if value else []
        if value is None or not plain:
            continue
        base = value.number if base is None else base
        is_near = bool(base) and abs(value.number / base - plain[0].number) <= 0.011
        held, failed = (held + 1, failed) if is_near else (held, failed + 1)
    return held >= 2 and held > failed


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
