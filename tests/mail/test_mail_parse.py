"""Whole mails: every field, every kind of damage, every attack ends in a Message."""

import base64
import dataclasses
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.body import own_and_quoted, split_lines, split_patch
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import REBUILT_FROM, message_id_of, parse_message
from lkmltrack.model.message import Address, Message, Origin

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


# ---------------------------------------------------------------- attacks

BASIC = b"From: a@example.org\nMessage-ID: <x@example.org>\nDate: Tue, 21 Apr 2026 10:09:32 +0000\n"
BIG = 1_000_000


def nested(count: int, kind: bytes = b"mixed") -> bytes:
    opening = b"".join(
        b"Content-Type: multipart/%s; boundary=b%d\n\n--b%d\n" % (kind, n, n) for n in range(count)
    )
    return opening + b"\ndeep\n" + b"".join(b"\n--b%d--\n" % n for n in reversed(range(count)))


def nested_mails(count: int) -> bytes:
    return b"Content-Type: multipart/digest; boundary=b\n\n--b\n" + (
        b"\nContent-Type: message/rfc822\n" * count
    )


def encoded(times: int) -> bytes:
    data = b"text\n" * 50_000
    for _ in range(times):
        data = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + (
            base64.encodebytes(data)
        )
    return b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + data + b"\n--b--\n"


def many(pattern: bytes, count: int, between: bytes = b"") -> bytes:
    return between.join(pattern % n for n in range(count))


ATTACKS: dict[str, Callable[[], bytes]] = {
    "a line without end": lambda: b"Subject: x\n\n" + b"x" * BIG * 10,
    "a header line without end": lambda: b"Subject: " + b"x" * BIG + b"\n\ntext",
    "a header without end": lambda: b"X-A: b\n" * (BIG // 7),
    "folds without end": lambda: b"Subject: a\n" + b" b\n" * (BIG // 3) + b"\ntext",
    "a header of one colon": lambda: b":\n" * (BIG // 2),
    "from lines without end": lambda: b"From x\n" * (BIG // 7),
    "blank lines without end": lambda: b"\n" * BIG,
    "carriage returns without end": lambda: b"\r" * BIG,
    "carriage returns in a header": lambda: b"Subject: a\r" * (BIG // 11) + b"\n\ntext",
    "zeros": lambda: b"\0" * BIG,
    "every byte": lambda: bytes(range(256)) * (BIG // 256),
    "prose without a header": lambda: b"word " * (BIG // 5),
    "prose lines in a header": lambda: b"prose\n" * 15_000 + b"Subject: x\n\ntext\n",
    "recipients without end": lambda: b"To: " + many(b"p%d@example.org", 100_000, b",\n ") + b"\n\nx",
    "brackets in To": lambda: b"To: " + b"(" * 50_000 + b"\n\nx",
    "quotes in To": lambda: b"To: " + b'"\\' * 40_000 + b"\n\nx",
    "angles in To": lambda: b"To: " + b"<" * 90_000 + b"\n\nx",
    "encoded words in To": lambda: b"To: " + b"=?utf-8?q?a?=<a@b>," * 5_000 + b"\n\nx",
    "a hundred thousand references": lambda: (
        b"References: " + many(b"<r%d@example.org>", 100_000, b"\n ") + b"\n\nx"
    ),
    "a reference of a megabyte": lambda: b"References: <" + b"x" * 1_000_000 + b">\n\nx",
    "encoded words without end": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 7_000 + b"\n\nx",
    "encoded words never closed": lambda: b"Subject: " + b"=?utf-8?q?" * 10_000 + b"\n\nx",
    "reply markers without end": lambda: b"Subject: " + b"Re: " * 25_000 + b"\n\nx",
    "brackets in the subject": lambda: b"Subject: " + b"[" * 100_000 + b"\n\nx",
    "parameters without end": lambda: b"Content-Type: text/plain" + b';a="' * 25_000 + b"\n\nx",
    "two thousand nested multiparts": lambda: nested(2_000),
    "nested alternatives": lambda: nested(19, b"alternative"),
    "a hundred thousand parts": lambda: (
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000
    ),
    "parts whose names never end": lambda: (
        b"Content-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\nContent-Disposition: attachment; filename=" + b"x" * 9_000 + b"\n\ny\n"
    ) * 3,
    "boundaries that are none": lambda: (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + b"--bb\n" * (BIG // 5)
    ),
    "a boundary of dashes": lambda: (
        b'Content-Type: multipart/mixed; boundary="--"\n\n' + b"-" * BIG + b"\n----\n\nx"
    ),
    "mails in mails": lambda: nested_mails(2_000),
    "mails in mails in base64": lambda: encoded(15),
    "base64 of one letter": lambda: b"Content-Transfer-Encoding: base64\n\n" + b"A" * BIG,
    "base64 of padding": lambda: b"Content-Transfer-Encoding: base64\n\n" + b"a=" * (BIG // 2),
    "base64 of short lines": lambda: b"Content-Transfer-Encoding: base64\n\n" + b"A!\n" * (BIG // 9),
    "quoted-printable of equals": lambda: (
        b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=" * BIG
    ),
    "quoted-printable of blanks": lambda: (
        b"Content-Transfer-Encoding: quoted-printable\n\n=" + b" " * BIG + b"x"
    ),
    "uuencode without end": lambda: (
        b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n" + b"!\n" * (BIG // 2)
    ),
    "html without end": lambda: b"Content-Type: text/html\n\n" + b"<div>" * (BIG // 5),
    "flowed without end": lambda: (
        b"Content-Type: text/plain; format=flowed\n\n" + b"word " * 10 + b" \n> " * (BIG // 10)
    ),
    "quotes without end": lambda: b"Subject: x\n\n" + b">" * BIG,
    "quoted lines without end": lambda: b"Subject: x\n\n" + b"> > >\n" * (BIG // 30),
    "attributions without end": lambda: (
        b"Subject: x\n\n" + b"On Tue, 21 Apr 2026, x@example.org wrote:\n> a\n\n" * (BIG // 150)
    ),
    "an attribution of a megabyte": lambda: (
        b"Subject: x\n\nOn " + b"wrote: " * (BIG // 7) + b"\n> a\n"
    ),
    "hunks that promise too much": lambda: (
        b"Subject: x\n\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n"
        + b"@@ -1,999999999 +1,999999999 @@\n" * (BIG // 150)
    ),
    "diff headers without end": lambda: b"Subject: x\n\n" + b"diff --git a/x b/x\n" * (BIG // 90),
    "diffstats without end": lambda: (
        b"Subject: x\n\n" + (b" a | 1 +\n" * 3 + b" 1 file changed, 1 insertion(+)\n") * (BIG // 300)
    ),
    "scissors without end": lambda: (
        b"Subject: x\n\n" + b"-- 8< " * (BIG // 6) + b"\ndiff --git a/x b/x\n"
    ),
    "dashes without end": lambda: b"Subject: x\n\n" + b"--\n" * (BIG // 10),
    "senders without end": lambda: (
        b"Subject: x\n\na\nSent: b\nTo: c\n\n" + b"From: a\n\n" * (BIG // 50)
    ),
    "outlook blocks without end": lambda: (
        b"Subject: x\n\na\n" + b"From: a\nSent: b\nTo: c\nSubject: d\n\n" * (BIG // 180)
    ),
    "gb2312 that is none": lambda: (
        b"Content-Type: text/plain; charset=gb2312\n\n" + b"\xff\xfe" * (BIG // 2)
    ),
    "utf-7 bomb": lambda: b"Content-Type: text/plain; charset=utf-7\n\n" + b"+AAA" * (BIG // 4),
    "utf-16 surrogates": lambda: (
        b"Content-Type: text/plain; charset=utf-16-le\n\n" + b"\x00\xd8" * (BIG // 2)
    ),
}  # fmt: skip

CHARSETS = [
    b"rot13", b"zlib_codec", b"bz2_codec", b"idna", b"punycode", b"unicode_escape", b"hz", b"hex",
    b"raw_unicode_escape", b"undefined", b"base64_codec", b"uu", b"utf-7", b"utf-16", b"utf-32",
    b"iso-2022-kr", b"mbcs", b"../../etc/passwd", b"%s%s%s", b"\xff",
]  # fmt: skip


def texts_of(message: Message) -> Iterator[str]:
    yield from (message.message_id, message.subject, message.body, message.change_id)
    yield from message.references + message.in_reply_to + message.list_ids + message.defects
    for person in (message.author, *message.recipients, *message.reply_to):
        yield from (person.name, person.address)
    for attachment in message.attachments:
        yield from (attachment.name, attachment.content_type, attachment.text or "")


def check(raw: bytes) -> Message:
    message = parse_message(raw)
    assert message_id_of(raw) == message.message_id != ""
    for text in texts_of(message):
        text.encode("utf-8")
    assert "\n" not in message.subject
    assert sum(map(len, texts_of(message))) <= 3 * len(raw) + 10_000
    return message


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_ends_soon_in_a_message(attack: str) -> None:
    raw = BASIC + ATTACKS[attack]()
    start = time.process_time()
    message = check(raw)
    own_and_quoted(message.body)
    split_patch(message.body)
    split_lines(message.body)
    assert time.process_time() - start < 3
    # and without the header in front of it
    check(ATTACKS[attack]()[:100_000])


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_charset_that_is_an_attack_does_nothing(charset: bytes) -> None:
    text = b"eJxLTkxLBQAD7gGA \\u202e xn--a Uryyb\n"
    raw = b"Content-Type: text/plain; charset=%s\nSubject: =?%s?q?eJxLT=5Cu202e?=\n\n" % (
        charset,
        charset,
    )
    message = check(BASIC + raw + text)
    if not charset.startswith((b"utf-16", b"utf-32")):
        assert message.body == text.decode()
    assert "\u202e" not in message.subject


def test_caps_are_told() -> None:
    assert "parts are nested deeper than 20" in check(BASIC + nested(2_000)).defects
    assert "more than 1000 parts" in check(BASIC + ATTACKS["a hundred thousand parts"]()).defects
    assert "header block is cut at 102,400 bytes" in (
        check(BASIC + ATTACKS["a hundred thousand references"]()).defects
    )


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
@given(st.lists(st.tuples(FIELDS, VALUES), max_size=8), BODIES)
def test_any_mail_ends_in_a_message(fields: list[tuple[bytes, bytes]], body: bytes) -> None:
    raw = b"".join(name + b": " + value + b"\n" for name, value in fields) + b"\n" + body
    message = check(raw)
    split_lines(message.body)
    assert parse_message(raw) == message


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_end_in_a_message(raw: bytes) -> None:
    check(raw)


@settings(deadline=None)
@given(st.data())
def test_a_mutated_mail_ends_in_a_message(data: st.DataObject) -> None:
    raw = bytearray(FULL.encode())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    check(bytes(raw))


def test_every_real_mail_is_understood(corpus: Path) -> None:
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
