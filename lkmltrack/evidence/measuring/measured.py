"""A found block with its measurements: by its form, or by what its lines look like."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from lkmltrack.evidence.measuring.deltas import deltas_of
from lkmltrack.evidence.measuring.direction import explicit_direction, metric_direction
from lkmltrack.evidence.measuring.labels import role_of, roles_of
from lkmltrack.evidence.measuring.readers import readers_of
from lkmltrack.evidence.measuring.samples import with_means
from lkmltrack.evidence.measuring.setting import Reading, Setting, setting_of
from lkmltrack.evidence.measuring.tools import habit_of
from lkmltrack.evidence.text import TextLine
from lkmltrack.model.evidence import Block
from lkmltrack.model.measurement import Better, BetterSource, Measurement, Role

Reader = Callable[[Setting], Reading]
_MOST_MEASUREMENTS = 20_000
_MOST_SIDES = 40
_MOST_WORDS = 5


def measured(block: Block, lines: Sequence[TextLine]) -> Block:
    """Return a block with what can be measured in it; ``lines`` are those of the whole text."""
    setting = setting_of(block, lines)
    reading = Reading()
    for reader in readers_of(block.form, block.kind):
        reading = reader(setting)
        if not reading.is_empty:
            break
    found = [_completed(setting, one) for one in reading.measurements[:_MOST_MEASUREMENTS]]
    measurements = with_means(_with_sides(found))
    deltas, misfits = deltas_of(measurements, reading.stated)
    return replace(
        block,
        measurements=measurements,
        deltas=deltas,
        rows=reading.rows,
        chains=reading.chains,
        buckets=reading.buckets,
        events=reading.events or block.events,
        remarks=(*reading.remarks, *misfits),
    )


def _with_sides(measurements: Sequence[Measurement]) -> tuple[Measurement, ...]:
    """The measurements with roles that only all labels of the block together give away."""
    loose = [one for one in measurements if one.role_because in ("", "label")]
    labels = list(dict.fromkeys(one.variant for one in loose if one.variant))
    roles = {one.role for one in measurements}
    if not 2 <= len(labels) <= _MOST_SIDES or {Role.BASE, Role.CANDIDATE} <= roles:
        return tuple(measurements)
    sides = dict(zip(labels, roles_of(labels), strict=True))
    if {Role.BASE, Role.CANDIDATE} <= {role for role, _ in sides.values()}:
        return tuple(
            replace(one, role=sides[one.variant][0], role_because=sides[one.variant][1])
            if one.variant in sides and one.role_because in ("", "label")
            else one
            for one in measurements
        )
    return tuple(measurements)


def _completed(setting: Setting, measurement: Measurement) -> Measurement:
    """A measurement with the block's label, its role and its direction, as far as it has none."""
    label = setting.block.label or _label_above(setting)
    if label and not measurement.variant:
        role = role_of(label)
        measurement = replace(
            measurement, variant=label, role=role, role_because="label" if role else ""
        )
    if measurement.better is None and measurement.statistic != "share":
        way, why = _direction(setting, measurement)
        measurement = replace(measurement, better=way, better_because=why)
    return measurement


def _label_above(setting: Setting) -> str:
    """A side that the line right above the block names, though nothing marks it as a label."""
    nearest = setting.nearest.strip()
    if not nearest or len(nearest.split()) > _MOST_WORDS or "  " in nearest:
        return ""
    return nearest.strip(" :=-#*") if role_of(nearest) is not None else ""


def _direction(setting: Setting, measurement: Measurement) -> tuple[Better | None, BetterSource]:
    """Words of the text before the tool's habit, and that before the metric and the unit."""
    way, why = explicit_direction((setting.notes, *setting.paragraphs), measurement.metric)
    if way is not None:
        return way, why
    habit = habit_of(setting.block.form, setting.block.tool)
    if habit.better is not None and measurement.metric == habit.metric:
        return habit.better, BetterSource.TOOL
    return metric_direction(measurement.metric, measurement.unit)
