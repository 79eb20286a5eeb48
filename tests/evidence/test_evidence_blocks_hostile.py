"""Blocks: no text makes the search raise or run away, and quoting changes nothing."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.evidence.blocks import find_blocks, recognised
from lkmltrack.evidence.text import LONGEST_LINE, read_file_lines, read_mail_lines

PIECES = (
    "12.5%", "[k]", "name", "->", "-->", "|", "+--", "====", "real", "0m1.5s", "ms", "MB/s", ":", "=",
    "before", "after:", "1,234", "±", "( 0.00%)", "*", "th:", "IOPS=1k,", "BW=3MiB/s", "Amean", "0x1f",
    "%stddev", "$", "#", "the", "of", "\t", "  ", "\ufffd", "[ 1.00]", "perf", "x", "-- ", "diff",
)  # fmt: skip
line = st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join)
rows = st.lists(line, max_size=25).map("\n".join)


@given(st.text(max_size=600))
def test_any_text_is_searched_to_its_end(text: str) -> None:
    for block in recognised(read_mail_lines(text)):
        assert 1 <= block.line_start <= block.line_end <= text.count("\n") + 1


@given(rows)
@settings(max_examples=150)
def test_blocks_are_in_order_and_share_no_line(text: str) -> None:
    last = 0
    for block in recognised(read_file_lines(text)):
        assert block.line_start > last
        assert block.lines
        last = block.line_end


@given(
    st.lists(
        st.sampled_from([piece for piece in PIECES if piece not in ("-- ", "diff")]), max_size=9
    ),
    st.integers(2, 12),
    st.sampled_from(["> ", ">> ", "> > > "]),
)
def test_quoting_changes_nothing(pieces: list[str], count: int, marks: str) -> None:
    text = "\n".join([" ".join(pieces)] * count)
    quoted = "\n".join((marks + line).rstrip() for line in text.split("\n"))
    own = find_blocks(read_mail_lines(text))
    other = find_blocks(read_mail_lines(quoted))
    assert [(one.form, one.lines) for one in own] == [(one.form, one.lines) for one in other]


@pytest.mark.parametrize(
    "text",
    [
        "1.5% " * 2_000_000,
        "-" * 10_000_000,
        ("|" * 500 + "\n") * 2_000,
        ("|          " * 40 + "\n") * 2_000,
        ("12.34% " * 70 + "\n") * 1_000,
        (" 1 ± 2%" * 60 + "\n") * 1_000,
        ("1 +1.0% " * 60 + "x\n") * 1_000,
        ("1," * 255 + "\n") * 1_000,
        ("[ 1.0" * 100 + "\n") * 1_000,
        ("a -> " * 100 + "\n") * 1_000,
        ("1.5% a" + "-->b" * 120 + "\n") * 1_000,
        ("(" * 250 + "%)" * 120 + "\n") * 1_000,
        (": " * 250 + "\n") * 1_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_lines_take_no_longer_than_others(text: str) -> None:
    lines = read_mail_lines(text)
    begin = time.process_time()
    find_blocks(lines)
    assert time.process_time() - begin < 5
    assert all(len(line.text) <= LONGEST_LINE for line in lines)


def test_a_table_twice_as_long_takes_about_twice_as_long() -> None:
    def seconds(count: int) -> float:
        lines = read_file_lines(
            "\n".join(f"run{n}   {n}.5 ms   {n * 2}.25 ms" for n in range(count))
        )
        begin = time.process_time()
        (block,) = find_blocks(lines)
        assert len(block.lines) == count
        return time.process_time() - begin

    seconds(1_000)
    assert seconds(16_000) < 6 * seconds(4_000) + 0.5
