"""Kills a job on a store again and again, finishes it, and tells what that did to the store.

Run as a program of its own: each round is a fork that is killed with SIGKILL,
and a fork must not find connections that the tests have open.

    kill_rounds.py JOB KILLS SEED FOLDER      (JOB: import, add, rebuild, statements)
"""

import os
import random
import select
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from lkmltrack.adapters.database import SqliteStore, open_store
from lkmltrack.model.said import Said, Verb
from lkmltrack.model.source import Batch

Job = Callable[[Path], None]

BATCH = 15
MOMENT = datetime(2026, 4, 20, tzinfo=UTC)


class Stopped:
    def now(self) -> datetime:
        return MOMENT


def mails(count: int) -> list[bytes]:
    """Mails in threads of seven, some of them twice, some with a Message-ID used before."""
    made = []
    for n in range(count):
        number = n - 5 if n % 11 == 10 else n
        refers_to = f"References: <{number - number % 7}@x>\n" if number % 7 else ""
        body = "".join(f"line {line} of mail {n} speaks of page{n * line}\n" for line in range(20))
        # every second one of the repeated ids carries another text
        footer = body if number == n or n % 2 else f"{number}\nother words altogether\n"
        made.append(
            f"Message-ID: <{number}@x>\nFrom: Ada <ada@example.org>\nSubject: mail {number}\n"
            f"Date: Wed, {1 + number % 28} Apr 2026 10:00:00 +0000\n{refers_to}\n{footer}".encode()
        )
    return made


MAILS = mails(450)


def opened(path: Path) -> SqliteStore:
    return open_store(path, clock=Stopped())


def import_all(path: Path) -> None:
    with closing(opened(path)) as store:
        done = int(store.cursor("inbox") or "0")
        for start in range(done, len(MAILS), BATCH):
            raws = MAILS[start : start + BATCH]
            store.add_batch("inbox", Batch(raws, str(start + BATCH)), "mm")


def add_all(path: Path) -> None:
    with closing(opened(path)) as store:
        for start in range(0, len(MAILS), BATCH):
            store.add(MAILS[start : start + BATCH], "mm")
            root = f"{start}@x"
            if not store.said(root):
                store.say(Said(Verb.TRACK, root, MOMENT, "ada@example.org", f"name{start}"))
            store.keep_threads(root, [(root, "tracked", ""), (f"{start + 7}@x", "link", root)])


def add_twice(path: Path, trace: Callable[[str], None] | None = None) -> None:
    with closing(opened(path)) as store:
        connection: sqlite3.Connection = store._database.connection()
        connection.set_trace_callback(trace)
        store.add(MAILS[: 2 * BATCH], "mm")
        store.add(MAILS[: 3 * BATCH], "fs")


def rebuild(path: Path) -> None:
    with closing(opened(path)) as store:
        store.rebuild()


JOBS: dict[str, Job] = {
    "import": import_all,
    "add": add_all,
    "rebuild": rebuild,
    "statements": add_twice,
}


def in_fork(job: Job, path: Path) -> tuple[int, int]:
    """Start a job in a fork; returns its process id, and a pipe that says when it begins."""
    receiver, sender = os.pipe()
    process = os.fork()
    if process:
        os.close(sender)
        return process, receiver
    status = 1
    try:
        os.write(sender, b"!")
        job(path)
        status = 0
    finally:
        os._exit(status)


def killed_after(job: Job, path: Path, seconds: float) -> bool:
    """Run a job for a while and kill it; tells whether the kill met it at work."""
    process, begun = in_fork(job, path)
    select.select([begun], [], [], 30)
    os.close(begun)
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0, f"the job failed by itself: {status}"
    return os.WIFSIGNALED(status)


def finish(job: Job, path: Path) -> float:
    begin = time.monotonic()
    process, begun = in_fork(job, path)
    _, status = os.waitpid(process, 0)
    os.close(begun)
    assert status == 0, f"the job failed: {status}"
    return time.monotonic() - begin


def kinds_of_statement(path: Path) -> list[str]:
    """Return the beginnings of the statements that the additions run, a few of them twice."""
    seen: list[str] = []
    add_twice(path, lambda sql: seen.append(sql[:30]))
    kinds = dict.fromkeys(sql for sql in seen if not sql.startswith("--"))
    twice = ("BEGIN", "COMMIT", "INSERT INTO copies")
    return [kind for kind in kinds for _ in range(1 + kind.startswith(twice))]


def killed_at_statement(path: Path, kind: str, times: int) -> bool:
    """Run the additions until a kind of statement begins for the nth time, and die there."""
    left = [times]

    def count(sql: str) -> None:
        left[0] -= sql.startswith(kind)
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    process, begun = in_fork(lambda path: add_twice(path, count), path)
    _, status = os.waitpid(process, 0)
    os.close(begun)
    return os.WIFSIGNALED(status)


def content(path: Path) -> Iterator[str]:
    """Yield all that a store holds: each row of its tables, each word of its index."""
    with closing(opened(path)) as store:
        assert store.check(thorough=True) == [], store.check(thorough=True)
    with closing(sqlite3.connect(path)) as connection:
        for line in connection.iterdump():
            if '"fulltext_' not in line and "writable_schema" not in line:
                yield line
        connection.execute(
            "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, fulltext, instance)"
        )
        for row in connection.execute("SELECT * FROM temp.words"):
            yield repr(row)


def by_statements(folder: Path, golden: list[str]) -> int:
    """Kill at every kind of statement, when it is about to be run."""
    kinds = kinds_of_statement(folder / "kinds.db")
    times: Counter[str] = Counter()
    for round_, kind in enumerate(kinds):
        times[kind] += 1
        path = folder / f"statement{round_}.db"
        opened(path).close()
        assert killed_at_statement(path, kind, times[kind]), f"{kind} never came"
        finish(add_twice, path)
        assert list(content(path)) == golden, f"differs after a kill at {kind}"
        path.unlink()
    return len(kinds)


def by_time(job: Job, folder: Path, kills: int, golden: list[str], before: Job | None) -> int:
    """Kill at random moments until enough kills have met the job at work."""
    whole = finish(job, prepared(folder / "timed.db", before))
    landed = rounds = 0
    path = prepared(folder / "round0.db", before)
    while landed < kills:
        if killed_after(job, path, random.uniform(0, whole / 3)):
            landed += 1
            continue
        assert list(content(path)) == golden, f"differs after {landed} kills"
        rounds += 1
        path.unlink()
        path = prepared(folder / f"round{rounds}.db", before)
    finish(job, path)
    assert list(content(path)) == golden, f"differs after {landed} kills"
    return landed


def prepared(path: Path, before: Job | None) -> Path:
    if before is not None:
        finish(before, path)
    return path


def main() -> None:
    name, kills, seed, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    random.seed(seed)
    before = add_all if name == "rebuild" else None
    golden_path = prepared(folder / "golden.db", before)
    finish(JOBS[name], golden_path)
    golden = list(content(golden_path))
    if name == "statements":
        landed = by_statements(folder, golden)
    else:
        landed = by_time(JOBS[name], folder, kills, golden, before)
    sys.stdout.write(f"{landed} kills, the store holds {len(golden)} rows and words\n")


if __name__ == "__main__":
    main()
