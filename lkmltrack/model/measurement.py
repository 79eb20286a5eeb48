"""Measurements: one value with its metric, what it compares with, and how it scatters.

The terms are those of Go's benchfmt (``better``) and of the lists themselves.
"""

from dataclasses import dataclass
from enum import StrEnum


class Better(StrEnum):
    """Which way a metric is wished for."""

    HIGHER = "higher"
    LOWER = "lower"


class BetterSource(StrEnum):
    """What tells which way is better, the surest first."""

    EXPLICIT = "explicit"
    """The text says it: ``lower is better``."""
    STATISTIC = "statistic"
    """Hmean of mmtests is used where higher is better, Amean where lower is."""
    TOOL = "tool"
    UNIT = "unit"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """Which side of a comparison a variant is."""

    BASE = "base"
    CANDIDATE = "candidate"


class SpreadKind(StrEnum):
    """What a figure beside a value says about its scatter."""

    DEVIATION = "deviation"
    """A standard deviation, in the metric's unit."""
    VARIATION = "variation"
    """The deviation in percent of the mean."""
    ERROR = "error"
    """The standard error of the mean, in percent (``perf stat -r``)."""
    INTERVAL = "interval"
    """Half a confidence interval, in the metric's unit."""
    RANGE = "range"
    """From the least to the greatest, in the metric's unit."""


class Convention(StrEnum):
    """What a stated difference means; recomputed, never believed."""

    RAW = "raw"
    """(new - old) / old, in percent."""
    GOODNESS = "goodness"
    """In percent, plus means better."""
    RATIO = "ratio"
    """new / old."""
    INVERSE = "inverse"
    """old / new: the speed-up of times."""
    SPEEDUP = "speedup"
    """old / new - 1, in percent."""
    DIFFERENCE = "difference"
    """new - old, in the metric's own unit; points, where that is a percentage."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Spread:
    """The scatter of a value: its kind, and one figure (for a range two)."""

    kind: SpreadKind
    value: float
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value with its metric.

    ``unit`` is canonical (``s``, ``B``, ``B/s``, ``bit/s``, ``1/s``, ``%``,
    ``cycles``, ``1`` ...) and ``value`` is in it; ``shown`` is what stood there.
    """

    metric: str
    value: float
    unit: str = ""
    workload: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    """``("copies", "220")``."""
    variant: str = ""
    """The column's or the section's label, as written."""
    role: Role | None = None
    role_because: str = ""
    """``label``, ``version``, ``position``, ``revert``."""
    statistic: str = ""
    """``mean``, ``median``, ``min``, ``p99``, ``share``, ``sample`` ..."""
    spread: Spread | None = None
    runs: int | None = None
    better: Better | None = None
    better_because: BetterSource = BetterSource.UNKNOWN
    shown: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Delta:
    """Two measurements of one metric and what the text says of their difference.

    ``percent`` is (new - old) / old recomputed, None when old is 0.
    ``stated`` is the figure in the text; ``fits`` tells whether it agrees
    under ``convention``, None when nothing is stated.
    """

    base: Measurement
    candidate: Measurement
    percent: float | None
    stated: float | None = None
    convention: Convention = Convention.UNKNOWN
    fits: bool | None = None
    is_marked_significant: bool | None = None
    """mmtests puts stars around differences that are; None when nothing says it."""
