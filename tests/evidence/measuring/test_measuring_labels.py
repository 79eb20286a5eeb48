"""Sides of a comparison by their labels, and directions by words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.evidence.measuring.direction import explicit_direction, metric_direction
from lkmltrack.evidence.measuring.labels import role_of, roles_of
from lkmltrack.evidence.measuring.legends import in_legend
from lkmltrack.model.measurement import Better, BetterSource, Role

BASE, NEW = Role.BASE, Role.CANDIDATE


@pytest.mark.parametrize(
    "label",
    [
        "before:",
        "w/o the patches",
        "vanilla",
        "Unpatched kernel",
        "without_patch",
        "Baseline (7.1)",
        "stock",
        "original",
        "== base ==",
    ],
)
def test_labels_of_the_base(label: str) -> None:
    assert role_of(label) is BASE


@pytest.mark.parametrize(
    "label", ["after", "patched", "with this series:", "w/ patches", "+patch", "this patch", "with"]
)
def test_labels_of_the_candidate(label: str) -> None:
    assert role_of(label) is NEW


@pytest.mark.parametrize(
    "label", ["BaseCase", "database", "5 levels", "with qspinlock", "revert", ""]
)
def test_labels_that_say_nothing_alone(label: str) -> None:
    assert role_of(label) is None


@pytest.mark.parametrize(
    ("labels", "roles", "why"),
    [
        (["6.9", "6.9+lockless"], [BASE, NEW], "version"),
        (["6.12.25", "6.5.13"], [NEW, BASE], "version"),
        (["7.0-rc2", "7.0"], [BASE, NEW], "version"),
        (["vanilla", "revert"], [BASE, NEW], "revert"),
        (["opt", "revert"], [NEW, BASE], None),
        (["mainline", "mine"], [BASE, NEW], "label"),
        (["locks without batching", "locks with batching"], [BASE, NEW], "label"),
        (["stock", "one", "two"], [BASE, NEW, NEW], "label"),
        (["no accounting", "original", "patched"], [None, BASE, NEW], "label"),
    ],
)
def test_labels_are_judged_together(
    labels: list[str], roles: list[Role | None], why: str | None
) -> None:
    found = roles_of(labels)
    assert [role for role, _ in found] == roles
    if why is not None:
        assert {because for role, because in found if role} == {why}


def test_labels_that_do_not_compare_have_no_sides() -> None:
    assert roles_of(["ext4", "xfs"]) == [(None, ""), (None, "")]


def test_a_legend_says_what_a_number_stands_for() -> None:
    above = ["(1) 6.9 as it is", "(2) 6.9 with the patch", "", "The results:"]
    assert in_legend("(2)", above) == "(2) 6.9 with the patch"
    assert in_legend("tests", above) == "tests"


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("(seconds, lower is better)", Better.LOWER),
        ("units are ticks, hence lesser is better", Better.LOWER),
        ("Higher results are better", Better.HIGHER),
        ("P50 latency (larger is worse)", Better.LOWER),
        ("ops per second, the higher the better", Better.HIGHER),
        ("increase (+) / reduction (-). Reduction (-) is good", Better.LOWER),
    ],
)
def test_the_text_says_which_way_is_better(text: str, better: Better) -> None:
    assert explicit_direction([[text]]) == (better, BetterSource.EXPLICIT)


def test_the_nearest_paragraph_counts() -> None:
    assert explicit_direction([["Higher is better"], ["Lower is better"]])[0] is Better.HIGHER


def test_of_two_directions_the_one_beside_the_metric_counts() -> None:
    text = [["Energy less is better, Throughput more is better"]]
    assert explicit_direction(text, "Energy/Joules")[0] is Better.LOWER
    assert explicit_direction(text, "throughput")[0] is Better.HIGHER
    assert explicit_direction(text, "score")[0] is None


def test_units_and_names_make_a_direction_likely() -> None:
    assert metric_direction("anything", "s") == (Better.LOWER, BetterSource.UNIT)
    assert metric_direction("Score", "")[0] is Better.HIGHER
    assert metric_direction("context-switches", "1") == (None, BetterSource.UNKNOWN)


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_labels_get_one_role_each(labels: list[str]) -> None:
    assert len(roles_of(labels)) == len(labels)
