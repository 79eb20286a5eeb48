"""A fetch ends at once when somebody says so, and leaves nothing open."""

import gzip
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from lkmltrack.adapters.lore import Limits, LoreArchive
from lkmltrack.errors import InterruptedPull
from tests.servers import (
    Behaviour,
    FaultyServer,
    answer,
    drip,
    drip_header,
    hang,
    hang_in_body,
    invented_mail,
    join_mboxrd,
    mbox_answer,
)

MAILS = [invented_mail("root@example.org", "a thread", "words of no meaning\n" * 2000)]
PACKED = gzip.compress(join_mboxrd(MAILS), 0)
PATH = "/all/root@example.org/t.mbox.gz"
PATIENT = Limits(cool_down=0.0)
SOON = 0.5

BLOCKED: dict[str, Behaviour] = {
    "no answer": hang(),
    "a header that trickles": drip_header(every=0.05),
    "a body that trickles": drip(PACKED, every=0.02, size=100),
    "a body that stops": hang_in_body(PACKED[:10000]),
    "a wait for the server's sake": answer(429, retry_after="30"),
}


@pytest.fixture
def archive(server: FaultyServer) -> Iterator[LoreArchive]:
    with LoreArchive(f"{server.url}/all", limits=PATIENT) as lore:
        yield lore


@contextmanager
def after(seconds: float, act: Callable[[], object]) -> Iterator[None]:
    """Do something in another thread, some time later."""
    timer = threading.Timer(seconds, act)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def open_sockets() -> int:
    """How many sockets this process holds."""
    count = 0
    for entry in Path("/proc/self/fd").iterdir():
        try:
            count += os.readlink(entry).startswith("socket:")
        except FileNotFoundError:
            continue
    return count


def workers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "archive"]


@pytest.mark.parametrize("state", BLOCKED)
def test_cancel_ends_a_blocked_fetch(
    state: str, server: FaultyServer, archive: LoreArchive
) -> None:
    server.on(PATH, BLOCKED[state])
    began = time.monotonic()
    with after(0.2, archive.cancel), pytest.raises(InterruptedPull) as caught:
        archive.thread("root@example.org")
    assert time.monotonic() - began < 0.2 + SOON
    assert caught.value.url.endswith(PATH)
    assert workers() == []


def test_cancel_ends_a_name_look_up(archive: LoreArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def slow(*arguments: Any, **keywords: Any) -> Any:
        release.wait(5)
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    lore = LoreArchive("http://archive.invalid/all", limits=PATIENT)
    began = time.monotonic()
    with after(0.1, lore.cancel), pytest.raises(InterruptedPull):
        lore.thread("root@example.org")
    assert time.monotonic() - began < 0.1 + SOON
    release.set()


@pytest.mark.parametrize("state", BLOCKED)
def test_ctrl_c_ends_a_blocked_fetch_and_leaves_nothing_open(
    state: str, server: FaultyServer, archive: LoreArchive
) -> None:
    server.on(PATH, BLOCKED[state])
    before = open_sockets()
    began = time.monotonic()
    with (
        after(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)),
        pytest.raises(KeyboardInterrupt),
    ):
        archive.thread("root@example.org")
    assert time.monotonic() - began < 0.2 + SOON
    assert workers() == []
    archive.close()
    server.stopping.set()
    deadline = time.monotonic() + 1
    while open_sockets() > before and time.monotonic() < deadline:
        time.sleep(0.02)  # the server's side of it
    assert open_sockets() <= before


def test_progress_is_told_in_bytes(server: FaultyServer, archive: LoreArchive) -> None:
    server.on(PATH, answer(200, PACKED))
    told: list[tuple[str, int, int | None]] = []
    archive.thread("root@example.org", lambda *facts: told.append(facts))
    counts = [count for _, count, _ in told]
    assert counts == sorted(counts)
    assert counts[-1] == len(PACKED)
    assert {(what, total) for what, _, total in told} == {("bytes", len(PACKED))}


def test_progress_can_stop_the_fetch(server: FaultyServer, archive: LoreArchive) -> None:
    server.on(PATH, drip(PACKED, every=0.01, size=1000))

    def stop(what: str, done: int, total: int | None) -> None:
        if done > 2000:
            raise InterruptedPull("enough")

    with pytest.raises(InterruptedPull, match="enough"):
        archive.thread("root@example.org", stop)
    assert workers() == []


def test_an_error_of_the_progress_comes_through(server: FaultyServer, archive: LoreArchive) -> None:
    server.on(PATH, drip(PACKED, every=0.01, size=1000))

    def broken(what: str, done: int, total: int | None) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        archive.thread("root@example.org", broken)
    assert workers() == []


def test_the_archive_works_again_after_a_cancel(server: FaultyServer, archive: LoreArchive) -> None:
    server.on(PATH, hang(), mbox_answer(MAILS))
    with after(0.1, archive.cancel), pytest.raises(InterruptedPull):
        archive.thread("root@example.org")
    assert archive.thread("root@example.org") == MAILS


def test_cancel_without_a_fetch_does_nothing(server: FaultyServer, archive: LoreArchive) -> None:
    server.on(PATH, mbox_answer(MAILS))
    archive.cancel()
    assert archive.thread("root@example.org") == MAILS


def test_cancel_ends_those_that_wait_for_their_turn_too(
    server: FaultyServer, archive: LoreArchive
) -> None:
    server.on(PATH, hang())
    failures: list[BaseException] = []

    def pull() -> None:
        try:
            archive.thread("root@example.org")
        except InterruptedPull as error:
            failures.append(error)

    threads = [threading.Thread(target=pull) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    archive.cancel()
    for thread in threads:
        thread.join(SOON)
    assert len(failures) == 3
    assert len(server.asked) == 1


def test_threads_take_turns_over_one_connection(server: FaultyServer, archive: LoreArchive) -> None:
    server.on(PATH, mbox_answer(MAILS))
    results: list[list[bytes]] = []
    threads = [
        threading.Thread(target=lambda: results.append(archive.thread("root@example.org")))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [MAILS] * 6
    assert server.connections == 1


def test_a_wait_is_counted_down(server: FaultyServer, archive: LoreArchive) -> None:
    server.on(PATH, answer(429, retry_after="2"), mbox_answer(MAILS))
    told: list[tuple[str, int, int | None]] = []
    archive.thread("root@example.org", lambda *facts: told.append(facts))
    waits = [facts for facts in told if facts[0].startswith("seconds until 127.0.0.1")]
    assert waits == [(waits[0][0], 0, 2), (waits[0][0], 1, 2)]
