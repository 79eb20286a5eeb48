"""MAINTAINERS where there is no history: a mere tree, a fetched copy, nothing at all."""

import os
from pathlib import Path

import pytest

from lkmltrack.adapters.maintainers_index.roster_source import TreeMaintainers
from lkmltrack.errors import TreeError
from lkmltrack.tracker.ports import Maintainers
from tests.adapters.history.repositories import moment

TEXT = "RMAP\nM:\tAda Author <ada@example.org>\nF:\tmm/rmap.c\nF:\ttools/rmap\n"


def sections(source: Maintainers, path: str) -> list[str]:
    roster = source.roster(moment(50))
    found = roster.index.match(path, roster.is_folder).sections
    return [roster.index.people(number)[0] for number, _ in found]


def test_a_tree_without_git_is_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "MAINTAINERS").write_text(TEXT)
    (tmp_path / "Makefile").write_text("VERSION = 7\n")
    (tmp_path / "tools" / "rmap").mkdir(parents=True)
    (tmp_path / "tools" / "rmap" / "main.c").write_text("int main;\n")
    (tmp_path / ".get_maintainer.ignore").write_text("eve@example.com\n")
    source: Maintainers = TreeMaintainers(tmp_path, os.environ)

    roster = source.roster(moment(50))

    assert sections(source, "tools/rmap/main.c") == ["RMAP"]
    assert sections(source, "tools/rmap-of-then.c") == []
    assert roster.content_of("tools/rmap/main.c") == b"int main;\n"
    assert roster.ignored == ("eve@example.com",)
    assert roster.history is None
    edition = roster.edition
    assert (edition.place, edition.rev, edition.date) == (str(tmp_path), "", None)
    assert not edition.is_of_the_day


def test_a_folder_with_nothing_but_the_file_knows_no_folders(tmp_path: Path) -> None:
    (tmp_path / "MAINTAINERS").write_text(TEXT)
    source = TreeMaintainers(tmp_path, os.environ)

    assert source.roster().is_folder is None
    assert sections(source, "tools/rmap-of-then.c") == ["RMAP"]
    assert sections(source, "tools/rmap/main.c") == ["RMAP"]


def test_a_tree_inside_of_a_repository_is_not_taken_for_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "linux"
    inner.mkdir()
    (inner / "MAINTAINERS").write_text(TEXT)

    assert sections(TreeMaintainers(inner, os.environ), "mm/rmap.c") == ["RMAP"]


def test_a_folder_of_a_tree_stands_for_the_tree(tmp_path: Path) -> None:
    (tmp_path / "MAINTAINERS").write_text(TEXT)
    (tmp_path / "Makefile").write_text("VERSION = 7\n")
    (tmp_path / "mm").mkdir()

    assert sections(TreeMaintainers(tmp_path / "mm", os.environ), "mm/rmap.c") == ["RMAP"]


@pytest.mark.parametrize("name", ["", "missing"])
def test_where_there_is_no_file_the_way_out_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(TreeError) as error:
        TreeMaintainers(tmp_path / name, os.environ).roster(moment(50))

    assert "git config --global lkmltrack.tree DIR" in error.value.hint
    assert "--tree" in error.value.hint
    assert "maintainers --update" in error.value.hint


def test_without_a_tree_and_a_copy_the_way_out_is_told() -> None:
    with pytest.raises(TreeError) as error:
        TreeMaintainers(None, os.environ).roster()

    assert "maintainers --update" in error.value.hint


def test_without_a_tree_the_fetched_copy_is_asked() -> None:
    place = Path(os.environ["XDG_CACHE_HOME"], "lkmltrack", "tree")
    copy = place / "copy-1"
    copy.mkdir(parents=True, mode=0o700)
    place.chmod(0o700)
    (copy / "MAINTAINERS").write_text(TEXT)
    os.utime(copy / "MAINTAINERS", (moment(5).timestamp(),) * 2)
    (place / "current").symlink_to(copy.name)
    source = TreeMaintainers(None, os.environ)

    roster = source.roster(moment(50))

    assert sections(source, "mm/rmap.c") == ["RMAP"]
    assert roster.edition.date == moment(5)
    assert roster.edition.place == str(copy / "MAINTAINERS")
    assert not roster.edition.is_of_the_day
