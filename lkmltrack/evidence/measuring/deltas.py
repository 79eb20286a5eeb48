"""Differences recomputed, and what the stated ones turn out to mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lkmltrack.evidence.measuring.numbers import first_number, half_step
from lkmltrack.evidence.measuring.setting import Stated
from lkmltrack.model.measurement import Better, Convention, Delta, Measurement, Role

_MOST_PAIRS = 20_000
_MOST_BASES = 2_000
_MOST_REMARKS = 5
_ENDLESS = 1e300
_ENOUGH = 0.5
"""A convention holds for a table when it holds for this part of its rows, the rest being told."""
_Key = tuple[str, str, tuple[tuple[str, str], ...], str, str]
_PERCENT = (
    Convention.RAW,
    Convention.GOODNESS,
    Convention.SPEEDUP,
    Convention.DIFFERENCE,
    Convention.RATIO,
    Convention.INVERSE,
)
_FACTOR = (Convention.RATIO, Convention.INVERSE, Convention.DIFFERENCE, Convention.RAW)


@dataclass(frozen=True, slots=True)
class _Pair:
    base: Measurement
    candidate: Measurement
    stated: Stated | None = None


def deltas_of(
    measurements: Sequence[Measurement], stated: Sequence[Stated]
) -> tuple[tuple[Delta, ...], tuple[str, ...]]:
    """Return the differences of every base and candidate, and remarks on those that do not fit."""
    pairs = _pairs(measurements, stated)
    conventions = {
        is_percent: _convention([pair for pair in pairs if _is_of(pair, is_percent)])
        for is_percent in (True, False)
    }
    deltas: list[Delta] = []
    remarks: list[str] = []
    for pair in pairs:
        said = pair.stated
        convention = conventions[said.is_percent] if said else Convention.UNKNOWN
        fits = None if said is None else fitting(pair.base, pair.candidate, said, convention)
        deltas.append(_delta(pair, convention, fits))
        if fits is False:
            remarks.append(_remark(pair, convention))
    hidden = len(remarks) - _MOST_REMARKS
    if hidden > 0:
        remarks = [*remarks[:_MOST_REMARKS], f"{hidden} more stated differences do not fit either"]
    return tuple(deltas), (*remarks, *_without_convention(pairs, conventions))


def _without_convention(
    pairs: Sequence[_Pair], conventions: dict[bool, Convention]
) -> tuple[str, ...]:
    """What is said of differences that mean nothing known; only where labels name the sides."""
    odd = [
        pair
        for pair in pairs
        if pair.stated is not None
        and conventions[pair.stated.is_percent] is Convention.UNKNOWN
        and pair.base.role_because == "label"
        and pair.candidate.role_because == "label"
    ]
    if not odd:
        return ()
    return (f"{len(odd)} stated difference{'s' * (len(odd) > 1)} cannot be made from the values",)


def _is_of(pair: _Pair, is_percent: bool) -> bool:
    return pair.stated is not None and pair.stated.is_percent is is_percent


def _delta(pair: _Pair, convention: Convention, fits: bool | None) -> Delta:
    said = pair.stated
    return Delta(
        pair.base,
        pair.candidate,
        change(pair.base.value, pair.candidate.value),
        None if said is None else said.figure,
        convention,
        fits,
        None if said is None else said.is_significant,
    )


def change(old: float, new: float) -> float | None:
    """Return the relative change in percent, None when there is nothing to relate it to.

    >>> change(84548, 59078), change(0, 3)
    (-30.124899465392442, None)
    """
    if not old:
        return None
    result = (new - old) / abs(old) * 100
    return result if abs(result) < 1e300 else None


def _pairs(measurements: Sequence[Measurement], stated: Sequence[Stated]) -> list[_Pair]:
    """Every base with every candidate of the same metric, and what is stated of it."""
    said = {(one.base, one.candidate): one for one in stated}
    loose = {one.candidate: one for one in stated if one.base is None}
    sides: dict[_Key, tuple[list[int], list[int]]] = {}
    for place, measurement in enumerate(measurements):
        if measurement.role is None or measurement.statistic in ("sample", "change"):
            continue
        bases, candidates = sides.setdefault(_key(measurement), ([], []))
        (bases if measurement.role is Role.BASE else candidates).append(place)
    pairs: list[_Pair] = []
    for bases, candidates in sides.values():
        for base in bases[:_MOST_BASES]:
            for candidate in _partners(measurements, base, bases, candidates)[
                : _MOST_PAIRS - len(pairs)
            ]:
                one = said.get((base, candidate)) or (
                    loose.get(candidate) if base == bases[0] else None
                )
                pairs.append(_Pair(measurements[base], measurements[candidate], one))
    return pairs


def _partners(
    measurements: Sequence[Measurement], base: int, bases: Sequence[int], candidates: Sequence[int]
) -> list[int]:
    """The candidates of a base; where a metric is there more than once, those of its own line."""
    if len(bases) == 1:
        return list(candidates)
    lines = {measurements[place].line for place in bases}
    own = measurements[base].line
    return [
        place
        for place in candidates
        if measurements[place].line == own or measurements[place].line not in lines
    ]


def _key(measurement: Measurement) -> _Key:
    return (
        measurement.metric.lower(),
        measurement.workload.lower(),
        measurement.parameters,
        measurement.statistic,
        measurement.unit,
    )


def _convention(pairs: Sequence[_Pair]) -> Convention:
    """The one reading of the stated figures that holds for all of a table's rows, or for most."""
    if not pairs:
        return Convention.UNKNOWN
    is_percent = pairs[0].stated is None or pairs[0].stated.is_percent
    counts = [
        (sum(_pair_fits(pair, convention) for pair in pairs), convention)
        for convention in (_PERCENT if is_percent else _FACTOR)
    ]
    most, best = max(counts, key=lambda count: count[0])
    return best if most >= _ENOUGH * len(pairs) and most else Convention.UNKNOWN


def _pair_fits(pair: _Pair, convention: Convention) -> bool:
    if pair.stated is None:
        return False
    return bool(fitting(pair.base, pair.candidate, pair.stated, convention))


def fitting(
    base: Measurement, candidate: Measurement, stated: Stated, convention: Convention
) -> bool | None:
    """Whether a stated figure agrees with its two values, None when nothing can be computed.

    The values may have been rounded: every value that would be written so is tried.
    """
    expected = expected_figure(base, candidate, convention, stated.is_percent)
    if convention is Convention.UNKNOWN or expected is None:
        return None  # from nothing to something is no percentage: 0.0 and inf are written for it
    room = max(0.15 if stated.is_percent else 0.0, 0.02 * abs(stated.figure))
    if stated.is_about:
        room = max(room, 1.0 if stated.is_percent else 0.1, 0.2 * abs(stated.figure))
    step = half_step(stated.shown)
    cut = abs(expected) - abs(stated.figure)
    if abs(expected - stated.figure) <= room + step + 1e-9:
        return True
    if 0 <= cut < step * 2 and expected * stated.figure >= 0:
        return True  # not rounded but cut off
    room += step + 1e-9
    factor, is_up = _factor(candidate), candidate.better is Better.HIGHER
    corners = [
        _figure(old, new, convention, stated.is_percent, factor, is_up)
        for old in _rounded_from(base)
        for new in _rounded_from(candidate)
    ]
    figures = [_ENDLESS if figure is None else figure for figure in corners]
    return min(figures) - room <= stated.figure <= max(figures) + room


def _rounded_from(measurement: Measurement) -> tuple[float, float]:
    """The least and the greatest value that would be written as this one."""
    step = half_step(measurement.shown) * abs(_factor(measurement)) if measurement.shown else 0.0
    value = measurement.value
    least = value - step
    return (0.0 if value >= 0 > least else least), value + step


def expected_figure(
    base: Measurement, candidate: Measurement, convention: Convention, is_percent: bool
) -> float | None:
    """Return the figure that a convention makes of two values."""
    factor = _factor(candidate) if convention is Convention.DIFFERENCE else 1.0
    is_up = candidate.better is Better.HIGHER
    return _figure(base.value, candidate.value, convention, is_percent, factor, is_up)


def _figure(
    old: float, new: float, convention: Convention, is_percent: bool, factor: float, is_up: bool
) -> float | None:
    if convention is Convention.DIFFERENCE:
        return (new - old) / factor
    if convention in (Convention.RATIO, Convention.INVERSE):
        above, below = (new, old) if convention is Convention.RATIO else (old, new)
        return above / below * (100 if is_percent else 1) if below else None
    if convention is Convention.SPEEDUP:
        return (old / new - 1) * 100 if new else None
    raw = change(old, new)
    if raw is None or convention is Convention.RAW:
        return raw
    return raw if is_up else -raw


def _factor(measurement: Measurement) -> float:
    """By what the written figure was multiplied to get the standard unit."""
    written = first_number(measurement.shown)
    return measurement.value / written if written and measurement.value else 1.0


def _remark(pair: _Pair, convention: Convention) -> str:
    said = pair.stated
    assert said is not None
    expected = expected_figure(pair.base, pair.candidate, convention, said.is_percent)
    sign = " %" if said.is_percent else ""
    return (
        f"line {pair.candidate.line}: {said.figure:g}{sign} is stated, "
        f"{pair.base.shown or pair.base.value} and {pair.candidate.shown or pair.candidate.value} "
        f"make {0.0 if expected is None else expected:.4g}{sign}"
    )


def remarks_on(figures: Iterable[str]) -> tuple[str, ...]:
    """Return a few remarks, and how many more there are."""
    found = list(figures)
    hidden = len(found) - _MOST_REMARKS
    return (*found[:_MOST_REMARKS], f"and {hidden} more") if hidden > 0 else tuple(found)
