"""Requests over all proposals, and the person's word on them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lkmltrack.errors import NotFoundError
from lkmltrack.model.said import Verb
from lkmltrack.tracker.asking import requests_of, say_of_request
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.stories import overviews, story
from lkmltrack.tracker.tracking import track
from tests.fakes import MIA, mail, outside_world, patch_body

MAILS = [
    mail("p@example.org", "[PATCH] mm: be quick", patch_body()),
    mail("a@example.org", "Re: x", "Why is that?\n", author=MIA, answers="p@example.org", hours=1),
    mail("q@example.org", "[PATCH] fs: be small", patch_body()),
    mail("b@example.org", "Re: y", "How so?\n", author=MIA, answers="q@example.org", hours=2),
]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Outside]:
    world = outside_world(tmp_path, MAILS)
    track(["p@example.org"], world)
    track(["q@example.org"], world)
    yield world
    world.store.close()


def texts(world: Outside, *keys: str) -> list[str]:
    return [asked.request.text for asked in requests_of(keys, world)]


def test_open_requests_of_all_proposals_come_by_date(world: Outside) -> None:
    assert texts(world) == ["Why is that?", "How so?"]
    assert texts(world, "2") == ["How so?"]


def test_a_dismissed_request_is_no_longer_open_and_can_be_taken_up_again(world: Outside) -> None:
    key = requests_of((), world)[0].request.key
    assert say_of_request(key, Verb.DISMISS, world).request.said == "dismiss"
    assert texts(world) == ["How so?"]
    assert [one.requests for one in overviews(world)] == [0, 1]
    say_of_request(key, Verb.REOPEN, world)
    assert texts(world) == ["Why is that?", "How so?"]


def test_a_confirmed_request_stays_open_and_says_so(world: Outside) -> None:
    key = requests_of((), world)[1].request.key
    say_of_request(key, Verb.CONFIRM, world)
    told = story(world.store.proposal("2"), world)
    assert [(one.said, one.is_open) for one in told.requests] == [("confirm", True)]


def test_what_was_said_survives_a_rebuild(world: Outside) -> None:
    say_of_request(requests_of((), world)[0].request.key, Verb.DISMISS, world)
    world.store.rebuild()
    assert texts(world) == ["How so?"]


def test_an_unknown_key_is_named(world: Outside) -> None:
    with pytest.raises(NotFoundError, match="00000000"):
        say_of_request("00000000", Verb.DISMISS, world)
