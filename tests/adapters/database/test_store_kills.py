"""SIGKILL at any moment: nothing is lost, nothing is there twice."""

import subprocess
import sys
from pathlib import Path

ROUNDS = Path(__file__).with_name("kill_rounds.py")


def _kills(job: str, kills: int, folder: Path) -> int:
    done = subprocess.run(
        [sys.executable, str(ROUNDS), job, str(kills), "20260420", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[0])


def test_fifty_kills_of_an_import_lose_and_double_nothing(tmp_path: Path) -> None:
    assert _kills("import", 50, tmp_path) == 50


def test_fifty_kills_of_an_add_lose_and_double_nothing(tmp_path: Path) -> None:
    assert _kills("add", 50, tmp_path) == 50


def test_ten_kills_of_a_rebuild_lose_and_double_nothing(tmp_path: Path) -> None:
    assert _kills("rebuild", 10, tmp_path) == 10


def test_a_kill_at_each_statement_loses_and_doubles_nothing(tmp_path: Path) -> None:
    assert _kills("statements", 0, tmp_path) > 20
