"""A public-inbox server: threads, messages, news and searches."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Self
from urllib.parse import quote, quote_plus, urlsplit

import requests
from liblore import LibloreError, LoreNode

from lkmltrack import __version__
from lkmltrack.adapters.lore import refusals
from lkmltrack.adapters.lore.configuration import (
    DEFAULT_ARCHIVE,
    archive_url_from_mask,
    page_hosts_from_git_config,
)
from lkmltrack.adapters.lore.fetching import Fetcher, Sender
from lkmltrack.adapters.lore.hosts import checked_url, is_local, page_url
from lkmltrack.adapters.lore.jobs import Answer, Progress, Question
from lkmltrack.adapters.lore.limits import Limits
from lkmltrack.adapters.lore.reading import TooMuchError
from lkmltrack.adapters.lore.wire import Wire, WireSession
from lkmltrack.errors import NotFoundError, RefusedError, UsageError
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import message_id_of, parse_message

_COOL_DOWN = 0.1
_LOCAL_COOL_DOWN = 0.005
_SAFE_IN_ID = "@!$'()*+,;=:~-._"
"""What a message-id may carry into a path as it is."""
_BAD_QUERY = frozenset({400, 500})
"""What public-inbox says to a query it cannot parse; asking again does not mend it."""
_NOT_ELSEWHERE = frozenset({300, 501, *range(400, 429), *range(430, 500)})
"""Answers to "where is it then?" that leave the 404 before as it was."""
_PAGE_TIMEOUT = (5.0, 30.0)


def _no_progress(what: str, done: int, total: int | None) -> None:
    """Say nothing."""


class LoreArchive:
    """An archive of mail behind a URL such as ``https://lore.kernel.org/all``.

    liblore chooses the server (mirrors, probes and upstreams as git config
    says); what the server answers is judged here, because liblore alone takes
    an empty or half answer for the whole, and an error for "nothing new".
    Either the whole truth is returned or an ``ArchiveError`` is raised, and
    then nothing of the answer is kept.
    """

    def __init__(self, url: str = DEFAULT_ARCHIVE, *, limits: Limits | None = None) -> None:
        self.url = archive_url_from_mask(url)
        parts = checked_url(self.url)
        _silence_loggers()
        self._limits = limits or Limits()
        self._node = _node(self.url, self._limits)
        self._upstream: LoreNode | None = None
        self._host = parts.hostname or ""
        local = is_local(parts.hostname or "")
        self._session = _session(self._node.user_agent_plus)
        self._node.set_requests_session(self._session)
        self._fetcher = Fetcher(self._session, self._limits, cool_down=self._cool_down(local))
        # what is on other hosts gets no identifier of this installation
        self._page_session = _session(None)
        self._pages = Fetcher(self._page_session, self._limits, cool_down=self._cool_down(local))
        self._scope_is_ignored = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._node.close()
        self._session.close()
        self._page_session.close()

    def cancel(self) -> None:
        """Stop whatever is under way, from any thread; it raises ``InterruptedPull``."""
        self._fetcher.cancel()
        self._pages.cancel()

    def thread(self, message_id: str, progress: Progress = _no_progress) -> list[bytes]:
        """Return every message of a thread, byte for byte, in the archive's order."""
        identity = _checked_id(message_id)
        answer = self._of_message(identity, "t.mbox.gz", self._limits.thread, progress)
        return _messages(answer)

    def message(self, message_id: str) -> bytes:
        """Return one message; of several under one Message-ID the archive's first."""
        identity = _checked_id(message_id)
        answer = self._of_message(identity, "raw", self._limits.message, _no_progress)
        return _messages(answer)[0]

    def updates(self, message_id: str, since: datetime) -> list[bytes]:
        """Return the messages of a thread that the archive received since then.

        One request: a search within the thread, which newer servers (lore)
        answer with the new messages alone, and with a short 404 when there
        are none. Older servers (public-inbox 1.9) search the whole inbox
        instead; when the answer holds a message that does not visibly belong
        to the thread, the thread itself is fetched and tells (a second
        request, and from then on the only one). Give the root's message-id:
        replies name the root, so that the answer shows by itself that it is
        of this thread. A server's search runs half a minute behind what it
        received, and a mirror more, so an hour before ``since`` is asked for
        too: skip what is known by Message-ID.
        """
        identity = _checked_id(message_id)
        since = _earlier(since, self._limits.overlap)
        if not self._scope_is_ignored:
            news = self._scoped_updates(identity, since)
            if news is not None and _are_linked(news, identity):
                return news
        thread = self.thread(identity)
        if not self._scope_is_ignored and (news is None or not set(news) <= set(thread)):
            self._scope_is_ignored = True
        return [raw for raw in thread if _is_since(raw, since)]

    def search(self, query: str, *, whole_threads: bool = False) -> list[bytes]:
        """Return the messages (or the whole threads) that a query finds; empty when none."""
        if not query.strip():
            raise UsageError("an empty query would ask for the whole archive")
        target = "x=m&t=1&q=" if whole_threads else "x=m&q="
        # the body decides too: one that starts "x=" switches whole threads on,
        # which is why liblore's full_threads=False is not honoured
        question = Question(
            f"{self.url}/?{target}{quote_plus(query)}",
            seconds=self._limits.thread,
            size=self._limits.compressed,
            method="POST",
            body=b"x=m" if whole_threads else b"",
            hopeless=_BAD_QUERY,
        )
        try:
            answer = self._fetch(question, _no_progress)
        except RefusedError as error:
            if error.status in _BAD_QUERY:
                raise refusals.query_refused(query, self.url, error.status) from error
            raise
        if answer.status == 404:
            if _says_no_results(answer):
                return []
            raise refusals.no_archive(self.url)
        return _messages(answer)

    def page(self, url: str) -> bytes:
        """Return a page of one of the archives in ``page_kinds``, or of git config's own hosts."""
        allowed = page_hosts_from_git_config() | {self._host}
        question = Question(
            page_url(url, allowed),
            seconds=self._limits.message,
            size=self._limits.page,
        )
        answer = self._pages.fetch(question, partial(_send, self._page_session), _no_progress)
        if answer.status == 404:
            raise NotFoundError(f"{url}: there is no such page")
        if not answer.body.strip():
            raise refusals.no_mail(answer.body, answer.content_type, url)
        if (challenge := refusals.challenge(answer.body, url)) is not None:
            raise challenge
        return answer.body

    def _cool_down(self, local: bool) -> float:
        if self._limits.cool_down is not None:
            return self._limits.cool_down
        return _LOCAL_COOL_DOWN if local else _COOL_DOWN

    def _of_message(self, identity: str, what: str, seconds: float, progress: Progress) -> Answer:
        """Return the answer about a message that the archive knows."""
        path = f"{quote(identity, safe=_SAFE_IN_ID)}/"
        ask = partial(Question, seconds=seconds, size=self._limits.compressed)
        question = ask(f"{self.url}/{path}{what}")
        answer = self._fetch(question, progress)
        if answer.status == 404:
            answer = self._from_upstream(question, progress) or answer
        if answer.status == 404 and (place := self._elsewhere(path)) is not None:
            answer = self._fetch(ask(f"{place}{what}"), progress)
        if answer.status == 404:
            raise NotFoundError(
                f"{self.url}: no message <{identity}> there",
                "Is the Message-ID whole? A new mail may take some minutes to arrive; another"
                " archive is named with --archive URL.",
            )
        return answer

    def _elsewhere(self, path: str) -> str | None:
        """Return where the server keeps a message that is not in this inbox, if it does."""
        bare = f"{self._node.canonical_origin}/{path}"
        question = Question(
            bare,
            seconds=self._limits.message,
            size=self._limits.page,
            method="HEAD",
            expected=_NOT_ELSEWHERE | {200},
        )
        answer = self._fetch(question, _no_progress)
        if answer.status != 200:
            return None
        place = urlsplit(answer.url).path
        if not place.endswith("/") or place == urlsplit(f"{self.url}/{path}").path:
            return None
        return f"{self._node.canonical_origin}{place}"

    def _from_upstream(self, question: Question, progress: Progress) -> Answer | None:
        """Return what the archive says that this partial mirror names as its upstream."""
        upstream_url = self._node.upstream_url
        if upstream_url is None:
            return None
        if self._upstream is None or self._upstream.url != upstream_url:
            self._upstream = _node(upstream_url, self._limits)
            self._upstream.set_requests_session(self._session)
        target = f"{upstream_url}{question.url.removeprefix(self.url)}"
        asked = Question(target, seconds=question.seconds, size=question.size)
        return self._fetcher.fetch(asked, _sender(self._upstream, self._session), progress)

    def _scoped_updates(self, identity: str, since: datetime) -> list[bytes] | None:
        """Return what a search within the thread finds; None when it cannot be relied on."""
        moment = int(since.timestamp())
        question = Question(
            f"{self.url}/{quote(identity, safe=_SAFE_IN_ID)}/?x=m&q=rt%3A{moment}..",
            seconds=self._limits.message,
            size=self._limits.scoped_updates,
            method="POST",
            body=b"",
        )
        try:
            answer = self._fetch(question, _no_progress)
        except TooMuchError:
            return None
        if answer.status == 404:
            # liblore takes every status but 200 and 5xx for "nothing new"
            return [] if _says_no_results(answer) else None
        return _messages(answer)

    def _fetch(self, question: Question, progress: Progress) -> Answer:
        return self._fetcher.fetch(question, _sender(self._node, self._session), progress)


def _node(url: str, limits: Limits) -> LoreNode:
    try:
        if limits.timeout is None:
            return LoreNode.from_git_config(url)
        return LoreNode.from_git_config(url, request_timeout=limits.timeout)
    except LibloreError as error:
        raise UsageError(
            f"git config, section liblore or lore: {error}", "git config --edit --global mends it."
        ) from error


def _session(plus: str | None) -> WireSession:
    agent = f"lkmltrack/{__version__}" + (f"+{plus}" if plus else "")
    return WireSession(Wire(), user_agent=agent)


def _send(session: WireSession, method: str, url: str, body: bytes | None) -> requests.Response:
    return session.request(
        method, url, data=body, stream=True, allow_redirects=False, timeout=_PAGE_TIMEOUT
    )


def _sender(node: LoreNode, session: WireSession) -> Sender:
    """Return a sender that lets liblore choose among the archive's servers."""

    def send(method: str, url: str, body: bytes | None) -> requests.Response:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in node.origins:
            return _send(session, method, url, body)  # the same host, after an upgrade to https
        address = node.canonical_origin + url.removeprefix(origin)
        return node.request(method, address, data=body, stream=True, allow_redirects=False)

    return send


def _silence_loggers() -> None:
    """Keep b4's and liblore's warnings off the terminal; what they warn of is raised here."""
    for name in ("b4", "liblore"):
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _checked_id(message_id: str) -> str:
    identity = message_id.strip().removeprefix("<").removesuffix(">")
    unfit = not identity or identity in (".", "..") or len(identity) > 2000
    if unfit or not identity.isprintable() or " " in identity:
        raise refusals.not_an_id(message_id)
    return identity


def _messages(answer: Answer) -> list[bytes]:
    """Return the messages of an mbox answer, each once."""
    if not answer.body.startswith(b"From "):
        raise refusals.no_mail(answer.body, answer.content_type, answer.url)
    raws = [raw for raw in split_mbox(answer.body) if raw.strip()]
    if not raws:
        raise refusals.no_mail(b"", answer.content_type, answer.url)
    return list(dict.fromkeys(raws))


def _says_no_results(answer: Answer) -> bool:
    return b"no results" in answer.body.lower()


def _are_linked(raws: Sequence[bytes], identity: str) -> bool:
    """Whether every message is the named one, or answers it or one that does."""
    naming: dict[str, list[str]] = {}
    for message in map(parse_message, raws):
        own = message.message_id
        for name in (own, *message.references, *message.in_reply_to):
            naming.setdefault(name, []).append(own)
    known = {identity}
    pending = [identity]
    while pending:
        for own in naming.pop(pending.pop(), ()):
            if own not in known:
                known.add(own)
                pending.append(own)
    return all(message_id_of(raw) in known for raw in raws)


def _earlier(moment: datetime, seconds: float) -> datetime:
    """Return a moment so much earlier, but not before there was mail."""
    stamp = max(0.0, moment.timestamp() - seconds) if moment.year > 1970 else 0.0
    return datetime.fromtimestamp(int(stamp), UTC)


def _is_since(raw: bytes, since: datetime) -> bool:
    message = parse_message(raw)
    moment = message.received or message.date
    return moment is None or moment >= since
