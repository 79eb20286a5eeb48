"""Comparing the revisions of a series."""

from lkmltrack.tracker.ports import Outside


def range_diff(
    text: str, outside: Outside, *, older: str = "", newer: str = "", stream: bytes | None = None
) -> str:
    """Return the range-diff between two revisions, by default the last two."""
    raise NotImplementedError
