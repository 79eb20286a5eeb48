"""What the words of a header, a label or a caption say of the figures below or beside them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from lkmltrack.evidence.measuring.cells import value_of
from lkmltrack.evidence.measuring.grids import PARAMETERS
from lkmltrack.evidence.measuring.labels import role_of
from lkmltrack.evidence.measuring.units import NO_UNIT, Unit, unit_of

_LONGEST = 160
_MODES = frozenset("kugh")
"""How perf marks where a symbol is: kernel, user, guest, hypervisor."""
_CAPTION = 600
_DELTA = re.compile(
    r"^[%(\s]*(?:delta|δ|diff\b|difference|changed?\b|cmp\b|imp\b|improv|speed[ -]?up|gain\b"
    r"|ratio\b|reduction|increase|decrease|regression|vs\b|versus|rel(?:ative)?\b|uplift|win\b)"
    r"|(?:delta|\bdiff|change|improve|improvement|gain|speed[ -]?up|reduction|increase)\W*(?:%|\(%\))?$"
    r"|^[%+/-]{1,3}$|vs\.? ?base|%[ -]?(?:change|delta|diff|improv)|pct ?imp",
    re.IGNORECASE,
)
_SPREAD = re.compile(
    r"\b(?:std\.? ?dev|stdev|stddev|std|stderr|standard deviation|coeff?var|cv|variance|variation"
    r"|sd|std%|error|rsd)\b|σ|±|^\+/?-$",
    re.IGNORECASE,
)
_RUNS = re.compile(r"^#?\s?(?:runs|samples|iterations|nr_?runs)$", re.IGNORECASE)
_PERCENTILE = re.compile(
    r"\b(?:p(\d{2}(?:\.\d{1,4})?)\b|(\d{1,2}(?:\.\d{1,4})?)(?:th|st|nd|rd|%|%?-?ile)(?!\w))",
    re.IGNORECASE,
)
_STATISTICS = (
    (re.compile(r"\bamean\b", re.I), "amean"),
    (re.compile(r"\bhmean\b", re.I), "hmean"),
    (re.compile(r"\b(?:gmean|geo(?:metric)?[- ]?mean)\b", re.I), "gmean"),
    (re.compile(r"\b(?:avg|average|mean|ave)\b", re.I), "mean"),
    (re.compile(r"\bmedian\b", re.I), "median"),
    (re.compile(r"\bmin(?:imum)?\b", re.I), "min"),
    (re.compile(r"\bmax(?:imum)?\b", re.I), "max"),
    (re.compile(r"\b(?:total|sum)\b", re.I), "total"),
)
_METRIC = re.compile(
    r"throughput|latenc|bandwidth|\bbw\b|iops|\btime\b|runtime|elapsed|\bscore|\bops\b|\btps\b|\brps\b"
    r"|\bqps\b|cycles|misses|faults|energy|power|joules|\bdelay\b|utili[sz]ation|usage|\bcpu%"
    r"|overhead|rate\b|\bpps\b|speed|\bratio\b|duration|memory|contention|ppw|wait|switches"
    r"|transactions|jobs|events|\bacquired|\bcontended|lock hold|hold time|operations|\bcounts?\b|\bcv\b",
    re.IGNORECASE,
)
_CAPTION_METRIC = re.compile(
    r"throughput|latenc(?:y|ies)|bandwidth|\biops\b|run[ -]?time|elapsed time|execution time"
    r"|(?:completion|average|mean|hold|wait|boot|build|sys(?:tem)?|user|real) times?\b|\bscores?\b|\btps\b"
    r"|\bqps\b|\bops/s|energy|power consumption|\bcycles\b|\bduration|\bdelay",
    re.IGNORECASE,
)
_PLURALS = {
    "thread": "threads",
    "thr": "threads",
    "thrs": "threads",
    "client": "clients",
    "group": "groups",
    "process": "processes",
    "procs": "processes",
    "instance": "instances",
    "job": "jobs",
    "cpu": "cpus",
}
_GENERIC = frozenset(("metric", "value", "values", "result", "results", "figure"))
_DIRECTION = re.compile(r"\b(?:is|are) (?:better|worse|good|bad)\b", re.IGNORECASE)
_UNIT_IN_BRACKETS = re.compile(r"\s*/?[\(\[]([^()\[\]]{1,24})[\)\]]\s*:?\s*$|,\s?(\S{1,12})$")
_UNIT_AFTER_IN = re.compile(r"\bin ([A-Za-zµμ%][\w/µμ]{0,15}(?: per [a-z]+)?)\b")
_SETTING = re.compile(r"^[\w.\-]{1,24}\s?=\s?\S{1,24}$")
_PARAMETER_VALUE = re.compile(
    r"^[-~<>=≤≥]{0,2}\s?\d[\d.,]*\s?-?(?:[KMGT]i?B?|[kmg]b?|B|bytes?|us|ms|s|ns)?$"
    r"|^(?:-\w \d+|\d+ ?[-–] ?\d+(?: ?[a-zµ]{1,3})?)$|^\d+ [A-Za-z]{1,12}$|^(?:qd|bs|t|j|n)[ =]?\d+\w?$",
    re.IGNORECASE,
)


class Sort(Enum):
    """What a column or a row is."""

    VALUE = 1
    DELTA = 2
    SPREAD = 3
    RUNS = 4
    TEXT = 5
    PARAMETER = 6
    """Figures that the run was told: the number of jobs."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A header or a label taken apart.

    ``label`` is what could name a side of a comparison or a case; it is empty
    when the whole text is a metric, a unit or a parameter.
    """

    text: str = ""
    sort: Sort = Sort.VALUE
    label: str = ""
    metric: str = ""
    unit: Unit = NO_UNIT
    statistic: str = ""
    parameter: tuple[str, str] | None = None


def is_delta(text: str) -> bool:
    """Whether a header or label heads differences.

    >>> is_delta("%delta"), is_delta("bw improve"), is_delta("compression ratio")
    (True, True, False)
    """
    return bool(text) and bool(_DELTA.search(text[:_LONGEST].strip(" :")))


def is_spread(text: str) -> bool:
    """Whether a header, a label or a caption speaks of scatter."""
    return bool(_SPREAD.search(text[:_LONGEST].replace("_", " ")))


def statistic_of(text: str) -> str:
    """Return the statistic that a text names: ``mean``, ``p99``, or nothing.

    >>> statistic_of("P99.9"), statistic_of("99.0th"), statistic_of("Avg(ms)")
    ('p99.9', 'p99', 'mean')
    """
    text = text[:_LONGEST].replace("_", " ")
    percentile = _PERCENTILE.search(text)
    if percentile is not None:
        return f"p{float(percentile[1] or percentile[2]):g}"
    return next((name for pattern, name in _STATISTICS if pattern.search(text)), "")


def is_statistic(text: str) -> bool:
    """Whether a text names a statistic and nothing else.

    >>> is_statistic("50.0000th"), is_statistic("max-jOPS")
    (True, False)
    """
    bare = text.strip(" *:()").replace("_", " ")
    if not statistic_of(bare):
        return False
    rest = _PERCENTILE.sub("", bare)
    for pattern, _ in _STATISTICS:
        rest = pattern.sub("", rest)
    return not re.sub(
        r"\b(?:percentile|pct|value|quantile)s?\b|[\W\d]", "", rest, flags=re.IGNORECASE
    )


def heading(*texts: str, stub: str = "") -> Heading:
    """Return what the headers of a column, or a row's label, say, from the top down."""
    texts = tuple(" ".join(text.split()) for text in texts)
    whole = " ".join(texts)[:_LONGEST]
    sort = Sort.VALUE
    if is_delta(texts[-1] if texts else ""):
        sort = Sort.DELTA
    elif is_spread(whole):
        sort = Sort.SPREAD
    elif _RUNS.match(whole):
        sort = Sort.RUNS
    unit = NO_UNIT
    labels: list[str] = []
    metrics: list[str] = []
    parameter = None
    for text in texts:
        one = text.strip().strip(":").strip()
        bare, found = without_unit(one)
        unit = found if found is not None else unit
        if not bare:
            metrics.append(one if one.isalpha() else "")
        elif role_of(bare) is None and (pair := _parameter(bare, stub)) is not None:
            parameter = pair
        elif is_statistic(bare) or bare.lower() in _GENERIC or _DIRECTION.search(bare):
            continue
        elif role_of(bare) is None and (names_metric(bare) or statistic_of(bare)):
            metrics.append(bare)
        else:
            labels.append(bare)
    return Heading(
        whole,
        sort,
        " ".join(labels),
        " ".join(metric for metric in metrics if metric),
        unit,
        statistic_of(whole),
        parameter,
    )


def without_unit(text: str) -> tuple[str, Unit | None]:
    """Return a header without the unit that it ends with, and that unit.

    >>> without_unit("swap-out time(ms)"), without_unit("MB/s")[0]
    (('swap-out time', Unit(name='s', factor=0.001)), '')
    """
    text = " ".join(text[:_LONGEST].split())
    if text[:1].isdigit() and _PARAMETER_VALUE.match(text):
        return text, None
    if text.lower().strip(":") in ("max/min", "min/max"):
        return text, None  # two statistics, and nothing per minute
    whole = unit_of(text.strip("()[] "))
    if whole is not None and len(text) > 1 and text.lower() not in ("min", "times", "count"):
        return ("" if text[:1] in "([" or "/" in text or text == "%" else text), whole
    match = _UNIT_IN_BRACKETS.search(text)
    if match is not None:
        unit = unit_of(match[1] or match[2] or "")
        if unit is not None:
            return text[: match.start()].strip(" /:"), unit
    if " " in text:
        head, _, last = text.rpartition(" ")
        unit = (
            unit_of(last) if "/" in last or last in ("usec", "msec", "nsec", "ms", "us") else None
        )
        if unit is not None:
            return head.strip(), unit
    return text, None


def names_metric(text: str) -> bool:
    """Whether a text is the name of a metric rather than of a case."""
    return bool(_METRIC.search(text[:_LONGEST].replace("_", " ")))


def _parameter(text: str, stub: str) -> tuple[str, str] | None:
    """The parameter that a label is a value of: a bare number, ``numjobs=2``, ``16 KiB``."""
    if _SETTING.match(text):
        name, _, value = text.partition("=")
        return name.strip(), value.strip()
    if _PARAMETER_VALUE.match(text) and statistic_of(text) == "":
        return parameter_name(stub), text
    return None


def parameter_name(stub: str) -> str:
    """Return what the steps of a parameter are called by the header above them."""
    name = stub.strip().strip("#:()").strip().lower()
    if not name or len(name) > 30:
        return "case"
    first = name.split()[0].strip("#:()")
    return _PLURALS.get(first, first) if first in PARAMETERS else name


def caption_metric(paragraphs: Iterable[Iterable[str]]) -> tuple[str, Unit]:
    """Return the metric and the unit that the nearest paragraph names that names any."""
    for paragraph in paragraphs:
        text = " ".join(line.strip().strip("=-#*:") for line in paragraph)[-_CAPTION:]
        unit = _unit_said(text)
        matches = list(_CAPTION_METRIC.finditer(text))
        if matches or unit is not None:
            return (_phrase(text, matches[-1]) if matches else ""), unit or NO_UNIT
    return "", NO_UNIT


def _unit_said(text: str) -> Unit | None:
    """A unit in brackets, or after ``in``."""
    for part in re.findall(r"[(\[]([^()\[\]]{1,40})[)\]]", text):
        for word in part.split(","):
            # [k] of a profile's row is no unit
            unit = unit_of(word) if word.strip().lower() not in _MODES else None
            if unit is not None and value_of(word) is None:
                return unit
    match = _UNIT_AFTER_IN.search(text)
    return unit_of(match[1]) if match else None


def _phrase(text: str, match: re.Match[str]) -> str:
    """The word of the metric, whole, with nothing around it."""
    start, end = match.span()
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_-"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] in "_-/"):
        end += 1
    return text[start:end].strip("-_/").lower()
