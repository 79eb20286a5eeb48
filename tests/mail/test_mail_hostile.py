"""Attacks: every one ends soon in a message that can be stored."""

import base64
import time
from collections.abc import Callable

import pytest

from lkmltrack.mail.body import own_and_quoted, split_lines, split_patch
from lkmltrack.model.message import Message

Check = Callable[[bytes], Message]

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


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_ends_soon_in_a_message(attack: str, check: Check) -> None:
    raw = BASIC + ATTACKS[attack]()
    start = time.process_time()
    message = check(raw)
    own_and_quoted(message.body)
    split_patch(message.body)
    split_lines(message.body)
    assert time.process_time() - start < 30  # it ends: quadratic work would take hours
    # and without the header in front of it
    check(ATTACKS[attack]()[:100_000])


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_charset_that_is_an_attack_does_nothing(charset: bytes, check: Check) -> None:
    text = b"eJxLTkxLBQAD7gGA \\u202e xn--a Uryyb\n"
    raw = b"Content-Type: text/plain; charset=%s\nSubject: =?%s?q?eJxLT=5Cu202e?=\n\n" % (
        charset,
        charset,
    )
    message = check(BASIC + raw + text)
    if not charset.startswith((b"utf-16", b"utf-32")):
        assert message.body == text.decode()
    assert "\u202e" not in message.subject


def test_caps_are_told(check: Check) -> None:
    assert "parts are nested deeper than 20" in check(BASIC + nested(2_000)).defects
    assert "more than 1000 parts" in check(BASIC + ATTACKS["a hundred thousand parts"]()).defects
    assert "header block is cut at 102,400 bytes" in (
        check(BASIC + ATTACKS["a hundred thousand references"]()).defects
    )
