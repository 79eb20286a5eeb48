"""Threads: linked as mails come, in any order, over ghosts."""

import time
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lkmltrack.adapters.database import SqliteStore

MakeMail = Callable[..., bytes]


def test_answers_come_with_their_question(store: SqliteStore, mail: MakeMail) -> None:
    store.add(
        [
            mail("c@x", refers_to="a@x b@x", Date="Fri, 17 Apr 2026 10:00:00 +0000"),
            mail("a@x", Date="Wed, 15 Apr 2026 10:00:00 +0000"),
            mail("b@x", refers_to="a@x", Date="Thu, 16 Apr 2026 10:00:00 +0000"),
            mail("other@x"),
        ]
    )
    for name in "abc":
        assert store.thread_ids(f"{name}@x") == ["a@x", "b@x", "c@x"]
    assert store.thread_ids("other@x") == ["other@x"]


def test_a_ghost_holds_its_answers_together(store: SqliteStore, mail: MakeMail) -> None:
    store.add([mail("a@x", refers_to="ghost@x"), mail("b@x", In_Reply_To="<ghost@x>")])
    assert store.thread_ids("ghost@x") == ["a@x", "b@x"]
    assert not store.has("ghost@x")
    store.add([mail("ghost@x", Date="Tue, 14 Apr 2026 10:00:00 +0000")])
    assert store.thread_ids("b@x") == ["ghost@x", "a@x", "b@x"]


def test_a_late_mail_joins_two_threads(store: SqliteStore, mail: MakeMail) -> None:
    store.add([mail("a@x"), mail("b@x"), mail("c@x", refers_to="b@x"), mail("d@x")])
    store.add([mail("between@x", refers_to="a@x c@x")])
    assert set(store.thread_ids("b@x")) == {"a@x", "b@x", "c@x", "between@x"}
    assert store.thread_ids("d@x") == ["d@x"]


def test_mails_without_a_date_stand_where_they_came(store: SqliteStore, mail: MakeMail) -> None:
    store.add([mail("a@x", Date="")])
    store.add([mail("b@x", refers_to="a@x", Date="no date at all")])
    assert store.thread_ids("a@x") == ["a@x", "b@x"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    links=st.lists(st.tuples(st.integers(0, 15), st.lists(st.integers(0, 15), max_size=4))),
    cuts=st.integers(1, 5),
)
def test_threads_are_the_connected_parts_whatever_the_order(
    store: SqliteStore,
    mail: MakeMail,
    links: list[tuple[int, list[int]]],
    cuts: int,
) -> None:
    name = str(store.count())  # each example in ids of its own
    mails = [
        mail(f"{one}.{name}@x", refers_to=" ".join(f"{other}.{name}@x" for other in others))
        for one, others in dict(links).items()
    ]
    for cut in range(cuts):
        store.add(mails[cut::cuts])
    groups: dict[int, set[int]] = {}
    for one, others in dict(links).items():
        joined = set().union(*(groups.get(member, {member}) for member in (one, *others)))
        groups.update(dict.fromkeys(joined, joined))
    here = {one for one, _ in links}
    for one in groups:
        expected = {f"{member}.{name}@x" for member in groups[one] & here}
        assert set(store.thread_ids(f"{one}.{name}@x")) == expected


def test_a_chain_of_ten_thousand_backwards_is_one_thread(
    store: SqliteStore, mail: MakeMail
) -> None:
    raws = [mail(f"{n}@x", refers_to=f"{n + 1}@x") for n in range(10_000)]
    for start in range(0, 10_000, 2_500):
        store.add(raws[start : start + 2_500])
    begin = time.process_time()
    assert len(store.thread_ids("5000@x")) == 10_000
    assert time.process_time() - begin < 1


def test_forged_references_join_no_more_than_a_thousand(store: SqliteStore, mail: MakeMail) -> None:
    store.add([mail("a@x", refers_to=" ".join(f"{n}@x" for n in range(5_000)))])
    assert store.thread_ids("0@x") == ["a@x"]
    assert store.thread_ids("4999@x") == ["a@x"]
    assert store.thread_ids("2000@x") == []


def test_merging_again_and_again_moves_the_smaller_thread(
    store: SqliteStore, mail: MakeMail
) -> None:
    store.add([mail(f"lone{n}@x") for n in range(2_000)])
    begin = time.process_time()
    for start in range(0, 2_000, 500):
        store.add(
            [
                mail(f"joint{n}@x", refers_to=f"joint{n - 1}@x lone{n}@x")
                for n in range(start, start + 500)
            ]
        )
    assert time.process_time() - begin < 8
    assert len(store.thread_ids("lone7@x")) == 4_000
