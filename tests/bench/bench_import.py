"""How fast a list comes into the store, beside notmuch and public-inbox on the same mails.

Run it by hand on a bare public-inbox v2 epoch:

    python tests/bench/bench_import.py git/0.git [--public-inbox] [--grow 300000] [--keep DIR]

Every program runs by itself, one after the other; CPU seconds are those of the
program and all its children, and what counts are the ratios. ``--grow`` goes
on with our store alone: the archive is repeated with new Message-IDs, while
another thread asks for the write lock all the time and tells how long it
waited at most. ``--keep`` leaves all behind for bench_search.py.
"""

import argparse
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

BATCH = 1_000
IDS = re.compile(rb"(?im)^(?:message-id|references|in-reply-to):[^\n]*\n(?:[ \t][^\n]*\n)*")
SEARCHES = ("dax", '"persistent memory"', "f:dan s:dax", "pmem_do_bvec", "s:libnvdimm", "patch")


@dataclass(frozen=True, slots=True)
class Run:
    """What one program needed."""

    name: str
    cpu: float
    wall: float
    peak: int
    size: int


def run(name: str, command: list[str], environment: dict[str, str], index: Path) -> Run:
    begin = time.monotonic()
    with tempfile.TemporaryFile() as talk:
        program = subprocess.Popen(command, env=environment, stdout=talk, stderr=talk)
        _, status, usage = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
        if program.returncode:
            talk.seek(0)
            sys.exit(f"{name} failed: {talk.read().decode(errors='replace')[-2000:]}")
    wall = time.monotonic() - begin
    return Run(name, usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss, size_of(index))


def size_of(place: Path) -> int:
    if place.is_file():
        return sum(part.stat().st_size for part in place.parent.glob(f"{place.name}*"))
    return sum(file.stat().st_size for file in place.rglob("*") if file.is_file())


def mails_of(repository: Path, size: int = BATCH) -> Iterator[list[bytes]]:
    from lkmltrack.adapters.mailbox import LocalMailboxes

    for batch in LocalMailboxes().source(repository).batches("", size):
        yield list(batch.raws)


# ---- what each program is given


def ours(repository: Path, folder: Path, environment: dict[str, str]) -> Run:
    database = folder / "ours" / "store.db"
    command = [sys.executable, __file__, str(repository), "--worker", str(database)]
    return run("lkmltrack", command, environment, database)


def notmuch(repository: Path, folder: Path, environment: dict[str, str]) -> Run:
    maildir = folder / "notmuch"
    for name in ("cur", "new", "tmp"):
        (maildir / name).mkdir(parents=True)
    for part, raws in enumerate(mails_of(repository)):
        for number, raw in enumerate(raws):
            (maildir / "cur" / f"{part:05}.{number:05}:2,S").write_bytes(raw)
    config = folder / "notmuch-config"
    config.write_text(
        f"[database]\npath={maildir}\n[user]\nname=Ada\nprimary_email=ada@example.org\n[new]\ntags=\n"
    )
    environment = {**environment, "NOTMUCH_CONFIG": str(config)}
    return run("notmuch new", ["notmuch", "new"], environment, maildir / ".notmuch")


def public_inbox(repository: Path, folder: Path, environment: dict[str, str]) -> Run:
    inbox = folder / "inbox"
    environment = {**environment, "PI_CONFIG": str(folder / "pi-config")}
    init = ["public-inbox-init", "-V2", "-L", "full", "bench", str(inbox)]
    init += ["http://127.0.0.1/bench", "bench@example.org"]
    subprocess.run(init, env=environment, check=True, capture_output=True)
    epoch = inbox / "git" / "0.git"
    shutil.rmtree(epoch, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", "--mirror", str(repository), str(epoch)], check=True)
    indexed = run(
        "public-inbox-index", ["public-inbox-index", "-L", "full", str(inbox)], environment, inbox
    )
    size = indexed.size - size_of(inbox / "git")
    return Run(indexed.name, indexed.cpu, indexed.wall, indexed.peak, size)


# ---- the program of our own that is measured


def work(repository: Path, database: Path) -> None:
    from lkmltrack.adapters.database import open_store
    from lkmltrack.adapters.mailbox import LocalMailboxes

    with closing(open_store(database)) as store:
        source = LocalMailboxes().source(repository)
        for batch in source.batches(store.cursor(source.name), BATCH):
            store.add_batch(source.name, batch, "bench")


def again(raw: bytes, times: int) -> bytes:
    """Return a mail with other Message-IDs, its own and those it refers to."""
    end = raw.find(b"\n\n")
    mark = b".%d@" % times
    header = IDS.sub(lambda match: match[0].replace(b"@", mark), raw[: end + 1])
    return header + raw[end + 1 :]


def grow(repository: Path, database: Path, most: int) -> None:
    """Repeat the archive up to so many mails, and tell what that costs on the way."""
    from lkmltrack.adapters.database import open_store
    from lkmltrack.model.source import Batch

    print(f"\n{'mails':>8} {'CPU s':>8} {'per s':>7} {'longest wait':>13} {'peak':>7} {'file':>8}")
    with closing(open_store(database)) as store, Waiter(database) as waiter:
        times = 1
        while store.count() < most:
            begin = time.process_time()
            done = 0
            for raws in mails_of(repository):
                batch = Batch([again(raw, times) for raw in raws], str(times))
                store.add_batch("grown", batch, "bench")
                done += len(raws)
                if store.count() >= most:
                    break
            used = time.process_time() - begin
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            print(
                f"{store.count():8} {used:8.1f} {done / used:7.0f} {waiter.longest() * 1000:10.0f} ms"
                f" {peak // 1024:4} MB {size_of(database) >> 20:5} MB",
                flush=True,
            )
            times += 1
        searches(store)


class Waiter(threading.Thread):
    """Asks for the write lock again and again, as another program would."""

    def __init__(self, database: Path) -> None:
        super().__init__(daemon=True)
        self._database = database
        self._waits = [0.0]
        self._ended = threading.Event()

    def run(self) -> None:
        connection = sqlite3.connect(self._database, timeout=15, isolation_level=None)
        while not self._ended.wait(0.02):
            begin = time.monotonic()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
            self._waits.append(time.monotonic() - begin)
        connection.close()

    def longest(self) -> float:
        """Return the longest wait since this was asked last."""
        waits, self._waits = self._waits, [0.0]
        return max(waits)

    def __enter__(self) -> "Waiter":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.join()


def searches(store: Any) -> None:
    from lkmltrack.tracker.query import parse_query

    now = datetime.now(UTC)
    hits = store.search(parse_query("s:dax", now), limit=20)
    print(f"\n{'search':24} {'hits':>6} {'CPU ms':>8}")
    for text in SEARCHES:
        query = parse_query(text, now)
        print(
            f"{text:24} {len(store.search(query)):6} {best_ms(partial(store.search, query)):8.2f}"
        )
    for hit in hits[:1]:
        ids = store.thread_ids(hit.message_id)
        ms = best_ms(partial(store.thread_ids, hit.message_id))
        print(f"{'thread by Message-ID':24} {len(ids):6} {ms:8.2f}")


def best_ms(job: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        begin = time.process_time()
        job()
        times.append(time.process_time() - begin)
    return min(times) * 1000


def table(runs: list[Run], mails: int) -> None:
    print(f"{mails} mails\n")
    print(f"{'program':20} {'CPU s':>8} {'per CPU s':>10} {'wall s':>8} {'peak':>8} {'index':>9}")
    for one in runs:
        print(
            f"{one.name:20} {one.cpu:8.1f} {mails / one.cpu:10.0f} {one.wall:8.1f}"
            f" {one.peak // 1024:5} MB {one.size / 1e6:6.1f} MB"
        )
    first = runs[0]
    for one in runs[1:]:
        print(
            f"\n{one.name} needs {one.cpu / first.cpu:.1f} times the CPU,"
            f" {one.wall / first.wall:.1f} times the time,"
            f" {one.peak / first.peak:.1f} times the memory,"
            f" {one.size / first.size:.1f} times the disk of {first.name}"
        )
    print("(our file holds the mails as well, the others point at them)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--worker", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--alone", action="store_true", help="our store alone")
    parser.add_argument("--public-inbox", action="store_true", help="public-inbox-index, too")
    parser.add_argument("--grow", type=int, default=0, help="go on to so many mails")
    parser.add_argument("--keep", type=Path, help="work in this new folder, and leave it")
    given = parser.parse_args()
    if given.worker:
        work(given.repository, given.worker)
        return
    if given.keep:
        given.keep.mkdir(parents=True)
    with nullcontext(given.keep) if given.keep else tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        environment = {**os.environ, "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
        runs = [ours(given.repository, folder, environment)]
        if not given.alone:
            runs.append(notmuch(given.repository, folder, environment))
        if given.public_inbox:
            runs.append(public_inbox(given.repository, folder, environment))
        table(runs, sum(map(len, mails_of(given.repository))))
        if given.grow:
            grow(given.repository, folder / "ours" / "store.db", given.grow)


if __name__ == "__main__":
    main()
