"""Real repositories: a poster's, whose commits go out as mails, and a maintainer's."""

from pathlib import Path

import pytest

from tests.adapters.history.repositories import Repository


@pytest.fixture
def tree(tmp_path: Path) -> Repository:
    """A maintainer's repository with two files."""
    repository = Repository(tmp_path / "tree")
    repository.start()
    return repository


@pytest.fixture
def poster(tmp_path: Path, tree: Repository) -> Repository:
    """The poster's clone of it."""
    return tree.cloned(tmp_path / "desk")
