"""Look-alikes: lines and texts full of numbers that measure nothing."""

import re
from collections.abc import Sequence

from lkmltrack.evidence.text import TextLine
from lkmltrack.model.message import LineKind

_GUARDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (word, re.compile(pattern))
    for word, pattern in (
        ("0x", r"\b0x[0-9a-fA-F]{3,}"),
        ("[<", r"\[<[0-9a-f]+>\]"),
        ("[", r"\s*(?:<\d>)?\[ *\d{1,8}\.\d{3,6}\]"),
        ("(", r".*(?:\w\(\)?;|\w+\(.*\) \{)$"),
        (
            ":",
            r"\s*(?:RIP|RSP|R[A-D]X|R[SD]I|RBP|R\d\d|CR\d|EIP|ESP|E[A-D]X|DR\d|[FGDE]S|CS|SS|Code|Call Trace|Modules linked in|Hardware name|Workqueue|CPU: \d+ PID|PKRU|Tainted|pc|lr|sp|pstate|x\d+ ?|r\d+ ?|ip|fp|NIP|LR|CTR|MSR|GPR\d\d|Comm) ?: ",
        ),
        (
            ":",
            r"\s*(?:Mem-Info|active_anon|Node \d+ |DMA\d* free|Normal free|lowmem_reserve|Date|From|To|Cc|Subject|Message-I[dD]|Link|Fixes|Closes|URL|commit|HEAD|git tree|base-commit|parent|Author|Reported-by)\b ?:",
        ),
        (":", r".*[\w/-]+\.[chS]:\d+"),
        ("+0x", r".*\w\+0x[0-9a-f]+/0x"),
        ("://", r".*\bhttps?://"),
        ("|", r".*\| +\d+ [+-]+$"),
        (" changed", r".*\d+ files? changed"),
        (": ", r"\s*[A-Z]: +\S"),
        ("@@", r"@@ -\d"),
        ("#define", r"\s*#define\b"),
        ("<", r".*(?:= <|<0x|<\d+ \d+>|<&)"),
        ("<", r".*<[^<>@ ]+@[^<>@ ]+>"),
        ("PATCH", r".*\[.*PATCH"),
        ("%CPU", r".*%CPU"),
        ("DIV", r"\s*PID\b"),
        ("PID", r"\s*(?:PID|USER)\b.*(?:%CPU|COMMAND|NAME|oom_score)"),
        ("->", r".*\bv\d+ ?-> ?v\d+"),
        ("(", r"\s*[0-9a-f]{7,40} \(\""),
        ("}", r"\s*\}[,;]?$"),
        (";", r".*;\s*$"),
        ("{", r".*\{\s*$"),
        (
            " ",
            r"\s*>?\s*\d{1,5}\s+(?:#|/\*|\*/?|static|struct|unsigned|const|enum|int|char|void|bool|u\d+|return|if|for|while|goto|else|case|break|\}|\{)(?:\W|$)",
        ),
        ("s", r".*\b(?:OK|PASS|PASSED|FAIL|FAILED|SKIP|TIMEOUT|ok|passed)\]? +\(?\d+\.\d+ ?s\b"),
        ("runtime", r"\s*runtime +(?:[\d.]+s? +)?\.\.\."),
        ("[", r".*\[(?:passed|failed|not run)\]$"),
        ("s ...", r"\s*\w+/\d+ .*\d+s \.\.\."),
        ("//", r"\s*//"),
        ("/*", r"\s*/\*"),
        ("*", r"\s*\*\s"),
        ('"', r"\s*\"[\w@/-]+\": "),
        ("-", r"\s*\d{4}-\d\d-\d\d[ T]\d\d:\d\d"),
        (",", r"\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), +\d"),
    )
)
"""A word that must be there, and what a line then begins with."""
_HEX_WORDS = re.compile(r"\b[0-9a-f]{8,16}\b")
_HEX_PAIRS = re.compile(r"(?:\b[0-9a-f]{2} ){6}")
_TRACE = re.compile(r"\s*\S{1,40}-\d+ +\[\d+\] ")

_TOOL_FOLDERS = (
    "tools/perf/",
    "tools/lib/perf/",
    "tools/tracing/",
    "tools/power/",
    "tools/verification/",
    "tools/testing/",
    "tools/bpf/",
    "tools/accounting/",
    "tools/mm/",
    "tools/include/",
    "tools/lib/",
    "tools/build/",
    "tools/arch/",
    "tools/net/",
    "tools/sched_ext/",
    "kernel/trace/",
    "samples/",
    "scripts/",
    "Documentation/",
)
_DIFF_FILE = re.compile(r"diff --git a/(\S+)")


def is_look_alike(text: str) -> bool:
    """Whether a line is of an oops, a listing, a diff, code, a header: never a row of results.

    >>> is_look_alike("RSP: 0018:ffff888000000000 EFLAGS: 00010246"), is_look_alike("run 1   12.5 s")
    (True, False)
    """
    for word, pattern in _GUARDS:
        if word in text and pattern.match(text):
            return True
    if "0x" in text and "0x0" not in text.lower():
        return True
    hexes = [word for word in _HEX_WORDS.findall(text) if not word.isdigit()]
    return len(hexes) >= 2 or bool(_HEX_PAIRS.search(text)) or bool(_TRACE.match(text))


_PROFILER_FILE = re.compile(
    r"(?:arch/\w+/events/|kernel/events/|drivers/(?:perf|powercap|hwtracing)/|\S*/perf_(?:event|regs|callchain)"
    r"|include/\S*perf_|Documentation/)"
)


def demonstrates_profiler(lines: Sequence[TextLine]) -> bool:
    """Whether a text is a patch to the counters in the kernel: profiles in it show that they count."""
    files = _diff_files(lines)
    return bool(files) and all(_PROFILER_FILE.match(file) for file in files)


def _diff_files(lines: Sequence[TextLine]) -> list[str]:
    return [
        found[1]
        for line in lines
        if line.kind is LineKind.DIFF
        and line.text.startswith("diff --git ")
        and (found := _DIFF_FILE.match(line.text))
    ]


def demonstrates_tools(lines: Sequence[TextLine]) -> bool:
    """Whether a text is a patch to tools only: what it shows is how they print, no result.

    >>> demonstrates_tools([])
    False
    """
    files = _diff_files(lines)
    return bool(files) and all(file.startswith(_TOOL_FOLDERS) for file in files)
