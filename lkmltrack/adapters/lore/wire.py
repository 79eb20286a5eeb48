"""An HTTP session whose sockets another thread can cut.

liblore's own cancel closes the session, which does not wake a thread that is
blocked in ``recv``: shutting the socket down does.
"""

import socket
import threading
import weakref
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from lkmltrack.adapters.lore.hosts import is_local


class CutError(OSError):
    """The wire was cut while a connection was being made."""


class Wire:
    """Knows the open connections, and cuts them."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._connections: weakref.WeakSet[HTTPConnection] = weakref.WeakSet()
        self._cuts = 0

    def opening(self, connection: HTTPConnection) -> int:
        """Remember a connection that is being made; returns how often the wire was cut."""
        with self._lock:
            self._connections.add(connection)
            return self._cuts

    def opened(self, connection: HTTPConnection, cuts: int) -> None:
        """Refuse a connection that came up after the wire was cut."""
        with self._lock:
            was_cut = cuts != self._cuts
        if was_cut:
            connection.close()
            raise CutError("cut while connecting")

    def cut(self) -> None:
        """Shut every socket down, so that whoever reads from one returns."""
        with self._lock:
            self._cuts += 1
            connections = list(self._connections)
        for connection in connections:
            _shut_down(connection.sock)


def _shut_down(sock: Any) -> None:
    sock = getattr(sock, "socket", sock)  # TLS inside TLS, through a proxy
    if isinstance(sock, socket.socket):
        try:
            # not sock.shutdown(): on a TLS socket that drops the TLS state
            # under the feet of the thread that is reading
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
        except OSError:
            return  # it is closed already


def _pool_classes(wire: Wire) -> dict[str, Any]:
    class Plain(HTTPConnection):
        def connect(self) -> None:
            cuts = wire.opening(self)
            super().connect()
            wire.opened(self, cuts)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            cuts = wire.opening(self)
            super().connect()
            wire.opened(self, cuts)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class _WireAdapter(HTTPAdapter):
    """Makes its connections on a wire."""

    def __init__(self, wire: Wire) -> None:
        self._pool_classes = _pool_classes(wire)
        # one connection a host, and no retries below us: we count the tries
        super().__init__(pool_connections=2, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *arguments: Any, **keywords: Any) -> None:
        super().init_poolmanager(*arguments, **keywords)
        self.poolmanager.pool_classes_by_scheme = self._pool_classes

    def proxy_manager_for(self, proxy: str, **keywords: Any) -> urllib3.ProxyManager:
        manager: urllib3.ProxyManager = super().proxy_manager_for(proxy, **keywords)
        manager.pool_classes_by_scheme = self._pool_classes
        return manager


class WireSession(requests.Session):
    """A session on a wire, that follows no redirect and tells how long it may stay silent."""

    def __init__(self, wire: Wire, *, user_agent: str) -> None:
        super().__init__()
        self.wire = wire
        self._listener = threading.local()
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # keep none
        self.headers["User-Agent"] = user_agent
        self.headers["Accept-Encoding"] = "gzip"
        adapter = _WireAdapter(wire)
        self.mount("http://", adapter)
        self.mount("https://", adapter)

    def listen(self, listener: Callable[[float | None], None]) -> None:
        """Tell this function, in this thread, how long the next requests may stay silent."""
        self._listener.call = listener

    def send(self, request: requests.PreparedRequest, **keywords: Any) -> requests.Response:
        """Send a request, and tell how long it may stay silent."""
        if (listener := getattr(self._listener, "call", None)) is not None:
            listener(_silence(keywords.get("timeout")))
        return super().send(request, **keywords)

    def merge_environment_settings(
        self,
        url: str,
        proxies: Any,
        stream: bool | None,
        verify: bool | str | None,
        cert: str | tuple[str, str] | None,
    ) -> dict[str, Any]:
        """Return what the environment says; its proxy cannot reach this machine."""
        found = super().merge_environment_settings(url, proxies, stream, verify, cert)
        if is_local(urlsplit(url).hostname or ""):
            found["proxies"] = {}
        return found

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return None: even when told not to follow, requests reads a redirect's whole body."""
        return None


def _silence(timeout: Any) -> float | None:
    both = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    return None if None in both else float(sum(both))
