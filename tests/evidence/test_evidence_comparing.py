"""The same measurement side by side: what is matched, set against what, and judged."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.evidence.comparing import compare
from lkmltrack.evidence.statistics import Significance
from lkmltrack.model.comparison import Axis, Method, Noise, Verdict
from lkmltrack.model.evidence import (
    ProfileRow,
)
from lkmltrack.model.measurement import (
    Better,
    Convention,
    Delta,
    Measurement,
    Role,
    Spread,
    SpreadKind,
)
from tests.evidence.measured_texts import base, block, candidate, measured, only, placed


def test_base_and_candidate_of_a_table_stand_in_one_row_with_their_difference() -> None:
    comparison = compare([placed("a", block(base(200.0), candidate(250.0)))])
    (row,) = comparison.rows
    assert [figure.value for figure in row.figures] == [200.0, 250.0]
    difference = only(comparison)
    assert (difference.percent, difference.change) == (25.0, 50.0)
    assert (difference.noise, difference.verdict) == (Noise.UNKNOWN, Verdict.BETTER)
    assert "no noise is given" in difference.reasons


def test_the_verdict_follows_the_direction_of_the_metric() -> None:
    for better, verdict in (
        (Better.HIGHER, Verdict.WORSE),
        (Better.LOWER, Verdict.BETTER),
        (None, Verdict.UNKNOWN),
    ):
        pair = (base(10.0, better=better), candidate(8.0, better=better))
        assert only(compare([placed("a", block(*pair))])).verdict is verdict


def test_a_difference_within_the_noise_is_none() -> None:
    noisy: dict[str, Any] = {"spread": Spread(SpreadKind.DEVIATION, 20.0), "runs": 5}
    difference = only(
        compare([placed("a", block(base(200.0, **noisy), candidate(210.0, **noisy)))])
    )
    assert (difference.noise, difference.verdict) == (Noise.WITHIN, Verdict.SAME)
    assert difference.low is not None
    assert difference.high is not None
    assert difference.low < 0 < difference.high


def test_a_difference_beyond_the_noise_has_its_interval() -> None:
    steady: dict[str, Any] = {"spread": Spread(SpreadKind.VARIATION, 1.0), "runs": 10}
    difference = only(
        compare([placed("a", block(base(200.0, **steady), candidate(250.0, **steady)))])
    )
    assert (difference.noise, difference.method) == (Noise.BEYOND, Method.WELCH)
    assert difference.low == pytest.approx(23.83, abs=0.05)
    assert difference.high == pytest.approx(26.17, abs=0.05)


def test_a_candidate_without_a_base_borrows_its_authors_and_says_so() -> None:
    comparison = compare(
        [
            placed("a", block(base(100.0)), revision=1),
            placed("b", block(candidate(90.0)), revision=1),
        ]
    )
    difference = only(comparison)
    assert (difference.percent, difference.verdict) == (-10.0, Verdict.WORSE)
    assert "the base is from a, not from b" in difference.reasons


def test_two_files_of_results_are_set_against_each_other() -> None:
    comparison = compare(
        [placed("old.json", block(measured(10.0))), placed("new.json", block(measured(12.0)))]
    )
    difference = only(comparison, Axis.FILE)
    assert (difference.base.side.label, difference.candidate.side.label) == ("old.json", "new.json")
    assert difference.verdict is Verdict.BETTER


def test_without_roles_the_first_column_stands_for_the_base_and_that_is_said() -> None:
    columns = [measured(float(value), variant=f"k{value}") for value in (5, 6, 7)]
    (row,) = compare([placed("a", block(*columns))]).rows
    assert [one.percent for one in row.differences] == [pytest.approx(20.0), pytest.approx(40.0)]
    assert row.differences[0].reasons[0] == (
        'nothing tells the base: the first, "k5", stands for it'
    )


def test_files_are_set_against_each_other_variant_by_variant() -> None:
    files = [
        placed(name, block(*(measured(value, variant=variant) for variant, value in figures)))
        for name, figures in (
            ("old.json", (("make", 10.0), ("make check", 50.0))),
            ("new.json", (("make", 9.0), ("make check", 55.0))),
        )
    ]
    (row,) = compare(files).rows
    found = [one for one in row.differences if one.axis is Axis.FILE]
    assert [(one.base.value, one.candidate.value) for one in found] == [(10.0, 9.0), (50.0, 55.0)]


def test_the_deviation_of_fios_requests_is_no_noise_of_runs() -> None:
    wide = Spread(SpreadKind.DEVIATION, 400.0)
    pair = (base(100.0, spread=wide), candidate(150.0, spread=wide))
    difference = only(compare([placed("a", block(*pair, form="fio"))]))
    assert difference.noise is Noise.UNKNOWN
    assert "fio's deviation is that of requests or seconds, not of runs" in difference.reasons


def test_messages_without_a_posting_are_not_set_against_each_other() -> None:
    comparison = compare([placed("a", block(measured(5.0))), placed("b", block(measured(6.0)))])
    assert [row.differences for row in comparison.rows] == [()]


def test_rules_of_a_table_are_no_part_of_a_variants_name() -> None:
    comparison = compare([placed("a", block(measured(5.0, variant="P1 --------")))])
    assert comparison.sides[0].variant == "P1"


def test_the_tools_own_mark_counts_more_than_deviations_of_unknown_runs() -> None:
    loose: dict[str, Any] = {"spread": Spread(SpreadKind.DEVIATION, 9.0)}
    pair = (base(200.0, **loose), candidate(204.0, **loose))
    delta = Delta(*pair, 2.0, is_marked_significant=True)
    difference = only(compare([placed("a", block(*pair, deltas=(delta,)))]))
    assert (difference.noise, difference.method) == (Noise.BEYOND, Method.MARKED)


def test_what_the_text_states_is_beside_what_is_recomputed() -> None:
    pair = (base(200.0), candidate(250.0))
    stated = Delta(*pair, 25.0, stated=80.0, convention=Convention.RAW, fits=False)
    difference = only(compare([placed("a", block(*pair, deltas=(stated,)))]))
    assert (difference.percent, difference.stated, difference.fits) == (25.0, 80.0, False)


def test_the_tools_own_mark_counts_where_nothing_else_is_known() -> None:
    pair = (base(200.0), candidate(201.0))
    for mark, noise, verdict in (
        (True, Noise.BEYOND, Verdict.BETTER),
        (False, Noise.WITHIN, Verdict.SAME),
    ):
        delta = Delta(*pair, 0.5, is_marked_significant=mark)
        difference = only(compare([placed("a", block(*pair, deltas=(delta,)))]))
        assert (difference.noise, difference.verdict) == (noise, verdict)
        assert difference.method is Method.MARKED


def test_a_robots_value_of_one_run_in_n_is_told() -> None:
    rare = candidate(4.0, spread=Spread(SpreadKind.VARIATION, 141))
    difference = only(
        compare(
            [
                placed(
                    "a", block(base(1.0, spread=Spread(SpreadKind.VARIATION, 10)), rare, form="lkp")
                )
            ]
        )
    )
    assert difference.candidate.scatter.runs == 3
    assert any("one of 3 runs" in reason for reason in difference.reasons)


def test_a_robots_value_without_a_spread_scatters_by_two_percent_at_most() -> None:
    for value, noise in ((110.0, Noise.BEYOND), (101.0, Noise.UNKNOWN)):
        difference = only(compare([placed("a", block(base(100.0), candidate(value), form="lkp"))]))
        assert difference.noise is noise


def test_profiles_before_and_after_are_compared_symbol_by_symbol() -> None:
    before = block(label="before:", rows=(ProfileRow("spin", 60.0, 2), ProfileRow("walk", 5.0, 3)))
    after = block(label="after:", rows=(ProfileRow("walk", 9.0, 7), ProfileRow("spin", 12.0, 8)))
    comparison = compare([placed("a", before, after)])
    assert [(row.metric, row.differences[0].change) for row in comparison.rows] == [
        ("spin", -48.0),
        ("walk", 4.0),
    ]
    assert comparison.rows[0].differences[0].verdict is Verdict.UNKNOWN


def test_many_tests_are_said_to_find_something_by_chance() -> None:
    steady: dict[str, Any] = {"spread": Spread(SpreadKind.DEVIATION, 1.0), "runs": 5}
    many = [
        one
        for number in range(40)
        for one in (
            base(100.0, f"metric {number}", **steady),
            candidate(100.5, f"metric {number}", **steady),
        )
    ]
    comparison = compare([placed("a", block(*many))], Significance(welch=lambda *numbers: 0.04))
    assert comparison.remarks == (
        "40 of 40 tested differences are beyond noise; about 2 would be by chance alone",
    )


def test_directions_that_contradict_give_no_verdict() -> None:
    pair = (base(1.0, better=Better.LOWER), candidate(2.0, better=Better.HIGHER))
    assert only(compare([placed("a", block(*pair))])).verdict is Verdict.UNKNOWN


measurements = st.builds(
    Measurement,
    metric=st.text(max_size=12),
    value=st.floats(),
    unit=st.sampled_from(("", "s", "1/s")),
    workload=st.text(max_size=5),
    variant=st.text(max_size=5),
    role=st.none() | st.sampled_from(Role),
    statistic=st.sampled_from(("", "mean", "sample", "p99")),
    spread=st.none() | st.builds(Spread, st.sampled_from(SpreadKind), st.floats()),
    runs=st.none() | st.integers(-2, 9),
    better=st.none() | st.sampled_from(Better),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(measurements, max_size=8), max_size=4), st.integers(0, 2))
def test_any_measurements_are_compared(texts: list[list[Measurement]], revision: int) -> None:
    comparison = compare(
        [
            placed(f"m{place}", block(*one), revision=place % (revision + 1))
            for place, one in enumerate(texts)
        ]
    )
    assert all(len(row.figures) > 1 for row in comparison.rows)
    for row in comparison.rows:
        for one in row.differences:
            assert one.base in row.figures
            assert one.candidate in row.figures
