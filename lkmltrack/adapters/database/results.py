"""Files of results that a person put to a proposal."""

import sqlite3
import zlib

from lkmltrack.adapters.database.packing import pack, unpack
from lkmltrack.adapters.database.values import microseconds, moment_of, storable
from lkmltrack.errors import StoreForeignError
from lkmltrack.model.said import ResultFile


def keep_result(connection: sqlite3.Connection, file: ResultFile) -> None:
    """Keep a file; one of the same name is replaced."""
    connection.execute(
        "INSERT INTO results (proposal, name, at, by, size, raw) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (proposal, name) DO UPDATE SET at = excluded.at, by = excluded.by,"
        " size = excluded.size, raw = excluded.raw",
        (
            storable(file.proposal),
            storable(file.name),
            microseconds(file.when),
            storable(file.by),
            len(file.data),
            pack(file.data),
        ),
    )


def drop_result(connection: sqlite3.Connection, proposal: str, name: str) -> bool:
    """Drop a file; tell whether there was one."""
    done = connection.execute(
        "DELETE FROM results WHERE proposal = ? AND name = ?", (storable(proposal), storable(name))
    )
    return done.rowcount > 0


def results_of(connection: sqlite3.Connection, proposal: str) -> list[ResultFile]:
    """Return the files of a proposal, oldest first."""
    rows = connection.execute(
        "SELECT proposal, name, at, by, size, raw FROM results WHERE proposal = ? ORDER BY number",
        (storable(proposal),),
    )
    return [
        ResultFile(root, name, _unpacked(raw, size, name), moment_of(at), by)
        for root, name, at, by, size, raw in rows
    ]


def _unpacked(raw: bytes, size: int, name: str) -> bytes:
    try:
        return unpack(raw, size)
    except zlib.error as error:
        raise StoreForeignError(f"the result file {name} is damaged in the database") from error
