"""Histograms of bpftrace and of bcc: buckets, and what is said of the whole."""

import re

from lkmltrack.evidence.measuring.numbers import NUMBER, to_number
from lkmltrack.evidence.measuring.setting import Gathering, Reading, Setting
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit, unit_of
from lkmltrack.model.evidence import Bucket

_BPFTRACE = re.compile(
    r"^\s*[\[(](?P<low>-?\d{1,15}[KMGTP]?|\.\.\.)(?:,\s*(?P<high>-?\d{1,15}[KMGTP]?|\.\.\.)[)\]])?\]?"
    r"\s+(?P<count>\d{1,18})\s*\|"
)
_BCC = re.compile(r"^\s*(?P<low>\d{1,18})\s+->\s+(?P<high>\d{1,20})\s*:\s*(?P<count>\d{1,18})\s*\|")
_BINARY = {"K": 2.0**10, "M": 2.0**20, "G": 2.0**30, "T": 2.0**40, "P": 2.0**50}
_MAP = re.compile(r"@(\w{0,40})(?:\[.{0,80}\])?:?\s*$")
_AVERAGE = re.compile(
    rf"avg = ({NUMBER}) (\w{{2,8}}), total: ({NUMBER}) \w{{2,8}}, count: (\d{{1,18}})"
)
_HEADER = re.compile(r"^\s*(\w{2,12})\s*: count\s+distribution")


def read_histogram(setting: Setting) -> Reading:
    """Return the buckets in the unit that their title names, and the mean where it is printed.

    Several histograms in one block are kept apart by their titles only in the
    measurements: how much of each lies where.
    """
    gathering = Gathering(setting)
    buckets: list[Bucket] = []
    unit = _unit_of_title(setting.above[-3:])
    title = ""
    for line, text in setting.rows:
        header = _HEADER.match(text) if "count" in text else None
        if header is not None:
            unit = unit_of(header[1]) or NO_UNIT
        elif text.lstrip().startswith("@") and (named := _MAP.search(text)) is not None:
            title = text.strip().rstrip(":").lstrip("@")
            unit = _unit_in(named[1]) or unit
        elif "|" in text and (bucket := _bucket(text, unit)) is not None:
            buckets.append(bucket)
        elif "avg = " in text and (said := _AVERAGE.search(text)) is not None:
            own = unit_of(said[2]) or unit
            gathering.take(
                line, title or "duration", said[1], own, statistic="mean", runs=int(said[4])
            )
    if not gathering.measurements and buckets:
        gathering.take(
            setting.block.line_start,
            title or "samples",
            f"{sum(bucket.count for bucket in buckets):.0f}",
            Unit("1"),
            statistic="total",
        )
    return gathering.done(buckets=buckets)


def _bucket(text: str, unit: Unit) -> Bucket | None:
    row = _BPFTRACE.match(text)
    if row is not None:
        low = _bound(row["low"])
        high = _bound(row["high"]) if row["high"] else low + 1
    else:
        row = _BCC.match(text)
        if row is None:
            return None
        low, high = float(row["low"]), float(row["high"]) + 1
    factor = unit.factor if unit.name else 1.0
    return Bucket(_clean(low * factor), _clean(high * factor), float(row["count"]))


def _clean(value: float) -> float:
    return float(f"{value:.15g}")


def _bound(text: str) -> float:
    if text == "...":
        return 0.0
    factor = _BINARY.get(text[-1], 1.0)
    return (to_number(text.rstrip("KMGTP")) or 0.0) * factor


def _unit_of_title(texts: tuple[str, ...]) -> Unit:
    for text in reversed(texts):
        match = _MAP.search(text) if text.lstrip().startswith("@") else None
        unit = _unit_in(match[1]) if match else None
        if unit is not None:
            return unit
    return NO_UNIT


def _unit_in(name: str) -> Unit | None:
    """The unit that a map is named after: ``usecs``, ``lat_ns``."""
    for word in reversed(name.lower().split("_")):
        unit = unit_of(word)
        if unit is not None and unit.name == "s":
            return unit
    return None
