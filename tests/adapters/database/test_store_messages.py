"""Mails go in and come out: identity, copies, lists, and what is known already."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lkmltrack.adapters.database import SqliteStore, open_store
from lkmltrack.errors import NotFoundError, StoreError
from lkmltrack.model.message import Origin
from lkmltrack.tracker.ports import Added, Batch, Store

MakeMail = Callable[..., bytes]


def test_satisfies_the_port(store: SqliteStore) -> None:
    port: Store = store
    assert port.count() == 0


def test_gives_a_mail_back_byte_for_byte(store: SqliteStore) -> None:
    raw = b"Message-ID: <a@example.org>\r\nSubject: x\r\n\r\n\x00\xff body\r\n>From here\n\n\n"
    assert store.add([raw]) == Added(("a@example.org",), 0)
    assert store.raw("a@example.org") == raw


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raws=st.lists(st.binary(max_size=300), max_size=4))
def test_keeps_any_bytes_under_some_identity(store: SqliteStore, raws: list[bytes]) -> None:
    before = store.count()
    added = store.add(raws)
    assert len(added.new) + added.known == len(raws)
    assert {store.raw(message_id) for message_id in added.new} <= set(raws)
    assert store.count() == before + len(added.new)
    assert store.add(raws) == Added((), len(raws))


def test_hostile_headers_never_stop_a_mail(store: SqliteStore) -> None:
    raws = [
        b"Message-ID: <\xed\xa0\x80@example.org>\nSubject: \xed\xa0\x80 lone\n\nx\n",
        b"Message-ID: <nul\x00id@example.org>\nSubject: nul \x00 here\nFrom: \x00\n\nx\n",
        b"Message-ID: <" + b"x" * 5000 + b"@example.org>\n\nlong\n",
        b"Message-ID: <../../etc/passwd>\nDate: Wed, 31 Dec 9999 23:59:59 -2359\n\nx\n",
        b"Message-ID: <q'\"; DROP TABLE messages; --@example.org>\n\nx\n",
        b"Message-ID: <=?utf-8?q?=00=F0=9F?=@example.org>\nDate: Thu, 1 Jan 0001 00:00:00 +2359\n\n",
    ]
    added = store.add(raws)
    assert len(added.new) == len(raws)
    assert [store.raw(message_id) for message_id in added.new] == raws
    assert [store.message(message_id).message_id for message_id in added.new] == list(added.new)
    assert all(store.thread_ids(message_id) == [message_id] for message_id in added.new)


def test_adding_twice_changes_nothing(store: SqliteStore, mail: MakeMail, path: Path) -> None:
    raws = [mail("a@example.org"), mail("b@example.org", refers_to="a@example.org")]
    assert store.add(raws, "mm") == Added(("a@example.org", "b@example.org"), 0)
    before = _dump(path)
    assert store.add([*raws, raws[0]], "mm") == Added((), 3)
    assert _dump(path) == before


def test_one_call_may_hold_a_mail_twice(store: SqliteStore, mail: MakeMail) -> None:
    raw = mail("a@example.org")
    assert store.add([raw, raw]) == Added(("a@example.org",), 1)
    assert store.copies("a@example.org") == [raw]


def test_a_mail_through_two_lists_is_one_message(store: SqliteStore, mail: MakeMail) -> None:
    first = mail("a@example.org", Received="from one.example.org", List_Id="<mm.lists.example.org>")
    second = mail(
        "a@example.org",
        body="A sentence about pages.\n\n_____\nmm mailing list\nmm@lists.example.org\n",
        List_Id="FS <fs.lists.example.org>",
    )
    store.add([first], "mm")
    assert store.add([second], "fs") == Added((), 1)
    assert store.count() == 1
    assert store.copies("a@example.org") == [first, second]
    assert store.raw("a@example.org") == first
    lists = ("fs", "fs.lists.example.org", "mm", "mm.lists.example.org")
    assert store.attached("a@example.org").lists == lists


def test_the_same_bytes_through_another_list_add_the_list_only(
    store: SqliteStore, mail: MakeMail
) -> None:
    raw = mail("a@example.org")
    store.add([raw], "mm")
    assert store.add([raw], "fs") == Added((), 1)
    assert store.attached("a@example.org").lists == ("fs", "mm")
    assert len(store.copies("a@example.org")) == 1


def test_another_mail_with_the_same_message_id_is_kept_under_an_identity_of_its_own(
    store: SqliteStore, mail: MakeMail
) -> None:
    first = mail("a@example.org", body="The first one speaks of locks.\n")
    other = mail("a@example.org", body="Quite another text,\nwith other words.\n")
    store.add([first])
    added = store.add([other])
    (identity,) = added.new
    assert identity != "a@example.org"
    assert (store.raw("a@example.org"), store.raw(identity)) == (first, other)
    message = store.message(identity)
    assert message.message_id == identity
    assert any("a@example.org" in defect for defect in message.defects)
    assert store.thread_ids("a@example.org") == ["a@example.org", identity]
    assert store.add([other, first]) == Added((), 2)


def test_both_mails_of_one_message_id_are_kept_from_one_call(
    store: SqliteStore, mail: MakeMail
) -> None:
    raws = [mail("a@example.org", body=f"{text}\n") for text in ("one", "two", "three", "one")]
    added = store.add(raws)
    assert (len(added.new), added.known) == (3, 1)
    assert {store.raw(message_id) for message_id in added.new} == set(raws)


def test_a_flood_under_one_message_id_ends_soon(store: SqliteStore, mail: MakeMail) -> None:
    raws = [mail("a@example.org", body=f"{n} {n * n}\nwords of {n}\n" * 50) for n in range(600)]
    begin = time.process_time()
    assert len(store.add(raws).new) == 600
    assert store.add(raws) == Added((), 600)
    assert time.process_time() - begin < 8


def test_a_mail_without_message_id_is_addressable(store: SqliteStore, mail: MakeMail) -> None:
    raw = mail("")
    (identity,) = store.add([raw]).new
    assert store.has(identity)
    assert store.message(identity).message_id == identity
    assert store.add([raw]) == Added((), 1)


def test_a_real_mail_takes_the_place_of_a_page(
    store: SqliteStore, mail: MakeMail, clock: Any
) -> None:
    page = mail(
        "a@example.org",
        body="Page text about zebras\n",
        X_Lkmltrack_Rebuilt_From="http://archive.example.org/1",
    )
    real = mail("a@example.org", body="Real text about pages\n", refers_to="root@example.org")
    store.add([page], "pages")
    seen = clock.now()
    clock.go_on(hours=1)
    assert store.add([real], "mm") == Added((), 1)
    assert store.raw("a@example.org") == real
    assert store.copies("a@example.org") == [real, page]
    assert store.message("a@example.org").origin is Origin.MAIL
    assert store.thread_ids("root@example.org") == ["a@example.org"]
    assert store.attached("a@example.org").lists == ("mm", "pages")
    assert store.added_since(["a@example.org"], seen) == []
    assert store.count() == 1
    assert store.check(thorough=True) == []


def test_a_page_never_takes_the_place_of_a_mail(store: SqliteStore, mail: MakeMail) -> None:
    real = mail("a@example.org")
    page = mail("a@example.org", body="masked\n", X_Lkmltrack_Rebuilt_From="http://x.example.org/")
    store.add([real])
    store.add([page])
    assert store.raw("a@example.org") == real


def test_messages_come_in_the_order_asked_for_and_only_those_here(
    store: SqliteStore, mail: MakeMail
) -> None:
    store.add([mail(f"{name}@example.org") for name in "abc"])
    wanted = ["c@example.org", "nobody@example.org", "a@example.org"]
    assert [message.message_id for message in store.messages(wanted)] == [wanted[0], wanted[2]]
    assert store.messages([]) == []


def test_an_unknown_message_is_named(store: SqliteStore) -> None:
    for ask in (store.raw, store.message, store.copies, store.attached):
        with pytest.raises(NotFoundError, match="x@example.org"):
            ask("x@example.org")
    assert not store.has("x@example.org")
    assert store.thread_ids("x@example.org") == []


def test_html_is_read_by_the_function_handed_in(path: Path, mail: MakeMail) -> None:
    store = open_store(path, html_to_text=lambda html: html.replace("<b>", "").replace("</b>", ""))
    store.add([mail("a@example.org", body="<b>bold</b>\n", Content_Type="text/html")])
    assert store.message("a@example.org").body.strip() == "bold"
    store.close()


def test_ids_are_found_by_their_beginning(store: SqliteStore, mail: MakeMail) -> None:
    store.add([mail(f"2026{name}@example.org", refers_to="2026ghost@x") for name in ("", "_", "%")])
    assert store.matching_ids("2026") == [
        "2026%@example.org",
        "2026@example.org",
        "2026_@example.org",
    ]
    assert store.matching_ids("2026", limit=1) == ["2026%@example.org"]
    assert store.matching_ids("2026g") == []


def test_tells_what_came_after_a_moment(store: SqliteStore, mail: MakeMail, clock: Any) -> None:
    store.add([mail("a@example.org")])
    seen = clock.now()
    clock.go_on(seconds=1)
    store.add([mail("b@example.org"), mail("a@example.org", Received="again")])
    both = ["b@example.org", "a@example.org"]
    assert store.added_since(both, seen) == ["b@example.org"]
    assert store.added_since(both, datetime(2000, 1, 1, tzinfo=UTC)) == both
    assert store.attached("b@example.org").added == clock.now()


def test_tells_the_order_of_arrival(store: SqliteStore, mail: MakeMail) -> None:
    store.add([mail("c@x"), mail("a@x", Date="Wed, 15 Apr 2020 10:00:00 +0000")])
    store.add([mail("b@x"), mail("c@x", Received="again")])
    assert store.in_order_of_arrival(["a@x", "b@x", "no@x", "c@x"]) == ["c@x", "a@x", "b@x"]


def test_a_batch_and_its_cursor_are_one(store: SqliteStore, mail: MakeMail) -> None:
    assert store.cursor("inbox") == ""
    store.add_batch("inbox", Batch([mail("a@example.org")], "17"), "mm")
    store.add_batch("other", Batch([], "0"))
    assert (store.cursor("inbox"), store.cursor("other")) == ("17", "0")
    store.add_batch("inbox", Batch([], "18"))
    assert store.cursor("inbox") == "18"


def test_a_batch_that_fails_keeps_neither_mail_nor_cursor(
    store: SqliteStore, mail: MakeMail
) -> None:
    broken: Any = [mail("a@example.org"), None]
    with pytest.raises(TypeError):
        store.add_batch("inbox", Batch(broken, "17"))
    assert (store.cursor("inbox"), store.count()) == ("", 0)


def test_more_than_a_portion_is_still_one_transaction(store: SqliteStore, mail: MakeMail) -> None:
    raws = [mail(f"{number}@example.org", body="word " * 3_000_000) for number in range(5)]
    assert len(store.add(raws).new) == 5
    assert [store.raw(f"{number}@example.org") == raws[number] for number in range(5)] == [True] * 5


def test_derived_texts_are_kept_by_key_and_kind(store: SqliteStore) -> None:
    assert store.derived("a@example.org", "patch-id") == ""
    store.keep_derived("a@example.org", "patch-id", "[1]")
    store.keep_derived("a@example.org", "patch-id", "[2]")
    store.keep_derived("a@example.org", "series", "{}")
    assert store.derived("a@example.org", "patch-id") == "[2]"


def test_the_file_is_private(store: SqliteStore, path: Path, mail: MakeMail) -> None:
    store.add([mail("a@example.org")])
    assert path.parent.stat().st_mode & 0o777 == 0o700
    for file in path.parent.iterdir():
        assert file.stat().st_mode & 0o777 == 0o600, file


def test_a_closed_store_says_so(path: Path) -> None:
    store = open_store(path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.count()


def _dump(path: Path) -> list[str]:
    import sqlite3

    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()
