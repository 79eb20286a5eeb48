"""Results that tools write as text for programs: separated, YAML, and their own reports."""

import pytest

from lkmltrack.errors import BadInputError
from lkmltrack.evidence.comparing import compare
from lkmltrack.evidence.results import read_results
from lkmltrack.model.comparison import Noise, Placed, Verdict
from lkmltrack.model.evidence import Document, EnvironmentKind
from lkmltrack.model.measurement import Better, Measurement, SpreadKind

SEPARATED = """\
# started on Mon Mar  2 09:00:00 2026

12.50,msec,task-clock,1.50%,12500000,100.00,0.980,CPUs utilized
2000000,,cycles,0.40%,12500000,100.00,,
3000000,,instructions,0.20%,12500000,100.00,1.50,insn per cycle
400,,branch-misses,2.00%,12500000,100.00,4.00,of all branches
74,,page-faults,0.78%,12500000,100.00,62.706,K/sec
<not supported>,,LLC-loads,0.00%,0,100.00,,
"""
OBJECTS = """\
{"counter-value" : "12.500000", "unit" : "msec", "event" : "task-clock", "variance" : 1.50}
{"counter-value" : "<not counted>", "unit" : "", "event" : "cycles"}
{"counter-value" : "74.000000", "unit" : "", "event" : "page-faults", "metric-unit" : "K/sec"}
"""


def read(text: str, name: str = "out.txt") -> Document:
    return read_results(name, text.encode())


def measurements(document: Document) -> tuple[Measurement, ...]:
    (block,) = document.blocks
    return block.measurements


def named(document: Document) -> dict[str, float]:
    return {one.metric: one.value for one in measurements(document)}


def test_separated_counters_of_perf_stat_are_read_with_their_errors() -> None:
    document = read(SEPARATED)
    assert document.tools == ("perf stat",)
    assert named(document) == {
        "task-clock": 0.0125,
        "task-clock CPUs utilized": 0.98,
        "cycles": 2e6,
        "instructions": 3e6,
        "insn per cycle": 1.5,
        "branch-misses": 400.0,
        "branch-misses of all branches": 4.0,
        "page-faults": 74.0,
    }
    first = measurements(document)[0]
    assert first.spread is not None
    assert (first.spread.kind, first.spread.value) == (SpreadKind.ERROR, 1.5)
    assert (first.unit, first.better) == ("s", Better.LOWER)


@pytest.mark.parametrize("separator", [";", "|", "\t", "~"])
def test_other_separators_of_perf_stat_are_found(separator: str) -> None:
    assert named(read(SEPARATED.replace(",", separator)))["cycles"] == 2e6


def test_cores_and_intervals_of_perf_stat_are_parameters() -> None:
    cores = "S0-D0-C0,1,80,,page-faults,0.00%,2741095,100.00,316.5,/sec\n"
    cores += "S0-D0-C1,1,9,,page-faults,0.00%,2741095,100.00,36.5,/sec\n"
    slices = "     0.1002,74,,page-faults,104,100.00,70.5,K/sec\n"
    slices += "     0.2004,9,,page-faults,104,100.00,7.5,K/sec\n"
    for text, parameters in (
        (cores, [("cpu", "S0-D0-C0"), ("cpu", "S0-D0-C1")]),
        (slices, [("interval", "0.1002"), ("interval", "0.2004")]),
    ):
        found = measurements(read(text))
        assert [(one.metric, one.parameters) for one in found] == [
            ("page-faults", (parameter,)) for parameter in parameters
        ]


def test_objects_of_perf_stat_are_read_line_by_line() -> None:
    document = read(OBJECTS)
    assert named(document) == {"task-clock": 0.0125, "page-faults": 74.0}


def test_a_perf_stat_that_counted_nothing_is_refused() -> None:
    with pytest.raises(BadInputError, match="no event was counted"):
        read('{"counter-value" : "<not counted>", "unit" : "", "event" : "cycles"}\n')


def test_will_it_scale_gives_operations_by_tasks_and_the_test_by_the_files_name() -> None:
    text = "tasks,processes,processes_idle,threads,threads_idle,linear\n"
    text += "0,0,100,0,100,0\n1,1000,50.5,900,50.1,1000\n2,1990,1.2,1100,3.0,2000\n"
    found = measurements(read(text, "results/page_walk2.csv"))
    assert [(one.metric, one.parameters[0][1], one.value) for one in found[:4]] == [
        ("processes", "1", 1000.0),
        ("threads", "1", 900.0),
        ("processes idle", "1", 50.5),
        ("threads idle", "1", 50.1),
    ]
    assert {one.workload for one in found} == {"will-it-scale page_walk2"}
    assert (found[0].unit, found[0].better) == ("1/s", Better.HIGHER)
    assert len(found) == 8


def test_redis_gives_requests_and_latencies_of_every_command() -> None:
    text = '"test","rps","avg_latency_ms","p99_latency_ms"\n"SET","9000.50","3.5","18.0"\n'
    found = measurements(read(text))
    assert [(one.workload, one.metric, one.statistic, one.value) for one in found] == [
        ("redis-benchmark SET", "requests per second", "", 9000.5),
        ("redis-benchmark SET", "latency", "mean", 0.0035),
        ("redis-benchmark SET", "latency", "p99", 0.018),
    ]


def test_an_older_redis_has_no_names_of_columns() -> None:
    found = measurements(read('"PING_INLINE","1234.5"\n"LRANGE (first 100)","99.0"\n'))
    assert [(one.workload, one.value) for one in found] == [
        ("redis-benchmark PING_INLINE", 1234.5),
        ("redis-benchmark LRANGE (first 100)", 99.0),
    ]


STRESS = """\
---
system-info:
      stress-ng-version: 0.99.01
      sysname: Linux
      release: 6.99.1
      compiler: 'gcc 99.1'
      totalram: 17179869184
      cpus-online: 16

metrics:
    - stressor: fork
      bogo-ops: 12000
      bogo-ops-per-second-real-time: 2400.5
      wall-clock-time: 5.0
      max-rss: 100
      mb-per-sec-made-up-rate: 66.5
    - stressor: pipe
      bogo-ops-per-second-real-time: 99.0
...
"""


def test_stress_ng_gives_the_metrics_of_every_stressor_and_the_machine() -> None:
    document = read(STRESS)
    found = measurements(document)
    assert [(one.workload, one.metric, one.value, one.unit) for one in found] == [
        ("stress-ng fork", "bogo ops", 12000.0, "1"),
        ("stress-ng fork", "bogo ops/s (real time)", 2400.5, "1/s"),
        ("stress-ng fork", "real time", 5.0, "s"),
        ("stress-ng fork", "max rss", 102400.0, "B"),
        ("stress-ng fork", "mb per sec made up rate", 66.5, ""),
        ("stress-ng pipe", "bogo ops/s (real time)", 99.0, "1/s"),
    ]
    assert [(fact.kind, fact.text) for fact in document.environment] == [
        (EnvironmentKind.TOPOLOGY, "16 CPUs"),
        (EnvironmentKind.MEMORY, "16.0 GiB"),
        (EnvironmentKind.KERNEL, "Linux 6.99.1"),
        (EnvironmentKind.COMPILER, "gcc 99.1"),
    ]


UNIXBENCH = """\
   BYTE UNIX Benchmarks (Version 5.1.3)

   System: box: GNU/Linux
   OS: GNU/Linux -- 6.99.1-test -- #1 SMP
   CPU 0: Example 9000 Processor (4800.0 bogomips)
   CPU 1: Example 9000 Processor (4800.0 bogomips)

------------------------------------------------------------------------
Benchmark Run: Mon Mar 02 2026 09:00:00 - 09:30:00
2 CPUs in system; running 1 parallel copy of tests

Execl Throughput                               4000.5 lps   (29.9 s, 2 samples)
File Copy 256 bufsize 500 maxblocks          120000.0 KBps  (30.0 s, 2 samples)

System Benchmarks Partial Index              BASELINE       RESULT    INDEX
Execl Throughput                                 43.0       4000.5    930.3
File Copy 256 bufsize 500 maxblocks            1655.0     120000.0    725.1
                                                                   ========
System Benchmarks Index Score (Partial Only)                          821.3

------------------------------------------------------------------------
Benchmark Run: Mon Mar 02 2026 09:30:00 - 10:00:00
2 CPUs in system; running 2 parallel copies of tests

Execl Throughput                               7000.0 lps   (29.9 s, 2 samples)
"""


def test_unixbench_gives_a_block_for_every_number_of_copies() -> None:
    document = read(UNIXBENCH)
    one, two = document.blocks
    assert [(m.workload, m.metric, m.value, m.unit) for m in one.measurements] == [
        ("UnixBench Execl Throughput", "result", 4000.5, "1/s"),
        ("UnixBench File Copy 256 bufsize 500 maxblocks", "result", 122_880_000.0, "B/s"),
        ("UnixBench Execl Throughput", "index", 930.3, "1"),
        ("UnixBench File Copy 256 bufsize 500 maxblocks", "index", 725.1, "1"),
        ("UnixBench", "index score", 821.3, "1"),
    ]
    assert {m.parameters for m in one.measurements} == {(("copies", "1"),)}
    assert [(m.value, m.runs, m.parameters) for m in two.measurements] == [
        (7000.0, 2, (("copies", "2"),))
    ]
    assert [fact.text for fact in document.environment] == [
        "Example 9000 Processor",
        "Linux 6.99.1-test",
    ]


SCRIPT = """\
work   356/357  [003]  2098.850278:     250000 cycles:ppp:
	ffffffff8100aaaa spin_here+0x1f ([kernel.kallsyms])
	ffffffff8100bbbb lock_it+0x2 ([kernel.kallsyms])
	           1de39 main+0x1e (/usr/bin/work)

work   356/357  [003]  2098.850507:     750000 cycles:ppp:
	           18c79 walk::<int (*)(char)>+0x6a9 (/usr/bin/work)

other thread  12 [000]  2098.850758:     1 page-faults:  ffffffff8100cccc fault_in+0x0 ([kernel.kallsyms])
"""


def test_a_script_of_perf_becomes_a_profile_of_every_event_by_its_periods() -> None:
    cycles, faults = read(SCRIPT).blocks
    assert (cycles.events, faults.events) == ("cycles:ppp", "page-faults")
    assert [(row.symbol, row.share, row.mode, row.command) for row in cycles.rows] == [
        ("walk::<int (*)(char)>", 75.0, ".", "work"),
        ("spin_here", 25.0, "k", "work"),
    ]
    assert [(chain.functions, chain.share) for chain in cycles.chains] == [
        (("main", "lock_it", "spin_here"), 25.0)
    ]
    assert [(row.symbol, row.command) for row in faults.rows] == [("fault_in", "other thread")]


def terse(read_io: int, write_io: int) -> str:
    """A line of fio --minimal with a job of that many KiB read and written."""

    def of(kibibytes: int) -> list[str]:
        fields = [str(kibibytes), "100", "25", "1000", *["0"] * 4, "10", "90", "30.5", "4"]
        fields += ["50.000000%=28", "99.000000%=80", *["0%=0"] * 18, "11", "91", "31.5", "4"]
        return [*fields, *["0"] * 5]

    return ";".join(["3", "fio-9.99", "job", "0", "0", *of(read_io), *of(write_io), "1%", "0"])


def test_fios_terse_lines_give_what_its_json_gives() -> None:
    found = measurements(read(terse(400, 0) + "\n"))
    assert {(one.workload, one.metric, one.statistic): one.value for one in found} == pytest.approx(
        {
            ("fio job read", "bandwidth", ""): 102_400.0,
            ("fio job read", "IOPS", ""): 25.0,
            ("fio job read", "clat", "min"): 10e-6,
            ("fio job read", "clat", "max"): 90e-6,
            ("fio job read", "clat", "mean"): 30.5e-6,
            ("fio job read", "clat", "p50"): 28e-6,
            ("fio job read", "clat", "p99"): 80e-6,
            ("fio job read", "lat", "min"): 11e-6,
            ("fio job read", "lat", "max"): 91e-6,
            ("fio job read", "lat", "mean"): 31.5e-6,
        }
    )
    assert {one.workload for one in measurements(read(terse(0, 9)))} == {"fio job write"}


def test_bare_numbers_are_the_runs_of_one_figure_and_two_files_can_be_compared() -> None:
    old, new = (
        Placed(read(text, name))
        for name, text in (
            ("old.dat", "# seconds\n10.1\n10.3\n10.2\n"),
            ("new.dat", "9.1\n9.3\n9.2\n"),
        )
    )
    (row,) = compare([old, new]).rows
    assert [figure.samples for figure in row.figures] == [(10.1, 10.3, 10.2), (9.1, 9.3, 9.2)]
    (difference,) = row.differences
    assert (difference.noise, difference.verdict) == (Noise.BEYOND, Verdict.UNKNOWN)


def test_a_tools_file_and_its_output_in_a_mail_name_the_same() -> None:
    log = "\n Performance counter stats for 'system wide' (3 runs):\n\n"
    log += "        2,500,000      cycles          ( +-  0.50% )\n"
    log += "              400      branch-misses   # 4.00% of all branches  ( +-  2.00% )\n"
    shown, filed = read(log), read(SEPARATED)
    names = {(one.metric, one.unit) for one in measurements(shown)}
    assert names == {
        ("cycles", "cycles"),
        ("branch-misses", "1"),
        ("branch-misses of all branches", "%"),
    }
    assert names <= {(one.metric, one.unit) for one in measurements(filed)}
