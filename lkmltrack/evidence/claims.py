"""Claims: the sentences of a text that say how much better, worse, or how large something is."""

from collections.abc import Iterator, Sequence

from lkmltrack.evidence.claiming.clauses import Clause, clauses
from lkmltrack.evidence.claiming.limits import tells_a_limit
from lkmltrack.evidence.claiming.magnitudes import Magnitude
from lkmltrack.evidence.claiming.nothing import says_nothing_changed, says_the_same
from lkmltrack.evidence.claiming.qualities import quality_of
from lkmltrack.evidence.claiming.sentences import Sentence, sentences
from lkmltrack.evidence.claiming.statements import Statement, statement
from lkmltrack.evidence.claiming.subjects import condition_of, metric_of, scale_of, way_of
from lkmltrack.evidence.claiming.workloads import Workload, find_case, find_workloads
from lkmltrack.evidence.text import TextLine
from lkmltrack.model.evidence import Block, Claim, ClaimKind

_MOST = 500
_FAR = 25
"""So many lines above a claim its workload may have been named."""


def find_claims(lines: Sequence[TextLine], blocks: Sequence[Block]) -> tuple[Claim, ...]:
    """Return the claims of a text in their order, those in quotes marked as quoted.

    A sentence that says how much of several things gives one claim for each.
    Lines of a block are read only where somebody wrote a sentence between the figures.
    """
    found: list[Claim] = []
    named = _Named()
    for sentence in sentences(lines, blocks):
        workloads = find_workloads(sentence.text)
        named.remember(sentence, workloads)
        found += _claims_of(sentence, workloads, named)
        if len(found) >= _MOST:
            break
    return tuple(found[:_MOST] if _has_evidence(found, blocks) else _without_limits(found))


def _has_evidence(found: Sequence[Claim], blocks: Sequence[Block]) -> bool:
    """Whether a text claims or brings something itself, beside which limits mean something."""
    claims = any(one.kind is not ClaimKind.LIMIT and not one.is_quoted for one in found)
    return claims or any(not block.depth for block in blocks)


def _without_limits(found: Sequence[Claim]) -> list[Claim]:
    return [one for one in found if one.kind is not ClaimKind.LIMIT][:_MOST]


class _Named:
    """The workload that was named last, for sentences that name none."""

    def __init__(self) -> None:
        self._last: dict[bool, tuple[str, int]] = {}

    def remember(self, sentence: Sentence, workloads: Sequence[Workload]) -> None:
        """Keep the workload of a sentence for those below it."""
        name = workload_of(sentence.text, workloads)
        if name:
            self._last[sentence.is_quoted] = (name, sentence.line_end)

    def near(self, sentence: Sentence) -> str:
        """Return the workload in force at a sentence."""
        name, line = self._last.get(sentence.is_quoted, ("", 0))
        return name if sentence.line - line <= _FAR else ""


def workload_of(text: str, workloads: Sequence[Workload], place: int | None = None) -> str:
    """Return the workload of a sentence, with its case; the one nearest to a place of it."""
    if not workloads:
        return ""
    one = workloads[0]
    if place is not None:
        one = min(workloads, key=lambda each: abs(each.start - place))
    return f"{one.name} {one.case}".strip()


def _claims_of(sentence: Sentence, workloads: Sequence[Workload], named: _Named) -> Iterator[Claim]:
    text = sentence.text
    has_workload = bool(workloads)
    stated = [
        (clause, one)
        for clause in clauses(text)
        if (one := statement(text, clause, sentence.passage, has_workload=has_workload))
    ]
    for clause, one in stated:
        yield _claim(sentence, clause, one, _workload(text, workloads, one, named.near(sentence)))
    if stated:
        return
    whole = Clause(0, len(text), ())
    if says_nothing_changed(text, has_workload=has_workload):
        one = Statement(ClaimKind.NULL, None)
    elif has_workload and (outcome := quality_of(text)):
        one = Statement(ClaimKind.CHANGE, None, outcome)
    elif says_the_same(text):
        one = Statement(ClaimKind.VALUE, None)
    elif tells_a_limit(text):
        one = Statement(ClaimKind.LIMIT, None)
    else:
        return
    yield _claim(sentence, whole, one, _workload(text, workloads, one, named.near(sentence)))


def _workload(text: str, workloads: Sequence[Workload], one: Statement, above: str) -> str:
    """Return what was run: named in the sentence, called a case in it, or named above it."""
    place = one.magnitude.start if one.magnitude else None
    return workload_of(text, workloads, place) or find_case(text) or above


def _claim(sentence: Sentence, clause: Clause, one: Statement, workload: str) -> Claim:
    text, magnitude = sentence.text, one.magnitude
    part = text[clause.start : clause.end]
    metric = _metric(text, clause, one)
    direction, is_good = way_of(metric, magnitude, one.outcome)
    if one.kind is not ClaimKind.CHANGE:
        direction, is_good = 0, None
    before, after = _pair(magnitude, clause)
    return Claim(
        text=part.strip(" ,;"),
        line=sentence.line_of(clause.start),
        kind=one.kind,
        metric=metric,
        workload=workload,
        condition=condition_of(text, magnitude) if one.kind is not ClaimKind.LIMIT else "",
        low=magnitude.low if magnitude else None,
        high=magnitude.high if magnitude else None,
        unit=magnitude.unit if magnitude else "",
        qualifier=magnitude.qualifier if magnitude else "",
        direction=direction,
        is_good=is_good,
        before=before,
        after=after,
        scale=scale_of(text),
        is_quoted=sentence.is_quoted,
    )


def _metric(text: str, clause: Clause, one: Statement) -> str:
    """Return the metric that the clause names, else the sentence."""
    part, outcome = text[clause.start : clause.end], one.outcome
    if outcome is not None and not clause.start <= outcome.start < clause.end:
        outcome = None
    here = metric_of(part, _moved(one.magnitude, clause), outcome and outcome.moved(-clause.start))
    return here or metric_of(text, one.magnitude, one.outcome)


def _moved(magnitude: Magnitude | None, clause: Clause) -> Magnitude | None:
    """Return a magnitude with its place counted from the beginning of its clause."""
    return magnitude.moved(-clause.start) if magnitude else None


def _pair(magnitude: Magnitude | None, clause: Clause) -> tuple[float | None, float | None]:
    """Return the values before and after, those of the clause when the magnitude has none."""
    for one in (magnitude, *clause.magnitudes):
        if one is not None and one.before is not None:
            return one.before, one.after
    return None, None
