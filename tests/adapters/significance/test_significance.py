"""Tests of significance: scipy's where it is installed, none where it is not."""

import sys

import pytest

from lkmltrack.adapters.significance import installed_significance
from lkmltrack.evidence.statistics import Sample, Significance, judge
from lkmltrack.model.comparison import Method, Noise, Scatter

SAMPLES = (10.0, 10.2, 9.9, 10.1, 10.0, 9.8)
OTHERS = (11.0, 11.3, 10.9, 11.2, 11.1, 11.0)


def test_without_scipy_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    assert installed_significance() == Significance()


def test_both_sides_of_a_test_may_be_changed() -> None:
    pytest.importorskip("scipy")
    tests = installed_significance()
    assert tests.welch is not None
    assert tests.mann_whitney is not None
    forth = tests.welch(100.0, 2.0, 5, 110.0, 3.0, 6)
    assert forth == pytest.approx(tests.welch(110.0, 3.0, 6, 100.0, 2.0, 5))
    assert 0 < forth < 0.001
    assert tests.welch(100.0, 20.0, 5, 101.0, 30.0, 6) > 0.9
    # no value of the one is as great as any of the other: 2 / C(12, 6)
    assert tests.mann_whitney(tuple(range(6)), tuple(range(6, 12))) == pytest.approx(2 / 924)


def test_a_judgement_names_the_test_and_its_p() -> None:
    pytest.importorskip("scipy")
    tests = installed_significance()
    by_runs = judge(
        Sample(10.0, Scatter(0.14, 0.06, 6), SAMPLES),
        Sample(11.08, Scatter(0.15, 0.06, 6), OTHERS),
        tests,
    )
    assert (by_runs.method, by_runs.noise) == (Method.MANN_WHITNEY, Noise.BEYOND)
    assert by_runs.p is not None
    assert by_runs.p < 0.01
