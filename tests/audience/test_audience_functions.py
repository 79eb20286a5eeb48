"""Functions in profiles, stacks, chains and prose."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.audience.functions import find_chains, find_functions

PROFILE = """
# Overhead  Command  Shared Object      Symbol
+   61.20%  shop     [kernel.kallsyms]  [k] queue_wait_turn
    20.10%  shop     libshop.so.6       [.] shop_sell
     9.00%  shop     [kernel.kallsyms]  [k] 0xffffffff81000000
     8.10%  shop     [kernel.kallsyms]  [k]
basket_find_slot.isra.0
     1.50%  [nvme]   [k] nvme_poll_basket
"""

TREE = """
    80.71%     0.00%  shop     [kernel.kallsyms]     [k] entry_SYSCALL_64_after_hwframe
            |
            ---entry_SYSCALL_64_after_hwframe
               do_syscall_64
               |
               |--25.88%--basket_read
               |          |
               |           --2.54%--basket_name.part.0
               |
                --1.00%--[unknown]

The end of it.
"""

USERLAND_TREE = """
    30.00%  shop  libc.so.6  [.] getitem
            |
            ---main
               sell_all
               getitem
               entry_SYSCALL_64_after_hwframe
               basket_read
"""

OOPS = """
[   12.345678] BUG: KASAN: slab-use-after-free in basket_put+0x1a/0x40 [shop]
[   12.345679] RIP: 0010:basket_put+0x1a/0x40 [shop]
[   12.345680] RSP: 0018:ffffb5f8c0d3fd60 EFLAGS: 00010246
[   12.345681] Call Trace:
[   12.345682]  <TASK>
[   12.345683]  ? show_regs+0x6d/0x80
[   12.345684]  [<ffffffff811a2b3c>] basket_drop+0x5/0x10
[   12.345685]  queue_flush.constprop.0+0x99/0x100
"""


@pytest.mark.parametrize(
    ("text", "functions"),
    [
        ("queue_spin <- queue_wait <- basket_add", "queue_spin queue_wait basket_add"),
        (
            "basket_add -> queue_wait() -> queue_spin(&queue->tail)",
            "basket_add queue_wait queue_spin",
        ),
        (
            "6.1%  basket_add-->...-->sell-->queue_wait->queue_spin",
            "basket_add sell queue_wait queue_spin",
        ),
        ("> > queue_spin <-\n> >   queue_wait <- basket_add", "queue_spin queue_wait basket_add"),
        (
            "queue_wait()\n  -> queue_spin()\n     `-> cpu_relax()",
            "queue_wait queue_spin cpu_relax",
        ),
        ("vmalloc <- kvmalloc <- alloc", "vmalloc kvmalloc alloc"),
        ("queue_spin <-- this one is hot", ""),
        ("&queue->lock --> &basket->lock --> fs_reclaim", ""),
        ("the member basket->queue->next_free of it", ""),
        ("   4096 -> 8191      : 514      |****     |", ""),
        (
            "shop;main;read;entry_SYSCALL_64_after_hwframe;vfs_read 12",
            "entry_SYSCALL_64_after_hwframe vfs_read",
        ),
        ("shop;sell_[u];vfs_read_[k];queue_spin_[k] 12", "vfs_read queue_spin"),
        ("for (i = 0; i < 10; i++) 12", ""),
        ("    queue_spin\n    queue_wait\n    sell", "queue_spin queue_wait sell"),
        ("    queue\n    basket\n    sell_it", ""),
        (
            "queue_spin  3.89%\nsell        3.88%****\nqueue_wait[shop]  0.1%",
            "queue_spin sell queue_wait",
        ),
        ("@[\n    queue_spin+5\n    sell+120\n]: 1024", "queue_spin sell"),
        (" => queue_spin\n => sell", "queue_spin sell"),
        ("x = queue_base+0x10;", ""),
        ("#3 [ffff8881] queue_spin at ffffffff81000000", "queue_spin"),
        (" 0xffffffff903f60a3  queue_spin+0x1f3", "queue_spin"),
        ("7f12  sell+0x10 (/usr/lib/libshop.so.6)", ""),
        ("1 2 +3 perf-profile.calltrace.cycles-pp.queue_spin.sell.isra.0", "queue_spin sell"),
        (
            "It is `queue_spin`, not `quick`; sell() too, if() or a->b_c() or WARN_ON()",
            "queue_spin sell",
        ),
        ("shop-3309  [001] ...1.  3422.55: queue_add <-queue_try_add", "queue_add queue_try_add"),
        ("-------------cut here-------------", ""),
        ("  2.50%  shop  [k] queue_spin\n  2.50%  shop  [k] queue_spin", "queue_spin"),
    ],
)
def test_finds_the_functions_of(text: str, functions: str) -> None:
    assert find_functions(text) == functions.split()


def test_rows_of_the_kernel_count_and_those_of_programs_do_not() -> None:
    assert find_functions(PROFILE) == ["queue_wait_turn", "basket_find_slot", "nvme_poll_basket"]
    assert [chain.share for chain in find_chains(PROFILE)] == [61.2, 8.1, 1.5]


def test_a_call_graph_is_read_with_its_branches() -> None:
    entry = "entry_SYSCALL_64_after_hwframe"
    assert find_functions(TREE) == [entry, "do_syscall_64", "basket_read", "basket_name"]
    assert find_chains(TREE)[-1].from_leaf[0] == "basket_name"


def test_a_call_graph_counts_from_where_the_kernel_is_entered() -> None:
    assert find_functions(USERLAND_TREE) == ["entry_SYSCALL_64_after_hwframe", "basket_read"]


def test_unreliable_frames_of_an_oops_do_not_count() -> None:
    assert find_functions(OOPS) == ["basket_put", "basket_drop", "queue_flush"]
    assert find_chains(OOPS)[-1].from_leaf == ("basket_drop", "queue_flush")


def test_code_in_a_patch_is_no_evidence() -> None:
    patch = "queue_spin() is hot.\n\ndiff --git a/q.c b/q.c\n--- a/q.c\n+++ b/q.c\n@@ -1 +1 @@\n"
    assert find_functions(patch + "+\tsell_it();\n-- \n2.43\n\nAlso queue_wait().") == [
        "queue_spin",
        "queue_wait",
    ]


@pytest.mark.parametrize("mark", ["> ", ">", "> > > "])
def test_quoted_evidence_is_evidence(mark: str) -> None:
    for text in (PROFILE, TREE, OOPS):
        quoted = "".join(f"{mark}{line}\n" for line in text.splitlines())
        assert find_functions(quoted) == find_functions(text)


PIECES = st.sampled_from(
    ["a_b", "->", "<-", "-->", "(", ")", " ", "\n", ">", "|", "--", "1.5%", "[k]", "+0x1/0x2"]
    + ["---", "c_d()", "`", ";", "...", "&", "diff --git a b", "\t", "#1 ", "=> "]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_any_text_gives_symbols_each_once(text: str) -> None:
    found = find_functions(text)
    assert len(found) == len(set(found))
    assert all(name.isidentifier() and name.isascii() for name in found)
    assert all(name in text for name in found)


@pytest.mark.parametrize(
    "piece", ["(", "a_b->", "a_b <- ", "a_b+0x1/", "`a_b", ";a_b", "|--1.1%", "> ", "a_b\n", "[k]"]
)
def test_long_texts_take_as_long_as_they_are(piece: str) -> None:
    started = time.process_time()
    find_functions(piece * 200_000)
    find_functions((piece * 20 + "\n") * 10_000)
    assert time.process_time() - started < 8
