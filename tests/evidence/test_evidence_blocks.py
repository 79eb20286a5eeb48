"""Blocks: every form is found where it stands, with its header, its label and its tool."""

import pytest

from lkmltrack.evidence.blocks import find_blocks, recognised
from lkmltrack.evidence.text import read_mail_lines
from lkmltrack.model.evidence import Block, BlockKind, Damage
from tests.evidence import benchmark_samples, profile_samples
from tests.evidence.block_sample import Sample

ABOVE = "I ran it on the big box and this is what came out of it.\n\n"
BELOW = "\n\nSo that is what we have, and I think that we should take it.\n"


SAMPLES = (*profile_samples.SAMPLES, *benchmark_samples.SAMPLES)


def found_in(text: str) -> list[Block]:
    return find_blocks(read_mail_lines(text))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.form)
def test_a_form_is_found_from_its_first_line_to_its_last(sample: Sample) -> None:
    blocks = found_in(ABOVE + sample.block + BELOW)
    assert [block.form for block in blocks] == [sample.form]
    first = ABOVE.count("\n") + 1
    assert blocks[0].line_start == first
    assert blocks[0].line_end == first + sample.block.count("\n")
    assert blocks[0].tool == sample.tool


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.form)
@pytest.mark.parametrize("marks", ["> ", "> > ", ">>> "])
def test_a_quoted_form_is_the_same_one_deeper(sample: Sample, marks: str) -> None:
    text = ABOVE + sample.block + BELOW
    quoted = "\n".join((marks + line).rstrip() for line in text.split("\n"))
    (own,) = found_in(text)
    (other,) = found_in(quoted)
    assert other.lines == own.lines
    assert (other.form, other.line_start, other.id) == (own.form, own.line_start, own.id)
    assert other.depth == marks.count(">")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.form)
def test_a_form_alone_in_a_file_is_found_too(sample: Sample) -> None:
    needs_a_word = sample.form in ("counters", "arrows")
    blocks = found_in(("Results:\n\n" if needs_a_word else "") + sample.block + "\n")
    assert [block.form for block in blocks] == [sample.form]


def test_neighbours_with_a_label_each_are_two_blocks() -> None:
    rows = "  41.20%  [kernel]  [k] queue_lock\n  12.75%  [kernel]  [k] walk_tree\n"
    blocks = found_in(f"before:\n\n{rows}\nafter:\n\n{rows}")
    assert [block.label for block in blocks] == ["before", "after"]


def test_a_label_right_above_belongs_to_the_block() -> None:
    (block,) = found_in(
        "With the patch:\nLatency percentiles (usec)\n  50.0th: 29\n  99.0th: 131\n"
    )
    assert block.label == "With the patch"
    assert block.line_start == 1


def test_nothing_is_found_in_a_diff() -> None:
    text = (
        "fix a thing\n\n---\n a.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n"
        "diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1,3 +1,3 @@\n"
        "-  41.20%  [kernel]  [k] queue_lock\n+  12.75%  [kernel]  [k] walk_tree\n"
    )
    assert found_in(text) == []


def test_what_a_patch_to_a_tool_shows_is_no_evidence() -> None:
    shown = "  41.20%  [kernel]  [k] queue_lock\n  12.75%  [kernel]  [k] walk_tree\n"
    diff = "---\n\ndiff --git a/{0} b/{0}\n--- a/{0}\n+++ b/{0}\n@@ -1 +1 @@\n-a\n+b\n"
    assert found_in(shown + diff.format("mm/slub.c"))
    assert not found_in(shown + diff.format("tools/perf/builtin-report.c"))
    assert not found_in(shown + diff.format("arch/x86/events/core.c"))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("add/remove: 1/2 grow/shrink: 3/4 up/down: 31/-61 (-30)\n", "bloat-o-meter"),
        (
            "   text    data     bss     dec     hex filename\n  1000   200   30   1230  4ce a.o\n",
            "size",
        ),
        ("https://example.org/graphs/perf.svg\n", "flame-graph"),
    ],
)
def test_sizes_and_links_are_recognised_and_left_out(text: str, form: str) -> None:
    lines = read_mail_lines(text)
    assert find_blocks(lines) == []
    assert [block.form for block in recognised(lines)] == [form]


def test_a_symbol_on_the_next_line_is_put_back() -> None:
    (block,) = found_in(
        "  41.20%  bash  [kernel.kallsyms]  [k]\na_very_long_symbol\n  3.10%  bash  [kernel]  [k] b_c\n"
    )
    assert block.lines[0].endswith("[k] a_very_long_symbol")
    assert (len(block.lines), block.line_end) == (2, 3)
    assert Damage.WRAPPED in block.damage


def test_counts_below_the_command_that_counted_are_a_block() -> None:
    rows = "\n".join(f"lock_{number}        {number * 37}" for number in (9, 2, 7, 1, 5))
    (block,) = found_in(f"$ bpftrace -e 'x' | column -t\n{rows}\n")
    assert (block.form, block.kind, len(block.lines)) == ("counters", BlockKind.TABLE, 5)
    assert found_in(f"These are the ones in the file:\n{rows}\n") == []


def test_times_below_percentiles_are_one_list_with_them() -> None:
    (block,) = found_in(
        "patched\n  Average Files/sec: 1641\n  p50 Files/sec: 1710\n  p90 Files/sec: 1228\n"
        "  p99 Files/sec: 1138\n\n  real    3m29.6s\n  user    2m19.9s\n  sys     44m12.2s\n"
    )
    assert block.form == "key-values"
    assert (block.line_start, block.line_end) == (1, 9)
