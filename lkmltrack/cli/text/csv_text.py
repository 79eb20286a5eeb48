"""CSV that a spreadsheet reads as figures and texts, and never as a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from math import isfinite

from lkmltrack.cli.text.spans import one_line

Cell = str | float | int | bool | None
# with one of these a cell begins a formula in one spreadsheet or another
_FORMULA = ("=", "+", "-", "@")


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    r"""Return rows as CSV, a line feed at the end of each, texts made visible and on one line.

    >>> csv_text(["a", "b"], [["=1+1", -2.5], ["x,\ny", None]]).split("\n")
    ['a,b', "'=1+1,-2.5", '"x, y",', '']
    """
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return written.getvalue()


def _cell(value: Cell) -> str:
    """Return what stands in one cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        text = one_line(value)
        return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
    return f"{value:.15g}" if isfinite(value) else ""
