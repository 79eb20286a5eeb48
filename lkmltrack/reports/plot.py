"""Charts as one SVG file that stands alone: no script, no reference to anywhere, no date in it.

pygal draws; what it adds for its own scripts is taken away again, and every
text passes the border of the reports before it gets it.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from lkmltrack.reports.escaping import html_text, one_line

_WIDTH = 900
_HEAD = 78
"""Title, legend and axis of a chart, in pixels."""
_BAR = 16
_GAP = 10
_BETWEEN = 12
_LONGEST_LABEL = 44
_LONGEST_NAME = 40
_LONGEST_TITLE = 90
_MOST_CHARTS = 40
_MOST_LABELS = 60
_MOST_SERIES = 8
# what lies beyond would overflow on the way to pixels, and is no measurement
_LARGEST, _SMALLEST = 1e24, 1e-24
_MANY, _TOO_MANY = 1000, 1e15
_MOST_TICKS = 8
# light enough for the figures that stand on them
_COLOURS = (
    "#a9b4c0",
    "#7fb2e5",
    "#f0b27a",
    "#82c9a4",
    "#c3a6d8",
    "#e59a97",
    "#b8cc7a",
    "#d8c27a",
)
_STYLE_SHEET = (
    "inline:{{ id }}text.value { text-anchor: start }"
    "{{ id }}.reactive { fill-opacity: 1 }"
    "{{ id }}.title { font-size: 14px; font-weight: bold }"
)
_LOOK = {
    "font_family": "sans-serif",
    "colors": _COLOURS,
    "background": "white",
    "label_font_size": 11,
    "legend_font_size": 11,
    "value_font_size": 11,
    "guide_stroke_color": "#dddddd",
    "guide_stroke_dasharray": "none",
    "major_guide_stroke_color": "#cccccc",
    "major_guide_stroke_dasharray": "none",
}
_DROPPED = frozenset(("script", "desc"))
_XLINK = "{http://www.w3.org/1999/xlink}"


@dataclass(frozen=True, slots=True)
class Bar:
    """One value, and the interval that it lies in, where its scatter is known."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class BarSeries:
    """The bars of one variant, one per label; None where there is none."""

    name: str
    bars: tuple[Bar | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one metric: a label for each row, and one series per variant."""

    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[BarSeries, ...]

    @property
    def has_bars(self) -> bool:
        """Whether anything can be drawn."""
        return any(_drawable(bar) for one in self.series for bar in one.bars)


def render_plot(charts: Sequence[Chart]) -> str:
    """Return the charts below each other as an SVG document; empty when nothing can be drawn."""
    drawn = [chart for chart in charts if chart.has_bars]
    shown = drawn[:_MOST_CHARTS]
    if not shown:
        return ""
    parts = []
    top = 0
    for number, chart in enumerate(shown, 1):
        height = _height(chart)
        parts.append(f'<svg y="{top}" width="{_WIDTH}" height="{height}">')
        parts.append(_drawing(chart, number, height))
        parts.append("</svg>")
        top += height + _BETWEEN
    title = html_text("; ".join(chart.title for chart in shown), _LONGEST_TITLE)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{_WIDTH}" height="{top}" '
        f'viewBox="0 0 {_WIDTH} {top}">'
    )
    return "\n".join([head, f"<title>{title}</title>", *parts, "</svg>", ""])


def left_out(charts: Sequence[Chart]) -> int:
    """Return how many charts, rows and series are too many for a drawing."""
    drawn = [chart for chart in charts if chart.has_bars]
    rows = sum(max(0, len(chart.labels) - _MOST_LABELS) for chart in drawn[:_MOST_CHARTS])
    series = sum(max(0, len(chart.series) - _MOST_SERIES) for chart in drawn[:_MOST_CHARTS])
    return max(0, len(drawn) - _MOST_CHARTS) + rows + series


def _height(chart: Chart) -> int:
    """Return the pixels that a chart takes."""
    rows = min(len(chart.labels), _MOST_LABELS)
    return _HEAD + rows * (_BAR * min(len(chart.series), _MOST_SERIES) + _GAP)


def _drawing(chart: Chart, number: int, height: int) -> str:
    """Return one chart as an ``svg`` element."""
    pygal = _pygal()
    unit = one_line(chart.unit, _LONGEST_NAME) if chart.unit != "1" else ""
    title = one_line(chart.title, _LONGEST_TITLE)
    plot = pygal.HorizontalBar(
        width=_WIDTH,
        height=height,
        js=[],
        css=["file://style.css", "file://graph.css", _STYLE_SHEET],
        style=pygal.style.Style(**_LOOK),
        disable_xml_declaration=True,
        print_values=True,
        print_values_position="bottom",
        value_formatter=_written,
        range=_reach(chart),
        max_scale=_MOST_TICKS,
        show_legend=len(chart.series) > 1,
        legend_at_bottom=False,
        truncate_label=-1,
        truncate_legend=-1,
    )
    # its own would be another one in every run
    plot.uuid = str(number)
    plot.title = f"{title} ({unit})" if unit else title
    # pygal begins at the bottom
    plot.x_labels = [one_line(text, _LONGEST_LABEL) for text in chart.labels[:_MOST_LABELS]][::-1]
    for one in chart.series[:_MOST_SERIES]:
        bars = [_value(bar) for bar in one.bars[:_MOST_LABELS]][::-1]
        plot.add(one_line(one.name, _LONGEST_NAME) or "value", bars)
    plot.add_xml_filter(_alone)
    return str(plot.render(is_unicode=True))


def _pygal() -> Any:
    """Import pygal, which takes 0.2 s, when something is drawn.

    It leaves a finder of plug-ins behind that every import of a missing module
    would meet from then on, with a warning.
    """
    import pygal  # type: ignore[import-untyped]  # it has no types of its own
    import pygal.style  # type: ignore[import-untyped]  # neither has this

    sys.meta_path[:] = [
        finder for finder in sys.meta_path if type(finder).__module__ != pygal.__name__
    ]
    return pygal


def _drawable(bar: Bar | None) -> bool:
    """Whether a bar has a place on a screen."""
    if bar is None or not isfinite(bar.value):
        return False
    return bar.value == 0 or _SMALLEST <= abs(bar.value) <= _LARGEST


def _reach(chart: Chart) -> tuple[float, float]:
    """Return the least and the greatest that is drawn, zero among it."""
    ends = [0.0]
    for one in chart.series:
        for value in filter(None, map(_value, one.bars)):
            interval = value.get("ci", {})
            ends += [value["value"], *interval.values()]
    return min(ends), max(ends) or 1.0 if min(ends) == 0 else max(ends)


def _value(bar: Bar | None) -> dict[str, Any] | None:
    """Return a bar as pygal takes it."""
    if bar is None or not _drawable(bar):
        return None
    low, high = bar.low, bar.high
    ends = [end for end in (low, high) if end is not None and isfinite(end)]
    if len(ends) < 2 or max(map(abs, ends)) > _LARGEST:
        return {"value": bar.value}
    return {"value": bar.value, "ci": {"low": ends[0], "high": ends[1]}}


def _written(value: float) -> str:
    """Return a value as it stands beside its bar.

    >>> _written(91.53), _written(15213.6), _written(8580497408.0), _written(0.0)
    ('91.53', '15,214', '8.58G', '0')
    """
    size = abs(value)
    if size < _MANY or size >= _TOO_MANY:
        return f"{value:.4g}"
    if size < _MANY * _MANY:
        return f"{value:,.0f}"
    power = next(power for power in (4, 3, 2) if size >= _MANY**power)
    return f"{value / _MANY**power:.3g}{'MGT'[power - 2]}"


def _alone(root: Any) -> Any:
    """Take away what only pygal's scripts use, and all that names another place or a day."""
    for parent in list(root.iter()):
        for child in list(parent):
            is_element = isinstance(child.tag, str)
            name = child.tag.rpartition("}")[2] if is_element else ""
            if not is_element or name in _DROPPED:
                parent.remove(child)
        for name in _foreign(parent.attrib):
            del parent.attrib[name]
    return root


def _foreign(attributes: Any) -> Iterator[str]:
    """Yield the attributes that could lead somewhere or do something."""
    for name in list(attributes):
        plain = str(name).removeprefix(_XLINK).lower()
        if plain == "href" or plain.startswith("on"):
            yield name
