"""Reading: a thread as a tree, and one message."""

from lkmltrack.model.message import Message
from lkmltrack.model.thread import Thread
from lkmltrack.tracker.ports import Outside


def read_thread(text: str, outside: Outside, *, stream: bytes | None = None) -> Thread:
    """Return the threads of a target as one tree."""
    raise NotImplementedError


def read_message(text: str, outside: Outside) -> Message:
    """Return one message, from the store or else from the archive."""
    raise NotImplementedError


def read_raw(text: str, outside: Outside) -> bytes:
    """Return one message byte for byte."""
    raise NotImplementedError
