"""Figures: the measurements of documents, each with its side and its noise."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.statistics import (
    mean_of,
    runs_of_artefact,
    scatter_of,
    scatter_of_samples,
)
from lkmltrack.model.comparison import Figure, Placed, Scatter, Side
from lkmltrack.model.evidence import Block, Document, EnvironmentFact, EnvironmentKind
from lkmltrack.model.measurement import Measurement, Role, Spread, SpreadKind

MOST_FIGURES = 50_000
_MOST_SAMPLES = 10_000
_ROBOT = FormName.LKP
_SHOWN_FROM = 2.0
"""The kernel test robot prints a variation only when it is above so many percent."""
_SAMPLES = frozenset(("", "sample", "samples"))
_NO_METRIC = frozenset(("", "value"))
_RULE = frozenset("-=_+|~")
_MACHINES = (EnvironmentKind.CPU, EnvironmentKind.MICROARCHITECTURE, EnvironmentKind.MACHINE)


@dataclass(frozen=True, slots=True)
class Keyed:
    """A figure and the words that it is matched by; ``occurrence`` counts equal ones in a text.

    ``scope`` is what a figure without a workload cannot be matched beyond: its
    tool, or its own text when not even the metric has a name.
    """

    figure: Figure
    metric: str
    workload: str
    parameters: tuple[tuple[str, str], ...]
    statistic: str
    unit: str
    scope: str = ""
    occurrence: int = 0


def keyed_figures(placed: Sequence[Placed]) -> list[Keyed]:
    """Return the figures of the evidence that was first posted in the documents."""
    found: list[Keyed] = []
    for place in placed:
        counts: dict[Keyed, int] = {}
        for block in place.document.own_blocks:
            for keyed in _of_block(block, place):
                if len(found) >= MOST_FIGURES:
                    return found
                bare = replace(keyed, figure=_nothing(keyed.figure.side))
                counts[bare] = counts.get(bare, 0) + 1
                found.append(replace(keyed, occurrence=counts[bare] - 1))
    return found


def words_of(text: str) -> str:
    """Return a name of a metric or workload with its spelling made even.

    >>> words_of("Shell Scripts (8 concurrent)"), words_of("per_process-ops")
    ('shell scripts 8 concurrent', 'per process ops')
    """
    spaced = "".join(_plain(letter) for letter in text[:300].casefold())
    return " ".join(word.strip(".") for word in spaced.split() if word.strip("."))


def statistic_of(measurement: Measurement) -> str:
    """Return the kind of statistic: samples and every sort of mean are one.

    >>> statistic_of(Measurement("m", 1.0, statistic="Amean"))
    'mean'
    """
    words = words_of(measurement.statistic)
    if words in _SAMPLES or words.endswith("mean") or words in ("average", "avg"):
        return "mean"
    return words


def machine_of(block: Block, document: Document) -> str:
    """Return the processor, else the machine, that a block was measured on; empty when unsure."""
    for kind in _MACHINES:
        facts = [fact for fact in document.environment if fact.kind is kind and not fact.is_quoted]
        names = {name_of(fact).casefold(): name_of(fact) for fact in facts}
        if len(names) == 1:
            return next(iter(names.values()))
        if names:
            above = [fact for fact in facts if fact.line <= block.line_end]
            return name_of(above[-1]) if above else ""
    return ""


def name_of(fact: EnvironmentFact) -> str:
    """Return a fact in standard form, as written when it has none."""
    return " ".join((fact.value or fact.text).split())[:120]


def _plain(letter: str) -> str:
    return letter if letter.isalnum() or letter in ".%+" else " "


def _nothing(side: Side) -> Figure:
    return Figure(side, 0.0, Measurement("", 0.0), "")


def _of_block(block: Block, place: Placed) -> Iterable[Keyed]:
    """Yield a block's figures, runs of one measurement gathered."""
    machine, block_id = place.machine or machine_of(block, place.document), block.id
    gathered: dict[Keyed, list[Measurement]] = {}
    for measurement in (*block.measurements, *_shares(block)):
        if not math.isfinite(measurement.value):
            continue
        side = _side(measurement, block, place, machine)
        key = Keyed(
            _nothing(side),
            words_of(measurement.metric),
            words_of(measurement.workload),
            _parameters(measurement),
            statistic_of(measurement),
            measurement.unit,
            _scope(measurement, block, place),
        )
        gathered.setdefault(key, []).append(measurement)
    for key, measurements in gathered.items():
        for figure in _figures(measurements, key.figure.side, block, block_id):
            yield replace(key, figure=figure)


def _scope(measurement: Measurement, block: Block, place: Placed) -> str:
    if measurement.workload:
        return ""
    return place.source if measurement.metric in _NO_METRIC else block.tool.casefold()


def _figures(
    measurements: Sequence[Measurement], side: Side, block: Block, block_id: str
) -> Iterable[Figure]:
    """Yield one figure when the measurements are the runs of one, else one for each."""
    stated = [one for one in measurements if one.spread is not None or one.runs is not None]
    bare = [one for one in measurements if one.spread is None and one.runs is None]
    if len(stated) <= 1 and _are_samples(bare):
        values = tuple(one.value for one in bare[:_MOST_SAMPLES])
        first = stated[0] if stated else bare[0]
        scatter = scatter_of_samples(values)
        yield Figure(side, mean_of(values), first, block_id, scatter, values)
        return
    for one in measurements:
        if one.statistic != "sample" or not stated:
            scatter, remarks = _scatter(one, block)
            yield Figure(side, one.value, one, block_id, scatter, (), remarks)


def _are_samples(measurements: Sequence[Measurement]) -> bool:
    """Whether these are the runs of one figure: on lines of their own, not columns of one line."""
    lines = {one.line for one in measurements if one.line}
    return (
        len(measurements) > 1
        and all(words_of(one.statistic) in _SAMPLES for one in measurements)
        and len(lines) in (0, len(measurements))
    )


def _scatter(measurement: Measurement, block: Block) -> tuple[Scatter, tuple[str, ...]]:
    """Return the scatter of a measurement, and what is to be said of it."""
    if block.form == FormName.FIO and measurement.spread is not None:
        return Scatter(), ("fio's deviation is that of requests or seconds, not of runs",)
    if block.form != _ROBOT:
        return scatter_of(measurement), ()
    if measurement.spread is None:
        # at most: what the robot does not print is below its limit
        at_most = replace(measurement, spread=Spread(SpreadKind.VARIATION, _SHOWN_FROM))
        return replace(scatter_of(at_most), is_bound=True), ()
    runs = runs_of_artefact(measurement)
    if runs is None:
        return scatter_of(measurement), ()
    remark = (
        f"±{measurement.spread.value:g} % is what one of {runs} runs gives when"
        " the others are 0: it was seen in one run only"
    )
    return scatter_of(replace(measurement, runs=measurement.runs or runs)), (remark,)


def _side(measurement: Measurement, block: Block, place: Placed, machine: str) -> Side:
    document = place.document
    words = (measurement.variant or block.label).strip(" :[]*\t").split()
    return Side(
        place.source,
        place.label,
        " ".join(word for word in words if not _RULE.issuperset(word))[:80],
        measurement.role,
        machine,
        document.author.address.casefold(),
        not document.message_id,
    )


def _parameters(measurement: Measurement) -> tuple[tuple[str, str], ...]:
    return tuple(
        sorted((words_of(name), " ".join(value.split())) for name, value in measurement.parameters)
    )


def _shares(block: Block) -> Iterable[Measurement]:
    """Yield the symbols of a profile as measurements, unless it has some already."""
    if any(one.statistic == "share" for one in block.measurements):
        return
    for row in block.rows:
        yield Measurement(
            row.symbol,
            row.share,
            "%",
            workload=block.events,
            variant=block.label,
            role=_role_of(block),
            statistic="share",
            line=row.line,
        )


def _role_of(block: Block) -> Role | None:
    """Return the role that a block's label was given in its measurements."""
    roles = {one.role for one in block.measurements if one.variant == block.label}
    return roles.pop() if len(roles) == 1 else None
