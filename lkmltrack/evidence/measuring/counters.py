"""Counters and timers: perf stat, time(1), hyperfine, ministat, /proc/vmstat and its like."""

import re
from dataclasses import replace

from lkmltrack.evidence.forms.labels import label_of
from lkmltrack.evidence.measuring.labels import roles_of
from lkmltrack.evidence.measuring.numbers import NUMBER, to_number, to_seconds
from lkmltrack.evidence.measuring.setting import Gathering, Reading, Setting, Stated
from lkmltrack.evidence.measuring.suites import side_of
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit, unit_of
from lkmltrack.model.measurement import Better, BetterSource, Role, Spread, SpreadKind

_STATS_FOR = re.compile(
    r"Performance counter stats for '?(.{1,200}?)'?(?: \((\d{1,6}) runs?\))?:?\s*$"
)
_EVENT = re.compile(
    rf"\s*(?:#\s*)?(?P<value>{NUMBER})\s+(?P<unit>msec|Joules|MiB|ns|C)?\s*"
    r"(?P<event>[A-Za-z_][\w\-.:/=,]*)(?P<rest>\s.*)?$"
)
_METRIC = re.compile(
    rf"#\s*(?P<value>{NUMBER})(?P<percent>%)?\s*(?P<name>[A-Za-z%/][^()\[\]#]{{0,60}})?"
)
_ERROR = re.compile(r"\(\s*\+-\s*([\d.]+)%\s*\)")
_TIMES = re.compile(
    rf"(?P<value>{NUMBER})\s*(?:(?:\+-|±)\s*(?P<plus>[\d.]+))?\s+(?P<unit>seconds|nsecs|msec) "
    r"(?P<what>time elapsed|user|sys)\b"
)
_INTERVAL = re.compile(rf"\s*{NUMBER}\s+(?={NUMBER}\s+(?:msec\s+)?[A-Za-z_])")
_LOWER_EVENTS = re.compile(r"miss|fault|cycles|clock|contention|stall|elapsed|^user$|^sys$|energy")
_NEUTRAL_EVENTS = re.compile(r"context-switches|migrations|page-faults")


def read_perf_stat(setting: Setting) -> Reading:
    """Return the counters of perf stat; what is in percent behind a row's end is multiplexing."""
    gathering = Gathering(setting)
    workload, runs = _command((*setting.above[-4:],))
    side: tuple[str, Role | None, str] = ("", None, "")
    is_interval = any("time" in text and "counts unit events" in text for text in setting.texts)
    for line, text in setting.rows:
        if "counter stats for" in text:
            workload, runs = _command((text,))
        elif not any(character.isdigit() for character in text) or _is_label(text):
            side = side_of(label_of(text)) if label_of(text) else side
        elif " time elapsed" in text or text.rstrip().endswith((" user", " sys")):
            _add_times(gathering, line, text, (workload, runs, side))
        else:
            stripped = _INTERVAL.sub("", text, count=1) if is_interval else text
            _add_event(gathering, line, stripped, (workload, runs, side))
    return gathering.done()


_Run = tuple[str, int | None, tuple[str, Role | None, str]]


def _is_label(text: str) -> bool:
    return bool(label_of(text)) and " " * 8 not in text.strip()


def _command(texts: tuple[str, ...]) -> tuple[str, int | None]:
    for text in reversed(texts):
        match = _STATS_FOR.search(text) if "counter stats for" in text else None
        if match is not None:
            return match[1], int(match[2]) if match[2] else None
    return "", None


def _error(text: str) -> Spread | None:
    match = _ERROR.search(text) if "+-" in text else None
    value = to_number(match[1]) if match else None
    return None if value is None else Spread(SpreadKind.ERROR, value)


def _add_times(gathering: Gathering, line: int, text: str, run: _Run) -> None:
    match = _TIMES.search(text)
    if match is None:
        return
    workload, runs, side = run
    label = text[: match.start()].strip().rstrip(":").strip()
    if label and any(character.isalpha() for character in label):
        side = side_of(label)
    spread = _error(text[match.end() :])
    plus = to_number(match["plus"] or "")
    value = to_number(match["value"])
    if spread is None and plus is not None and value:
        spread = Spread(SpreadKind.ERROR, plus / value * 100)
    gathering.take(
        line,
        match["what"],
        match["value"],
        unit_of(match["unit"]) or NO_UNIT,
        workload=workload,
        statistic="mean" if spread or runs else "",
        side=side,
        spread=spread,
        runs=runs,
        better=Better.LOWER,
        because=BetterSource.UNIT,
    )


def _add_event(gathering: Gathering, line: int, text: str, run: _Run) -> None:
    row = _EVENT.match(text)
    if row is None:
        return
    workload, runs, side = run
    rest = row["rest"] or ""
    event = row["event"].strip(",:")
    is_lower = bool(_LOWER_EVENTS.search(event)) and not _NEUTRAL_EVENTS.search(event)
    unit = unit_of(row["unit"]) if row["unit"] else None
    spread = _error(rest)
    gathering.take(
        line,
        event,
        f"{row['value']} {row['unit'] or ''}".strip(),
        unit or (Unit("cycles") if event.split(":")[0] in ("cycles", "cpu-cycles") else Unit("1")),
        workload=workload,
        statistic="mean" if spread or runs else "",
        side=side,
        spread=spread,
        runs=runs,
        better=Better.LOWER if is_lower else None,
        because=BetterSource.UNIT if is_lower else BetterSource.UNKNOWN,
    )
    _add_derived(gathering, line, event, rest, run)


def _add_derived(gathering: Gathering, line: int, event: str, rest: str, run: _Run) -> None:
    """The figure behind a ``#``: instructions per cycle, CPUs utilized, a rate, a share."""
    derived = _METRIC.search(rest) if "#" in rest else None
    if derived is None:
        return
    name = " ".join((derived["name"] or "").split())
    if not name and not derived["percent"]:
        return
    is_rate = name.rstrip().endswith(("/sec", "/s", "Hz"))
    unit = Unit("%") if derived["percent"] else (unit_of(name) if is_rate else None) or Unit("1")
    is_ipc = name == "insn per cycle"
    gathering.take(
        line,
        f"{event} {'rate' if is_rate else name}".strip() if not is_ipc else name,
        derived["value"] + ("%" if derived["percent"] else ""),
        unit,
        workload=run[0],
        side=run[2],
        runs=run[1],
        better=Better.HIGHER if is_ipc else None,
        because=BetterSource.UNIT if is_ipc else BetterSource.UNKNOWN,
    )


_BASH = re.compile(
    r"\s*(real|user|sys):?\s+(\d{1,5}m\s?[\d.]{1,12}s|[\d.]{1,12}s?|\d+:[\d:.]{1,12})\s*$"
)
_DEFAULT = re.compile(
    r"([\d.]{1,12})user ([\d.]{1,12})system ([\d:.]{1,12})elapsed (\d{1,6})%CPU"
    r"(?:.{0,60}? (\d{1,15})maxresident)?"
)
_VERBOSE = (
    ("User time (seconds):", "user", Unit("s")),
    ("System time (seconds):", "sys", Unit("s")),
    ("Maximum resident set size (kbytes):", "maximum resident set size", Unit("B", 1024.0)),
    ("Major (requiring I/O) page faults:", "major page faults", Unit("1")),
    ("Minor (reclaiming a frame) page faults:", "minor page faults", Unit("1")),
    ("Voluntary context switches:", "voluntary context switches", Unit("1")),
    ("Involuntary context switches:", "involuntary context switches", Unit("1")),
)
_ELAPSED = "Elapsed (wall clock) time"
_TIMED = re.compile(r"^\s*(?:\S{0,60}[$#>]\s*)?time\s+(?!\()(\S.{0,200})$")


def read_time(setting: Setting) -> Reading:
    """Return the times that bash, POSIX ``time -p`` and GNU time print."""
    gathering = Gathering(setting)
    workload = _timed(setting.above[-3:])
    side: tuple[str, Role | None, str] = ("", None, "")
    for line, text in setting.rows:
        if label_of(text) and not _BASH.match(text):
            side = side_of(label_of(text))
        elif "Command being timed:" in text:
            workload = text.partition(":")[2].strip().strip('"')
        elif "time " in text and (command := _TIMED.search(text)) is not None:
            workload = command[1]
        elif (row := _BASH.match(text)) is not None:
            seconds = to_seconds(row[2])
            seconds = to_number(row[2].rstrip("s")) if seconds is None else seconds
            _take_time(gathering, line, row[1], row[2], seconds, workload, side)
        elif "elapsed" in text and (row := _DEFAULT.search(text)) is not None:
            for name, shown in (("user", row[1]), ("sys", row[2]), ("real", row[3])):
                seconds = to_seconds(shown) if ":" in shown else to_number(shown)
                _take_time(gathering, line, name, shown, seconds, workload, side)
        else:
            _add_verbose(gathering, line, text, workload, side)
    return gathering.done()


def _timed(texts: tuple[str, ...]) -> str:
    for text in reversed(texts):
        match = _TIMED.search(text) if "time " in text else None
        if match is not None and ("$" in text or "#" in text or text.lstrip().startswith("time ")):
            return match[1]
    return ""


def _take_time(
    gathering: Gathering,
    line: int,
    name: str,
    shown: str,
    seconds: float | None,
    workload: str,
    side: tuple[str, Role | None, str],
) -> None:
    if seconds is not None:
        gathering.take(
            line,
            name,
            shown,
            Unit("s"),
            number=seconds,
            workload=workload,
            statistic="sample",
            side=side,
            better=Better.LOWER,
            because=BetterSource.TOOL,
        )


def _add_verbose(
    gathering: Gathering, line: int, text: str, workload: str, side: tuple[str, Role | None, str]
) -> None:
    bare = text.strip()
    if bare.startswith(_ELAPSED):
        shown = bare.rpartition(" ")[2]
        _take_time(gathering, line, "real", shown, to_seconds(shown), workload, side)
        return
    for start, name, unit in _VERBOSE:
        if bare.startswith(start):
            gathering.take(
                line, name, bare[len(start) :].strip(), unit, workload=workload, side=side
            )


_BENCHMARK = re.compile(r"Benchmark(?: #)?\s?\d{1,4}:\s*(.{1,160})$")
_MEAN = re.compile(
    rf"Time \((?:mean ± σ|abs ≡)\):\s+({NUMBER}) (\w{{1,3}})(?:\s+±\s+({NUMBER}) (\w{{1,3}}))?"
    rf"(?:\s+\[User: ({NUMBER}) (\w{{1,3}}), System: ({NUMBER}) (\w{{1,3}})\])?"
)
_RANGE = re.compile(
    rf"Range \(min … max\):\s+({NUMBER}) (\w{{1,3}})\s+…\s+({NUMBER}) (\w{{1,3}})(?:\s+(\d{{1,7}}) runs)?"
)


def read_hyperfine(setting: Setting) -> Reading:
    """Return the means, ranges and runs of hyperfine; each benchmark is a variant of its own."""
    gathering = Gathering(setting)
    name = ""
    latest: list[int] = []
    for line, text in setting.rows:
        if "Benchmark" in text and (started := _BENCHMARK.search(text)) is not None:
            name = started[1].strip()
        elif "Time (" in text and (row := _MEAN.search(text)) is not None:
            unit = unit_of(row[2]) or NO_UNIT
            spread = None
            if row[3]:
                deviation = (to_number(row[3]) or 0.0) * (unit_of(row[4]) or unit).factor
                spread = Spread(SpreadKind.DEVIATION, float(f"{deviation:.12g}"))
            latest = [_take_mean(gathering, line, "time", (row[1], row[2]), name, spread)]
            for metric, shown, word in (("user", row[5], row[6]), ("sys", row[7], row[8])):
                if shown:
                    latest.append(_take_mean(gathering, line, metric, (shown, word), name, None))
        elif "Range (" in text and (row := _RANGE.search(text)) is not None:
            _finish_hyperfine(gathering, line, row, (name, latest))
    _name_sides(gathering)
    return gathering.done()


def _take_mean(
    gathering: Gathering,
    line: int,
    metric: str,
    shown: tuple[str, str],
    name: str,
    spread: Spread | None,
) -> int:
    return gathering.take(
        line,
        metric,
        " ".join(shown),
        unit_of(shown[1]) or NO_UNIT,
        statistic="mean",
        side=(name, None, ""),
        spread=spread,
        better=Better.LOWER,
        because=BetterSource.TOOL,
    )


def _finish_hyperfine(
    gathering: Gathering, line: int, row: re.Match[str], run: tuple[str, list[int]]
) -> None:
    runs = int(row[5]) if row[5] else None
    for place in run[1]:
        gathering.measurements[place] = replace(gathering.measurements[place], runs=runs)
    for statistic, shown, word in (("min", row[1], row[2]), ("max", row[3], row[4])):
        gathering.take(
            line,
            "time",
            f"{shown} {word}",
            unit_of(word) or NO_UNIT,
            statistic=statistic,
            side=(run[0], None, ""),
            runs=runs,
            better=Better.LOWER,
            because=BetterSource.TOOL,
        )


def _name_sides(gathering: Gathering) -> None:
    """Tell the base by the names of the benchmarks; two of which nothing is known stay apart."""
    names = list(dict.fromkeys(one.variant for one in gathering.measurements if one.variant))
    sides = dict(zip(names, roles_of(names), strict=True))
    gathering.measurements[:] = [
        replace(one, role=sides[one.variant][0], role_because=sides[one.variant][1])
        if one.variant in sides
        else one
        for one in gathering.measurements
    ]


_MINISTAT = re.compile(rf"\s*([x+*%#@])\s+(\d{{1,9}})((?:\s+{NUMBER}){{5}})(?:\s+({NUMBER})%)?\s*$")
_MARKED = re.compile(r"\s*([x+*%#@]) (\S.{0,80})$")
_DIFFERENCE = re.compile(rf"\s*({NUMBER})% \+/- ({NUMBER})%")
_STATISTICS = ("min", "max", "median", "mean")


def read_ministat(setting: Setting) -> Reading:
    """Return ministat's rows; the first is what the others are compared with."""
    gathering = Gathering(setting)
    names = _marks(setting)
    section = setting.block.label
    found: list[tuple[int, re.Match[str], str]] = []
    for line, text in setting.rows:
        row = _MINISTAT.match(text)
        if row is not None:
            found.append((line, row, names.get(row[1]) or section or row[1]))
        elif label_of(text) and not _MARKED.match(text):
            section = label_of(text)
    labels = [label for _, _, label in found]
    sides = roles_of(labels)
    if len(found) > 1 and not any(side[0] is Role.BASE for side in sides):
        sides = [(Role.CANDIDATE if i else Role.BASE, "position") for i in range(len(found))]
    means: list[int] = []
    for (line, row, label), (role, why) in zip(found, sides, strict=True):
        means.append(_add_ministat(gathering, line, row, (label, role, why)))
        if row[4]:
            gathering.stated.append(Stated(means[-1], to_number(row[4]) or 0.0, True, row[4]))
    _add_difference(gathering, setting, means)
    return gathering.done()


def _marks(setting: Setting) -> dict[str, str]:
    """What each mark stands for: ``x without_patch``."""
    names: dict[str, str] = {}
    for text in (*setting.above[-6:], *setting.texts):
        match = _MARKED.match(text)
        if match is not None and not _MINISTAT.match(text) and match[2][0].isalpha():
            names[match[1]] = match[2].strip()
    return names


def _add_ministat(
    gathering: Gathering, line: int, row: re.Match[str], side: tuple[str, Role | None, str]
) -> int:
    figures = row[3].split()
    place = -1
    deviation = to_number(figures[4]) or 0.0
    for statistic, shown in zip(_STATISTICS, figures[:4], strict=True):
        place = gathering.take(
            line,
            "value",
            shown,
            NO_UNIT,
            statistic=statistic,
            side=side,
            runs=int(row[2]),
            spread=Spread(SpreadKind.DEVIATION, deviation) if statistic == "mean" else None,
        )
    return place


def _add_difference(gathering: Gathering, setting: Setting, means: list[int]) -> None:
    """The difference that ministat itself proves, which is significant by that."""
    for text in setting.texts:
        match = _DIFFERENCE.match(text) if "+/-" in text else None
        if match is not None and len(means) > 1:
            figure = to_number(match[1]) or 0.0
            gathering.stated.append(Stated(means[1], figure, True, match[1], means[0], True))
