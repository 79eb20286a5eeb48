"""Contention of locks: perf lock and /proc/lock_stat."""

import re

from lkmltrack.evidence.forms.labels import label_of
from lkmltrack.evidence.measuring.numbers import NUMBER, to_number
from lkmltrack.evidence.measuring.setting import Gathering, Reading, Setting
from lkmltrack.evidence.measuring.suites import side_of
from lkmltrack.evidence.measuring.units import Unit
from lkmltrack.model.measurement import Better, BetterSource, Role

_TIME = rf"{NUMBER} (?:ns|us|ms|s|m|h)"
_CONTENTION = re.compile(
    rf"^\s*(?P<count>\d{{1,15}})\s+(?P<total>{_TIME})\s+(?P<max>{_TIME})\s+(?P<avg>{_TIME})\s+"
    r"(?P<type>[\w:/\-]{1,40})\s+(?P<caller>\S{1,160})"
)
_SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
"""In perf lock ``m`` is minutes."""
_CLASS = re.compile(
    rf"^\s*(?P<name>\S.{{0,80}}?):\s+(?P<figures>{NUMBER}(?:\s+{NUMBER}){{4,11}})\s*$"
)
_CALLER = re.compile(
    r"^\s*(?P<name>\S.{0,80}?)\s+(?P<count>\d{1,15})\s+\[<\S{1,40}>\]\s+(?P<caller>\S{1,160})"
)
_NAMES = (
    "con-bounces",
    "contentions",
    "waittime-min",
    "waittime-max",
    "waittime-total",
    "waittime-avg",
    "acq-bounces",
    "acquisitions",
    "holdtime-min",
    "holdtime-max",
    "holdtime-total",
    "holdtime-avg",
)
_NAMES_WITHOUT_AVERAGES = tuple(name for name in _NAMES if not name.endswith("-avg"))


def read_contention(setting: Setting) -> Reading:
    """Return the rows of ``perf lock contention``; frames below a row belong to it."""
    gathering = Gathering(setting)
    title = _title(setting.nearest)
    side = side_of(title) if title else ("", None, "")
    for line, text in setting.rows:
        row = _CONTENTION.match(text)
        if row is None:
            label = _title(text)
            side = side_of(label) if label else side
            continue
        workload = f"{row['type']} {row['caller']}"
        _take(gathering, line, ("contended", row["count"], Unit("1")), workload, side)
        for metric, key in (("total wait", "total"), ("max wait", "max"), ("avg wait", "avg")):
            unit = Unit("s", _SECONDS[row[key].split(" ")[1]])
            _take(gathering, line, (metric, row[key], unit), workload, side)
    return gathering.done()


def _title(text: str) -> str:
    bare = text.strip()
    if bare.startswith("perf") and "lock" in bare and len(bare) < 80:
        rest = bare.replace("perf-lock", "").replace("perf lock", "").replace("contention", "")
        return rest.strip(" :-")
    return label_of(text)


def _take(
    gathering: Gathering,
    line: int,
    figure: tuple[str, str, Unit],
    workload: str,
    side: tuple[str, Role | None, str],
) -> None:
    metric, shown, unit = figure
    gathering.take(
        line,
        metric,
        shown,
        unit,
        workload=workload,
        side=side,
        better=Better.LOWER,
        because=BetterSource.TOOL,
    )


def read_lock_stat(setting: Setting) -> Reading:
    """Return the classes of /proc/lock_stat; its times are in microseconds."""
    gathering = Gathering(setting)
    side: tuple[str, Role | None, str] = ("", None, "")
    for line, text in setting.rows:
        if "[<" in text and (row := _CALLER.match(text)) is not None:
            gathering.take(
                line,
                "contentions",
                row["count"],
                Unit("1"),
                workload=row["name"],
                parameters=(("caller", row["caller"]),),
                side=side,
                better=Better.LOWER,
                because=BetterSource.TOOL,
            )
        elif (row := _CLASS.match(text)) is not None:
            _add_class(gathering, line, row, side)
        elif text.strip().isalpha() or label_of(text):
            side = side_of(label_of(text) or text.strip())
    return gathering.done()


def _add_class(
    gathering: Gathering, line: int, row: re.Match[str], side: tuple[str, Role | None, str]
) -> None:
    figures = row["figures"].split()
    names = _NAMES if len(figures) > 10 else _NAMES_WITHOUT_AVERAGES
    for name, shown in zip(names, figures, strict=False):
        if to_number(shown) is None:
            continue
        is_time = "time" in name
        is_known = name.startswith(("con", "wait"))
        gathering.take(
            line,
            name,
            shown,
            Unit("s", 1e-6) if is_time else Unit("1"),
            workload=row["name"],
            side=side,
            better=Better.LOWER if is_known else None,
            because=BetterSource.TOOL if is_known else BetterSource.UNKNOWN,
        )
