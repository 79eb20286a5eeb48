"""Comparison: the same measurement side by side, what differs, and what became of old evidence."""

from dataclasses import dataclass
from enum import StrEnum

from lkmltrack.model.evidence import Document
from lkmltrack.model.measurement import Better, BetterSource, Measurement, Role
from lkmltrack.model.series import Patch, PostingKind, Series


class Axis(StrEnum):
    """What differs between the two sides of a difference."""

    VARIANT = "variant"
    """Without the change and with it."""
    REVISION = "revision"
    """One posting and the next."""
    FILE = "file"
    """Two files of results, of which nothing says what they are."""


class Noise(StrEnum):
    """How a difference compares with the scatter of its two values."""

    WITHIN = "within noise"
    BEYOND = "beyond noise"
    UNKNOWN = "noise unknown"


class Method(StrEnum):
    """What the answer about noise rests on."""

    MANN_WHITNEY = "Mann-Whitney U-test"
    WELCH = "Welch's t-test"
    NORMAL = "standard errors"
    DEVIATIONS = "deviations, runs unknown"
    RANGES = "ranges"
    MARKED = "the tool's own mark"
    NONE = ""


class Verdict(StrEnum):
    """What a difference means, by the direction in which the metric is wished for."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNKNOWN = "unknown"
    """Nothing says which direction is wished for."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A document, the posting that it speaks about, and the machine when it is known."""

    document: Document
    revision: Series | None = None
    machine: str = ""
    name: str = ""
    """What people call the posting where another one has its number too: ``v1.2``."""

    @property
    def source(self) -> str:
        """The message-id, or the name of a file."""
        return self.document.message_id or self.document.source

    @property
    def label(self) -> str:
        """The posting in short: ``v3``, ``RFC v2``, ``discussion``; empty when none is known."""
        if self.name or self.revision is None:
            return self.name
        if self.revision.kind is PostingKind.DISCUSSION:
            return "discussion"
        mark = "RFC " if self.revision.kind is PostingKind.RFC else ""
        return f"{mark}v{self.revision.revision}"


@dataclass(frozen=True, slots=True)
class Side:
    """Where values were measured: the posting, the variant, the machine, and who said it where."""

    source: str
    revision: str = ""
    variant: str = ""
    role: Role | None = None
    machine: str = ""
    author: str = ""
    is_file: bool = False
    """Whether the source is a file of results, not a message."""

    @property
    def label(self) -> str:
        """What tells it from the other sides, as a heading."""
        variant = self.variant or (self.role.value if self.role else "")
        named = [part for part in (self.revision, variant) if part]
        return " ".join(named) or self.source


@dataclass(frozen=True, slots=True)
class Scatter:
    """How far values of one metric lie apart, in the metric's unit, as far as it is known.

    ``deviation`` is that of one run, ``error`` that of the mean. ``is_bound``
    tells that they are the most that is possible, not what was measured.
    """

    deviation: float | None = None
    error: float | None = None
    runs: int | None = None
    least: float | None = None
    greatest: float | None = None
    is_bound: bool = False

    @property
    def is_known(self) -> bool:
        """Whether anything is known about it."""
        return any(one is not None for one in (self.deviation, self.error, self.least))


@dataclass(frozen=True, slots=True)
class Figure:
    """The value of one metric on one side; ``samples`` when the runs themselves are given."""

    side: Side
    value: float
    measurement: Measurement
    block: str
    """The id of the block that it stands in."""
    scatter: Scatter = Scatter()
    samples: tuple[float, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Two figures of one metric, recomputed from their values.

    ``percent`` is (candidate - base) / base, None when the base is 0; ``low``
    and ``high`` are its 95 % interval where scatter and runs allow one.
    ``p`` is None when no test of significance was made.
    """

    axis: Axis
    base: Figure
    candidate: Figure
    change: float
    """candidate - base, in the metric's unit: points, where that is a percentage."""
    percent: float | None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    method: Method = Method.NONE
    noise: Noise = Noise.UNKNOWN
    verdict: Verdict = Verdict.UNKNOWN
    stated: float | None = None
    """The difference as the text states it."""
    fits: bool | None = None
    """Whether the stated one agrees with the values."""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One metric of one workload with its parameters, on every side that has it."""

    metric: str
    workload: str
    parameters: tuple[tuple[str, str], ...]
    statistic: str
    unit: str
    better: Better | None
    better_because: BetterSource
    figures: tuple[Figure, ...]
    differences: tuple[Difference, ...] = ()
    reasons: tuple[str, ...] = ()
    """Why figures that are spelled differently stand in one row."""

    def figure(self, side: Side) -> Figure | None:
        """Return the figure of a side, None when that side has none."""
        return next((figure for figure in self.figures if figure.side == side), None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that can stand side by side; ``alone`` is what only one side measured."""

    sides: tuple[Side, ...]
    rows: tuple[Row, ...]
    alone: tuple[Row, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stale:
    """A block that was measured on a posting whose patches are not the newest any more.

    ``shown_again`` are messages about the newest posting that repeat it, and
    ``is_measured_again`` tells that the newest has figures of the same kind.
    ``is_certain`` is False when patch-ids are missing on either side.
    """

    source: str
    block: str
    measured_on: Series
    newest: Series
    changed: tuple[Patch, ...] = ()
    """Patches of the newest posting that differ from what was measured."""
    added: tuple[Patch, ...] = ()
    gone: tuple[Patch, ...] = ()
    """Patches that were measured and are not in the newest posting."""
    has_other_base: bool = False
    shown_again: tuple[str, ...] = ()
    is_measured_again: bool = False
    is_certain: bool = True
    reason: str = ""


class PatchPlace(StrEnum):
    """Where in a patch a name of the evidence was found, the strongest first."""

    HUNK = "hunk"
    """The hunk changes the function itself."""
    DEFINED = "defined"
    """A line that is added or removed begins the function."""
    CHANGED_LINE = "changed line"
    """A line that is added or removed names it."""
    FILE = "file"
    """The patch touches the file that the evidence names."""


@dataclass(frozen=True, slots=True)
class PatchLink:
    """A name in a block of evidence, and where a patch has it."""

    block: str
    symbol: str
    """As the evidence spells it; the path for a file."""
    message_id: str
    """The patch's."""
    path: str
    place: PatchPlace
    meant: str = ""
    """The name in the patch when the evidence spells it differently, or it is its inner function."""
    score: float = 100.0
    """How alike the two spellings are, of 100."""
    share: float | None = None
    """The symbol's share of the samples, where the evidence gives one."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Misspelling:
    """A symbol in evidence that nothing knows, and the name it was probably meant to be."""

    block: str
    symbol: str
    meant: str
    score: float
    """How alike they are, of 100."""
    reason: str = ""
