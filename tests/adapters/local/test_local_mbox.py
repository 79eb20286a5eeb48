import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.adapters.mailbox.mbox import MboxSource, last_separator, pieces
from lkmltrack.errors import BadInputError
from lkmltrack.mail.mbox import join_mbox, split_mbox
from lkmltrack.tracker.ports import Source

LINES = st.sampled_from(
    [
        b"From a@example.org Mon Apr  6 10:00:00 2026\n",
        b"From mboxrd@z Thu Jan  1 00:00:00 1970\n",
        b">From here on\n",
        b"From here on\n",
        b"Subject: x\n",
        b"\n",
        b"\r\n",
        b"text\n",
        b"no end",
        b"\xff\x00\n",
    ]
)


def read_in_pieces(data: bytes, chunk_size: int) -> list[bytes]:
    found = pieces(io.BytesIO(data), "x", chunk_size=chunk_size)
    return [raw for piece in found for raw in split_mbox(piece.data)]


def many(mail: Callable[..., bytes], count: int) -> list[bytes]:
    return [mail(f"m{number}", f"number {number}", "line\n" * 300) for number in range(count)]


@given(st.lists(LINES, max_size=60), st.integers(50, 4000))
@settings(deadline=None, max_examples=200)
def test_a_piecewise_read_finds_the_same_messages_as_one_read(
    lines: list[bytes], chunk_size: int
) -> None:
    # padding makes the file longer than the window in which no separator is looked for
    padded = [line + b"x" * 400 + b"\n" if line == b"text\n" else line for line in lines]
    data = b"From a@example.org Mon Apr  6 10:00:00 2026\nSubject: first\n\n" + b"".join(padded)
    assert read_in_pieces(data, chunk_size) == split_mbox(data)


def test_memory_holds_a_piece_and_not_the_file(mail: Callable[..., bytes]) -> None:
    data = join_mbox(many(mail, 400))
    sizes = [len(piece.data) for piece in pieces(io.BytesIO(data), "x", chunk_size=20_000)]
    assert sum(sizes) == len(data)
    assert max(sizes) < 45_000


def test_the_last_separator_is_not_one_in_a_text() -> None:
    data = (
        b"From a Mon Apr  6 10:00:00 2026\nSubject: x\n\nFrom here on, no more.\n" + b"y\n" * 2000
    )
    assert last_separator(data) == 0


def test_the_source_satisfies_the_port(tmp_path: Path, mail: Callable[..., bytes]) -> None:
    place = tmp_path / "a.mbox"
    place.write_bytes(join_mbox([mail("one")]))
    source: Source = MboxSource(place)
    assert [batch.raws for batch in source.batches("", 10)] == [[mail("one")]]


def test_a_cursor_goes_on_behind_what_was_read(tmp_path: Path, mail: Callable[..., bytes]) -> None:
    place = tmp_path / "a.mbox"
    first, second = many(mail, 3), [mail("later"), mail("last")]
    place.write_bytes(join_mbox(first))
    *_, batch = MboxSource(place).batches("", 10)
    assert list(MboxSource(place).batches(batch.cursor, 10)) == []
    with place.open("ab") as file:
        file.write(join_mbox(second))
    assert [b.raws for b in MboxSource(place).batches(batch.cursor, 10)] == [second]


def test_every_cursor_on_the_way_goes_on_without_loss(
    tmp_path: Path, mail: Callable[..., bytes]
) -> None:
    raws = [mail(f"m{number}", body="line\n" * 60_000) for number in range(9)]
    place = tmp_path / "a.mbox"
    place.write_bytes(join_mbox(raws))
    batches = list(MboxSource(place).batches("", 1))
    assert len(batches) > 2
    read: list[bytes] = []
    for batch in batches:
        read += batch.raws
        rest = [raw for b in MboxSource(place).batches(batch.cursor, 100) for raw in b.raws]
        assert read + rest == raws


def test_a_mail_that_was_still_being_written_is_read_again(
    tmp_path: Path, mail: Callable[..., bytes]
) -> None:
    place = tmp_path / "a.mbox"
    whole = join_mbox([mail("one"), mail("two", body="first line\nsecond line\n")])
    place.write_bytes(whole[:-15])
    *_, batch = MboxSource(place).batches("", 10)
    place.write_bytes(whole)
    again = [raw for b in MboxSource(place).batches(batch.cursor, 10) for raw in b.raws]
    assert again == [mail("two", body="first line\nsecond line\n")]


def test_a_file_written_anew_is_read_from_the_start(
    tmp_path: Path, mail: Callable[..., bytes]
) -> None:
    place = tmp_path / "a.mbox"
    place.write_bytes(join_mbox([mail("one"), mail("two")]))
    *_, batch = MboxSource(place).batches("", 10)
    place.write_bytes(join_mbox([mail("three"), mail("four"), mail("five")]))
    assert [b.raws for b in MboxSource(place).batches(batch.cursor, 10)] == [
        [mail("three"), mail("four"), mail("five")]
    ]


@pytest.mark.parametrize("cursor", ["rubbish", "[1]", "{}", '["a", 2, 3, 4]', "[99999, 0, 1, 2]"])
def test_a_cursor_that_is_none_reads_all(
    tmp_path: Path, mail: Callable[..., bytes], cursor: str
) -> None:
    place = tmp_path / "a.mbox"
    place.write_bytes(join_mbox([mail("one")]))
    assert [b.raws for b in MboxSource(place).batches(cursor, 10)] == [[mail("one")]]


def test_a_packed_file_that_breaks_off_gives_what_is_whole_and_then_says_where(
    tmp_path: Path, mail: Callable[..., bytes]
) -> None:
    place = tmp_path / "a.mbox.gz"
    raws = many(mail, 3000)
    packed = gzip.compress(join_mbox(raws), mtime=0)
    place.write_bytes(packed[: len(packed) * 3 // 4])
    read: list[bytes] = []

    def read_all() -> None:
        for batch in MboxSource(place).batches("", 100):
            read.extend(batch.raws)

    with pytest.raises(BadInputError, match=r"a\.mbox\.gz.* after byte \d+") as told:
        read_all()
    assert 500 < len(read) < 3000
    assert read == raws[: len(read)]
    assert str(len(join_mbox(read))) in told.value.what


def test_a_packed_file_goes_on_from_its_cursor(tmp_path: Path, mail: Callable[..., bytes]) -> None:
    place = tmp_path / "a.mbox.gz"
    place.write_bytes(gzip.compress(join_mbox([mail("one")])))
    *_, batch = MboxSource(place).batches("", 10)
    place.write_bytes(gzip.compress(join_mbox([mail("one"), mail("two")])))
    assert [b.raws for b in MboxSource(place).batches(batch.cursor, 10)] == [[mail("two")]]


def test_a_mail_is_found_again_by_its_place(tmp_path: Path, mail: Callable[..., bytes]) -> None:
    place = tmp_path / "a.mbox"
    raws = many(mail, 2000)
    place.write_bytes(join_mbox(raws))
    source = MboxSource(place)
    places = {found.raw: found.place for found in source.walk("")}
    wanted = [raws[1999], raws[0], raws[700]]
    assert source.raws([places[raw] for raw in wanted]) == wanted
