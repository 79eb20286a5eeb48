"""One block of evidence: profiles and histograms as bars, chains as a tree, figures as a table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lkmltrack.cli.pages.bars import Strokes, bar
from lkmltrack.cli.pages.call_tree import chain_lines
from lkmltrack.cli.pages.figure_tables import figure_lines
from lkmltrack.cli.pages.figures import digits
from lkmltrack.cli.pages.people import wrapped
from lkmltrack.cli.text.cells import cut, pad, pad_left, width_of
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.model.evidence import Block, BlockKind, Damage, ProfileRow

_MARGIN = "    "
_SHOWN_ROWS = 12
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

    def _figures(self) -> Iterator[Line]:
        """Yield what was compared, then what stands alone."""
        room = self.width - len(_MARGIN)
        yield from _indented(figure_lines(self.block, room, whole=self.whole))

    def _raw(self) -> Iterator[Line]:
        """Yield the text itself where nothing could be read from it."""
        lines = self.block.lines
        shown = lines if self.whole else lines[:_SHOWN_RAW]
        for text in shown:
            yield [Span(_MARGIN), Span(cut(one_line(text), self.width - 4), Style.DIM)]
        yield from _left_out(len(lines) - len(shown))


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
