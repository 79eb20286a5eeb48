"""Header blocks: bounds, folds, junk and caps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.headers import MAX_HEADER_BYTES, message_start, read_header

WANTED = frozenset((b"subject", b"from", b"to"))


def read(data: bytes) -> tuple[dict[bytes, list[bytes]], bytes, tuple[str, ...]]:
    header = read_header(data, message_start(data), len(data), WANTED)
    return header.fields, data[header.body_start :], header.defects


def test_reads_the_wanted_fields_and_finds_the_body() -> None:
    fields, body, defects = read(b"From: jane\nX-Other: x\nSubject: one\n\nbody\n\nmore\n")
    assert fields == {b"from": [b" jane"], b"subject": [b" one"]}
    assert (body, defects) == (b"body\n\nmore\n", ())


def test_reads_dos_line_ends() -> None:
    fields, body, _ = read(b"From: jane\r\nSubject: one\r\n two\r\n\r\nbody\r\n")
    assert fields == {b"from": [b" jane"], b"subject": [b" one\n two"]}
    assert body == b"body\r\n"


def test_a_blank_line_of_either_kind_ends_the_header() -> None:
    assert read(b"Subject: a\r\n\nbody")[1] == b"body"
    assert read(b"Subject: a\n\r\nbody")[1] == b"body"
    assert read(b"Subject: a\n\r\nSubject: b\n\nbody")[0] == {b"subject": [b" a"]}


def test_names_are_read_in_any_case_and_with_blanks_before_the_colon() -> None:
    assert read(b"SUBJECT: a\nsubject : b\nSubject\t:c\n\n")[0] == {
        b"subject": [b" a", b" b", b"c"]
    }


def test_folded_lines_belong_to_their_field() -> None:
    assert read(b"Subject: a\n b\n\tc\nTo: x\n\n")[0] == {
        b"subject": [b" a\n b\n\tc"],
        b"to": [b" x"],
    }


@pytest.mark.parametrize(
    "start",
    [
        b"From jane Tue Apr 21 10:09:32 2026\n",
        b">From jane Tue Apr 21 10:09:32 2026\n",
        b"From jane Tue\n>From john Tue\n",
        b"\n\n",
        b"\r\n",
        b"\nFrom jane Tue Apr 21 10:09:32 2026\n",
    ],
)
def test_mbox_lines_and_blank_lines_in_front_are_skipped(start: bytes) -> None:
    fields, body, defects = read(start + b"Subject: a\n\nbody")
    assert fields == {b"subject": [b" a"]}
    assert (body, defects) == (b"body", ())


def test_a_from_line_in_the_middle_of_a_header_is_junk() -> None:
    fields, _, defects = read(b"Subject: a\n>From jane Tue\nTo: b\n\n")
    assert fields == {b"subject": [b" a"], b"to": [b" b"]}
    assert defects == ("a line in the header is no field",)


def test_prose_where_the_blank_line_is_missing_begins_the_body() -> None:
    fields, body, defects = read(b"Subject: a\nHello Jane,\nthis is text\n\nmore\n")
    assert fields == {b"subject": [b" a"]}
    assert body == b"Hello Jane,\nthis is text\n\nmore\n"
    assert defects == ("no blank line between header and body",)


def test_a_mail_that_begins_with_prose_is_all_body() -> None:
    data = b"Hello Jane,\nthis is text\n"
    assert read(data) == ({}, data, ("no blank line between header and body",))


def test_a_header_without_a_body_is_all_header() -> None:
    assert read(b"Subject: a\nTo: b")[0:2] == ({b"subject": [b" a"], b"to": [b" b"]}, b"")
    assert read(b"Subject: a\n")[0:2] == ({b"subject": [b" a"]}, b"")


def test_a_blank_first_line_in_front_of_prose_ends_an_empty_header() -> None:
    assert read(b"\nhello there\n")[0:2] == ({}, b"hello there\n")


def test_a_bare_carriage_return_starts_no_field() -> None:
    assert read(b"To: x\rSubject: injected\nSubject: true\n\n")[0] == {
        b"to": [b" x Subject: injected"],
        b"subject": [b" true"],
    }


def test_zeros_in_a_header_are_told() -> None:
    assert read(b"Subject: a\0b\n\nbody\0\n")[1:] == (b"body\0\n", ("NUL bytes in the header",))


def test_a_header_over_the_cap_is_cut_at_a_line_and_the_body_stays() -> None:
    line = b"X-Filler: " + b"x" * 100 + b"\n"
    data = b"Subject: a\n" + line * 2_000 + b"To: late\n\nbody"
    fields, body, defects = read(data)
    assert fields == {b"subject": [b" a"]}
    assert body == b"body"
    assert defects == ("header block is cut at 102,400 bytes",)


def test_one_line_over_the_cap_is_cut_inside() -> None:
    fields, body, _ = read(b"Subject: " + b"x" * 3 * MAX_HEADER_BYTES + b"\n\nbody")
    assert len(fields[b"subject"][0]) < MAX_HEADER_BYTES
    assert body == b"body"


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [b"Subject: a\n", b" fold\n", b"To: b\r\n", b"prose\n", b"\n", b"\r\n", b"\r", b":\n",
             b"From x\n", b">From x\n", b"\0", b"Subject\t: c\n", b"\xff\n", b"\t\n"]
        ),
        max_size=12,
    ).map(b"".join)
)  # fmt: skip
def test_any_block_can_be_read_and_the_body_begins_inside(data: bytes) -> None:
    start = message_start(data)
    header = read_header(data, start, len(data), WANTED)
    assert start <= header.body_start <= len(data)
    assert set(header.fields) <= WANTED
