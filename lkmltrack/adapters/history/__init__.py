"""The history of a git repository: which commits are posted patches, and where they are."""

from lkmltrack.adapters.history.history import GitHistory

__all__ = ["GitHistory"]
