"""The real server: threads, messages, news, searches, and b4 beside us."""

import mailbox
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from lkmltrack.adapters.lore import Limits, LoreArchive
from lkmltrack.errors import NotFoundError, RefusedError
from lkmltrack.mail.parse import message_id_of
from tests.adapters.archive.conftest import invented_threads
from tests.servers import FIRST_DAY, PublicInboxServer, invented_mail

MAILS = {message_id_of(raw): raw for raw in invented_threads()}
SERIES = ["v1-0@example.org", "v1-1@example.org", "v1-1-reply@example.com"]


@pytest.fixture
def archive(public_inbox: PublicInboxServer) -> LoreArchive:
    return LoreArchive(public_inbox.url(), limits=Limits(cool_down=0.0, overlap=0.0))


def ids(raws: list[bytes]) -> set[str]:
    return {message_id_of(raw) for raw in raws}


@pytest.mark.parametrize("asked", SERIES)
def test_a_thread_is_whole_from_any_of_its_messages(archive: LoreArchive, asked: str) -> None:
    found = archive.thread(asked)
    assert ids(found) == set(SERIES)
    assert all(raw == MAILS[message_id_of(raw)] for raw in found)


def test_a_message_is_given_byte_for_byte(archive: LoreArchive) -> None:
    assert archive.message("idea@example.org") == MAILS["idea@example.org"]


def test_a_from_line_in_a_text_stays_as_it_was(archive: LoreArchive) -> None:
    assert b"\nFrom here on it is only an idea.\n" in archive.thread("idea@example.org")[0]


def test_an_unknown_message_is_not_found(archive: LoreArchive) -> None:
    for ask in (archive.thread, archive.message):
        with pytest.raises(NotFoundError, match="nobody@example.org"):
            ask("nobody@example.org")


def test_a_message_of_another_list_is_found(public_inbox: PublicInboxServer) -> None:
    for url in (public_inbox.url("lists"), public_inbox.origin):
        with LoreArchive(url, limits=Limits(cool_down=0.0, overlap=0.0)) as lore:
            assert ids(lore.thread("elsewhere@example.org")) == {"elsewhere@example.org"}
            assert message_id_of(lore.message("elsewhere@example.org")) == "elsewhere@example.org"


def test_a_search_gives_the_matches_alone(archive: LoreArchive) -> None:
    assert ids(archive.search('b:"Reviewed-by: Mia Maintainer"')) == {"v1-1-reply@example.com"}


def test_a_search_gives_whole_threads_when_asked(archive: LoreArchive) -> None:
    found = archive.search('b:"Reviewed-by: Mia Maintainer"', whole_threads=True)
    assert ids(found) == set(SERIES)


def test_a_search_for_a_change_id_finds_its_cover_letter(archive: LoreArchive) -> None:
    found = archive.search('nq:"change-id: 20260407-opt-out-0123456789ab"')
    assert ids(found) == {"v1-0@example.org"}


def test_a_search_without_hits_is_empty(archive: LoreArchive) -> None:
    assert archive.search("s:nothingofthekind") == []


def test_a_broken_query_is_refused(archive: LoreArchive) -> None:
    with pytest.raises(RefusedError, match="query"):
        archive.search("foo AND")


def test_news_are_the_messages_of_the_thread_since_then(archive: LoreArchive) -> None:
    whole = archive.updates("v1-0@example.org", FIRST_DAY)
    assert ids(whole) == set(SERIES)
    some = archive.updates("v1-0@example.org", FIRST_DAY + timedelta(hours=25))
    assert ids(some) == {"v1-1-reply@example.com"}
    assert archive.updates("v1-0@example.org", FIRST_DAY + timedelta(hours=40)) == []


def test_news_never_come_from_another_thread(archive: LoreArchive) -> None:
    found = archive.updates("idea@example.org", FIRST_DAY - timedelta(days=1))
    assert ids(found) == {"idea@example.org", "idea-reply@example.com"}


def test_news_of_a_message_in_the_middle_are_of_its_whole_thread(archive: LoreArchive) -> None:
    found = archive.updates("v1-1@example.org", FIRST_DAY + timedelta(hours=1))
    assert ids(found) == set(SERIES)


def test_a_new_mail_is_news(public_inbox: PublicInboxServer, archive: LoreArchive) -> None:
    since = FIRST_DAY + timedelta(days=50)
    assert archive.updates("idea@example.org", since) == []
    late = invented_mail(
        "late@example.com",
        "Re: something else entirely",
        "A late answer.\n",
        in_reply_to="idea-reply@example.com",
        hours=24 * 60,
    )
    public_inbox.add("lists", [late])
    assert archive.updates("idea@example.org", since) == [late]


def test_a_page_of_the_server_is_fetched(
    public_inbox: PublicInboxServer, archive: LoreArchive
) -> None:
    page = archive.page(f"{public_inbox.url()}/idea@example.org/#t")
    assert b"may a file opt out of the rmap?" in page


def test_b4_pulls_the_same_messages(
    public_inbox: PublicInboxServer, archive: LoreArchive, tmp_path: Path
) -> None:
    for asked in ("v1-0@example.org", "idea-reply@example.com"):
        target = tmp_path / asked
        target.mkdir()
        command = [
            str(Path(sys.executable).parent / "b4"),
            *("-c", f"b4.midmask={public_inbox.url()}/%s"),
            *("-c", "b4.attestation-policy=off"),
            *("mbox", "-c", "-o", str(target), asked),
        ]
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            cwd=tmp_path,
            env=dict(os.environ),
        )
        assert done.returncode == 0, done.stderr.decode()
        (written,) = [path for path in target.iterdir() if path.is_file()]
        box = mailbox.mbox(written, create=False)
        oracle = {str(mail["Message-ID"]).strip("<>") for mail in box}
        box.close()
        assert ids(archive.thread(asked)) == oracle


def test_what_the_server_itself_changes_is_known(public_inbox: PublicInboxServer) -> None:
    """public-inbox 1.9 drops four fields about storage, and ends a mail's last line."""
    raw = invented_mail("stored@example.org", "stored", "no line end")
    fields = b"Lines: 1\nStatus: RO\nContent-Length: 11\nBytes: 300\n"
    public_inbox.add("changed", [fields + raw.rstrip(b"\n")])
    with LoreArchive(public_inbox.url("changed"), limits=Limits(cool_down=0.0)) as lore:
        assert lore.message("stored@example.org") == raw
        assert lore.thread("stored@example.org") == [raw]


def test_odd_mails_come_back_byte_for_byte(public_inbox: PublicInboxServer) -> None:
    odd = {
        "crlf@example.org": b"\r\nwith\r\nCRLF\r\n",
        "from@example.org": b"\nFrom me\n>From you\n>>From them\nFrom x@y Thu Jan  1 00:00:00 1970\n",
        "blank@example.org": b"\nends in blank lines\n\n\n\n",
        "eight@example.org": b"\nnot UTF-8: \xe4\xf6\xfc \x00 and a NUL\n",
        "long@example.org": b"\n" + b"x" * 100_000 + b"\n",
        "empty@example.org": b"\n",
    }
    raws = {}
    for identity, rest in odd.items():
        end = b"\r\n" if identity.startswith("crlf") else b"\n"
        head = [b"From: Ada <ada@example.org>", b"Subject: odd " + identity.encode()]
        head += [b"Message-ID: <" + identity.encode() + b">"]
        raws[identity] = end.join(head) + end + rest
    public_inbox.add("odd", raws.values())
    with LoreArchive(public_inbox.url("odd"), limits=Limits(cool_down=0.0)) as lore:
        for identity, raw in raws.items():
            assert lore.message(identity) == raw, identity
            assert lore.thread(identity) == [raw], identity
