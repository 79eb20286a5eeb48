"""Topics to sections, over an invented MAINTAINERS."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.audience.topics import rank_sections
from lkmltrack.maintainers.roster import Roster
from lkmltrack.model.audience import Edition, RankedSection, ReasonKind
from tests.maintainers.asking import index_of

SHOP = """
BASKETS
M:	Ada Author <ada@example.org>
L:	shop-baskets@lists.example.org
S:	Maintained
F:	shop/

BASKETS - CHECKOUT (PAYING)
M:	Bob Builder <bob@example.org>
S:	Maintained
F:	include/shop/checkout.h
F:	shop/checkout.c

BASKETS - RETURNS
R:	Cleo Careful <cleo@example.org>
S:	Maintained
F:	shop/returns.c

BASKETS - WRAPPING
M:	Dan Doer <dan@example.org>
S:	Maintained
F:	shop/wrapping*

QUEUE ALLOCATOR
M:	Eve Early <eve@example.org>
S:	Supported
F:	queues/
K:	queue_ticket_(?:take|drop)

STORE LOCKS
S:	Orphan
F:	store/locks/

THE REST
M:	Zed Zealous <zed@example.org>
L:	everybody@lists.example.org
F:	*
F:	*/
"""
ROSTER = Roster(Edition("here"), index_of(SHOP))


def names(
    words: str | list[str], occurrences: dict[str, dict[str, int]] | None = None
) -> list[str]:
    return [section.name for section in rank_sections(words, ROSTER, occurrences)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("checkout", "BASKETS - CHECKOUT (PAYING)"),
        ("paying", "BASKETS - CHECKOUT (PAYING)"),
        ("Who wraps? shop/wrapping_paper.c", "BASKETS - WRAPPING"),
        ("queue allocation", "QUEUE ALLOCATOR"),
        ("queue_ticket_take", "QUEUE ALLOCATOR"),
        ("ticket", "QUEUE ALLOCATOR"),
        ("locks", "STORE LOCKS"),
        ("shop-baskets", "BASKETS"),
        (["returns", "checkout", "returns"], "BASKETS - RETURNS"),
    ],
)
def test_names_the_section_of(words: str | list[str], first: str) -> None:
    assert names(words)[0] == first


@pytest.mark.parametrize("words", ["", "the of", "!!!", "rest everybody zed", "nonesuchword"])
def test_words_that_lead_nowhere_lead_nowhere(words: str) -> None:
    assert names(words) == []


def test_an_umbrella_stands_behind_what_is_under_it() -> None:
    assert names("baskets returns")[0] == "BASKETS - RETURNS"
    assert names("baskets").index("BASKETS") > 0


def test_reasons_say_which_line_has_the_word() -> None:
    (section, *_) = rank_sections("take a ticket", ROSTER)
    assert [(reason.kind, reason.what, reason.section) for reason in section.reasons] == [
        (ReasonKind.TOPIC, "take ticket", "QUEUE ALLOCATOR")
    ]
    assert section.reasons[0].detail == "K: queue_ticket_(?:take|drop)"


def test_a_misspelled_word_is_read_as_the_nearest_and_said_so() -> None:
    (section, *_) = rank_sections("chekcout", ROSTER)
    assert section.name == "BASKETS - CHECKOUT (PAYING)"
    assert section.reasons[0].what == "checkout"
    assert '"chekcout" read as "checkout"' in section.reasons[0].detail


def test_where_a_word_stands_in_the_code_names_the_closest_section() -> None:
    found = rank_sections("refund", ROSTER, {"refund": {"shop/returns.c": 9, "shop/till.c": 1}})
    assert [section.name for section in found] == ["BASKETS - RETURNS", "BASKETS"]
    assert found[0].reasons[0].detail == "9 times in shop/returns.c"


def test_what_only_the_rest_has_names_nobody() -> None:
    assert names("refund", {"refund": {"attic/old.c": 3}}) == []


def test_a_compound_word_that_nobody_knows_is_read_by_its_parts() -> None:
    assert names("i_checkout_lock")[:1] == ["BASKETS - CHECKOUT (PAYING)"]


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    assert names("baskets queue")[0] == "QUEUE ALLOCATOR"


def test_the_order_is_the_same_every_time() -> None:
    assert names("baskets shop queue") == names("baskets shop queue")


@given(st.text() | st.lists(st.text()))
def test_any_words_get_an_answer(words: str | list[str]) -> None:
    found: list[RankedSection] = rank_sections(words, ROSTER)
    assert all(section.reasons for section in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert "THE REST" not in [section.name for section in found]


@given(
    st.dictionaries(st.text(max_size=8), st.dictionaries(st.text(max_size=20), st.integers())),
)
def test_any_occurrences_get_an_answer(occurrences: dict[str, dict[str, int]]) -> None:
    rank_sections(" ".join(occurrences), ROSTER, occurrences)


@pytest.mark.parametrize("words", ["a_" * 50_000, "x" * 200_000, "ab " * 50_000, "a/" * 50_000])
def test_long_topics_take_little(words: str) -> None:
    started = time.process_time()
    rank_sections(words, ROSTER)
    assert time.process_time() - started < 2
