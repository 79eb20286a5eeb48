"""Message-ids in URLs, in texts, and as people type them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.links import find_message_ids, message_id_from_text, message_id_from_url

ID = "20260421.1-jane@example.org"


@pytest.mark.parametrize(
    "url",
    [
        f"https://lore.kernel.org/all/{ID}/",
        f"https://lore.kernel.org/all/{ID}",
        f"https://lore.kernel.org/r/{ID}",
        f"http://lore.kernel.org/lkml/{ID}/T/#u",
        f"https://lore.kernel.org/linux-mm/{ID}/t.mbox.gz",
        f"https://lore.kernel.org/linux-mm/{ID}/raw",
        "https://lore.kernel.org/linux-mm/20260421.1-jane%40example.org/",
        f"https://lkml.kernel.org/r/{ID}",
        f"https://patch.msgid.link/{ID}",
        f"https://public-inbox.example.org:8080/inbox/{ID}/?x=y#z",
        f"https://patchwork.example.org/project/x/patch/{ID}/",
        f"https://lore.kernel.org/all/<{ID}>",
        "https://nam11.safelinks.protection.outlook.com/?url=https%3A%2F%2Flore.kernel.org%2Fr%2F"
        "20260421.1-jane%40example.org%2F&data=05%7C",
    ],
)
def test_finds_the_id_in_the_urls_of_archives(url: str) -> None:
    assert message_id_from_url(url) == ID
    assert message_id_from_text(f" {url} ") == ID
    if "<" not in url:
        assert find_message_ids(f"see {url}, please") == (ID,)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://lkml.org/lkml/2026/4/21/199",
        "https://marc.info/?l=linux-mm&m=177673738100001&w=2",
        "https://lkml.iu.edu/hypermail/linux/kernel/2604.2/00001.html",
        "https://lore.kernel.org/all/?q=f%3Ajane%40example.org",
        "https://jane@example.org/path",
        "https://[broken/x@example.org",
        "mailto:jane@example.org",
        f"ftp://example.org/{ID}",
        f"{ID}",
    ],
)
def test_a_url_without_an_id_gives_none(url: str) -> None:
    assert message_id_from_url(url) is None


@pytest.mark.parametrize(
    "text",
    [
        ID,
        f"<{ID}>",
        f"  <{ID}>\n",
        f"id:{ID}",
        f"mid:{ID}",
        f"ID:<{ID}>",
        f"Message-ID: <{ID}>",
        f"msgid:{ID}",
        "20260421.1-jane%40example.org",
    ],
)
def test_understands_what_a_person_types(text: str) -> None:
    assert message_id_from_text(text) == ID


def test_an_id_in_brackets_needs_no_host() -> None:
    assert message_id_from_text("<20260421>") == "20260421"


@pytest.mark.parametrize(
    "text", ["", "x", "a b@c", "a@b c@d", "<>", "<a b@c>", "v6.1..v6.2", "<a<b>", "1"]
)
def test_other_words_are_no_id(text: str) -> None:
    assert message_id_from_text(text) is None


def test_finds_ids_in_order_and_each_once() -> None:
    text = (
        "Link: https://lore.kernel.org/r/b.1@example.org\n"
        "v1: https://lore.kernel.org/all/a.1@example.org/ and (https://lore.kernel.org/r/c.1@example.org)\n"
        "again https://lore.kernel.org/lkml/b.1@example.org.\n"
        "[1] <d.1@example.org>\n"
        "> Message-ID: <e.1@example.org>\n"
        "> <20260421100932.12345-1-jane@example.org>\n"
        "mid:f.1@example.org, id:g.1@example.org\n"
    )
    assert find_message_ids(text) == (
        *("b.1@example.org", "a.1@example.org", "c.1@example.org", "d.1@example.org"),
        *("e.1@example.org", "20260421100932.12345-1-jane@example.org"),
        *("f.1@example.org", "g.1@example.org"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Reviewed-by: Jane Doe <jane@example.org>",
        "Cc: <stable@example.org>",
        "> On Tue, 21 Apr 2026, Jane Doe\n> <jane.with-a-rather-long-name@example.org> wrote:",
        "From: Jane [1]<jane@example.org>",
        "jane@example.org",
        "git@github.com:jane/linux.git",
        "void:x@y",
    ],
)
def test_an_address_is_no_message_id(text: str) -> None:
    assert find_message_ids(text) == ()


@pytest.mark.parametrize(
    "piece", ["https://a@", "<a@b", "mid:a", "id:", "http://x/%40", "[1] <", "link: "]
)
def test_hostile_texts_take_no_time(piece: str) -> None:
    start = time.process_time()
    find_message_ids(piece * (1_000_000 // len(piece)))
    find_message_ids((piece * 100 + "\n") * 500)
    assert time.process_time() - start < 3


@settings(deadline=None)
@given(st.text(alphabet="htps:/<>@%40.idm[]1 \n&?=", max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    for found in find_message_ids(text):
        assert "@" in found
    message_id_from_text(text)
    message_id_from_url(text)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_typed(text: str) -> None:
    found = message_id_from_text(text)
    assert found is None or (found and not any(map(str.isspace, found)))
