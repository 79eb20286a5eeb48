"""Which threads a proposal has, and ties among many postings."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.threads import build_thread
from lkmltrack.model.message import Message
from lkmltrack.model.proposal import Join, JoinReason
from lkmltrack.proposals import shown_ties
from lkmltrack.proposals.grouping import group
from lkmltrack.proposals.joins import build_joins, find_members, find_ties, reach
from lkmltrack.proposals.likeness import is_renamed_work
from lkmltrack.proposals.people import find_people
from lkmltrack.proposals.postings import Posting
from lkmltrack.proposals.ties import cluster
from tests.fakes import MIA, ROB, mail, parsed, patch_body
from tests.proposals.looks import COVER, V1, later, look

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


def test_a_posting_is_compared_with_a_few_of_a_busy_persons(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[int] = []

    def counting(later_one: Posting, earlier_one: Posting) -> bool:
        compared.append(1)
        return is_renamed_work(later_one, earlier_one)

    monkeypatch.setattr(shown_ties, "is_renamed_work", counting)
    monkeypatch.setattr(shown_ties, "_MOST_ALIKE", 3)
    messages = parsed(crowd(1, 300))
    thread = build_thread(messages)
    people = find_people(messages)
    find_ties(group(thread, people), thread, people)
    # three numbers before its own, three postings of each
    assert 0 < len(compared) <= 300 * 9


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
