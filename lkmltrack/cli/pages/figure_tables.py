"""The figures of a block as tables: what was compared, and what stands alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lkmltrack.cli.pages.figures import (
    delta_text,
    spread_text,
    stated_text,
    value_text,
    verdict,
)
from lkmltrack.cli.pages.people import wrapped
from lkmltrack.cli.text.cells import widest
from lkmltrack.cli.text.spans import Line, Span, Style
from lkmltrack.cli.text.table import Column, table
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.model.evidence import Block
from lkmltrack.model.measurement import Delta, Measurement

_SHOWN = 24
_FOR_PAIRS = 54
"""Cells of two values, their difference, a verdict, and the gaps."""
_FOR_ONE = 30
"""Cells of one value, its noise, and the gaps."""
_VARIANT_CELLS = 20
_NARROWEST = 22
_WIDEST_BENCHMARK = 36
_WIDEST_CASE = 48
PLAIN_STATISTICS = frozenset(("", "sample", "mean", "total", "share"))

Parameters = frozenset[tuple[str, str]]


def figure_lines(block: Block, width: int, *, whole: bool = False) -> Iterator[Line]:
    """Yield the differences of a block, then the values that nothing stands against."""
    deltas = _as_marked(block.deltas)
    paired = {one for delta in deltas for one in (delta.base, delta.candidate)}
    # a profile's shares and a histogram's percentiles are drawn already
    is_drawn = bool(block.rows or block.chains)
    alone = [] if is_drawn else [one for one in block.measurements if one not in paired]
    most = max(len(deltas), len(alone)) if whole else _SHOWN
    shared = shared_parameters([*paired, *alone])
    yield from wrapped("; ".join(_said_once(deltas, shared)), width, Style.DIM)
    several = len({delta.candidate.variant for delta in deltas}) > 1
    yield from _table(
        [_delta_row(delta, block.tool, shared, several) for delta in deltas[:most]],
        _DELTA_COLUMNS,
        width,
        _FOR_PAIRS + (_VARIANT_CELLS if several else 0),
    )
    yield from _left_out(len(deltas) - most)
    # a variant that all have is named above, or in the block's own label
    variants = {_variant(one) for one in alone}
    differ = len(variants) > 1
    if not differ and variants != {block.label}:
        yield from wrapped("".join(variants), width, Style.DIM)
    yield from _table(
        [_single_row(one, block.tool, shared, differ) for one in alone[:most]],
        _COUNT_COLUMNS if is_count(block) else _SINGLE_COLUMNS,
        width,
        _FOR_ONE + (_VARIANT_CELLS if differ else 0),
    )
    yield from _left_out(len(alone) - most)


def _as_marked(deltas: Sequence[Delta]) -> Sequence[Delta]:
    """Return differences without marks where a tool marked none: then it may not have looked."""
    if any(delta.is_marked_significant for delta in deltas):
        return deltas
    return [replace(delta, is_marked_significant=None) for delta in deltas]


def shared_parameters(values: Sequence[Measurement]) -> Parameters:
    """Return the parameters that all of some values have: they are said once."""
    if len(values) < 3:
        return frozenset()
    shared = set(values[0].parameters)
    for one in values[1:]:
        shared.intersection_update(one.parameters)
    return frozenset(shared)


def benchmark_and_case(
    one: Measurement, tool: str, shared: Parameters = frozenset()
) -> tuple[str, str]:
    """Return what was run, and what of it was measured with which parameters.

    >>> benchmark_and_case(Measurement("lps", 1.0, workload="execl", parameters=(("c", "220"),)), "")
    ('execl', 'lps c=220')
    >>> benchmark_and_case(Measurement("throughput", 1.0), "")
    ('throughput', '')
    """
    told = (pair for pair in one.parameters if pair not in shared)
    parameters = parameters_text(told)
    statistic = "" if one.statistic in PLAIN_STATISTICS else one.statistic
    benchmark = one.workload.removeprefix(f"{tool} ") or tool
    metric = one.metric.removeprefix(f"{benchmark}.") or one.metric
    details = (metric, parameters, statistic) if benchmark else (parameters, statistic)
    return benchmark or one.metric, " ".join(filter(None, details))


def parameters_text(parameters: Iterable[tuple[str, str]]) -> str:
    """Return parameters as they are given to programs.

    >>> parameters_text([("c", "220"), ("", "warm")])
    'c=220 warm'
    """
    return " ".join(f"{key}={value}" if key else value for key, value in parameters)


_DELTA_COLUMNS = (
    Column("Benchmark", limit=_WIDEST_BENCHMARK),
    Column("Case", limit=_WIDEST_CASE),
    Column("Variant", limit=20),
    Column("base", limit=16, right=True),
    Column("candidate", limit=16, right=True),
    Column("delta", limit=9, right=True),
    Column("stated", limit=11, right=True, rank=4),
    Column("noise", limit=28, rank=2),
    Column("n", limit=7, right=True, rank=3),
    Column("verdict"),
)
_SINGLE_COLUMNS = (
    Column("Benchmark", limit=_WIDEST_BENCHMARK),
    Column("Case", limit=_WIDEST_CASE),
    Column("Variant", limit=24, rank=1),
    Column("value", limit=18, right=True),
    Column("noise", limit=28, rank=3),
    Column("n", limit=7, right=True, rank=4),
    Column(""),
)


_COUNT_COLUMNS = (
    replace(_SINGLE_COLUMNS[0], head="Counted"),
    *_SINGLE_COLUMNS[1:3],
    replace(_SINGLE_COLUMNS[3], head="count"),
    *_SINGLE_COLUMNS[4:],
)


def is_count(block: Block) -> bool:
    """Whether a block counts things, of which nothing is better or worse: it is no benchmark."""
    return block.form == FormName.COUNTERS and not block.deltas


def _said_once(deltas: Sequence[Delta], shared: Parameters) -> Iterator[str]:
    """Yield what holds for every row: the names of the sides, parameters, missing noise."""
    for role, names in (
        ("base", {delta.base.variant for delta in deltas}),
        ("candidate", {delta.candidate.variant for delta in deltas}),
    ):
        if len(names) == 1 and "" not in names:
            yield f"{role} is {next(iter(names))}"
    if shared:
        yield parameters_text(sorted(shared))
    if deltas and not any(one.spread for pair in deltas for one in (pair.base, pair.candidate)):
        yield "no noise is given"


def _table(
    rows: list[list[Span]], columns: Sequence[Column], width: int, taken: int
) -> Iterator[Line]:
    """Yield rows under their heads; what all or the row above say as well is not said again."""
    cases = {row[1].text for row in rows}
    if len(rows) > 1 and len(cases) == 1 and cases != {""}:
        yield from wrapped(f"all: {cases.pop()}", width, Style.DIM)
        for row in rows:
            row[1] = Span("")
    fitted = _fitted(columns, rows, width, taken)
    above = ""
    for row in rows:
        name = row[0].text
        row[0] = Span("") if name == above else row[0]
        above = name
    yield from table(fitted, rows, width, heads=True)


def _fitted(
    columns: Sequence[Column], rows: list[list[Span]], width: int, taken: int
) -> list[Column]:
    """Return the columns with names so short that the values have their room."""
    room = max(_NARROWEST, width - taken)
    benchmark = widest((row[0].text for row in rows), min(_WIDEST_BENCHMARK, room))
    case = widest((row[1].text for row in rows), _WIDEST_CASE)
    if benchmark + case > room:
        benchmark = max(min(benchmark, room // 2), room - case)
        case = room - benchmark
    for row in rows:
        row[1] = Span(_shortened(row[1].text, case))
    return [
        replace(columns[0], limit=max(9, benchmark)),
        replace(columns[1], limit=max(4, case)),
        replace(columns[2], limit=max(_VARIANT_CELLS, width // 4)),
        *columns[3:],
    ]


def _shortened(text: str, width: int) -> str:
    """Return a name of parts with dots by its end, where it is too long: there they differ.

    >>> _shortened("perf-profile.self.cycles-pp.mmap_region", 14), _shortened("a b c d", 5)
    ('…p.mmap_region', 'a b c d')
    """
    is_dotted = text.isascii() and "." in text and " " not in text
    return f"…{text[1 - width :]}" if is_dotted and len(text) > width > 1 else text


def _delta_row(delta: Delta, tool: str, shared: Parameters, several: bool) -> list[Span]:
    """Return the cells of two values and their difference."""
    benchmark, case = benchmark_and_case(delta.candidate, tool, shared)
    told = verdict(delta)
    runs = dict.fromkeys(str(one.runs) for one in (delta.base, delta.candidate) if one.runs)
    noise = dict.fromkeys(filter(None, map(spread_text, (delta.base, delta.candidate))))
    style = told.style if told.style in (Style.GOOD, Style.BAD) else Style.NUMBER
    return [
        Span(benchmark, Style.NAME),
        Span(case),
        Span(delta.candidate.variant if several else "", Style.DIM),
        Span(value_text(delta.base)),
        Span(value_text(delta.candidate)),
        Span(delta_text(delta), style),
        Span(stated_text(delta), Style.BAD if delta.fits is False else Style.DIM),
        Span(" / ".join(noise), Style.DIM),
        Span("/".join(runs), Style.DIM),
        told,
    ]


def _variant(one: Measurement) -> str:
    return one.variant or (one.role.value if one.role else "")


def _single_row(one: Measurement, tool: str, shared: Parameters, differ: bool) -> list[Span]:
    """Return the cells of a value that nothing stands against."""
    benchmark, case = benchmark_and_case(one, tool, shared)
    return [
        Span(benchmark, Style.NAME),
        Span(case),
        Span(_variant(one) if differ else "", Style.DIM),
        Span(value_text(one), Style.NUMBER),
        Span(spread_text(one), Style.DIM),
        Span(str(one.runs or ""), Style.DIM),
        Span(""),
    ]


def _left_out(count: int) -> Iterator[Line]:
    if count > 0:
        yield [Span(f"and {count} more (--all)", Style.DIM)]
