"""Linking: which measurements bear a claim out, which speak against it, and why.

Scores and tolerances follow a reading of 894 claims: half of the figures in
prose are rounded, and a third of the sentences name another case than the
table beside them, so a link needs more than an equal number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lkmltrack.evidence.claiming.workloads import find_workloads
from lkmltrack.evidence.contradictions import Contradictions
from lkmltrack.evidence.scales import find_scales
from lkmltrack.evidence.tolerances import is_near
from lkmltrack.evidence.witnesses import Witness, witness_of
from lkmltrack.model.evidence import Claim, ClaimKind, ClaimStatus, Document, Link
from lkmltrack.model.measurement import Delta

_LINKED = 5.0
"""What a block has to score to be what a claim speaks about."""
_MOST_LINKS = 5
_NEAR_LINES = 15
_SAME = 0.01
_LOCK_WORDS = ("lock", "rwsem", "mutex", "sem", "contention", "contended", "spin")
_NOISE = 3.0
"""A change for the worse of less percent does not refute "no regression"."""


def judged(documents: Sequence[Document]) -> list[Document]:
    """Return the documents of one talk, in order of posting, with every claim judged.

    A claim is compared with what its own author first posted anywhere in the
    talk: numbers often come after they were asked for.
    """
    witnesses = [
        witness_of(block, document) for document in documents for block in document.own_blocks
    ]
    misfits = Contradictions(documents)
    return [
        replace(
            document,
            claims=tuple(
                _Judging(one, document, witnesses).done(place, misfits) for one in document.claims
            ),
        )
        for place, document in enumerate(documents)
    ]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A block beside a claim: the score, what speaks for it and against it."""

    witness: Witness
    score: float
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    agrees: bool | None
    """Whether its figures bear the claim out; None when they say nothing of it."""


class _Judging:
    """One claim being judged."""

    def __init__(self, claim: Claim, document: Document, witnesses: Sequence[Witness]) -> None:
        self._claim = claim
        self._document = document
        self._text = " ".join((claim.text, claim.workload, claim.metric)).lower()
        address = document.author.address.lower()
        self._witnesses = [
            one
            for one in witnesses
            if one.document is document
            or (address and one.document.author.address.lower() == address)
        ]

    def done(self, place: int, misfits: Contradictions) -> Claim:
        """Return the claim with its status, links and reason."""
        if self._claim.kind is ClaimKind.LIMIT:
            return replace(self._claim, reason="tells what was not measured")
        weighed = sorted(map(self._weigh, self._witnesses), key=lambda one: -one.score)
        linked = [one for one in weighed if one.score >= _LINKED][:_MOST_LINKS]
        status, reason = self._status(linked)
        found = misfits.of(self._claim, place, self._deltas(linked))
        if any(one.refutes for one in found) and status is not ClaimStatus.SUPPORTED:
            status, reason = ClaimStatus.CONTRADICTED, ""
        return replace(
            self._claim,
            status=status,
            reason="; ".join(filter(None, (reason, *(one.text for one in found)))),
            links=tuple(map(self._link, linked)),
        )

    def _deltas(self, linked: Sequence[_Weighed]) -> list[Delta]:
        """Return the differences that bear the claim out."""
        low, high = self._claim.low, self._claim.high
        if low is None or high is None:
            return []
        return [
            delta
            for one in linked
            if one.agrees
            for delta in one.witness.block.deltas
            if delta.percent is not None and self._is_near(low, high, abs(delta.percent))
        ]

    def _status(self, linked: Sequence[_Weighed]) -> tuple[ClaimStatus, str]:
        agreeing = [one for one in linked if one.agrees]
        if agreeing:
            return ClaimStatus.SUPPORTED, "; ".join(agreeing[0].reasons)
        refuting = [one for one in linked if one.agrees is False and self._is_surely_about(one)]
        if refuting:
            return ClaimStatus.CONTRADICTED, "; ".join(refuting[0].against)
        if linked and self._has_what_it_needs(linked):
            return ClaimStatus.UNSUPPORTED, "what was measured has no figure of it"
        return ClaimStatus.UNSUPPORTED, self._what_is_missing()

    def _is_surely_about(self, one: _Weighed) -> bool:
        """Whether the block itself names what the claim is about, or stands right beside it.

        That its text names a tool somewhere is enough to show it, and too little to refute by it.
        """
        names = (one.witness.block.tool, *one.witness.cases, *one.witness.metrics)
        is_named = any(_stands_in(name, self._text) for name in (*names, *one.witness.shares))
        is_beside = (
            one.witness.document is self._document and self._distance(one.witness) <= _NEAR_LINES
        )
        return is_named or is_beside or bool(one.witness.top_lock and self._speaks_of_lock())

    def _speaks_of_lock(self) -> bool:
        return any(word in self._text for word in _LOCK_WORDS)

    def _has_what_it_needs(self, linked: Sequence[_Weighed]) -> bool:
        """Whether there is a score before and after, where a gain is claimed."""
        is_gain = self._claim.kind is ClaimKind.CHANGE
        return not is_gain or any(one.witness.changes for one in linked)

    def _what_is_missing(self) -> str:
        if not self._witnesses:
            return "no numbers by its author in this talk"
        is_gain = self._claim.kind is ClaimKind.CHANGE
        if is_gain and not any(one.block.deltas for one in self._witnesses):
            has_profile = any(one.shares for one in self._witnesses)
            told = "; a profile tells where the time goes, not what is won"
            of_what = "" if self._claim.metric or self._claim.workload else "; of what, is not said"
            return f"no score before and after{told if has_profile else ''}{of_what}"
        return "none of the numbers here is about it"

    def _link(self, one: _Weighed) -> Link:
        document, block = one.witness.document, one.witness.block
        is_elsewhere = document is not self._document
        place = document.message_id or document.source
        name = f"{place}#{block.id}" if is_elsewhere else block.id
        return Link(name, one.score, one.reasons, one.against)

    # ------------------------------------------------------------ one block

    def _weigh(self, witness: Witness) -> _Weighed:
        """Return how much speaks for a block being what the claim is about."""
        reasons: list[str] = []
        against: list[str] = []
        score = 0.0
        for points, reason in (*self._of_names(witness), *self._of_place(witness)):
            score += points
            reasons.append(reason)
        agrees, told = self._agreement(witness)
        if agrees:
            score += 3
            reasons.append(told)
        elif agrees is False:
            against.append(told)
        for points, reason in self._of_scale(witness):
            score += points
            (reasons if points > 0 else against).append(reason)
        return _Weighed(witness, score, tuple(reasons), tuple(against), agrees)

    def _of_names(self, witness: Witness) -> Iterator[tuple[float, str]]:
        tool = next((name for name in witness.names if _stands_in(name, self._text)), "")
        if tool:
            yield 4, f"both name {tool}"
        case = next((name for name in witness.cases if _stands_in(name, self._text)), "")
        if case and case != tool:
            yield 3, f"both name {case}"
        metric = next((name for name in witness.metrics if _stands_in(name, self._text)), "")
        if metric:
            yield 2, f"both are about {metric}"
        if self._claim.kind is ClaimKind.SHARE or witness.shares:
            symbol = next((name for name in witness.shares if _stands_in(name, self._text)), "")
            if symbol:
                yield 3, f"both name {symbol}"
            elif witness.top_lock and self._speaks_of_lock():
                yield 2, f"both are about a lock ({witness.top_lock})"

    def _of_place(self, witness: Witness) -> Iterator[tuple[float, str]]:
        if witness.document is not self._document:
            return
        yield 2, "in the same text"
        if self._distance(witness) <= _NEAR_LINES:
            yield 2, "right beside it"

    def _distance(self, witness: Witness) -> int:
        """Return how many lines stand between the claim and a block of its text."""
        line, block = self._claim.line, witness.block
        return min(abs(line - block.line_start), abs(line - block.line_end))

    def _of_scale(self, witness: Witness) -> Iterator[tuple[float, str]]:
        told = dict(self._claim.scale) or dict(find_scales(self._claim.text))
        for kind, count in told.items():
            other = witness.scales.get(kind)
            if other is None and kind in ("cores", "copies", "threads"):
                other = witness.scales.get("copies")
            if other == count:
                yield 2, f"the same scale, {count} {kind}"
            elif other is not None:
                yield -2, f"another scale: {count} {kind} against {witness.scale_text}"
            return

    # ------------------------------------------------------------ figures

    def _agreement(self, witness: Witness) -> tuple[bool | None, str]:
        """Return whether a block's figures bear the claim out, and how they compare."""
        if self._claim.kind is ClaimKind.NULL:
            return self._no_change(witness)
        low, high = self._claim.low, self._claim.high
        if low is None or high is None:
            return self._against_pair(witness)
        unit = self._claim.unit or ("%" if "%" in self._text or "percent" in self._text else "")
        is_share = self._claim.kind is ClaimKind.SHARE or self._speaks_of_share()
        if is_share and witness.shares and unit == "%":
            return self._against_share(witness, low, high)
        if self._claim.kind is ClaimKind.CHANGE and not is_share:
            return self._against_changes(witness, low, high, unit)
        if self._claim.kind is ClaimKind.VALUE:
            return self._against_values(witness, low, high)
        return None, ""

    def _speaks_of_share(self) -> bool:
        """Whether a percentage is of time or samples rather than a gain."""
        is_part = any(
            word in self._text for word in ("contention", "of the time", "cpu time", "spent")
        )
        return is_part and not any(
            word in self._text for word in ("improve", "faster", "reduc", "regress")
        )

    def _against_share(self, witness: Witness, low: float, high: float) -> tuple[bool | None, str]:
        named = [name for name in witness.shares if _stands_in(name, self._text)]
        symbol = named[0] if named else witness.top_lock or next(iter(witness.shares))
        share = witness.shares[symbol]
        if self._is_near(low, high, share):
            return True, f"{share:g} % of {symbol}"
        return False, f"{_span(low, high)} % against {share:g} % of {symbol}"

    def _against_changes(
        self, witness: Witness, low: float, high: float, unit: str
    ) -> tuple[bool | None, str]:
        changes = [abs(one.change) for one in witness.changes if self._is_about(one.names)]
        changes = changes or [abs(one.change) for one in witness.changes]
        if unit == "x":
            changes = [one.factor for one in witness.changes if one.factor]
        if not changes or unit not in ("%", "x"):
            return None, ""
        best, worst = max(changes), min(changes)
        if told := self._other_way(witness, low, high, unit):
            return False, told
        sign = "x" if unit == "x" else " %"
        if any(self._is_near(low, high, one) for one in changes):
            return True, f"{_span(low, high)}{sign} is among its differences"
        if low < high and self._is_near(low, low, worst) and self._is_near(high, high, best):
            return True, f"its differences reach from {worst:.4g} to {best:.4g}{sign}"
        is_named = any(self._is_about(one.names) for one in witness.changes)
        if not is_named and len(changes) > 1:
            return None, ""
        return False, f"{_span(low, high)}{sign} against {worst:.4g} to {best:.4g}{sign}"

    def _other_way(self, witness: Witness, low: float, high: float, unit: str) -> str:
        """Return in words that what has this size goes the other way than the claim says."""
        is_good = self._claim.is_good
        if is_good is None or unit != "%":
            return ""
        sized = [one for one in witness.changes if self._is_near(low, high, abs(one.change))]
        if not sized or any(one.is_worse is None or one.is_worse is not is_good for one in sized):
            return ""
        told, found = ("better", "worse") if is_good else ("worse", "better")
        return f"{_span(low, high)} % {told} is claimed, {sized[0].label} is that much {found}"

    def _against_pair(self, witness: Witness) -> tuple[bool | None, str]:
        """Return whether both values of "from one to another" were measured."""
        before, after = self._claim.before, self._claim.after
        if before is None or after is None:
            return None, ""
        if all(any(_is_equal(one, value) for value in witness.values) for one in (before, after)):
            return True, f"{before:g} and {after:g} stand in it"
        return None, ""

    def _against_values(self, witness: Witness, low: float, high: float) -> tuple[bool | None, str]:
        if any(self._is_near(low, high, value) for value in witness.values):
            return True, f"{_span(low, high)} stands in it"
        return None, ""

    def _no_change(self, witness: Witness) -> tuple[bool | None, str]:
        if not self._may_be_about(witness):
            return None, ""
        worse = [one for one in witness.changes if one.is_worse and abs(one.change) > _NOISE]
        if worse:
            one = max(worse, key=lambda each: abs(each.change))
            return False, f"{one.label} is {abs(one.change):.3g} % worse"
        judged_ones = [one for one in witness.changes if one.is_worse is not None]
        if judged_ones:
            return True, f"none of {len(judged_ones)} differences is for the worse"
        return None, ""

    def _may_be_about(self, witness: Witness) -> bool:
        """Whether a block is of the workload that the claim itself names, if it names one."""
        named = [one.name.lower() for one in find_workloads(self._claim.text)]
        block = witness.block
        where = " ".join((block.tool, block.label, block.text, *witness.cases)).lower()
        return not named or any(name in where for name in named)

    def _is_about(self, names: Sequence[str]) -> bool:
        return any(_stands_in(name, self._text) for name in names)

    def _is_near(self, low: float, high: float, figure: float) -> bool:
        return is_near(self._claim, low, high, figure)


def _stands_in(name: str, text: str) -> bool:
    """Whether a name is in a text as a word of its own."""
    name = name.lower().strip()
    if len(name) < 3 or name not in text:
        return False
    place = text.find(name)
    before, after = text[:place][-1:], text[place + len(name) :][:1]
    return not (before.isalnum() or before == "_") and not (after.isalnum() or after == "_")


def _is_equal(one: float, two: float) -> bool:
    return abs(one - two) <= _SAME * max(abs(one), abs(two))


def _span(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
