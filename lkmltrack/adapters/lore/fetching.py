"""One request at a time: cancellable, bounded in time and size, tried again when that may help.

A request runs in a thread of its own, so that whoever asked for it can leave
at once, whether the name is being looked up, a server is silent, or a body
trickles. The asker's thread waits, reports the progress, and cuts the wire.
"""

import queue
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import requests

from lkmltrack.adapters.lore import refusals
from lkmltrack.adapters.lore.hosts import bare_host
from lkmltrack.adapters.lore.jobs import (
    Answer,
    Asking,
    Cancelled,
    Event,
    Failed,
    Job,
    Progress,
    Question,
    Received,
    Watch,
    wait_for,
)
from lkmltrack.adapters.lore.limits import Limits
from lkmltrack.adapters.lore.reading import read_body
from lkmltrack.adapters.lore.wire import WireSession
from lkmltrack.errors import ArchiveError, InterruptedPull, LkmltrackError

Sender = Callable[[str, str, bytes | None], requests.Response]
"""Sends (method, URL, body) and returns a response whose body is still to be read."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PIECE = 8192
_COMPLAINT = 65536
"""How much of the body of an error answer is read."""
_GRACE = 0.3
"""How long a cut request may take to end before it is left alone."""
_TURN = 0.1


class Fetcher:
    """Asks questions over one session, one after the other."""

    def __init__(self, session: WireSession, limits: Limits, *, cool_down: float) -> None:
        self._session = session
        self._limits = limits
        self._cool_down = cool_down
        self._lock = threading.RLock()  # a signal handler may cancel in the thread that holds it
        self._turn = threading.Lock()
        self._jobs: set[Job] = set()
        self._last = 0.0

    def cancel(self) -> None:
        """End every fetch that is under way or waits for its turn."""
        with self._lock:
            jobs = list(self._jobs)
            for job in jobs:
                job.cancelled = True
                job.events.put(Cancelled())
        if jobs:
            self._session.wire.cut()

    def fetch(self, question: Question, send: Sender, progress: Progress) -> Answer:
        """Return the answer to a question, after as many tries as are polite."""
        job = Job()
        with self._lock:
            self._jobs.add(job)
        try:
            with self._own_turn(job):
                return self._insist(job, question, send, progress)
        except InterruptedPull as error:
            raise _interrupted(error, question.url) from error
        finally:
            with self._lock:
                self._jobs.discard(job)

    @contextmanager
    def _own_turn(self, job: Job) -> Iterator[None]:
        while not self._turn.acquire(timeout=_TURN):
            if job.cancelled:
                raise InterruptedPull("cancelled")
        try:
            yield
        finally:
            self._turn.release()

    def _insist(self, job: Job, question: Question, send: Sender, progress: Progress) -> Answer:
        left = question.seconds
        for attempt in range(1, self._limits.tries + 1):
            job.pause(self._last + self._cool_down - time.monotonic())
            began = time.monotonic()
            failure, wait = self._try_once(job, question, send, progress, left, attempt)
            if isinstance(failure, Answer):
                return failure
            left -= time.monotonic() - began
            if wait is None or attempt == self._limits.tries or left <= 0:
                raise failure
            wait_for(job, wait, question, progress)
        raise AssertionError("the last try either answers or raises")

    def _try_once(
        self,
        job: Job,
        question: Question,
        send: Sender,
        progress: Progress,
        seconds: float,
        attempt: int,
    ) -> tuple[Answer | ArchiveError, float | None]:
        """Return the answer, or the failure and how long to wait before the next try."""
        try:
            answer = self._ask(job, question, send, progress, seconds)
        except refusals.NETWORK_FAILURES as error:
            wait = self._back_off(attempt) if attempt == 1 and refusals.is_gone(error) else None
            return refusals.unreachable(error, question.url), wait
        if answer.status in question.expected:
            return answer, None
        now = datetime.now(UTC)
        return (
            refusals.refused(answer.status, answer.headers, question.url, now),
            self._wait_after(answer, question, attempt, now),
        )

    def _wait_after(
        self, answer: Answer, question: Question, attempt: int, now: datetime
    ) -> float | None:
        """Return how long to wait before asking again; None when that is no use."""
        if answer.status in question.hopeless:
            return None
        if answer.status != 429 and answer.status < 500:
            return None
        asked = refusals.retry_after(answer.headers, now)
        if asked is None:
            return self._back_off(attempt)
        return asked if asked <= self._limits.longest_wait else None

    def _back_off(self, attempt: int) -> float:
        wait = self._limits.first_wait * 2.0 ** (attempt - 1)
        return min(self._limits.longest_wait, wait * random.uniform(1.0, 1.25))

    def _ask(
        self, job: Job, question: Question, send: Sender, progress: Progress, seconds: float
    ) -> Answer:
        worker = threading.Thread(
            target=self._work, args=(job.events, question, send), name="archive", daemon=True
        )
        worker.start()
        answered = False
        try:
            answer = self._follow(job, question, progress, seconds)
            answered = True
            return answer
        finally:
            if not answered:
                # an error, Ctrl-C or a progress that says stop: leave no socket open
                self._session.wire.cut()
            worker.join(_GRACE)
            if not answered:
                self._session.close()
            self._last = time.monotonic()

    def _follow(self, job: Job, question: Question, progress: Progress, seconds: float) -> Answer:
        """Wait for the worker, within the whole time and the time of silence."""
        watch = Watch(question.url, seconds, self._limits.slowest)
        while True:
            try:
                event = job.events.get(timeout=watch.patience())
            except queue.Empty:
                watch.look()
                continue
            match event:
                case Answer():
                    return event
                case Failed():
                    raise event.error
                case Cancelled():
                    raise InterruptedPull("cancelled")
                case Asking():
                    watch.asking(event.silence)
                case Received():
                    watch.received(event.count)
                    progress("bytes", event.count, event.total)

    def _work(self, events: "queue.SimpleQueue[Event]", question: Question, send: Sender) -> None:
        try:
            events.put(self._answer(events, question, send))
        except BaseException as error:  # noqa: BLE001 - every failure goes to the thread that waits
            events.put(Failed(error))

    def _answer(
        self, events: "queue.SimpleQueue[Event]", question: Question, send: Sender
    ) -> Answer:
        url = question.url
        self._session.listen(lambda silence: events.put(Asking(silence)))
        for _ in range(self._limits.redirects + 1):
            with closing(send(question.method, url, question.body)) as response:
                location = response.headers.get("Location")
                if response.status_code in _REDIRECTS and location:
                    url = _next_url(response.url, location)
                    continue
                return self._read(events, question, response)
        raise refusals.redirect_loop(question.url)

    def _read(
        self,
        events: "queue.SimpleQueue[Event]",
        question: Question,
        response: requests.Response,
    ) -> Answer:
        total = _length(response.headers)
        is_good = response.status_code == 200
        try:
            body = read_body(
                response.raw.stream(_PIECE, decode_content=False),
                url=response.url,
                cap=question.size if is_good else _COMPLAINT,
                limits=self._limits,
                is_encoded=_is_gzip(response),
                tell=lambda count: events.put(Received(count, total)),
            )
        except (*refusals.NETWORK_FAILURES, ArchiveError) as error:
            if is_good:
                raise refusals.in_body(error, question.url) from error
            body = b""  # the status says enough
        return Answer(response.url, response.status_code, response.headers, body)


def _next_url(url: str, location: str) -> str:
    """Return where a redirect leads, when that is the same server and no less secure."""
    target = location
    try:
        target = urljoin(url, location)
        old, new = urlsplit(url), urlsplit(target)
        same = bare_host(old.hostname or "") == bare_host(new.hostname or "")
        ports = (old.port, new.port)
    except ValueError as error:
        raise refusals.refused_redirect(url, target) from error
    upgraded = old.scheme == "http" and new.scheme == "https"
    if not same or not (upgraded or (old.scheme == new.scheme and ports[0] == ports[1])):
        raise refusals.refused_redirect(url, target)
    if "@" in new.netloc:
        raise refusals.refused_redirect(url, target)
    return target


def _is_gzip(response: requests.Response) -> bool:
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    return encoding in ("gzip", "x-gzip")


def _length(headers: Mapping[str, str]) -> int | None:
    value = headers.get("Content-Length", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def _interrupted(error: LkmltrackError, url: str) -> InterruptedPull:
    return InterruptedPull(f"{url}: {error.what}", "Nothing of it was kept.", url=url)
