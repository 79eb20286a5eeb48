"""A drawing as inline SVG that is as wide as its page: no script, no style, no reference.

Places across are percentages and sizes are pixels, so that text stays
readable on a telephone and nothing has to be scaled.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from lkmltrack.reports.document import Dot, Drawing, Lane, Mark, Moment
from lkmltrack.reports.escaping import html_text
from lkmltrack.reports.ticks import find_ticks

_LEFT, _RIGHT = 2.0, 98.0
_LABEL_HEIGHT = 16
_LANE_HEIGHT = 36
_AXIS_HEIGHT = 26
_CHARACTER = 2.0
"""A character of a label, in percent of the width of a telephone."""
_MOST_LEVELS = 6

_SHAPES = {
    Mark.APPLIED: "M-6 0L-2 5L7 -6",
    Mark.NAK: "M-5 -5L5 5M-5 5L5 -5",
    Mark.WITHDRAWN: "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0ZM-3 3L3 -3",
    Mark.POSTING: "M0 -7L7 0L0 7L-7 0Z",
    Mark.TRAILER: "M-5 -5H5V5H-5Z",
    Mark.REQUEST: "M0 -6L6 5H-6Z",
    Mark.REPORT: "M-3 -5H3V5H-3Z",
    Mark.MAIL: "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0Z",
}


def render_svg(drawing: Drawing) -> str:
    """Return the drawing as an ``svg`` element."""
    scale = _Scale(drawing)
    levels = _levels(drawing.moments, scale)
    top = _LABEL_HEIGHT * (max(levels, default=-1) + 1) + 6
    bottom = top + _LANE_HEIGHT * len(drawing.lanes)
    parts = [
        *_axis(scale, top, bottom),
        *_moments(drawing.moments, levels, scale, bottom),
        *_lanes(drawing.lanes, scale, top),
    ]
    title = html_text(drawing.title)
    opening = f'<svg class="drawing" role="img" width="100%" height="{bottom + _AXIS_HEIGHT}">'
    return "\n".join([opening, f"<title>{title}</title>", *parts, "</svg>"])


def render_legend_mark(mark: Mark) -> str:
    """Return one mark for a legend."""
    return (
        f'<svg class="key" width="16" height="16" aria-hidden="true">'
        f'<svg x="8" y="8" overflow="visible"><path class="{_name(mark)}" d="{_SHAPES[mark]}"/></svg></svg>'
    )


class _Scale:
    """Moments to percentages across."""

    def __init__(self, drawing: Drawing) -> None:
        moments = [dot.when for lane in drawing.lanes for dot in lane.dots]
        moments += [moment.when for moment in drawing.moments]
        self.begin, self.end = min(moments), max(moments)
        self._seconds = (self.end - self.begin).total_seconds()

    def place(self, when: datetime) -> float:
        """Return the place of a moment; the middle where all moments are one."""
        if not self._seconds:
            return 50.0
        share = (when - self.begin).total_seconds() / self._seconds
        return round(_LEFT + share * (_RIGHT - _LEFT), 2)


def _levels(moments: Sequence[Moment], scale: _Scale) -> list[int]:
    """Return the level of each label, so that none covers another; -1 where there is no room."""
    ends: list[float] = []
    levels = []
    for moment in moments:
        begin, end, _ = _room(scale.place(moment.when), moment.name)
        level = next((n for n, taken in enumerate(ends) if taken <= begin), len(ends))
        if level == _MOST_LEVELS:
            levels.append(-1)
            continue
        ends[level : level + 1] = [end]
        levels.append(level)
    return levels


def _room(place: float, label: str) -> tuple[float, float, str]:
    """Return what a label takes on a telephone, as percentages, and its anchor.

    It stands in the middle above or below its place, and beside it where it
    would leave the page.
    """
    width = (len(label) + 1) * _CHARACTER
    if place < width / 2:
        return place, place + width, "start"
    if place > 100 - width / 2:
        return place - width, place, "end"
    return place - width / 2, place + width / 2, "middle"


def _label(place: float, y: int, label: str) -> str:
    """Return a label at its place."""
    anchor = _room(place, label)[2]
    return f'<text x="{place}%" text-anchor="{anchor}" y="{y}">{html_text(label)}</text>'


def _moments(
    moments: Sequence[Moment], levels: Sequence[int], scale: _Scale, bottom: int
) -> Iterator[str]:
    """Yield a line and a label per posting."""
    for moment, level in zip(moments, levels, strict=True):
        place = scale.place(moment.when)
        y = _LABEL_HEIGHT * (level + 1)
        yield f'<g class="moment"><title>{html_text(moment.text)}</title>'
        yield f'<line x1="{place}%" x2="{place}%" y1="{max(0, y) + 2}" y2="{bottom}"/>'
        if level >= 0:
            yield _label(place, y - 3, moment.name)
        yield "</g>"


def _axis(scale: _Scale, top: int, bottom: int) -> Iterator[str]:
    """Yield the calendar below the lanes."""
    taken = 0.0
    yield '<g class="axis">'
    for tick in find_ticks(scale.begin, scale.end):
        place = scale.place(tick.when)
        yield f'<line x1="{place}%" x2="{place}%" y1="{top}" y2="{bottom + 6}"/>'
        begin, end, _ = _room(place, tick.name)
        if begin >= taken:
            yield _label(place, bottom + 20, tick.name)
            taken = end
    yield "</g>"


def _lanes(lanes: Sequence[Lane], scale: _Scale, top: int) -> Iterator[str]:
    """Yield each person's name, line and marks, the weightiest marks on top."""
    order = list(Mark)
    for number, lane in enumerate(lanes):
        y = top + _LANE_HEIGHT * number
        yield f'<g class="lane"><text x="0" y="{y + 13}">{html_text(lane.name, 60)}</text>'
        yield f'<line x1="0" x2="100%" y1="{y + 25}" y2="{y + 25}"/>'
        for dot in sorted(lane.dots, key=lambda dot: -order.index(dot.mark)):
            yield _mark(dot, scale, y + 25, lane.name)
        yield "</g>"


def _mark(dot: Dot, scale: _Scale, y: int, name: str) -> str:
    return (
        f'<svg x="{scale.place(dot.when)}%" y="{y}" overflow="visible">'
        f"<title>{html_text(f'{name}: {dot.text}')}</title>"
        f'<path class="{_name(dot.mark)}" d="{_SHAPES[dot.mark]}"/></svg>'
    )


def _name(mark: Mark) -> str:
    """Return the class of a mark."""
    return f"mark {mark.name.lower()}"
