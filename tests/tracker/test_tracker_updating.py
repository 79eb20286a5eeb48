"""Updates: what is asked, what is kept, and what goes wrong."""

from datetime import timedelta
from pathlib import Path

import pytest

from lkmltrack.errors import InterruptedPull, NotFoundError, RefusedError, UnreachableError
from lkmltrack.model.proposal import JoinReason, Stage
from lkmltrack.tracker.saying import say_stage
from lkmltrack.tracker.stories import story
from lkmltrack.tracker.tracking import track, untrack
from lkmltrack.tracker.updating import update
from tests.fakes import DAY_ONE, MIA, FakeArchive, FakeClock, mail, outside_world, series

TITLES = ("mm: prepare the file tree", "mm: split the file tree by node")
COVER = "mm: split the tree of files by node"
RFC = series("rfc", TITLES, prefix="RFC PATCH", cover=COVER)
V1 = series("v1", TITLES, cover=COVER, hours=24 * 101, line="v1")
ANSWER = mail(
    "answer@example.com",
    f"Re: [RFC PATCH 0/2] {COVER}",
    "Hm.\n",
    author=MIA,
    answers="rfc-0@example.org",
    hours=24 * 101,
)
OTHER = series("other", ["net: quite something else"], author=MIA, hours=20)


def test_nothing_new_is_no_news_and_costs_one_question_a_thread(tmp_path: Path) -> None:
    archive = FakeArchive(list(RFC))
    outside = outside_world(tmp_path, archive=archive)
    track(["rfc-0@example.org"], outside)
    archive.asked.clear()
    (news,) = update([], outside)
    assert not news.is_news
    assert (news.stage_before, news.stage_after) == (Stage.RFC, Stage.RFC)
    assert sorted(archive.methods()) == ["search", "updates"]


def test_the_new_revisions_of_several_proposals_are_one_question(tmp_path: Path) -> None:
    archive = FakeArchive([*RFC, *OTHER])
    outside = outside_world(tmp_path, archive=archive)
    track(["rfc-0@example.org", "other-1@example.org"], outside)
    archive.asked.clear()
    archive.raws += V1
    first, second = update([], outside)
    assert archive.methods()[:2] == ["search", "updates"]
    assert archive.methods().count("updates") == 2
    assert [one.message_id for one in first.new_revisions] == ["v1-0@example.org"]
    assert (second.new_messages, second.new_revisions) == ((), ())


def test_new_mail_and_a_new_revision_are_told_and_kept(tmp_path: Path) -> None:
    archive = FakeArchive(list(RFC))
    outside = outside_world(tmp_path, archive=archive)
    track(["rfc-0@example.org"], outside)
    archive.raws += [ANSWER, *V1]
    (news,) = update(["1"], outside)
    assert set(news.new_messages) == {
        "answer@example.com",
        *(f"v1-{n}@example.org" for n in range(3)),
    }
    assert [one.message_id for one in news.new_revisions] == ["v1-0@example.org"]
    assert (news.stage_before, news.stage_after) == (Stage.RFC, Stage.POSTED)
    assert news.proposal.threads[-1].reason is JoinReason.SUBJECT
    assert story(news.proposal, outside).message_count == 7


def test_the_second_update_asks_from_where_the_first_one_stood(tmp_path: Path) -> None:
    archive = FakeArchive(list(RFC))
    outside = outside_world(tmp_path, archive=archive)
    track(["rfc-0@example.org"], outside)
    assert isinstance(outside.clock, FakeClock)
    outside.clock.move(days=10)
    update([], outside)
    assert outside.store.proposals()[0].refreshed == DAY_ONE + timedelta(days=110)
    archive.raws.append(ANSWER)
    outside.clock.move(days=10)
    assert update([], outside)[0].new_messages == ()


def test_one_proposal_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    archive = FakeArchive([*RFC, *OTHER])
    outside = outside_world(tmp_path, archive=archive)
    track(["rfc-0@example.org", "other-1@example.org"], outside)
    archive.raws.append(ANSWER)

    class Picky(FakeArchive):
        def updates(self, message_id: str, since: object) -> list[bytes]:
            if message_id == "other-1@example.org":
                raise RefusedError("the server is busy", "later", url=self.url, status=503)
            return [ANSWER]

    picky = outside_world(tmp_path, archive=Picky(list(archive.raws)))
    first, second = update([], picky)
    assert (first.failure, first.new_messages) == ("", ("answer@example.com",))
    assert second.failure == "the server is busy (later)"
    assert second.proposal.refreshed == DAY_ONE + timedelta(days=100)


def test_a_failing_search_is_a_warning_and_the_mail_is_kept(tmp_path: Path) -> None:
    archive = FakeArchive(list(RFC))
    outside = outside_world(tmp_path, archive=archive)
    track(["rfc-0@example.org"], outside)
    archive.raws.append(ANSWER)
    archive.failing["search"] = RefusedError("no search today", url=archive.url, status=500)
    (news,) = update([], outside)
    assert news.new_messages == ("answer@example.com",)
    assert "no search today" in news.warnings[0]


def test_an_archive_that_is_away_is_not_asked_for_every_proposal(tmp_path: Path) -> None:
    many = [
        raw
        for number in range(6)
        for raw in series(f"s{number}", [f"x{number}: y"], author=MIA, line=f"l{number}")
    ]
    archive = FakeArchive(many)
    outside = outside_world(tmp_path, archive=archive)
    track([f"s{number}-1@example.org" for number in range(6)], outside)
    archive.asked.clear()
    archive.failing["updates"] = UnreachableError("no answer", "try later", url=archive.url)
    news = update([], outside)
    assert len(news) == 6
    assert all(one.failure for one in news)
    assert archive.methods().count("updates") == 3


def test_an_interrupt_leaves_what_is_done_done(tmp_path: Path) -> None:
    archive = FakeArchive([*RFC, *OTHER])
    outside = outside_world(tmp_path, archive=archive)
    track(["rfc-0@example.org", "other-1@example.org"], outside)
    archive.raws.append(ANSWER)

    def stop_at_the_second(what: str, done: int, total: int | None) -> None:
        if what == "proposals" and done == 1:
            raise InterruptedPull("stopped", url=archive.url)

    with pytest.raises(InterruptedPull):
        update([], outside, progress=stop_at_the_second)
    assert outside.store.has("answer@example.com")


def test_a_proposal_from_a_file_is_no_failure(tmp_path: Path) -> None:
    outside = outside_world(tmp_path)
    outside.store.add(RFC)
    archive = FakeArchive(failing={"thread": UnreachableError("away", url="x")})
    track(["rfc-0@example.org"], outside_world(tmp_path, archive=archive))
    (news,) = update([], outside)
    assert news.failure == ""
    assert "does not have rfc-0@example.org" in news.warnings[0]


def test_a_persons_word_is_the_stage_before_and_after(tmp_path: Path) -> None:
    archive = FakeArchive(list(RFC))
    outside = outside_world(tmp_path, archive=archive)
    track(["rfc-0@example.org"], outside)
    say_stage("1", "stalled", outside)
    archive.raws += V1
    (news,) = update([], outside)
    assert (news.stage_before, news.stage_after) == (Stage.STALLED, Stage.STALLED)


def test_what_was_taken_out_does_not_come_back(tmp_path: Path) -> None:
    archive = FakeArchive([*RFC, *V1])
    outside = outside_world(tmp_path, archive=archive)
    track(["rfc-0@example.org"], outside)
    untrack("1", outside, revision="v1")
    (news,) = update([], outside)
    assert [join.root for join in news.proposal.threads] == ["rfc-0@example.org"]
    assert news.new_revisions == ()


def test_an_unknown_proposal_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        update(["nothing"], outside_world(tmp_path))
