"""Tracking from an archive: what is pulled, kept and taken as a proposal."""

from dataclasses import replace
from pathlib import Path

import pytest

from lkmltrack.errors import (
    NotFoundError,
    UsageError,
)
from lkmltrack.mail.parse import message_id_of
from lkmltrack.model.proposal import JoinReason
from lkmltrack.tracker.stories import story
from lkmltrack.tracker.tracking import track
from tests.fakes import (
    MIA,
    ROB,
    FakeArchive,
    mail,
    outside_world,
    patch_body,
    series,
)
from tests.tracker.trackings import (
    COVER,
    IDEA,
    OTHER,
    REVIEW,
    TITLES,
    V1,
    V2,
    mbox,
    names,
    only,
    roots,
)

# ---------------------------------------------------------------- from an archive


def test_a_message_id_brings_its_thread_and_the_other_revisions(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, [*IDEA, *V1, REVIEW, *V2, *OTHER])
    tracked = only(track(["v1-1@example.org"], outside))
    assert tracked.is_new
    assert tracked.warnings == ()
    assert roots(tracked.proposal) == [
        ("idea@example.org", JoinReason.SUBJECT),
        ("v1-0@example.org", JoinReason.TRACKED),
        ("v2-0@example.org", JoinReason.CHANGE_ID),
    ]
    assert names(tracked.proposal, outside) == ("discussion", "v1", "v2")
    assert set(tracked.new_messages) == {message_id_of(raw) for raw in [*IDEA, *V1, REVIEW, *V2]}


def test_what_does_not_belong_is_not_kept(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, [*V1, *OTHER])
    track(["v1-0@example.org"], outside)
    assert not outside.store.has("other-1@example.org")


def test_one_search_is_enough_where_there_is_nothing_more(tmp_path: Path) -> None:
    archive = FakeArchive([*V1, REVIEW])
    track(["v1-0@example.org"], outside_world(tmp_path, archive=archive))
    assert archive.methods() == ["thread", "search"]
    assert 'nq:"change-id: 20260302-tree-0123456789ab"' in archive.asked[1][1]
    assert f'(s:"{COVER}" AND (f:"ada@example.org" OR f:"Ada Author"))' in archive.asked[1][1]


def test_a_revision_that_a_list_rewrote_is_found_by_the_authors_name(tmp_path: Path) -> None:
    rewritten = series(
        "v2",
        TITLES,
        prefix="PATCH v2",
        cover=COVER,
        hours=100,
        author='"Ada Author via list" <list@example.org>',
    )
    first = series("v1", TITLES, cover=COVER)
    outside = outside_world(tmp_path, [*first, *rewritten])
    tracked = only(track(["v1-0@example.org"], outside))
    assert names(tracked.proposal, outside) == ("v1", "v2")


def test_an_archive_without_a_search_is_no_trouble(tmp_path: Path) -> None:
    archive = FakeArchive(list(V1), failing={"search": UsageError("a folder cannot be searched")})
    outside = outside_world(tmp_path, archive=archive)
    assert only(track(["v1-0@example.org"], outside)).warnings == ()


BUG = [
    mail("bug@example.com", "the tree is slow", "It is.\n", author=ROB, hours=-9),
    mail(
        "too@example.com",
        "Re: the tree is slow",
        "Here too.\n",
        author=MIA,
        answers="bug@example.com",
        hours=-8,
    ),
    mail(
        "fix@example.org",
        "[PATCH] mm: prepare the file tree",
        patch_body(),
        answers="bug@example.com",
        hours=-7,
    ),
    mail(
        "ack@example.com",
        "Re: [PATCH] mm: prepare the file tree",
        "Fine.\n",
        author=MIA,
        answers="fix@example.org",
        hours=-6,
    ),
]


def test_a_patch_in_a_strangers_thread_is_tracked_without_the_thread(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, BUG)
    tracked = only(track(["fix@example.org"], outside))
    assert roots(tracked.proposal) == [("fix@example.org", JoinReason.TRACKED)]
    told = story(tracked.proposal, outside)
    assert (told.message_count, told.title) == (2, "mm: prepare the file tree")
    assert only(track(["fix@example.org"], outside)).proposal.number == 1
    thread = only(track(["bug@example.com"], outside))
    assert (thread.is_new, thread.proposal.number) == (True, 2)
    assert story(thread.proposal, outside).title == "the tree is slow"


def test_an_answer_names_what_its_thread_is_about(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, BUG)
    assert only(track(["ack@example.com"], outside)).proposal.root == "bug@example.com"


def test_an_older_revision_that_comes_above_is_taken_in(tmp_path: Path) -> None:
    below = series(
        "v2",
        TITLES,
        prefix="PATCH v2",
        cover=COVER,
        answers="v1-0@example.org",
        hours=100,
        line="x",
    )
    outside = outside_world(tmp_path)
    first = only(track([mbox(tmp_path, below, "v2.mbox")], outside))
    assert first.proposal.root == "v2-0@example.org"
    then = only(track([mbox(tmp_path, V1, "v1.mbox")], outside))
    assert (then.proposal.number, names(then.proposal, outside)) == (1, ("v1", "v2"))
    assert story(then.proposal, outside).message_count == 6


# ---------------------------------------------------------------- from URLs and pages


def test_a_url_goes_to_the_configured_archive(tmp_path: Path) -> None:
    archive = FakeArchive(list(V1))
    outside = outside_world(tmp_path, archive=archive)
    track(["https://elsewhere.example.com/some-list/v1-0@example.org/T/"], outside)
    assert archive.asked[0] == ("thread", "v1-0@example.org")


def test_the_urls_own_server_is_asked_for_what_the_archive_has_not(tmp_path: Path) -> None:
    other = FakeArchive(list(V1))
    made: list[str] = []

    def archive_at(url: str) -> FakeArchive:
        made.append(url)
        return other

    outside = replace(outside_world(tmp_path), archive_at=archive_at)
    url = "https://elsewhere.example.com/some-list/v1-0@example.org/T/"
    tracked = only(track([url], outside))
    assert made == ["https://elsewhere.example.com/some-list"]
    assert "it came from https://elsewhere.example.com/some-list" in tracked.warnings[0]
    assert other.methods() == ["thread", "search"]


def test_without_other_archives_the_answer_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        track(["https://elsewhere.example.com/l/v1-0@example.org/"], outside_world(tmp_path))


PAGE = "https://pages.example.edu/2603/0001.html"


def test_a_page_leads_to_the_thread_by_its_message_id(tmp_path: Path) -> None:
    archive = FakeArchive([*V1, REVIEW], pages={PAGE: b"ids: gone@example.org review@example.com"})
    tracked = only(track([PAGE], outside_world(tmp_path, archive=archive)))
    assert tracked.proposal.root == "v1-0@example.org"


def test_a_page_without_a_message_id_leads_there_by_subject_and_author(tmp_path: Path) -> None:
    shown = mail(
        "rebuilt@page.invalid",
        f"Re: [PATCH 0/2] {COVER}",
        author="Rob Reviewer <xxx@xxxx>",
        hours=10,
    )
    archive = FakeArchive([*V1, REVIEW], pages={PAGE: b"mail: " + shown})
    outside = outside_world(tmp_path, archive=archive)
    assert only(track([PAGE], outside)).proposal.root == "v1-0@example.org"
    assert not outside.store.has("rebuilt@page.invalid")


def test_what_no_archive_has_is_rebuilt_from_the_page(tmp_path: Path) -> None:
    shown = mail("rebuilt@page.invalid", "[PATCH] mm: lost", patch_body())
    archive = FakeArchive([], pages={PAGE: b"mail: " + shown})
    tracked = only(track([PAGE], outside_world(tmp_path, archive=archive)))
    assert "rebuilt from the page" in tracked.warnings[0]
    assert archive.methods() == ["page", "search"]
