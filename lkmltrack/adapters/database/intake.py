"""Mails come in: which are new, what they are called, and all the rows that they bring."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lkmltrack.adapters.database import threads
from lkmltrack.adapters.database.likeness import is_same_mail
from lkmltrack.adapters.database.mails import HtmlToText, Mail
from lkmltrack.adapters.database.numbers import Numbers
from lkmltrack.adapters.database.packing import unpack
from lkmltrack.adapters.database.schema import COLUMNS, Tables
from lkmltrack.adapters.database.values import storable
from lkmltrack.mail.identity import made_id
from lkmltrack.mail.parse import parse_message
from lkmltrack.model.message import Message, Origin

_MOST_COMPARED = 16
"""A flood of mails under one Message-ID is not compared each with each."""


@dataclass(slots=True)
class _Holding:
    """A message that is in the store, and the copies that are kept of it."""

    identity: str
    number: int
    added: int
    copies: dict[bytes, int]
    mail: Mail | None = None
    message: Message | None = None


@dataclass(slots=True)
class _Rows:
    """What waits to be written."""

    copies: list[tuple[int, bytes, int, int, bytes]] = field(default_factory=list)
    came: list[tuple[int, int]] = field(default_factory=list)
    messages: list[tuple[_Holding, Mail, int, str | None]] = field(default_factory=list)
    holds: list[tuple[int, int]] = field(default_factory=list)
    on_lists: list[tuple[int, int]] = field(default_factory=list)
    links: list[threads.Arrival] = field(default_factory=list)


class Intake:
    """Takes mails in, inside one transaction of the caller."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        tables: Tables,
        added: int,
        html_to_text: HtmlToText,
    ) -> None:
        self.new: list[str] = []
        self.known = 0
        self._connection = connection
        self._tables = tables
        self._added = added
        self._html_to_text = html_to_text
        self._numbers = Numbers(connection, tables)
        self._next_copy = 1 + int(
            connection.execute("SELECT coalesce(max(number), 0) FROM copies").fetchone()[0]
        )
        self._list_numbers: dict[str, int] = {}
        self._rows = _Rows()

    def take(self, mails: Sequence[Mail]) -> None:
        """Write mails; what is known already changes nothing."""
        holdings = self._holdings({mail.message_id for mail in mails})
        for mail in mails:
            claimants = holdings.setdefault(mail.message_id, [])
            self._take_one(mail, claimants)
        self._flush()

    def _take_one(self, mail: Mail, claimants: list[_Holding]) -> None:
        for holding in claimants:
            if mail.digest in holding.copies:
                self._on_lists(mail, holding, holding.copies[mail.digest])
                self.known += 1
                return
        copy = self._keep_copy(mail)
        message = mail.parsed(self._html_to_text) if claimants else None
        for holding in claimants[:_MOST_COMPARED]:
            if message is not None and is_same_mail(self._message_of(holding), message):
                self._keep_beside(mail, holding, copy)
                self.known += 1
                return
        claimants.append(self._keep_new(mail, copy, is_claimed=bool(claimants)))

    def _keep_copy(self, mail: Mail) -> int:
        if mail.copy is not None:
            return mail.copy
        number = self._next_copy
        self._next_copy += 1
        self._rows.copies.append((number, mail.digest, self._added, mail.size, mail.packed))
        return number

    def _keep_new(self, mail: Mail, copy: int, *, is_claimed: bool) -> _Holding:
        """Keep a message that was not here; under a made identity when its own is taken."""
        claimed = mail.message_id if is_claimed else None
        identity = mail.message_id
        if is_claimed:
            identity = made_id(mail.raw())
        added = mail.added or self._added
        number = self._numbers.next(mail.date, added)
        holding = _Holding(identity, number, added, {mail.digest: copy}, mail)
        self._rows.messages.append((holding, mail, copy, claimed))
        self._rows.holds.append((number, copy))
        self._on_lists(mail, holding, copy)
        self.new.append(identity)
        return holding

    def _keep_beside(self, mail: Mail, holding: _Holding, copy: int) -> None:
        """Keep another copy of a message; a real mail takes the place of a rebuilt page."""
        shown = self._message_of(holding)
        holding.copies[mail.digest] = copy
        if shown.origin is Origin.PAGE and not mail.is_page:
            self._replace(mail, holding, copy)
        else:
            self._rows.holds.append((holding.number, copy))
            self._rows.links.append(_arrival(holding, mail, None))
        self._on_lists(mail, holding, copy)

    def _replace(self, mail: Mail, holding: _Holding, copy: int) -> None:
        """Show another copy of a message from now on.

        The index has no text to delete the old row by; without a row in
        ``messages`` it is never a hit.
        """
        self._flush()
        old, holding.number = holding.number, self._numbers.next(mail.date, holding.added)
        holding.mail, holding.message = mail, None
        tables = self._tables
        claimed = self._connection.execute(
            f"SELECT claimed FROM {tables.messages} WHERE number = ?", (old,)
        ).fetchone()[0]
        self._connection.execute(f"DELETE FROM {tables.messages} WHERE number = ?", (old,))
        for table in (tables.holds, tables.on_lists):
            self._connection.execute(
                f"UPDATE {table} SET message = ? WHERE message = ?", (holding.number, old)
            )
        self._rows.messages.append((holding, mail, copy, claimed))
        self._rows.holds.append((holding.number, copy))

    def _on_lists(self, mail: Mail, holding: _Holding, copy: int) -> None:
        for name in mail.lists:
            number = self._list_number(name)
            self._rows.on_lists.append((number, holding.number))
            if mail.copy is None:
                self._rows.came.append((copy, number))
        for name in mail.list_ids:
            self._rows.on_lists.append((self._list_number(name), holding.number))

    def _list_number(self, name: str) -> int:
        name = storable(name)
        if name not in self._list_numbers:
            self._connection.execute("INSERT OR IGNORE INTO lists (name) VALUES (?)", (name,))
            row = self._connection.execute("SELECT number FROM lists WHERE name = ?", (name,))
            self._list_numbers[name] = int(row.fetchone()[0])
        return self._list_numbers[name]

    def _holdings(self, ids: Iterable[str]) -> dict[str, list[_Holding]]:
        """Return what is here under each of the ids: its message, and others that claim it."""
        tables = self._tables
        found: dict[str, list[_Holding]] = {}
        for message_id, row in threads.known_ids(self._connection, tables, ids).items():
            if row.message is None:
                continue
            others = self._connection.execute(
                f"SELECT i.message_id, m.number FROM {tables.messages} AS m"
                f" JOIN {tables.ids} AS i ON i.number = m.id WHERE m.claimed = ?"
                f" ORDER BY m.copy",
                (message_id,),
            )
            claimants = [(message_id, row.message), *others]
            found[message_id] = [self._holding(identity, number) for identity, number in claimants]
        return found

    def _holding(self, identity: str, number: int) -> _Holding:
        tables = self._tables
        (added,) = self._connection.execute(
            f"SELECT added FROM {tables.messages} WHERE number = ?", (number,)
        ).fetchone()
        copies = self._connection.execute(
            f"SELECT c.digest, c.number FROM {tables.holds} AS h"
            f" JOIN copies AS c ON c.number = h.copy WHERE h.message = ?",
            (number,),
        )
        return _Holding(identity, number, added, dict(copies.fetchall()))

    def _message_of(self, holding: _Holding) -> Message:
        if holding.message is None and holding.mail is not None:
            holding.message = holding.mail.parsed(self._html_to_text)
        if holding.message is None:
            packed, size = self._connection.execute(
                f"SELECT c.raw, c.size FROM {self._tables.messages} AS m"
                f" JOIN copies AS c ON c.number = m.copy WHERE m.number = ?",
                (holding.number,),
            ).fetchone()
            holding.message = parse_message(unpack(packed, size), self._html_to_text)
        return holding.message

    def _flush(self) -> None:
        """Write what waits; the index wants its rows in ascending order."""
        rows, self._rows = self._rows, _Rows()
        tables = self._tables
        many = self._connection.executemany
        many(
            "INSERT INTO copies (number, digest, added, size, raw) VALUES (?,?,?,?,?)", rows.copies
        )
        many("INSERT OR IGNORE INTO came (copy, list) VALUES (?, ?)", rows.came)
        many(f"INSERT INTO {tables.holds} (message, copy) VALUES (?, ?)", rows.holds)
        many(f"INSERT OR IGNORE INTO {tables.on_lists} (list, message) VALUES (?,?)", rows.on_lists)
        # in the order of the copies, so that a rebuild links them in the same way
        arrivals = [_arrival(holding, mail, claimed) for holding, mail, _, claimed in rows.messages]
        numbers = threads.link(self._connection, tables, [*arrivals, *rows.links])
        rows.messages.sort(key=lambda row: row[0].number)
        many(
            f"INSERT INTO {tables.messages} (number, id, copy, date, received, added, claimed,"
            " subject, author) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                _message_row(numbers[holding.identity], holding, mail, copy, claimed)
                for holding, mail, copy, claimed in rows.messages
            ],
        )
        marks = ", ".join("?" * (1 + len(COLUMNS)))
        many(
            f"INSERT INTO {tables.fulltext} (rowid, {', '.join(COLUMNS)}) VALUES ({marks})",
            [(holding.number, *mail.columns) for holding, mail, _, _ in rows.messages],
        )


def _arrival(holding: _Holding, mail: Mail, claimed: str | None) -> threads.Arrival:
    refers_to = mail.refers_to if claimed is None else (claimed, *mail.refers_to)
    return threads.Arrival(holding.number, holding.identity, refers_to)


def _message_row(
    id_number: int, holding: _Holding, mail: Mail, copy: int, claimed: str | None
) -> tuple[object, ...]:
    return (
        holding.number,
        id_number,
        copy,
        mail.date,
        mail.received,
        holding.added,
        claimed,
        mail.subject,
        mail.author,
    )
