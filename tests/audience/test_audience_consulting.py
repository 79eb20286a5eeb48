"""Topics, symbols and evidence to people."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.audience.callees import find_calls
from lkmltrack.audience.consulting import consult_evidence, consult_symbols, consult_topic
from lkmltrack.maintainers.roster import Roster
from lkmltrack.model.audience import Consultation, Definition, Edition, Level, ReasonKind
from tests.maintainers.asking import index_of

SHOP = """
BASKETS
M:	Ada Author <ada@example.org>
R:	Bob Builder <bob@example.org>
L:	baskets@lists.example.org
S:	Maintained
F:	shop/

SHELVES
M:	"Cleo C. Careful" <cleo@old.example.org>
M:	Ada Author <ada@example.org>
S:	Maintained
F:	shop/shelf.c

TURNSTILE LOCKS
M:	Dan Doer <dan@example.org>
L:	locks@lists.example.org (moderated for non-subscribers)
L:	secret@lists.example.org (subscribers-only)
S:	Maintained
F:	locks/

CASH
M:	Eve Early <eve@example.org>
S:	Maintained
F:	cash/

THE REST
M:	Zed Zealous <zed@example.org>
L:	everybody@lists.example.org
F:	*
F:	*/
"""
MAILMAP = "Cleo Careful <cleo@example.com> <cleo@old.example.org>\n"
SHELF = """
/* calls cash_count() they say */
static void shelf_move(struct shelf *shelf)
{
	turnstile_unlock(shelf);
	cash_move(shelf);	// and cash_look()
}

void shelf_add(struct shelf *shelf,
	       int count)
{
	turnstile_lock(shelf);
	shelf_move(shelf);
	if (count)
		return;
}
"""
PLACES = {
    "turnstile_spin": ("locks/spin.c", 3),
    "turnstile_lock": ("locks/lock.c", 5),
    "turnstile_unlock": ("locks/lock.c", 25),
    "shelf_add": ("shop/shelf.c", 9),
    "shelf_move": ("shop/shelf.c", 3),
    "cash_move": ("cash/move.c", 8),
    "cash_count": ("cash/count.c", 8),
    "basket_put": ("shop/basket.c", 8),
    "attic_look": ("attic/look.c", 1),
}
CHAIN = "turnstile_spin <- turnstile_lock <- shelf_add <- basket_put"


def defined(names: Sequence[str]) -> dict[str, tuple[Definition, ...]]:
    """Find what is defined, and one misspelled name."""
    meant = {name: "shelf_add" if name == "shefl_add" else name for name in names}
    return {
        name: (Definition(name, symbol, *PLACES[symbol], is_guess=name != symbol),)
        for name, symbol in meant.items()
        if symbol in PLACES
    }


def roster(text: str = SHOP, sources: Mapping[str, str] | None = None) -> Roster:
    contents = {"shop/shelf.c": SHELF} if sources is None else sources
    return Roster(
        Edition("here"),
        index_of(text, MAILMAP),
        content_of=lambda path: contents.get(path, "").encode(),
    )


def sections(consultation: Consultation) -> list[str]:
    return [section.name for section in consultation.sections]


def test_a_topic_leads_to_the_people_of_its_sections() -> None:
    found = consult_topic("turnstile", roster())
    assert sections(found) == ["TURNSTILE LOCKS"]
    assert [(one.name, one.address, one.level, one.role) for one in found.people] == [
        ("Dan Doer", "dan@example.org", Level.MAINTAINER, "maintainer"),
        ("", "locks@lists.example.org", Level.LIST, "moderated list"),
    ]
    assert found.people[0].reasons[0].kind is ReasonKind.TOPIC
    assert found.edition.place == "here"


def test_a_symbol_leads_to_its_file_and_the_closest_section_first() -> None:
    found = consult_symbols(["shelf_add", "nonesuch"], roster(), defined(["shelf_add"]))
    assert sections(found) == ["SHELVES", "BASKETS"]
    reason = found.sections[0].reasons[0]
    assert (reason.kind, reason.what, reason.detail) == (
        ReasonKind.SYMBOL,
        "shelf_add",
        "shop/shelf.c",
    )
    assert found.unknown == ("nonesuch",)
    assert [one.line for one in found.definitions] == [9]


def test_somebody_of_two_sections_is_named_once_with_both_reasons() -> None:
    found = consult_symbols(["shelf_add"], roster(), defined(["shelf_add"]))
    assert [one.address for one in found.people] == [
        "cleo@example.com",
        "ada@example.org",
        "bob@example.org",
        "baskets@lists.example.org",
    ]
    assert found.people[0].name == "Cleo Careful"
    assert [reason.section for reason in found.people[1].reasons] == ["SHELVES", "BASKETS"]


def test_a_symbol_that_nobody_looks_after_leads_to_the_rest_alone() -> None:
    found = consult_symbols(["attic_look"], roster(), defined(["attic_look"]))
    assert sections(found) == ["THE REST"]
    both = ["attic_look", "basket_put"]
    assert sections(consult_symbols(both, roster(), defined(both))) == ["BASKETS"]


def test_a_misspelled_symbol_is_told_to_be_a_guess() -> None:
    found = consult_symbols(["shefl_add"], roster(), defined(["shefl_add"]))
    assert found.definitions[0].is_guess
    assert found.sections[0].reasons[0].detail == "shop/shelf.c (for shefl_add)"


def test_evidence_names_who_waits_for_a_lock_before_the_lock() -> None:
    found = consult_evidence(CHAIN, roster(), defined)
    assert sections(found)[:3] == ["SHELVES", "BASKETS", "TURNSTILE LOCKS"]


def test_evidence_names_what_is_called_while_the_lock_is_held() -> None:
    found = consult_evidence(CHAIN, roster(), defined)
    assert sections(found)[3:] == ["CASH"]
    reason = found.sections[3].reasons[0]
    assert (reason.what, reason.detail) == ("cash_move", "cash/move.c, called by shelf_add")


def test_without_the_text_of_the_file_nobody_knows_what_is_called() -> None:
    assert "CASH" not in sections(consult_evidence(CHAIN, roster(sources={}), defined))


def test_a_chain_counts_the_same_from_either_end() -> None:
    backwards = " -> ".join(reversed(CHAIN.split(" <- ")))
    left, right = (consult_evidence(text, roster(), defined) for text in (CHAIN, backwards))
    assert left.sections == right.sections


def test_small_shares_of_a_profile_count_little() -> None:
    rows = "\n".join(["  90.00%  [kernel]  [k] cash_move", "   0.10%  [kernel]  [k] basket_put"])
    assert sections(consult_evidence(rows, roster(), defined)) == ["CASH"]


def test_the_way_into_the_kernel_leads_nowhere() -> None:
    text = "basket_put+0x1/0x9\ndo_syscall_64+0x1/0x9\nentry_SYSCALL_64_after_hwframe+0x1/0x9"
    found = consult_evidence(text, roster(), defined)
    assert (sections(found), found.unknown) == (["BASKETS"], ())


def test_without_sources_the_names_are_words() -> None:
    found = consult_evidence(CHAIN, roster())
    assert sections(found)[0] == "TURNSTILE LOCKS"
    assert (found.definitions, found.unknown) == ((), ())


def test_evidence_without_functions_is_nobody_s() -> None:
    found = consult_evidence("It is slow.", roster(), defined)
    assert (found.sections, found.people) == ((), ())


def test_calls_are_read_from_one_body_without_comments() -> None:
    assert find_calls(SHELF, 9) == ["turnstile_lock", "shelf_move"]
    assert find_calls(SHELF, 3) == ["turnstile_unlock", "cash_move"]
    assert find_calls("int shelf_add(int count);\nint x(void)\n{\n\ta_b();\n}\n", 1) == []


@given(st.text(), st.integers(min_value=-3, max_value=50))
def test_calls_of_any_text_are_found(source: str, line: int) -> None:
    assert all(name in source for name in find_calls(source, line))


WORDS = st.sampled_from(
    [*PLACES, "<-", "->", "\n", " ", "+0x1/0x2", "()", "9.1%  [k] ", "shefl_add"]
)


@given(st.text() | st.lists(WORDS).map(" ".join))
def test_any_evidence_gets_an_answer(text: str) -> None:
    for sources in (defined, None):
        found = consult_evidence(text, roster(), sources)
        assert len({one.address for one in found.people}) == len(found.people)
        assert len(found.sections) <= 8


@pytest.mark.parametrize("text", ["turnstile_lock() " * 100_000, (CHAIN + "\n") * 20_000])
def test_much_evidence_takes_little(text: str) -> None:
    assert sections(consult_evidence(text, roster(), defined))


EXPECTED = [
    ("rmap mmap i_mmap_rwsem", "MEMORY MANAGEMENT - RMAP (REVERSE MAPPING)"),
    ("page allocator", "MEMORY MANAGEMENT - PAGE ALLOCATOR"),
    ("io_uring zero copy", "IO_URING"),
    ("futex", "FUTEX SUBSYSTEM"),
    ("netfitler conntrack", "NETFILTER"),
]


@pytest.mark.parametrize(("words", "section"), EXPECTED)
def test_real_sections_are_found_for_real_topics(corpus: Path, words: str, section: str) -> None:
    text = (corpus / "kernel" / "MAINTAINERS").read_text()
    found = consult_topic(words, Roster(Edition("2026"), index_of(text)))
    assert sections(found)[0] == section
