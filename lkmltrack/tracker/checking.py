"""Checking that everything lkmltrack needs is there."""

from lkmltrack.tracker.ports import Check, Outside


def checks(outside: Outside) -> list[Check]:
    """Check git, b4, the archive, the tree, the database and the hook."""
    raise NotImplementedError
