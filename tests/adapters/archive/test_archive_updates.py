"""What "anything new?" costs, and that its answer is the truth on every kind of server."""

import random
from datetime import timedelta

import pytest

from lkmltrack.adapters.lore import Limits, LoreArchive
from lkmltrack.errors import NotFoundError
from tests.servers import (
    FIRST_DAY,
    FaultyServer,
    answer,
    invented_mail,
    mbox_answer,
)

ROOT = invented_mail("root@example.org", "a thread", "first\n")
PATCH = invented_mail("patch@example.org", "[PATCH 1/2] a", "x\n", in_reply_to="root@example.org")
REPLY = invented_mail(
    "reply@example.org", "Re: a thread", "second\n", in_reply_to="root@example.org", hours=5
)
ANSWER = invented_mail(
    "answer@example.org",
    "Re: a thread",
    "third\n",
    in_reply_to="reply@example.org",
    hours=6,
)
STRANGER = invented_mail("stranger@example.org", "other", "other\n", hours=7)
SINCE = FIRST_DAY + timedelta(hours=1)
SCOPED = "/all/root@example.org/"
THREAD = "/all/root@example.org/t.mbox.gz"
NOTHING = answer(404, b"No results found\n")


def archive(server: FaultyServer) -> LoreArchive:
    return LoreArchive(
        f"{server.url}/all", limits=Limits(cool_down=0.0, overlap=0.0, first_wait=0.01)
    )


def test_nothing_new_is_one_short_request(server: FaultyServer) -> None:
    server.on(SCOPED, NOTHING)
    with archive(server) as lore:
        assert lore.updates("root@example.org", SINCE) == []
    (asked,) = server.asked
    assert asked.method == "POST"
    assert asked.path == f"{SCOPED}?x=m&q=rt%3A{int(SINCE.timestamp())}.."
    assert asked.body == b""


def test_new_replies_are_one_request(server: FaultyServer) -> None:
    server.on(SCOPED, mbox_answer([ANSWER, REPLY]))
    with archive(server) as lore:
        assert lore.updates("root@example.org", SINCE) == [ANSWER, REPLY]
    assert len(server.asked) == 1


def test_a_server_that_searches_everything_is_seen_through(server: FaultyServer) -> None:
    server.on(SCOPED, mbox_answer([STRANGER, REPLY]))
    server.on(THREAD, mbox_answer([ROOT, REPLY]))
    with archive(server) as lore:
        assert lore.updates("root@example.org", SINCE) == [REPLY]
        assert len(server.asked) == 2
        assert lore.updates("root@example.org", SINCE) == [REPLY]
    assert [asked.method for asked in server.asked] == ["POST", "GET", "GET"]


def test_news_that_do_not_name_the_message_are_checked_against_the_thread(
    server: FaultyServer,
) -> None:
    server.on("/all/patch@example.org/", mbox_answer([REPLY]))
    server.on("/all/patch@example.org/t.mbox.gz", mbox_answer([ROOT, PATCH, REPLY]))
    with archive(server) as lore:
        assert lore.updates("patch@example.org", SINCE) == [REPLY]
        assert lore.updates("patch@example.org", SINCE) == [REPLY]
    # the server did keep to the thread, so it is asked for the short answer again
    assert [asked.method for asked in server.asked] == ["POST", "GET", "POST", "GET"]


def test_an_answer_far_too_large_for_news_is_left_for_the_thread(server: FaultyServer) -> None:
    noise = random.Random(1).randbytes(200_000).hex()
    server.on(SCOPED, mbox_answer([invented_mail("big@example.org", "big", noise)]))
    server.on(THREAD, mbox_answer([ROOT, REPLY]))
    limits = Limits(cool_down=0.0, overlap=0.0, scoped_updates=50_000)
    with LoreArchive(f"{server.url}/all", limits=limits) as lore:
        assert lore.updates("root@example.org", SINCE) == [REPLY]


def test_a_404_that_is_no_search_result_is_not_taken_for_silence(server: FaultyServer) -> None:
    with archive(server) as lore, pytest.raises(NotFoundError):
        lore.updates("root@example.org", SINCE)


def test_the_moment_itself_counts(server: FaultyServer) -> None:
    server.on(SCOPED, mbox_answer([STRANGER]))
    server.on(THREAD, mbox_answer([ROOT, REPLY]))
    exactly = FIRST_DAY + timedelta(hours=5, seconds=5)
    with archive(server) as lore:
        assert lore.updates("root@example.org", exactly) == [REPLY]
        assert lore.updates("root@example.org", exactly + timedelta(microseconds=900)) == [REPLY]
        assert lore.updates("root@example.org", exactly + timedelta(seconds=1)) == []


def test_an_hour_before_is_asked_for_too(server: FaultyServer) -> None:
    server.on(SCOPED, NOTHING)
    with LoreArchive(f"{server.url}/all", limits=Limits(cool_down=0.0)) as lore:
        lore.updates("root@example.org", SINCE)
    assert server.asked[0].path.endswith(f"rt%3A{int(SINCE.timestamp()) - 3600}..")
