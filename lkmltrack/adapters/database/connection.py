"""One connection a thread to the database file, and its transactions."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lkmltrack.adapters.database.failures import damaged, told
from lkmltrack.errors import StoreError, StoreForeignError, StoreNewerError, StoreReadOnlyError

PAGE_SIZE = 4096
"""Large enough that most packed mails need no overflow pages, small enough for random writes."""

_SETTINGS = (
    "PRAGMA synchronous = FULL",  # costs nothing on large transactions, keeps a note at power loss
    "PRAGMA cache_size = -32000",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",  # a file given with --db may be anyone's
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA journal_size_limit = 67108864",
)
_RETRY_EVERY = 0.02
_MAGIC = b"SQLite format 3\0"


class Database:
    """A database file; every thread that uses it gets a connection of its own."""

    def __init__(self, path: Path, timeout: float = 15.0) -> None:
        self.path = path
        self.version = 0
        self._timeout = timeout
        self._here = threading.local()
        self._guard = threading.Lock()
        self._opened: list[sqlite3.Connection] = []
        self._is_closed = False

    def connection(self) -> sqlite3.Connection:
        """Return this thread's connection; a transaction is begun only on purpose."""
        if self._is_closed:
            raise StoreError(f"the database {self.path} is closed already")
        known: sqlite3.Connection | None = getattr(self._here, "connection", None)
        if known is not None:
            return known
        with told(self.path):
            connection = connect(self.path, self._timeout)
        self._here.connection = connection
        with self._guard:
            self._opened.append(connection)
        return connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one moment of the database throughout."""
        connection = self.connection()
        with told(self.path):
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                _roll_back(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that holds the write lock; all is kept, or nothing.

        The lock is asked for at once: a transaction that reads first and
        writes later can never wait for another writer in write-ahead mode.
        """
        connection = self.connection()
        with told(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                self._refuse_newer(connection)
                yield connection
                connection.execute("COMMIT")
            finally:
                _roll_back(connection)

    def _refuse_newer(self, connection: sqlite3.Connection) -> None:
        """A newer lkmltrack may have migrated the file while this one had it open."""
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if found > self.version:
            raise newer(self.path, found, self.version)

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._guard:
            opened, self._opened = self._opened, []
            self._is_closed = True
        for connection in opened:
            with told(self.path):
                connection.close()


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def newer(path: Path, found: int, known: int) -> StoreNewerError:
    """Return the error for a file that a newer lkmltrack wrote."""
    return StoreNewerError(
        f"the database {path} has version {found}, this lkmltrack knows up to version {known}",
        "use the newer lkmltrack, or name another file with --db",
    )


def make_file(path: Path) -> None:
    """Make an empty private file in a private folder; one that is there must be SQLite's."""
    try:
        if path.is_dir():
            raise StoreForeignError(f"{path} is a folder", "name a file with --db")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_RDONLY | os.O_CLOEXEC, 0o600)
        with open(handle, "rb") as file:
            begin = file.read(len(_MAGIC))
    except OSError as error:
        raise StoreReadOnlyError(
            f"the database {path} cannot be made or opened: {error.strerror}",
            "make its folder writable, or name another file with --db",
        ) from error
    if begin not in (b"", _MAGIC):
        # SQLite would take a file of a few bytes for an empty one, and write over it
        raise damaged(path, "it is no SQLite file")


def connect(path: Path, timeout: float) -> sqlite3.Connection:
    """Return a connection with our settings, in write-ahead mode."""
    connection = sqlite3.connect(
        path, timeout=timeout, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        for setting in _SETTINGS:
            connection.execute(setting)
        _write_ahead(connection, path, timeout)
    except BaseException:
        connection.close()
        raise
    return connection


def _write_ahead(connection: sqlite3.Connection, path: Path, timeout: float) -> None:
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    give_up = time.monotonic() + timeout
    while True:
        try:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            break
        except sqlite3.OperationalError as error:
            # SQLite does not wait here by itself when two programs make the file at once
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > give_up:
                raise
            time.sleep(_RETRY_EVERY)
    if mode != "wal":
        raise StoreError(
            f"the folder of {path} does not allow write-ahead logging",
            "a network folder cannot hold the database; name a file on a local disk with --db",
        )
