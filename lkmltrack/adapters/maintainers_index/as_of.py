"""What a tree held at one commit of its history: MAINTAINERS, folders, files, who signed."""

import hashlib
import re
from collections.abc import Sequence

from lkmltrack.adapters.maintainers_index.building import index_of
from lkmltrack.adapters.maintainers_index.cache import opened, version_key
from lkmltrack.adapters.maintainers_index.git_objects import Commit, Found, GitObjects
from lkmltrack.adapters.maintainers_index.history import GitHistory
from lkmltrack.errors import UsageError
from lkmltrack.maintainers.address_lists import is_address
from lkmltrack.maintainers.lookup import Index
from lkmltrack.maintainers.options import Options, parse_options, words_of_configuration
from lkmltrack.maintainers.signers import LOG_FORMAT, ignored_people

_MAINTAINERS = "MAINTAINERS"
_LARGEST_SOURCE = 16 << 20
_MOST_FILES = 20_000
_MOST_KEPT = 24
_MOST_OPEN = 128
_AGO = re.compile(r"(\d{1,3})[-. ](day|week|month|year)s?[-. ]ago")
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_SECONDS = 86_400


class CommitTree:
    """The files and folders of one commit."""

    def __init__(self, objects: GitObjects, commit: Commit) -> None:
        self.commit = commit
        self._objects = objects
        self._folders: dict[str, bool] = {}

    def is_folder(self, path: str) -> bool:
        """Whether the commit has a folder of that name."""
        known = self._folders.get(path)
        if known is None:
            found = self._find(path)
            known = self._folders[path] = found is not None and found.kind == "tree"
        return known

    def content_of(self, path: str) -> bytes:
        """Return what a file holds; nothing when there is none, or when it is no source."""
        found = self._find(path)
        if found is None or found.kind != "blob" or found.size > _LARGEST_SOURCE:
            return b""
        return self._objects.content(found)

    def ignored(self) -> tuple[str, ...]:
        """Return who does not want to be found by commits."""
        for name in (".get_maintainer.ignore", "get_maintainer.ignore"):
            if data := self.content_of(name):
                text = data.decode("utf-8", "surrogateescape")
                return tuple(ignored_people(text, is_address))
        return ()

    def sources(self) -> "list[Found | None]":
        """Return the MAINTAINERS files, the mailmap and the script; nothing without MAINTAINERS."""
        maintainers = self._maintainers()
        if not maintainers:
            return []
        mailmap = self._file(".mailmap") or self._file("mailmap")
        return [*maintainers, mailmap, self._file("scripts/get_maintainer.pl")]

    def _maintainers(self) -> list[Found]:
        """Return the MAINTAINERS files in the order that they are read in."""
        configuration = self.content_of(".get_maintainer.conf").decode("utf-8", "replace")
        place, is_searched = configured_maintainers(configuration)
        place = _normal(place)
        if place and (file := self._file(place)) is not None:
            return [file]
        if place and not self.is_folder(place):
            return []
        names = self._objects.paths(self.commit.rev, place, is_deep=is_searched)
        prefix = f"{place}/" if place else ""
        wanted = _named_maintainers(names) if is_searched else _shown(names)
        found = (self._file(prefix + name) for name in wanted[:_MOST_FILES])
        return [file for file in found if file is not None]

    def _file(self, path: str) -> Found | None:
        found = self._find(path)
        return found if found is not None and found.kind == "blob" else None

    def _find(self, path: str) -> Found | None:
        # git would take these from where it stands
        if not path or path.split("/", 1)[0] in ("", ".", ".."):
            return None
        return self._objects.find(f"{self.commit.rev}:{path.rstrip('/')}")


class EditionIndexes:
    """The indexes of MAINTAINERS at commits; equal files have one index."""

    def __init__(self, folder: str, objects: GitObjects) -> None:
        self._folder = f"{folder}/editions" if folder else ""
        self._objects = objects
        self._open: dict[str, Index] = {}

    def index_of(self, sources: "Sequence[Found | None]") -> Index:
        """Return the index of some files, from the cache when it has one."""
        ids = "\n".join(source.object_id if source else "-" for source in sources)
        key = f"{version_key()}_{hashlib.sha256(ids.encode()).hexdigest()[:48]}"
        index = self._open.pop(key, None)
        if index is None and self._folder:
            index = opened(f"{self._folder}/{key}")
        if index is None:
            contents = [self._objects.content(one) if one else b"" for one in sources]
            index = index_of(contents, self._folder, key, most=_MOST_KEPT)
        self._open[key] = index
        if len(self._open) > _MOST_OPEN:
            del self._open[next(iter(self._open))]
        return index


class HistoryAsOf(GitHistory):
    """A tree's history as it was at a commit, at some time."""

    def __init__(self, path: str, tree: CommitTree, when: float) -> None:
        super().__init__(path)
        self._tree = tree
        self._when = when

    def log_of_file(self, path: str, since: str) -> str:
        """Return the log of a file, over renames and without merges."""
        return self._git(
            "log",
            "--no-color",
            "--numstat",
            "--no-ext-diff",
            "--no-textconv",
            f"--format={LOG_FORMAT}",
            "--follow",
            f"--since={_since(since, self._when)}",
            "--no-merges",
            "--end-of-options",
            self._tree.commit.rev,
            "--",
            path,
        )

    def blame(self, path: str, lines: tuple[int, int] | None) -> str:
        """Return who is to blame for some lines of a file (first, how many), or for all."""
        some = ["-L", f"{lines[0]},+{lines[1]}"] if lines else []
        # git blame knows no --end-of-options; a commit's id is none
        return self._git("blame", "-l", "--no-textconv", *some, self._tree.commit.rev, "--", path)

    def ignored(self) -> Sequence[str]:
        """Return who does not want to be found by commits, as ``.get_maintainer.ignore`` has it."""
        return self._tree.ignored()


def configured_maintainers(configuration: str) -> tuple[str, bool]:
    """Return where a tree's own configuration has MAINTAINERS, and whether to search below.

    >>> configured_maintainers("--find-maintainer-files --maintainer-path=.")
    ('.', True)
    >>> configured_maintainers("--no-such-option")
    ('MAINTAINERS', False)
    """
    options = Options()
    try:
        parse_options(words_of_configuration(configuration), options)
    except UsageError:
        return _MAINTAINERS, False
    place = options.maintainer_path
    # a tree's own file has no business outside of it
    if not place or place.startswith(("/", "~")) or ".." in place.split("/"):
        return _MAINTAINERS, False
    return place, bool(options.find_maintainer_files)


def _normal(place: str) -> str:
    """Return a path without what stands for nothing; empty for the whole tree.

    >>> _normal("./a//b/"), _normal(".")
    ('a/b', '')
    """
    return "/".join(part for part in place.split("/") if part not in ("", "."))


def _named_maintainers(names: Sequence[str]) -> list[str]:
    """Return the files named MAINTAINERS, those above first, then by name."""
    found = [name for name in names if name.rpartition("/")[2] == _MAINTAINERS]
    return sorted(found, key=lambda name: name.split("/")[:-1])


def _shown(names: Sequence[str]) -> list[str]:
    """Return what is not hidden, by name."""
    return sorted(name for name in names if not name.startswith("."))


def _since(text: str, when: float) -> str:
    """Return a time that is meant from then on back; git would count it from today."""
    ago = _AGO.fullmatch(text)
    if ago is None:
        return text
    seconds = when - int(ago[1]) * _DAYS[ago[2]] * _SECONDS
    return f"@{max(0, int(seconds))} +0000"
