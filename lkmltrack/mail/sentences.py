"""The sentences that a sender wrote: unquoted, without code, logs, tables and signatures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lkmltrack.mail.body import split_lines
from lkmltrack.model.message import Line, LineKind

_END = re.compile(r"[.?!]+[\"')\]]{0,2}(?=\s|$)")
_ENUMERATOR = re.compile(r"\(?(?:[a-z]|\d{1,2})[.)]{1,2}")
_BULLET = re.compile(r"\s{0,8}(?:[-*•o]|\(?[0-9a-zA-Z]{1,2}[.)])\s")
_LOG_LINE = re.compile(r"(?:<\d>|\[[\d:. T]{4,20}\])")
_ABBREVIATIONS = frozenset(("e.g.", "i.e.", "etc.", "vs.", "cf.", "eg.", "ie.", "fig.", "approx."))
_CODE_MARKS = ("{", "}", ";", "->", "==", "!=", "&&", "||", "()", "/*", "*/", "+=", "0x")
_CODE_ENDS = (";", "{", "}", ",", "\\", ")")
_PROMPTS = ("$ ", "# ", "% ", "~$ ", "root@", "[root@")
_LONGEST_SENTENCE = 1_500
_LONGEST_QUOTE = 60
_MOST_LINES = 3_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, folded to one line.

    ``line`` is where it begins, from 1 in the decoded body. ``quoted`` is the
    quote right above its paragraph, folded too; empty when there is none.
    ``paragraph`` counts the paragraphs of the mail from 0.
    """

    text: str
    line: int
    quoted: str = ""
    paragraph: int = 0

    @property
    def is_question(self) -> bool:
        """Whether it ends with a question mark."""
        return self.text.rstrip("\"') ").endswith("?")


def find_sentences(body: str) -> tuple[Sentence, ...]:
    """Return the sender's own sentences in order."""
    found: list[Sentence] = []
    for number, (lines, quoted) in enumerate(_paragraphs(split_lines(body)[:_MOST_LINES])):
        found.extend(_split(lines, quoted, number))
    return tuple(found)


def _paragraphs(lines: Sequence[Line]) -> Iterator[tuple[list[Line], str]]:
    """Yield runs of own prose lines, each with the quote that stands above it."""
    run: list[Line] = []
    quote: list[str] = []
    is_quoting = False
    for line in lines:
        is_own = line.kind is LineKind.TEXT and line.depth == 0
        is_break = not is_own or not line.text.strip() or _is_code(line.text)
        if run and (is_break or _BULLET.match(line.text)):
            yield run, " ".join(quote)
            run = []
        if line.kind is LineKind.QUOTE:
            if not is_quoting:
                quote = []
            is_quoting = True
            quote.append(_folded(line.text))
            del quote[:-_LONGEST_QUOTE]
        elif is_own and line.text.strip():
            is_quoting = False
        if not is_break:
            run.append(line)
    if run:
        yield run, " ".join(quote)


def _folded(text: str) -> str:
    return " ".join(text[:_LONGEST_SENTENCE].split())


def _is_code(text: str) -> bool:
    """Whether a line is code, a log, a command or a row of numbers rather than prose."""
    bare = text[:_LONGEST_SENTENCE].strip()
    if "+0x" in bare or _LOG_LINE.match(bare):
        return True
    if bare.startswith(_PROMPTS) or bare.endswith((";", "{")):
        return True
    if text.startswith(("\t", "    ")) and (
        bare.endswith(_CODE_ENDS) or any(mark in bare for mark in _CODE_MARKS)
    ):
        return True
    digits = sum(character.isdigit() for character in bare)
    return digits > sum(character.isalpha() for character in bare)


def _split(lines: Sequence[Line], quoted: str, paragraph: int) -> Iterator[Sentence]:
    """Yield the sentences of one paragraph."""
    starts: list[tuple[int, int]] = []
    parts: list[str] = []
    length = 0
    for line in lines:
        starts.append((length, line.number))
        parts.append(_folded(line.text))
        length += len(parts[-1]) + 1
    whole = " ".join(parts)
    begin = place = 0
    for end in _ends(whole):
        text = whole[begin:end].strip()
        first = end - len(whole[begin:end].lstrip())
        while place + 1 < len(starts) and starts[place + 1][0] <= first:
            place += 1
        if text:
            yield Sentence(text[:_LONGEST_SENTENCE], starts[place][1], quoted, paragraph)
        begin = end


def _ends(text: str) -> Iterator[int]:
    """Yield where each sentence ends."""
    for match in _END.finditer(text):
        before = text[max(0, match.start() - 24) : match.end()].split()
        word = before[-1].lower().lstrip("([\"'") if before else ""
        if match[0] == "." and (word in _ABBREVIATIONS or _ENUMERATOR.fullmatch(word)):
            continue
        if match[0].startswith(".") and text[match.end() :][:2].strip()[:1].islower():
            continue
        yield match.end()
    yield len(text)
