"""Damage: what mailers and archives do to rows of results, undone as far as it can be."""

import re
from collections.abc import Sequence

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.text import TextLine
from lkmltrack.model.evidence import Damage

_BROKEN_SIGN = re.compile(r"(?<=\d)( {0,4})(?:\ufffd|ą)( {0,4})(?=\d)")
_BOX = re.compile(r" {0,3}\| {2,}(?=[\d<])")
_NO_BREAK = "\u00a0\u2007\u202f\u200b\ufeff"
_CUT_ROW = re.compile(r"[ +|*-]*\d{1,3}\.\d{1,4} ?%.{0,160}\[[k.guH!]\]$")
_LONE_SYMBOL = re.compile(r" *[\w.:<>~$@+-]{2,200}$")
_COLUMNS = frozenset(
    {
        FormName.PERF_REPORT,
        FormName.PERF_CALLGRAPH,
        FormName.LKP,
        FormName.UNIXBENCH,
        FormName.MMTESTS,
        FormName.ALIGNED_TABLE,
    }
)
"""Forms that stand in columns: when no two blanks follow each other, an archive folded them."""
_FEWEST_ROWS = 3


def is_cut_row(text: str) -> bool:
    """Whether a row of a profile lost its symbol to the next line.

    >>> is_cut_row("  12.50%  bash  [kernel.kallsyms]  [k]")
    True
    """
    return "%" in text and bool(_CUT_ROW.match(text))


def is_lone_symbol(text: str) -> bool:
    """Whether a line is one word that may be such a row's symbol."""
    return bool(_LONE_SYMBOL.match(text))


def mended(lines: Sequence[TextLine], form: FormName) -> tuple[tuple[str, ...], tuple[Damage, ...]]:
    """Return the lines of a block as their tool printed them, and what was wrong with them."""
    found: set[Damage] = set()
    texts: list[str] = []
    for line in lines:
        text = _with_signs(line.text, found)
        if "|" in text and form is FormName.PERF_STAT and (box := _BOX.match(text)):
            text = text[box.end() - 2 :]
        if texts and is_cut_row(texts[-1]) and is_lone_symbol(text):
            found.add(Damage.WRAPPED)
            texts[-1] = f"{texts[-1]} {text.strip()}"
        else:
            texts.append(text)
        _note_blanks(line.raw, found)
    if form in _COLUMNS and _is_collapsed(texts):
        found.add(Damage.COLLAPSED)
    return tuple(texts), tuple(one for one in Damage if one in found)


def _with_signs(text: str, found: set[Damage]) -> str:
    if "\ufffd" not in text and "ą" not in text:
        return text
    whole = _BROKEN_SIGN.sub(r"\1±\2", text)
    if whole != text:
        found.add(Damage.SIGN)
    return whole


def _note_blanks(raw: str, found: set[Damage]) -> None:
    if "\t" in raw:
        found.add(Damage.TABS)
    if not raw.isascii() and any(blank in raw for blank in _NO_BREAK):
        found.add(Damage.NO_BREAK_SPACES)


def _is_collapsed(texts: Sequence[str]) -> bool:
    rows = [text.strip() for text in texts if text.strip()]
    return len(rows) >= _FEWEST_ROWS and not any("  " in row or "|" in row for row in rows)
