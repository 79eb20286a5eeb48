"""Matching: figures of one metric and workload found together, spelled differently or not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from lkmltrack.evidence.comparison.figures import Keyed
from lkmltrack.model.comparison import Figure, Row
from lkmltrack.model.measurement import Better, BetterSource

_DIGITS = re.compile(r"\d{1,40}")
_MOST_LOOKED_AT = 500_000
_MOST_COMPARED = 200_000
_ALIKE = 80.0
_SHORTEST_ALIKE = 5
_SHORTEST_BEGINNING = 3
_SURENESS = (
    BetterSource.EXPLICIT,
    BetterSource.STATISTIC,
    BetterSource.TOOL,
    BetterSource.UNIT,
)


@dataclass(slots=True)
class _Group:
    """The figures of one row while it is put together, and the texts that they are from."""

    key: Keyed
    figures: list[Figure] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)

    def add(self, figures: Sequence[Figure]) -> None:
        """Take more figures in."""
        self.figures.extend(figures)
        self.sources.update(figure.side.source for figure in figures)


@dataclass(frozen=True, slots=True)
class _Likeness:
    score: float
    reason: str


def rows_of(figures: Sequence[Keyed]) -> list[Row]:
    """Return the figures as rows, in the order in which their metrics first came.

    What is spelled differently comes together only across texts, and only
    when all numbers in the names and the parameters that both tell agree.
    """
    groups: dict[tuple[object, ...], _Group] = {}
    for keyed in figures:
        key = (*_family(keyed), keyed.parameters, keyed.metric, keyed.workload, keyed.unit)
        groups.setdefault(key, _Group(keyed)).add((keyed.figure,))
    return [_row(group) for group in _joined(list(groups.values()))]


def alike(one: str, other: str) -> float | None:
    """Return how alike two names are, of 100, or None when they mean different things.

    >>> alike("shell scripts", "shellscripts"), alike("avg latency", "average latency")
    (100.0, 90.0)
    >>> alike("encryption", "decryption"), alike("randread", "randwrite")
    (None, None)
    """
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return 100.0
    left, right = one.split(), other.split()
    if sorted(left) == sorted(right):
        return 100.0
    if len(left) != len(right) or not left:
        return None
    scores = [_alike_words(*pair) for pair in zip(left, right, strict=True)]
    known = [score for score in scores if score is not None]
    return min(known) if len(known) == len(scores) else None


def _alike_words(one: str, other: str) -> float | None:
    if one == other:
        return 100.0
    if not (one.isalpha() and other.isalpha()):
        return None
    short, long = sorted((one, other), key=len)
    if len(short) >= _SHORTEST_BEGINNING and _abbreviates(short, long):
        return 90.0
    # prefixes such as en- and de- turn a word into its opposite
    if len(short) < _SHORTEST_ALIKE or one[:2] != other[:2]:
        return None
    score = fuzz.ratio(one, other)
    return score if score >= _ALIKE else None


def _abbreviates(short: str, long: str) -> bool:
    """Whether a word is the beginning of the other, or its beginning and its letters in order."""
    if long.startswith(short):
        return True
    if short[:2] != long[:2] or len(short) > 5 or len(long) < len(short) + 3:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def _family(keyed: Keyed) -> tuple[object, ...]:
    """Return what has to be equal in any case."""
    numbers = tuple(sorted(_DIGITS.findall(f"{keyed.metric} {keyed.workload}")))
    return numbers, keyed.statistic, keyed.scope, keyed.occurrence


def _joined(groups: Sequence[_Group]) -> list[_Group]:
    """Join groups that are told differently, each with the one that is most alike."""
    families: dict[tuple[object, ...], list[_Group]] = {}
    for group in groups:
        families.setdefault(_family(group.key), []).append(group)
    budget = _Budget()
    gone: set[int] = set()
    for family in families.values():
        for place, group in enumerate(family):
            if budget.is_spent:
                break
            earlier = [one for one in family[:place] if id(one) not in gone]
            best = _most_alike(group, earlier, budget)
            others = [one for one in family if id(one) not in gone] if best else []
            if best is None or _most_alike(best[0], others, budget, group) is None:
                continue
            into, likeness = best
            into.add(group.figures)
            into.reasons.append(likeness.reason)
            gone.add(id(group))
    return [group for group in groups if id(group) not in gone]


@dataclass(slots=True)
class _Budget:
    """How many pairs may still be looked at, and how many compared."""

    looks: int = _MOST_LOOKED_AT
    comparisons: int = _MOST_COMPARED

    @property
    def is_spent(self) -> bool:
        """Whether rows are only told apart from here on."""
        return self.looks <= 0 or self.comparisons <= 0


def _most_alike(
    group: _Group, family: Sequence[_Group], budget: _Budget, only: _Group | None = None
) -> tuple[_Group, _Likeness] | None:
    """Return the group of other texts that is most alike; None when there are several of them.

    With ``only``, None too when it is another one than that.
    """
    found: list[tuple[_Group, _Likeness]] = []
    budget.looks -= len(family)
    for other in family:
        if budget.is_spent:
            return None
        if other is group or not other.sources.isdisjoint(group.sources):
            continue
        budget.comparisons -= 1
        likeness = _likeness(other.key, group.key)
        if likeness is not None:
            found.append((other, likeness))
    if not found:
        return None
    most = max(likeness.score for _, likeness in found)
    best = [pair for pair in found if pair[1].score == most]
    if only is not None:
        # groups of a third text are as welcome; a rival of the same text is not
        best = [pair for pair in best if pair[0] is only or pair[0].sources & only.sources]
    return best[0] if len(best) == 1 and only in (None, best[0][0]) else None


def _likeness(one: Keyed, other: Keyed) -> _Likeness | None:
    """Return how alike the names of two figures are, and what differs."""
    reasons: list[str] = []
    if one.unit != other.unit:
        if one.unit and other.unit:
            return None
        reasons.append(f"the unit {one.unit or other.unit} is told in one of them only")
    of_parameters = _parameters(dict(one.parameters), dict(other.parameters), reasons)
    if of_parameters is None:
        return None
    of_metric = alike(one.metric, other.metric)
    if of_metric is None:
        return None
    of_workload: float | None = 75.0
    if one.workload and other.workload:
        of_workload = alike(one.workload, other.workload)
    elif one.workload == other.workload:
        of_workload = 100.0
    else:
        reasons.append(f'the workload "{one.workload or other.workload}" is told in one only')
    if of_workload is None:
        return None
    for left, right, score in (
        (one.metric, other.metric, of_metric),
        (one.workload, other.workload, of_workload),
    ):
        if left and right and left != right:
            reasons.insert(0, f'"{right}" is taken for "{left}" ({score:.0f} % alike)')
    return _Likeness(of_metric + of_workload + of_parameters, "; ".join(reasons))


def _parameters(one: dict[str, str], other: dict[str, str], reasons: list[str]) -> float | None:
    """Return how far parameters agree, None when one that both tell is different.

    Where the texts share none, nothing ties them together.
    """
    if one == other:
        return 100.0
    shared = one.keys() & other.keys()
    if any(one[name] != other[name] for name in shared) or (one and other and not shared):
        return None
    rest = ", ".join(f"{name}={(one | other)[name]}" for name in sorted(one.keys() ^ other.keys()))
    reasons.append(f"{rest} is told in one of them only")
    return 50.0 + len(shared)


def _row(group: _Group) -> Row:
    first = group.figures[0].measurement
    better, because = _direction(group.figures)
    parameters = first.parameters
    unit = next((one.measurement.unit for one in group.figures if one.measurement.unit), "")
    workload = next(
        (one.measurement.workload for one in group.figures if one.measurement.workload), ""
    )
    return Row(
        first.metric,
        workload,
        parameters,
        group.key.statistic,
        unit,
        better,
        because,
        tuple(group.figures),
        reasons=tuple(dict.fromkeys(group.reasons)),
    )


def _direction(figures: Sequence[Figure]) -> tuple[Better | None, BetterSource]:
    """Return the direction that the surest source tells; none when those contradict."""
    for source in _SURENESS:
        told = {
            figure.measurement.better
            for figure in figures
            if figure.measurement.better and figure.measurement.better_because is source
        }
        if told:
            return (told.pop(), source) if len(told) == 1 else (None, BetterSource.UNKNOWN)
    told = {figure.measurement.better for figure in figures if figure.measurement.better}
    return (told.pop() if len(told) == 1 else None), BetterSource.UNKNOWN
