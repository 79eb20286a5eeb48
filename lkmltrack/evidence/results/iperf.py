"""iperf3 -J: throughput, retransmits, jitter and loss of a run."""

from collections.abc import Iterator

from lkmltrack.errors import BadInputError
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.results.figures import Value, block_of, figure, inside, number, text
from lkmltrack.evidence.results.found import Found, facts
from lkmltrack.model.evidence import EnvironmentKind
from lkmltrack.model.measurement import Better, Measurement

_SUMS = (("sum_sent", "sender"), ("sum_received", "receiver"), ("sum", ""))
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
    measurements = [
        one for key, end in _SUMS for one in _of_sum(inside(value, "end", key), end, parameters)
    ]
    for key, shown in _CPU:
        share = number(inside(value, "end", "cpu_utilization_percent", key))
        if share is not None:
            measurements.append(figure(shown, share, "%", parameters=parameters))
    if not measurements:
        return Found("iperf", (), remarks=("the run has no totals: was it interrupted?",))
    block = block_of("iperf", FormName.IPERF, measurements, lines)
    kernel = " ".join(text(inside(value, "start", "system_info")).split()[:3:2])
    return Found("iperf", (block,), environment=facts((EnvironmentKind.KERNEL, kernel)))


def _of_sum(
    total: Value, end: str, parameters: tuple[tuple[str, str], ...]
) -> Iterator[Measurement]:
    """Yield what one end counted."""
    jitter = number(inside(total, "jitter_ms"))
    for metric, value, unit, better in (
        ("bandwidth", number(inside(total, "bits_per_second")), "bit/s", Better.HIGHER),
        ("retransmissions", number(inside(total, "retransmits")), "1", Better.LOWER),
        ("jitter", None if jitter is None else jitter / 1e3, "s", Better.LOWER),
        ("lost", number(inside(total, "lost_percent")), "%", Better.LOWER),
    ):
        if value is not None:
            yield figure(metric, value, unit, better, workload=end, parameters=parameters)
