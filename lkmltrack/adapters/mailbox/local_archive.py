"""An archive without a network: an inbox, a maildir or an mbox on this computer."""

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from lkmltrack.adapters.mailbox.mailboxes import LocalMailboxes
from lkmltrack.adapters.mailbox.opening import shown
from lkmltrack.adapters.mailbox.reference_index import ReferenceIndex
from lkmltrack.adapters.mailbox.walking import Shelf
from lkmltrack.errors import InterruptedPull, NotFoundError, UsageError
from lkmltrack.mail.parse import parse_message

Progress = Callable[[str, int, int | None], None]

_REPORTED_EVERY = 500


def _no_progress(what: str, done: int, total: int | None) -> None:
    """Say nothing."""


class LocalArchive:
    """An archive that is a folder or a file; ``url`` is its path.

    The first question reads every header once; later ones read what came
    since, so that a program that stays open sees new mail.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = shown(path)
        self._shelf: Shelf = LocalMailboxes().source(path)
        self._index = ReferenceIndex()
        self._cursor = ""
        self._lock = threading.Lock()
        self._cancelled = threading.Event()

    def thread(self, message_id: str, progress: Progress = _no_progress) -> list[bytes]:
        """Return every message of a thread, byte for byte, in the order they came."""
        self._refresh(progress)
        places = self._index.thread(message_id)
        if not places:
            raise self._nothing(message_id)
        return list(dict.fromkeys(self._shelf.raws(places)))

    def message(self, message_id: str) -> bytes:
        """Return one message."""
        self._refresh(_no_progress)
        places = self._index.copies(message_id)
        if not places:
            raise self._nothing(message_id)
        return self._shelf.raws(places[:1])[0]

    def updates(self, message_id: str, since: datetime) -> list[bytes]:
        """Return the messages of a thread that were received since then.

        What tells no time of receipt is taken by its date, and what tells no
        time at all is among them.
        """
        return [raw for raw in self.thread(message_id) if _is_since(raw, since)]

    def search(self, query: str, *, whole_threads: bool = False) -> list[bytes]:
        """Refuse: a local archive has no search of its own."""
        raise UsageError(
            f"{self.url}: a local archive cannot be searched for {query!r}",
            f"`lkmltrack import {self.url}` once, then `lkmltrack search` without --remote.",
        )

    def page(self, url: str) -> bytes:
        """Refuse: a local archive has no pages."""
        raise UsageError(
            f"{self.url}: a local archive cannot fetch {url}",
            "Name an archive on the web with --archive.",
        )

    def cancel(self) -> None:
        """Stop whatever is under way, from any thread."""
        self._cancelled.set()

    def _refresh(self, progress: Progress) -> None:
        """Read what came since the last time."""
        with self._lock:
            self._cancelled.clear()
            walk = self._shelf.walk(self._cursor)
            for count, found in enumerate(walk, 1):
                self._index.add(found.raw, found.place)
                if count % _REPORTED_EVERY == 0:
                    progress("mails", count, None)
                    if self._cancelled.is_set():
                        self._forget()
                        raise InterruptedPull("reading was cancelled", url=self.url)
            self._cursor = walk.cursor

    def _forget(self) -> None:
        """Begin anew next time: half an index would answer half the truth."""
        self._index = ReferenceIndex()
        self._cursor = ""

    def _nothing(self, message_id: str) -> NotFoundError:
        return NotFoundError(
            f"{self.url}: no message <{message_id}>",
            "Other lists may have it: try another --archive.",
        )


def _is_since(raw: bytes, since: datetime) -> bool:
    message = parse_message(raw)
    when = message.received or message.date
    return when is None or when >= since
