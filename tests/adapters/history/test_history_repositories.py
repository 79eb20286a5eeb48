"""Repositories of every kind: bare, shallow, empty, damaged, hostile, or none at all."""

import os
import shutil
from pathlib import Path

import pytest

from lkmltrack.adapters.history import GitHistory
from lkmltrack.adapters.history.process import Git
from lkmltrack.errors import TreeError
from lkmltrack.model.commit import AppliedBy, Wanted
from tests.adapters.history.repositories import ADA, LEO, MIA, Desk, Post, Repository, moment

TITLE = "mm/rmap: count the empty trees"
TEXT = f"{TITLE}\n\nNobody counts them.\n"
OLD, NEW = "rmap_7;", "rmap_seven;"


@pytest.fixture
def post(poster: Repository) -> Post:
    """The one patch that these tests are about."""
    poster.commit(TEXT, poster.edit("mm/rmap.c", OLD, NEW), by=ADA, hours=-50)
    return poster.post(name="one")


def test_a_bare_repository_and_a_folder_within_are_read_alike(
    tree: Repository, post: Post, tmp_path: Path
) -> None:
    (commit,) = tree.apply(post)
    bare = tree.cloned(tmp_path / "bare.git", "--bare")
    for number, place in enumerate((bare.path, tree.path / "mm", tree.path / ".git")):
        assert Desk(tmp_path / str(number), place, post).only().commit == commit
    assert GitHistory(tree.path / "mm").identity() == GitHistory(tree.path).identity()


def test_a_second_working_tree_has_the_same_history(
    tree: Repository, post: Post, tmp_path: Path
) -> None:
    (commit,) = tree.apply(post)
    tree.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "beside"), "HEAD~1")
    desk = Desk(tmp_path, tmp_path / "beside", post)
    assert desk.only().commit == commit
    assert GitHistory(tmp_path / "beside").identity() == GitHistory(tree.path).identity()


def test_a_repository_with_long_names_is_read_too(post: Post, tmp_path: Path) -> None:
    long = Repository(tmp_path / "long")
    long.start("--object-format=sha256")
    (commit,) = long.apply(post)
    long.tag("v6.20")
    found = Desk(tmp_path, long.path, post).only()
    assert len(commit) == 64
    assert (found.commit, found.how, found.first_tag) == (commit, AppliedBy.PATCH_ID, "v6.20")


def test_a_folder_without_a_repository_is_said_to_be_none(post: Post, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    for place in (plain, tmp_path / "nowhere"):
        with pytest.raises(TreeError, match="this is no git repository"):
            GitHistory(place).references()
    found = Desk(tmp_path, plain, post).look()
    assert found.patches == {"one": ()}
    (warning,) = found.warnings
    assert warning.startswith(f"{plain}: this is no git repository (")


def test_what_was_found_stays_when_the_tree_is_gone(
    tree: Repository, post: Post, tmp_path: Path
) -> None:
    tree.apply(post)
    desk = Desk(tmp_path, tree.path, post)
    found = desk.only()
    shutil.rmtree(tree.path)
    desk.use(tree.path)
    assert desk.look().patches == {"one": (found,)}
    assert len(desk.look().warnings) == 1


def test_a_repository_without_a_commit_has_nothing(post: Post, tmp_path: Path) -> None:
    empty = Repository(tmp_path / "empty")
    empty.path.mkdir()
    empty.git("init", "--quiet")
    assert Desk(tmp_path, empty.path, post).applied() == ()


def test_a_shallow_clone_is_called_so(tree: Repository, post: Post, tmp_path: Path) -> None:
    tree.commit("mm: before", hours=0)
    tree.apply(post)
    shallow = Repository(tmp_path / "shallow")
    tree.git("clone", "--quiet", "--depth=2", f"file://{tree.path}", str(shallow.path))
    found = Desk(tmp_path, shallow.path, post).look()
    assert [one.how for one in found.patches["one"]] == [AppliedBy.PATCH_ID]
    (warning,) = found.warnings
    assert warning.startswith(f"{shallow.path}: a shallow clone: ")
    assert GitHistory(tree.path).limits() == ()


def test_a_partial_clone_fetches_nothing_and_says_probably(
    tree: Repository, post: Post, tmp_path: Path
) -> None:
    tree.apply(post)
    tree.commit("mm: more", tree.edit("mm/slab.c", "slab_1;", "slab_one;"), hours=9)
    tree.git("config", "uploadpack.allowFilter", "true")
    partial = Repository(tmp_path / "partial")
    tree.git(
        "clone", "--quiet", "--bare", "--filter=blob:none", f"file://{tree.path}", str(partial.path)
    )
    before = sorted(os.listdir(partial.path / "objects/pack"))
    assert Desk(tmp_path, partial.path, post).only().how is AppliedBy.PROBABLY
    assert sorted(os.listdir(partial.path / "objects/pack")) == before


def test_a_tag_of_a_file_and_a_broken_link_between_branches_harm_nothing(
    tree: Repository, post: Post, tmp_path: Path
) -> None:
    (commit,) = tree.apply(post)
    tree.git("tag", "v6.20", tree.git("rev-parse", "HEAD:mm/rmap.c"))
    tree.git("tag", "v6.21", tree.git("rev-parse", "HEAD^{tree}"))
    tree.git("symbolic-ref", "refs/heads/dangling", "refs/heads/nowhere")
    tree.git("update-ref", "refs/notes/commits", tree.commit("notes", hours=3))
    found = Desk(tmp_path, tree.path, post).only()
    assert (found.commit, found.first_tag) == (commit, "")


def test_a_damaged_repository_is_an_error_that_names_it(
    tree: Repository, post: Post, tmp_path: Path
) -> None:
    tree.apply(post)
    commit = tree.head()
    (tree.path / ".git/objects" / commit[:2] / commit[2:]).unlink()
    found = Desk(tmp_path, tree.path, post).look()
    assert found.patches == {"one": ()}
    (warning,) = found.warnings
    assert str(tree.path) in warning


def test_nothing_that_a_repository_configures_is_run(
    tree: Repository, post: Post, tmp_path: Path
) -> None:
    tree.apply(post)
    tree.git("revert", "--no-edit", "HEAD", by=LEO, hours=9)
    mark = tmp_path / "was-run"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {mark}\n")
    script.chmod(0o755)
    for name in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "diff.external",
        "diff.word.command",
        "diff.word.textconv",
        "gpg.program",
        "mailmap.file",
        "pager.log",
        "trailer.link.cmd",
    ):
        tree.git("config", name, str(script))
    tree.git("config", "log.showSignature", "true")
    tree.git("config", "core.hooksPath", str(tmp_path))
    tree.git("config", "log.diffMerges", "on")
    tree.git("config", "diff.noprefix", "true")
    tree.git("config", "diff.context", "9")
    tree.git("config", "alias.log", f"!{script}")
    (tree.path / ".git/info").mkdir(exist_ok=True)
    (tree.path / ".git/info/attributes").write_text("*.c diff=word\n")
    found = Desk(tmp_path, tree.path, post).only()
    assert (found.how, bool(found.reverted_by)) == (AppliedBy.PATCH_ID, True)
    assert not mark.exists()


def test_a_surrounding_that_git_would_listen_to_changes_nothing(
    tree: Repository, post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.apply(post)
    other = Repository(tmp_path / "other")
    other.start()
    desk = Desk(tmp_path, tree.path, post)
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=0")
    assert desk.only().how is AppliedBy.PATCH_ID


def test_hostile_names_of_branches_and_people_are_text(
    tree: Repository, post: Post, tmp_path: Path
) -> None:
    tree.apply(post, by=('$(touch x) "; --output=x', "--exec=touch@example.org"))
    tree.git("update-ref", "refs/heads/--output=x", "HEAD")
    tree.git("update-ref", "refs/tags/-v6.20", "HEAD")
    tree.git("checkout", "--quiet", "-b", "ä\u202e", "HEAD~1")
    tree.git("branch", "-f", "master", "HEAD")
    found = Desk(tmp_path, tree.path, post).only()
    assert found.branches == ("--output=x",)
    assert found.committer.address == "--exec=touch@example.org"
    assert sorted(os.listdir(tree.path)) == [".git", "mm"]


def test_hostile_mail_is_searched_for_as_text(tree: Repository, tmp_path: Path) -> None:
    tree.commit("mm: something", hours=3)
    title = b"--output=x\x1b[31m $(touch x) `id` %x00 \xe2\x80\xae"
    raw = (
        b"From: --exec=x <--all@example.org>\nDate: Mon, 02 Mar 2026 09:00:01 +0000\n"
        b"Message-ID: <--all@example.org>\nSubject: [PATCH] " + title + b"\n\nx\n---\n"
        b"diff --git a/--output=x b/--output=x\n--- a/--output=x\n+++ b/--output=x\n"
        b"@@ -1 +1 @@\n-a\n+b\n"
    )
    assert Desk(tmp_path, tree.path, Post((raw,))).applied() == ()
    assert sorted(os.listdir(tree.path)) == [".git", "mm"]


def test_commits_with_any_bytes_are_read(tree: Repository) -> None:
    parent, folder = tree.head(), tree.git("rev-parse", "HEAD^{tree}")
    for number, text in enumerate(
        (b"\xff\xfe title\n\nbody\x00after\n", b"", b"\n\n\n", b"a\rb\n", b"x" * 100_000)
    ):
        head = f"tree {folder}\nparent {parent}\n".encode()
        who = b"\xe9\x01 <ada@example.org> %d +0000"
        if number == 1:
            who = b"Ada Author <ada@example.org> 99999999999999 +9999"
        raw = head + b"author " + who % 7 if b"%d" in who else head + b"author " + who
        raw += b"\ncommitter Mia <mia@example.com> 1772445600 +0000\n\n" + text
        commit = tree.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", given=raw)
        tree.git("update-ref", f"refs/heads/strange-{number}", commit)
    history = GitHistory(tree.path)
    starts = [one.target for one in history.references()]
    found = history.commits(Wanted(authors=frozenset(["ada@example.org"])), starts=starts)
    assert len(found) == 5
    assert {commit.committer.address for commit in found} == {"mia@example.com"}


def test_a_commit_before_the_wanted_time_is_left_out(tree: Repository) -> None:
    for hours in (1, 2, 3):
        tree.commit(f"mm: {hours}", by=MIA, hours=hours)
    history = GitHistory(tree.path)
    wanted = Wanted(authors=frozenset(["mia@example.com"]))
    starts = [one.target for one in history.references()]
    found = history.commits(wanted, starts=starts, since=moment(2))
    assert [commit.subject for commit in found] == ["mm: 3", "mm: 2"]
    assert history.commits(wanted, starts=starts, seen=starts) == []
    assert history.commits(wanted, starts=(), since=moment(2)) == []


def test_an_older_git_finds_the_same(
    tree: Repository, post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.apply(post)
    monkeypatch.setattr(Git, "version", (2, 31, 0))
    assert Desk(tmp_path, tree.path, post).only().how is AppliedBy.PATCH_ID


def test_a_git_that_takes_too_long_is_ended(tree: Repository) -> None:
    git = Git(tree.path, patience=0.2)
    reading, writing = os.pipe()
    with (
        os.fdopen(reading, "rb") as endless,
        os.fdopen(writing, "wb"),
        git.stream("patch-id", source=endless) as stream,
    ):
        assert stream.output.read() == b""
        with pytest.raises(TreeError, match="git patch-id did not end in time"):
            stream.finish()


def test_files_with_any_names_are_told_apart(tree: Repository) -> None:
    names = ["mm/a b.c", "mm/:colon.c", "mm/" + "0" * 40, "mm/new\nline.c", "mm/ä.c"]
    commit = tree.commit("mm: names", {name: "x\n" for name in names}, hours=3)
    empty = tree.commit("mm: nothing", hours=4)
    files = GitHistory(tree.path).files([commit, empty])
    assert sorted(files[commit]) == sorted(names)
    assert files[empty] == ()
