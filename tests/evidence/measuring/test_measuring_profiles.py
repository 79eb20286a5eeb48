"""Profiles and paths of calls: rows, trees, chains by hand, and what does not add up."""

import pytest

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.measuring.chains import chain_of
from lkmltrack.model.evidence import BlockKind
from tests.evidence.measuring.readings import read

FLAT = """
  80.50%  [kernel]    [k] queue_lock
   0.50%  [kernel]    [k] spin_on_it
   0.45%  perf        [.] queue_event
"""
CHAINS = """
30.25% open_file-->...-->take_lock-->down_write(&tree->sem)
40.50% close_file-->...-->__split_it->prepare_it->down_write(&tree->sem)
11.50% _start-->mapit-->down_write(&tree->sem)
"""


def test_rows_have_object_mode_and_symbol() -> None:
    block = read(FLAT, FormName.PERF_REPORT, kind=BlockKind.PROFILE)
    assert [(row.symbol, row.share, row.object, row.mode, row.command) for row in block.rows] == [
        ("queue_lock", 80.5, "[kernel]", "k", ""),
        ("spin_on_it", 0.5, "[kernel]", "k", ""),
        ("queue_event", 0.45, "perf", ".", ""),
    ]


def test_a_header_tells_children_commands_and_events() -> None:
    text = """
# Samples: 2K of event 'cpu-clock'
#
# Children      Self  Command  Shared Object         Symbol
# ........  ........  .......  ....................  ..........
#
    80.71%     0.30%  ls       [kernel.kallsyms]     [k] do_it
"""
    block = read(text, FormName.PERF_REPORT)
    (row,) = block.rows
    assert (row.share, row.children, row.command, row.object) == (
        0.3,
        80.71,
        "ls",
        "[kernel.kallsyms]",
    )
    assert block.events == "cpu-clock"


@pytest.mark.parametrize(
    ("line", "symbol", "share"),
    [
        ("+   32.60%  iou-sqp-1074  [kernel.kallsyms]  [k] one_more", "one_more", 32.6),
        ("  1.82%  only_symbol", "only_symbol", 1.82),
        ("  only_symbol         3.89%", "only_symbol", 3.89),
        ("  33.5%  [k] no_object", "no_object", 33.5),
    ],
)
def test_rows_come_in_many_shapes(line: str, symbol: str, share: float) -> None:
    (row,) = read(line, FormName.PERF_REPORT).rows
    assert (row.symbol, row.share) == (symbol, share)


def test_shares_of_more_than_everything_are_told() -> None:
    text = "  70.00%  [kernel]  [k] one\n  40.50%  [kernel]  [k] two"
    assert read(text, FormName.PERF_REPORT).remarks == ("the shares of 2 rows sum to 110.50 %",)


def test_columns_of_kernels_become_measurements() -> None:
    text = """
  Upstream  with the patch
  0.42%     0.21%             [k] schedule_it
"""
    block = read(text, FormName.PERF_REPORT)
    assert [(one.variant, one.value) for one in block.measurements] == [
        ("Upstream", 0.42),
        ("with the patch", 0.21),
    ]
    assert [delta.percent for delta in block.deltas] == [pytest.approx(-50.0)]


def test_perf_diff_has_a_share_and_points() -> None:
    text = """
# Baseline  Delta Abs  Shared Object     Symbol
     6.69%     -3.03%  [kernel.vmlinux]  [k] issue_it
               +1.50%  [nvme]            [k] fresh
"""
    block = read(text, FormName.PERF_DIFF)
    assert [(row.symbol, row.share, row.delta) for row in block.rows] == [
        ("issue_it", 6.69, -3.03),
        ("fresh", 0.0, 1.5),
    ]


def test_a_tree_is_read_from_the_caller_on() -> None:
    text = """
  18.73%--add_rmap
          |
           --11.60%--mod_state
                     |
                     |--7.40%--mod_memcg
                     |          |
                     |           --5.58%--rstat_updated
                     |
                      --2.53%--mod_node
"""
    block = read(text, FormName.PERF_CALLGRAPH, kind=BlockKind.CALLCHAIN)
    assert [(chain.functions, chain.share) for chain in block.chains] == [
        (("add_rmap", "mod_state", "mod_memcg", "rstat_updated"), 5.58),
        (("add_rmap", "mod_state", "mod_node"), 2.53),
    ]


def test_without_children_the_tree_is_turned_round() -> None:
    text = """
# Overhead  Command  Shared Object      Symbol
     7.12%  ls       [kernel.kallsyms]  [k] lookup_it
            |
            ---lookup_it
               lookup_fast
               |
               |--6.25%--walk_it
               |          entry
               |
                --0.87%--open_it
"""
    block = read(text, FormName.PERF_REPORT)
    assert [(chain.functions, chain.share) for chain in block.chains] == [
        (("entry", "walk_it", "lookup_fast", "lookup_it"), 6.25),
        (("open_it", "lookup_fast", "lookup_it"), 0.87),
    ]
    assert [row.symbol for row in block.rows] == ["lookup_it"]


def test_counts_of_samples_become_shares_of_their_root() -> None:
    text = """
        2000--read_dir
                 |
                 |--1500--fill_it
                 |
                  --400--hash_it
"""
    block = read(text, FormName.PERF_CALLGRAPH)
    assert [(chain.functions[-1], chain.share) for chain in block.chains] == [
        ("fill_it", 75.0),
        ("hash_it", 20.0),
    ]


def test_branches_of_more_than_their_stem_are_told() -> None:
    text = "  10.00%--one\n          |--9.00%--two\n          |\n           --4.00%--three"
    assert read(text, FormName.PERF_CALLGRAPH).remarks == (
        "the branches of one sum to 13.00, it has 10 itself",
    )


def test_folds_of_a_terminal_are_a_tree() -> None:
    text = "- 94.97% ksys_it\n   - 94.80% vfs_it\n      - 90.00% proc_it\n      + 4.00% other"
    block = read(text, FormName.PERF_REPORT)
    assert [chain.functions for chain in block.chains] == [
        ("ksys_it", "vfs_it", "proc_it"),
        ("ksys_it", "vfs_it", "other"),
    ]
    assert block.remarks == ()


def test_chains_by_hand_name_what_they_take() -> None:
    assert chain_of("a-->...-->b->c-->down_write(&m->sem)") == (
        ("a", "b", "c", "down_write"),
        True,
        "&m->sem",
    )
    assert chain_of("leaf <- middle <- root") == (("root", "middle", "leaf"), False, "")
    assert chain_of("a->b") == (("a", "b"), False, "")
    assert chain_of("alone") is None


def test_the_sum_of_chains_is_held_against_the_flat_profile() -> None:
    above = FLAT.strip("\n") + "\n\nAll of queue_lock here comes from spinning; it breaks down so:"
    block = read(CHAINS, FormName.CALLCHAINS, above=above, kind=BlockKind.CALLCHAIN)
    assert [chain.share for chain in block.chains] == [30.25, 40.5, 11.5]
    assert {chain.argument for chain in block.chains} == {"&tree->sem"}
    assert [chain.is_elided for chain in block.chains] == [True, True, False]
    assert block.remarks == (
        "the three chains sum to 82.25 %, queue_lock has 80.50 % in the flat profile",
    )


def test_a_sum_without_a_profile_stands_alone() -> None:
    block = read(CHAINS, FormName.CALLCHAINS)
    assert block.remarks == ("the three chains sum to 82.25 %",)


def test_folded_stacks_have_their_share_of_all() -> None:
    block = read("a;b;c 30\na;b 50\na;d;e 20", FormName.FOLDED_STACKS)
    assert [(chain.functions, chain.share) for chain in block.chains] == [
        (("a", "b", "c"), 30.0),
        (("a", "b"), 50.0),
        (("a", "d", "e"), 20.0),
    ]


def test_cache_lines_have_the_share_of_remote_hits() -> None:
    text = "   46.89%   44.65%    0.00%    0.00%    0x0     1       1  0xffffffff86d5fb96       460       258       271     1069        32  [k] fault_it          [kernel.vmlinux]  memory.c:12"
    (row,) = read(text, FormName.PERF_C2C).rows
    assert (row.symbol, row.share, row.object) == ("fault_it", 46.89, "[kernel.vmlinux]")
