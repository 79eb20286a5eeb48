"""Looking again: what moved meanwhile, and clocks that were wrong."""

from collections.abc import Callable
from pathlib import Path

from lkmltrack.model.commit import AppliedBy
from tests.adapters.history.repositories import ADA, LEO, MIA, Desk, Post, Repository

TITLE = "mm/rmap: count the empty trees"
TEXT = f"{TITLE}\n\nNobody counts them.\n"
OLD, NEW = "rmap_7;", "rmap_seven;"


def posted(poster: Repository) -> Post:
    """Return the one patch that these tests are about."""
    poster.commit(TEXT, poster.edit("mm/rmap.c", OLD, NEW), by=ADA, hours=-50)
    return poster.post(name="one")


def test_what_is_applied_between_two_looks_is_found(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, tree.path, posted(poster))
    assert desk.applied() == ()
    tree.commit("mm: something else", hours=3)
    assert desk.applied() == ()
    (commit,) = tree.apply(poster.post(name="one"), hours=4)
    assert desk.only().commit == commit


def test_tags_and_branches_that_come_later_are_told(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    tree.git("checkout", "--quiet", "-b", "topic")
    tree.apply(post)
    desk = Desk(tmp_path, tree.path, post)
    assert (desk.only().branches, desk.only().first_tag) == (("topic",), "")
    tree.git("checkout", "--quiet", "master")
    tree.commit("mm: something else", hours=3)
    assert desk.only().branches == ("topic",)
    tree.git("merge", "--quiet", "-m", "Merge topic", "topic", by=LEO, hours=4)
    assert desk.only().branches == ("master", "topic")
    tree.tag("v6.20-rc2", hours=5)
    assert desk.only().first_tag == "v6.20-rc2"
    tree.git("tag", "-a", "-m", "late", "v6.20-rc1", "HEAD^2", by=LEO, hours=6)
    tree.git("branch", "from-the-middle", "HEAD^2")
    found = desk.only()
    assert found.first_tag == "v6.20-rc1"
    assert found.branches == ("master", "from-the-middle", "topic")
    tree.git("tag", "-d", "v6.20-rc1")
    tree.git("branch", "-D", "topic")
    found = desk.only()
    assert (found.first_tag, found.branches) == ("v6.20-rc2", ("master", "from-the-middle"))
    tree.git("tag", "-f", "v6.20-rc2", "HEAD~1")
    assert desk.only().first_tag == ""


def test_later_looks_tell_the_same_as_a_first_one(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    desk = Desk(tmp_path, tree.path, post)
    steps: tuple[Callable[[], object], ...] = (
        lambda: tree.apply(post),
        lambda: tree.git("branch", "old", "HEAD"),
        lambda: tree.commit("mm: more", hours=3),
        lambda: tree.git("checkout", "--quiet", "-b", "side", "HEAD~2"),
        lambda: tree.commit("mm: beside", hours=4),
        lambda: tree.git("merge", "--quiet", "-m", "Merge old", "old", by=LEO, hours=5),
        lambda: tree.git("revert", "--no-edit", "-m1", "HEAD", by=LEO, hours=6),
        lambda: tree.tag("v6.20"),
        lambda: tree.git("branch", "-f", "old", "side~2"),
        lambda: tree.git("checkout", "--quiet", "--detach", "master"),
        lambda: tree.git("branch", "-D", "master"),
        lambda: tree.git("branch", "master", "HEAD~1"),
    )
    for number, step in enumerate(steps):
        step()
        fresh = Desk(tmp_path / str(number), tree.path, post)
        assert desk.applied() == fresh.applied(), number


def test_a_revision_that_comes_late_is_looked_for_in_what_was_seen(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    first = posted(poster)
    poster.amend("mm/rmap: count empty trees anew\n", poster.edit("mm/rmap.c", NEW, "seven;"))
    second = poster.post(name="two", prefix="PATCH v2", hours=10)
    desk = Desk(tmp_path, tree.path, first)
    (commit,) = tree.apply(second, hours=20)
    assert desk.applied() == ()
    desk.receive(second)
    assert (desk.only().commit, desk.only().patch) == (commit, "two-1@example.org")


def test_a_branch_that_went_and_came_back_is_found_again(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    tree.git("checkout", "--quiet", "-b", "topic")
    (commit,) = tree.apply(post)
    tree.git("checkout", "--quiet", "master")
    desk, late = Desk(tmp_path, tree.path, post), Desk(tmp_path / "late", tree.path, post)
    assert desk.only().commit == commit
    tree.git("branch", "-D", "topic")
    assert desk.applied() == late.applied() == ()
    tree.git("branch", "topic", commit)
    assert desk.only().commit == late.only().commit == commit


def test_a_proposal_tracked_late_misses_no_branch_that_was_away(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    tree.git("checkout", "--quiet", "-b", "topic")
    (commit,) = tree.apply(post)
    tree.git("checkout", "--quiet", "master")
    poster.commit("mm: another", poster.edit("mm/slab.c", "slab_1;", "slab_one;"), by=ADA)
    desk = Desk(tmp_path, tree.path, poster.post(name="another"))
    assert desk.applied() == ()
    tree.git("branch", "-D", "topic")
    assert desk.applied() == ()
    desk.receive(post)
    assert desk.applied() == ()
    tree.git("branch", "topic", commit)
    assert desk.only().commit == commit


def test_another_repository_is_looked_through_anew(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    tree.apply(post)
    desk = Desk(tmp_path, tree.path, post)
    assert desk.only().branches == ("master",)
    desk.use(tree.cloned(tmp_path / "clone").path)
    assert desk.only().branches == ("origin/master", "master")


# ---------------------------------------------------------------- clocks


def test_a_commit_from_1970_hides_nothing(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    (commit,) = tree.apply(post)
    tree.commit("mm: by a board without a battery", hours=-490_000)
    tree.commit("mm: more", hours=4)
    desk = Desk(tmp_path, tree.path, post)
    assert desk.only().commit == commit
    tree.commit("mm: by another such board", hours=-490_000)
    assert desk.only().branches == ("master",)


def test_a_committer_date_that_is_the_mails_is_late_enough(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    tree.apply(post, "--committer-date-is-author-date", hours=900)
    tree.tag("v6.20", hours=901)
    assert Desk(tmp_path, tree.path, post).only().how is AppliedBy.PATCH_ID


def test_a_commit_from_the_future_is_found(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    post = posted(poster)
    (commit,) = tree.apply(post, hours=500_000)
    tree.tag("v6.20", hours=3)
    desk = Desk(tmp_path, tree.path, post)
    assert desk.only().commit == commit
    tree.commit("mm: more", hours=4)
    found = desk.only()
    assert (found.commit, found.first_tag, found.branches) == (commit, "v6.20", ("master",))


def test_old_releases_are_passed_over_and_the_answer_is_the_same(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    tree.tag("v6.18", by=MIA, hours=-999)
    tree.commit("mm: old", hours=-900)
    tree.tag("v6.19", by=MIA, hours=-899)
    post = posted(poster)
    (commit,) = tree.apply(post)
    tree.tag("v6.20", hours=3)
    desk = Desk(tmp_path, tree.path, post)
    found = desk.only()
    assert (found.commit, found.first_tag, found.branches) == (commit, "v6.20", ("master",))
