"""Bodies: their lines, what is the sender's own, and the parts of a patch."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lkmltrack.mail.addresses import parse_addresses
from lkmltrack.mail.dates import parse_date
from lkmltrack.mail.diffs import diff_ranges, has_diff, touched_files
from lkmltrack.mail.lines import TEXT, Mark, mark_lines, mark_quotes
from lkmltrack.mail.quoting import quote_depth, without_marks
from lkmltrack.model.message import Address, Line, PatchText

_SCISSORS = re.compile(r"[-\s]*(?:8<|>8|%<|>%)[-\s8<>%]*(?:cut here[-\s]*)?", re.IGNORECASE)
_IN_BODY_FIELD = re.compile(r"(from|subject|date):[ \t]*(.*)", re.IGNORECASE)
_LONGEST_LINE = 500
_LONGEST_BODY = 2_000_000
_MOST_LINES = 500_000


@dataclass(frozen=True, slots=True)
class InBody:
    """The header lines that a patch may carry on top of its text, for ``git am``.

    Each is empty when it is not written; ``lines`` counts what they take.
    """

    author: Address | None = None
    subject: str = ""
    date: str = ""
    lines: int = 0


def split_lines(body: str) -> tuple[Line, ...]:
    """Return the lines of a body, each with its kind and its quote depth.

    Past half a million lines the rest is one line of text.
    """
    lines = _lines(body, _MOST_LINES)
    head, _ = _worth_a_look(body)
    marks = mark_lines(lines if head is body else _lines(head), head)
    marks = marks[: len(lines)] + [TEXT] * (len(lines) - len(marks))
    return tuple(
        _line(number, text, mark)
        for number, (text, mark) in enumerate(zip(lines, marks, strict=True), 1)
    )


def _line(number: int, text: str, mark: Mark) -> Line:
    if not mark.has_marks:
        return Line(number, mark.kind, mark.depth, text)
    depth, content = quote_depth(text)
    return Line(number, mark.kind, mark.depth + depth, content)


def own_and_quoted(body: str) -> tuple[str, str]:
    """Return what the sender wrote, diffs and all, and what the mail quotes, without the marks.

    Every line is in one of the two; attributions are with the quotes.
    """
    head, rest = _worth_a_look(body)
    lines = _lines(head)
    marks = mark_quotes(lines, head)
    if marks is None:
        return body, ""
    own = "\n".join([text for text, mark in zip(lines, marks, strict=True) if mark is TEXT])
    quoted = "\n".join([text for text, mark in zip(lines, marks, strict=True) if mark is not TEXT])
    return f"{own}\n{rest}" if rest else own, without_marks(quoted)


def own_text(body: str) -> str:
    """Return what the sender wrote, without what is quoted."""
    return own_and_quoted(body)[0]


def quoted_text(body: str) -> str:
    """Return what is quoted, without the marks."""
    return own_and_quoted(body)[1]


def _worth_a_look(body: str) -> tuple[str, str]:
    """Divide a body that is longer than any that people write; the rest is a log, or an attack."""
    if len(body) <= _LONGEST_BODY:
        return body, ""
    cut = body.rfind("\n", 0, _LONGEST_BODY) + 1
    return body[:cut], body[cut:]


def _lines(body: str, most: int = -1) -> list[str]:
    lines = body.split("\n", most)
    if not lines[-1]:
        lines.pop()
    return lines


def split_patch(body: str) -> PatchText | None:
    """Return the parts of a patch as ``git am`` divides them, None when there is no diff.

    What stands above scissors, and header lines on top of the text, are left out.
    """
    if not has_diff(body):
        return None
    lines = _lines(body)
    ranges = diff_ranges(lines)
    if not ranges:
        return None
    first = ranges[0][0]
    start = _after_scissors(lines, first)
    start += in_body(lines[start:first]).lines
    cut = next((index for index in range(start, first) if _is_break(lines[index])), first)
    diff = [line for begin, end in ranges for line in lines[begin:end]]
    return PatchText(
        message="\n".join(lines[start:cut]).strip("\n"),
        comment="\n".join(lines[cut + 1 : first]).strip("\n"),
        diff="\n".join(diff) + "\n",
        files=touched_files(diff),
    )


def _is_break(line: str) -> bool:
    """Whether a line ends the commit's text."""
    return line.rstrip() == "---"


def _after_scissors(lines: Sequence[str], end: int) -> int:
    """Return where the patch's text begins: below the last scissors, if there are any."""
    for index in range(end - 1, -1, -1):
        line = lines[index][:_LONGEST_LINE]
        if "-" in line and _SCISSORS.fullmatch(line.strip()):
            return index + 1
    return 0


def in_body(lines: Sequence[str]) -> InBody:
    """Return the header lines on top of a patch's text.

    >>> in_body(["From: Jane Doe <jane@example.org>", "", "mm: add a flag"]).author
    Address(name='Jane Doe', address='jane@example.org')
    """
    found: dict[str, str] = {}
    index = 0
    while index < len(lines) and not lines[index].strip():
        index += 1
    while index < len(lines) and (match := _IN_BODY_FIELD.match(lines[index][:_LONGEST_LINE])):
        found.setdefault(match[1].lower(), match[2].strip())
        index += 1
        while index < len(lines) and lines[index][:1] in (" ", "\t") and lines[index].strip():
            index += 1
    authors = parse_addresses(found.get("from", ""))
    has_author = bool(authors) and bool(authors[0].address)
    if not found or not (has_author or parse_date(found.get("date", "")) or "subject" in found):
        return InBody()
    return InBody(
        author=authors[0] if has_author else None,
        subject=found.get("subject", ""),
        date=found.get("date", ""),
        lines=index,
    )
