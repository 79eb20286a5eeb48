"""``maintainers --update``: a copy for where there is no tree, and from where it comes."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import Done, Run
from tests.servers import FaultyServer, answer

MAINTAINERS = "MEMORY\nM:\tAda Author <ada@example.org>\nL:\tmm@example.org\nF:\tmm/\n"
LINES = ["Ada Author <ada@example.org> (maintainer:MEMORY)", "mm@example.org (open list:MEMORY)"]


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is in no tree, in which we stand."""
    place = tmp_path / "nowhere"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def lines(done: Done) -> list[str]:
    assert done.status == 0, done.err
    return done.out.splitlines()


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with FaultyServer() as running:
        running.on("/MAINTAINERS", answer(200, MAINTAINERS.encode()))
        yield running


def test_an_update_fetches_a_copy_that_is_asked_where_there_is_no_tree(
    server: FaultyServer, nowhere: Path, run: Run
) -> None:
    done = run("maintainers", "--update", server.url)
    place, source = lines(done)
    assert Path(place).read_text() == MAINTAINERS
    assert source == f"fetched from {server.url}"
    done = run("maintainers", "-f", "mm/rmap.c")
    assert lines(done) == LINES
    assert f"{place} is asked, fetched 20" in done.err
    assert run("-q", "maintainers", "-f", "mm/rmap.c").err == ""


def test_an_update_is_told_as_json(server: FaultyServer, nowhere: Path, run: Run) -> None:
    done = run("--json", "maintainers", "--update", server.url)
    told = json.loads(done.out)
    assert told["schema"] == "lkmltrack.maintainers-update/1"
    assert told["url"] == server.url
    assert Path(told["place"]).is_file()
    assert told["date"].endswith("Z")


def test_the_address_of_an_update_is_a_setting_of_the_person_s_only(
    server: FaultyServer, nowhere: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "config", "lkmltrack.maintainersUrl", "http://127.0.0.1:9"], check=True)
    setting = ["git", "config", "--global", "lkmltrack.maintainersUrl", server.url]
    subprocess.run(setting, check=True)
    assert lines(run("maintainers", "--update"))[1] == f"fetched from {server.url}"


def test_an_update_that_fails_ends_with_three_and_names_the_way_out(
    server: FaultyServer, nowhere: Path, run: Run
) -> None:
    server.on("/MAINTAINERS", answer(503))
    done = run("maintainers", "--update", server.url)
    assert (done.status, done.out) == (3, "")
    assert f"{server.url}/MAINTAINERS: 503" in done.err
    assert "--update URL" in done.err


@pytest.mark.parametrize("words", [["http://example.org"], ["a", "b"], ["--nol"], ["x"]])
def test_an_update_from_no_safe_place_is_refused(words: list[str], nowhere: Path, run: Run) -> None:
    done = run("maintainers", "--update", *words)
    assert (done.status, done.out) == (2, "")
