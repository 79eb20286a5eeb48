"""A found block with its measurements: by its form, or by what its lines look like."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from lkmltrack.evidence.measuring.deltas import deltas_of
from lkmltrack.evidence.measuring.direction import explicit_direction, metric_direction
from lkmltrack.evidence.measuring.labels import role_of
from lkmltrack.evidence.measuring.readers import readers_of
from lkmltrack.evidence.measuring.samples import with_means
from lkmltrack.evidence.measuring.setting import Reading, Setting, setting_of
from lkmltrack.evidence.measuring.tools import habit_of
from lkmltrack.evidence.text import TextLine
from lkmltrack.model.evidence import Block
from lkmltrack.model.measurement import Better, BetterSource, Measurement

Reader = Callable[[Setting], Reading]
_MOST_MEASUREMENTS = 20_000


def measured(block: Block, lines: Sequence[TextLine]) -> Block:
    """Return a block with what can be measured in it; ``lines`` are those of the whole text."""
    setting = setting_of(block, lines)
    reading = Reading()
    for reader in readers_of(block.form):
        reading = reader(setting)
        if not reading.is_empty:
            break
    measurements = with_means(
        tuple(_completed(setting, one) for one in reading.measurements[:_MOST_MEASUREMENTS])
    )
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


def _completed(setting: Setting, measurement: Measurement) -> Measurement:
    """A measurement with the block's label, its role and its direction, as far as it has none."""
    label = setting.block.label
    if label and not measurement.variant:
        role = role_of(label)
        measurement = replace(
            measurement, variant=label, role=role, role_because="label" if role else ""
        )
    if measurement.better is None and measurement.statistic != "share":
        way, why = _direction(setting, measurement)
        measurement = replace(measurement, better=way, better_because=why)
    return measurement


def _direction(setting: Setting, measurement: Measurement) -> tuple[Better | None, BetterSource]:
    """Words of the text before the tool's habit, and that before the metric and the unit."""
    way, why = explicit_direction(setting.caption, measurement.metric)
    if way is not None:
        return way, why
    habit = habit_of(setting.block.form, setting.block.tool)
    if habit.better is not None and measurement.metric == habit.metric:
        return habit.better, BetterSource.TOOL
    return metric_direction(measurement.metric, measurement.unit)
