"""Known answers of the statistics, with tests of significance and without."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.evidence.statistics import (
    Sample,
    Significance,
    judge,
    mean_of,
    percent_of,
    runs_of_artefact,
    scatter_of,
    scatter_of_samples,
    student_factor,
)
from lkmltrack.model.comparison import Method, Noise
from lkmltrack.model.measurement import Measurement, Spread, SpreadKind

# an example of unequal variances: t = -2.8353, 27.7136 degrees of freedom, p = 0.008453
# (computed once with scipy.stats.ttest_ind, equal_var=False)
OLD = (27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4)
NEW = (27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.0, 23.9)
WITHOUT = Significance()


def sample(values: Sequence[float]) -> Sample:
    return Sample(mean_of(values), scatter_of_samples(values), tuple(values))


def known(
    value: float, kind: SpreadKind, spread: float, runs: int | None = None, upper: float = 0.0
) -> Sample:
    stated = Spread(kind, spread, upper if kind is SpreadKind.RANGE else None)
    return Sample(value, scatter_of(Measurement("m", value, spread=stated, runs=runs)))


@pytest.mark.parametrize(
    ("freedom", "factor"),
    [(1, 12.706), (4, 2.776), (9, 2.262), (30, 2.042), (40, 2.021), (60, 2.000), (120, 1.980)],
)
def test_students_factors_are_those_of_the_tables(freedom: int, factor: float) -> None:
    assert student_factor(freedom) == pytest.approx(factor, abs=0.0006)


def test_a_broken_number_of_freedom_is_rounded_to_the_safe_side() -> None:
    assert student_factor(4.9) == student_factor(4)
    assert student_factor(0.5) == math.inf


def test_unequal_variances_are_told_apart_as_in_the_worked_example() -> None:
    judgement = judge(sample(OLD), sample(NEW), WITHOUT)
    assert (judgement.noise, judgement.method) == (Noise.BEYOND, Method.WELCH)
    assert judgement.p is None
    assert judgement.low is not None
    assert judgement.high is not None
    # the difference is 13.29 %; both errors propagate
    assert judgement.low == pytest.approx(2.93, abs=0.05)
    assert judgement.high == pytest.approx(23.65, abs=0.05)


def test_the_test_of_welch_gets_mean_deviation_and_runs() -> None:
    asked: list[tuple[float, ...]] = []

    def welch(*numbers: float) -> float:
        asked.append(numbers)
        return 0.008453

    judgement = judge(sample(OLD), sample(NEW), Significance(welch=welch))
    assert judgement.p == 0.008453
    (numbers,) = asked
    assert numbers == pytest.approx((20.82, 2.804894, 15, 23.586667, 2.530716, 15), abs=0.01)


def test_the_test_of_welch_agrees_with_scipys() -> None:
    stats = pytest.importorskip("scipy.stats")

    def welch(m: float, s: float, n: int, m2: float, s2: float, n2: int) -> float:
        return float(stats.ttest_ind_from_stats(m, s, n, m2, s2, n2, equal_var=False).pvalue)

    assert judge(sample(OLD), sample(NEW), Significance(welch)).p == pytest.approx(
        0.008453, abs=1e-6
    )


def test_samples_go_to_the_test_of_ranks_first() -> None:
    tests = Significance(
        mann_whitney=lambda left, right: 0.1111 if (left, right) == (A, B) else 1.0
    )
    judgement = judge(sample(A), sample(B), tests)
    assert (judgement.noise, judgement.method) == (Noise.WITHIN, Method.MANN_WHITNEY)
    assert judgement.p == 0.1111


A = (19.0, 22.0, 16.0, 29.0, 24.0)
B = (20.0, 11.0, 17.0, 12.0)


def test_three_samples_on_a_side_are_too_few_for_ranks() -> None:
    tests = Significance(mann_whitney=lambda left, right: 0.0)
    assert judge(sample(A), sample(B[:3]), tests).method is Method.WELCH


def test_a_test_that_has_no_answer_is_passed_over() -> None:
    tests = Significance(mann_whitney=lambda left, right: math.nan)
    assert judge(sample(A), sample(B), tests).method is Method.WELCH


def test_a_standard_error_in_percent_is_that_of_the_mean() -> None:
    scatter = known(200.0, SpreadKind.ERROR, 1.5, runs=9).scatter
    assert scatter.error == pytest.approx(3.0)
    assert scatter.deviation == pytest.approx(9.0)


def test_a_variation_is_a_part_of_the_value() -> None:
    scatter = known(-200.0, SpreadKind.VARIATION, 4.0, runs=16).scatter
    assert scatter.deviation == pytest.approx(8.0)
    assert scatter.error == pytest.approx(2.0)


def test_half_an_interval_is_so_many_errors() -> None:
    assert known(50.0, SpreadKind.INTERVAL, 2.776, runs=5).scatter.error == pytest.approx(1.0)


def test_a_range_of_few_runs_gives_a_deviation() -> None:
    scatter = known(10.0, SpreadKind.RANGE, 9.0, runs=5, upper=11.326).scatter
    assert scatter.deviation == pytest.approx(1.0)
    assert (scatter.least, scatter.greatest) == (9.0, 11.326)


def test_without_runs_only_the_plain_cases_are_told() -> None:
    base = known(100.0, SpreadKind.DEVIATION, 3.0)
    far, near, between = (
        judge(base, known(value, SpreadKind.DEVIATION, 4.0), WITHOUT).noise
        for value in (110.0, 104.0, 107.0)
    )
    assert (far, near, between) == (Noise.BEYOND, Noise.WITHIN, Noise.UNKNOWN)


def test_ranges_that_do_not_overlap_are_beyond_noise() -> None:
    base = known(10.0, SpreadKind.RANGE, 9.0, upper=11.0)
    assert judge(base, known(14.0, SpreadKind.RANGE, 13.0, upper=15.0), WITHOUT).noise is (
        Noise.BEYOND
    )
    assert judge(base, known(10.5, SpreadKind.RANGE, 9.5, upper=12.0), WITHOUT).noise is (
        Noise.WITHIN
    )
    assert judge(base, known(12.5, SpreadKind.RANGE, 10.5, upper=14.0), WITHOUT).noise is (
        Noise.UNKNOWN
    )


def test_the_noise_of_one_side_tells_a_small_difference_only() -> None:
    base = known(100.0, SpreadKind.DEVIATION, 5.0, runs=10)
    assert judge(base, Sample(103.0), WITHOUT).noise is Noise.WITHIN
    assert judge(base, Sample(130.0), WITHOUT).noise is Noise.UNKNOWN


def test_no_noise_given_is_said_to_be_unknown() -> None:
    judgement = judge(Sample(1.0), Sample(2.0), WITHOUT)
    assert (judgement.noise, judgement.reason) == (Noise.UNKNOWN, "no noise is given")


def test_runs_without_any_scatter_differ_by_anything() -> None:
    base = known(100.0, SpreadKind.DEVIATION, 0.0, runs=5)
    assert judge(base, known(100.5, SpreadKind.DEVIATION, 0.0, runs=5), WITHOUT).noise is (
        Noise.BEYOND
    )


@pytest.mark.parametrize(
    ("spread", "runs"), [(141, 3), (173, 4), (200, 5), (223, 6), (244, 7), (264, 8), (331, 12)]
)
def test_one_run_of_n_shows_by_its_spread(spread: float, runs: int) -> None:
    stated = Spread(SpreadKind.VARIATION, spread)
    assert runs_of_artefact(Measurement("m", 4.0, spread=stated)) == runs


def test_other_spreads_are_no_artefact() -> None:
    for spread in (Spread(SpreadKind.VARIATION, 140), Spread(SpreadKind.DEVIATION, 141), None):
        assert runs_of_artefact(Measurement("m", 4.0, spread=spread)) is None


def test_a_difference_from_zero_has_no_percentage() -> None:
    assert percent_of(0.0, 3.0) is None
    assert percent_of(8.0, 6.0) == -25.0


numbers = st.floats(allow_nan=True, allow_infinity=True)


@given(
    st.sampled_from(SpreadKind),
    numbers,
    numbers,
    st.none() | numbers,
    st.none() | st.integers(-3, 10**12),
    numbers,
    st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=6),
)
def test_any_numbers_are_judged(
    kind: SpreadKind,
    value: float,
    spread: float,
    upper: float | None,
    runs: int | None,
    other: float,
    values: list[float],
) -> None:
    measurement = Measurement("m", value, spread=Spread(kind, spread, upper), runs=runs)
    base = Sample(value, scatter_of(measurement))
    for candidate in (Sample(other), Sample(other, scatter_of_samples(values)), base):
        judgement = judge(base, candidate, WITHOUT)
        assert judgement.noise in Noise
        bounds = [bound for bound in (judgement.low, judgement.high) if bound is not None]
        assert all(map(math.isfinite, bounds))
