"""fio --output-format=json: bandwidth, IOPS and latencies of every job."""

from collections import Counter
from collections.abc import Iterator

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.results.figures import (
    Value,
    block_of,
    entries,
    figure,
    inside,
    items,
    number,
    text,
)
from lkmltrack.evidence.results.found import Found
from lkmltrack.model.measurement import Better, Measurement

_DIRECTIONS = ("read", "write", "trim")
_OPTIONS = (
    *("rw", "bs", "bssplit", "rwmixread", "iodepth", "numjobs", "ioengine", "direct"),
    *("buffered", "hipri", "fsync", "size"),
)
"""Options that make another workload; file names and run times do not."""
_LATENCIES = ("slat", "clat", "lat")
_UNITS = (("_ns", 1e-9), ("_us", 1e-6), ("_ms", 1e-3), ("", 1e-6))
"""fio before 3.0 gives microseconds and does not say so."""


def is_fio(value: Value) -> bool:
    """Whether JSON is fio's."""
    has_jobs = bool(entries(inside(value, "jobs")) or entries(inside(value, "client_stats")))
    return has_jobs and (inside(value, "fio version") is not None or "time" in dict(items(value)))


def read_fio(value: Value, _: str, lines: int) -> Found:
    """Return the results of fio's jobs as one block."""
    shared = inside(value, "global options")
    jobs = [*entries(inside(value, "jobs")), *entries(inside(value, "client_stats"))]
    names = Counter(text(inside(job, "jobname")) for job in jobs)
    seen: Counter[str] = Counter()
    measurements: list[Measurement] = []
    remarks: list[str] = []
    for job in jobs:
        name = text(inside(job, "jobname"))
        if name == "All clients" and len(jobs) > 1:
            continue
        seen[name] += 1
        parameters = _parameters(job, shared)
        if names[name] > 1:
            parameters += (("job", str(seen[name])),)
        if number(inside(job, "error")):
            remarks.append(f"fio says that job {name} failed: error {text(inside(job, 'error'))}")
        for direction in _DIRECTIONS:
            measurements += _of_direction(inside(job, direction), direction, name, parameters)
    if not measurements:
        return Found("fio", (), remarks=(*remarks, "no job did any input or output"))
    return Found("fio", (block_of("fio", FormName.FIO, measurements, lines, remarks),))


def _parameters(job: Value, shared: Value) -> tuple[tuple[str, str], ...]:
    options = {**dict(items(shared)), **dict(items(inside(job, "job options")))}
    told = ((key, text(options[key])) for key in _OPTIONS if key in options)
    return tuple((key, value) for key, value in told if value)


def _of_direction(
    stats: Value, direction: str, job: str, parameters: tuple[tuple[str, str], ...]
) -> Iterator[Measurement]:
    """Yield what a job read, wrote or trimmed; nothing when it did not."""
    if not number(inside(stats, "io_bytes")) and not number(inside(stats, "total_ios")):
        return
    bandwidth = number(inside(stats, "bw_bytes"))
    if bandwidth is None:
        kibibytes = number(inside(stats, "bw"))
        bandwidth = None if kibibytes is None else kibibytes * 1024
    for metric, value, unit in (
        ("bandwidth", bandwidth, "B/s"),
        ("IOPS", number(inside(stats, "iops")), "1/s"),
    ):
        if value is not None:
            yield figure(
                metric,
                value,
                unit,
                Better.HIGHER,
                workload=f"{job} {direction}",
                parameters=parameters,
            )
    for latency in _LATENCIES:
        for suffix, factor in _UNITS:
            found = inside(stats, latency + suffix)
            if number(inside(found, "mean")) and number(inside(found, "max")):
                yield from _of_latency(found, latency, factor, f"{job} {direction}", parameters)
                break


def _of_latency(
    stats: Value, metric: str, factor: float, workload: str, parameters: tuple[tuple[str, str], ...]
) -> Iterator[Measurement]:
    """Yield mean, extremes and percentiles; fio's deviation is among requests, not among runs."""
    told = [(name, inside(stats, name)) for name in ("mean", "min", "max")]
    told += [(_percentile(key), value) for key, value in items(inside(stats, "percentile"))]
    for statistic, value in told:
        seconds = number(value)
        if seconds is not None and statistic:
            yield figure(
                metric,
                seconds * factor,
                "s",
                Better.LOWER,
                workload=workload,
                parameters=parameters,
                statistic=statistic,
                shown=text(value),
            )


def _percentile(key: str) -> str:
    """Return ``p99.9`` for ``99.900000``; empty for a key that is no percentile."""
    value = number(key)
    return "" if value is None else f"p{value:g}"
