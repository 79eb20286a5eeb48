"""Everything derived is made again from the kept copies: beside the old, then put in its place."""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from lkmltrack.adapters.database.connection import Database
from lkmltrack.adapters.database.intake import Intake
from lkmltrack.adapters.database.mails import HtmlToText, Mail, prepare
from lkmltrack.adapters.database.packing import unpack
from lkmltrack.adapters.database.schema import LIVE, NEXT, derived_tables
from lkmltrack.errors import StoreBusyError, StoreReadOnlyError

_STEP = 500
"""So many mails at a time keep the write lock for less than a quarter of a second."""

Report = Callable[[str, int, int | None], None]


def rebuild(database: Database, html_to_text: HtmlToText, report: Report) -> None:
    """Derive ids, threads, lists and the index again; killed anywhere, the old ones stay.

    Other programs may go on reading and writing: what they add meanwhile is
    taken in by the last step, which holds the write lock.
    """
    with _alone(database.path):
        with database.writing() as connection:
            _drop(connection, NEXT.all)
            for statement in derived_tables(NEXT, _free_mark(connection)):
                connection.execute(statement)
        last = done = 0
        has_more = True
        while has_more:
            mails = _step(database, last, html_to_text)
            with database.writing() as connection:
                _take(connection, mails, html_to_text)
            last = max((mail.copy or 0 for mail in mails), default=last)
            done += len(mails)
            report("rebuild", done, _count(database))
            # what comes in faster than it is taken up is left to the last step
            has_more = len(mails) == _STEP
        with database.writing() as connection:
            _take(connection, list(_mails(connection, last, -1, html_to_text)), html_to_text)
            _swap(connection)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep a second rebuild away; the system lets go of the lock when the process ends."""
    lock = path.with_name(f"{path.name}.rebuild")
    try:
        handle = os.open(lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreReadOnlyError(
            f"the lock {lock} cannot be made: {error.strerror}", "make its folder writable"
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise StoreBusyError(
            f"another program is rebuilding the database {path}", "wait until it has ended"
        ) from error
    finally:
        lock.unlink(missing_ok=True)
        os.close(handle)


def _step(database: Database, last: int, html_to_text: HtmlToText) -> list[Mail]:
    with database.reading() as connection:
        return list(_mails(connection, last, _STEP, html_to_text))


def _mails(
    connection: sqlite3.Connection, last: int, limit: int, html_to_text: HtmlToText
) -> Iterator[Mail]:
    """Yield the copies after a number, ready to be written again."""
    rows = connection.execute(
        "SELECT number, digest, added, size, raw FROM copies WHERE number > ?"
        " ORDER BY number LIMIT ?",
        (last, limit),
    )
    for number, digest, added, size, packed in rows:
        lists = connection.execute(
            "SELECT name FROM came JOIN lists ON number = list WHERE copy = ?", (number,)
        )
        names = tuple(name for (name,) in lists)
        mail = prepare(unpack(packed, size), names, html_to_text, packed)
        yield replace(mail, copy=number, added=added, digest=digest)


def _take(connection: sqlite3.Connection, mails: list[Mail], html_to_text: HtmlToText) -> None:
    Intake(connection, NEXT, 0, html_to_text).take(mails)


def _count(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute("SELECT count(*) FROM copies").fetchone()[0])


def _swap(connection: sqlite3.Connection) -> None:
    """Put the new tables in the place of the old ones."""
    # a copy that was taken up early may have come through another list since
    connection.execute(
        f"INSERT OR IGNORE INTO {NEXT.on_lists} (list, message) SELECT c.list, h.message"
        f" FROM {NEXT.holds} AS h JOIN came AS c ON c.copy = h.copy"
    )
    connection.execute("DELETE FROM derived")
    _drop(connection, LIVE.all)
    for new, old in zip(NEXT.all, LIVE.all, strict=True):
        connection.execute(f"ALTER TABLE {new} RENAME TO {old}")


def _drop(connection: sqlite3.Connection, names: tuple[str, ...]) -> None:
    for name in names:
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def _free_mark(connection: sqlite3.Connection) -> str:
    """Return a mark that no index has: a renamed table keeps the names of its indexes."""
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")
    taken = {str(name).rpartition("_")[2] for (name,) in names}
    return next(f"_{number}" for number in range(1, 1_000) if str(number) not in taken)
