"""Logs of programs that print a few known lines: hackbench, cyclictest, iperf, pgbench ..."""

import re
from collections.abc import Callable
from dataclasses import replace

from lkmltrack.evidence.forms.labels import label_of
from lkmltrack.evidence.measuring.numbers import NUMBER, to_number
from lkmltrack.evidence.measuring.setting import Gathering, Reading, Setting
from lkmltrack.evidence.measuring.suites import side_of
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit, unit_of
from lkmltrack.model.measurement import Better, BetterSource, Role

_Side = tuple[str, Role | None, str]
_NO_SIDE: _Side = ("", None, "")

_TIME = re.compile(rf"^\s*Time:\s+({NUMBER})\s*$")
_GROUPS = re.compile(
    r"Running in (process|threaded|thread) mode with (\d{1,6}) groups using (\d{1,6})"
)
_EACH = re.compile(r"Each sender will pass (\d{1,9}) messages of (\d{1,9}) bytes")


def read_hackbench(setting: Setting) -> Reading:
    """Return hackbench's times; repeated runs are samples."""
    gathering = Gathering(setting)
    parameters: dict[str, str] = {}
    side = _NO_SIDE
    for line, text in setting.rows:
        if (mode := _GROUPS.search(text)) is not None:
            parameters = {"mode": mode[1], "groups": mode[2], "fds": mode[3]}
        elif (each := _EACH.search(text)) is not None:
            parameters |= {"messages": each[1], "message size": each[2]}
        elif (time := _TIME.match(text)) is not None:
            gathering.take(
                line,
                "time",
                time[1],
                Unit("s"),
                parameters=tuple(parameters.items()),
                statistic="sample",
                side=side,
                better=Better.LOWER,
                because=BetterSource.TOOL,
            )
        elif label_of(text):
            side = side_of(label_of(text))
    return gathering.done()


_CYCLIC = re.compile(
    r"T:\s*(?P<thread>\d{1,5}) \(\s*\d{1,9}\)(?: P:\s*(?P<prio>\d{1,3}))?(?: I:\s*(?P<interval>\d{1,9}))?"
    r"(?: C:\s*(?P<cycles>\d{1,12}))?.{0,20}?Min:\s*(?P<min>\d{1,12}).{0,40}?"
    r"Avg:\s*(?P<avg>\d{1,12})\s+Max:\s*(?P<max>\d{1,12})"
)


def read_cyclictest(setting: Setting) -> Reading:
    """Return the latencies of cyclictest's threads."""
    gathering = Gathering(setting)
    side = _NO_SIDE
    for line, text in setting.rows:
        row = _CYCLIC.search(text) if "Max:" in text else None
        if row is None:
            side = side_of(label_of(text)) if label_of(text) else side
            continue
        pairs = (("thread", row["thread"]), ("interval", row["interval"]))
        for statistic, key in (("min", "min"), ("mean", "avg"), ("max", "max")):
            gathering.take(
                line,
                "latency",
                row[key],
                Unit("s", 1e-6),
                parameters=tuple((name, value) for name, value in pairs if value),
                statistic=statistic,
                side=side,
                runs=int(row["cycles"]) if row["cycles"] else None,
                better=Better.LOWER,
                because=BetterSource.TOOL,
            )
    return gathering.done()


_IPERF = re.compile(
    rf"^\s*\[\s*(?P<id>\d{{1,5}}|SUM)\]\s+(?P<start>[\d.]{{1,12}})\s?-\s?(?P<end>[\d.]{{1,12}})\s+sec\s+"
    rf"(?P<moved>{NUMBER} [KMGT]?Bytes)\s+(?P<rate>{NUMBER} [KMGT]?bits/sec)(?:\s+(?P<retr>\d{{1,12}}))?"
)
_BINARY = {"": 1.0, "K": 2.0**10, "M": 2.0**20, "G": 2.0**30, "T": 2.0**40}


def read_iperf(setting: Setting) -> Reading:
    """Return iperf's results; the lines of single seconds are only used when there is nothing else."""
    gathering = Gathering(setting)
    rows = [
        (line, row, text)
        for line, text in setting.rows
        if "bits/sec" in text and (row := _IPERF.match(text)) is not None
    ]
    ends = [found for found in rows if found[2].rstrip().endswith(("sender", "receiver"))]
    sums = [found for found in ends if found[1]["id"] == "SUM"]
    chosen = sums or ends
    if not chosen and rows:
        longest = max(float(row["end"]) - float(row["start"]) for _, row, _ in rows)
        chosen = [r for r in rows if float(r[1]["end"]) - float(r[1]["start"]) >= longest - 0.5]
        chosen = [r for r in chosen if r[1]["id"] == "SUM"] or chosen
    streams = len({row["id"] for _, row, _ in rows if row["id"] != "SUM"})
    for line, row, text in chosen:
        end = text.split()[-1] if text.rstrip().endswith(("sender", "receiver")) else ""
        _add_iperf(gathering, line, row, (end, (("streams", str(streams)),)))
    return gathering.done()


def _add_iperf(
    gathering: Gathering,
    line: int,
    row: re.Match[str],
    end: tuple[str, tuple[tuple[str, str], ...]],
) -> None:
    where, parameters = end
    amount, word = row["moved"].split(" ")
    moved = Unit("B", _BINARY.get(word[:-5], 1.0))
    unit = unit_of(row["rate"].split(" ")[1]) or NO_UNIT
    for metric, shown, one, better in (
        ("bandwidth", row["rate"], unit, Better.HIGHER),
        ("transfer", row["moved"], moved, None),
        ("retransmissions", row["retr"], Unit("1"), Better.LOWER),
    ):
        if shown:
            gathering.take(
                line,
                metric,
                shown,
                one,
                number=to_number(amount) if metric == "transfer" else None,
                workload=where,
                parameters=parameters,
                better=better,
                because=BetterSource.TOOL if better else BetterSource.UNKNOWN,
            )


_NETPERF_ROW = re.compile(rf"^\s*(?:{NUMBER}\s+){{3,6}}({NUMBER})\s*$")
_SUMMARY = re.compile(
    rf"^\s*(Average|Avg|Mean|Median|Total|Sum)\s*[:=]?\s+({NUMBER})\s*(\S{{1,16}})?\s*$", re.I
)


def read_headless_netperf(setting: Setting) -> Reading:
    """Return the rows of netperf that stand without their header, below its command."""
    if not any("netperf" in text for text in setting.above[-30:]):
        return Reading()
    filled = [text for text in setting.texts if text.strip() and not label_of(text)]
    rows = sum(bool(_NETPERF_ROW.match(text)) for text in filled)
    return read_netperf(setting) if rows and rows * 5 >= len(filled) * 4 else Reading()


def read_netperf(setting: Setting) -> Reading:
    """Return netperf's results: the last figure of a row; rows under one label are samples."""
    gathering = Gathering(setting)
    texts = (*setting.above[-6:], *setting.texts)
    is_rate = any("Trans." in text or "_RR" in text or "_CRR" in text for text in texts)
    unit = Unit("1/s") if is_rate else Unit("bit/s", 1e6)
    metric = "transaction rate" if is_rate else "throughput"
    side = _NO_SIDE
    for line, text in setting.rows:
        words = text.split()
        if len(words) in (5, 6, 7) and _NETPERF_ROW.match(text):
            gathering.take(
                line,
                metric,
                words[-1],
                unit,
                statistic="sample",
                side=side,
                better=Better.HIGHER,
                because=BetterSource.TOOL,
            )
        elif (said := _SUMMARY.match(text)) is not None:
            _add_summary(gathering, line, said, (metric, unit, side))
        elif label_of(text):
            side = side_of(label_of(text))
    return gathering.done()


def _add_summary(
    gathering: Gathering, line: int, said: re.Match[str], what: tuple[str, Unit, _Side]
) -> None:
    metric, unit, side = what
    runs = sum(
        one.statistic == "sample" and one.variant == side[0] for one in gathering.measurements
    )
    name = {"avg": "mean", "average": "mean", "sum": "total"}.get(said[1].lower(), said[1].lower())
    gathering.take(
        line,
        metric,
        said[2],
        unit_of(said[3] or "") or unit,
        statistic="stated mean" if name == "mean" and runs > 1 else name,
        side=side,
        runs=runs or None,
        better=Better.HIGHER,
        because=BetterSource.TOOL,
    )


_SYSBENCH = (
    (re.compile(rf"events per second:\s+({NUMBER})"), "events per second", Unit("1/s"), ""),
    (
        re.compile(rf"transactions:\s+\d{{1,12}}\s+\(({NUMBER}) per sec"),
        "transactions",
        Unit("1/s"),
        "",
    ),
    (re.compile(rf"queries:\s+\d{{1,12}}\s+\(({NUMBER}) per sec"), "queries", Unit("1/s"), ""),
    (
        re.compile(rf"Total operations: \d{{1,12}} \(\s*({NUMBER}) per second\)"),
        "operations",
        Unit("1/s"),
        "",
    ),
    (re.compile(rf"MiB transferred \(({NUMBER}) MiB/sec\)"), "bandwidth", Unit("B/s", 2.0**20), ""),
    (re.compile(rf"total time:\s+({NUMBER})s"), "total time", Unit("s"), ""),
    (re.compile(rf"total number of events:\s+({NUMBER})"), "events", Unit("1"), "total"),
    (re.compile(rf"^\s*min:\s+({NUMBER})\s*$"), "latency", Unit("s", 1e-3), "min"),
    (re.compile(rf"^\s*avg:\s+({NUMBER})\s*$"), "latency", Unit("s", 1e-3), "mean"),
    (re.compile(rf"^\s*max:\s+({NUMBER})\s*$"), "latency", Unit("s", 1e-3), "max"),
    (re.compile(rf"95th percentile:\s+({NUMBER})"), "latency", Unit("s", 1e-3), "p95"),
    (re.compile(rf"99th percentile:\s+({NUMBER})"), "latency", Unit("s", 1e-3), "p99"),
)
_THREADS = re.compile(r"Number of threads: (\d{1,6})")
_PGBENCH = (
    (re.compile(rf"tps\s*=\s*({NUMBER})\s*\(?(\w{{2,10}})?"), "tps", Unit("1/s"), ""),
    (re.compile(rf"latency average\s*=\s*({NUMBER}) ms"), "latency", Unit("s", 1e-3), "mean"),
    (re.compile(rf"latency stddev\s*=\s*({NUMBER}) ms"), "latency", Unit("s", 1e-3), "stddev"),
    (
        re.compile(rf"transactions actually processed:\s*({NUMBER})"),
        "transactions",
        Unit("1"),
        "total",
    ),
)
_REDIS = (
    (re.compile(rf"({NUMBER}) requests per second"), "requests per second", Unit("1/s"), ""),
    (re.compile(rf"p50=({NUMBER}) msec"), "latency", Unit("s", 1e-3), "p50"),
)
_REDIS_TEST = re.compile(r"=+ ([A-Z][A-Z_ ()\d]{1,40}?) =+|^\s*\"?([A-Z]{3,12})\"?[:,]")
_Lines = tuple[tuple[re.Pattern[str], str, Unit, str], ...]


def _matches(
    gathering: Gathering,
    line: int,
    text: str,
    known: _Lines,
    run: tuple[str, tuple[tuple[str, str], ...], _Side],
) -> None:
    for pattern, metric, unit, statistic in known:
        match = pattern.search(text)
        if match is None:
            continue
        workload = run[0]
        if metric == "tps" and match.lastindex == 2:
            workload = f"{workload} {match[2]} connections establishing".strip()
        gathering.take(
            line,
            metric,
            match[1],
            unit,
            workload=workload,
            parameters=run[1],
            statistic=statistic,
            side=run[2],
        )
        return


def read_sysbench(setting: Setting) -> Reading:
    """Return sysbench's figures; fairness between its threads is no scatter of runs."""
    gathering = Gathering(setting)
    parameters: tuple[tuple[str, str], ...] = ()
    side = _NO_SIDE
    for line, text in setting.rows:
        threads = _THREADS.search(text) if "threads:" in text else None
        if threads is not None:
            parameters = (("threads", threads[1]),)
        elif ":" not in text and "(" not in text or label_of(text):
            side = side_of(label_of(text)) if label_of(text) else side
        _matches(gathering, line, text, _SYSBENCH, ("", parameters, side))
    return gathering.done()


def read_pgbench(setting: Setting) -> Reading:
    """Return pgbench's figures; with and without connecting are two metrics, not two samples."""
    gathering = Gathering(setting)
    side, section = _NO_SIDE, ""
    if len(setting.nearest.split()) <= 3 and not label_of(setting.nearest):
        section = setting.nearest.strip(" :*")
    for line, text in setting.rows:
        before = len(gathering.measurements)
        _matches(gathering, line, text, _PGBENCH, (section, (), side))
        if before != len(gathering.measurements) or not text.strip():
            continue
        if label_of(text):
            side, section = side_of(label_of(text)), ""
        elif len(text.split()) <= 3 and "=" not in text and ":" not in text.strip()[:-1]:
            section = text.strip().rstrip(":")
    return gathering.done()


def read_redis(setting: Setting) -> Reading:
    """Return the requests per second of redis-benchmark, each test's own."""
    gathering = Gathering(setting)
    side, test = _NO_SIDE, ""
    for line, text in setting.rows:
        named = _REDIS_TEST.search(text)
        if named is not None:
            test = (named[1] or named[2]).strip()
        if label_of(text):
            side = side_of(label_of(text))
        elif "second" in text or "msec" in text:
            _matches(gathering, line, text, _REDIS, (test, (), side))
    return gathering.done()


def sampled(reader: Callable[[Setting], Reading]) -> Callable[[Setting], Reading]:
    """Return a reader whose results of one kind under one label are samples of a mean."""

    def read(setting: Setting) -> Reading:
        found = reader(setting)
        samples = tuple(
            one if one.statistic else replace(one, statistic="sample") for one in found.measurements
        )
        return replace(found, measurements=samples)

    return read
