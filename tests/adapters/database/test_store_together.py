"""A screen, two commands and an import use one database at once."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from lkmltrack.adapters.database import SqliteStore
from lkmltrack.tracker.query import parse_query

MakeMail = Callable[..., bytes]

SECONDS = 3.0

PROGRAM = """
import pathlib, sys, time
from datetime import UTC, datetime
from lkmltrack.adapters.database import open_store
from lkmltrack.model.said import Said, Verb
from lkmltrack.model.source import Batch
from lkmltrack.tracker.query import parse_query

path, job, end = pathlib.Path(sys.argv[1]), sys.argv[2], time.monotonic() + float(sys.argv[3])
now = datetime.now(UTC)
store = open_store(path)

def mail(n, size=40):
    body = "".join(f"line {line} of {job} {n} about page{line * n}\\n" for line in range(size))
    return f"Message-ID: <{job}{n}@x>\\nReferences: <{n % 50}@x>\\nSubject: {job}\\n\\n{body}".encode()

def read(n):
    store.search(parse_query("page7 OR s:import", now), limit=20)
    store.messages(store.thread_ids(f"{n % 50}@x")[:5])
    store.proposals()

def command(n):
    store.add([mail(n)])
    store.say(Said(Verb.TRACK, f"{job}{n}@x", now, "ada@example.org", job))

def import_(n):
    store.add_batch(job, Batch([mail(n * 40 + m) for m in range(40)], str(n)))

jobs = {"read": read, "import": import_}
n = 0
slowest = 0.0
while time.monotonic() < end:
    begin = time.monotonic()
    jobs.get(job, command)(n)
    slowest = max(slowest, time.monotonic() - begin)
    n += 1
store.close()
print(n, slowest)
"""


def test_four_programs_read_and_write_without_a_single_locked_error(
    store: SqliteStore, path: Path
) -> None:
    programs = {
        job: subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(path), job, str(SECONDS)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for job in ("read", "import", "first", "second")
    }
    rounds = {}
    for job, program in programs.items():
        out, complaints = program.communicate()
        assert (program.returncode, complaints) == (0, ""), job
        rounds[job] = int(out.split()[0])
    assert all(rounds.values()), rounds
    assert store.count() == rounds["import"] * 40 + rounds["first"] + rounds["second"]
    assert store.cursor("import") == str(rounds["import"] - 1)
    assert len(store.proposals()) == rounds["first"] + rounds["second"]
    assert store.check(thorough=True) == []


def test_threads_of_one_program_share_a_store(store: SqliteStore, mail: MakeMail) -> None:
    failures: list[BaseException] = []
    end = time.monotonic() + 1

    def work(number: int) -> None:
        try:
            n = 0
            while time.monotonic() < end:
                store.add([mail(f"{number}.{n}@x", refers_to="root@x")])
                store.thread_ids("root@x")
                store.search(parse_query("pages", store._clock.now()), limit=5)
                n += 1
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(store.thread_ids("root@x")) == store.count() > 4
    assert os.path.exists(store.path)
