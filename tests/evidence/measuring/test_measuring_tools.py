"""What tools print: counters, timers, benchmarks, locks, histograms."""

import pytest

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.model.evidence import Block, BlockKind
from lkmltrack.model.measurement import Better, Convention, Role, Spread, SpreadKind
from tests.evidence.measuring.readings import named, read, rounded

PERF_STAT = """
 Performance counter stats for 'make -j8 init/' (5 runs):

   26,975,564,374      instructions              #    1.45  insn per cycle           ( +-  0.10% )  (83.33%)
   18,637,847,671      cycles                    #    3.959 GHz                      ( +-  0.30% )
         2,136.96 msec cpu-clock                 #    7.499 CPUs utilized            ( +-  0.29% )
    <not supported>      branches

           0.9520 +- 0.0169 seconds time elapsed  ( +-  1.78% )
"""
UNIXBENCH = """
System Benchmarks Index Values               BASELINE       RESULT    INDEX
Execl Throughput                                 43.0      14700.0   3418.6
Pipe Throughput                               12440.0    5000000.0   9999.9
                                                                   ========
System Benchmarks Index Score                                        2955.6
"""
FIO = """
job: (g=0): rw=randread, bs=(R) 4096B-4096B, ioengine=io_uring, iodepth=16
job: (groupid=0, jobs=4): err= 0: pid=77
  read: IOPS=202k, BW=787MiB/s (826MB/s)(46.1GiB/60012msec)
    clat (usec): min=36, max=9944, avg=81.95, stdev=36.18
    clat percentiles (usec):
     |  1.00th=[   40], 99.00th=[  169], 99.99th=[ 8586]
   iops        : min= 8100, max= 8307, avg=8209.00, stdev=103.94, samples=3
"""


def values(block: Block, metric: str) -> list[float]:
    return [one.value for one in named(block, metric)]


def test_perf_stat_knows_errors_runs_and_the_command() -> None:
    block = read(PERF_STAT, FormName.PERF_STAT, label="before")
    (instructions,) = named(block, "instructions")
    assert instructions.value == 26975564374
    assert instructions.spread == Spread(SpreadKind.ERROR, 0.1)
    assert (instructions.runs, instructions.workload) == (5, "make -j8 init/")
    assert (instructions.variant, instructions.role) == ("before", Role.BASE)
    assert values(block, "insn per cycle") == [1.45]
    assert values(block, "cpu-clock") == [2.13696]
    (elapsed,) = named(block, "time elapsed")
    assert (elapsed.value, elapsed.unit, elapsed.spread) == (
        0.952,
        "s",
        Spread(SpreadKind.ERROR, 1.78),
    )


def test_the_share_of_multiplexing_is_no_scatter() -> None:
    block = read("   900      cache-misses      (62.50%)", FormName.PERF_STAT)
    assert block.measurements[0].spread is None


def test_elapsed_lines_may_have_labels_of_their_own() -> None:
    text = """
 OLD LOCK:   77.575 +- 0.009 seconds time elapsed  ( +-  0.01% )
 THE PATCH:  48.718 +- 0.025 seconds time elapsed  ( +-  0.05% )
"""
    block = read(text, FormName.PERF_STAT)
    assert [one.role for one in block.measurements] == [Role.BASE, Role.CANDIDATE]
    assert [delta.percent for delta in block.deltas] == [pytest.approx(-37.199, abs=0.01)]


def test_unixbench_has_no_base_in_its_baseline() -> None:
    block = read(
        UNIXBENCH,
        FormName.UNIXBENCH,
        above="8 CPUs; running 4 parallel copies of tests",
        label="B. With mine",
        tool="UnixBench",
    )
    assert values(block, "result") == [14700.0, 5000000.0]
    assert values(block, "index") == [3418.6, 9999.9]
    assert values(block, "index score") == [2955.6]
    assert 43.0 not in [one.value for one in block.measurements]
    assert {one.parameters for one in block.measurements} == {(("copies", "4"),)}
    assert {one.role for one in block.measurements} == {None}
    assert block.remarks == (
        "line 4: the index of Pipe Throughput is 9999.9, its result makes 4019.3",
    )


def test_unixbench_by_hand_is_a_table() -> None:
    text = "                     before    after\nExecl Throughput    2000.0   2200.0  10.00%"
    block = read(text, FormName.UNIXBENCH, tool="UnixBench")
    assert [(rounded(d.percent), d.fits) for d in block.deltas] == [(10.0, True)]
    assert block.deltas[0].base.better is Better.HIGHER


def test_fio_is_read_in_binary_units_once() -> None:
    block = read(FIO, FormName.FIO, kind=BlockKind.LOG)
    assert values(block, "bandwidth") == [787 * 2.0**20]
    assert values(block, "IOPS") == [202000.0, 8209.0, 8100.0, 8307.0]
    assert [(one.statistic, rounded(one.value)) for one in named(block, "clat")] == [
        ("mean", 81.95e-6),
        ("min", 36e-6),
        ("max", 9944e-6),
        ("p1", 4e-5),
        ("p99", 1.69e-4),
        ("p99.99", 8.586e-3),
    ]
    parameters = dict(named(block, "bandwidth")[0].parameters)
    assert (parameters["iodepth"], parameters["numjobs"], parameters["rw"]) == (
        "16",
        "4",
        "randread",
    )


def test_lines_by_file_are_samples_of_a_mean() -> None:
    text = """
qmode-0-fio-1.log:  read: IOPS=1000k, BW=4000MiB/s
qmode-0-fio-2.log:  read: IOPS=1200k, BW=4400MiB/s
qmode-0-fio-3.log:  read: IOPS=1400k, BW=4800MiB/s
"""
    block = read(text, FormName.FIO)
    (mean,) = named(block, "IOPS", statistic="mean")
    assert (mean.value, mean.runs) == (1.2e6, 3)
    assert mean.spread == Spread(SpreadKind.DEVIATION, 2e5)
    assert len(named(block, "IOPS", statistic="sample")) == 3


def test_hackbench_repeated_is_a_mean_on_each_side() -> None:
    text = """
Without this change:
Running in process mode with 8 groups using 40 file descriptors each (== 320 tasks)
Time: 4.400
Time: 4.600
With this change:
Running in process mode with 8 groups using 40 file descriptors each (== 320 tasks)
Time: 3.500
Time: 3.700
"""
    block = read(text, FormName.HACKBENCH, kind=BlockKind.LOG)
    (delta,) = block.deltas
    assert (delta.base.value, delta.candidate.value) == (4.5, 3.6)
    assert delta.percent == pytest.approx(-20.0)
    assert (delta.base.runs, delta.base.better) == (2, Better.LOWER)
    assert ("groups", "8") in delta.base.parameters


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("real\t0m51.637s\nuser\t1m0.001s\nsys\t0m0.000s", 51.637),
        ("real 20.00\nuser 1.00\nsys 0.00", 20.0),
        ("0.40user 0.00system 1:00.10elapsed 2%CPU (0avgtext+0avgdata 1644maxresident)k", 60.1),
        (
            "\tUser time (seconds): 0.40\n\tElapsed (wall clock) time (h:mm:ss or m:ss): 0:07.50",
            7.5,
        ),
    ],
)
def test_every_time_is_read(text: str, real: float) -> None:
    block = read(text, FormName.TIME, kind=BlockKind.NUMBERS)
    assert values(block, "real") == [real]
    assert len(named(block, "user")) == 1


def test_hyperfine_has_a_deviation_a_range_and_runs() -> None:
    text = """
Benchmark 1: build (old)
  Time (mean ± σ):     48.685 s ±  0.049 s    [User: 1969.835 s, System: 204.166 s]
  Range (min … max):   48.620 s … 48.782 s    10 runs

Benchmark 2: build (new)
  Time (mean ± σ):     46.797 s ±  0.119 s    [User: 1403.854 s, System: 154.336 s]
  Range (min … max):   46.620 s … 47.052 s    12 runs
"""
    block = read(text, FormName.HYPERFINE)
    means = named(block, "time", statistic="mean")
    assert [(one.value, one.runs, one.role) for one in means] == [
        (48.685, 10, Role.BASE),
        (46.797, 12, Role.CANDIDATE),
    ]
    assert means[0].spread == Spread(SpreadKind.DEVIATION, 0.049)


def test_ministat_says_what_its_marks_are() -> None:
    text = """
x without_patch
* with_patch
    N           Min           Max        Median           Avg        Stddev
x  10           100           120           110         110.0          3.02
*  12           101           140           121         121.0          4.02
"""
    block = read(text, FormName.MINISTAT, above="records per second (higher is better)")
    means = named(block, "value", statistic="mean")
    assert [(one.variant, one.role, one.runs) for one in means] == [
        ("without_patch", Role.BASE, 10),
        ("with_patch", Role.CANDIDATE, 12),
    ]
    assert {one.better for one in block.measurements} == {Better.HIGHER}
    assert any(delta.percent == pytest.approx(10.0) for delta in block.deltas)


def test_the_minutes_of_perf_lock_are_minutes() -> None:
    text = """
 contended   total wait     max wait     avg wait         type   caller

    2665573     64.38 h       1.98 s      86.95 ms      rwsem:W   some_lseek+0x31
                        0xffffffff903f15bc  rwsem_down_write_slowpath+0x36c
        100      2.50 m       3.00 s       1.50 s      spinlock   other+0x1
"""
    block = read(text, FormName.PERF_LOCK)
    assert values(block, "total wait") == [pytest.approx(64.38 * 3600), 150.0]
    assert values(block, "contended") == [2665573.0, 100.0]


def test_lock_stat_is_in_microseconds() -> None:
    text = """
VANILLA
     &zone->lock:    1202731    1203433     0.07   120.55  1555485.48   1.29   8920825   12537091   0.06   84.10  9855085.12   0.79
     &zone->lock          61903          [<00000000b47dc96a>] some_free+0x3f/0x530
REVERT
     &zone->lock:     735827     739037     0.06    66.12   699661.56   0.95   4095299    7757942   0.05   54.35  5670083.68   0.73
"""
    block = read(text, FormName.LOCK_STAT)
    totals = named(block, "waittime-total")
    assert [rounded(one.value) for one in totals] == [1.55549, 0.699662]
    assert [one.role for one in totals] == [Role.BASE, Role.CANDIDATE]


def test_iperf_gives_the_sum_and_not_its_seconds() -> None:
    text = """
[ ID] Interval           Transfer     Bitrate         Retr  Cwnd
[  5]   0.00-1.00   sec   389 MBytes  3.23 Gbits/sec    2   1.75 MBytes
[  5]   0.00-2.01   sec  1.04 GBytes  4.47 Gbits/sec    7             sender
[SUM]   0.00-2.01   sec  2.00 GBytes  8.80 Gbits/sec    8             sender
[SUM]   0.00-2.02   sec  1.99 GBytes  8.74 Gbits/sec                  receiver
"""
    block = read(text, FormName.IPERF)
    assert values(block, "bandwidth") == [8.8e9, 8.74e9]
    assert values(block, "transfer")[0] == 2.0 * 2**30


def test_rows_of_netperf_end_in_the_result() -> None:
    text = """
Base:
540000 262144 10240 60.00 50000.50
540000 262144 10240 60.00 54000.50

Average: 52000.5
"""
    block = read(text, FormName.NETPERF)
    (mean,) = named(block, "throughput", statistic="mean")
    assert (mean.value, mean.unit, mean.runs) == (5.20005e10, "bit/s", 2)


def test_programs_print_what_they_count() -> None:
    text = """
Number of threads: 4
    events per second:   981.42
         avg:                                    1.01
         95th percentile:                        8.28
"""
    block = read(text, FormName.SYSBENCH)
    assert [(one.metric, one.value, one.statistic) for one in block.measurements] == [
        ("events per second", 981.42, ""),
        ("latency", 0.00101, "mean"),
        ("latency", 0.00828, "p95"),
    ]
    assert block.measurements[0].parameters == (("threads", "4"),)


def test_the_two_rates_of_pgbench_are_two_metrics() -> None:
    text = """
latency average = 24.013 ms
tps = 4664.153934 (including connections establishing)
tps = 4664.421492 (excluding connections establishing)
"""
    block = read(text, FormName.PGBENCH)
    assert len({one.workload for one in named(block, "tps")}) == 2
    assert values(block, "latency") == [0.024013]


def test_tcrypt_counts_operations_a_second() -> None:
    text = """
testing speed of async xts(one) (xts-one-wide) encryption
tcrypt: test 0 (256 bit key, 16 byte blocks): 4200000 operations in 2 seconds (68721616 bytes)
tcrypt: test 1 (256 bit key, 64 byte blocks): 1 operation in 420 cycles (64 bytes)
"""
    block = read(text, FormName.TCRYPT)
    assert [(one.value, one.unit) for one in block.measurements] == [
        (2.1e6, "1/s"),
        (420.0, "cycles"),
    ]
    assert block.measurements[0].parameters == (("key bits", "256"), ("block size", "16"))


def test_stress_ng_is_read_with_and_without_its_prefix() -> None:
    row = "pipe   474048      2.00      0.26      1.19    236699.35      326575.15"
    prefix = "stress-ng: metrc: [1660] "
    blocks = [read(text, FormName.STRESS_NG) for text in (row, prefix + row)]
    assert [values(block, "bogo ops/s (real time)") for block in blocks] == [[236699.35]] * 2


def test_perf_bench_says_what_ran() -> None:
    text = """
# Running 'sched/messaging' benchmark:
     Total time: 1.159 [sec]
"""
    (total,) = read(text, FormName.PERF_BENCH).measurements
    assert (total.metric, total.value, total.workload) == ("total time", 1.159, "sched/messaging")


def test_cyclictest_has_one_row_for_each_thread() -> None:
    text = "T: 0 ( 1343) P:80 I:1000 C:    500 Min:     35 Act:   89 Avg:  334 Max:    7870"
    block = read(text, FormName.CYCLICTEST)
    assert [(one.statistic, rounded(one.value)) for one in block.measurements] == [
        ("min", 3.5e-5),
        ("mean", 3.34e-4),
        ("max", 7.87e-3),
    ]


def test_percentiles_of_schbench_are_in_microseconds() -> None:
    text = """
Latency percentiles (usec)
        50.0th: 29
        *99.0th: 13104
        min=0, max=17993
"""
    block = read(text, FormName.SCHBENCH, above="Without-patch")
    assert [(one.statistic, rounded(one.value)) for one in block.measurements] == [
        ("p50", 2.9e-5),
        ("p99", 0.013104),
        ("min", 0.0),
        ("max", 0.017993),
    ]
    assert {one.role for one in block.measurements} == {Role.BASE}


def test_buckets_are_in_the_unit_of_their_title() -> None:
    bpf = read(
        "@usecs:\n[0]       5 |@@  |\n[2, 4)   12 |@@@@|\n[1K, 2K)  3 |@   |",
        FormName.BPFTRACE_HISTOGRAM,
        kind=BlockKind.HISTOGRAM,
    )
    assert [(b.low, b.high, b.count) for b in bpf.buckets] == [
        (0.0, 1e-6, 5.0),
        (2e-6, 4e-6, 12.0),
        (1.024e-3, 2.048e-3, 3.0),
    ]
    bcc = read(
        "     usecs    : count     distribution\n  0 -> 1  : 7   |***|\n\navg = 88 usecs, total: 176 usecs, count: 2",
        FormName.BCC_HISTOGRAM,
        kind=BlockKind.HISTOGRAM,
    )
    assert [(b.low, b.high, b.count) for b in bcc.buckets] == [(0.0, 2e-6, 7.0)]
    assert [(rounded(one.value), one.runs) for one in bcc.measurements] == [(8.8e-5, 2)]


def test_a_speed_up_of_cycles_is_recognised() -> None:
    text = """
             Microbenchmark               Before      After   Improvement
             ==============               ======      =====   ===========

     1. cycles spent in             40000      20000      100%
     hash_of_it()
     (4 calls)

     2. setup() cycles              30000      24000       25%
"""
    block = read(text, FormName.RST_TABLE)
    assert [delta.convention for delta in block.deltas] == [Convention.SPEEDUP] * 2
    assert {one.workload for one in block.measurements} == {""}


def test_lines_of_progress_are_samples_of_rates() -> None:
    text = """
Jobs: 4 (f=4): [W(4)][16.7%][w=10.0GiB/s][w=10.4k IOPS][eta 00m:15s]
Jobs: 4 (f=4): [m(4)][25.0%][r=100MiB/s,w=50MiB/s][r=900,w=450 IOPS][eta 00m:12s]
"""
    block = read(text, FormName.KEY_VALUES, kind=BlockKind.NUMBERS)
    assert [one.value for one in named(block, "IOPS")][0] == 10400.0
    assert {one.workload for one in named(block, "bandwidth")} == {"read", "write"}
    assert [one.value for one in named(block, "bandwidth", statistic="sample")] == [
        10 * 2.0**30,
        50 * 2.0**20,
    ]
