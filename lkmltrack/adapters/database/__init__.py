"""The store on SQLite: the only room that knows SQL."""

from lkmltrack.adapters.database.store import SqliteStore, open_store

__all__ = ["SqliteStore", "open_store"]
