"""Tables written by hand: every figure in them, with its metric, its side and its scatter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from lkmltrack.evidence.forms.labels import label_of
from lkmltrack.evidence.forms.shapes import is_prose, is_rule, numeric_count
from lkmltrack.evidence.measuring.axes import Sides, section_sides
from lkmltrack.evidence.measuring.cells import Beside, Value, in_standard
from lkmltrack.evidence.measuring.direction import explicit_direction
from lkmltrack.evidence.measuring.gridlines import Cell
from lkmltrack.evidence.measuring.grids import Grid, Row, grids_of
from lkmltrack.evidence.measuring.headings import Heading, Sort, heading, parameter_name
from lkmltrack.evidence.measuring.labels import role_of
from lkmltrack.evidence.measuring.lines import pairs_of
from lkmltrack.evidence.measuring.numbers import first_number
from lkmltrack.evidence.measuring.plan import Plan, plan_of
from lkmltrack.evidence.measuring.setting import Gathering, Reading, Setting, Stated
from lkmltrack.evidence.measuring.tools import metric_of_unit
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit
from lkmltrack.model.measurement import (
    Better,
    BetterSource,
    Measurement,
    Role,
    Spread,
    SpreadKind,
)

_MOST_HEADS = 6
_FEW_ROWS = 12


@dataclass(slots=True)
class _State:
    """What a column last held, for rows that speak of rows above them."""

    last: dict[int, list[int]] = field(default_factory=dict)


def read_table(setting: Setting) -> Reading:
    """Return the measurements of the tables in a block."""
    gathering = Gathering(setting)
    grids = _grids(setting)
    sides = section_sides(grids)
    for grid in grids:
        _read_grid(gathering, grid, sides)
    return gathering.done()


def _grids(setting: Setting) -> list[Grid]:
    """The tables; a header that was left outside of the block is taken from above it."""
    grids = grids_of(setting.rows)
    if not grids or any(any(names) for names in grids[0].headers):
        return grids
    width = len(grids[0].headers)
    first = setting.rows[0][0] if setting.rows else 1
    near = _lines_right_above(setting.above)
    if near and _is_headed(near, setting, width):
        return grids_of([*((first - 1, text) for text in near), *setting.rows])
    for text in reversed(setting.above):
        if is_prose(text) or text.lstrip().startswith(("$", "#")):
            break
        if not text.strip() or is_rule(text) or text.strip()[-1] == ":":
            continue
        if numeric_count(text) < 2 and _is_headed([text], setting, width):
            return grids_of([(first - 1, text), *setting.rows])
    return grids


def _is_headed(heads: Sequence[str], setting: Setting, width: int) -> bool:
    """Whether some lines from above name all columns of the table's first rows."""
    headed = grids_of([*((0, text) for text in heads), *setting.rows[:_FEW_ROWS]])
    return bool(headed) and len(headed[0].headers) == width and all(headed[0].headers)


def _lines_right_above(above: Sequence[str]) -> list[str]:
    """The few lines of names that may stand between a block and the blank line above it."""
    near: list[str] = []
    for text in reversed(above[-_MOST_HEADS:]):
        if not text.strip() or is_prose(text) or text.rstrip()[-1] == ":":
            break
        near.insert(0, text)
    return near


def _read_grid(gathering: Gathering, grid: Grid, sides: Sides) -> None:
    plan = plan_of(gathering.setting, grid, sides)
    state = _State()
    for row in grid.rows:
        label = heading(row.label, stub=plan.stub)
        if label.sort is Sort.DELTA and state.last:
            _state_row(gathering, row, state)
        elif label.sort is Sort.SPREAD and state.last:
            _spread_row(gathering, row, state)
        else:
            _read_row(gathering, plan, row, label, state)


def _read_row(gathering: Gathering, plan: Plan, row: Row, label: Heading, state: _State) -> None:
    placed: dict[int, int] = {}
    unit = _row_unit(plan, row)
    for index, cell in enumerate(row.cells[: len(plan.columns)]):
        column = plan.columns[index]
        if cell is None or cell.value is None or column.sort is Sort.TEXT:
            continue
        if column.sort is Sort.PARAMETER:
            row = replace(row, parameters=(*row.parameters, (column.text.lower(), cell.text)))
        elif column.sort is Sort.DELTA and placed and not plan.is_relative:
            _state_cell(gathering, column, cell, placed)
        elif column.sort is Sort.SPREAD and placed:
            _spread_cell(gathering, cell.value, placed[max(placed)])
        elif column.sort is Sort.RUNS and placed:
            _count_runs(gathering, cell.value, placed.values())
        else:
            for key, value in _keyed(cell):
                placed[index] = _add(gathering, plan, _Place(row, label, column, key, unit), value)
                state.last.setdefault(index, []).append(placed[index])


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a figure stands: its row, its column, and a key of its own in the cell."""

    row: Row
    label: Heading
    column: Heading
    key: str = ""
    row_unit: Unit = NO_UNIT
    """The unit of the row's other values, when they are of the same metric."""

    @property
    def setting(self) -> str:
        """The column's parameter as it may be a side: ``x=0``."""
        return "=".join(self.column.parameter or ())


def _row_unit(plan: Plan, row: Row) -> Unit:
    """The unit that a row's values share, for those that leave it out."""
    if not plan.column_sides:
        return NO_UNIT
    units = {
        cell.value.unit
        for cell, column in zip(row.cells, plan.columns, strict=False)
        if cell is not None and cell.value is not None and column.sort is Sort.VALUE
    } - {None}
    only = next(iter(units)) if len(units) == 1 else None
    return only if only is not None and only.name != "%" else NO_UNIT


def _keyed(cell: Cell) -> list[tuple[str, Value]]:
    """The figures of a cell, which may have keys of their own: ``r=27.5GiB/s,w=3125MiB/s``."""
    if cell.text[:1].isalpha() and ("=" in cell.text or ":" in cell.text):
        found = pairs_of(cell.text)
        if found is not None:
            return found[1]
    return [("", cell.value)] if cell.value is not None else []


def _add(gathering: Gathering, plan: Plan, place: _Place, value: Value) -> int:
    variant, role, because = _side(plan, place)
    metric, unit = _metric_of(plan, place)
    number, name = in_standard(value, unit)
    high = None if value.upper is None else in_standard(replace(value, number=value.upper), unit)[0]
    is_change = plan.is_relative and name == "%"
    metric = metric or ("change" if is_change else metric_of_unit(name))
    if is_change and role is None:
        role, because = Role.CANDIDATE, "label"
    better, why = _said(gathering.setting, metric, place.column)
    index = gathering.add(
        Measurement(
            metric,
            number if high is None else (number + high) / 2,
            name,
            _workload(plan, place, variant),
            _parameters(plan, place, variant),
            variant,
            role,
            because,
            "change" if is_change else place.column.statistic or place.label.statistic,
            None if high is None else Spread(SpreadKind.RANGE, number, high),
            better=better,
            better_because=why,
            shown=value.shown,
            line=place.row.line,
        )
    )
    _read_besides(gathering, plan, index, value.beside)
    return index


def _said(setting: Setting, metric: str, column: Heading) -> tuple[Better | None, BetterSource]:
    """The direction that a header, or else the caption, says in words."""
    texts = ((column.text,), setting.notes, *setting.paragraphs, setting.below[:3])
    return explicit_direction(texts, metric)


def _side(plan: Plan, place: _Place) -> tuple[str, Role | None, str]:
    """The variant of a cell: its column's, its row's, or its section's."""
    for name in (place.column.label, place.setting):
        if name in plan.column_sides:
            return (name, *plan.column_sides[name])
    for name in (place.row.label, place.row.section):
        if name in plan.row_sides:
            return (name.strip(" :"), *plan.row_sides[name])
    section = place.row.section
    if label_of(section) and (role := role_of(section)) is not None:
        return section.strip(" :=-"), role, "label"
    is_case = bool(plan.row_sides)
    return "" if is_case else place.column.label, None, ""


def _metric_of(plan: Plan, place: _Place) -> tuple[str, Unit]:
    """The metric of a cell and the unit it is in when the cell names none."""
    column, label = place.column, place.label
    is_side = place.row.label in plan.row_sides
    known = (column.unit, label.unit, place.row_unit, plan.unit)
    unit = next((one for one in known if one is not NO_UNIT), NO_UNIT)
    if column.metric and not (label.metric and column.label):
        return _cleaned(column.metric), unit
    if column.unit is not NO_UNIT and not column.label:
        return metric_of_unit(column.unit.name), column.unit
    if label.metric and not is_side:
        return _cleaned(label.metric), label.unit if label.unit is not NO_UNIT else column.unit
    if label.unit is not NO_UNIT and not is_side and label.label:
        return label.label, label.unit
    return _cleaned(plan.metric), unit


def _cleaned(metric: str) -> str:
    words = metric.strip(" :=-").split()
    if len(words) > 1 and words[-1].lower() in ("percentiles", "percentile"):
        words.pop()
    return " ".join(words)


def _workload(plan: Plan, place: _Place, variant: str) -> str:
    """The tool, the section, the case that row and column name, and the cell's own key."""
    row, label, column = place.row, place.label, place.column
    parts = [plan.tool]
    if row.section.strip(" :=-") != variant and row.section not in plan.row_sides:
        parts.append(row.section.strip(" :"))
    if row.label not in plan.row_sides:
        if label.label and (label.unit is NO_UNIT or column.metric):
            parts.append(label.label)
        if label.metric and column.metric and not column.label:
            parts.append(label.metric)
    if column.label and column.label != variant:
        parts.append(column.label)
    return " ".join(part for part in (*parts, place.key) if part)


def _parameters(plan: Plan, place: _Place, variant: str) -> tuple[tuple[str, str], ...]:
    found = [*plan.parameters, *place.row.parameters]
    if place.label.parameter and place.row.label not in plan.row_sides:
        found.append(place.label.parameter)
    if place.column.parameter and place.setting != variant:
        name, value = place.column.parameter
        found.append((parameter_name(plan.stub) if name == "case" else name, value))
    return tuple(found)


def _read_besides(gathering: Gathering, plan: Plan, place: int, besides: Sequence[Beside]) -> None:
    """Take the figures beside a value as its scatter, or as its stated difference."""
    for one in besides:
        measurement = gathering.measurements[place]
        is_plain = not one.is_percent and not one.unit
        if (
            one.is_scatter
            or (is_plain and plan.besides_are_scatter)
            or (one.is_percent and plan.percents_are_scatter and one.bracket != "+")
        ):
            gathering.measurements[place] = replace(
                measurement, spread=_spread(one, measurement, plan.scatter_is_relative)
            )
        elif measurement.role is not Role.BASE and (one.is_percent or plan.besides_are_ratios):
            gathering.stated.append(
                Stated(
                    place,
                    one.number,
                    one.is_percent,
                    one.shown,
                    is_significant=one.bracket == "*" if plan.has_stars else None,
                )
            )


def _spread(one: Beside, measurement: Measurement, is_relative: bool = False) -> Spread:
    if one.is_percent:
        return Spread(SpreadKind.VARIATION, abs(one.number))
    if is_relative:
        return Spread(SpreadKind.VARIATION, abs(one.number))
    written = first_number(measurement.shown)
    factor = measurement.value / written if written else 1.0
    return Spread(SpreadKind.DEVIATION, float(f"{abs(one.number) * factor:.12g}"))


def _state_cell(gathering: Gathering, column: Heading, cell: Cell, placed: dict[int, int]) -> None:
    """Take a cell of a column of differences as what is stated of the value before it."""
    places = [placed[index] for index in sorted(placed)]
    candidates = [p for p in places if gathering.measurements[p].role is Role.CANDIDATE]
    place = (candidates or places)[-1]
    if all(one.candidate != place for one in gathering.stated):
        _state(gathering, place, cell, "%" in column.text)


def _state(gathering: Gathering, place: int, cell: Cell, is_percent: bool) -> None:
    value = cell.value
    if value is None:
        return
    is_percent = is_percent or (value.unit is not None and value.unit.name == "%")
    shown = value.shown.split("%")[0]
    is_about = cell.text.startswith(("~", "≈", "about", "<", ">"))
    gathering.stated.append(Stated(place, value.number, is_percent, shown, is_about=is_about))


def _state_row(gathering: Gathering, row: Row, state: _State) -> None:
    """Take a row of differences as what is stated of the rows above it, of the one it names."""
    words = row.label.lower().replace("(", " ").split()
    for index, cell in enumerate(row.cells):
        places = state.last.get(index, [])
        if cell is None or cell.value is None or not places:
            continue
        candidates = [p for p in places if gathering.measurements[p].role is Role.CANDIDATE]
        named = [p for p in candidates if gathering.measurements[p].metric.lower() in words]
        if candidates:
            _state(gathering, (named or candidates)[-1], cell, "%" in row.label)


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
    spread = _spread(one, measurement)
    gathering.measurements[place] = replace(measurement, spread=spread)


def _count_runs(gathering: Gathering, value: Value, places: Iterable[int]) -> None:
    if value.number != int(value.number):
        return
    for place in places:
        measurement = gathering.measurements[place]
        gathering.measurements[place] = replace(measurement, runs=int(value.number))
