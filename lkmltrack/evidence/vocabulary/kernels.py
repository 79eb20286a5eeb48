"""What a text says of the kernel that ran: version, tree, config, compiler, mitigations, governor."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lkmltrack.evidence.vocabulary.tool_names import NAMES, squeezed
from lkmltrack.model.evidence import EnvironmentKind


class KernelFact(NamedTuple):
    """Where a fact about a kernel stands in a text, and its standard form."""

    kind: EnvironmentKind
    start: int
    end: int
    value: str


_KERNEL, _CONFIG = EnvironmentKind.KERNEL, EnvironmentKind.CONFIG
_COMPILER, _MITIGATIONS = EnvironmentKind.COMPILER, EnvironmentKind.MITIGATIONS
_GOVERNOR = EnvironmentKind.GOVERNOR
_VERSION = r"v?[2-9]\.\d{1,2}(?:\.\d{1,3})?"
_SUFFIX = r"(?:-rc\d{1,2})?(?:[-+](?:[\w+-]|\.(?=\w)){0,40})?"
_RULES: tuple[tuple[EnvironmentKind, tuple[str, ...], re.Pattern[str]], ...] = (
    (
        _KERNEL,
        (".",),
        re.compile(
            r"(?<![\w.:/-])v?[2-9]\.\d{1,2}(?:\.\d{1,3})?-rc\d{1,2}(?:[-+](?:[\w+-]|\.(?=\w)){0,40})?(?!\.?\w)"
        ),
    ),
    (
        _KERNEL,
        (".",),
        re.compile(rf"(?<![\w.:/-])v[3-9]\.\d{{1,2}}(?:\.\d{{1,3}})?{_SUFFIX}(?!\.?\w)"),
    ),
    (
        _KERNEL,
        ("inux", "ernel"),
        re.compile(
            rf"\b(?:[Ll]inux|[Kk]ernel)(?: kernel| version| release)?[ :-]{{1,3}}{_VERSION}{_SUFFIX}(?!\.?\w)"
        ),
    ),
    (
        _KERNEL,
        ("ernel",),
        re.compile(rf"(?<![\w.:/-]){_VERSION}{_SUFFIX} (?:\w{{1,12}} )?[Kk]ernels?\b"),
    ),
    (_KERNEL, ("next-20",), re.compile(r"(?<![\w/])(?:linux-)?next-20\d{6}\b")),
    (
        _KERNEL,
        ("mm-", "tip", "sched/core", "perf/core", "linus", "mainline"),
        re.compile(
            r"(?<![\w/.\[-])(?:mm-(?:unstable|stable|new|everything)|tip[:/ ]\s?[a-z]{2,12}/[a-z]{2,12}"
            r"|[Ll]inus'? (?:master|tree)|linux-next|bpf-next|net-next|for-next)\b"
            r"(?: (?:at|@) (?:commit )?[0-9a-f]{7,40})?"
        ),
    ),
    (_KERNEL, ("base-commit",), re.compile(r"^base-commit: [0-9a-f]{40}", re.MULTILINE)),
    (
        _KERNEL,
        ("ase",),
        re.compile(r"\b[Bb]ased? (?:on|is|commit|kernel)?:? ?(?:commit )?[0-9a-f]{12,40}\b"),
    ),
    (
        _CONFIG,
        ("CONFIG_",),
        re.compile(r"(?:# )?CONFIG_[A-Z0-9_]{2,60}(?:=[\w\"-]{1,30}| is not set)"),
    ),
    (
        _CONFIG,
        ("defconfig", "rhel"),
        re.compile(r"(?<![\w/])(?:\w{2,20}_defconfig|defconfig|x86_64-rhel-\d[\w.]{0,12})\b"),
    ),
    (
        _CONFIG,
        ("debug", "lockdep", "KASAN"),
        re.compile(
            r"\b(?:all )?(?:debug(?:ging)?(?: options)?|lockdep|KASAN|PROVE_LOCKING) "
            r"(?:is |are |was |were )?(?:off|on|enabled|disabled|turned (?:on|off))\b"
        ),
    ),
    (
        _CONFIG,
        ("=",),
        re.compile(
            r"(?<![\w.])(?:isolcpus|nohz_full|rcu_nocbs|idle|intel_idle\.\w{1,20}|processor\.\w{1,20}|nosmt"
            r"|transparent_hugepage|preempt|intel_pstate|amd_pstate|intel_iommu|amd_iommu|iommu(?:\.\w{1,16})?"
            r"|cgroup_disable|numa_balancing|default_hugepagesz|hugepages|maxcpus|nr_cpus|threadirqs)=[\w,.-]{1,40}"
        ),
    ),
    (
        _CONFIG,
        ("SMT", "yper"),
        re.compile(
            r"\b(?:SMT|[Hh]yper-?[Tt]hreading)[ =](?:is |was )?(?:on|off|enabled|disabled)\b"
        ),
    ),
    (
        _COMPILER,
        ("gcc", "GCC", "clang", "Clang", "LLVM"),
        re.compile(
            r"(?<![\w/.-])(?:gcc|GCC|[Cc]lang|LLVM)(?:[- ](?:version )?\d{1,2}(?:\.\d{1,2}){0,2}|=\d{1,2})(?![\w.]\d)"
        ),
    ),
    (
        _MITIGATIONS,
        ("itigation", "etpoline", "pectre", "eltdown", "pti", "srso"),
        re.compile(
            r"(?<![\w.])(?:mitigations=[a-z,]{2,20}|[Mm]itigations? (?:are |is )?(?:off|on|enabled|disabled)"
            r"|[Rr]etpolines? (?:is |are )?(?:enabled|disabled|on|off)|nopti|pti=\w{2,4}|spectre_v2=[\w,]{2,20}"
            r"|spec_rstack_overflow=[\w-]{2,20}|nospectre_v[12]|retbleed=[\w,]{2,20})\b"
        ),
    ),
    (
        _GOVERNOR,
        ("overnor", "schedutil", "turbo", "oost", "C-state", "c-state"),
        re.compile(
            r"\b(?:(?:cpufreq_)?[Gg]overnor[:=]? ?(?:is |set to )?(?:performance|powersave|schedutil|ondemand|userspace|conservative)"
            r"|(?:performance|powersave|powersafe|schedutil|ondemand|userspace|conservative)(?: cpufreq| CPU(?: frequency)?)? [Gg]overnor"
            r"|(?:[Tt]urbo(?: ?boost)?|[Cc]ore [Bb]oost|[Bb]oost|[CP]-states?) (?:is |was |are )?(?:disabled|enabled|off|on)"
            r"|(?:disabled|disabling) (?:turbo|boost|C-states)|no_turbo(?:=\d)?)\b"
        ),
    ),
)
_IS = re.compile(r"\s(?:is|are|was|were) ")
_GOVERNORS = ("performance", "powersave", "schedutil", "ondemand", "userspace", "conservative")
_MOST = 100
"""So many facts of one passage are enough: more are a list of something else."""
_CITED = re.compile(
    r"(?:since|in|from|until|before|after|for|stable|cc|fixes:?|to)\s+(?:kernel\s+)?$",
    re.IGNORECASE,
)


def kernel_facts(text: str) -> Iterator[KernelFact]:
    """Yield what a text says of kernels, builds and settings, in order of the rules, none twice."""
    taken: list[tuple[int, int]] = []
    for kind, words, pattern in _RULES:
        if not any(word in text for word in words):
            continue
        for found in pattern.finditer(text):
            if len(taken) >= _MOST:
                return
            start, end = found.span()
            if any(start < last and end > first for first, last in taken):
                continue
            is_version = text[start] == "v" or text[start].isdigit()
            if kind is _KERNEL and is_version and _is_cited(text, start):
                continue
            taken.append((start, end))
            yield KernelFact(kind, start, end, _standard(kind, found.group()))


def _is_cited(text: str, start: int) -> bool:
    """Whether a version is history, ``since v5.4``, or that of a tool, ``fio v3.35``."""
    before = text[max(start - 24, 0) : start]
    words = before.split()
    is_of_a_tool = bool(words) and before[-1:] == " " and squeezed(words[-1]) in NAMES
    return is_of_a_tool or bool(_CITED.search(before))


def _standard(kind: EnvironmentKind, shown: str) -> str:
    words = " ".join(shown.split()).removeprefix("# ")
    if kind is _KERNEL:
        words = re.sub(
            r"^(?:[Ll]inux|[Kk]ernel)(?: kernel| version| release)?[ :-]{1,3}(?=v?\d)|(?: \w+)? [Kk]ernels?$",
            "",
            words,
        )
        words = re.sub(r"^[Bb]ase(?:d|-commit)?(?: on| is)?:? (?:commit )?", "", words)
        return f"v{words}" if words[:1].isdigit() and "." in words else words
    if kind is _GOVERNOR:
        words = words.replace("powersafe", "powersave")
        return next((name for name in _GOVERNORS if name in words), words.lower())
    if kind is _CONFIG and words.startswith("CONFIG_"):
        return words
    return _IS.sub(" ", words)
