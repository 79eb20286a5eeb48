"""A comparison: each measurement on every side that has it, and what differs beyond the noise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from lkmltrack.cli.comparison_facts import is_stale, stale_blocks
from lkmltrack.cli.pages.bars import Scale, Strokes, interval, scale_of
from lkmltrack.cli.pages.figure_tables import PLAIN_STATISTICS, parameters_text
from lkmltrack.cli.pages.figures import digits, percent_text, readable
from lkmltrack.cli.pages.people import wrapped
from lkmltrack.cli.pages.words import counted
from lkmltrack.cli.text.cells import pad, pad_left, widest
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.cli.text.table import Column, table
from lkmltrack.model.comparison import (
    Comparison,
    Difference,
    Figure,
    Method,
    Noise,
    Row,
    Scatter,
    Stale,
    Verdict,
)
from lkmltrack.model.series import PostingKind, Series

_MARGIN = "  "
_SHOWN_ROWS = 20
_SHOWN_ALONE = 12
_SHOWN_FIGURES = 12
_SHOWN_DIFFERENCES = 8
_SHOWN_REASONS = 3
_WIDEST_NAME = 36
_WIDEST_SCALE = 60
_NARROWEST_SCALE = 10
_STALE = "stale"
_NO_NOISE = "no noise is given"

_VERDICTS = {
    Verdict.BETTER: Style.GOOD,
    Verdict.WORSE: Style.BAD,
    Verdict.SAME: Style.DIM,
    Verdict.UNKNOWN: Style.NAME,
}
_ALONE_COLUMNS = (
    Column("Measurement", limit=44),
    Column("where", limit=30, rank=1),
    Column("value", limit=18, right=True),
    Column("noise", limit=12, rank=2),
    Column(""),
)


def ends_of_scatter(value: float, scatter: Scatter) -> tuple[float, float] | None:
    """Return from where to where a figure scatters: its range, else one deviation or error.

    >>> ends_of_scatter(10.0, Scatter(deviation=2.0)), ends_of_scatter(10.0, Scatter())
    ((8.0, 12.0), None)
    """
    if scatter.least is not None and scatter.greatest is not None:
        return scatter.least, scatter.greatest
    reach = scatter.deviation if scatter.deviation is not None else scatter.error
    return (value - reach, value + reach) if reach is not None else None


def row_title(row: Row) -> str:
    """Return what was measured: workload, metric, parameters.

    >>> from lkmltrack.model.measurement import BetterSource
    >>> parameters = (("c", "220"),)
    >>> row_title(Row("throughput", "execl", parameters, "", "1/s", None, BetterSource.UNKNOWN, ()))
    'execl: throughput, c=220'
    """
    statistic = "" if row.statistic in PLAIN_STATISTICS else row.statistic
    metric = row.metric.removeprefix(f"{row.workload}.") if row.workload else row.metric
    named = ": ".join(filter(None, (row.workload, " ".join(filter(None, (statistic, metric))))))
    return ", ".join(filter(None, (named, parameters_text(row.parameters))))


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """A comparison as lines; ``whole`` leaves nothing out."""

    comparison: Comparison
    stale: Sequence[Stale]
    width: int
    whole: bool = False
    strokes: Strokes = Strokes()

    def lines(self) -> Iterator[Line]:
        """Yield the page."""
        rows = self.comparison.rows
        yield from wrapped(self._summary(), self.width, Style.TITLE)
        for remark in self.comparison.remarks:
            yield from wrapped(f"! {remark}", self.width, Style.WARNING)
        shown = rows if self.whole else rows[:_SHOWN_ROWS]
        for row in shown:
            yield ()
            yield from self._row(row)
        yield from _left_out(len(rows) - len(shown))
        yield from self._alone()
        yield from self._gone_stale()

    def _summary(self) -> str:
        """Return how many measurements there are, and what became of them."""
        differences = [one for row in self.comparison.rows for one in row.differences]
        if not self.comparison.rows:
            alone = counted(len(self.comparison.alone), "measurement")
            one_side = f": {alone} on one side only" if self.comparison.alone else ""
            return f"nothing can stand side by side{one_side}"
        told = [
            f"{count} {word}"
            for word, count in (
                ("better", sum(one.verdict is Verdict.BETTER for one in differences)),
                ("worse", sum(one.verdict is Verdict.WORSE for one in differences)),
                ("the same", sum(one.verdict is Verdict.SAME for one in differences)),
                ("changed", sum(one.verdict is Verdict.UNKNOWN for one in differences)),
            )
            if count
        ]
        unknown = sum(one.noise is Noise.UNKNOWN for one in differences)
        noise = f"; the noise of {unknown} is unknown" if unknown else ""
        rows = counted(len(self.comparison.rows), "measurement")
        found = f"; of {counted(len(differences), 'difference')} {', '.join(told)}" if told else ""
        return f"{rows} on {counted(len(self.comparison.sides), 'side')}{found}{noise}"

    # ------------------------------------------------------------ one measurement

    def _row(self, row: Row) -> Iterator[Line]:
        """Yield a measurement: its figures on one scale, its differences, and why they are so."""
        better = f", {row.better.value} is better" if row.better else ""
        unit = f", {row.unit}" if row.unit not in ("", "1") else ""
        yield from wrapped(f"{row_title(row)}{unit}{better}", self.width, Style.HEADER)
        for reason in row.reasons if self.whole else ():
            yield from wrapped(reason, self.width, Style.DIM, len(_MARGIN))
        yield from self._figures(row)
        shown = row.differences if self.whole else row.differences[:_SHOWN_DIFFERENCES]
        yield from self._differences(shown, row.unit)
        yield from _left_out(len(row.differences) - len(shown))
        # "noise unknown" has said the one that is left out
        reasons = dict.fromkeys(reason for one in shown for reason in one.reasons)
        reasons.pop(_NO_NOISE, None)
        for reason in list(reasons)[: None if self.whole else _SHOWN_REASONS]:
            yield from wrapped(reason, self.width, Style.DIM, 4)

    def _figures(self, row: Row) -> Iterator[Line]:
        """Yield the values, each with its scatter and its place on a scale that all share."""
        figures = row.figures if self.whole else row.figures[:_SHOWN_FIGURES]
        stale = stale_blocks(self.stale)
        names = self._names(figures)
        values = [readable(figure.value, row.unit) for figure in figures]
        noises = [noise_text(figure) for figure in figures]
        name_cells = widest(names, min(_WIDEST_NAME, self.width // 2))
        value_cells, noise_cells = widest(values, 18), widest(noises, 16)
        marks = [_STALE if is_stale(figure, stale) else "" for figure in figures]
        mark_cells = widest(marks, len(_STALE))
        taken = 2 + name_cells + 2 + value_cells + 2 + noise_cells + 2 + mark_cells + 2
        scale = self._scale(figures, self.width - taken)
        for figure, name, value, noise, mark in zip(
            figures, names, values, noises, marks, strict=True
        ):
            low, high = ends_of_scatter(figure.value, figure.scatter) or (None, None)
            drawn = interval(figure.value, low, high, scale, self.strokes)
            yield [
                Span(f"{_MARGIN}{pad(name, name_cells)}  "),
                Span(pad_left(value, value_cells), Style.NUMBER),
                Span(f"  {pad(noise, noise_cells)}", Style.DIM),
                Span(f"  {pad(mark, mark_cells)}" if mark_cells else "", Style.WARNING),
                Span(f"  {drawn}", Style.NAME),
            ]
        yield from _left_out(len(row.figures) - len(figures))

    def _names(self, figures: Sequence[Figure]) -> list[str]:
        """Return what tells the figures' sides apart: the label, and machine or author if need be."""
        labels = [figure.side.label for figure in figures]
        machines = {figure.side.machine for figure in figures}
        names = [
            f"{label}, {figure.side.machine}"
            if len(machines) > 1 and figure.side.machine
            else label
            for figure, label in zip(figures, labels, strict=True)
        ]
        if len(set(names)) < len(names):
            names = [
                f"{name}, {figure.side.author or figure.side.source}"
                for figure, name in zip(figures, names, strict=True)
            ]
        return [one_line(name) for name in names]

    def _scale(self, figures: Sequence[Figure], room: int) -> Scale:
        """Return the scale of a row; of no width where there is no room for one."""
        cells = min(_WIDEST_SCALE, room) if room >= _NARROWEST_SCALE and len(figures) > 1 else 0
        values = [figure.value for figure in figures]
        ends = [ends_of_scatter(figure.value, figure.scatter) for figure in figures]
        values += [end for pair in ends if pair is not None for end in pair]
        return scale_of(values, cells, close=None not in ends)

    def _differences(self, differences: Sequence[Difference], unit: str) -> Iterator[Line]:
        """Yield what differs between two sides, and how sure that is."""
        rows = []
        for one in differences:
            base, candidate = self._names([one.base, one.candidate])
            style = _VERDICTS[one.verdict]
            rows.append(
                [
                    Span(f"{base}{self.strokes.calls}{candidate}"),
                    Span(_change_text(one, unit), style),
                    Span(_certainty_text(one, self.whole), style),
                ]
            )
        columns = (
            Column("", limit=max(20, self.width // 2 - 4)),
            Column("", limit=24),
            Column(""),
        )
        for line in table(columns, rows, self.width - 4):
            yield [Span(" " * 4), *line]
        for one in differences:
            if one.fits is False and one.stated is not None:
                text = f"the text says {one.stated:+g}, which its values do not make"
                yield from wrapped(text, self.width, Style.WARNING, 4)

    # ------------------------------------------------------------ the rest

    def _alone(self) -> Iterator[Line]:
        """Yield what only one side measured."""
        alone = self.comparison.alone
        if not alone:
            return
        yield from _heading("Measured on one side only")
        shown = alone if self.whole else alone[:_SHOWN_ALONE]
        rows = [
            [
                Span(row_title(row)),
                Span(figure.side.label, Style.DIM),
                Span(readable(figure.value, row.unit), Style.NUMBER),
                Span(noise_text(figure), Style.DIM),
                Span(""),
            ]
            for row in shown
            for figure in row.figures
        ]
        for line in table(_ALONE_COLUMNS, rows, self.width - len(_MARGIN)):
            yield [Span(_MARGIN), *line]
        yield from _left_out(len(alone) - len(shown))

    def _gone_stale(self) -> Iterator[Line]:
        """Yield the evidence that speaks about patches which are not these any more."""
        if self.stale:
            yield from _heading("Gone stale")
        groups: dict[tuple[str, str], list[Stale]] = {}
        for one in self.stale:
            groups.setdefault((one.source, _stale_text(one)), []).append(one)
        for (source, text), group in groups.items():
            blocks = ", ".join(one.block for one in group)
            yield from wrapped(f"{blocks} in <{source}>", self.width, Style.PLAIN, len(_MARGIN))
            yield from wrapped(text, self.width, Style.WARNING, 4)
            yield from self._changes(group[0])

    def _changes(self, one: Stale) -> Iterator[Line]:
        """Yield the patches that differ, when nothing is left out."""
        if not self.whole:
            return
        for word, patches in (("changed", one.changed), ("new", one.added), ("gone", one.gone)):
            for patch in patches:
                yield from wrapped(f"{word}: {patch.title}", self.width, Style.DIM, 6)
        yield from wrapped(one.reason, self.width, Style.DIM, 6)


def _change_text(one: Difference, unit: str) -> str:
    """Return a difference with its interval; in points where the values are percents."""
    if unit == "%":
        return f"{one.change:+.3g} pp"
    reach = ""
    if one.low is not None and one.high is not None:
        reach = f" [{percent_text(one.low)}, {percent_text(one.high)}]"
    return f"{percent_text(one.percent) or f'{digits(one.change)} more'}{reach}"


def _certainty_text(one: Difference, whole: bool) -> str:
    """Return the verdict, how the difference compares with its noise, and what tells that."""
    verdict = "" if one.verdict is Verdict.UNKNOWN else f"{one.verdict.value}, "
    p = f", p={one.p:.2g}" if one.p is not None else ""
    is_told = one.method is not Method.NONE and (whole or one.p is not None)
    return f"{verdict}{one.noise.value}{f' ({one.method.value}{p})' if is_told else ''}"


def noise_text(figure: Figure) -> str:
    """Return a figure's scatter in percent of it, and the number of runs.

    A scatter that is only known to be no greater is told as such.
    """
    scatter = figure.scatter
    runs = f"n={scatter.runs}" if scatter.runs else ""
    reach = scatter.deviation if scatter.deviation is not None else scatter.error
    if reach is None:
        return runs
    share = abs(reach / figure.value) * 100 if figure.value else float("inf")
    if not isfinite(share):
        return runs
    return f"{'<=' if scatter.is_bound else '±'}{share:.3g}% {runs}".rstrip()


def _stale_text(one: Stale) -> str:
    """Return what was measured on which posting, and how the newest differs."""
    parts = [
        counted(len(patches), f"patch {word}", f"patches {word}")
        for word, patches in (("changed", one.changed), ("new", one.added), ("gone", one.gone))
        if patches
    ]
    if one.has_other_base:
        parts.append("another base")
    sure = "differs" if one.is_certain else "may differ"
    told = f" ({', '.join(parts)})" if parts else ""
    again = "; it was measured again" if one.is_measured_again else ""
    if one.shown_again:
        again += f"; shown again in {counted(len(one.shown_again), 'later message')}"
    return (
        f"measured on {_posting(one.measured_on)}, "
        f"and {_posting(one.newest)} {sure} from it{told}{again}"
    )


def _posting(series: Series) -> str:
    mark = "RFC " if series.kind is PostingKind.RFC else ""
    return f"{mark}v{series.revision}"


def _heading(text: str) -> Iterator[Line]:
    yield ()
    yield [Span(text, Style.HEADER)]


def _left_out(count: int) -> Iterator[Line]:
    if count > 0:
        yield [Span(f"{_MARGIN}and {count} more (--all)", Style.DIM)]
