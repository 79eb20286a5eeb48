"""The kernel test robot's tables: kernels side by side, a change between every two."""

import re
from collections.abc import Sequence
from itertools import pairwise

from lkmltrack.evidence.measuring.numbers import NUMBER, to_number
from lkmltrack.evidence.measuring.setting import Gathering, Reading, Setting, Stated
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit
from lkmltrack.model.evidence import Chain, ProfileRow
from lkmltrack.model.measurement import Better, BetterSource, Role, Spread, SpreadKind

_PARTS = re.compile(
    rf"\s*(?:(?P<sd>(?:±|\+-|\+/-)\s*\d{{1,4}}%)|(?P<change>[-+]\d[\d.]*(?:e\+?\d+)?%?)(?=\s|$)"
    rf"|(?P<value>{NUMBER})(?=\s|$))"
)
_KEY = re.compile(r"\s*([A-Za-z_][^\s]*\.[^\s]+)\s*$")
_FAILS = re.compile(r"\s*(\d{0,9}):(\d{1,6})(?=\s)")
_RATE = re.compile(r"\s+(-?\d{1,9})%(?=\s)")
_HEADER = re.compile(r"\s*(?:v\d[\w.\-]*|[0-9a-f]{8,40}|[\w./\-]{3,40})(?:\s+\S{3,40}){1,8}\s*$")
_DASHES = re.compile(r"\s*-{8,40}(?: -{8,40})+\s*$")
_ONE_RUN = {141: 3, 173: 4, 200: 5, 223: 6, 244: 7, 264: 8, 282: 9, 316: 11, 331: 12}
"""100 times the root of n - 1: the scatter of what is seen in one of n runs only."""
_ENVIRONMENT = frozenset(
    [
        "compiler",
        "kconfig",
        "rootfs",
        "tbox_group",
        "cpufreq_governor",
        "testcase",
        "ucode",
        "debug-setup",
    ]
)
_HIGHER = re.compile(
    r"throughput|ops_per_sec|per_\w+_ops$|per_(?:process|thread)|jobs-per-min|files_per_sec|\.ops$"
    r"|mbps|mb_s|works/sec|iops|_bw|bandwidth|\.score|\.median$|transactions|operations|requests"
    r"|fps|qps|tps|ops/s|mb/sec|median$|nb_records|events_per"
)
_LOWER = re.compile(
    r"latenc|elapsed_time|system_time|user_time|_time(?:\.max)?$|_lat_|_usec|p99|\.time$"
)
_UNITS = (
    ("_mbps", Unit("bit/s", 1e6)),
    ("mb/sec", Unit("B/s", 1e6)),
    ("mb_s", Unit("B/s", 1e6)),
    ("ops_per_sec", Unit("1/s")),
    ("_ops_per_sec", Unit("1/s")),
    ("elapsed_time", Unit("s")),
    ("elapsed_time.max", Unit("s")),
    ("system_time", Unit("s")),
    ("user_time", Unit("s")),
    ("jobs-per-min", Unit("1/s", 1 / 60)),
    ("iops", Unit("1/s")),
)


def read_lkp(setting: Setting) -> Reading:
    """Return the measurements of a robot's table, its profile's rows, and what is seen once."""
    gathering = Gathering(setting)
    rows: list[ProfileRow] = []
    chains: list[Chain] = []
    kernels: tuple[str, ...] = ()
    parameters, workload = _axes((*setting.above, *setting.texts[:12]))
    previous = next((text for text in reversed(setting.above) if text.strip()), "")
    for line, text in setting.rows:
        if "---" in text and _DASHES.match(text):
            kernels = tuple(previous.split()) if _HEADER.match(previous) else kernels
        previous = text
        if "." not in text:
            continue
        fails = _fail_row(text) if ":" in text else None
        if fails is not None:
            _add_fails(gathering, line, fails, kernels, workload)
        elif (row := _row(text)) is not None:
            _add(gathering, line, row, kernels, (workload, parameters))
            _add_profile(rows, chains, line, row)
    once = sum(one.spread is not None and one.runs is not None for one in gathering.measurements)
    remarks = (
        [f"{once} value{'s were' if once > 1 else ' was'} seen in one run only"] if once else []
    )
    found = gathering.done(remarks)
    return Reading(
        found.measurements, found.stated, tuple(rows), tuple(chains), remarks=found.remarks
    )


_SUMMARY = re.compile(
    r"testcase: change\s*\|\s*(?P<test>[\w\-]{1,60}): (?P<metric>\S{1,120})\s+"
    r"(?P<figure>-?\d{1,9}(?:\.\d{1,3})?)% (?P<verdict>regression|improvement)"
)
_SETTINGS = re.compile(r"\|\s*(?:test parameters)?\s*\|\s*([\w\-]{1,40})=(\S{1,80})\s*\|?\s*$")


def read_summary(setting: Setting) -> Reading:
    """Return the changes in the robot's box of other tests; their values are not shown."""
    gathering = Gathering(setting)
    found: list[tuple[int, re.Match[str], list[tuple[str, str]]]] = []
    for line, text in setting.rows:
        match = _SUMMARY.search(text) if "testcase: change" in text else None
        pair = _SETTINGS.search(text) if "=" in text else None
        if match is not None:
            found.append((line, match, []))
        elif pair is not None and found and pair[1] not in _ENVIRONMENT:
            found[-1][2].append((pair[1], pair[2]))
    for line, match, parameters in found:
        better = _better(match["metric"])
        is_loss = match["verdict"] == "regression"
        # the robot's sign is redundant and depends on its age: the word says which way it went
        falls = is_loss is (better is Better.HIGHER)
        size = abs(float(match["figure"]))
        gathering.take(
            line,
            match["metric"],
            f"{match['figure']}%",
            Unit("%"),
            number=-size if better and falls else size,
            workload=match["test"],
            parameters=tuple(parameters),
            statistic="change",
            side=("", Role.CANDIDATE, "position"),
            better=better,
            because=BetterSource.TOOL if better else BetterSource.UNKNOWN,
        )
    return gathering.done()


_Row = tuple[list[tuple[str, str]], list[str], str]
"""The values with their scatter, the changes between them, and the metric."""


def _row(text: str) -> _Row | None:
    values: list[tuple[str, str]] = []
    changes: list[str] = []
    place = 0
    while True:
        key = _KEY.match(text, place)
        if key is not None and values and not text[key.start(1)].isdigit():
            break
        part = _PARTS.match(text, place)
        if part is None:
            return None
        if part["sd"]:
            if not values:
                return None
            values[-1] = (values[-1][0], part["sd"])
        elif part["change"] and len(values) == len(changes) + 1:
            changes.append(part["change"])
        elif part["value"] and len(values) == len(changes):
            values.append((part["value"], ""))
        else:
            return None
        place = part.end()
    return (values, changes, key[1]) if changes and len(values) == len(changes) + 1 else None


def _add(
    gathering: Gathering,
    line: int,
    row: _Row,
    kernels: Sequence[str],
    test: tuple[str, tuple[tuple[str, str], ...]],
) -> None:
    values, changes, key = row
    unit = next((unit for end, unit in _UNITS if key.lower().endswith(end)), NO_UNIT)
    is_share = key.startswith("perf-profile.")
    unit = Unit("%") if is_share or ".cpu." in key else unit
    better = _better(key)
    base: int | None = None
    for index, (value, sd) in enumerate(values):
        scatter = to_number("".join(c for c in sd if c.isdigit())) if sd else None
        place = gathering.take(
            line,
            key,
            value,
            unit,
            workload=test[0],
            parameters=test[1],
            statistic="share" if is_share else "mean",
            side=(
                kernels[index] if index < len(kernels) else f"kernel {index + 1}",
                Role.CANDIDATE if index else Role.BASE,
                "position",
            ),
            spread=None if scatter is None else Spread(SpreadKind.VARIATION, scatter),
            runs=_ONE_RUN.get(int(scatter)) if scatter is not None else None,
            better=better,
            because=BetterSource.TOOL if better else BetterSource.UNKNOWN,
        )
        if index == 0:
            base = place
        else:
            _state(gathering, place, base, changes[index - 1])


def _state(gathering: Gathering, place: int, base: int | None, change: str) -> None:
    figure = to_number(change.rstrip("%"))
    if figure is not None:
        gathering.stated.append(Stated(place, figure, change.endswith("%"), change, base))


def _better(key: str) -> Better | None:
    lower = key.lower()
    if lower.startswith("perf-") or ".workload" in lower:
        return None
    if _HIGHER.search(lower):
        return Better.HIGHER
    return Better.LOWER if _LOWER.search(lower) else None


def _add_profile(rows: list[ProfileRow], chains: list[Chain], line: int, row: _Row) -> None:
    """Rows and chains of a profile among the metrics; the share is that of the last kernel."""
    values, changes, key = row
    if not key.startswith("perf-profile."):
        return
    parts = key.split(".")
    share = to_number(values[-1][0])
    names = [part for part in parts[3:] if part]
    if share is None or not names:
        return
    if parts[1] == "calltrace":
        chains.append(Chain(tuple(reversed(names)), share, line))
        return
    delta = to_number(changes[-1].rstrip("%"))
    symbol = ".".join(names)
    children = share if parts[1] == "children" else None
    rows.append(ProfileRow(symbol, share, line, children=children, mode="k", delta=delta))


def _fail_row(text: str) -> tuple[list[tuple[float, int]], str] | None:
    found: list[tuple[float, int]] = []
    place = 0
    while (match := _FAILS.match(text, place)) is not None and len(found) < 16:
        found.append((float(match[1] or 0), int(match[2])))
        rate = _RATE.match(text, match.end())
        place = rate.end() if rate else match.end()
    key = text[place:].strip()
    return (found, key) if len(found) >= 2 and key and " " not in key else None


def _add_fails(
    gathering: Gathering,
    line: int,
    row: tuple[list[tuple[float, int]], str],
    kernels: Sequence[str],
    workload: str,
) -> None:
    counts, key = row
    for index, (failed, runs) in enumerate(counts):
        gathering.take(
            line,
            key,
            f"{failed:g}:{runs}",
            Unit("1"),
            number=failed,
            workload=workload,
            statistic="total",
            side=(
                kernels[index] if index < len(kernels) else f"kernel {index + 1}",
                Role.CANDIDATE if index else Role.BASE,
                "position",
            ),
            runs=runs,
            better=Better.LOWER if key.endswith(".fail") else None,
            because=BetterSource.TOOL if key.endswith(".fail") else BetterSource.UNKNOWN,
        )


def _axes(texts: Sequence[str]) -> tuple[tuple[tuple[str, str], ...], str]:
    """The parameters of the run, and the test case: ``a/b/c:`` above ``x/y/z``."""
    for names, values in reversed(list(pairwise([text.strip() for text in texts]))):
        if not names.endswith(":") or names.count("/") < 2:
            continue
        keys, said = names[:-1].split("/"), values.split("/")
        if len(keys) == len(said):
            pairs = dict(zip(keys, said, strict=True))
            kept = tuple((k, v) for k, v in pairs.items() if k not in _ENVIRONMENT)
            return kept, pairs.get("testcase", "")
    return (), ""
