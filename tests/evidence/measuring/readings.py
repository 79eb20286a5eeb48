"""Blocks of invented text for the tests of measuring: a body, and which of its lines are the block."""

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.measuring import measured
from lkmltrack.evidence.text import TextLine, read_mail_lines
from lkmltrack.model.evidence import Block, BlockKind
from lkmltrack.model.measurement import Measurement


def read(
    text: str,
    form: FormName | str,
    *,
    above: str = "",
    below: str = "",
    label: str = "",
    tool: str = "",
    kind: BlockKind = BlockKind.TABLE,
) -> Block:
    """Return a text measured as a block of a form, with what stands around it."""
    before = above.count("\n") + 1 if above else 0
    body = "\n".join(part for part in (above, text.strip("\n"), below) if part)
    lines = read_mail_lines(body)
    count = text.strip("\n").count("\n") + 1
    return measured(block_of(lines, before, count, form, label, tool, kind), lines)


def block_of(
    lines: tuple[TextLine, ...],
    first: int,
    count: int,
    form: FormName | str,
    label: str = "",
    tool: str = "",
    kind: BlockKind = BlockKind.TABLE,
) -> Block:
    """Return some lines of a text as a block that nobody measured yet."""
    inside = lines[first : first + count]
    return Block(
        kind,
        str(form),
        inside[0].number,
        inside[-1].number,
        tuple(line.text for line in inside),
        tool=tool,
        depth=inside[0].depth,
        label=label,
    )


def named(block: Block, metric: str, *, statistic: str | None = None) -> list[Measurement]:
    """Return the measurements of one metric, in the block's order."""
    return [
        one
        for one in block.measurements
        if one.metric == metric and statistic in (None, one.statistic)
    ]


def rounded(value: float | None) -> float | None:
    """Return a figure without the dust of its arithmetic."""
    return None if value is None else float(f"{value:.6g}")
