"""Units as they stand in mails, and the few standard ones that values are kept in."""

import re
from dataclasses import dataclass
from functools import lru_cache

from quantiphy import QuantiPhyError, Quantity

_SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600.0),
    **dict.fromkeys(("millisecond", "milliseconds", "msecs", "millis"), 1e-3),
    **dict.fromkeys(("microsecond", "microseconds", "usecs", "micros"), 1e-6),
    **dict.fromkeys(("nanosecond", "nanoseconds", "nanosecs", "nsecs"), 1e-9),
    **dict.fromkeys(("ms", "msec"), 1e-3),
    **dict.fromkeys(("us", "usec"), 1e-6),
    **dict.fromkeys(("ns", "nsec"), 1e-9),
}
_RATES = ("iops", "jops", "ops", "qps", "tps", "rps", "pps", "fps", "lps", "eps", "cps", "hps")
_COUNTS = frozenset(
    [
        "ops",
        "operations",
        "requests",
        "transactions",
        "events",
        "pages",
        "faults",
        "samples",
        "packets",
        "records",
        "bogo-ops",
        "times",
        "count",
        "calls",
        "loops",
        "switches",
        "entries",
    ]
)
_PLAIN = {
    "%": ("%", 1.0),
    "percent": ("%", 1.0),
    "pp": ("pp", 1.0),
    "x": ("1", 1.0),
    "times": ("1", 1.0),
    "cycles": ("cycles", 1.0),
    "cycle": ("cycles", 1.0),
    "clocks": ("cycles", 1.0),
    "ticks": ("ticks", 1.0),
    "j": ("J", 1.0),
    "joule": ("J", 1.0),
    "joules": ("J", 1.0),
    "w": ("W", 1.0),
    "watt": ("W", 1.0),
    "watts": ("W", 1.0),
    "mwips": ("MWIPS", 1.0),
    "bw/s": ("B/s", 1.0),
    "lpm": ("1/s", 1 / 60),
    "nopm": ("1/s", 1 / 60),
    "insn per cycle": ("1", 1.0),
    "ipc": ("1", 1.0),
    "score": ("1", 1.0),
}
_BASES = {
    "B": "B",
    "byte": "B",
    "bytes": "B",
    "Byte": "B",
    "Bytes": "B",
    "b": "bit",
    "bit": "bit",
    "bits": "bit",
    "Bits": "bit",
    "bps": "bit/s",
    "Bps": "B/s",
    "s": "s",
    "sec": "s",
    "secs": "s",
    "Hz": "Hz",
    "hz": "Hz",
    "J": "J",
    "W": "W",
    "cycles": "cycles",
    "": "",
}
_PER = re.compile(r"\s*(?:/|\bper\b|_per_)\s*")
_POWER = re.compile(r"^(?:x\s?)?10\^(\d{1,2})\s?")
_WORD = re.compile(r"[A-Za-z][A-Za-z_\-]*")
_OPS = frozenset(
    [
        "op",
        "ops",
        "operation",
        "call",
        "iteration",
        "iter",
        "loop",
        "request",
        "req",
        "transaction",
        "page",
        "io",
        "packet",
        "msg",
        "message",
        "event",
        "switch",
        "fault",
    ]
)
_LONGEST = 32
_LARGEST = 1e15
_MULTIPLES = frozenset(("", "k", "K", "M", "G", "T", "Ki", "Mi", "Gi", "Ti"))


@dataclass(frozen=True, slots=True)
class Unit:
    """A standard unit, and by what a figure in the written one is multiplied."""

    name: str
    factor: float = 1.0


NO_UNIT = Unit("")


@lru_cache(maxsize=2048)
def unit_of(text: str) -> Unit | None:
    """Return the standard unit that a text names, None when it names none.

    >>> unit_of("MiB/s"), unit_of("usec")
    (Unit(name='B/s', factor=1048576.0), Unit(name='s', factor=1e-06))
    """
    text = text.strip().strip(".,;:").replace("\u00b5", "u").replace("\u03bc", "u")
    if not text or len(text) > _LONGEST:
        return None
    power = _POWER.match(text)
    if power is not None:
        rest = unit_of(text[power.end() :]) if power.end() < len(text) else NO_UNIT
        return None if rest is None else Unit(rest.name, rest.factor * 10.0 ** int(power[1]))
    return _plain(text) or _rate(text) or _prefixed(text)


def _plain(text: str) -> Unit | None:
    lower = text.lower()
    if lower in _SECONDS and not (len(text) == 1 and text.isupper()):
        return Unit("s", _SECONDS[lower])
    if lower in _PLAIN:
        name, factor = _PLAIN[lower]
        return Unit(name, factor)
    if lower in _COUNTS:
        return Unit("1")
    return None


def _rate(text: str) -> Unit | None:
    """A unit with a slash, or ``per``: of time, or of an operation."""
    parts = _PER.split(text, maxsplit=1)
    if len(parts) != 2 or not parts[1]:
        return _rate_word(text)
    above, below = parts
    time = _SECONDS.get(below.lower().rstrip("."))
    if time is None:
        if below.lower() not in _OPS:
            return None
        return _plain(above) or _prefixed(above)
    counted = _counted(above)
    if counted is None:
        return None
    name = f"{counted.name}/s" if counted.name in ("B", "bit") else "1/s"
    return Unit(name, counted.factor / time)


def _counted(text: str) -> Unit | None:
    """What is counted per second: bytes, bits, or anything that has a name."""
    prefixed = _prefixed(text)
    if prefixed is not None and prefixed.name in ("B", "bit", ""):
        return prefixed
    rate = _rate_word(text)
    if rate is not None:
        return Unit("", rate.factor)
    words = text.split()
    if words and len(words) <= 3 and all(_WORD.fullmatch(word) for word in words):
        return Unit("", _factor_of(text, ("op", "req", "io", "rp", "pkt")))
    return NO_UNIT if not text.strip() else None


def _factor_of(text: str, nouns: tuple[str, ...]) -> float:
    """The prefix of a noun: ``Kops``, ``Mreq``."""
    factors = {"k": 1e3, "m": 1e6, "g": 1e9}
    if text[1:].lower().startswith(nouns):
        return factors.get(text[0].lower(), 1.0)
    return 1.0


def _rate_word(text: str) -> Unit | None:
    lower = text.lower()
    if lower in ("bps", "mbps", "gbps", "kbps") and text[-3:] != "Bps":
        return Unit("bit/s", {"m": 1e6, "g": 1e9, "k": 1e3}.get(lower[0], 1.0))
    for rate in _RATES:
        if lower.endswith(rate):
            prefix = lower[: -len(rate)].strip()
            if prefix in ("", "k", "m", "g"):
                return Unit("1/s", {"": 1.0, "k": 1e3, "m": 1e6, "g": 1e9}[prefix])
    return None


def _prefixed(text: str) -> Unit | None:
    """A unit with a metric or binary prefix, as quantiphy reads it."""
    text = text.strip()
    if text and not text[0].isalpha():
        return None
    lower = text.lower()
    if lower in ("mb", "gb", "kb", "tb") and text[0].islower() and text[0] != "k":
        text = text.upper()
    try:
        quantity = Quantity(f"1{text}", binary=True)
    except QuantiPhyError:
        return None
    name = _BASES.get(quantity.units)
    if name is None or (not name and text not in _MULTIPLES) or quantity.real > _LARGEST:
        return None  # a bare ``m`` may be minutes, metres, millions: who knows
    return Unit(name, float(quantity.real))
