"""fio --minimal: one line of fields for every job, version 3 of the form and later."""

from collections.abc import Iterator, Sequence

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.results.figures import block_of, figure, number
from lkmltrack.evidence.results.found import Found
from lkmltrack.model.measurement import Better, Measurement

_HEAD = 5
"""Version of the form, version of fio, job, group, error."""
_FIELDS = 41
"""How many fields reads have, and writes behind them."""
_BANDWIDTH, _IOPS, _CLAT, _PERCENTILES, _LAT = 1, 2, 8, 12, 32
_MOST_PERCENTILES = 20
_STATISTICS = ("min", "max", "mean")
_LONGEST_LINE = 20_000
_MOST_JOBS = 1_000


def is_fio_terse(content: str) -> bool:
    """Whether a text is fio's lines of fields."""
    return bool(_jobs(content))


def read_fio_terse(content: str, _: str) -> Found:
    """Return bandwidth, IOPS and latencies of every job that read or wrote."""
    jobs = _jobs(content)
    measurements = [one for job in jobs for one in _of_job(job)]
    if not measurements:
        return Found("fio", (), remarks=("no job did any input or output",))
    failed = [f"fio says that job {job[2]} failed: error {job[4]}" for job in jobs if job[4] != "0"]
    lines = content.count("\n") + 1
    return Found("fio", (block_of("fio", FormName.FIO, measurements, lines, failed),))


def _jobs(content: str) -> list[list[str]]:
    lines = content.split("\n", _MOST_JOBS)[:_MOST_JOBS]
    rows = (line[:_LONGEST_LINE].strip().split(";") for line in lines if ";fio-" in line)
    return [
        row
        for row in rows
        if len(row) >= _HEAD + 2 * _FIELDS and row[0].isdigit() and row[1].startswith("fio-")
    ]


def _of_job(job: Sequence[str]) -> Iterator[Measurement]:
    for place, direction in enumerate(("read", "write")):
        start = _HEAD + place * _FIELDS
        fields = job[start : start + _FIELDS]
        if number(fields[0]):
            yield from _of_direction(fields, f"{job[2][:100]} {direction}")


def _of_direction(fields: Sequence[str], workload: str) -> Iterator[Measurement]:
    for metric, place, unit, factor in (
        ("bandwidth", _BANDWIDTH, "B/s", 1024.0),
        ("IOPS", _IOPS, "1/s", 1.0),
    ):
        value = number(fields[place])
        if value is not None:
            yield figure(
                metric, value * factor, unit, Better.HIGHER, workload=workload, shown=fields[place]
            )
    percentiles = fields[_PERCENTILES : _PERCENTILES + _MOST_PERCENTILES]
    told = [("clat", *pair) for pair in zip(_STATISTICS, fields[_CLAT:], strict=False)]
    told += [("clat", *pair) for pair in map(_percentile, percentiles)]
    told += [("lat", *pair) for pair in zip(_STATISTICS, fields[_LAT:], strict=False)]
    for latency, statistic, shown in told:
        value = number(shown)
        if value is not None and statistic:
            yield figure(
                latency,
                value / 1e6,
                "s",
                Better.LOWER,
                workload=workload,
                statistic=statistic,
                shown=shown,
            )


def _percentile(field: str) -> tuple[str, str]:
    """Return ``p99`` and the value of ``99.000000%=181``; nothing for an unused field."""
    share, _, value = field.partition("%=")
    known = number(share)
    return (f"p{known:g}", value) if known else ("", "")
