"""Misspelled names, and what was meant."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.adapters.source_tree.guessing import guesses
from lkmltrack.adapters.source_tree.nearness import (
    is_near,
    most_slips,
    one_slip,
    pieces,
    slips_between,
)
from lkmltrack.adapters.source_tree.table import SymbolTable

NAMES = [
    "vma_prepare",
    "vma_complete",
    "free_pgtables",
    "mmap_region",
    "osq_lock",
    "osq_unlock",
    "up_read",
    "down_write",
    "unlink_file_vma_batch_add",
    "gfx_v10_init",
    "gfx_v11_init",
    "calloc",
    "memcpy",
    "memcpyb",
    "memcpyw",
    "zone_lock_one",
    "zone_lock_two",
    "open",
]


def table_of(names: list[str]) -> SymbolTable:
    """A table as it lies in the cache, with one place for each name."""
    ordered = sorted(names, key=lambda name: (len(name), name))
    lines = "".join(f"{name}\t0:0:{number}\n" for number, name in enumerate(ordered, 1))
    return SymbolTable(f"lkmltrack symbols 1\n{lines}\nmm/vma.c".encode())


TABLE = table_of(NAMES)


@pytest.mark.parametrize(
    ("misspelled", "meant"),
    [
        ("free_pgtalbes", ["free_pgtables"]),
        ("vma_preapre", ["vma_prepare"]),
        ("osq_lokc", ["osq_lock"]),
        ("up_raed", ["up_read"]),
        ("pu_read", ["up_read"]),
        ("dwn_wirte", ["down_write"]),
        ("unlink_fil_vma_batch_ad", ["unlink_file_vma_batch_add"]),
        ("memcpyy", ["memcpy"]),
        # three slips, other digits, another first letter, too short, as near to two
        ("vm_preapr", []),
        ("gfx_v12_init", []),
        ("malloc", []),
        ("xsq_lock", []),
        ("opne", []),
        ("zone_lock_xnxx", []),
        ("completely_different", []),
        ("x" * 5_000, []),
    ],
)
def test_only_what_is_near_is_guessed(misspelled: str, meant: list[str]) -> None:
    assert guesses(misspelled, TABLE) == meant


LETTERS = "abcdefgh_"


def slip(name: str, chance: random.Random) -> str:
    """Return a name with one slip."""
    place = chance.randrange(len(name) - 1)
    head, tail = name[:place], name[place:]
    return chance.choice(
        [
            head + chance.choice(LETTERS) + tail,
            head + tail[1:],
            head + chance.choice(LETTERS) + tail[1:],
            head + tail[1] + tail[0] + tail[2:],
        ]
    )


@given(st.text(LETTERS, min_size=8, max_size=24), st.randoms(use_true_random=False))
def test_after_two_slips_a_piece_is_left(name: str, chance: random.Random) -> None:
    once = slip(name, chance)
    twice = slip(once, chance)
    # a slip upon a slip may be farther away than two for the distance that is used
    if slips_between(twice, name, 2) <= 2:
        assert (
            is_near(name, pieces(twice), 2)
            or twice[0] != name[0]
            or slips_between(twice, name, 2) < 2
        )
    assert slips_between(once, name, 2) <= 1
    if once != name:
        assert once in set(one_slip(name))


@given(st.text(max_size=30), st.text(max_size=30))
def test_slips_are_the_same_both_ways(one: str, other: str) -> None:
    assert slips_between(one, other, 2) == slips_between(other, one, 2)
    assert (slips_between(one, other, 2) == 0) == (one == other)


def test_short_names_are_not_guessed() -> None:
    assert [most_slips(name) for name in ("open", "opens", "up_read", "osq_lock")] == [0, 1, 1, 2]


@given(
    st.sets(st.text("abc_", min_size=1, max_size=6), min_size=1, max_size=40),
    st.text("abc_", max_size=6),
)
def test_a_table_finds_what_it_holds_and_nothing_else(names: set[str], other: str) -> None:
    table = table_of(list(names))

    assert all(table.has(name) and table.find(name)[0].name == name for name in names)
    assert table.has(other) == (other in names)
    assert bool(table.find(other)) == (other in names)
    for length in range(1, 7):
        found = set(table.names(length, "a"))
        assert found == {name for name in names if len(name) == length and name[0] == "a"}


@given(st.binary(max_size=200), st.text("ab_", min_size=1, max_size=4))
def test_a_damaged_table_raises_nothing(data: bytes, name: str) -> None:
    table = SymbolTable(b"lkmltrack symbols 1\n" + data)

    table.has(name)
    table.find(name)
    list(table.names(len(name), name[0]))
