"""Names that are nearly right."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.audience.similar import allowed_edits, distance, nearest

NAMES = ["vma_prepare", "vma_complete", "free_pgtables", "mprotect_fixup", "osq_lock", "mmput"]


def plain_distance(left: str, right: str) -> int:
    """The textbook's table, unbounded."""
    table = {(i, 0): i for i in range(len(left) + 1)}
    table.update({(0, j): j for j in range(len(right) + 1)})
    for i in range(1, len(left) + 1):
        for j in range(1, len(right) + 1):
            cost = min(
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
                table[i - 1, j - 1] + (left[i - 1] != right[j - 1]),
            )
            if i > 1 and j > 1 and left[i - 1] == right[j - 2] and left[i - 2] == right[j - 1]:
                cost = min(cost, table[i - 2, j - 2] + 1)
            table[i, j] = cost
    return table[len(left), len(right)]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("vma_preapre", "vma_prepare"),
        ("free_pgtalbes", "free_pgtables"),
        ("vma_prepare", "vma_prepare"),
        ("vma_prepar", "vma_prepare"),
        ("vma_repairing", None),
        ("mput", None),
        ("mmputt", "mmput"),
        ("mmpuut_", None),
        ("osq_unlocked", None),
        ("", None),
    ],
)
def test_finds_what_was_meant(asked: str, meant: str | None) -> None:
    assert nearest(asked, NAMES) == meant


def test_the_order_of_candidates_does_not_matter() -> None:
    near = ["vma_prepara", "vma_preparb", "vma_prepare_"]
    assert nearest("vma_prepare", near) == nearest("vma_prepare", near[::-1]) == "vma_prepara"


def test_swapped_letters_are_nearer_than_another_letter() -> None:
    assert nearest("slab_alcol", ["slab_axcol", "slab_aclol"]) == "slab_aclol"


@given(st.text("ab_", max_size=9), st.text("ab_", max_size=9))
def test_distance_is_that_of_the_textbook_as_far_as_it_counts(left: str, right: str) -> None:
    real = plain_distance(left, right)
    for most in (1, 2):
        assert min(distance(left, right, most), most + 1) == min(real, most + 1)


@given(st.text("abc_", min_size=5, max_size=12), st.lists(st.text("abc_", max_size=14)))
def test_letters_never_rule_out_what_is_near(name: str, candidates: list[str]) -> None:
    allowed = allowed_edits(name)
    near = [each for each in candidates if plain_distance(name, each) <= allowed]
    found = nearest(name, candidates)
    assert (found is None) == (not near)
    if found is not None:
        assert plain_distance(name, found) == min(plain_distance(name, each) for each in near)


@given(st.text(), st.lists(st.text()))
def test_any_text_gets_an_answer(name: str, candidates: list[str]) -> None:
    found = nearest(name, candidates)
    assert found is None or found in candidates


def test_half_a_million_names_are_gone_through_quickly() -> None:
    parts = ["page", "folio", "vma", "lock", "queue", "tree", "init", "free", "swap", "cgroup"]
    names = [
        f"{parts[n % 10]}_{parts[n // 10 % 10]}_{parts[n // 100 % 10]}_{n}" for n in range(500_000)
    ]
    started = time.process_time()
    assert nearest("folio_queue_lokc_31241", names) is not None
    assert time.process_time() - started < 5
