"""Spans: where in a run of lines a form was found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.model.evidence import BlockKind

_PROMPT = re.compile(
    r"\s*(?:[$#] ?\S|\[?[\w.-]{1,40}@[\w.-]{1,60}[^\]#$]{0,60}\]?[#$%] ?|[\w./~-]{1,60}[#$] \S|sudo |\./|for \w+ in |echo |done$|> ?\S+ -)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A form from line ``start`` to before line ``end`` of a run."""

    start: int
    end: int
    form: FormName
    kind: BlockKind
    tool: str = ""
    confidence: float = 1.0


def is_prompt(text: str) -> bool:
    """Whether a line is a command that somebody typed.

    >>> is_prompt("[root@box ~]# fio job"), is_prompt("$ ls"), is_prompt("# Samples: 2K")
    (True, True, True)
    """
    found = _PROMPT.match(text)
    if found is None:
        return False
    is_heading = text.lstrip().startswith("#") and text.strip().count("  ") >= 2
    return not is_heading


def free(count: int, taken: Sequence[Span]) -> list[tuple[int, int]]:
    """Return what is left of so many lines outside the spans, which are in order."""
    free: list[tuple[int, int]] = []
    floor = 0
    for span in taken:
        if span.start > floor:
            free.append((floor, span.start))
        floor = span.end
    if floor < count:
        free.append((floor, count))
    return free
