"""Who reviewed the last commits that touched some functions."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lkmltrack.adapters.source_tree import GitSources
from lkmltrack.model.audience import Review
from lkmltrack.model.message import Address
from tests.adapters.history.repositories import Repository
from tests.fakes import DAY_ONE

ROB = Address("Rob Reviewer", "rob@example.com")
ACK = Address("Ann Other", "ann@example.com")


def since_now(days: float) -> float:
    """Return hours after the first day: only the last two years are looked at."""
    return (datetime.now(UTC) - timedelta(days=days) - DAY_ONE) / timedelta(hours=1)


@pytest.fixture
def reviewed(repository: Repository) -> Repository:
    """A repository with one commit for each function, and one before our time."""
    changes = [
        (900, "int more", "int most", "mm: before our time\n\nReviewed-by: Old <old@example.com>"),
        (
            30,
            "i_mmap_lock_write(vp->mapping);",
            "i_mmap_lock_read(vp->mapping);",
            "mm: lock less\n\nA text: with a colon\n\n"
            'Reviewed-by: "Rob Reviewer" <rob@example.com>\n'
            "Acked-by: Ann Other <ann@example.com> # mm part\n"
            "Cc: nobody@example.com\nSigned-off-by: Ada Author <ada@example.org>",
        ),
        (20, "vma_prepare(it);", "vma_prepare(0);", "mm: link\n\nTested-by: T <t@example.com>"),
        (
            10,
            "void free_pgtables(struct mmu_gather *tlb)",
            "void free_pgtables(struct mmu_gather *tlb, int a)",
            "mm: free\n\nAcked-by: Ann Other <ann@example.com>",
        ),
    ]
    for days, old, new, text in changes:
        changed = repository.edit("mm/vma.c", old, new)
        repository.commit(text, changed, hours=since_now(days))
    return repository


def reviews(tree: Repository | Path, functions: list[str], limit: int = 20) -> list[Review]:
    path = tree.path if isinstance(tree, Repository) else tree
    return GitSources(path, None).reviews(["mm/vma.c"], functions, limit)


def test_trailers_of_the_commits_that_touched_a_function_are_found(reviewed: Repository) -> None:
    found = reviews(reviewed, ["vma_prepare"])

    assert [(one.who, one.trailer) for one in found] == [
        (ROB, "Reviewed-by"),
        (ACK, "Acked-by"),
        (Address("Ada Author", "ada@example.org"), "Signed-off-by"),
    ]
    assert {(one.subject, one.path, one.function) for one in found} == {
        ("mm: lock less", "mm/vma.c", "vma_prepare")
    }
    assert found[0].commit == reviewed.head("HEAD~2")
    assert found[0].date is not None
    assert abs(found[0].date - (datetime.now(UTC) - timedelta(days=30))) < timedelta(hours=1)


def test_a_changed_first_line_touches_its_own_function(reviewed: Repository) -> None:
    assert [one.subject for one in reviews(reviewed, ["free_pgtables"])] == ["mm: free"]


def test_without_functions_every_commit_of_the_file_counts(reviewed: Repository) -> None:
    found = reviews(reviewed, [])

    assert [one.subject for one in found] == ["mm: free", "mm: link", *["mm: lock less"] * 3]
    assert {one.function for one in found} == {""}


def test_no_more_than_the_limit_is_returned(reviewed: Repository) -> None:
    assert len(reviews(reviewed, [], limit=2)) == 2
    assert reviews(reviewed, [], limit=0) == []


def test_the_cut_of_a_shallow_clone_touches_nothing(reviewed: Repository, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    reviewed.git("clone", "--quiet", "--depth=2", f"file://{reviewed.path}", str(shallow))

    assert [one.subject for one in reviews(shallow, [])] == ["mm: free"]


def test_a_bare_repository_will_do(reviewed: Repository, tmp_path: Path) -> None:
    bare = reviewed.cloned(tmp_path / "bare.git", "--bare")

    assert [one.subject for one in reviews(bare, ["vma_link_file"])] == ["mm: link"]


def test_texts_that_look_like_a_log_are_texts(repository: Repository) -> None:
    changed = repository.edit("mm/vma.c", "int more", "int most")
    (repository.path / "mm" / "vma.c").write_text(
        changed["mm/vma.c"] + "\n+++ b/mm/vma.c\n@@ -1 +1 @@ void vma_prepare(\n"
    )
    fake = "@@ -1 +1 @@ void vma_prepare(\n--- a/mm/vma.c"
    trailer = "Reviewed-by: Rob Reviewer <rob@example.com>"
    repository.commit(f"mm: odd\n\n{fake}\n\n{trailer}\n", hours=since_now(3))

    assert [one.function for one in reviews(repository, ["vma_link_file"])] == ["vma_link_file"]
    assert reviews(repository, ["vma_prepare"]) == []


@pytest.mark.parametrize("path", ["--output=trap", ":(exclude)mm", "*.c", "missing.c", ""])
def test_paths_are_taken_literally(reviewed: Repository, path: str) -> None:
    assert GitSources(reviewed.path, None).reviews([path], [], 5) == []
    assert not (reviewed.path / "trap").exists()


def test_without_git_there_are_no_reviews(folder: Path) -> None:
    assert reviews(folder, ["vma_prepare"]) == []
