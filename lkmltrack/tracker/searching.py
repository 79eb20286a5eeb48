"""Searching the store, or the archive."""

from lkmltrack.model.query import Hit
from lkmltrack.tracker.ports import Outside


def search(
    text: str, outside: Outside, *, remote: bool = False, limit: int = 50, offset: int = 0
) -> list[Hit]:
    """Return the best hits of a query; with ``remote`` the archive's answer is kept first."""
    raise NotImplementedError
