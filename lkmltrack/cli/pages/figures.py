"""Measured values, differences and scatter as people write them."""

from math import isfinite

from lkmltrack.cli.text.spans import Span, Style
from lkmltrack.evidence.statistics import Sample, Significance, judge, scatter_of
from lkmltrack.model.comparison import Noise
from lkmltrack.model.measurement import Better, Convention, Delta, Measurement, SpreadKind

_KIBIBYTE = 1024
_THOUSAND = 1000
_TEN = 10
_SAME = 0.005
"""In percent: what is rounded to nothing."""
_TIMES = ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns"))
_BYTES = ("", "Ki", "Mi", "Gi", "Ti", "Pi")
_BITS = ("", "k", "M", "G", "T", "P")
_LONGEST = 24
_PERCENTS = (Convention.RAW, Convention.GOODNESS, Convention.SPEEDUP, Convention.UNKNOWN)
_RATIOS = (Convention.RATIO, Convention.INVERSE)


def readable(value: float, unit: str) -> str:
    """Return a value in the multiple of its unit that reads best.

    >>> readable(0.0125, "s"), readable(8580497408.0, "B/s"), readable(14696.34, "1/s")
    ('12.5 ms', '7.991 GiB/s', '14,696.3/s')
    >>> readable(12.5, "%"), readable(3.0, "1"), readable(9.4e9, "bit/s")
    ('12.5%', '3', '9.4 Gbit/s')
    """
    if not isfinite(value):
        return "?"
    if unit == "%":
        return f"{digits(value)}%"
    if unit == "s":
        factor, name = next(
            ((f, n) for f, n in _TIMES if abs(value) >= f), _TIMES[-1] if value else _TIMES[0]
        )
        return f"{digits(value / factor)} {name}"
    if unit in ("B", "B/s"):
        return _multiple(value, unit, _BYTES, _KIBIBYTE)
    if unit in ("bit", "bit/s"):
        return _multiple(value, unit, _BITS, _THOUSAND)
    if unit in ("", "1"):
        return digits(value)
    return f"{digits(value)}{'' if unit.startswith('1/') else ' '}{unit.removeprefix('1')}"


def digits(value: float) -> str:
    """Return a figure with four significant digits or more, thousands apart.

    >>> digits(0.000123), digits(12.3456), digits(14696.34), digits(1e18), digits(120.0)
    ('0.000123', '12.35', '14,696.3', '1e+18', '120')
    """
    size = abs(value)
    if size >= 1e12 or 0 < size < 1e-4:
        return f"{value:.4g}"
    if size < _THOUSAND:
        return f"{value:.4g}"
    text = f"{value:,.1f}"
    return text.removesuffix(".0")


def value_text(one: Measurement) -> str:
    """Return a value as it stood in the text if its unit stood there too, else with its unit.

    >>> value_text(Measurement("x", 34241100.0, "B/s", shown="3.42411e+07"))
    '32.65 MiB/s'
    >>> value_text(Measurement("x", 8580497408.0, "B/s", shown="8183MiB/s"))
    '8183MiB/s'
    """
    shown = one.shown.strip()
    has_unit = any(character.isalpha() or character == "%" for character in shown)
    is_bare = not has_unit or _is_number(shown)
    return readable(one.value, one.unit) if is_bare or len(shown) > _LONGEST else shown


def _is_number(text: str) -> bool:
    """Whether a text is a figure without unit, such as 3.4e+07."""
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def spread_text(one: Measurement) -> str:
    """Return the scatter of a value, in percent of it but for a range.

    >>> from lkmltrack.model.measurement import Spread
    >>> spread_text(Measurement("x", 200.0, spread=Spread(SpreadKind.DEVIATION, 5.0)))
    '±2.5%'
    """
    spread = one.spread
    if spread is None:
        return ""
    if spread.kind is SpreadKind.RANGE:
        if spread.upper is None:
            return ""
        return f"{readable(spread.value, one.unit)}..{readable(spread.upper, one.unit)}"
    of = " CI" if spread.kind is SpreadKind.INTERVAL else ""
    if spread.kind in (SpreadKind.VARIATION, SpreadKind.ERROR):
        return f"±{_share(spread.value)}%"
    if not one.value:
        return f"±{readable(spread.value, one.unit)}{of}"
    return f"±{_share(abs(spread.value / one.value) * 100)}%{of}"


def ends_of(one: Measurement) -> tuple[float, float] | None:
    """Return from where to where a value scatters, None when that is not known.

    >>> from lkmltrack.model.measurement import Spread
    >>> ends_of(Measurement("x", 100.0, spread=Spread(SpreadKind.VARIATION, 2.0)))
    (98.0, 102.0)
    """
    spread = one.spread
    if spread is None:
        return None
    if spread.kind is SpreadKind.RANGE:
        return (spread.value, spread.upper) if spread.upper is not None else None
    reach = spread.value
    if spread.kind in (SpreadKind.VARIATION, SpreadKind.ERROR):
        reach = abs(one.value) * spread.value / 100
    return one.value - reach, one.value + reach


def percent_text(percent: float | None) -> str:
    """Return a difference in percent, with its sign.

    >>> percent_text(12.345), percent_text(-0.53), percent_text(None), percent_text(1234.5)
    ('+12.3%', '-0.53%', '', '+1,234%')
    """
    if percent is None or not isfinite(percent):
        return ""
    if abs(percent) < _SAME:
        return "0%"
    text = f"{percent:+,.{2 if abs(percent) < _TEN else 1 if abs(percent) < _THOUSAND else 0}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def delta_text(delta: Delta) -> str:
    """Return a difference computed again: in percent, in points where the values are percents.

    >>> delta_text(Delta(Measurement("x", 2.9, "%"), Measurement("x", 4.0, "%"), 37.9))
    '+1.1 pp'
    """
    if delta.base.unit == delta.candidate.unit == "%":
        points = delta.candidate.value - delta.base.value
        return f"{points:+.3g} pp" if isfinite(points) else ""
    return percent_text(delta.percent)


def stated_text(delta: Delta) -> str:
    """Return a difference as the text states it, with a mark where it does not fit."""
    if delta.stated is None:
        return ""
    mark = " !" if delta.fits is False else ""
    if delta.convention in _RATIOS:
        return f"{digits(delta.stated)}x{mark}"
    unit = "%" if delta.convention in _PERCENTS else ""
    return f"{delta.stated:+g}{unit}{mark}"


def verdict(delta: Delta) -> Span:
    """Return what a difference means, by the direction in which its metric is wished for."""
    percent = delta.percent
    if percent is None or not isfinite(percent):
        return Span("")
    if abs(percent) < _SAME:
        return Span("same", Style.DIM)
    if noise_of(delta) is Noise.WITHIN:
        return Span("~ within noise", Style.DIM)
    better = delta.candidate.better or delta.base.better
    if better is None:
        return Span("changed", Style.NAME)
    is_good = (percent > 0) is (better is Better.HIGHER)
    return Span("better", Style.GOOD) if is_good else Span("worse", Style.BAD)


def noise_of(delta: Delta) -> Noise:
    """Return how a difference compares with its noise: by the text's own mark, else computed."""
    if delta.is_marked_significant is not None:
        return Noise.BEYOND if delta.is_marked_significant else Noise.WITHIN
    base, candidate = (Sample(one.value, scatter_of(one)) for one in (delta.base, delta.candidate))
    return judge(base, candidate, Significance()).noise


def _share(percent: float) -> str:
    return f"{percent:.2g}" if abs(percent) < _TEN else f"{percent:.3g}"


def _multiple(value: float, unit: str, prefixes: tuple[str, ...], base: int) -> str:
    """Return a value in the greatest multiple of its unit that it reaches."""
    place = 0
    while abs(value) >= base and place < len(prefixes) - 1:
        value /= base
        place += 1
    return f"{digits(value)} {prefixes[place]}{unit}"
