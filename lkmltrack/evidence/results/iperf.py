"""iperf3 -J: throughput, retransmits, jitter and loss of a run."""

from lkmltrack.errors import BadInputError
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.results.figures import Value, block_of, figure, inside, number, text
from lkmltrack.evidence.results.found import Found, facts
from lkmltrack.model.evidence import EnvironmentKind
from lkmltrack.model.measurement import Better, Measurement

_SUMS = (("sum_sent", "sent"), ("sum_received", "received"), ("sum", "transferred"))
_PARAMETERS = (
    ("protocol", "protocol"),
    ("num_streams", "streams"),
    ("blksize", "block size"),
    ("reverse", "reverse"),
)
_CPU = (("host_total", "cpu of the host"), ("remote_total", "cpu of the remote"))


def is_iperf(value: Value) -> bool:
    """Whether JSON is iperf3's."""
    return inside(value, "start") is not None and inside(value, "end") is not None


def read_iperf(value: Value, name: str, lines: int) -> Found:
    """Return the totals of a run; seconds are slices of one run, and left out."""
    failure = text(inside(value, "error"))
    if failure:
        raise BadInputError(f"{name} holds no results", f"iperf3 says: {failure}")
    parameters = tuple(
        (shown, text(inside(value, "start", "test_start", key)))
        for key, shown in _PARAMETERS
        if text(inside(value, "start", "test_start", key))
    )
    measurements: list[Measurement] = []

    def add(metric: str, found: float | None, unit: str, better: Better | None) -> None:
        if found is not None:
            measurements.append(figure(metric, found, unit, better, parameters=parameters))

    for key, shown in _SUMS:
        total = inside(value, "end", key)
        add(f"throughput {shown}", number(inside(total, "bits_per_second")), "bit/s", Better.HIGHER)
        add("retransmits", number(inside(total, "retransmits")), "1", Better.LOWER)
        jitter = number(inside(total, "jitter_ms"))
        add(f"jitter {shown}", None if jitter is None else jitter / 1e3, "s", Better.LOWER)
        add(f"lost {shown}", number(inside(total, "lost_percent")), "%", Better.LOWER)
    for key, shown in _CPU:
        add(shown, number(inside(value, "end", "cpu_utilization_percent", key)), "%", None)
    if not measurements:
        return Found("iperf3", (), remarks=("the run has no totals: was it interrupted?",))
    block = block_of("iperf3", FormName.IPERF, measurements, lines)
    kernel = " ".join(text(inside(value, "start", "system_info")).split()[:3:2])
    return Found("iperf3", (block,), environment=facts((EnvironmentKind.KERNEL, kernel)))
