"""Machine-made comparisons: the test robot's tables, mmtests, AMD's normalised ones."""

import pytest

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.model.measurement import Better, BetterSource, Convention, Role, SpreadKind
from tests.evidence.measuring.readings import named, read

LKP = """
=========================================================================================
compiler/cpufreq_governor/kconfig/nr_task/rootfs/tbox_group/test/testcase:
  gcc-19/performance/x86_64-rhel/100%/debian/lkp-box-2sp1/open7/will-it-scale

0123456789abcdef fedcba9876543210fedcba98765 00112233445566778899aabbccd
---------------- --------------------------- ---------------------------
         %stddev     %change         %stddev     %change         %stddev
             \\          |                \\          |                \\
      2000           -25.0%       1500 ±  3%     -10.0%       1800        will-it-scale.per_thread_ops
      0.00 ±141%     +20.0 ± 12%    20.00            +5.0       5.00        perf-profile.self.cycles-pp.spin_here
     40.00           -10.5      29.50            -1.0      39.00        perf-profile.calltrace.cycles-pp.leaf.middle.root
     10.00 ±141%     +50.0%      15.00           +20.0%      12.00        uptime.idle
"""
MMTESTS = """
invented Throughput
                       7.1-rc1                7.1-rc1
                       vanilla       lockless-v2r1
Hmean     1       1000.00 (   0.00%)     1100.00 (  10.00%)
Hmean     4       4000.00 (   0.00%)     3000.00 * -25.00%*
Stddev    1         50.00 (   0.00%)       40.00 (  20.00%)
Stddev    4        100.00 (   0.00%)      150.00 ( -50.00%)
"""
AMD = """
  Test          : hackbench
  Units         : Normalized time in seconds
  Interpretation: Lower is better
  Statistic     : AMean
  ==================================================================
  Case:         tip[pct imp](CV)          mine[pct imp](CV)
   1-groups     1.00 [ -0.00](11.18)     1.10 [-10.00]( 2.84)
   2-groups     1.00 [ -0.00]( 4.73)     0.90 [ 10.00]( 1.29)
"""


def test_the_robots_rows_have_parameters_sides_and_scatter() -> None:
    block = read(LKP, FormName.LKP)
    found = named(block, "will-it-scale.per_thread_ops")
    assert [(one.value, one.role, one.variant[:4]) for one in found] == [
        (2000.0, Role.BASE, "0123"),
        (1500.0, Role.CANDIDATE, "fedc"),
        (1800.0, Role.CANDIDATE, "0011"),
    ]
    assert [one.spread and one.spread.value for one in found] == [None, 3.0, None]
    assert found[0].workload == "will-it-scale"
    assert found[0].parameters == (("nr_task", "100%"), ("test", "open7"))
    assert (found[0].better, found[0].better_because) == (Better.HIGHER, BetterSource.TOOL)


def test_a_change_without_a_percent_sign_is_a_difference() -> None:
    block = read(LKP, FormName.LKP)
    shares = [delta for delta in block.deltas if delta.base.unit == "%"]
    assert {delta.convention for delta in shares} == {Convention.DIFFERENCE}
    others = [delta for delta in block.deltas if delta.base.unit != "%"]
    assert {delta.convention for delta in others} == {Convention.RAW}
    assert all(delta.fits for delta in block.deltas)


def test_what_was_seen_in_one_run_only_is_told() -> None:
    block = read(LKP, FormName.LKP)
    (idle, *_) = named(block, "uptime.idle")
    assert idle.runs == 3
    assert block.remarks[0].endswith("seen in one run only")


def test_the_robots_profile_becomes_rows_and_chains() -> None:
    block = read(LKP, FormName.LKP)
    assert [(chain.functions, chain.share) for chain in block.chains] == [
        (("root", "middle", "leaf"), 39.0)
    ]


def test_failures_are_counted_in_their_runs() -> None:
    text = """
0123456789abcdef fedcba9876543210fedcba98765
---------------- ---------------------------
       fail:runs  %reproduction    fail:runs
           |             |             |
           :9           67%           6:6     self-tests.invented.test_one.fail
"""
    block = read(text, FormName.LKP)
    assert [(one.value, one.runs) for one in block.measurements] == [(0.0, 9), (6.0, 6)]


def test_the_robots_box_says_which_way_its_percentages_went() -> None:
    text = """
+------------------+--------------------------------------------------------+
| testcase: change | bench: bench.mmap.ops_per_sec  63.5% regression         |
| test parameters  | nr_threads=100%                                        |
|                  | test=mmap                                              |
+------------------+--------------------------------------------------------+
| testcase: change | other: other.throughput  -4.2% regression               |
+------------------+--------------------------------------------------------+
"""
    block = read(text, FormName.LKP_SUMMARY)
    assert [(one.value, one.unit, one.statistic) for one in block.measurements] == [
        (-63.5, "%", "change"),
        (-4.2, "%", "change"),
    ]
    assert block.measurements[0].parameters == (("nr_threads", "100%"), ("test", "mmap"))


def test_mmtests_compares_with_its_first_column() -> None:
    block = read(MMTESTS, FormName.MMTESTS)
    first, second, *_ = block.measurements
    assert (first.variant, first.role) == ("7.1-rc1 vanilla", Role.BASE)
    assert (second.variant, second.role) == ("7.1-rc1 lockless-v2r1", Role.CANDIDATE)
    assert first.metric == "throughput"
    assert first.parameters == (("case", "1"),)


def test_the_mean_of_mmtests_says_which_way_is_better() -> None:
    block = read(MMTESTS, FormName.MMTESTS)
    assert {
        (one.better, one.better_because) for one in named(block, "throughput", statistic="hmean")
    } == {(Better.HIGHER, BetterSource.STATISTIC)}
    assert {one.better for one in named(block, "throughput", statistic="stddev")} == {Better.LOWER}
    assert {delta.convention for delta in block.deltas} == {Convention.GOODNESS}
    assert all(delta.fits for delta in block.deltas)


def test_stars_mark_what_is_significant() -> None:
    block = read(MMTESTS, FormName.MMTESTS)
    assert [delta.is_marked_significant for delta in block.deltas] == [False, True, False, False]


def test_deviations_in_rows_of_their_own_belong_to_the_means() -> None:
    block = read(MMTESTS, FormName.MMTESTS)
    means = named(block, "throughput", statistic="hmean")
    assert [(one.spread.kind, one.spread.value) for one in means if one.spread] == [
        (SpreadKind.DEVIATION, 50.0),
        (SpreadKind.DEVIATION, 40.0),
        (SpreadKind.DEVIATION, 100.0),
        (SpreadKind.DEVIATION, 150.0),
    ]


def test_an_interval_beside_each_value_is_one_when_the_text_says_so() -> None:
    text = """
                7.1-one (BASELINE)                7.1-two
Amean  2        400.00 +- 6.61 (        )     300.00 +- 6.99 (  25.00%)
Amean  4        200.00 +- 2.58 (        )     220.00 +- 2.74 ( -10.00%)
"""
    block = read(text, FormName.MMTESTS, above="The figures beside are 95% confidence intervals.")
    assert {one.spread.kind for one in block.measurements if one.spread} == {SpreadKind.INTERVAL}
    assert [delta.convention for delta in block.deltas] == [Convention.GOODNESS] * 2


def test_normalised_tables_say_everything_of_themselves() -> None:
    block = read(AMD, FormName.AMD)
    assert [(one.value, one.spread and one.spread.value) for one in block.measurements] == [
        (1.0, 11.18),
        (1.1, 2.84),
        (1.0, 4.73),
        (0.9, 1.29),
    ]
    one = block.measurements[0]
    assert (one.metric, one.workload) == ("normalized time in seconds", "hackbench")
    assert (one.statistic, one.better, one.better_because) == (
        "amean",
        Better.LOWER,
        BetterSource.EXPLICIT,
    )
    assert [(delta.convention, delta.fits) for delta in block.deltas] == [
        (Convention.GOODNESS, True)
    ] * 2


@pytest.mark.parametrize("form", [FormName.LKP, FormName.MMTESTS, FormName.AMD])
def test_prose_in_such_a_block_measures_nothing(form: FormName) -> None:
    assert read("Nothing at all is measured here.", form).measurements == ()
