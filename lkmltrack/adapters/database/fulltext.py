"""A query compiled to SQL and to the full-text index's own language, with parameters only."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lkmltrack.adapters.database.messages import prefix_range
from lkmltrack.adapters.database.numbers import day_of, first_number
from lkmltrack.adapters.database.scripts import spaced
from lkmltrack.adapters.database.values import seconds, storable
from lkmltrack.model.query import And, Field, Node, Not, Or, Term

_COLUMNS = {
    Field.ANY: "",
    Field.SUBJECT: "{subject} : ",
    Field.FROM: "{author} : ",
    Field.TO: "{recipient} : ",
    Field.CC: "{copied} : ",
    Field.BODY: "{own quoted} : ",
    Field.OWN: "{own} : ",
    Field.QUOTED: "{quoted} : ",
    Field.FILE: "{files} : ",
}
_LAST_NUMBER = (1 << 63) - 1
_DEEPEST_MATCH = 16
"""The index's own parser gives up on expressions not much deeper than that."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a row of ``messages AS m``, and its parameters."""

    sql: str
    parameters: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query in the parts that the database answers.

    ``match`` is a full-text expression that every hit matches, empty when
    there is none. ``conditions`` are what else holds. ``first`` and ``last``
    bound the numbers of the hits.
    """

    match: str
    conditions: tuple[Condition, ...] = ()
    first: int = 0
    last: int = _LAST_NUMBER


@dataclass(slots=True)
class _Bounds:
    first: int = 0
    last: int = _LAST_NUMBER

    def narrow(self, term: Term) -> None:
        if term.since is not None:
            self.first = max(self.first, first_number(day_of(term.since)))
        if term.until is not None:
            self.last = min(self.last, first_number(day_of(term.until) + 1))


@dataclass(slots=True)
class Compiler:
    """Compiles queries; it knows the names of the lists."""

    connection: sqlite3.Connection
    lists: dict[str, int] | None = field(default=None)

    def compile(self, query: Node) -> Compiled:
        """Return the parts of a query: the index's, and the conditions beside it."""
        parts = query.parts if isinstance(query, And) else (query,)
        texts: list[Node] = []
        conditions: list[Condition] = []
        bounds = _Bounds()
        has_positive = any(not isinstance(part, Not) and _match(part) for part in parts)
        for part in parts:
            inner = part.part if isinstance(part, Not) and has_positive else part
            if _match(inner):
                texts.append(part)
                continue
            if isinstance(part, Term) and part.field is Field.DATE:
                bounds.narrow(part)
            conditions.append(self._condition(part))
        match = _match(And(tuple(texts))) if texts else ""
        return Compiled(match, tuple(conditions), bounds.first, bounds.last)

    def _condition(self, node: Node) -> Condition:
        match = _match(node)
        if match:
            return Condition(
                "m.number IN (SELECT rowid FROM fulltext WHERE fulltext MATCH ?)", (match,)
            )
        if isinstance(node, Not):
            inner = self._condition(node.part)
            return Condition(f"NOT ({inner.sql})", inner.parameters)
        if isinstance(node, And | Or):
            return _together(
                " AND " if isinstance(node, And) else " OR ",
                [self._condition(part) for part in node.parts],
            )
        return self._term(node)

    def _term(self, term: Term) -> Condition:
        match term.field:
            case Field.DATE | Field.RECEIVED:
                return _between(term, "m.date" if term.field is Field.DATE else "m.received")
            case Field.LIST:
                return self._list(term)
            case Field.MESSAGE_ID:
                return _message_id(term)
        # a text without a word: nothing is like it
        return Condition("0")

    def _list(self, term: Term) -> Condition:
        """A list is named by its List-Id, its address, or the first part of either."""
        if self.lists is None:
            self.lists = dict(self.connection.execute("SELECT name, number FROM lists").fetchall())
        wanted = term.text.lower().strip("<>").replace("@", ".")
        numbers = [
            number
            for name, number in self.lists.items()
            if _is_list(name.lower().replace("@", "."), wanted, term.is_prefix)
        ]
        marks = ", ".join("?" * len(numbers))
        return Condition(
            f"EXISTS (SELECT 1 FROM on_lists AS o WHERE o.message = m.number"
            f" AND o.list IN ({marks}))",
            tuple(numbers),
        )


def _is_list(name: str, wanted: str, is_prefix: bool) -> bool:
    if is_prefix:
        return name.startswith(wanted)
    return name == wanted or name.startswith(f"{wanted}.")


def _message_id(term: Term) -> Condition:
    if term.is_prefix:
        return Condition(
            "m.id IN (SELECT number FROM ids WHERE message_id >= ? AND message_id < ?)",
            prefix_range(term.text),
        )
    wanted = storable(term.text)
    return Condition(
        "(m.id IN (SELECT number FROM ids WHERE message_id = ?) OR m.claimed = ?)",
        (wanted, wanted),
    )


def _between(term: Term, column: str) -> Condition:
    parts = [Condition(f"{column} IS NOT NULL")]
    if term.since is not None:
        parts.append(Condition(f"{column} >= ?", (_bound(term.since),)))
    if term.until is not None:
        parts.append(Condition(f"{column} < ?", (_bound(term.until),)))
    return _together(" AND ", parts)


def _bound(moment: datetime) -> int:
    return seconds(moment) or 0


def _together(operator: str, conditions: Sequence[Condition]) -> Condition:
    if not conditions:
        return Condition("1")
    return Condition(
        f"({operator.join(condition.sql for condition in conditions)})",
        tuple(parameter for condition in conditions for parameter in condition.parameters),
    )


def _match(node: Node) -> str:
    """Return a query in the index's language; empty when the index alone cannot answer it."""
    if isinstance(node, Term):
        return _match_term(node)
    return _match_tree(node) if _depth(node) <= _DEEPEST_MATCH else ""


def _depth(node: Node) -> int:
    if isinstance(node, Term):
        return 0
    if isinstance(node, Not):
        return 1 + _depth(node.part)
    return 1 + max(map(_depth, node.parts), default=0)


def _match_tree(node: Node) -> str:
    if isinstance(node, Term):
        return _match_term(node)
    if isinstance(node, Not):
        return ""
    if isinstance(node, Or):
        return _all_or_none(" OR ", node.parts)
    wanted = _all_or_none(" AND ", [part for part in node.parts if not isinstance(part, Not)])
    unwanted_parts = [part.part for part in node.parts if isinstance(part, Not)]
    if not wanted or not unwanted_parts:
        return wanted
    unwanted = _all_or_none(" OR ", unwanted_parts)
    return f"({wanted} NOT {unwanted})" if unwanted else ""


def _all_or_none(operator: str, parts: Iterable[Node]) -> str:
    matches = [_match_tree(part) for part in parts]
    if not matches or not all(matches):
        return ""
    return f"({operator.join(matches)})"


def _match_term(term: Term) -> str:
    if term.field not in _COLUMNS or not has_word(term.text):
        return ""
    text = spaced(storable(term.text)).replace('"', " ")
    return f'({_COLUMNS[term.field]}"{text}"{" *" if term.is_prefix else ""})'


def has_word(text: str) -> bool:
    """Whether the index finds a word in a text."""
    return any(character.isalnum() or character == "_" for character in text)
