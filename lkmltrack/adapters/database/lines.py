"""The line of a mail that shows why a search found it."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lkmltrack.adapters.database.bodies import look_into
from lkmltrack.mail.parse import parse_message
from lkmltrack.model.message import Message
from lkmltrack.model.query import And, Field, Node, Or, Term

_MOST_CHARACTERS = 262_144
_MOST_MATCHES = 200
_LONGEST_LINE = 300
_WORD = re.compile(r"\w+")
_QUOTE_MARKS = (">", " >")
_IN_BODY = frozenset((Field.ANY, Field.BODY, Field.OWN, Field.QUOTED, Field.FILE))
_IN_HEADER = frozenset((Field.ANY, Field.SUBJECT, Field.FROM, Field.TO, Field.CC))
_IN_ROW = frozenset((Field.SUBJECT, Field.FROM))
_RECIPIENTS = ((Field.TO, b"to", "To: "), (Field.CC, b"cc", "Cc: "))


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
        self._body = _wanted([term for term in terms if term.field in _IN_BODY])
        self._header = _wanted([term for term in terms if term.field in _IN_HEADER])
        self._html_to_text = html_to_text

    def line(self, hit: Shown) -> str:
        """Return the line that holds most of what was asked for; empty when no text was."""
        if not self._body and not self._header:
            return ""
        if self._fields <= _IN_ROW:
            return _short(self._row_line(hit))
        raw = hit.unpack()
        found = self._quick_line(raw)
        if not found and Field.ANY in self._fields:
            found = self._row_line(hit)
        return _short(found or self._parsed_line(parse_message(raw, self._html_to_text)))

    def _quick_line(self, raw: bytes) -> str:
        """Return the line without parsing the mail; empty when that does not find it."""
        quick = look_into(raw)
        if quick is None:
            return ""
        if all(one.is_ascii for one in self._body):
            found = _best_line(quick.body, self._body)
            if found:
                return quick.decode(found)
        for field, name, label in _RECIPIENTS:
            if field in self._fields:
                for person in quick.recipients(name) or ():
                    if _is_in(person, self._header):
                        return f"{label}{person}"
        return ""

    def _row_line(self, hit: Shown) -> str:
        for label, text in (("", hit.subject), ("From: ", hit.author)):
            if _is_in(_folded(text), self._header):
                return f"{label}{text}"
        return ""

    def _parsed_line(self, message: Message) -> str:
        body = message.body[:_MOST_CHARACTERS]
        found = _best_line(body, self._body) or _best_line(_folded(body), self._body)
        if found or not self._header:
            return found
        people = [("From: ", message.author)]
        people += [("To: ", person) for person in message.to]
        people += [("Cc: ", person) for person in message.cc]
        for label, text in (("", message.subject), *((label, str(one)) for label, one in people)):
            if _is_in(_folded(text), self._header):
                return f"{label}{text}"
        return ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A term to look for: its first word in small letters, and an expression for all of it."""

    word: str
    pattern: re.Pattern[str]
    is_ascii: bool


def _positive_terms(query: Node) -> Iterator[Term]:
    waiting: list[Node] = [query]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Term):
            yield node
        elif isinstance(node, And | Or):
            waiting.extend(reversed(node.parts))


def _wanted(terms: Sequence[Term]) -> tuple[_Wanted, ...]:
    found = {}
    for term in terms:
        words = _WORD.findall(_folded(term.text))
        pattern = _pattern(words, is_prefix=term.is_prefix)
        flags = re.IGNORECASE | (re.ASCII if pattern.isascii() else re.UNICODE)
        found[pattern] = _Wanted(words[0].lower(), re.compile(pattern, flags), pattern.isascii())
    return tuple(found.values())


def _pattern(words: Sequence[str], *, is_prefix: bool) -> str:
    """Return an expression that finds the words of a term as the index does.

    Characters of unspaced scripts are words of their own there, so that no
    boundary is asked for beside them.
    """
    inner = r"\W{1,40}".join(map(re.escape, words))
    before = r"(?<!\w)" if words[0][0].isascii() else ""
    after = r"(?!\w)" if words[-1][-1].isascii() and not is_prefix else ""
    return f"{before}{inner}{after}"


def _folded(text: str) -> str:
    """Return a text without accents, as the index has it."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", bare)


def _is_in(text: str, wanted: Sequence[_Wanted]) -> bool:
    return any(one.pattern.search(text) for one in wanted)


def _best_line(text: str, wanted: Sequence[_Wanted]) -> str:
    """Return the line that holds most of the terms, an unquoted one before a quoted one."""
    terms_of: dict[int, set[str]] = {}
    for one in wanted:
        for place in _places(text, one):
            start = text.rfind("\n", 0, place) + 1
            terms_of.setdefault(start, set()).add(one.word)
            if len(wanted) == 1 and not text.startswith(_QUOTE_MARKS, start):
                break
    if not terms_of:
        return ""
    best = max(
        sorted(terms_of),
        key=lambda start: (len(terms_of[start]), not text.startswith(_QUOTE_MARKS, start)),
    )
    end = text.find("\n", best)
    return text[best : end if end >= 0 else len(text)]


def _places(text: str, wanted: _Wanted) -> Iterator[int]:
    """Yield where a term stands; a search for its first word is faster than an expression."""
    lowered = text.lower()
    if len(lowered) != len(text):
        for match in islice(wanted.pattern.finditer(text), _MOST_MATCHES):
            yield match.start()
        return
    place = -1
    for _ in range(_MOST_MATCHES):
        place = lowered.find(wanted.word, place + 1)
        if place < 0:
            return
        if wanted.pattern.match(text, place):
            yield place


def _short(line: str) -> str:
    """Return a line short enough to be shown, without the blanks around it."""
    line = " ".join(line[: 4 * _LONGEST_LINE].split())
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"
