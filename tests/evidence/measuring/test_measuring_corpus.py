"""Real mail: nothing is lost, and what the robots and the seed say is read as they mean it."""

from collections.abc import Iterator
from pathlib import Path

from lkmltrack.evidence.blocks import find_blocks
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.measuring import measured
from lkmltrack.evidence.text import read_mail_lines
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import parse_message
from lkmltrack.model.evidence import Block
from lkmltrack.model.measurement import Convention

_MOST_SIZE = 400_000


def blocks_of(path: Path) -> Iterator[Block]:
    raws = split_mbox(path.read_bytes()) if path.suffix == ".mbox" else [path.read_bytes()]
    for raw in raws:
        lines = read_mail_lines(parse_message(raw).body)
        for block in find_blocks(lines):
            yield measured(block, lines)


def test_the_robots_changes_are_what_they_say(corpus: Path) -> None:
    deltas = [
        delta
        for path in sorted((corpus / "threads").rglob("lkp-*.mbox"))
        for block in blocks_of(path)
        if block.form == FormName.LKP
        for delta in block.deltas
        if delta.stated is not None and delta.base.value
    ]
    assert len(deltas) > 1000
    assert {delta.convention for delta in deltas} == {Convention.RAW, Convention.DIFFERENCE}
    assert [delta for delta in deltas if not delta.fits] == []


def test_the_seeds_chains_are_held_against_its_profile(corpus: Path) -> None:
    found = [
        block
        for block in blocks_of(corpus / "threads" / "seed-rmap-exclude.mbox")
        if block.form == FormName.CALLCHAINS and not block.depth
    ]
    assert [remark for block in found for remark in block.remarks] == [
        "the six chains sum to 92.75 %, osq_lock has 91.53 % in the flat profile"
    ]


def test_labelled_documents_leave_no_block_unread(corpus: Path) -> None:
    found = [
        (path.name, block.form, block.line_start)
        for path in sorted((corpus / "evidence").glob("*.eml"))
        if path.stat().st_size < _MOST_SIZE
        for block in blocks_of(path)
        if block.form != FormName.FLAME_GRAPH
        and not (block.measurements or block.rows or block.chains or block.buckets)
    ]
    assert found == []
