"""The names of the forms, as ``Block.form`` carries them."""

from enum import StrEnum


class FormName(StrEnum):
    """A form of evidence, after the tool that prints it or the way it is written."""

    # profiles
    PERF_REPORT = "perf-report"
    """Flat rows of a share and a symbol: perf report, perf top, annotated lists of symbols."""
    PERF_CALLGRAPH = "perf-callgraph"
    """A tree of ``--12.3%--symbol`` below its rows; flat rows may be in the same block."""
    CALLCHAINS = "callchains"
    """Written by hand: ``24.71% a-->b-->...-->c(&lock)``."""
    PERF_DIFF = "perf-diff"
    PERF_C2C = "perf-c2c"
    PERF_LOCK = "perf-lock"
    LOCK_STAT = "lock-stat"
    LOCKTORTURE = "locktorture"
    FOLDED_STACKS = "folded-stacks"
    """``a;b;c 123``"""
    FLAME_GRAPH = "flame-graph"
    """A link or an attachment: nothing to measure."""
    FUNCTION_TRACE = "function-trace"
    """Durations of functions as ftrace or funclatency print them."""
    # histograms
    BPFTRACE_HISTOGRAM = "bpftrace-histogram"
    """``[16, 32)  12357398 |@@@@  |``"""
    BCC_HISTOGRAM = "bcc-histogram"
    """``16384 -> 32767 : 514 |****  |``"""
    PERCENTILES = "percentiles"
    """A list of percentiles and their values, of no tool that is known."""
    # counters and timers
    PERF_STAT = "perf-stat"
    TIME = "time"
    HYPERFINE = "hyperfine"
    MINISTAT = "ministat"
    COUNTERS = "counters"
    """Keys of /proc/vmstat, meminfo, memory.stat and their like with one or more values each."""
    BOOT_TIME = "boot-time"
    # sizes: recognised, and never evidence of speed
    BLOAT = "bloat-o-meter"
    SIZE = "size"
    # benchmarks, by what they print
    UNIXBENCH = "unixbench"
    WILL_IT_SCALE = "will-it-scale"
    VM_SCALABILITY = "vm-scalability"
    HACKBENCH = "hackbench"
    SCHBENCH = "schbench"
    SYSBENCH = "sysbench"
    KERNBENCH = "kernbench"
    STRESS_NG = "stress-ng"
    FIO = "fio"
    IPERF = "iperf"
    NETPERF = "netperf"
    NEPER = "neper"
    PKTGEN = "pktgen"
    PGBENCH = "pgbench"
    REDIS = "redis"
    MEMCACHED = "memcached"
    LMBENCH = "lmbench"
    SPECJBB = "specjbb"
    CYCLICTEST = "cyclictest"
    TCRYPT = "tcrypt"
    PERF_BENCH = "perf-bench"
    IOZONE = "iozone"
    DBENCH = "dbench"
    DD = "dd"
    # machine-made comparisons
    LKP = "lkp"
    LKP_SUMMARY = "lkp-summary"
    """The test robot's box of other tests that changed: percentages without their values."""
    MMTESTS = "mmtests"
    AMD = "amd"
    """``1.00 [ -0.00]( 1.60)  0.96 [ 3.87]( 0.97)``"""
    # written by hand, or by a tool that is not known
    ORG_TABLE = "org-table"
    MARKDOWN_TABLE = "markdown-table"
    GRID_TABLE = "grid-table"
    RST_TABLE = "rst-table"
    ALIGNED_TABLE = "aligned-table"
    """Columns by blanks or tabs; also transposed: the variants are rows."""
    ARROWS = "arrows"
    """``key: a -> b`` lines."""
    KEY_VALUES = "key-values"
    """``key: value`` lines, ``before: 12.3 s`` / ``after: 11.0 s`` among them."""
    LOG = "log"
    """What some tool printed, with results in its lines."""


PROFILER_FORMS = frozenset(
    {
        FormName.PERF_REPORT,
        FormName.PERF_CALLGRAPH,
        FormName.PERF_DIFF,
        FormName.PERF_C2C,
        FormName.PERF_LOCK,
        FormName.PERF_STAT,
        FormName.FOLDED_STACKS,
        FormName.FUNCTION_TRACE,
        FormName.ALIGNED_TABLE,
        FormName.KEY_VALUES,
    }
)
"""Forms in which a patch to the counters themselves shows that they count."""

NO_EVIDENCE = frozenset({FormName.BLOAT, FormName.SIZE, FormName.FLAME_GRAPH})
"""Forms that are recognised and left out: sizes are no speed, and behind a link is no figure."""
