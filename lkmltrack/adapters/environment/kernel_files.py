"""The small files of /proc and /sys below some root: bounded, and empty where there is none."""

import zlib
from pathlib import Path

_LARGEST = 1 << 16
_LARGEST_CONFIG = 4 << 20
_GZIP = 31
"""For zlib: a gzip header, the largest window."""


class KernelFiles:
    """Reads below ``root``, so that another machine's copy can be described as well."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, path: str, most: int = _LARGEST) -> str:
        """Return a file's text without blanks around it; empty when it cannot be read."""
        return self._bytes(path, most).decode("utf-8", "replace").replace("\0", " ").strip()

    def unpacked(self, path: str) -> str:
        """Return the text of a gzip file; empty when it is none."""
        data = self._bytes(path, _LARGEST_CONFIG)
        try:
            return (
                zlib.decompressobj(_GZIP)
                .decompress(data, _LARGEST_CONFIG)
                .decode("ascii", "replace")
            )
        except zlib.error:
            return ""

    def names(self, path: str) -> list[str]:
        """Return what is in a folder, numbers in their order; empty when there is none."""
        try:
            found = [entry.name for entry in (self.root / path).iterdir()]
        except OSError:
            return []
        return sorted(found, key=_in_order)

    def has(self, path: str) -> bool:
        """Whether there is such a file or folder."""
        try:
            return (self.root / path).exists()
        except OSError:
            return False

    def link(self, path: str) -> str:
        """Return the last part of what a link points to; empty when it is none."""
        try:
            return (self.root / path).readlink().name
        except OSError:
            return ""

    def _bytes(self, path: str, most: int) -> bytes:
        try:
            with (self.root / path).open("rb") as file:
                return file.read(most)
        except OSError:
            return b""


def _in_order(name: str) -> tuple[str, int, str]:
    """Return a key that puts ``cpu2`` before ``cpu10``."""
    start = name.rstrip("0123456789")
    digits = name[len(start) :]
    return start, int(digits[:9] or -1), name


def chosen(text: str) -> str:
    """Return the word in brackets, as sysfs marks the choice in force.

    >>> chosen("always [madvise] never"), chosen("none")
    ('madvise', 'none')
    """
    _, bracket, rest = text.partition("[")
    return rest.partition("]")[0] if bracket else text
