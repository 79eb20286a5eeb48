"""The index in the cache: what is damaged, foreign or cannot be written only costs time."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from lkmltrack.adapters.maintainers_index import building
from lkmltrack.adapters.maintainers_index.building import build
from lkmltrack.adapters.maintainers_index.cache import (
    Sources,
    cache_folder,
    open_index,
    opened,
    state_key,
    version_key,
)
from lkmltrack.errors import BadInputError
from lkmltrack.maintainers.index import build_index
from lkmltrack.maintainers.lookup import Index
from lkmltrack.maintainers.pieces import DamagedPieces
from lkmltrack.maintainers.profiles import Profile

TEXT = (
    "ALPHA\nM:\tAda Author <ada@example.org>\nF:\talpha/\n\nBETA\nF:\tbeta/\nN:\tbeta\nK:\tword\n"
)
LONG_AGO = 1_700_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A MAINTAINERS that did not change lately."""
    path = tmp_path / "MAINTAINERS"
    path.write_text(TEXT)
    return path


@pytest.fixture
def folder(own_home: Path) -> str:
    return cache_folder(os.environ)


@pytest.fixture(autouse=True)
def nothing_is_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of these tests were made only now: without this no link would lead to an index."""
    monkeypatch.setattr(building, "_TOO_FRESH_NS", 0)


def sources(file: Path, mailmap: str = "", script: str = "") -> Sources:
    return Sources([str(file)], mailmap, script)


def names(index: Index, path: str = "alpha/x") -> list[str]:
    return [index.people(number)[0] for number, _ in index.match(path).sections]


def kept(folder: str, *, links: bool = False) -> list[Path]:
    return sorted(path for path in Path(folder).iterdir() if path.is_symlink() is links)


def is_built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows with every index that is built from its text."""
    built: list[int] = []

    def counted(text: str, mailmap: str, profile: Profile) -> bytes:
        built.append(1)
        return build_index(text, mailmap, profile)

    monkeypatch.setattr(building, "build_index", counted)
    return built


def test_the_cache_is_where_xdg_says() -> None:
    assert cache_folder({"XDG_CACHE_HOME": "/c"}) == "/c/lkmltrack/maintainers"
    assert cache_folder({"HOME": "/h"}) == "/h/.cache/lkmltrack/maintainers"
    assert cache_folder({"HOME": "/h", "XDG_CACHE_HOME": "c"}) == "/h/.cache/lkmltrack/maintainers"
    assert cache_folder({"HOME": "h"}) == ""
    assert cache_folder({}) == ""


def test_without_a_place_an_index_is_built_each_time(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = is_built(monkeypatch)
    for _ in range(2):
        assert names(open_index(sources(file), "")) == ["ALPHA"]
    assert len(built) == 2


def test_the_second_time_nothing_is_built_and_the_file_is_not_read(
    file: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert names(open_index(sources(file), folder)) == ["ALPHA"]

    def build_again(*arguments: object) -> Index:
        raise AssertionError("it was built again")

    monkeypatch.setattr(building, "build", build_again)
    assert names(open_index(sources(file), folder)) == ["ALPHA"]


def test_a_file_that_changed_is_read_again(file: Path, folder: str) -> None:
    assert names(open_index(sources(file), folder)) == ["ALPHA"]
    file.write_text(TEXT.replace("ALPHA", "OMEGA"))
    assert names(open_index(sources(file), folder)) == ["OMEGA"]
    file.write_text(TEXT)
    assert names(open_index(sources(file), folder)) == ["ALPHA"]


def test_a_file_that_changed_only_now_is_not_trusted_to_stay(
    file: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_TOO_FRESH_NS", 3_600 * 1_000_000_000)
    built = is_built(monkeypatch)
    open_index(sources(file), folder)
    assert kept(folder, links=True) == []
    open_index(sources(file), folder)
    # its content is known nevertheless
    assert len(built) == 1


def test_the_same_content_elsewhere_is_not_built_again(
    file: Path, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = is_built(monkeypatch)
    open_index(sources(file), folder)
    other = tmp_path / "other"
    other.write_text(TEXT)
    assert names(open_index(sources(other), folder)) == ["ALPHA"]
    assert len(built) == 1
    assert len(kept(folder)) == 1
    assert len(kept(folder, links=True)) == 2


def test_mailmap_and_script_are_part_of_an_index(file: Path, folder: str, tmp_path: Path) -> None:
    mailmap, script = tmp_path / "mailmap", tmp_path / "script"
    mailmap.write_text("Eve <eve@example.org> <ada@example.org>\n")
    script.write_text("@typevalue orphan minder\n")
    mapped = open_index(sources(file, str(mailmap)), folder)
    assert mapped.mailmap()[0] == {"ada@example.org": "Eve"}
    assert open_index(sources(file), folder).mailmap() == ({}, {})
    assert open_index(sources(file, "", str(script)), folder).profile.role_from_status
    assert not open_index(sources(file), folder).profile.role_from_status


def test_the_state_of_files_tells_them_apart(file: Path, tmp_path: Path) -> None:
    key = state_key(sources(file))
    assert key.startswith(version_key())
    assert key == state_key(sources(file))
    os.utime(file, (LONG_AGO, LONG_AGO))
    assert state_key(sources(file)) != key
    assert state_key(sources(tmp_path / "gone")) == ""
    many = Sources([str(file)] * 50, "", "")
    assert len(state_key(many)) < 200


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"LKMLMNT1",
        b"LKMLMNT1" + bytes(12),
        b"LKMLMNT1" + b"\xff" * 400,
        b"something else " * 100,
        bytes(4_096),
    ],
)
def test_what_is_no_index_is_built_again(damage: bytes, file: Path, folder: str) -> None:
    open_index(sources(file), folder)
    (place,) = kept(folder)
    place.write_bytes(damage)
    assert opened(str(place)) is None
    assert names(open_index(sources(file), folder)) == ["ALPHA"]
    assert place.read_bytes().startswith(b"LKMLMNT1")


def test_an_index_that_was_cut_short_is_built_again(file: Path, folder: str) -> None:
    open_index(sources(file), folder)
    (place,) = kept(folder)
    whole = place.read_bytes()
    for length in range(0, len(whole), 97):
        place.write_bytes(whole[:length])
        assert names(open_index(sources(file), folder)) == ["ALPHA"]
        assert place.read_bytes() == whole


def test_a_flipped_bit_is_noticed_or_does_nothing(file: Path, folder: str) -> None:
    open_index(sources(file), folder)
    (place,) = kept(folder)
    whole = place.read_bytes()
    chance = random.Random(4)
    noticed = 0
    for _ in range(300):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        place.write_bytes(damaged)
        try:
            found = names(open_index(sources(file), folder))
        except DamagedPieces:
            noticed += 1
            found = names(open_index(sources(file), folder, is_mended=True))
            assert place.read_bytes() == whole
        assert found == ["ALPHA"]
    assert noticed > 0


def test_an_index_of_others_is_not_trusted(file: Path, folder: str) -> None:
    open_index(sources(file), folder)
    (place,) = kept(folder)
    for mode in (0o644, 0o622, 0o777):
        place.chmod(mode)
        assert opened(str(place)) is None
    place.chmod(0o600)
    assert opened(str(place)) is not None


def test_an_index_of_another_owner_is_not_trusted(
    file: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_index(sources(file), folder)
    (place,) = kept(folder)
    monkeypatch.setattr(os, "geteuid", lambda: 4_242)
    assert opened(str(place)) is None
    # nor is anything written where others are at home
    before = sorted(Path(folder).iterdir())
    assert names(open_index(sources(file), folder)) == ["ALPHA"]
    assert sorted(Path(folder).iterdir()) == before


def test_a_folder_that_others_may_write_to_is_not_used(file: Path, folder: str) -> None:
    Path(folder).mkdir(parents=True)
    Path(folder).chmod(0o777)
    assert names(open_index(sources(file), folder)) == ["ALPHA"]
    assert list(Path(folder).iterdir()) == []


@pytest.mark.parametrize("obstacle", ["file", "link to nowhere", "link to itself"])
def test_a_cache_that_cannot_be_made_is_done_without(
    obstacle: str, file: Path, folder: str, own_home: Path
) -> None:
    place = own_home / "cache"
    if obstacle == "file":
        place.write_text("x")
    else:
        place.symlink_to("/proc/nowhere" if obstacle == "link to nowhere" else place)
    assert names(open_index(sources(file), folder)) == ["ALPHA"]


def test_a_full_disk_is_done_without(
    file: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **keywords: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "mkstemp", refuse)
    assert names(open_index(sources(file), folder)) == ["ALPHA"]
    monkeypatch.undo()
    monkeypatch.setattr(os, "replace", refuse)
    assert names(open_index(sources(file), folder)) == ["ALPHA"]
    assert kept(folder) == []


def test_only_some_indexes_and_links_are_kept(file: Path, folder: str) -> None:
    for number in range(20):
        file.write_text(f"NUMBER {number}\nF:\talpha/\n")
        assert names(open_index(sources(file), folder)) == [f"NUMBER {number}"]
    assert len(kept(folder)) == 8
    for number in range(80):
        os.utime(file, ns=(number, number))
        open_index(sources(file), folder)
    assert len(kept(folder, links=True)) == 64
    assert names(open_index(sources(file), folder)) == ["NUMBER 19"]


def test_what_is_no_file_is_refused(tmp_path: Path, folder: str, file: Path) -> None:
    with pytest.raises(BadInputError, match="cannot read"):
        open_index(sources(tmp_path / "gone"), folder)
    with pytest.raises(BadInputError, match="cannot read|is no file"):
        build(sources(tmp_path), folder, "", False)
    with pytest.raises(BadInputError, match="is no file"):
        build(sources(Path("/dev/null")), folder, "", False)


def test_a_huge_file_is_refused(file: Path, folder: str) -> None:
    with file.open("r+b") as large:
        large.truncate((64 << 20) + 1)
    with pytest.raises(BadInputError, match="too large"):
        open_index(sources(file), folder)


def test_files_that_end_without_a_newline_do_not_run_into_each_other(
    tmp_path: Path, folder: str
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("ONE\nF:\tone/")
    two.write_text("TWO\nF:\ttwo/")
    index = open_index(Sources([str(one), str(two)], "", ""), folder)
    assert [names(index, path) for path in ("one/x", "two/x")] == [["ONE"], ["TWO"]]


def asked_over_and_over(place: str, folder: str) -> int:
    """Ask in a process of its own while others change the file; return how often it was right."""
    right = 0
    until = time.monotonic() + 1.0
    while time.monotonic() < until:
        for attempt in (False, True):
            try:
                found = names(open_index(sources(Path(place)), folder, is_mended=attempt))
                break
            except DamagedPieces:
                continue
        assert len(found) == 1
        assert found[0].startswith("STATE ")
        right += 1
    return right


@pytest.fixture
def pool() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as executor:
        yield executor


def test_processes_side_by_side_do_not_disturb_each_other(
    file: Path, folder: str, pool: ProcessPoolExecutor
) -> None:
    file.write_text("STATE 0\nF:\talpha/\n")
    jobs = [pool.submit(asked_over_and_over, str(file), folder) for _ in range(3)]
    number = 0
    while not all(job.done() for job in jobs):
        number += 1
        new = file.with_suffix(".new")
        new.write_text(f"STATE {number}\nF:\talpha/\n")
        new.replace(file)
        time.sleep(0.02)
    assert min(job.result() for job in jobs) > 3
    left_over = [path for path in Path(folder).iterdir() if path.name.startswith(".")]
    assert left_over == []


def test_a_warm_answer_imports_next_to_nothing(file: Path, folder: str) -> None:
    open_index(sources(file), folder)
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "from lkmltrack.cli.get_maintainer import answer\n"
        f"answer(['--tree', {str(file.parent)!r}, '-f', 'alpha/x'])\n"
        "print(*sorted(set(sys.modules) - before))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    *answer, loaded = done.stdout.splitlines()
    assert answer == ["Ada Author <ada@example.org> (maintainer:ALPHA)"]
    others = {name for name in loaded.split() if not name.startswith("lkmltrack")}
    assert others <= {"time"}, others
