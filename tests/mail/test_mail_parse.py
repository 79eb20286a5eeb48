"""Whole mails: every field, every kind of damage, every attack ends in a Message."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.body import split_lines
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import REBUILT_FROM, message_id_of, parse_message
from lkmltrack.model.message import Address, Message, Origin

Check = Callable[[bytes], Message]

FULL = """\
Received: from a.example.org by b.example.org; Tue, 21 Apr 2026 02:11:39 +0000 (UTC)
Received: from c.example.org by a.example.org; Tue, 21 Apr 2026 02:11:00 +0000 (UTC)
From: =?utf-8?q?J=C3=A4ne_Doe?= <jane@example.org>
To: "Roe, John" <john@example.org>, list@example.com
Cc: One <one@example.org>,
 two@example.org (Two)
Sender: Secretary <secretary@example.org>
Reply-To: jane@example.com
Subject: =?utf-8?b?UmU6IOetlOWkjTogW1BBVENIIHYyIDEvM10gbW06IGFk?=
 =?utf-8?q?d_a_flag?=
Date: Tue, 21 Apr 2026 10:09:32 +0800
Message-ID: <c.3@example.org>
In-Reply-To: <b.2@example.org>
References: <a.1@example.org>
 <b.2@example.org>
List-Id: Memory management <linux-mm.example.com>
X-Change-ID: 20260421-flag-0123456789ab
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Grüße!
"""


def test_every_field_of_a_mail_is_read() -> None:
    assert parse_message(FULL.encode()) == Message(
        message_id="c.3@example.org",
        subject="Re: 答复: [PATCH v2 1/3] mm: add a flag",
        author=Address("Jäne Doe", "jane@example.org"),
        date=datetime(2026, 4, 21, 2, 9, 32, tzinfo=UTC),
        received=datetime(2026, 4, 21, 2, 11, 39, tzinfo=UTC),
        to=(Address("Roe, John", "john@example.org"), Address("", "list@example.com")),
        cc=(Address("One", "one@example.org"), Address("Two", "two@example.org")),
        sender=Address("Secretary", "secretary@example.org"),
        reply_to=(Address("", "jane@example.com"),),
        in_reply_to=("b.2@example.org",),
        references=("a.1@example.org", "b.2@example.org"),
        list_ids=("linux-mm.example.com",),
        change_id="20260421-flag-0123456789ab",
        body="Grüße!\n",
    )


def test_line_ends_make_no_difference() -> None:
    unix, dos = parse_message(FULL.encode()), parse_message(FULL.replace("\n", "\r\n").encode())
    assert unix == dos
    mac = parse_message(FULL.replace("\n", "\r").encode())
    assert (mac.subject, mac.body) == (unix.subject, unix.body)


@pytest.mark.parametrize(
    ("line", "defect"),
    [
        ("Message-ID: ", "no Message-ID"),
        ("Date: ", "no Date"),
        ("From: ", "no usable From"),
    ],
)
def test_what_is_missing_is_told(line: str, defect: str) -> None:
    kept = [text for text in FULL.split("\n") if not text.startswith(line)]
    assert parse_message("\n".join(kept).encode()).defects == (defect,)


def test_a_broken_date_is_told_and_received_stands_in() -> None:
    message = parse_message(FULL.replace("Tue, 21 Apr 2026 10:09:32", "Tue, 99 Apr 2026").encode())
    assert message.defects == ("no usable Date",)
    assert message.date is None
    assert message.when == datetime(2026, 4, 21, 2, 11, 39, tzinfo=UTC)


def test_a_second_message_id_is_told() -> None:
    raw = FULL.replace("In-Reply-To:", "Message-Id: <d.4@example.org>\nIn-Reply-To:").encode()
    message = parse_message(raw)
    assert message.message_id == message_id_of(raw) == "c.3@example.org"
    assert message.defects == ("2 Message-ID headers",)


def test_addresses_of_a_mail_are_no_references() -> None:
    raw = FULL.replace("<b.2@example.org>\nRef", "Jane's mail <john@example.org>\nRef").encode()
    assert parse_message(raw).in_reply_to == ()


def test_the_change_id_is_found_in_the_body_and_gerrits_is_not_taken() -> None:
    head = b"Message-ID: <a@example.org>\n\ntext\n"
    assert parse_message(head + b"---\nchange-id: 20260421-x-0123456789ab\n").change_id == (
        "20260421-x-0123456789ab"
    )
    gerrit = b"Change-Id: I0123456789012345678901234567890123456789\n"
    assert parse_message(head + gerrit).change_id == ""
    assert parse_message(head + b"> change-id: 20260421-x\n").change_id == ""


def test_a_message_rebuilt_from_a_page_says_so() -> None:
    raw = f"{REBUILT_FROM}: https://example.org/page\nSubject: x\n\ntext\n".encode()
    assert parse_message(raw).origin is Origin.PAGE
    assert parse_message(b"Subject: x\n\ntext\n").origin is Origin.MAIL


def test_raw_8_bit_headers_are_read_in_the_charset_of_the_body() -> None:
    raw = b"Subject: \xf0\xd2\xc9\xd7\xc5\xd4, \xcd\xc9\xd2\nContent-Type: text/plain; charset=koi8-r\n\n\xcd\xc9\xd2\n"
    message = parse_message(raw)
    assert (message.subject, message.body) == ("Привет, мир", "мир\n")


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"\0\0\0", b"\x7fELF\x02\x01\x01\0\0\xff\xfe", b"hello"]
)
def test_what_cannot_be_understood_is_a_message_all_the_same(raw: bytes) -> None:
    message = parse_message(raw)
    assert message.message_id.startswith("sha256-")
    assert "no header that is understood" in message.defects
    assert len(message.body) <= len(raw)
    if raw == b"hello":
        assert message.body == "hello"


FIELDS = st.sampled_from(
    [b"Subject", b"From", b"To", b"Date", b"Message-ID", b"References", b"In-Reply-To", b"List-Id",
     b"Content-Type", b"Content-Transfer-Encoding", b"Content-Disposition", b"Received", b"X-Y"]
)  # fmt: skip
VALUES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [b"multipart/mixed; boundary=b", b"text/plain; charset=gb2312", b"base64", b"<a@b>", b"a@b",
         b"quoted-printable", b"=?utf-8?b?4p", b"text/html", b"message/rfc822", b"Tue, 21 Apr 2026",
         b"multipart/alternative; boundary=\"b\"", b"text/plain; format=flowed; delsp=yes"]
    ),
)  # fmt: skip
BODIES = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.sampled_from([b"--b\n", b"\n--b--\n", b"\n", b"Content-Type: text/html\n\n", b"> ", b"=\n",
                         b"Content-Type: multipart/mixed; boundary=b\n\n", b"begin 644 x\n"]),
    ),
    max_size=12,
).map(b"".join)  # fmt: skip


@settings(deadline=None)
@given(fields=st.lists(st.tuples(FIELDS, VALUES), max_size=8), body=BODIES)
def test_any_mail_ends_in_a_message(
    check: Check, fields: list[tuple[bytes, bytes]], body: bytes
) -> None:
    raw = b"".join(name + b": " + value + b"\n" for name, value in fields) + b"\n" + body
    message = check(raw)
    split_lines(message.body)
    assert parse_message(raw) == message


@settings(deadline=None)
@given(raw=st.binary(max_size=400))
def test_any_bytes_end_in_a_message(check: Check, raw: bytes) -> None:
    check(raw)


@settings(deadline=None)
@given(data=st.data())
def test_a_mutated_mail_ends_in_a_message(check: Check, data: st.DataObject) -> None:
    raw = bytearray(FULL.encode())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    check(bytes(raw))


def test_every_real_mail_is_understood(check: Check, corpus: Path) -> None:
    raws = [file.read_bytes() for file in sorted((corpus / "mail").glob("*.eml"))]
    raws += [file.read_bytes() for file in sorted((corpus / "negatives").glob("*.eml"))]
    for file in sorted((corpus / "threads").glob("*.mbox")):
        raws += split_mbox(file.read_bytes())
    assert len(raws) > 1_000
    for raw in raws:
        message = check(raw)
        assert dataclasses.replace(message, defects=()).author.address
        assert message.when is not None
        assert not message.message_id.startswith("sha256-")
