"""Exporting the mails of a proposal."""

from lkmltrack.tracker.ports import Outside


def export_mbox(text: str, outside: Outside, *, stream: bytes | None = None) -> bytes:
    """Return the mails of a target as an mbox, byte for byte, in the order they came in."""
    raise NotImplementedError
