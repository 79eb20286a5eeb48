"""The names and the order of revisions, stages, events and the story."""

from collections.abc import Sequence

import pytest

from lkmltrack.mail.threads import build_thread
from lkmltrack.model.proposal import EventKind, Stage
from lkmltrack.model.series import Series
from lkmltrack.proposals.grouping import group
from lkmltrack.proposals.revisions import (
    build_revisions,
    find_revision,
    newest,
    revision_names,
    superseded,
)
from lkmltrack.proposals.stage import observed_stage
from lkmltrack.proposals.story import build_story
from lkmltrack.proposals.titles import is_same_title, similarity, title_revision
from tests.fakes import MIA, FakeSeries, mail, parsed, patch_body, series

TITLES = ("mm: one", "mm: two", "mm: three")


def revisions(raws: Sequence[bytes]) -> tuple[Series, ...]:
    return build_revisions([one.series for one in group(build_thread(parsed(raws)))])


IDEA = mail("idea@example.org", "[DISCUSSION] mm: shall we?", "Shall we?\n", hours=-99)
RFC = series("rfc", TITLES, prefix="RFC PATCH", cover="mm: it", hours=0)
V1 = series("v1", TITLES, cover="mm: it", hours=100)
V2 = series("v2", TITLES, prefix="PATCH v2", cover="mm: it", hours=200)
PART = mail(
    "v2b@example.org",
    f"[PATCH v2 2/3] {TITLES[1]}",
    patch_body("y"),
    answers="v2-2@example.org",
    hours=230,
)


def test_revisions_are_named_as_people_name_them() -> None:
    found = revisions([*V2, IDEA, *V1, *RFC])
    assert revision_names(found) == ("discussion", "rfc1", "v1", "v2")


def test_a_second_posting_of_one_number_gets_its_own_name() -> None:
    found = revisions([*V1, *V2, PART])
    assert revision_names(found) == ("v1", "v2", "v2.2")
    assert [one.partial for one in found] == [False, False, True]


@pytest.mark.parametrize(
    ("wanted", "message_id"),
    [
        ("v1", "v1-0@example.org"),
        ("1", "v1-0@example.org"),
        ("V2", "v2-0@example.org"),
        ("rfc", "rfc-0@example.org"),
        ("RFC v1", "rfc-0@example.org"),
        ("rfc1", "rfc-0@example.org"),
        ("v2.2", "v2b@example.org"),
        ("discussion", "idea@example.org"),
        ("v1-0@example.org", "v1-0@example.org"),
    ],
)
def test_a_revision_is_found_by_what_people_call_it(wanted: str, message_id: str) -> None:
    series_found = find_revision(revisions([IDEA, *RFC, *V1, *V2, PART]), wanted)
    assert series_found is not None
    assert series_found.message_id == message_id


@pytest.mark.parametrize("wanted", ["v3", "rfc2", "", "latest", "v2.3", "-1", "v"])
def test_what_is_no_revision_is_not_found(wanted: str) -> None:
    assert find_revision(revisions([*V1, *V2]), wanted) is None


def test_v1_of_what_was_never_more_than_an_rfc_is_the_rfc() -> None:
    found = find_revision(revisions(RFC), "v1")
    assert found is not None
    assert found.message_id == "rfc-0@example.org"


def test_a_part_does_not_supersede_the_whole() -> None:
    found = revisions([*V1, *V2, PART])
    last = newest(found)
    assert last is not None
    assert last.message_id == "v2-0@example.org"
    assert superseded(found) == {"v1-0@example.org"}


def test_the_newest_series_tells_the_stage() -> None:
    assert observed_stage(()) is Stage.UNKNOWN
    assert observed_stage(revisions([IDEA])) is Stage.DISCUSSION
    assert observed_stage(revisions([IDEA, *RFC])) is Stage.RFC
    assert observed_stage(revisions([IDEA, *RFC, *V1])) is Stage.POSTED
    later = mail("talk@example.org", "[DISCUSSION] mm: and now?", "Well?\n", hours=900)
    assert observed_stage(revisions([*V1, later])) is Stage.POSTED


def test_events_name_the_messages_that_they_were_read_from() -> None:
    ack = f"Fine.\n\nReviewed-by: {MIA}\n"
    raws = [
        *V1,
        mail(
            "ack@example.com",
            "Re: [PATCH 1/3] mm: one",
            ack,
            author=MIA,
            answers="v1-1@example.org",
            hours=101,
        ),
        mail(
            "why@example.com",
            "Re: [PATCH 2/3] mm: two",
            "Why?\n",
            author=MIA,
            answers="v1-2@example.org",
            hours=102,
        ),
        *V2,
    ]
    messages = parsed(raws)
    story = build_story(messages, revisions(raws), FakeSeries().trailers(messages))
    assert [(one.kind, one.message_id) for one in story.timeline] == [
        (EventKind.POSTED, "v1-0@example.org"),
        (EventKind.TRAILER, "ack@example.com"),
        (EventKind.QUESTION, "why@example.com"),
        (EventKind.REVISION, "v2-0@example.org"),
    ]
    assert story.timeline[1].text == "Reviewed-by: Mia Maintainer <mia@example.com>"
    assert (story.message_count, len(story.participants)) == (10, 2)
    assert story.title == "mm: it"


def test_a_story_without_a_title_takes_a_patchs() -> None:
    raws = series("x", TITLES, cover="")
    raws.insert(0, mail("x-0@example.org", "[PATCH 0/3]", "About it.\n"))
    messages = parsed(raws)
    assert build_story(messages, revisions(raws), ()).title == "mm: one"


def test_a_story_of_nothing_is_unknown() -> None:
    story = build_story((), (), ())
    assert (story.stage, story.title, story.message_count) == (Stage.UNKNOWN, "", 0)


def test_titles_are_alike_by_their_words() -> None:
    assert is_same_title("mm: Split the tree v2", "mm: split a tree")
    assert not is_same_title("", "")
    assert similarity("mm: split the tree", "net: drop the queue") == 0
    assert title_revision("mm: switch to it (v3)") == 3
