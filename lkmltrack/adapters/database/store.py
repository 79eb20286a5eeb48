"""The store: one file of SQLite that keeps mail, what was said, and what follows from both."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from lkmltrack.adapters.database import proposals, results, threads
from lkmltrack.adapters.database.connection import Database, make_file
from lkmltrack.adapters.database.failures import told
from lkmltrack.adapters.database.messages import Messages
from lkmltrack.adapters.database.migrations import bring_up_to_date
from lkmltrack.adapters.database.schema import LIVE
from lkmltrack.adapters.database.values import storable
from lkmltrack.errors import StoreForeignError
from lkmltrack.mail.parse import keep_markup
from lkmltrack.model.message import Message
from lkmltrack.model.proposal import Proposal
from lkmltrack.model.query import Hit, Node
from lkmltrack.model.said import ResultFile, Said
from lkmltrack.model.source import Added, Attached, Batch

if TYPE_CHECKING:
    from lkmltrack.adapters.database.writing import Writer

HtmlToText = Callable[[str], str]


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""


class _OwnClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def _say_nothing(what: str, done: int, total: int | None) -> None:
    """Report to nobody."""


def open_store(
    path: Path,
    html_to_text: HtmlToText = keep_markup,
    clock: Clock | None = None,
    timeout: float = 15.0,
) -> "SqliteStore":
    """Open the database of a path, which is made or migrated as needed."""
    make_file(path)
    database = Database(path, timeout)
    try:
        with told(path):
            database.version = bring_up_to_date(database.connection(), path)
    except BaseException:
        database.close()
        raise
    return SqliteStore(database, html_to_text, clock or _OwnClock())


class SqliteStore:
    """Keeps everything in one SQLite file; satisfies the tracker's ``Store``.

    It may be used from several threads and processes at once.
    """

    def __init__(self, database: Database, html_to_text: HtmlToText, clock: Clock) -> None:
        self.path = database.path
        self._database = database
        self._html_to_text = html_to_text
        self._clock = clock

    def add(self, raws: Iterable[bytes], list_name: str = "") -> Added:
        """Keep messages in one transaction; what is known already changes nothing."""
        return self._writer().add(list(raws), list_name)

    def add_batch(self, source: str, batch: Batch, list_name: str = "") -> Added:
        """Keep a batch and its source's cursor in one transaction."""
        return self._writer().add_batch(source, batch, list_name)

    def _writer(self) -> "Writer":
        # imported here, as the searcher and the rebuild are: a command that only reads starts faster
        from lkmltrack.adapters.database.writing import Writer

        return Writer(self._database, self._html_to_text, self._clock)

    def cursor(self, source: str) -> str:
        """Return the cursor kept for a bulk source; empty when there is none."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT cursor FROM cursors WHERE source = ?", (storable(source),)
            ).fetchone()
        return "" if row is None else str(row[0])

    @contextmanager
    def _messages(self) -> Iterator[Messages]:
        with self._database.reading() as connection:
            yield Messages(connection, self._html_to_text)

    def raw(self, message_id: str) -> bytes:
        """Return a message byte for byte."""
        with self._messages() as messages:
            return messages.raw(message_id)

    def copies(self, message_id: str) -> list[bytes]:
        """Return every differing copy that was kept of a message, the shown one first."""
        with self._messages() as messages:
            return messages.copies(message_id)

    def message(self, message_id: str) -> Message:
        """Return a message, parsed."""
        with self._messages() as messages:
            return messages.one(message_id)

    def messages(self, message_ids: Sequence[str]) -> list[Message]:
        """Return the messages that are here, in the order asked for."""
        with self._messages() as messages:
            return messages.parsed(message_ids)

    def has(self, message_id: str) -> bool:
        """Whether the message is here."""
        with self._messages() as messages:
            return bool(messages.here([message_id]))

    def matching_ids(self, prefix: str, limit: int = 10) -> list[str]:
        """Return message-ids that begin with a prefix."""
        with self._messages() as messages:
            return messages.matching_ids(prefix, limit)

    def attached(self, message_id: str) -> Attached:
        """Return when a message came in, and through which lists."""
        with self._messages() as messages:
            return messages.attached(message_id)

    def in_order_of_arrival(self, message_ids: Sequence[str]) -> list[str]:
        """Return those of the messages that are here, in the order they came into the store."""
        with self._messages() as messages:
            return messages.in_order_of_arrival(message_ids)

    def added_since(self, message_ids: Sequence[str], when: datetime) -> list[str]:
        """Return those of the messages that came into the store after a moment."""
        with self._messages() as messages:
            return messages.added_since(message_ids, when)

    def thread_ids(self, message_id: str) -> list[str]:
        """Return the message-ids of the whole thread, oldest first; a ghost's id works too."""
        with self._database.reading() as connection:
            return threads.thread_ids(connection, LIVE, storable(message_id))

    def search(self, query: Node, limit: int = 50, offset: int = 0) -> list[Hit]:
        """Return the best hits of a query."""
        from lkmltrack.adapters.database.hits import Searcher

        with self._database.reading() as connection:
            searcher = Searcher(connection, self._clock.now(), self._html_to_text)
            return searcher.search(query, limit, offset)

    def count(self) -> int:
        """Return how many messages are kept."""
        with self._database.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM messages").fetchone()[0])

    def say(self, said: Said) -> None:
        """Append what a person said."""
        with self._database.writing() as connection:
            proposals.say(connection, said)

    def said(self, proposal: str = "") -> list[Said]:
        """Return what was said of a proposal (of all when empty), oldest first."""
        with self._database.reading() as connection:
            return proposals.said_of(connection, proposal)

    def keep_result(self, file: ResultFile) -> None:
        """Keep a file of results; one of the same name is replaced."""
        with self._database.writing() as connection:
            results.keep_result(connection, file)

    def drop_result(self, proposal: str, name: str) -> bool:
        """Drop a file of results; tell whether there was one."""
        with self._database.writing() as connection:
            return results.drop_result(connection, proposal, name)

    def results(self, proposal: str) -> list[ResultFile]:
        """Return the files of results of a proposal, oldest first."""
        with self._database.reading() as connection:
            return results.results_of(connection, proposal)

    def proposals(self) -> list[Proposal]:
        """Return the tracked proposals by number."""
        with self._database.reading() as connection:
            return proposals.Proposals(connection).all()

    def proposal(self, key: str) -> Proposal:
        """Return a proposal by its number, name, root, or any message-id of its threads."""
        with self._database.reading() as connection:
            return proposals.Proposals(connection).find(key)

    def keep_threads(self, proposal: str, threads: Sequence[tuple[str, str, str]]) -> None:
        """Replace the derived joins of a proposal: (root, reason, because) each."""
        with self._database.writing() as connection:
            proposals.keep_threads(connection, proposal, threads)

    def keep_refreshed(self, proposal: str, when: datetime) -> None:
        """Remember when the archive was last asked about a proposal."""
        with self._database.writing() as connection:
            proposals.keep_refreshed(connection, proposal, when)

    def keep_derived(self, key: str, kind: str, value: str) -> None:
        """Keep a derived text (JSON) under a key; a rebuild forgets it."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO derived (key, kind, value) VALUES (?, ?, ?)"
                " ON CONFLICT (key, kind) DO UPDATE SET value = excluded.value",
                (storable(key), storable(kind), storable(value)),
            )

    def derived(self, key: str, kind: str) -> str:
        """Return a derived text, empty when there is none."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT value FROM derived WHERE key = ? AND kind = ?",
                (storable(key), storable(kind)),
            ).fetchone()
        return "" if row is None else str(row[0])

    def rebuild(self, progress: Callable[[str, int, int | None], None] = _say_nothing) -> None:
        """Derive everything again from the raw messages and from what was said."""
        from lkmltrack.adapters.database.rebuild import rebuild

        rebuild(self._database, self._html_to_text, progress)

    def check(self, *, thorough: bool = False) -> list[str]:
        """Return what is wrong with the database, one sentence each; empty when sound.

        ``thorough`` reads every mail and the whole index as well.
        """
        from lkmltrack.adapters.database.checks import (
            check_index,
            find_damaged_mails,
            find_faults,
        )

        with self._database.reading() as connection:
            faults = list(find_faults(connection))
            if thorough:
                faults += find_damaged_mails(connection)
        if thorough:
            try:
                with self._database.writing() as connection:
                    check_index(connection)
            except StoreForeignError:
                faults.append("the full-text index contradicts itself; a rebuild mends it")
        return faults

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
