"""Statements: what a clause states of a magnitude, if it states anything that was measured."""

import re
from dataclasses import dataclass, replace

from lkmltrack.evidence.claiming.clauses import Clause
from lkmltrack.evidence.claiming.magnitudes import Magnitude, value_of
from lkmltrack.evidence.claiming.wording import (
    Outcome,
    Sort,
    compares_with_before,
    find_metrics,
    find_outcomes,
    is_doubted,
    is_hypothesis,
    is_no_amount,
    is_part_of_something,
    is_setting,
    is_share,
)
from lkmltrack.model.evidence import ClaimKind

_ARROWS = ("->", "=>", "→")
_LIST_BEFORE = re.compile(r"\d%?[, /]{1,3}\d{1,3}%[, /]{1,3}$")
_LIST_AFTER = re.compile(r"[, /]{1,3}\d{1,3}%[, /]{1,3}\d{1,3}%")
_REACH = 95
"""So far from its magnitude a word of change may stand."""
_BARE = re.compile(
    r"^(?:(?:so|and|but|hence|thus|here|now),? )?(?:that'?s|that is|it'?s|it is|this is|which is|i\.e\.?,?|or)\s(?:an? )?(?:about |around |roughly |only |just |almost |nearly |~)?$",
    re.IGNORECASE,
)
_THAT_IS = re.compile(r"\b(?:that|it|this|which)(?:'?s| is)\b[^.;]{0,30}$", re.IGNORECASE)
_MERELY = re.compile(
    r"\b(?:just|only|about|around|roughly|almost|nearly)\s~?$|~\s?$", re.IGNORECASE
)
_IS = re.compile(
    r"^[\w /()-]{1,40}\b(?:is|was|are|were|gets?|got)"
    r"\s(?:just |only |about |around |between |up to |almost |nearly )?~?$",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^[\w /().,+-]{2,60}\s?[:=]\s?\(?~?$")
_VALUE = re.compile(
    r"\b(?:i|we|you|it|which|that|and|to|can|could|still|now|only|then|s?he|they|kernel|machine|fio"
    r"|throughput|bandwidth|iops|performance)\s"
    r"(?:can |could |was able to |were able to |do |did |only |still |now |easily |also |just ){0,3}"
    r"(?:gets?|got|getting|sees?|saw|seeing|reach(?:es|ed|ing)?|achiev(?:es?|ed|ing)|delivers?"
    r"|delivered|sustain(?:s|ed)?|hits?|peak(?:s|ed)?(?: at)?|max(?:es|ed) out(?: at)?|tops out at"
    r"|measured?|observed?|does|do|did|manages?|managed)\s"
    r"(?:(?:about|around|roughly|only|just|up to|over|more than|nearly|almost|at|some|an average of|a"
    r"|the|to|approximately)\s){0,3}[~<>]?"
    r"(?P<a>\d[\d,]{0,15}(?:\.\d{1,6})?)(?:\s?[-~]\s?(?P<b>\d[\d,]{0,15}(?:\.\d{1,6})?))?\s?"
    r"(?P<unit>[kKMG]?(?:IOPS|iops|ops|pps|tps|rps|qps|TPS|QPS|RPS)(?:/s(?:ec)?)?"
    r"|[KMG]i?(?:B/s|b/s|Bps|bps|bits?/s)(?:ec)?|[KMG]B(?= per )"
    r"|(?:requests|reqs?|ops|transactions|packets)(?:/s(?:ec)?| per second)|[kKMG])\b",
    re.IGNORECASE,
)
_RATE_NEAR = re.compile(
    r"IOPS|throughput|bandwidth|B/s|bps|bit/s|bits/s|/s\b|per sec|tps|rps|qps|pps|requests",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"\b(?:expected|target|limit(?:ed)?|failed to|at least|max(?:imum)?|capable|theoretical|spec|rated|advertised|supposed)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\d%")
_AS_BEFORE = re.compile(
    r"\s(?:of )?(?:what|as much|as many|as fast|as slow|as long|the (?:original|usual|previous|speed|time|rate|throughput|latency|performance|cost))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a clause states: the kind, how much, and the word of change that goes with it."""

    kind: ClaimKind
    magnitude: Magnitude | None
    outcome: Outcome | None = None


def statement(text: str, clause: Clause, passage: str, *, has_workload: bool) -> Statement | None:
    """Return what a clause of a sentence states, None when it is no claim."""
    if text.endswith("?"):
        return None
    outcomes = find_outcomes(text)
    found: Statement | None = None
    for magnitude in clause.magnitudes:
        one = _stated(text, magnitude, outcomes, passage, has_workload)
        if one and (found is None or (_weight(one) > _weight(found))):
            found = one
    return found or _value(text, clause)


def _weight(one: Statement) -> int:
    magnitude = one.magnitude
    if magnitude is None:
        return 0
    is_plain = magnitude.is_relative and magnitude.before is None and not magnitude.is_word
    return 2 if is_plain else 1


def _stated(
    text: str, magnitude: Magnitude, outcomes: list[Outcome], passage: str, has_workload: bool
) -> Statement | None:
    start, end = magnitude.start, magnitude.end
    if is_hypothesis(text, start) or is_doubted(text, end):
        return None
    near = _nearest(text, outcomes, start, end)
    if magnitude.before is not None:
        return _change_of_values(text, magnitude, near)
    if magnitude.is_relative:
        return _relative(text, magnitude, near, passage, has_workload)
    return Statement(ClaimKind.CHANGE, magnitude, near) if near else None


def _change_of_values(text: str, magnitude: Magnitude, near: Outcome | None) -> Statement | None:
    if is_setting(text, magnitude.start, magnitude.end) or _is_chain(text, magnitude):
        return None
    has_metric = bool(find_metrics(text))
    if has_metric and (near or "->" in magnitude.shown or magnitude.unit):
        return Statement(ClaimKind.CHANGE, magnitude, near)
    return None


def _is_chain(text: str, magnitude: Magnitude) -> bool:
    """Whether more arrows stand beside it: steps of something, not a before and an after."""
    before = text[: magnitude.start].rstrip(" 0123456789.")
    after = text[magnitude.end :].lstrip(" 0123456789.")
    return before.endswith(_ARROWS) or after.startswith(_ARROWS)


def _relative(
    text: str, magnitude: Magnitude, near: Outcome | None, passage: str, has_workload: bool
) -> Statement | None:
    start, end = magnitude.start, magnitude.end
    if (
        _is_listed(text, start, end)
        or is_no_amount(text, start, end)
        or _is_worded_otherwise(text, magnitude)
    ):
        return None
    if magnitude.unit == "%" and magnitude.low != 100 and is_share(text, start, end):
        is_change = near and near.start >= end and near.start - end < 3
        return Statement(ClaimKind.CHANGE if is_change else ClaimKind.SHARE, magnitude, near)
    if magnitude.unit == "x" and magnitude.low == 0.5 and is_share(text, start, end):
        half = replace(magnitude, low=50.0, high=50.0, unit="%")
        return Statement(ClaimKind.SHARE, half, near)
    if is_part_of_something(text, end) or _follows_a_part(text, magnitude, near):
        return None
    if near and _tells(near, magnitude, text, passage, has_workload=has_workload):
        return Statement(ClaimKind.CHANGE, magnitude, near)
    if _stands_alone(text, magnitude, passage, has_workload=has_workload):
        return Statement(ClaimKind.CHANGE, magnitude, near)
    return None


def _is_listed(text: str, start: int, end: int) -> bool:
    """Whether it is one of a row of bare percentages: the settings of a run."""
    before, after = text[max(start - 24, 0) : start], text[end : end + 24]
    return bool(_LIST_BEFORE.search(before) or _LIST_AFTER.match(after))


def _follows_a_part(text: str, magnitude: Magnitude, near: Outcome | None) -> bool:
    """Whether it goes on about a part: ``36% of the files, down from 99%``."""
    if magnitude.unit != "%" or (near and near.sort in (Sort.GOOD, Sort.BAD)):
        return False
    parts = (match.end() for match in _PERCENT.finditer(text[: magnitude.start]))
    return any(is_part_of_something(text, end) for end in parts)


def _is_worded_otherwise(text: str, magnitude: Magnitude) -> bool:
    """Whether ``half`` or ``twice`` speak of no measured quantity."""
    if not magnitude.is_word:
        return False
    around = text[max(magnitude.start - 50, 0) : magnitude.end + 50]
    return not (
        find_metrics(around) or compares_with_before(text[magnitude.end : magnitude.end + 40])
    )


def _tells(
    near: Outcome, magnitude: Magnitude, text: str, passage: str, *, has_workload: bool
) -> bool:
    """Whether a word of change is about performance."""
    if near.sort in (Sort.GOOD, Sort.BAD) and near.word not in (
        "overhead",
        "cost",
        "costs",
        "impact",
        "impacts",
        "hit",
        "saved",
        "save",
        "saves",
    ):
        return True
    if has_workload or find_metrics(text) or _RATE_NEAR.search(text):
        return True
    between = text[min(magnitude.end, near.end) : max(magnitude.start, near.start)]
    return (
        bool(_THAT_IS.search(text[: magnitude.start]))
        and len(between) < 12
        and bool(find_metrics(passage))
    )


def _stands_alone(text: str, magnitude: Magnitude, passage: str, *, has_workload: bool) -> bool:
    """Whether the magnitude is the whole of a short sentence: ``That's 1.35x``, ``memcached: +4%``."""
    before, after = text[: magnitude.start], text[magnitude.end :]
    if magnitude.unit == "x" and _AS_BEFORE.match(after) and _IS.match(before):
        return True
    if magnitude.sign and magnitude.is_word:
        return True
    if _BARE.match(before) and len(after) < 40:
        return True
    if magnitude.sign and has_workload:
        return True
    if magnitude.sign and _LABELLED.match(before) and len(after) < 4:
        return True
    is_short = bool(_IS.match(before)) and bool(_MERELY.search(before)) and len(before) < 45
    return is_short and bool(find_outcomes(passage)) and bool(find_metrics(passage))


def _nearest(text: str, outcomes: list[Outcome], start: int, end: int) -> Outcome | None:
    """Return the word of change that belongs to a magnitude: the nearest one, a verdict first."""

    def distance(one: Outcome) -> int:
        gap = start - one.end if one.end <= start else one.start - end
        return max(gap, 0) + (0 if one.sort in (Sort.GOOD, Sort.BAD) else 8)

    near = [
        one
        for one in outcomes
        if not (one.start < end and start < one.end) and not _is_qualifier(text, one, start)
    ]
    best = min(near, key=distance, default=None)
    return best if best and distance(best) <= _REACH else None


def _is_qualifier(text: str, outcome: Outcome, start: int) -> bool:
    """Whether a word is the one of ``less than 5%``, which tells of no change."""
    if outcome.word == "up":
        return text.startswith(" to", outcome.end)
    return text[outcome.end : start].strip(" ~") == "than"


def _value(text: str, clause: Clause) -> Statement | None:
    """Return a rate that was reached, with no other to compare it with."""
    if not _RATE_NEAR.search(text) or _TARGET.search(text):
        return None
    match = _VALUE.search(text, clause.start, clause.end)
    if match is None or is_hypothesis(text, match.start()):
        return None
    return Statement(ClaimKind.VALUE, value_of(text, match))
