"""Figures: numbers and texts out of the values of a person's result file, whatever they hold."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lkmltrack.model.evidence import Block, BlockKind
from lkmltrack.model.measurement import Better, BetterSource, Measurement, Spread, SpreadKind

MOST_MEASUREMENTS = 20_000
MOST_LINES = 2_000
_LONGEST_TEXT = 300
_PREFIXES = ("n", "u", "m", "", "k", "M", "G", "T")
_SCALED = frozenset(("s", "B", "B/s", "bit/s", "J"))

Value = object
"""What ``json.loads`` gives: nothing is known of it until it is looked at."""


def number(value: Value) -> float | None:
    """Return a finite number, also one that is written as a text; None for anything else.

    >>> number("1,250.5"), number(True), number("<not supported>"), number(1e999)
    (1250.5, None, None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return _number_of_text(value)
    if not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def text(value: Value) -> str:
    """Return a short text on one line; empty for anything but a text or a number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    try:
        return " ".join(str(value)[:_LONGEST_TEXT].split())
    except ValueError:  # an integer of more digits than Python prints
        return ""


def inside(value: Value, *keys: str) -> Value:
    """Return what is in a value under the keys, one inside the other; None when nothing is."""
    for key in keys:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def items(value: Value) -> Iterator[tuple[str, Value]]:
    """Yield the keys and values of a mapping; nothing for anything else."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield str(key), one


def entries(value: Value) -> Sequence[Value]:
    """Return a list's entries; none for anything else."""
    return value if isinstance(value, list) else ()


def figure(
    metric: str,
    value: float,
    unit: str,
    better: Better | None = None,
    *,
    workload: str = "",
    parameters: tuple[tuple[str, str], ...] = (),
    variant: str = "",
    statistic: str = "",
    spread: Spread | None = None,
    runs: int | None = None,
    shown: str = "",
) -> Measurement:
    """Return a measurement of a tool whose directions are known."""
    return Measurement(
        metric,
        value,
        unit,
        workload,
        parameters,
        variant,
        statistic=statistic,
        spread=spread,
        runs=runs,
        better=better,
        better_because=BetterSource.TOOL if better else BetterSource.UNKNOWN,
        shown=shown or f"{value:g}",
    )


def block_of(
    tool: str,
    form: str,
    measurements: Sequence[Measurement],
    lines_of_file: int,
    remarks: Sequence[str] = (),
) -> Block:
    """Return the measurements of a file as one block whose lines can be read.

    Workloads begin with the tool's name, as they do where a mail shows its output.
    """
    kept = tuple(
        replace(one, workload=f"{tool} {one.workload}".strip())
        for one in measurements[:MOST_MEASUREMENTS]
    )
    said = list(remarks)
    if len(measurements) > len(kept):
        said.append(f"{len(measurements) - len(kept)} more values are left out")
    return Block(
        BlockKind.TABLE,
        form,
        1,
        max(1, lines_of_file),
        tuple(_line(one) for one in kept if one.statistic != "sample")[:MOST_LINES],
        tool,
        measurements=kept,
        remarks=tuple(said),
    )


def _line(measurement: Measurement) -> str:
    """Return a measurement as a line of text."""
    named = [measurement.workload, measurement.variant]
    named += [f"{key}={value}" for key, value in measurement.parameters]
    where = " ".join(part for part in named if part)
    name = f"{measurement.metric} {measurement.statistic}".strip()
    spread = ""
    if measurement.spread is not None:
        is_share = measurement.spread.kind in (SpreadKind.VARIATION, SpreadKind.ERROR)
        unit = "%" if is_share else measurement.unit
        spread = f" ± {_shown(measurement.spread.value, unit)}"
    runs = f" ({measurement.runs} runs)" if measurement.runs else ""
    shown = _shown(measurement.value, measurement.unit)
    return f"{where + ': ' if where else ''}{name}  {shown}{spread}{runs}"


def _shown(value: float, unit: str) -> str:
    """Return a value with its unit, in a size that is easy to read."""
    if unit in _SCALED and value:
        power = min(max(math.floor(math.log10(abs(value)) / 3), -3), 4)
        return f"{value / 1000.0**power:.5g} {_PREFIXES[power + 3]}{unit}"
    return f"{value:.6g}" if unit in ("", "1") else f"{value:.6g} {unit}"


def _number_of_text(value: str) -> float | None:
    bare = value.strip().replace(",", "")[:40]
    if not bare or bare[-1] not in "0123456789." or bare[0] not in "+-.0123456789":
        return None
    try:
        found = float(bare)
    except ValueError:
        return None
    return found if math.isfinite(found) else None
