"""A comparison as JSON and as rows: the keys are a contract with scripts."""

from collections.abc import Iterator, Sequence

from lkmltrack.cli.evidence_facts import number, spread_facts
from lkmltrack.cli.facts import Facts
from lkmltrack.cli.text.csv_text import Cell
from lkmltrack.model.comparison import Comparison, Difference, Figure, Row, Scatter, Side, Stale
from lkmltrack.model.series import Patch, Series


def comparison_facts(comparison: Comparison, stale: Sequence[Stale] = ()) -> Facts:
    """Return everything that ``compare`` tells; figures name their side by its place."""
    sides = list(comparison.sides)
    marked = stale_blocks(stale)
    return {
        "sides": [_side(side) for side in sides],
        "rows": [_row(row, sides, marked) for row in comparison.rows],
        "alone": [_row(row, sides, marked) for row in comparison.alone],
        "remarks": list(comparison.remarks),
        "stale": [_stale(one) for one in stale],
    }


def stale_blocks(stale: Sequence[Stale]) -> set[tuple[str, str]]:
    """Return (source, block) of the evidence that has gone stale."""
    return {(one.source, one.block) for one in stale}


def is_stale(figure: Figure, stale: set[tuple[str, str]]) -> bool:
    """Whether a figure was measured on a posting whose patches changed since."""
    return (figure.side.source, figure.block) in stale


CSV_HEAD = (
    "row",
    "metric",
    "workload",
    "parameters",
    "unit",
    "better",
    "revision",
    "variant",
    "machine",
    "source",
    "value",
    "deviation",
    "error",
    "runs",
    "stale",
    "axis",
    "base_revision",
    "base_variant",
    "base_value",
    "percent",
    "low",
    "high",
    "p",
    "method",
    "noise",
    "verdict",
    "stated",
    "stated_fits",
)


def comparison_rows(comparison: Comparison, stale: Sequence[Stale] = ()) -> Iterator[list[Cell]]:
    """Yield a row per figure, and a row per difference with its candidate's figure."""
    marked = stale_blocks(stale)
    for row in (*comparison.rows, *comparison.alone):
        for figure in row.figures:
            yield ["figure", *_figure_cells(row, figure, marked)]
        for one in row.differences:
            cells = _figure_cells(row, one.candidate, marked)
            yield ["difference", *cells, *_difference_cells(one)]


def _figure_cells(row: Row, figure: Figure, stale: set[tuple[str, str]]) -> list[Cell]:
    side = figure.side
    return [
        row.metric,
        row.workload,
        " ".join(f"{key}={value}" for key, value in row.parameters),
        row.unit,
        row.better.value if row.better else "",
        side.revision,
        side.variant,
        side.machine,
        side.source,
        figure.value,
        figure.scatter.deviation,
        figure.scatter.error,
        figure.scatter.runs,
        is_stale(figure, stale),
    ]


def _difference_cells(one: Difference) -> list[Cell]:
    return [
        one.axis.value,
        one.base.side.revision,
        one.base.side.variant,
        one.base.value,
        one.percent,
        one.low,
        one.high,
        one.p,
        one.method.value,
        one.noise.value,
        one.verdict.value,
        one.stated,
        one.fits,
    ]


def _side(side: Side) -> Facts:
    return {
        "label": side.label,
        "source": side.source,
        "revision": side.revision or None,
        "variant": side.variant or None,
        "role": side.role.value if side.role else None,
        "machine": side.machine or None,
        "author": side.author or None,
    }


def _row(row: Row, sides: Sequence[Side], stale: set[tuple[str, str]]) -> Facts:
    return {
        "metric": row.metric,
        "workload": row.workload,
        "parameters": dict(row.parameters),
        "statistic": row.statistic or None,
        "unit": row.unit,
        "better": row.better.value if row.better else None,
        "better_because": row.better_because.value,
        "figures": [_figure(figure, sides, stale) for figure in row.figures],
        "differences": [_difference(one, sides) for one in row.differences],
        "reasons": list(row.reasons),
    }


def _figure(figure: Figure, sides: Sequence[Side], stale: set[tuple[str, str]]) -> Facts:
    return {
        "side": _place(figure.side, sides),
        "block": figure.block,
        "value": number(figure.value),
        "shown": figure.measurement.shown,
        "spread": spread_facts(figure.measurement.spread),
        "scatter": _scatter(figure.scatter),
        "samples": [number(sample) for sample in figure.samples],
        "stale": is_stale(figure, stale),
        "remarks": list(figure.remarks),
    }


def _scatter(scatter: Scatter) -> Facts | None:
    if not scatter.is_known and scatter.runs is None:
        return None
    return {
        "deviation": number(scatter.deviation),
        "error": number(scatter.error),
        "runs": scatter.runs,
        "least": number(scatter.least),
        "greatest": number(scatter.greatest),
        "is_bound": scatter.is_bound,
    }


def _difference(one: Difference, sides: Sequence[Side]) -> Facts:
    return {
        "axis": one.axis.value,
        "base": _place(one.base.side, sides),
        "candidate": _place(one.candidate.side, sides),
        "change": number(one.change),
        "percent": number(one.percent),
        "low": number(one.low),
        "high": number(one.high),
        "p": number(one.p),
        "method": one.method.value or None,
        "noise": one.noise.value,
        "verdict": one.verdict.value,
        "stated": number(one.stated),
        "stated_fits": one.fits,
        "reasons": list(one.reasons),
    }


def _place(side: Side, sides: Sequence[Side]) -> int | None:
    """Return which of the sides it is."""
    return sides.index(side) if side in sides else None


def _stale(one: Stale) -> Facts:
    return {
        "source": one.source,
        "block": one.block,
        "measured_on": _posting(one.measured_on),
        "newest": _posting(one.newest),
        "changed": [_patch(patch) for patch in one.changed],
        "added": [_patch(patch) for patch in one.added],
        "gone": [_patch(patch) for patch in one.gone],
        "has_other_base": one.has_other_base,
        "shown_again": list(one.shown_again),
        "measured_again": one.is_measured_again,
        "certain": one.is_certain,
        "reason": one.reason or None,
    }


def _posting(series: Series) -> Facts:
    return {
        "kind": series.kind.value,
        "revision": series.revision,
        "message_id": series.message_id,
    }


def _patch(patch: Patch) -> Facts:
    return {"message_id": patch.message_id, "title": patch.title}
