"""Benchmarks by what they print: UnixBench, stress-ng, tcrypt, perf bench."""

import re

from lkmltrack.evidence.forms.labels import label_of
from lkmltrack.evidence.measuring.labels import role_of
from lkmltrack.evidence.measuring.numbers import NUMBER, to_number
from lkmltrack.evidence.measuring.setting import Gathering, Reading, Setting
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit, unit_of
from lkmltrack.model.measurement import Better, BetterSource, Role, Spread, SpreadKind

_INDEX_ROW = re.compile(
    rf"\s*(?P<name>[A-Z][\w\-,/ ().]{{2,60}}?)\s+(?P<base>{NUMBER})\s+(?P<result>{NUMBER})"
    rf"\s+(?P<index>{NUMBER})\s*$"
)
_RAW_ROW = re.compile(
    rf"\s*(?P<name>[A-Z][\w\-,/ ().]{{2,60}}?)\s+(?P<value>{NUMBER})\s+"
    r"(?P<unit>lps|lpm|KBps|MWIPS)(?:\s+\((?P<time>[\d.]+) s, (?P<runs>\d{1,6}) samples?\))?\s*$"
)
_SCORE_ROW = re.compile(
    rf"\s*System Benchmarks Index Score(?: \(Partial Only\))?:?\s+({NUMBER})\s*$"
)
_COPIES = re.compile(r"running (\d{1,6}) parallel cop")
_BASELINES = {
    "Dhrystone": (116700.0, Unit("1/s")),
    "Double-Precision": (55.0, Unit("MWIPS")),
    "Execl": (43.0, Unit("1/s")),
    "File Copy 1024": (3960.0, Unit("B/s", 1024.0)),
    "File Copy 256": (1655.0, Unit("B/s", 1024.0)),
    "File Copy 4096": (5800.0, Unit("B/s", 1024.0)),
    "Pipe Throughput": (12440.0, Unit("1/s")),
    "Pipe-based": (4000.0, Unit("1/s")),
    "Process Creation": (126.0, Unit("1/s")),
    "Shell Scripts (1": (42.4, Unit("1/s", 1 / 60)),
    "Shell Scripts (8": (6.0, Unit("1/s", 1 / 60)),
    "Shell Scripts (16": (0.0, Unit("1/s", 1 / 60)),
    "System Call": (15000.0, Unit("1/s")),
}
"""The constants of one workstation of 1995: never the unpatched kernel."""
_RAW_UNITS = {
    "lps": Unit("1/s"),
    "lpm": Unit("1/s", 1 / 60),
    "KBps": Unit("B/s", 1024.0),
    "MWIPS": Unit("MWIPS"),
}
_Side = tuple[str, Role | None, str]


def side_of(label: str) -> _Side:
    """Return what a section's label makes of the figures below it."""
    role = role_of(label)
    return label, role, "label" if role else ""


def read_unixbench(setting: Setting) -> Reading:
    """Return the results and indexes of UnixBench; its BASELINE column is nobody's base."""
    gathering = Gathering(setting)
    remarks: list[str] = []
    side: _Side = ("", None, "")
    parameters = _copies((*setting.above[-6:],))
    for line, text in setting.rows:
        if "parallel cop" in text:
            parameters = _copies((text,)) or parameters
        elif label_of(text) and not any(character.isdigit() for character in text[-4:]):
            side = side_of(label_of(text))
        elif (score := _SCORE_ROW.match(text)) is not None:
            gathering.take(
                line,
                "index score",
                score[1],
                Unit("1"),
                parameters=parameters,
                statistic="score",
                side=side,
                better=Better.HIGHER,
                because=BetterSource.TOOL,
            )
        elif (row := _INDEX_ROW.match(text)) is not None and _is_index_row(row, setting):
            _add_index(gathering, line, row, (parameters, side), remarks)
        elif (row := _RAW_ROW.match(text)) is not None:
            gathering.take(
                line,
                "result",
                f"{row['value']} {row['unit']}",
                _RAW_UNITS[row["unit"]],
                workload=row["name"].strip(),
                parameters=parameters,
                side=side,
                runs=int(row["runs"]) if row["runs"] else None,
                better=Better.HIGHER,
                because=BetterSource.TOOL,
            )
    return gathering.done(remarks)


def _copies(texts: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    for text in reversed(texts):
        match = _COPIES.search(text) if "parallel cop" in text else None
        if match is not None:
            return (("copies", match[1]),)
    return ()


def _is_index_row(row: re.Match[str], setting: Setting) -> bool:
    """Whether the first figure is UnixBench's own constant."""
    base = to_number(row["base"])
    known = next((b for name, (b, _) in _BASELINES.items() if row["name"].startswith(name)), None)
    if known is not None and known == base:
        return True
    return any("BASELINE" in text and "INDEX" in text for text in setting.texts[:4])


def _add_index(
    gathering: Gathering,
    line: int,
    row: re.Match[str],
    test: tuple[tuple[tuple[str, str], ...], _Side],
    remarks: list[str],
) -> None:
    name = row["name"].strip()
    unit = next((u for start, (_, u) in _BASELINES.items() if name.startswith(start)), NO_UNIT)
    parameters, side = test
    for metric, shown, one in (("result", row["result"], unit), ("index", row["index"], Unit("1"))):
        gathering.take(
            line,
            metric,
            shown,
            one,
            workload=name,
            parameters=parameters,
            statistic="score" if metric == "index" else "",
            side=side,
            better=Better.HIGHER,
            because=BetterSource.TOOL,
        )
    base, result, index = (to_number(row[key]) for key in ("base", "result", "index"))
    if base and result is not None and index is not None:
        expected = result / base * 10
        if abs(expected - index) > max(0.1, 0.002 * abs(expected)):
            remarks.append(
                f"line {line}: the index of {name} is {index:g}, its result makes {expected:.1f}"
            )


_STRESSOR = re.compile(
    rf"\s*(?:stress-ng:? (?:metrc|info):?\s+\[\d{{1,9}}\]\s+)?(?P<name>[a-z][\w\-]*)\s+(?P<ops>\d+)"
    rf"\s+(?P<real>{NUMBER})\s+(?P<user>{NUMBER})\s+(?P<sys>{NUMBER})\s+(?P<rate>{NUMBER})"
    rf"\s+(?P<cpu_rate>{NUMBER})(?:\s+(?P<used>{NUMBER})\s+(?P<rss>\d+))?\s*$"
)
_STRESS_OTHER = re.compile(
    rf"\s*stress-ng: (?:metrc|info):\s+\[\d{{1,9}}\]\s+(?P<name>[a-z][\w\-]*)\s+(?P<value>{NUMBER})\s+"
    r"(?P<what>(?:nanosecs|microsecs|MB|[A-Za-z ]{2,20}) per [\w ]{2,60}?)(?:\s+\(.*)?$"
)
_INSTANCES = re.compile(r"dispatching hogs: (\d{1,6}) ([a-z][\w\-]*)")


def read_stress_ng(setting: Setting) -> Reading:
    """Return the metrics of stress-ng, each stressor's own."""
    gathering = Gathering(setting)
    instances: dict[str, str] = {}
    for line, text in setting.rows:
        started = _INSTANCES.search(text) if "hogs" in text else None
        if started is not None:
            instances[started[2]] = started[1]
        row = _STRESSOR.match(text)
        if row is not None:
            count = instances.get(row["name"])
            _add_stressor(gathering, line, row, (("instances", count),) if count else ())
        elif " per " in text and (other := _STRESS_OTHER.match(text)) is not None:
            what, _, per = other["what"].partition(" per ")
            unit = unit_of(f"{what}/{per.split()[0]}") or unit_of(what) or NO_UNIT
            gathering.take(line, f"{what} per {per}", other["value"], unit, workload=other["name"])
    return gathering.done()


def _add_stressor(
    gathering: Gathering, line: int, row: re.Match[str], parameters: tuple[tuple[str, str], ...]
) -> None:
    for metric, key, unit, better in (
        ("bogo ops", "ops", Unit("1"), Better.HIGHER),
        ("bogo ops/s (real time)", "rate", Unit("1/s"), Better.HIGHER),
        ("bogo ops/s (usr+sys time)", "cpu_rate", Unit("1/s"), Better.HIGHER),
        ("real time", "real", Unit("s"), None),
        ("usr time", "user", Unit("s"), None),
        ("sys time", "sys", Unit("s"), None),
        ("CPU used per instance", "used", Unit("%"), None),
        ("RSS max", "rss", Unit("B", 1024.0), Better.LOWER),
    ):
        if row[key]:
            gathering.take(
                line,
                metric,
                row[key],
                unit,
                workload=row["name"],
                parameters=parameters,
                better=better,
                because=BetterSource.TOOL if better else BetterSource.UNKNOWN,
            )


_SPEED_OF = re.compile(
    r"testing speed of (?P<what>.{2,80}?)(?: (?P<way>encryption|decryption))?\s*$"
)
_TCRYPT = re.compile(
    r"test\s+\d+ \(\s*(?:(?P<key>\d+) bit key, )?\s*(?P<block>\d+) byte blocks"
    r"(?:,\s*(?P<bytes>\d+) bytes per update,\s*(?P<updates>\d+) updates)?\):\s+"
    r"(?P<ops>\d+) (?P<what>operations|opers/sec|cycles)[^\d]*(?P<more>\d+)?\s*"
    r"(?P<unit>seconds|cycles|bytes/sec|cycles/operation)?"
)
_TCRYPT_CYCLES = re.compile(r"1 operation in (\d+) cycles")


def read_tcrypt(setting: Setting) -> Reading:
    """Return the operations per second, or the cycles per operation, of tcrypt's tests."""
    gathering = Gathering(setting)
    what = _algorithm(setting.above)
    for line, text in setting.rows:
        if "testing speed of" in text:
            what = _algorithm((text,))
            continue
        row = _TCRYPT.search(text) if "byte blocks" in text else None
        if row is None:
            cycles = _TCRYPT_CYCLES.search(text)
            if cycles is not None:
                _take_tcrypt(gathering, line, what, (text, cycles[1], Unit("cycles"), "cycles"))
            continue
        figure = to_number(row["ops"]) or 0.0
        if (
            row["what"] == "operations"
            and row["unit"] == "seconds"
            and to_number(row["more"] or "")
        ):
            figure /= float(row["more"])
        unit = Unit("cycles") if row["what"] == "cycles" else Unit("1/s")
        if row["what"] == "operations" and row["unit"] == "cycles" and figure:
            figure, unit = float(row["more"] or 0) / figure, Unit("cycles")
        name = "cycles per operation" if unit.name == "cycles" else "operations"
        gathering.take(
            line,
            name,
            row["ops"],
            unit,
            number=figure,
            workload=what,
            parameters=tuple(
                (key, row[group])
                for key, group in (("key bits", "key"), ("block size", "block"))
                if row[group]
            ),
            better=Better.LOWER if unit.name == "cycles" else Better.HIGHER,
            because=BetterSource.TOOL,
        )
    return gathering.done()


def _take_tcrypt(
    gathering: Gathering, line: int, what: str, found: tuple[str, str, Unit, str]
) -> None:
    text, shown, unit, metric = found
    sizes = re.findall(r"\((?:(\d+) bit key, )?(\d+) byte blocks", text)
    parameters = (("block size", sizes[0][1]),) if sizes else ()
    gathering.take(line, metric, shown, unit, workload=what, parameters=parameters)


def _algorithm(texts: tuple[str, ...]) -> str:
    for text in reversed(texts):
        match = _SPEED_OF.search(text) if "testing speed of" in text else None
        if match is not None:
            return " ".join(filter(None, (match["what"], match["way"])))
    return ""


_RUNNING = re.compile(r"# Running '?([\w./\-]+)'? benchmark")
_FUNCTION = re.compile(r"# function '([^']{1,40})'")
_TOTAL = re.compile(rf"\s*Total time:\s*({NUMBER})\s*\[?(sec|usec|msec)\]?")
_RESULT = re.compile(rf"\s*(?P<value>{NUMBER})\s+(?P<unit>[KMG]?B/sec|[a-z]{{1,5}}/op|ops/sec)\s*$")
_AVERAGED = re.compile(
    rf"(?:Averaged\s+)?(?P<value>{NUMBER})\s+operations/sec\s*\(\+-\s*(?P<error>[\d.]+)%\)"
)
_IN_TIME = re.compile(
    rf"\bin ({NUMBER}) (ms|us|usecs?|msecs?|s|secs?)\b(?:\s*\(\+-\s*([\d.]+)%\))?"
)


def read_perf_bench(setting: Setting) -> Reading:
    """Return the results of ``perf bench``."""
    gathering = Gathering(setting)
    workload = function = ""
    for line, text in setting.rows:
        running, named = _RUNNING.search(text), _FUNCTION.search(text)
        workload = running[1] if running else workload
        function = named[1] if named else function
        parameters = (("function", function),) if function else ()
        if (total := _TOTAL.match(text)) is not None:
            unit = unit_of(total[2]) or NO_UNIT
            gathering.take(line, "total time", total[1], unit, workload=workload)
        elif (row := _RESULT.match(text)) is not None:
            unit = unit_of(row["unit"]) or NO_UNIT
            metric = {"B/s": "bandwidth", "1/s": "rate"}.get(unit.name, "time per operation")
            gathering.take(
                line, metric, row["value"], unit, workload=workload, parameters=parameters
            )
        elif (row := _AVERAGED.search(text)) is not None:
            spread = Spread(SpreadKind.ERROR, to_number(row["error"]) or 0.0)
            side = side_of(text[: row.start()].strip(" :")) if row.start() > 2 else ("", None, "")
            gathering.take(
                line,
                "operations",
                row["value"],
                Unit("1/s"),
                workload=workload,
                statistic="mean",
                side=side,
                spread=spread,
            )
        elif " in " in text and (timed := _IN_TIME.search(text)) is not None:
            error = to_number(timed[3] or "")
            gathering.take(
                line,
                "time",
                f"{timed[1]} {timed[2]}",
                unit_of(timed[2]) or NO_UNIT,
                workload=workload,
                spread=None if error is None else Spread(SpreadKind.ERROR, error),
            )
    return gathering.done()
