"""Which axis of a table holds the sides of a comparison: its columns, its rows, its sections."""

from collections.abc import Sequence

from lkmltrack.evidence.measuring.cells import Beside
from lkmltrack.evidence.measuring.grids import Grid
from lkmltrack.evidence.measuring.headings import Heading, Sort, is_delta, is_spread
from lkmltrack.evidence.measuring.labels import Roles, by_position, role_of, roles_of
from lkmltrack.evidence.measuring.legends import in_legend
from lkmltrack.evidence.measuring.setting import Setting
from lkmltrack.model.measurement import Role

_MOST_SIDES = 40
_FEW_SIDES = 6
"""One word of a side among more rows than these is a case that happens to hold it."""
Side = tuple[Role | None, str]
Sides = dict[str, Side]


def axes_of(
    setting: Setting, grid: Grid, columns: Sequence[Heading], ratios: bool
) -> tuple[Sides, Sides]:
    """Return the sides of the columns, or those of the rows; never both."""
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
        said = {role_of(label) for label in labels} - {None}
        is_credible = len(said) == 2 or (bool(said) and len(labels) <= _FEW_SIDES)
        if _is_decided(sides) and (is_credible or _are_versions(list(sides.values()))):
            return sides
    return {}


def _are_versions(roles: Roles) -> bool:
    return all(why in ("version", "revert") for _, why in roles)


def besides_of(grid: Grid) -> list[list[tuple[Beside, ...]]]:
    """Return what stands beside the values, row by row."""
    rows = [
        [cell.value.beside for cell in row.cells if cell is not None and cell.value is not None]
        for row in grid.rows
    ]
    return [row for row in rows if row]


def percents_are_scatter(grid: Grid) -> bool:
    """Whether percentages in brackets are scatter: a base has no difference from itself."""
    rows = besides_of(grid)
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
        for row in besides_of(grid)
    ]
    if percents_are_scatter(grid) or not any(any(row) for row in has):
        return ""
    if not any(row[0] for row in has) or (
        all(row[0] for row in has) and len(has[0]) > 1 and _zero(grid)
    ):
        return "columns"
    return "rows" if not any(has[0]) else ""


def _zero(grid: Grid) -> bool:
    """Whether the first column says of itself that it differs by nothing."""
    first = [one for row in besides_of(grid) for one in row[0] if one.is_percent]
    return all(one.number == 0 for one in first)


def section_sides(grids: Sequence[Grid]) -> Sides:
    """Return the sections of several tables as sides, when only those after the first state differences."""
    sections = list(dict.fromkeys(row.section for grid in grids for row in grid.rows))
    if len(grids) < 2 or not 2 <= len(sections) <= 6 or "" in sections:
        return {}
    first, *others = [
        any(one.is_percent for row in besides_of(grid) for cell in row for one in cell)
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


def besides_are_ratios(grid: Grid) -> bool:
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
