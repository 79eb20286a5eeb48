"""kill -9 of ``track`` and ``update``: a second run makes good whatever the first left."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

from lkmltrack.mail.mbox import join_mbox
from tests.fakes import MIA, mail, series

_ROUNDS = 25
"""Of each command: fifty kills in all."""
_VOLATILE = ("tracked", "seen", "refreshed", "new", "new_messages")
V1 = series("v1", ["mm: one", "mm: two"], cover="mm: it")
_LATER = 700_000.0
"""Hours: an archive has as news what it received after the proposal was tracked."""
ASKED = mail(
    "why@example.com", "Re: mm: one", "Why is that?\n",
    author=MIA, answers="v1-1@example.org", hours=_LATER,
)  # fmt: skip
V2 = series("v2", ["mm: one", "mm: two"], cover="mm: it", prefix="PATCH v2", hours=90, line="newer")


def command(database: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "lkmltrack", "--db", str(database), *words]


def killed(call: list[str], after: float) -> None:
    """Run a command and kill it after so many seconds, when it is not through by then."""
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def done(call: list[str]) -> bytes:
    return subprocess.run(call, check=True, capture_output=True).stdout


def state(database: Path) -> tuple[list[dict[str, Any]], list[bytes]]:
    """Everything that is kept: the proposals, and the mails of each."""
    listed = json.loads(done(command(database, "list", "--json")))["proposals"]
    told = []
    for one in listed:
        facts = json.loads(done(command(database, "show", str(one["number"]), "--json")))
        told.append({k: v for k, v in facts["proposal"].items() if k not in _VOLATILE})
    mails = [done(command(database, "export", str(one["number"]))) for one in listed]
    return told, mails


def moments(call: list[str]) -> list[float]:
    """Times to kill at, spread over what one run of the command takes."""
    begun = os.times().elapsed
    done(call)
    whole = os.times().elapsed - begun
    choice = random.Random(7)
    return [choice.uniform(0.3, 1.0) * whole for _ in range(_ROUNDS)]


def test_twenty_five_kills_of_track_lose_and_double_nothing(tmp_path: Path) -> None:
    mbox = tmp_path / "thread.mbox"
    mbox.write_bytes(join_mbox([*V1, ASKED, *V2]))
    golden = tmp_path / "golden.db"
    times = moments(command(golden, "track", str(mbox)))
    wanted = state(golden)
    assert len(wanted[0]) == 1
    for number, after in enumerate(times):
        database = tmp_path / f"{number}.db"
        killed(command(database, "track", str(mbox)), after)
        done(command(database, "track", str(mbox)))
        assert state(database) == wanted


def test_twenty_five_kills_of_update_lose_and_double_nothing(tmp_path: Path) -> None:
    before = tmp_path / "before.mbox"
    before.write_bytes(join_mbox(V1))
    after_it = tmp_path / "after.mbox"
    after_it.write_bytes(join_mbox([*V1, ASKED]))
    start = tmp_path / "start.db"
    done(command(start, "track", str(before)))
    kept = {path.name: path.read_bytes() for path in tmp_path.glob("start.db*")}

    def begin(name: str) -> Path:
        for old, data in kept.items():
            (tmp_path / old.replace("start.db", name)).write_bytes(data)
        return tmp_path / name

    def update(database: Path) -> list[str]:
        return command(database, "--archive", str(after_it), "update", "-q")

    golden = begin("golden.db")
    times = moments(update(golden))
    wanted = state(golden)
    assert b"Why is that?" in wanted[1][0]
    for number, moment in enumerate(times):
        database = begin(f"{number}.db")
        killed(update(database), moment)
        done(update(database))
        assert state(database) == wanted
