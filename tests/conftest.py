"""What every test gets: no network but loopback, its own home, one identity, one clock."""

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_TASTES = {"NO_COLOR", "PAGER", "LESS", "EDITOR", "VISUAL", "COLUMNS", "LINES"}


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home, a language and a git identity that no machine's settings can change."""
    home = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        is_ours = name.startswith(("GIT_", "LKMLTRACK_", "XDG_")) and name != "LKMLTRACK_CORPUS"
        if is_ours or name in _TASTES:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ada Author")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ada@example.org")
    monkeypatch.setenv("GIT_COMMITTER_NAME", "Ada Author")
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "ada@example.org")
    (home / ".gitconfig").write_text("[user]\n\tname = Ada Author\n\temail = ada@example.org\n")
    return home


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches out fails, and says where to."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in _LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real mail that may not be copied into the project; skips without it."""
    place = os.environ.get("LKMLTRACK_CORPUS")
    if not place:
        pytest.skip("LKMLTRACK_CORPUS is not set")
    return Path(place)


@pytest.fixture(scope="session")
def oracle() -> Callable[[str], str]:
    """Finds a program that a test measures us against; without it skips, but fails on CI."""

    def find(program: str) -> str:
        place = shutil.which(program)
        if place is None and os.environ.get("CI"):
            pytest.fail(f"{program} is not installed, and CI has to have it")
        if place is None:
            pytest.skip(f"{program} is not installed")
        return place

    return find
