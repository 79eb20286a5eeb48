"""A draft becomes a mail that says what it was told, and nothing else."""

import email.charset
from email import policy
from email.parser import BytesParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.drafts.mails import Mail, render_mail
from lkmltrack.mail.parse import parse_message
from lkmltrack.model.message import Address

ADA = Address("Ada Author", "ada@example.org")
BOB = Address("Bob Börk", "bob@example.org")
HEADERS = {
    "from",
    "to",
    "cc",
    "subject",
    "message-id",
    "in-reply-to",
    "references",
    "content-type",
    "content-transfer-encoding",
    "mime-version",
}


def headers_of(raw: bytes) -> list[str]:
    parsed = BytesParser(policy=policy.compat32).parsebytes(raw)
    return [name.lower() for name in parsed]


def test_a_mail_is_read_again_as_it_was_told() -> None:
    raw = render_mail(
        Mail(
            BOB,
            "Re: [PATCH] mm: größer",
            "Grüße\n\n$ make\n",
            to=[ADA],
            cc=[Address("", "list@example.org")],
            message_id="3@example.org",
            in_reply_to="2@example.org",
            references=["1@example.org", "2@example.org"],
        )
    )
    message = parse_message(raw)
    assert message.author == BOB
    assert message.to == (ADA,)
    assert message.cc == (Address("", "list@example.org"),)
    assert message.subject == "Re: [PATCH] mm: größer"
    assert message.body == "Grüße\n\n$ make\n"
    assert message.message_id == "3@example.org"
    assert message.in_reply_to == ("2@example.org",)
    assert message.references == ("1@example.org", "2@example.org")
    assert b"Content-Transfer-Encoding: 8bit" in raw
    assert "Grüße".encode() in raw


@pytest.mark.parametrize(
    "text",
    [
        "x\nBcc: spy@example.org",
        "x\r\nBcc: spy@example.org",
        "=?utf-8?q?x=0aBcc:_spy@example.org?=",
        "=?utf-8?b?eApCY2M6IHNweUBleGFtcGxlLm9yZw==?=",
        "x\u2028Bcc: spy@example.org",
        "x\x0bBcc: spy@example.org",
    ],
)
def test_no_field_brings_in_a_header(text: str) -> None:
    raw = render_mail(
        Mail(
            Address(text, "ada@example.org"),
            text,
            "body\n",
            to=[Address(text, "bob@example.org"), Address("", text), Address(text, text)],
            cc=[Address("", f"eve@example.org{text}")],
            message_id=text,
            in_reply_to=text,
            references=[text],
        )
    )
    assert set(headers_of(raw)) <= HEADERS
    assert b"\nBcc" not in raw
    assert set(headers_of(raw)) >= {"from", "to", "subject"}


def test_what_b4_told_python_about_utf_8_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(email.charset.CHARSETS, "utf-8", (None, None, None))
    raw = render_mail(Mail(BOB, "größer", "x\n", to=[BOB]))
    assert raw.isascii()
    message = parse_message(raw)
    assert (message.author, message.to, message.subject) == (BOB, (BOB,), "größer")


def test_a_line_too_long_for_smtp_is_encoded() -> None:
    raw = render_mail(Mail(ADA, "x", "é" * 2_000 + "\n", to=[BOB]))
    assert max(map(len, raw.split(b"\n"))) < 998
    assert parse_message(raw).body == "é" * 2_000 + "\n"


def test_an_address_is_named_once_in_a_header() -> None:
    raw = render_mail(Mail(ADA, "x", "y\n", to=[BOB, Address("Robert", "BOB@example.org")]))
    assert parse_message(raw).to == (BOB,)


@given(text=st.text(max_size=80), body=st.text(max_size=200))
def test_any_text_makes_a_mail_with_our_headers_only(text: str, body: str) -> None:
    body = body.encode("utf-8", "replace").decode()
    raw = render_mail(
        Mail(
            Address(text, "ada@example.org"),
            text,
            body,
            to=[Address(text, "b@example.org")],
            message_id=text,
        )
    )
    assert set(headers_of(raw)) <= HEADERS
