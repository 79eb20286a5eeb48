"""Benchmarks and tables as people paste them, in invented words."""

from tests.evidence.block_sample import Sample

SAMPLES = (
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
