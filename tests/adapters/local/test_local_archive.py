import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lkmltrack.adapters.mailbox import LocalArchive, LocalMailboxes
from lkmltrack.errors import BadInputError, InterruptedPull, NotFoundError, UsageError
from lkmltrack.mail.mbox import join_mbox
from lkmltrack.mail.parse import parse_message
from lkmltrack.mail.threads import build_thread
from lkmltrack.tracker.ports import Archive

Mail = Callable[..., bytes]


@pytest.fixture(params=["epoch", "mbox", "maildir"])
def place(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    maildir: Path,
    epoch: Callable[..., Path],
    mail: Mail,
) -> Path:
    """One archive in each of its three forms: two threads and a mail by itself."""
    raws = [
        mail("a", "[PATCH] a"),
        mail("b", "[PATCH] b"),
        mail("a1", "Re: [PATCH] a", answers="a"),
        mail("alone"),
        mail("b1", "Re: [PATCH] b", answers="missing"),
        mail("b2", "Re: [PATCH] b", answers="b").replace(
            b"\n\n", b"\nReferences: <b@example.org> <missing@example.org>\n\n", 1
        ),
    ]
    if request.param == "epoch":
        epoch(tmp_path / "inbox" / "git" / "0.git", raws[:3])
        epoch(tmp_path / "inbox" / "git" / "1.git", raws[3:])
        return tmp_path / "inbox"
    if request.param == "mbox":
        (tmp_path / "a.mbox").write_bytes(join_mbox(raws))
        return tmp_path / "a.mbox"
    for number, raw in enumerate(raws):
        (maildir / "new" / f"{number}.host").write_bytes(raw)
    return maildir


def ids(raws: list[bytes]) -> list[str]:
    return [parse_message(raw).message_id.removesuffix("@example.org") for raw in raws]


def test_the_adapter_satisfies_the_port(place: Path) -> None:
    archive: Archive = LocalArchive(place)
    assert archive.url == str(place)


def test_a_thread_is_given_from_any_of_its_messages(place: Path) -> None:
    archive = LocalArchive(place)
    assert ids(archive.thread("a@example.org")) == ["a", "a1"]
    assert ids(archive.thread("a1@example.org")) == ["a", "a1"]
    assert ids(archive.thread("alone@example.org")) == ["alone"]


def test_a_missing_message_joins_those_that_answer_it(place: Path) -> None:
    archive = LocalArchive(place)
    assert ids(archive.thread("b2@example.org")) == ["b", "b1", "b2"]
    assert ids(archive.thread("missing@example.org")) == ["b", "b1", "b2"]


def test_a_message_is_given_byte_for_byte(place: Path, mail: Mail) -> None:
    assert LocalArchive(place).message("a@example.org") == mail("a", "[PATCH] a")


def test_what_is_not_here_is_named(place: Path) -> None:
    archive = LocalArchive(place)
    for ask in (archive.thread, archive.message):
        with pytest.raises(NotFoundError, match="nowhere@example.org"):
            ask("nowhere@example.org")
    with pytest.raises(NotFoundError):
        archive.message("missing@example.org")


def test_updates_are_what_came_since(place: Path) -> None:
    archive = LocalArchive(place)
    assert archive.updates("a@example.org", datetime(2026, 4, 7, tzinfo=UTC)) == []
    assert len(archive.updates("a@example.org", datetime(2026, 4, 6, 10, tzinfo=UTC))) == 2


def test_a_search_and_a_page_are_refused_with_the_way_out(place: Path) -> None:
    with pytest.raises(UsageError, match="lkmltrack import"):
        LocalArchive(place).search("s:rmap")
    with pytest.raises(UsageError, match="--archive"):
        LocalArchive(place).page("https://example.org/")


def test_new_mail_is_seen_by_an_open_archive(
    tmp_path: Path, mail: Mail, epoch: Callable[..., Path]
) -> None:
    archive = LocalArchive(epoch(tmp_path / "0.git", [mail("a")]))
    assert ids(archive.thread("a@example.org")) == ["a"]
    epoch(tmp_path / "0.git", [mail("a1", answers="a"), mail("root")])
    assert ids(archive.thread("a@example.org")) == ["a", "a1"]
    assert ids(archive.thread("root@example.org")) == ["root"]


def test_differing_copies_are_both_given_and_equal_ones_once(tmp_path: Path, mail: Mail) -> None:
    copy = mail("a").replace(b"To: list@", b"To: other@")
    (tmp_path / "a.mbox").write_bytes(join_mbox([mail("a"), mail("a"), copy]))
    assert LocalArchive(tmp_path / "a.mbox").thread("a@example.org") == [mail("a"), copy]


def test_an_archive_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no such file or folder"):
        LocalArchive(tmp_path / "nowhere")


def test_a_cancelled_index_is_built_anew(tmp_path: Path, mail: Mail) -> None:
    (tmp_path / "a.mbox").write_bytes(join_mbox([mail(str(number)) for number in range(1500)]))
    archive = LocalArchive(tmp_path / "a.mbox")

    def cancel(what: str, done: int, total: int | None) -> None:
        archive.cancel()

    with pytest.raises(InterruptedPull):
        archive.thread("0@example.org", cancel)
    assert ids(archive.thread("1499@example.org")) == ["1499"]


def test_what_progress_raises_leaves_no_half_index(tmp_path: Path, mail: Mail) -> None:
    (tmp_path / "a.mbox").write_bytes(join_mbox([mail(str(number)) for number in range(1500)]))
    archive = LocalArchive(tmp_path / "a.mbox")

    def stop(what: str, done: int, total: int | None) -> None:
        raise InterruptedPull("enough")

    with pytest.raises(InterruptedPull):
        archive.thread("0@example.org", stop)
    assert len(archive.thread("0@example.org")) == 1


def test_threads_asked_at_once_are_all_right(place: Path) -> None:
    archive = LocalArchive(place)
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append(ids(archive.thread("a1@example.org"))))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["a", "a1"]] * 6


def test_every_real_thread_is_given_whole(tmp_path: Path, corpus: Path) -> None:
    chosen = sorted((corpus / "threads").glob("*.mbox"))[::4]
    (tmp_path / "all.mbox").write_bytes(b"".join(place.read_bytes() for place in chosen))
    archive = LocalArchive(tmp_path / "all.mbox")
    for place in chosen:
        messages = [parse_message(raw) for raw in LocalMailboxes().read(place)]
        roots = build_thread(messages).roots
        if len(roots) == 1:
            given = {parse_message(raw).message_id for raw in archive.thread(roots[0].message_id)}
            assert given == {message.message_id for message in messages}, place.name
