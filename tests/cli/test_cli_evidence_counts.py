"""Counts of things are shown as counts, not as a benchmark."""

from lkmltrack.cli.pages.figure_tables import figure_lines
from lkmltrack.cli.pages.plots import evidence_charts
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.model.evidence import Block, BlockKind, Document
from lkmltrack.model.measurement import Measurement

VALUES = tuple(Measurement(f"/usr/bin/{name}", 9.0 - place) for place, name in enumerate("abc"))
COUNTS = Block(BlockKind.TABLE, FormName.COUNTERS, 1, 3, ("x",), measurements=VALUES)
TABLE = Block(BlockKind.TABLE, FormName.ALIGNED_TABLE, 1, 3, ("x",), measurements=VALUES)


def heads(block: Block) -> str:
    first = next(iter(figure_lines(block, 80)))
    return "".join(span.text for span in first)


def test_counts_have_a_heading_of_their_own() -> None:
    assert "Counted" in heads(COUNTS)
    assert "Benchmark" not in heads(COUNTS)
    assert "Benchmark" in heads(TABLE)


def test_counts_are_one_chart() -> None:
    [chart] = evidence_charts([Document("x", blocks=(COUNTS,))])
    assert chart.labels == ("/usr/bin/a", "/usr/bin/b", "/usr/bin/c")
