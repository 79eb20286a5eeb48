"""Which MAINTAINERS there is for a day: from a tree's history, a tree, or a fetched copy."""

import hashlib
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from lkmltrack.adapters.maintainers_index.as_of import (
    CommitTree,
    EditionIndexes,
    HistoryAsOf,
    configured_maintainers,
)
from lkmltrack.adapters.maintainers_index.building import read_file
from lkmltrack.adapters.maintainers_index.cache import Sources, cache_folder, open_index
from lkmltrack.adapters.maintainers_index.git_objects import Commit, FirstParents, GitObjects
from lkmltrack.adapters.maintainers_index.tree import MaintainersTree, folder_with_maintainers
from lkmltrack.errors import BadInputError, TreeError
from lkmltrack.maintainers.address_lists import is_address
from lkmltrack.maintainers.roster import Roster
from lkmltrack.maintainers.signers import ignored_people
from lkmltrack.model.audience import Edition

Progress = Callable[[str, int, int | None], None]

_WAY_OUT = (
    "Name a kernel tree with --tree, or set it once: git config --global lkmltrack.tree DIR;"
    " `lkmltrack maintainers --update` fetches the file of mainline"
)
_FOLDERS_OF_SOURCES = ("drivers", "include", "kernel", "lib", "mm", "src", "tools", "hw", "xen")
_FRESH = 31 * 86_400.0
"""How long after a tree's last commit its MAINTAINERS is still taken for that of the day."""


def _quiet(what: str, done: int, total: int | None) -> None:
    """Say nothing."""


class TreeMaintainers:
    """MAINTAINERS of a tree, of any day that its history knows; without a tree the fetched copy.

    A tree is looked for in the folders around, when the one named holds no MAINTAINERS.
    ``url`` is where ``update`` fetches a copy from; empty for mainline.
    """

    def __init__(self, tree: Path | None, environment: Mapping[str, str], url: str = "") -> None:
        self._environment = environment
        self._url = url
        self._told = "" if tree is None else os.path.abspath(tree)
        self._place = self._told and _place_of(self._told)
        self._shown = os.fsencode(self._place or self._told).decode("utf-8", "replace")
        self._cache = cache_folder(environment)
        self._past: _Past | None = None

    def roster(self, when: datetime | None = None) -> Roster:
        """Return the edition in force at a moment, as far as there is history; else the one here.

        Raises ``TreeError`` with the way out when there is no MAINTAINERS at all.
        """
        if not self._told:
            return self._fetched()
        if not os.path.isdir(self._told):
            raise TreeError(f"the kernel tree {self._shown} is no folder", _WAY_OUT)
        if _is_repository(self._place):
            if self._past is None:
                self._past = _Past(self._place, self._shown, self._cache)
            found = self._past.now() if when is None else self._past.at(when)
            if found is not None:
                return found
        return self._as_it_is(self._place, Edition(self._shown))

    def update(self, progress: Progress = _quiet) -> Edition:
        """Fetch MAINTAINERS, the mailmap and the ignore file over HTTPS into the cache.

        Raises an ``ArchiveError`` that names the URL; what was there stays then.
        """
        from lkmltrack.adapters.maintainers_index.fetching import update

        return update(self._url, self._environment, progress)

    def _fetched(self) -> Roster:
        """Return the copy in the cache."""
        from lkmltrack.adapters.maintainers_index.fetching import fetched_edition, fetched_folder

        folder = fetched_folder(self._environment)
        edition = fetched_edition(self._environment)
        if not folder or edition is None:
            raise TreeError("there is no kernel tree, and no copy of MAINTAINERS", _WAY_OUT)
        return self._as_it_is(folder, edition)

    def _as_it_is(self, place: str, edition: Edition) -> Roster:
        """Return what stands in a folder."""
        tree = MaintainersTree(place, self._environment.get("HOME", ""))
        index = open_index(_sources(tree, self._shown), self._cache)
        ignore_file = tree.configuration(".get_maintainer.ignore")
        ignored = read_file(ignore_file).decode("utf-8", "surrogateescape")
        return Roster(
            edition,
            index,
            is_folder=_folders_of(tree.is_folder),
            content_of=tree.content_of,
            history=tree.history,
            ignored=tuple(ignored_people(ignored, is_address)),
        )


class _Past:
    """The editions in the history of a repository."""

    def __init__(self, place: str, shown: str, cache: str) -> None:
        self._place = place
        self._shown = shown
        self._objects = GitObjects(place)
        self._commits = FirstParents(place)
        self._indexes = EditionIndexes(cache, self._objects)

    def at(self, when: datetime) -> Roster | None:
        """Return the edition of a moment, else the nearest; None when no commit has one."""
        moment = when.timestamp()
        commit, is_known = self._commits.before(moment)
        if commit is None:
            self._check_folder()
            return None
        is_of_the_day = is_known and self._reaches(moment)
        found = self._roster(commit, moment, is_of_the_day=is_of_the_day)
        return found if found is not None else self._newest()

    def now(self) -> Roster | None:
        """Return the edition at HEAD; None when the one in the folder is another."""
        newest = self._commits.newest()
        if newest is None:
            self._check_folder()
            return None
        path = f"{self._place}/MAINTAINERS"
        if os.path.isfile(path) and self._is_changed(newest, path):
            return None
        return self._newest()

    def _newest(self) -> Roster | None:
        """Return the edition at HEAD, which is of no day."""
        newest = self._commits.newest()
        assert newest is not None  # the callers have seen a commit
        found = self._roster(newest, float(newest.time), is_of_the_day=False)
        if found is None and not os.path.exists(f"{self._place}/MAINTAINERS"):
            raise TreeError(
                f"{self._shown}: there is no MAINTAINERS in commit {newest.rev[:12]}", _WAY_OUT
            )
        return found

    def _check_folder(self) -> None:
        """Complain when there is no file either, as in a bare repository without commits."""
        if not os.path.exists(f"{self._place}/MAINTAINERS"):
            raise TreeError(f"{self._shown}: git finds no commit and no MAINTAINERS", _WAY_OUT)

    def _reaches(self, moment: float) -> bool:
        """Whether the history goes on till a moment, or nearly so."""
        newest = self._commits.newest()
        return newest is not None and moment - newest.time <= _FRESH

    def _is_changed(self, newest: Commit, path: str) -> bool:
        """Whether a file differs from the one that is committed."""
        committed = self._objects.find(f"{newest.rev}:MAINTAINERS")
        if committed is None:
            return True
        data = read_file(path)
        digest = hashlib.sha1 if len(committed.object_id) == 40 else hashlib.sha256
        whole = digest(b"blob %d\0" % len(data) + data, usedforsecurity=False)
        return whole.hexdigest() != committed.object_id

    def _roster(self, commit: Commit, when: float, *, is_of_the_day: bool) -> Roster | None:
        """Return the edition at a commit; None when it has no MAINTAINERS."""
        tree = CommitTree(self._objects, commit)
        sources = tree.sources()
        if not sources:
            return None
        return Roster(
            Edition(self._shown, commit.rev, _date(commit.time), is_of_the_day),
            self._indexes.index_of(sources),
            is_folder=_folders_of(tree.is_folder),
            content_of=tree.content_of,
            history=HistoryAsOf(self._place, tree, when),
            ignored=tree.ignored(),
        )


def _folders_of(is_folder: Callable[[str], bool] | None) -> Callable[[str], bool] | None:
    """Return what tells folders; None for a tree that holds MAINTAINERS and no sources."""
    if is_folder is None or not any(map(is_folder, _FOLDERS_OF_SOURCES)):
        return None
    return is_folder


def _date(seconds: int) -> datetime | None:
    """Return a commit's date; None for one that no calendar has."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OSError, OverflowError, ValueError):
        return None


def _place_of(told: str) -> str:
    """Return the tree that a folder is, or else is in."""
    if os.path.isfile(f"{told}/MAINTAINERS") or _is_repository(told):
        return told
    return folder_with_maintainers(told) or told


def _is_repository(place: str) -> bool:
    """Whether a folder is the top of a working tree, or a bare repository."""
    if os.path.exists(f"{place}/.git"):
        return True
    return os.path.isfile(f"{place}/HEAD") and os.path.isdir(f"{place}/objects")


def _sources(tree: MaintainersTree, shown: str) -> Sources:
    """Return the files of a tree's index, as its own configuration has them."""
    configuration = b""
    with suppress(BadInputError):
        configuration = read_file(f"{tree.path}/.get_maintainer.conf")
    place, is_searched = configured_maintainers(configuration.decode("utf-8", "replace"))
    try:
        return tree.sources(os.path.join(tree.path, place), is_searched)
    except BadInputError as error:
        raise TreeError(f"{shown}: there is no MAINTAINERS", _WAY_OUT) from error
