"""Pages and HTML mails are written by strangers: they never raise, run away or inject."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.adapters.pages import LxmlPages
from lkmltrack.adapters.pages.rendering import LONGEST_HTML, LONGEST_TEXT
from lkmltrack.errors import BadInputError
from lkmltrack.mail.parse import parse_message
from tests.adapters.archive.sample_pages import (
    HYPERMAIL_1,
    LKML_ORG,
    MARC,
    MESSAGE_PAGE,
    MHONARC,
    PIPERMAIL,
    UNCOMMENTED,
)

PAGES = LxmlPages()
SAMPLES = [HYPERMAIL_1, MHONARC, UNCOMMENTED, MARC, LKML_ORG, PIPERMAIL, MESSAGE_PAGE]
FIELDS = {
    "from",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "x-lkmltrack-rebuilt-from",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
}
MARKUP = st.text(
    st.sampled_from(list("<>/!-\"'= &;#x0Aabdiprtv\n\t\x00\x1b\u202e\ud800中")), max_size=300
) | st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<pre>", "</pre>", "<br>", "<blockquote>", "</blockquote>", "<a href='x'>"]
        + ["</a>", "<table><tr><td>", "</table>", "<!--", "-->", "&nbsp;", "&#0;", "text", "\n"]
        + ["<script>", "</script>", "<li>", "<ul>", "</ul>", "<style", ">", "<svg>", "<?x?>"]
    ),
    max_size=60,
).map("".join)


@given(MARKUP)
@settings(max_examples=100, deadline=None)
def test_any_markup_becomes_text(markup: str) -> None:
    text = PAGES.html_to_text(markup)
    assert isinstance(text, str)
    text.encode("utf-8")


@given(st.binary(max_size=400), st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_page_gives_ids_or_none(page: bytes, url: str) -> None:
    assert isinstance(PAGES.message_ids(page, url), list)


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=100, deadline=None)
def test_a_damaged_page_gives_a_sound_mail_or_none(sample: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(sample)))
    length = data.draw(st.integers(0, 80))
    junk = data.draw(MARKUP)
    page = (sample[:begin] + junk + sample[begin + length :]).encode("utf-8", "replace")
    try:
        raw = PAGES.rebuilt(page, "https://lkml.iu.edu/x.html")
    except BadInputError:
        return
    check_header(raw)


def check_header(raw: bytes) -> None:
    """The header holds our fields alone, each at most once, in ASCII."""
    head, gap, _ = raw.partition(b"\n\n")
    assert gap
    assert head.isascii()
    lines = [line for line in head.decode("ascii").split("\n") if not line.startswith(" ")]
    names = [line.partition(":")[0].lower() for line in lines]
    assert len(set(names)) == len(names)
    assert set(names) <= FIELDS
    assert all(
        character.isprintable() for line in head.decode("ascii").split("\n") for character in line
    )


INJECTIONS = [
    "a\nBcc: evil@example.net",
    "a\r\nBcc: evil@example.net\r\n\r\nbody",
    "a\rBcc: evil@example.net",
    "a\x00\x0b\x0cBcc: evil@example.net",
    "a\u2028Bcc: evil@example.net",
    "a\x85Bcc: evil@example.net",
    "=?utf-8?q?a=0ABcc:_evil@example.net?=",
    "a&#10;Bcc: evil@example.net",
    "a&#13;&#10;Bcc: evil@example.net",
    'x" <evil@example.net>, "y',
    "x <evil@example.net>",
    '\\" <evil@example.net>',
    "evil@example.net, b@example.net:;",
]


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize("field", ["subject", "name", "email", "inreplyto", "sent", "id"])
def test_nothing_of_a_page_becomes_a_field(text: str, field: str) -> None:
    page = HYPERMAIL_1
    for line in HYPERMAIL_1.split("\n"):
        if line.startswith(f"<!-- {field}="):
            page = page.replace(line, f'<!-- {field}="{text}" -->')
    raw = PAGES.rebuilt(page.encode(), "https://lkml.iu.edu/x.html")
    check_header(raw)
    message = parse_message(raw)
    assert message.recipients == ()
    assert message.author.address in ("", "ada@example.org")


@pytest.mark.parametrize("url", ["http://x/\r\nBcc: a@b", "http://x/\u202e中", "x" * 5000, ""])
def test_nothing_of_an_address_becomes_a_field(url: str) -> None:
    check_header(PAGES.rebuilt(UNCOMMENTED.encode(), url))


BOMBS = {
    "depth": "<div>" * 100_000 + "the text",
    "quotes": "<blockquote>" * 250 + "<br>x" * 100_000,
    "links": "<a href=http://example.org/>y</a>" * 30_000,
    "open links": "<a href=http://example.org/>y" * 30_000,
    "breaks": "<br>" * 200_000,
    "open brackets": "<" * 500_000,
    "ampersands": "&" * 500_000,
    "one line": "x" * 1_900_000,
    "lists": "<ul><li>" * 50_000,
    "attributes": "<p " + "a=b " * 200_000 + ">x",
    "comments": "<!--" * 200_000,
    "scripts": "<div>" * 300 + "<script>" * 100_000,
    "entities": "<!DOCTYPE a [<!ENTITY b '" + "x" * 1000 + "'>]>" + "&b;" * 100_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_ends_soon(bomb: str) -> None:
    began = time.process_time()
    text = PAGES.html_to_text(BOMBS[bomb])
    assert time.process_time() - began < 5.0
    assert len(text) <= LONGEST_TEXT * 1.1


def test_a_deeply_nested_text_is_still_read() -> None:
    assert "the text" in PAGES.html_to_text(BOMBS["depth"])


def test_a_text_beyond_the_cap_says_that_it_was_cut() -> None:
    text = PAGES.html_to_text("word " * (LONGEST_HTML // 4))
    assert text.endswith("[the rest of the HTML was not read]\n")
