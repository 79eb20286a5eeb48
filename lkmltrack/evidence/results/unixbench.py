"""UnixBench: what ./Run prints, one part for each number of parallel copies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.results.figures import block_of, figure, number
from lkmltrack.evidence.results.found import Found, facts
from lkmltrack.model.evidence import Block, EnvironmentKind
from lkmltrack.model.measurement import Better, Measurement

_LOOKED_AT = 400_000
_LONGEST_LINE = 300
_COPIES = re.compile(r"running (\d{1,6}) parallel cop(?:y|ies) of tests")
_RAW = re.compile(
    r"\s{0,8}([A-Z][\w\-,/ ().]{2,60}?)\s{2,40}(\d{1,15}\.?\d{0,4}) (lps|lpm|KBps|MWIPS|score)\s+"
    r"\(([\d.]{1,10}) s, (\d{1,4}) samples?\)"
)
_INDEX = re.compile(
    r"\s{0,8}([A-Z][\w\-,/ ().]{2,60}?)\s{2,40}(\d{1,12}\.\d)\s{1,20}(\d{1,15}\.\d)"
    r"\s{1,20}(\d{1,12}\.\d)\s{0,8}$"
)
_SCORE = re.compile(r"\s{0,8}System Benchmarks Index Score(?: \(Partial Only\))?\s+(\d{1,12}\.\d)")
_CPU = re.compile(r"\s{0,8}CPU \d{1,5}: (.{3,120}?) \([\d.]{1,12} bogomips\)")
_KERNEL = re.compile(r"\s{0,8}OS: GNU/Linux -- (\S{1,100})")
_UNITS = {
    "lps": ("1/s", 1.0),
    "lpm": ("1/s", 1 / 60),
    "KBps": ("B/s", 1024.0),
    "MWIPS": ("MWIPS", 1.0),
    "score": ("1", 1.0),
}


@dataclass(slots=True)
class _Part:
    """One run of the suite with a number of copies."""

    copies: str
    first: int
    last: int = 0
    lines: list[str] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)


def is_unixbench(content: str) -> bool:
    """Whether it is the report of ./Run itself, not a part that somebody cut out."""
    head = content[:_LOOKED_AT]
    return "Benchmark Run:" in head and ("parallel cop" in head or "System Benchmarks" in head)


def read_unixbench(content: str, _: str) -> Found:
    """Return a block for every number of copies, and the machine."""
    parts: list[_Part] = []
    cpus: dict[str, None] = {}
    kernel = ""
    for line_number, line in enumerate(content.split("\n"), 1):
        line = line[:_LONGEST_LINE].rstrip()
        copies = _COPIES.search(line) if "parallel cop" in line else None
        if copies or not parts:
            parts.append(_Part(copies[1] if copies else "", line_number))
        if " bogomips" in line and (match := _CPU.match(line)):
            cpus[match[1]] = None
        if "GNU/Linux -- " in line and (match := _KERNEL.match(line)):
            kernel = match[1]
        found = list(_of_line(line, parts[-1].copies, line_number))
        if found:
            parts[-1].measurements += found
            parts[-1].lines.append(line)
            parts[-1].last = line_number
    blocks = tuple(_block(part) for part in parts if part.measurements)
    environment = facts(
        *((EnvironmentKind.CPU, cpu) for cpu in cpus),
        (EnvironmentKind.KERNEL, f"Linux {kernel}" if kernel else ""),
    )
    remarks = () if blocks else ("no test was finished",)
    return Found("UnixBench", blocks, environment=environment, remarks=remarks)


def _block(part: _Part) -> Block:
    block = block_of("UnixBench", FormName.UNIXBENCH, part.measurements, part.last)
    return replace(block, line_start=part.first, lines=tuple(part.lines))


def _of_line(line: str, copies: str, line_number: int) -> Iterator[Measurement]:
    """Yield the result of a test, its index, or the score of the suite."""
    parameters = (("copies", copies),) if copies else ()
    told: list[tuple[str, str, str, float, str, int | None]] = []
    statistic = "" if " samples" in line else "score"
    if " samples" in line and (match := _RAW.match(line)):
        unit, factor = _UNITS[match[3]]
        told.append(("result", match[1], unit, factor, match[2], int(match[5])))
    elif "Index Score" in line and (match := _SCORE.match(line)):
        told.append(("index score", "", "1", 1.0, match[1], None))
    elif match := _INDEX.match(line):
        told.append(("index", match[1], "1", 1.0, match[4], None))
    for metric, test, unit, factor, shown, runs in told:
        value = number(shown)
        if value is not None:
            one = figure(
                metric,
                value * factor,
                unit,
                Better.HIGHER,
                workload=test,
                parameters=parameters,
                statistic=statistic,
                runs=runs,
                shown=shown,
            )
            yield replace(one, line=line_number)
