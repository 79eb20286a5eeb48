"""Real threads: kept, linked, found, and given back byte for byte."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lkmltrack.adapters.database import SqliteStore, open_store
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import parse_message
from lkmltrack.tracker.query import parse_query

NOW = datetime(2026, 7, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def threads(corpus: Path) -> dict[str, list[bytes]]:
    return {
        file.stem: split_mbox(file.read_bytes())
        for file in sorted((corpus / "threads").glob("*.mbox"))
    }


@pytest.fixture(scope="module")
def kept(
    threads: dict[str, list[bytes]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqliteStore]:
    with closing(open_store(tmp_path_factory.mktemp("real") / "store.db")) as store:
        for name, raws in threads.items():
            store.add(raws, name)
        yield store


def test_every_mail_comes_back_byte_for_byte(
    kept: SqliteStore, threads: dict[str, list[bytes]]
) -> None:
    for raws in threads.values():
        for raw in raws:
            message = parse_message(raw)
            assert raw in kept.copies(message.message_id)
            assert kept.message(message.message_id).subject == message.subject


def test_all_mails_of_a_thread_are_in_one_thread(
    kept: SqliteStore, threads: dict[str, list[bytes]]
) -> None:
    ids = [parse_message(raw).message_id for raw in threads["seed-rmap-exclude"]]
    assert len(ids) == 13
    for message_id in ids:
        assert sorted(kept.thread_ids(message_id)) == sorted(ids)


def test_every_subject_finds_its_mail(kept: SqliteStore, threads: dict[str, list[bytes]]) -> None:
    for raws in threads.values():
        message = parse_message(raws[0])
        words = message.subject.replace('"', " ")
        hits = kept.search(parse_query(f's:"{words}"', NOW), limit=1_000)
        assert message.message_id in {hit.message_id for hit in hits}, words


def test_each_hit_shows_a_line_that_holds_the_word(kept: SqliteStore) -> None:
    for word in ("lock", "folio", "memcg", "regression", "throughput"):
        hits = kept.search(parse_query(f"b:{word}", NOW), limit=200)
        assert hits
        without = [hit for hit in hits if word not in hit.line.lower()]
        assert without == [], word


def test_odd_mails_are_kept_as_well(kept: SqliteStore, corpus: Path) -> None:
    raws = [file.read_bytes() for file in sorted((corpus / "mail").glob("*.eml"))]
    added = kept.add(raws, "odd")
    assert len(added.new) + added.known == len(raws)
    assert kept.add(raws, "odd").new == ()
    assert {raw for raw in raws} == {
        copy for raw in raws for copy in kept.copies(parse_message(raw).message_id) if copy in raws
    } | {kept.raw(message_id) for message_id in added.new}
    assert kept.check(thorough=True) == []
