"""Which postings belong to one proposal, and what shows it."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.threads import build_thread
from lkmltrack.model.message import Message
from lkmltrack.model.proposal import Join, JoinReason
from lkmltrack.model.thread import Thread
from lkmltrack.proposals.grouping import group, with_patch_ids
from lkmltrack.proposals.joins import build_joins, find_members, find_ties, reach
from lkmltrack.proposals.people import find_people
from lkmltrack.proposals.postings import Posting
from lkmltrack.proposals.ties import Tie, cluster
from tests.fakes import ADA, MIA, ROB, FakeSeries, mail, parsed, patch_body, series

TITLES = ("mm: prepare the file tree", "mm: split the file tree by node")
COVER = "mm: split the tree of files by node"


def look(raws: Sequence[bytes]) -> tuple[Thread, list[Posting], list[Tie]]:
    messages = parsed(raws)
    thread = build_thread(messages)
    people = find_people(messages)
    found = group(thread, people)
    bodies = {message.message_id: message.body for message in messages}
    ids = [patch.message_id for posting in found for patch in posting.series.patches]
    hashes = FakeSeries().patch_ids([bodies[one].partition("diff --git")[2] for one in ids])
    known = dict(zip(ids, hashes, strict=True))
    postings = [with_patch_ids(posting, known) for posting in found]
    return thread, postings, find_ties(postings, thread, people)


def together(raws: Sequence[bytes]) -> list[list[str]]:
    _, postings, ties = look(raws)
    return [[posting.message_id for posting in same] for same in cluster(postings, ties)]


def reasons(raws: Sequence[bytes]) -> dict[tuple[str, str], tuple[JoinReason, str]]:
    """The surest tie between each two postings."""
    found: dict[tuple[str, str], tuple[JoinReason, str]] = {}
    for tie in look(raws)[2]:
        found.setdefault((tie.later, tie.earlier), (tie.reason, tie.because))
    return found


def only(raws: Sequence[bytes]) -> tuple[JoinReason, str]:
    (reason,) = set(reasons(raws).values())
    return reason


V1 = series("v1", TITLES, cover=COVER)


def later(
    name: str = "v2",
    titles: Sequence[str] = ("net: something else", "net: and more"),
    *,
    cover: str = "net: quite another thing",
    prefix: str = "PATCH v2",
    cover_body: str = "About it.\n",
    author: str = ADA,
    answers: str = "",
    hours: float = 100.0,
    line: str = "other",
) -> list[bytes]:
    """A posting that has nothing in common with V1 but what a test gives it."""
    return series(
        name,
        titles,
        prefix=prefix,
        cover=cover,
        cover_body=cover_body,
        author=author,
        answers=answers,
        hours=hours,
        line=line,
    )


def test_postings_with_nothing_in_common_stay_apart() -> None:
    assert len(together([*V1, *later()])) == 2


def test_a_change_id_joins_whatever_the_titles_say() -> None:
    marked = "About it.\n\nchange-id: 20260302-tree-0123456789ab\n"
    first = series("v1", TITLES, cover=COVER, cover_body=marked)
    reason = only([*first, *later(cover_body=marked)])
    assert reason == (JoinReason.CHANGE_ID, "20260302-tree-0123456789ab")


def test_a_prerequisite_change_id_joins_nothing() -> None:
    marked = "About it.\n\nchange-id: 20260302-tree-0123456789ab\n"
    needs = "About it.\n\nprerequisite-change-id: 20260302-tree-0123456789ab:v1\n"
    first = series("v1", TITLES, cover=COVER, cover_body=marked)
    assert len(together([*first, *later(cover_body=needs)])) == 2


def test_the_next_revision_in_reply_joins_by_the_message_that_it_answers() -> None:
    review = mail(
        "review@example.com", f"Re: [PATCH 0/2] {COVER}", author=ROB, answers="v1-0@example.org"
    )
    raws = [*V1, review, *later(answers="review@example.com")]
    assert only(raws) == (JoinReason.IN_REPLY_TO, "review@example.com")


def test_a_fix_by_another_person_in_the_thread_does_not_join() -> None:
    fix = mail(
        "fix@example.com",
        "[PATCH] mm: do not leak in fork",
        patch_body("fixed", "kernel/fork.c"),
        author=MIA,
        answers="v1-2@example.org",
        hours=5,
    )
    assert len(together([*V1, fix])) == 2


def test_the_same_topic_by_another_person_in_the_thread_joins() -> None:
    taken_over = later("v2", TITLES, cover=COVER, author=MIA, answers="v1-0@example.org")
    assert only([*V1, *taken_over])[0] is JoinReason.IN_REPLY_TO


def test_patches_that_one_person_sends_in_one_go_are_no_revisions() -> None:
    other = mail(
        "other@example.org",
        "[PATCH] docs: spell it right",
        patch_body("spelled", "Documentation/x.rst"),
        answers="v1-1@example.org",
        hours=0.2,
    )
    alone = series("v1", TITLES[:1])
    assert len(together([*alone, other])) == 2


@pytest.mark.parametrize(
    "line",
    [
        "- Link to v1: {}",
        "v1: {}",
        "v1 -> {}",
        "[PATCH v1] {}",
        "Changes since v1 ({}):",
        "Previous version: {}",
        "Changes since v1 [1]:\n - all of it\n\n[1] {}",
        "v1:\n  {}",
        "Since v1:\nLink: {}",
    ],
)
def test_a_link_that_is_called_an_earlier_version_joins(line: str) -> None:
    body = "About it.\n\n" + line.format("https://archive.example.org/r/v1-0@example.org") + "\n"
    renamed = later(
        titles=("mm: divide the file tree", "mm: by node"),
        cover="mm: per-node trees of files",
        cover_body=body,
    )
    found = reasons([*V1, *renamed])
    assert found[("v2-0@example.org", "v1-0@example.org")] == (JoinReason.LINK, "v2-0@example.org")


@pytest.mark.parametrize(
    "line",
    [
        "This is similar to what was done in {}",
        "Depends on: {}",
        "This series applies on top of v1 of {}",
        "As reported in {}",
        "Rebased on v6.12-rc1 and on {}",
        "See also {}",
        "[1] {}",
    ],
)
def test_a_link_to_something_else_does_not_join(line: str) -> None:
    body = "About it.\n\n" + line.format("https://archive.example.org/r/v1-0@example.org") + "\n"
    assert len(together([*V1, *later(cover_body=body)])) == 2


def test_a_link_called_v1_to_a_strangers_other_work_does_not_join() -> None:
    body = "Like v1: https://archive.example.org/r/v1-0@example.org\n"
    assert len(together([*V1, *later(cover_body=body, author=MIA)])) == 2


def test_a_link_to_the_authors_own_discussion_joins() -> None:
    idea = mail("idea@example.org", "[DISCUSSION] what about many nodes?", "Shall we?\n", hours=-50)
    body = "This was discussed in https://archive.example.org/r/idea@example.org\n"
    found = reasons([idea, *series("v1", TITLES, cover=COVER, cover_body=body)])
    assert found[("v1-0@example.org", "idea@example.org")][0] is JoinReason.LINK


def test_a_link_to_a_discussion_where_the_author_never_wrote_does_not_join() -> None:
    idea = mail(
        "idea@example.org", "[DISCUSSION] many nodes?", "Shall we?\n", author=MIA, hours=-50
    )
    body = "This was discussed in https://archive.example.org/r/idea@example.org\n"
    assert len(together([idea, *series("v1", TITLES, cover=COVER, cover_body=body)])) == 2


def test_a_later_version_that_the_author_announces_joins() -> None:
    announced = mail(
        "announced@example.org",
        f"Re: [PATCH 0/2] {COVER}",
        "v2 is here: https://archive.example.org/r/v2-0@example.org\n",
        answers="v1-0@example.org",
        hours=101,
    )
    found = reasons([*V1, announced, *later()])
    assert found[("v2-0@example.org", "v1-0@example.org")] == (
        JoinReason.LINK,
        "announced@example.org",
    )


def test_one_title_of_one_person_joins() -> None:
    raws = [*V1, *later(cover=COVER)]
    assert only(raws) == (JoinReason.SUBJECT, "v1-0@example.org")


def test_one_title_of_two_people_stays_apart() -> None:
    assert len(together([*V1, *later(cover=COVER, author=MIA, prefix="PATCH")])) == 2


def test_the_next_number_under_the_same_title_is_a_takeover() -> None:
    assert only([*V1, *later(cover=COVER, author=MIA)])[0] is JoinReason.SUBJECT


def test_one_title_after_two_years_stays_apart() -> None:
    assert len(together([*V1, *later(cover=COVER, hours=24 * 800, prefix="PATCH")])) == 2


def test_two_discussions_of_one_title_are_two() -> None:
    calls = [
        mail(f"call-{week}@example.org", "[ANNOUNCE] weekly call", "Today.\n", hours=168 * week)
        for week in range(3)
    ]
    assert len(together(calls)) == 3


def test_a_discussion_and_the_series_of_its_title_join() -> None:
    idea = mail("idea@example.org", f"[DISCUSSION] {COVER}", "Shall we?\n", hours=-50)
    assert only([idea, *V1]) == (JoinReason.SUBJECT, "idea@example.org")


def test_a_retitled_next_revision_joins_when_titles_and_files_are_alike() -> None:
    renamed = later(titles=("a: b", "c: d"), cover="mm: split the tree of files by NUMA node")
    assert only([*V1, *renamed]) == (JoinReason.SUBJECT, "v1-0@example.org")


def test_a_retitled_posting_without_a_higher_number_stays_apart() -> None:
    other = later(
        titles=("a: b", "c: d"), cover="mm: split the tree of files by NUMA node", prefix="PATCH"
    )
    assert len(together([*V1, *other])) == 2


def test_a_retitled_revision_goes_to_its_surer_neighbour() -> None:
    title = "mm: split the tree of files by cpu"
    near = series("near", ("x: y", "x: z"), cover=title, hours=10, line="near")
    sure = later(titles=("a: b", "c: d"), cover=title, hours=60)
    assert sorted(map(sorted, together([*V1, *near, *sure]))) == [
        ["near-0@example.org", "v2-0@example.org"],
        ["v1-0@example.org"],
    ]


def test_the_first_batch_and_the_second_batch_are_two() -> None:
    first = series("one", ("a: b", "a: c"), cover="fs: convert users, first batch")
    second = later("two", ("a: d", "a: e"), cover="fs: convert users, second batch")
    assert len(together([*first, *second])) == 2


def test_half_of_the_patches_under_another_cover_letter_join() -> None:
    assert only([*V1, *later(titles=TITLES)]) == (JoinReason.SUBJECT, "v1-1@example.org")


def test_the_same_diffs_join_whoever_sends_them() -> None:
    other = later(author=MIA, prefix="PATCH", line="new")
    assert only([*V1, *other])[0] is JoinReason.PATCH_ID


def test_one_diff_among_many_does_not_join() -> None:
    one = mail("one@example.org", "[PATCH] a: b", patch_body("new1", "mm/file1.c"))
    many = series(
        "many", [f"z: {number}" for number in range(1, 9)], cover="z: pull", author=MIA, hours=30
    )
    assert len(together([one, *many])) == 2


def test_a_backport_to_a_stable_tree_stays_apart() -> None:
    fix = series("fix", TITLES[:1])
    stable = series("stable", TITLES[:1], prefix="PATCH 6.1", hours=200)
    assert len(together([*fix, *stable])) == 2


def test_a_counterpart_for_another_project_stays_apart() -> None:
    tool = [
        mail("tool@example.org", f"[tools PATCH] {TITLES[0]}", patch_body("t", "tool/x.c"), hours=1)
    ]
    assert len(together([*series("fix", TITLES[:1]), *tool])) == 2


# ---------------------------------------------------------------- threads of a proposal


def joins(raws: Sequence[bytes], start: str, barred: set[str]) -> list[Join]:
    thread, postings, ties = look(raws)
    own = {start: Join(start, JoinReason.TRACKED)}
    return build_joins(reach(own, postings, ties, barred), postings, thread)


def test_every_thread_of_a_proposal_is_told_with_its_reason() -> None:
    v3 = later("v3", cover=COVER, prefix="PATCH v3", hours=200)
    found = joins([*V1, *later(cover=COVER), *v3], "v1-0@example.org", set())
    assert [(one.root, one.reason) for one in found] == [
        ("v1-0@example.org", JoinReason.TRACKED),
        ("v2-0@example.org", JoinReason.SUBJECT),
        ("v3-0@example.org", JoinReason.SUBJECT),
    ]


def test_nothing_is_reached_through_what_was_taken_out() -> None:
    body = "v2: https://archive.example.org/r/v2-0@example.org\n"
    v3 = later("v3", cover="mm: per-node trees", prefix="PATCH v3", hours=200, cover_body=body)
    raws = [*V1, *later(cover=COVER), *v3]
    assert len(joins(raws, "v1-0@example.org", set())) == 3
    assert len(joins(raws, "v1-0@example.org", {"v2-0@example.org"})) == 1


def test_of_a_strangers_thread_only_the_own_part_is_taken() -> None:
    bug = mail("bug@example.com", "the tree is slow", "It is.\n", author=ROB, hours=-9)
    me_too = mail(
        "too@example.com",
        "Re: the tree is slow",
        "Here too.\n",
        author=MIA,
        answers="bug@example.com",
        hours=-8,
    )
    fix = mail(
        "fix@example.org",
        "[PATCH] mm: speed up the tree",
        patch_body(),
        answers="bug@example.com",
        hours=-7,
    )
    again = mail("again@example.org", "[PATCH v2] mm: speed up the tree", patch_body("x"), hours=50)
    raws = [bug, me_too, fix, again]
    found = joins(raws, "again@example.org", set())
    assert [one.root for one in found] == ["fix@example.org", "again@example.org"]
    members = find_members(look(raws)[0], {one.root for one in found}, set(), set())
    assert {message.message_id for message in members} == {"fix@example.org", "again@example.org"}


def test_a_thread_that_a_person_named_is_taken_whole_when_older_mail_comes() -> None:
    old = mail("old@example.org", "an older idea", "It was.\n", hours=-99)
    new = mail("new@example.org", "Re: an older idea", "And is.\n", answers="old@example.org")
    thread = build_thread(parsed([old, new]))
    members = find_members(thread, {"new@example.org"}, {"new@example.org"}, set())
    assert len(members) == 2


# ---------------------------------------------------------------- size and malice


def crowd(people: int, each: int) -> list[bytes]:
    """Many single patches, all of them of much the same words."""
    return [
        mail(
            f"p{who}-{number}@example.org",
            f"[PATCH v{number % 5 + 1}] mm: fix number {number} in the tree of files",
            patch_body(f"x{number}"),
            author=f"Person Number{who} <p{who}@example.org>",
            hours=number,
        )
        for who in range(people)
        for number in range(each)
    ]


def test_ties_of_one_busy_person_are_found_in_about_linear_time() -> None:
    messages_of_all = parsed(crowd(1, 600))

    def seconds(each: int) -> float:
        messages = messages_of_all[:each]
        thread = build_thread(messages)
        people = find_people(messages)
        found = group(thread, people)
        begin = time.process_time()
        find_ties(found, thread, people)
        return time.process_time() - begin

    seconds(50)
    few, many = seconds(150), seconds(600)
    assert many < 16 * max(few, 0.02)


@given(st.lists(st.sampled_from(crowd(2, 6) + list(V1) + later(cover=COVER)), max_size=14))
@settings(max_examples=60, deadline=None)
def test_every_posting_is_in_exactly_one_cluster(raws: list[bytes]) -> None:
    unique: dict[str, Message] = {one.message_id: one for one in parsed(raws)}
    thread = build_thread(list(unique.values()))
    people = find_people(list(unique.values()))
    postings = group(thread, people)
    ids = [
        one.message_id
        for same in cluster(postings, find_ties(postings, thread, people))
        for one in same
    ]
    assert sorted(ids) == sorted(posting.message_id for posting in postings)
