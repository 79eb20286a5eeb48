"""Real archive pages, against what others read from them."""

import html
import json
import re
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from lkmltrack.adapters.pages import LxmlPages
from lkmltrack.adapters.pages.masking import without_masked_addresses
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import message_id_of, parse_message

PAGES = LxmlPages()
_INLINE = re.compile(r"</?(?i:br|p|em|i|pre|a|strong|tt)\b[^<>]*(?:<[^<>]*>)?[^<>]*?>")


def told(corpus: Path, kind: str) -> list[tuple[Path, dict[str, Any]]]:
    found = [
        (path.with_suffix(".html"), json.loads(path.read_text())["itemOutput"])
        for path in sorted((corpus / "pages" / kind).glob("*.json"))
    ]
    assert found
    return found


def lines_of(text: str) -> list[str]:
    """What is comparable: lines with something in them, in ASCII."""
    ascii_only = text.encode("ascii", "ignore").decode("ascii")
    return [line.rstrip() for line in ascii_only.split("\n") if line.strip()]


@pytest.mark.parametrize("kind", ["hypermail", "marc"])
def test_subject_author_and_date_are_as_told(corpus: Path, kind: str) -> None:
    for path, facts in told(corpus, kind):
        message = parse_message(PAGES.rebuilt(path.read_bytes(), facts["url"]))
        assert message.subject == html.unescape(facts["subject"]), path
        assert message.author.name in (facts["senderName"], ""), path
        if "@" in facts["senderEmail"]:
            assert message.author.address == facts["senderEmail"], path
        if facts["timeSent"]:
            assert message.date == parsedate_to_datetime(facts["timeSent"]), path


@pytest.mark.parametrize("kind", ["hypermail", "marc"])
def test_the_text_has_the_lines_of_the_page(corpus: Path, kind: str) -> None:
    for path, facts in told(corpus, kind):
        message = parse_message(PAGES.rebuilt(path.read_bytes(), facts["url"]))
        text = path.with_suffix(".txt").read_text(errors="replace")
        expected = without_masked_addresses(
            html.unescape(_INLINE.sub("", text)).replace("\xa0", " ")
        )
        expected = expected.replace("Attachment:\n", "Attachment: ")
        assert lines_of(message.body) == lines_of(expected), path


@pytest.mark.parametrize("kind", ["hypermail", "marc"])
def test_every_message_page_gives_one_id(corpus: Path, kind: str) -> None:
    for path, facts in told(corpus, kind):
        found = PAGES.message_ids(path.read_bytes(), facts["url"])
        assert len(found) == 1, path
        assert "@" in found[0], path


@pytest.mark.parametrize("name", ["seed", "numa"])
def test_every_view_of_a_thread_gives_the_same_ids(corpus: Path, name: str) -> None:
    folder = corpus / "pages" / "public-inbox"
    packed = (folder / f"thread-{name}.mbox.gz").read_bytes()
    expected = set(PAGES.message_ids(packed, ""))
    assert len(expected) in (13, 15)
    views = [f"thread-{name}.atom", f"thread-flat-{name}.html", f"thread-nested-{name}.html"]
    for view in [view for view in views if (folder / view).exists()]:
        found = PAGES.message_ids((folder / view).read_bytes(), "http://127.0.0.1/linux-mm/")
        assert set(found) == expected, view


def test_a_message_page_is_the_mail_that_its_raw_link_gives(corpus: Path) -> None:
    folder = corpus / "pages" / "public-inbox"
    for path in sorted(folder.glob("msg-seed-*.html")):
        raw = split_mbox(path.with_suffix(".raw.mbox").read_bytes())[0]
        original, url = parse_message(raw), f"http://127.0.0.1/linux-mm/{message_id_of(raw)}/"
        page = path.read_bytes()
        assert PAGES.message_ids(page, url)[0] == original.message_id
        message = parse_message(PAGES.rebuilt(page, url))
        assert message.message_id == original.message_id
        assert (message.subject, message.author) == (original.subject, original.author)
        assert (message.date, message.in_reply_to) == (original.date, original.in_reply_to)
        assert lines_of(message.body) == lines_of(original.body)


def test_an_html_page_of_hits_gives_what_its_feed_gives(corpus: Path) -> None:
    folder = corpus / "pages" / "public-inbox"
    feed = PAGES.message_ids((folder / "search-i_mmap.atom").read_bytes(), "")
    page = PAGES.message_ids((folder / "search-i_mmap.html").read_bytes(), "http://127.0.0.1/l/")
    assert feed == page
    assert len(feed) > 20


@pytest.mark.parametrize("name", ["msg-404.html", "search-none.html", "help.html", "toplevel.html"])
def test_a_page_about_no_message_gives_no_ids(corpus: Path, name: str) -> None:
    page = (corpus / "pages" / "public-inbox" / name).read_bytes()
    assert PAGES.message_ids(page, f"http://127.0.0.1/linux-mm/{name}") == []
