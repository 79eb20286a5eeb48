"""Statistics: how far two values lie apart, beside how far their runs do.

The room has no library of statistics: tests of significance come in as
callables, and without them intervals with Student's factors tell whether a
difference is beyond the noise.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist, fmean, stdev

from lkmltrack.model.comparison import Method, Noise, Scatter
from lkmltrack.model.measurement import Measurement, SpreadKind

LEVEL = 0.05
FEWEST_FOR_RANKS = 4
"""With fewer samples on a side, ranks cannot tell anything apart at this level."""
_NORMAL = NormalDist().inv_cdf(1 - LEVEL / 2)
_STUDENT = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
"""Student's two-sided 95 % factors for 1 to 30 degrees of freedom."""
_RANGE_FACTORS = (1.128, 1.693, 2.059, 2.326, 2.534, 2.704, 2.847, 2.970, 3.078)
"""How many deviations a range of 2 to 10 normal runs spans on average."""
_MOST_RUNS_INFERRED = 32
_FEWEST_RUNS_INFERRED = 3

WelchTest = Callable[[float, float, int, float, float, int], float]
"""Mean, deviation and runs of both sides to p."""
RankTest = Callable[[Sequence[float], Sequence[float]], float]
"""The samples of both sides to p."""


@dataclass(frozen=True, slots=True)
class Significance:
    """Significance of significance that are at hand; None for one that is not."""

    welch: WelchTest | None = None
    mann_whitney: RankTest | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """One side of a difference as numbers alone."""

    value: float
    scatter: Scatter = Scatter()
    values: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a difference is beyond the noise, what tells it, and its 95 % interval in percent."""

    noise: Noise
    method: Method = Method.NONE
    p: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""


def student_factor(freedom: float) -> float:
    """Return Student's two-sided 95 % factor; for a broken number that of the lower whole one.

    >>> student_factor(4), round(student_factor(60), 3), round(student_factor(math.inf), 3)
    (2.776, 2.0, 1.96)
    """
    if freedom < 1 or math.isnan(freedom):
        return math.inf
    if freedom < len(_STUDENT) + 1:
        return _STUDENT[int(freedom) - 1]
    z = _NORMAL
    # the first two terms of the expansion in 1/freedom: exact to 0.0005 from here on
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)


def percent_of(base: float, candidate: float) -> float | None:
    """Return (candidate - base) / base in percent; None where that is no number."""
    if not base or not (math.isfinite(base) and math.isfinite(candidate)):
        return None
    percent = (candidate - base) / abs(base) * 100
    return percent if math.isfinite(percent) else None


def scatter_of(measurement: Measurement) -> Scatter:
    """Return the scatter that a measurement states, brought to one form."""
    spread, runs = measurement.spread, measurement.runs
    if spread is None or not math.isfinite(spread.value) or (runs is not None and runs < 1):
        return Scatter(runs=runs if runs and runs > 0 else None)
    size = abs(measurement.value)
    match spread.kind:
        case SpreadKind.DEVIATION:
            return _of_deviation(abs(spread.value), runs)
        case SpreadKind.VARIATION:
            return _of_deviation(abs(spread.value) / 100 * size, runs)
        case SpreadKind.ERROR:
            return _of_error(abs(spread.value) / 100 * size, runs)
        case SpreadKind.INTERVAL:
            factor = student_factor(runs - 1) if runs and runs > 1 else _NORMAL
            return _of_error(abs(spread.value) / factor, runs)
        case SpreadKind.RANGE:
            return _of_range(spread.value, spread.upper, runs)


def scatter_of_samples(values: Sequence[float]) -> Scatter:
    """Return the scatter of samples; unknown below two."""
    if len(values) < 2 or not all(map(math.isfinite, values)):
        return Scatter(runs=len(values) or None)
    try:
        deviation = stdev(values)
    except OverflowError:
        return Scatter(runs=len(values))
    return replace(_of_deviation(deviation, len(values)), least=min(values), greatest=max(values))


def mean_of(values: Sequence[float]) -> float:
    """Return the mean of some finite values."""
    return fmean(values)


def runs_of_artefact(measurement: Measurement) -> int | None:
    """Return n when the spread is what one value in n runs gives, all others being 0.

    The deviation of such runs is 100 * sqrt(n - 1) percent of their mean,
    which the kernel test robot prints without what is behind the point.

    >>> from lkmltrack.model.measurement import Spread
    >>> runs_of_artefact(Measurement("m", 4.0, spread=Spread(SpreadKind.VARIATION, 141)))
    3
    """
    spread = measurement.spread
    if spread is None or spread.kind is not SpreadKind.VARIATION:
        return None
    for runs in range(_FEWEST_RUNS_INFERRED, _MOST_RUNS_INFERRED + 1):
        exact = 100 * math.sqrt(runs - 1)
        if spread.value == int(exact) or abs(spread.value - exact) < 0.06:
            return runs
    return None


def judge(base: Sample, candidate: Sample, tests: Significance) -> Judgement:
    """Return whether two values differ by more than their noise, by the best that is known."""
    for judged in (_by_ranks, _by_welch, _by_errors, _by_deviations, _by_ranges, _by_one_side):
        judgement = judged(base, candidate, tests)
        if judgement is not None:
            return judgement
    return Judgement(Noise.UNKNOWN, reason="no noise is given")


def _of_deviation(deviation: float, runs: int | None) -> Scatter:
    error = deviation / math.sqrt(runs) if runs and runs > 1 else None
    return Scatter(deviation, error, runs)


def _of_error(error: float, runs: int | None) -> Scatter:
    deviation = error * math.sqrt(runs) if runs and runs > 1 else None
    return Scatter(deviation, error, runs)


def _of_range(least: float, greatest: float | None, runs: int | None) -> Scatter:
    if greatest is None or not math.isfinite(greatest):
        return Scatter(runs=runs)
    least, greatest = min(least, greatest), max(least, greatest)
    scatter = Scatter(runs=runs, least=least, greatest=greatest)
    if runs is not None and 2 <= runs <= len(_RANGE_FACTORS) + 1:
        known = _of_deviation((greatest - least) / _RANGE_FACTORS[runs - 2], runs)
        return replace(known, least=least, greatest=greatest)
    return scatter


def _by_ranks(base: Sample, candidate: Sample, tests: Significance) -> Judgement | None:
    if tests.mann_whitney is None:
        return None
    if min(len(base.values), len(candidate.values)) < FEWEST_FOR_RANKS:
        return None
    p = tests.mann_whitney(base.values, candidate.values)
    if math.isnan(p):
        return None
    low, high = _interval(base, candidate, _freedom(base, candidate))
    counts = f"{len(base.values)} and {len(candidate.values)} samples"
    return Judgement(_noise_of(p), Method.MANN_WHITNEY, p, low, high, counts)


def _by_welch(base: Sample, candidate: Sample, tests: Significance) -> Judgement | None:
    """Judge by deviation and runs of both sides."""
    one, other = base.scatter, candidate.scatter
    if one.deviation is None or other.deviation is None:
        return None
    if not (one.runs and other.runs) or min(one.runs, other.runs) < 2:
        return None
    freedom = _freedom(base, candidate)
    low, high = _interval(base, candidate, freedom)
    reason = f"{one.runs} and {other.runs} runs"
    if one.is_bound or other.is_bound:
        reason += ", of a scatter of at most that"
    p = None
    if tests.welch is not None and (one.deviation or other.deviation):
        p = tests.welch(
            base.value, one.deviation, one.runs, candidate.value, other.deviation, other.runs
        )
    if p is not None and not math.isnan(p):
        return Judgement(_noise_of(p), Method.WELCH, p, low, high, reason)
    noise = _by_size(base, candidate, student_factor(freedom))
    return Judgement(noise, Method.WELCH, None, low, high, reason)


def _by_errors(base: Sample, candidate: Sample, _: Significance) -> Judgement | None:
    """Judge by the errors of the means, when runs are not said."""
    if base.scatter.error is None or candidate.scatter.error is None:
        return None
    low, high = _interval(base, candidate, math.inf)
    noise = _by_size(base, candidate, _NORMAL)
    return Judgement(noise, Method.NORMAL, None, low, high, "the number of runs is not said")


def _by_deviations(base: Sample, candidate: Sample, _: Significance) -> Judgement | None:
    """Judge by the deviations of one run: surely beyond, surely within, or not to be told."""
    one, other = base.scatter.deviation, candidate.scatter.deviation
    if one is None or other is None:
        return None
    both, change = math.hypot(one, other), abs(candidate.value - base.value)
    if change > _NORMAL * both:
        reason = "more than single runs scatter; the number of runs is not said"
        return Judgement(Noise.BEYOND, Method.DEVIATIONS, reason=reason)
    if change <= both and not (base.scatter.is_bound or candidate.scatter.is_bound):
        reason = "less than single runs scatter; the number of runs is not said"
        return Judgement(Noise.WITHIN, Method.DEVIATIONS, reason=reason)
    return Judgement(Noise.UNKNOWN, Method.DEVIATIONS, reason="the number of runs is not said")


def _by_ranges(base: Sample, candidate: Sample, _: Significance) -> Judgement | None:
    one, other = base.scatter, candidate.scatter
    if one.least is None or one.greatest is None or other.least is None or other.greatest is None:
        return None
    if one.greatest < other.least or other.greatest < one.least:
        return Judgement(Noise.BEYOND, Method.RANGES, reason="the ranges do not overlap")
    if other.least <= base.value <= other.greatest and one.least <= candidate.value <= one.greatest:
        return Judgement(Noise.WITHIN, Method.RANGES, reason="each value is in the other's range")
    return Judgement(Noise.UNKNOWN, Method.RANGES, reason="the ranges overlap")


def _by_one_side(base: Sample, candidate: Sample, _: Significance) -> Judgement | None:
    """Judge by the noise of one side: a small difference is within it, a large one is not told."""
    for sample in (base, candidate):
        deviation = sample.scatter.deviation
        if deviation is None or sample.scatter.is_bound:
            continue
        if abs(candidate.value - base.value) <= deviation:
            reason = "less than the runs of the one side scatter; the other's are not given"
            return Judgement(Noise.WITHIN, Method.DEVIATIONS, reason=reason)
        return Judgement(Noise.UNKNOWN, reason="noise is given for one side only")
    return None


def _by_size(base: Sample, candidate: Sample, factor: float) -> Noise:
    """Compare a difference with so many of its errors."""
    error = math.hypot(base.scatter.error or 0.0, candidate.scatter.error or 0.0)
    change = abs(candidate.value - base.value)
    if not error:
        return Noise.BEYOND if change else Noise.WITHIN
    return Noise.BEYOND if change > factor * error else Noise.WITHIN


def _noise_of(p: float) -> Noise:
    return Noise.BEYOND if p < LEVEL else Noise.WITHIN


def _freedom(base: Sample, candidate: Sample) -> float:
    """Return the degrees of freedom after Welch and Satterthwaite."""
    return _combined_freedom(
        (base.scatter.error, base.scatter.runs), (candidate.scatter.error, candidate.scatter.runs)
    )


def _combined_freedom(*sides: tuple[float | None, int | None]) -> float:
    """Return the freedom of a sum whose parts have these errors and runs."""
    sizes = [error or 0.0 for error, _ in sides]
    largest = max(sizes)
    if not largest or not math.isfinite(largest):
        return math.inf
    parts = [(size / largest) ** 2 for size in sizes]
    below = sum(
        part**2 / (runs - 1)
        for part, (_, runs) in zip(parts, sides, strict=True)
        if runs is not None and runs > 1
    )
    return sum(parts) ** 2 / below if below else math.inf


def _interval(base: Sample, candidate: Sample, freedom: float) -> tuple[float | None, float | None]:
    """Return the 95 % interval of the difference in percent, its errors propagated."""
    percent = percent_of(base.value, candidate.value)
    if percent is None or base.scatter.error is None or candidate.scatter.error is None:
        return None, None
    of_candidate = candidate.scatter.error / abs(base.value)
    of_base = abs(candidate.value) / abs(base.value) * (base.scatter.error / abs(base.value))
    if freedom != math.inf:
        freedom = _combined_freedom(
            (of_base, base.scatter.runs), (of_candidate, candidate.scatter.runs)
        )
    half = student_factor(freedom) * math.hypot(of_base, of_candidate) * 100
    if not math.isfinite(half):
        return None, None
    return percent - half, percent + half
