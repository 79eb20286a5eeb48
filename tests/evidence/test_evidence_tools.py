"""Tools: what counts as part of evidence, and what is only mentioned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.evidence.blocks import find_blocks
from lkmltrack.evidence.text import read_mail_lines
from lkmltrack.evidence.tools import find_tools
from lkmltrack.evidence.vocabulary.tool_names import (
    NAMES,
    Need,
    is_benchmark_by_name,
    squeezed,
)


def tools(body: str) -> tuple[str, ...]:
    lines = read_mail_lines(body)
    return find_tools(lines, find_blocks(lines))


def test_names_are_returned_as_the_text_spells_them_and_once() -> None:
    body = (
        "Hackbench improves by 8%.\nThe hackbench gain comes with fs-mark throughput of 3 MB/s.\n"
    )
    assert tools(body) == ("Hackbench", "fs-mark")


def test_a_name_of_several_words_may_be_wrapped() -> None:
    body = "The improvement of 4% was seen with the Phoronix Test\nSuite and confirmed by perf\nstat.\n"
    assert tools(body) == ("Phoronix Test Suite", "perf stat")


def test_a_text_without_numbers_has_no_tools() -> None:
    assert tools("This hooks the fio engine and hackbench into the test directory.\n") == ()


def test_a_text_without_numbers_has_the_tools_its_commands_run() -> None:
    assert tools("To reproduce the hang:\n\n  $ numactl -N 0 stress-ng --vm 4 -t 60\n") == (
        "stress-ng",
        "numactl",
    )


def test_a_service_needs_words_of_measuring() -> None:
    assert "mysql" not in tools("Overhead is down by 2%. Engines (mysql, others) use this flag.\n")
    assert "mysql" in tools("Running mysql with 64 clients gives 12% better throughput.\n")


def test_an_ordinary_word_needs_to_be_called_a_test() -> None:
    assert tools("Bandwidth grows by 5% when we dd the header into place.\n") == ()
    assert tools("Bandwidth of parallel dd(1) readers grows by 5%.\n") == ("dd",)


@pytest.mark.parametrize(
    "text",
    [
        "Throughput is up 4%, see tools/perf/hackbench.c for the change.",
        "Latency is down 4% since https://example.org/hackbench/results was posted.",
        "Usage drops by 3%:\nCPU: 4 PID: 949 Comm: hackbench Not tainted",
        "Overhead is 2% lower; fixed by <hackbench@example.org>.",
    ],
)
def test_paths_links_and_process_names_are_no_tools(text: str) -> None:
    assert tools(text + "\n") == ()


def test_what_a_robot_watches_is_no_tool_and_what_it_runs_is_one() -> None:
    body = (
        "We saw a 9% regression.\n\n"
        "     100 ±  2%     -9.0%      91        sysbench.ops_per_sec\n"
        "      50          +10.0%      55        vmstat.system.cs\n"
        "      20          +10.0%      22        perf-stat.i.cycles\n"
    )
    assert tools(body) == ("sysbench",)


def test_a_case_in_a_name_says_its_benchmark() -> None:
    assert tools("stress-ng-mmap is 6% faster, fio-3.39 sees no improvement.\n") == (
        "stress-ng",
        "fio",
    )


def test_two_names_joined_by_a_slash_are_two_tools() -> None:
    assert tools("A memtier/memcached run improves throughput by 20%.\n") == (
        "memtier",
        "memcached",
    )


def test_the_ring_benchmark_of_fio_is_told_by_its_path() -> None:
    assert tools("t/io_uring from the fio tree is 12% faster.\n") == ("t/io_uring", "fio")


def test_a_name_that_says_benchmark_is_one() -> None:
    assert tools("list_walk_bench shows a 12% improvement.\n") == ("list_walk_bench",)
    assert is_benchmark_by_name("list_walk_bench")
    assert not is_benchmark_by_name("benchmark")


def test_quoted_tools_belong_to_whom_they_are_quoted_from() -> None:
    assert tools("> hackbench is 8% faster\n\nNice improvement of 8%.\n") == ()


def test_parts_of_a_named_suite_say_nothing_more() -> None:
    body = "UnixBench improves by 4%, as Dhrystone 2 does.\n"
    assert tools(body) == ("UnixBench",)


def test_a_log_names_its_tool_when_the_text_does_not() -> None:
    body = (
        "With the patch:\n\n"
        "  write: IOPS=202k, BW=787MiB/s (826MB/s)(46.1GiB/60012msec); 0 zone resets\n"
        "    clat (usec): min=10, max=200, avg=50.00, stdev=4.00\n"
        "  WRITE: bw=787MiB/s (826MB/s), 787MiB/s-787MiB/s, io=46.1GiB (49.5GB), run=60012-60012msec\n"
    )
    assert [squeezed(name) for name in tools(body)] == ["fio"]


def test_every_name_needs_one_thing() -> None:
    assert {Need.NAME, Need.TALK, Need.RUN} == set(NAMES.values())
    assert NAMES["hackbench"] is Need.NAME
    assert NAMES["dd"] is Need.RUN


words = st.sampled_from(
    ["hackbench", "perf", "top", "dd(1)", "t/io_uring", "stress-ng-vm", "5%", "faster", "\n", "> ",
     "Comm:", "fio.sh", "kernel", "build", "a/b/c", "Phoronix", "Test", "Suite", "\u00a0", "\n\n"]
)  # fmt: skip


@given(st.lists(words, max_size=40).map(" ".join) | st.text(max_size=300))
def test_any_text_is_read(body: str) -> None:
    found = tools(body)
    assert len(found) == len({squeezed(name) for name in found})
