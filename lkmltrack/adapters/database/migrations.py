"""A database file is made, recognised, refused, or brought to the present version."""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from lkmltrack.adapters.database.connection import newer
from lkmltrack.adapters.database.failures import damaged
from lkmltrack.adapters.database.schema import APPLICATION_ID, VERSIONS
from lkmltrack.errors import StoreError, StoreFullError


def bring_up_to_date(
    connection: sqlite3.Connection,
    path: Path,
    versions: Sequence[Sequence[str]] = VERSIONS,
) -> int:
    """Make or migrate the tables as needed and return the version that the file now has.

    Each step is one transaction, so that a process killed in the middle
    leaves the version before; a file with content is copied first.
    """
    if version_of(connection, path, len(versions)) == len(versions):
        return len(versions)
    has_backup = False
    while True:
        connection.execute("BEGIN IMMEDIATE")
        try:
            version = version_of(connection, path, len(versions))
            if version == len(versions):
                return version
            if version > 0 and not has_backup:
                _back_up(path, version)
            # a file that was empty when we came has nothing to lose
            has_backup = True
            for statement in versions[version]:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def version_of(connection: sqlite3.Connection, path: Path, known: int) -> int:
    """Return the version of a file, 0 for an empty one; refuse what is not ours or too new."""
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application == APPLICATION_ID:
        if version > known:
            raise newer(path, version, known)
        return version
    tables = int(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    if application or version or tables:
        raise damaged(path, "it belongs to another program")
    return 0


def _back_up(path: Path, version: int) -> None:
    """Copy the file as it is to ``NAME.bak-vN``, whole or not at all."""
    target = path.with_name(f"{path.name}.bak-v{version}")
    unfinished = path.with_name(f"{target.name}.{os.getpid()}")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        # a second connection sees what is committed; the first one holds the write lock
        source, copy = sqlite3.connect(path), sqlite3.connect(unfinished)
        try:
            source.backup(copy)
        finally:
            copy.close()
            source.close()
        os.replace(unfinished, target)
    except OSError as error:
        raise StoreError(f"no copy of {path} could be made: {error.strerror}") from error
    except sqlite3.Error as error:
        raise StoreFullError(
            f"no copy of {path} could be made before it is migrated: {error}",
            "make room beside it; the database is as it was",
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
