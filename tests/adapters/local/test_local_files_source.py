import os
from collections.abc import Callable
from pathlib import Path

import pytest

from lkmltrack.adapters.mailbox import LocalMailboxes
from lkmltrack.errors import BadInputError
from lkmltrack.mail.mbox import join_mbox
from lkmltrack.model.source import Batch
from lkmltrack.tracker.ports import Source


def source(path: Path) -> Source:
    return LocalMailboxes().source(path)


def raws_of(batches: list[Batch]) -> list[bytes]:
    return [raw for batch in batches for raw in batch.raws]


def read_from(path: Path, cursor: str = "") -> list[bytes]:
    return raws_of(list(source(path).batches(cursor, 100)))


def last_cursor(path: Path, cursor: str = "") -> str:
    *_, batch = source(path).batches(cursor, 100)
    return batch.cursor


def test_a_maildir_goes_on_with_what_is_new(maildir: Path, mail: Callable[..., bytes]) -> None:
    (maildir / "new" / "1.host").write_bytes(mail("one"))
    cursor = last_cursor(maildir)
    (maildir / "new" / "0.host").write_bytes(mail("sorts in front"))
    (maildir / "new" / "2.host").write_bytes(mail("two"))
    assert read_from(maildir, cursor) == [mail("sorts in front"), mail("two")]


def test_a_mail_that_was_looked_at_is_not_read_again(
    maildir: Path, mail: Callable[..., bytes]
) -> None:
    (maildir / "new" / "1.host").write_bytes(mail("one"))
    cursor = last_cursor(maildir)
    os.rename(maildir / "new" / "1.host", maildir / "cur" / "1.host:2,S")
    assert list(source(maildir).batches(cursor, 100)) == []


def test_a_mail_that_is_moved_while_reading_is_read(
    maildir: Path, mail: Callable[..., bytes]
) -> None:
    for number in (1, 2):
        (maildir / "new" / f"{number}.host").write_bytes(mail(str(number)))
    batches = source(maildir).batches("", 1)
    found = list(next(batches).raws)
    os.rename(maildir / "new" / "2.host", maildir / "cur" / "2.host:2,RS")
    assert found + raws_of(list(batches)) == [mail("1"), mail("2")]


def test_a_mail_that_is_deleted_while_reading_is_passed_over(
    maildir: Path, mail: Callable[..., bytes]
) -> None:
    for number in (1, 2, 3):
        (maildir / "new" / f"{number}.host").write_bytes(mail(str(number)))
    batches = source(maildir).batches("", 1)
    found = list(next(batches).raws)
    (maildir / "new" / "2.host").unlink()
    assert found + raws_of(list(batches)) == [mail("1"), mail("3")]


def test_the_cursor_forgets_names_that_are_gone(maildir: Path, mail: Callable[..., bytes]) -> None:
    for number in range(50):
        (maildir / "new" / f"{number}.host").write_bytes(mail(str(number)))
    before = last_cursor(maildir)
    for number in range(49):
        (maildir / "new" / f"{number}.host").unlink()
    (maildir / "new" / "new.host").write_bytes(mail("new"))
    assert len(last_cursor(maildir, before)) < len(before) / 5


def test_every_cursor_of_a_maildir_goes_on_without_loss(
    maildir: Path, mail: Callable[..., bytes]
) -> None:
    for number in range(10):
        (maildir / "new" / f"{number}.host").write_bytes(mail(str(number)))
    read: list[bytes] = []
    for batch in source(maildir).batches("", 3):
        read += batch.raws
        assert read + read_from(maildir, batch.cursor) == [mail(str(n)) for n in range(10)]


def test_an_empty_file_in_a_maildir_is_passed_over(
    maildir: Path, mail: Callable[..., bytes]
) -> None:
    (maildir / "new" / "1.host").write_bytes(b"")
    (maildir / "new" / "2.host").write_bytes(mail("two"))
    assert read_from(maildir) == [mail("two")]
    assert source(maildir).total() == 2


def test_one_bad_file_does_not_keep_the_others_back(
    tmp_path: Path, mail: Callable[..., bytes]
) -> None:
    (tmp_path / "1.eml").write_bytes(mail("one"))
    os.mkfifo(tmp_path / "2.eml")
    (tmp_path / "3.patch").write_bytes(b"\x1f\x8b\x08damaged")
    (tmp_path / "4.eml").write_bytes(mail("four"))
    read: list[bytes] = []

    def read_all() -> None:
        for batch in source(tmp_path).batches("", 1):
            read.extend(batch.raws)

    with pytest.raises(BadInputError, match=r"3\.patch"):
        read_all()
    assert read == [mail("one"), mail("four")]


def test_a_changed_file_of_a_folder_is_read_again(
    tmp_path: Path, mail: Callable[..., bytes]
) -> None:
    (tmp_path / "1.eml").write_bytes(mail("one"))
    (tmp_path / "2.eml").write_bytes(mail("two"))
    cursor = last_cursor(tmp_path)
    (tmp_path / "2.eml").write_bytes(mail("two", body="written anew\n"))
    assert read_from(tmp_path, cursor) == [mail("two", body="written anew\n")]


def test_a_file_of_several_mails_is_never_cut_by_a_cursor(
    tmp_path: Path, mail: Callable[..., bytes]
) -> None:
    raws = [mail(str(number)) for number in range(4)]
    (tmp_path / "a.mbox").write_bytes(join_mbox(raws))
    (tmp_path / "b.eml").write_bytes(mail("b"))
    assert [batch.raws for batch in source(tmp_path).batches("", 2)] == [raws, [mail("b")]]


def test_a_single_mail_is_a_source_too(tmp_path: Path, mail: Callable[..., bytes]) -> None:
    (tmp_path / "a.eml").write_bytes(mail("one"))
    assert read_from(tmp_path / "a.eml") == [mail("one")]
    assert list(source(tmp_path / "a.eml").batches(last_cursor(tmp_path / "a.eml"), 9)) == []


@pytest.mark.parametrize("cursor", ["rubbish", "{}", '{"seen": 3}', '{"seen": "%%%"}', "[]"])
def test_a_cursor_that_is_none_reads_all(
    maildir: Path, mail: Callable[..., bytes], cursor: str
) -> None:
    (maildir / "new" / "1.host").write_bytes(mail("one"))
    assert read_from(maildir, cursor) == [mail("one")]


def test_sources_of_different_places_have_different_names(
    tmp_path: Path, mail: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.eml", "b.eml"):
        (tmp_path / name).write_bytes(mail(name))
    monkeypatch.chdir(tmp_path)
    assert source(Path("a.eml")).name == source(tmp_path / "a.eml").name
    assert source(Path("a.eml")).name != source(Path("b.eml")).name


def test_a_folder_of_nothing_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no mail in this folder"):
        source(tmp_path)
