"""Tables written by hand: which axis holds the sides of a comparison, and every figure in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from lkmltrack.evidence.forms.labels import label_of
from lkmltrack.evidence.measuring.cells import Beside, Value, in_standard
from lkmltrack.evidence.measuring.direction import explicit_direction, metric_direction
from lkmltrack.evidence.measuring.grids import Grid, Row, grids_of
from lkmltrack.evidence.measuring.headings import (
    Heading,
    Sort,
    caption_metric,
    heading,
    is_delta,
    is_spread,
    names_metric,
    parameter_name,
    without_unit,
)
from lkmltrack.evidence.measuring.labels import Roles, by_position, role_of, roles_of
from lkmltrack.evidence.measuring.legends import in_legend
from lkmltrack.evidence.measuring.setting import Gathering, Reading, Setting, Stated
from lkmltrack.evidence.measuring.tools import habit_of, metric_of_unit
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit
from lkmltrack.model.measurement import (
    Better,
    BetterSource,
    Measurement,
    Role,
    Spread,
    SpreadKind,
)

_BASE_WORDS = frozenset(("baseline", "base", "ref", "reference"))
_RELATIVE = re.compile(
    r"improv|increas|reduc|gain|regress|relative|change|compared|speed-?up|[(][+-][)]"
)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a table is to be read."""

    columns: tuple[Heading, ...]
    column_roles: dict[str, tuple[Role | None, str]]
    row_roles: dict[str, tuple[Role | None, str]]
    is_relative: bool
    metric: str
    unit: Unit
    stub: str
    besides_are_ratios: bool = False
    besides_are_scatter: bool = False


@dataclass(slots=True)
class _State:
    """What a column last held, for rows that speak of rows above them."""

    last: dict[int, list[int]] = field(default_factory=dict)


def read_table(setting: Setting) -> Reading:
    """Return the measurements of the tables in a block."""
    gathering = Gathering(setting)
    for grid in grids_of(setting.rows):
        _read_grid(gathering, grid)
    return gathering.done()


def _read_grid(gathering: Gathering, grid: Grid) -> None:
    plan = _plan(gathering.setting, grid)
    state = _State()
    for row in grid.rows:
        label = heading(row.label, stub=plan.stub)
        if label.sort is Sort.DELTA and state.last:
            _state_row(gathering, row, state)
        elif label.sort is Sort.SPREAD and state.last:
            _spread_row(gathering, row, state)
        else:
            _read_row(gathering, plan, row, label, state)


def _plan(setting: Setting, grid: Grid) -> _Plan:
    columns = tuple(
        _column(heading(*texts, stub=grid.stub), [row.cells[index] for row in grid.rows])
        for index, texts in enumerate(grid.headers)
    )
    texts = (*setting.caption, grid.stub, *(column.text for column in columns))
    metric, unit = _metric_above(setting, grid)
    column_roles = _column_roles(setting, columns, grid)
    row_roles = {} if _is_decided(column_roles) else _row_roles(setting, grid, columns)
    is_scatter = any(is_spread(text) for text in (*texts, *setting.above[-12:]))
    ratios = not is_scatter and _besides_are_ratios(grid)
    if ratios and not _is_decided(column_roles) and not row_roles and len(columns) == 1:
        row_roles = _positions([row.label for row in grid.rows])
    if not _is_decided(column_roles) and not row_roles:
        row_roles = _before_delta_row(grid)
    is_relative = _is_relative(setting, grid, columns)
    return _Plan(
        columns, column_roles, row_roles, is_relative, metric, unit, grid.stub, ratios, is_scatter
    )


def _column(head: Heading, cells: Sequence[object]) -> Heading:
    """A column's heading, once its cells were looked at."""
    values = [getattr(cell, "value", None) for cell in cells]
    texts = [str(getattr(cell, "text", "")) for cell in cells if cell is not None]
    filled = [value for value in values if value is not None]
    if not filled and not any(text.lower() in _BASE_WORDS for text in texts):
        return replace(head, sort=Sort.TEXT)
    percents = sum(
        isinstance(v, Value) and v.unit is not None and v.unit.name == "%" for v in filled
    )
    signed = sum(isinstance(v, Value) and v.has_sign for v in filled)
    if (
        head.sort is Sort.VALUE
        and not head.text
        and percents
        and percents == len(filled)
        and signed
    ):
        return replace(head, sort=Sort.DELTA)
    return head


def _metric_above(setting: Setting, grid: Grid) -> tuple[str, Unit]:
    """The metric of the whole table: of the corner, of the caption, or of the tool."""
    bare, unit = without_unit(grid.stub)
    if unit is not None or names_metric(bare):
        name = bare if names_metric(bare) or unit is None else ""
        return name or metric_of_unit(unit.name if unit else ""), unit or NO_UNIT
    habit = habit_of(setting.block.form, setting.block.tool)
    metric, found = caption_metric(setting.caption)
    if metric or found.name:
        if habit.metric and not found.name and metric == habit.metric:
            found = habit.unit
        return metric or metric_of_unit(found.name), found
    return habit.metric, habit.unit


def _values(columns: Sequence[Heading]) -> list[int]:
    return [index for index, column in enumerate(columns) if column.sort is Sort.VALUE]


def _column_roles(
    setting: Setting, columns: Sequence[Heading], grid: Grid
) -> dict[str, tuple[Role | None, str]]:
    """The sides that the columns are, by their labels."""
    labels = list(dict.fromkeys(columns[index].label for index in _values(columns)))
    labels = [label for label in labels if label]
    if not labels:
        settings = _setting_labels(columns)
        return _positions(settings) if settings and _has_differences(columns, grid) else {}
    roles = roles_of([in_legend(label, setting.above) for label in labels])
    if not _both(roles) and len(labels) >= 2 and _has_differences(columns, grid):
        roles = by_position(len(labels))
    return dict(zip(labels, roles, strict=True))


def _setting_labels(columns: Sequence[Heading]) -> list[str]:
    """Columns that are nothing but settings of one switch: ``x=0`` and ``x=1``."""
    found = [
        "=".join(columns[index].parameter or ())
        for index in _values(columns)
        if (columns[index].parameter or ("case",))[0] != "case"
    ]
    return found if len(found) == 2 else []


def _has_differences(columns: Sequence[Heading], grid: Grid) -> bool:
    """Whether differences are stated, in a column of their own or beside the values."""
    if any(column.sort is Sort.DELTA for column in columns):
        return True
    return any(
        one.is_percent and not one.is_scatter
        for row in grid.rows
        for cell in row.cells
        if cell is not None and cell.value is not None
        for one in cell.value.beside
    )


def _both(roles: Roles) -> bool:
    return {Role.BASE, Role.CANDIDATE} <= {role for role, _ in roles}


def _is_decided(roles: dict[str, tuple[Role | None, str]]) -> bool:
    return _both(list(roles.values()))


def _positions(labels: Sequence[str]) -> dict[str, tuple[Role | None, str]]:
    names = list(dict.fromkeys(labels))
    return dict(zip(names, by_position(len(names)), strict=True)) if len(names) > 1 else {}


def _row_roles(
    setting: Setting, grid: Grid, columns: Sequence[Heading]
) -> dict[str, tuple[Role | None, str]]:
    """The sides that the rows are, or the sections that they stand in."""
    del columns
    for names in (_row_labels(grid), [row.section for row in grid.rows if row.section]):
        labels = list(dict.fromkeys(names))
        if not 2 <= len(labels) <= 40:
            continue
        roles = roles_of([in_legend(label, setting.above) for label in labels])
        if _both(roles) and any(role_of(label) for label in labels) or _are_versions(roles):
            return dict(zip(labels, roles, strict=True))
    return {}


def _are_versions(roles: Roles) -> bool:
    return _both(roles) and all(why in ("version", "revert") for _, why in roles)


def _row_labels(grid: Grid) -> list[str]:
    return [
        row.label
        for row in grid.rows
        if row.label and not is_delta(row.label) and not is_spread(row.label)
    ]


def _before_delta_row(grid: Grid) -> dict[str, tuple[Role | None, str]]:
    """Two rows and then their difference: the first of them is the base."""
    labels = [row.label for row in grid.rows]
    for index, label in enumerate(labels):
        if index == 2 and is_delta(label):
            return _positions(labels[:2])
    return {}


def _besides_are_ratios(grid: Grid) -> bool:
    """Whether plain figures in brackets are each value divided by the first one."""
    first: dict[str, float] = {}
    held = failed = 0
    for row in grid.rows:
        for cell in row.cells[:1]:
            value = cell.value if cell else None
            plain = [one for one in value.beside if not one.unit and one.bracket] if value else []
            if value is None or not plain:
                continue
            base = first.setdefault("", value.number)
            is_near = base and abs(value.number / base - plain[0].number) <= 0.011
            held, failed = (held + 1, failed) if is_near else (held, failed + 1)
    return held >= 2 and held > failed


def _is_relative(setting: Setting, grid: Grid, columns: Sequence[Heading]) -> bool:
    """Whether every figure is a difference from something that is not shown."""
    cells = [cell for row in grid.rows for cell in row.cells if cell is not None]
    if any(cell.text.lower() in _BASE_WORDS for cell in cells):
        return True
    values = [cell.value for cell in cells if cell.value is not None]
    if not values or any(value.unit is None or value.unit.name != "%" for value in values):
        return False
    words = " ".join((*setting.caption, grid.stub, *(column.text for column in columns))).lower()
    return any(value.has_sign for value in values) or bool(_RELATIVE.search(words))


def _read_row(gathering: Gathering, plan: _Plan, row: Row, label: Heading, state: _State) -> None:
    placed: dict[int, int] = {}
    for index, cell in enumerate(row.cells):
        if cell is None or index >= len(plan.columns):
            continue
        column = plan.columns[index]
        value = cell.value
        if column.sort is Sort.TEXT or value is None:
            continue
        if column.sort is Sort.DELTA and placed and not plan.is_relative:
            _state_cell(gathering, column, value, placed)
        elif column.sort is Sort.SPREAD and placed:
            _spread_cell(gathering, value, placed[max(placed)])
        elif column.sort is Sort.RUNS and placed:
            _count_runs(gathering, value, placed.values())
        else:
            place = _add(gathering, plan, row, label, index, value)
            placed[index] = place
            state.last.setdefault(index, []).append(place)


def _add(
    gathering: Gathering, plan: _Plan, row: Row, label: Heading, index: int, value: Value
) -> int:
    column = plan.columns[index]
    setting = gathering.setting
    variant, role, because = _side(plan, row, label, column)
    metric, unit = _metric_of(plan, label, column, row)
    number, name = in_standard(value, unit)
    upper = (
        None if value.upper is None else in_standard(replace(value, number=value.upper), unit)[0]
    )
    metric = metric or metric_of_unit(name)
    statistic = (
        "change" if plan.is_relative and name == "%" else column.statistic or label.statistic
    )
    if statistic == "change" and role is None:
        role, because = Role.CANDIDATE, "label"
    measurement = Measurement(
        metric,
        number if upper is None else (number + upper) / 2,
        name,
        _workload(setting, plan, row, label, column, variant),
        _parameters(plan, row, label, column, variant),
        variant,
        role,
        because,
        statistic,
        None if upper is None else Spread(SpreadKind.RANGE, number, upper),
        better=_said(setting, metric, column),
        better_because=BetterSource.EXPLICIT if _said(setting, metric, column) else _UNKNOWN,
        shown=value.shown,
        line=row.line,
    )
    place = gathering.add(measurement)
    _read_besides(gathering, plan, place, value.beside, unit)
    return place


_UNKNOWN = BetterSource.UNKNOWN


def _said(setting: Setting, metric: str, column: Heading) -> Better | None:
    """The direction that a header, or else the caption, says in words."""
    for texts in ((column.text,), (*setting.texts[:6], *setting.caption), setting.below[:3]):
        way, _ = explicit_direction(texts, metric)
        if way is not None:
            return way
    return None


def _side(plan: _Plan, row: Row, label: Heading, column: Heading) -> tuple[str, Role | None, str]:
    """The variant of a cell: its column's, its row's, or its section's."""
    if column.label in plan.column_roles:
        return (column.label, *plan.column_roles[column.label])
    setting_label = "=".join(column.parameter or ())
    if setting_label in plan.column_roles:
        return (setting_label, *plan.column_roles[setting_label])
    for name in (row.label, row.section):
        if name in plan.row_roles:
            return (name.strip(" :"), *plan.row_roles[name])
    if label_of(row.section) and (role := role_of(row.section)) is not None:
        return row.section.strip(" :=-"), role, "label"
    return column.label, None, ""


def _metric_of(plan: _Plan, label: Heading, column: Heading, row: Row) -> tuple[str, Unit]:
    """The metric of a cell and the unit it is in when the cell names none."""
    is_side = row.label in plan.row_roles
    unit = next((u for u in (column.unit, label.unit, plan.unit) if u is not NO_UNIT), NO_UNIT)
    if column.metric and not (label.metric and column.label):
        return _cleaned(column.metric), unit
    if label.metric and not is_side:
        return _cleaned(label.metric), label.unit if label.unit is not NO_UNIT else column.unit
    if label.unit is not NO_UNIT and not is_side and label.label:
        return label.label, label.unit
    return _cleaned(plan.metric), unit


def _cleaned(metric: str) -> str:
    return " ".join(metric.strip(" :=-").split())


def _workload(
    setting: Setting, plan: _Plan, row: Row, label: Heading, column: Heading, variant: str
) -> str:
    parts = [setting.block.tool]
    if row.section and row.section.strip(" :=-") != variant and row.section not in plan.row_roles:
        parts.append(row.section.strip(" :"))
    if (
        row.label not in plan.row_roles
        and label.label
        and not (label.unit is not NO_UNIT and not column.metric)
    ):
        parts.append(label.label)
    if row.label not in plan.row_roles and label.metric and column.metric and column.label == "":
        parts.append(label.metric)
    if column.label and column.label != variant:
        parts.append(column.label)
    return " ".join(part for part in parts if part)


def _parameters(
    plan: _Plan, row: Row, label: Heading, column: Heading, variant: str
) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    if label.parameter and row.label not in plan.row_roles:
        found.append(label.parameter)
    if column.parameter and "=".join(column.parameter) != variant:
        name, value = column.parameter
        found.append((parameter_name(plan.stub) if name == "case" else name, value))
    return tuple(found)


def _read_besides(
    gathering: Gathering, plan: _Plan, place: int, besides: Sequence[Beside], unit: Unit
) -> None:
    """Take the figures beside a value as its scatter, or as its stated difference."""
    for one in besides:
        measurement = gathering.measurements[place]
        if one.is_scatter or (plan.besides_are_scatter and not one.is_percent and not one.unit):
            spread = _spread(one, measurement, unit)
            gathering.measurements[place] = replace(measurement, spread=spread)
        elif one.is_percent and plan.besides_are_scatter and not one.words and one.bracket == "(":
            if measurement.spread is None and not one.shown.startswith("-"):
                spread = Spread(SpreadKind.VARIATION, one.number)
                gathering.measurements[place] = replace(measurement, spread=spread)
        elif measurement.role is not Role.BASE and (one.is_percent or plan.besides_are_ratios):
            is_marked = (one.bracket == "*") if one.bracket in ("*", "(") else None
            has_stars = any(stated.is_significant for stated in gathering.stated)
            gathering.stated.append(
                Stated(
                    place,
                    one.number,
                    one.is_percent,
                    one.shown,
                    is_significant=is_marked if is_marked or has_stars else None,
                )
            )


def _spread(one: Beside, measurement: Measurement, unit: Unit) -> Spread:
    if one.is_percent:
        return Spread(SpreadKind.VARIATION, abs(one.number))
    del unit
    factor = measurement.value / _written(measurement) if _written(measurement) else 1.0
    return Spread(SpreadKind.DEVIATION, float(f"{abs(one.number) * factor:.15g}"))


def _written(measurement: Measurement) -> float:
    from lkmltrack.evidence.measuring.numbers import first_number

    return first_number(measurement.shown) or 0.0


def _state_cell(
    gathering: Gathering, column: Heading, value: Value, placed: dict[int, int]
) -> None:
    """Take a cell of a column of differences as what is stated of the value before it."""
    places = [placed[index] for index in sorted(placed)]
    candidates = [p for p in places if gathering.measurements[p].role is Role.CANDIDATE]
    place = (candidates or places)[-1]
    _state(gathering, place, value, "%" in column.text)


def _state(gathering: Gathering, place: int, value: Value, is_percent: bool) -> None:
    is_percent = is_percent or (value.unit is not None and value.unit.name == "%")
    gathering.stated.append(Stated(place, value.number, is_percent, value.shown.split("%")[0]))


def _state_row(gathering: Gathering, row: Row, state: _State) -> None:
    """Take a row of differences as what is stated of the rows above it."""
    for index, cell in enumerate(row.cells):
        places = state.last.get(index, [])
        if cell is None or cell.value is None or not places:
            continue
        candidates = [p for p in places if gathering.measurements[p].role is Role.CANDIDATE]
        if candidates:
            _state(gathering, candidates[-1], cell.value, "%" in row.label)


def _spread_row(gathering: Gathering, row: Row, state: _State) -> None:
    """Take a row of deviations as those of the rows above it that have none."""
    for index, cell in enumerate(row.cells):
        if cell is not None and cell.value is not None:
            for place in state.last.get(index, []):
                _spread_cell(gathering, cell.value, place)


def _spread_cell(gathering: Gathering, value: Value, place: int) -> None:
    measurement = gathering.measurements[place]
    if measurement.spread is not None:
        return
    is_percent = value.unit is not None and value.unit.name == "%" and measurement.unit != "%"
    one = Beside(value.number, value.shown, unit="%" if is_percent else "")
    spread = _spread(one, measurement, NO_UNIT)
    gathering.measurements[place] = replace(measurement, spread=spread)


def _count_runs(gathering: Gathering, value: Value, places: Iterable[int]) -> None:
    if value.number != int(value.number):
        return
    for place in places:
        measurement = gathering.measurements[place]
        gathering.measurements[place] = replace(measurement, runs=int(value.number))


def better_or_likely(measurement: Measurement) -> Measurement:
    """Return a measurement with the direction that its metric or unit makes likely."""
    if measurement.better is not None:
        return measurement
    way, why = metric_direction(measurement.metric, measurement.unit)
    return replace(measurement, better=way, better_because=why)
