"""Results in lines: ``key: value``, ``a -> b``, a name and a figure with its unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lkmltrack.evidence.forms.labels import label_of
from lkmltrack.evidence.measuring.cells import Value, in_standard, value_at
from lkmltrack.evidence.measuring.grids import PARAMETERS
from lkmltrack.evidence.measuring.headings import (
    caption_metric,
    is_statistic,
    names_metric,
    statistic_of,
    without_unit,
)
from lkmltrack.evidence.measuring.labels import role_of, roles_of
from lkmltrack.evidence.measuring.numbers import number_at
from lkmltrack.evidence.measuring.setting import Gathering, Reading, Setting, Stated
from lkmltrack.evidence.measuring.tools import habit_of, metric_of_unit
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit
from lkmltrack.model.measurement import Measurement, Role, Spread, SpreadKind

_MOST_PAIRS = 24
_MOST_SEMICOLONS = 10
"""More are fields of a record that only its program reads."""
_KEY = re.compile(
    r"(?P<key>[A-Za-z%][\w %/().,+*\-]{0,60}?)\s*(?:\]\s*)?[:=]\s*(?=[~<>≈]{0,2}\s?[-+]?\.?\d)"
)
_VALUE = re.compile(r"(?:(?<=[\s=(:])|^)[-+~≈]?\d[\d.,]*")
_IS = re.compile(r"^(?P<key>.{1,60}?)\s(?:is|was|about|of|=)\s*$")
_ARROWS = (" -> ", " => ", " → ", "-->", "->", "=>", "→")
_SIGN_FIRST = re.compile(r"(?<![\d%])%(\d{1,4}(?:\.\d{1,3})?)(?!\d)")
_VERDICT = re.compile(
    r"\b(?:faster|slower|improvement|better|worse|regression|not obvious)\b", re.I
)
_CHANGE = re.compile(r"\b(?:improv|increas|reduc|regress|gain|drop|decreas)")
_NAMES_SCATTER = ("stdev", "stddev", "std", "sd", "std dev", "std.dev")


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure with what stands before it on its line, and what heads it."""

    line: int
    name: str
    key: str
    value: Value
    section: str = ""
    side: str = ""
    parameters: tuple[tuple[str, str], ...] = ()


def read_arrows(setting: Setting) -> Reading:
    """Return what lines of a before and an after say: the left one is the base."""
    gathering = Gathering(setting)
    section = ""
    for line, text in setting.rows:
        found = arrow_of(text)
        if found is not None:
            _add_arrow(gathering, line, found, section)
        elif text.strip() and not any(character.isdigit() for character in text):
            section = text.strip().strip(":-*= ")
    return gathering.done()


def arrow_of(text: str) -> tuple[str, Value, Value] | None:
    """Return the key, the value before and the value after of a line such as ``p99: 4 ms -> 3 ms``."""
    arrow = next((arrow for arrow in _ARROWS if arrow in text), None)
    if arrow is None:
        return _from_to(text)
    left, _, right = text.partition(arrow)
    after = value_at(right, 0)
    before = _last_value(left)
    if after is None or before is None:
        return None
    start, value = before
    return _bare_key(left[:start]), _with_unit(value, after[0]), after[0]


def _from_to(text: str) -> tuple[str, Value, Value] | None:
    place = text.find("from ")
    if place < 0 or " to " not in text[place:]:
        return None
    before = value_at(text, place + 5)
    if before is None:
        return None
    rest = text[before[1] :]
    if not rest.lstrip().startswith("to "):
        return None
    after = value_at(rest, rest.index("to ") + 3)
    if after is None:
        return None
    return _bare_key(text[:place]), _with_unit(before[0], after[0]), after[0]


def _with_unit(value: Value, other: Value) -> Value:
    """A value with the other one's unit when it has none: ``4 -> 3 ms``."""
    return (
        value if value.unit is not None or other.unit is None else replace(value, unit=other.unit)
    )


def _bare_key(text: str) -> str:
    return " ".join(text.strip().strip("-*•+:=(|~ ").split())[-80:]


def _last_value(text: str) -> tuple[int, Value] | None:
    """The value that a text ends with."""
    for match in reversed(list(_VALUE.finditer(text.replace("(", " ").replace("[", " ")))[-3:]):
        found = value_at(text, match.start())
        if found is not None and not text[found[1] :].strip(" )]"):
            return match.start(), found[0]
    return None


def _add_arrow(
    gathering: Gathering, line: int, found: tuple[str, Value, Value], section: str
) -> None:
    key, before, after = found
    name, unit = without_unit(key)
    places = [
        _take(gathering, line, name, value, unit or NO_UNIT, section, role)
        for value, role in ((before, Role.BASE), (after, Role.CANDIDATE))
    ]
    for one in after.beside:
        if one.is_percent and not one.is_scatter:
            gathering.stated.append(Stated(places[1], one.number, True, one.shown, places[0]))


def _take(
    gathering: Gathering,
    line: int,
    name: str,
    value: Value,
    unit: Unit,
    section: str,
    role: Role,
) -> int:
    number, standard = in_standard(value, unit)
    is_metric = names_metric(name) or not name
    workload = " ".join(
        filter(None, (gathering.setting.block.tool, section, "" if is_metric else name))
    )
    return gathering.add(
        Measurement(
            (name if is_metric else "") or metric_of_unit(standard),
            number,
            standard,
            workload,
            variant="after" if role is Role.CANDIDATE else "before",
            role=role,
            role_because="position",
            statistic=statistic_of(name),
            shown=value.shown,
            line=line,
        )
    )


def read_key_values(setting: Setting) -> Reading:
    """Return the figures of lines with names; names that are sides of a comparison are taken so."""
    entries = _entries(setting)
    if not entries:
        return Reading()
    sides = _sides(entries)
    gathering = Gathering(setting)
    metric, unit = caption_metric(setting.paragraphs[:2])
    habit = habit_of(setting.block.form, setting.block.tool)
    metric, unit = metric or habit.metric, unit if unit.name else habit.unit
    for entry in entries:
        if entry.key.lower().strip() in _NAMES_SCATTER and gathering.measurements:
            _scatter(gathering, entry)
        else:
            _add(gathering, entry, sides, (metric, unit))
    return gathering.done()


def _entries(setting: Setting) -> list[Entry]:
    entries: list[Entry] = []
    section = side = ""
    for line, text in setting.rows:
        bare = text.strip().lstrip("-*•+ ")
        if not bare:
            continue
        # what ends in a colon heads the lines below, whatever figures it holds
        found = None if bare.endswith(":") else pairs_of(text) or single_of(text)
        if not found:
            if label_of(text) and role_of(label_of(text)):
                side = label_of(text)
            elif len(bare) <= 80:
                section, side = bare.strip(":=- "), label_of(text)
            continue
        name, pairs = found
        parameters = tuple(
            (key, value.shown) for key, value in pairs if _is_parameter(key) and len(pairs) > 1
        )
        for key, value in pairs:
            if not (len(pairs) > 1 and _is_parameter(key)):
                entries.append(Entry(line, name, key, value, section, side, parameters))
    return entries


def _is_parameter(key: str) -> bool:
    bare = key.strip().lower()
    return bare in PARAMETERS or (len(bare) == 1 and bare.isalpha())


def pairs_of(text: str) -> tuple[str, list[tuple[str, Value]]] | None:
    """Return what heads a line, and its keys with their values."""
    if (":" not in text and "=" not in text) or text.count(";") > _MOST_SEMICOLONS:
        return None
    pairs: list[tuple[str, Value]] = []
    name = ""
    place = 0
    while len(pairs) < _MOST_PAIRS and (match := _KEY.search(text, place)) is not None:
        found = value_at(text, match.end())
        start = match.start()
        while start > place and text[start - 1] not in " ,;([":
            start -= 1  # a version before the key's first letter: ``6.18-rc4``
        key = text[start : match.end("key")].strip(" ,.(")
        is_sum = "+" in text[place : match.start()]  # ``1.5 s + 2.5 s = 4 s``
        if found is None or (is_sum and pairs):
            place = match.end()
            continue
        if not pairs:
            name = _bare_key(text[:start])
        value, place = found
        if value.unit is not None and text[place:].lstrip()[:1] in ("=", ":"):
            # what looked like a unit is the next key: ``c=8000 tps = 150k``
            bare = number_at(text, match.end())
            if bare is not None:
                value, place = Value(bare.value, bare.shown), bare.end
        pairs.append((key, value))
    return (name, pairs) if pairs else None


def single_of(text: str) -> tuple[str, list[tuple[str, Value]]] | None:
    """Return the one figure of a line that has a unit, and what stands before it."""
    if "%" in text and _CHANGE.search(text) and (sign := _SIGN_FIRST.search(text)) is not None:
        value = Value(float(sign[1]), f"{sign[1]}%", Unit("%"))
        return _bare_key(text[: sign.start()].partition(":")[0]), [("change", value)]
    if _VERDICT.search(text) and "(" not in text:
        return None
    for match in list(_VALUE.finditer(text))[:8]:
        found = value_at(text, match.start())
        if found is None:
            continue
        head = text[: match.start()]
        named = _IS.match(head.strip() + " ") if head.strip() else None
        key = _bare_key(named["key"] if named else head)
        is_whole = not text[found[1] :].strip() and key
        if found[0].unit is not None or (is_whole and len(key) <= 60):
            before, colon, after = key.partition(":")
            return (
                (before, [(after, found[0])])
                if colon and after.strip()
                else ("", [(key, found[0])])
            )
        if not key and text[found[1] :].strip() and len(text.split()) == 2:
            return "", [(text[found[1] :].strip(), found[0])]
    return None


def _sides(entries: Sequence[Entry]) -> dict[str, tuple[Role | None, str]]:
    """The names and keys that are sides of a comparison."""
    for attribute in ("name", "key"):
        labels = list(dict.fromkeys(getattr(entry, attribute).strip() for entry in entries))
        labels = [one for one in labels if one and not (names_metric(one) and not role_of(one))]
        if not 2 <= len(labels) <= 40:
            continue
        roles = roles_of(labels)
        if {Role.BASE, Role.CANDIDATE} <= {role for role, _ in roles}:
            return dict(zip(labels, roles, strict=True))
    return {}


def _scatter(gathering: Gathering, entry: Entry) -> None:
    last = gathering.measurements[-1]
    number, unit = in_standard(entry.value, Unit(last.unit))
    if last.line == entry.line and last.spread is None:
        kind = SpreadKind.VARIATION if unit == "%" and last.unit != "%" else SpreadKind.DEVIATION
        gathering.measurements[-1] = replace(last, spread=Spread(kind, number))


def _add(
    gathering: Gathering,
    entry: Entry,
    sides: dict[str, tuple[Role | None, str]],
    default: tuple[str, Unit],
) -> None:
    key, own = without_unit(entry.key)
    metric, workload, side = _names(entry, key, sides)
    default_metric, default_unit = default
    unit = own or (default_unit if not metric or not entry.value.unit else NO_UNIT)
    number, standard = in_standard(entry.value, unit if not metric or own else NO_UNIT)
    upper = entry.value.upper
    high = None if upper is None else in_standard(replace(entry.value, number=upper), unit)[0]
    spread = None if high is None else Spread(SpreadKind.RANGE, number, high)
    for one in entry.value.beside:
        if one.is_scatter:
            kind = SpreadKind.VARIATION if one.is_percent else SpreadKind.DEVIATION
            spread = Spread(kind, one.number)
    words = f"{entry.section} {entry.name} {entry.key}".lower()
    says_change = entry.value.has_sign or bool(_CHANGE.search(words))
    is_change = standard == "%" and (entry.key == "change" or says_change)
    place = gathering.add(
        Measurement(
            metric or (default_metric if not is_change else "") or metric_of_unit(standard),
            number if high is None else (number + high) / 2,
            standard,
            " ".join(filter(None, (gathering.setting.block.tool, workload))),
            entry.parameters,
            *side,
            "change" if is_change else statistic_of(entry.key) or statistic_of(entry.name),
            spread,
            shown=entry.value.shown,
            line=entry.line,
        )
    )
    for one in entry.value.beside:
        if one.is_percent and not one.is_scatter and side[1] is not Role.BASE:
            gathering.stated.append(Stated(place, one.number, True, one.shown))


def _names(
    entry: Entry, key: str, sides: dict[str, tuple[Role | None, str]]
) -> tuple[str, str, tuple[str, Role | None, str]]:
    """The metric, the workload and the side of an entry."""
    name = entry.name.strip()
    if name in sides:
        return key, entry.section, (name, *sides[name])
    if entry.key.strip() in sides:
        label = entry.key.strip()
        return "", " ".join(filter(None, (entry.section, name))), (label, *sides[label])
    role = role_of(entry.side) if entry.side else None
    side = (entry.side, role, "label" if role else "")
    if is_statistic(key):
        return name, entry.section, side
    if not names_metric(key) and entry.value.unit is not None and entry.value.unit.name:
        return "", " ".join(filter(None, (entry.section, name, key))), side
    return key, " ".join(filter(None, (entry.section, name))), side
