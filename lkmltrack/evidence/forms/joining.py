"""Pieces of one list of values: percentiles, and the times right below them."""

from collections.abc import Sequence
from dataclasses import replace

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.forms.spans import Span
from lkmltrack.model.evidence import BlockKind

_LISTS = frozenset({FormName.PERCENTILES, FormName.TIME, FormName.KEY_VALUES})


def joined(texts: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Return the spans in order, lists of values with nothing but one blank line between as one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if found and _is_one_list(texts, found[-1], span):
            found[-1] = replace(
                found[-1],
                end=span.end,
                form=FormName.KEY_VALUES,
                kind=BlockKind.NUMBERS,
                tool=found[-1].tool or span.tool,
            )
        else:
            found.append(span)
    return found


def _is_one_list(texts: Sequence[str], above: Span, below: Span) -> bool:
    if above.form not in _LISTS or below.form not in _LISTS or above.form is below.form:
        return False
    between = texts[above.end : below.start]
    return len(between) <= 1 and not any(text.strip() for text in between)
