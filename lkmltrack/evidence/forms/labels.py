"""Section labels: lines that say which side of a comparison follows."""

import re

from lkmltrack.evidence.forms.shapes import STOP_WORDS, is_prose, vocabulary, words_of

_LABEL_WORDS = vocabulary(
    """
    before after baseline base vanilla stock unpatched patched original orig mainline upstream
    default control reverted revert without with w/o w/ old new patch patches patchset series
    pre-patch post-patch
    """
)
_LAST_WORDS = vocabulary(
    "patch patches patched patchset series unpatched vanilla baseline base reverted mainline upstream"
)
_VERSION = re.compile(r"v?\d+\.\d+(?:\.\d+)?(?:-rc\d+)?(?:[-+]\S*)?:?$")
_DECORATION = " =-#*[]():_~|<>."
_MOST_WORDS = 9
_FEW_WORDS = 6
_SHORT = 4
_LONGEST = 100


def label_of(text: str) -> str:
    """Return what a section's label says, empty for a line that is none.

    >>> label_of("  Before this patch:"), label_of("== with the series =="), label_of("v6.1:")
    ('Before this patch', 'with the series', 'v6.1')
    """
    bare = text.strip()
    if not bare or len(bare) > _LONGEST:
        return ""
    is_marked = bare[-1] in ":-]=" or bare[0] in "#=[*"
    inner = _balanced(bare.strip(_DECORATION))
    words = inner.split()
    if not words or len(words) > _MOST_WORDS or "  " in inner or "|" in inner or ": " in inner:
        return ""
    if len(words) == 1 and _VERSION.match(inner):
        return inner if is_marked else ""
    bares = [word.lower().strip("(),:'\"") for word in inner.replace("-patch", " patch").split()]
    if "following" in bares:
        return ""
    if not _LABEL_WORDS.intersection(bares[:3]) and not _LAST_WORDS.intersection(bares[-2:]):
        return ""
    if is_marked:
        return inner if len(words) <= _FEW_WORDS or not is_prose(inner) else ""
    is_short = len(words) <= 4 and (bares[0] in _LABEL_WORDS or bare[-1] == ")")
    return inner if is_short and bare[-1].isalnum() and not inner[-1].isdigit() else ""


def heading_of(text: str) -> str:
    """Return what a line says that stands right above rows and names them, empty for any other.

    >>> heading_of("# mmap:"), heading_of("dbench 200 baseline"), heading_of("and that is all of it:")
    ('mmap', 'dbench 200 baseline', '')
    """
    bare = text.strip()
    inner = bare.strip(_DECORATION)
    words = inner.split()
    if not words or len(words) > _SHORT or "  " in inner or "|" in inner or ": " in inner:
        return ""
    if any(word.lower() in STOP_WORDS - _LABEL_WORDS for word in words):
        return ""
    is_named = words[-1].lower() in _LAST_WORDS
    return inner if bare[-1] == ":" or is_named else ""


def _balanced(text: str) -> str:
    """Return a text with the bracket that stripping took from it."""
    if text.count("(") > text.count(")"):
        return text + ")"
    return text + "]" if text.count("[") > text.count("]") else text


def has_sides(text: str) -> bool:
    """Whether a table's head names both sides of a comparison.

    >>> has_sides("| size | before | after |"), has_sides("the new one")
    (True, False)
    """
    low = text.lower()
    return bool(_OLD_SIDE.search(low) and _NEW_SIDE.search(low))


_OLD_SIDE = re.compile(
    r"\b(?:before|without|baseline|base|vanilla|stock|unpatched|orig(?:inal)?|mainline|old|w/o)\b"
)
_NEW_SIDE = re.compile(
    r"\b(?:after|with|patch(?:ed|es|set)?|new|series|improve\w*|this)\b|w/ |%|delta|diff"
)


def has_comparison(text: str) -> bool:
    """Whether a line names a side of a comparison."""
    return bool(_COMPARISON.search(text.lower()))


_COMPARISON = re.compile(
    r"\b(?:before|after|without|baseline|base|vanilla|stock|(?:un)?patched|orig(?:inal)?|mainline"
    r"|upstream|default|revert(?:ed)?|with(?: the| this)? patch(?:es|set)?|old|new|improv\w*|diff|delta"
    r"|change|speed-?up|gain|w/o|patch(?:es)?|regress\w*|faster|slower)\b|%delta|δ"
)

_KEYS = vocabulary(
    """
    latency latencies throughput bandwidth bw iops elapsed real user sys system runtime time times
    avg average mean amean hmean gmean geomean median min max stddev stdev std p50 p90 p95 p99
    percentile score scores ops tps qps rps jobs cycles misses faults speed hits duration runs
    thread threads clients client groups instances processes cpu cpus iodepth numjobs read write
    randread randwrite seqread seqwrite req requests transactions rate writes reads performance
    energy power joules ppw switches delay total mbps gbps fps
    lps index utilization usage msec usec nsec ms us ns sec secs seconds overhead contention
    """
)

_TOOLS = (
    "benchmark",
    "hackbench",
    "will-it-scale",
    "unixbench",
    "sysbench",
    "stress-ng",
    "fio",
    "iperf",
    "netperf",
    "perf stat",
    "perf bench",
    "schbench",
    "dbench",
    "tbench",
    "kernbench",
    "kernel build",
    "kernel compil",
    "pgbench",
    "redis",
    "memcached",
    "lmbench",
    "specjbb",
    "nginx",
    "mysql",
    "rocksdb",
    "postgres",
    "iozone",
    "fs_mark",
    "fsmark",
    "filebench",
    "bonnie",
    "reaim",
    "aim7",
    "aim9",
    "ebizzy",
    "cyclictest",
    "locktorture",
    "usemem",
    "vm-scalability",
    "mmtests",
    "ycsb",
    "hammerdb",
    "stream",
    "perf report",
    "perf top",
    "phoronix",
    "geekbench",
    "db_bench",
    "t/io_uring",
    "microbench",
    "cpubench",
    "specint",
    "speccpu",
    "coremark",
    "linpack",
    "wrk",
    "ab -n",
    "qps",
    "iops",
    "tcrypt",
    "iostat",
    "vmstat",
    "mpstat",
    "bench",
    "time make",
    "make -j",
    "performance",
    "measure",
    "throughput",
    "latency",
    "test result",
    "results",
    "numbers",
    "faster",
    "slower",
    "speedup",
    "speed up",
    "regression",
    "improvement",
    "improves",
    "workload",
    "profil",
    "overhead",
)


def key_count(text: str) -> int:
    """Return how many words of a line are names of metrics or parameters."""
    return sum(1 for word in words_of(text.replace("_", " ")) if word in _KEYS)


def names_measuring(text: str) -> bool:
    """Whether a line speaks of a benchmark or of a measurement."""
    low = text.lower()
    return any(tool in low for tool in _TOOLS)
