"""How the outside world is chosen, and that it is built late."""

import os
import subprocess
from pathlib import Path

import pytest

from lkmltrack.errors import BadInputError, TreeError, UsageError
from lkmltrack.wiring import Choices, build_outside, close_outside, database_path


def environment(**values: str) -> dict[str, str]:
    return {"HOME": "/nowhere/home", **values}


def test_the_database_is_where_it_is_told_to_be() -> None:
    told = environment(LKMLTRACK_DB="/a/b.db", XDG_DATA_HOME="/data")
    assert database_path(Choices(database="/x/y.db"), told) == Path("/x/y.db")
    assert database_path(Choices(), told) == Path("/a/b.db")
    assert database_path(Choices(), environment(XDG_DATA_HOME="/data")) == Path(
        "/data/lkmltrack/lkmltrack.db"
    )
    assert database_path(Choices(), environment()) == Path(
        "/nowhere/home/.local/share/lkmltrack/lkmltrack.db"
    )


def test_a_relative_data_home_is_ignored_as_xdg_says() -> None:
    assert database_path(Choices(), environment(XDG_DATA_HOME="data")).is_relative_to("/nowhere")


def test_a_database_may_be_written_as_a_url_of_a_file() -> None:
    assert database_path(Choices(database="sqlite:///x/y.db"), {}) == Path("/x/y.db")
    with pytest.raises(UsageError, match="postgresql"):
        database_path(Choices(database="postgresql://host/x"), {})


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="is a folder"):
        database_path(Choices(database=str(tmp_path)), {})


def test_without_any_home_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    with pytest.raises(UsageError, match="--db FILE"):
        database_path(Choices(), {})


def test_building_touches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    database = tmp_path / "new" / "x.db"
    outside = build_outside(Choices(database=str(database), isolated=True), {})
    close_outside(outside)
    assert not database.parent.exists()
    assert outside.tree is None
    assert outside.archive_at is None


def test_a_named_tree_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(TreeError, match="no folder"):
        build_outside(Choices(tree=str(tmp_path / "gone")), {})


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path / "linux")], check=True)
    (tmp_path / "linux" / "mm").mkdir()
    return tmp_path / "linux"


def test_the_tree_is_the_repository_around_us(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "mm")
    tree = build_outside(Choices(), dict(os.environ)).tree
    assert tree is not None
    assert tree.path == repository


def test_the_configured_tree_comes_before_where_we_stand(
    repository: Path, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    other = tmp_path / "other"
    subprocess.run(["git", "init", "-q", str(other)], check=True)
    with (own_home / ".gitconfig").open("a") as file:
        file.write(f"[lkmltrack]\n\ttree = {other}\n")
    tree = build_outside(Choices(), dict(os.environ)).tree
    assert tree is not None
    assert tree.path == other
    told = build_outside(Choices(), {**os.environ, "LKMLTRACK_TREE": str(repository)}).tree
    assert told is not None
    assert told.path == repository


def test_outside_of_a_repository_there_is_no_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert build_outside(Choices(), dict(os.environ)).tree is None


def test_the_archive_is_a_server_or_a_folder(tmp_path: Path) -> None:
    server = build_outside(Choices(archive="https://lore.example.org/all"), {}).archive
    assert server.url == "https://lore.example.org/all"
    (tmp_path / "a.eml").write_text("From: a@example.org\nMessage-ID: <a@example.org>\n\nx\n")
    folder = build_outside(Choices(archive=str(tmp_path)), {}).archive
    assert str(tmp_path) in folder.url
    neither = build_outside(Choices(archive="lore.example.org/all"), {}).archive
    with pytest.raises(UsageError, match="neither a URL nor a folder"):
        neither.cancel()


def test_the_archive_comes_from_git_config(own_home: Path) -> None:
    with (own_home / ".gitconfig").open("a") as file:
        file.write("[lkmltrack]\n\tarchive = https://inbox.example.org/x\n")
    assert build_outside(Choices(), dict(os.environ)).archive.url == "https://inbox.example.org/x"
    isolated = build_outside(Choices(isolated=True), dict(os.environ)).archive
    assert isolated.url == "https://lore.kernel.org/all"
