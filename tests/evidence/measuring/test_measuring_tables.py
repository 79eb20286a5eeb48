"""Tables by hand: every dialect, both axes, differences and scatter wherever they stand."""

import pytest

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.model.measurement import (
    Better,
    BetterSource,
    Convention,
    Measurement,
    Role,
    SpreadKind,
)
from tests.evidence.measuring.readings import named, read, rounded

ORG = """
|          | Original | Patched |  Delta |
|----------+----------+---------+--------|
| one cgroup |  84000 |   63000 | -25.0% |
| two cgroups |  50000 |  40000 | -20.0% |
"""
MARKDOWN = """
| test | base | patched | cmp |
|------|-----:|--------:|----:|
| open1 | 2000.5 | 2200.55 | 10.00% |
| lseek | 1000 | 950 | -5.00% |
"""
ALIGNED = """
Test               before      after
pipe               2000.5    2200.55   10.00%
lseek                1000        950   -5.00%
"""
GRID = """
+-------+---------+---------+
|       | seq4K   | rnd4K   |
|       | (MB/s)  | (KIOPS) |
+-------+---------+---------+
| old   | 900     | 400     |
| noop  |         |         |
+-------+---------+---------+
| new   | 990     | 300     |
| noop  | (+10%)  | (-25%)  |
+-------+---------+---------+
"""
RST = """
buffers    plain        wide         Improvement
=======    ==========   ==========   ===========
1          100 MB/s     120 MB/s     20%
2          200 MB/s     250 MB/s     25%
"""
HALF_PIPED = """
clients | Without patch | With patch
  6     | 400.0 Mbps    | 500.0 Mbps (25.00% improvement)
  12    | 300.0 Mbps    | 330.0 Mbps (10.00% improvement)
"""


def sides(measurements: tuple[Measurement, ...]) -> list[tuple[float, Role | None]]:
    return [(one.value, one.role) for one in measurements]


@pytest.mark.parametrize(
    ("text", "form", "percents"),
    [
        (ORG, FormName.ORG_TABLE, [-25.0, -20.0]),
        (MARKDOWN, FormName.MARKDOWN_TABLE, [10.0, -5.0]),
        (ALIGNED, FormName.ALIGNED_TABLE, [10.0, -5.0]),
        (GRID, FormName.GRID_TABLE, [10.0, -25.0]),
        (RST, FormName.RST_TABLE, [20.0, 25.0]),
        (HALF_PIPED, FormName.MARKDOWN_TABLE, [25.0, 10.0]),
    ],
)
def test_differences_are_recomputed_in_every_dialect(
    text: str, form: FormName, percents: list[float]
) -> None:
    block = read(text, form)
    assert [delta.percent for delta in block.deltas] == [pytest.approx(p) for p in percents]
    assert [delta.stated for delta in block.deltas] == percents
    assert {delta.convention for delta in block.deltas} == {Convention.RAW}
    assert all(delta.fits for delta in block.deltas)
    assert block.remarks == ()


def test_two_lines_of_a_cell_are_one() -> None:
    block = read(GRID, FormName.GRID_TABLE)
    assert [(one.value, one.unit) for one in block.measurements] == [
        (9e8, "B/s"),
        (4e5, "1/s"),
        (9.9e8, "B/s"),
        (3e5, "1/s"),
    ]
    assert {one.variant for one in block.measurements} == {"old noop", "new noop"}
    assert {one.role_because for one in block.measurements} <= {"label", "position"}


def test_a_transposed_table_has_its_sides_in_rows() -> None:
    text = """
                  tcp_rr        tcp_stream
Base           9500.50          350.25
Patched        9690.51          343.25
Delta            +2.0%           -2.0%
Std Dev          0.95%           1.03%
"""
    block = read(text, FormName.ALIGNED_TABLE, above="The values are throughputs in mbps:")
    assert [delta.stated for delta in block.deltas] == [2.0, -2.0]
    assert all(delta.fits for delta in block.deltas)
    assert [one.spread and one.spread.value for one in block.measurements] == [0.95, 1.03] * 2
    assert {one.workload for one in block.measurements} == {"tcp_rr", "tcp_stream"}
    assert {one.unit for one in block.measurements} == {"bit/s"}


def test_deviations_in_brackets_are_told_by_the_legend() -> None:
    text = """
#thr    stock          patch-X       speedup (patch-X/stock)
  1     2.500 (0.094)  2.450 (0.100)  0.980
  2     2.600 (0.122)  3.900 (0.136)  1.500
"""
    block = read(text, FormName.ALIGNED_TABLE, above="The standard deviation is in ().")
    assert [(one.spread.kind, one.spread.value) for one in block.measurements if one.spread] == [
        (SpreadKind.DEVIATION, 0.094),
        (SpreadKind.DEVIATION, 0.1),
        (SpreadKind.DEVIATION, 0.122),
        (SpreadKind.DEVIATION, 0.136),
    ]
    assert [delta.convention for delta in block.deltas] == [Convention.RATIO] * 2
    assert [one.parameters for one in block.measurements][::2] == [
        (("threads", "1"),),
        (("threads", "2"),),
    ]


def test_percentages_on_both_sides_are_scatter_and_not_differences() -> None:
    text = """
group       one                two
1        1.500(+/-  1%)     1.200(+/- 1%) +20%
4        1.600(+/-  3%)     1.200(+/- 3%) +25%
"""
    block = read(text, FormName.ALIGNED_TABLE, tool="hackbench")
    assert {one.spread.kind for one in block.measurements if one.spread} == {SpreadKind.VARIATION}
    assert [(delta.stated, delta.convention) for delta in block.deltas] == [
        (20.0, Convention.GOODNESS),
        (25.0, Convention.GOODNESS),
    ]
    assert {(one.unit, one.better) for one in block.measurements} == {("s", Better.LOWER)}


def test_a_ratio_to_the_first_row_makes_it_the_base() -> None:
    text = """
ondemand      200.0 MB/sec  ( 1.00)
performance   250.0 MB/sec  ( 1.25)
schedutil     150.0 MB/sec  ( 0.75)
"""
    block = read(text, FormName.ALIGNED_TABLE)
    assert sides(block.measurements) == [
        (2e8, Role.BASE),
        (2.5e8, Role.CANDIDATE),
        (1.5e8, Role.CANDIDATE),
    ]
    assert [delta.convention for delta in block.deltas] == [Convention.RATIO] * 2


def test_a_table_of_nothing_but_differences_compares_nothing() -> None:
    text = """
Folio Size |  ONE | TWO
------------------------
    16 KiB |   2 % |  -8 %
    32 KiB |   3 % |  -9 %
"""
    legend = "Numbers are increase (+) / reduction (-) in runtime. Reduction (-) is\ngood."
    block = read(text, FormName.MARKDOWN_TABLE, above=legend)
    assert block.deltas == ()
    assert [(one.value, one.unit, one.statistic) for one in block.measurements] == [
        (2.0, "%", "change"),
        (-8.0, "%", "change"),
        (3.0, "%", "change"),
        (-9.0, "%", "change"),
    ]
    assert {(one.metric, one.better, one.better_because) for one in block.measurements} == {
        ("runtime", Better.LOWER, BetterSource.EXPLICIT)
    }


def test_steps_of_a_parameter_may_be_in_a_row() -> None:
    text = """
iodepth  |        4 |        8 |       16
bw       | 1100MB/s | 1500MB/s | 2000MB/s
"""
    block = read(text, FormName.MARKDOWN_TABLE, label="with the patch")
    assert [(one.metric, one.parameters, one.value) for one in block.measurements] == [
        ("bw", (("iodepth", "4"),), 1.1e9),
        ("bw", (("iodepth", "8"),), 1.5e9),
        ("bw", (("iodepth", "16"),), 2e9),
    ]
    assert {(one.variant, one.role) for one in block.measurements} == {
        ("with the patch", Role.CANDIDATE)
    }


def test_sections_are_part_of_the_workload() -> None:
    text = """
latency (usec)      base     mine
./bench -m 1
   50.0th             15       12
   99.0th            200      180
./bench -m 2
   50.0th             30       24
"""
    block = read(text, FormName.ALIGNED_TABLE)
    assert [(one.workload, one.statistic, rounded(one.value)) for one in block.measurements][
        ::2
    ] == [
        ("./bench -m 1", "p50", 1.5e-5),
        ("./bench -m 1", "p99", 2e-4),
        ("./bench -m 2", "p50", 3e-5),
    ]
    assert len(block.deltas) == 3


def test_a_header_outside_of_the_block_is_found() -> None:
    block = read(
        "read    100    110\nwrite   200    190", FormName.ALIGNED_TABLE, above="case    old    new"
    )
    assert [rounded(delta.percent) for delta in block.deltas] == [10.0, -5.0]


def test_columns_that_count_jobs_are_parameters() -> None:
    text = """
Test         Direct  Jobs   original  patched  improvement
Random Read  No      1      50.0      55.0     10.0%
Random Read  No      2      50.0      60.0     20.0%
Mean:                       50.0      57.5     15.0%
"""
    block = read(text, FormName.ALIGNED_TABLE)
    assert [one.parameters for one in block.measurements] == [
        (("jobs", "1"),),
        (("jobs", "1"),),
        (("jobs", "2"),),
        (("jobs", "2"),),
        (),
        (),
    ]
    assert all(delta.fits for delta in block.deltas)


def test_several_columns_of_results_are_metrics() -> None:
    text = """
CGROUP    IOPS   MB/s    Avg(ms)  P99(ms)
A-1m      160    160.5   750.5    1300.1
B-4k      120    0.49    7.18     180.9
"""
    block = read(text, FormName.ALIGNED_TABLE)
    assert [(one.metric, one.unit, one.statistic) for one in block.measurements][:4] == [
        ("IOPS", "1/s", ""),
        ("bandwidth", "B/s", ""),
        ("time", "s", "mean"),
        ("time", "s", "p99"),
    ]
    assert {one.role for one in block.measurements} == {None}


@pytest.mark.parametrize(
    ("stated", "convention"),
    [
        (("-20.0%", "-50.0%"), Convention.RAW),
        (("20.0%", "50.0%"), Convention.GOODNESS),
        (("25.0%", "100.0%"), Convention.SPEEDUP),
        (("0.80", "0.50"), Convention.RATIO),
        (("1.25x", "2.0x"), Convention.INVERSE),
        (("-20", "-100"), Convention.DIFFERENCE),
    ],
)
def test_the_convention_is_what_holds_for_all_rows(
    stated: tuple[str, str], convention: Convention
) -> None:
    head = (
        "% diff" if "%" in stated[0] else "diff" if convention is Convention.DIFFERENCE else "ratio"
    )
    text = f"time (ms)   before   after   {head}\na   100   80   {stated[0]}\nb   200   100   {stated[1]}"
    block = read(text, FormName.ALIGNED_TABLE)
    assert [delta.convention for delta in block.deltas] == [convention] * 2
    assert all(delta.fits for delta in block.deltas)


def test_a_difference_that_does_not_fit_is_told() -> None:
    text = """
requests     before   after   change
long         19200    15600   -19%
short        4500     3800    -29%
all          46100    42900   -7%
"""
    block = read(text, FormName.ALIGNED_TABLE)
    assert [delta.fits for delta in block.deltas] == [True, False, True]
    assert block.remarks == ("line 3: -29 % is stated, 4500 and 3800 make -15.56 %",)


def test_figures_that_mean_nothing_are_told_without_a_guess() -> None:
    text = "n   before   after   diff\na   100   200   7%\nb   100   300   91%"
    block = read(text, FormName.ALIGNED_TABLE)
    assert {delta.convention for delta in block.deltas} == {Convention.UNKNOWN}
    assert block.remarks == ("2 stated differences cannot be made from the values",)


def test_rounding_of_the_values_is_allowed_for() -> None:
    text = "t   base   patched   change\na   0.02   0.01   -38.5%\nb   100   90   -10.0%"
    assert all(delta.fits for delta in read(text, FormName.ALIGNED_TABLE).deltas)


def test_units_of_headers_and_of_cells_agree() -> None:
    text = "          w/o patches   w/ patches\nswap-out time(ms)   68711   49908\ncompression ratio   20.5%   16.9%"
    block = read(text, FormName.ALIGNED_TABLE)
    assert [one.value for one in named(block, "swap-out time")] == [68.711, 49.908]
    assert [one.unit for one in named(block, "compression ratio")] == ["%", "%"]
