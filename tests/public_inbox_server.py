"""Debian's real public-inbox, served on loopback."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest


@dataclass
class _Inbox:
    name: str
    path: Path
    commits: int = 0
    mails: list[bytes] = field(default_factory=list)


class PublicInboxServer:
    """Debian's public-inbox-httpd on a free loopback port, with an ``all`` over its inboxes.

    Mails are put into the inbox's git epoch byte for byte (git fast-import)
    and then indexed, so that nothing but the server itself can change them.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._inboxes: dict[str, _Inbox] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        self._home = directory / "home"
        self._home.mkdir(parents=True)

    @property
    def origin(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.port}"

    def url(self, name: str = "all") -> str:
        """The address of an inbox."""
        return f"{self.origin}/{name}"

    def add(self, name: str, mails: Iterable[bytes]) -> None:
        """Put mails into an inbox, which is made when it is new, and index them."""
        inbox = self._inboxes.get(name) or self._new_inbox(name)
        self._import(inbox, list(mails))
        self._run("public-inbox-index", "-j0", "--no-fsync", "-L", "full", str(inbox.path))
        if self._process is not None:
            self._index_all()
            # the server's search looks at the old index for half a minute otherwise
            self._process.send_signal(signal.SIGHUP)
            self._await_ready()

    def __enter__(self) -> Self:
        self._index_all()
        with (self._directory / "httpd.err").open("wb") as complaints:
            self._process = subprocess.Popen(
                ["public-inbox-httpd", "-W0", "-l", f"127.0.0.1:{self.port}"],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                cwd=self._directory,
            )
        self._await_ready()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(5)

    def _index_all(self) -> None:
        everything = str(self._directory / "all")
        self._run("public-inbox-extindex", "--all", "-j0", "--no-fsync", "-L", "full", everything)

    def _new_inbox(self, name: str) -> _Inbox:
        path = self._directory / name
        address = f"{name}@example.org"
        self._run(
            "public-inbox-init", "-V2", "-L", "full", name, str(path), self.url(name), address
        )
        (path / "description").write_text(f"invented list {name}\n")
        config = str(self._directory / "config")
        everything = self._directory / "all"
        self._run("git", "config", "-f", config, "extindex.all.topdir", str(everything))
        self._run("git", "config", "-f", config, "extindex.all.url", self.url("all"))
        self._run("git", "config", "-f", config, "publicinbox.wwwlisting", "all")
        everything.mkdir(exist_ok=True)
        (everything / "description").write_text("all invented lists\n")
        inbox = self._inboxes[name] = _Inbox(name, path)
        return inbox

    def _import(self, inbox: _Inbox, mails: list[bytes]) -> None:
        script = []
        for number, mail in enumerate(mails, 1):
            script.append(b"blob\nmark :%d\ndata %d\n%s\n" % (number, len(mail), mail))
        for number in range(1, len(mails) + 1):
            parent = b"from refs/heads/master^0\n" if inbox.commits and number == 1 else b""
            when = 1775552400 + inbox.commits + number
            script.append(
                b"commit refs/heads/master\ncommitter A <a@example.org> %d +0000\n"
                b"data 1\nx\n%sM 100644 :%d m\n\n" % (when, parent, number)
            )
        git = f"--git-dir={inbox.path}/git/0.git"
        self._run("git", git, "fast-import", "--quiet", stdin=b"".join(script))
        inbox.commits += len(mails)
        inbox.mails += mails

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG")}
        return {
            **kept,
            "HOME": str(self._home),
            "PI_CONFIG": str(self._directory / "config"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "TZ": "UTC",
        }

    def _run(self, *command: str, stdin: bytes | None = None) -> None:
        done = subprocess.run(
            command,
            env=self._environment(),
            input=stdin if stdin is not None else b"",
            capture_output=True,
            check=False,
            cwd=self._directory,
        )
        if done.returncode:
            words = done.stderr.decode("utf-8", "replace")
            raise AssertionError(f"{' '.join(command)} failed: {words}")

    def _await_ready(self) -> None:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            with contextlib.closing(connection), contextlib.suppress(OSError):
                connection.request("HEAD", "/all/_/text/help/")
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.03)
        raise AssertionError((self._directory / "httpd.err").read_text())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def need_public_inbox() -> None:
    """Skip the test without public-inbox; in continuous integration that is a failure."""
    if shutil.which("public-inbox-httpd") and shutil.which("public-inbox-extindex"):
        return
    if os.environ.get("CI") == "true":
        pytest.fail("public-inbox-httpd is missing (apt-get install public-inbox)")
    pytest.skip("public-inbox-httpd is missing (apt-get install public-inbox)")
