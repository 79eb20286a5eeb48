"""Bare numbers: one result of a run on each line, as ministat takes them."""

from dataclasses import replace

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.results.figures import block_of, figure, number
from lkmltrack.evidence.results.found import Found
from lkmltrack.model.evidence import BlockKind

_FEWEST = 2
_MOST = 10_000


def is_bare_numbers(content: str) -> bool:
    """Whether every line is a number, but for comments."""
    lines = _lines(content)
    return len(lines) >= _FEWEST and all(number(line) is not None for line in lines)


def read_bare_numbers(content: str, _: str) -> Found:
    """Return the numbers as the runs of one figure that has no name."""
    lines = _lines(content)
    values = [value for value in map(number, lines) if value is not None]
    measurements = [figure("runs", value, "", statistic="sample") for value in values]
    block = block_of("", FormName.LOG, measurements, content.count("\n") + 1)
    return Found("", (replace(block, kind=BlockKind.NUMBERS, lines=tuple(lines)),))


def _lines(content: str) -> list[str]:
    lines = (line.strip()[:60] for line in content.split("\n", _MOST)[:_MOST])
    return [line for line in lines if line and not line.startswith("#")]
