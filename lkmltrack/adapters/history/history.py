"""What the use cases ask of a repository's history."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

from lkmltrack.adapters.history.diffs import read_files, read_net_changes, read_patch_ids
from lkmltrack.adapters.history.log import Told, read_commits
from lkmltrack.adapters.history.places import find_held, find_places
from lkmltrack.adapters.history.process import Git
from lkmltrack.adapters.history.references import read_references, read_tips
from lkmltrack.adapters.history.releases import release_before
from lkmltrack.model.commit import Commit, Place, Reference, Wanted


def _quiet(what: str, done: int, total: int | None) -> None:
    """Say nothing."""


class GitHistory:
    """The commits of a git repository, on every branch; satisfies the tracker's ``History``.

    A folder inside of a working tree will do.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def _git(self) -> Git:
        return Git(self.path)

    def identity(self) -> str:
        """Return the folder of the repository itself, the same from wherever it is named."""
        return os.fsencode(self._git.common_directory).decode("utf-8", "replace")

    def limits(self) -> tuple[str, ...]:
        """Return what keeps the history from being whole, one sentence each."""
        try:
            is_shallow = (self._git.common_directory / "shallow").stat().st_size > 0
        except OSError:
            is_shallow = False
        if not is_shallow:
            return ()
        return (
            f"{self._git.shown}: a shallow clone: commits before its cut are not seen;"
            " `git fetch --unshallow` gets them",
        )

    def references(self) -> tuple[Reference, ...]:
        """Return HEAD, the branches and the tags, and the object that each points to."""
        return read_references(self._git)

    def commits(
        self,
        wanted: Wanted,
        *,
        starts: Sequence[str],
        seen: Sequence[str] = (),
        since: datetime | None = None,
        progress: Told = _quiet,
    ) -> list[Commit]:
        """Return the commits above ``seen`` that are wanted, and every revert, newest first.

        Those committed before ``since`` are left out.
        """
        if not starts:
            return []
        without = list(seen)
        if since is not None and not seen:
            release = release_before(read_tips(self._git), since)
            without += [release.commit] if release else []
        return read_commits(
            self._git, wanted, starts=starts, without=without, since=since, progress=progress
        )

    def files(self, commits: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Return the files that each commit touches; what cannot be read is left out."""
        return read_files(self._git, commits)

    def patch_ids(
        self, commits: Sequence[str], *, thorough: bool = False
    ) -> Mapping[str, frozenset[str]]:
        """Return git's stable patch-ids of each commit; what cannot be read is left out."""
        return read_patch_ids(self._git, commits, thorough=thorough)

    def net_changes(self, commits: Sequence[str]) -> Mapping[str, str]:
        """Return the net change of each commit; what cannot be read is left out."""
        return read_net_changes(self._git, commits)

    def places(
        self,
        commits: Sequence[Commit],
        *,
        known: Sequence[Place] = (),
        before: Sequence[Reference] = (),
    ) -> Mapping[str, Place]:
        """Return where each commit is; one that is on no branch and in no release is left out."""
        return find_places(self._git, commits, known=known, before=before)

    def held(self, tips: Sequence[str], commits: Sequence[Commit]) -> Mapping[str, frozenset[str]]:
        """Return which of ``commits`` each of ``tips`` contains."""
        return find_held(self._git, tips, commits)
