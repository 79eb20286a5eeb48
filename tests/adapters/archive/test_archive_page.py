"""Which pages are fetched, and how."""

from pathlib import Path

import pytest

from lkmltrack.adapters.lore import Limits, LoreArchive, page_kinds
from lkmltrack.adapters.lore.hosts import page_url
from lkmltrack.errors import (
    BadAnswerError,
    NotFoundError,
    RefusedError,
    UnreachableError,
    UsageError,
)
from tests.servers import FaultyServer, answer, redirect

QUICK = Limits(first_wait=0.01, cool_down=0.0, page=100_000)
OWN = frozenset({"inbox.example.org"})


@pytest.mark.parametrize(
    ("pasted", "fetched"),
    [
        ("http://lkml.iu.edu/2604.2/11857.html#x", "https://lkml.iu.edu/2604.2/11857.html"),
        ("https://www.spinics.net/lists/x/msg1.html", "https://www.spinics.net/lists/x/msg1.html"),
        ("http://marc.info/?l=git&m=1&w=2", "https://marc.info/?l=git&m=1&w=2"),
        ("http://LKML.org/lkml/2019/2/5/1", "https://LKML.org/lkml/2019/2/5/1"),
        ("http://inbox.example.org/x/", "https://inbox.example.org/x/"),
        ("http://127.0.0.1:8080/x/", "http://127.0.0.1:8080/x/"),
        ("http://[::1]:8080/x/", "http://[::1]:8080/x/"),
    ],
)
def test_a_page_of_a_known_host_is_fetched_safely(pasted: str, fetched: str) -> None:
    assert page_url(pasted, OWN) == fetched


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example.net/",
        "https://marc.info.example.net/",
        "https://marc.info@example.net/",
        "https://notmarc.info/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://127.0.0.1.example.net/",
        "file:///etc/passwd",
        "ftp://marc.info/",
        "javascript:alert(1)",
        "https://me:secret@marc.info/",
        "https://marc.info/\r\nX: y",
        "https://[marc.info/",
        "https://marc.info:port/",
        "",
    ],
)
def test_no_other_page_is_fetched(url: str) -> None:
    with pytest.raises(UsageError):
        page_url(url, OWN)


def test_an_unknown_host_can_be_allowed() -> None:
    with pytest.raises(UsageError) as caught:
        page_url("https://lists.example.net/1.html", OWN)
    assert "lkmltrack.pageHost lists.example.net" in caught.value.hint


def test_git_config_allows_a_host(own_home: Path, archive: LoreArchive) -> None:
    with (own_home / ".gitconfig").open("a") as file:
        file.write("[lkmltrack]\n\tpageHost = Archive.invalid\n\tpageHost = other.example.org\n")
    with pytest.raises(UnreachableError, match="no such host"):
        archive.page("https://archive.invalid/1.html")


def test_the_table_tells_the_kind_of_each_archive() -> None:
    assert page_kinds()["lkml.iu.edu"] == "hypermail and MHonArc"


@pytest.fixture
def archive(server: FaultyServer) -> LoreArchive:
    return LoreArchive(f"{server.url}/all", limits=QUICK)


def test_a_page_comes_as_it_is(server: FaultyServer, archive: LoreArchive) -> None:
    server.on("/page.html", answer(200, b"<p>hello", content_type="text/html"))
    assert archive.page(f"{server.url}/page.html#anchor") == b"<p>hello"


def test_a_page_that_is_not_there_is_not_found(server: FaultyServer, archive: LoreArchive) -> None:
    with pytest.raises(NotFoundError, match="no such page"):
        archive.page(f"{server.url}/page.html")


def test_an_empty_page_is_no_page(server: FaultyServer, archive: LoreArchive) -> None:
    server.on("/page.html", answer(200, b" \n"))
    with pytest.raises(BadAnswerError, match="empty"):
        archive.page(f"{server.url}/page.html")


def test_a_page_too_large_is_not_read_on(server: FaultyServer, archive: LoreArchive) -> None:
    server.on("/page.html", answer(200, b"x" * 100_001))
    with pytest.raises(BadAnswerError, match="larger than"):
        archive.page(f"{server.url}/page.html")


@pytest.mark.parametrize("target", ["https://example.net/", "file:///etc/passwd", "//10.0.0.1/"])
def test_a_page_elsewhere_is_not_fetched(
    server: FaultyServer, archive: LoreArchive, target: str
) -> None:
    server.on("/page.html", redirect(target))
    with pytest.raises(RefusedError, match="not followed"):
        archive.page(f"{server.url}/page.html")


def test_another_host_does_not_get_the_identifier(
    server: FaultyServer, archive: LoreArchive
) -> None:
    server.on("/page.html", answer(200, b"<p>hello"))
    archive.page(f"{server.url}/page.html")
    assert "+" not in server.asked[0].headers["user-agent"]


def test_a_page_that_asks_for_a_browser_is_named(
    server: FaultyServer, archive: LoreArchive
) -> None:
    page = b"<html><title>Making sure you&#39;re not a bot!</title><p>anubis</p></html>"
    server.on("/page.html", answer(200, page))
    with pytest.raises(BadAnswerError, match="proof-of-work page"):
        archive.page(f"{server.url}/page.html")


def test_a_page_about_such_pages_is_a_page(server: FaultyServer, archive: LoreArchive) -> None:
    page = b"<html><title>Re: anubis in front of the archive</title><p>not a bot</p></html>"
    server.on("/page.html", answer(200, page))
    assert archive.page(f"{server.url}/page.html") == page


def test_a_login_in_a_url_is_not_shown() -> None:
    with pytest.raises(UsageError) as caught:
        page_url("https://me:secret@marc.info/", OWN)
    assert "secret" not in str(caught.value)
