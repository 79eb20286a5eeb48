"""Where applied patches are: branches, releases, reverts, backports, the poster's own work."""

from pathlib import Path

from lkmltrack.model.commit import AppliedBy
from tests.adapters.history.repositories import ADA, EVE, LEO, MIA, Desk, Post, Repository

TITLE = "mm/rmap: count the empty trees"
TEXT = f"{TITLE}\n\nNobody counts them.\n"
OLD, NEW = "rmap_7;", "rmap_seven;"


def posted(poster: Repository) -> Post:
    """Return the one patch that these tests are about."""
    poster.commit(TEXT, poster.edit("mm/rmap.c", OLD, NEW), by=ADA, hours=-50)
    return poster.post(name="one")


# ---------------------------------------------------------------- branches and releases


def test_every_branch_is_named_and_the_main_one_first(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    tree.git("checkout", "--quiet", "-b", "a-topic")
    (commit,) = tree.apply(post)
    tree.git("branch", "without", "master")
    tree.git("checkout", "--quiet", "master")
    tree.git("merge", "--quiet", "--no-ff", "-m", "Merge a-topic", "a-topic", by=LEO, hours=4)
    tree.tag("v6.20-rc10", hours=6)
    tree.tag("v6.20-rc9", hours=5)
    tree.tag("v6.20", hours=7)
    tree.tag("next-20260303", hours=3)
    clone = tree.cloned(tmp_path / "clone")
    clone.git("branch", "a-work", "origin/a-topic")
    for place, branches in (
        (tree, ("master", "a-topic")),
        (clone, ("origin/master", "master", "a-work", "origin/a-topic")),
    ):
        found = Desk(tmp_path / place.path.name, place.path, post).only()
        assert found.commit == commit
        assert found.branches == branches
        assert found.first_tag == "v6.20-rc9"


def test_a_tag_alone_is_a_place(tree: Repository, poster: Repository, tmp_path: Path) -> None:
    post = posted(poster)
    tree.git("checkout", "--quiet", "--detach")
    tree.apply(post)
    tree.tag("v6.20-rc1")
    tree.git("checkout", "--quiet", "master")
    found = Desk(tmp_path, tree.path, post).only()
    assert (found.branches, found.first_tag) == ((), "v6.20-rc1")


def test_a_commit_on_no_branch_is_not_applied(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    tree.apply(post)
    tree.git("reset", "--quiet", "--hard", "HEAD~1")
    assert Desk(tmp_path, tree.path, post).applied() == ()


# ---------------------------------------------------------------- the poster's own work


def test_the_branch_that_a_patch_was_posted_from_is_no_application(
    poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    # worked on after posting, and marked as b4 marks what was sent
    poster.amend(TEXT, by=ADA, hours=20)
    poster.tag("sent/count-trees-v1", by=ADA, hours=21)
    assert Desk(tmp_path, poster.path, post).applied() == ()


def test_what_the_poster_commits_counts_when_others_build_on_it(
    poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    poster.amend(TEXT, by=ADA, hours=20)
    poster.commit("mm: something on top", by=LEO, hours=30)
    assert Desk(tmp_path, poster.path, post).only().how is AppliedBy.PATCH_ID


def test_what_the_poster_commits_counts_when_it_is_released(
    poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    poster.amend(TEXT, by=ADA, hours=20)
    poster.tag("v6.20-rc1", by=ADA, hours=30)
    assert Desk(tmp_path, poster.path, post).only().first_tag == "v6.20-rc1"


def test_a_maintainers_own_patch_counts_when_it_links_to_its_mail(
    poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    link = "\nLink: https://lore.kernel.org/all/one-1@example.org/\n"
    poster.amend(TEXT + link, by=ADA, hours=20)
    assert Desk(tmp_path, poster.path, post).only().how is AppliedBy.LINK


# ---------------------------------------------------------------- reverts


def test_a_revert_is_noticed(tree: Repository, poster: Repository, tmp_path: Path) -> None:
    post = posted(poster)
    (commit,) = tree.apply(post)
    tree.git("revert", "--no-edit", "HEAD", by=LEO, hours=9)
    found = Desk(tmp_path, tree.path, post).only()
    assert (found.commit, found.reverted_by) == (commit, tree.head())


def test_a_revert_that_only_quotes_the_title_is_noticed(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    tree.apply(post)
    revert = tree.commit(
        f'Revert "{TITLE}"\n\nIt is slow.\n', tree.edit("mm/rmap.c", NEW, OLD), hours=9
    )
    assert Desk(tmp_path, tree.path, post).only().reverted_by == revert


def test_a_revert_that_was_reverted_holds_no_longer(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    tree.apply(post)
    tree.git("revert", "--no-edit", "HEAD", by=LEO, hours=9)
    tree.git("revert", "--no-edit", "HEAD", by=LEO, hours=10)
    desk = Desk(tmp_path, tree.path, post)
    assert desk.only().reverted_by == ""
    # which of two reverts holds is told by the last word
    tree.git("revert", "--no-edit", "HEAD", by=LEO, hours=11)
    assert desk.only().reverted_by == tree.head()


def test_a_revert_on_another_branch_takes_nothing_back(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    tree.apply(post)
    tree.git("checkout", "--quiet", "-b", "a-distribution")
    tree.git("revert", "--no-edit", "HEAD", by=EVE, hours=9)
    assert Desk(tmp_path, tree.path, post).only().reverted_by == ""


def test_the_revert_of_a_merge_takes_back_what_came_with_it(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    tree.git("checkout", "--quiet", "-b", "topic")
    tree.apply(post)
    tree.git("checkout", "--quiet", "master")
    tree.git("merge", "--quiet", "--no-ff", "-m", "Merge topic", "topic", by=LEO, hours=4)
    desk = Desk(tmp_path, tree.path, post)
    assert desk.only().reverted_by == ""
    tree.git("revert", "--no-edit", "-m1", "HEAD", by=LEO, hours=9)
    assert desk.only().reverted_by == tree.head()
    assert Desk(tmp_path / "anew", tree.path, post).only().reverted_by == tree.head()


def test_the_revert_of_another_merge_takes_nothing_back(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    tree.git("checkout", "--quiet", "-b", "topic")
    tree.commit("mm: something else", tree.edit("mm/slab.c", "slab_1;", "slab_one;"), hours=1)
    tree.git("checkout", "--quiet", "master")
    tree.apply(post)
    tree.git("merge", "--quiet", "--no-ff", "-m", "Merge topic", "topic", by=LEO, hours=4)
    tree.git("revert", "--no-edit", "-m1", "HEAD", by=LEO, hours=9)
    assert Desk(tmp_path, tree.path, post).only().reverted_by == ""


def test_a_partial_revert_takes_nothing_back(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    (commit,) = tree.apply(post)
    tree.commit(f"mm: repair\n\nThis partially reverts commit {commit}.\n", hours=9)
    tree.commit(f"mm: more\n\nCommit {commit[:12]} reverts commit 0123456789ab.\n", hours=9)
    assert Desk(tmp_path, tree.path, post).only().reverted_by == ""


def test_what_was_applied_again_after_a_revert_is_applied(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    (first,) = tree.apply(post)
    tree.git("revert", "--no-edit", "HEAD", by=LEO, hours=9)
    (again,) = tree.apply(post, hours=12)
    found = Desk(tmp_path, tree.path, post).only()
    assert (found.commit, found.reverted_by, found.copies) == (again, "", (first,))


# ---------------------------------------------------------------- copies


def test_a_backport_is_listed_beside_the_original(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    (original,) = tree.apply(post)
    tree.tag("v6.20-rc1", hours=30)
    tree.git("checkout", "--quiet", "-b", "linux-6.19.y", "master~1")
    copies: list[str] = []
    for name, words in (
        ("6.19", f"commit {original} upstream."),
        ("6.18", f"[ Upstream commit {original} ]"),
        ("6.17", f"(cherry picked from commit {original})"),
    ):
        tree.git("checkout", "--quiet", "-b", f"linux-{name}", "master~1")
        text = f"{TITLE}\n\n{words}\n\nNobody counts them.\n"
        tree.git("cherry-pick", original, by=LEO, hours=40)
        copies.append(tree.amend(text, by=LEO, hours=40 + len(copies)))
        tree.tag(f"v{name}.3", hours=50)
    found = Desk(tmp_path, tree.path, post).only()
    assert (found.commit, found.first_tag, found.copy_of) == (original, "v6.20-rc1", "")
    assert found.branches == ("master",)
    assert found.copies == tuple(copies)


def test_a_backport_alone_names_its_origin(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    tree.apply(post)
    origin = "0123456789abcdef0123456789abcdef01234567"
    tree.amend(f"{TITLE}\n\ncommit {origin} upstream.\n\nNobody counts them.\n", hours=3)
    assert Desk(tmp_path, tree.path, post).only().copy_of == origin


def test_the_last_state_of_a_rebased_branch_counts(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    (first,) = tree.apply(post)
    desk = Desk(tmp_path, tree.path, post)
    assert desk.only().commit == first
    tree.git("commit", "--quiet", "--amend", "--no-edit", by=MIA, hours=30)
    found = desk.only()
    assert (found.commit, found.copies) == (tree.head(), ())
    assert found.commit != first
