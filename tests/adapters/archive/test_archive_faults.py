"""Each fault of a network or a server is one error that names the URL and the way out."""

import gzip
import re
import time
import zlib
from dataclasses import replace

import pytest

from lkmltrack.adapters.lore import LoreArchive
from lkmltrack.errors import (
    ArchiveError,
    BadAnswerError,
    NotFoundError,
    RefusedError,
    UnreachableError,
    UsageError,
)
from tests.adapters.archive.conftest import IMPATIENT
from tests.adapters.archive.pulling import MAILS, MBOX, PACKED, PATH, archive, failure_of, pull
from tests.servers import (
    FIRST_DAY,
    Behaviour,
    FaultyServer,
    answer,
    cut,
    cut_chunks,
    drip,
    drip_header,
    hang,
    hang_in_body,
    invented_mail,
    mbox_answer,
    redirect,
    redirect_to_itself,
    reset,
    without_length,
)

BOMB = gzip.compress(b"From " + b"\0" * (40 * 1024 * 1024))


def damaged_crc() -> bytes:
    return PACKED[:-8] + bytes(byte ^ 0xFF for byte in PACKED[-8:-4]) + PACKED[-4:]


HTML = b"<!doctype html><html><head><title>Making sure you're not a bot!</title></head></html>"
PORTAL = b"<HTML><HEAD><TITLE>\n  Hotel\n network </TITLE></HEAD><BODY>Log in</BODY></HTML>"

FAULTS: dict[str, tuple[Behaviour, type[ArchiveError], str]] = {
    "truncated gzip": (answer(200, PACKED[:-20]), BadAnswerError, "broke off"),
    "gzip without its end": (answer(200, PACKED[:-8]), BadAnswerError, "broke off"),
    "wrong checksum": (answer(200, damaged_crc()), BadAnswerError, "damaged"),
    "junk after gzip": (answer(200, PACKED + b"junk"), BadAnswerError, "damaged"),
    "html": (answer(200, HTML, content_type="text/html"), BadAnswerError, "proof-of-work page"),
    "portal": (answer(200, PORTAL), BadAnswerError, "web page titled “Hotel network”"),
    "gzipped html": (answer(200, gzip.compress(HTML)), BadAnswerError, "proof-of-work page"),
    "other text": (answer(200, b"hello"), BadAnswerError, "no mail"),
    "empty": (answer(200), BadAnswerError, "the answer is empty"),
    "gzipped nothing": (answer(200, gzip.compress(b"")), BadAnswerError, "empty"),
    "short body": (cut(PACKED, after=100), BadAnswerError, "broke off"),
    "no last chunk": (cut_chunks(PACKED, after=100), BadAnswerError, "broke off"),
    "short without length": (without_length(PACKED[:100]), BadAnswerError, "broke off"),
    "bomb": (answer(200, BOMB), BadAnswerError, "expands more than 200 times"),
    "forbidden": (answer(403, HTML), RefusedError, "403 Forbidden"),
    "gone": (answer(410), RefusedError, "410 Gone"),
    "teapot": (answer(418), RefusedError, "418"),
    "nameless status": (answer(299), RefusedError, "299"),
    "unavailable": (answer(503), RefusedError, "503 Service Unavailable"),
    "bad gateway": (answer(502), RefusedError, "502 Bad Gateway"),
    "redirect loop": (redirect_to_itself(), RefusedError, "in a circle"),
    "redirect to a file": (redirect("file:///etc/passwd"), RefusedError, "file:///etc/passwd"),
    "redirect away": (redirect("http://lore.example.org/all/"), RefusedError, "not followed"),
    "redirect to a port": (redirect("http://127.0.0.1:1/all/"), RefusedError, "not followed"),
    "redirect to nonsense": (redirect("http://[::1"), RefusedError, "not followed"),
    "redirect with a password": (redirect("//me:pw@127.0.0.1/x"), RefusedError, "not followed"),
    "trickle": (drip(PACKED, every=0.1), UnreachableError, "stalled"),
    "trickling header": (drip_header(every=0.1), UnreachableError, "stalled|no whole answer"),
    "silence": (hang(), UnreachableError, "silent|stalled"),
    "silence in the body": (hang_in_body(PACKED[:50]), UnreachableError, "silent|stalled"),
    "reset": (reset(), UnreachableError, "closed the connection|reset"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_error_with_the_url_and_a_way_out(fault: str, server: FaultyServer) -> None:
    behaviour, kind, words = FAULTS[fault]
    began = time.monotonic()
    error = failure_of(server, behaviour)
    assert time.monotonic() - began < IMPATIENT.thread + 1.0
    assert isinstance(error, kind)
    assert re.search(words, error.what), error.what
    assert server.url in error.what
    assert error.url.startswith(server.url)
    assert "\n" not in error.what
    assert ":pw@" not in str(error)
    assert error.hint


EVERY_KIND = ["truncated gzip", "html", "empty", "short body", "bomb", "forbidden", "unavailable"]
EVERY_KIND += ["redirect loop", "redirect away", "reset", "silence"]


@pytest.mark.parametrize("fault", EVERY_KIND)
def test_a_fault_in_a_message_is_an_error_too(fault: str, server: FaultyServer) -> None:
    behaviour, kind, _ = FAULTS[fault]
    server.on("/all/root@example.org/raw", behaviour)
    with archive(server) as lore, pytest.raises(kind):
        lore.message("root@example.org")


@pytest.mark.parametrize("fault", EVERY_KIND)
def test_a_fault_in_a_search_is_never_an_empty_answer(fault: str, server: FaultyServer) -> None:
    behaviour, kind, _ = FAULTS[fault]
    server.on("/all/", behaviour)
    with archive(server) as lore, pytest.raises(kind):
        lore.search("s:thread")


@pytest.mark.parametrize("fault", EVERY_KIND)
def test_a_fault_in_an_update_is_never_nothing_new(fault: str, server: FaultyServer) -> None:
    behaviour, kind, _ = FAULTS[fault]
    server.on("/all/root@example.org/", behaviour)
    with archive(server) as lore, pytest.raises(kind):
        lore.updates("root@example.org", FIRST_DAY)


def test_the_whole_answer_comes_back_after_a_fault(server: FaultyServer) -> None:
    server.on(PATH, answer(200, PACKED[:-20]), mbox_answer(MAILS))
    with archive(server) as lore:
        with pytest.raises(BadAnswerError):
            lore.thread("root@example.org")
        assert lore.thread("root@example.org") == MAILS


@pytest.mark.parametrize("end", [1, 2, 9, 10, 11, 40, 100, len(PACKED) // 2, len(PACKED) - 1])
def test_no_cut_leaves_a_part(end: int, server: FaultyServer) -> None:
    error = failure_of(server, answer(200, PACKED[:end]))
    assert isinstance(error, BadAnswerError)


def test_several_gzip_members_are_one_answer(server: FaultyServer) -> None:
    half = len(MBOX) // 2
    packed = gzip.compress(MBOX[:half]) + gzip.compress(MBOX[half:]) + b"\0" * 8
    assert pull(server, answer(200, packed)) == MAILS


def test_a_content_encoding_around_the_file_is_undone(server: FaultyServer) -> None:
    twice = gzip.compress(PACKED)
    assert pull(server, answer(200, twice, content_encoding="gzip")) == MAILS


def test_a_body_without_a_length_is_read_to_its_end(server: FaultyServer) -> None:
    assert pull(server, without_length(PACKED)) == MAILS


def test_too_large_an_answer_is_not_read_on(server: FaultyServer) -> None:
    small = replace(IMPATIENT, compressed=200)
    noise = zlib.compress(bytes(range(256)) * 40, 0)
    error = failure_of(server, answer(200, noise), limits=small)
    assert "larger than 200 bytes" in error.what


def test_a_large_expansion_is_not_read_on(server: FaultyServer) -> None:
    small = replace(IMPATIENT, expanded=1024 * 1024, free_expansion=1 << 40)
    packed = gzip.compress(b"From " + b"x" * (2 * 1024 * 1024))
    error = failure_of(server, answer(200, packed), limits=small)
    assert "expands to more than 1 MB" in error.what


def test_a_redirect_within_the_server_is_followed(server: FaultyServer) -> None:
    server.on("/lists/root@example.org/t.mbox.gz", mbox_answer(MAILS))
    assert pull(server, redirect("/lists/root@example.org/t.mbox.gz", 301)) == MAILS


def test_nobody_listening_is_named() -> None:
    lore = LoreArchive("http://127.0.0.1:1/all")
    with lore, pytest.raises(UnreachableError, match="connection refused") as caught:
        lore.thread("root@example.org")
    assert "--archive" in caught.value.hint


def test_an_unknown_host_is_named() -> None:
    lore = LoreArchive("http://archive.invalid/all")
    with lore, pytest.raises(UnreachableError, match="no such host"):
        lore.thread("root@example.org")


def test_an_unknown_message_is_not_found(server: FaultyServer) -> None:
    with archive(server) as lore, pytest.raises(NotFoundError, match="<nobody@example.org>"):
        lore.thread("nobody@example.org")


def test_a_search_where_nothing_is_archived_is_an_error(server: FaultyServer) -> None:
    with archive(server) as lore, pytest.raises(RefusedError, match="nothing can be searched"):
        lore.search("s:thread")


def test_a_search_without_hits_is_empty(server: FaultyServer) -> None:
    server.on("/all/", answer(404, b"No results found\n"))
    with archive(server) as lore:
        assert lore.search("s:thread") == []


def test_a_query_that_the_archive_cannot_parse_is_asked_once(server: FaultyServer) -> None:
    server.on("/all/", answer(500))
    with archive(server) as lore, pytest.raises(RefusedError, match="foo AND"):
        lore.search("foo AND")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "text", ["", "<>", "a b@example.org", "a\r\nX: y@example.org", "..", ".", "x" * 3000]
)
def test_what_is_no_message_id_is_never_asked_for(text: str, server: FaultyServer) -> None:
    with archive(server) as lore, pytest.raises(UsageError):
        lore.thread(text)
    assert server.asked == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/all", "lore", "http://", "http://me:pw@h/x"]
)
def test_an_archive_has_an_http_address(url: str) -> None:
    with pytest.raises(UsageError):
        LoreArchive(url)


def test_a_slash_in_a_message_id_stays_in_it(server: FaultyServer) -> None:
    mail = invented_mail("a/../b%c@example.org", "odd", "text\n")
    server.on("/all/a%2F..%2Fb%25c@example.org/t.mbox.gz", mbox_answer([mail]))
    with archive(server) as lore:
        assert lore.thread("a/../b%c@example.org") == [mail]


def test_the_request_names_us(server: FaultyServer) -> None:
    pull(server, mbox_answer(MAILS))
    assert re.fullmatch(r"lkmltrack/[\d.]+", server.asked[0].headers["user-agent"])


def test_one_connection_serves_many_requests(server: FaultyServer) -> None:
    server.on(PATH, mbox_answer(MAILS))
    with archive(server) as lore:
        for _ in range(5):
            lore.thread("root@example.org")
            with pytest.raises(NotFoundError):
                lore.message("nobody@example.org")
    assert server.connections == 1


def test_requests_keep_a_distance(server: FaultyServer) -> None:
    server.on(PATH, mbox_answer(MAILS))
    with archive(server, replace(IMPATIENT, cool_down=0.1)) as lore:
        began = time.monotonic()
        for _ in range(3):
            lore.thread("root@example.org")
    assert time.monotonic() - began >= 0.2


def test_the_same_mail_twice_is_one(server: FaultyServer) -> None:
    assert pull(server, mbox_answer([*MAILS, MAILS[0]])) == MAILS


def test_two_mails_of_one_id_are_two(server: FaultyServer) -> None:
    other = invented_mail("root@example.org", "a thread", "differs\n")
    assert pull(server, mbox_answer([*MAILS, other])) == [*MAILS, other]


@pytest.mark.parametrize("status", [403, 405, 410, 501])
def test_a_server_that_does_not_tell_where_else_leaves_it_not_found(
    status: int, server: FaultyServer
) -> None:
    server.on("/nobody@example.org/", answer(status))
    with archive(server) as lore, pytest.raises(NotFoundError):
        lore.thread("nobody@example.org")


def test_a_server_that_cannot_say_where_else_is_no_not_found(server: FaultyServer) -> None:
    server.on("/nobody@example.org/", answer(503))
    with archive(server) as lore, pytest.raises(RefusedError):
        lore.thread("nobody@example.org")


def test_no_cookie_is_kept(server: FaultyServer) -> None:
    server.on(PATH, answer(200, PACKED, set_cookie="track=me; Path=/"))
    with archive(server) as lore:
        lore.thread("root@example.org")
        lore.thread("root@example.org")
    assert "cookie" not in server.asked[1].headers
