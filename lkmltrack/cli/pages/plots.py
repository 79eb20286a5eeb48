"""Evidence and comparisons as charts: the same figures that the pages show."""

from collections.abc import Iterable, Iterator, Sequence

from lkmltrack.cli.pages.block_lines import KIND_WORDS
from lkmltrack.cli.pages.compare import ends_of_scatter
from lkmltrack.cli.pages.figure_tables import (
    PLAIN_STATISTICS,
    benchmark_and_case,
    is_count,
    parameters_text,
)
from lkmltrack.cli.pages.figures import digits, ends_of
from lkmltrack.cli.pages.words import short_name
from lkmltrack.cli.text.times import day
from lkmltrack.model.comparison import Comparison, Figure, Row
from lkmltrack.model.evidence import Block, Document
from lkmltrack.model.measurement import Delta, Measurement
from lkmltrack.reports.plot import Bar, BarSeries, Chart

_MOST_SYMBOLS = 20


def evidence_charts(documents: Iterable[Document]) -> list[Chart]:
    """Return the charts of everything that is first posted in some documents."""
    return [
        chart
        for document in documents
        for block in document.own_blocks
        for chart in _block_charts(block, _where(document))
    ]


def _where(document: Document) -> str:
    """Return whose evidence it is."""
    if not document.message_id:
        return document.source.rpartition("/")[2]
    return f"{short_name(document.author)}, {day(document.date)}"


def _block_charts(block: Block, where: str) -> Iterator[Chart]:
    """Yield what can be drawn of a block: a profile, a histogram, or values by their unit."""
    named = f"{block.tool or KIND_WORDS[block.kind]}"
    title = f"{named}: {block.label}, {where}" if block.label else f"{named}: {where}"
    if block.rows:
        rows = block.rows[:_MOST_SYMBOLS]
        bars = tuple(Bar(row.share) for row in rows)
        yield Chart(title, "%", tuple(row.symbol for row in rows), (BarSeries("", bars),))
        return
    if block.buckets:
        labels = tuple(f"{digits(one.low)} .. {digits(one.high)}" for one in block.buckets)
        bars = tuple(Bar(one.count) for one in block.buckets)
        yield Chart(title, "count", labels, (BarSeries("", bars),))
        return
    if is_count(block):
        values = block.measurements[:_MOST_SYMBOLS]
        bars = tuple(Bar(one.value) for one in values)
        yield Chart(title, "count", tuple(one.metric for one in values), (BarSeries("", bars),))
        return
    yield from _value_charts(block, title)


def _value_charts(block: Block, title: str) -> Iterator[Chart]:
    """Yield a chart per metric and unit: a row per case, a series per variant."""
    groups: dict[tuple[str, str], list[Measurement]] = {}
    for one in dict.fromkeys(
        (
            *(one for pair in block.deltas for one in (pair.base, pair.candidate)),
            *block.measurements,
        )
    ):
        groups.setdefault((one.metric, one.unit), []).append(one)
    for (metric, unit), values in groups.items():
        cases = list(dict.fromkeys(_case(one, block) for one in values))
        variants = list(dict.fromkeys(_variant(one) for one in values))
        places = {(_case(one, block), _variant(one)): _bar(one) for one in reversed(values)}
        series = tuple(
            BarSeries(variant, tuple(places.get((case, variant)) for case in cases))
            for variant in variants
        )
        named = f"{metric}, {title}" if metric else title
        yield Chart(named, unit, tuple(cases), series)


def _case(one: Measurement, block: Block) -> str:
    """Return what a row of a chart is called."""
    benchmark, case = benchmark_and_case(one, block.tool)
    case = case.removeprefix(one.metric).strip() if benchmark != one.metric else case
    return f"{benchmark} {case}".strip()


def _variant(one: Measurement) -> str:
    return one.variant or (one.role.value if one.role else "")


def _bar(one: Measurement) -> Bar:
    ends = ends_of(one)
    return Bar(one.value, *ends) if ends else Bar(one.value)


def csv_rows(documents: Sequence[Document]) -> Iterator[list[str | float | None]]:
    """Yield a row per figure of the documents, in the order of ``CSV_HEAD``."""
    for document in documents:
        for block in document.own_blocks:
            start = [document.source, document.message_id, block.id, block.kind.value, block.tool]
            deltas = {pair.candidate: pair for pair in reversed(block.deltas)}
            for one in block.measurements:
                yield [*start, *_measurement_cells(one, deltas.get(one))]
            for row in block.rows:
                yield [*start, row.line, "share", row.symbol, "", "", "", row.share, "%"]
            for chain in block.chains:
                path = ";".join(chain.functions)
                yield [*start, chain.line, "chain share", path, "", "", "", chain.share, "%"]
            for bucket in block.buckets:
                bounds = f"{bucket.low:g}..{bucket.high:g}"
                yield [*start, block.line_start, "count", bounds, "", "", "", bucket.count, ""]


CSV_HEAD = (
    "source",
    "message_id",
    "block",
    "kind",
    "tool",
    "line",
    "metric",
    "workload",
    "parameters",
    "variant",
    "role",
    "value",
    "unit",
    "statistic",
    "spread_kind",
    "spread",
    "spread_upper",
    "runs",
    "better",
    "base_value",
    "delta_percent",
    "stated",
    "stated_fits",
)


def _measurement_cells(one: Measurement, delta: Delta | None) -> list[str | float | None]:
    """Return the cells of one value, with its difference where it is the candidate of one."""
    cells: list[str | float | None] = [
        one.line or None,
        one.metric,
        one.workload,
        " ".join(f"{key}={value}" for key, value in one.parameters),
        one.variant,
        one.role.value if one.role else "",
        one.value,
        one.unit,
        one.statistic,
        one.spread.kind.value if one.spread else "",
        one.spread.value if one.spread else None,
        one.spread.upper if one.spread else None,
        one.runs,
        one.better.value if one.better else "",
    ]
    if delta is not None:
        cells += [delta.base.value, delta.percent, delta.stated, delta.fits]
    return cells


def comparison_charts(comparison: Comparison) -> list[Chart]:
    """Return a chart per metric and unit: a row per workload, a series per side."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in comparison.rows:
        groups.setdefault((row.metric, row.statistic, row.unit), []).append(row)
    return [_compared(rows) for rows in groups.values()]


def _compared(rows: Sequence[Row]) -> Chart:
    """Return the chart of rows of one metric."""
    first = rows[0]
    figures = [figure for row in rows for figure in row.figures]
    sides = list(dict.fromkeys(_side_name(figure) for figure in figures))
    series = tuple(BarSeries(side, tuple(_figure_bar(row, side) for row in rows)) for side in sides)
    statistic = "" if first.statistic in PLAIN_STATISTICS else first.statistic
    metric = " ".join(filter(None, (statistic, first.metric)))
    labels = tuple(_row_label(row) or metric for row in rows)
    return Chart(metric or "value", first.unit, labels, series)


def _row_label(row: Row) -> str:
    return " ".join(filter(None, (row.workload, parameters_text(row.parameters))))


def _side_name(figure: Figure) -> str:
    return ", ".join(filter(None, (figure.side.label, figure.side.machine)))


def _figure_bar(row: Row, side: str) -> Bar | None:
    """Return the bar of one side in a row; None where it has none."""
    found = next((figure for figure in row.figures if _side_name(figure) == side), None)
    if found is None:
        return None
    ends = ends_of_scatter(found.value, found.scatter)
    return Bar(found.value, *ends) if ends else Bar(found.value)
