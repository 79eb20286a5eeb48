"""Processors: their model, how they are laid out, and what sets their speed."""

from collections import Counter
from collections.abc import Iterator

from lkmltrack.adapters.environment.kernel_files import KernelFiles

_CPUS = "sys/devices/system/cpu"
_LARGEST_CPUINFO = 8 << 20
_MOST_CPUS = 1 << 16
_MOST_NODES = 4
_MODEL_KEYS = ("model name", "Model Name", "cpu model", "cpu", "uarch")
# as Arm's and its licensees' manuals number them
_ARM_PARTS = {
    ("0x41", "0xd03"): "Cortex-A53",
    ("0x41", "0xd05"): "Cortex-A55",
    ("0x41", "0xd07"): "Cortex-A57",
    ("0x41", "0xd08"): "Cortex-A72",
    ("0x41", "0xd09"): "Cortex-A73",
    ("0x41", "0xd0a"): "Cortex-A75",
    ("0x41", "0xd0b"): "Cortex-A76",
    ("0x41", "0xd0c"): "Neoverse-N1",
    ("0x41", "0xd0d"): "Cortex-A77",
    ("0x41", "0xd40"): "Neoverse-V1",
    ("0x41", "0xd41"): "Cortex-A78",
    ("0x41", "0xd44"): "Cortex-X1",
    ("0x41", "0xd46"): "Cortex-A510",
    ("0x41", "0xd47"): "Cortex-A710",
    ("0x41", "0xd49"): "Neoverse-N2",
    ("0x41", "0xd4f"): "Neoverse-V2",
    ("0x43", "0x0af"): "ThunderX2",
    ("0x46", "0x001"): "A64FX",
    ("0x48", "0xd01"): "TaiShan v110",
    ("0xc0", "0xac3"): "Ampere-1",
}


def processor_texts(files: KernelFiles) -> Iterator[str]:
    """Yield the models of the processors, each with its stepping and microcode, and the caches."""
    cpus = cpuinfo(files)
    for model, count in Counter(filter(None, map(_model, cpus))).items():
        # on a machine of one kind the topology tells how many there are
        yield f"{count} x {model}" if count < len(cpus) else model
    caches = [
        f"L{level} {size}"
        for index in files.names(f"{_CPUS}/cpu0/cache")
        if (size := files.read(f"{_CPUS}/cpu0/cache/{index}/size"))
        and (level := files.read(f"{_CPUS}/cpu0/cache/{index}/level"))
        and files.read(f"{_CPUS}/cpu0/cache/{index}/type") != "Instruction"
    ]
    if caches:
        yield f"caches {', '.join(caches)}"


def topology_texts(files: KernelFiles) -> Iterator[str]:
    """Yield sockets, cores and threads, and the NUMA nodes."""
    online = cpu_numbers(files.read(f"{_CPUS}/online"))
    cores = {
        (package, files.read(f"{_CPUS}/cpu{number}/topology/core_cpus_list") or core)
        for number in online
        if (package := files.read(f"{_CPUS}/cpu{number}/topology/physical_package_id"))
        and (core := files.read(f"{_CPUS}/cpu{number}/topology/core_id"))
    }
    if cores:
        sockets = len({package for package, _ in cores})
        yield (
            f"{_counted(sockets, 'socket')}, {_counted(len(cores), 'core')}, "
            f"{_counted(len(online), 'CPU')} online{_threads(files)}"
        )
    elif online:
        yield f"{_counted(len(online), 'CPU')} online"
    yield from _nodes(files)


def governor_texts(files: KernelFiles) -> Iterator[str]:
    """Yield what sets the frequency: driver, governor, turbo; then idle states and the clock."""
    policies = [name for name in files.names(f"{_CPUS}/cpufreq") if name.startswith("policy")]
    for name, key in (("driver", "scaling_driver"), ("governor", "scaling_governor")):
        found = Counter(files.read(f"{_CPUS}/cpufreq/{policy}/{key}") for policy in policies)
        found.pop("", None)
        if found:
            yield f"cpufreq {name} {_shares(found)}"
    hints = Counter(
        files.read(f"{_CPUS}/cpufreq/{policy}/energy_performance_preference") for policy in policies
    )
    hints.pop("", None)
    if hints:
        yield f"energy preference {_shares(hints)}"
    yield from _turbo(files)
    idle = files.read(f"{_CPUS}/cpuidle/current_driver")
    if idle and idle != "none":
        yield f"cpuidle driver {idle}"
    clock = files.read("sys/devices/system/clocksource/clocksource0/current_clocksource")
    if clock:
        yield f"clocksource {clock}"


def cpuinfo(files: KernelFiles) -> list[dict[str, str]]:
    """Return the paragraphs of /proc/cpuinfo that describe a processor."""
    found = []
    for paragraph in files.read("proc/cpuinfo", _LARGEST_CPUINFO).split("\n\n"):
        fields = {}
        for line in paragraph.split("\n"):
            key, colon, value = line.partition(":")
            if colon:
                fields[key.strip()] = value.strip()
        if "processor" in fields:
            found.append(fields)
    return found[:_MOST_CPUS]


def cpu_numbers(text: str) -> list[int]:
    """Return the numbers of a list as sysfs writes it.

    >>> cpu_numbers("0-2,8"), cpu_numbers("x")
    ([0, 1, 2, 8], [])
    """
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        last = last or first
        if not (first.isdecimal() and last.isdecimal() and int(last) < _MOST_CPUS):
            continue
        found += range(int(first), int(last) + 1)
    return found


def _model(fields: dict[str, str]) -> str:
    """Return what one processor is called."""
    name = next((fields[key] for key in _MODEL_KEYS if fields.get(key)), "")
    implementer, part = fields.get("CPU implementer", ""), fields.get("CPU part", "")
    if implementer and part:
        number = f"implementer {implementer} part {part}"
        name = name or _ARM_PARTS.get((implementer, part), "Arm")
        return f"{name} ({number} revision {fields.get('CPU revision', '?')})"
    numbers = [
        f"{word} {fields[key]}"
        for word, key in (
            ("family", "cpu family"),
            ("model", "model"),
            ("stepping", "stepping"),
            ("microcode", "microcode"),
        )
        if fields.get(key) and name
    ]
    return f"{name} ({' '.join(numbers)})" if numbers else name


def _threads(files: KernelFiles) -> str:
    """Return whether threads share cores, as far as the kernel says."""
    told = files.read(f"{_CPUS}/smt/control")
    if told in ("on", "off", "forceoff"):
        return f", SMT {told.removeprefix('force')}"
    return ""


def _nodes(files: KernelFiles) -> Iterator[str]:
    """Yield the NUMA nodes, with the CPUs of the first few."""
    nodes = [
        name
        for name in files.names("sys/devices/system/node")
        if name.startswith("node") and name[4:].isdecimal()
    ]
    if not nodes:
        return
    cpus = [
        f"{node} CPUs {listed}"
        for node in nodes[:_MOST_NODES]
        if (listed := files.read(f"sys/devices/system/node/{node}/cpulist"))
    ]
    more = len(nodes) - _MOST_NODES
    told = f" ({'; '.join(cpus)}{f'; and {more} more' if more > 0 else ''})" if cpus else ""
    yield f"{_counted(len(nodes), 'NUMA node')}{told if len(nodes) > 1 else ''}"
    balancing = files.read("proc/sys/kernel/numa_balancing")
    if len(nodes) > 1 and balancing:
        yield f"NUMA balancing {'off' if balancing == '0' else 'on'}"


def _turbo(files: KernelFiles) -> Iterator[str]:
    boost = files.read(f"{_CPUS}/cpufreq/boost")
    no_turbo = files.read(f"{_CPUS}/intel_pstate/no_turbo")
    if no_turbo in ("0", "1"):
        yield f"turbo {'off' if no_turbo == '1' else 'on'}"
    elif boost in ("0", "1"):
        yield f"boost {'on' if boost == '1' else 'off'}"


def _shares(found: Counter[str]) -> str:
    """Return values, with how many have each where they differ."""
    if len(found) == 1:
        return next(iter(found))
    return ", ".join(f"{value} ({count})" for value, count in found.most_common())


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
