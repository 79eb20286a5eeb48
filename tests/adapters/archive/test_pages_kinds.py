"""Every kind of archive page gives its message-ids and, rebuilt, its mail."""

import gzip
from datetime import UTC, datetime

import pytest

from lkmltrack.adapters.pages import LxmlPages
from lkmltrack.errors import BadInputError
from lkmltrack.mail.parse import parse_message
from lkmltrack.model.message import Message, Origin
from tests.adapters.archive.sample_pages import (
    ATOM,
    HYPERMAIL_1,
    HYPERMAIL_2,
    LKML_ORG,
    MARC,
    MESSAGE_PAGE,
    MHONARC,
    NOT_FOUND_PAGE,
    PATCHWORK,
    PIPERMAIL,
    THREAD_PAGE,
    TOPICS_PAGE,
    UNCOMMENTED,
)
from tests.servers import invented_mail, join_mboxrd

PAGES = LxmlPages()
URL = "https://lkml.iu.edu/hypermail/linux/kernel/9704.1/0107.html"


def rebuilt(page: str, url: str = URL) -> Message:
    return parse_message(PAGES.rebuilt(page.encode(), url))


@pytest.mark.parametrize(
    ("page", "identity"),
    [
        (HYPERMAIL_1, "199704100019.UAA01246@mail.example.org"),
        (HYPERMAIL_2, "20000824123514.A27213@mail.example.org"),
        (MHONARC, "20150930-1-ada@example.org"),
        (MARC, "Pine.LNX.4.64.1@mail.example.org"),
        (PIPERMAIL, "20260704.1@example.org"),
        (PATCHWORK, "20260407-flag@example.org"),
    ],
)
def test_a_page_gives_the_id_of_its_mail(page: str, identity: str) -> None:
    assert PAGES.message_ids(page.encode(), URL) == [identity]


@pytest.mark.parametrize("page", [UNCOMMENTED, LKML_ORG, NOT_FOUND_PAGE, "", "plain text", "<p>"])
def test_a_page_without_ids_gives_none(page: str) -> None:
    assert PAGES.message_ids(page.encode(), URL) == []


def test_a_public_inbox_message_comes_before_its_thread() -> None:
    url = "http://lore.example.org/all/own@example.org/"
    found = PAGES.message_ids(MESSAGE_PAGE.encode(), url)
    assert found == ["own@example.org", "parent@example.org", "reply/one@example.com"]


def test_what_a_text_links_to_is_not_of_the_page() -> None:
    found = PAGES.message_ids(MESSAGE_PAGE.encode(), "http://lore.example.org/all/own@example.org/")
    assert "elsewhere@example.net" not in found


def test_a_thread_page_gives_the_message_of_its_url_first() -> None:
    url = "http://lore.example.org/all/reply@example.com/T/#u"
    found = PAGES.message_ids(THREAD_PAGE.encode(), url)
    assert found == ["reply@example.com", "own@example.org"]


def test_a_list_of_topics_gives_every_topic() -> None:
    found = PAGES.message_ids(TOPICS_PAGE.encode(), "http://lore.example.org/all/")
    assert found == ["one@example.org", "two@example.org"]


def test_an_atom_feed_gives_its_entries_and_reads_no_file() -> None:
    found = PAGES.message_ids(ATOM.encode(), "http://lore.example.org/all/new.atom")
    assert found == ["one@example.org", "two@example.org"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_mbox_gives_its_messages(pack: "type[bytes]") -> None:
    raws = [invented_mail(f"{n}@example.org", "s", "text\n") for n in range(3)]
    data = pack(join_mboxrd(raws))
    url = "http://lore.example.org/all/2@example.org/t.mbox.gz"
    assert PAGES.message_ids(data, url) == ["2@example.org", "0@example.org", "1@example.org"]


def test_hypermail_keeps_lines_blanks_and_quotes() -> None:
    message = rebuilt(HYPERMAIL_1)
    assert message.subject == 'Re: a "slow" lock'
    assert str(message.author) == "Ada Author <ada@example.org>"
    assert message.date == datetime(1997, 4, 10, 0, 19, 9, tzinfo=UTC)
    assert message.in_reply_to == ("199704091200.AA1@mail.example.com",)
    assert message.origin is Origin.PAGE
    assert message.body == (
        "   indented first line\n\n> quoted <mia@example.com>\n"
        "an answer with a bold word\n\ta tab in front\n"
    )


def test_hypermail_2_breaks_lines_in_front_of_the_line_end() -> None:
    message = rebuilt(HYPERMAIL_2)
    assert message.references == ()
    assert message.body == (
        "Somebody wrote:\n> a quoted line\n> and one more\n\n"
        "The answer begins here\nand goes on.\n\n\n-- \nAda\n"
    )


def test_mhonarc_keeps_a_patch_as_it_was() -> None:
    message = rebuilt(MHONARC)
    assert message.subject == "[PATCH v2] mm: make it -- faster"
    assert str(message.author) == "Ada Author <ada@example.org>"
    assert message.date == datetime(2015, 9, 30, 23, 3, 14, tzinfo=UTC)
    assert message.references == ("cover@example.org", "parent@example.com")
    assert message.in_reply_to == ("parent@example.com",)
    assert "\n@@ -1,2 +1,2 @@\n context\n \n-\told\n+\tnew\n-- \n2.4.2\n" in message.body
    assert "See http://www.example.org/\n" in message.body


def test_a_masked_address_is_no_address_any_more() -> None:
    raw = PAGES.rebuilt(MHONARC.replace("nqnNrknzcyr.bet", "nqnNkkkkkkkkkkk").encode(), URL)
    message = parse_message(raw)
    assert message.author.address == ""
    assert message.recipients == ()
    assert b"@xx" not in raw
    assert "Signed-off-by: Ada Author <ada at xxxxxxxxxxx>" in message.body


def test_a_page_without_an_id_becomes_the_same_mail_every_time() -> None:
    url = "https://lkml.iu.edu/2604.2/11857.html"
    message = rebuilt(UNCOMMENTED, url)
    assert message.subject == "答复: [PATCH] mm: a flag"
    assert (message.author.name, message.author.address) == ("Lin Example", "")
    assert message.date == datetime(2026, 4, 24, 1, 9, 51, tzinfo=UTC)
    assert message.body == ("> What is it good for?\n\nFor speed: 91.53%  [kernel]  [k] a_lock\n")
    again = rebuilt(UNCOMMENTED, url.replace("https:", "http:") + "#start")
    assert message.message_id == again.message_id
    assert message.message_id.endswith("@rebuilt.invalid")


def test_a_parent_that_is_only_a_page_is_named_by_its_page() -> None:
    child = rebuilt(UNCOMMENTED, "https://lkml.iu.edu/2604.2/11857.html")
    parent = rebuilt(UNCOMMENTED, "https://lkml.iu.edu/2604.2/11800.html")
    assert child.in_reply_to == (parent.message_id,)


def test_marc_gives_the_mail_without_its_frame() -> None:
    message = rebuilt(MARC, "https://marc.info/?l=git&m=118592163426701&w=2")
    assert message.subject == "Re: a lock <list@example.org>"
    assert str(message.author) == "Ada Author <ada.author@mail.example.org>"
    assert message.date == datetime(2007, 7, 31, 22, 36, 13, tzinfo=UTC)
    assert message.body == "Hi,\n\n> quoted\n> \nan   answer\twith a tab\n"


def test_lkml_org_gives_the_mail() -> None:
    message = rebuilt(LKML_ORG, "https://lkml.org/lkml/2019/2/5/1")
    assert message.subject == "Re: a lock"
    assert (message.author.name, message.author.address) == ("Ada Author", "")
    assert message.date == datetime(2019, 2, 5, 9, 11, 12, tzinfo=UTC)
    assert message.body == "On Tue, Mia wrote:\n> quoted\n\n  indented\nend\n"


def test_pipermail_gives_the_mail() -> None:
    message = rebuilt(PIPERMAIL, "https://lists.infradead.org/pipermail/x/1.html")
    assert (message.author.name, message.author.address) == ("Ada Author", "")
    assert message.date == datetime(2026, 7, 4, 10, 0, tzinfo=UTC)
    assert message.body == "Hello,\n\n  a http://example.org/ link\n"


def test_a_public_inbox_message_gives_the_mail() -> None:
    message = rebuilt(MESSAGE_PAGE, "http://lore.example.org/all/own@example.org/")
    assert message.message_id == "own@example.org"
    assert str(message.author) == "Author, Ada <ada@example.org>"
    assert message.date == datetime(2026, 4, 21, 2, 9, 32, tzinfo=UTC)
    assert message.in_reply_to == ("parent@example.org",)
    assert message.body.endswith("\n+added\n")


@pytest.mark.parametrize("page", [THREAD_PAGE, TOPICS_PAGE, ATOM, PATCHWORK, "", "words"])
def test_a_page_without_one_mail_cannot_be_rebuilt(page: str) -> None:
    with pytest.raises(BadInputError, match="no single mail"):
        PAGES.rebuilt(page.encode(), URL)


def test_an_id_in_the_body_is_not_the_pages() -> None:
    forged = MHONARC.replace("It is faster.", "<!--X-Message-Id: evil@example.net -->")
    assert PAGES.message_ids(forged.encode(), URL) == ["20150930-1-ada@example.org"]
    forged = HYPERMAIL_1.replace("indented first", '<!-- id="evil@example.net" -->')
    assert PAGES.message_ids(forged.encode(), URL)[0].endswith("@mail.example.org")


def test_a_declared_charset_gives_way_to_utf_8() -> None:
    page = UNCOMMENTED.replace(
        "<head>", '<head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">'
    )
    assert rebuilt(page).subject == "答复: [PATCH] mm: a flag"


def test_a_declared_charset_counts_where_it_is_not_utf_8() -> None:
    page = HYPERMAIL_1.replace("bold", "größer").replace(
        "<title>", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><title>'
    )
    message = parse_message(PAGES.rebuilt(page.encode("iso-8859-1"), URL))
    assert "an answer with a größer word" in message.body
