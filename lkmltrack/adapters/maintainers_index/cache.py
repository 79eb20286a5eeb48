"""The index of a MAINTAINERS, kept in the cache under the hash of what it was made from.

A link, named after the state of the files (inode, size, times), leads to the
index without reading them. What is damaged, foreign or cannot be written is
passed over: the cache only ever makes an answer faster.
"""

import os
import sys

from lkmltrack import __version__
from lkmltrack.maintainers.lookup import LAYOUT, Index
from lkmltrack.maintainers.pieces import DamagedPieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_KEY = 180
_OTHERS = 0o077


class Sources:
    """The files that an index is made from; an empty name is a file that is not there."""

    __slots__ = ("maintainers", "mailmap", "script")

    def __init__(self, maintainers: list[str], mailmap: str, script: str) -> None:
        self.maintainers = maintainers
        self.mailmap = mailmap
        self.script = script

    @property
    def paths(self) -> list[str]:
        """All of them."""
        return [*self.maintainers, self.mailmap, self.script]


class _OpenFile:
    """A file that is open for as long as the index that reads it is in use."""

    __slots__ = ("_close", "_number")

    def __init__(self, number: int) -> None:
        self._number = number
        # while the interpreter ends, the module may be gone before its files
        self._close = os.close

    def read(self, start: int, length: int) -> bytes:
        """Return so many bytes from a place."""
        return os.pread(self._number, length, start)

    def __del__(self) -> None:
        self._close(self._number)


def cache_folder(environment: "Mapping[str, str]") -> str:
    """Return the folder of the indexes; empty when there is no place for one."""
    place = environment.get("XDG_CACHE_HOME", "")
    if not place.startswith("/"):
        home = environment.get("HOME", "")
        place = f"{home}/.cache" if home.startswith("/") else ""
    return f"{place}/lkmltrack/maintainers" if place else ""


def open_index(sources: Sources, folder: str, *, is_mended: bool = False) -> Index:
    """Return the index of some files, from the cache when it has one; ``is_mended`` builds anew."""
    key = state_key(sources)
    if folder and key and not is_mended:
        index = opened(f"{folder}/{key}")
        if index is not None:
            return index
    from lkmltrack.adapters.maintainers_index.building import build

    return build(sources, folder, key, is_mended)


def opened(path: str) -> Index | None:
    """Return the index in a file of ours, or None when it is missing, foreign or damaged."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    file = _OpenFile(number)
    state = os.fstat(number)
    if state.st_uid == os.geteuid() and not state.st_mode & _OTHERS:
        try:
            return Index(file.read)
        except (DamagedPieces, OSError):
            pass
    return None


def state_key(sources: Sources) -> str:
    """Return a name for the state of some files; empty when one of them cannot be looked at."""
    states = []
    for path in sources.paths:
        if not path:
            states.append("-")
            continue
        try:
            state = os.stat(path)
        except OSError:
            return ""
        states.append(
            f"{state.st_dev:x}.{state.st_ino:x}.{state.st_size:x}"
            f".{state.st_mtime_ns:x}.{state.st_ctime_ns:x}"
        )
    key = "_".join(states)
    if len(key) > _LONGEST_KEY:
        import hashlib

        key = hashlib.sha256(key.encode()).hexdigest()
    return f"{version_key()}_{key}"


def version_key() -> str:
    """Return what else an index depends on: how it is laid out, and whose marshal reads it."""
    return f"{__version__}.{LAYOUT}.{sys.implementation.cache_tag}"
