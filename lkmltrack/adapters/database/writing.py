"""Mails are worked out, and then written in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from lkmltrack.adapters.database.connection import Database
from lkmltrack.adapters.database.intake import Intake
from lkmltrack.adapters.database.mails import HtmlToText, Mail, prepare
from lkmltrack.adapters.database.messages import Messages
from lkmltrack.adapters.database.packing import digest_of
from lkmltrack.adapters.database.schema import LIVE
from lkmltrack.adapters.database.values import microseconds, storable
from lkmltrack.mail.parse import message_id_of
from lkmltrack.model.source import Added, Batch

_PORTION_BYTES = 32 << 20
"""So much mail is worked out before the write lock is taken; more comes in further portions."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""


class Writer:
    """Keeps mails in a database."""

    def __init__(self, database: Database, html_to_text: HtmlToText, clock: Clock) -> None:
        self._database = database
        self._html_to_text = html_to_text
        self._clock = clock

    def add(self, raws: Sequence[bytes], list_name: str) -> Added:
        """Keep mails; those that are known byte for byte are not even parsed."""
        ids = {message_id_of(raw) for raw in raws}
        with self._database.reading() as connection:
            messages = Messages(connection, self._html_to_text)
            known = messages.known_digests(ids, storable(list_name))
        fresh = [raw for raw in raws if digest_of(raw) not in known]
        if not fresh:
            return Added((), len(raws))
        added = self._keep(fresh, list_name, None)
        return Added(added.new, added.known + len(raws) - len(fresh))

    def add_batch(self, source: str, batch: Batch, list_name: str) -> Added:
        """Keep a batch together with its source's cursor."""
        return self._keep(batch.raws, list_name, (storable(source), storable(batch.cursor)))

    def _keep(self, raws: Sequence[bytes], list_name: str, cursor: tuple[str, str] | None) -> Added:
        lists = (list_name,) if list_name else ()
        portions = _portions(raws)
        # parsing and packing need no lock, so that others wait only for what is written
        first = self._prepared(next(portions, []), lists)
        with self._database.writing() as connection:
            intake = Intake(connection, LIVE, microseconds(self._clock.now()), self._html_to_text)
            intake.take(first)
            for portion in portions:
                intake.take(self._prepared(portion, lists))
            if cursor is not None:
                connection.execute(
                    "INSERT INTO cursors (source, cursor) VALUES (?, ?)"
                    " ON CONFLICT (source) DO UPDATE SET cursor = excluded.cursor",
                    cursor,
                )
        return Added(tuple(intake.new), intake.known)

    def _prepared(self, raws: Iterable[bytes], lists: tuple[str, ...]) -> list[Mail]:
        return [prepare(raw, lists, self._html_to_text) for raw in raws]


def _portions(raws: Sequence[bytes]) -> Iterator[list[bytes]]:
    portion: list[bytes] = []
    size = 0
    for raw in raws:
        portion.append(raw)
        size += len(raw)
        if size >= _PORTION_BYTES:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion
