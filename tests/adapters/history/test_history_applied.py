"""Patches that were posted and applied, in real repositories."""

from pathlib import Path

import pytest

from lkmltrack.model.commit import AppliedBy
from tests.adapters.history.repositories import ADA, EVE, LEO, MIA, Desk, Post, Repository, moment

TITLE = "mm/rmap: count the empty trees"
TEXT = f"{TITLE}\n\nNobody counts them.\n\nSigned-off-by: Ada Author <ada@example.org>\n"
LINK = "\nLink: https://lore.kernel.org/r/one-1@example.org\n"
OLD, NEW = "rmap_7;", "rmap_seven;"


def write(poster: Repository, text: str = TEXT, old: str = OLD, new: str = NEW) -> str:
    """Make the poster's commit, long before it is posted."""
    return poster.commit(text, poster.edit("mm/rmap.c", old, new), by=ADA, hours=-50)


def test_an_applied_patch_is_known_by_its_change(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    write(poster)
    post = poster.post(name="one")
    (commit,) = tree.apply(post, hours=5)
    tree.tag("v6.20-rc1", hours=6)
    found = Desk(tmp_path, tree.path, post).only()
    assert found.patch == "one-1@example.org"
    assert found.commit == commit
    assert found.subject == TITLE
    assert (found.committer.name, found.committer.address) == MIA
    assert found.committed == moment(5)
    assert found.branches == ("master",)
    assert found.first_tag == "v6.20-rc1"
    assert found.how is AppliedBy.PATCH_ID
    assert (found.reverted_by, found.copy_of, found.copies) == ("", "", ())


def test_what_nobody_applied_is_not_applied(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    write(poster)
    post = poster.post(name="one")
    tree.commit("mm/slab: something else", tree.edit("mm/slab.c", "slab_1;", "slab_one;"), hours=4)
    assert Desk(tmp_path, tree.path, post).applied() == ()


def test_a_patch_with_another_change_is_probably_applied(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    write(poster)
    post = poster.post(name="one")
    tree.apply(post)
    commit = tree.amend(TEXT, tree.edit("mm/rmap.c", NEW, "rmap_number_seven;"), hours=3)
    found = Desk(tmp_path, tree.path, post).only()
    assert (found.commit, found.how) == (commit, AppliedBy.PROBABLY)


def test_a_title_that_the_maintainer_capitalised_is_the_same(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    write(poster)
    post = poster.post(name="one")
    tree.apply(post)
    text = TEXT.replace("count the", "Count the", 1)
    tree.amend(text, tree.edit("mm/rmap.c", NEW, "rmap_number_seven;"), hours=3)
    assert Desk(tmp_path, tree.path, post).only().how is AppliedBy.PROBABLY


def test_a_reworded_patch_is_known_by_its_change(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    write(poster)
    post = poster.post(name="one")
    tree.apply(post)
    commit = tree.amend("mm: some other words\n", hours=3)
    found = Desk(tmp_path, tree.path, post).only()
    assert (found.commit, found.how) == (commit, AppliedBy.PATCH_ID)
    assert found.subject == "mm: some other words"


def test_a_reworded_and_changed_patch_is_probably_known_by_its_author_date(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    write(poster)
    post = poster.post(name="one")
    tree.apply(post)
    tree.amend("mm: some other words\n", tree.edit("mm/rmap.c", NEW, "rmap_n;"), hours=3)
    assert Desk(tmp_path, tree.path, post).only().how is AppliedBy.PROBABLY


def test_a_link_alone_is_enough(tree: Repository, poster: Repository, tmp_path: Path) -> None:
    write(poster)
    post = poster.post(name="one")
    tree.apply(post)
    files = tree.edit("mm/rmap.c", NEW, "rmap_number_seven;")
    commit = tree.amend(f"mm: other words\n{LINK}", files, hours=3)
    found = Desk(tmp_path, tree.path, post).only()
    assert (found.commit, found.how) == (commit, AppliedBy.LINK)


def test_git_am_writes_the_message_id_down(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    write(poster)
    post = poster.post(name="one")
    tree.apply(post, "--message-id")
    assert Desk(tmp_path, tree.path, post).only().how is AppliedBy.LINK


def test_a_link_of_a_later_fix_to_the_patch_is_no_application(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    write(poster)
    post = poster.post(name="one")
    files = tree.edit("mm/slab.c", "slab_3;", "slab_three;")
    tree.commit(f"mm/slab: as in rmap\n{LINK}", files, by=EVE, hours=9)
    tree.commit(f"mm: say so in no file\n{LINK}", by=ADA, hours=9)
    files = tree.edit("mm/slab.c", "slab_4;", "slab_four;")
    tree.commit(f"mm/slab: as in rmap again\n{LINK}", files, by=ADA, hours=10)
    assert Desk(tmp_path, tree.path, post).applied() == ()


def test_a_footnote_is_no_link(tree: Repository, poster: Repository, tmp_path: Path) -> None:
    write(poster)
    post = poster.post(name="one")
    files = tree.edit("mm/rmap.c", "rmap_9;", "rmap_nine;")
    text = f"mm/rmap: follow up\n\nAs said in [1].\n{LINK.rstrip()} [1]\n"
    tree.commit(text, files, by=ADA, hours=9)
    assert Desk(tmp_path, tree.path, post).applied() == ()


def test_a_link_to_the_cover_letter_needs_the_title(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    write(poster)
    write(poster, "mm/rmap: count the full trees\n\nToo.\n", "rmap_9;", "rmap_nine;")
    post = poster.post(2, name="one")
    cover = post.mails[0].replace(b"1/2", b"0/2").replace(b"one-1@", b"cover@")
    cover = cover[: cover.index(b"\n---\n")].replace(TITLE.encode(), b"mm/rmap: count") + b"\n"
    series = type(post)((cover, *post.mails)).changed(
        "Message-ID: <one-1@", "In-Reply-To: <cover@example.org>\nMessage-ID: <one-1@"
    )
    tree.apply(post)
    link = "\nLink: https://patch.msgid.link/cover@example.org\n"
    commit = tree.amend(
        f"mm/rmap: count the full trees\n{link}", tree.edit("mm/rmap.c", "rmap_nine;", "nine;")
    )
    found = Desk(tmp_path, tree.path, series).applied()
    assert [(one.patch, one.how) for one in found] == [
        ("one-1@example.org", AppliedBy.PATCH_ID),
        ("one-2@example.org", AppliedBy.LINK),
    ]
    assert found[1].commit == commit


def test_the_revision_that_was_applied_is_named(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    write(poster)
    first = poster.post(name="one", hours=0)
    second = poster.post(name="two", prefix="PATCH v2", hours=30)
    third = poster.post(name="three", prefix="PATCH v3", hours=60)
    tree.apply(second, hours=70)
    desk = Desk(tmp_path, tree.path, first, second, third)
    assert desk.only().patch == "two-1@example.org"


def test_a_commit_that_is_older_than_the_mail_is_not_made_from_it(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    write(poster)
    tree.apply(poster.post(name="zero", hours=-400), hours=-300)
    post = poster.post(name="one", prefix="PATCH 6.19 stable")
    assert Desk(tmp_path, tree.path, post).applied() == ()


def test_a_patch_that_was_sent_for_somebody_else_is_found(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    files = poster.edit("mm/rmap.c", OLD, NEW)
    poster.commit(TEXT, files, by=EVE, hours=-50)
    post = (
        poster.post(name="one")
        .changed("From: Eve Engineer <eve@example.com>", "From: Ada Author <ada@example.org>")
        .changed("Nobody counts", "From: Eve Engineer <eve@example.com>\n\nNobody counts")
    )
    tree.apply(post)
    assert tree.git("log", "-1", "--format=%an") == "Eve Engineer"
    tree.amend(TEXT, tree.edit("mm/rmap.c", NEW, "rmap_number_seven;"), hours=3)
    assert Desk(tmp_path, tree.path, post).only().how is AppliedBy.PROBABLY


def test_the_same_title_by_somebody_else_is_another_patch(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    write(poster)
    post = poster.post(name="one")
    tree.commit(TEXT, tree.edit("mm/rmap.c", OLD, "eves_7;"), by=EVE, hours=3)
    assert Desk(tmp_path, tree.path, post).applied() == ()


def test_the_same_title_on_other_files_is_another_patch(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    write(poster)
    post = poster.post(name="one")
    tree.commit(TEXT, tree.edit("mm/slab.c", "slab_7;", "slab_seven;"), by=ADA, hours=3)
    tree.commit("later", by=LEO, hours=4)
    assert Desk(tmp_path, tree.path, post).applied() == ()


def test_a_title_that_comes_again_after_years_is_another_patch(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    write(poster)
    post = poster.post(name="one")
    tree.commit(TEXT, tree.edit("mm/rmap.c", OLD, "again_7;"), by=ADA, hours=24 * 800)
    tree.commit("later", by=LEO, hours=24 * 801)
    assert Desk(tmp_path, tree.path, post).applied() == ()


def test_other_ways_to_write_a_diff_are_tried(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    source = "".join(f"void f{number}(void)\n{{\n\tcall();\n}}\n\n" for number in range(6))
    tree.commit("mm: begin a file", {"mm/diff.c": source}, hours=-900)
    poster.git("pull", "--quiet")
    functions = source.split("\n\n")
    turned = "\n\n".join([*functions[3:6], "", *functions[:3]])
    poster.commit(TEXT, {"mm/diff.c": turned}, by=ADA, hours=-50)
    poster.git("config", "diff.algorithm", "patience")
    usual = poster.git("-c", "diff.algorithm=default", "format-patch", "-1", "--stdout")
    post = poster.post(name="one")
    hunks = [line for line in usual.split("\n") if line[:1] in "+-"]
    assert hunks != [line for line in post.mails[0].decode().split("\n") if line[:1] in "+-"]
    tree.apply(post)
    assert Desk(tmp_path, tree.path, post).only().how is AppliedBy.PATCH_ID


@pytest.mark.parametrize(
    "options", [("-U12",), ("-W",), ("--inter-hunk-context=20",), ("--no-renames",), ("--minimal",)]
)
def test_a_diff_with_another_context_is_the_same_change(
    tree: Repository, poster: Repository, tmp_path: Path, options: tuple[str, ...]
) -> None:
    files = poster.edit("mm/rmap.c", OLD, NEW)
    (poster.path / "mm/rmap.c").rename(poster.path / "mm/moved.c")
    files = {"mm/moved.c": files["mm/rmap.c"].replace("rmap_20;", "rmap_twenty;")}
    poster.commit(TEXT, files, by=ADA, hours=-50)
    post = poster.post(name="one", options=options)
    tree.apply(post)
    found = Desk(tmp_path, tree.path, post).only()
    assert (found.commit, found.how) == (tree.head(), AppliedBy.PATCH_ID)


def test_a_diff_whose_blanks_a_mailer_ate_is_the_same_change(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    tree.commit("mm: blank lines", {"mm/blank.c": "a;\n\nb;\n\nc;\n\nd;\n"}, hours=-900)
    poster.git("pull", "--quiet")
    poster.commit(TEXT, poster.edit("mm/blank.c", "c;", "changed;"), by=ADA, hours=-50)
    post = poster.post(name="one").changed("\n \n", "\n\n")
    tree.apply(post)
    assert Desk(tmp_path, tree.path, post).only().how is AppliedBy.PATCH_ID


def test_a_diff_that_is_not_gits_is_the_same_change(
    tree: Repository, poster: Repository, tmp_path: Path
) -> None:
    write(poster)
    post = poster.post(name="one")
    (mail,) = post.mails
    lines = [line for line in mail.split(b"\n") if not line.startswith((b"diff --git", b"index "))]
    plain = Post((b"\n".join(lines),))
    tree.apply(plain)
    assert Desk(tmp_path, tree.path, plain).only().how is AppliedBy.PATCH_ID
