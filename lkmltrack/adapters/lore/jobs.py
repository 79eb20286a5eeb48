"""What passes between the thread that asks and the one that waits."""

import queue
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lkmltrack.adapters.lore import refusals
from lkmltrack.errors import InterruptedPull

Progress = Callable[[str, int, int | None], None]
_WORTH_TELLING = 1.5
"""Shorter waits are not shown as progress."""


@dataclass(frozen=True, slots=True)
class Question:
    """A request: what, how long at most, how large at most, and which statuses are answers."""

    url: str
    seconds: float
    size: int
    method: str = "GET"
    body: bytes | None = None
    expected: frozenset[int] = frozenset({200, 404})
    hopeless: frozenset[int] = frozenset()
    """Statuses that asking again does not mend."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the body is whole, expanded and within the limits."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """The Content-Type as the server says it."""
        return self.headers.get("Content-Type", "")


@dataclass(frozen=True, slots=True)
class Asking:
    """The worker sends a request, which may stay silent for so long."""

    silence: float | None


@dataclass(frozen=True, slots=True)
class Received:
    """The worker has so many bytes of so many."""

    count: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Failed:
    """The worker gives up."""

    error: BaseException


class Cancelled:
    """Somebody wants the job to end."""


Event = Asking | Received | Failed | Cancelled | Answer


class Job:
    """A fetch under way: its mailbox, and whether it was cancelled."""

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.cancelled = False

    def pause(self, seconds: float) -> None:
        """Wait, unless cancelled."""
        if self.cancelled:
            raise InterruptedPull("cancelled")
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                event = self.events.get(timeout=left)
            except queue.Empty:
                return
            if isinstance(event, Cancelled):
                raise InterruptedPull("cancelled")


def wait_for(job: Job, seconds: float, question: Question, progress: Progress) -> None:
    """Wait as the server asks, and count it down where that takes a while."""
    if seconds < _WORTH_TELLING:
        job.pause(seconds)
        return
    what = f"seconds until {urlsplit(question.url).hostname} may be asked again"
    waited = 0.0
    while waited < seconds:
        progress(what, int(waited), int(seconds))
        job.pause(min(1.0, seconds - waited))
        waited += 1.0


class Watch:
    """Tells when an answer takes too long, as a whole or by trickling."""

    def __init__(self, url: str, seconds: float, slowest: int) -> None:
        self._url = url
        self._seconds = seconds
        self._slowest = slowest
        self._end = time.monotonic() + seconds
        self._silence: float | None = None
        self._since = time.monotonic()
        self._counted = 0

    def patience(self) -> float:
        """Return how long to wait for the next event."""
        self.look()
        now = time.monotonic()
        ends = [self._end] + ([self._since + self._silence] if self._silence else [])
        return max(0.01, min(ends) - now)

    def look(self) -> None:
        """Raise when the time is over."""
        now = time.monotonic()
        if now >= self._end:
            raise refusals.no_answer_in(self._seconds, self._url)
        if self._silence and now >= self._since + self._silence:
            raise refusals.stalled(self._silence, self._url)

    def asking(self, silence: float | None) -> None:
        """Begin the time of silence anew."""
        self._since = time.monotonic()
        self._silence = silence
        self._counted = 0
        if silence is not None and silence > self._seconds:
            self._end = self._since + silence  # git config asks for more patience than we have

    def received(self, count: int) -> None:
        """Begin it anew when enough came."""
        if count - self._counted >= self._slowest:
            self._since = time.monotonic()
            self._counted = count
