"""Trees from References and In-Reply-To, whatever the headers say."""

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.threads import build_thread
from lkmltrack.model.message import Address, Kind, Message
from lkmltrack.model.thread import Thread

START = datetime(2026, 4, 21, tzinfo=UTC)


def mail(
    name: str,
    *references: str,
    minute: int | None = 0,
    subject: str = "Re: mm: add a flag",
    in_reply_to: tuple[str, ...] = (),
) -> Message:
    return Message(
        message_id=name,
        subject=subject,
        author=Address("Jane Doe", "jane@example.org"),
        date=None if minute is None else START + timedelta(minutes=minute),
        references=references,
        in_reply_to=in_reply_to,
    )


def shape(thread: Thread) -> list[str]:
    return [
        "  " * entry.depth + entry.message_id + ("" if entry.message else "?")
        for entry in thread.entries
    ]


def test_no_message_makes_an_empty_thread() -> None:
    assert build_thread([]).entries == ()


def test_a_reply_hangs_under_the_last_message_it_refers_to() -> None:
    thread = build_thread(
        [
            mail("c", "a", "b", minute=2),
            mail("a"),
            mail("b", "a", minute=1),
            mail("d", "a", minute=3),
        ]
    )
    assert shape(thread) == ["a", "  b", "    c", "  d"]
    assert [entry.parent for entry in thread.entries] == [None, "a", "b", "a"]


def test_in_reply_to_places_a_message_that_has_no_references() -> None:
    assert shape(build_thread([mail("a"), mail("b", in_reply_to=("a",))])) == ["a", "  b"]


def test_in_reply_to_wins_when_references_do_not_name_it() -> None:
    thread = build_thread(
        [mail("a"), mail("b", "a", minute=1), mail("c", "a", in_reply_to=("b",), minute=2)]
    )
    assert shape(thread) == ["a", "  b", "    c"]


def test_a_missing_parent_is_a_ghost() -> None:
    thread = build_thread([mail("b", "a", minute=1), mail("c", "a", minute=2)])
    assert shape(thread) == ["a?", "  b", "  c"]
    assert thread.ghosts == ("a",)


def test_of_ghosts_in_a_row_only_the_nearest_stays() -> None:
    assert shape(build_thread([mail("d", "a", "b", "c")])) == ["c?", "  d"]


def test_a_ghost_between_two_messages_stays_between_them() -> None:
    thread = build_thread([mail("a"), mail("d", "a", "b", "c", minute=1)])
    assert shape(thread) == ["a", "  c?", "    d"]


def test_a_ghost_with_two_ghosts_below_joins_them() -> None:
    thread = build_thread([mail("c", "a", "b1", minute=1), mail("d", "a", "b2", minute=2)])
    assert shape(thread) == ["a?", "  b1?", "    c", "  b2?", "    d"]


def test_references_of_others_place_a_message_that_refers_to_nothing() -> None:
    thread = build_thread([mail("cover"), mail("patch"), mail("r", "cover", "patch", minute=1)])
    assert shape(thread) == ["cover", "  patch", "    r"]


def test_several_roots_stand_beside_each_other_by_date() -> None:
    thread = build_thread([mail("b", minute=5), mail("a", minute=9), mail("c", "b", minute=10)])
    assert shape(thread) == ["b", "  c", "a"]
    assert [root.message_id for root in thread.roots] == ["b", "a"]


def test_equal_subjects_do_not_join_threads() -> None:
    thread = build_thread([mail("a", subject="mm: x"), mail("b", subject="Re: mm: x", minute=1)])
    assert len(thread.roots) == 2


def test_a_message_that_refers_to_itself_is_a_root() -> None:
    assert shape(build_thread([mail("a", "a")])) == ["a"]
    assert shape(build_thread([mail("a", "b", "a"), mail("b")])) == ["b", "  a"]


def test_two_messages_that_answer_each_other_end_as_a_tree() -> None:
    assert shape(build_thread([mail("a", "b"), mail("b", "a", minute=1)])) == ["b", "  a"]


def test_a_loop_of_three_ends_as_a_tree() -> None:
    thread = build_thread([mail("a", "c"), mail("b", "a", minute=1), mail("c", "b", minute=2)])
    assert len(thread.messages) == 3
    assert len(thread.roots) == 1


def test_children_of_one_second_are_ordered_by_the_numbers_in_their_ids() -> None:
    mails = [mail("cover"), *(mail(f"x-{n}-y@example.org", "cover", minute=1) for n in (10, 2, 1))]
    assert [entry.message_id for entry in build_thread(mails).entries[1:]] == [
        "x-1-y@example.org",
        "x-2-y@example.org",
        "x-10-y@example.org",
    ]


def test_a_message_without_a_date_comes_last() -> None:
    thread = build_thread([mail("a"), mail("b", "a", minute=None), mail("c", "a", minute=9)])
    assert shape(thread) == ["a", "  c", "  b"]


def test_a_ghost_stands_where_its_first_message_would() -> None:
    thread = build_thread([mail("a"), mail("z", "a", "ghost", minute=1), mail("b", "a", minute=2)])
    assert shape(thread) == ["a", "  ghost?", "    z", "  b"]


def test_a_message_that_came_twice_is_one_entry() -> None:
    early, late = mail("a", subject="mm: x"), mail("a", subject="mm: y", minute=1)
    for order in ([early, late], [late, early]):
        thread = build_thread(order)
        assert [entry.message for entry in thread.entries] == [early]


def test_a_patch_below_a_cover_letter_is_a_patch_and_its_answer_a_reply() -> None:
    diff = "text\n---\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"
    cover = mail("0", subject="[PATCH 0/1] mm: x")
    patch = replace(mail("1", "0", subject="[PATCH 1/1] mm: x", minute=1), body=diff)
    answer = mail("2", "0", "1", subject="Re: [PATCH 1/1] mm: x", minute=2)
    kinds = [entry.kind for entry in build_thread([answer, patch, cover]).entries]
    assert kinds == [Kind.COVER, Kind.PATCH, Kind.REPLY]


@pytest.mark.parametrize("full_references", [False, True])
def test_a_chain_of_ten_thousand_is_built_in_no_time(full_references: bool) -> None:
    count = 10_000
    mails = []
    for n in range(count):
        first = max(0, n - 30) if full_references else max(0, n - 1)
        mails.append(mail(f"m{n}", *(f"m{i}" for i in range(first, n)), minute=n))
    random.Random(1).shuffle(mails)
    start = time.process_time()
    thread = build_thread(mails)
    assert time.process_time() - start < 5
    assert [entry.depth for entry in thread.entries] == list(range(count))


def test_a_chain_with_its_dates_reversed_is_built_in_no_time() -> None:
    mails = [mail(f"m{n}", *([f"m{n - 1}"] if n else []), minute=20_000 - n) for n in range(10_000)]
    start = time.process_time()
    thread = build_thread(mails)
    assert time.process_time() - start < 5
    assert thread.entries[-1].depth == 9_999


def test_a_hundred_thousand_references_are_read_in_no_time() -> None:
    references = [f"r{n}" for n in range(100_000)]
    start = time.process_time()
    thread = build_thread([mail("a", *references), mail("b", *reversed(references), minute=1)])
    assert time.process_time() - start < 5
    assert len(thread.messages) == 2


def test_twenty_thousand_answers_to_one_message_are_built_in_no_time() -> None:
    start = time.process_time()
    thread = build_thread([mail("a"), *(mail(f"m{n}", "a", minute=n) for n in range(20_000))])
    assert time.process_time() - start < 5
    assert len(thread.entries) == 20_001


IDS = st.sampled_from("abcdefgh")
MESSAGES = st.lists(
    st.builds(
        lambda name, refs, irt, minute: mail(name, *refs, in_reply_to=irt, minute=minute),
        IDS,
        st.lists(IDS, max_size=5),
        st.lists(IDS, max_size=2).map(tuple),
        st.one_of(st.none(), st.integers(0, 5)),
    ),
    max_size=12,
)


def is_below(parents: dict[str, str | None], one: str, other: str) -> bool:
    above: str | None = one
    for _ in range(len(parents) + 1):
        if above is None:
            return False
        above = parents[above]
        if above == other:
            return True
    return False


@settings(deadline=None)
@given(MESSAGES, st.randoms(use_true_random=False))
def test_any_headers_make_a_tree_that_does_not_depend_on_the_order(
    messages: list[Message], chance: random.Random
) -> None:
    thread = build_thread(messages)
    shuffled: Sequence[Message] = chance.sample(messages, len(messages))
    assert build_thread(shuffled) == thread
    ids = [entry.message_id for entry in thread.entries]
    assert len(ids) == len(set(ids))
    assert {m.message_id for m in messages} == {m.message_id for m in thread.messages}
    parents = {entry.message_id: entry.parent for entry in thread.entries}
    depths = {entry.message_id: entry.depth for entry in thread.entries}
    with_children = set(parents.values())
    for entry in thread.entries:
        if entry.parent is None:
            assert entry.depth == 0
        else:
            assert ids.index(entry.parent) < ids.index(entry.message_id)
            assert entry.depth == depths[entry.parent] + 1
        if entry.message is None:
            assert entry.message_id in with_children
            assert entry.message_id not in {m.message_id for m in messages}
    for entry in thread.entries:
        if entry.message is None:
            continue
        named = dict.fromkeys(entry.message.references + entry.message.in_reply_to)
        named.pop(entry.message_id, None)
        last = list(named)[-1] if named else None
        is_here = any(message.message_id == last for message in messages)
        if last and is_here and entry.parent != last:
            # only a loop keeps a message from hanging where it says
            assert is_below(parents, last, entry.message_id)
