"""Files of results are kept byte for byte, by proposal, and survive a rebuild."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lkmltrack.adapters.database import open_store
from lkmltrack.adapters.database.store import SqliteStore
from lkmltrack.model.said import ResultFile

WHEN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DATA = bytes(range(256)) * 40


def file(name: str = "perf.txt", data: bytes = DATA, root: str = "p@example.org") -> ResultFile:
    return ResultFile(root, name, data, WHEN, "ada@example.org")


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return open_store(tmp_path / "test.db")


def test_a_file_is_given_back_as_it_was(store: SqliteStore) -> None:
    store.keep_result(file())
    store.keep_result(file("fio.json", b"{}"))
    store.keep_result(file(root="other@example.org"))
    assert store.results("p@example.org") == [file(), file("fio.json", b"{}")]


def test_a_file_of_the_same_name_is_replaced(store: SqliteStore) -> None:
    store.keep_result(file())
    store.keep_result(file(data=b"new"))
    assert [one.data for one in store.results("p@example.org")] == [b"new"]


def test_a_dropped_file_is_gone(store: SqliteStore) -> None:
    store.keep_result(file())
    assert store.drop_result("p@example.org", "perf.txt")
    assert not store.drop_result("p@example.org", "perf.txt")
    assert store.results("p@example.org") == []


def test_a_rebuild_forgets_no_file(store: SqliteStore) -> None:
    store.keep_result(file())
    store.rebuild()
    assert store.results("p@example.org") == [file()]
