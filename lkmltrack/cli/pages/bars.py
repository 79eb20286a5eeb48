"""Bars and intervals made of characters, in the width that is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

_EIGHTHS = " ▏▎▍▌▋▊▉"


@dataclass(frozen=True, slots=True)
class Strokes:
    """The characters that bars, intervals and trees are drawn with."""

    full: str = "█"
    rest: str = "░"
    parts: str = _EIGHTHS
    """What fills a part of a cell, from nothing on."""
    from_zero: str = "━"
    """A bar as thin as the interval at its end."""
    begin: str = "├"
    through: str = "─"
    point: str = "●"
    end: str = "┤"
    more: str = "├─ "
    last: str = "└─ "
    passing: str = "│  "
    calls: str = " → "
    called_by: str = " ← "


ASCII_STROKES = Strokes(
    full="#",
    rest=".",
    parts=" ",
    from_zero="=",
    begin="|",
    through="-",
    point="o",
    end="|",
    more="|- ",
    last="`- ",
    passing="|  ",
    calls=" -> ",
    called_by=" <- ",
)


def bar(share: float, width: int, strokes: Strokes | None = None) -> str:
    """Return a bar of ``share`` (0 to 1) of the width; what is more than nothing is seen.

    >>> bar(0.5, 4), bar(0.0001, 4), bar(7.0, 4), bar(0.0, 4)
    ('██', '▏', '████', '')
    """
    strokes = strokes or Strokes()
    if not isfinite(share) or share <= 0 or width <= 0:
        return ""
    steps = len(strokes.parts)
    filled = min(width * steps, max(1, round(share * width * steps)))
    whole, part = divmod(filled, steps)
    return (strokes.full * whole + (strokes.parts[part] if part else "")).rstrip()


def meter(share: float, width: int, strokes: Strokes | None = None) -> str:
    """Return a bar in whole cells with what is left of the width marked.

    >>> meter(0.5, 4)
    '██░░'
    """
    strokes = strokes or Strokes()
    whole = round(min(1.0, max(0.0, share)) * width) if isfinite(share) else 0
    return strokes.full * whole + strokes.rest * (width - whole)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values to cells: ``low`` is the first one, ``high`` the last."""

    low: float
    high: float
    width: int

    def place(self, value: float) -> int:
        """Return the cell of a value, the nearest one for what lies outside."""
        # halves, because the distance of two doubles may be more than a double holds
        reach = self.high / 2 - self.low / 2
        if not isfinite(value) or reach <= 0 or self.width < 2:
            return 0
        share = (value / 2 - self.low / 2) / reach
        return min(self.width - 1, max(0, round(share * (self.width - 1))))


def scale_of(values: Sequence[float], width: int, *, close: bool = False) -> Scale:
    """Return the scale on which some values lie, from zero on.

    With ``close`` values that lie near to each other fill it, so that their
    intervals can be told apart; without intervals that would make little of
    them look great.

    >>> scale_of([90.0, 100.0], 9).low, scale_of([90.0, 100.0], 9, close=True).low
    (0.0, 90.0)
    """
    known = [value for value in values if isfinite(value)]
    low, high = min(known, default=0.0), max(known, default=0.0)
    if low > 0 and not (close and low > high / 4 * 3):
        low = 0.0
    if high < 0 and not (close and high < low / 4 * 3):
        high = 0.0
    return Scale(low, high, width)


def interval(
    value: float,
    low: float | None,
    high: float | None,
    scale: Scale,
    strokes: Strokes | None = None,
) -> str:
    """Return a value as a point on a scale, its interval through it, and a bar from zero.

    >>> interval(5.0, 2.0, 8.0, Scale(1.0, 11.0, 11)), interval(5.0, None, None, Scale(0.0, 10.0, 11))
    (' ├──●──┤', '━━━━━●')
    """
    strokes = strokes or Strokes()
    cells = [" "] * max(0, scale.width)
    if not cells:
        return ""
    place = scale.place(value)
    if scale.low <= 0 <= scale.high and isfinite(value):
        first, last = sorted((scale.place(0.0), place))
        cells[first : last + 1] = strokes.from_zero * (last + 1 - first)
    if low is not None and high is not None and isfinite(low) and isfinite(high):
        begin, end = sorted((scale.place(low), scale.place(high)))
        cells[begin : end + 1] = strokes.through * (end + 1 - begin)
        cells[begin], cells[end] = strokes.begin, strokes.end
    cells[place] = strokes.point
    return "".join(cells).rstrip()
