"""What the tools of the forms measure, in which unit, and which way is better."""

from collections.abc import Iterable
from dataclasses import dataclass

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit
from lkmltrack.model.measurement import Better


@dataclass(frozen=True, slots=True)
class Habit:
    """What a tool measures when nothing else is said."""

    metric: str
    unit: Unit = NO_UNIT
    better: Better | None = None


_HABITS = {
    FormName.HACKBENCH: Habit("time", Unit("s"), Better.LOWER),
    FormName.SCHBENCH: Habit("latency", Unit("s", 1e-6), Better.LOWER),
    FormName.CYCLICTEST: Habit("latency", Unit("s", 1e-6), Better.LOWER),
    FormName.KERNBENCH: Habit("time", Unit("s"), Better.LOWER),
    FormName.TIME: Habit("time", Unit("s"), Better.LOWER),
    FormName.HYPERFINE: Habit("time", Unit("s"), Better.LOWER),
    FormName.WILL_IT_SCALE: Habit("rate", NO_UNIT, Better.HIGHER),
    FormName.VM_SCALABILITY: Habit("throughput", NO_UNIT, Better.HIGHER),
    FormName.UNIXBENCH: Habit("score", NO_UNIT, Better.HIGHER),
    FormName.NETPERF: Habit("throughput", NO_UNIT, Better.HIGHER),
    FormName.IPERF: Habit("bandwidth", NO_UNIT, Better.HIGHER),
    FormName.NEPER: Habit("rate", NO_UNIT, Better.HIGHER),
    FormName.PKTGEN: Habit("rate", NO_UNIT, Better.HIGHER),
    FormName.PGBENCH: Habit("tps", NO_UNIT, Better.HIGHER),
    FormName.REDIS: Habit("rate", NO_UNIT, Better.HIGHER),
    FormName.MEMCACHED: Habit("rate", NO_UNIT, Better.HIGHER),
    FormName.SPECJBB: Habit("jOPS", NO_UNIT, Better.HIGHER),
    FormName.TCRYPT: Habit("rate", NO_UNIT, Better.HIGHER),
    FormName.STRESS_NG: Habit("rate", NO_UNIT, Better.HIGHER),
    FormName.IOZONE: Habit("bandwidth", NO_UNIT, Better.HIGHER),
    FormName.DBENCH: Habit("throughput", NO_UNIT, Better.HIGHER),
    FormName.DD: Habit("bandwidth", NO_UNIT, Better.HIGHER),
}
_BY_TOOL = {
    "hackbench": FormName.HACKBENCH,
    "schbench": FormName.SCHBENCH,
    "cyclictest": FormName.CYCLICTEST,
    "kernbench": FormName.KERNBENCH,
    "will-it-scale": FormName.WILL_IT_SCALE,
    "unixbench": FormName.UNIXBENCH,
    "netperf": FormName.NETPERF,
    "iperf": FormName.IPERF,
    "iperf3": FormName.IPERF,
    "neper": FormName.NEPER,
    "pgbench": FormName.PGBENCH,
    "tbench": FormName.DBENCH,
    "dbench": FormName.DBENCH,
}
_METRIC_OF_UNIT = {
    "s": "time",
    "B/s": "bandwidth",
    "bit/s": "bandwidth",
    "1/s": "rate",
    "B": "size",
    "cycles": "cycles",
    "ticks": "ticks",
    "J": "energy",
    "W": "power",
    "Hz": "frequency",
    "%": "share",
}
NO_HABIT = Habit("")


_NAMES = {
    "hackbench": "hackbench",
    "schbench": "schbench",
    "cyclictest": "cyclictest",
    "unixbench": "UnixBench",
    "will-it-scale": "will-it-scale",
    "netperf": "netperf",
    "iperf3": "iperf3",
    "iperf": "iperf",
    "sysbench": "sysbench",
    "stress-ng": "stress-ng",
    "kernbench": "kernbench",
    "tbench": "tbench",
    "dbench": "dbench",
    "fio": "fio",
    "iozone": "iozone",
    "pgbench": "pgbench",
    "redis-benchmark": "redis-benchmark",
    "memcached": "memcached",
    "locktorture": "locktorture",
    "vm-scalability": "vm-scalability",
    "usemem": "usemem",
    "neper": "neper",
    "ebizzy": "ebizzy",
    "specjbb": "SPECjbb",
    "perf bench": "perf bench",
}


def tool_in(texts: Iterable[str]) -> str:
    """Return the benchmark that some headers or lines name, when they name just one."""
    found = {
        name
        for text in texts
        for word, name in _NAMES.items()
        if word in (lower := text.lower()) and _stands_alone(word, lower)
    }
    found -= {"iperf"} if "iperf3" in found else set()
    return found.pop() if len(found) == 1 else ""


def _stands_alone(word: str, text: str) -> bool:
    start = text.find(word)
    before, after = text[start - 1 : start], text[start + len(word) : start + len(word) + 1]
    return not before.isalnum() and not after.isalnum()


def habit_of(form: str, tool: str) -> Habit:
    """Return what the tool of a block measures, as far as it always measures the same."""
    for name, habit in _HABITS.items():
        if name == form:
            return habit
    known = _BY_TOOL.get(tool.lower())
    return _HABITS[known] if known else NO_HABIT


def metric_of_unit(unit: str) -> str:
    """Return what a figure is called of which only the unit is known."""
    return _METRIC_OF_UNIT.get(unit, "value")
