"""The words of a report: every stage, turn, event and reason has some."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.mail.links import message_id_from_url
from lkmltrack.model.message import Address
from lkmltrack.model.proposal import Event, EventKind, Join, JoinReason, Stage, Turn
from lkmltrack.model.series import Carriage
from lkmltrack.reports.senders import is_same_person, senders_of, sources_of
from lkmltrack.reports.words import (
    CARRIAGES,
    DEEDS,
    STAGES,
    TURNS,
    deed,
    message_url,
    name_of,
    reason_words,
)
from tests.reports.told import ADA, MIA, ROB, at, event, life


def test_nothing_that_can_be_observed_is_without_words() -> None:
    assert set(STAGES) == set(Stage)
    assert set(TURNS) == set(Turn)
    assert set(DEEDS) == set(EventKind)
    assert set(CARRIAGES) == set(Carriage)
    for reason in JoinReason:
        assert reason_words(Join("a@example.org", reason))[0]


def test_a_reason_names_the_message_that_shows_it() -> None:
    join = Join("a@example.org", JoinReason.IN_REPLY_TO, "b@example.org")
    assert reason_words(join) == ("is in reply to", "b@example.org")
    by_id = Join("a@example.org", JoinReason.CHANGE_ID, "20260302-x-1")
    assert reason_words(by_id) == ("has the same change-id: 20260302-x-1", "")


@pytest.mark.parametrize(
    "message_id",
    [
        "",
        "no-at-sign",
        "a b@example.org",
        "<a@example.org>",
        'a"b@example.org',
        "a@example.org/../x",
        "a@b@example.org",
        "ünicode@example.org",
        "a\u202eb@example.org",
        "a\x00b@example.org",
        f"{'a' * 251}@example.org",
        "sha256-0123456789abcdef0123456789abcdef@lkmltrack.invalid",
    ],
)
def test_an_id_that_no_mail_can_have_has_no_address(message_id: str) -> None:
    assert message_url(message_id) == ""


@given(st.from_regex(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,30}@[a-z0-9.-]{1,30}", fullmatch=True))
def test_an_address_leads_back_to_its_id_and_has_nothing_to_escape(message_id: str) -> None:
    url = message_url(message_id)
    assert message_id_from_url(url) == message_id
    assert not set(url) & set("\"'<>&()[]`\\| ")


def test_the_sender_of_a_mail_is_not_whom_its_trailer_names() -> None:
    other = event(EventKind.TRAILER, 11, "ask@example.com", ROB, f"Tested-by: {ROB}")
    senders = senders_of(replace(life(), requests=(), timeline=(other, *life().timeline)))
    assert senders["ask@example.com"] == MIA
    assert senders["yes@example.com"] == ROB
    assert senders["rfc-0@example.org"] == senders["v1-1@example.org"] == ADA


def test_who_made_a_commit_did_not_write_the_mail_of_its_patch() -> None:
    done = Event(EventKind.APPLIED, at(12), "v1-1@example.org", MIA, "commit 1a2b", "1a2b3c")
    story = replace(life(), timeline=(*life().timeline, done))
    assert senders_of(story)["v1-1@example.org"] == ADA
    source = sources_of(story)[-1]
    assert (source.by, source.commit, source.events) == (MIA, "1a2b3c", (done,))
    assert deed(done)[0] == "commits it"
    assert deed(replace(done, commit=""))[0] == "says that it is applied"


def test_people_are_the_same_by_address_or_by_full_name() -> None:
    assert is_same_person(ADA, Address("", "ADA@example.org"))
    assert is_same_person(ADA, Address("Ada Author", "ada@example.net"))
    assert not is_same_person(Address("", ""), Address("", ""))
    assert not is_same_person(Address("Ada", "a@example.org"), Address("Ada", "b@example.org"))


def test_somebody_without_a_name_is_called_so() -> None:
    assert name_of(Address("", "x@example.org")) == "x@example.org"
    assert name_of(Address("", "")) == "somebody without a name"
