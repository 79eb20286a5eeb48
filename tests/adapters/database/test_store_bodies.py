"""The quick look into a mail agrees with the parser, or gives up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.adapters.database.bodies import look_into
from lkmltrack.adapters.database.columns import divide
from lkmltrack.adapters.database.packing import digest_of, pack, unpack
from lkmltrack.adapters.database.scripts import spaced
from lkmltrack.mail.parse import parse_message

MakeMail = Callable[..., bytes]


def test_reads_recipients_with_commas_in_their_names(mail: MakeMail) -> None:
    quick = look_into(
        mail("a@x", To='"Author, Ada" <ada@example.org>, bo@example.org,\n Cy <cy@x>')
    )
    assert quick is not None
    assert quick.recipients(b"to") == [
        "Author, Ada <ada@example.org>",
        "bo@example.org",
        "Cy <cy@x>",
    ]


@pytest.mark.parametrize(
    "to", ["=?utf-8?q?Ad=C3=A9?= <a@x>", "a@x (Ada, at home)", '"A\\"d" <a@x>']
)
def test_leaves_hard_recipients_to_the_parser(mail: MakeMail, to: str) -> None:
    quick = look_into(mail("a@x", To=to))
    assert quick is not None
    assert quick.recipients(b"to") is None


@pytest.mark.parametrize(
    "kind",
    ["multipart/mixed; boundary=x", "text/html", "text/plain; charset=gb2312", "message/rfc822"],
)
def test_leaves_hard_mails_to_the_parser(mail: MakeMail, kind: str) -> None:
    assert look_into(mail("a@x", Content_Type=kind)) is None


@given(st.binary(max_size=400))
def test_any_bytes_are_looked_into(raw: bytes) -> None:
    quick = look_into(raw)
    if quick is not None:
        quick.recipients(b"to")
        for line in quick.body.split("\n"):
            quick.decode(line)


@given(
    st.lists(
        st.sampled_from(
            [
                "diff --git a/x b/x",
                "--- a/x",
                "+++ b/x",
                "@@ -1 +1 @@",
                "-- ",
                "+a",
                "-b",
                " c",
                "> quoted",
                " > quoted",
                "text",
                "",
                "锁",
            ]
        )
    )
)
def test_a_body_is_divided_without_loss(lines: list[str]) -> None:
    division = divide("\n".join(lines))
    parts = f"{division.own}\n{division.quoted}".split("\n")
    assert sorted(filter(None, parts)) == sorted(filter(None, lines))


@given(st.binary(max_size=2_000))
def test_packed_bytes_come_back(raw: bytes) -> None:
    assert unpack(pack(raw), len(raw)) == raw
    assert len(digest_of(raw)) == 16


@given(st.text())
def test_spacing_adds_nothing_but_blanks(text: str) -> None:
    assert spaced(text).replace(" ", "") == text.replace(" ", "")


def test_the_quick_look_sees_what_the_parser_sees(corpus: Path) -> None:
    looked = 0
    for file in sorted((corpus / "mail").glob("*.eml")):
        raw = file.read_bytes()
        quick = look_into(raw)
        if quick is None:
            continue
        looked += 1
        body = parse_message(raw).body
        if "\n>" not in body:  # format=flowed joins and unstuffs lines
            seen = {line.strip() for line in body.split("\n") if len(line.strip()) > 30}
            quick_lines = {quick.decode(line).strip() for line in quick.body.split("\n")}
            assert len(seen - quick_lines) <= len(seen) // 2, file.name
    assert looked > 10
