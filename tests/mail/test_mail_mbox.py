"""mbox files to messages and back, byte for byte."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lkmltrack.mail.mbox import SEPARATOR, join_mbox, split_mbox

ONE = b"From: Jane <jane@example.org>\nSubject: one\n\ntext\n"
TWO = b"From: John <john@example.org>\nSubject: two\n\nmore\n"


def test_splits_what_public_inbox_writes() -> None:
    assert split_mbox(SEPARATOR + ONE + b"\n" + SEPARATOR + TWO + b"\n") == [ONE, TWO]


def test_unescapes_exactly_one_level() -> None:
    body = b"Subject: x\n\nFrom here\n>From there\n>>From far\n> From a quote\n"
    escaped = b"Subject: x\n\n>From here\n>>From there\n>>>From far\n> From a quote\n"
    assert join_mbox([body]) == SEPARATOR + escaped + b"\n"
    assert split_mbox(join_mbox([body])) == [body]


def test_an_unescaped_from_line_in_a_text_does_not_split() -> None:
    text = (
        b"Subject: x\n\nhello\n\nFrom my point of view at 10:00:00 in 2026 this is wrong\nthat is\n"
    )
    assert split_mbox(SEPARATOR + text + b"\n") == [text]
    no_blank = b"Subject: x\n\nhello\nFrom jane@example.org Tue Apr 21 10:09:32 2026\nFrom: x\n"
    assert split_mbox(SEPARATOR + no_blank) == [no_blank]


@pytest.mark.parametrize(
    "line",
    [
        b"From jane@example.org Tue Apr 21 10:09:32 2026\n",
        b"From jane@example.org  Tue Apr 21 10:09:32 2026 +0200\n",
        b"From - Tue Apr 21 10:09:32 2026\n",
        b"From MAILER-DAEMON Tue Apr 21 10:09:32 2026\n",
        b"From 1234567890123456789012345678901234567890 Mon Sep 17 00:00:00 2001\n",
        b"From jane@example.org Tue, 21 Apr 2026 10:09:32 +0000\n",
        b"From jane at example.org Tue Apr 21 10:09:32 2026\n",
        b"From jane@example.org Tue Apr 21 10:09 2026\n",
        b"From jane@example.org Tue Apr 21 10:09:32 CEST 2026\n",
    ],
)
def test_knows_the_separators_of_other_programs(line: bytes) -> None:
    assert split_mbox(line + ONE + b"\n" + line + TWO) == [ONE, TWO]


def test_splits_patches_that_git_wrote_into_one_file() -> None:
    first = b"From " + b"1" * 40 + b" Mon Sep 17 00:00:00 2001\n"
    patch = ONE + b"---\n-- \n2.43.0\n"
    assert split_mbox(first + patch + b"\n" + first + patch + b"\n") == [patch, patch]


def test_splits_an_mbox_with_dos_line_ends() -> None:
    dos = [raw.replace(b"\n", b"\r\n") for raw in (ONE, TWO)]
    line = b"From a@example.org Tue Apr 21 10:09:32 2026\r\n"
    assert split_mbox(line + dos[0] + b"\r\n" + line + dos[1] + b"\r\n") == dos


def test_a_last_message_that_is_cut_off_is_kept() -> None:
    cut = b"Subject: two\n\nthis ends in the mid"
    assert split_mbox(SEPARATOR + ONE + b"\n" + SEPARATOR + cut) == [ONE, cut]


def test_what_stands_in_front_of_the_first_separator_is_kept() -> None:
    assert split_mbox(ONE + b"\n" + SEPARATOR + TWO + b"\n") == [ONE, TWO]
    assert split_mbox(b"\n\n" + SEPARATOR + TWO + b"\n") == [TWO]


def test_a_single_mail_is_one_message_and_nothing_is_none() -> None:
    assert split_mbox(ONE) == [ONE]
    assert split_mbox(b"") == []
    assert split_mbox(b" \n\n") == []


def test_a_message_that_is_only_a_separator_is_empty() -> None:
    assert split_mbox(SEPARATOR + b"\n" + SEPARATOR + ONE + b"\n")[-1] == ONE


def test_a_message_without_a_last_line_end_gets_one() -> None:
    assert split_mbox(join_mbox([b"Subject: x\n\ntext"])) == [b"Subject: x\n\ntext\n"]


LINES = st.lists(
    st.sampled_from(
        [
            b"",
            b"text",
            b"From x",
            b">From x",
            b">>From ",
            b"From mboxrd@z Thu Jan  1 00:00:00 1970",
            b">From mboxrd@z Thu Jan  1 00:00:00 1970",
            b"Subject: x",
            b"\r",
            b"From: a@example.org",
        ]
    ),
    max_size=12,
)
MAILS = st.lists(
    st.one_of(LINES.map(lambda lines: b"\n".join(lines)), st.binary(max_size=200)).map(
        lambda body: body + b"x\n"
    ),
    max_size=5,
)


@settings(deadline=None)
@given(MAILS)
@example([b"Subject: x\n\nFrom mboxrd@z Thu Jan  1 00:00:00 1970\nSubject: y\n\n"])
@example([b"Subject: x\n\n\n\n", b"Subject: x\n\n"])
def test_splitting_undoes_joining(mails: list[bytes]) -> None:
    assert split_mbox(join_mbox(mails)) == mails


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=500), MAILS.map(b"\n".join)))
def test_anything_can_be_split(data: bytes) -> None:
    messages = split_mbox(data)
    assert sum(map(len, messages)) <= len(data)


def test_a_file_full_of_separators_takes_no_time() -> None:
    assert len(split_mbox(SEPARATOR * 100_000)) == 1
    assert len(split_mbox(b"From " * 200_000)) == 1
    assert len(split_mbox((b"From " + b"1" * 400 + b"\n\n") * 20_000)) == 1


def test_real_threads_come_back_byte_for_byte(corpus: Path) -> None:
    files = sorted((corpus / "threads").glob("*.mbox"))
    assert files
    for file in files:
        data = file.read_bytes()
        messages = split_mbox(data)
        assert join_mbox(messages) == data, file.name
        assert len(messages) == data.count(SEPARATOR), file.name
