"""Results that tools write as JSON: what is measured, with which units and directions."""

import json
from typing import Any

import pytest

from lkmltrack.errors import BadInputError
from lkmltrack.evidence.results import read_results
from lkmltrack.model.evidence import BlockKind, Chain, Document
from lkmltrack.model.measurement import Better, BetterSource, Measurement, SpreadKind


def read(value: Any, name: str = "results.json") -> Document:
    return read_results(name, json.dumps(value, indent=2).encode())


def values(document: Document, *metrics: str) -> dict[str, float]:
    """The figures of a document by metric and statistic, of the metrics asked for."""
    return {
        " ".join(filter(None, (one.workload, one.metric, one.statistic))): one.value
        for one in measurements(document)
        if not metrics or one.metric in metrics
    }


def measurements(document: Document) -> tuple[Measurement, ...]:
    (block,) = document.blocks
    return block.measurements


def fio(**changes: Any) -> dict[str, Any]:
    latency = {
        "min": 900,
        "max": 80_000,
        "mean": 2_500.5,
        "stddev": 900.0,
        "percentile": {"50.000000": 2_000, "99.900000": 40_000},
    }
    nothing = {"io_bytes": 0, "total_ios": 0, "bw_bytes": 0, "iops": 0.0}
    job = {
        "jobname": "seq",
        "error": 0,
        "job options": {"rw": "read", "bs": "8k", "filename": "/tmp/secret", "iodepth": "4"},
        "read": {
            "io_bytes": 123_456,
            "bw_bytes": 5_000_000,
            "iops": 610.5,
            "clat_ns": latency,
            "slat_ns": {"min": 0, "max": 0, "mean": 0.0},
        },
        "write": nothing,
        **changes,
    }
    return {"fio version": "fio-3.99", "global options": {"ioengine": "psync"}, "jobs": [job]}


def test_fio_gives_bandwidth_iops_and_latencies_in_standard_units() -> None:
    document = read(fio())
    assert document.tools == ("fio",)
    assert values(document) == {
        "fio seq read bandwidth": 5_000_000.0,
        "fio seq read IOPS": 610.5,
        "fio seq read clat mean": pytest.approx(2.5005e-6),
        "fio seq read clat min": pytest.approx(9e-7),
        "fio seq read clat max": pytest.approx(8e-5),
        "fio seq read clat p50": pytest.approx(2e-6),
        "fio seq read clat p99.9": pytest.approx(4e-5),
    }
    first, _, latency = measurements(document)[:3]
    assert (first.unit, first.better, first.better_because) == (
        "B/s",
        Better.HIGHER,
        BetterSource.TOOL,
    )
    assert (latency.unit, latency.better) == ("s", Better.LOWER)


def test_fio_names_what_makes_another_workload_and_no_file() -> None:
    (first, *_) = measurements(read(fio()))
    assert first.workload == "fio seq read"
    assert first.parameters == (
        ("rw", "read"),
        ("bs", "8k"),
        ("iodepth", "4"),
        ("ioengine", "psync"),
    )


def test_the_deviation_among_fios_requests_is_no_noise_of_runs() -> None:
    assert all(one.spread is None for one in measurements(read(fio())))


def test_an_older_fio_gives_kibibytes_and_microseconds() -> None:
    old = {"io_bytes": 4, "bw": 10, "iops": 1, "clat": {"min": 1, "max": 9, "mean": 5.0}}
    assert values(read(fio(read=old)), "bandwidth", "clat") == {
        "fio seq read bandwidth": 10_240.0,
        "fio seq read clat mean": pytest.approx(5e-6),
        "fio seq read clat min": pytest.approx(1e-6),
        "fio seq read clat max": pytest.approx(9e-6),
    }


def test_jobs_of_one_name_are_kept_apart() -> None:
    twice = fio()
    twice["jobs"] *= 2
    iops = [one for one in measurements(read(twice)) if one.metric == "IOPS"]
    assert [one.parameters[-1] for one in iops] == [("job", "1"), ("job", "2")]


def test_a_job_of_fio_that_failed_is_told() -> None:
    (block,) = read(fio(error=5)).blocks
    assert block.remarks == ("fio says that job seq failed: error 5",)


def test_a_fio_that_did_nothing_is_refused() -> None:
    with pytest.raises(BadInputError, match="no job did any"):
        read(fio(read={"io_bytes": 0}))


def test_notes_of_fio_in_front_of_its_json_do_no_harm() -> None:
    data = b"fio: the engine was not found\n" + json.dumps(fio(), indent=1).encode()
    assert read_results("out.txt", data).tools == ("fio",)


def hyperfine(**changes: Any) -> dict[str, Any]:
    result = {
        "command": "make -j 8",
        "mean": 20.0,
        "stddev": 0.5,
        "median": 20.1,
        "user": 70.0,
        "system": 9.0,
        "min": 19.4,
        "max": 20.6,
        "times": [19.4, 20.1, 20.5],
        "exit_codes": [0, 0, 0],
        "parameters": {"jobs": "8"},
        **changes,
    }
    return {"results": [result]}


def test_hyperfine_gives_the_mean_its_deviation_and_every_run() -> None:
    document = read(hyperfine())
    mean, *others = measurements(document)
    assert (mean.metric, mean.value, mean.unit, mean.runs) == ("time", 20.0, "s", 3)
    assert mean.spread is not None
    assert (mean.spread.kind, mean.spread.value) == (SpreadKind.DEVIATION, 0.5)
    assert (mean.workload, mean.variant) == ("hyperfine", "make -j 8")
    assert mean.parameters == (("jobs", "8"),)
    samples = [one.value for one in others if one.statistic == "sample"]
    assert samples == [19.4, 20.1, 20.5]
    assert [(one.text, one.program) for one in document.commands] == [("make -j 8", "make")]


def test_runs_of_hyperfine_that_failed_are_told() -> None:
    (block,) = read(hyperfine(exit_codes=[0, 1, 1])).blocks
    assert block.remarks == ("2 of 3 runs of make -j 8 failed",)


def test_one_run_of_hyperfine_has_no_deviation() -> None:
    mean, *others = measurements(read(hyperfine(stddev=None, times=[20.0])))
    assert (mean.spread, mean.runs) == (None, 1)
    assert all(one.statistic != "sample" for one in others)


def iperf(**changes: Any) -> dict[str, Any]:
    return {
        "start": {
            "system_info": "Linux box 6.99.1-test #1 SMP x86_64",
            "test_start": {"protocol": "TCP", "num_streams": 2, "blksize": 131072},
        },
        "intervals": [{"sum": {"bits_per_second": 1.0}}],
        "end": {
            "sum_sent": {"bits_per_second": 4e9, "retransmits": 7},
            "sum_received": {"bits_per_second": 3.9e9},
            "cpu_utilization_percent": {"host_total": 12.5},
        },
        **changes,
    }


def test_iperf_gives_the_totals_of_the_run() -> None:
    document = read(iperf())
    assert values(document) == {
        "iperf sender bandwidth": 4e9,
        "iperf sender retransmissions": 7.0,
        "iperf receiver bandwidth": 3.9e9,
        "iperf cpu of the host": 12.5,
    }
    first = measurements(document)[0]
    assert (first.unit, first.better) == ("bit/s", Better.HIGHER)
    assert first.parameters[:2] == (("protocol", "TCP"), ("streams", "2"))
    assert [fact.text for fact in document.environment] == ["Linux 6.99.1-test"]


def test_an_iperf_over_udp_gives_jitter_and_loss() -> None:
    end = {"sum": {"bits_per_second": 1e6, "jitter_ms": 0.25, "lost_percent": 1.5}}
    assert values(read(iperf(end=end))) == {
        "iperf bandwidth": 1e6,
        "iperf jitter": 0.00025,
        "iperf lost": 1.5,
    }


def test_an_iperf_that_failed_says_why() -> None:
    with pytest.raises(BadInputError, match="unable to connect"):
        read(iperf(error="unable to connect to server", end={}))


def test_cyclictest_gives_the_latencies_of_every_thread() -> None:
    thread = {"min": 3, "avg": 4.5, "max": 120, "histogram": {"3": 10, "4": 90}}
    document = read(
        {
            "file_version": 1,
            "cmdline:": "/usr/bin/cyclictest -t 1",
            "sysinfo": {"sysname": "Linux", "release": "6.99.1"},
            "num_threads": 1,
            "resolution_in_ns": 0,
            "thread": {"0": thread},
        }
    )
    latencies, histogram = document.blocks
    assert {one.statistic: one.value for one in latencies.measurements} == pytest.approx(
        {"min": 3e-6, "mean": 4.5e-6, "max": 1.2e-4}
    )
    assert histogram.kind is BlockKind.HISTOGRAM
    assert {one.count: one.low for one in histogram.buckets} == pytest.approx(
        {10.0: 3e-6, 90.0: 4e-6}
    )
    assert [one.text for one in document.commands] == ["/usr/bin/cyclictest -t 1"]


def test_converted_data_of_perf_become_a_profile() -> None:
    def sample(*symbols: str) -> dict[str, Any]:
        chain = [{"symbol": one, "dso": "[kernel.kallsyms]"} for one in symbols]
        return {"comm": "work", "callchain": [*chain, {"ip": "0x0"}]}

    document = read(
        {
            "linux-perf-json-version": 1,
            "headers": {
                "os-release": "6.99.1",
                "cpu-desc": "Example 9000",
                "nrcpus-online": 8,
                "cmdline": ["perf", "record", "-g"],
            },
            "samples": [*[sample("spin", "lock", "call")] * 3, sample("walk", "call")],
        }
    )
    (block,) = document.blocks
    assert [(one.symbol, one.share, one.mode) for one in block.rows] == [
        ("spin", 75.0, "k"),
        ("walk", 25.0, "k"),
    ]
    assert block.chains[0] == Chain(("call", "lock", "spin"), 75.0, 1)
    assert [one.text for one in document.commands] == ["perf record -g"]
    assert {fact.text for fact in document.environment} == {
        *("Example 9000", "8 CPUs", "Linux 6.99.1"),
    }


def test_figures_that_are_no_numbers_are_left_out() -> None:
    wrong = {"io_bytes": 1, "bw_bytes": True, "iops": "many", "clat_ns": [1], "lat_ns": None}
    right = {"io_bytes": 1, "bw_bytes": 8}
    assert values(read(fio(read=wrong, write=right))) == {"fio seq write bandwidth": 8.0}
