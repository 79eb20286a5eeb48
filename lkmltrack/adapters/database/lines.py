"""The line of a mail that shows why a search found it."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lkmltrack.mail.parse import parse_message
from lkmltrack.model.message import Message
from lkmltrack.model.query import And, Field, Node, Or, Term

_MOST_CHARACTERS = 262_144
_MOST_MATCHES = 200
_LONGEST_LINE = 300
_LONGEST_HEADER = 65_536
_WORD = re.compile(r"\w+")
_QUOTE_MARKS = (">", " >")
_IN_BODY = frozenset((Field.ANY, Field.BODY, Field.OWN, Field.QUOTED, Field.FILE))
_IN_HEADER = frozenset((Field.ANY, Field.SUBJECT, Field.FROM, Field.TO, Field.CC))
_IN_ROW = frozenset((Field.SUBJECT, Field.FROM))
_PLAIN = re.compile(
    rb'^content-type:[ \t]*text/plain(?:;[ \t\r\n]*charset="?(?:utf-8|us-ascii)"?[ \t]*)?\r?$',
    re.IGNORECASE | re.MULTILINE,
)
_ENCODED = re.compile(
    rb"^content-transfer-encoding:[ \t]*(?:base64|quoted-printable)", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a hit before its mail is unpacked, and how to unpack it."""

    subject: str
    author: str
    unpack: Callable[[], bytes]


class Lines:
    """Finds the line that a query's hits are shown with."""

    def __init__(self, query: Node, html_to_text: Callable[[str], str]) -> None:
        terms = [term for term in _positive_terms(query) if _WORD.search(term.text)]
        self._fields = frozenset(term.field for term in terms)
        self._body = _compiled([term for term in terms if term.field in _IN_BODY])
        self._header = _compiled([term for term in terms if term.field in _IN_HEADER])
        self._html_to_text = html_to_text

    def line(self, hit: Shown) -> str:
        """Return the line that holds most of what was asked for; empty when no text was."""
        if self._body is None and self._header is None:
            return ""
        if self._fields <= _IN_ROW:
            return _short(self._row_line(hit))
        raw = hit.unpack()
        if self._body is not None and self._body.flags & re.ASCII:
            found = _best_line(_plain_body(raw), self._body)
            if found:
                return _short(found.encode("latin-1").decode("utf-8", "replace"))
        if Field.ANY in self._fields and (row_line := self._row_line(hit)):
            return _short(row_line)
        return _short(self._parsed_line(parse_message(raw, self._html_to_text)))

    def _row_line(self, hit: Shown) -> str:
        for label, text in (("", hit.subject), ("From: ", hit.author)):
            if self._header is not None and self._header.search(_folded(text)):
                return f"{label}{text}"
        return ""

    def _parsed_line(self, message: Message) -> str:
        if self._body is not None:
            body = message.body[:_MOST_CHARACTERS]
            found = _best_line(body, self._body) or _best_line(_folded(body), self._body)
            if found:
                return found
        if self._header is None:
            return ""
        people = [("From: ", message.author)]
        people += [("To: ", person) for person in message.to]
        people += [("Cc: ", person) for person in message.cc]
        for label, text in (("", message.subject), *((label, str(one)) for label, one in people)):
            if self._header.search(_folded(text)):
                return f"{label}{text}"
        return ""


def _positive_terms(query: Node) -> Iterator[Term]:
    waiting: list[Node] = [query]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Term):
            yield node
        elif isinstance(node, And | Or):
            waiting.extend(reversed(node.parts))


def _compiled(terms: Sequence[Term]) -> re.Pattern[str] | None:
    """Return one expression for all terms; with ASCII rules when all of them are ASCII."""
    if not terms:
        return None
    pattern = "|".join(dict.fromkeys(_pattern(term) for term in terms))
    return re.compile(pattern, re.IGNORECASE | (re.ASCII if pattern.isascii() else re.UNICODE))


def _pattern(term: Term) -> str:
    """Return an expression that finds the words of a term as the index does.

    Characters of unspaced scripts are words of their own there, so that no
    boundary is asked for beside them.
    """
    words = _WORD.findall(_folded(term.text))
    inner = r"\W{1,40}".join(map(re.escape, words))
    before = r"(?<!\w)" if words[0][0].isascii() else ""
    after = r"(?!\w)" if words[-1][-1].isascii() and not term.is_prefix else ""
    return f"{before}{inner}{after}"


def _folded(text: str) -> str:
    """Return a text without accents, as the index has it."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", bare)


def _plain_body(raw: bytes) -> str:
    """Return the body of a mail that can be read as it is; empty when it has to be decoded.

    Each byte becomes one character: ASCII is found in it, and a line found is
    decoded afterwards.
    """
    place = raw.find(b"\n\n", 0, _LONGEST_HEADER)
    start = place if place >= 0 else raw.find(b"\n\r\n", 0, _LONGEST_HEADER)
    if start < 0:
        return ""
    header = raw[: start + 1]
    lowered = header.lower()
    if b"\ncontent-type:" in lowered and not _PLAIN.search(header):
        return ""
    if b"\ncontent-transfer-encoding:" in lowered and _ENCODED.search(header):
        return ""
    return raw[start : start + _MOST_CHARACTERS].decode("latin-1")


def _best_line(text: str, pattern: re.Pattern[str]) -> str:
    """Return the line with the most different matches, an unquoted one before a quoted one."""
    best, best_rank = "", (0, False)
    found: set[str] = set()
    start = end = -1
    for match in islice(pattern.finditer(text), _MOST_MATCHES):
        if match.start() > end or end < 0:
            start = text.rfind("\n", 0, match.start()) + 1
            end = text.find("\n", match.start())
            end = len(text) if end < 0 else end
            found = set()
        found.add(match[0].lower())
        rank = (len(found), not text.startswith(_QUOTE_MARKS, start))
        if rank > best_rank:
            best, best_rank = text[start:end], rank
    return best


def _short(line: str) -> str:
    """Return a line short enough to be shown, without the blanks around it."""
    line = " ".join(line[: 4 * _LONGEST_LINE].split())
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"
