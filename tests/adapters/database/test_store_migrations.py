"""A database is made, brought up to date, or refused; and killed meanwhile."""

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from lkmltrack.adapters.database import open_store
from lkmltrack.adapters.database.connection import Database
from lkmltrack.adapters.database.migrations import bring_up_to_date
from lkmltrack.adapters.database.schema import APPLICATION_ID, VERSIONS
from lkmltrack.errors import StoreError, StoreForeignError, StoreNewerError

MakeMail = Callable[..., bytes]

STEP_2 = ("CREATE TABLE extra (name TEXT)", "INSERT INTO extra (name) SELECT name FROM lists")
STEP_3 = ("ALTER TABLE extra RENAME TO more",)


@pytest.fixture
def old(path: Path, mail: MakeMail) -> Path:
    """A database of the present version, which the tests take for an old one."""
    with closing(open_store(path)) as store:
        store.add([mail("a@x")], "mm")
    return path


@pytest.fixture
def database(old: Path) -> Iterator[Database]:
    opened = Database(old)
    yield opened
    opened.close()


def _versions(*steps: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return (*VERSIONS, *steps)


def test_a_new_file_has_our_mark_and_version(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (len(VERSIONS),)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_steps_are_taken_in_order_and_a_copy_is_kept(database: Database, old: Path) -> None:
    version = bring_up_to_date(database.connection(), old, _versions(STEP_2, STEP_3))
    assert version == len(VERSIONS) + 2
    assert database.connection().execute("SELECT name FROM more").fetchall() == [("mm",)]
    backup = old.with_name(f"{old.name}.bak-v{len(VERSIONS)}")
    assert backup.stat().st_mode & 0o777 == 0o600
    assert sorted(old.parent.glob("*.bak*")) == [backup]
    with closing(open_store(backup)) as store:
        assert store.has("a@x")


def test_a_step_that_fails_changes_nothing(database: Database, old: Path) -> None:
    broken = ("CREATE TABLE extra (name TEXT)", "INSERT INTO nowhere VALUES (1)")
    with pytest.raises(sqlite3.OperationalError):
        bring_up_to_date(database.connection(), old, _versions(broken))
    with closing(open_store(old)) as store:
        assert store.check() == []
    tables = database.connection().execute("SELECT name FROM sqlite_schema").fetchall()
    assert ("extra",) not in tables


def test_two_programs_may_migrate_at_once(old: Path) -> None:
    versions = []

    def migrate() -> None:
        with closing(Database(old)) as database:
            versions.append(bring_up_to_date(database.connection(), old, _versions(STEP_2, STEP_3)))

    threads = [threading.Thread(target=migrate) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert versions == [len(VERSIONS) + 2] * 4
    backup = old.with_name(f"{old.name}.bak-v{len(VERSIONS)}")
    with closing(open_store(backup)) as store:
        assert store.has("a@x")


def test_many_programs_may_make_the_file_at_once(path: Path) -> None:
    script = (
        "import sys, pathlib\nfrom lkmltrack.adapters.database import open_store\n"
        "store = open_store(pathlib.Path(sys.argv[1]))\nprint(store.count())\nstore.close()\n"
    )
    programs = [
        subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    assert [program.communicate()[0] for program in programs] == [b"0\n"] * 4


STEPS = [tuple(f"CREATE TABLE t{step}_{n} (a)" for n in range(3)) for step in range(3)]
MIGRATE = f"""
import os, pathlib, signal, sys
from lkmltrack.adapters.database import connection, migrations, schema
path = pathlib.Path(sys.argv[1])
steps = (*schema.VERSIONS, *{STEPS!r})
database = connection.Database(path).connection()
left = int(sys.argv[2])
def count(sql):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
database.set_trace_callback(count)
migrations.bring_up_to_date(database, path, steps)
"""


def test_a_migration_killed_at_any_statement_goes_on_next_time(old: Path) -> None:
    outcomes = set()
    for statement in range(1, 40, 4):
        with closing(sqlite3.connect(old)) as source:
            copy = old.with_name(f"copy{statement}.db")
            with closing(sqlite3.connect(copy)) as target:
                source.backup(target)
        killed = subprocess.run([sys.executable, "-c", MIGRATE, str(copy), str(statement)])
        outcomes.add(killed.returncode)
        assert killed.returncode in (0, -signal.SIGKILL)
        with closing(Database(copy)) as again:
            bring_up_to_date(again.connection(), copy, _versions(*STEPS))
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (len(VERSIONS) + 3,)
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("SELECT count(*) FROM copies").fetchone() == (1,)
    assert -signal.SIGKILL in outcomes


def test_a_newer_database_is_refused_and_left_alone(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute(f"PRAGMA user_version = {len(VERSIONS) + 1}")
    before = old.read_bytes()
    with pytest.raises(StoreNewerError, match=f"version {len(VERSIONS) + 1}"):
        open_store(old)
    assert old.read_bytes() == before


def test_a_store_that_was_migrated_under_us_is_no_longer_written(old: Path, mail: MakeMail) -> None:
    with closing(open_store(old)) as store:
        with closing(Database(old)) as newer:
            bring_up_to_date(newer.connection(), old, _versions(STEP_2))
        with pytest.raises(StoreNewerError):
            store.add([mail("b@x")])


def test_the_database_of_another_program_is_refused(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(StoreForeignError, match="another program"):
        open_store(path)


@pytest.mark.parametrize("content", [b"From nobody\n\nan mbox, not a database\n" * 99, b"x"])
def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreForeignError, match=path.name):
        open_store(path)
    assert path.read_bytes() == content


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreForeignError, match="folder"):
        open_store(tmp_path)


def test_a_copy_that_cannot_be_made_stops_the_migration(database: Database, old: Path) -> None:
    old.with_name(f"{old.name}.bak-v{len(VERSIONS)}").mkdir()
    with pytest.raises(StoreError, match="copy"):
        bring_up_to_date(database.connection(), old, _versions(STEP_2))
    assert [file.suffix for file in old.parent.glob("*.bak*")] == [f".bak-v{len(VERSIONS)}"]
    with closing(open_store(old)) as store:
        assert store.has("a@x")


def test_a_database_of_version_1_is_brought_up_with_all_that_is_in_it(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("DROP TABLE results")
        connection.execute("PRAGMA user_version = 1")
    with closing(open_store(old)) as store:
        assert store.has("a@x")
        assert store.results("p@x") == []
    assert old.with_name(f"{old.name}.bak-v1").exists()
