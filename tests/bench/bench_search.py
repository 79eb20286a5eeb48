"""How fast searches are, beside notmuch and lei on the same mails.

Run it by hand on the folder that ``bench_import.py --keep FOLDER`` left
(with ``--public-inbox`` there, lei is asked too):

    python tests/bench/bench_search.py FOLDER [--runs 7]

In-process figures are the median; of whole programs CPU and wall, the median
each. The programs take turns.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

LIMIT = 50
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Question:
    """One question in the three languages; ``lei`` speaks ours."""

    name: str
    ours: str
    notmuch: str


QUESTIONS = (
    Question("word", "dax", "dax"),
    Question("word, rare", "pmem_do_bvec", "pmem_do_bvec"),
    Question("word, everywhere", "patch", "patch"),
    Question("phrase", '"persistent memory"', '"persistent memory"'),
    Question("from", "f:dan", "from:dan"),
    Question("subject", "s:libnvdimm", "subject:libnvdimm"),
    Question("recent", "d:20260601..", "date:2026-06-01.."),
    Question("two words and a sender", "folio f:willy", "folio and from:willy"),
)


def median_ms(job: Callable[[], object], runs: int) -> str:
    """Return the median of CPU and wall milliseconds, to be printed."""
    cpu, wall = [], []
    for _ in range(runs):
        begin, begin_cpu = time.perf_counter(), time.process_time()
        job()
        wall.append(time.perf_counter() - begin)
        cpu.append(time.process_time() - begin_cpu)
    return f"{statistics.median(cpu) * 1000:8.2f} {statistics.median(wall) * 1000:8.2f}"


def in_process(database: Path, runs: int) -> str:
    """Print what searches take inside a program; returns a Message-ID of a middling thread."""
    from lkmltrack.adapters.database import open_store
    from lkmltrack.tracker.query import parse_query

    now = datetime.now(UTC)
    with closing(open_store(database)) as store:
        print(
            f"{store.count()} mails, in one process:\n\n{'question':24} {'hits':>5} {'CPU ms':>8} {'wall':>8}"
        )
        for question in QUESTIONS:
            query = parse_query(question.ours, now)
            ms = median_ms(partial(store.search, query, limit=LIMIT), runs)
            found = len(store.search(query, limit=LIMIT))
            print(f"{question.name:24} {found:5} {ms}")
        hits = [hit.message_id for hit in store.search(parse_query("s:dax", now), limit=LIMIT)]
        threads = {message_id: len(store.thread_ids(message_id)) for message_id in hits}
        chosen = sorted(hits, key=threads.__getitem__)[len(hits) // 2]
        ms = median_ms(lambda: store.thread_ids(chosen), runs)
        print(f"{'thread by Message-ID':24} {threads[chosen]:5} {ms}")
    return chosen


def whole(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Return CPU and wall milliseconds of a program."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    subprocess.run(
        command,
        env=environment,
        check=False,
        timeout=120,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu * 1000, wall * 1000


def programs(folder: Path) -> dict[str, Callable[[Question], list[str]]]:
    database = folder / "ours" / "store.db"
    found: dict[str, Callable[[Question], list[str]]] = {
        "lkmltrack": lambda one: [
            *(str(BIN / "lkmltrack"), "--db", str(database), "search", one.ours)
        ]
    }
    if shutil.which("notmuch") and (folder / "notmuch-config").is_file():
        found["notmuch"] = lambda one: ["notmuch", "search", f"--limit={LIMIT}", one.notmuch]
    else:
        print("notmuch is left out: it is not installed, or has no index here")
    if shutil.which("lei") and (folder / "inbox").is_dir():
        found["lei"] = lambda one: [
            *("lei", "q", "--no-save", "--only", str(folder / "inbox"), "-n", str(LIMIT)),
            *("-f", "json", "-o", "-", one.ours),
        ]
    else:
        print("lei is left out: it is not installed, or bench_import had no --public-inbox")
    return found


def environment_of(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HOME": str(folder),
        "NOTMUCH_CONFIG": str(folder / "notmuch-config"),
        "XDG_RUNTIME_DIR": str(folder),
    }


def whole_programs(folder: Path, message_id: str, runs: int) -> None:
    environment = environment_of(folder)
    commands = programs(folder)
    print(f"\nwhole programs, CPU/wall ms:\n\n{'question':24}", end="")
    print("".join(f"{name:>16}" for name in commands))
    thread = Question("thread by Message-ID", f"m:{message_id}", f"thread:{{id:{message_id}}}")
    for question in (*QUESTIONS, thread):
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                times[name].append(whole(command(question), environment))
        cells = [
            f"{statistics.median(cpu for cpu, _ in took):7.0f}/"
            f"{statistics.median(wall for _, wall in took):.0f}"
            for took in times.values()
        ]
        print(f"{question.name:24}" + "".join(f"{cell:>16}" for cell in cells), flush=True)
    bare = [whole([sys.executable, "-c", "pass"], environment) for _ in range(runs)]
    print(f"{'(python -c pass)':24}{statistics.median(cpu for cpu, _ in bare):7.0f} CPU ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    folder = given.folder.resolve()
    message_id = in_process(folder / "ours" / "store.db", given.runs)
    whole_programs(folder, message_id, given.runs)
    if (folder / "lei").is_dir():
        subprocess.run(["lei", "daemon-kill"], env=environment_of(folder), check=False)


if __name__ == "__main__":
    main()
