"""Which tool a block is of, where its lines tell more than its form."""

from collections.abc import Callable, Sequence

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.forms.shapes import vocabulary

_MONITORS = vocabulary(
    """
    boot-time buddyinfo cpuidle diskstats dmesg ftrace interrupts iostat kmsg lock_stat meminfo
    mpstat nfsstat numa-meminfo numa-numastat numa-vmstat perf-node perf-profile perf-sched
    perf-stat pmeter proc-stat proc-vmstat sched_debug slabinfo softirqs time turbostat uptime
    vmstat ftrace
    """
)
"""What the test robot watches beside the benchmark itself."""


def tool_of(form: FormName, known: str, texts: Sequence[str]) -> str:
    """Return the tool of a block: what its form always has, or what its lines say.

    >>> tool_of(FormName.IPERF, "iperf", ["[ ID] Interval  Transfer  Bitrate  Retr"])
    'iperf3'
    """
    naming = _NAMINGS.get(form)
    return naming(known, texts) if naming else known


def _iperf(known: str, texts: Sequence[str]) -> str:
    return "iperf3" if any("Bitrate" in text or "Retr" in text for text in texts) else known


def _lkp(known: str, texts: Sequence[str]) -> str:
    keys = [text.split()[-1] for text in texts if text.strip() and "." in text.split()[-1]]
    heads = [key.partition(".")[0] for key in keys if key[:1].isalpha()]
    if not heads:
        return known
    if all(head == "perf-c2c" for head in heads):
        return "perf c2c"
    return next((head for head in heads if head not in _MONITORS and head != "perf-c2c"), known)


def _report(known: str, texts: Sequence[str]) -> str:
    return "perf report" if any(text.startswith("# Samples: ") for text in texts) else known


_NAMINGS: dict[FormName, Callable[[str, Sequence[str]], str]] = {
    FormName.IPERF: _iperf,
    FormName.LKP: _lkp,
    FormName.PERF_REPORT: _report,
    FormName.PERF_CALLGRAPH: _report,
}
