"""A web server on loopback that misbehaves as told."""

import contextlib
import gzip
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.invented import join_mboxrd


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
    ... request; the last one stays. The path is without the query. With a
    ``certificate`` (a PEM file with its key) it speaks TLS.
    """

    def __init__(self, certificate: Path | None = None) -> None:
        self.asked: list[Asked] = []
        self.connections = 0
        self.stopping = threading.Event()
        self._behaviours: dict[str, list[Behaviour]] = {}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.faulty = self
        self._scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            self._scheme = "https"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), name="faulty server", daemon=True
        )

    @property
    def url(self) -> str:
        """The server's address, without a slash at the end."""
        return f"{self._scheme}://127.0.0.1:{self.port}"

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
