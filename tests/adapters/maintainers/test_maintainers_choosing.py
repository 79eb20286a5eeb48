"""Which tree is asked, and that git is only started where it could know of one."""

import os
import subprocess
from pathlib import Path

import pytest

from lkmltrack.adapters.maintainers_index import setting
from lkmltrack.adapters.maintainers_index.choosing import chosen_tree
from lkmltrack.adapters.maintainers_index.fetching import update
from lkmltrack.adapters.maintainers_index.setting import configured_tree, may_be_configured
from lkmltrack.errors import TreeError, UsageError
from tests.servers import FaultyServer, answer

TEXT = b"MEMORY\nM:\tAda Author <ada@example.org>\nF:\tmm/\n"


@pytest.fixture
def here(tmp_path: Path) -> str:
    place = tmp_path / "here"
    place.mkdir()
    return str(place)


@pytest.fixture
def git_is_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*arguments: object) -> tuple[int, str]:
        raise AssertionError("git was started")

    monkeypatch.setattr(setting, "_answer_of_git", start)


def git(folder: str, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def tree(place: Path) -> str:
    place.mkdir(parents=True)
    (place / "MAINTAINERS").write_bytes(TEXT)
    (place / "Makefile").touch()
    return str(place)


def place_of(here: str, told: str = "", **more: str) -> str:
    return chosen_tree(told, {**os.environ, **more}, here).place


@pytest.mark.usefixtures("git_is_not_started")
def test_git_is_not_started_where_its_files_do_not_speak_of_a_tree(
    here: str, own_home: Path
) -> None:
    (own_home / ".gitconfig").write_text("[lkmltrack]\n\tarchive = x\n[core]\n\tpager = cat\n")
    git(here, "init", "-q")
    assert configured_tree(os.environ, here) == ""
    assert not may_be_configured({}, here)
    assert not may_be_configured({"GIT_CONFIG_NOSYSTEM": "1", "HOME": str(own_home)}, here)


def test_every_place_that_git_reads_is_read(here: str, own_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings"
    command = ["git", "config", "--file", str(file), "lkmltrack.tree", "/told"]
    subprocess.run(command, check=True)
    text = file.read_text()
    (own_home / "config" / "git").mkdir(parents=True)
    git(here, "init", "-q")
    git(here, "config", "extensions.worktreeConfig", "true")
    for path in (
        own_home / ".gitconfig",
        own_home / "config" / "git" / "config",
        Path(here, ".git", "config"),
        Path(here, ".git", "config.worktree"),
    ):
        before = path.read_text() if path.exists() else ""
        path.write_text(before + text)
        assert configured_tree(os.environ, here) == "/told", path
        path.write_text(before)
        assert configured_tree(os.environ, here) == "", path
    more = {**os.environ}
    del more["GIT_CONFIG_NOSYSTEM"]
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        assert configured_tree({**more, name: str(file)}, here) == "/told", name
    parameters = "'lkmltrack.tree'='/told'"
    assert configured_tree({**os.environ, "GIT_CONFIG_PARAMETERS": parameters}, here) == "/told"
    counted = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "lkmltrack.tree",
        "GIT_CONFIG_VALUE_0": "/told",
    }
    assert configured_tree({**os.environ, **counted}, here) == "/told"


def test_a_setting_is_found_below_the_top_in_a_worktree_and_in_a_bare_repository(
    here: str, tmp_path: Path
) -> None:
    git(here, "init", "-q")
    git(here, "commit", "-q", "--allow-empty", "-m", "first")
    git(here, "config", "LkmlTrack.Tree", "/told")
    below = Path(here, "a", "b")
    below.mkdir(parents=True)
    assert configured_tree(os.environ, str(below)) == "/told"
    other = str(tmp_path / "worktree")
    git(here, "worktree", "add", "-q", "--detach", other)
    assert configured_tree(os.environ, other) == "/told"
    bare = str(tmp_path / "bare")
    git(here, "clone", "-q", "--bare", ".", bare)
    git(bare, "config", "lkmltrack.tree", "/bare")
    assert configured_tree(os.environ, bare) == "/bare"


def test_an_include_is_followed(here: str, own_home: Path) -> None:
    (own_home / "more").write_text("[LKMLTRACK]\n\tTREE = ~/linux\n")
    with (own_home / ".gitconfig").open("a") as file:
        file.write("[Include]\n\tpath = more\n")
    assert configured_tree(os.environ, here) == str(own_home / "linux")


def test_the_nearest_setting_counts(here: str, own_home: Path) -> None:
    git(here, "init", "-q")
    git(here, "config", "--global", "lkmltrack.tree", "/global")
    assert configured_tree(os.environ, here) == "/global"
    git(here, "config", "lkmltrack.tree", "/local")
    assert configured_tree(os.environ, here) == "/local"


def test_a_config_that_git_cannot_read_is_said(here: str, own_home: Path) -> None:
    (own_home / ".gitconfig").write_text("[lkmltrack\n\ttree = x\n")
    with pytest.raises(UsageError, match="cannot read its config"):
        configured_tree(os.environ, here)


def test_without_git_there_is_no_setting(
    here: str, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_home / ".gitconfig").write_text("[lkmltrack]\n\ttree = /x\n")
    assert configured_tree(os.environ, here) == "/x"
    monkeypatch.setenv("PATH", "/nowhere")
    assert configured_tree(os.environ, here) == ""


def test_a_file_that_cannot_be_read_is_left_to_git(here: str, own_home: Path) -> None:
    (own_home / ".gitconfig").unlink()
    os.mkfifo(own_home / ".gitconfig")
    assert not may_be_configured({"HOME": str(own_home)}, here)
    (own_home / ".gitconfig").unlink()
    (own_home / ".gitconfig").mkdir()
    assert may_be_configured({"HOME": str(own_home)}, here)
    (own_home / ".gitconfig").rmdir()
    (own_home / ".gitconfig").write_bytes(b"#" * (2 << 20))
    assert may_be_configured({"HOME": str(own_home)}, here)


def test_what_is_told_comes_before_the_environment_the_setting_and_where_we_stand(
    here: str, tmp_path: Path
) -> None:
    around = tree(Path(here, "linux"))
    below = Path(around, "mm")
    below.mkdir()
    told, named, configured = (tree(tmp_path / name) for name in ("told", "named", "configured"))
    assert place_of(str(below)) == around
    git(here, "config", "--global", "lkmltrack.tree", configured)
    assert place_of(str(below)) == configured
    assert place_of(str(below), LKMLTRACK_TREE=named) == named
    assert place_of(str(below), told, LKMLTRACK_TREE=named) == told


def test_who_stands_in_another_tree_than_the_configured_one_is_told(
    here: str, tmp_path: Path
) -> None:
    around, configured = tree(Path(here, "u-boot")), tree(tmp_path / "linux")
    git(here, "config", "--global", "lkmltrack.tree", configured)
    remark = chosen_tree("", os.environ, around).remark
    assert configured in remark
    assert f"--tree {around}" in remark
    assert chosen_tree("", os.environ, configured).remark == ""
    assert chosen_tree("", os.environ, here).remark == ""
    assert chosen_tree(around, os.environ, configured).remark == ""


def test_a_folder_inside_of_a_tree_stands_for_the_tree(here: str, tmp_path: Path) -> None:
    below = Path(tree(tmp_path / "linux"), "mm")
    below.mkdir()
    assert place_of(here, str(below)) == str(below.parent)
    assert place_of(here, here) == here


def test_a_tree_that_is_no_folder_is_named(here: str) -> None:
    with pytest.raises(TreeError, match="the kernel tree /gone is no folder"):
        chosen_tree("/gone", os.environ, here)
    with pytest.raises(TreeError, match="/away is no folder"):
        chosen_tree("", {**os.environ, "LKMLTRACK_TREE": "/away"}, here)
    git(here, "config", "--global", "lkmltrack.tree", "/lost")
    with pytest.raises(TreeError, match=r"git config lkmltrack\.tree, /lost is no folder"):
        chosen_tree("", os.environ, here)


def test_a_fetched_copy_is_the_last_resort_and_its_age_is_told(here: str, tmp_path: Path) -> None:
    assert place_of(here) == ""
    with FaultyServer() as server:
        server.on("/MAINTAINERS", answer(200, TEXT))
        place = update(server.url, os.environ, lambda *arguments: None).place
    os.utime(place, (1_700_000_000, 1_700_000_000))
    chosen = chosen_tree("", os.environ, here)
    assert f"{chosen.place}/MAINTAINERS" == place
    assert place in chosen.remark
    assert "2023-11-14 22:13 UTC" in chosen.remark
    around = tree(tmp_path / "linux")
    assert place_of(around) == around
    assert chosen_tree("", os.environ, around).remark == ""
