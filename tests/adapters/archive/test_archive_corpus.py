"""Real threads, served by the real server and pulled back byte for byte."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lkmltrack.adapters.lore import Limits, LoreArchive
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import message_id_of
from tests.servers import PublicInboxServer, need_public_inbox

THREADS = [
    "seed-rmap-exclude",
    "disc-dma-mapping",
    "question-cfs-quota",
    "block-bfq-idle-v1",
    "topic-state-of-page",
]


@pytest.fixture(scope="module")
def threads(corpus: Path) -> dict[str, list[bytes]]:
    return {
        name: split_mbox((corpus / "threads" / f"{name}.mbox").read_bytes()) for name in THREADS
    }


@pytest.fixture(scope="module")
def archive(
    threads: dict[str, list[bytes]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LoreArchive]:
    need_public_inbox()
    server = PublicInboxServer(tmp_path_factory.mktemp("real"))
    server.add("lists", [raw for raws in threads.values() for raw in raws])
    with server, LoreArchive(server.url(), limits=Limits(cool_down=0.0)) as lore:
        yield lore


@pytest.mark.parametrize("name", THREADS)
def test_a_thread_comes_back_byte_for_byte(
    name: str, threads: dict[str, list[bytes]], archive: LoreArchive
) -> None:
    expected = threads[name]
    pulled = archive.thread(message_id_of(expected[0]))
    assert {message_id_of(raw): raw for raw in pulled} == {
        message_id_of(raw): raw for raw in expected
    }
    assert len(pulled) == len(expected)


def test_each_message_comes_back_byte_for_byte(
    threads: dict[str, list[bytes]], archive: LoreArchive
) -> None:
    for raw in threads["seed-rmap-exclude"]:
        assert archive.message(message_id_of(raw)) == raw


def test_the_answer_with_two_reply_markers_is_found_by_its_numbers(
    threads: dict[str, list[bytes]], archive: LoreArchive
) -> None:
    expected = {message_id_of(raw) for raw in threads["seed-rmap-exclude"]}
    found = archive.search('b:"91.53%" AND b:osq_lock')
    assert found
    assert {message_id_of(raw) for raw in found} <= expected
