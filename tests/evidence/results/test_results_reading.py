"""What cannot be read is refused with the reason; what can be is told by its content."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.errors import BadInputError
from lkmltrack.evidence.results import LARGEST, read_results
from lkmltrack.model.evidence import Document

SMALL = json.dumps({"results": [{"command": "true", "mean": 0.5, "times": [0.4, 0.6]}]})


def refused(data: bytes, name: str = "file") -> str:
    with pytest.raises(BadInputError) as caught:
        read_results(name, data)
    return f"{caught.value.what} | {caught.value.hint}"


def test_the_document_carries_the_files_name_and_its_blocks_have_ids() -> None:
    document = read_results("mine.json", SMALL.encode())
    assert document.source == "mine.json"
    assert document.message_id == ""
    assert [block.id for block in document.own_blocks]


def test_one_result_in_another_layout_has_the_same_id() -> None:
    spread_out = json.dumps(json.loads(SMALL), indent=4)
    ids = [
        read_results("a", text.encode()).blocks[0].id for text in (SMALL, spread_out, f"\n{SMALL}")
    ]
    assert len(set(ids)) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_windows_are_read(encoding: str) -> None:
    text = SMALL.replace("true", "naïve").replace(", ", ",\r\n")
    assert read_results("a", text.encode(encoding)).commands[0].text.endswith("ve")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "file is empty"),
        (b" \n\t\n", "file is empty"),
        (b"PERFILE2\0\0\0", "perf report"),
        (b"\x1f\x8b\x08\0\0", "unpack it first"),
        (b"a\0b\0c", "file is no text"),
        (b'{"results": [', "breaks off at line 1, column 14"),
        (b'{"results": []}', "JSON of no tool that is known"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "number that is too long"),
        (b'{"results": [{"command": "x", "mean": "x"}]}', "no command has a time"),
        (b"dear diary, nothing was measured today\n", "no results that are known"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, said: str) -> None:
    assert said in refused(data)


def test_json_that_is_nested_too_deeply_is_refused() -> None:
    assert "nested too deeply" in refused(b'{"a":' + b"[" * 200_000)


def test_a_file_that_is_too_large_is_refused() -> None:
    assert "larger than 16 MiB" in refused(b"x" * (LARGEST + 1))


def test_a_plain_log_is_read_as_mail_is() -> None:
    log = "\n Performance counter stats for './work' (5 runs):\n\n"
    log += "          4,000,000      cycles                 ( +-  0.50% )\n"
    log += "          6,000,000      instructions           ( +-  0.10% )\n\n"
    log += "            2.5000 +- 0.0100 seconds time elapsed  ( +-  0.40% )\n"
    document = read_results("perf.log", log.encode())
    assert document.source == "perf.log"
    values = [one.value for block in document.blocks for one in block.measurements]
    assert 4_000_000.0 in values


def test_what_a_progress_bar_wrote_over_is_gone() -> None:
    log = "SET: rps=1.0\r   \rSET: 22000.25 requests per second, p50=0.887 msec\n"
    log += "GET: rps=1.0\r   \rGET: 33000.75 requests per second, p50=0.671 msec\n"
    document = read_results("redis.log", log.encode())
    values = {one.value for block in document.blocks for one in block.measurements}
    assert {22000.25, 33000.75} <= values


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    attempt(data)


simple = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8)
keys = st.sampled_from(
    (
        *("jobs", "fio version", "jobname", "read", "clat_ns", "mean", "max", "percentile"),
        *("results", "command", "times", "start", "end", "sum_sent", "bits_per_second"),
        *("thread", "file_version", "0", "linux-perf-json-version", "samples", "callchain"),
        *("symbol", "headers", "cmdline", "io_bytes", "job options", "histogram", "1"),
    )
)
trees = st.recursive(
    simple, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5)
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(keys, trees, max_size=6))
def test_json_of_any_shape_is_read_or_refused(tree: dict[str, object]) -> None:
    attempt(json.dumps(tree).encode())


heads = st.sampled_from(
    (
        "1.0,msec,task-clock,10,100.00,,",
        '{"counter-value" : "1", "event" : "a"}',
        "tasks,processes,threads",
        '"test","rps"',
        "metrics:\n  - stressor: x\n",
        "Benchmark Run: 2 parallel copies",
        "a 1 [000] 1.000: 5 cycles:\n\tffff x ([k])",
    )
)


@settings(max_examples=150, deadline=None)
@given(
    heads, st.lists(st.text(st.sampled_from('0123.,:"{}()[]- \tabfx%'), max_size=60), max_size=8)
)
def test_any_lines_below_a_known_head_are_read_or_refused(head: str, lines: list[str]) -> None:
    attempt("\n".join([head, *lines]).encode())


def attempt(data: bytes) -> Document | None:
    """Read a file; only a refusal may come instead of a document, and one has blocks."""
    try:
        document = read_results("any", data)
    except BadInputError:
        return None
    assert document.blocks
    return document


def test_real_output_of_tools_is_read(corpus: Path) -> None:
    own = corpus / "evidence-samples" / "own"
    for name in (
        *("fio.json", "hf.json", "perf-stat-csv.txt", "perf-stat-json.txt", "stress.yaml"),
        *("redis-benchmark-csv.txt", "perf-script.txt", "fio-normal.txt", "perf-stat-r3.txt"),
    ):
        assert read_results(name, (own / name).read_bytes()).blocks, name
