"""Magnitudes: how much a sentence says, in percent, in times, from one value to another."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lkmltrack.evidence.measuring.units import Unit, unit_of

_N = r"\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,9})?"
_ABOUT = r"(?:[~<>≈≤≥=]{1,2}\s?|(?:about|around|approximately|roughly|only|just|nearly|almost|over|under|below|above|some|up to)\s)?"
_UNIT = (
    r"(?:\[?(?:%|percent\b|per cent\b|[num\u00b5\u03bc]?s\b|[num\u00b5\u03bc]?secs?\b|(?:milli|micro|nano)?seconds?\b|min(?:utes?)?\b|hours?\b"
    r"|[KMGT]i?[Bb](?:/s(?:ec)?|ps|its/s(?:ec)?|ytes)?\b|[KMG]bits?/s(?:ec)?\b|B/s\b|bytes\b|[kKMG]?(?:IOPS|iops|ops|OPS|tps|TPS|rps|RPS|qps|QPS|pps)(?:/s(?:ec)?)?\b"
    r"|(?:requests|reqs?|transactions|ops|operations|files|packets|events|records|messages|calls|pages|faults|switches|lookups|jobs)/s(?:ec(?:ond)?)?\b"
    r"|cycles\b|instructions\b|insns?\b|[kKMGT](?:/s)?\b|[mk]?W(?:atts)?\b|watts\b|[mk]?J(?:oules)?\b|fps\b|pages\b|x\b|cpb\b|times\b)\]?)"
)
_TIMES_OF = (
    "faster|slower|better|worse|more|less|higher|lower|the|as|bigger|larger|smaller|greater|fewer|of the|speed"
    "|improve|increase|reduc|gain|longer|shorter|quicker|that of"
)
_FROM_TO = re.compile(
    rf"\bfrom\s(?:an?\s)?(?:(?:average|median|mean|total)\s(?:of\s)?)?{_ABOUT}(?P<a>{_N})\s?(?P<ua>{_UNIT})?(?:\s[a-zA-Z/-]{{1,20}}){{0,2}}\s?"
    rf"(?:\([^()]{{0,60}}\)\s)?,?\s?(?:(?:all the way\s)?(?:down|up)\s)?to\s(?:an?\s)?{_ABOUT}(?P<b>{_N})\s?(?P<ub>{_UNIT})?",
    re.IGNORECASE,
)
_TO_FROM = re.compile(
    rf"\bto\s{_ABOUT}(?P<b>{_N})\s?(?P<ub>{_UNIT})?,?\s(?:down\s|up\s)?from\s{_ABOUT}(?P<a>{_N})\s?(?P<ua>{_UNIT})?",
    re.IGNORECASE,
)
_ARROW = re.compile(
    rf"(?<![\w.])(?P<a>{_N})\s?(?P<ua>{_UNIT})?\s?(?:-{{1,2}}>|=>|→)\s?{_ABOUT}(?P<b>{_N})\s?(?P<ub>{_UNIT})?"
)
_BEFORE_AFTER = re.compile(
    rf"\b(?:before and after|without and with)\b[^.;]{{0,80}}?\s(?:are|is|was|were|:)\s{_ABOUT}(?P<a>{_N})\s?(?P<ua>{_UNIT})?\sand\s{_ABOUT}(?P<b>{_N})\s?(?P<ub>{_UNIT})?",
    re.IGNORECASE,
)
_PERCENT_RANGE = re.compile(
    rf"(?<![\w.])(?P<sign>[-+±])?[~\[]?(?P<a>{_N})\s?(?:%|percent)?\s?(?:-|–|—|~|\.{{2,3}}|…|,|to|and|or)\s?(?:about\s)?[-+~]{{0,2}}(?P<b>{_N})\]?\s?(?:%|percent\b|per cent\b)",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"(?<![\w.])(?P<sign>[-+±])?~?(?P<a>{_N})\s?-?(?:%|percent(?:age)?\b|per cent\b|pp\b)(?P<points>[- ]points?)?(?![a-zA-Z_{{])",
    re.IGNORECASE,
)
_PERCENT_FIRST = re.compile(rf"(?<![\w%])%(?P<a>{_N})(?![\w.]*[a-zA-Z_$])")
_TIMES = re.compile(
    rf"(?<![\w.#-])(?P<sign>[-+])?~?(?P<a>{_N})\s?[xX]?(?:\s?(?:-|–|~|to|or)\s?~?(?P<b>{_N}))?\s?[xX](?![\w*]|\s?\d)",
    re.IGNORECASE,
)
_TIMES_WORD = re.compile(
    rf"(?<![\w.])(?P<a>{_N}|two|three|four|five|six|seven|eight|ten)(?:\s?(?:-|–|~|to|or)\s?(?P<b>{_N}))?[ -](?:times|fold)(?=\s(?:{_TIMES_OF}|in\b)|[.,;]|$)",
    re.IGNORECASE,
)
_WORDED = re.compile(
    r"\b(?:(?P<half>half(?!-)|halves|halved|halving)|(?P<double>double[ds]?|doubling|twice)|(?P<triple>triple[ds]?|tripling)"
    r"|(?P<order>(?:an?\s|one\s|two\s|several\s)?orders? of magnitude))\b",
    re.IGNORECASE,
)
_CHANGE = "faster|slower|less|more|fewer|lower|higher|longer|shorter|improvement|win|gain|reduction|increase|decrease|regression|saving|drop|speed-?up|overhead|penalty"
_ABSOLUTE = re.compile(
    rf"(?<![\w.])(?P<sign>[-+])?~?(?P<a>{_N})(?:\s?-\s?(?P<b>{_N}))?\s?-?(?P<u>{_UNIT})\s(?:{_CHANGE})\b",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(
    r"(?P<word>up to|at least|at most|more than|less than|greater than|close to|better than|as much as|as high as|no more than|approximately|approx\.?|about|around|roughly"
    r"|nearly|almost|over|under|above|below|only|just|average of|some|by a factor of|an additional|another|~|≈|>=?|<=?|≤|≥)\s?(?:a |an )?[-+(\[]?$",
    re.IGNORECASE,
)
_NORMAL = {
    "~": "about", "≈": "about", "approximately": "about", "approx": "about", "approx.": "about", "around": "about", "roughly": "about",
    "some": "about", ">": "over", "more than": "over", "greater than": "over", "above": "over", "better than": "over", ">=": "at least", "≥": "at least",
    "<": "less than", "under": "less than", "below": "less than", "<=": "at most", "≤": "at most", "no more than": "at most",
    "nearly": "almost", "close to": "almost", "as much as": "up to", "as high as": "up to", "just": "only", "by a factor of": "",
    "an additional": "", "another": "",
}  # fmt: skip
_NUMBERS = {
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "ten": 10.0,
}
_IS_RANGE = re.compile(
    r"\s(?:performance |throughput |latency |iops |bandwidth |score )?(?:improvements?|gains?|speed-?ups?|regressions?|faster|slower|better|worse|degradation|boost|reduction|increase|decrease|drop|overhead)\b",
    re.IGNORECASE,
)
_VERBS = ("halv", "doubled", "doubling", "tripled", "tripling")
_HAS_WORD = re.compile(r"half|halv|doubl|twice|tripl|magnitude|times|fold", re.IGNORECASE)
_MOST = 24


@dataclass(frozen=True, slots=True)
class Magnitude:
    """How much: from ``low`` to ``high`` in ``unit``, where it stands, and what stood before it.

    ``before`` and ``after`` are set where two values are named; ``low`` and
    ``high`` are None then.
    """

    start: int
    end: int
    low: float | None
    high: float | None
    unit: str
    qualifier: str = ""
    sign: int = 0
    before: float | None = None
    after: float | None = None
    shown: str = ""
    is_word: bool = False
    """Whether it is a word such as ``half`` or ``twice``, which also mean other things."""

    def moved(self, offset: int) -> "Magnitude":
        """Return the same, standing elsewhere."""
        return replace(self, start=self.start + offset, end=self.end + offset)

    @property
    def is_relative(self) -> bool:
        """Whether it is a percentage, a factor, or a difference of percentages."""
        return self.unit in ("%", "x", "points")


def find_magnitudes(text: str) -> list[Magnitude]:
    """Return the magnitudes of a sentence in their order; what is part of a longer one is left out.

    >>> [(one.low, one.high, one.unit, one.qualifier) for one in find_magnitudes("up to 7-9% faster")]
    [(7.0, 9.0, '%', 'up to')]
    """
    if not any(letter.isdigit() for letter in text) and not _HAS_WORD.search(text):
        return []
    found: list[Magnitude] = []
    for read in _READERS:
        for one in read(text):
            if not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
            if len(found) >= _MOST:
                return sorted(found, key=lambda one: one.start)
    return sorted(found, key=lambda one: one.start)


def _pairs(text: str) -> Iterator[Magnitude]:
    has_words = " to " in text or "from " in text
    patterns = (_FROM_TO, _TO_FROM) if has_words else ()
    more = (_ARROW,) if ">" in text or "→" in text else ()
    again = (_BEFORE_AFTER,) if " and " in text else ()
    for pattern in (*patterns, *more, *again):
        for match in pattern.finditer(text):
            before, after = _number(match["a"]), _number(match["b"])
            if before is None or after is None:
                continue
            unit = _unit(match["ub"] or match["ua"] or "")
            if unit == "%" and before < after and _IS_RANGE.match(text[match.end() :]):
                yield _relative(text, match, before, after, unit)
                continue
            before = _scaled(before, match["ua"] or (match["ub"] or ""))
            after = _scaled(after, match["ub"] or "")
            yield Magnitude(
                match.start(),
                match.end(),
                None,
                None,
                unit,
                before=before,
                after=after,
                shown=match[0],
            )


def _percent_ranges(text: str) -> Iterator[Magnitude]:
    if "%" not in text and "percent" not in text.lower():
        return
    for match in _PERCENT_RANGE.finditer(text):
        between = text[: match.start()].lower().rstrip(" ~+")
        joined = match[0].lower()
        if (
            (" and " in joined or " or " in joined or "," in joined)
            and not between.endswith("between")
            and "[" not in joined
        ):
            continue
        low, high = _number(match["a"]), _number(match["b"])
        if low is None or high is None or (low > high and "to" not in joined):
            continue
        yield _relative(text, match, min(low, high), max(low, high), "%")


def _percents(text: str) -> Iterator[Magnitude]:
    if "%" in text:
        for match in _PERCENT_FIRST.finditer(text):
            yield from _single(text, match, "%")
    if "%" in text or "p" in text:
        for match in _PERCENT.finditer(text):
            is_points = match["points"] or match[0].endswith("pp")
            yield from _single(text, match, "points" if is_points else "%")


def _factors(text: str) -> Iterator[Magnitude]:
    if "x" in text or "X" in text:
        for match in _TIMES.finditer(text):
            yield from _single(text, match, "x")
    if "times" in text or "fold" in text:
        for match in _TIMES_WORD.finditer(text):
            yield from _single(text, match, "x")


def _worded(text: str) -> Iterator[Magnitude]:
    for match in _WORDED.finditer(text):
        value = (
            0.5 if match["half"] else 2.0 if match["double"] else 3.0 if match["triple"] else 10.0
        )
        sign = 0
        if match[0].lower().startswith(_VERBS):
            sign = -1 if match["half"] else 1
        qualifier = _qualifier(text, match.start())
        yield Magnitude(
            match.start(), match.end(), value, value, "x", qualifier, sign, shown=match[0], is_word=True,
        )  # fmt: skip


def _absolutes(text: str) -> Iterator[Magnitude]:
    for match in _ABSOLUTE.finditer(text):
        unit = _unit(match["u"])
        if unit in ("%", "x", ""):
            continue
        low = _number(match["a"])
        high = _number(match["b"]) if match["b"] else low
        if low is not None and high is not None:
            end = match.end("u")
            yield Magnitude(
                match.start(), end, _scaled(low, match["u"]), _scaled(high, match["u"]), unit,
                _qualifier(text, match.start()), _sign(match["sign"]), shown=text[match.start() : end],
            )  # fmt: skip


_READERS: tuple[Callable[[str], Iterator[Magnitude]], ...] = (
    _pairs,
    _percent_ranges,
    _factors,
    _percents,
    _absolutes,
    _worded,
)


def _single(text: str, match: re.Match[str], unit: str) -> Iterator[Magnitude]:
    low = _number(match["a"])
    second = match["b"] if "b" in match.re.groupindex else None
    high = _number(second) if second else low
    if low is not None and high is not None:
        yield _relative(text, match, min(low, high), max(low, high), unit)


def _relative(text: str, match: re.Match[str], low: float, high: float, unit: str) -> Magnitude:
    sign = _sign(match["sign"]) if "sign" in match.re.groupindex else 0
    qualifier = _qualifier(text, match.start())
    if not qualifier and "~" in match[0][:2]:
        qualifier = "about"
    return Magnitude(match.start(), match.end(), low, high, unit, qualifier, sign, shown=match[0])


def value_of(text: str, match: re.Match[str]) -> Magnitude | None:
    """Return the value that a match with the groups ``a``, ``b`` and ``unit`` stands for."""
    unit = match["unit"]
    low = _number(match["a"])
    high = _number(match["b"]) if match["b"] else low
    if low is None or high is None:
        return None
    low, high = _scaled(low, unit), _scaled(high, unit)
    start = match.start("a")
    return Magnitude(
        start, match.end("unit"), min(low, high), max(low, high), _unit(unit) or "1",
        _qualifier(text, start), shown=text[start : match.end("unit")],
    )  # fmt: skip


def _qualifier(text: str, start: int) -> str:
    match = _QUALIFIER.search(text[max(start - 20, 0) : start])
    if match is None:
        return ""
    word = match["word"].lower()
    return _NORMAL.get(word, word)


def _sign(sign: str | None) -> int:
    return {"+": 1, "-": -1}.get(sign or "", 0)


def _number(text: str) -> float | None:
    if text.lower() in _NUMBERS:
        return _NUMBERS[text.lower()]
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _unit(unit: str) -> str:
    """Return a unit in the terms of measurements, ``x`` for a factor."""
    return _read_unit(unit).name


def _scaled(value: float, unit: str) -> float:
    """Return a value in its standard unit."""
    return float(f"{value * _read_unit(unit).factor:.12g}")


def _read_unit(unit: str) -> Unit:
    plain = unit.strip("[] ")
    lower = plain.lower()
    if lower in ("percent", "per cent"):
        return Unit("%")
    if lower in ("x", "times"):
        return Unit("x")
    return (unit_of(plain) if plain else None) or Unit(lower)
