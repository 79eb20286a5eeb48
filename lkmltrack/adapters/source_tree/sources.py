"""What the use cases ask of a tree of sources."""

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from lkmltrack.adapters.source_tree.definitions import DefinitionFinder
from lkmltrack.adapters.source_tree.files import SourceFiles
from lkmltrack.adapters.source_tree.occurrences import count_occurrences
from lkmltrack.adapters.source_tree.process import SourceGit
from lkmltrack.adapters.source_tree.reviews import find_reviews
from lkmltrack.model.audience import Definition, Review


class GitSources:
    """The sources of a tree, with or without git; satisfies the tracker's ``SourceTree``.

    ``cache`` is the folder in which the symbol table is kept; without one it
    lives as long as this object.
    """

    def __init__(self, path: Path, cache: Path | None) -> None:
        self._path = path
        self._cache = "" if cache is None else os.path.abspath(cache)

    def definitions(self, symbols: Sequence[str]) -> Mapping[str, tuple[Definition, ...]]:
        """Return where each symbol is defined, the likeliest place first.

        What is misspelled is found by similarity and marked so; what is not found is left out.
        """
        return self._finder.find(symbols)

    def occurrences(self, words: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
        """Return for each word how often it stands in which files (its path counts as well)."""
        return count_occurrences(self._git, SourceFiles(self._git), words)

    def reviews(
        self, paths: Sequence[str], functions: Sequence[str], limit: int = 20
    ) -> list[Review]:
        """Return who gave a trailer to the last commits that touched the functions of the files."""
        return find_reviews(self._git, paths, functions, limit)

    @cached_property
    def _git(self) -> SourceGit:
        return SourceGit(os.fspath(self._path))

    @cached_property
    def _finder(self) -> DefinitionFinder:
        return DefinitionFinder(self._git, self._cache)
