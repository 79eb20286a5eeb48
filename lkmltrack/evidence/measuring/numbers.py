"""Numbers as people and tools write them: commas, exponents, clock times, ranges."""

import math
import re
from dataclasses import dataclass

NUMBER = r"[-+]?(?:\d(?:[\d,]*\d)?(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d{1,3})?"
"""One number; ``to_number`` judges its commas."""
_NUMBER = re.compile(NUMBER)
_LONGEST = 40
_LARGEST = 1e30
"""No quantity is larger; what is would overflow in the arithmetic."""
_MINUTES = re.compile(r"(\d{1,6})m\s?(\d{1,3}(?:\.\d{1,9})?)s?")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2}(?:\.\d{1,9})?)")
_WORDED = re.compile(
    r"(?:(\d{1,4})\s?(?:h|hours?|hrs?),?\s)?"
    r"(\d{1,4})\s?(?:min|mins|minutes?|m),?\s(\d{1,3}(?:\.\d{1,9})?)\s?(?:s|secs?|seconds?)"
)
_RANGE = re.compile(rf"({NUMBER})\s?(?:-|~|…|\.\.)\s?(\d[\d,.]*)(?![\d%])")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text, what stood there, and where it ends."""

    value: float
    shown: str
    end: int


def to_number(text: str) -> float | None:
    """Return what a number in the grammar of ``NUMBER`` says, None when its commas are odd.

    >>> to_number("6,078,729"), to_number("3.695e+09"), to_number("1,2")
    (6078729.0, 3695000000.0, None)
    """
    if not text or len(text) > _LONGEST:
        return None
    if "," in text:
        whole = text.lstrip("+-").partition(".")[0].split(",")
        if len(whole[0]) > 3 or any(len(part) != 3 for part in whole[1:]):
            return None
        text = text.replace(",", "")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < _LARGEST else None


def number_at(text: str, start: int = 0) -> Number | None:
    """Return the number that begins exactly at ``start``."""
    match = _NUMBER.match(text, start)
    if match is None:
        return None
    value = to_number(match[0])
    return None if value is None else Number(value, match[0], match.end())


def half_step(shown: str) -> float:
    """Return half of a number's last place: how far its rounding may have moved it.

    >>> half_step("0.96"), half_step("1133MB/s")
    (0.005, 0.5)
    """
    match = _NUMBER.search(shown)
    if match is None:
        return 0.0
    digits, _, exponent = match[0].lower().partition("e")
    places = len(digits.partition(".")[2])
    power = int(exponent) if exponent else 0
    return 0.5 * 10.0 ** (power - places)


def first_number(shown: str) -> float | None:
    """Return the first number in a text."""
    match = _NUMBER.search(shown)
    return None if match is None else to_number(match[0])


def to_seconds(text: str) -> float | None:
    """Return the seconds of a time with minutes in it: clock times and ``0m51.637s``.

    >>> to_seconds("0m51.637s"), to_seconds("2:53.03"), to_seconds("1min 27sec")
    (51.637, 173.03, 87.0)
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    minutes = _MINUTES.fullmatch(text)
    if minutes is not None:
        return round(int(minutes[1]) * 60 + float(minutes[2]), 9)
    for pattern in (_CLOCK, _WORDED):
        match = pattern.fullmatch(text)
        if match is not None:
            hours = int(match[1]) if match[1] else 0
            return round(hours * 3600 + int(match[2]) * 60 + float(match[3]), 9)
    return None


def range_at(text: str, start: int = 0) -> tuple[float, float, int] | None:
    """Return the ends of a range such as ``143-150``, and where it ends in the text."""
    match = _RANGE.match(text, start)
    if match is None:
        return None
    low, high = to_number(match[1]), to_number(match[2].rstrip(".,"))
    if low is None or high is None or high <= low:
        return None
    return low, high, match.end()
