"""Which way a metric is wished for, and what tells it."""

import re
from collections.abc import Iterable
from functools import lru_cache

from lkmltrack.model.measurement import Better, BetterSource

Direction = tuple[Better | None, BetterSource]
UNKNOWN: Direction = (None, BetterSource.UNKNOWN)

_EXPLICIT = re.compile(
    r"\b(?P<way>higher|larger|bigger|more|greater|lower|smaller|less(?:er)?|fewer)\b"
    r"(?: (?:values?|numbers?|results?|times?|scores?|figures?))?(?: (?:is|are|being|means|=))?"
    r" ?(?:the )?(?P<verdict>better|worse|good|bad)\b"
)
_SIGN = re.compile(r"(?:reduction|decrease|minus)s?\s?\(-\)\s?(?:is|are)\s?(?:good|better)", re.I)
_LONGEST = 1200
_UP = frozenset(("higher", "larger", "bigger", "more", "greater"))
_WORDS = ("better", "worse", "good", "bad")

_HIGHER_METRIC = re.compile(
    r"throughput|iops|\bbw\b|bandwidth|\bscore|\bindex\b|jops|\btps\b|\brps\b|\bqps\b|_ops\b"
    r"|ops_per|\bops\b|per_sec|per[-_]min|jobs|speed|\bhits?\b|mbps|works|transactions?/|\bppw\b"
    r"|performance per|mb_s|requests/sec|rate\b|\bipc\b|insn per cycle|events per|files/sec",
    re.IGNORECASE,
)
_LOWER_METRIC = re.compile(
    r"latenc|\btime\b|elapsed|\breal\b|\bsys\b|\buser\b|runtime|duration|delay|\b[sc]?lat\b"
    r"|_lat\b|percentile|\bp\d\d|wait|contention|contended|hitm|miss|overhead|energy|joules|power"
    r"|watts|\brss\b|retr\b|\bcycles\b|stddev|std\.? ?dev|stdev|coeffvar|regression|footprint"
    r"|fragmentation|hold ?time|refault|major-faults|_time\b|usecs?/|ns/|\bcost\b",
    re.IGNORECASE,
)
_NEUTRAL_METRIC = re.compile(
    r"context.switch|\bshare\b|\bcount\b|nr_|workload\b|migrations|page-faults|^switches|cpu.?usage"
    r"|utili[sz]ation",
    re.IGNORECASE,
)
_STATISTICS = {
    "hmean": Better.HIGHER,
    "amean": Better.LOWER,
    "stddev": Better.LOWER,
    "coeffvar": Better.LOWER,
}
_UNITS = {
    "1/s": Better.HIGHER,
    "B/s": Better.HIGHER,
    "bit/s": Better.HIGHER,
    "MWIPS": Better.HIGHER,
    "s": Better.LOWER,
    "cycles": Better.LOWER,
    "ticks": Better.LOWER,
    "J": Better.LOWER,
    "W": Better.LOWER,
}


def explicit_direction(paragraphs: Iterable[Iterable[str]], metric: str = "") -> Direction:
    """Return what the nearest paragraph that says anything says of the metric.

    Where it says both, the one that stands after a word of the metric counts.
    """
    for paragraph in paragraphs:
        text = " ".join(line.strip() for line in paragraph).lower()[-_LONGEST:]
        if not any(word in text for word in _WORDS):
            continue
        said = _said(text)
        ways = {way for _, way in said}
        if len(ways) == 1:
            return ways.pop(), BetterSource.EXPLICIT
        for words, way in said:
            if any(len(word) > 2 and word.strip("(),") in metric.lower() for word in words):
                return way, BetterSource.EXPLICIT
        if said:
            return UNKNOWN
    return UNKNOWN


@lru_cache(maxsize=256)
def _said(text: str) -> list[tuple[list[str], Better]]:
    """Every statement of a direction, with the words before it."""
    said = [
        (text[: match.start()].split()[-4:], _way(match["way"], match["verdict"]))
        for match in _EXPLICIT.finditer(text)
    ]
    if _SIGN.search(text):
        said.append(([], Better.LOWER))
    return said


def _way(way: str, verdict: str) -> Better:
    is_up = way in _UP
    is_good = verdict in ("better", "good")
    return Better.HIGHER if is_up is is_good else Better.LOWER


def statistic_direction(statistic: str) -> Direction:
    """Return what a statistic of mmtests implies: it means times with Amean, rates with Hmean."""
    way = _STATISTICS.get(statistic.lower())
    return (way, BetterSource.STATISTIC) if way else UNKNOWN


def metric_direction(metric: str, unit: str) -> Direction:
    """Return what a metric's own name, or else its unit, makes likely.

    >>> metric_direction("Average delay", "s")[0], metric_direction("IOPS", "1/s")[0]
    (<Better.LOWER: 'lower'>, <Better.HIGHER: 'higher'>)
    """
    metric = metric[:200]
    if _NEUTRAL_METRIC.search(metric):
        return UNKNOWN
    is_higher, is_lower = _HIGHER_METRIC.search(metric), _LOWER_METRIC.search(metric)
    if unit in _UNITS and not (is_lower and not is_higher and unit == "1/s"):
        return _UNITS[unit], BetterSource.UNIT
    if bool(is_higher) is not bool(is_lower):
        return (Better.HIGHER if is_higher else Better.LOWER), BetterSource.UNIT
    return UNKNOWN
