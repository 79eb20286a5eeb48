"""What a reader of measurements is given, and what it gives back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lkmltrack.evidence.forms.shapes import is_prose, numeric_count
from lkmltrack.evidence.measuring.numbers import first_number
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit
from lkmltrack.evidence.text import TextLine
from lkmltrack.model.evidence import Block, Bucket, Chain, ProfileRow
from lkmltrack.model.measurement import Better, BetterSource, Measurement, Role, Spread

_MOST_ABOVE = 60
_MOST_BELOW = 12
_CAPTION = 8
_PARAGRAPHS = 3


@dataclass(frozen=True, slots=True)
class Setting:
    """A block with the number of each of its lines, and what stands around it.

    ``above`` and ``below`` are lines of the same depth, in the text's order.
    """

    block: Block
    rows: tuple[tuple[int, str], ...]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    paragraphs: tuple[tuple[str, ...], ...] = ()
    """The last paragraphs above the block, the nearest first; other results end them."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The block's lines."""
        return self.block.lines

    @property
    def caption(self) -> tuple[str, ...]:
        """The lines of those paragraphs, in the text's order."""
        return tuple(text for one in reversed(self.paragraphs) for text in one)

    @property
    def notes(self) -> tuple[str, ...]:
        """The first lines of the block that are neither rows nor headers."""
        return tuple(
            text for text in self.texts[:6] if "|" not in text and "  " not in text.strip()
        )

    @property
    def nearest(self) -> str:
        """The nearest line above the block that is not blank."""
        return next((text for text in reversed(self.above) if text.strip()), "")


@dataclass(frozen=True, slots=True)
class Stated:
    """A difference as the text states it, between two measurements of a reading."""

    candidate: int
    """The place of the measurement it stands beside."""
    figure: float
    is_percent: bool = True
    shown: str = ""
    base: int | None = None
    is_significant: bool | None = None
    is_about: bool = False
    """Whether the text itself says that it is not exact: ``~5%``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in a block."""

    measurements: tuple[Measurement, ...] = ()
    stated: tuple[Stated, ...] = ()
    rows: tuple[ProfileRow, ...] = ()
    chains: tuple[Chain, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    events: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read."""
        return not (self.measurements or self.rows or self.chains or self.buckets)


@dataclass(slots=True)
class Gathering:
    """Measurements while a block is read, in its order."""

    setting: Setting
    measurements: list[Measurement] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)

    def add(self, measurement: Measurement) -> int:
        """Keep a measurement, and return its place."""
        self.measurements.append(measurement)
        return len(self.measurements) - 1

    def take(
        self,
        line: int,
        metric: str,
        shown: str,
        unit: Unit = NO_UNIT,
        *,
        number: float | None = None,
        workload: str = "",
        parameters: tuple[tuple[str, str], ...] = (),
        statistic: str = "",
        side: tuple[str, Role | None, str] = ("", None, ""),
        spread: Spread | None = None,
        runs: int | None = None,
        better: Better | None = None,
        because: BetterSource = BetterSource.UNKNOWN,
    ) -> int:
        """Keep a measurement of what stands in the text, and return its place; -1 for no number."""
        value = first_number(shown) if number is None else number
        if value is None:
            return -1
        variant, role, why = side
        return self.add(
            Measurement(
                metric,
                scaled(value, unit),
                unit.name,
                " ".join(filter(None, (self.setting.block.tool, workload))),
                parameters,
                variant,
                role,
                why,
                statistic,
                spread,
                runs,
                better,
                because,
                shown.strip(),
                line,
            )
        )

    def done(self, remarks: Sequence[str] = (), buckets: Sequence[Bucket] = ()) -> Reading:
        """Return all of it."""
        return Reading(
            tuple(self.measurements),
            tuple(self.stated),
            buckets=tuple(buckets),
            remarks=tuple(remarks),
        )


def scaled(number: float, unit: Unit = NO_UNIT) -> float:
    """Return a figure in the standard unit, without the dust of the multiplication.

    >>> scaled(12.6, Unit("s", 1e-3))
    0.0126
    """
    return number if unit.factor == 1.0 else float(f"{number * unit.factor:.15g}")


def setting_of(block: Block, lines: Sequence[TextLine]) -> Setting:
    """Return a block with its surroundings; ``lines`` are those of the whole text."""
    first = lines[0].number if lines else 1
    start, end = block.line_start - first, block.line_end - first
    numbers = _numbers(block, lines, start, end)
    above = _around(lines, range(start - 1, -1, -1), block.depth, _MOST_ABOVE)[::-1]
    return Setting(
        block,
        tuple(zip(numbers, block.lines, strict=True)),
        above,
        _around(lines, range(max(end + 1, 0), len(lines)), block.depth, _MOST_BELOW),
        _paragraphs(above),
    )


def _paragraphs(above: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    found: list[list[str]] = [[]]
    for text in reversed(above):
        if not text.strip():
            if found[-1]:
                found.append([])
        elif numeric_count(text) >= 2 and not is_prose(text):
            break
        else:
            found[-1].append(text)
        if len(found) > _PARAGRAPHS:
            break
    return tuple(tuple(reversed(one[:_CAPTION])) for one in found if one)


def _numbers(block: Block, lines: Sequence[TextLine], start: int, end: int) -> list[int]:
    """The number of each line; those that were joined make the block's lines fewer."""
    count = len(block.lines)
    if count == block.line_end - block.line_start + 1 or start < 0 or end >= len(lines):
        return [block.line_start + index for index in range(count)]
    numbers: list[int] = []
    place = start
    for text in block.lines:
        bare = text.split()
        found = place
        while found <= end and not _begins(bare, lines[found].text.split()):
            found += 1
        place = found if found <= end else place
        numbers.append(min(block.line_start + place - start, block.line_end))
        place += 1
    return numbers


def _begins(whole: list[str], part: list[str]) -> bool:
    return whole[: len(part)] == part if part else not whole


def _around(lines: Sequence[TextLine], places: range, depth: int, most: int) -> tuple[str, ...]:
    found: list[str] = []
    for place in places:
        if not 0 <= place < len(lines):
            break
        line = lines[place]
        if line.depth == depth:
            found.append(line.text)
        elif line.is_blank:
            found.append("")
        if len(found) == most:
            break
    return tuple(found)
