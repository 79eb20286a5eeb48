"""The files of a tree, read by lines: from the disk, or from the commit of a bare repository."""

import os
import stat
from collections.abc import Iterator

from lkmltrack.adapters.source_tree.process import SourceGit

_LARGEST_FILE = 32 << 20
_MOST_KEPT = 16
_MOST_PATHS = 2_000_000


class SourceFiles:
    """Reads files; the last ones are kept."""

    def __init__(self, git: SourceGit) -> None:
        self._git = git
        self._kept: dict[str, bytes] = {}

    def from_line(self, path: str, number: int, length: int) -> bytes:
        """Return what stands in a file from a line on; nothing when there is no such line."""
        data = self._content(path)
        place = 0
        for _ in range(number - 1):
            place = data.find(b"\n", place) + 1
            if place <= 0:
                return b""
        return data[place : place + length]

    def paths(self) -> Iterator[str]:
        """Yield the path of every file."""
        if not self._git.has_history:
            yield from self._walk()
            return
        listing = (
            ("ls-tree", "-r", "-z", "--name-only", "HEAD")
            if self._git.is_bare
            else ("ls-files", "-z", "--cached")
        )
        with self._git.running(*listing) as output:
            rest = b""
            for line in output:
                *whole, rest = (rest + line).split(b"\0")
                yield from map(os.fsdecode, whole)
                rest += b"\n" if rest else b""

    def _walk(self) -> Iterator[str]:
        """Yield the files of a folder and of those below; symbolic links are not followed."""
        start = len(self._git.path) + 1
        count = 0
        for folder, folders, names in os.walk(self._git.path):
            folders[:] = [name for name in folders if name != ".git"]
            for name in names:
                yield f"{folder}/{name}"[start:]
            count += len(names)
            if count > _MOST_PATHS:
                return

    def _content(self, path: str) -> bytes:
        data = self._kept.get(path)
        if data is None:
            data = self._committed(path) if self._git.is_bare else self._on_disk(path)
            self._kept[path] = data
            if len(self._kept) > _MOST_KEPT:
                del self._kept[next(iter(self._kept))]
        return data

    def _on_disk(self, path: str) -> bytes:
        """Return what a file holds; nothing for what is no file, or lies outside of the tree."""
        place = f"{self._git.path}/{path}"
        folder = os.path.realpath(os.path.dirname(place))
        top = os.path.realpath(self._git.path)
        if folder != top and not folder.startswith(f"{top}/"):
            return b""
        try:
            number = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except (OSError, ValueError):
            return b""
        with os.fdopen(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                return b""
            return file.read(_LARGEST_FILE)

    def _committed(self, path: str) -> bytes:
        """Return what a file holds at HEAD."""
        name = f"HEAD:{path}"
        with self._git.running(
            "cat-file", "blob", "--end-of-options", name, most=_LARGEST_FILE
        ) as output:
            return b"\n".join(output) + b"\n"
