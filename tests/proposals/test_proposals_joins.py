"""Which postings belong to one proposal, and what shows it."""

import pytest

from lkmltrack.model.proposal import JoinReason
from tests.fakes import MIA, ROB, mail, patch_body, series
from tests.proposals.looks import COVER, TITLES, V1, later, only, reasons, together


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
