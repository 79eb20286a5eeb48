"""A tree of sources, or a mere folder with MAINTAINERS in it, as an answer needs it."""

import os

from lkmltrack.adapters.maintainers_index.cache import Sources
from lkmltrack.errors import BadInputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lkmltrack.adapters.maintainers_index.history import GitHistory

_LARGEST_SOURCE = 16 << 20
_SIGNS_OF_SOURCES = ("Makefile", ".git", "meson.build")


class MaintainersTree:
    """A folder that holds MAINTAINERS, and maybe the sources it speaks about."""

    def __init__(self, path: str, home: str = "") -> None:
        self.path = os.path.abspath(path)
        self._home = home
        self._history: GitHistory | None = None

    def sources(self, maintainers: str, is_searched: bool) -> Sources:
        """Return the files of the index; ``maintainers`` names another file or folder of files."""
        place = maintainers or f"{self.path}/MAINTAINERS"
        if os.path.isdir(place):
            from lkmltrack.adapters.maintainers_index.searching import maintainers_files

            files = maintainers_files(place, is_searched)
        elif os.path.isfile(place):
            files = [place]
        else:
            raise BadInputError(
                f"there is no MAINTAINERS file {place}", "--tree names a tree, --mpath another file"
            )
        mailmap = self._file(".mailmap") or self._file("mailmap")
        return Sources(files, mailmap, self._file("scripts/get_maintainer.pl"))

    def configuration(self, name: str) -> str:
        """Return the file of a name that the script would read: here, at home, in ``.scripts``."""
        for folder in (self.path, self._home, f"{self.path}/.scripts"):
            if folder and os.path.isfile(f"{folder}/{name}"):
                return f"{folder}/{name}"
        return ""

    @property
    def has_sources(self) -> bool:
        """Whether it is more than a folder with a copy of MAINTAINERS."""
        return any(os.path.exists(f"{self.path}/{name}") for name in _SIGNS_OF_SOURCES)

    @property
    def is_folder(self) -> "Callable[[str], bool] | None":
        """Tells whether the tree has a folder of that name; None when there are no sources."""
        return self._is_folder if self.has_sources else None

    @property
    def has_history(self) -> bool:
        """Whether it is the top of a git repository."""
        return os.path.exists(f"{self.path}/.git")

    @property
    def history(self) -> "GitHistory | None":
        """The tree's history, if it is the top of a git repository."""
        if self._history is None and self.has_history:
            from lkmltrack.adapters.maintainers_index.history import GitHistory

            ignored = self.configuration(".get_maintainer.ignore")
            self._history = GitHistory(self.path, ignored or self._file("get_maintainer.ignore"))
        return self._history

    def content_of(self, path: str) -> bytes:
        """Return what a file below the tree holds; nothing when there is none."""
        place = os.path.realpath(f"{self.path}/{path}")
        if not place.startswith(f"{os.path.realpath(self.path)}/") or not os.path.isfile(place):
            return b""
        try:
            with open(place, "rb") as file:
                return file.read(_LARGEST_SOURCE)
        except OSError:
            return b""

    def path_in_tree(self, word: str) -> str:
        """Return a path of the command line as MAINTAINERS would name it; folders end in a slash."""
        path = canonical(word)
        if path.startswith(f"{self.path}/"):
            path = path[len(self.path) + 1 :]
        here = f"{self.path}/{path}" if not path.startswith("/") else path
        if not os.path.exists(here):
            elsewhere = os.path.abspath(path)
            if elsewhere.startswith(f"{self.path}/") and os.path.exists(elsewhere):
                path, here = elsewhere[len(self.path) + 1 :], elsewhere
            elif self.has_sources:
                raise BadInputError(f"file '{path}' not found", f"a path is taken from {self.path}")
        return f"{path}/" if os.path.isdir(here) and not path.endswith("/") else path

    def tracked_path(self, word: str) -> str:
        """Return the path in the tree of a file that git tracks there; empty for any other."""
        if not self.has_history:
            return ""
        place = os.path.realpath(word)
        top = os.path.realpath(self.path)
        if not place.startswith(f"{top}/"):
            return ""
        path = place[len(top) + 1 :] + ("/" if os.path.isdir(place) else "")
        history = self.history
        return path if history is not None and history.is_tracked(path) else ""

    def _file(self, name: str) -> str:
        path = f"{self.path}/{name}"
        return path if os.path.isfile(path) else ""

    def _is_folder(self, path: str) -> bool:
        return os.path.isdir(os.path.join(self.path, path))


def canonical(path: str) -> str:
    """Return a path without doubled slashes, ``.`` parts and a slash at the end, as the script does.

    >>> canonical("./mm//./rmap.c"), canonical("mm/"), canonical("/")
    ('mm/rmap.c', 'mm', '/')
    """
    if not ("//" in path or "/." in path or path.startswith("./") or path.endswith("/")):
        return path
    parts = [part for part in path.split("/") if part not in ("", ".")]
    return ("/" if path.startswith("/") else "") + "/".join(parts) or "."


def folder_with_maintainers(place: str) -> str:
    """Return the folder around a place that holds MAINTAINERS: the nearest with sources; else ''."""
    nearest = ""
    folder = place
    while True:
        if os.path.isfile(f"{folder}/MAINTAINERS"):
            if MaintainersTree(folder).has_sources:
                return folder
            nearest = nearest or folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return nearest
        folder = parent
