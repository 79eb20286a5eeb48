"""redis-benchmark --csv: requests per second and latencies of every command."""

import csv
from collections.abc import Iterator, Sequence

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.results.figures import block_of, figure, number
from lkmltrack.evidence.results.found import Found
from lkmltrack.model.measurement import Better, Measurement

_STATISTICS = {"avg": "mean", "min": "min", "max": "max"}
_MOST_ROWS = 10_000
_LATENCY = "_latency_ms"


def is_redis(content: str) -> bool:
    """Whether it is the table of redis-benchmark, with its names or in its older form without."""
    rows = _rows(content)
    if rows and rows[0][:2] == ["test", "rps"]:
        return True
    is_quoted = all(line.startswith('"') for line in content.strip().split("\n", 50)[:50])
    return bool(rows) and is_quoted and all(_is_bare(row) for row in rows)


def read_redis(content: str, _: str) -> Found:
    """Return the requests per second and the latencies."""
    rows = _rows(content)
    names = rows[0] if rows[0][:2] == ["test", "rps"] else ["test", "rps"]
    measurements = [one for row in rows for one in _of_row(names, row)]
    if not measurements:
        return Found("redis-benchmark", (), remarks=("no command was measured",))
    lines = content.count("\n") + 1
    block = block_of("redis-benchmark", FormName.REDIS, measurements, lines)
    return Found("redis-benchmark", (block,))


def _rows(content: str) -> list[list[str]]:
    lines = [line[:1_000] for line in content.strip().split("\n", _MOST_ROWS)[:_MOST_ROWS]]
    try:
        return [row for row in csv.reader(lines) if row]
    except csv.Error:
        return []


def _is_bare(row: Sequence[str]) -> bool:
    return len(row) == 2 and number(row[0]) is None and number(row[1]) is not None


def _of_row(names: Sequence[str], row: Sequence[str]) -> Iterator[Measurement]:
    cells = dict(zip(names, row, strict=False))
    rate = number(cells.get("rps", ""))
    if rate is None:
        return
    test = cells["test"][:80]
    yield figure(
        "requests per second", rate, "1/s", Better.HIGHER, workload=test, shown=cells["rps"]
    )
    for name in names:
        value = number(cells.get(name, "")) if name.endswith(_LATENCY) else None
        if value is not None:
            kind = name.removesuffix(_LATENCY)
            yield figure(
                "latency",
                value / 1e3,
                "s",
                Better.LOWER,
                workload=test,
                statistic=_STATISTICS.get(kind, kind),
                shown=cells[name],
            )
