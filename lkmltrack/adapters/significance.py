"""Tests of significance by scipy, for those who have it: it is large, and an extra."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from lkmltrack.evidence.statistics import Significance


def installed_significance() -> Significance:
    """Return scipy's tests; none of them where scipy is not installed.

    scipy itself is imported when the first test is made: it takes two seconds.
    """
    if find_spec("scipy") is None:
        return Significance()
    return Significance(welch=_welch, mann_whitney=_mann_whitney)


def _welch(
    mean: float,
    deviation: float,
    runs: int,
    other_mean: float,
    other_deviation: float,
    other_runs: int,
) -> float:
    """Return p of Welch's test from the figures of both sides."""
    found = _stats().ttest_ind_from_stats(
        mean, deviation, runs, other_mean, other_deviation, other_runs, equal_var=False
    )
    return float(found.pvalue)


def _mann_whitney(samples: Sequence[float], others: Sequence[float]) -> float:
    """Return p of the two-sided rank test."""
    return float(_stats().mannwhitneyu(samples, others, alternative="two-sided").pvalue)


def _stats() -> Any:
    from scipy import stats  # type: ignore[import-untyped]  # it has no types of its own

    return stats
