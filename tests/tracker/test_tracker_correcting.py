"""Tracking from files, and the corrections by hand."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.errors import (
    BadInputError,
    InterruptedPull,
    NotFoundError,
    RefusedError,
    UnreachableError,
    UsageError,
)
from lkmltrack.mail.mbox import join_mbox, split_mbox
from lkmltrack.mail.parse import message_id_of
from lkmltrack.model.proposal import JoinReason
from lkmltrack.tracker.exporting import export_mbox
from lkmltrack.tracker.stories import story
from lkmltrack.tracker.tracking import track, untrack
from tests.fakes import (
    MIA,
    FakeArchive,
    FakeClock,
    FakeSeries,
    FakeTree,
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

# ---------------------------------------------------------------- from files


def test_a_file_needs_no_archive(tmp_path: Path) -> None:
    archive = FakeArchive()
    outside = outside_world(tmp_path, archive=archive)
    tracked = only(track([mbox(tmp_path, [*V1, REVIEW, *V2])], outside))
    assert names(tracked.proposal, outside) == ("v1", "v2")
    assert archive.asked == []
    assert tracked.proposal.refreshed is None


def test_unrelated_threads_of_a_file_are_proposals_of_their_own(tmp_path: Path) -> None:
    outside = outside_world(tmp_path)
    found = track([mbox(tmp_path, [*V1, *OTHER, *V2])], outside)
    assert [one.proposal.root for one in found] == ["v1-0@example.org", "other-1@example.org"]
    assert [len(one.new_messages) for one in found] == [6, 1]


def test_a_later_file_goes_to_the_proposal_that_it_belongs_to(tmp_path: Path) -> None:
    outside = outside_world(tmp_path)
    track([mbox(tmp_path, V2, "v2.mbox")], outside)
    older = only(track([mbox(tmp_path, [*V1, REVIEW], "v1.mbox")], outside))
    assert (older.is_new, older.proposal.number) == (False, 1)
    assert names(older.proposal, outside) == ("v1", "v2")


def test_mail_that_was_imported_before_is_joined(tmp_path: Path) -> None:
    outside = outside_world(tmp_path)
    outside.store.add([*IDEA, *V1, *OTHER])
    tracked = only(track([mbox(tmp_path, V2)], outside))
    assert names(tracked.proposal, outside) == ("discussion", "v1", "v2")


def test_standard_input_and_a_range_of_commits_are_mail_too(tmp_path: Path) -> None:
    tree = FakeTree(tmp_path, {"base..topic": list(V1[1:])})
    outside = outside_world(tmp_path, tree=tree)
    assert (
        only(track(["-"], outside, stream=join_mbox(OTHER))).proposal.root == "other-1@example.org"
    )
    assert only(track(["base..topic"], outside)).is_new
    with pytest.raises(UsageError, match="standard input"):
        track(["-"], outside)


def test_what_came_while_tracking_is_not_new(tmp_path: Path) -> None:
    outside = outside_world(tmp_path)
    assert isinstance(outside.clock, FakeClock)

    def a_while(what: str, done: int, total: int | None) -> None:
        assert isinstance(outside.clock, FakeClock)
        outside.clock.move(minutes=1)

    files = [mbox(tmp_path, V1, "v1.mbox"), mbox(tmp_path, V2, "v2.mbox")]
    proposal = only(track(files, outside, progress=a_while)).proposal
    assert story(proposal, outside).new_messages == ()
    outside.clock.move(hours=1)
    track([mbox(tmp_path, [REVIEW], "review.mbox")], outside)
    assert story(outside.store.proposal("1"), outside).new_messages == ("review@example.com",)


def test_an_empty_file_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no mail"):
        track([mbox(tmp_path, [])], outside_world(tmp_path))


def test_without_git_the_patches_are_joined_by_all_else(tmp_path: Path) -> None:
    outside = replace(outside_world(tmp_path), series=FakeSeries(has_git=False))
    assert names(only(track([mbox(tmp_path, [*V1, *V2])], outside)).proposal, outside) == (
        "v1",
        "v2",
    )


def test_names_are_short_and_unlike_each_other(tmp_path: Path) -> None:
    outside = outside_world(tmp_path)
    one = series("one", ["mm: a better tree"])
    two = series("two", ["mm: a better tree"], author=MIA, line="other")
    found = track([mbox(tmp_path, [*one, *two])], outside)
    assert [tracked.proposal.name for tracked in found] == ["mm-better-tree", "mm-better-tree-2"]


def test_a_thread_of_another_proposal_is_left_there(tmp_path: Path) -> None:
    outside = outside_world(tmp_path)
    track([mbox(tmp_path, V1, "v1.mbox")], outside)
    untracked = mbox(tmp_path, OTHER, "other.mbox")
    track([untracked], outside, also=["v1-0@example.org"])
    again = only(track([mbox(tmp_path, V2, "v2.mbox")], outside))
    assert again.proposal.number == 1


# ---------------------------------------------------------------- corrections by hand


def test_a_thread_can_be_said_to_belong_and_stays(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, [*V1, *OTHER])
    tracked = only(track(["v1-0@example.org"], outside, also=["other-1@example.org"]))
    assert ("other-1@example.org", JoinReason.SAID) in roots(tracked.proposal)
    assert "other-1@example.org" in tracked.new_messages
    again = only(track(["v1-0@example.org"], outside))
    assert ("other-1@example.org", JoinReason.SAID) in roots(again.proposal)
    assert names(again.proposal, outside) == ("v1", "v1.2")


def test_a_revision_that_was_taken_out_stays_out(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, [*V1, *V2])
    track(["v1-0@example.org"], outside)
    proposal = untrack("1", outside, revision="v2")
    assert names(proposal, outside) == ("v1",)
    again = only(track(["v1-0@example.org"], outside))
    assert names(again.proposal, outside) == ("v1",)
    assert story(again.proposal, outside).message_count == 3


def test_what_was_taken_out_is_a_proposal_when_it_is_tracked(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, [*V1, *V2])
    track(["v1-0@example.org"], outside)
    untrack("1", outside, revision="v2")
    assert only(track(["v2-0@example.org"], outside)).is_new


def test_a_revision_inside_the_thread_is_taken_out_alone(tmp_path: Path) -> None:
    inside = series(
        "v2",
        TITLES,
        prefix="PATCH v2",
        cover=COVER,
        answers="v1-0@example.org",
        hours=100,
        line="x",
    )
    outside = outside_world(tmp_path, [*V1, REVIEW, *inside])
    track(["v1-0@example.org"], outside)
    assert names(outside.store.proposal("1"), outside) == ("v1", "v2")
    proposal = untrack("1", outside, revision="v2")
    assert names(proposal, outside) == ("v1",)
    assert story(proposal, outside).message_count == 4
    back = only(track(["1"], outside, also=["v2-0@example.org"]))
    assert names(back.proposal, outside) == ("v1", "v2")


def test_the_tracked_revision_itself_cannot_be_taken_out(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, [*V1, *V2])
    track(["v1-0@example.org"], outside)
    with pytest.raises(UsageError, match="tracked by"):
        untrack("1", outside, revision="v1")
    with pytest.raises(UsageError, match="no revision v7"):
        untrack("1", outside, revision="v7")


def test_an_untracked_proposal_keeps_its_number_for_the_next_time(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, [*V1, *OTHER])
    track(["other-1@example.org", "v1-0@example.org"], outside)
    untrack("1", outside)
    assert [one.number for one in outside.store.proposals()] == [2]
    again = only(track(["other-1@example.org"], outside))
    assert (again.proposal.number, again.is_new) == (1, True)


# ---------------------------------------------------------------- real mail


def test_the_seed_is_told_with_its_figures(tmp_path: Path, corpus: Path) -> None:
    outside = outside_world(tmp_path)
    found = only(track([str(corpus / "threads" / "seed-rmap-exclude.mbox")], outside))
    told = story(found.proposal, outside)
    assert (told.message_count, len(told.participants), len(told.revisions)) == (13, 6, 1)
    assert told.title == "mm: Add RWH_RMAP_EXCLUDE flag to exclude files from rmap sharing"


def test_real_revisions_in_files_of_their_own_come_together(tmp_path: Path, corpus: Path) -> None:
    outside = outside_world(tmp_path)
    threads = corpus / "threads"
    texts = [str(threads / f"mm-rstat-v{number}.mbox") for number in (3, 1, 2)]
    found = only(track(texts, outside))
    assert names(found.proposal, outside) == ("v1", "v2", "v3")
    mails = [raw for text in texts for raw in split_mbox(Path(text).read_bytes())]
    assert story(found.proposal, outside).message_count == len(set(map(message_id_of, mails)))


WORDS = st.sampled_from(
    ["[PATCH 1/2]", "[PATCH v2]", "[RFC 0/1]", "Re:", "mm: x", "", "[", "net: y z"]
)
IDS = st.sampled_from([f"m{number}@example.org" for number in range(6)])


@given(st.lists(st.tuples(IDS, WORDS, WORDS, IDS, st.booleans()), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_any_mail_is_tracked_and_goes_out_as_it_came(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, str, str, str, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    outside = outside_world(folder)
    unique: dict[str, bytes] = {}
    for message_id, one, two, answers, has_patch in made:
        body = patch_body() if has_patch else "text\n"
        unique.setdefault(
            message_id, mail(message_id, f"{one} {two}".strip() or "x", body, answers=answers)
        )
    path = folder / "any.mbox"
    path.write_bytes(join_mbox(list(unique.values())))
    found = track([str(path)], outside)
    kept = {
        message_id_of(raw)
        for one in found
        for raw in split_mbox(export_mbox(str(one.proposal.number), outside))
    }
    assert kept == unique.keys()
    assert [one.is_new for one in track([str(path)], outside)] == [False] * len(found)
    outside.store.close()


def test_an_earlier_revision_is_followed_by_its_link(tmp_path: Path) -> None:
    body = "About it.\n\n- Link to v1: https://archive.example.org/r/old-0@example.org\n"
    old = series("old", ("mm: a", "mm: b"), cover="mm: nodes for files", hours=-100)
    new = series(
        "new", ("x: c", "x: d"), prefix="PATCH v2", cover="x: per-node files", cover_body=body
    )
    outside = outside_world(tmp_path, [*old, *new])
    assert roots(only(track(["new-0@example.org"], outside)).proposal) == [
        ("old-0@example.org", JoinReason.LINK),
        ("new-0@example.org", JoinReason.TRACKED),
    ]


def test_patches_without_threading_are_found(tmp_path: Path) -> None:
    loose = [
        mail(f"loose-{number}@example.org", f"[PATCH {number}/2] {title}", patch_body())
        for number, title in enumerate(TITLES, 1)
    ]
    outside = outside_world(tmp_path, loose)
    tracked = only(track(["loose-1@example.org"], outside))
    assert story(tracked.proposal, outside).revisions[0].is_complete


def test_tracking_again_is_the_same_proposal(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, [*V1, REVIEW, *V2])
    first = only(track(["v1-0@example.org"], outside))
    for text in (
        "v1-0@example.org",
        "v2-1@example.org",
        "1",
        first.proposal.name,
        "review@example.com",
    ):
        again = only(track([text], outside))
        assert (again.is_new, again.proposal.number, again.new_messages) == (False, 1, ())
    assert len(outside.store.proposals()) == 1


def test_two_targets_of_one_proposal_are_one_answer(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, [*V1, *V2])
    assert len(track(["v1-0@example.org", "v2-0@example.org"], outside)) == 1


def test_a_failing_search_keeps_the_thread_and_says_so(tmp_path: Path) -> None:
    archive = FakeArchive([*V1, REVIEW, *V2])
    archive.failing["search"] = RefusedError(
        "the server is busy", "later", url=archive.url, status=429
    )
    outside = outside_world(tmp_path, archive=archive)
    tracked = only(track(["v1-0@example.org"], outside))
    assert roots(tracked.proposal) == [("v1-0@example.org", JoinReason.TRACKED)]
    assert "the server is busy" in tracked.warnings[0]


def test_a_cancelled_search_leaves_the_thread_tracked(tmp_path: Path) -> None:
    archive = FakeArchive([*V1, REVIEW])
    archive.failing["search"] = InterruptedPull("stopped", url=archive.url)
    outside = outside_world(tmp_path, archive=archive)
    with pytest.raises(InterruptedPull):
        track(["v1-0@example.org"], outside)
    (proposal,) = outside.store.proposals()
    assert names(proposal, outside) == ("v1",)


def test_an_unreachable_archive_leaves_nothing_behind(tmp_path: Path) -> None:
    archive = FakeArchive(failing={"thread": UnreachableError("no answer", url="x")})
    outside = outside_world(tmp_path, archive=archive)
    with pytest.raises(UnreachableError):
        track(["v1-0@example.org"], outside)
    assert (outside.store.count(), outside.store.proposals()) == (0, [])


def test_what_is_kept_already_can_be_tracked_without_the_archive(tmp_path: Path) -> None:
    archive = FakeArchive(failing={"thread": UnreachableError("no answer", "try later", url="x")})
    outside = outside_world(tmp_path, archive=archive)
    outside.store.add(V1)
    tracked = only(track(["v1-2@example.org"], outside))
    assert tracked.warnings == ("only what is kept already: no answer (try later)",)
    assert tracked.proposal.root == "v1-0@example.org"


def test_an_unknown_message_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        track(["nobody@example.org"], outside_world(tmp_path))
