"""Whatever the block: it is read to its end, its copies alike, and its measurements are sound."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.measuring import measured
from lkmltrack.evidence.measuring.readers import readers_of
from lkmltrack.evidence.text import read_mail_lines
from lkmltrack.model.evidence import Block, BlockKind
from tests.evidence.measuring.readings import block_of

FORMS = st.sampled_from(list(FormName))
KINDS = st.sampled_from(list(BlockKind))
PIECES = st.sampled_from(
    [
        "",
        "  ",
        "|",
        "12.5",
        "1,204",
        "±  3%",
        "( +- 0.5% )",
        "[k]",
        "10.25%",
        "-3.1%",
        "before",
        "after",
        "with patch:",
        "->",
        "=> ",
        "MB/s",
        "usec",
        "=====",
        "-----",
        "a;b;c",
        "Hmean 1",
        "(   0.00%)",
        "* -9.4%*",
        "|--11.6%--sym",
        "read: IOPS=12k, BW=4MiB/s",
        "0x10",
        "real 0m1.5s",
        "kernel.per_ops",
        "50.0th:",
        "[ ID]",
        "T: 0",
        "x 10 1 2 3 4 5",
        "1e308",
        "9" * 50,
        "1.00 [ 0.1](2)",
    ]
)
LINES = st.lists(st.lists(PIECES, max_size=7).map("  ".join), min_size=1, max_size=14)


def whole(lines: list[str], form: FormName | str, kind: BlockKind, quote: str = "") -> Block:
    rows = read_mail_lines("\n".join(quote + line for line in [*lines, "end."]))
    return measured(block_of(rows, 0, len(lines), form, kind=kind), rows)


@settings(max_examples=80, deadline=None)
@given(LINES, FORMS, KINDS)
def test_made_up_blocks_are_read_and_sound(
    lines: list[str], form: FormName, kind: BlockKind
) -> None:
    block = whole(lines, form, kind)
    for one in block.measurements:
        assert one.metric
        assert math.isfinite(one.value)
        assert block.line_start <= one.line <= block.line_end
    for delta in block.deltas:
        assert delta.base.unit == delta.candidate.unit
        assert delta.fits is None or delta.stated is not None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), FORMS, KINDS)
def test_any_text_is_read_to_its_end(text: str, form: FormName, kind: BlockKind) -> None:
    lines = [line for line in text.splitlines() if line] or ["-"]
    rows = read_mail_lines("\n".join(lines))
    measured(block_of(rows, 0, len(rows), form, kind=kind), rows)


@settings(max_examples=40, deadline=None)
@given(LINES, FORMS)
def test_a_quoted_copy_measures_the_same(lines: list[str], form: FormName) -> None:
    own = whole(lines, form, BlockKind.TABLE)
    copy = whole(lines, form, BlockKind.TABLE, quote="> > ")
    assert copy.measurements == own.measurements
    assert copy.deltas == own.deltas
    assert (copy.rows, copy.chains, copy.buckets) == (own.rows, own.chains, own.buckets)


@pytest.mark.parametrize("form", [name for name in FormName if name is not FormName.FLAME_GRAPH])
def test_every_form_has_a_reader(form: FormName) -> None:
    assert readers_of(form, BlockKind.TABLE)


def test_a_form_that_nobody_knows_is_read_as_what_it_looks_like() -> None:
    block = whole(["case   base   patched", "one    100    110"], "invented", BlockKind.TABLE)
    assert [delta.percent for delta in block.deltas] == [pytest.approx(10.0)]


@pytest.mark.parametrize(
    "line",
    [
        "1 " * 250,
        "1.5% -> " * 60,
        "|" * 500,
        "[ 1.00 [" * 60,
        "(" * 250 + ")" * 250,
        "a=" * 250,
        "9.9%--" * 80,
        "key: " * 100,
        "1-2-3-" * 80,
        "[k] " * 120,
        " " * 500 + "x",
        "=" * 500 + "1",
    ],
)
def test_hostile_lines_end_in_time(line: str) -> None:
    readers = {readers_of(form, BlockKind.TABLE): form for form in FormName}
    for form in readers.values():
        whole([line] * 4, form, BlockKind.TABLE)
