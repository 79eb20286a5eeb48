"""Queries in public-inbox's language: ``s:"rmap lock" f:lorenzo -b:NAK d:2026-04-01..``."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lkmltrack.errors import UsageError
from lkmltrack.model.query import And, Field, Node, Not, Or, Term
from lkmltrack.tracker.query_dates import Span, parse_date

_LONGEST = 8_192
_MOST_TERMS = 200
_DEEPEST = 12

_FIELDS: dict[str, tuple[Field, ...]] = {
    "s": (Field.SUBJECT,),
    "f": (Field.FROM,),
    "t": (Field.TO,),
    "c": (Field.CC,),
    "tc": (Field.TO, Field.CC),
    "a": (Field.FROM, Field.TO, Field.CC),
    "b": (Field.BODY,),
    "bs": (Field.SUBJECT, Field.BODY),
    "nq": (Field.OWN,),
    "q": (Field.QUOTED,),
    "l": (Field.LIST,),
    "dfn": (Field.FILE,),
    "m": (Field.MESSAGE_ID,),
    "mid": (Field.MESSAGE_ID,),
}
_DATES = {"d": Field.DATE, "dt": Field.DATE, "rt": Field.RECEIVED}
_ONLY_REMOTE = frozenset(
    ("n", "dfa", "dfb", "dfhh", "dfctx", "dfpre", "dfpost", "dfblob", "patchid")
)
_PREFIX = re.compile(r"[a-z]{1,7}:")
_DATE_EXAMPLES = "a date is 20260415, 2026-04, yesterday or 2.weeks.ago; a range has .. in it"


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the query: its column, its mark ``( ) - word quote``, its prefix and its text."""

    column: int
    mark: str
    prefix: str = ""
    text: str = ""


def parse_query(text: str, now: datetime) -> Node:
    """Return a query, taken apart; ``now`` is what relative dates are seen from.

    Words next to each other are all wanted; AND, OR and NOT are written in
    capitals, and OR binds least. Whatever is wrong is a ``UsageError`` that
    names the column.
    """
    if len(text) > _LONGEST:
        raise UsageError(
            f"the query is {len(text)} characters long, more than {_LONGEST}", "search for less"
        )
    tokens = list(_tokens(text))
    if sum(token.mark == "quote" or _is_word(token) for token in tokens) > _MOST_TERMS:
        raise UsageError(f"the query has more than {_MOST_TERMS} words", "search for less")
    parser = _Parser(tokens, len(text) + 1, now)
    node = parser.parse()
    if node is None:
        raise _trouble(1, "there is no word to search for", "write a word, or a field as s:rmap")
    return node


def _is_word(token: _Token) -> bool:
    return token.mark == "word" and token.text not in ("AND", "OR", "NOT")


def _trouble(column: int, what: str, hint: str = "") -> UsageError:
    return UsageError(f"the query is not understood at column {column}: {what}", hint)


def _tokens(text: str) -> Iterator[_Token]:
    """Yield the pieces of a query."""
    place = 0
    while place < len(text):
        character = text[place]
        column = place + 1
        if character.isspace():
            place += 1
        elif character in "()":
            yield _Token(column, character)
            place += 1
        elif character in "-+" and _is_sign(text, place):
            if character == "-":
                yield _Token(column, "-")
            place += 1
        else:
            token, place = _term_token(text, place)
            yield token


def _is_sign(text: str, place: int) -> bool:
    """Whether a minus or plus belongs to what follows; ``--option`` and `` - `` are none."""
    following = text[place + 1 : place + 2]
    return bool(following) and not following.isspace() and following not in "-+)"


def _term_token(text: str, place: int) -> tuple[_Token, int]:
    column = place + 1
    match = _PREFIX.match(text, place)
    prefix = match[0][:-1] if match and _is_field(match[0][:-1]) else ""
    if prefix:
        place += len(prefix) + 1
        following = text[place : place + 1]
        if not following or following.isspace() or following == ")":
            raise _trouble(column, f"nothing stands after {prefix}:", f"as in {prefix}:word")
        if following == "(":
            return _Token(column, "field", prefix), place
    if text[place] == '"':
        end = text.find('"', place + 1)
        if end < 0:
            raise _trouble(place + 1, "the quotation that begins here has no end")
        return _Token(column, "quote", prefix, text[place + 1 : end]), end + 1
    end = _word_end(text, place)
    return _Token(column, "word", prefix, text[place:end]), end


def _is_field(prefix: str) -> bool:
    return prefix in _FIELDS or prefix in _DATES or prefix in _ONLY_REMOTE


def _word_end(text: str, place: int) -> int:
    """Return where a word ends; ``kfree()`` is one, the bracket after ``(a OR b)`` is not."""
    depth = 0
    while place < len(text):
        character = text[place]
        if character.isspace() or character == '"':
            break
        depth += (character == "(") - (character == ")")
        if depth < 0:
            break
        place += 1
    return place


class _Parser:
    """Reads tokens by the grammar: OR of ANDs of terms; nothing wanted is None."""

    def __init__(self, tokens: list[_Token], end: int, now: datetime) -> None:
        self._tokens = tokens
        self._end = end
        self._now = now
        self._place = 0
        self._depth = 0

    def parse(self) -> Node | None:
        """Return the whole query."""
        node = self._either("")
        if self._place < len(self._tokens):
            raise _trouble(self._column(), "this bracket was never opened")
        return node

    def _column(self) -> int:
        if self._place < len(self._tokens):
            return self._tokens[self._place].column
        return self._end

    def _is_operator(self, *names: str) -> bool:
        if self._place >= len(self._tokens):
            return False
        token = self._tokens[self._place]
        return token.mark == "word" and not token.prefix and token.text in names

    def _is_mark(self, mark: str) -> bool:
        return self._place < len(self._tokens) and self._tokens[self._place].mark == mark

    def _either(self, prefix: str) -> Node | None:
        parts = [self._all(prefix)]
        while self._is_operator("OR"):
            self._place += 1
            parts.append(self._all(prefix))
        return _join(Or, parts)

    def _all(self, prefix: str) -> Node | None:
        parts: list[Node | None] = []
        self._expect_term()
        while self._place < len(self._tokens) and not self._is_mark(")"):
            if self._is_operator("OR"):
                break
            if self._is_operator("AND"):
                self._place += 1
                self._expect_term()
            parts.append(self._one(prefix))
        return _join(And, parts)

    def _expect_term(self) -> None:
        """Complain when an operator, a bracket or the end stands where a term should."""
        if self._place >= len(self._tokens):
            if self._tokens:
                raise _trouble(self._end, "something to search for is missing at the end")
            return
        if self._is_mark(")"):
            what = "there is nothing before this bracket" if self._depth else "it was never opened"
            raise _trouble(self._column(), what)
        if self._is_operator("OR", "AND"):
            word = self._tokens[self._place].text
            raise _trouble(
                self._column(),
                f"nothing stands before {word}",
                f'for the word itself write "{word}"',
            )

    def _one(self, prefix: str) -> Node | None:
        is_unwanted = False
        while self._is_mark("-") or self._is_operator("NOT"):
            is_unwanted = not is_unwanted
            self._place += 1
            self._expect_term()
        token = self._tokens[self._place]
        self._place += 1
        if token.mark in ("(", "field"):
            node = self._group(token, prefix)
        else:
            node = _term(token, token.prefix or prefix, self._now)
        return Not(node) if is_unwanted and node is not None else node

    def _group(self, token: _Token, prefix: str) -> Node | None:
        """Return what stands in brackets; a field before them holds for all terms inside."""
        if token.mark == "field":
            prefix = token.prefix
            self._place += 1
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _trouble(token.column, f"brackets are more than {_DEEPEST} deep")
        node = self._either(prefix)
        if not self._is_mark(")"):
            raise _trouble(token.column, "the bracket that opens here is never closed")
        self._place += 1
        self._depth -= 1
        return node


def _join(kind: Callable[[tuple[Node, ...]], Node], parts: list[Node | None]) -> Node | None:
    """Return parts as one node; those without a word say nothing."""
    there = tuple(part for part in parts if part is not None)
    if len(there) < 2:
        return there[0] if there else None
    return kind(there)


def _term(token: _Token, prefix: str, now: datetime) -> Node | None:
    if prefix in _ONLY_REMOTE:
        raise _trouble(
            token.column,
            f"{prefix}: is not kept here",
            "search --remote asks the archive, which knows it",
        )
    if prefix in _DATES:
        return _date_term(token, prefix, now)
    is_prefix = token.mark == "word" and token.text.endswith("*")
    text = token.text.rstrip("*") if token.mark == "word" else token.text
    if prefix in ("m", "mid"):
        text = text.strip().removeprefix("<").removesuffix(">")
    if not any(character.isalnum() or character == "_" for character in text):
        return None
    is_phrase = token.mark == "quote"
    fields = _FIELDS[prefix] if prefix else (Field.ANY,)
    terms = tuple(Term(field, text, is_phrase, is_prefix) for field in fields)
    return terms[0] if len(terms) == 1 else Or(terms)


def _date_term(token: _Token, prefix: str, now: datetime) -> Node:
    first, dots, last = token.text.partition("..")
    field = _DATES[prefix]
    begin = _date(token, first, now) if first.strip() else None
    end = _date(token, last, now) if last.strip() else None
    if begin is None and end is None:
        raise _trouble(token.column, "a range needs a date on one side", _DATE_EXAMPLES)
    if prefix == "d":
        begin, end = _whole_days(begin), _whole_days(end)
    if not dots and begin is not None:
        return Term(field, "", since=begin.begin, until=begin.end)
    since = begin.begin if begin else None
    until = end.end if end else None
    if since is not None and until is not None and since >= until:
        raise _trouble(
            token.column, "the range ends before it begins", "put the earlier date first"
        )
    return Term(field, "", since=since, until=until)


def _date(token: _Token, text: str, now: datetime) -> Span:
    span = parse_date(text, now)
    if span is None:
        raise _trouble(token.column, f"{text[:40]} is no date", _DATE_EXAMPLES)
    return span


def _whole_days(span: Span | None) -> Span | None:
    """Return the days that a span touches: ``d:`` never looks at the hour."""
    if span is None:
        return None
    begin = span.begin.replace(hour=0, minute=0, second=0, microsecond=0)
    last = (span.end - timedelta(microseconds=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return replace(span, begin=begin, end=last + timedelta(days=1))
