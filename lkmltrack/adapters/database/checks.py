"""What can be wrong with a database, one sentence each."""

import sqlite3
import zlib
from collections.abc import Iterator

from lkmltrack.adapters.database.packing import digest_of, unpack

_QUESTIONS = (
    (
        "SELECT count(*) FROM messages AS m LEFT JOIN copies AS c ON c.number = m.copy"
        " WHERE c.number IS NULL",
        "{} messages have lost their bytes",
    ),
    (
        "SELECT count(*) FROM copies WHERE number NOT IN (SELECT copy FROM holds)",
        "{} mails are kept that belong to no message; a rebuild mends it",
    ),
    (
        "SELECT count(*) FROM messages AS m LEFT JOIN ids AS i ON i.number = m.id"
        " WHERE i.message IS NOT m.number",
        "{} messages have no message-id; a rebuild mends it",
    ),
    (
        "SELECT count(*) FROM ids AS i LEFT JOIN messages AS m ON m.number = i.message"
        " WHERE i.message IS NOT NULL AND m.number IS NULL",
        "{} message-ids point at no message; a rebuild mends it",
    ),
    (
        "SELECT count(*) FROM messages AS m WHERE NOT EXISTS"
        " (SELECT 1 FROM fulltext_docsize AS d WHERE d.id = m.number)",
        "{} messages are not in the full-text index; a rebuild mends it",
    ),
)


def find_faults(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what is wrong with the file, the tables, and how they fit together."""
    for (text,) in connection.execute("PRAGMA quick_check(20)"):
        if text != "ok":
            yield f"the file is damaged: {text}"
    for sql, sentence in _QUESTIONS:
        (count,) = connection.execute(sql).fetchone()
        if count:
            yield sentence.format(count)


def find_damaged_mails(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the mails whose bytes are not what was stored; it reads all of them."""
    rows = connection.execute("SELECT number, digest, size, raw FROM copies ORDER BY number")
    for number, digest, size, packed in rows:
        try:
            is_whole = digest_of(unpack(packed, size)) == digest
        except zlib.error:
            is_whole = False
        if not is_whole:
            yield f"the bytes of mail {number} are damaged"


def check_index(connection: sqlite3.Connection) -> None:
    """Raise SQLite's error when the full-text index contradicts itself; needs the write lock."""
    connection.execute("INSERT INTO fulltext (fulltext) VALUES ('integrity-check')")
