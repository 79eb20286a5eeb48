"""One cell of a table, or one value in a line: its number, unit, scatter, and what is beside it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from lkmltrack.evidence.measuring.numbers import (
    NUMBER,
    Number,
    number_at,
    range_at,
    to_number,
    to_seconds,
)
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit, unit_of

_LONGEST = 120
_MOST_BESIDE = 4
_LEAD = re.compile(r"(?:~|≈|<=|>=|<|>|about |approx\.? |@|≤|≥)?\s?")
_UNIT = re.compile(r"\s?(?:%|[A-Za-z\u00b5\u03bc/][\w\u00b5\u03bc/.^%]*)")
_BESIDE = re.compile(
    # blanks belong to what stands before them: each run can be read in one way only
    rf"\s*(?:(?P<open>[(\[*])\s*)?(?:(?P<sign>±|\+/-|\+-|-/\+)\s*)?(?P<number>[-+]?\s?{NUMBER})\s?"
    r"(?P<unit>%|x|X|[A-Za-z\u00b5\u03bc]{1,6}(?:/[a-z]{1,6})?)?(?P<words> ?[A-Za-z][A-Za-z ]{0,24})?"
    r"\s*(?P<close>[)\]*])?"
)
_SIGNED = re.compile(r"\s*(?P<number>[-+]\s?\d{1,6}(?:\.\d+)?)\s?%")
_WORDS_OUT = re.compile(r"[(\[][A-Za-z][^()\[\]]{0,60}[)\]]|[*<^!?%]{1,4}-{0,4}|\.|\*\d{1,3}")
_TO = re.compile(rf"\s?(?:~|-|…)\s?({NUMBER})")
_TIME = re.compile(
    r"\d{1,6}m\s?\d{1,3}(?:\.\d+)?s|\d{1,4}:\d{2}(?::\d{2})?(?:\.\d+)?"
    r"|\d{1,4}\s?(?:min|mins|minutes?),?\s\d{1,3}(?:\.\d+)?\s?(?:sec|secs|seconds|s)\b"
)
_PER = re.compile(r"\s(?:per|/)\s[a-z]+\b|\s?(?:bogo ops|IOPS|ops)(?:/s(?:ec)?)?\b")


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure beside a value: ``(0.094)``, ``(+- 3%)``, ``[ 3.87]``, ``*-9.40%*``."""

    number: float
    shown: str
    bracket: str = ""
    is_scatter: bool = False
    """Whether a ± says that it is one."""
    unit: str = ""
    words: str = ""

    @property
    def is_percent(self) -> bool:
        """Whether it is in percent."""
        return self.unit == "%"


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell holds: a number in its written unit, if it has one."""

    number: float
    shown: str
    unit: Unit | None = None
    upper: float | None = None
    """The far end of a range."""
    beside: tuple[Beside, ...] = ()
    has_sign: bool = False


@lru_cache(maxsize=8192)
def value_of(text: str) -> Value | None:
    """Return the value of a cell that holds one and nothing else but what belongs to it.

    >>> value_of("48603.4 Mbps").unit.name, value_of("6.593 (0.141)").beside[0].number
    ('bit/s', 0.141)
    """
    if len(text) > _LONGEST or not any(character.isdigit() for character in text):
        return None
    text = " ".join(text.split())
    found = value_at(text, 0)
    if found is None:
        return None
    value, end = found
    rest = text[end:].strip()
    return value if not rest or _WORDS_OUT.fullmatch(rest) else None


def value_at(text: str, start: int) -> tuple[Value, int] | None:
    """Return the value that begins at a place, blanks aside, and where it ends."""
    place = start
    while place < len(text) and text[place] == " ":
        place += 1
    lead = _LEAD.match(text, place)
    place = lead.end() if lead else place
    time = _TIME.match(text, place)
    if time is not None and (seconds := to_seconds(time[0])) is not None:
        end = time.end()
        return Value(seconds, text[place:end], Unit("s"), beside=()), end
    return _plain_value(text, place)


def _plain_value(text: str, place: int) -> tuple[Value, int] | None:
    spread = range_at(text, place)
    number = number_at(text, place) or _spaced_sign(text, place)
    if number is None:
        return None
    end = spread[2] if spread else number.end
    unit, end = _unit_at(text, end)
    far = _far_end(text, end, unit) if unit is not None and spread is None else None
    if far is not None:
        spread, end = (number.value, far[0], far[1]), far[1]
    if end < len(text) and (text[end].isalnum() or text[end] in "_:"):
        return None
    shown = text[place:end]
    beside, end = _besides_at(text, end)
    value = Value(
        spread[0] if spread else number.value,
        shown,
        unit,
        spread[1] if spread else None,
        beside,
        number.shown[:1] in "+-",
    )
    return value, end


def _far_end(text: str, place: int, unit: Unit | None) -> tuple[float, int] | None:
    """The far end of a range that repeats the unit: ``2.5M ~ 4.5M``."""
    match = _TO.match(text, place)
    if match is None:
        return None
    number = to_number(match[1])
    other, end = _unit_at(text, match.end())
    return (number, end) if number is not None and other == unit else None


def _spaced_sign(text: str, place: int) -> Number | None:
    """A number whose sign stands apart from it: ``+ 3%``."""
    if text[place : place + 2] not in ("+ ", "- "):
        return None
    number = number_at(text, place + 2)
    if number is None or number.shown[0] in "+-":
        return None
    sign = -1 if text[place] == "-" else 1
    return Number(sign * number.value, text[place] + number.shown, number.end)


def _unit_at(text: str, place: int) -> tuple[Unit | None, int]:
    """The unit that follows a number; a word that names none ends the number."""
    long = _PER.match(text, place)
    match = _UNIT.match(text, place)
    if match is None:
        return None, place
    for end in _ends(text, match, long):
        unit = unit_of(text[place:end])
        if unit is not None:
            return unit, end
    return None, place


def _ends(text: str, match: re.Match[str], long: re.Match[str] | None) -> list[int]:
    """Where the unit may end: after words of a rate, or after the first word."""
    ends = [match.end()]
    after = _PER.match(text, match.end())
    if after is not None:
        ends.insert(0, after.end())
    if long is not None:
        ends.insert(0, long.end())
    second = _UNIT.match(text, match.end())
    if second is not None and second[0].startswith(" ") and len(match[0]) <= 2:
        ends.insert(0, second.end())  # ``42.2 K IOPS``, ``131 MB /s``
    return ends


def _besides_at(text: str, place: int) -> tuple[tuple[Beside, ...], int]:
    """The figures in brackets, after a ±, or a signed percentage, that follow a value."""
    found: list[Beside] = []
    while len(found) < _MOST_BESIDE and place < len(text):
        one = _beside_at(text, place)
        if one is None:
            break
        found.append(one[0])
        place = one[1]
    return tuple(found), place


def _beside_at(text: str, place: int) -> tuple[Beside, int] | None:
    match = _BESIDE.match(text, place)
    if match is None or not (match["open"] or match["sign"]):
        signed = _SIGNED.match(text, place)
        number = to_number(signed["number"].replace(" ", "")) if signed else None
        if signed is None or number is None:
            return None
        return Beside(number, signed["number"].replace(" ", ""), "+", unit="%"), signed.end()
    if match["open"] and not match["close"]:
        return None
    bare = match["number"].replace(" ", "")
    number = to_number(bare)
    if number is None:
        return None
    end = match.end()
    words = (match["words"] or "").strip()
    if not match["open"]:
        end = match.end("unit") if match["unit"] else match.end("number")
        words = ""
    unit = (match["unit"] or "").lower()
    return Beside(number, bare, match["open"] or "", bool(match["sign"]), unit, words), end


def in_standard(value: Value, unit: Unit = NO_UNIT) -> tuple[float, str]:
    """Return a value and its standard unit; ``unit`` is the column's, for a cell without one."""
    own = value.unit
    if own is None or (not own.name and unit.name):
        factor = (own.factor if own else 1.0) * unit.factor
        name = unit.name
    else:
        factor, name = own.factor, own.name
    number = value.number if factor == 1.0 else float(f"{value.number * factor:.15g}")
    return number, name
