"""Message-IDs in the forms that mailers write."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.identity import (
    MAX_REFERENCES,
    bracketed_ids,
    clean_id,
    made_id,
    own_id,
    referred_ids,
)


@pytest.mark.parametrize(
    ("value", "message_id"),
    [
        (b" <a.b@example.org>", "a.b@example.org"),
        (b"<a.b@example.org> (added by postmaster@example.org)", "a.b@example.org"),
        (b"\n <a.b@example.org>", "a.b@example.org"),
        (b"<a.b@\n example.org>", "a.b@example.org"),
        (b"< a.b@example.org >", "a.b@example.org"),
        (b"<a b@example.org>", "a b@example.org"),
        (b"<a.b@example.org> <c@example.org>", "a.b@example.org"),
        (b"a.b@example.org", "a.b@example.org"),
        (b"(comment) a.b@example.org", "a.b@example.org"),
        (b"<a.b@example.org", "a.b@example.org"),
        (b"<20260421>", "20260421"),
        (b"<a$(x)\"'b@example.org>", "a$(x)\"'b@example.org"),
        (b"<../../etc/passwd@example.org>", "../../etc/passwd@example.org"),
        (b"<a\x00b@example.org>", "ab@example.org"),
        ("<ä@example.org>".encode(), "ä@example.org"),
        ("<ä@example.org>".encode("latin-1"), "ä@example.org"),
        (b"=?utf-8?q?=3Ca=2Eb=40example=2Eorg=3E?=", "a.b@example.org"),
    ],
)
def test_reads_the_forms_of_a_message_id(value: bytes, message_id: str) -> None:
    assert own_id([value], b"raw") == (message_id, "")


@pytest.mark.parametrize("values", [[], [b""], [b"<>"], [b" \n "], [b"< >", b""], [b"<\x01>"]])
def test_a_mail_without_a_usable_id_gets_one_from_its_content(values: list[bytes]) -> None:
    message_id, defect = own_id(values, b"raw")
    assert message_id == made_id(b"raw")
    assert message_id.startswith("sha256-")
    assert message_id.endswith("@lkmltrack.invalid")
    assert "Message-ID" in defect
    assert own_id(values, b"other")[0] != message_id


def test_the_first_of_several_ids_counts_and_the_rest_is_told() -> None:
    assert own_id([b"<a@example.org>", b"<b@example.org>"], b"") == (
        "a@example.org",
        "2 Message-ID headers",
    )


def test_an_absurdly_long_id_is_kept_as_its_hash_wherever_it_stands() -> None:
    long = b"<" + b"x" * 5_000 + b"@example.org>"
    message_id, _ = own_id([long], b"")
    assert len(message_id) < 100
    assert referred_ids([long], ()) == (message_id,)


def test_references_are_read_in_order_each_once() -> None:
    values = [b"<a@x>\n <b@x>\t<c@x><a@x>", b"<d@x>,<e@x>"]
    assert referred_ids(values, ()) == ("a@x", "b@x", "c@x", "d@x", "e@x")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (b"Your message of Tue, 21 Apr 2026", ()),
        (b"Message from Jane Doe <jane@example.org> of Monday <a@x>", ("a@x",)),
        (b"jane's message <a@x> (of Monday)", ("a@x",)),
        (b"<y>", ()),
        (b"a@x", ()),
        (b"<a@x> of <>", ("a@x",)),
    ],
)
def test_prose_in_in_reply_to_names_no_mail(value: bytes, found: tuple[str, ...]) -> None:
    assert referred_ids([value], {"jane@example.org"}) == found


def test_of_too_many_references_the_nearest_are_kept() -> None:
    value = b" ".join(b"<%d@x>" % n for n in range(MAX_REFERENCES + 10))
    found = referred_ids([value], ())
    assert len(found) == MAX_REFERENCES
    assert found[-1] == f"{MAX_REFERENCES + 9}@x"


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_value_gives_an_id_that_can_be_stored(value: bytes) -> None:
    message_id, _ = own_id([value], value)
    assert message_id
    message_id.encode("utf-8")
    assert "\n" not in message_id
    assert clean_id(message_id) == message_id
    for other in referred_ids([value], ()):
        assert other == clean_id(other)


@settings(deadline=None)
@given(st.text(alphabet="<>@ab \n\t", max_size=60))
def test_ids_hold_no_brackets(text: str) -> None:
    assert all("<" not in found and ">" not in found for found in bracketed_ids(text))
