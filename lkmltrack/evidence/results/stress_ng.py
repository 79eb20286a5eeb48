"""stress-ng --yaml: bogus operations per second, times and memory of every stressor.

Its YAML is one shape, keys and values below two headings, and is read line by
line: a library for all of YAML would bring in more than it reads.
"""

from collections.abc import Iterator

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.results.figures import block_of, figure, number
from lkmltrack.evidence.results.found import Found, facts
from lkmltrack.model.evidence import EnvironmentKind
from lkmltrack.model.measurement import Better, Measurement

_SYSTEM = "system-info:"
_METRICS = "metrics:"
_MOST_LINES = 50_000
_KNOWN = {
    "bogo-ops-per-second-real-time": ("bogo ops/s (real time)", "1/s", 1.0, Better.HIGHER),
    "bogo-ops-per-second-usr-sys-time": (
        *("bogo ops/s (usr+sys time)", "1/s", 1.0, Better.HIGHER),
    ),
    "bogo-ops": ("bogo ops", "1", 1.0, Better.HIGHER),
    "wall-clock-time": ("real time", "s", 1.0, None),
    "user-time": ("usr time", "s", 1.0, None),
    "system-time": ("sys time", "s", 1.0, None),
    "cpu-usage-per-instance": ("CPU used per instance", "%", 1.0, None),
    "max-rss": ("max rss", "B", 1024.0, Better.LOWER),
}


def is_stress_ng(content: str) -> bool:
    """Whether it is the YAML of stress-ng."""
    head = content[:4_000]
    return "stress-ng-version:" in head or (_METRICS in head and "- stressor:" in content[:20_000])


def read_stress_ng(content: str, _: str) -> Found:
    """Return the metrics of every stressor, and the machine that is told above them."""
    system, stressors = _parts(content)
    measurements = [one for stressor in stressors for one in _of_stressor(stressor)]
    if not measurements:
        return Found("stress-ng", (), remarks=("it has no metrics: was --metrics given?",))
    lines = content.count("\n") + 1
    block = block_of("stress-ng", FormName.STRESS_NG, measurements, lines)
    memory = number(system.get("totalram", ""))
    cpus = system.get("cpus-online") or system.get("cpus")
    kernel = " ".join(system[key] for key in ("sysname", "release") if key in system)
    return Found(
        "stress-ng",
        (block,),
        environment=facts(
            (EnvironmentKind.TOPOLOGY, f"{cpus} CPUs" if cpus else ""),
            (EnvironmentKind.MEMORY, f"{memory / 2**30:.1f} GiB" if memory else ""),
            (EnvironmentKind.KERNEL, kernel),
            (EnvironmentKind.COMPILER, system.get("compiler", "")),
        ),
    )


def _parts(content: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Return the keys and values of the system, and those of every stressor."""
    system: dict[str, str] = {}
    stressors: list[dict[str, str]] = []
    part = ""
    for line in content.split("\n", _MOST_LINES)[:_MOST_LINES]:
        bare = line.strip()[:500]
        if not bare or bare.startswith(("#", "---", "...")):
            continue
        if not line[0].isspace():
            part = bare
            continue
        is_first = bare.startswith("- ")
        key, _, value = bare.removeprefix("- ").partition(":")
        value = value.strip().strip("'\"")
        if part == _SYSTEM:
            system.setdefault(key.strip(), value)
        elif part == _METRICS and is_first:
            stressors.append({key.strip(): value})
        elif part == _METRICS and stressors:
            stressors[-1].setdefault(key.strip(), value)
    return system, stressors


def _of_stressor(stressor: dict[str, str]) -> Iterator[Measurement]:
    name = stressor.get("stressor", "")
    for key, shown in stressor.items():
        value = number(shown)
        if key == "stressor" or value is None:
            continue
        better = Better.HIGHER if "per-sec" in key else None
        other = (key.replace("-", " "), "", 1.0, better)
        metric, unit, factor, wished = _KNOWN.get(key, other)
        yield figure(metric, value * factor, unit, wished, workload=name, shown=shown)
