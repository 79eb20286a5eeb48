"""Blocks: where in a text the evidence is, each piece with its form."""

from collections.abc import Sequence

from lkmltrack.evidence.damage import mended
from lkmltrack.evidence.forms.anchored import anchored
from lkmltrack.evidence.forms.counts import counts
from lkmltrack.evidence.forms.guessed import guessed
from lkmltrack.evidence.forms.joining import joined
from lkmltrack.evidence.forms.labels import label_of
from lkmltrack.evidence.forms.names import NO_EVIDENCE, PROFILER_FORMS, FormName
from lkmltrack.evidence.forms.naming import tool_of
from lkmltrack.evidence.forms.spans import Span, free
from lkmltrack.evidence.guards import demonstrates_profiler, demonstrates_tools
from lkmltrack.evidence.text import TextLine
from lkmltrack.mail.diffs import diff_ranges
from lkmltrack.mail.trailers import is_trailer
from lkmltrack.model.evidence import Block
from lkmltrack.model.message import LineKind

_LABEL_REACH = 12
"""So many lines above a block may bear the label that is in force."""
_OUTSIDE = (LineKind.DIFF, LineKind.DIFFSTAT, LineKind.TRAILER, LineKind.ATTRIBUTION)


def find_blocks(lines: Sequence[TextLine]) -> list[Block]:
    """Return the pieces of evidence in a text, in order, at every depth of quoting.

    Sizes of code are no evidence of speed, and what a patch to a tool shows is how the tool prints.
    """
    return [block for block in recognised(lines) if block.form not in NO_EVIDENCE]


def recognised(lines: Sequence[TextLine]) -> list[Block]:
    """Return every block of a known form, sizes of code among them."""
    if demonstrates_tools(lines):
        return []
    blocks: list[Block] = []
    for run in _runs(lines):
        blocks += _blocks_in(run)
    if demonstrates_profiler(lines):
        blocks = [block for block in blocks if block.form not in PROFILER_FORMS]
    return sorted(blocks, key=lambda block: block.line_start)


def _blocks_in(run: Sequence[TextLine]) -> list[Block]:
    texts = [line.text for line in run]
    spans = anchored(texts)
    if run[0].kind is not LineKind.SIGNATURE:
        spans += [
            span for start, end in free(len(texts), spans) for span in counts(texts, start, end)
        ]
        spans.sort(key=lambda span: span.start)
        spans += guessed(texts, spans)
    return [_block(run, span) for span in joined(texts, spans)]


def _block(run: Sequence[TextLine], span: Span) -> Block:
    lines = run[span.start : span.end]
    texts, damage = mended(lines, span.form)
    return Block(
        kind=span.kind,
        form=span.form,
        line_start=lines[0].number,
        line_end=lines[-1].number,
        lines=texts,
        tool=tool_of(span.form, span.tool, texts),
        depth=lines[0].depth,
        label=_label(run, span),
        confidence=span.confidence,
        damage=damage,
    )


def _label(run: Sequence[TextLine], span: Span) -> str:
    """Return the label on a block's first line, or the nearest above it."""
    if span.form is FormName.MINISTAT:
        return ""  # its first lines are a legend
    for index in range(span.start, max(-1, span.start - _LABEL_REACH), -1):
        found = label_of(run[index].text)
        if found:
            return found
    return ""


def _runs(lines: Sequence[TextLine]) -> list[Sequence[TextLine]]:
    """Return the lines divided where the depth changes and at what is no text."""
    runs: list[Sequence[TextLine]] = []
    start = 0
    for index in range(len(lines) + 1):
        if (
            index == len(lines)
            or _is_outside(lines[index])
            or (index > start and _is_other(lines[index], lines[index - 1]))
        ):
            if index > start:
                runs += _without_diffs(lines[start:index])
            start = index + 1 if index < len(lines) and _is_outside(lines[index]) else index
    return runs


def _is_outside(line: TextLine) -> bool:
    return line.kind in _OUTSIDE or (line.depth > 0 and is_trailer(line.text))


def _is_other(line: TextLine, above: TextLine) -> bool:
    one, two = line.kind is LineKind.SIGNATURE, above.kind is LineKind.SIGNATURE
    return line.depth != above.depth or one != two


def _without_diffs(run: Sequence[TextLine]) -> list[Sequence[TextLine]]:
    """Return a quoted run without the diffs in it; own diffs are marked already."""
    if not run[0].depth or not any(
        line.text.startswith(("diff --git ", "@@ -", "--- ")) for line in run
    ):
        return [run]
    parts: list[Sequence[TextLine]] = []
    start = 0
    for first, end in diff_ranges([line.text for line in run]):
        if first > start:
            parts.append(run[start:first])
        start = end
    if start < len(run):
        parts.append(run[start:])
    return parts
