"""The tables, one tuple of SQL statements for each version of the database.

``copies``, ``came``, ``lists``, ``cursors``, ``said``, ``results``, ``joins``
and ``refreshed`` are kept for good. The other tables are derived from them and
from the mails' bytes; ``rebuild`` makes them anew.
"""

from dataclasses import dataclass

APPLICATION_ID = 0x6C6B6D74
"""``lkmt``: tells our files from other SQLite databases."""

COLUMNS = ("subject", "author", "recipient", "copied", "own", "quoted", "files")
"""The columns of the full-text index: To is ``recipient``, Cc is ``copied``."""

_TOKENIZER = "unicode61 remove_diacritics 2 tokenchars ''_''"


@dataclass(frozen=True, slots=True)
class Tables:
    """The names of the derived tables, which stand twice while a rebuild goes on."""

    prefix: str = ""

    @property
    def ids(self) -> str:
        """Every message-id that was seen: of messages, and of ghosts."""
        return f"{self.prefix}ids"

    @property
    def messages(self) -> str:
        """One row a message; the number holds the day, so its order is the order in time."""
        return f"{self.prefix}messages"

    @property
    def holds(self) -> str:
        """Which copies a message has."""
        return f"{self.prefix}holds"

    @property
    def on_lists(self) -> str:
        """Which lists a message came through."""
        return f"{self.prefix}on_lists"

    @property
    def fulltext(self) -> str:
        """The full-text index, without the text itself."""
        return f"{self.prefix}fulltext"

    @property
    def all(self) -> tuple[str, ...]:
        """All names."""
        return (self.ids, self.messages, self.holds, self.on_lists, self.fulltext)


LIVE = Tables()
NEXT = Tables("next_")


def derived_tables(tables: Tables, index_mark: str) -> tuple[str, ...]:
    """Return the statements that make the derived tables; indexes get ``index_mark`` in names."""
    text = tables.fulltext
    return (
        f"CREATE TABLE {tables.ids} (number INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE,"
        " thread INTEGER NOT NULL, message INTEGER)",
        f"CREATE INDEX ids_by_thread{index_mark} ON {tables.ids} (thread)",
        f"CREATE TABLE {tables.messages} (number INTEGER PRIMARY KEY, id INTEGER NOT NULL,"
        " copy INTEGER NOT NULL, date INTEGER, received INTEGER, added INTEGER NOT NULL,"
        " claimed TEXT, subject TEXT NOT NULL, author TEXT NOT NULL)",
        f"CREATE INDEX messages_by_date{index_mark} ON {tables.messages} (date)",
        f"CREATE INDEX messages_by_claimed{index_mark} ON {tables.messages} (claimed)"
        " WHERE claimed IS NOT NULL",
        f"CREATE TABLE {tables.holds} (message INTEGER NOT NULL, copy INTEGER NOT NULL,"
        " PRIMARY KEY (message, copy)) WITHOUT ROWID",
        f"CREATE TABLE {tables.on_lists} (list INTEGER NOT NULL, message INTEGER NOT NULL,"
        " PRIMARY KEY (list, message)) WITHOUT ROWID",
        f"CREATE VIRTUAL TABLE {text} USING fts5({', '.join(COLUMNS)}, content='',"
        f" tokenize='{_TOKENIZER}')",
        # one leaf of the index fills one page; few, large merges instead of many small ones
        f"INSERT INTO {text} ({text}, rank) VALUES ('pgsz', 4000)",
        f"INSERT INTO {text} ({text}, rank) VALUES ('hashsize', {16 << 20})",
        f"INSERT INTO {text} ({text}, rank) VALUES ('automerge', 16)",
        f"INSERT INTO {text} ({text}, rank) VALUES ('crisismerge', 64)",
    )


_VERSION_1 = (
    # the blob comes last, so that the other columns are read without it
    "CREATE TABLE copies (number INTEGER PRIMARY KEY, digest BLOB NOT NULL,"
    " added INTEGER NOT NULL, size INTEGER NOT NULL, raw BLOB NOT NULL)",
    "CREATE TABLE lists (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE came (copy INTEGER NOT NULL, list INTEGER NOT NULL,"
    " PRIMARY KEY (copy, list)) WITHOUT ROWID",
    "CREATE TABLE cursors (source TEXT PRIMARY KEY, cursor TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE said (number INTEGER PRIMARY KEY AUTOINCREMENT, verb TEXT NOT NULL,"
    " proposal TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL, value TEXT NOT NULL)",
    "CREATE INDEX said_of_proposal ON said (proposal, verb, at)",
    "CREATE INDEX said_by_verb ON said (verb, proposal, at)",
    "CREATE TABLE joins (proposal TEXT NOT NULL, place INTEGER NOT NULL, root TEXT NOT NULL,"
    " reason TEXT NOT NULL, because TEXT NOT NULL, PRIMARY KEY (proposal, place)) WITHOUT ROWID",
    "CREATE INDEX joins_by_root ON joins (root)",
    "CREATE TABLE refreshed (proposal TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE derived (key TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,"
    " PRIMARY KEY (key, kind)) WITHOUT ROWID",
    *derived_tables(LIVE, "_1"),
)

_VERSION_2 = (
    "CREATE TABLE results (number INTEGER PRIMARY KEY AUTOINCREMENT, proposal TEXT NOT NULL,"
    " name TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL, size INTEGER NOT NULL,"
    " raw BLOB NOT NULL, UNIQUE (proposal, name))",
)

VERSIONS: tuple[tuple[str, ...], ...] = (_VERSION_1, _VERSION_2)
"""Each entry brings a database from the version that is its index to the next one."""
