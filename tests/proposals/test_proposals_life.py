"""A proposal's life: events, the stage they show, and whose turn it is."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from lkmltrack.mail.parse import parse_message
from lkmltrack.mail.threads import build_thread
from lkmltrack.model.proposal import EventKind, Stage, Story, Turn
from lkmltrack.model.series import Trailer
from lkmltrack.proposals.grouping import group
from lkmltrack.proposals.people import find_people
from lkmltrack.proposals.revisions import build_revisions
from lkmltrack.proposals.stage import is_stalled
from lkmltrack.proposals.story import build_story
from tests.fakes import ADA, MIA, ROB, FakeSeries, mail, patch_body

ROBOT = "kernel test robot <robot@example.com>"
PATCH = mail("p@example.org", "[PATCH] mm: be quick", patch_body())
RFC = mail("p@example.org", "[RFC PATCH] mm: be quick", patch_body())
IDEA = mail("p@example.org", "[DISCUSSION] mm: how to be quick", "What do you think?\n")


def reply(
    name: str, body: str, hours: float, *, by: str = MIA, answers: str = "p@example.org"
) -> bytes:
    return mail(f"{name}@example.org", "Re: x", body, author=by, answers=answers, hours=hours)


def life(*raws: bytes) -> Story:
    messages = [parse_message(raw) for raw in raws]
    thread = build_thread(messages)
    people = find_people(messages)
    postings = group(thread, people)
    mine = [one.series for one in postings if one.person == postings[0].person]
    trailers: Sequence[Trailer] = FakeSeries().trailers(messages)
    return build_story(list(thread.messages), build_revisions(mine), trailers)


def kinds(story: Story, message_id: str) -> set[EventKind]:
    return {one.kind for one in story.timeline if one.message_id == message_id}


# ---------------------------------------------------------------- stages


@pytest.mark.parametrize(
    ("first", "stage"),
    [(PATCH, Stage.POSTED), (RFC, Stage.RFC), (IDEA, Stage.DISCUSSION)],
)
def test_a_posting_without_answers_waits_for_reviewers(first: bytes, stage: Stage) -> None:
    story = life(first)
    assert (story.stage, story.whose_turn) == (stage, Turn.REVIEWERS)
    assert story.waiting == "p@example.org"
    assert story.stage_event is not None
    assert story.stage_event.message_id == "p@example.org"


def test_a_nak_names_its_message_and_leaves_the_turn_to_the_author() -> None:
    story = life(PATCH, reply("nak", "NAK, this breaks rmap.\n", 1))
    assert (story.stage, story.whose_turn) == (Stage.NACKED, Turn.AUTHOR)
    assert story.stage_event is not None
    assert (story.stage_event.message_id, story.stage_event.kind) == (
        "nak@example.org",
        EventKind.NAK,
    )


def test_giving_up_after_a_nak_is_withdrawn_and_nobody_is_waited_for() -> None:
    story = life(
        PATCH,
        reply("nak", "NAK.\n", 1),
        reply("sorry", "> NAK.\n\nThis idea was totally wrong.\n", 2, by=ADA, answers="nak@example.org"),
    )  # fmt: skip
    assert (story.stage, story.whose_turn) == (Stage.WITHDRAWN, Turn.NOBODY)


def test_a_promise_after_a_nak_takes_up_the_work_again() -> None:
    story = life(
        PATCH,
        reply("nak", "NAK.\n", 1),
        reply("will", "> NAK.\n\nI will fix that in the next version.\n", 2, by=ADA, answers="nak@example.org"),
    )  # fmt: skip
    assert (story.stage, story.whose_turn) == (Stage.CHANGES_REQUESTED, Turn.AUTHOR)
    assert EventKind.NAK in kinds(story, "nak@example.org")


def test_a_change_asked_for_is_changes_requested() -> None:
    story = life(PATCH, reply("c", "Please split this patch.\n", 1))
    assert (story.stage, story.whose_turn) == (Stage.CHANGES_REQUESTED, Turn.AUTHOR)


def test_a_new_revision_starts_afresh() -> None:
    second = mail("p2@example.org", "[PATCH v2] mm: be quick", patch_body("newer"), hours=50)
    story = life(PATCH, reply("nak", "NAK.\n", 1), second)
    assert (story.stage, story.whose_turn) == (Stage.POSTED, Turn.REVIEWERS)
    assert EventKind.NAK in kinds(story, "nak@example.org")


def test_applied_stands_whatever_is_written_after_it() -> None:
    story = life(
        PATCH,
        reply("a", "Applied to mm-unstable, thanks.\n", 1),
        reply("late", "NAK.\n", 2, by=ROB),
    )
    assert (story.stage, story.whose_turn) == (Stage.APPLIED, Turn.NOBODY)


def test_questions_alone_ask_for_no_changes() -> None:
    story = life(PATCH, reply("q", "Why is that?\n", 1))
    assert (story.stage, story.whose_turn) == (Stage.POSTED, Turn.AUTHOR)


# ---------------------------------------------------------------- turns


def test_a_mere_trailer_leaves_the_turn_to_the_maintainer() -> None:
    story = life(PATCH, reply("r", f"Reviewed-by: {MIA}\n", 1))
    assert story.whose_turn is Turn.MAINTAINER


def test_the_authors_answer_leaves_the_turn_to_reviewers() -> None:
    story = life(
        PATCH,
        reply("q", "Why is that?\n", 1),
        reply("b", "> Why is that?\n\nBecause of the lock.\n", 2, by=ADA, answers="q@example.org"),
    )
    assert (story.whose_turn, story.waiting) == (Turn.REVIEWERS, "b@example.org")


def test_a_robots_mail_is_nobodys_answer() -> None:
    story = life(PATCH, reply("bot", "we noticed a build error.\n", 1, by=ROBOT))
    assert story.whose_turn is Turn.REVIEWERS
    assert kinds(story, "bot@example.org") == {EventKind.ROBOT_REPORT}


# ---------------------------------------------------------------- events


def test_what_reviewers_ask_for_are_events_of_their_kinds() -> None:
    story = life(
        PATCH,
        reply("e", "Do you have numbers for this?\n", 1),
        reply("r", "This should have been an RFC.\n", 2, by=ROB),
        reply("d", "Just send it with a [DISCUSSION] preface next time.\n", 3, by=ROB),
    )
    assert kinds(story, "e@example.org") == {EventKind.EVIDENCE_REQUESTED}
    assert kinds(story, "r@example.org") == {EventKind.RFC_REQUESTED}
    assert kinds(story, "d@example.org") == {EventKind.DISCUSSION_REQUESTED}


def test_people_added_later_are_an_event_that_names_them() -> None:
    adds = mail(
        "adds@example.org", "Re: x", "Adding Zoe.\n", author=MIA, answers="p@example.org",
        hours=1, Cc="Zoe Zander <zoe@example.com>",
    )  # fmt: skip
    story = life(PATCH, adds)
    added = [one for one in story.timeline if one.kind is EventKind.CC_ADDED]
    assert [(one.message_id, one.text) for one in added] == [
        ("adds@example.org", "zoe@example.com")
    ]


def test_quoted_verdicts_count_for_nothing() -> None:
    story = life(PATCH, reply("q", "> NAK.\n> Applied, thanks.\n\nI disagree with Rob.\n", 1))
    assert story.stage is Stage.POSTED


# ---------------------------------------------------------------- silence


def test_silence_is_told_only_of_what_goes_on() -> None:
    last = datetime(2026, 3, 2, tzinfo=UTC)
    late = last + timedelta(days=46)
    assert is_stalled(Stage.POSTED, last, late, 45)
    assert not is_stalled(Stage.POSTED, last, last + timedelta(days=44), 45)
    assert not is_stalled(Stage.APPLIED, last, late, 45)
    assert not is_stalled(Stage.POSTED, last, late, 0)
    assert not is_stalled(Stage.POSTED, None, late, 45)


# ---------------------------------------------------------------- who is who


def test_who_answers_is_a_reviewer_with_a_trailer_or_without() -> None:
    story = life(
        PATCH,
        reply("r", f"Reviewed-by: {MIA}\n", 1),
        reply("w", "A word from the side.\n", 2, by=ROB),
        reply("bot", "we noticed a build error.\n", 3, by=ROBOT),
    )
    assert {one.address: one.role for one in story.participants} == {
        "ada@example.org": "author",
        "mia@example.com": "reviewer",
        "rob@example.com": "reviewer",
        "robot@example.com": "robot",
    }
