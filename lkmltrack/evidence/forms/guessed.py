"""Tables and lines that somebody wrote by hand, or that a tool nobody knows printed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from lkmltrack.evidence.forms.judging import (
    ENOUGH,
    are_parameters,
    confidence_of,
    form_of,
    is_alike,
    score,
)
from lkmltrack.evidence.forms.labels import has_comparison, label_of
from lkmltrack.evidence.forms.shapes import (
    cells,
    has_digit,
    has_percent,
    has_unit,
    is_filler,
    is_number,
    is_prose,
    is_rule,
    is_setting,
    numeric_count,
    words_of,
)
from lkmltrack.evidence.forms.spans import Span, free, is_prompt
from lkmltrack.evidence.guards import is_look_alike
from lkmltrack.model.evidence import BlockKind

_ABOVE = 6
"""So many lines above a table may say what it is about."""
_MOST_HEADS = 5
_MOST_WORDS = 12
_TITLE_WORDS = 4
_SUMMARIES = ("average", "avg", "mean", "median", "total", "geo", "sum", "stddev", "std")
_MOST_OTHERS = 3
"""So many lines in a row may stand in a table without a value."""


_NEAR = 8
"""A table so many lines below another of its shape is of its kind."""


class Shape(Enum):
    """What a line looks like."""

    BLANK = auto()
    RULE = auto()
    ROW = auto()
    """Two values or more."""
    VALUE = auto()
    """One value, and what it is."""
    LABEL = auto()
    OTHER = auto()
    BARRIER = auto()
    """Prose, code, a listing, a command: no table goes on over it."""


_DATA = (Shape.ROW, Shape.VALUE)


@dataclass(slots=True)
class _Cluster:
    """Lines that may be one table."""

    start: int
    end: int
    rows: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)


def guessed(texts: Sequence[str], taken: Sequence[Span]) -> list[Span]:
    """Return the tables and lines of values outside what is taken."""
    spans: list[Span] = []
    for start, end in free(len(texts), taken):
        if any(has_digit(text) for text in texts[start:end]):
            spans += _guessed_in(texts, start, end)
    return spans


def _guessed_in(texts: Sequence[str], start: int, end: int) -> list[Span]:
    part = texts[start:end]
    shapes = [shape_of(text) for text in part]
    spans: list[Span] = []
    at = low = 0
    while at < len(shapes):
        if shapes[at] not in _DATA:
            at += 1
            continue
        cluster = _cluster(part, shapes, at, low)
        span = _judged(texts, cluster, start, spans[-1] if spans else None)
        if span is not None:
            spans.append(span)
            low = cluster.end
        at = max(cluster.end, at + 1)
    return spans


def shape_of(text: str) -> Shape:
    """Return what a line looks like."""
    bare = text.strip()
    if not bare:
        return Shape.BLANK
    if is_rule(bare):
        return Shape.RULE
    if is_prompt(text) or is_setting(bare) or (not bare.isalpha() and is_look_alike(text)):
        return Shape.BARRIER
    if not has_digit(bare):
        if label_of(bare):
            return Shape.LABEL
        return Shape.BARRIER if is_prose(bare) else Shape.OTHER
    return _numeric_shape(text, bare)


def _numeric_shape(text: str, bare: str) -> Shape:
    count = numeric_count(text)
    prose = is_prose(bare)
    if count >= 2 and not prose:
        return Shape.ROW
    parts = cells(text)
    if "|" in text and len(parts) >= 2 and (count or any(is_filler(cell) for cell in parts[1:])):
        return Shape.ROW
    if _is_side(bare):
        return Shape.VALUE
    if prose:
        return Shape.BARRIER
    if count == 1 and (len(parts) >= 2 or "  " in bare):
        return Shape.VALUE
    if _is_key_value(bare) or (has_unit(bare) and len(bare.split()) <= _MOST_WORDS):
        return Shape.VALUE
    return Shape.LABEL if label_of(bare) else Shape.OTHER


def _is_side(bare: str) -> bool:
    """Whether a line is a side of a comparison with its value: ``- patched: 4.3 ~ 5M``."""
    key, found, value = bare.partition(":")
    if not found or not has_digit(value) or len(bare.split()) > _MOST_WORDS:
        return False
    return bool(label_of(key + ":")) or (has_comparison(key) and has_percent(value))


def _is_key_value(bare: str) -> bool:
    """Whether a line is ``key: 12 ms``, ``key = 12``, ``key: a -> b`` or ``- case: 1.5 GB/s``."""
    for mark in (": ", ":", " = ", "=", " -> ", " => "):
        key, found, value = bare.partition(mark)
        if found and value.strip() and len(key) <= 70:
            words = value.strip().lstrip("~<>≈ ").split()
            if words and is_number(words[0]):
                return True
            if any(is_number(word) for word in words) and (has_unit(value) or has_percent(value)):
                return len(words) <= 14
    return False


def _cluster(texts: Sequence[str], shapes: Sequence[Shape], at: int, low: int) -> _Cluster:
    end = _cluster_end(texts, shapes, at)
    start = _cluster_start(texts, shapes, at, low)
    cluster = _Cluster(start, end)
    for index in range(start, end):
        if shapes[index] is Shape.ROW:
            cluster.rows.append(index)
        elif shapes[index] is Shape.VALUE:
            cluster.values.append(index)
    return cluster


def _cluster_end(texts: Sequence[str], shapes: Sequence[Shape], at: int) -> int:
    last, others, index = at, 0, at + 1
    while index < len(shapes):
        shape = shapes[index]
        if shape in _DATA or shape is Shape.RULE:
            last, others = index, 0
        elif shape is Shape.BLANK:
            onward = _over_blank(texts, shapes, index, last)
            if onward is None:
                break
            index = onward - 1
        elif shape is Shape.BARRIER:
            if not _is_beside(texts, index, last):
                break
            last = index
        elif others >= _MOST_OTHERS or not _leads_to_data(shapes, index):
            if shape is Shape.LABEL or not _is_wrapped(texts, shapes, index, last):
                break
            last = index
        else:
            others += 1
        index += 1
    return last + 1


def _is_beside(texts: Sequence[str], index: int, last: int) -> bool:
    """Whether a line that reads like prose stands in a list of counts: ``  12 pages of 40 in all``."""
    text, above = texts[index], texts[last]
    indent = len(text) - len(text.lstrip())
    return (
        index == last + 1
        and indent > 0
        and indent == len(above) - len(above.lstrip())
        and is_number(text.split()[0])
        and not is_look_alike(text)
    )


def _is_wrapped(texts: Sequence[str], shapes: Sequence[Shape], index: int, last: int) -> bool:
    """Whether a line is the rest of a row's name, indented below it."""
    del shapes
    text = texts[index]
    return (
        index == last + 1
        and len(text) - len(text.lstrip()) >= 4
        and len(words_of(text)) <= 6
        and "  " not in text.strip()
    )


def _leads_to_data(shapes: Sequence[Shape], index: int) -> bool:
    """Whether data follow within a few lines without a blank."""
    for shape in shapes[index + 1 : index + 1 + _MOST_OTHERS]:
        if shape in _DATA:
            return True
        if shape in (Shape.BLANK, Shape.BARRIER):
            return False
    return False


def _over_blank(texts: Sequence[str], shapes: Sequence[Shape], index: int, last: int) -> int | None:
    """Return where a table goes on below blank lines, None when it ends there."""
    if index != last + 1:
        return None
    below = index + 1
    if below >= len(shapes) or shapes[below] is Shape.BLANK:
        return None
    if shapes[below] is Shape.RULE:
        return below if _leads_to_data(shapes, below) else None
    if shapes[below] is Shape.ROW and shapes[last] in (Shape.ROW, Shape.RULE, Shape.OTHER):
        return below
    if shapes[below] is Shape.VALUE and shapes[last] is Shape.VALUE:
        return below
    if shapes[below] is Shape.VALUE and texts[below].lstrip().lower().startswith(_SUMMARIES):
        return below
    is_heading = shapes[below] is Shape.LABEL or texts[below].rstrip().endswith(":")
    if (
        is_heading
        and shapes[last] is Shape.VALUE
        and shapes[below + 1 : below + 2] == [Shape.VALUE]
    ):
        return below
    return None


def _cluster_start(texts: Sequence[str], shapes: Sequence[Shape], at: int, low: int) -> int:
    start = at
    while start > low and at - start < _MOST_HEADS:
        shape = shapes[start - 1]
        if shape is Shape.RULE or (shape is Shape.OTHER and _is_head(texts[start - 1])):
            start -= 1
        elif shape is Shape.BLANK and _is_spaced_head(texts, shapes, start - 2, low):
            start -= 2
        else:
            break
    if start > low and (shapes[start - 1] is Shape.LABEL or _is_title(texts, shapes, start - 1)):
        start -= 1
    return start


def _is_title(texts: Sequence[str], shapes: Sequence[Shape], index: int) -> bool:
    """Whether a line of a few words right above a table's head names what was run."""
    text = texts[index]
    return (
        shapes[index] in (Shape.OTHER, Shape.VALUE)
        and shapes[index + 1] in (Shape.OTHER, Shape.RULE)
        and len(text.split()) <= _TITLE_WORDS
        and text[-1] not in ".,;?!"
    )


def _is_head(text: str) -> bool:
    """Whether a line may be a table's head, or name what the lines below it measure."""
    bare = text.strip()
    parts = cells(text)
    if len(parts) >= 2:
        return True
    return bare[-1] == ":" and len(words_of(bare)) <= 6


def _is_spaced_head(texts: Sequence[str], shapes: Sequence[Shape], index: int, low: int) -> bool:
    if index < low or shapes[index] not in (Shape.OTHER, Shape.RULE):
        return False
    return shapes[index] is Shape.RULE or len(cells(texts[index])) >= 3


def _judged(
    texts: Sequence[str], cluster: _Cluster, offset: int, before: Span | None
) -> Span | None:
    """Return the span of a cluster that measures something, None for any other."""
    start, end = cluster.start + offset, cluster.end + offset
    body = texts[start:end]
    at = sorted((*cluster.rows, *cluster.values))
    data = [texts[index + offset] for index in at]
    known = set(at)
    heads = [text for index, text in enumerate(body, cluster.start) if index not in known]
    above = [text for text in texts[max(0, start - _ABOVE) : start] if text.strip()]
    is_table = len(cluster.rows) >= len(cluster.values) and (len(cluster.rows) >= 2 or bool(heads))
    if len(data) < 2 and not is_table:
        return None
    if not is_table and not any(has_unit(one) or has_percent(one) for one in data):
        compared = sum(1 for one in body if has_comparison(one))
        if compared < 2:
            return None
    points = score(data, heads, above)
    if before is not None and start - before.end <= _NEAR:
        points += 2 * is_alike(texts[before.start : before.end], data)
    if are_parameters(heads, above) or points < ENOUGH:
        return None
    form = form_of(body, data, is_table)
    kind = BlockKind.TABLE if is_table else BlockKind.NUMBERS
    return Span(start, end, form, kind, confidence=confidence_of(form, heads))
