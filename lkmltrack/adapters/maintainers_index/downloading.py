"""Download MAINTAINERS and what belongs to it: over TLS, within bounds, and nothing else for it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter

from lkmltrack import __version__
from lkmltrack.errors import (
    ArchiveError,
    BadAnswerError,
    RefusedError,
    UnreachableError,
    UsageError,
)
from lkmltrack.maintainers.profiles import Profile
from lkmltrack.maintainers.sections import parse_sections

_MAINTAINERS = "MAINTAINERS"
_OTHERS = (".mailmap", ".get_maintainer.ignore")
_GONE = (404, 410)
_PIECE = 1 << 16
_MOST_REDIRECTS = 3
_WAY_OUT = (
    "another address: lkmltrack maintainers --update URL, or git config --global"
    " lkmltrack.maintainersUrl URL; what was fetched before stays"
)
_BEGINNINGS_OF_PAGES = (b"<!doctype", b"<html", b"<head", b"<?xml", b"<body", b"<!--", b"{", b"[")


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one update; times in seconds, sizes in bytes."""

    connecting: float = 10.0
    silence: float = 20.0
    whole: float = 120.0
    size: int = 16 << 20
    """Of each file."""


Progress = Callable[[str, int, int | None], None]


def download(url: str, progress: Progress, limits: Limits | None = None) -> dict[str, bytes]:
    """Return the files by their names; those beside MAINTAINERS may be missing."""
    checked(url)
    base = _base(url)
    with _Session(limits or Limits()) as session:
        found = {_MAINTAINERS: session.file(_with_name(base, _MAINTAINERS), progress)}
        check_maintainers(found[_MAINTAINERS], _with_name(base, _MAINTAINERS))
        for name in _OTHERS:
            place = _with_name(base, name)
            try:
                data = session.file(place, progress)
            except RefusedError as error:
                if error.status not in _GONE:
                    raise
                continue
            check_text(data, place)
            found[name] = data
    return found


def checked(url: str) -> None:
    """Refuse a URL that is not https; http is for this machine only."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise UsageError(f"{url}: no URL: {error}") from error
    if parts.username is not None or parts.password is not None:
        raise UsageError("a URL with a login in it is not fetched", "leave the login out")
    if any(character.isspace() or not character.isprintable() for character in url):
        raise UsageError(f"{url}: spaces or control characters in a URL")
    is_allowed = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not host or not is_allowed:
        raise UsageError(f"{url}: MAINTAINERS is only fetched over https", "begin with https://")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by number.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("127.0.0.1.example.org")
    (True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def check_text(data: bytes, url: str) -> None:
    """Refuse what is no plain text."""
    if data.lstrip()[:20].lower().startswith(_BEGINNINGS_OF_PAGES):
        raise BadAnswerError(f"{url}: instead of the file came a web page", _WAY_OUT, url=url)
    if b"\0" in data:
        raise BadAnswerError(f"{url}: the answer is no text", _WAY_OUT, url=url)


def check_maintainers(data: bytes, url: str) -> None:
    """Refuse what is no MAINTAINERS file, or only the beginning of one."""
    check_text(data, url)
    profile = Profile({})
    letters = {
        entry.letter
        for section in parse_sections(profile.decoded(data), profile)
        for entry in section.entries
    }
    if "F" not in letters or letters.isdisjoint("MRL"):
        raise BadAnswerError(f"{url}: the answer is no MAINTAINERS file", _WAY_OUT, url=url)
    if not data.endswith(b"\n"):
        raise BadAnswerError(f"{url}: the answer ends within a line", _WAY_OUT, url=url)


class _Session(requests.Session):
    """One update's connections, which end when its time is up."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits = limits
        self._wire = _Wire()
        self._ends = time.monotonic() + limits.whole
        self._alarm = threading.Timer(limits.whole, self._wire.cut)
        self._alarm.daemon = True
        # else requests looks for a password in ~/.netrc
        self.auth = _without_login
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.headers["User-Agent"] = f"lkmltrack/{__version__}"
        # what is packed could unpack to anything
        self.headers["Accept-Encoding"] = "identity"
        adapter = _WiredAdapter(self._wire)
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def __enter__(self) -> "_Session":
        self._alarm.start()
        return self

    def __exit__(self, *arguments: object) -> None:
        self._alarm.cancel()
        self.close()

    def merge_environment_settings(
        self, url: str, proxies: Any, stream: Any, verify: Any, cert: Any
    ) -> dict[str, Any]:
        """Return what the environment says; its proxy cannot reach this machine."""
        found = super().merge_environment_settings(url, proxies, stream, verify, cert)
        if is_loopback(urlsplit(url).hostname or ""):
            found["proxies"] = {}
        return found

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return None: redirects are followed here, each one looked at first."""
        return None

    def file(self, url: str, progress: Progress) -> bytes:
        """Return what a URL holds, redirects within its scheme followed."""
        place = url
        for _ in range(_MOST_REDIRECTS + 1):
            with self._failures_of(place), self._asked(place) as response:
                if not response.is_redirect:
                    return self._body(response, place, progress)
                target = urljoin(place, response.headers["Location"])
            if urlsplit(target).scheme != urlsplit(place).scheme:
                raise BadAnswerError(
                    f"{place}: it redirects to another kind of address", _WAY_OUT, url=place
                )
            try:
                checked(target)
            except UsageError as error:
                raise BadAnswerError(
                    f"{place}: it redirects to {error.what}", _WAY_OUT, url=place
                ) from error
            place = target
        raise BadAnswerError(f"{url}: it redirects again and again", _WAY_OUT, url=url)

    def _asked(self, url: str) -> requests.Response:
        patience = (self._limits.connecting, self._limits.silence)
        return self.get(url, stream=True, timeout=patience, allow_redirects=False)

    def _body(self, response: requests.Response, url: str, progress: Progress) -> bytes:
        """Return the body of a good answer, as long as it is not too long."""
        if response.status_code != HTTPStatus.OK:
            said = f"{response.status_code} {_phrase(response.status_code)}"
            status = response.status_code
            raise RefusedError(f"{url}: {said}", _WAY_OUT, url=url, status=status)
        headers = response.headers
        if headers.get("Content-Encoding", "identity").lower() != "identity":
            raise BadAnswerError(f"{url}: the answer is packed", _WAY_OUT, url=url)
        if "html" in headers.get("Content-Type", "").lower():
            raise BadAnswerError(f"{url}: instead of the file came a web page", _WAY_OUT, url=url)
        told = headers.get("Content-Length", "")
        total = int(told) if told.isascii() and told.isdigit() and len(told) < 12 else None
        pieces: list[bytes] = []
        size = 0
        for piece in response.iter_content(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > self._limits.size:
                raise BadAnswerError(
                    f"{url}: it is larger than {self._limits.size:,} bytes", _WAY_OUT, url=url
                )
            progress("bytes", size, total)
            self._look_at_clock()
        # a connection that was cut off may look like one that ended
        self._look_at_clock()
        return b"".join(pieces)

    def _look_at_clock(self) -> None:
        if self._wire.is_cut or time.monotonic() >= self._ends:
            raise _OutOfTime

    @contextmanager
    def _failures_of(self, url: str) -> Iterator[None]:
        """Say in our words why a request failed."""
        try:
            yield
        except _OutOfTime as error:
            raise self._late(url) from error
        except (requests.RequestException, OSError) as error:
            if self._wire.is_cut:
                raise self._late(url) from error
            raise _translated(error, url) from error

    def _late(self, url: str) -> UnreachableError:
        seconds = f"{self._limits.whole:g} seconds"
        return UnreachableError(f"{url}: not done within {seconds}", _WAY_OUT, url=url)


class _OutOfTime(Exception):
    """The update took as long as it may."""


class _Wire:
    """The sockets of an update, which another thread may shut down."""

    def __init__(self) -> None:
        self._connections: list[Any] = []
        self.is_cut = False

    def connect(self, connection: Any, connect: Callable[[], None]) -> None:
        """Make a connection, and remember it."""
        self._connections.append(connection)
        connect()
        if self.is_cut:
            connection.close()
            raise TimeoutError("cut while connecting")

    def cut(self) -> None:
        """Shut every socket down, so that whoever reads from one returns."""
        self.is_cut = True
        for connection in list(self._connections):
            sock = getattr(connection.sock, "socket", connection.sock)
            if isinstance(sock, socket.socket):
                try:
                    # the plain one: that of TLS would drop its state under who reads
                    socket.socket.shutdown(sock, socket.SHUT_RDWR)
                except OSError:
                    continue  # it is closed already


class _WiredAdapter(HTTPAdapter):
    """Makes its connections on a wire."""

    def __init__(self, wire: _Wire) -> None:
        self._wire = wire
        super().__init__(pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *arguments: Any, **keywords: Any) -> None:
        """Make the pools of direct connections."""
        super().init_poolmanager(*arguments, **keywords)
        self._put_on_wire(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **keywords: Any) -> Any:
        """Return the pools of connections through a proxy."""
        manager = super().proxy_manager_for(proxy, **keywords)
        self._put_on_wire(manager)
        return manager

    def _put_on_wire(self, manager: Any) -> None:
        manager.pool_classes_by_scheme = {
            scheme: _wired_pool(pool, self._wire)
            for scheme, pool in manager.pool_classes_by_scheme.items()
        }


def _wired_pool(pool: Any, wire: _Wire) -> Any:
    """Return a class of pools whose connections are on a wire."""
    plain = pool.ConnectionCls

    def connect(self: Any) -> None:
        wire.connect(self, lambda: plain.connect(self))

    connection = type(plain.__name__, (plain,), {"connect": connect})
    return type(pool.__name__, (pool,), {"ConnectionCls": connection})


def _why(error: BaseException) -> str:
    """Return OpenSSL's own word for what is wrong, out of the errors around it."""
    text = str(error)
    _, found, rest = text.partition("verify failed: ")
    return rest.partition(" (_ssl")[0][:200] if found else "it speaks no TLS that we know"


def _without_login(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _base(url: str) -> str:
    """Return a URL without the name of the file, which people paste along."""
    parts = urlsplit(url)
    path = parts.path
    if path.rpartition("/")[2] == _MAINTAINERS:
        path = path.removesuffix(_MAINTAINERS)
    return parts._replace(path=path if path.endswith("/") else f"{path}/", fragment="").geturl()


def _with_name(base: str, name: str) -> str:
    """Return the URL of a file; a query, which may name a branch, stays at the end."""
    parts = urlsplit(base)
    return parts._replace(path=parts.path + name).geturl()


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "(no status that is known)"


def _translated(error: Exception, url: str) -> ArchiveError:
    """Return what a failure of the network means."""
    if isinstance(error, requests.exceptions.SSLError):
        return UnreachableError(
            f"{url}: no safe connection: {_why(error)}",
            f"a certificate of your own goes into REQUESTS_CA_BUNDLE; {_WAY_OUT}",
            url=url,
        )
    if isinstance(error, (requests.Timeout, TimeoutError)):
        what = "no answer in time"
    elif isinstance(error, requests.exceptions.ChunkedEncodingError):
        return BadAnswerError(f"{url}: the answer broke off in the middle", _WAY_OUT, url=url)
    elif isinstance(error, requests.exceptions.ProxyError):
        what = "the proxy does not let us through"
    elif isinstance(error, requests.ConnectionError):
        what = "no connection"
    else:
        what = f"the request failed ({type(error).__name__})"
    return UnreachableError(f"{url}: {what}", f"is the network there? {_WAY_OUT}", url=url)
