"""Counters and timers: perf stat, time, hyperfine, ministat, boot times."""

import re

from lkmltrack.evidence.forms.form import Form
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.forms.shapes import is_rule
from lkmltrack.model.evidence import BlockKind

_EVENTS = (
    "instructions",
    "cycles",
    "task-clock",
    "cpu-clock",
    "context-switches",
    "cpu-migrations",
    "page-faults",
    "minor-faults",
    "major-faults",
    "cache-",
    "branches",
    "branch-misses",
    "LLC-",
    "L1-",
    "dTLB-",
    "iTLB-",
    "stalled-cycles",
    "seconds time elapsed",
    "seconds user",
    "seconds sys",
    "msec ",
    "<not supported>",
    "<not counted>",
    "ref-cycles",
    "bus-cycles",
    "energy-",
    "topdown-",
    "node-load",
    "mem_",
    "r0",
    "raw_syscalls:",
    "sched:",
    "alignment-faults",
)
_STAT_ROW = re.compile(
    r"[ |]*(?:\d+\.\d+ +)?(?:S\d+-D\d+\S* +\d+ +|(?:CPU|N)\d+ +)?(?:\d[\d,.]*|<not (?:counted|supported)>) +(?:msec |Joules |MiB |sec )?"
    r" *[A-Za-z][\w.:/=,-]*(?: +#.*| +\( *\+-.*| +\(\d.*)?$"
)
_ELAPSED = re.compile(
    r".{0,80}?\d[\d.,]* (?:\( ?)?(?:\+- ?[\d.]+ )?\)? *seconds (?:time elapsed|user|sys)"
)
_INTERVAL_HEAD = re.compile(r"# +time +counts unit events")
_BASH = re.compile(
    r"[ $]*(?:real|user|sys(?:tem)?)[ :]+(?:[~=] ?)?\d+(?:m ?\d+)?(?:[.,]\d+)? ?s?(?:ec\w*)?(?: .{0,40})?$",
    re.IGNORECASE,
)
_TCSH = re.compile(r".{0,60}\d+\.\d+user +\d+\.\d+system +\d+:[\d.:]+elapsed")
_TIME_MARK = re.compile(r" *(?:real|user|sys)\s+\d+m[\d.]+s", re.IGNORECASE)
_MINISTAT_HEAD = re.compile(r" *N +Min +Max +Median +Avg +Stddev")
_MINISTAT_ROW = re.compile(r" *[x+*%#@O] +\d+ +[\d.e+-]+ +[\d.e+-]+ ")
_MINISTAT_LEGEND = re.compile(r" *[x+*%#@O] \S.{0,60}$")
_MINISTAT_TAIL = (
    "Difference at",
    "No difference proven",
    "+/-",
    "Student's t",
)
_BOOT = re.compile(r"Startup finished in [\d.]|initcall \S+ returned -?\d+ after \d+ usecs")


def _opens_stat(text: str) -> bool:
    if "Performance counter stats for" in text or _INTERVAL_HEAD.match(text.strip()):
        return True
    if "time elapsed" in text:
        return bool(_ELAPSED.match(text))
    return (
        any(event in text for event in _EVENTS)
        and bool(_STAT_ROW.match(text))
        and ("#" in text or "+-" in text or "<not " in text)
    )


def _holds_stat(text: str) -> bool:
    if " seconds " in text and _ELAPSED.match(text):
        return True
    return bool(_STAT_ROW.match(text)) or is_rule(text) or text.strip() in ("|", "...", "#")


def _opens_time(text: str) -> bool:
    return bool(_TIME_MARK.match(text) or _TCSH.match(text)) or "Elapsed (wall clock) time" in text


def _holds_time(text: str) -> bool:
    if _BASH.match(text) or "pagefaults" in text:
        return True
    return text.strip()[:9] in (
        "User time",
        "System ti",
        "Percent o",
        "Maximum r",
        "Average r",
        "Average s",
        "Average u",
        "Average t",
        "Major (re",
        "Minor (re",
        "Voluntary",
        "Involunta",
        "Swaps: 0",
        "File syst",
        "Socket me",
        "Signals d",
        "Page size",
        "Exit stat",
        "Command b",
    )


def _opens_ministat(text: str) -> bool:
    return bool(_MINISTAT_HEAD.match(text))


def _holds_ministat(text: str) -> bool:
    return bool(_MINISTAT_ROW.match(text)) or any(word in text for word in _MINISTAT_TAIL)


def _heads_ministat(text: str) -> bool:
    bare = text.strip()
    is_plot = bare[:1] in ("|", "+") and bare[-1:] in ("|", "+")
    return is_plot or bool(_MINISTAT_LEGEND.match(text))


def _opens_hyperfine(text: str) -> bool:
    return "Time (mean" in text or "Range (min" in text or "Time (abs" in text


def _holds_hyperfine(text: str) -> bool:
    bare = text.strip()
    return (
        bare.startswith(("Benchmark ", "Summary", "Warning:"))
        or bare.endswith(" ran")
        or ("times faster" in text or bare.startswith("'"))
    )


FORMS = (
    Form(
        FormName.PERF_STAT,
        BlockKind.TABLE,
        ("Performance counter stats", "time elapsed", "counts unit", *_EVENTS),
        _opens_stat,
        holds=_holds_stat,
        heads=_holds_stat,
        titles=lambda text: "counter stats for" in text or "counts unit" in text,
        tool="perf stat",
        gap=2,
    ),
    Form(
        FormName.HYPERFINE,
        BlockKind.TABLE,
        ("Time (", "Range (min"),
        _opens_hyperfine,
        holds=_holds_hyperfine,
        heads=_holds_hyperfine,
        tool="hyperfine",
    ),
    Form(
        FormName.MINISTAT,
        BlockKind.TABLE,
        ("Stddev",),
        _opens_ministat,
        holds=_holds_ministat,
        heads=_heads_ministat,
        least=2,
    ),
    Form(
        FormName.TIME,
        BlockKind.NUMBERS,
        ("real", "user", "sys", "Elapsed", "Real", "User", "Sys"),
        _opens_time,
        holds=_holds_time,
        heads=_holds_time,
    ),
    Form(
        FormName.BOOT_TIME,
        BlockKind.LOG,
        ("Startup finished in", "initcall"),
        lambda text: bool(_BOOT.search(text)),
        least=1,
    ),
)
