"""Which message-ids belong to one thread, kept up to date with every message that comes."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lkmltrack.adapters.database.schema import Tables

_MOST_REFERENCES = 1_000
"""The nearest ones and the first one link a message; more come only from forged headers."""


@dataclass(slots=True)
class KnownId:
    """A row of the table of ids."""

    number: int
    thread: int
    message: int | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that has come: its number, its own id, and the ids that it refers to."""

    message: int
    message_id: str
    refers_to: tuple[str, ...]


def references(ids: Sequence[str]) -> tuple[str, ...]:
    """Return the ids that link a message to its thread."""
    if len(ids) > _MOST_REFERENCES:
        ids = (ids[0], *ids[1 - _MOST_REFERENCES :])
    return tuple(ids)


def known_ids(
    connection: sqlite3.Connection, tables: Tables, ids: Iterable[str]
) -> dict[str, KnownId]:
    """Return the rows of those of the ids that were seen before."""
    rows = connection.execute(
        f"SELECT i.message_id, i.number, i.thread, i.message"
        f" FROM json_each(?) AS j CROSS JOIN {tables.ids} AS i ON i.message_id = j.value",
        (json.dumps(list(ids)),),
    )
    return {message_id: KnownId(*rest) for message_id, *rest in rows}


def link(
    connection: sqlite3.Connection,
    tables: Tables,
    arrivals: Sequence[Arrival],
) -> dict[str, int]:
    """Put messages into their threads, joining threads that they connect.

    Returns the numbers of the arrivals' ids.
    """
    wanted = {one.message_id for one in arrivals}.union(*(one.refers_to for one in arrivals))
    known = known_ids(connection, tables, wanted)
    before = {message_id: row.message for message_id, row in known.items()}
    joined = _Joined()
    new: list[str] = []
    next_number = _last_number(connection, tables) + 1
    for arrival in arrivals:
        group = (arrival.message_id, *arrival.refers_to)
        seen = [known[message_id].thread for message_id in group if message_id in known]
        # a thread has the number of one of its ids, so that numbers need no counter of their own
        thread = seen[0] if seen else next_number
        for message_id in group:
            if message_id not in known:
                known[message_id] = KnownId(next_number, thread, None)
                new.append(message_id)
                next_number += 1
        for other in seen[1:]:
            joined.join(thread, other)
        known[arrival.message_id].message = arrival.message
    moved = _merge(connection, tables, joined)
    connection.executemany(
        f"INSERT INTO {tables.ids} (number, message_id, thread, message) VALUES (?, ?, ?, ?)",
        [
            (row.number, message_id, moved.get(row.thread, row.thread), row.message)
            for message_id in new
            for row in (known[message_id],)
        ],
    )
    connection.executemany(
        f"UPDATE {tables.ids} SET message = ? WHERE number = ?",
        [
            (known[one.message_id].message, known[one.message_id].number)
            for one in arrivals
            if before.get(one.message_id, one.message) != one.message
        ],
    )
    return {one.message_id: known[one.message_id].number for one in arrivals}


def _last_number(connection: sqlite3.Connection, tables: Tables) -> int:
    row = connection.execute(f"SELECT coalesce(max(number), 0) FROM {tables.ids}").fetchone()
    return int(row[0])


class _Joined:
    """Sets of thread numbers that turned out to be one thread."""

    def __init__(self) -> None:
        self._sets: dict[int, set[int]] = {}

    def join(self, one: int, other: int) -> None:
        """Remember that two numbers are one thread."""
        if one == other:
            return
        small, large = sorted(
            (self._sets.setdefault(one, {one}), self._sets.setdefault(other, {other})), key=len
        )
        if small is large:
            return
        large |= small
        for number in small:
            self._sets[number] = large

    def sets(self) -> list[set[int]]:
        """Return the sets, each once."""
        return list({id(numbers): numbers for numbers in self._sets.values()}.values())


def _merge(connection: sqlite3.Connection, tables: Tables, joined: _Joined) -> dict[int, int]:
    """Move the smaller threads of each set into its largest; return where each number went.

    Moving the smaller ones keeps the work small however hostile the order of arrival.
    """
    moved: dict[int, int] = {}
    for numbers in joined.sets():
        sizes = {
            number: connection.execute(
                f"SELECT count(*) FROM {tables.ids} WHERE thread = ?", (number,)
            ).fetchone()[0]
            for number in numbers
        }
        target = max(sorted(numbers), key=sizes.__getitem__)
        for number in numbers - {target}:
            moved[number] = target
            if sizes[number]:
                connection.execute(
                    f"UPDATE {tables.ids} SET thread = ? WHERE thread = ?", (target, number)
                )
    return moved


def thread_of(connection: sqlite3.Connection, tables: Tables, message_id: str) -> int | None:
    """Return the number of the thread that an id (a ghost's too) belongs to."""
    row = connection.execute(
        f"SELECT thread FROM {tables.ids} WHERE message_id = ?", (message_id,)
    ).fetchone()
    return None if row is None else int(row[0])


def thread_ids(connection: sqlite3.Connection, tables: Tables, message_id: str) -> list[str]:
    """Return the ids of the messages of a thread that are here, oldest first."""
    rows = connection.execute(
        f"SELECT i.message_id FROM {tables.ids} AS i JOIN {tables.messages} AS m"
        f" ON m.number = i.message"
        f" WHERE i.thread = (SELECT thread FROM {tables.ids} WHERE message_id = ?)"
        f" ORDER BY coalesce(m.date, m.added / 1000000), m.number",
        (message_id,),
    )
    return [row[0] for row in rows]
