"""How long a request may take and how much it may bring."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one request; times are in seconds, sizes in bytes.

    ``timeout`` is (connect, silence); None leaves both to git config's
    ``liblore.*.requesttimeout`` and, without it, to liblore's 5 and 30
    seconds. ``message`` and ``thread`` bound the whole transfer of a small
    and of a large answer; the waits that a server asks for do not count.
    ``cool_down`` None means a tenth of a second between requests, or next
    to nothing when the archive is on this machine.
    """

    timeout: tuple[float, float] | None = None
    message: float = 60.0
    thread: float = 600.0
    tries: int = 4
    first_wait: float = 1.0
    longest_wait: float = 60.0
    cool_down: float | None = None
    compressed: int = 64 * MEBIBYTE
    expanded: int = 512 * MEBIBYTE
    page: int = 8 * MEBIBYTE
    ratio: int = 200
    """Expanded to compressed; looked at only beyond ``free_expansion``."""
    free_expansion: int = 16 * MEBIBYTE
    slowest: int = 1024
    """An answer that brings fewer bytes than this in a time of silence has stalled."""
    redirects: int = 5
    overlap: float = 3600.0
    """How far before the asked moment ``updates`` begins: an archive's search runs behind."""
    scoped_updates: int = 4 * MEBIBYTE
    """More than this cannot be the news of one thread: see ``LoreArchive.updates``."""
