"""Workloads: what a sentence says was run, by the names of benchmarks and by the words around them."""

import re
from dataclasses import dataclass

from lkmltrack.evidence.vocabulary.tool_names import (
    NAMES,
    PHRASES,
    Need,
    is_benchmark_by_name,
    squeezed,
)

_TOKEN = re.compile(r"[A-Za-z0-9_][\w./+-]{1,60}")
_CASE = re.compile(
    r"[\"'“”‘’`(]?(?P<case>[\w][\w./+-]{1,40}(?: [\w./+-]{2,30})?)[\"'“”’`)]?\s(?:scores?|tests?|test ?cases?|cases?|benchmarks?|micro-?benchmarks?|workloads?)\b",
    re.IGNORECASE,
)
_QUOTED_CASE = re.compile(
    r"[“\"'‘](?P<case>[^“”\"'‘’]{2,40})[”\"'’]\s(?:test|case|benchmark|workload|score)",
    re.IGNORECASE,
)
_EMPTY_WORDS = """the this that these those a an our my your their its his all some any other same both each every most many few several above below following
    first second last new old test tests case cases performance benchmark benchmarks benchmarking micro synthetic artificial such more worst best
    average of in on with for and or to from by is are was were be has have we it use real regression stress unit quick dirty simple various
    single multiple different typical special common normal corner edge initial further following world real-world which when under no not only
    different latency perf kernel load system these your based one two three local heavy intensive internal standard relevant recent random
    sequential read write but not also just then than if do did does any i you they he don in"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
_PHRASE_PATTERN = re.compile(
    "|".join(
        rf"(?<![\w-]){re.escape(one)}(?![\w-])"
        for one in (
            "kernel builds?",
            "kernel compile",
            "kernel compilation",
            "building the kernel",
            "compiling the kernel",
            "Phoronix Test Suite",
            "System Benchmarks",
            "perf bench",
        )
    )
    .replace("\\ ", "[ -]")
    .replace("\\?", "?"),
    re.IGNORECASE,
)
_PROFILER_NAMES = """
amduprof blkparse blktrace bpftrace cachegrind callgrind cpupower flamegraph flamegraphs ftrace
funccount funclatency iostat kernelshark ktap lockstat ltrace ministat mpstat offcputime oprofile
opreport perfetto pidstat powerstat sar strace systap systrace tracecmd turbostat uprof valgrind
vmstat vtune
"""
_PROFILERS = frozenset(_PROFILER_NAMES.split())
"""Tools that look at a workload and are none."""


@dataclass(frozen=True, slots=True)
class Workload:
    """A workload as a sentence names it: the tool, its case, and where the name stands."""

    name: str
    case: str
    start: int


def find_workloads(text: str) -> list[Workload]:
    """Return the workloads that a text names, in their order."""
    found: list[Workload] = []
    for match in _TOKEN.finditer(text):
        word = match[0].rstrip("./-+")
        if _is_workload(word):
            found.append(
                Workload(word, _case_after(text, match.start() + len(word)), match.start())
            )
        elif "." in word and _is_workload(word.partition(".")[0]):
            name, _, rest = word.partition(".")
            found.append(Workload(name, rest, match.start()))
        elif "/" in word and (part := _workload_in_path(word)):
            found.append(Workload(part, "", match.start()))
    found += [Workload(match[0], "", match.start()) for match in _PHRASE_PATTERN.finditer(text)]
    return sorted(found, key=lambda one: one.start)


def _workload_in_path(word: str) -> str:
    """Return the workload of ``suite/benchmark``, which is both, or of a program's path."""
    parts = word.strip("/").split("/")
    named = [part for part in parts if _is_workload(part)]
    if not named:
        return ""
    return word if len(parts) == 2 and not word.startswith("/") else named[-1]


def find_case(text: str) -> str:
    """Return what a text calls a case, a test or a workload, without the name of a tool.

    >>> find_case("it reaches up to 70% in the 256-core execl case")
    '256-core execl'
    """
    quoted = _QUOTED_CASE.search(text)
    if quoted:
        return quoted["case"].strip()
    for match in _CASE.finditer(text):
        words = [word for word in match["case"].split() if word.lower() not in _EMPTY]
        if words and not words[0].endswith("%") and not words[-1].endswith(("ing", "ed", "ly")):
            return " ".join(words)
    return ""


def _case_after(text: str, end: int) -> str:
    """Return the case that follows a tool's name: ``UnixBench execl/shellscript scores``."""
    match = re.match(
        r"[:'’]?s?[ ](?P<case>[\w][\w/+-]{1,40})(?=\s(?:scores?|tests?|cases?|benchmarks?|workloads?|throughput|numbers|results?|latency)\b)",
        text[end : end + 60],
    )
    if match is None or match["case"].lower() in _EMPTY:
        return ""
    return match["case"]


def _is_workload(word: str) -> bool:
    key = squeezed(word)
    if not key or key in _PROFILERS:
        return False
    need = NAMES.get(key) or PHRASES.get(key)
    if need is Need.RUN:
        return False
    return need is not None or is_benchmark_by_name(word)
