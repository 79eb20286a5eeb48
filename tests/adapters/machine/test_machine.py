"""What doctor learns about the computer."""

import os
from pathlib import Path

import pytest

from lkmltrack.adapters.machine import LocalMachine
from lkmltrack.model.check import Check


def check(name: str) -> Check:
    (found,) = [one for one in LocalMachine().checks() if one.name == name]
    return found


def with_git(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Return what is said of a git that is this script."""
    program = folder / "git"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return check("git")


def test_what_tests_need_is_here() -> None:
    assert all(one.ok for one in LocalMachine().checks())
    assert check("b4").text.startswith("b4 0.")


def test_a_missing_git_is_told_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not check("git").ok
    assert "apt install git" in check("git").mend


@pytest.mark.parametrize(
    ("script", "ok"),
    [
        ("echo git version 2.47.1", True),
        ("echo git version 3.0.0.windows.1", True),
        ("echo git version 2.11.0", False),
        ("echo '\033[31mwhat?'", False),
        ("exit 1", False),
    ],
)
def test_an_old_or_odd_git_is_not_well(
    script: str, ok: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert with_git(tmp_path, script, monkeypatch).ok is ok
