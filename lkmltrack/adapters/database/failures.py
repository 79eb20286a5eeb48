"""SQLite's failures, told as the store's own."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lkmltrack.errors import (
    StoreBusyError,
    StoreError,
    StoreForeignError,
    StoreFullError,
    StoreReadOnlyError,
)

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_FORBIDDEN = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
}
# a quota and a limit on file sizes come as failed writes, only ENOSPC comes as SQLITE_FULL
_CANNOT_GROW = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_FSYNC,
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Tell what goes wrong inside as a ``StoreError`` that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise failure(error, path) from error
    except zlib.error as error:
        raise damaged(path, f"a mail cannot be unpacked ({error})") from error


def failure(error: sqlite3.Error, path: Path) -> StoreError:
    """Return the store's own error for one of SQLite's."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    kind = code & 0xFF
    if kind in _BUSY:
        return StoreBusyError(
            f"another program has been writing to the database {path} for too long",
            "try again when it has ended",
        )
    if kind == sqlite3.SQLITE_FULL or code in _CANNOT_GROW:
        return StoreFullError(
            f"the database {path} cannot grow: the disk, a quota or a file size limit is full",
            "make room and run the same command again; what was stored before is safe",
        )
    if kind in _FORBIDDEN:
        return StoreReadOnlyError(
            f"the database {path} cannot be opened for writing",
            "make the file and its folder writable, or name another file with --db",
        )
    if kind in _DAMAGED:
        return damaged(path, str(error))
    return StoreError(f"the database {path} failed: {error}")


def damaged(path: Path, how: str) -> StoreForeignError:
    """Return the error for a file that is no database, or no longer one."""
    return StoreForeignError(
        f"{path} is no lkmltrack database, or is damaged: {how}",
        "name another file with --db, or put back a copy (NAME.bak-v1 and so on lie beside it)",
    )
