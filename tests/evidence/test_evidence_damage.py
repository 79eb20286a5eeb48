"""Damage: what mailers do to rows, undone and marked."""

from lkmltrack.evidence.blocks import find_blocks
from lkmltrack.evidence.text import read_mail_lines
from lkmltrack.model.evidence import Block, Damage

ROBOT = """\
94b7e5bf09b08aa4 98c9daf5ae6be008f78c07b744b
---------------- ---------------------------
         %stddev     %change         %stddev
      5252 {0}  4%     +86.6%       9801 {0}  3%  foo.ops
     98978          +114.6%     212395        foo.time
"""


def block_in(text: str) -> Block:
    (block,) = find_blocks(read_mail_lines(text))
    return block


def test_a_broken_plus_minus_is_mended() -> None:
    for broken in ("\ufffd", "ą"):
        block = block_in(ROBOT.format(broken))
        assert block.text == ROBOT.format("±").rstrip("\n")
        assert block.damage == (Damage.SIGN,)
    assert block_in(ROBOT.format("±")).damage == ()


def test_every_spelling_of_a_block_but_the_blanks_has_its_id() -> None:
    assert block_in(ROBOT.format("\ufffd")).id == block_in(ROBOT.format("±")).id


def test_no_break_spaces_and_tabs_are_marked() -> None:
    rows = "  50.0th:\t29\n  99.0th:\u00a0131\n"
    block = block_in("Latency percentiles (usec)\n" + rows)
    assert set(block.damage) == {Damage.NO_BREAK_SPACES, Damage.TABS}
    assert "\t" not in block.text
    assert "\u00a0" not in block.text


def test_columns_that_an_archive_folded_are_marked() -> None:
    folded = "41.20% [kernel] [k] one_thing\n12.75% [kernel] [k] two_things\n3.10% x [.] foo_run\n"
    assert block_in(folded).damage == (Damage.COLLAPSED,)


def test_a_hand_drawn_box_around_counters_is_taken_off() -> None:
    block = block_in(
        " |  Performance counter stats for 'make' (3 runs):\n |\n"
        " |   126,975,564      instructions       #    1.45  insn per cycle  ( +-  0.00% )\n"
        " |        2.9520 +- 0.0169 seconds time elapsed  ( +-  0.57% )\n"
    )
    assert block.form == "perf-stat"
    assert block.lines[2].strip().startswith("126,975,564")
