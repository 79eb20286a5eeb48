"""git config chooses the archive, its mirrors and its patience."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lkmltrack.adapters.lore import (
    DEFAULT_ARCHIVE,
    Limits,
    LoreArchive,
    archive_url_from_git_config,
)
from lkmltrack.adapters.pages import LxmlPages
from lkmltrack.errors import UnreachableError, UsageError
from lkmltrack.tracker.ports import Archive, Pages
from tests.servers import (
    Behaviour,
    FaultyServer,
    answer,
    hang,
    invented_mail,
    mbox_answer,
)

MAILS = [invented_mail("root@example.org", "a thread", "first\n")]
PATH = "/all/root@example.org/t.mbox.gz"
QUICK = Limits(first_wait=0.01, cool_down=0.0)


def configure(home: Path, text: str) -> None:
    with (home / ".gitconfig").open("a") as file:
        file.write(text)


def test_the_archive_is_lore_when_nobody_says_otherwise() -> None:
    assert archive_url_from_git_config() == DEFAULT_ARCHIVE


def test_the_archive_is_where_b4_pulls_from(own_home: Path) -> None:
    configure(own_home, "[b4]\n\tmidmask = https://inbox.example.org/lists/%s\n")
    assert archive_url_from_git_config() == "https://inbox.example.org/lists"


@pytest.mark.parametrize("mask", ["", "file:///tmp/%s", "nonsense"])
def test_a_mask_that_is_no_address_does_not_count(own_home: Path, mask: str) -> None:
    configure(own_home, f"[b4]\n\tmidmask = {mask}\n")
    assert archive_url_from_git_config() == DEFAULT_ARCHIVE


@pytest.mark.parametrize("end", ["", "/", "/%s", "/%s/"])
def test_an_archive_may_be_given_as_a_mask(server: FaultyServer, end: str) -> None:
    server.on(PATH, mbox_answer(MAILS))
    with LoreArchive(f"{server.url}/all{end}", limits=QUICK) as lore:
        assert lore.url == f"{server.url}/all"
        assert lore.thread("root@example.org") == MAILS


def test_the_identifier_of_this_installation_is_sent(own_home: Path, server: FaultyServer) -> None:
    configure(own_home, f'[liblore "{server.url}"]\n\tuseragentplus = 0b9c-invented\n')
    server.on(PATH, mbox_answer(MAILS))
    with LoreArchive(f"{server.url}/all", limits=QUICK) as lore:
        lore.thread("root@example.org")
    agent = server.asked[0].headers["user-agent"]
    assert re.fullmatch(r"lkmltrack/[\d.]+\+0b9c-invented", agent)


def test_a_mirror_is_asked_first(own_home: Path, server: FaultyServer) -> None:
    server.on(PATH, mbox_answer(MAILS))
    with FaultyServer() as mirror:
        mirror.on(PATH, mbox_answer(MAILS))
        configure(own_home, f'[liblore "{server.url}"]\n\tfallback = {mirror.url}\n')
        with LoreArchive(f"{server.url}/all", limits=QUICK) as lore:
            assert lore.thread("root@example.org") == MAILS
        assert len(mirror.asked) == 1
    assert server.asked == []


@pytest.mark.parametrize("trouble", [answer(503)])
def test_a_mirror_in_trouble_is_passed_over(
    own_home: Path, server: FaultyServer, trouble: Behaviour
) -> None:
    server.on(PATH, mbox_answer(MAILS))
    with FaultyServer() as mirror:
        mirror.on(PATH, trouble)
        configure(own_home, f'[liblore "{server.url}"]\n\tfallback = {mirror.url}\n')
        with LoreArchive(f"{server.url}/all", limits=QUICK) as lore:
            assert lore.thread("root@example.org") == MAILS
    assert len(server.asked) == 1


def test_a_partial_mirror_names_the_archive_that_has_the_rest(
    own_home: Path, server: FaultyServer
) -> None:
    server.on(PATH, mbox_answer(MAILS))
    with FaultyServer() as mirror:
        headers = {
            "X_Archive_Coverage": "partial; updated=1790000000",
            "X_Archive_Upstream": f"{server.url}/all/",
        }
        mirror.on(PATH, answer(404, b"", **headers))
        configure(own_home, f'[liblore "{mirror.url}"]\n\tallowupstream = {server.url}\n')
        with LoreArchive(f"{mirror.url}/all", limits=QUICK) as lore:
            assert lore.thread("root@example.org") == MAILS
        assert len(mirror.asked) == 1


def test_the_time_that_git_config_grants_counts(own_home: Path, server: FaultyServer) -> None:
    configure(own_home, f'[liblore "{server.url}"]\n\trequesttimeout = 0.2,0.3\n')
    server.on(PATH, hang())
    with LoreArchive(f"{server.url}/all", limits=QUICK) as lore:
        began = time.monotonic()
        with pytest.raises(UnreachableError):
            lore.thread("root@example.org")
    assert time.monotonic() - began < 1.5


def test_a_broken_setting_is_named(own_home: Path, server: FaultyServer) -> None:
    configure(own_home, f'[liblore "{server.url}"]\n\tfallback = not-an-address\n')
    with pytest.raises(UsageError, match="git config"):
        LoreArchive(f"{server.url}/all")


def test_a_failing_archive_writes_nothing_to_standard_error(server: FaultyServer) -> None:
    server.on(PATH, answer(503))
    script = (
        "from lkmltrack.adapters.lore import Limits, LoreArchive\n"
        "from lkmltrack.errors import ArchiveError\n"
        "import b4\n"
        f"lore = LoreArchive('{server.url}/all', limits=Limits(first_wait=0.01))\n"
        "try:\n    lore.thread('root@example.org')\n"
        "except ArchiveError as error:\n    print(error.what)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
    )
    assert "503" in done.stdout
    assert done.stderr == ""


def test_the_archive_is_what_the_use_cases_ask_for() -> None:
    archive: Archive = LoreArchive(DEFAULT_ARCHIVE)
    pages: Pages = LxmlPages()
    assert archive.url == DEFAULT_ARCHIVE
    assert pages.html_to_text("<p>hi") == "hi\n"


def test_a_proxy_is_not_asked_for_this_machine(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    server.on(PATH, mbox_answer(MAILS))
    with LoreArchive(f"{server.url}/all", limits=QUICK) as lore:
        assert lore.thread("root@example.org") == MAILS


def test_a_proxy_is_asked_for_another_host(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    target = f"http://archive.invalid{PATH}"
    server.on(target, mbox_answer(MAILS))
    with LoreArchive("http://archive.invalid/all", limits=QUICK) as lore:
        assert lore.thread("root@example.org") == MAILS
    assert server.asked[0].path == target
