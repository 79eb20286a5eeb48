"""What went wrong, in one sentence, and the way out: failures of the network and of the server."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import requests
import urllib3
from liblore import LibloreError

from lkmltrack.adapters.lore.hosts import without_password
from lkmltrack.errors import (
    ArchiveError,
    BadAnswerError,
    RefusedError,
    UnreachableError,
    UsageError,
)

NETWORK_FAILURES = (requests.RequestException, urllib3.exceptions.HTTPError, LibloreError, OSError)
"""What requests, urllib3 and liblore raise when a request fails; all are translated below."""

_ELSEWHERE = "Is the network there? Another archive is named with --archive URL."
_AGAIN = "Try again; nothing of it was kept."
_TITLE_CAP = 100


def unreachable(error: BaseException, url: str) -> ArchiveError:
    """Return what a failure of the network means."""
    causes = list(_causes(error))
    for reader in (_bad_url, _no_tls, _no_name, _no_connection, _too_slow):
        if (found := reader(causes, url)) is not None:
            return found
    return UnreachableError(f"{url}: {_words(error)}", _ELSEWHERE, url=url)


def in_body(error: Exception, url: str) -> Exception:
    """Return what a failure means that comes while the body is read."""
    if isinstance(error, (urllib3.exceptions.ProtocolError, urllib3.exceptions.SSLError)):
        return BadAnswerError(f"{url}: the answer broke off in the middle", _AGAIN, url=url)
    return error


def is_gone(error: BaseException) -> bool:
    """Whether a connection ended before anything was answered: worth one more try."""
    return any(
        isinstance(cause, (ConnectionResetError, BrokenPipeError)) for cause in _causes(error)
    )


def refused(status: int, headers: Mapping[str, str], url: str, now: datetime) -> RefusedError:
    """Return what an error status means."""
    hint = _WAYS_OUT.get(status, _SERVER if status >= 500 else _ELSEWHERE)
    wait = retry_after(headers, now)
    if wait is not None and status in (429, 503):
        hint = f"Come back {come_back(wait, now)}; --archive URL names another archive."
    return RefusedError(f"{url}: {status} {_phrase(status)}", hint, url=url, status=status)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return how many seconds the server asks to wait, when it says so in either form."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return float(value)
    if not value or len(value) > 64:
        return None
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())


def come_back(wait: float, now: datetime) -> str:
    """Return when to come back, for reading.

    >>> come_back(90, datetime(2026, 4, 7, 9, 0, tzinfo=UTC))
    'in 2 minutes (at 2026-04-07 09:01 UTC)'
    """
    try:
        when = now + timedelta(seconds=wait)
    except OverflowError:
        return "much later"
    amount, unit = _rounded(wait)
    plural = "" if amount == 1 else "s"
    return f"in {amount} {unit}{plural} (at {when:%Y-%m-%d %H:%M} UTC)"


def no_mail(body: bytes, content_type: str, url: str) -> BadAnswerError:
    """Return what an answer is that ought to be mail and is not."""
    if not body.strip():
        return BadAnswerError(f"{url}: the answer is empty", _AGAIN, url=url)
    begin = body[:65536]
    lower = begin.lower()
    if b"<html" in lower or b"<!doctype" in lower or b"<title" in lower:
        return _web_page(begin, lower, url)
    kind = content_type.split(";", 1)[0].strip()[:60] or "no type given"
    return BadAnswerError(
        f"{url}: the answer is no mail ({kind})",
        "Is this the address of a public-inbox? It looks like https://lore.kernel.org/all.",
        url=url,
    )


def challenge(body: bytes, url: str) -> BadAnswerError | None:
    """Return what a page is that only wants to know whether we are a browser; None otherwise.

    Only its title tells: a mail may well write about such pages.
    """
    begin = body[:65536]
    title = _title(begin, begin.lower()).lower()
    if not any(words in title for words in _CHALLENGES):
        return None
    return _web_page(begin, begin.lower(), url)


def _web_page(begin: bytes, lower: bytes, url: str) -> BadAnswerError:
    title = _title(begin, lower)
    named = f" titled “{title}”" if title else ""
    if any(mark in lower for mark in _PROOF_OF_WORK):
        return BadAnswerError(
            f"{url}: instead of mail came a proof-of-work page{named}",
            "The archive takes lkmltrack for a browser or a scraper. Wait a while, set"
            " lore.useragentplus in git config, or name a mirror with --archive URL.",
            url=url,
        )
    return BadAnswerError(
        f"{url}: instead of mail came a web page{named}",
        "A proxy, a login page or a wrong address stands between: open the address in a"
        " browser, or name another archive with --archive URL.",
        url=url,
    )


_PROOF_OF_WORK = (
    b"anubis",
    b"proof-of-work",
    b"proof of work",
    b"not a bot",
    b"are human",
    b"cf-chl",
    b"just a moment...",
    b"go-away",
)

_CHALLENGES = ("not a bot", "just a moment", "are human", "checking your browser", "proof of work")

_SERVER = "The server is in trouble; try again later, or name another archive with --archive URL."
_WAYS_OUT: Mapping[int, str] = {
    401: "The archive wants a login, which lkmltrack does not give.",
    403: "The archive refuses us: wait a while, set lore.useragentplus in git config, or name"
    " another archive with --archive URL.",
    407: "The proxy wants a login; it is given in https_proxy.",
    414: "The query is too long for the server; ask for less at once.",
    429: "Too many requests: wait some minutes, or name another archive with --archive URL.",
}


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it was made from; requests hides the cause in its arguments."""
    seen: set[int] = set()
    pending = [error]
    while pending:
        current = pending.pop(0)
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        pending += [current.__cause__, current.__context__]
        pending += [argument for argument in current.args if isinstance(argument, BaseException)]
        pending.append(getattr(current, "reason", None) if _has_reason(current) else None)


def _has_reason(error: BaseException) -> bool:
    return isinstance(getattr(error, "reason", None), BaseException)


def _bad_url(causes: list[BaseException], url: str) -> ArchiveError | None:
    if _has(causes, requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema):
        return RefusedError(f"{url}: no address that can be asked", _ELSEWHERE, url=url)
    return None


def _no_tls(causes: list[BaseException], url: str) -> ArchiveError | None:
    found = _has(causes, ssl.SSLError, requests.exceptions.SSLError, urllib3.exceptions.SSLError)
    if found is None:
        return None
    tls = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), found)
    why = getattr(tls, "verify_message", "") or getattr(tls, "reason", "") or "TLS failure"
    return UnreachableError(
        f"{url}: no secure connection ({str(why).replace('_', ' ').lower()})",
        "Is the clock right, and the address? A certificate of your own authority is named"
        " in REQUESTS_CA_BUNDLE.",
        url=url,
    )


def _too_slow(causes: list[BaseException], url: str) -> ArchiveError | None:
    if _has(causes, urllib3.exceptions.ConnectTimeoutError, requests.ConnectTimeout):
        return UnreachableError(f"{url}: no connection in time", _ELSEWHERE, url=url)
    if _has(causes, urllib3.exceptions.ReadTimeoutError, requests.ReadTimeout, TimeoutError):
        return UnreachableError(f"{url}: the server fell silent", _AGAIN, url=url)
    return None


def _no_name(causes: list[BaseException], url: str) -> ArchiveError | None:
    if _has(causes, socket.gaierror, urllib3.exceptions.NameResolutionError, UnicodeError):
        return UnreachableError(f"{url}: no such host", _ELSEWHERE, url=url)
    return None


def _no_connection(causes: list[BaseException], url: str) -> ArchiveError | None:
    for cause in causes:
        if isinstance(cause, (ConnectionResetError, BrokenPipeError)):
            return UnreachableError(
                f"{url}: the server closed the connection without an answer", _AGAIN, url=url
            )
        if isinstance(cause, OSError) and cause.errno is not None and cause.strerror:
            words = cause.strerror.lower()
            return UnreachableError(f"{url}: {words}", _ELSEWHERE, url=url)
    return None


def _has(causes: list[BaseException], *kinds: type[BaseException]) -> BaseException | None:
    return next((cause for cause in causes if isinstance(cause, kinds)), None)


def _words(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text[:200] or type(error).__name__


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "(a status without a name)"


def _rounded(seconds: float) -> tuple[int, str]:
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            return round(seconds / size + 0.49), unit
    return max(1, round(seconds + 0.49)), "second"


def _title(begin: bytes, lower: bytes) -> str:
    start = lower.find(b"<title")
    start = lower.find(b">", start) + 1 if start >= 0 else 0
    end = lower.find(b"</title", start) if start else -1
    if end < 0:
        return ""
    words = " ".join(begin[start:end].decode("utf-8", "replace").split())
    return words[:_TITLE_CAP]


def no_answer_in(seconds: float, url: str) -> UnreachableError:
    """Return the failure of an answer that took too long as a whole."""
    return UnreachableError(
        f"{url}: no whole answer within {seconds:.0f} s",
        "The archive or the network is slow; try again later, or name another archive with"
        " --archive URL.",
        url=url,
    )


def stalled(seconds: float, url: str) -> UnreachableError:
    """Return the failure of an answer that only trickles."""
    return UnreachableError(
        f"{url}: the answer stalled, next to nothing came within {seconds:.0f} s",
        "The archive or the network is slow; try again later, or name another archive with"
        " --archive URL.",
        url=url,
    )


def refused_redirect(url: str, target: str) -> RefusedError:
    """Return the failure of a redirect that leaves the archive."""
    return RefusedError(
        f"{url}: redirected to {without_password(target)[:200]}, which is not followed",
        "If the archive has moved, name its new address with --archive URL.",
        url=url,
        status=302,
    )


def redirect_loop(url: str) -> RefusedError:
    """Return the failure of redirects that do not end."""
    return RefusedError(f"{url}: redirected in a circle", _ELSEWHERE, url=url, status=302)


def not_an_id(text: str) -> UsageError:
    """Return the failure of a text that no archive can know."""
    return UsageError(
        f"{text[:200]!r}: not a Message-ID", "A Message-ID looks like 20260407.1@example.org."
    )


def no_archive(url: str) -> RefusedError:
    """Return the failure of a search that the server does not know at all."""
    return RefusedError(
        f"{url}: 404, nothing can be searched there",
        "The address of a public-inbox ends in the inbox's name, as https://lore.kernel.org/all.",
        url=url,
        status=404,
    )


def query_refused(query: str, url: str, status: int) -> RefusedError:
    """Return the failure of a query that the archive cannot parse."""
    return RefusedError(
        f"{url}: the archive could not answer the query {query[:200]!r} ({status})",
        "Its grammar is told at _/text/help/ below the archive's address; quote what holds"
        ' operators, as s:"one AND two".',
        url=url,
        status=status,
    )
