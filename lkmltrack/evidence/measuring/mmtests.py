"""Tables of mmtests, and AMD's normalised ones: a difference beside every value."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lkmltrack.evidence.forms.shapes import is_prose, is_rule
from lkmltrack.evidence.measuring.columns import named
from lkmltrack.evidence.measuring.direction import statistic_direction
from lkmltrack.evidence.measuring.gridlines import Line, read_line
from lkmltrack.evidence.measuring.headings import caption_metric, without_unit
from lkmltrack.evidence.measuring.labels import by_position, roles_of
from lkmltrack.evidence.measuring.numbers import NUMBER
from lkmltrack.evidence.measuring.setting import Gathering, Reading, Setting, Stated, scaled
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit
from lkmltrack.model.measurement import (
    Better,
    BetterSource,
    Measurement,
    Role,
    Spread,
    SpreadKind,
)

_STATISTIC = re.compile(
    r"\s*(Min|Max|[AHG]mean|SubAmean|SubHmean|Stddev|H?CoeffVar|B[AHG]?(?:mean|Coeff\w*)-\d{1,3}"
    r"|[AH]meanCI\S*|SubAmeanCI\S*|[12359]\w\w-q\w+|P?centile\S*|Pctile\S*|Lat\S*|Samples\S*|Duration"
    r"|Ops|TMin|TMax|Total)\s"
)
_PAIR = re.compile(
    rf"(?P<value>{NUMBER})(?:\s*(?:\+-|±)\s*(?P<sd>\d{{1,6}}(?:\.\d{{1,4}})?)(?P<percent>%)?)?\s*(?P<open>[(*])\s*"
    r"(?:(?P<figure>[-+]?(?:\d{1,9}\.\d{1,4}|nan|inf))%)?\s*[)*]"
)
_AMD = re.compile(
    rf"(?P<value>{NUMBER})\s*\[\s*(?P<figure>[-+]?\d{{1,6}}(?:\.\d{{1,4}})?)\s*%?\s*\]"
    r"(?:\s*\(\s*(?P<cv>\d{1,4}(?:\.\d{1,4})?)\s*%?\s*\))?"
)
_AMD_HEADER = re.compile(r"\s*\[\s*(?:pct imp|%diff|pct)\w*\s*\](?:\s*\((?:CV|STDEV|SD)\))?", re.I)
_LEFT = 16
"""A title begins further left than the name of any column."""
_ENDS_WITH_VALUE = re.compile(r"\s\d[\d.,]{0,20}\s*$")
_MEANS = ("amean", "hmean", "gmean", "bamean", "bhmean", "subamean", "subhmean")


def read_mmtests(setting: Setting) -> Reading:
    """Return the measurements of a table of mmtests; the first column is what it compares with."""
    gathering = Gathering(setting)
    title, metric, unit = _title(setting)
    kernels = _kernels(setting)
    for line, text in setting.rows:
        pairs = list(_PAIR.finditer(text)) if "%" in text else []
        if not pairs or pairs[-1].end() + 12 < len(text.rstrip()):
            continue
        head = text[: pairs[0].start()]
        statistic = _STATISTIC.match(head)
        if statistic is None and _ENDS_WITH_VALUE.search(head):
            continue  # a value without a percentage comes first: another kind of table
        case = " ".join(head[statistic.end() if statistic else 0 :].split())
        kind = statistic[1].lower() if statistic else ""
        _add_row(gathering, line, pairs, kernels, (title, metric, unit, kind, case))
    known = sum(bool(one.statistic) for one in gathering.measurements)
    is_known = known * 2 > len(gathering.measurements)
    if not is_known and not _begins_with_zeros(setting):
        return Reading()
    measurements = _with_scatter(_with_directions(gathering.measurements))
    return Reading(tuple(measurements), tuple(gathering.stated))


def _begins_with_zeros(setting: Setting) -> bool:
    """Whether the first column says everywhere that it differs by nothing."""
    firsts = [
        row["figure"] for text in setting.texts if "%" in text and (row := _PAIR.search(text))
    ]
    return bool(firsts) and all(figure.strip("+-0.") == "" for figure in firsts)


def _title(setting: Setting) -> tuple[str, str, Unit]:
    """The title of the table, the metric that it names, and its unit."""
    texts = [text for text in setting.texts[:3] if text.strip() and "%" not in text]
    heads = [text.strip() for text in texts]
    titles = [
        text.strip()
        for text in texts
        if "  " not in text.strip() and len(text) - len(text.lstrip()) < _LEFT
    ]
    alone = setting.paragraphs[0] if setting.paragraphs else ()
    if not titles and len(alone) == 1 and "  " not in alone[0].strip() and _is_name(alone[0]):
        titles = [alone[0].strip()]
    title = titles[0].strip(" :") if titles else ""
    for lines in ([title], heads, *setting.paragraphs):
        metric, unit = caption_metric((lines,))
        if metric or unit is not NO_UNIT:
            return title, metric, unit
    return title, "", NO_UNIT


def _is_name(text: str) -> bool:
    """Whether a line alone above a table names it, and is not the end of a sentence."""
    return (
        not is_prose(text) and text.count("(") == text.count(")") and text.strip()[-1] not in ".,"
    )


def _kernels(setting: Setting) -> list[tuple[str, Role | None, str]]:
    """What the columns are called in the lines above the rows, and their sides."""
    texts = [text for _, text in setting.rows]
    first = next((i for i, text in enumerate(texts) if "%" in text and _PAIR.search(text)), 0)
    width = len(_PAIR.findall(texts[first])) if texts else 0
    spans = [(m.start(), m.end()) for m in _PAIR.finditer(texts[first])] if texts else []
    above = [text for text in texts[:first] if text.strip() and not is_rule(text)]
    heads = [read_line(0, text, False) for text in above if 1 <= len(text.split()) <= width * 4]
    heads = [head for head in heads if head.filled and not _is_title(head, spans)]
    names, _ = named(heads, spans, 1, spans[0][0] if spans else 0)
    labels = [
        without_unit(" ".join(name))[0] or f"kernel {index + 1}" for index, name in enumerate(names)
    ]
    roles = roles_of(labels)
    if width and (not roles or roles[0][0] is not Role.BASE):
        roles = by_position(width)
    return [(label, *role) for label, role in zip(labels, roles, strict=True)]


def _is_title(head: Line, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a line above the rows is the name of the benchmark, at the left of all columns."""
    return len(head.filled) == 1 and bool(spans) and head.filled[0].start < spans[0][0] // 2


def _add_row(
    gathering: Gathering,
    line: int,
    pairs: Sequence[re.Match[str]],
    kernels: Sequence[tuple[str, Role | None, str]],
    row: tuple[str, str, Unit, str, str],
) -> None:
    title, metric, unit, statistic, case = row
    base: int | None = None
    for index, pair in enumerate(pairs):
        side = kernels[index] if index < len(kernels) else ("", None, "")
        place = gathering.take(
            line,
            metric or "value",
            pair["value"],
            unit,
            workload=" ".join(filter(None, (title, "" if case.isdigit() else case))),
            parameters=(("case", case),) if case.isdigit() else (),
            statistic=statistic,
            side=side,
            spread=_beside(pair, unit, gathering.setting),
        )
        if index == 0:
            base = place
        elif place >= 0 and pair["figure"] and pair["figure"][-1].isdigit():
            gathering.stated.append(
                Stated(
                    place,
                    float(pair["figure"]),
                    True,
                    pair["figure"],
                    base,
                    is_significant=pair["open"] == "*",
                )
            )


def _beside(pair: re.Match[str], unit: Unit, setting: Setting) -> Spread | None:
    """What a ± beside a value says: the text tells whether it is an interval."""
    if not pair["sd"]:
        return None
    if pair["percent"]:
        return Spread(SpreadKind.VARIATION, float(pair["sd"]))
    is_interval = any("confidence" in text for text in setting.caption)
    kind = SpreadKind.INTERVAL if is_interval else SpreadKind.DEVIATION
    return Spread(kind, scaled(float(pair["sd"]), unit))


def _with_directions(measurements: Sequence[Measurement]) -> list[Measurement]:
    """Every row's direction by its statistic, or by that of the means of the same table."""
    statistics = {one.statistic for one in measurements}
    ways = {statistic_direction(one)[0] for one in statistics & {"amean", "hmean"}}
    common = ways.pop() if len(ways) == 1 else None
    result: list[Measurement] = []
    for one in measurements:
        better, _ = statistic_direction(one.statistic)
        better = better or (None if one.statistic == "samples" else common)
        why = BetterSource.STATISTIC if better else BetterSource.UNKNOWN
        result.append(replace(one, better=better, better_because=why))
    return result


def _with_scatter(measurements: Sequence[Measurement]) -> list[Measurement]:
    """The means with the deviations that stand in rows of their own."""
    scatter = {
        (one.workload, one.parameters, one.variant): Spread(
            SpreadKind.DEVIATION if one.statistic == "stddev" else SpreadKind.VARIATION, one.value
        )
        for one in sorted(measurements, key=lambda one: one.statistic == "stddev")
        if one.statistic in ("stddev", "coeffvar")
    }
    return [
        replace(one, spread=scatter.get((one.workload, one.parameters, one.variant)))
        if one.statistic in _MEANS and one.spread is None
        else one
        for one in measurements
    ]


def read_amd(setting: Setting) -> Reading:
    """Return the measurements of a normalised table: value, percentage better, variation."""
    gathering = Gathering(setting)
    said = _statements((*setting.above[-8:], *setting.texts))
    labels: list[tuple[str, Role | None, str]] = []
    stub = ""
    for line, text in setting.rows:
        if _AMD_HEADER.search(text) and not _AMD.search(text):
            stub, names = _amd_header(text)
            sides = roles_of(names)
            if not sides or sides[0][0] is not Role.BASE:
                sides = by_position(len(names))
            labels = [(name, *side) for name, side in zip(names, sides, strict=True)]
        cells = list(_AMD.finditer(text)) if "[" in text else []
        if cells:
            case = " ".join(text[: cells[0].start()].split()).strip(":")
            _add_amd_row(gathering, line, cells, labels, (said, stub, case))
    if len(labels) == 1:
        _compare_rows(gathering)
    return gathering.done()


def _statements(texts: Sequence[str]) -> dict[str, str]:
    """The lines ``Test : x`` and the like; the nearest wins."""
    said: dict[str, str] = {}
    for text in texts:
        name, colon, value = text.partition(":")
        if colon and name.strip().lower() in ("test", "units", "interpretation", "statistic"):
            said[name.strip().lower()] = value.strip()
    return said


def _amd_header(text: str) -> tuple[str, list[str]]:
    parts = [part.strip() for part in _AMD_HEADER.split(text)]
    names = [part for part in parts if part]
    stub = ""
    if names:
        head, colon, rest = names[0].partition(":")
        if colon:
            stub, names[0] = head.strip(), rest.strip()
        else:
            words = names[0].split()
            stub, names[0] = " ".join(words[:-1]), words[-1]
    return stub, names


def _add_amd_row(
    gathering: Gathering,
    line: int,
    cells: Sequence[re.Match[str]],
    labels: Sequence[tuple[str, Role | None, str]],
    row: tuple[dict[str, str], str, str],
) -> None:
    said, stub, case = row
    interpretation = said.get("interpretation", "").lower()
    better = Better.LOWER if "lower" in interpretation else None
    better = Better.HIGHER if "higher" in interpretation else better
    number = case.split("-")[0]
    for index, cell in enumerate(cells):
        side = labels[index] if index < len(labels) else ("", None, "")
        place = gathering.take(
            line,
            said.get("units", "normalised value").lower(),
            cell["value"],
            workload=" ".join(
                filter(None, (said.get("test", ""), "" if number.isdigit() else case))
            ),
            parameters=((stub.lower() or "case", case),) if number.isdigit() else (),
            statistic=said.get("statistic", "").lower(),
            side=side,
            spread=Spread(SpreadKind.VARIATION, float(cell["cv"])) if cell["cv"] else None,
            better=better,
            because=BetterSource.EXPLICIT if better else BetterSource.UNKNOWN,
        )
        if side[1] is Role.CANDIDATE or len(labels) == 1:
            gathering.stated.append(Stated(place, float(cell["figure"]), True, cell["figure"]))


def _compare_rows(gathering: Gathering) -> None:
    """Make the rows the sides, where there is one column and each row is a kernel."""
    tool = gathering.setting.block.tool
    names = [one.workload for one in gathering.measurements]
    prefix = _shared(names)
    cases = [name[len(prefix) :].strip() for name in names]
    roles = roles_of(cases)
    if not roles or roles[0][0] is not Role.BASE:
        roles = by_position(len(names))
    gathering.measurements[:] = [
        replace(one, variant=case, role=role, role_because=why, workload=prefix.strip() or tool)
        for one, case, (role, why) in zip(gathering.measurements, cases, roles, strict=True)
    ]
    first = gathering.stated[:1]
    if first and first[0].candidate == 0:
        del gathering.stated[0]


def _shared(names: Sequence[str]) -> str:
    """The words that all names begin with: those of the test."""
    words = [name.split(" ") for name in names]
    count = 0
    while all(len(one) > count + 1 and one[count] == words[0][count] for one in words):
        count += 1
    return " ".join(words[0][:count]) + " " if words and count else ""
