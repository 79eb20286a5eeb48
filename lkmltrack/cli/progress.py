"""Progress of long work: a bar on standard error that disappears when the work is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING

from lkmltrack.cli.text.spans import one_line
from lkmltrack.tracker.ports import Progress, no_progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

# what is done sooner needs no bar, and no import of what draws it
_PATIENCE = 0.4


@contextmanager
def silent_progress() -> Iterator[Progress]:
    """Give a progress that says nothing."""
    yield no_progress


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Give a progress that draws a bar once the work takes a while."""
    meter = _Meter()
    timer = Timer(_PATIENCE, meter.begin)
    timer.daemon = True
    timer.start()
    try:
        yield meter
    finally:
        timer.cancel()
        meter.end()


class _Meter:
    """Remembers the last report and draws it while there is a bar."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._ended = False
        self._last: tuple[str, int, int | None] = ("working", 0, None)

    def __call__(self, what: str, done: int, total: int | None) -> None:
        """Take a report."""
        self._last = (what, done, total)
        if self._bar is not None:
            with self._lock:
                self._draw()

    def begin(self) -> None:
        """Start drawing, unless the work has ended meanwhile."""
        with self._lock:
            if self._ended:
                return
            self._bar = _new_bar()
            self._task = self._bar.add_task("", total=None)
            self._draw()
            self._bar.start()

    def end(self) -> None:
        """Take the bar away."""
        with self._lock:
            self._ended = True
            if self._bar is not None:
                self._bar.stop()
                self._bar = None

    def _draw(self) -> None:
        """Hand the last report to the bar."""
        if self._bar is None or self._task is None:
            return
        what, done, total = self._last
        self._bar.update(self._task, completed=done, total=total, what=one_line(what))


def _new_bar() -> "Bar":
    """Build a bar that leaves nothing behind."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        ProgressColumn,
        SpinnerColumn,
        Task,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar
    from rich.text import Text

    class WhatColumn(ProgressColumn):
        """What is being done; may come from a server, so it is never markup."""

        def render(self, task: Task) -> Text:
            """Return the words of the last report."""
            return Text(str(task.fields.get("what", "")), overflow="ellipsis", no_wrap=True)

    return Bar(
        SpinnerColumn(),
        WhatColumn(),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
