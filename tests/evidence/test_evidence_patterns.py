"""No expression of the rooms that read mail can be made to hang by one line."""

import re
import time
from importlib import import_module
from pathlib import Path

import pytest

import lkmltrack
from lkmltrack.evidence.text import LONGEST_LINE

ROOT = Path(lkmltrack.__file__).parent
ROOMS = ("evidence", "audience", "drafts", "mail")
PIECES = (*" a1.-_(|[=:,x", "a ", "1 ", "1.1 ", "-- ", "a-", "1% ", "a=1 ", "1,", "a.b", "| 1 ")


def patterns(room: str) -> list[re.Pattern[str]]:
    """Every compiled expression of a room's modules."""
    found = []
    for path in sorted((ROOT / room).rglob("*.py")):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        module = import_module(".".join(part for part in parts if part != "__init__"))
        values = vars(module).values()
        found += [
            one for one in values if isinstance(one, re.Pattern) and isinstance(one.pattern, str)
        ]
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_every_expression_ends_on_every_line(room: str) -> None:
    start = time.process_time()
    for pattern in patterns(room):
        for piece in PIECES:
            pattern.match((piece * LONGEST_LINE)[:LONGEST_LINE])
    # it takes about a second; one expression that hangs takes minutes
    assert time.process_time() - start < 60
