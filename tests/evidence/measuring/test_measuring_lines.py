"""Results in lines: keys and values, arrows, names with a figure."""

import pytest

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.model.evidence import BlockKind
from lkmltrack.model.measurement import Better, Convention, Role, Spread, SpreadKind
from tests.evidence.measuring.readings import named, read, rounded


@pytest.mark.parametrize(
    "line",
    ["p99: 4 ms -> 3 ms", "p99 4 -> 3 ms (-25%)", "p99: 4ms => 3ms", "p99 from 4 ms to 3 ms"],
)
def test_the_left_of_an_arrow_is_the_base(line: str) -> None:
    block = read(line, FormName.ARROWS, kind=BlockKind.NUMBERS)
    (delta,) = block.deltas
    assert (delta.base.value, delta.candidate.value, rounded(delta.percent)) == (
        0.004,
        0.003,
        -25,
    )
    assert delta.base.role_because == "position"


def test_a_difference_in_brackets_belongs_to_the_arrow() -> None:
    (delta,) = read("bw: 100 MB/s -> 150 MB/s (+50%)", FormName.ARROWS).deltas
    assert (delta.stated, delta.convention, delta.fits) == (50.0, Convention.RAW, True)


def test_names_of_kernels_are_sides() -> None:
    text = """
 7.1-rc4:                      2.20 Mrps/s
 7.1-rc4+revert:               1.98 Mrps/s
"""
    block = read(text, FormName.KEY_VALUES, kind=BlockKind.NUMBERS)
    assert [(one.variant, one.role, one.value) for one in block.measurements] == [
        ("7.1-rc4", Role.BASE, 2.2e6),
        ("7.1-rc4+revert", Role.CANDIDATE, 1.98e6),
    ]
    assert block.deltas[0].percent == pytest.approx(-10.0)


def test_labels_inside_of_a_block_change_the_side() -> None:
    text = """
Test 1: sync = 0
  without patch:
    Average Files/sec:      40000.0
  with patch:
    Average Files/sec:      50000.0
"""
    block = read(text, FormName.KEY_VALUES, kind=BlockKind.NUMBERS)
    assert any(delta.percent == pytest.approx(25.0) for delta in block.deltas)


def test_a_mean_and_its_deviation_are_one_measurement() -> None:
    text = """
Baseline (7.0):
real: mean: 190.93s, stdev: 5.09s
throughput: mean: 382000 KB/s, stdev: 11000.5 KB/s
"""
    block = read(text, FormName.KEY_VALUES, kind=BlockKind.NUMBERS)
    assert [(one.metric, one.value, one.statistic) for one in block.measurements] == [
        ("real", 190.93, "mean"),
        ("throughput", 3.82e8, "mean"),
    ]
    assert block.measurements[0].spread == Spread(SpreadKind.DEVIATION, 5.09)
    assert {one.role for one in block.measurements} == {Role.BASE}


def test_the_figures_of_a_line_are_its_parameters_and_results() -> None:
    (one,) = read(" c=8000 tps  = 143-150k (some init)", FormName.KEY_VALUES).measurements
    assert (one.metric, one.parameters, one.value) == ("tps", (("c", "8000"),), 146500.0)
    assert one.spread == Spread(SpreadKind.RANGE, 143000.0, 150000.0)


def test_a_percent_sign_may_stand_in_front() -> None:
    text = """
   7.0 + (lock patch)            : improve about %60
   7.0 + (lock patch) + (more)   : improve about 130%
"""
    block = read(text, FormName.KEY_VALUES, kind=BlockKind.NUMBERS)
    assert [(one.value, one.unit, one.statistic) for one in block.measurements] == [
        (60.0, "%", "change"),
        (130.0, "%", "change"),
    ]


def test_counts_before_names_are_counts_of_them() -> None:
    text = "    285 /usr/bin/sed\n     95 /usr/bin/rm\n     88 /usr/bin/grep"
    block = read(text, FormName.COUNTERS)
    assert [one.value for one in block.measurements] == [285.0, 95.0, 88.0]
    assert {one.role for one in block.measurements} == {None}
    assert {one.better for one in block.measurements} == {None}


def test_a_stated_gain_on_the_patched_line_is_checked() -> None:
    text = "Without (7.0-rc1)       10000.0 Mbps\nWith patch              12000.0 Mbps (20.0% improvement)"
    block = read(
        text, FormName.KEY_VALUES, kind=BlockKind.NUMBERS, above="Results (average throughput):"
    )
    (delta,) = block.deltas
    assert (delta.stated, delta.fits, delta.base.better) == (20.0, True, Better.HIGHER)


def test_keys_with_their_own_units() -> None:
    block = read("max-jOPS = 117828, critical-jOPS = 66047", FormName.SPECJBB)
    assert [one.value for one in named(block, "max-jOPS")] == [117828.0]
    assert [one.value for one in named(block, "critical-jOPS")] == [66047.0]
