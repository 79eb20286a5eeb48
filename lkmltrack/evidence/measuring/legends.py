"""Legends: lines above a table that say what its short labels stand for."""

import re
from collections.abc import Sequence

_LONGEST_LABEL = 24
_LONGEST_LINE = 120
_SEPARATOR = re.compile(r"\s*(?:[:=]|->|-{1,2}|is|means)?\s+")


def in_legend(label: str, above: Sequence[str]) -> str:
    """Return what a legend says a label stands for, the label itself when there is none.

    >>> in_legend("(1)", ["(1) 6.9 without the patch", "(2) 6.9"])
    '(1) 6.9 without the patch'
    """
    bare = label.strip()
    if not 0 < len(bare) <= _LONGEST_LABEL:
        return label
    for text in reversed(above):
        line = text.strip().lstrip("-*o ").strip("\"'")
        if not line.startswith(bare) or len(line) > _LONGEST_LINE:
            continue
        rest = line[len(bare) :].lstrip("\"'")
        match = _SEPARATOR.match(rest)
        if match is not None and len(rest) > match.end():
            is_listed = match[0].strip() != "" or not bare[0].isalpha()
            if is_listed:
                return f"{bare} {rest[match.end() :].strip()}"
    return label
