"""Servers on loopback for tests: one that misbehaves as told, and Debian's real public-inbox."""

import contextlib
import gzip
import http.client
import os
import shutil
import signal
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

# ---------------------------------------------------------------- invented mail

LIST_ADDRESS = "lists@example.org"
FIRST_DAY = datetime(2026, 4, 7, 9, 0, tzinfo=UTC)


def invented_mail(
    message_id: str,
    subject: str,
    body: str,
    *,
    author: str = "Ada Author <ada@example.org>",
    in_reply_to: str = "",
    references: Iterable[str] = (),
    hours: float = 0.0,
    list_id: str = "lists.example.org",
) -> bytes:
    """A mail of invented people, as a list would pass it on."""
    when = FIRST_DAY + timedelta(hours=hours)
    mail = EmailMessage(policy=SMTP.clone(max_line_length=None, cte_type="8bit", linesep="\n"))
    received = format_datetime(when + timedelta(seconds=5))
    mail["Received"] = f"from mx.example.com by lists.example.org with ESMTP; {received}"
    mail["Message-ID"] = f"<{message_id}>"
    mail["Date"] = format_datetime(when)
    mail["From"] = author
    mail["To"] = LIST_ADDRESS
    mail["Subject"] = subject
    if in_reply_to:
        mail["In-Reply-To"] = f"<{in_reply_to}>"
        mail["References"] = " ".join(f"<{name}>" for name in (*references, in_reply_to))
    mail["List-Id"] = f"<{list_id}>"
    mail.set_content(body, charset="utf-8", cte="8bit")
    return mail.as_bytes()


def join_mboxrd(raws: Iterable[bytes]) -> bytes:
    """The messages as a public-inbox server writes them."""
    written = []
    for raw in raws:
        head, gap, body = raw.partition(b"\n\n")
        lines = [
            b">" + line if line.lstrip(b">").startswith(b"From ") else line
            for line in body.split(b"\n")
        ]
        escaped = head + gap + b"\n".join(lines)
        written.append(b"From mboxrd@z Thu Jan  1 00:00:00 1970\n" + escaped + b"\n")
    return b"".join(written)


# ---------------------------------------------------------------- the faulty server


@dataclass(frozen=True)
class Asked:
    """A request as the server saw it; header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


Behaviour = Callable[["_Handler"], None]


class FaultyServer:
    """A web server that does, for each path, what it is told.

    ``on(path, first, second, ...)`` gives the behaviours for the first, second
    ... request; the last one stays. The path is without the query.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.connections = 0
        self.stopping = threading.Event()
        self._behaviours: dict[str, list[Behaviour]] = {}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.faulty = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), name="faulty server", daemon=True
        )

    @property
    def url(self) -> str:
        """The server's address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    def on(self, path: str, *behaviours: Behaviour) -> None:
        """Say what happens to requests of a path."""
        with self._lock:
            self._behaviours[path] = list(behaviours)

    def behaviour(self, asked: Asked) -> Behaviour:
        """What happens to this request."""
        with self._lock:
            self.asked.append(asked)
            path = asked.path.partition("?")[0]
            behaviours = self._behaviours.get(path)
            if behaviours is None:
                return answer(404)
            return behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    faulty: FaultyServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that hangs up is what many tests are about."""

    def process_request(self, request: object, client_address: object) -> None:
        self.faulty.connections += 1
        super().process_request(request, client_address)  # type: ignore[arg-type] # the stub says socket


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _any(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, self.path, headers, self.rfile.read(length))
        with contextlib.suppress(ConnectionError):
            self.server.faulty.behaviour(asked)(self)

    do_GET = do_POST = do_HEAD = _any

    def start(self, status: int, headers: Mapping[str, str]) -> None:
        """Send the status and the header."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def sleep(self, seconds: float) -> bool:
        """Wait; false when the server stops."""
        return not self.server.faulty.stopping.wait(seconds)

    def hang_up(self) -> None:
        """Close the connection with a reset."""
        self.close_connection = True
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Behaviour:
    """An ordinary answer; ``content_type="text/html"`` sets a header."""

    def behave(handler: _Handler) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        handler.start(status, {"Content-Length": str(len(body)), **named})
        if handler.command != "HEAD":
            handler.wfile.write(body)

    return behave


def mbox_answer(raws: Iterable[bytes]) -> Behaviour:
    """A thread as public-inbox sends it."""
    body = gzip.compress(join_mboxrd(raws))
    return answer(200, body, content_type="application/gzip")


def drip(body: bytes, *, every: float, size: int = 1) -> Behaviour:
    """A body that trickles, ``size`` bytes every so many seconds."""

    def behave(handler: _Handler) -> None:
        handler.start(200, {"Content-Length": str(len(body))})
        for begin in range(0, len(body), size):
            handler.wfile.write(body[begin : begin + size])
            if not handler.sleep(every):
                return

    return behave


def drip_header(*, every: float) -> Behaviour:
    """A header that never ends."""

    def behave(handler: _Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while handler.sleep(every):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    return behave


def hang() -> Behaviour:
    """No answer at all."""

    def behave(handler: _Handler) -> None:
        while handler.sleep(0.05):
            continue
        handler.close_connection = True

    return behave


def hang_in_body(body: bytes) -> Behaviour:
    """The header and some of the body, then nothing more."""

    def behave(handler: _Handler) -> None:
        handler.start(200, {"Content-Length": str(len(body) + 1000)})
        handler.wfile.write(body)
        hang()(handler)

    return behave


def reset() -> Behaviour:
    """The connection ends without an answer."""
    return _Handler.hang_up


def cut(body: bytes, *, after: int) -> Behaviour:
    """A body that ends before the length that the header promised."""

    def behave(handler: _Handler) -> None:
        handler.start(200, {"Content-Length": str(len(body))})
        handler.wfile.write(body[:after])
        handler.wfile.flush()
        handler.close_connection = True

    return behave


def cut_chunks(body: bytes, *, after: int) -> Behaviour:
    """A chunked body whose last chunk never comes."""

    def behave(handler: _Handler) -> None:
        handler.start(200, {"Transfer-Encoding": "chunked"})
        handler.wfile.write(b"%x\r\n%s\r\n" % (after, body[:after]))
        handler.wfile.flush()
        handler.close_connection = True

    return behave


def without_length(body: bytes) -> Behaviour:
    """A body that ends with the connection, as HTTP/1.0 has it."""

    def behave(handler: _Handler) -> None:
        handler.start(200, {"Connection": "close"})
        handler.wfile.write(body)
        handler.close_connection = True

    return behave


def redirect(target: str, status: int = 302) -> Behaviour:
    """A redirect."""
    return answer(status, b"", location=target)


def redirect_to_itself() -> Behaviour:
    """A redirect that never ends."""

    def behave(handler: _Handler) -> None:
        redirect(handler.path)(handler)

    return behave


# ---------------------------------------------------------------- the real server


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
