"""A server in trouble is asked again, politely; one that refuses is not."""

import time
from dataclasses import replace

import pytest

from lkmltrack.errors import RefusedError
from tests.adapters.archive.conftest import IMPATIENT
from tests.adapters.archive.pulling import MAILS, failure_of, pull
from tests.servers import FaultyServer, answer, mbox_answer, reset


def test_a_server_in_trouble_is_asked_four_times(server: FaultyServer) -> None:
    failure_of(server, answer(503))
    assert len(server.asked) == 4


def test_a_server_that_recovers_gives_the_thread(server: FaultyServer) -> None:
    assert pull(server, answer(502), answer(503), answer(429), mbox_answer(MAILS)) == MAILS


def test_a_refusal_is_not_asked_again(server: FaultyServer) -> None:
    failure_of(server, answer(403))
    assert len(server.asked) == 1


def test_retry_after_is_waited_for(server: FaultyServer) -> None:
    patient = replace(IMPATIENT, longest_wait=60.0, first_wait=0.0)
    began = time.monotonic()
    assert pull(server, answer(429, retry_after="1"), mbox_answer(MAILS), limits=patient) == MAILS
    assert time.monotonic() - began >= 1.0


def test_a_long_retry_after_says_when_to_come_back(server: FaultyServer) -> None:
    error = failure_of(server, answer(429, retry_after="86400"))
    assert len(server.asked) == 1
    assert "Come back in 1 day (at 20" in error.hint


def test_a_retry_after_may_be_a_date(server: FaultyServer) -> None:
    error = failure_of(server, answer(503, retry_after="Fri, 01 Jan 2100 00:00:00 GMT"))
    assert "2100-01-01 00:00 UTC" in error.hint


@pytest.mark.parametrize("value", ["soon", "-5", "9" * 30, "Fri, 99 Jan 2100", "", "²"])
def test_a_broken_retry_after_is_ignored(value: str, server: FaultyServer) -> None:
    assert pull(server, answer(429, retry_after=value), mbox_answer(MAILS)) == MAILS


def test_a_retry_after_beyond_every_calendar_is_an_error(server: FaultyServer) -> None:
    error = failure_of(server, answer(429, retry_after="999999999"))
    assert isinstance(error, RefusedError)


def test_a_dropped_connection_is_tried_once_more(server: FaultyServer) -> None:
    assert pull(server, reset(), mbox_answer(MAILS)) == MAILS
    assert len(server.asked) == 2
