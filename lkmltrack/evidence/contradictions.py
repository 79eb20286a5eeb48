"""Contradictions: what does not fit between the claims and the figures of one author, in words.

What does not fit within a block, such as a sum or a stated difference, is in
its remarks; another value or another scale is said by the link to the block.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lkmltrack.evidence.tolerances import is_near
from lkmltrack.model.evidence import (
    Claim,
    ClaimKind,
    Document,
    EnvironmentFact,
    EnvironmentKind,
)
from lkmltrack.model.measurement import Delta, SpreadKind

_HARDWARE = frozenset((EnvironmentKind.CPU, EnvironmentKind.MICROARCHITECTURE))
_MODEL_DIGITS = 3
_MOST_NAMED = 6
_MOST_CLAIMS = 2_000
_MAKERS = frozenset(
    (
        "amd",
        "intel",
        "hygon",
        "arm",
        "intel(r)",
        "xeon(r)",
        "xeon",
        "epyc",
        "the",
        "platform",
        "cpu",
    )
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One thing that does not fit: its kind, what it is in words, and whether it refutes the claim."""

    kind: str
    text: str
    refutes: bool = False


class Contradictions:
    """What does not fit in a talk; asked for one claim after the other."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._claims: dict[str, list[tuple[int, Claim]]] = {}
        self._measured: dict[str, list[EnvironmentFact]] = {}
        for place, document in enumerate(documents):
            author = _author(document)
            own = [(place, claim) for claim in document.claims if not claim.is_quoted]
            self._claims.setdefault(author, []).extend(own[:_MOST_CLAIMS])
            if document.own_blocks:
                facts = (fact for fact in document.environment if not fact.is_quoted)
                self._measured.setdefault(author, []).extend(facts)

    def of(
        self, claim: Claim, place: int, deltas: Sequence[Delta] = ()
    ) -> tuple[Contradiction, ...]:
        """Return what does not fit with a claim of the document at a place; deltas are what it links to."""
        found = (
            own_arithmetic(claim),
            self._without_figures(claim, place),
            self._said_before(claim, place),
            below_noise(claim, deltas),
        )
        return tuple(one for one in found if one is not None)

    def _without_figures(self, claim: Claim, place: int) -> Contradiction | None:
        """Return the hardware that a claim names and nobody of its author's texts measures on."""
        document = self._documents[place]
        text = " ".join(claim.text.lower().split())
        named = [
            fact
            for fact in document.environment
            if fact.kind in _HARDWARE and " ".join(fact.text.lower().split()) in text
        ]
        if claim.kind is ClaimKind.LIMIT or not named:
            return None
        measured = self._measured.get(_author(document), [])
        known: set[str] = set()
        for fact in measured:
            known |= _words(fact)
        without = [fact.text for fact in named if not _models(_words(fact)) & known]
        without = list(dict.fromkeys(" ".join(one.split()) for one in without))[:_MOST_NAMED]
        if not without:
            return None
        verb = "is" if len(without) == 1 else "are"
        return Contradiction("hardware", f"{_listed(without)} {verb} named without figures")

    def _said_before(self, claim: Claim, place: int) -> Contradiction | None:
        """Return another figure that the same author gave earlier for the same thing."""
        if not _is_comparable(claim):
            return None
        document = self._documents[place]
        for earlier_place, earlier in reversed(self._claims.get(_author(document), [])):
            if earlier_place >= place or not _is_same_thing(claim, earlier):
                continue
            if earlier.low == claim.low and earlier.high == claim.high:
                return None
            when = self._documents[earlier_place].date
            day = f" on {when:%Y-%m-%d}" if when else ""
            return Contradiction(
                "drift", f"{_shown(earlier)} was claimed{day}, {_shown(claim)} here"
            )
        return None


def own_arithmetic(claim: Claim) -> Contradiction | None:
    """Return whether a claim's two values give another figure than the one it states.

    >>> own_arithmetic(Claim("from 640 to 153, 12% less", 1, low=12, high=12, unit="%", before=640, after=153)).text
    'from 640 to 153 is a change of 76.1 %, not 12 %'
    """
    before, after, low, high = claim.before, claim.after, claim.low, claim.high
    if before is None or after is None or low is None or high is None:
        return None
    if not before or not after or claim.kind is not ClaimKind.CHANGE:
        return None
    figures = _figures(before, after)
    if claim.unit not in figures or any(
        is_near(claim, low, high, one) for one in figures[claim.unit]
    ):
        return None
    main = figures[claim.unit][0]
    sign = " %" if claim.unit == "%" else "x"
    return Contradiction(
        "arithmetic",
        f"from {before:g} to {after:g} is a change of {main:.3g}{sign}, not {_shown(claim)}",
        refutes=True,
    )


def _figures(before: float, after: float) -> Mapping[str, tuple[float, ...]]:
    """Return everything that people call the difference of two values."""
    up, down = abs(after - before) / before * 100, abs(before - after) / after * 100
    ratio = max(after / before, before / after)
    return {
        "%": (abs(up), abs(down), after / before * 100, before / after * 100),
        "x": (ratio, ratio - 1, min(after / before, before / after)),
    }


def below_noise(claim: Claim, deltas: Sequence[Delta]) -> Contradiction | None:
    """Return the noise, when every difference that a claim is borne out by is smaller than it."""
    if claim.kind is not ClaimKind.CHANGE:
        return None
    worst: tuple[float, float] | None = None
    for delta in deltas:
        noise = max((one for one in _noises(delta)), default=None)
        if delta.percent is None or noise is None or abs(delta.percent) >= noise:
            return None
        worst = max(filter(None, (worst, (noise, abs(delta.percent)))))
    if worst is None:
        return None
    return Contradiction(
        "noise", f"the difference of {worst[1]:.3g} % is smaller than the noise of {worst[0]:.3g} %"
    )


def _noises(delta: Delta) -> Iterator[float]:
    """Yield the scatter of both sides in percent."""
    for value in (delta.base, delta.candidate):
        spread = value.spread
        if spread is None:
            continue
        if spread.kind in (SpreadKind.VARIATION, SpreadKind.ERROR):
            yield spread.value
        elif spread.kind in (SpreadKind.DEVIATION, SpreadKind.INTERVAL) and value.value:
            yield abs(spread.value / value.value) * 100


def _is_comparable(claim: Claim) -> bool:
    return (
        claim.kind in (ClaimKind.CHANGE, ClaimKind.SHARE)
        and claim.low is not None
        and bool(claim.workload)
        and not claim.is_quoted
    )


def _is_same_thing(claim: Claim, earlier: Claim) -> bool:
    """Whether two claims are about the same workload, metric, scale and condition."""
    if not _is_comparable(earlier) or claim.kind is not earlier.kind or claim.unit != earlier.unit:
        return False
    same_metric = claim.metric.lower() == earlier.metric.lower()
    return (
        claim.workload.lower() == earlier.workload.lower()
        and same_metric
        and claim.scale == earlier.scale
        and claim.direction == earlier.direction
    )


def _words(fact: EnvironmentFact) -> set[str]:
    """Return what tells one processor from another: its model's number, the words of its name."""
    text = f"{fact.text} {fact.value}".lower()
    for mark in "()[]/,;:-":
        text = text.replace(mark, " ")
    return {word for word in text.split() if word not in _MAKERS and len(word) > 2}


def _models(words: set[str]) -> set[str]:
    """Return the numbers of models among the words of a processor, else the words."""
    models = {word for word in words if sum(letter.isdigit() for letter in word) >= _MODEL_DIGITS}
    return models or words


def _shown(claim: Claim) -> str:
    low, high = claim.low, claim.high
    unit = {"%": " %", "x": "x", "points": " points"}.get(claim.unit, f" {claim.unit}")
    if low is None or high is None:
        return claim.text[:40]
    span = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return f"{span}{unit}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _author(document: Document) -> str:
    return document.author.address.lower() or document.message_id or document.source
