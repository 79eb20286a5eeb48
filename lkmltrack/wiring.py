"""Build the real adapters once and hand them to the use cases.

An adapter is imported when it is first asked for something: reading a thread
from the database must not wait for b4, lxml or GitPython.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from lkmltrack.errors import BadInputError, TreeError, UsageError
from lkmltrack.tracker.ports import (
    Archive,
    History,
    KernelTree,
    Machine,
    Mailboxes,
    Maintainers,
    Outside,
    Pages,
    SeriesReader,
    Settings,
    SourceTree,
    Store,
)

DEFAULT_ARCHIVE = "https://lore.kernel.org/all"
_DATABASE_NAME = "lkmltrack.db"
_FILE_SCHEMES = ("sqlite://", "file://")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a front end was told about the outside world; empty where it was told nothing.

    ``isolated`` leaves environment, git config and the current directory out.
    """

    database: str = ""
    tree: str = ""
    archive: str = ""
    isolated: bool = False


class _Deferred:
    """Stands for an adapter until it is first asked for something."""

    def __init__(self, build: Callable[[], object]) -> None:
        self._build = build
        self._built: object | None = None

    def __getattr__(self, name: str) -> Any:
        if self._built is None:
            self._built = self._build()
        return getattr(self._built, name)

    def let_go(self) -> None:
        """Close the adapter, if it was ever built and can be closed."""
        close = getattr(self._built, "close", None)
        if close is not None:
            close()


def build_outside(choices: Choices, environment: Mapping[str, str]) -> Outside:
    """Build the outside world; what is wrong with a place is told when it is used."""
    surroundings = {} if choices.isolated else environment
    settings = cast(Settings, _Deferred(_settings))
    pages = cast(Pages, _Deferred(_pages))
    tree = _tree(choices, surroundings, settings)
    return Outside(
        store=cast(Store, _Deferred(lambda: _store(database_path(choices, environment), pages))),
        archive=cast(
            Archive, _Deferred(lambda: _archive(_archive_place(choices, surroundings, settings)))
        ),
        pages=pages,
        mailboxes=cast(Mailboxes, _Deferred(_mailboxes)),
        series=cast(SeriesReader, _Deferred(_series)),
        settings=settings,
        clock=_clock(),
        tree=tree,
        history=_history(tree),
        maintainers=_maintainers(tree, environment, settings),
        source_tree=_source_tree(tree, environment),
        archive_at=None if choices.isolated else _archive_at,
        machine=cast(Machine, _Deferred(_machine)),
    )


def close_outside(outside: Outside) -> None:
    """Let go of what was opened."""
    for adapter in (outside.store, outside.archive):
        if isinstance(adapter, _Deferred):
            adapter.let_go()


def database_path(choices: Choices, environment: Mapping[str, str]) -> Path:
    """Return the database's file: as told, else in the XDG data directory."""
    told = choices.database or environment.get("LKMLTRACK_DB", "")
    if told:
        return _told_database(told)
    place = environment.get("XDG_DATA_HOME", "")
    if not os.path.isabs(place):
        place = os.path.join(_home(environment), ".local", "share")
    return Path(place, "lkmltrack", _DATABASE_NAME)


def _told_database(told: str) -> Path:
    """Return the file of ``--db``, which may be written as a URL."""
    for scheme in _FILE_SCHEMES:
        if told.startswith(scheme):
            told = told.removeprefix(scheme)
            break
    if "://" in told:
        kind = told.partition("://")[0]
        raise UsageError(f"there is no database of the kind {kind!r}", "give --db a file")
    path = Path(told).expanduser()
    if path.is_dir():
        raise BadInputError(f"{told} is a folder", f"name a file, such as {path / _DATABASE_NAME}")
    return path


def _home(environment: Mapping[str, str]) -> str:
    """Return the home directory."""
    home = environment.get("HOME", "") or os.path.expanduser("~")
    if not os.path.isabs(home):
        raise UsageError("there is no home directory", "set HOME, or say --db FILE")
    return home


def _archive_place(choices: Choices, environment: Mapping[str, str], settings: Settings) -> str:
    """Return the URL or the folder that threads are pulled from."""
    told = choices.archive or environment.get("LKMLTRACK_ARCHIVE", "")
    if told or choices.isolated:
        return told or DEFAULT_ARCHIVE
    from lkmltrack.adapters.lore import archive_url_from_git_config

    return settings.get("archive") or archive_url_from_git_config()


def _archive(place: str) -> object:
    """Open an archive: a server, or a folder of mail."""
    if place.startswith(("https://", "http://")):
        from lkmltrack.adapters.lore import LoreArchive

        return LoreArchive(place)
    path = Path(place).expanduser()
    if not path.exists():
        raise UsageError(
            f"the archive {place!r} is neither a URL nor a folder",
            f"a URL begins with https://, such as {DEFAULT_ARCHIVE}",
        )
    from lkmltrack.adapters.mailbox import LocalArchive

    return LocalArchive(path)


def _archive_at(url: str) -> Archive:
    """Return another server than the configured one."""
    return cast(Archive, _Deferred(lambda: _archive(url)))


def _tree(
    choices: Choices, environment: Mapping[str, str], settings: Settings
) -> KernelTree | None:
    """Return the kernel tree: as told, else as git config says, else where we stand."""
    told = choices.tree or environment.get("LKMLTRACK_TREE", "")
    if told:
        path = Path(told).expanduser()
        if not path.is_dir():
            raise TreeError(f"the kernel tree {told} is no folder", "see --tree")
        return _git_tree(path)
    if choices.isolated:
        return None
    configured = _configured_tree(settings)
    if configured:
        return _git_tree(Path(configured).expanduser())
    here = _repository_here()
    return _git_tree(here) if here else None


def _configured_tree(settings: Settings) -> str:
    """Return the tree of git config; where git cannot be asked, a tree would be of no use."""
    try:
        return settings.get("tree")
    except UsageError:
        return ""


def _git_tree(path: Path) -> KernelTree:
    """Return a tree that is opened when it is first asked for something."""

    def build() -> object:
        from lkmltrack.adapters.kernel_tree import GitTree

        return GitTree(path)

    return cast(KernelTree, _Deferred(build))


def _history(tree: KernelTree | None) -> History | None:
    """Return the history of the tree, when there is one, opened when it is first asked."""
    if tree is None:
        return None

    def build() -> object:
        from lkmltrack.adapters.history import GitHistory

        return GitHistory(tree.path)

    return cast(History, _Deferred(build))


def _maintainers(
    tree: KernelTree | None, environment: Mapping[str, str], settings: Settings
) -> Maintainers:
    """Return MAINTAINERS of the tree, or else the fetched copy."""

    def build() -> object:
        from lkmltrack.adapters.maintainers_index.roster_source import TreeMaintainers

        place = tree.path if tree is not None else None
        return TreeMaintainers(place, environment, settings.get("maintainersUrl"))

    return cast(Maintainers, _Deferred(build))


def _source_tree(tree: KernelTree | None, environment: Mapping[str, str]) -> SourceTree | None:
    """Return the sources of the tree, when there is one."""
    if tree is None:
        return None

    def build() -> object:
        from lkmltrack.adapters.maintainers_index.cache import cache_folder
        from lkmltrack.adapters.source_tree import GitSources

        cache = cache_folder(environment)
        return GitSources(tree.path, Path(cache).parent / "symbols" if cache else None)

    return cast(SourceTree, _Deferred(build))


def _repository_here() -> Path | None:
    """Return the git repository or kernel tree around the current directory."""
    try:
        here = Path.cwd()
    except OSError:
        return None  # the directory was deleted under us
    for folder in (here, *here.parents):
        if (folder / ".git").exists() or (folder / "MAINTAINERS").is_file():
            return folder
    is_bare = (here / "HEAD").is_file() and (here / "objects").is_dir()
    return here if is_bare else None


def _store(path: Path, pages: Pages) -> object:
    from lkmltrack.adapters.database import open_store

    # not pages.html_to_text itself: asking for it would import lxml for mail without HTML
    return open_store(path, html_to_text=lambda html: pages.html_to_text(html), clock=_clock())


def _clock() -> Any:
    from lkmltrack.adapters.clock import SystemClock

    return SystemClock()


def _settings() -> object:
    from lkmltrack.adapters.config import GitSettings

    return GitSettings()


def _pages() -> object:
    from lkmltrack.adapters.pages import LxmlPages

    return LxmlPages()


def _mailboxes() -> object:
    from lkmltrack.adapters.mailbox import LocalMailboxes

    return LocalMailboxes()


def _series() -> object:
    from lkmltrack.adapters.series import B4Series

    return B4Series()


def _machine() -> object:
    from lkmltrack.adapters.machine import LocalMachine

    return LocalMachine()
