"""Everything derived is made again from the kept mails, beside the old, and is the same."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lkmltrack.adapters.database import SqliteStore, open_store
from lkmltrack.errors import InterruptedPull, StoreBusyError
from lkmltrack.model.said import Said, Verb
from lkmltrack.tracker.query import parse_query

MakeMail = Callable[..., bytes]


def _content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        lines = [
            line
            for line in connection.iterdump()
            if line.startswith("INSERT") and "sqlite_master" not in line
        ]
        connection.execute("CREATE VIRTUAL TABLE temp.w USING fts5vocab(main, fulltext, instance)")
        words = [repr(row) for row in connection.execute("SELECT * FROM temp.w")]
        return [line for line in lines if '"fulltext_' not in line] + words


@pytest.fixture
def filled(store: SqliteStore, mail: MakeMail, clock: Any) -> SqliteStore:
    page = mail("p@x", X_Lkmltrack_Rebuilt_From="http://archive.example.org/")
    store.add([page, mail("b@x", refers_to="a@x"), mail("c@x", refers_to="ghost@x")], "mm")
    clock.go_on(days=1)
    store.add([mail("p@x", refers_to="c@x"), mail("a@x"), mail("b@x", body="other\n")], "fs")
    store.add([mail("b@x", refers_to="a@x", List_Id="<mm.lists.example.org>"), mail("")], "mm")
    store.say(Said(Verb.TRACK, "a@x", datetime(2026, 4, 1, tzinfo=UTC), "ada@example.org", "n"))
    store.keep_threads("a@x", [("a@x", "tracked", ""), ("c@x", "link", "b@x")])
    return store


def test_a_rebuild_changes_nothing(filled: SqliteStore, path: Path) -> None:
    before = _content(path)
    proposal = filled.proposal("1")
    filled.rebuild()
    assert _content(path) == before
    assert filled.proposal("1") == proposal
    filled.rebuild()
    filled.rebuild()
    assert _content(path) == before
    assert filled.check(thorough=True) == []


def test_a_rebuild_forgets_derived_texts(filled: SqliteStore) -> None:
    filled.keep_derived("a@x", "patch-id", "1")
    filled.rebuild()
    assert filled.derived("a@x", "patch-id") == ""


def test_a_rebuild_tells_how_far_it_is(store: SqliteStore, mail: MakeMail) -> None:
    store.add([mail(f"{n}@x") for n in range(1_200)])
    told: list[tuple[int, int | None]] = []
    store.rebuild(lambda what, done, total: told.append((done, total)))
    assert told == [(500, 1_200), (1_000, 1_200), (1_200, 1_200)]


def test_mail_that_comes_during_a_rebuild_is_there_afterwards(
    store: SqliteStore, mail: MakeMail, clock: Any
) -> None:
    store.add([mail(f"{n}@x") for n in range(600)], "mm")

    def add_more(what: str, done: int, total: int | None) -> None:
        store.add([mail(f"late{done}@x", "late", refers_to="3@x")], "mm")
        store.add([mail("3@x")], "fs")

    store.rebuild(add_more)
    assert {hit.message_id for hit in store.search(parse_query("s:late", clock.now()))} == {
        "late500@x",
        "late601@x",
    }
    assert len(store.thread_ids("3@x")) == 3
    assert store.attached("3@x").lists == ("fs", "mm")
    assert store.check(thorough=True) == []


def test_a_rebuild_that_is_stopped_leaves_all_as_it_was(
    filled: SqliteStore, path: Path, mail: MakeMail
) -> None:
    def stop(what: str, done: int, total: int | None) -> None:
        raise InterruptedPull("stopped")

    before = _content(path)
    with pytest.raises(InterruptedPull):
        filled.rebuild(stop)
    assert filled.raw("a@x") == mail("a@x")
    assert [line for line in _content(path) if "next_" not in line] == before
    filled.rebuild()
    assert _content(path) == before


def test_only_one_rebuild_goes_on_at_a_time(path: Path, mail: MakeMail) -> None:
    with closing(open_store(path)) as store, closing(open_store(path)) as other:
        store.add([mail("a@x")])
        refused: list[Exception] = []

        def ask_as_well() -> None:
            try:
                other.rebuild()
            except StoreBusyError as error:
                refused.append(error)

        def meanwhile(what: str, done: int, total: int | None) -> None:
            thread = threading.Thread(target=ask_as_well)
            thread.start()
            thread.join()

        store.rebuild(meanwhile)
        assert len(refused) == 1
        other.rebuild()


def test_another_program_reads_on_through_a_rebuild(filled: SqliteStore, path: Path) -> None:
    with closing(open_store(path)) as reader:
        seen = []
        filled.rebuild(lambda what, done, total: seen.append(reader.thread_ids("a@x")))
        assert seen == [reader.thread_ids("a@x")]
        assert reader.count() == filled.count()
