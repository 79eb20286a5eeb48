"""Subjects: what a claim is about: the metric, the condition, the scale, and whether it is good."""

import re

from lkmltrack.evidence.claiming.magnitudes import Magnitude
from lkmltrack.evidence.claiming.wording import Outcome, Sort, find_metrics
from lkmltrack.evidence.measuring.direction import metric_direction
from lkmltrack.evidence.scales import find_scales
from lkmltrack.model.measurement import Better

_KEPT_WORDS = """
average avg mean median peak worst-case maximum minimum total aggregate tail direct buffered random sequential read write
reads writes file files network cpu memory lock hold wait page fault context elapsed wall user system kernel build boot
compile execution run response code binary image hit miss cache transaction request transfer power overall single-thread
multi-thread launch function startup allocation compression database
"""
_KEPT = frozenset(_KEPT_WORDS.split())
_CONDITION = re.compile(
    r"(?:^|[\s(,])(?P<condition>(?!(?:in|for|on|with) (?:example|conclusion|fact|general|total|instance|this case|average|the other hand))(?:with|when|while|under|on|for|at|using|after|before|without|if|during|in|compared (?:to|with)|over|relative to|versus|vs\.?)\s[^.;,()]{2,120})",
    re.IGNORECASE,
)
_METRIC_OF = re.compile(
    r"(?:\s\w{1,20}){0,2}?\s(?:in|of|for|on)\s(?:the |its |our )?(?P<rest>[\w][\w /._-]{1,60})",
    re.IGNORECASE,
)
_SPEED = ("faster", "quicker", "slower", "speed", "sped", "slow", "accelerat", "outperform")
_SIZES = re.compile(
    r"\b(?P<what>bs|block ?size|blocksize|iodepth|queue depth|qd)\s?[=:]?\s?(?P<n>\d{1,9})(?P<k>[kKmM])?\b",
    re.IGNORECASE,
)
_SIZED = re.compile(
    r"\b(?P<n>\d{1,5})\s?(?P<k>[kKmM])(?:i?B)?\s(?:random |sequential )?(?:block ?size|blocks?|reads?|writes?|i/?o)\b",
    re.IGNORECASE,
)
_CLIENTS = re.compile(
    r"(?<![\w.])(?P<n>\d{1,6})[ -](?P<what>clients?|connections?|containers?|cgroups?|memcgs?|files|vms?|users?)\b",
    re.IGNORECASE,
)


def metric_of(text: str, magnitude: Magnitude | None, outcome: Outcome | None) -> str:
    """Return the metric of a claim as the text writes it: what the change is of, else the nearest.

    >>> metric_of("with less random read IOPS", None, None)
    'random read IOPS'
    """
    found = find_metrics(text)
    if not found:
        is_speed = outcome is not None and outcome.word.startswith(_SPEED)
        return "speed" if is_speed else ""
    place = magnitude.start if magnitude else (outcome.start if outcome else 0)
    end = max(magnitude.end if magnitude else place, outcome.end if outcome else 0)
    said = _METRIC_OF.match(text, end) if outcome else None
    if said:
        inside = [one for one in found if said.start("rest") <= one[1] - 1 < said.end("rest")]
        if inside:
            return _trimmed(inside[0][2])

    def distance(one: tuple[int, int, str]) -> int:
        return place - one[1] if one[1] <= place else max(one[0] - end, 0)

    return _trimmed(min(found, key=distance)[2])


def _trimmed(words: str) -> str:
    """Return a metric with those words in front of it that are part of its name."""
    parts = words.split()
    number_of = words.lower().find("number of ")
    if number_of >= 0:
        return words[number_of:]
    while len(parts) > 1 and not _is_kept(parts[0]):
        parts.pop(0)
    return " ".join(parts).strip("()")


def _is_kept(word: str) -> bool:
    is_name = len(word) > 1 and (
        word.isupper() or "_" in word or (word.isalnum() and word[-1].isdigit())
    )
    return word.lower() in _KEPT or (is_name and not word[0].isdigit())


def condition_of(text: str, magnitude: Magnitude | None) -> str:
    """Return under what a claim holds: the first such phrase behind the magnitude, else before it."""
    place = magnitude.end if magnitude else 0
    after = _CONDITION.search(text, place)
    before = None if after else _CONDITION.match(text)
    match = after or before
    return " ".join(match["condition"].split()) if match else ""


def scale_of(text: str) -> tuple[tuple[str, int], ...]:
    """Return the counts and sizes that a sentence names: cores, threads, clients, the block size.

    >>> scale_of("12% more IOPS with 8 jobs and bs=4k")
    (('threads', 8), ('block size', 4096))
    """
    found = dict(find_scales(text))
    for match in _CLIENTS.finditer(text):
        found.setdefault(match["what"].lower().rstrip("s") + "s", int(match["n"]))
    for match in (*_SIZES.finditer(text), *_SIZED.finditer(text)):
        what = match.groupdict().get("what") or "bs"
        kind = "queue depth" if what.lower() in ("iodepth", "queue depth", "qd") else "block size"
        factor = {"k": 1024, "m": 1024 * 1024}.get((match["k"] or "").lower(), 1)
        found.setdefault(kind, int(match["n"]) * factor)
    return tuple(found.items())


def way_of(
    metric: str, magnitude: Magnitude | None, outcome: Outcome | None
) -> tuple[int, bool | None]:
    """Return whether the metric is said to grow or to shrink, and whether that is good.

    "Improvement" of a latency shrinks it; an unknown metric is taken for one that should grow.
    """
    better = metric_direction(metric, "")[0] or _usual(metric)
    wish = -1 if better is Better.LOWER else 1
    if magnitude is not None and magnitude.before is not None and magnitude.after is not None:
        way = (magnitude.after > magnitude.before) - (magnitude.after < magnitude.before)
        return way, _verdict(way, wish, outcome, is_known=better is not None)
    if outcome is None:
        sign = magnitude.sign if magnitude else 0
        return sign, (sign == wish if sign and better is not None else None)
    if outcome.sort in (Sort.GOOD, Sort.BAD):
        is_good = outcome.sort is Sort.GOOD
        return (wish if is_good else -wish), is_good
    way = 1 if outcome.sort is Sort.UP else -1
    return way, (way == wish if better is not None else None)


def _verdict(way: int, wish: int, outcome: Outcome | None, *, is_known: bool) -> bool | None:
    if is_known and way:
        return way == wish
    if outcome is not None and outcome.sort in (Sort.GOOD, Sort.BAD):
        return outcome.sort is Sort.GOOD
    return None


_LOWER = re.compile(
    r"contention|usage|utili[sz]ation|memory|size|footprint|faults|samples|cycles|instructions|overhead|cost|traffic|fragmentation|vmlinux|text",
    re.IGNORECASE,
)
_HIGHER = re.compile(
    r"performance|speed|perf\b|ppw|efficiency|hit rate|goodput|scalability", re.IGNORECASE
)


def _usual(metric: str) -> Better | None:
    if _HIGHER.search(metric):
        return Better.HIGHER
    return Better.LOWER if _LOWER.search(metric) else None
