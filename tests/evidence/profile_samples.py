"""Profiles, counters and histograms as people paste them, in invented words."""

from tests.evidence.block_sample import Sample

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
)
