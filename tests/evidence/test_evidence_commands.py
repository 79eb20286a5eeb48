"""Commands: where they begin and end, what they run, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.evidence.commands import find_commands
from lkmltrack.evidence.text import read_mail_lines
from lkmltrack.evidence.vocabulary.parallelism import parallelism_of
from lkmltrack.evidence.vocabulary.shell import continues, without_prompt, without_remark
from lkmltrack.model.evidence import Command


def commands(body: str) -> list[Command]:
    return list(find_commands(read_mail_lines(body), ()))


def texts(body: str) -> list[str]:
    return [command.text for command in commands(body)]


@pytest.mark.parametrize(
    "line",
    [
        "$ {}",
        "# {}",
        "root@box:~# {}",
        "[user@host dir]$ {}",
        "bash-5.2$ {}",
        "  {}",
        "Command: {}",
        "1) {}",
        "(on the client) {}",
    ],
)
def test_prompts_and_labels_are_left_out(line: str) -> None:
    assert texts(line.format("hackbench -g 8 -l 5000") + "\n") == ["hackbench -g 8 -l 5000"]


def test_a_backslash_joins_lines_as_they_were_written() -> None:
    body = "$ fio --name=a --rw=read \\\n      --bs=4k --numjobs=16\nDone.\n"
    (found,) = commands(body)
    assert found.text == "fio --name=a --rw=read \\\n      --bs=4k --numjobs=16"
    assert (found.line, found.line_end, found.program, found.parallelism) == (1, 2, "fio", 16)


def test_options_on_lines_of_their_own_belong_to_the_command_above() -> None:
    body = "./db_bench --benchmarks=readrandom\n--threads=8\n--duration=60\n\nIt is faster.\n"
    (found,) = commands(body)
    assert found.text == "./db_bench --benchmarks=readrandom\n--threads=8\n--duration=60"
    assert found.parallelism == 8


def test_a_value_that_a_mailer_wrapped_is_joined() -> None:
    body = (
        "   echo_bench --address '192.0.2.7:7777' --size 4096 --number 10 --duration\n"
        "60 --length 128\n"
    )
    assert texts(body)[0].endswith("--duration\n60 --length 128")


def test_a_loop_is_read_to_its_end() -> None:
    body = "# for i in $(seq 10); do ./netperf -H ::1 -l 60 -t TCP_STREAM --\n-m 10K; done\nBase:\n"
    (found,) = commands(body)
    assert found.text.endswith("--\n-m 10K; done")
    assert found.program == "netperf"


def test_a_quoted_program_is_read_to_the_closing_quote() -> None:
    body = "with bpftrace:\n $ bpftrace -e 'kprobe:foo { @[cpu]=count(); }\n   END { clear(@); }'\n"
    assert texts(body) == ["bpftrace -e 'kprobe:foo { @[cpu]=count(); }\n   END { clear(@); }'"]


@pytest.mark.parametrize(
    ("sentence", "command"),
    [
        ("We used the command: ./Run -c 220 execl\nThen it shows", "./Run -c 220 execl"),
        ("It is the same here (tested with ./Run -c 250 execl).", "./Run -c 250 execl"),
        ('When we run it with "./Run -c 96 execl", it is slow.', "./Run -c 96 execl"),
        ("The profile from `perf top -U -F 999` is below.", "perf top -U -F 999"),
        ("I prepared it with pgbench -i -s 2000 (about 31GB, all in memory).", "pgbench -i -s 2000"),
        ("2) run 'fio(t/io_uring -p 0 -n 4 /dev/nullb0)', and watch", "fio(t/io_uring -p 0 -n 4 /dev/nullb0)"),
        (" Performance counter stats for 'make -j96 vmlinux' (3 runs):", "make -j96 vmlinux"),
    ],
)  # fmt: skip
def test_commands_in_sentences_end_where_the_sentence_goes_on(sentence: str, command: str) -> None:
    assert texts(sentence + "\n") == [command]


def test_a_programs_placement_belongs_to_its_command_and_the_table_below_does_not() -> None:
    body = "numactl --cpunodebind=1 --membind=1 ./stream_c --ntimes 100 --malloc\nFunction   Rate\n"
    assert texts(body) == ["numactl --cpunodebind=1 --membind=1 ./stream_c --ntimes 100 --malloc"]


def test_columns_and_percentages_behind_a_command_are_left_out() -> None:
    assert texts("schbench -m 2 -t 8         w/patch   base\n") == ["schbench -m 2 -t 8"]
    assert texts("sysbench threads=32 lock=8 (+13.8%):\n") == ["sysbench threads=32 lock=8"]


@pytest.mark.parametrize(
    "line",
    [
        "$ git log --oneline v6.1..v6.2",
        "# mkfs.xfs -f /dev/vdb",
        "# mount -o noatime /dev/vdb /mnt/test",
        "$ sudo mount -o swalloc /dev/md10 /mnt/tmp",
        "$ ./configure --prefix=/usr",
        "# echo 1 > /sys/kernel/mm/ksm/run",
        "# AIM9",
        "# 36 instances of netperf with these parameters",
        "hackbench shows that the patch is better",
        "Please send the output of 'iostat -dxm 1' as well.",
        "`perf stat -a -e ...` during those runs",
        "fio bw=2623MiB/s (2750MB/s)",
        "comm=dbench pid=25633 prio=120",
        "./drivers/net/foo.c:123: warning: unused",
        "/home/someone/linux/mm",
        "for (i = 0; i < n; i++)",
        "  perf report",
    ],
)
def test_what_runs_no_workload_is_no_command(line: str) -> None:
    assert texts(line + "\n") == []


def test_quoted_commands_are_marked() -> None:
    (found,) = commands("> $ hackbench -g 8\n")
    assert (found.text, found.is_quoted) == ("hackbench -g 8", True)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("./Run -c 220 execl", 220),
        ("hackbench -g 10 -f 25 -l 100", 500),
        ("hackbench process 10 1000 -s 100", 400),
        ("schbench -m 2 -t 8", 16),
        ("fio --bs=4k --numjobs=16 --iodepth=64", 16),
        ("make -j96 vmlinux", 96),
        ("perf record -a -g hackbench -P -g 10 -f 30", 600),
        ("stress-ng --timeout 60 --ramfs 9 --vm 4", 9),
        ("memtier_benchmark -t 8 -c 20", 160),
        ("dbench 200", 200),
        ("pgbench -c 64 -j 16 -T 60", 64),
        ("./context_switch1_threads -t 768", 768),
        ("fio --iodepth=$depth --bs=4k", None),
        ("iperf3 -c example.org -t 60", None),
    ],
)
def test_parallelism_is_read_by_each_programs_options(line: str, number: int | None) -> None:
    assert parallelism_of(line.split()) == number


def test_prompts_are_told_from_bullets() -> None:
    assert without_prompt("root@box:/# fio a") == ("fio a", True)
    assert without_prompt("- fio a") == ("fio a", False)


def test_a_remark_behind_an_arrow_is_left_out() -> None:
    assert without_remark("./t /mnt/a ----> the good case") == "./t /mnt/a"


def test_a_table_row_does_not_go_on_with_a_command() -> None:
    assert not continues("hackbench -s 512", "-g 10              0.212   0.223")


pieces = st.sampled_from(
    ["$ ", "# ", "fio", "--bs=4k", "-c", "8", "\\\n", "'", '"', "`", "for i in 1; do", "done", "\n",
     "$((", "))", "perf", "record", "./x", "./Run", "(", ")", "> ", "| tee", "root@a:~# ", "..."]
)  # fmt: skip


@given(st.lists(pieces, max_size=40).map(" ".join) | st.text(max_size=300))
def test_any_text_is_read_to_its_end(body: str) -> None:
    lines = read_mail_lines(body)
    for command in find_commands(lines, ()):
        assert command.text.strip()
        assert 1 <= command.line <= command.line_end <= len(lines)
