"""A digest: what happened in a time, and who waits for whom now."""

from dataclasses import replace
from datetime import timedelta

from lkmltrack.model.message import Address
from lkmltrack.model.proposal import Event, EventKind, Stage, Story, Turn
from lkmltrack.reports.digest import Digest, Told, build_digest
from lkmltrack.reports.digest_page import build_digest_page, count_words, wait_words
from lkmltrack.reports.markdown import render_markdown
from tests.reports.told import ADA, BARE, DAY_ONE, MIA, NOW, ROB, at, event, life, tracked


def digest_of(*stories: Story, since: float = 0, said: Stage | None = None) -> Digest:
    told = [
        Told(
            replace(tracked(number, f"p{number}", f"{number}@example.org"), said_stage=said), story
        )
        for number, story in enumerate(stories, start=1)
    ]
    return build_digest(told, at(since), NOW)


def test_only_what_happened_since_then_is_told() -> None:
    digest = digest_of(life(), since=9)
    assert [one.event.kind for one in digest.posted] == [EventKind.REVISION]
    assert [one.request.message_id for one in digest.requests] == ["ask@example.com"]
    assert digest.trailers == ()
    assert (digest.mails, digest.lively, digest.proposals) == (2, 1, 1)
    assert count_words(digest) == "1 posting and 1 reply in 1 of 1 proposal."


def test_the_edge_belongs_to_it() -> None:
    assert [one.event.message_id for one in digest_of(life(), since=10).posted] == [
        "v1-0@example.org"
    ]
    assert digest_of(life(), since=10.001).posted == ()


def test_events_stand_under_what_they_are() -> None:
    ends = (
        event(EventKind.NAK, 12, "nak@example.com", MIA, "NAK."),
        event(EventKind.APPLIED, 13, "done@example.com", MIA, "Applied, thanks."),
        event(EventKind.WITHDRAWN, 14, "drop@example.org", ADA, "I'll drop this."),
        event(EventKind.ROBOT_REPORT, 15, "bot@example.com", ROB, "build error"),
    )
    digest = digest_of(replace(life(), timeline=(*life().timeline, *ends)))
    assert [one.event.message_id for one in digest.applied] == ["done@example.com"]
    assert [one.event.message_id for one in digest.ended] == ["nak@example.com", "drop@example.org"]
    assert [one.event.message_id for one in digest.reports] == ["bot@example.com"]
    assert [one.event.message_id for one in digest.trailers] == ["yes@example.com"]


def test_open_requests_come_before_answered_ones() -> None:
    assert [one.request.message_id for one in digest_of(life()).requests] == [
        "ask@example.com",
        "why@example.com",
    ]


def test_a_dismissed_request_is_no_news() -> None:
    story = life()
    settled = tuple(replace(one, said="dismiss") for one in story.requests)
    assert digest_of(replace(story, requests=settled)).requests == ()


def test_somebody_waits_for_the_author() -> None:
    (wait,) = digest_of(life()).waiting
    assert (wait.who, wait.whom, wait.message_id) == (MIA, ADA, "ask@example.com")
    assert wait_words(wait) == "Mia Maintainer waits for Ada Author, the author"


def test_the_author_waits_for_the_reviewers() -> None:
    story = replace(life(), whose_turn=Turn.REVIEWERS, waiting="v1-0@example.org")
    (wait,) = digest_of(story).waiting
    assert wait_words(wait) == "Ada Author waits for the reviewers"


def test_nobody_waits_for_himself() -> None:
    (wait,) = digest_of(replace(life(), waiting="because@example.org")).waiting
    assert wait_words(wait) == "it is the turn of Ada Author, the author"


def test_who_has_waited_longest_comes_first() -> None:
    late = replace(life(), waiting_since=at(20))
    unknown = replace(life(), waiting_since=None, last=None)
    names = [wait.told.proposal.name for wait in digest_of(unknown, late, life()).waiting]
    assert names == ["p3", "p2", "p1"]


def test_what_came_to_its_end_waits_for_nobody() -> None:
    for stage in (Stage.APPLIED, Stage.WITHDRAWN):
        assert digest_of(replace(life(), stage=stage)).waiting == ()
        assert digest_of(life(), said=stage).waiting == ()
    assert digest_of(replace(life(), whose_turn=Turn.NOBODY)).waiting == ()
    assert digest_of(BARE).waiting == ()


def test_after_a_nak_it_is_the_authors_turn() -> None:
    assert len(digest_of(replace(life(), stage=Stage.NACKED)).waiting) == 1


def test_what_has_stalled_is_told_apart_from_what_waits() -> None:
    digest = digest_of(replace(life(), stalled=True), life())
    assert [wait.told.proposal.name for wait in digest.silent] == ["p1"]
    assert [wait.told.proposal.name for wait in digest.waiting] == ["p2"]


def test_what_has_stalled_of_late_comes_first() -> None:
    old = replace(life(), stalled=True)
    late = replace(old, waiting_since=at(20))
    assert [wait.told.proposal.name for wait in digest_of(old, late).silent] == ["p2", "p1"]


def test_a_person_may_say_that_it_has_stalled() -> None:
    digest = digest_of(replace(life(), whose_turn=Turn.UNKNOWN), said=Stage.STALLED)
    assert digest.waiting == ()
    (wait,) = digest.silent
    assert wait_words(wait) == "whose turn it is: not observed"


def test_a_date_that_cannot_be_is_counted_and_not_told() -> None:
    odd = (
        Event(EventKind.REPLY, None, "undated@example.org", ROB),
        Event(EventKind.APPLIED, NOW + timedelta(days=9), "future@example.org", ROB, "Applied"),
    )
    digest = digest_of(replace(life(), timeline=(*life().timeline, *odd)))
    assert digest.undated == 2
    assert digest.applied == ()
    assert "2 messages without a possible date could not be counted." in count_words(digest)


def test_a_digest_of_nothing_says_so() -> None:
    text = render_markdown(build_digest_page(build_digest([], DAY_ONE, NOW)))
    assert "Nothing happened, and nobody waits." in text
    assert "0 postings and 0 replies in 0 of 0 proposals." in text


def test_the_document_names_every_message_and_each_proposal_once_per_heading() -> None:
    text = render_markdown(build_digest_page(digest_of(life())))
    for message_id in ("ask@example.com", "why@example.com", "yes@example.com", "v1-0@example.org"):
        assert f"](https://lore.kernel.org/r/{message_id})" in text
    posted = text.partition("## Posted")[2].partition("##")[0]
    assert posted.count("**p1**") == 1
    assert posted.count("\n  - ") == 2
    assert "**Mia Maintainer waits for Ada Author, the author**, for 29 days" in text


def test_a_series_of_thirty_does_not_drown_the_rest() -> None:
    many = tuple(
        event(EventKind.TRAILER, 3, f"{number}@example.com", ROB, f"Acked-by: {ROB}")
        for number in range(30)
    )
    story = replace(life(), timeline=many)
    text = render_markdown(build_digest_page(digest_of(story)))
    assert text.count("Acked\\-by") + text.count("Acked-by") == 8
    assert "and 22 more" in text


def test_a_sender_nobody_knows_is_left_out() -> None:
    story = replace(life(), waiting="gone@example.org", author=Address("", ""))
    (wait,) = digest_of(story).waiting
    assert wait.who is None
    assert wait_words(wait) == "it is the turn of somebody without a name, the author"
