"""cyclictest --json, and the other tests of rt-tests: latencies of every thread."""

from collections.abc import Iterator
from dataclasses import replace

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.results.figures import (
    Value,
    block_of,
    figure,
    inside,
    items,
    number,
    text,
)
from lkmltrack.evidence.results.found import Found, command, facts
from lkmltrack.model.evidence import Block, BlockKind, Bucket, EnvironmentKind
from lkmltrack.model.measurement import Better, Measurement

_STATISTICS = (("min", "min"), ("avg", "mean"), ("max", "max"))
_MOST_BUCKETS = 5_000


def is_cyclictest(value: Value) -> bool:
    """Whether JSON is that of a test of rt-tests."""
    return bool(dict(items(inside(value, "thread")))) and inside(value, "file_version") is not None


def read_cyclictest(value: Value, _: str, lines: int) -> Found:
    """Return the latencies as one block, and the histogram of every thread that has one."""
    line = _told(value, "cmdline")
    ran = command(line)
    tool = ran[0].program if ran else "cyclictest"
    factor = 1e-9 if number(inside(value, "resolution_in_ns")) else 1e-6
    threads = list(items(inside(value, "thread")))
    measurements = [one for thread in threads for one in _of_thread(*thread, factor)]
    if not measurements:
        return Found(tool, (), remarks=("no thread has a latency",))
    blocks = [block_of(tool, FormName.CYCLICTEST, measurements, lines)]
    blocks += [block for thread in threads for block in _histogram(*thread, factor, tool, lines)]
    system = (text(inside(value, "sysinfo", key)) for key in ("sysname", "release"))
    return Found(
        tool, tuple(blocks), ran, facts((EnvironmentKind.KERNEL, " ".join(system).strip()))
    )


def _told(value: Value, key: str) -> str:
    """Return a text whose key some versions write with a colon."""
    return text(inside(value, key)) or text(inside(value, f"{key}:"))


def _of_thread(name: str, stats: Value, factor: float) -> Iterator[Measurement]:
    for key, statistic in _STATISTICS:
        value = number(inside(stats, key))
        if value is not None:
            yield figure(
                "latency",
                value * factor,
                "s",
                Better.LOWER,
                parameters=(("thread", name),),
                statistic=statistic,
                shown=text(inside(stats, key)),
            )


def _histogram(name: str, stats: Value, factor: float, tool: str, lines: int) -> Iterator[Block]:
    found = [(number(low), number(count)) for low, count in items(inside(stats, "histogram"))]
    known = sorted((low, count) for low, count in found if low is not None and count is not None)
    if not known:
        return
    buckets = tuple(
        Bucket(low * factor, (low + 1) * factor, count) for low, count in known[:_MOST_BUCKETS]
    )
    rows = tuple(f"{low:g}  {count:g}" for low, count in known[:_MOST_BUCKETS])
    block = block_of(tool, FormName.CYCLICTEST, (), lines)
    yield replace(
        block, kind=BlockKind.HISTOGRAM, lines=rows, buckets=buckets, label=f"thread {name}"
    )
