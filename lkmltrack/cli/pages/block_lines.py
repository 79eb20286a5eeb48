"""One block of evidence: profiles and histograms as bars, chains as a tree, figures as a table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lkmltrack.cli.pages.bars import Strokes, bar
from lkmltrack.cli.pages.call_tree import chain_lines
from lkmltrack.cli.pages.figures import digits, percent_text, spread_text, value_text, verdict
from lkmltrack.cli.pages.people import wrapped
from lkmltrack.cli.text.cells import cut, pad, pad_left, width_of
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.cli.text.table import Column, table
from lkmltrack.model.evidence import Block, BlockKind, Damage, ProfileRow
from lkmltrack.model.measurement import Convention, Delta, Measurement

_MARGIN = "    "
_SHOWN_ROWS = 12
_SHOWN_FIGURES = 24
_SHOWN_RAW = 8
_SHOWN_BUCKETS = 40
_MOST_BAR = 32
_LONGEST_LABEL = 60

KIND_WORDS = {
    BlockKind.PROFILE: "profile",
    BlockKind.TABLE: "table",
    BlockKind.CALLCHAIN: "call chains",
    BlockKind.NUMBERS: "figures",
    BlockKind.HISTOGRAM: "histogram",
    BlockKind.LOG: "output",
}
_DAMAGE = {
    Damage.WRAPPED: "wrapped rows were joined again",
    Damage.NO_BREAK_SPACES: "no-break spaces were made plain",
    Damage.SIGN: "broken ± signs were read as such",
    Damage.TABS: "tabs had been expanded",
    Damage.COLLAPSED: "an archive folded its blanks: columns may be lost",
}
_PERCENTS = (Convention.RAW, Convention.GOODNESS, Convention.SPEEDUP, Convention.UNKNOWN)
_RATIOS = (Convention.RATIO, Convention.INVERSE)


@dataclass(frozen=True, slots=True)
class BlockLines:
    """A block as lines; ``flat`` has the shares of symbols in the text's flat profiles."""

    block: Block
    width: int
    strokes: Strokes = Strokes()
    whole: bool = False
    flat: dict[str, float] = field(default_factory=dict)

    def lines(self) -> Iterator[Line]:
        """Yield the block's name, what is remarkable, and what was read."""
        yield self._head()
        for remark in self.block.remarks:
            yield from wrapped(f"! {remark}", self.width, Style.WARNING, len(_MARGIN))
        for damage in self.block.damage:
            yield from wrapped(_DAMAGE[damage], self.width, Style.DIM, len(_MARGIN))
        content = [*self._profile(), *self._chains(), *self._buckets(), *self._figures()]
        yield from content or self._raw()

    def _head(self) -> Line:
        """Return what it is, and where it stands."""
        block = self.block
        of = f" of {block.events}" if block.events else ""
        named = f"{block.tool}, " if block.tool else ""
        lines = (
            f"line {block.line_start}"
            if block.line_start == block.line_end
            else f"lines {block.line_start}-{block.line_end}"
        )
        label = f", {cut(one_line(block.label), _LONGEST_LABEL)}" if block.label else ""
        text = one_line(f"{named}{KIND_WORDS[block.kind]}{of}{label}, {lines}")
        return [
            Span("  "),
            Span(cut(text, self.width - 18), Style.HEADER),
            Span(f"  {block.id}", Style.DIM),
        ]

    # ------------------------------------------------------------ profiles, chains, histograms

    def _profile(self) -> Iterator[Line]:
        """Yield the symbols with bars, the greatest first as they stand."""
        rows = self.block.rows
        shown = rows if self.whole else rows[:_SHOWN_ROWS]
        cells = max(4, min(_MOST_BAR, self.width // 4))
        has_children = any(row.children is not None for row in rows)
        has_delta = any(row.delta is not None for row in rows)
        most = max((row.share for row in rows), default=0.0)
        for row in shown:
            spans = [Span(_MARGIN), Span(pad_left(f"{row.share:.2f}%", 7), Style.NUMBER)]
            if has_children:
                told = f"{row.children:.2f}%" if row.children is not None else ""
                spans.append(Span(f" {pad_left(told, 7)}", Style.DIM))
            if has_delta:
                spans.append(_points(row.delta))
            # of 100, so that two profiles can be held against each other
            drawn = bar(row.share / max(100.0, most), cells, self.strokes)
            spans += [Span(f"  {pad(drawn, cells)}  ", Style.NAME), *self._symbol(row, spans)]
            yield spans
        yield from _left_out(len(rows) - len(shown))

    def _symbol(self, row: ProfileRow, before: Sequence[Span]) -> list[Span]:
        """Return a row's symbol and, where there is room, where it belongs."""
        taken = (
            sum(width_of(span.text) for span in before)
            + max(4, min(_MOST_BAR, self.width // 4))
            + 4
        )
        room = max(8, self.width - taken)
        symbol = cut(one_line(row.symbol), room)
        mode = f"[{row.mode}]" if row.mode else ""
        place = "  ".join(one_line(part) for part in (mode, row.command, row.object) if part)
        left = room - width_of(symbol) - 2
        return [Span(symbol), Span(f"  {cut(place, left)}" if left > 4 else "", Style.DIM)]

    def _chains(self) -> Iterator[Line]:
        chains = self.block.chains
        if chains:
            room = self.width - len(_MARGIN)
            lines = chain_lines(chains, room, self.strokes, flat=self.flat, whole=self.whole)
            yield from _indented(lines)

    def _buckets(self) -> Iterator[Line]:
        """Yield a histogram's rows with bars."""
        buckets = self.block.buckets
        most = max((bucket.count for bucket in buckets), default=0.0)
        labels = [f"{digits(bucket.low)} .. {digits(bucket.high)}" for bucket in buckets]
        label_cells = max(map(len, labels), default=0)
        counts = [digits(bucket.count) for bucket in buckets]
        count_cells = max(map(len, counts), default=0)
        cells = max(8, min(2 * _MOST_BAR, self.width - label_cells - count_cells - 8))
        shown = len(buckets) if self.whole else _SHOWN_BUCKETS
        for bucket, label, count in list(zip(buckets, labels, counts, strict=True))[:shown]:
            yield [
                Span(f"{_MARGIN}{pad_left(label, label_cells)}  "),
                Span(pad_left(count, count_cells), Style.NUMBER),
                Span(
                    f"  {bar(bucket.count / most if most else 0.0, cells, self.strokes)}",
                    Style.NAME,
                ),
            ]
        yield from _left_out(len(buckets) - shown)

    # ------------------------------------------------------------ figures

    def _figures(self) -> Iterator[Line]:
        """Yield what was compared, then what stands alone."""
        deltas = self.block.deltas
        paired = {one for delta in deltas for one in (delta.base, delta.candidate)}
        alone = [one for one in self.block.measurements if one not in paired]
        yield from self._labels(deltas)
        most = max(len(deltas), len(alone)) if self.whole else _SHOWN_FIGURES
        several = len({delta.candidate.variant for delta in deltas}) > 1
        rows = [_delta_row(delta, self.block, several) for delta in deltas[:most]]
        yield from self._shared_case(rows)
        yield from self._table(_DELTA_COLUMNS, rows)
        yield from _left_out(len(deltas) - most)
        # a profile's shares and a histogram's percentiles are drawn above
        if not (self.block.rows or self.block.chains):
            singles = [_single_row(one, self.block) for one in alone[:most]]
            yield from self._table(_SINGLE_COLUMNS, singles)
            yield from _left_out(len(alone) - most)

    def _labels(self, deltas: Sequence[Delta]) -> Iterator[Line]:
        """Yield what base and candidate are called in the text, where each has one name."""
        bases = {delta.base.variant for delta in deltas}
        candidates = {delta.candidate.variant for delta in deltas}
        parts = [
            f"{role} is {names.copy().pop()}"
            for role, names in (("base", bases), ("candidate", candidates))
            if len(names) == 1 and "" not in names
        ]
        if deltas and not any(one.spread for pair in deltas for one in (pair.base, pair.candidate)):
            parts.append("no noise is given")
        yield from wrapped("; ".join(parts), self.width, Style.DIM, len(_MARGIN))

    def _shared_case(self, rows: Sequence[list[Span]]) -> Iterator[Line]:
        """Say once what every row would say, and take it out of them."""
        cases = {row[1].text for row in rows}
        if len(rows) < 2 or len(cases) != 1 or cases == {""}:
            return
        yield from wrapped(f"all: {cases.pop()}", self.width, Style.DIM, len(_MARGIN))
        for row in rows:
            row[1] = Span("")

    def _table(self, columns: Sequence[Column], rows: Sequence[list[Span]]) -> Iterator[Line]:
        """Yield rows under their heads; a benchmark's name is not said twice in a row."""
        above = ""
        for row in rows:
            name = row[0].text
            if name == above:
                row[0] = Span("")
            above = name
        yield from _indented(table(columns, rows, self.width - len(_MARGIN), heads=True))

    def _raw(self) -> Iterator[Line]:
        """Yield the text itself where nothing could be read from it."""
        lines = self.block.lines
        shown = lines if self.whole else lines[:_SHOWN_RAW]
        for text in shown:
            yield [Span(_MARGIN), Span(cut(one_line(text), self.width - 4), Style.DIM)]
        yield from _left_out(len(lines) - len(shown))


_DELTA_COLUMNS = (
    Column("Benchmark", limit=30),
    Column("Case", limit=30),
    Column("Variant", limit=20, rank=1),
    Column("base", limit=16, right=True),
    Column("candidate", limit=16, right=True),
    Column("delta", limit=9, right=True),
    Column("stated", limit=11, right=True, rank=4),
    Column("noise", limit=28, rank=2),
    Column("n", limit=7, right=True, rank=3),
    Column("verdict"),
)
_SINGLE_COLUMNS = (
    Column("Benchmark", limit=36),
    Column("Case", limit=36),
    Column("Variant", limit=24, rank=1),
    Column("value", limit=18, right=True),
    Column("noise", limit=28, rank=3),
    Column("n", limit=7, right=True, rank=4),
    Column(""),
)


def benchmark_and_case(one: Measurement, tool: str) -> tuple[str, str]:
    """Return what was run, and what of it was measured with which parameters.

    >>> benchmark_and_case(Measurement("lps", 1.0, workload="execl", parameters=(("c", "220"),)), "")
    ('execl', 'lps c=220')
    >>> benchmark_and_case(Measurement("throughput", 1.0), "")
    ('throughput', '')
    """
    parameters = " ".join(f"{key}={value}" if key else value for key, value in one.parameters)
    statistic = "" if one.statistic in ("", "sample", "mean", "total") else one.statistic
    benchmark = one.workload or tool
    details = (one.metric, parameters, statistic) if benchmark else (parameters, statistic)
    return benchmark or one.metric, " ".join(filter(None, details))


def stated_text(delta: Delta) -> str:
    """Return a difference as the text states it, with a mark where it does not fit."""
    if delta.stated is None:
        return ""
    mark = " !" if delta.fits is False else ""
    if delta.convention in _RATIOS:
        return f"{digits(delta.stated)}x{mark}"
    unit = "%" if delta.convention in _PERCENTS else ""
    return f"{delta.stated:+g}{unit}{mark}"


def _delta_row(delta: Delta, block: Block, several: bool) -> list[Span]:
    """Return the cells of two values and their difference."""
    benchmark, case = benchmark_and_case(delta.candidate, block.tool)
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
        Span(percent_text(delta.percent), style),
        Span(stated_text(delta), Style.BAD if delta.fits is False else Style.DIM),
        Span(" / ".join(noise), Style.DIM),
        Span("/".join(runs), Style.DIM),
        told,
    ]


def _single_row(one: Measurement, block: Block) -> list[Span]:
    """Return the cells of a value that nothing stands against."""
    benchmark, case = benchmark_and_case(one, block.tool)
    return [
        Span(benchmark, Style.NAME),
        Span(case),
        Span(one.variant or (one.role.value if one.role else ""), Style.DIM),
        Span(value_text(one), Style.NUMBER),
        Span(spread_text(one), Style.DIM),
        Span(str(one.runs or ""), Style.DIM),
        Span(""),
    ]


def _points(delta: float | None) -> Span:
    """Return the points by which a share differs."""
    text = f"{delta:+.2f}" if delta is not None else ""
    return Span(f" {pad_left(text, 7)}", Style.DIM)


def _indented(lines: Iterable[Line]) -> Iterator[Line]:
    for spans in lines:
        yield [Span(_MARGIN), *spans]


def _left_out(count: int) -> Iterator[Line]:
    if count > 0:
        yield [Span(f"{_MARGIN}and {count} more (--all)", Style.DIM)]
