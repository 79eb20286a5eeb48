"""Full disks, files that cannot be written, damage, and other programs: each has its error."""

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from lkmltrack.adapters.database import SqliteStore, open_store
from lkmltrack.errors import (
    StoreBusyError,
    StoreError,
    StoreForeignError,
    StoreFullError,
    StoreReadOnlyError,
)
from lkmltrack.model.source import Batch

MakeMail = Callable[..., bytes]


@pytest.fixture
def raws(mail: MakeMail) -> list[bytes]:
    return [mail(f"{n}@x", body=f"{os.urandom(3_000).hex()}\n") for n in range(100)]


def _fill(store: SqliteStore, raws: list[bytes]) -> None:
    for start in range(0, len(raws), 5):
        store.add_batch("inbox", Batch(raws[start : start + 5], str(start + 5)))


def _is_whole(path: Path, raws: list[bytes]) -> bool:
    """Whether a store holds exactly what its cursor says, and goes on to the end."""
    with closing(open_store(path)) as store:
        kept = int(store.cursor("inbox"))
        assert 0 < kept < len(raws)
        assert store.count() == kept
        assert store.check(thorough=True) == []
        store.add_batch("inbox", Batch(raws[kept:], str(len(raws))))
        return all(store.raw(f"{n}@x") == raw for n, raw in enumerate(raws))


def test_a_database_at_its_limit_says_that_there_is_no_room(path: Path, raws: list[bytes]) -> None:
    with closing(open_store(path)) as store:
        store._database.connection().execute("PRAGMA max_page_count = 60")
        with pytest.raises(StoreFullError, match="make room"):
            _fill(store, raws)
        with pytest.raises(StoreFullError):
            store.add(raws)
    assert _is_whole(path, raws)


@pytest.fixture
def small_files() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_files")
def test_a_limit_on_file_sizes_says_that_there_is_no_room(path: Path, raws: list[bytes]) -> None:
    with closing(open_store(path)) as store, pytest.raises(StoreFullError):
        _fill(store, raws)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert _is_whole(path, raws)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "lkmltrack-test", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_loses_nothing(small_disk: Path, raws: list[bytes]) -> None:
    path = small_disk / "store.db"
    with closing(open_store(path)) as store, pytest.raises(StoreFullError, match="disk"):
        _fill(store, raws)
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    assert _is_whole(path, raws)


WRITE = """
import os, pathlib, sys
from lkmltrack.adapters.database import open_store
from lkmltrack.errors import StoreError
import lkmltrack.adapters.database.store, encodings.idna, zlib
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    store = open_store(pathlib.Path(sys.argv[1]))
    store.add([b"Message-ID: <new@x>\\n\\nnew\\n"])
except StoreError as error:
    print(type(error).__name__, error.what)
"""


def _as_nobody(path: Path) -> str:
    """Write to a store as somebody who has no right to."""
    done = subprocess.run(
        [sys.executable, "-c", WRITE, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def open_folders() -> Iterator[Path]:
    """A folder that everybody may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="lkmltrack-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def test_a_file_without_write_permission_says_so(open_folders: Path, mail: MakeMail) -> None:
    path = open_folders / "store.db"
    with closing(open_store(path)) as store:
        store.add([mail("a@x")])
    path.chmod(0o444)
    assert _as_nobody(path).startswith("StoreReadOnlyError")
    with closing(open_store(path)) as store:
        assert store.has("a@x")


def test_a_folder_without_write_permission_says_so(open_folders: Path) -> None:
    folder = open_folders / "closed"
    folder.mkdir(mode=0o555)
    said = _as_nobody(folder / "store.db")
    assert said.startswith("StoreReadOnlyError")
    assert str(folder / "store.db") in said


def test_a_path_through_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder\n")
    with pytest.raises(StoreReadOnlyError, match="file"):
        open_store(tmp_path / "file" / "store.db")


def test_a_truncated_database_is_called_damaged(path: Path, raws: list[bytes]) -> None:
    with closing(open_store(path)) as store:
        _fill(store, raws)
    size = path.stat().st_size
    os.truncate(path, size // 2)
    with pytest.raises(StoreForeignError, match="damaged"):
        _read_all(path, len(raws))


def _read_all(path: Path, count: int) -> None:
    with closing(open_store(path)) as store:
        for n in range(count):
            store.raw(f"{n}@x")


def test_flipped_bytes_are_never_given_out_as_a_mail(path: Path, raws: list[bytes]) -> None:
    with closing(open_store(path)) as store:
        store.add(raws)
    with closing(sqlite3.connect(path)) as connection:
        (packed,) = connection.execute("SELECT raw FROM copies WHERE number = 7").fetchone()
        middle = len(packed) // 2
        damaged = packed[:middle] + bytes([packed[middle] ^ 1]) + packed[middle + 1 :]
        connection.execute("UPDATE copies SET raw = ? WHERE number = 7", (damaged,))
        connection.commit()
    with closing(open_store(path)) as store:
        with pytest.raises(StoreForeignError, match="damaged"):
            store.raw("6@x")
        assert store.check(thorough=True) == ["the bytes of mail 7 are damaged"]
        assert store.raw("5@x") == raws[5]


def test_lost_rows_are_told_and_mended_by_a_rebuild(path: Path, raws: list[bytes]) -> None:
    with closing(open_store(path)) as store:
        store.add(raws)
        store._database.connection().execute("DELETE FROM ids WHERE number < 10")
        assert any("rebuild" in fault for fault in store.check())
        store.rebuild()
        assert store.check(thorough=True) == []
        assert store.raw("3@x") == raws[3]


def test_a_lock_held_too_long_says_that_another_program_writes(path: Path, mail: MakeMail) -> None:
    with closing(open_store(path, timeout=0.1)) as store:
        store.add([mail("a@x")])
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreBusyError, match="another program"):
                store.add([mail("b@x")])
            assert store.has("a@x")
            other.execute("ROLLBACK")
        store.add([mail("b@x")])
        assert store.count() == 2


def test_an_error_of_the_disk_names_the_database(path: Path, mail: MakeMail) -> None:
    with closing(open_store(path)) as store:
        store._database.connection().execute("DROP TABLE cursors")
        with pytest.raises(StoreError, match=path.name):
            store.cursor("inbox")
