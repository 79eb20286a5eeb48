"""Copied evidence is its first poster's; what is new in it is told."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.evidence.copies import copies
from lkmltrack.model.evidence import Block, BlockKind, Document

ROWS = (
    "kernel       threads   ops/s     lost",
    "vanilla           16   120433    0.31%",
    "vanilla           32   231877    0.92%",
    "patched           16   151202    0.27%",
    "patched           32   309411    0.44%",
)
FIRST, SECOND, THIRD = "first@example.org", "second@example.org", "third@example.org"


def block(*lines: str, depth: int = 0) -> Block:
    return Block(BlockKind.TABLE, "aligned-table", 1, len(lines), lines, depth=depth)


def mail(message_id: str, *blocks: Block) -> Document:
    return Document(message_id, message_id, blocks=blocks)


def quoted(documents: list[Document], message_id: str = SECOND) -> list[str]:
    """The posters that the blocks of a message are said to be from."""
    marked = next(one for one in copies(documents) if one.message_id == message_id)
    return [one.quoted for one in marked.blocks]


def test_a_quoted_block_is_its_first_posters_and_keeps_its_depth() -> None:
    marked = copies([mail(FIRST, block(*ROWS)), mail(SECOND, block(*ROWS, depth=2))])
    assert marked[0].own_blocks
    copy = marked[1].blocks[0]
    assert (copy.quoted, copy.depth) == (FIRST, 2)
    assert not marked[1].own_blocks


def test_ten_replies_with_one_block_hold_one_piece_of_evidence() -> None:
    replies = [mail(f"r{n}@example.org", block(*ROWS, depth=1 + n % 3)) for n in range(10)]
    marked = copies([mail(FIRST, block(*ROWS)), *replies])
    assert sum(len(one.own_blocks) for one in marked) == 1
    assert {one.quoted for document in marked[1:] for one in document.blocks} == {FIRST}


def test_changed_blanks_make_no_other_evidence() -> None:
    squeezed = tuple(" ".join(row.split()) for row in ROWS)
    assert quoted([mail(FIRST, block(*ROWS)), mail(SECOND, block(*squeezed))]) == [FIRST]


def test_a_block_that_a_mailer_wrapped_is_the_same() -> None:
    halves = [(row.split()[:3], row.split()[3:]) for row in ROWS]
    wrapped = [" ".join(half) for pair in halves for half in pair]
    for depth in (0, 1):
        reply = mail(SECOND, block(*wrapped, depth=depth))
        assert quoted([mail(FIRST, block(*ROWS)), reply]) == [FIRST]


def test_a_block_with_rows_left_out_is_a_copy() -> None:
    for kept in (ROWS[1:3], ROWS[:2] + ROWS[4:], ROWS[2:3] + ROWS[4:]):
        assert quoted([mail(FIRST, block(*ROWS)), mail(SECOND, block(*kept))]) == [FIRST]


def test_a_table_drawn_with_bars_has_the_same_rows() -> None:
    drawn = ["|" + "|".join(f" {cell} " for cell in row.split()) + "|" for row in ROWS]
    drawn.insert(1, "|---+---+---+---|")
    assert quoted([mail(FIRST, block(*ROWS)), mail(SECOND, block(*drawn))]) == [FIRST]


def test_new_rows_are_new_evidence_that_says_what_is_added() -> None:
    more = (*ROWS, "patched           64   498220    0.61%")
    marked = copies([mail(FIRST, block(*ROWS)), mail(SECOND, block(*more))])
    added = marked[1].blocks[0]
    assert (added.quoted, added.repeats) == ("", FIRST)
    assert added.added == ("patched           64   498220    0.61%",)
    assert marked[1].own_blocks == (added,)


def test_a_value_that_changed_makes_its_row_new() -> None:
    again = (*ROWS[:4], "patched           32   311984    0.44%")
    marked = copies([mail(FIRST, block(*ROWS)), mail(SECOND, block(*again))])
    assert marked[1].blocks[0].added == (again[-1],)


def test_a_value_that_became_zero_beside_a_zero_makes_its_row_new() -> None:
    counts = (
        "cpu0 errors 0 0",
        "cpu1 errors 5 0",
        "cpu2 errors 0 0",
        "cpu3 errors 117420 88013177",
    )
    later = ("cpu0 errors 0 0", "cpu1 errors 0 0", "cpu2 errors 0 0", "cpu3 errors 117420 88013177")
    marked = copies([mail(FIRST, block(*counts)), mail(SECOND, block(*later))])
    assert marked[1].blocks[0].added == ("cpu1 errors 0 0",)


def test_a_quote_of_what_nobody_posted_here_stays_as_it_is() -> None:
    elsewhere = block(*ROWS, depth=1)
    marked = copies([mail(FIRST, elsewhere), mail(SECOND, replace(elsewhere, depth=2))])
    assert [one.blocks[0] for one in marked] == [elsewhere, replace(elsewhere, depth=2)]


def test_a_quote_that_is_dated_before_its_original_is_a_copy_too() -> None:
    documents = [mail(SECOND, block(*ROWS, depth=1)), mail(FIRST, block(*ROWS))]
    assert quoted(documents) == [FIRST]


def test_an_unquoted_copy_belongs_to_the_earlier_one() -> None:
    documents = [mail(FIRST, block(*ROWS)), mail(SECOND, block(*ROWS)), mail(THIRD, block(*ROWS))]
    assert quoted(documents, THIRD) == [FIRST]


def test_other_figures_under_the_same_words_are_other_evidence() -> None:
    other = tuple(row.replace("1", "7").replace("3", "8") for row in ROWS)
    marked = copies([mail(FIRST, block(*ROWS)), mail(SECOND, block(*other))])
    assert marked[1].blocks[0] == block(*other)


def test_few_short_figures_that_agree_are_chance() -> None:
    documents = [mail(FIRST, block("runs 10", "fail 0")), mail(SECOND, block("runs 10", "fail: 0"))]
    assert quoted(documents) == [""]


def test_a_head_without_figures_is_nobodys() -> None:
    head = block(" Counters of the whole system:")
    assert quoted([mail(FIRST, head), mail(SECOND, head)]) == [""]


def test_lines_that_every_run_prints_alike_are_no_repetition() -> None:
    run = ("10240+0 records in", "10240+0 records out", "536870912 bytes copied, {} s, {} MB/s")
    first, second = (
        block(*run[:2], run[2].format(*times)) for times in (("62.6", "8.1"), ("59.3", "9.2"))
    )
    marked = copies([mail(FIRST, first), mail(SECOND, second)])
    assert marked[1].blocks[0] == second


def test_a_new_column_makes_the_whole_table_new() -> None:
    wider = tuple(f"{row}   {number}7.{number}1" for number, row in enumerate(ROWS))
    marked = copies([mail(FIRST, block(*ROWS)), mail(SECOND, block(*wider))])
    assert marked[1].blocks[0] == block(*wider)


def test_the_quote_of_a_table_that_was_extended_is_of_the_extended_one() -> None:
    more = (*ROWS, "patched           64   498220    0.61%")
    documents = [
        mail(FIRST, block(*ROWS)),
        mail(SECOND, block(*more)),
        mail(THIRD, block(*more, depth=1)),
    ]
    assert quoted(documents, THIRD) == [SECOND]


def test_a_row_of_a_profile_that_begins_with_its_figure_is_known_again() -> None:
    profile = ("  61.20%  [kernel]  [k] spin_a", "  11.75%  [kernel]  [k] spin_b", "   3.08% [k] c")
    documents = [mail(FIRST, block(*profile)), mail(SECOND, block(profile[2], profile[0], depth=1))]
    assert quoted(documents) == [FIRST]


def test_nothing_is_a_copy_of_itself() -> None:
    document = mail(FIRST, block(*ROWS), block(*ROWS))
    assert copies([document]) == [document]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.lists(st.text(max_size=40), max_size=5), max_size=3), min_size=1, max_size=4
    ),
    st.integers(0, 3),
)
def test_any_text_is_read_and_own_evidence_never_points_to_itself(
    texts: list[list[list[str]]], depth: int
) -> None:
    documents = [
        mail(f"{number}@example.org", *(block(*lines, depth=depth % (number + 1)) for lines in one))
        for number, one in enumerate(texts)
    ]
    marked = copies(documents)
    assert [len(one.blocks) for one in marked] == [len(one.blocks) for one in documents]
    for document in marked:
        assert all(one.quoted != document.message_id for one in document.blocks)
