"""Sentences: prose without tables, commands and code, cut where a statement ends."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lkmltrack.evidence.text import TextLine
from lkmltrack.evidence.vocabulary.passages import Passage, passages
from lkmltrack.model.evidence import Block

_END = re.compile(
    r"[.!?]{1,3}[\"')\]]?(?=\s+[\"'(\[*_`~+-]?[A-Z0-9~%]|\s*$)|(?<=[a-z]{4})[.!?](?=\s{1,4}[a-z]{2,}[ ,])|(?<=[a-z]{4})\.(?=[A-Z][a-z]* [a-z])"
)
_COLON = re.compile(r":[ ]{0,4}(?=\n|$)")
_BULLET = re.compile(r"\n(?=[ ]{0,12}(?:[-*•+o]|\(?[a-z0-9]{1,2}[.)]|\[\d{1,2}\])[ ]+\S)")
_MARK = re.compile(r"[ ]*(?:[-*•+o]|\(?[a-z0-9]{1,2}[.)]|\[\d{1,2}\]|={2,80}|-{3,80})[ ]+(?=\S)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|approx|resp|cf|etc|no|fig|sec|min|max|avg|incl|ca|mr|dr|ver|esp|a\.k\.a)|\b[A-Z]|^\s*\d{1,2})$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][a-z]+(?:'[a-z]+)?\b")
_CODE = re.compile(
    r"^\s*(?:[$#>]\s|[+@]{2}|/\*|\*/|//|#\s?(?:define|include|if)|(?:static|struct|return|if|for|while|case|echo|export)\b.*[;{(]"
    r"|[\w>.\[\]-]+\s*(?:[-+|&]?=)\s*[^=].*;|[{}]\s*$|.*[;{}]\s*$)"
)
_COLUMNS = re.compile(r"\S(?:[ ]{3,}|[ ]*\|[ ]*)(?=\S)")
_LOG = re.compile(r"^\s*(?:\[?\s*\d{1,5}\.\d{3,6}\]?|\d\d:\d\d:\d\d|\w{3} \d\d \d\d:\d\d)")
_SETTINGS = re.compile(r"\b\w{2,24}=\S")
_PLAIN_END = re.compile(r"[a-z0-9%)]$", re.IGNORECASE)
_FEWEST_WORDS = 2
_LONGEST = 1200
_LABEL = re.compile(r"\s{0,20}[\w(+].{2,60}?\s:\s")
_SHORT = 0.62
"""A line this much shorter than the longest of its passage ends what it says."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement: its words on one line, where it stands, and what stands above it."""

    text: str
    line: int
    line_end: int
    is_quoted: bool
    passage: str
    """The whole passage, for what a sentence takes from its neighbours."""
    breaks: tuple[int, ...] = ()
    """How many characters of the text stand on each of its lines but the last, summed up."""

    def line_of(self, offset: int) -> int:
        """Return the number of the line that a character of the text stands on."""
        return min(self.line + sum(offset >= place for place in self.breaks), self.line_end)


def sentences(lines: Sequence[TextLine], blocks: Sequence[Block]) -> Iterator[Sentence]:
    """Yield the statements of the prose in the lines; a block's lines only where they are prose."""
    taken = {number for block in blocks for number in range(block.line_start, block.line_end + 1)}
    for passage in passages(lines):
        for run in _prose(passage, taken):
            yield from _cut(run, passage)


def _prose(passage: Passage, taken: set[int]) -> Iterator[Sequence[tuple[TextLine, str]]]:
    """Yield runs of lines that are prose, each line with its text as the passage has it."""
    run: list[tuple[TextLine, str]] = []
    for line, text in zip(passage.lines, passage.text.split("\n"), strict=True):
        if _is_prose(text, is_in_block=line.number in taken):
            run.append((line, text))
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def _is_prose(text: str, *, is_in_block: bool) -> bool:
    """Whether a line is part of a sentence, and no command, code, or row of a table."""
    words = _WORD.findall(text)
    if is_in_block:
        return len(words) >= _FEWEST_WORDS and _speaks(text) and not _has_columns(text)
    if not words:
        # the last line of a sentence may be nothing but "45%."
        return (
            bool(text.strip())
            and not _has_columns(text)
            and text.rstrip().endswith((".", "%", ":"))
        )
    return not (_has_columns(text) or _CODE.match(text) or _is_log(text))


_SPEAKING = re.compile(
    r"\b(?:is|are|was|were|has|have|get|gets|got|we|improves?|improved|shows?|about|by|of the)\b",
    re.IGNORECASE,
)


def _speaks(text: str) -> bool:
    return bool(_SPEAKING.search(text))


def _is_log(text: str) -> bool:
    """Whether a line was printed by a program: a time stamp, or mostly ``name=value``."""
    return bool(_LOG.match(text)) or ("=" in text and len(_SETTINGS.findall(text)) >= 3)


def _has_columns(text: str) -> bool:
    """Whether a line is cut into cells, several of which are figures."""
    if "   " not in text.strip() and "|" not in text:
        return False
    cells = _COLUMNS.split(text.strip())
    figures = sum(any(letter.isdigit() for letter in cell) for cell in cells)
    if len(cells) == 2 and not figures:
        return len(cells[0].split()) <= 3 and len(cells[1].split()) <= 3
    return len(cells) >= 3 and figures >= 2 or text.count("|") >= 2


def _cut(run: Sequence[tuple[TextLine, str]], passage: Passage) -> Iterator[Sentence]:
    whole = "\n".join(text for _, text in run)
    places = _places(whole, run)
    for start, end in zip(places, places[1:], strict=False):
        part = whole[start:end][:_LONGEST]
        lead = len(part) - len(part.lstrip())
        mark = _MARK.match(part[lead:])
        lead += mark.end() if mark else 0
        text = " ".join(part[lead:].split()).rstrip(" :")
        if not text:
            continue
        first = whole.count("\n", 0, start + lead)
        last = whole.count("\n", 0, start + len(part.rstrip()))
        yield Sentence(
            text,
            run[first][0].number,
            run[min(last, len(run) - 1)][0].number,
            passage.is_quoted,
            passage.text,
            _breaks(part[lead:]),
        )


def _breaks(part: str) -> tuple[int, ...]:
    """Return where the lines of a part end, once its blanks are folded."""
    counts, total = [], 0
    for line in part.split("\n")[:-1]:
        total += len(" ".join(line.split())) + 1
        counts.append(total)
    return tuple(counts)


def _places(whole: str, run: Sequence[tuple[TextLine, str]]) -> list[int]:
    """Return where the statements of a run of lines begin, and its end."""
    ends = {0, len(whole)}
    for match in _END.finditer(whole):
        is_range = match[0].startswith("..")
        if not is_range and not _ABBREVIATION.search(
            whole[max(match.start() - 12, 0) : match.start()]
        ):
            ends.add(match.end())
    ends.update(match.end() for match in _COLON.finditer(whole))
    ends.update(match.end() for match in _BULLET.finditer(whole))
    ends.update(_short_lines(run))
    return sorted(ends)


def _short_lines(run: Sequence[tuple[TextLine, str]]) -> Iterator[int]:
    """Yield the ends of lines that stop long before the margin while the next begins anew."""
    widest = max(len(text) for _, text in run)
    offset = 0
    for (_, text), (_, following) in zip(run, run[1:], strict=False):
        offset += len(text) + 1
        begins = following.strip()[:1]
        next_word = len(following.split(maxsplit=1)[0]) if following.strip() else 0
        is_short = len(text) + next_word < widest * _SHORT
        is_row = bool(_LABEL.match(text) and _LABEL.match(following))
        is_new = (begins.isupper() or begins in "-*~+") and bool(_PLAIN_END.search(text))
        if is_row or (is_short and is_new):
            yield offset
