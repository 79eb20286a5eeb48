"""A store in a temporary folder, a clock that stands still, and mails made by hand."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lkmltrack.adapters.database import SqliteStore, open_store


class StoppedClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 4, 20, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def go_on(self, **time: float) -> None:
        self.moment += timedelta(**time)


def make_mail(
    message_id: str,
    subject: str = "[PATCH] mm: count the pages",
    body: str = "A sentence about pages.\n",
    *,
    refers_to: str = "",
    **header: str,
) -> bytes:
    lines = {
        "From": "Ada Author <ada@example.org>",
        "To": "list@example.org",
        "Date": "Wed, 15 Apr 2026 10:00:00 +0000",
        **{name.replace("_", "-"): value for name, value in header.items()},
    }
    if message_id:
        lines["Message-ID"] = f"<{message_id}>"
    lines["Subject"] = subject
    if refers_to:
        lines["References"] = " ".join(f"<{one}>" for one in refers_to.split())
    head = "".join(f"{name}: {value}\n" for name, value in lines.items() if value)
    return f"{head}\n{body}".encode()


@pytest.fixture
def mail() -> Callable[..., bytes]:
    return make_mail


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own" / "store.db"


@pytest.fixture
def store(path: Path, clock: StoppedClock) -> Iterator[SqliteStore]:
    with_clock = open_store(path, clock=clock)
    yield with_clock
    with_clock.close()
