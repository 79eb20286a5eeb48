"""Comparing: the same metric and workload across postings, variants and machines."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lkmltrack.evidence.comparison.figures import keyed_figures
from lkmltrack.evidence.comparison.matching import rows_of
from lkmltrack.evidence.comparison.pairing import Pair, pairs_of
from lkmltrack.evidence.statistics import (
    LEVEL,
    Judgement,
    Sample,
    Significance,
    judge,
    percent_of,
)
from lkmltrack.model.comparison import (
    Axis,
    Comparison,
    Difference,
    Figure,
    Method,
    Noise,
    Placed,
    Row,
    Side,
    Verdict,
)
from lkmltrack.model.measurement import Better, Delta, Measurement

_MANY_TESTS = 20
_ROUGH = (Method.DEVIATIONS, Method.RANGES)

_Stated = Mapping[tuple[Measurement, Measurement], Delta]


def compare(placed: Sequence[Placed], significance: Significance | None = None) -> Comparison:
    """Return everything that the documents measured, side by side, with what differs.

    The documents are in order of posting, their copies marked: only evidence
    that was first posted in them counts. Differences are recomputed; those
    between machines are not made, as they say nothing of a change.
    """
    tests = significance or Significance()
    revisions = list(dict.fromkeys(one.label for one in placed))
    stated = _stated(placed)
    rows = [
        _with_differences(row, revisions, stated, tests) for row in rows_of(keyed_figures(placed))
    ]
    shared = tuple(row for row in rows if len(row.figures) > 1)
    return Comparison(
        _sides(rows),
        shared,
        tuple(row for row in rows if len(row.figures) == 1),
        _remarks(shared),
    )


def _stated(placed: Sequence[Placed]) -> _Stated:
    """Return what the texts say of differences, by their two measurements."""
    return {
        (delta.base, delta.candidate): delta
        for one in placed
        for block in one.document.own_blocks
        for delta in block.deltas
    }


def _sides(rows: Sequence[Row]) -> tuple[Side, ...]:
    return tuple(dict.fromkeys(figure.side for row in rows for figure in row.figures))


def _with_differences(
    row: Row, revisions: Sequence[str], stated: _Stated, tests: Significance
) -> Row:
    if len(row.figures) < 2:
        return row
    pairs = pairs_of(row.figures, revisions)
    return replace(
        row, differences=tuple(_difference(pair, row.better, stated, tests) for pair in pairs)
    )


def _difference(
    pair: Pair, better: Better | None, stated: _Stated, tests: Significance
) -> Difference:
    """Return what differs between the two figures of a pair."""
    base, candidate = pair.base, pair.candidate
    delta = stated.get((base.measurement, candidate.measurement))
    judgement = _marked(delta, judge(_sample(base), _sample(candidate), tests))
    change = candidate.value - base.value
    remarks = dict.fromkeys((*base.remarks, *candidate.remarks))
    reasons = (*pair.reasons, judgement.reason, *remarks)
    return Difference(
        pair.axis,
        base,
        candidate,
        change,
        percent_of(base.value, candidate.value),
        judgement.low,
        judgement.high,
        judgement.p,
        judgement.method,
        judgement.noise,
        _verdict(change, judgement.noise, better),
        delta.stated if delta else None,
        delta.fits if delta else None,
        tuple(reason for reason in reasons if reason),
    )


def _sample(figure: Figure) -> Sample:
    return Sample(figure.value, figure.scatter, figure.samples)


def _marked(delta: Delta | None, judgement: Judgement) -> Judgement:
    """Return the judgement with the tool's own mark: the tool knew the runs that we do not."""
    if delta is None or delta.is_marked_significant is None:
        return judgement
    noise = Noise.BEYOND if delta.is_marked_significant else Noise.WITHIN
    if judgement.noise is Noise.UNKNOWN or judgement.method in _ROUGH:
        told = "significant" if delta.is_marked_significant else "not significant"
        return Judgement(noise, Method.MARKED, reason=f"the tool marks it as {told}")
    if judgement.noise is noise:
        return judgement
    reason = f"{judgement.reason}; the tool's own mark says {noise.value}"
    return replace(judgement, reason=reason)


def _verdict(change: float, noise: Noise, better: Better | None) -> Verdict:
    if not change or noise is Noise.WITHIN:
        return Verdict.SAME
    if better is None:
        return Verdict.UNKNOWN
    return Verdict.BETTER if (change > 0) == (better is Better.HIGHER) else Verdict.WORSE


def _remarks(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return what is to be known of the rows as a whole."""
    differences = [one for row in rows for one in row.differences]
    tested = [one for one in differences if one.p is not None]
    remarks: list[str] = []
    if len(tested) >= _MANY_TESTS:
        beyond = sum(one.noise is Noise.BEYOND for one in tested)
        remarks.append(
            f"{beyond} of {len(tested)} tested differences are beyond noise;"
            f" about {len(tested) * LEVEL:.0f} would be by chance alone"
        )
    remarks.extend(_machine_remarks(rows))
    return tuple(remarks)


def _machine_remarks(rows: Sequence[Row]) -> list[str]:
    """Tell of postings that were measured on machines that cannot be compared."""
    machines: dict[str, dict[str, None]] = {}
    for row in rows:
        for figure in row.figures:
            if figure.side.revision and figure.side.machine:
                machines.setdefault(figure.side.revision, {})[figure.side.machine] = None
    is_paired = any(one.axis is Axis.REVISION for row in rows for one in row.differences)
    if is_paired or len(machines) < 2:
        return []
    told = "; ".join(f"{revision} on {', '.join(names)}" for revision, names in machines.items())
    return [f"no two postings were measured on the same machine: {told}"]
