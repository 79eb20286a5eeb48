"""Stories: told once, kept, and told again when something changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from lkmltrack.errors import StoreReadOnlyError
from lkmltrack.mail.mbox import join_mbox
from lkmltrack.model.message import Message
from lkmltrack.model.proposal import Stage, Story
from lkmltrack.model.series import Trailer
from lkmltrack.tracker.facts_as_json import parse_json, render_json
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.reading import read_message
from lkmltrack.tracker.saying import say_seen, say_stage
from lkmltrack.tracker.stories import overviews, story, story_of
from lkmltrack.tracker.tracking import track
from tests.fakes import MIA, FakeArchive, FakeClock, FakeSeries, mail, outside_world, series

TITLES = ("mm: prepare the file tree", "mm: split the file tree by node")
COVER = "mm: split the tree of files by node"
V1 = series("v1", TITLES, cover=COVER)
ANSWER = mail(
    "answer@example.com",
    f"Re: [PATCH 0/2] {COVER}",
    f"Fine.\n\nAcked-by: {MIA}\n",
    author=MIA,
    answers="v1-0@example.org",
    hours=9,
)


@dataclass
class CountingSeries(FakeSeries):
    """Counts how often the messages are read."""

    read: list[int] = field(default_factory=list)

    def trailers(self, messages: Sequence[Message]) -> list[Trailer]:
        self.read.append(len(messages))
        return super().trailers(messages)


def counted(tmp_path: Path, raws: Sequence[bytes]) -> tuple[Outside, CountingSeries]:
    reader = CountingSeries()
    return replace(outside_world(tmp_path, raws), series=reader), reader


def test_a_story_is_told_once(tmp_path: Path) -> None:
    outside, reader = counted(tmp_path, [*V1, ANSWER])
    proposal = track(["v1-0@example.org"], outside)[0].proposal
    told = story(proposal, outside)
    assert story(proposal, outside) == told
    assert [one.title for one in overviews(outside)] == [COVER]
    assert reader.read == [4]


def test_new_mail_has_the_story_told_again(tmp_path: Path) -> None:
    outside, reader = counted(tmp_path, V1)
    proposal = track(["v1-0@example.org"], outside)[0].proposal
    assert story(proposal, outside).message_count == 3
    outside.store.add([ANSWER])
    assert story(proposal, outside).message_count == 4
    assert reader.read == [3, 4]


def test_what_cannot_be_read_back_is_told_again(tmp_path: Path) -> None:
    outside, reader = counted(tmp_path, V1)
    proposal = track(["v1-0@example.org"], outside)[0].proposal
    story(proposal, outside)
    for damaged in ("{", "[]", '{"mails": "x"}', '{"mails": 1, "story": null}'):
        outside.store.keep_derived(proposal.root, "story", damaged)
        assert story(proposal, outside).message_count == 3
    assert len(reader.read) == 5


def test_a_store_that_cannot_be_written_still_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, _ = counted(tmp_path, V1)
    track(["v1-0@example.org"], outside)

    def refuse(*_: object) -> None:
        raise StoreReadOnlyError("read-only")

    monkeypatch.setattr(outside.store, "keep_derived", refuse)
    assert overviews(outside)[0].message_count == 3


def test_new_messages_are_those_since_the_last_look(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, V1)
    proposal = track(["v1-0@example.org"], outside)[0].proposal
    assert story(proposal, outside).new_messages == ()
    assert isinstance(outside.clock, FakeClock)
    outside.clock.move(hours=1)
    outside.store.add([ANSWER])
    assert story(proposal, outside).new_messages == ("answer@example.com",)
    assert overviews(outside)[0].new_messages == 1
    outside.clock.move(hours=1)
    assert story(say_seen("1", outside), outside).new_messages == ()


def test_the_story_tells_trailers_people_and_times(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, [*V1, ANSWER])
    told = story(track(["v1-0@example.org"], outside)[0].proposal, outside)
    assert ("Acked-by", "answer@example.com") in [
        (one.name, one.message_id) for one in told.trailers
    ]
    assert [one.name for one in told.participants] == ["Ada Author", "Mia Maintainer"]
    assert told.first is not None
    assert told.last is not None
    assert (told.last - told.first).total_seconds() == 9 * 3600


def test_a_persons_word_stands_beside_what_the_mails_show(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, V1)
    track(["v1-0@example.org"], outside)
    proposal = say_stage("1", "NAKed", outside)
    assert proposal.said_stage is Stage.NACKED
    assert story(proposal, outside).stage is Stage.POSTED
    assert overviews(outside)[0].proposal.said_stage is Stage.NACKED


def test_any_target_has_a_story_and_nothing_is_kept(tmp_path: Path) -> None:
    archive = FakeArchive([*V1, ANSWER])
    outside = outside_world(tmp_path, archive=archive)
    path = tmp_path / "thread.mbox"
    path.write_bytes(join_mbox([*V1, ANSWER]))
    for text in (
        "v1-1@example.org",
        str(path),
        "https://archive.example.org/all/v1-0@example.org/",
    ):
        proposal, told = story_of(text, outside)
        assert proposal is None
        assert (told.title, told.message_count) == (COVER, 4)
    proposal, told = story_of("-", outside, stream=join_mbox(V1))
    assert told.message_count == 3
    assert outside.store.count() == 0


def test_a_tracked_target_is_told_as_its_proposal(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, [*V1, ANSWER])
    name = track(["v1-0@example.org"], outside)[0].proposal.name
    for text in ("1", name, "answer@example.com", "<v1-2@example.org>"):
        proposal, told = story_of(text, outside)
        assert proposal is not None
        assert (proposal.number, told.message_count) == (1, 4)


def test_a_page_of_a_tracked_message_is_told_as_its_proposal(tmp_path: Path) -> None:
    page = "https://pages.example.edu/2603/0001.html"
    archive = FakeArchive([*V1, ANSWER], pages={page: b"ids: answer@example.com"})
    outside = outside_world(tmp_path, archive=archive)
    track(["v1-0@example.org"], outside)
    proposal, _ = story_of(page, outside)
    assert proposal is not None
    assert read_message(page, outside).message_id == "answer@example.com"


def test_a_story_comes_back_from_json_as_it_was(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, [*V1, ANSWER])
    told = story(track(["v1-0@example.org"], outside)[0].proposal, outside)
    assert parse_json(render_json(told), Story) == told
    assert parse_json("null", Story) is None
    assert (
        parse_json(render_json(told).replace('"message_count":4', '"message_count":"4"'), Story)
        is None
    )


class _NoSeries(FakeSeries):
    """Reads no trailer: whoever asks it tells a story anew."""

    def trailers(self, messages: Sequence[Message]) -> list[Trailer]:
        raise AssertionError("a story was told anew")


def test_a_list_tells_no_story_the_second_time(tmp_path: Path) -> None:
    many = [
        raw
        for number in range(20)
        for raw in series(
            f"s{number}",
            [f"x{number}: change the y{number}"],
            author=f"P Q{number} <p{number}@example.org>",
            line=f"l{number}",
        )
    ]
    path = tmp_path / "many.mbox"
    path.write_bytes(join_mbox(many))
    outside = outside_world(tmp_path)
    track([str(path)], outside)
    first = overviews(outside)
    assert len(first) == 20
    assert overviews(replace(outside, series=_NoSeries())) == first
