"""How often words stand in which files."""

from pathlib import Path

import pytest

from lkmltrack.adapters.source_tree import GitSources
from tests.adapters.history.repositories import Repository
from tests.adapters.source_tree.conftest import write_tree


@pytest.mark.parametrize("kind", ["folder", "repository", "bare"])
def test_words_are_counted_in_texts_and_paths(
    kind: str, folder: Path, repository: Repository, tmp_path: Path
) -> None:
    place = repository.path if kind == "repository" else folder
    if kind == "bare":
        place = repository.cloned(tmp_path / "bare.git", "--bare").path
    found = GitSources(place, None).occurrences(["RMAP", "mmap", "i_mmap_rwsem", "nowhere"])

    # two in the file and one in its name; of nine in the documentation a quarter
    assert found["RMAP"] == {"mm/rmap.c": 3, "Documentation/rmap.rst": 2}
    assert found["mmap"] == {"mm/rmap.c": 1, "mm/vma.c": 1}
    assert found["i_mmap_rwsem"] == {"mm/rmap.c": 1}
    assert found["nowhere"] == {}


def test_a_word_counts_where_a_part_of_a_name_begins_with_it(folder: Path) -> None:
    write_tree(folder, {"mm/locks.c": "lock locked trylock_it spin_lock block unlock LOCK\n"})

    found = GitSources(folder, None).occurrences(["lock", "block", "spin_lock"])

    assert found["lock"]["mm/locks.c"] == 5
    assert found["block"] == {"mm/locks.c": 1}
    assert found["spin_lock"] == {"mm/locks.c": 1}


def test_the_file_that_has_a_word_most_comes_first(folder: Path) -> None:
    found = GitSources(folder, None).occurrences(["vma_prepare"])["vma_prepare"]

    assert list(found) == ["mm/vma.c", "mm/vma.h", "tools/testing/vma.c"]


def test_binary_files_and_hostile_words_are_passed_over(folder: Path) -> None:
    (folder / "mm" / "it.o").write_bytes(b"rmap\0rmap")
    write_tree(folder, {"mm/a\nb.c": "rmap\n"})

    found = GitSources(folder, None).occurrences(["rmap", "-O", "", "x", "\n", "a\0b", "w" * 999])

    assert found.keys() == {"rmap", "-O"}
    assert "mm/it.o" not in found["rmap"]
    assert found["rmap"]["mm/rmap.c"] == 3


def test_without_words_nothing_is_searched(folder: Path) -> None:
    assert GitSources(folder, None).occurrences([]) == {}
