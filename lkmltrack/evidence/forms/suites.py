"""What suites of micro-benchmarks print: UnixBench, perf bench, stress-ng, lmbench, tcrypt and others."""

import re

from lkmltrack.evidence.forms.form import Form
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.forms.shapes import is_rule
from lkmltrack.model.evidence import BlockKind

_UNIXBENCH_TEST = re.compile(
    r"[ |]*(?:Dhrystone 2 using|Double-Precision Whetstone|Execl Throughput|File Copy \d+ bufsize"
    r"|File (?:Read|Write) \d+ bufsize|Pipe Throughput|Pipe-based Context|Process Creation"
    r"|Shell Scripts \(\d+ conc|System Call Overhead|System Benchmarks (?:Partial )?Index)"
    r".{0,120}?[ |]\d"
)
_UNIXBENCH_COPIES = re.compile(r".{0,60}running \d+ parallel cop(?:y|ies) of tests")
_UNIXBENCH_WORDS = (
    "Dhrystone 2",
    "Whetstone",
    "Execl Throughput",
    "File Copy",
    "File Read",
    "File Write",
    "Pipe Throughput",
    "Pipe-based Context",
    "Process Creation",
    "Shell Scripts (",
    "System Call Overhead",
    "System Benchmarks",
    "parallel cop",
)
_STRESS_HEAD = re.compile(r"(?:.{0,40}\])? *stressor +bogo ops")
_STRESS_LINE = re.compile(r"stress-ng: (?:info|metrc|fail|debug|warn):? ")
_STRESS_OLD = (
    "dispatching hogs",
    "bogo ops/s",
    "run time:",
    "available CPU time",
    "user time ",
    "system time",
    "total time ",
    "load average:",
    "passed:",
    "failed:",
    "skipped:",
    "successful run completed",
    "second run per stressor",
    "untrustworthy",
    "(secs)",
)
_STRESS_ROW = re.compile(r" *[a-z][\w-]* +\d+ +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+")
_PERF_BENCH = re.compile(
    r"# (?:Running '?[\w/-]+'? benchmark|\d+ sender and receiver|Executed \d+|function ')"
)
_PERF_BENCH_RESULT = re.compile(
    r" *(?:Run summary \[|Total time: [\d.]+ \[|[\d.]+ (?:usecs/op|ops/sec|[KMG]?B/sec)|Averaged \d+ operations/sec"
    r"|\[thread +\d+\] |# .{0,80}$|[\d.,]+ (?:bytes|\w+/\w+)$|Average \S.{0,60}:|Avg\b.{0,60}:)"
)
_SCALE_HEAD = re.compile(r" *tasks,processes,processes_idle,threads")
_SCALE_ROW = re.compile(r" *\d+(?:,-?[\d.]+){3,6}$")
_SCALE_LINE = re.compile(r" *min:\d+ max:\d+ total:\d+")
_USEMEM = re.compile(r" *\d+ bytes / \d+ usecs = \d+ [KM]B/s")
_KERNBENCH = re.compile(r" *Average .{3,40} Run \(std deviation\)")
_KERNBENCH_ROW = re.compile(
    r" *(?:Elapsed Time|User Time|System Time|Percent CPU|Context Switches|Sleeps) +[\d.]+"
)
_TCRYPT = re.compile(
    r".{0,60}test +\d+ \( ?\d+ (?:bit key|byte blocks).{0,40}\d+ (?:operations|cycles|opers)"
)
_TCRYPT_HEAD = re.compile(r".{0,60}testing speed of ")
_LMBENCH = re.compile(
    r" *(?:Simple (?:syscall|read|write|stat|fstat|open/close)|Select on \d+|Signal handler|Process fork\+|Pipe latency|AF_UNIX sock|Protection fault|Pagefaults on).{0,60}: [\d.]+ micros"
)
_LMBENCH_HELD = re.compile(r" *[A-Z][\w /.,()+-]{2,60}: +[\d.]+ (?:microsec\w*|[KMG]B/sec)")
_SPECJBB = re.compile(r".{0,60}(?:max|critical)-jOPS *[=:] *[\d,]+")


def _opens_unixbench(text: str) -> bool:
    if "System Benchmarks" in text and ("Index Values" in text or "Partial Index" in text):
        return "BASELINE" in text or "INDEX" in text
    return bool(_UNIXBENCH_TEST.match(text) or _UNIXBENCH_COPIES.match(text))


def _holds_unixbench(text: str) -> bool:
    bare = text.strip()
    return bare.startswith(
        ("====", "-----", "Benchmark Run:", "System:", "OS:", "Machine:", "CPU ")
    ) or ("samples)" in text)


def _opens_stress(text: str) -> bool:
    return (
        bool(_STRESS_HEAD.match(text) or _STRESS_LINE.search(text[:60]))
        or "dispatching hogs" in text
    )


def _holds_stress(text: str) -> bool:
    return bool(_STRESS_ROW.match(text)) or any(word in text for word in _STRESS_OLD)


FORMS = (
    Form(
        FormName.UNIXBENCH,
        BlockKind.TABLE,
        _UNIXBENCH_WORDS,
        _opens_unixbench,
        holds=_holds_unixbench,
        heads=lambda text: "before" in text and "after" in text or is_rule(text),
        titles=lambda text: "parallel cop" in text or "Index Values" in text or "BASELINE" in text,
        tool="UnixBench",
    ),
    Form(
        FormName.STRESS_NG,
        BlockKind.LOG,
        ("stress", "dispatching hogs"),
        _opens_stress,
        holds=_holds_stress,
        heads=_holds_stress,
        tool="stress-ng",
        least=2,
        is_loose=True,
    ),
    Form(
        FormName.PERF_BENCH,
        BlockKind.LOG,
        ("# Running", "# Executed", "# function"),
        lambda text: bool(_PERF_BENCH.match(text.strip())),
        holds=lambda text: bool(_PERF_BENCH_RESULT.match(text)),
        tool="perf bench",
        least=2,
        is_loose=True,
    ),
    Form(
        FormName.WILL_IT_SCALE,
        BlockKind.NUMBERS,
        ("tasks,processes", "min:"),
        lambda text: bool(_SCALE_HEAD.match(text) or _SCALE_LINE.match(text)),
        holds=lambda text: bool(_SCALE_ROW.match(text)) or text.startswith("testcase:"),
        heads=lambda text: text.startswith("testcase:"),
        titles=lambda text: bool(_SCALE_HEAD.match(text)),
        tool="will-it-scale",
    ),
    Form(
        FormName.VM_SCALABILITY,
        BlockKind.LOG,
        (" usecs = ",),
        lambda text: bool(_USEMEM.match(text)),
        holds=lambda text: "usecs to free memory" in text,
        tool="usemem",
    ),
    Form(
        FormName.KERNBENCH,
        BlockKind.TABLE,
        ("Run (std deviation)",),
        lambda text: bool(_KERNBENCH.match(text)),
        holds=lambda text: bool(_KERNBENCH_ROW.match(text)),
        titles=lambda text: "std deviation" in text,
        tool="kernbench",
    ),
    Form(
        FormName.TCRYPT,
        BlockKind.TABLE,
        ("operations in", "opers/sec", "cycles (", "testing speed of", " cycles for "),
        lambda text: bool(_TCRYPT.match(text)),
        holds=lambda text: bool(_TCRYPT_HEAD.match(text)),
        heads=lambda text: bool(_TCRYPT_HEAD.match(text)),
        tool="tcrypt",
    ),
    Form(
        FormName.LMBENCH,
        BlockKind.NUMBERS,
        ("microsec",),
        lambda text: bool(_LMBENCH.match(text)),
        holds=lambda text: bool(_LMBENCH_HELD.match(text)),
        heads=lambda text: bool(_LMBENCH_HELD.match(text)),
        tool="lmbench",
        least=1,
    ),
    Form(
        FormName.SPECJBB,
        BlockKind.NUMBERS,
        ("jOPS",),
        lambda text: bool(_SPECJBB.match(text)),
        tool="SPECjbb",
        least=1,
    ),
)
