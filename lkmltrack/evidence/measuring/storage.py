"""What fio prints, and lists of percentiles."""

import re
from dataclasses import dataclass, field

from lkmltrack.evidence.forms.labels import label_of
from lkmltrack.evidence.measuring.headings import statistic_of
from lkmltrack.evidence.measuring.numbers import NUMBER, to_number
from lkmltrack.evidence.measuring.setting import Gathering, Reading, Setting
from lkmltrack.evidence.measuring.suites import side_of
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit, unit_of
from lkmltrack.model.measurement import Better, BetterSource, Role, Spread, SpreadKind

_RESULT = re.compile(
    rf"(?:^|\s)(?:(?P<file>\S{{1,80}}):\s+)?(?P<way>read|write|trim)\s*:\s*IOPS=\s*(?P<iops>{NUMBER}[kM]?),"
    rf"\s+BW=\s*(?P<bw>{NUMBER}\s?[KMGT]?i?B/s)"
)
_OLD_RESULT = re.compile(
    rf"(?P<way>read|write)\s*:\s*io=\S{{1,20}}, bw=\s*(?P<bw>{NUMBER}\s?[KMG]?i?B/s), iops=\s*(?P<iops>{NUMBER}[kM]?)"
)
_STATUS = re.compile(
    rf"^\s*(?P<way>READ|WRITE|TRIM):\s+(?:bw|aggrb)=\s*(?P<bw>{NUMBER}\s?[KMGT]?i?B/s)"
)
_LATENCY = re.compile(
    rf"^\s*(?P<what>[sc]?lat|bw|iops)\s*(?:\(\s*(?P<unit>[\w/]{{1,8}})\s*\))?\s*:\s*min=\s*(?P<min>{NUMBER}[kKM]?),"
    rf"\s*max=\s*(?P<max>{NUMBER}[kKM]?),.{{0,40}}?avg=\s*(?P<avg>{NUMBER}[kKM]?)"
    rf"(?:,\s*stdev=\s*(?P<stdev>{NUMBER}[kKM]?))?(?:,\s*samples=\s*(?P<samples>\d{{1,9}}))?"
)
_PERCENTILE = re.compile(rf"(?P<p>\d{{1,3}}\.\d{{1,4}})th=\[\s*(?P<value>{NUMBER})\s*\]")
_PERCENTILES_OF = re.compile(r"(?:[sc]?lat )?percentiles \((\w{1,6})\)")
_JOB = re.compile(r"^\s*(?P<name>[\w.\-]{1,60}): \(g(?:roupid)?=\d+(?:, jobs=(?P<jobs>\d+))?\)")
_OPTIONS = re.compile(r"\b(rw|bs|ioengine|iodepth|numjobs)=(\([A-Z]\) )?([\w.\-]{1,30})")
_OWN = re.compile(rf"\bIOPS=({NUMBER}[kKM]?), BW=({NUMBER}\s?[KMG]?i?B/s)")
_JOB_NUMBER = re.compile(r"[-_.](?:fio[-_.])?(\d{1,3})(?:\.(?:log|txt|out))?$")
_SETTING_LINE = re.compile(r"^\s*([a-z_]{2,20})\s?=\s?([\w.%]{1,20})\s*$")
_HIGHER = (Better.HIGHER, BetterSource.TOOL)
_LOWER = (Better.LOWER, BetterSource.TOOL)


@dataclass(slots=True)
class _Job:
    """What the lines so far say of the run that the figures belong to."""

    way: str = ""
    name: str = ""
    unit: Unit = NO_UNIT
    side: tuple[str, Role | None, str] = ("", None, "")
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def workload(self) -> str:
        return " ".join(filter(None, (self.name, self.way)))

    @property
    def settings(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(self.parameters.items()))


def read_fio(setting: Setting) -> Reading:
    """Return what fio measured; the bandwidth in brackets is the same one in other units."""
    gathering = Gathering(setting)
    job = _Job()
    for text in setting.above[-2:]:
        _note_job(job, text)
        _note_unit(job, text)
    for line, text in setting.rows:
        if "=" not in text:
            job.side = side_of(label_of(text)) if label_of(text) else job.side
            _note_unit(job, text)
        else:
            _note_job(job, text)
            _read_line(gathering, line, text, job)
    return gathering.done()


def _note_unit(job: _Job, text: str) -> None:
    match = _PERCENTILES_OF.search(text) if "percentiles" in text else None
    if match is not None:
        job.unit = unit_of(match[1]) or NO_UNIT


def _note_job(job: _Job, text: str) -> None:
    started = _JOB.match(text)
    if started is not None:
        job.name = started["name"]
        options = {match[1]: match[3] for match in _OPTIONS.finditer(text)}
        if options:
            job.parameters = options
        if started["jobs"]:
            job.parameters["numjobs"] = started["jobs"]
        job.way = ""
        return
    alone = _SETTING_LINE.match(text)
    if alone is not None:
        job.parameters[alone[1]] = alone[2]


def _read_line(gathering: Gathering, line: int, text: str, job: _Job) -> None:
    if "th=[" in text:
        _add_percentiles(gathering, line, text, job)
    elif (row := _RESULT.search(text) or _OLD_RESULT.search(text)) is not None:
        _add_result(gathering, line, row, job)
    elif (row := _STATUS.match(text)) is not None:
        _take(gathering, line, ("bandwidth of all jobs", row["bw"], ""), job, row["way"].lower())
    elif "avg=" in text and (row := _LATENCY.match(text)) is not None:
        _add_latency(gathering, line, row, job)
    elif "IOPS=" in text and (row := _OWN.search(text)) is not None:
        _take(gathering, line, ("IOPS", row[1], "sample"), job, "")
        _take(gathering, line, ("bandwidth", row[2], "sample"), job, "")


_PROGRESS = re.compile(
    rf"\[(?:[rwt]=)?(?P<what>[rwt])=(?P<shown>{NUMBER}\s?(?:[KMGT]?i?B/s|[kM]? ?IOPS))(?=[\],])"
    rf"(?:,(?P<other>[rwt])=(?P<second>{NUMBER}\s?(?:[KMGT]?i?B/s|[kM]? ?IOPS)))?"
)
_WAYS = {"r": "read", "w": "write", "t": "trim"}


def read_progress(setting: Setting) -> Reading:
    """Return what fio's lines of progress say, each a sample: ``[w=764MiB/s][w=195k IOPS][eta 9s]``."""
    gathering = Gathering(setting)
    job = _Job()
    for line, text in setting.rows:
        if "[eta " not in text:
            job.side = side_of(label_of(text)) if label_of(text) else job.side
            continue
        for match in _PROGRESS.finditer(text):
            for way, shown in ((match["what"], match["shown"]), (match["other"], match["second"])):
                if shown:
                    metric = "IOPS" if shown.endswith("IOPS") else "bandwidth"
                    bare = shown.removesuffix("IOPS").strip()
                    _take(gathering, line, (metric, bare, "sample"), job, _WAYS[way])
    return gathering.done()


def _add_result(gathering: Gathering, line: int, row: re.Match[str], job: _Job) -> None:
    job.way = row["way"]
    statistic = ""
    name = row.groupdict().get("file") or ""
    if name:
        number = _JOB_NUMBER.search(name)
        job.name = name[: number.start()] if number else name
        statistic = "sample" if number else ""
    _take(gathering, line, ("IOPS", row["iops"], statistic), job, job.way)
    _take(gathering, line, ("bandwidth", row["bw"], statistic), job, job.way)


def _take(
    gathering: Gathering, line: int, figure: tuple[str, str, str], job: _Job, way: str
) -> None:
    metric, shown, statistic = figure
    unit = _rate(shown) if metric == "IOPS" else unit_of(_unit_text(shown)) or NO_UNIT
    gathering.take(
        line,
        metric,
        shown,
        unit,
        workload=" ".join(filter(None, (job.name, way))),
        parameters=job.settings,
        statistic=statistic,
        side=job.side,
        better=_HIGHER[0],
        because=_HIGHER[1],
    )


def _unit_text(shown: str) -> str:
    return shown.lstrip("0123456789.,+- ")


def _rate(shown: str) -> Unit:
    suffix = _unit_text(shown).lower()
    return Unit("1/s", {"k": 1e3, "m": 1e6}.get(suffix[:1], 1.0))


def _add_latency(gathering: Gathering, line: int, row: re.Match[str], job: _Job) -> None:
    what = row["what"]
    unit = Unit("1/s") if what == "iops" else unit_of(row["unit"] or "") or NO_UNIT
    if what == "bw" and unit.name == "B":
        unit = Unit("B/s", unit.factor)
    metric = {"iops": "IOPS", "bw": "bandwidth"}.get(what, what)
    better, why = _HIGHER if what in ("iops", "bw") else _LOWER
    for statistic, key in (("mean", "avg"), ("min", "min"), ("max", "max")):
        figure, scale = _suffixed(row[key], unit)
        deviation = _suffixed(row["stdev"], unit) if statistic == "mean" and row["stdev"] else None
        spread = None
        if deviation is not None:
            spread = Spread(SpreadKind.DEVIATION, deviation[0] * deviation[1].factor)
        gathering.take(
            line,
            metric,
            row[key],
            scale,
            number=figure,
            workload=job.workload,
            parameters=job.settings,
            statistic=statistic,
            side=job.side,
            spread=spread,
            better=better,
            because=why,
        )


def _suffixed(shown: str, unit: Unit) -> tuple[float, Unit]:
    factor = {"k": 1e3, "K": 1e3, "M": 1e6}.get(shown[-1], 1.0)
    return to_number(shown.rstrip("kKM")) or 0.0, Unit(unit.name, unit.factor * factor)


def _add_percentiles(gathering: Gathering, line: int, text: str, job: _Job) -> None:
    for match in _PERCENTILE.finditer(text):
        gathering.take(
            line,
            "clat",
            match["value"],
            job.unit,
            workload=job.workload,
            parameters=job.settings,
            statistic=f"p{float(match['p']):g}",
            side=job.side,
            better=_LOWER[0],
            because=_LOWER[1],
        )


_TH = re.compile(
    rf"^\s*\*?\s*(?P<p>\d{{1,3}}(?:\.\d{{1,4}})?)(?:th|st|nd|rd|%)?\s*:\s+(?P<value>{NUMBER})\s*(?P<unit>[a-z]{{1,5}})?\s*(?:\(.{{0,40}}\))?$"
)
_CUMULATIVE = re.compile(rf"^\s*(?P<p>{NUMBER})% <= (?P<value>{NUMBER}) milliseconds")
_MINMAX = re.compile(r"min=(\d{1,12}), max=(\d{1,12})")
_PERCENTILES = re.compile(
    r"(?P<what>Latency|RPS|[\w ]{2,30}?) percentiles\s?\((?P<unit>[\w/]{1,12})\)", re.I
)
_RPS = re.compile(rf"\b(?:current )?rps: ({NUMBER})|\baverage rps: ({NUMBER})", re.I)


def read_percentiles(setting: Setting) -> Reading:
    """Return a list of percentiles; a star marks the one that the tool was told to aim at."""
    gathering = Gathering(setting)
    metric, unit = _title((*setting.above[-3:],))
    side: tuple[str, Role | None, str] = ("", None, "")
    for line, text in setting.rows:
        if "percentiles" in text.lower():
            metric, unit = _title((text,))
        elif (row := _TH.match(text)) is not None and statistic_of(f"p{row['p']}"):
            own = unit_of(row["unit"] or "") or unit
            _take_percentile(
                gathering, line, (metric, row["value"], f"p{float(row['p']):g}"), own, side
            )
        elif (row := _MINMAX.search(text)) is not None:
            for statistic, shown in (("min", row[1]), ("max", row[2])):
                _take_percentile(gathering, line, (metric, shown, statistic), unit, side)
        elif label_of(text):
            side = side_of(label_of(text))
        if "rps" in text and (rate := _RPS.search(text)) is not None:
            gathering.take(
                line,
                "rps",
                rate[1] or rate[2],
                Unit("1/s"),
                side=side,
                better=Better.HIGHER,
                because=BetterSource.TOOL,
            )
    return gathering.done()


def _title(texts: tuple[str, ...]) -> tuple[str, Unit]:
    for text in reversed(texts):
        match = _PERCENTILES.search(text) if "percentiles" in text.lower() else None
        if match is not None:
            unit = Unit("1/s") if match["what"].lower() == "rps" else unit_of(match["unit"])
            return match["what"].strip().lower(), unit or NO_UNIT
    return "latency", NO_UNIT


def _take_percentile(
    gathering: Gathering,
    line: int,
    figure: tuple[str, str, str],
    unit: Unit,
    side: tuple[str, Role | None, str],
) -> None:
    metric, shown, statistic = figure
    better = Better.HIGHER if metric == "rps" else Better.LOWER
    gathering.take(
        line,
        metric,
        shown,
        unit,
        statistic=statistic,
        side=side,
        better=better,
        because=BetterSource.TOOL,
    )
