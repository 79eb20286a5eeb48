"""perf stat -j and -x: counters for programs to read."""

import json
import re
from collections.abc import Iterator, Sequence

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.results.figures import (
    MOST_MEASUREMENTS,
    Value,
    block_of,
    figure,
    inside,
    number,
    text,
)
from lkmltrack.evidence.results.found import Found
from lkmltrack.model.measurement import Better, Measurement, Spread, SpreadKind

_UNITS = {
    "": ("1", 1.0),
    "msec": ("s", 1e-3),
    "usec": ("s", 1e-6),
    "ns": ("s", 1e-9),
    "Joules": ("J", 1.0),
    "MiB": ("B", 1048576.0),
    "C": ("°C", 1.0),
    "%": ("%", 1.0),
}
_LOWER = ("clock", "cycles", "miss", "fault", "stall", "energy", "duration_time", "_time")
_CYCLES = ("cycles", "cpu-cycles")
_NOT_COUNTED = ("<not counted>", "<not supported>")
_EVENT = re.compile(r"[A-Za-z_][\w\-.:/=@]{1,100}")
_METRIC = re.compile(r"[A-Za-z][\w /().-]{2,60}")
_RATE = re.compile(r"[KMG]?/sec$")
_SEPARATORS = (",", ";", "|", "\t", "~", "^", ":")
_LOOKED_AT = 12
_LONGEST_LINE = 1_000
_FEWEST_FIELDS = 5

Parameters = tuple[tuple[str, str], ...]


def is_json_lines(content: str) -> bool:
    """Whether every line is an object, as perf stat -j prints them."""
    line = next(iter(_lines(content)), "")
    return line.startswith("{") and '"counter-value"' in line and '"event"' in line


def read_json_lines(content: str, _: str) -> Found:
    """Return the counters of perf stat -j."""
    measurements: list[Measurement] = []
    for line in _lines(content):
        value = _object(line)
        if value is not None:
            parameters, event = _parameters(value), text(inside(value, "event"))
            measurements += _counter(
                event,
                text(inside(value, "counter-value")),
                text(inside(value, "unit")),
                number(inside(value, "variance")),
                parameters,
            )
            unit = text(inside(value, "metric-unit"))
            measurements += _metric(event, unit, inside(value, "metric-value"), parameters)
        if len(measurements) > MOST_MEASUREMENTS:
            break
    return _found(measurements, content)


def is_separated(content: str) -> bool:
    """Whether the lines are fields with a separator, as perf stat -x prints them."""
    return _separator(content) is not None


def read_separated(content: str, _: str) -> Found:
    """Return the counters of perf stat -x."""
    separator = _separator(content) or ","
    measurements: list[Measurement] = []
    for line in _lines(content):
        row = _row([field.strip() for field in line.split(separator)])
        if row is None:
            continue
        front, value, unit, event, rest = row
        parameters = _of_front(front)
        variance = next((number(one[:-1]) for one in rest[:3] if one.endswith("%")), None)
        measurements += _counter(event, value, unit, variance, parameters)
        if len(rest) >= 2:
            measurements += _metric(event, rest[-1], rest[-2], parameters)
        if len(measurements) > MOST_MEASUREMENTS:
            break
    return _found(measurements, content)


def _found(measurements: Sequence[Measurement], content: str) -> Found:
    if not measurements:
        return Found("perf stat", (), remarks=("no event was counted",))
    lines = content.count("\n") + 1
    return Found("perf stat", (block_of("perf stat", FormName.PERF_STAT, measurements, lines),))


def _lines(content: str) -> Iterator[str]:
    """Yield the lines that are no comments and not blank."""
    for line in content.split("\n"):
        line = line.strip()[:_LONGEST_LINE]
        if line and not line.startswith("#"):
            yield line


def _object(line: str) -> Value | None:
    if not line.startswith("{"):
        return None
    try:
        value: Value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value


def _parameters(value: Value) -> Parameters:
    told = ((key, text(inside(value, key))) for key in ("interval", "core", "socket", "cpu"))
    return tuple((key, one) for key, one in told if one)


def _separator(content: str) -> str | None:
    """Return what divides the fields, None when the lines are no counters."""
    looked_at = [
        line for line, _ in zip(_lines(content[:100_000]), range(_LOOKED_AT), strict=False)
    ]
    for separator in _SEPARATORS:
        rows = [_row([one.strip() for one in line.split(separator)]) for line in looked_at]
        if rows and sum(row is not None for row in rows) * 3 >= len(rows) * 2:
            return separator
    return None


def _row(
    fields: Sequence[str],
) -> tuple[Sequence[str], str, str, str, Sequence[str]] | None:
    """Return what stands in front, the value, its unit, the event, and the rest of a line.

    In front are the time of an interval, a core and the number of its CPUs.
    """
    if len(fields) < _FEWEST_FIELDS:
        return None
    for place in range(min(4, len(fields) - 4)):
        value, unit, event = fields[place : place + 3]
        is_value = value in _NOT_COUNTED or number(value) is not None
        if is_value and unit in _UNITS and _EVENT.fullmatch(event):
            rest = fields[place + 3 :]
            # behind the event are the deviation, how long it ran, and for what share
            if all(number(one.rstrip("%")) is not None for one in rest[:2]):
                return fields[:place], value, unit, event, rest
    return None


def _of_front(fields: Sequence[str]) -> Parameters:
    named: list[tuple[str, str]] = []
    for field in fields:
        is_time = "." in field and number(field) is not None
        if is_time:
            named.append(("interval", field))
        elif number(field) is None and field:
            named.append(("cpu", field))
    return tuple(named)


def _counter(
    event: str, shown: str, unit: str, variance: float | None, parameters: Parameters
) -> Iterator[Measurement]:
    value = number(shown)
    if value is None or not event:
        return
    canonical, factor = _UNITS.get(unit, (unit, 1.0))
    if canonical == "1" and event.split(":")[0] in _CYCLES:
        canonical = "cycles"
    is_lower = any(part in event for part in _LOWER)
    yield figure(
        event,
        value * factor,
        canonical,
        Better.LOWER if is_lower else None,
        parameters=parameters,
        statistic="mean" if variance is not None else "",
        spread=None if variance is None else Spread(SpreadKind.ERROR, variance),
        shown=shown,
    )


def _metric(event: str, unit: str, value: Value, parameters: Parameters) -> Iterator[Measurement]:
    """Yield what perf derives, such as instructions per cycle; rates repeat the counter."""
    found = number(value)
    name = " ".join(unit.replace("%", " ").split())
    if found is None or _RATE.search(unit) or _METRIC.fullmatch(name) is None:
        return
    if name == "insn per cycle":
        yield figure(name, found, "1", Better.HIGHER, parameters=parameters)
        return
    is_share = "%" in unit or name.startswith("of ")
    yield figure(f"{event} {name}", found, "%" if is_share else "1", parameters=parameters)
