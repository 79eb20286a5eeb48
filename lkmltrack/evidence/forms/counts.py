"""Counts by name, as ``sort | uniq -c`` and maps of bpftrace leave them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.forms.spans import Span, is_prompt
from lkmltrack.model.evidence import BlockKind

_COUNT_FIRST = re.compile(r" *(\d{1,15}) +([\w./@+:<>-]{1,120})$")
_COUNT_LAST = re.compile(r" *@?([\w./@+:<>\[\],-][\w./@+:<>\[\], -]{0,99}?)(?:: | {2,})(\d{1,15})$")
_COUNTING = ("uniq", "sort ", "column ", "bpftrace", "bpfcc", "funccount", "wc -l", "count")
_FEWEST = 5
_FEWEST_SORTED = 8
_REACH = 3


def counts(texts: Sequence[str], start: int, end: int) -> list[Span]:
    """Return the lists of counts between two lines: sorted, or below the command that counted."""
    spans: list[Span] = []
    at = start
    while at < end:
        pattern = _pattern(texts[at])
        if pattern is None:
            at += 1
            continue
        last = at
        values: list[int] = []
        while last < end and (found := pattern.match(texts[last])):
            values.append(int(found[1 if pattern is _COUNT_FIRST else 2]))
            last += 1
        if _are_counts(values, texts[max(start, at - _REACH) : at]):
            spans.append(Span(at, last, FormName.COUNTERS, BlockKind.TABLE, confidence=0.6))
        at = max(last, at + 1)
    return spans


def _pattern(text: str) -> re.Pattern[str] | None:
    if not text or not (text[-1].isdigit() or text.lstrip()[:1].isdigit()):
        return None
    return next((one for one in (_COUNT_FIRST, _COUNT_LAST) if one.match(text)), None)


def _are_counts(values: Sequence[int], above: Sequence[str]) -> bool:
    if len(values) < _FEWEST or len(set(values)) < _FEWEST:
        return False
    is_falling = all(one >= two for one, two in pairwise(values))
    is_counted = any(is_prompt(text) and any(word in text for word in _COUNTING) for text in above)
    return is_counted or (is_falling and len(values) >= _FEWEST_SORTED)
