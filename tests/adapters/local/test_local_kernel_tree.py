import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lkmltrack.adapters.kernel_tree import GitTree
from lkmltrack.errors import NotFoundError, TreeError
from lkmltrack.mail.parse import parse_message
from lkmltrack.tracker.ports import KernelTree

Git = Callable[..., str]


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small kernel with three commits and a tag on the first; made once, then copied."""
    place = tmp_path_factory.mktemp("pattern") / "linux"
    place.mkdir()

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=Ada Author", "-c", "user.email=ada@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=place, check=True)

    git("init", "-q", "-b", "main", ".")
    makefile = "# x\nVERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\nEXTRAVERSION = -rc2\nNAME = Y\n"
    (place / "Makefile").write_text(makefile)
    for number in (1, 2, 3):
        (place / f"file{number}.c").write_text(f"int x{number};\n")
        git("add", ".")
        git("commit", "-q", "-m", f"mm: add file {number}\n\nFrom the start.\n\nLink: x")
    git("tag", "v1.0", "HEAD~2")
    return place


@pytest.fixture
def tree(tmp_path: Path, pattern: Path) -> Path:
    return shutil.copytree(pattern, tmp_path / "linux", symlinks=True)


def test_the_adapter_satisfies_the_port(tree: Path) -> None:
    kernel: KernelTree = GitTree(tree)
    assert kernel.path == tree


def test_patches_are_those_that_format_patch_writes(tree: Path, tmp_path: Path, git: Git) -> None:
    git(tree, "format-patch", "-q", "-o", str(tmp_path / "out"), "v1.0..HEAD")
    written = [place.read_bytes() for place in sorted((tmp_path / "out").iterdir())]
    assert GitTree(tree).patches("v1.0..HEAD") == written
    assert len(written) == 2


def test_a_from_line_in_a_text_makes_no_second_patch(tree: Path, git: Git) -> None:
    forged = (
        f"From {'a' * 40} Mon Sep 17 00:00:00 2001\nFrom: Eve <eve@example.com>\nSubject: forged"
    )
    git(tree, "commit", "-q", "--allow-empty", "-m", f"mm: innocent\n\n{forged}")
    (tree / "x.c").write_text("x\n")
    git(tree, "add", ".")
    git(tree, "commit", "-q", "-m", f"mm: innocent\n\n{forged}")
    [raw] = GitTree(tree).patches("HEAD~1..HEAD")
    assert forged.encode() in raw
    assert parse_message(raw).subject == "[PATCH] mm: innocent"


@pytest.mark.parametrize(
    "text",
    [
        "v1.0..HEAD",
        "v1.0..",
        "..HEAD",
        "v1.0...main",
        "HEAD~2..HEAD",
        "HEAD^!",
        "HEAD^-",
        "HEAD~1..@{0}",
    ],
)
def test_ranges_are_told(tree: Path, text: str) -> None:
    expected = not text.endswith("@{0}")
    assert GitTree(tree).is_revision_range(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "3",
        "",
        "..",
        "...",
        "....",
        "HEAD",
        "main",
        "v1.0",
        "../0001-x.patch",
        "dir/../file1.c",
        "file1.c",
        "nothing..HEAD",
        "HEAD..nothing",
        "a....b",
        "v1.0..HEAD..main",
        "-3",
        "-1..HEAD",
        "--output=/tmp/x..HEAD",
        "HEAD..--output=/tmp/x",
        "HEAD..-O/tmp/x",
        ":/mm..HEAD",
        "HEAD:file1.c..HEAD",
        "HEAD..HEAD:file1.c",
        "HEAD..HEAD;touch x",
        "HEAD..HEAD file1.c",
        "HEAD..HEAD\n",
        "HEAD..HEAD\0",
        "20260408-mm@example.org",
        "https://lore.kernel.org/all/x..y@z/",
        "HEAD..$(touch x)",
        "v1.0.." + "x" * 500,
    ],
)
def test_other_texts_are_no_range(tree: Path, text: str) -> None:
    assert GitTree(tree).is_revision_range(text) is False


def test_a_file_whose_name_has_two_dots_is_no_range(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree)
    Path("v2..v3.patch").write_text("x")
    assert not GitTree(tree).is_revision_range("v2..v3.patch")


@pytest.mark.parametrize(
    "text",
    ["--output=canary..HEAD", "HEAD..--output=canary", "-ocanary", "--output-directory=canary"],
)
def test_a_range_that_would_be_an_option_writes_nothing(
    tree: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree)
    before = sorted(tree.rglob("*"))
    with pytest.raises(TreeError, match="git knows no range"):
        GitTree(tree).patches(text)
    assert sorted(tree.rglob("*")) == before


@given(st.text(max_size=40))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_can_be_asked_about(tree: Path, text: str) -> None:
    assert GitTree(tree).is_revision_range(text) in (True, False)


def test_an_empty_range_says_how_it_is_written(tree: Path) -> None:
    with pytest.raises(NotFoundError, match="OLDER..NEWER"):
        GitTree(tree).patches("HEAD..v1.0")


def test_a_history_is_no_series(tree: Path, git: Git) -> None:
    lines = [
        f"commit refs/heads/long\ncommitter A <a@example.org> {1775469600 + n} +0000\ndata 1\nx\n"
        for n in range(1200)
    ]
    git(tree, "fast-import", "--quiet", given="".join(lines).encode())
    with pytest.raises(TreeError, match="1,199 commits"):
        GitTree(tree).patches("long~1199..long")


def test_describes_head_and_version(tree: Path) -> None:
    told = GitTree(tree).describe()
    assert told.startswith(f"{tree}: Linux 7.3-rc2, main at ")
    assert told.endswith(" mm: add file 3")
    assert "\n" not in told


def test_describes_a_detached_head_and_a_linked_worktree(
    tree: Path, tmp_path: Path, git: Git
) -> None:
    git(tree, "worktree", "add", "-q", "--detach", str(tmp_path / "linked"), "v1.0")
    told = GitTree(tmp_path / "linked").describe()
    assert "no branch at" in told
    assert told.endswith("mm: add file 1")
    assert len(GitTree(tmp_path / "linked").patches("v1.0..main")) == 2


def test_a_folder_below_the_top_will_do(tree: Path) -> None:
    (tree / "mm").mkdir()
    assert len(GitTree(tree / "mm").patches("v1.0..HEAD")) == 2


def test_a_tree_without_git_says_so(tmp_path: Path) -> None:
    (tmp_path / "MAINTAINERS").write_text("List of maintainers\n")
    (tmp_path / "Makefile").write_text("VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 4\n")
    tree = GitTree(tmp_path)
    assert (
        tree.describe() == f"{tmp_path}: Linux 7.3.4, but no git repository, so there is no history"
    )
    assert not tree.is_revision_range("HEAD~1..HEAD")
    with pytest.raises(TreeError, match="git knows no range"):
        tree.patches("HEAD~1..HEAD")


def test_a_tree_that_is_not_there_says_the_way_out(tmp_path: Path) -> None:
    tree = GitTree(tmp_path / "nowhere")
    assert not tree.is_revision_range("HEAD~1..HEAD")
    with pytest.raises(TreeError, match="lkmltrack.tree"):
        tree.describe()


def test_a_repository_without_a_commit_is_described(tmp_path: Path, git: Git) -> None:
    git(tmp_path, "init", "-q", "empty")
    assert GitTree(tmp_path / "empty").describe().endswith("a git repository without a commit")


def test_nothing_that_a_config_names_is_run(tree: Path, tmp_path: Path, git: Git) -> None:
    canary = tmp_path / "canary"
    hook = tmp_path / "hook"
    hook.write_text(f"#!/bin/sh\ntouch {canary}\ncat\n")
    hook.chmod(0o755)
    (tree / ".gitattributes").write_text("*.c diff=evil\n")
    git(tree, "add", ".")
    git(tree, "commit", "-q", "-m", "attributes")
    for key, value in {
        "core.fsmonitor": str(hook),
        "core.hooksPath": str(tmp_path),
        "core.pager": str(hook),
        "diff.external": str(hook),
        "diff.evil.textconv": str(hook),
        "diff.evil.command": str(hook),
        "log.showSignature": "true",
        "gpg.program": str(hook),
        "pager.format-patch": str(hook),
        "alias.rev-parse": f"!{hook}",
    }.items():
        git(tree, "config", key, value)
    kernel = GitTree(tree)
    assert len(kernel.patches("v1.0..HEAD")) == 3
    kernel.describe()
    assert not canary.exists()


def test_settings_for_format_patch_do_not_change_what_is_given(tree: Path, git: Git) -> None:
    plain = GitTree(tree).patches("v1.0..HEAD")
    git(tree, "config", "format.coverLetter", "true")
    git(tree, "config", "format.outputDirectory", "/nonexistent")
    git(tree, "config", "format.useAutoBase", "true")
    git(tree, "config", "color.ui", "always")
    assert GitTree(tree).patches("v1.0..HEAD") == plain


def test_a_git_dir_in_the_environment_is_not_followed(
    tree: Path, tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    assert len(GitTree(tree).patches("v1.0..HEAD")) == 2


@pytest.mark.parametrize("name", ["-o", "two words", "line\nbreak", "$HOME", "~", "--output=x"])
def test_any_name_of_a_folder_will_do(
    tree: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tree.rename(tree.parent / name)
    monkeypatch.chdir(place.parent)
    assert len(GitTree(Path(name)).patches("v1.0..HEAD")) == 2
