"""Blocks that a form's own lines open: the first form that knows a line has it."""

from collections.abc import Sequence

from lkmltrack.evidence.damage import is_cut_row, is_lone_symbol
from lkmltrack.evidence.forms.form import Form
from lkmltrack.evidence.forms.labels import heading_of, label_of
from lkmltrack.evidence.forms.profiles import SYMBOL_LIST
from lkmltrack.evidence.forms.registry import FORMS
from lkmltrack.evidence.forms.shapes import is_prose
from lkmltrack.evidence.forms.spans import Span, is_prompt
from lkmltrack.evidence.guards import is_look_alike

_SMALL = 3
"""A piece of so many lines may go on below a label of its own."""
_MOST_HEADS = 40
_LONGEST_HEADING = 60


def anchored(texts: Sequence[str]) -> list[Span]:
    """Return what the forms find, in order, nothing in two of them."""
    whole = "\n".join(texts)
    known = [form for form in (*FORMS, SYMBOL_LIST) if any(word in whole for word in form.words)]
    spans: list[Span] = []
    index = floor = 0
    while index < len(texts):
        span = _opened(texts, index, floor, known)
        if span is None:
            index += 1
        else:
            spans.append(span)
            index = floor = span.end
    return spans


def _opened(texts: Sequence[str], index: int, floor: int, known: Sequence[Form]) -> Span | None:
    text = texts[index]
    if not text:
        return None
    for form in known:
        if form.may_open(text):
            end, count = _end(texts, index, form)
            if count >= form.least:
                start = _start(texts, index, floor, form)
                return Span(start, end, form.name, form.kind, form.tool, form.confidence)
    return None


def _end(texts: Sequence[str], index: int, form: Form) -> tuple[int, int]:
    """Return one past the last line of a form, and how many of its lines are there."""
    last, count, rows_since_label = index, _worth(form, texts[index]), 1
    at = index + 1
    while at < len(texts):
        text = texts[at]
        blanks = at - last - 1
        if not text.strip():
            if blanks >= form.gap:
                break
        elif form.may_open(text) or form.holds(text) or _is_rest(texts[at - 1], text):
            last, count = at, count + _worth(form, text)
            rows_since_label += 1
        elif not blanks and form.is_loose and _is_loose_line(text):
            last = at
        elif blanks and rows_since_label < _SMALL and _is_bridge(texts, at, form):
            last, rows_since_label = at, 0
        else:
            break
        at += 1
    return last + 1, count


def _worth(form: Form, text: str) -> int:
    return 0 if form.titles(text) else 1


def _is_rest(above: str, text: str) -> bool:
    return is_cut_row(above) and is_lone_symbol(text)


def _is_loose_line(text: str) -> bool:
    return not (is_prose(text) or label_of(text) or is_prompt(text) or is_look_alike(text))


def _is_bridge(texts: Sequence[str], at: int, form: Form) -> bool:
    """Whether a line is the label of one more piece of the same form, right below it."""
    text = texts[at]
    if len(text.strip()) > _LONGEST_HEADING or is_prose(text) or is_prompt(text):
        return False
    return at + 1 < len(texts) and form.may_open(texts[at + 1])


def _start(texts: Sequence[str], index: int, floor: int, form: Form) -> int:
    """Return the first line of a form: its head, and a label right above."""
    start = index
    while start > max(floor, index - _MOST_HEADS):
        above = texts[start - 1]
        if above.strip():
            if not form.heads(above) or (is_prose(above) and not form.holds(above)):
                break
            start -= 1
        elif start - 2 >= floor and form.holds(texts[start - 2]) and form.heads(texts[start - 2]):
            start -= 2
        else:
            break
    if start > floor and (label_of(texts[start - 1]) or heading_of(texts[start - 1])):
        start -= 1
    return start
