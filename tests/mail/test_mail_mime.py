"""Parts: what becomes the body, what an attachment, and what happens past the caps."""

import base64
import binascii
import quopri

import pytest

from lkmltrack.mail.parse import parse_message
from lkmltrack.model.message import Attachment

HEAD = b"From: Jane <jane@example.org>\nMessage-ID: <a@example.org>\nDate: Tue, 21 Apr 2026 10:09:32 +0000\n"
DIFF = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"


def part(content: bytes | str, *fields: str) -> bytes:
    data = content.encode() if isinstance(content, str) else content
    return "".join(f"{field}\n" for field in fields).encode() + b"\n" + data


def multipart(kind: str, *parts: bytes, boundary: str = "b1", more: str = "") -> bytes:
    body = b"".join(b"--" + boundary.encode() + b"\n" + one + b"\n" for one in parts)
    field = f'Content-Type: multipart/{kind}; boundary="{boundary}"{more}'
    return part(b"preamble\n" + body + b"--" + boundary.encode() + b"--\nepilogue\n", field)


def read(data: bytes) -> tuple[str, list[tuple[str, str, str | None]], tuple[str, ...]]:
    message = parse_message(HEAD + data, html_to_text=lambda html: f"[{html.strip()}]")
    attachments = [(one.name, one.content_type, one.text) for one in message.attachments]
    return message.body, attachments, message.defects


def test_a_plain_body_is_kept_to_the_letter() -> None:
    assert read(b"\n text \r\n\r\nmore\x0c\n\n") == (" text \n\nmore\x0c\n\n", [], ())


@pytest.mark.parametrize(
    "encoding", ["quoted-printable", "base64", "8bit", "x-uuencode", "BASE64 "]
)
def test_transfer_encodings_are_undone(encoding: str) -> None:
    data = "Grüße, 世界\n--- a = b\n".encode()
    encoded = {
        "quoted-printable": quopri.encodestring(data),
        "base64": base64.encodebytes(data),
        "8bit": data,
        "x-uuencode": b"begin 644 x\n" + binascii.b2a_uu(data) + b"`\nend\n",
        "BASE64 ": base64.b64encode(data),
    }[encoding]
    body, _, defects = read(
        part(
            encoded,
            f"Content-Transfer-Encoding: {encoding}",
            "Content-Type: text/plain; charset=utf-8",
        )
    )
    assert (body, defects) == (data.decode(), ())


def test_a_list_footer_below_base64_is_kept_as_text() -> None:
    data = base64.encodebytes(b"hello\n" * 20) + b"_____\nlinux-mm mailing list\nlinux\n"
    body, _, defects = read(part(data, "Content-Transfer-Encoding: base64"))
    assert body == "hello\n" * 20 + "_____\nlinux-mm mailing list\nlinux\n"
    assert defects == ("damaged base64",)


def test_binary_junk_below_base64_is_dropped() -> None:
    data = base64.encodebytes(b"hello\n") + b"e\xb1\x01\n"
    assert read(part(data, "Content-Transfer-Encoding: base64"))[0] == "hello\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"aGVsbG8", "hello"),
        (b"aGVsbG8=aGVsbG8=", "hellohello"),
        (b"aGVs bG8=", "hello"),
        (b"aGVsb", "hel"),
    ],
)
def test_damaged_base64_gives_what_is_left(data: bytes, text: str) -> None:
    body, _, defects = read(part(data, "Content-Transfer-Encoding: base64"))
    assert body == text
    assert defects == (() if data == b"aGVs bG8=" else ("damaged base64",))


def test_text_that_is_no_base64_is_shown_as_it_is() -> None:
    body, _, defects = read(part("Hello there, Jane!\n", "Content-Transfer-Encoding: base64"))
    assert (body, defects) == ("Hello there, Jane!\n", ("damaged base64",))


def test_damaged_quoted_printable_keeps_its_equals_signs() -> None:
    body, _, defects = read(
        part("a = b; c=XY; d=3D1\n", "Content-Transfer-Encoding: quoted-printable")
    )
    assert (body, defects) == ("a = b; c=XY; d=1\n", ("damaged quoted-printable",))


def test_an_unknown_transfer_encoding_is_told() -> None:
    body, _, defects = read(part("text\n", "Content-Transfer-Encoding: utf-8"))
    assert (body, defects) == ("text\n", ("unknown transfer encoding 'utf-8'",))


def test_of_alternatives_the_plain_one_is_the_body() -> None:
    data = multipart(
        "alternative", part("plain\n"), part("<p>html</p>\n", "Content-Type: text/html")
    )
    assert read(data) == ("plain\n", [], ())


def test_an_empty_plain_alternative_leaves_the_html() -> None:
    data = multipart("alternative", part(" \n"), part("<p>html</p>\n", "Content-Type: text/html"))
    assert read(data)[0] == "[<p>html</p>]"


def test_html_only_goes_through_the_reader_that_was_given() -> None:
    assert read(part("<p>hi</p>\n", "Content-Type: text/html"))[0] == "[<p>hi</p>]"
    kept = parse_message(HEAD + part("<p>hi</p>\n", "Content-Type: text/html")).body
    assert kept == "<p>hi</p>\n"


def test_alternatives_may_be_nested_in_related_and_mixed_parts() -> None:
    inner = multipart(
        "alternative",
        part("plain\n"),
        multipart(
            "related",
            part("<p>html</p>\n", "Content-Type: text/html"),
            part("x", "Content-Type: image/png; name=a.png"),
            boundary="b3",
        ),
        boundary="b2",
    )
    data = multipart("mixed", inner, part("footer\n", "Content-Type: text/plain"))
    assert read(data)[0] == "plain\n\nfooter\n"


def test_inline_text_parts_are_joined_in_order() -> None:
    data = multipart("mixed", part("one\n"), part("two\n", "Content-Disposition: inline"))
    assert read(data) == ("one\n\ntwo\n", [], ())


def test_attached_text_is_readable_and_not_in_the_body() -> None:
    data = multipart(
        "mixed",
        part("see attached\n"),
        part(DIFF, "Content-Type: text/x-patch; name=fix.patch", "Content-Disposition: attachment"),
        part("dmesg\n", 'Content-Type: text/plain; name="log.txt"'),
        part(DIFF, "Content-Type: text/x-diff", 'Content-Disposition: inline; filename="b.diff"'),
    )
    body, attachments, _ = read(data)
    assert body == "see attached\n"
    assert attachments == [
        ("fix.patch", "text/x-patch", DIFF),
        ("log.txt", "text/plain", "dmesg\n"),
        ("b.diff", "text/x-diff", DIFF),
    ]


def test_attached_text_is_the_body_where_nothing_else_was_written() -> None:
    attached = part(DIFF, "Content-Type: text/x-patch; name=fix.patch")
    body, attachments, _ = read(multipart("mixed", attached))
    assert (body, attachments) == (DIFF, [("fix.patch", "text/x-patch", DIFF)])
    assert read(multipart("mixed", part(" \n"), attached))[0] == f" \n\n{DIFF}"


def test_a_text_file_without_a_text_type_is_readable() -> None:
    field = "Content-Type: application/octet-stream; name="
    data = multipart(
        "mixed", part("x"), part(DIFF, field + "a.patch"), part(b"\0", field + "b.txt")
    )
    assert read(data)[1] == [
        ("a.patch", "application/octet-stream", DIFF),
        ("b.txt", "application/octet-stream", None),
    ]


def test_other_attachments_are_listed_with_their_decoded_size() -> None:
    data = multipart(
        "mixed",
        part("text\n"),
        part(
            base64.encodebytes(b"\x00" * 1_000),
            "Content-Type: application/gzip; name=config.gz",
            "Content-Transfer-Encoding: base64",
        ),
    )
    message = parse_message(HEAD + data)
    assert message.attachments == (Attachment("config.gz", "application/gzip", 1_000, None),)


def test_a_signed_mail_shows_its_text_and_lists_the_signature() -> None:
    data = multipart(
        "signed",
        part("text\n", "Content-Type: text/plain"),
        part("-----BEGIN PGP SIGNATURE-----\n", "Content-Type: application/pgp-signature"),
    )
    body, attachments, _ = read(data)
    assert body == "text\n"
    assert [one[1] for one in attachments] == ["application/pgp-signature"]


def test_a_forwarded_mail_is_an_attachment_with_its_header_and_text() -> None:
    inner = b"From: John <john@example.org>\nSubject: =?utf-8?q?inner?=\nX-Other: x\n\ninner text\n"
    data = multipart("mixed", part("outer\n"), part(inner, "Content-Type: message/rfc822"))
    body, attachments, _ = read(data)
    assert body == "outer\n"
    assert attachments == [
        ("", "message/rfc822", "From: John <john@example.org>\nSubject: inner\n\ninner text\n")
    ]


def test_a_digest_holds_mails() -> None:
    data = multipart("digest", part("From: a@example.org\n\none\n"), part("Subject: two\n\ntwo\n"))
    texts = [text for _, _, text in read(data)[1]]
    assert texts == ["From: a@example.org\n\none\n", "Subject: two\n\ntwo\n"]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        (['Content-Disposition: attachment; filename="a.patch"'], "a.patch"),
        (["Content-Disposition: attachment; filename=a.patch"], "a.patch"),
        (
            ["Content-Type: application/x; name=a.patch", "Content-Disposition: attachment"],
            "a.patch",
        ),
        (["Content-Disposition: attachment; filename*=utf-8''%C3%A4.patch"], "ä.patch"),
        (["Content-Disposition: attachment; filename*0=a; filename*1=b.patch"], "ab.patch"),
        (["Content-Disposition: attachment; filename*0*=utf-8''%C3%A4; filename*1=b"], "äb"),
        (['Content-Disposition: attachment; filename="=?utf-8?q?=C3=A4=2Epatch?="'], "ä.patch"),
        (['Content-Disposition: attachment; filename="../../etc/passwd"'], "passwd"),
        (['Content-Disposition: attachment; filename="C:\\\\x\\\\a.patch"'], "a.patch"),
        (['Content-Disposition: attachment; filename=".bashrc"'], "bashrc"),
        (['Content-Disposition: attachment; filename=".."'], ""),
        (['Content-Disposition: attachment; filename="a\x1b[31m\u202e.patch"'], "a[31m.patch"),
        (["Content-Disposition: attachment"], ""),
    ],
)
def test_file_names_are_decoded_and_hold_no_path(fields: list[str], name: str) -> None:
    _, ((found, _, _),), _ = read(multipart("mixed", part("x", *fields)))
    assert found == name


def test_a_boundary_inside_a_line_or_with_more_behind_it_is_none() -> None:
    data = multipart("mixed", part("a --b1\n--b1x\n--b1 \n"), boundary="b1")
    body, attachments, _ = read(data)
    assert body.startswith("a --b1\n--b1x")
    assert attachments == []


def test_a_multipart_that_was_cut_off_keeps_its_last_part() -> None:
    data = b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\none\n--b\n\ntwo is cut'
    body, _, defects = read(data)
    assert body == "one\ntwo is cut"
    assert defects == ("multipart without its end",)


@pytest.mark.parametrize(
    ("field", "defect"),
    [
        ("multipart/mixed", "multipart without a boundary"),
        ("multipart/mixed; boundary=", "multipart without a boundary"),
        ("multipart/mixed; boundary=none", "multipart without any part"),
        (f"multipart/mixed; boundary={'x' * 3_000}", "multipart with a boundary too long"),
    ],
)
def test_a_multipart_that_cannot_be_split_is_shown_whole(field: str, defect: str) -> None:
    body, _, defects = read(part("--b\n\ntext\n--b--\n", f"Content-Type: {field}"))
    assert body == "--b\n\ntext\n--b--\n"
    assert defects == (defect,)


def test_a_multipart_with_dos_line_ends_is_split() -> None:
    data = multipart("mixed", part("one\n"), part("two\n")).replace(b"\n", b"\r\n")
    assert read(data) == ("one\n\ntwo\n", [], ())


def test_flowed_paragraphs_are_joined_and_tables_are_not() -> None:
    prose = "This is a paragraph that the mailer broke at some \ncolumn of its own choice.\n"
    table = "  before   100   200   300   400   500   600   700 \n  after    110   220   330\n"
    body, _, _ = read(part(prose + table, "Content-Type: text/plain; format=flowed"))
    assert body == (
        "This is a paragraph that the mailer broke at some column of its own choice.\n"
        " before   100   200   300   400   500   600   700 \n after    110   220   330\n"
    )


def test_a_flowed_mail_with_a_diff_stays_as_it_is() -> None:
    text = "This is a paragraph that the mailer broke at some \ncolumn.\n" + DIFF + " context \n"
    assert read(part(text, "Content-Type: text/plain; format=flowed"))[0] == text


def test_flowed_quotes_are_joined_only_at_one_depth() -> None:
    text = (
        "> a quote that is long enough to have been broken \n> by the mailer\n"
        ">> another depth that is long enough to be broken \n> by the mailer\n-- \nJane\n"
    )
    body, _, _ = read(part(text, "Content-Type: text/plain; format=flowed"))
    assert body == (
        "> a quote that is long enough to have been broken by the mailer\n"
        ">> another depth that is long enough to be broken \n> by the mailer\n-- \nJane\n"
    )


def test_delsp_removes_the_blank_that_the_mailer_added() -> None:
    text = "これは長い段落で、メーラーが途中で改行を入れたもので \nす。\n"
    body, _, _ = read(
        part(text, 'Content-Type: text/plain; charset=utf-8; format=flowed; delsp="yes"')
    )
    assert body == "これは長い段落で、メーラーが途中で改行を入れたものです。\n"


def test_parts_past_the_cap_are_left_out_and_told() -> None:
    data = multipart("mixed", *(part(f"{n}\n") for n in range(1_500)))
    body, _, defects = read(data)
    assert body.startswith("0\n\n1\n")
    assert defects == ("more than 1000 parts",)


def test_nesting_past_the_cap_is_left_out_and_told() -> None:
    data = part("deep\n")
    for depth in range(100):
        data = multipart("mixed", data, boundary=f"b{depth}-")
    _, _, defects = read(data)
    assert defects == ("parts are nested deeper than 20",)


def test_mails_nested_in_mails_past_the_cap_end() -> None:
    data = part("deep\n")
    for depth in range(100):
        data = multipart("mixed", part(data, "Content-Type: message/rfc822"), boundary=f"b{depth}-")
    assert "parts are nested deeper than 20" in read(data)[2]
