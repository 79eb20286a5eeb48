"""Environment: phrases about a machine as one fact each, and facts about the kernel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.evidence.environment import find_environment
from lkmltrack.evidence.text import read_mail_lines
from lkmltrack.model.evidence import EnvironmentFact, EnvironmentKind

RESULT = "Throughput improves by 8%.\n\n"


def facts(body: str) -> list[EnvironmentFact]:
    return list(find_environment(read_mail_lines(RESULT + body + "\n"), ()))


def texts(body: str) -> list[str]:
    return [fact.text for fact in facts(body)]


@pytest.mark.parametrize(
    ("sentence", "kind", "text", "value"),
    [
        (
            "It ran on an Intel Emerald Rapids server (112 cores), as always.",
            EnvironmentKind.MICROARCHITECTURE,
            "Intel Emerald Rapids server (112 cores)",
            "Intel Emerald Rapids, 112 cores",
        ),
        (
            "Tested on AMD Zen5(9755) too.",
            EnvironmentKind.CPU,
            "AMD Zen5(9755)",
            "AMD Zen 5 9755",
        ),
        (
            "We use a 2-socket Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz with 256 GB of memory.",
            EnvironmentKind.CPU,
            "2-socket Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz with 256 GB of memory",
            "2 sockets, Intel Xeon Gold 6338, 2.00GHz, 256 GB memory",
        ),
        (
            "The server has 12 NUMA nodes, and 384 CPUs.",
            EnvironmentKind.TOPOLOGY,
            "12 NUMA nodes, and 384 CPUs",
            "12 NUMA nodes, 384 CPUs",
        ),
        (
            "Done in a VM with 8 cores and 16GB of RAM here.",
            EnvironmentKind.TOPOLOGY,
            "VM with 8 cores and 16GB of RAM",
            "vm, 8 cores, 16 GB memory",
        ),
        (
            "It is one 8 node (4 cores per node, 32 cores in total) machine.",
            EnvironmentKind.TOPOLOGY,
            "8 node (4 cores per node, 32 cores in total) machine",
            "8 NUMA nodes, 4 cores, 32 cores",
        ),
        ("The host has 64 GB of RAM.", EnvironmentKind.MEMORY, "64 GB of RAM", "64 GB memory"),
        ("I ran this on my laptop.", EnvironmentKind.MACHINE, "laptop", "laptop"),
        ("All of it ran in QEMU only.", EnvironmentKind.MACHINE, "QEMU", "qemu"),
        ("The files are on a 2tib NVMe drive.", EnvironmentKind.STORAGE, "2tib NVMe drive", "2 TB, NVMe, drive"),
        ("Over FDR InfiniBand it is the same.", EnvironmentKind.NETWORK, "FDR InfiniBand", "fdr, infiniband"),
        ("Measured on a Ryzen 9 5900HX.", EnvironmentKind.CPU, "Ryzen 9 5900HX", "Ryzen 9 5900HX"),
        ("On a c7g.metal instance it is less.", EnvironmentKind.MACHINE, "c7g.metal instance", "c7g.metal, instance"),
    ],
)  # fmt: skip
def test_a_phrase_is_one_fact_with_its_parts(
    sentence: str, kind: EnvironmentKind, text: str, value: str
) -> None:
    found = [fact for fact in facts(sentence) if fact.text.endswith(text)]
    assert [(fact.kind, fact.value) for fact in found] == [(kind, value)]


def test_a_phrase_is_as_written_over_wrapped_lines() -> None:
    body = "Here are the numbers from our somewhat older 96\ncore machine with 128 GB of memory."
    assert texts(body) == ["96\ncore machine with 128 GB of memory"]


def test_machines_in_a_list_are_apart() -> None:
    body = "Seen on Hygon 7490, AMD EPYC 9754 and Intel Granite Rapids."
    assert texts(body) == ["Hygon 7490", "AMD EPYC 9754", "Intel Granite Rapids"]


def test_columns_are_not_joined() -> None:
    assert texts("Intel Haswell       35.0%     20.7%") == ["Intel Haswell"]
    assert texts("8 cores             16 cores") == ["8 cores", "16 cores"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Intel folks reviewed it, thanks to AMD as well.",
        "Two CPUs contend on it, and one core waits.",
        "It scales to 64+ cores.",
        "The system is idle while the server sends.",
        "Lock the page, then free 16 KB of it.",
        "This touches the Broadcom and Xeon drivers.",
        "The cgroup is limited to 512MB of memory.",
        "Run it with 255 threads.",
        "An ice lake in winter is slippery, and so is this.",
    ],
)
def test_mere_words_are_no_facts(sentence: str) -> None:
    assert texts(sentence) == []


def test_a_text_that_measures_nothing_has_no_machine() -> None:
    lines = read_mail_lines("Add support for the Xeon 8380 and the EPYC 9754.\n")
    assert find_environment(lines, ()) == ()


@pytest.mark.parametrize(
    ("sentence", "kind", "value"),
    [
        ("Results on v5.10.0-rc7.", EnvironmentKind.KERNEL, "v5.10.0-rc7"),
        ("The 6.15-rc1 kernel was used.", EnvironmentKind.KERNEL, "v6.15-rc1"),
        ("It is Linux 6.9.3-200.x here.", EnvironmentKind.KERNEL, "v6.9.3-200.x"),
        ("next-20250415 is the base.", EnvironmentKind.KERNEL, "next-20250415"),
        ("Applied to mm-unstable.", EnvironmentKind.KERNEL, "mm-unstable"),
        ("With CONFIG_HZ=250 everywhere.", EnvironmentKind.CONFIG, "CONFIG_HZ=250"),
        ("# CONFIG_MEMCG_V1 is not set", EnvironmentKind.CONFIG, "CONFIG_MEMCG_V1 is not set"),
        ("Built with gcc 14.2.1 here.", EnvironmentKind.COMPILER, "gcc 14.2.1"),
        ("Booted with mitigations=off.", EnvironmentKind.MITIGATIONS, "mitigations=off"),
        ("Retpoline is enabled there.", EnvironmentKind.MITIGATIONS, "Retpoline enabled"),
        ("The performance governor is on.", EnvironmentKind.GOVERNOR, "performance"),
        ("cpufreq_governor: performance", EnvironmentKind.GOVERNOR, "performance"),
        ("We ran with turbo disabled.", EnvironmentKind.GOVERNOR, "turbo disabled"),
    ],
)
def test_facts_about_the_kernel_have_their_kind(
    sentence: str, kind: EnvironmentKind, value: str
) -> None:
    assert [(fact.kind, fact.value) for fact in facts(sentence)] == [(kind, value)]


@pytest.mark.parametrize(
    "sentence",
    ["The bug is there since v5.4.", "We use fio v3.35 here.", "It listens on 10.2.22.18.", "See foo-5.2."],
)  # fmt: skip
def test_histories_tools_and_addresses_are_no_kernels(sentence: str) -> None:
    assert facts(sentence) == []


def test_quoted_facts_are_marked() -> None:
    body = "Latency drops by 3%.\n\n> Latency dropped by 5% on an EPYC 9754.\n"
    (fact,) = find_environment(read_mail_lines(body), ())
    assert (fact.text, fact.is_quoted, fact.line) == ("EPYC 9754", True, 3)


pieces = st.sampled_from(
    ["Intel(R)", "Xeon", "6338", "(", ")", ",", "with", "and", "2", "sockets", "112 cores", "64 GB",
     "RAM", "my laptop", "NVMe", "SSD", "\n", "Zen5", "v6.9", "kernel", "5%", "faster", "> ", "x",
     "single", "-", "/", "mitigations=off", "\n\n", "Ice", "Lake", "4s32c64"]
)  # fmt: skip


@given(st.lists(pieces, max_size=50).map(" ".join) | st.text(max_size=300))
def test_any_text_is_read_within_itself(body: str) -> None:
    lines = read_mail_lines(body)
    for fact in find_environment(lines, ()):
        assert fact.text.strip()
        assert 1 <= fact.line <= len(lines)
