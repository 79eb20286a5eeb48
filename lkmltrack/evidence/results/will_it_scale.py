"""will-it-scale: the table of operations by tasks that runtest.py prints."""

from collections.abc import Iterator

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.results.figures import block_of, figure, number
from lkmltrack.evidence.results.found import Found
from lkmltrack.model.measurement import Better, Measurement

_TASKS = "tasks"
_COUNTS = ("processes", "threads")
_IDLE = ("processes_idle", "threads_idle")
_MOST_ROWS = 10_000


def is_will_it_scale(content: str) -> bool:
    """Whether the first line names the columns of will-it-scale."""
    names = _names(content)
    return _TASKS in names and any(name in names for name in _COUNTS)


def read_will_it_scale(content: str, name: str) -> Found:
    """Return the operations of every number of tasks; the file's name tells the test."""
    names = _names(content)
    rows = content.strip().split("\n")[1 : 1 + _MOST_ROWS]
    test = name.rpartition("/")[2].partition(".")[0]
    measurements = [
        one for row in rows for one in _of_row(dict(zip(names, row.split(","), strict=False)), test)
    ]
    if not measurements:
        return Found("will-it-scale", (), remarks=("no row has tasks that ran",))
    lines = content.count("\n") + 1
    block = block_of("will-it-scale", FormName.WILL_IT_SCALE, measurements, lines)
    return Found("will-it-scale", (block,))


def _names(content: str) -> list[str]:
    first = content.lstrip()[:300].partition("\n")[0]
    return [name.strip().strip('"') for name in first.split(",")]


def _of_row(cells: dict[str, str], test: str) -> Iterator[Measurement]:
    tasks = number(cells.get(_TASKS, ""))
    if not tasks:
        return
    parameters = (("tasks", f"{tasks:g}"),)
    for column in _COUNTS:
        value = number(cells.get(column, ""))
        if value:
            yield figure(column, value, "1/s", Better.HIGHER, workload=test, parameters=parameters)
    for column in _IDLE:
        value = number(cells.get(column, ""))
        if value is not None:
            yield figure(column.replace("_", " "), value, "%", workload=test, parameters=parameters)
