"""perf data convert --to-json: samples with their stacks, and the machine they are from."""

from lkmltrack.evidence.results.figures import Value, entries, inside, number, text
from lkmltrack.evidence.results.found import Found, command, facts
from lkmltrack.evidence.results.samples import MOST_FRAMES, Frame, Samples
from lkmltrack.model.evidence import EnvironmentKind


def is_perf_data(value: Value) -> bool:
    """Whether JSON is that of perf data convert."""
    return inside(value, "linux-perf-json-version") is not None


def read_perf_data(value: Value, _: str, lines: int) -> Found:
    """Return the samples as a profile."""
    samples = Samples("")
    for sample in entries(inside(value, "samples")):
        stack = [_frame(entry) for entry in entries(inside(sample, "callchain"))[:MOST_FRAMES]]
        samples.add(text(inside(sample, "comm")), [one for one in stack if one[0]], 1)
    block = samples.block(lines)
    headers = inside(value, "headers")
    words = " ".join(text(word) for word in entries(inside(headers, "cmdline")))
    cpus = number(inside(headers, "nrcpus-online"))
    release = text(inside(headers, "os-release"))
    environment = facts(
        (EnvironmentKind.CPU, text(inside(headers, "cpu-desc"))),
        (EnvironmentKind.TOPOLOGY, f"{cpus:.0f} CPUs" if cpus else ""),
        (EnvironmentKind.KERNEL, f"Linux {release}" if release else ""),
    )
    if block is None:
        return Found("perf", (), remarks=("it has no samples",))
    return Found("perf", (block,), command(words), environment)


def _frame(entry: Value) -> Frame:
    return text(inside(entry, "symbol")), text(inside(entry, "dso"))
