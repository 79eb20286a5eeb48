"""The sample, tracked, and a way to run lkmltrack in this process."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lkmltrack.__main__ import main
from tests.cli.running import SAMPLE, Done, Run


@pytest.fixture(scope="session")
def tracked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which the sample is tracked, and the sample as an archive beside it."""
    folder = tmp_path_factory.mktemp("tracked")
    (folder / "inbox").mkdir()
    (folder / "inbox" / "sample.mbox").write_bytes(SAMPLE)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("LKMLTRACK_", "XDG_", "GIT_"))},
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "LKMLTRACK_DB": str(folder / "x.db"),
        "LKMLTRACK_ARCHIVE": str(folder / "inbox"),
    }
    subprocess.run(
        [sys.executable, "-m", "lkmltrack", "track", str(folder / "inbox" / "sample.mbox")],
        check=True,
        capture_output=True,
        env=environment,
        cwd=folder,
    )
    return folder


@pytest.fixture
def place(tracked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tracked sample, chosen by the environment, and the current directory."""
    for path in tracked.iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path / path.name)
    shutil.copytree(tracked / "inbox", tmp_path / "inbox")
    monkeypatch.setenv("LKMLTRACK_DB", str(tmp_path / "x.db"))
    monkeypatch.setenv("LKMLTRACK_ARCHIVE", str(tmp_path / "inbox"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current directory where no database is yet, and an archive without mail."""
    (tmp_path / "inbox").mkdir()
    monkeypatch.setenv("LKMLTRACK_DB", str(tmp_path / "new" / "x.db"))
    monkeypatch.setenv("LKMLTRACK_ARCHIVE", str(tmp_path / "inbox"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run lkmltrack in this process."""

    def start(*words: str) -> Done:
        status = main(list(words))
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return start
