"""Which figures are of one metric and workload, and which are not."""

from typing import Any

import pytest

from lkmltrack.evidence.comparing import compare
from lkmltrack.evidence.statistics import Significance
from lkmltrack.model.comparison import Axis, Method
from lkmltrack.model.measurement import (
    Spread,
    SpreadKind,
)
from tests.evidence.measured_texts import BOB, base, block, candidate, measured, only, placed


def test_repeated_results_under_one_label_are_the_runs_of_one_figure() -> None:
    runs = [base(value) for value in (10.0, 11.0, 12.0, 11.0)]
    runs += [candidate(value) for value in (20.0, 21.0, 19.0, 20.0)]
    asked: list[tuple[float, ...]] = []

    def ranks(left: object, right: object) -> float:
        asked.append((*left, *right))  # type: ignore[misc] # both are sequences of numbers
        return 0.03

    difference = only(compare([placed("a", block(*runs))], Significance(mann_whitney=ranks)))
    assert asked == [(10.0, 11.0, 12.0, 11.0, 20.0, 21.0, 19.0, 20.0)]
    assert (difference.p, difference.method) == (0.03, Method.MANN_WHITNEY)
    assert difference.base.value == 11.0
    assert difference.base.scatter.runs == 4


def test_a_mean_and_its_samples_are_one_figure() -> None:
    both = [base(11.0, statistic="mean", spread=Spread(SpreadKind.DEVIATION, 1.0), runs=3)]
    both += [base(value, statistic="sample") for value in (10.0, 11.0, 12.0)]
    comparison = compare([placed("a", block(*both, candidate(20.0)))])
    (row,) = comparison.rows
    assert [len(figure.samples) for figure in row.figures] == [3, 0]


def test_names_in_other_spelling_stand_in_one_row_and_that_is_said() -> None:
    comparison = compare(
        [
            placed("a", block(candidate(5.0, "avg latency")), revision=1),
            placed("b", block(candidate(4.0, "Average latency")), revision=2),
        ]
    )
    (row,) = comparison.rows
    assert row.reasons == ('"average latency" is taken for "avg latency" (90 % alike)',)
    assert only(comparison, Axis.REVISION).percent == -20.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("randread 4k", "randread 8k"),
        ("randread", "randwrite"),
        ("encryption", "decryption"),
        ("latency", "max latency"),
        ("user time", "sys time"),
    ],
)
def test_names_that_mean_other_things_stay_apart(one: str, other: str) -> None:
    comparison = compare([placed("a", block(base(5.0, one))), placed("b", block(base(4.0, other)))])
    assert comparison.rows == ()
    assert [row.metric for row in comparison.alone] == [one, other]


def test_other_parameters_statistics_and_units_stay_apart() -> None:
    others: tuple[dict[str, Any], ...] = (
        {"parameters": (("threads", "32"),)},
        {"parameters": (("depth", "16"),)},
        {"statistic": "p99"},
        {"unit": "s"},
        {"workload": "fork"},
    )
    for more in others:
        one = base(5.0, parameters=(("threads", "16"),), workload="exec")
        other = candidate(4.0, **{"parameters": one.parameters, "workload": "exec", **more})
        assert compare([placed("a", block(one, other))]).rows == ()


def test_all_sorts_of_means_are_one_statistic() -> None:
    pair = (base(5.0, statistic="Amean"), candidate(4.0, statistic="mean"))
    assert only(compare([placed("a", block(*pair))])).percent == pytest.approx(-20.0)


def test_postings_are_set_against_each_other_variant_by_variant() -> None:
    comparison = compare(
        [
            placed("a", block(base(100.0), candidate(110.0)), revision=1),
            placed("b", block(base(101.0), candidate(130.0)), revision=2),
        ]
    )
    (row,) = comparison.rows
    found = [(one.axis, one.base.side.label, one.candidate.side.label) for one in row.differences]
    assert found == [
        (Axis.VARIANT, "v1 vanilla", "v1 patched"),
        (Axis.VARIANT, "v2 vanilla", "v2 patched"),
        (Axis.REVISION, "v1 vanilla", "v2 vanilla"),
        (Axis.REVISION, "v1 patched", "v2 patched"),
    ]
    assert any("the machine is not told" in reason for reason in row.differences[2].reasons)


def test_machines_stand_side_by_side_and_are_not_set_against_each_other() -> None:
    comparison = compare(
        [
            placed("a", block(base(100.0), candidate(150.0)), revision=1, cpus=("Example 9000",)),
            placed("b", block(base(700.0), candidate(770.0)), revision=2, cpus=("Sample 5",)),
        ]
    )
    (row,) = comparison.rows
    assert [figure.side.machine for figure in row.figures] == [
        *("Example 9000", "Example 9000"),
        *("Sample 5", "Sample 5"),
    ]
    assert [one.axis for one in row.differences] == [Axis.VARIANT, Axis.VARIANT]
    assert comparison.remarks == (
        "no two postings were measured on the same machine: v1 on Example 9000; v2 on Sample 5",
    )


def test_two_people_without_a_machine_told_are_not_compared() -> None:
    comparison = compare(
        [
            placed("a", block(candidate(100.0)), revision=1),
            placed("b", block(candidate(50.0)), revision=2, author=BOB),
        ]
    )
    assert [len(row.figures) for row in comparison.rows] == [2]
    assert comparison.rows[0].differences == ()


def test_of_two_machines_in_one_text_the_one_above_the_block_counts() -> None:
    tables = (
        block(base(1.0, "a"), line_start=3, line_end=8),
        block(base(1.0, "b"), line_start=14, line_end=18),
    )
    comparison = compare([placed("a", *tables, cpus=("Example 9000", "Sample 5"))])
    assert [row.figures[0].side.machine for row in comparison.alone] == ["Example 9000", "Sample 5"]


def test_a_parameter_that_one_text_tells_only_is_passed_over_and_said() -> None:
    told = placed("a", block(candidate(5.0, parameters=(("copies", "8"),))), revision=1)
    comparison = compare([told, placed("b", block(candidate(6.0)), revision=2)])
    (row,) = comparison.rows
    assert row.reasons == ("copies=8 is told in one of them only",)


def test_a_text_without_a_parameter_matches_none_of_several_that_tell_it() -> None:
    several = [candidate(float(n), parameters=(("groups", str(n)),)) for n in (1, 2, 4)]
    for texts in ((several, [candidate(9.0)]), ([candidate(9.0)], several)):
        names = zip("ab", texts, strict=True)
        assert compare([placed(name, block(*one)) for name, one in names]).rows == ()


def test_columns_of_one_line_are_no_runs_of_one_figure() -> None:
    row = [measured(value, line=4) for value in (5.0, 6.0, 7.0)]
    comparison = compare([placed("a", block(*row))])
    assert all(figure.samples == () for one in comparison.alone for figure in one.figures)


def test_unnamed_figures_of_other_texts_or_other_tools_are_not_the_same() -> None:
    for metric, tools in (("value", ("fio", "fio")), ("time", ("fio", "hackbench"))):
        texts = [
            placed(name, block(measured(5.0, metric), tool=tool), revision=number)
            for number, (name, tool) in enumerate(zip("ab", tools, strict=True), 1)
        ]
        assert compare(texts).rows == ()


def test_copies_do_not_count() -> None:
    copy = block(base(200.0), candidate(250.0), quoted="a")
    comparison = compare(
        [placed("a", block(base(200.0), candidate(250.0))), placed("b", copy), placed("c", copy)]
    )
    assert [len(row.figures) for row in comparison.rows] == [2]
