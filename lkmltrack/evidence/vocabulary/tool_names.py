"""Names of benchmarks and profilers, by how much a text must say beside the name.

Names are compared by their letters and digits in lower case, so that one
spelling stands for all of ``fs_mark``, ``fs-mark`` and ``FSMark``.
"""

import re
from enum import Enum

from lkmltrack.evidence.vocabulary.tables import listed

_OTHER = re.compile(r"[^a-z0-9]+")


class Need(Enum):
    """What must stand beside a name before it is a tool of evidence."""

    NAME = "name"
    """Nothing: it is the name of nothing else."""
    TALK = "talk"
    """Words of measuring in the same sentence: it is a service, a library or a command as well."""
    RUN = "run"
    """Words right before or after it that call it a test: it is an ordinary word."""


_BENCHMARKS = """
adrestia aim7 aim9 aiostress antutu apachebench autonumabench blogbench bonnie bonnie++
cassandra-stress cinebench cloudsuite compilebench context_switch1 context_switch2 coremark cosbench
crystaldiskmark cyclicdeadline cyclictest dacapo daxbench dbench db_bench dbt2 dbt3 dbt5
deadline_test deathstarbench dhrystone diskspd dirty_log_perf_test ebizzy elbencho
access_tracking_perf_test demand_paging_test memslot_perf_test kvm_page_table_test
filebench fio fioscale flent ffsb fs_mark fsperf fsstress fxmark
gapbs geekbench gfxbench gitsource glmark2 glxgears gup_benchmark gup_test
hackbench hammerdb hdparm hibench hpcg httperf h2load hwlatdetect hyperfine
ib_send_bw ib_write_bw ib_read_bw ib_send_lat ib_write_lat ib_read_lat interbench iometer ioping
iozone iperf iperf2 iperf3 ipc-bench ipi_benchmark jankbench jitterdebugger kcbench kernbench
kunit-bench latencytop libmicro linkbench linpack lmbench locktorture lookbusy lzbench
massive_intr mbw mdtest memaslap memslap memtier micropp mlperf mmtests mmtest moongen
multichase mutilate mcperf mc-crusher mysqlslap nasa-npb neper netperf ntttcp nuttcp numa01 numa02
oltpbench osbench oslat perfpipe pgbench pgioperf phoronix pi_stress pktgen pmbench pmqtest
ptsematest qperf rcuperf rcuscale rcutorture reaim reaim7 redis-benchmark refscale
rt-app rt-migrate-test rtla rteval schbench scftorture scimark2 signaltest sigwaittest simoop
smallfile smallfiles100k sockperf speccpu speccpu2006 speccpu2017 specint specfp specjbb
specjbb2005 specjbb2013 specjbb2015 specjvm specjvm2008 specomp specpower specsfs specsfs2008
specsfs2014 specstorage specvirt specweb splash2 stalld-bench stress-ng stressapptest super_netperf
svsematest sysbench t/io_uring tbench tbench4 tcp_crr tcp_rr tcp_stream udp_rr udp_stream tcp_sendfile
tcrypt terasort testdfsio testpmd test_vmalloc thpcompact thpfioscale thpscale thrulay tinymembench
tiobench tiotest tpcc tpc-c tpcds tpc-ds tpch tpc-h tpc-e ttcp uibench unixbench uperf usemem
vdbench vkmark vm-scalability volanomark whetstone will-it-scale wrk wrk2 x264-bench xdp-bench
xdpsock xdp_rxq_info ycsb
"""
_PROFILERS = """
amduprof biolatency biosnoop blkparse blktrace bootchart bootgraph bpftrace cachegrind callgrind
flamegraph flamegraphs funccount funclatency intel_gpu_top kernelshark ktap lockstat lock_stat
ministat offcputime oprofile opreport perfetto pidstat powerstat runqlat runqlen runqslower
simpleperf systemtap systrace uprof vtune
"""
_PHRASES = """
System Benchmarks|Phoronix Test Suite|Unix Bench|vm scalability|will it scale|rados bench
openssl speed|cryptsetup benchmark|NAS parallel benchmark|NAS parallel benchmarks|SPEC CPU
SPEC jbb|SPEC sfs|stress ng|Intel MLC|fs mark|Intel VTune|AMD uProf|kernel building benchmark
perf bench|perf futex|perf top|perf record|perf report|perf stat|perf lock|perf c2c|perf sched
perf mem|perf diff|perf kvm|perf trace|perf ftrace|perf kwork|perf script|perf annotate
perf timechart|flame graph|flame graphs
"""
_TALKED_OF = """
apache cassandra ceph clickhouse cpupower elasticsearch execl ffmpeg ftrace gromacs hadoop
graph500 haproxy hpl httpd iostat jetstream kafka kbuild leveldb lighttpd ltrace mariadb memcached
memhog mlc mongodb mpstat mysql nginx nqueens numactl octane oltp openfoam osnoise parsec pgsql
postmark postgres postgresql redis renaissance rocksdb sar scylla siege spark specrate speedometer sqlite
sqlite3 strace timerlat trace-cmd turbostat unigine valgrind vmstat
"""
_TALKED_OF_PHRASES = """
kernel build|kernel builds|kernel compile|kernel compilation|kernel compiles
"""
_ORDINARY = "ab blender configure dd gzip openssl ping rsync stream tar trinity untar x264 x265"
_FAMILIES = """
UnixBench=System Benchmarks|kernel build=kernel builds
kernel compile=kernel compilation|flame graph=flame graphs|flame graphs=flame graph
UnixBench=dhrystone|UnixBench=whetstone|System Benchmarks=dhrystone|System Benchmarks=whetstone
will-it-scale=context_switch1|will-it-scale=context_switch2|pgbench=postgresql|pgbench=postgres|pgbench=pgsql|hammerdb=tpcc|netperf=tcp_sendfile
netperf=tcp_stream|netperf=tcp_rr|netperf=udp_stream|netperf=udp_rr|netperf=tcp_crr
"""
_SUFFIXES = ("bench", "benchmark", "torture", "fsmark")
_NO_NAMES = listed(
    "bench benchmark abench thebench mybench autobench microbench macrobench testbench workbench "
    "nonbench torture prebench"
)
MONITORS = listed(
    "iostat vmstat mpstat turbostat perfstat perfprofile perfsched perfc2c meminfo slabinfo "
    "interrupts softirqs latencystats numameminfo numavmstat numanumastat procvmstat schedstat "
    "schedebug nfsstat cpuidle bootmemory"
)
"""What a robot runs beside every benchmark: a key such as ``vmstat.cpu.id`` names no tool."""


def squeezed(name: str) -> str:
    """Return a name as names are compared.

    >>> squeezed("Will-It-Scale")
    'willitscale'
    """
    return _OTHER.sub("", name.lower())


def _phrases(table: str) -> list[str]:
    return [phrase for line in table.split("\n") for phrase in line.split("|") if phrase]


def _needs(*tables: tuple[list[str], Need]) -> dict[str, Need]:
    needs: dict[str, Need] = {}
    for names, need in tables:
        for name in names:
            key = squeezed(name)
            if needs.get(key, need) is not need:
                raise ValueError(f"{name} stands in two tables of tools")
            needs[key] = need
    return needs


NAMES = _needs(
    (_BENCHMARKS.split(), Need.NAME),
    (_PROFILERS.split(), Need.NAME),
    (_TALKED_OF.split(), Need.TALK),
    (_ORDINARY.split(), Need.RUN),
)
"""What each name of one word needs, by its squeezed spelling."""
PHRASES = _needs((_phrases(_PHRASES), Need.NAME), (_phrases(_TALKED_OF_PHRASES), Need.TALK))
"""The same for names of several words, which may also be joined by a dash or a line."""
IMPLIED = frozenset(
    (squeezed(whole), squeezed(part))
    for whole, part in (pair.split("=") for pair in _phrases(_FAMILIES))
)
"""Pairs of a tool and another name for it or a part of it, which says nothing beside the first."""


def is_benchmark_by_name(word: str) -> bool:
    """Whether a name says itself that it is a benchmark, such as ``rmap_benchmark``.

    >>> is_benchmark_by_name("rmap_benchmark"), is_benchmark_by_name("benchmark")
    (True, False)
    """
    key = squeezed(word)
    return key.endswith(_SUFFIXES) and key not in _NO_NAMES and not key[0].isdigit()
