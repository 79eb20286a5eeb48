"""Blocks: every form is found where it stands, with its header, its label and its tool."""

from dataclasses import dataclass
from textwrap import dedent

import pytest

from lkmltrack.evidence.blocks import find_blocks, recognised
from lkmltrack.evidence.text import read_mail_lines
from lkmltrack.model.evidence import Block, BlockKind, Damage

ABOVE = "I ran it on the big box and this is what came out of it.\n\n"
BELOW = "\n\nSo that is what we have, and I think that we should take it.\n"


@dataclass(frozen=True)
class Sample:
    """What stands in a mail, and what is to be found in it."""

    form: str
    text: str
    tool: str = ""

    @property
    def block(self) -> str:
        return dedent(self.text).strip("\n")


SAMPLES = (
    Sample(
        "perf-report",
        """
          41.20%  [kernel]      [k] queue_lock
          12.75%  [kernel]      [k] walk_tree
           3.10%  libfoo.so     [.] foo_run
        """,
    ),
    Sample(
        "perf-callgraph",
        """
        18.73%--add_thing
                |
                 --11.60%--count_thing
                           |
                           |--7.40%--count_memory
                           |
                            --2.53%--count_node
        """,
    ),
    Sample(
        "callchains",
        """
        24.71% link_thing-->...-->take(&box->lock)
        18.5%  map_thing-->split_thing-->take(&box->lock)
        """,
    ),
    Sample(
        "perf-diff",
        """
        # Baseline  Delta Abs  Shared Object     Symbol
             6.69%     -3.03%  [kernel.vmlinux]  [k] one_thing
             9.65%     +2.30%  [kernel.vmlinux]  [k] other_thing
        """,
        "perf diff",
    ),
    Sample(
        "perf-stat",
        """
         Performance counter stats for 'make thing' (3 runs):

           126,975,564      instructions              #    1.45  insn per cycle     ( +-  0.01% )
            87,637,847      cycles                    #    3.959 GHz                ( +-  0.30% )

                2.9520 +- 0.0169 seconds time elapsed  ( +-  0.57% )
        """,
        "perf stat",
    ),
    Sample(
        "perf-c2c",
        """
          162      546      748    11374       21  0xffff92e266af90c0
        -------------------------------------------------------------
         46.89%  44.65%   0.00%   0.00%   0x0     1       1  0xffffffff86d5fb96  460  258 [k] one
          1.10%   2.14%  57.07%   0.00%  0x38     1       1  0xffffffff878c9225  136  792 [k] two
        """,
        "perf c2c",
    ),
    Sample(
        "perf-lock",
        """
         contended   total wait     max wait     avg wait         type   caller
           2665573     64.38 h       1.98 s      86.95 ms      rwsem:W   seek_thing+0x31
             84512      3.10 m     120.01 ms      2.20 ms     spinlock   walk_thing+0x12
        """,
        "perf lock",
    ),
    Sample(
        "lock-stat",
        """
               class name    con-bounces    contentions   waittime-min   waittime-max
               &box->lock:       1202731        1203433           0.07         120.55   155.48
               &box->lock          61903          [<00000000b47dc96a>] free_box+0x3f/0x530
        """,
        "lock_stat",
    ),
    Sample(
        "locktorture",
        """
        Writes:  Total: 1241107333  Max/Min: 9206962/60902 ???  Fail: 0
        """,
        "locktorture",
    ),
    Sample(
        "folded-stacks",
        """
        main;walk;look_up 120
        main;walk;compare 31
        main;read;copy_out 9
        """,
    ),
    Sample(
        "bpftrace-histogram",
        """
        @usecs:
        [1]                 5495 |                                    |
        [2, 4)             12008 |@@                                  |
        [512, 1K)        2600472 |@@@@@@@@@@@@@@@@@@@@@@              |
        """,
        "bpftrace",
    ),
    Sample(
        "bcc-histogram",
        """
             usecs               : count     distribution
                 0 -> 1          : 0        |                    |
                 2 -> 3          : 12       |****                |
                 4 -> 7          : 64       |********************|
        """,
    ),
    Sample(
        "time",
        """
        real    0m51.637s
        user    1m2.010s
        sys     0m3.500s
        """,
    ),
    Sample(
        "hyperfine",
        """
        Benchmark 1: make thing
          Time (mean ± σ):     48.685 s ±  0.049 s    [User: 1969.835 s, System: 204.166 s]
          Range (min … max):   48.620 s … 48.782 s    10 runs
        """,
        "hyperfine",
    ),
    Sample(
        "ministat",
        """
        x without_it
        * with_it
            N           Min           Max        Median           Avg        Stddev
        x  10       2491089       5834307       5398375       4244335     1596244.9
        *  10       2893813       5834474       5832448     5327281.3     1055941.4
        """,
    ),
    Sample(
        "unixbench",
        """
        System Benchmarks Index Values               BASELINE       RESULT    INDEX
        Execl Throughput                                 43.0      14696.2   3417.7
        Pipe Throughput                               12440.0    5047490.7   4057.5
                                                                           ========
        System Benchmarks Index Score                                        3724.0
        """,
        "UnixBench",
    ),
    Sample(
        "will-it-scale",
        """
        tasks,processes,processes_idle,threads,threads_idle,linear
        0,0,100,0,100,0
        1,612345,98.40,600123,98.41,612345
        """,
        "will-it-scale",
    ),
    Sample(
        "vm-scalability",
        """
        10737418240 bytes / 9021034 usecs = 1162388 KB/s
        93321 usecs to free memory
        """,
        "usemem",
    ),
    Sample(
        "hackbench",
        """
        Running in process mode with 10 groups using 40 file descriptors each (== 400 tasks)
        Each sender will pass 100 messages of 100 bytes
        Time: 4.401
        """,
        "hackbench",
    ),
    Sample(
        "schbench",
        """
        Latency percentiles (usec)
                50.0th: 29
                *99.0th: 13104
                99.9th: 15824
                min=0, max=17993
        """,
        "schbench",
    ),
    Sample(
        "sysbench",
        """
        CPU speed:
            events per second:   942.41

        General statistics:
            total time:                          10.0007s
            total number of events:              9426
        """,
        "sysbench",
    ),
    Sample(
        "kernbench",
        """
        Average Optimal load -j 48 Run (std deviation):
        Elapsed Time 80.2 (0.31)
        User Time 1502.1 (2.20)
        """,
        "kernbench",
    ),
    Sample(
        "stress-ng",
        """
        stress-ng: info:  [11] dispatching hogs: 4 vm
        stress-ng: metrc: [11] stressor       bogo ops real time  usr time  sys time   bogo ops/s
        stress-ng: metrc: [11] vm             27047770     60.07    217.79      8.87    450289.91
        """,
        "stress-ng",
    ),
    Sample(
        "fio",
        """
        job: (groupid=0, jobs=1): err= 0: pid=13: Mon Nov 23 21:19:31 2026
          read: IOPS=8198, BW=32.0MiB/s (33.6MB/s)(64.1MiB/2001msec)
            clat (usec): min=36, max=9944, avg=81.95, stdev=360.18
            clat percentiles (usec):
             |  1.00th=[   40],  5.00th=[   41], 10.00th=[   42], 20.00th=[   45],
             | 99.00th=[  169], 99.50th=[ 3064], 99.90th=[ 5866], 99.95th=[ 6718]

        Run status group 0 (all jobs):
           READ: bw=32.0MiB/s (33.6MB/s), 32.0MiB/s-32.0MiB/s (33.6MB/s-33.6MB/s), io=64.1MiB
        """,
        "fio",
    ),
    Sample(
        "iozone",
        """
        Children see throughput for 12 initial writers  = 2430898.66 kB/sec
        Parent sees throughput for 12 initial writers   = 2425731.85 kB/sec
        Min xfer                                        = 1044224.00 kB
        """,
        "iozone",
    ),
    Sample(
        "dbench", "Throughput 216.056 MB/sec  200 clients  200 procs  max_latency=14.1 ms", "dbench"
    ),
    Sample(
        "dd",
        """
        2048+0 records in
        2048+0 records out
        2147483648 bytes (2.1 GB, 2.0 GiB) copied, 1.52 s, 1.4 GB/s
        """,
        "dd",
    ),
    Sample(
        "iperf",
        """
        [ ID] Interval           Transfer     Bitrate         Retr
        [  5]   0.00-10.00  sec   736 MBytes   618 Mbits/sec   71             sender
        [  5]   0.00-10.01  sec   733 MBytes   615 Mbits/sec                  receiver
        """,
        "iperf3",
    ),
    Sample(
        "netperf",
        """
        MIGRATED TCP STREAM TEST from 0.0.0.0 port 0 AF_INET to localhost port 0 AF_INET
        Recv   Send    Send
        Socket Socket  Message  Elapsed
        Size   Size    Size     Time     Throughput
        bytes  bytes   bytes    secs.    10^6bits/sec

         87380  16384  16384    10.00    26513.34
        """,
        "netperf",
    ),
    Sample("neper", "tcp_crr    14545 (+- 80)    14463 (+- 56)", "neper"),
    Sample("pktgen", "  2413123pps 1158Mb/sec (1158299040bps) errors: 0", "pktgen"),
    Sample(
        "pgbench",
        """
        number of transactions actually processed: 840972
        latency average = 24.013 ms
        tps = 4664.153934 (including connections establishing)
        """,
        "pgbench",
    ),
    Sample(
        "redis",
        """
        99.99% <= 0.4 milliseconds
        100.00% <= 1.2 milliseconds
        1666111.38 requests per second
        """,
        "redis-benchmark",
    ),
    Sample(
        "memcached",
        """
        Type         Ops/sec     Hits/sec   Misses/sec    Avg. Latency     KB/sec
        Sets        18423.11          ---          ---         2.10223    1419.50
        Totals     202654.20         0.00    184231.09         1.99341    8610.85
        """,
        "memtier",
    ),
    Sample(
        "lmbench",
        "Simple syscall: 0.0541 microseconds\nSimple read: 0.1021 microseconds",
        "lmbench",
    ),
    Sample("specjbb", "max-jOPS = 117828, critical-jOPS = 66047", "SPECjbb"),
    Sample(
        "cyclictest",
        """
        T: 0 ( 1449) P:80 I:200 C: 800368 Min:   0 Act:   32 Avg:   22 Max:  128
        T: 1 ( 1450) P:80 I:200 C: 800301 Min:   0 Act:   12 Avg:   23 Max:   70
        """,
        "cyclictest",
    ),
    Sample(
        "tcrypt",
        """
        testing speed of async xts(foo) (xts-foo-fast) encryption
        tcrypt: test 0 (256 bit key, 16 byte blocks): 4295101 operations in 1 seconds (687 bytes)
        tcrypt: test 1 (256 bit key, 64 byte blocks): 2029490 operations in 1 seconds (129 bytes)
        """,
        "tcrypt",
    ),
    Sample(
        "perf-bench",
        """
        # Running 'sched/messaging' benchmark:
        # 20 sender and receiver processes per group

             Total time: 1.159 [sec]
        """,
        "perf bench",
    ),
    Sample(
        "lkp",
        """
        94b7e5bf09b08aa4 98c9daf5ae6be008f78c07b744b
        ---------------- ---------------------------
                 %stddev     %change         %stddev
                     \\          |                \\
            778685           -29.4%     549435        aim7.jobs-per-min
              5252 ±  4%     +86.6%       9801 ±  3%  perf-c2c.DRAM.local
        """,
        "aim7",
    ),
    Sample(
        "lkp-summary",
        """
        +------------------+-----------------------------------------------------+
        | testcase: change | foo: foo.mapfork.ops_per_sec  63.5% regression      |
        | test machine     | 256 threads 4 sockets                               |
        +------------------+-----------------------------------------------------+
        """,
    ),
    Sample(
        "mmtests",
        """
                               vanilla                patched
        Amean     1       32.57 (   0.00%)       32.10 (   1.46%)
        Amean     4      199.74 (   0.00%)       45.76 *  77.09%*
        """,
    ),
    Sample(
        "amd",
        """
        Test          : foo
        Units         : Normalized time in seconds
        Interpretation: Lower is better
        Case:           tip[pct imp](CV)         series[pct imp](CV)
         1-groups     1.00 [ -0.00]( 1.60)     0.96 [  3.87]( 0.97)
         2-groups     1.00 [ -0.00]( 1.10)     0.98 [  1.87]( 1.97)
        """,
    ),
    Sample(
        "org-table",
        """
        |             | Original | Patched |  Delta |
        |-------------+----------+---------+--------|
        | User group  |    84548 |   59078 | -30.0% |
        | Root group  |    48342 |   31501 | -34.8% |
        """,
    ),
    Sample(
        "markdown-table",
        """
        | jobs       | before this patch | after this patch |
        | ---------- | ----------------- | ---------------- |
        | 1          | 33.8              | 33.8             |
        | 2          | 33.8              | 65.4             |
        """,
    ),
    Sample(
        "grid-table",
        """
        +--------+--------+--------+
        |        |  base  |  new   |
        +--------+--------+--------+
        | MB/s   |   940  |   943  |
        +--------+--------+--------+
        | KIOPS  |   424  |   461  |
        +--------+--------+--------+
        """,
    ),
    Sample(
        "rst-table",
        """
        ========  ==========  ==========
        threads   before      after
        ========  ==========  ==========
        1         412 MB/s    640 MB/s
        8         2012 MB/s   3001 MB/s
        ========  ==========  ==========
        """,
    ),
    Sample(
        "aligned-table",
        """
                             w/o patches        w/ patches
        swap-out time(ms)       68711              49908
        swap-in time(ms)        30687              20685
        """,
    ),
    Sample(
        "counters",
        """
                             base      patched
        pgscan_kswapd     1464000       457000
        pgsteal_kswapd     263210       190763
        workingset_nodes   294320       168601
        """,
    ),
    Sample(
        "arrows",
        """
        (read 4k)      59 ms -> 6.1 ms
        (read 64k)    494 ms -> 9.2 ms
        """,
    ),
    Sample(
        "key-values",
        """
        without the patch: 12.31 s
        with the patch:    11.02 s
        """,
    ),
)


def found_in(text: str) -> list[Block]:
    return find_blocks(read_mail_lines(text))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.form)
def test_a_form_is_found_from_its_first_line_to_its_last(sample: Sample) -> None:
    blocks = found_in(ABOVE + sample.block + BELOW)
    assert [block.form for block in blocks] == [sample.form]
    first = ABOVE.count("\n") + 1
    assert blocks[0].line_start == first
    assert blocks[0].line_end == first + sample.block.count("\n")
    assert blocks[0].tool == sample.tool


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.form)
@pytest.mark.parametrize("marks", ["> ", "> > ", ">>> "])
def test_a_quoted_form_is_the_same_one_deeper(sample: Sample, marks: str) -> None:
    text = ABOVE + sample.block + BELOW
    quoted = "\n".join((marks + line).rstrip() for line in text.split("\n"))
    (own,) = found_in(text)
    (other,) = found_in(quoted)
    assert other.lines == own.lines
    assert (other.form, other.line_start, other.id) == (own.form, own.line_start, own.id)
    assert other.depth == marks.count(">")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.form)
def test_a_form_alone_in_a_file_is_found_too(sample: Sample) -> None:
    needs_a_word = sample.form in ("counters", "arrows")
    blocks = found_in(("Results:\n\n" if needs_a_word else "") + sample.block + "\n")
    assert [block.form for block in blocks] == [sample.form]


def test_neighbours_with_a_label_each_are_two_blocks() -> None:
    rows = "  41.20%  [kernel]  [k] queue_lock\n  12.75%  [kernel]  [k] walk_tree\n"
    blocks = found_in(f"before:\n\n{rows}\nafter:\n\n{rows}")
    assert [block.label for block in blocks] == ["before", "after"]


def test_a_label_right_above_belongs_to_the_block() -> None:
    (block,) = found_in(
        "With the patch:\nLatency percentiles (usec)\n  50.0th: 29\n  99.0th: 131\n"
    )
    assert block.label == "With the patch"
    assert block.line_start == 1


def test_nothing_is_found_in_a_diff() -> None:
    text = (
        "fix a thing\n\n---\n a.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n"
        "diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1,3 +1,3 @@\n"
        "-  41.20%  [kernel]  [k] queue_lock\n+  12.75%  [kernel]  [k] walk_tree\n"
    )
    assert found_in(text) == []


def test_what_a_patch_to_a_tool_shows_is_no_evidence() -> None:
    shown = "  41.20%  [kernel]  [k] queue_lock\n  12.75%  [kernel]  [k] walk_tree\n"
    diff = "---\n\ndiff --git a/{0} b/{0}\n--- a/{0}\n+++ b/{0}\n@@ -1 +1 @@\n-a\n+b\n"
    assert found_in(shown + diff.format("mm/slub.c"))
    assert not found_in(shown + diff.format("tools/perf/builtin-report.c"))
    assert not found_in(shown + diff.format("arch/x86/events/core.c"))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("add/remove: 1/2 grow/shrink: 3/4 up/down: 31/-61 (-30)\n", "bloat-o-meter"),
        (
            "   text    data     bss     dec     hex filename\n  1000   200   30   1230  4ce a.o\n",
            "size",
        ),
        ("https://example.org/graphs/perf.svg\n", "flame-graph"),
    ],
)
def test_sizes_and_links_are_recognised_and_left_out(text: str, form: str) -> None:
    lines = read_mail_lines(text)
    assert find_blocks(lines) == []
    assert [block.form for block in recognised(lines)] == [form]


def test_a_symbol_on_the_next_line_is_put_back() -> None:
    (block,) = found_in(
        "  41.20%  bash  [kernel.kallsyms]  [k]\na_very_long_symbol\n  3.10%  bash  [kernel]  [k] b_c\n"
    )
    assert block.lines[0].endswith("[k] a_very_long_symbol")
    assert (len(block.lines), block.line_end) == (2, 3)
    assert Damage.WRAPPED in block.damage


def test_counts_below_the_command_that_counted_are_a_block() -> None:
    rows = "\n".join(f"lock_{number}        {number * 37}" for number in (9, 2, 7, 1, 5))
    (block,) = found_in(f"$ bpftrace -e 'x' | column -t\n{rows}\n")
    assert (block.form, block.kind, len(block.lines)) == ("counters", BlockKind.TABLE, 5)
    assert found_in(f"These are the ones in the file:\n{rows}\n") == []


def test_times_below_percentiles_are_one_list_with_them() -> None:
    (block,) = found_in(
        "patched\n  Average Files/sec: 1641\n  p50 Files/sec: 1710\n  p90 Files/sec: 1228\n"
        "  p99 Files/sec: 1138\n\n  real    3m29.6s\n  user    2m19.9s\n  sys     44m12.2s\n"
    )
    assert block.form == "key-values"
    assert (block.line_start, block.line_end) == (1, 9)
