"""What the store gives back of a message."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from lkmltrack.adapters.database.packing import unpack
from lkmltrack.adapters.database.values import microseconds, moment_of, storable
from lkmltrack.errors import NotFoundError
from lkmltrack.mail.parse import parse_message
from lkmltrack.model.message import Message
from lkmltrack.model.source import Attached

_FROM_ID = (
    "FROM json_each(?) AS j CROSS JOIN ids AS i ON i.message_id = j.value"
    " JOIN messages AS m ON m.number = i.message"
)


class Messages:
    """Reads messages through a connection that the caller has begun to read with."""

    def __init__(self, connection: sqlite3.Connection, html_to_text: Callable[[str], str]) -> None:
        self._connection = connection
        self._html_to_text = html_to_text

    def raw(self, message_id: str) -> bytes:
        """Return a message byte for byte."""
        row = self._connection.execute(
            f"SELECT c.raw, c.size {_FROM_ID} JOIN copies AS c ON c.number = m.copy",
            (_listed([message_id]),),
        ).fetchone()
        if row is None:
            raise not_here(message_id)
        return unpack(*row)

    def copies(self, message_id: str) -> list[bytes]:
        """Return every differing copy of a message, the one that is shown first."""
        rows = self._connection.execute(
            f"SELECT c.raw, c.size {_FROM_ID} JOIN holds AS h ON h.message = m.number"
            " JOIN copies AS c ON c.number = h.copy ORDER BY c.number != m.copy, c.number",
            (_listed([message_id]),),
        ).fetchall()
        if not rows:
            raise not_here(message_id)
        return [unpack(*row) for row in rows]

    def parsed(self, message_ids: Sequence[str]) -> list[Message]:
        """Return the messages that are here, parsed, in the order asked for."""
        rows = self._connection.execute(
            f"SELECT i.message_id, m.claimed, c.raw, c.size {_FROM_ID}"
            " JOIN copies AS c ON c.number = m.copy ORDER BY j.key",
            (_listed(message_ids),),
        )
        return [
            self._message(message_id, claimed, unpack(raw, size))
            for message_id, claimed, raw, size in rows
        ]

    def one(self, message_id: str) -> Message:
        """Return a message, parsed."""
        found = self.parsed([message_id])
        if not found:
            raise not_here(message_id)
        return found[0]

    def _message(self, message_id: str, claimed: str | None, raw: bytes) -> Message:
        message = parse_message(raw, self._html_to_text)
        if claimed is None:
            return message
        defect = f"another mail has the same Message-ID {claimed}"
        return replace(message, message_id=message_id, defects=(*message.defects, defect))

    def here(self, message_ids: Iterable[str]) -> set[str]:
        """Return those of the message-ids whose messages are here."""
        rows = self._connection.execute(f"SELECT i.message_id {_FROM_ID}", (_listed(message_ids),))
        return {row[0] for row in rows}

    def added_since(self, message_ids: Iterable[str], when: datetime) -> list[str]:
        """Return those of the messages that came in after a moment, in the order given."""
        rows = self._connection.execute(
            f"SELECT i.message_id {_FROM_ID} WHERE m.added > ? ORDER BY j.key",
            (_listed(message_ids), microseconds(when)),
        )
        return [row[0] for row in rows]

    def in_order_of_arrival(self, message_ids: Iterable[str]) -> list[str]:
        """Return those of the messages that are here, in the order they came in."""
        rows = self._connection.execute(
            f"SELECT i.message_id {_FROM_ID}"
            " ORDER BY (SELECT min(h.copy) FROM holds AS h WHERE h.message = m.number)",
            (_listed(dict.fromkeys(message_ids)),),
        )
        return [row[0] for row in rows]

    def matching_ids(self, prefix: str, limit: int) -> list[str]:
        """Return the ids of messages that begin with a prefix."""
        low, high = prefix_range(prefix)
        rows = self._connection.execute(
            "SELECT message_id FROM ids WHERE message_id >= ? AND message_id < ?"
            " AND message IS NOT NULL ORDER BY message_id LIMIT ?",
            (low, high, limit),
        )
        return [row[0] for row in rows]

    def attached(self, message_id: str) -> Attached:
        """Return when a message came in, and through which lists."""
        row = self._connection.execute(
            f"SELECT m.number, m.added {_FROM_ID}", (_listed([message_id]),)
        ).fetchone()
        if row is None:
            raise not_here(message_id)
        lists = self._connection.execute(
            "SELECT name FROM lists JOIN on_lists ON list = number WHERE message = ? ORDER BY name",
            (row[0],),
        )
        return Attached(tuple(name for (name,) in lists), moment_of(row[1]))

    def known_digests(self, message_ids: Iterable[str], list_name: str) -> set[bytes]:
        """Return what is kept under message-ids already, by digest.

        With the name of a list, what has not come through it yet is left out.
        """
        wanted = _listed(message_ids)
        copies = "JOIN holds AS h ON h.message = m.number JOIN copies AS c ON c.number = h.copy"
        came = (
            "(? = '' OR EXISTS (SELECT 1 FROM came AS w JOIN lists AS l ON l.number = w.list"
            " WHERE w.copy = c.number AND l.name = ?))"
        )
        rows = self._connection.execute(
            f"SELECT c.digest {_FROM_ID} {copies} WHERE {came} UNION SELECT c.digest"
            f" FROM json_each(?) AS j CROSS JOIN messages AS m ON m.claimed = j.value {copies}"
            f" WHERE {came}",
            (wanted, list_name, list_name, wanted, list_name, list_name),
        )
        return {row[0] for row in rows}


def _listed(texts: Iterable[str]) -> str:
    return json.dumps([storable(text) for text in texts])


def prefix_range(prefix: str) -> tuple[str, str]:
    """Return the bounds between which all texts with a prefix stand.

    No character is above U+10FFFF, and a message-id never begins with it.
    """
    prefix = storable(prefix)
    return prefix, f"{prefix}\U0010ffff"


def not_here(message_id: str) -> NotFoundError:
    """Return the error for a message that is not in the store."""
    return NotFoundError(
        f"there is no message {message_id} in the store",
        "track its thread, or import the list",
    )
