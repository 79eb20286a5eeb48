"""Tables and lines that somebody wrote by hand, or that a tool nobody knows printed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from lkmltrack.evidence.forms.labels import has_comparison, key_count, label_of, names_measuring
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.forms.shapes import (
    cells,
    has_digit,
    has_percent,
    has_unit,
    is_filler,
    is_number,
    is_numeric_cell,
    is_prose,
    is_rule,
    is_setting,
    numeric_count,
    words_of,
)
from lkmltrack.evidence.forms.spans import Span, free, is_prompt
from lkmltrack.evidence.guards import is_look_alike
from lkmltrack.model.evidence import BlockKind

_ENOUGH = 5
_ABOVE = 6
"""So many lines above a table may say what it is about."""
_MOST_HEADS = 5
_PARAMETERS = (
    "parameters:",
    "with following parameters",
    "config:",
    "configuration:",
    "settings:",
    "[global]",
    "fio job",
    "job file",
    "options:",
)
_MOST_WORDS = 12
_MOST_OTHERS = 3
"""So many lines in a row may stand in a table without a value."""


_FEW = 3
_NEAR = 8
"""A table so many lines below another of its shape is of its kind."""
_COUNTER = re.compile(
    r"[ |]*(?:pgscan|pgsteal|workingset|pswp|thp_|numa_|allocstall|zswp|pgfault|pgmajfault|pgpg|nr_|slabs_|compact_|pgmigrate|refault|oom_kill)"
)


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
    floor = 0
    for start, end in free(len(texts), taken):
        part = texts[start:end]
        if any(has_digit(text) for text in part):
            spans += _guessed_in(texts, start, end, floor)
        floor = end
    return spans


def _guessed_in(texts: Sequence[str], start: int, end: int, floor: int) -> list[Span]:
    del floor
    shapes = [shape_of(text) for text in texts[start:end]]
    spans: list[Span] = []
    at = low = 0
    while at < len(shapes):
        if shapes[at] not in _DATA:
            at += 1
            continue
        cluster = _cluster(texts[start:end], shapes, at, low)
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
    if start > low and shapes[start - 1] is Shape.LABEL:
        start -= 1
    return start


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
    data = [texts[index + offset] for index in (*cluster.rows, *cluster.values)]
    heads = [text for text in body if text not in data]
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
        points += 2 * _is_alike(texts[before.start : before.end], data)
    if _are_parameters(heads, above) or points < _ENOUGH:
        return None
    form = _form_of(body, data, is_table)
    kind = BlockKind.TABLE if is_table else BlockKind.NUMBERS
    return Span(start, end, form, kind, confidence=_confidence(form, heads))


def _is_alike(before: Sequence[str], data: Sequence[str]) -> bool:
    """Whether rows have as many values as those of the table above."""
    counts = {numeric_count(text) for text in before if has_digit(text)}
    return len(data) >= 2 and all(numeric_count(text) in counts for text in data[:20])


def _are_parameters(heads: Sequence[str], above: Sequence[str]) -> bool:
    """Whether values are what somebody set for a run: a line right above them says so."""
    told = [*(text for text in heads), *above[-2:]]
    return any(text.strip().lower().startswith(_PARAMETERS) for text in told)


def score(data: Sequence[str], heads: Sequence[str], above: Sequence[str]) -> int:
    """Return how much speaks for lines being results: units, sides of a comparison, names."""
    points = 0
    first = data[:40]
    if sum(1 for text in first if has_unit(text)) * 2 >= len(first):
        points += 3
    elif any(has_unit(text) for text in first):
        points += 1
    if any(_names_unit(text) for text in heads) or any(
        "(" in text and _names_unit(text) for text in first
    ):
        points += 2
    if sum(1 for text in first if _COUNTER.match(text)) >= _FEW:
        points += 2
    if sum(1 for text in first if has_percent(text)) * 2 >= len(first):
        points += 1
    compared = any(has_comparison(text) for text in heads) + any(
        has_comparison(text) for text in first
    )
    points += 2 * min(compared, 1)
    keys = sum(min(key_count(text), 2) for text in (*heads, *first[:10]))
    points += min(keys, 2)
    if any(names_measuring(text) for text in (*above, *heads)):
        points += 2
    if len(first) >= 3:
        points += 1
    if sum(1 for text in first if text.count("|") >= 2) * 2 >= len(first):
        points += 1
    return points


def _names_unit(text: str) -> bool:
    """Whether a head names a unit that only measurements have: ``time (ms)``, ``MB/s``."""
    return any(has_unit(f"1 {word}") for word in text.replace("(", " ").replace("|", " ").split())


def _form_of(body: Sequence[str], data: Sequence[str], is_table: bool) -> FormName:
    if any(text.count("+-") >= 2 or text.lstrip().startswith("+=") for text in body):
        return FormName.GRID_TABLE if not any("|-" in text for text in body) else FormName.ORG_TABLE
    barred = sum(1 for text in data if "|" in text)
    if barred * 2 >= len(data):
        is_org = any("-+-" in text for text in body)
        return FormName.ORG_TABLE if is_org else FormName.MARKDOWN_TABLE
    if any(text.lstrip().startswith("==") and " =" in text.strip() for text in body):
        return FormName.RST_TABLE
    if sum(1 for text in data if "->" in text or "=>" in text) * 2 >= len(data):
        return FormName.ARROWS
    return FormName.ALIGNED_TABLE if is_table else FormName.KEY_VALUES


def _confidence(form: FormName, heads: Sequence[str]) -> float:
    if form in (FormName.ALIGNED_TABLE, FormName.KEY_VALUES, FormName.ARROWS):
        return 0.6 if heads else 0.5
    return 0.7


__all__ = ["Shape", "guessed", "is_numeric_cell", "score", "shape_of"]
