"""The best hits of a query: where it matches, how well, and how new the message is."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from lkmltrack.adapters.database.fulltext import Compiled, Compiler
from lkmltrack.adapters.database.lines import Lines, Shown
from lkmltrack.adapters.database.numbers import DAY_BITS, day_of, first_number
from lkmltrack.adapters.database.packing import unpack
from lkmltrack.adapters.database.values import date_of
from lkmltrack.model.query import Hit, Node

RANKED = 2_000
"""So many hits are ranked by relevance; of more, the newest are, for a word that is
everywhere tells little, and weighing all of them costs more than a person waits."""

_WEIGHTS = "10.0, 4.0, 0.5, 0.5, 2.0, 0.7, 3.0"
_IN_SUBJECT = 3.0
# the same as Searcher._newness, for the database; parameters: today, today
_NEWNESS = (
    f"CASE WHEN fulltext.rowid >> {DAY_BITS} > ? + 1 THEN 0.0"
    f" ELSE 1.0 / (1.0 + max(0, ? - (fulltext.rowid >> {DAY_BITS})) / 365.0) END"
)


@dataclass(frozen=True, slots=True)
class _Ranked:
    number: int
    score: float


class Searcher:
    """Searches through a connection that the caller has begun to read with."""

    def __init__(
        self, connection: sqlite3.Connection, now: datetime, html_to_text: Callable[[str], str]
    ) -> None:
        self._connection = connection
        self._today = day_of(now)
        self._html_to_text = html_to_text

    def search(self, query: Node, limit: int, offset: int) -> list[Hit]:
        """Return hits, the best first."""
        if limit <= 0:
            return []
        compiled = Compiler(self._connection).compile(query)
        ranked = self._ranked(compiled, limit, max(0, offset))
        return self._hits(ranked, Lines(query, self._html_to_text))

    def _ranked(self, compiled: Compiled, limit: int, offset: int) -> list[_Ranked]:
        if not compiled.match:
            return self._newest(compiled, limit, offset)
        newest = self._matching(compiled, compiled.match, RANKED + 1)
        if len(newest) <= RANKED:
            return self._by_relevance(compiled, limit, offset)
        return self._by_place(compiled, newest, limit, offset)

    def _newest(self, compiled: Compiled, limit: int, offset: int) -> list[_Ranked]:
        """Return what no text was asked of: the newest first."""
        where, parameters = _where(compiled)
        rows = self._connection.execute(
            f"SELECT m.number FROM messages AS m WHERE m.number BETWEEN ? AND ?{where}"
            " ORDER BY m.number DESC LIMIT ? OFFSET ?",
            (compiled.first, compiled.last, *parameters, limit, offset),
        )
        return [_Ranked(number, self._newness(number)) for (number,) in rows]

    def _by_relevance(self, compiled: Compiled, limit: int, offset: int) -> list[_Ranked]:
        where, parameters = _where(compiled)
        rows = self._connection.execute(
            f"SELECT fulltext.rowid, bm25(fulltext, {_WEIGHTS}) * (1.0 + {_NEWNESS}) AS score"
            f" FROM fulltext CROSS JOIN messages AS m ON m.number = fulltext.rowid"
            f" WHERE fulltext MATCH ? AND fulltext.rowid BETWEEN ? AND ?{where}"
            " ORDER BY score, fulltext.rowid DESC LIMIT ? OFFSET ?",
            (
                *(self._today, self._today),
                *(compiled.match, compiled.first, compiled.last),
                *parameters,
                *(limit, offset),
            ),
        )
        return [_Ranked(number, -score) for number, score in rows]

    def _by_place(
        self, compiled: Compiled, newest: Sequence[int], limit: int, offset: int
    ) -> list[_Ranked]:
        """Return hits in subjects first, then the others, the newest first."""
        in_subject = self._matching(compiled, f"{{subject}} : ({compiled.match})", RANKED)
        subjects = frozenset(in_subject)
        others = [number for number in newest if number not in subjects]
        best = [*in_subject, *others]
        if offset + limit > len(best):
            missing = offset + limit - len(best)
            older = self._matching(
                replace(compiled, last=min(newest) - 1), compiled.match, missing + len(subjects)
            )
            best += [number for number in older if number not in subjects]
        return [
            _Ranked(number, (_IN_SUBJECT if number in subjects else 1.0) + self._newness(number))
            for number in best[offset : offset + limit]
        ]

    def _matching(self, compiled: Compiled, match: str, limit: int) -> list[int]:
        """Return the numbers of the newest messages that a text expression finds."""
        where, parameters = _where(compiled)
        rows = self._connection.execute(
            f"SELECT fulltext.rowid FROM fulltext"
            f" CROSS JOIN messages AS m ON m.number = fulltext.rowid"
            f" WHERE fulltext MATCH ? AND fulltext.rowid BETWEEN ? AND ?{where}"
            " ORDER BY fulltext.rowid DESC LIMIT ?",
            (match, compiled.first, compiled.last, *parameters, limit),
        )
        numbers = [row[0] for row in rows]
        to_come = first_number(self._today + 2)
        if numbers and numbers[0] >= to_come:
            # a forged date is no way to the top
            numbers.sort(key=lambda number: (number < to_come, number), reverse=True)
        return numbers

    def _newness(self, number: int) -> float:
        """Return what being new adds: 1 today, a half after a year; a date to come adds none."""
        age = self._today - (number >> DAY_BITS)
        return 0.0 if age < -1 else 1.0 / (1.0 + max(0, age) / 365.0)

    def _hits(self, ranked: Sequence[_Ranked], lines: Lines) -> list[Hit]:
        rows = self._connection.execute(
            "SELECT i.message_id, m.subject, m.author, m.date, m.copy"
            " FROM json_each(?) AS j CROSS JOIN messages AS m ON m.number = j.value"
            " JOIN ids AS i ON i.number = m.id ORDER BY j.key",
            (json.dumps([one.number for one in ranked]),),
        ).fetchall()
        return [
            Hit(
                message_id=message_id,
                subject=subject,
                author=author,
                date=date_of(date),
                line=lines.line(Shown(subject, author, partial(self._raw, copy))),
                score=one.score,
            )
            for one, (message_id, subject, author, date, copy) in zip(ranked, rows, strict=True)
        ]

    def _raw(self, copy: int) -> bytes:
        packed, size = self._connection.execute(
            "SELECT raw, size FROM copies WHERE number = ?", (copy,)
        ).fetchone()
        return unpack(packed, size)


def _where(compiled: Compiled) -> tuple[str, tuple[object, ...]]:
    """Return the conditions as the end of a WHERE, and their parameters."""
    sql = "".join(f" AND {condition.sql}" for condition in compiled.conditions)
    parameters = (value for condition in compiled.conditions for value in condition.parameters)
    return sql, tuple(parameters)
