"""What is read of a machine: from an invented /proc and /sys, and from the one that is here."""

import gzip
import re
from pathlib import Path

import pytest

from lkmltrack.adapters.environment import LocalEnvironment
from lkmltrack.adapters.environment.kernel_files import KernelFiles
from lkmltrack.adapters.environment.processors import cpu_numbers
from lkmltrack.model.evidence import EnvironmentKind
from lkmltrack.reports.machine import WIDTH, render_machine

X86 = """\
processor\t: {number}
vendor_id\t: GenuineExample
cpu family\t: 6
model\t\t: 207
model name\t: Example(R) Quick(R) Platinum 9999+
stepping\t: 2
microcode\t: 0x21000200
flags\t\t: fpu vme sse2 ht{more}
"""
ARM = "processor\t: {number}\nCPU implementer\t: 0x41\nCPU part\t: {part}\nCPU revision\t: 1\n"
SECRET = "secret-host-77"


def put(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


def cpus(root: Path, *, sockets: int, cores: int, threads: int) -> None:
    """Lay out CPUs: the threads of a core are half of all CPUs apart."""
    total = sockets * cores * threads
    put(root, {"sys/devices/system/cpu/online": f"0-{total - 1}\n"})
    for number in range(total):
        core = number % (sockets * cores)
        siblings = ",".join(str(core + thread * sockets * cores) for thread in range(threads))
        place = f"sys/devices/system/cpu/cpu{number}/topology"
        put(
            root,
            {
                f"{place}/physical_package_id": f"{core // cores}\n",
                f"{place}/core_id": f"{core % cores}\n",
                f"{place}/core_cpus_list": f"{siblings}\n",
            },
        )


@pytest.fixture
def server(tmp_path: Path) -> Path:
    """A machine of two sockets, bare metal, with what a benchmark depends on."""
    cpus(tmp_path, sockets=2, cores=4, threads=2)
    system = "sys/devices/system"
    put(
        tmp_path,
        {
            "proc/cpuinfo": "\n".join(X86.format(number=n, more="") for n in range(16)),
            f"{system}/cpu/smt/control": "on\n",
            f"{system}/cpu/cpu0/cache/index0/size": "48K\n",
            f"{system}/cpu/cpu0/cache/index0/level": "1\n",
            f"{system}/cpu/cpu0/cache/index0/type": "Data\n",
            f"{system}/cpu/cpu0/cache/index1/size": "32K\n",
            f"{system}/cpu/cpu0/cache/index1/level": "1\n",
            f"{system}/cpu/cpu0/cache/index1/type": "Instruction\n",
            f"{system}/node/node0/cpulist": "0-3,8-11\n",
            f"{system}/node/node1/cpulist": "4-7,12-15\n",
            f"{system}/cpu/cpufreq/policy0/scaling_driver": "intel_pstate\n",
            f"{system}/cpu/cpufreq/policy0/scaling_governor": "performance\n",
            f"{system}/cpu/cpufreq/policy1/scaling_driver": "intel_pstate\n",
            f"{system}/cpu/cpufreq/policy1/scaling_governor": "powersave\n",
            f"{system}/cpu/intel_pstate/no_turbo": "1\n",
            f"{system}/cpu/cpuidle/current_driver": "intel_idle\n",
            f"{system}/clocksource/clocksource0/current_clocksource": "tsc\n",
            f"{system}/cpu/vulnerabilities/mds": "Not affected\n",
            f"{system}/cpu/vulnerabilities/spectre_v2": "Mitigation: Retpolines; IBPB: on\n",
            f"{system}/cpu/vulnerabilities/tsx_async_abort": "Vulnerable\n",
            "proc/meminfo": "MemTotal:       131072000 kB\nSwapTotal:             0 kB\n"
            "HugePages_Total:      64\nHugepagesize:       2048 kB\n",
            "proc/sys/kernel/numa_balancing": "0\n",
            "sys/kernel/mm/transparent_hugepage/enabled": "always [madvise] never\n",
            "sys/class/dmi/id/sys_vendor": "Example Inc.\n",
            "sys/class/dmi/id/product_name": "Rack 77\n",
            "sys/class/dmi/id/product_serial": f"{SECRET}-serial\n",
            "sys/class/dmi/id/bios_version": "To be filled by O.E.M.\n",
            "proc/sys/kernel/osrelease": "6.19.0-rc3+\n",
            "proc/sys/kernel/arch": "x86_64\n",
            "proc/sys/kernel/version": f"#7 SMP PREEMPT_DYNAMIC Tue Mar  3 {SECRET} 2026\n",
            "proc/sys/kernel/hostname": f"{SECRET}\n",
            "proc/sys/kernel/tainted": "512\n",
            "proc/version": f"Linux version 6.19.0-rc3+ (ann@{SECRET}) "
            "(gcc (Example 14.2.0-1) 14.2.0, GNU ld (Example Binutils) 2.43) #7 SMP\n",
            "proc/cmdline": f"BOOT_IMAGE=/boot/{SECRET} root=UUID={SECRET} mitigations=off "
            "nohz_full=2-7 intel_idle.max_cstate=1 selinux=0 console=ttyS0\n",
            "etc/os-release": 'NAME=x\nPRETTY_NAME="Example Linux 12"\n',
            "boot/config-6.19.0-rc3+": "CONFIG_HZ=1000\nCONFIG_KASAN=y\n"
            "# CONFIG_KCSAN is not set\nCONFIG_PROVE_LOCKING=n\nCONFIG_EXT4_FS=y\n",
            "proc/mounts": f"{SECRET} /home ext4 rw 0 0\n/dev/{SECRET} / xfs rw 0 0\n",
            "sys/block/loop0/size": "8\n",
            **{
                f"sys/block/nvme{n}n1/{name}": text
                for n in (0, 1)
                for name, text in (
                    ("size", "2000409264\n"),
                    ("device/model", "Example  Disk 1T      \n"),
                    ("device/serial", f"{SECRET}-disk\n"),
                    ("queue/rotational", "0\n"),
                    ("queue/scheduler", "[none] mq-deadline\n"),
                )
            },
            "sys/class/net/lo/speed": "10\n",
            "sys/class/net/eth0/speed": "100000\n",
            "sys/class/net/eth0/address": f"{SECRET}\n",
            "sys/class/net/eth0/device/vendor": "0x15b3\n",
        },
    )
    (tmp_path / "sys/class/net/eth0/device/driver").symlink_to("../../../../bus/pci/drivers/mlx5")
    return tmp_path


def told(root: Path, kind: EnvironmentKind) -> list[str]:
    return [fact.text for fact in LocalEnvironment(root).facts() if fact.kind is kind]


def test_a_server_is_described_with_all_that_a_benchmark_depends_on(server: Path) -> None:
    facts = LocalEnvironment(server).facts()
    assert {kind: told(server, kind) for kind in dict.fromkeys(f.kind for f in facts)} == {
        EnvironmentKind.MACHINE: ["Example Inc. Rack 77", "bare metal"],
        EnvironmentKind.CPU: [
            "Example(R) Quick(R) Platinum 9999+ "
            "(family 6 model 207 stepping 2 microcode 0x21000200)",
            "caches L1 48K",
        ],
        EnvironmentKind.TOPOLOGY: [
            "2 sockets, 8 cores, 16 CPUs online, SMT on",
            "2 NUMA nodes (node0 CPUs 0-3,8-11; node1 CPUs 4-7,12-15)",
            "NUMA balancing off",
        ],
        EnvironmentKind.MEMORY: [
            "125 GiB memory",
            "no swap",
            "64 huge pages of 2 MiB",
            "transparent huge pages madvise",
        ],
        EnvironmentKind.STORAGE: [
            "2 x Example Disk 1T, 954 GiB, not rotating, scheduler none",
            "root file system xfs",
        ],
        EnvironmentKind.NETWORK: ["mlx5, 100 Gbit/s"],
        EnvironmentKind.KERNEL: [
            "Linux 6.19.0-rc3+ x86_64 SMP PREEMPT_DYNAMIC",
            "tainted 512",
            "Example Linux 12",
        ],
        EnvironmentKind.COMPILER: ["gcc 14.2.0, GNU ld 2.43"],
        EnvironmentKind.CONFIG: [
            "CONFIG_HZ=1000 CONFIG_KASAN=y",
            "boot parameters: mitigations=off nohz_full=2-7 intel_idle.max_cstate=1 selinux=0",
        ],
        EnvironmentKind.GOVERNOR: [
            "cpufreq driver intel_pstate",
            "cpufreq governor performance (1), powersave (1)",
            "turbo off",
            "cpuidle driver intel_idle",
            "clocksource tsc",
        ],
        EnvironmentKind.MITIGATIONS: ["spectre_v2: Retpolines", "tsx_async_abort: Vulnerable"],
    }


def test_nothing_that_names_the_owner_is_told(server: Path) -> None:
    assert SECRET in (server / "proc/cmdline").read_text()
    assert SECRET not in render_machine(LocalEnvironment(server).facts())


def test_the_block_fits_a_mail(server: Path) -> None:
    block = render_machine(LocalEnvironment(server).facts())
    assert max(map(len, block.splitlines())) <= WIDTH
    assert [line.partition(":")[0] for line in block.splitlines() if line[0] != " "] == [
        "Machine",
        "CPU",
        "Topology",
        "Memory",
        "Storage",
        "Network",
        "Kernel",
        "Compiler",
        "Config",
        "Frequency",
        "Mitigations",
    ]


def test_a_guest_is_told_by_its_flag_and_named_by_its_firmware(tmp_path: Path) -> None:
    put(tmp_path, {"proc/cpuinfo": X86.format(number=0, more=" hypervisor")})
    assert told(tmp_path, EnvironmentKind.MACHINE) == ["guest of a hypervisor"]
    put(tmp_path, {"sys/class/dmi/id/sys_vendor": "QEMU\n", ".dockerenv": ""})
    assert told(tmp_path, EnvironmentKind.MACHINE) == ["QEMU", "QEMU guest", "in a container"]


def test_a_board_with_two_kinds_of_cores_names_both(tmp_path: Path) -> None:
    parts = ["0xd05"] * 4 + ["0xd0b"] * 2 + ["0xfff"]
    texts = (ARM.format(number=n, part=part) for n, part in enumerate(parts))
    put(
        tmp_path,
        {"proc/cpuinfo": "\n".join(texts), "proc/device-tree/model": "Example Board 5\0"},
    )
    assert told(tmp_path, EnvironmentKind.CPU) == [
        "4 x Cortex-A55 (implementer 0x41 part 0xd05 revision 1)",
        "2 x Cortex-A76 (implementer 0x41 part 0xd0b revision 1)",
        "1 x Arm (implementer 0x41 part 0xfff revision 1)",
    ]
    # no flag tells whether it is a guest, so nothing is said
    assert told(tmp_path, EnvironmentKind.MACHINE) == ["Example Board 5"]


def test_many_nodes_and_many_disks_are_folded(tmp_path: Path) -> None:
    cpus(tmp_path, sockets=1, cores=2, threads=1)
    for node in range(12):
        put(tmp_path, {f"sys/devices/system/node/node{node}/cpulist": f"{node}\n"})
    for disk in range(9):
        put(tmp_path, {f"sys/block/sd{chr(97 + disk)}/size": f"{(disk + 1) << 30}\n"})
    assert told(tmp_path, EnvironmentKind.TOPOLOGY)[1] == (
        "12 NUMA nodes (node0 CPUs 0; node1 CPUs 1; node2 CPUs 2; node3 CPUs 3; and 8 more)"
    )
    assert told(tmp_path, EnvironmentKind.STORAGE)[-1] == "and 3 other kinds"


def test_the_configuration_may_be_packed_in_proc(tmp_path: Path) -> None:
    place = tmp_path / "proc" / "config.gz"
    place.parent.mkdir()
    place.write_bytes(gzip.compress(b"CONFIG_HZ=250\nCONFIG_PREEMPT_RT=y\n"))
    assert told(tmp_path, EnvironmentKind.CONFIG) == ["CONFIG_HZ=250 CONFIG_PREEMPT_RT=y"]
    place.write_bytes(b"no gzip at all")
    assert told(tmp_path, EnvironmentKind.CONFIG) == []


def test_an_empty_root_gives_nothing(tmp_path: Path) -> None:
    assert LocalEnvironment(tmp_path).facts() == []
    assert LocalEnvironment(tmp_path / "gone").facts() == []
    assert render_machine([]) == ""


def test_files_of_junk_end_in_words_that_can_be_shown(server: Path) -> None:
    junk = b"\x1b]52;c;x\x07\xff\xfe\x00\n: :\n9999999999999999999999\n" * 50
    for path in server.rglob("*"):
        if path.is_file():
            path.write_bytes(junk)
    block = render_machine(LocalEnvironment(server).facts())
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", block) is None
    assert max(map(len, block.splitlines()), default=0) <= WIDTH


def test_a_configuration_that_unpacks_to_a_gigabyte_is_cut(tmp_path: Path) -> None:
    place = tmp_path / "proc" / "config.gz"
    place.parent.mkdir()
    place.write_bytes(gzip.compress(b"\n" * (64 << 20)))
    assert len(KernelFiles(tmp_path).unpacked("proc/config.gz")) <= 4 << 20


def test_lists_of_cpus_are_bounded() -> None:
    assert cpu_numbers("0-3,8,12-13") == [0, 1, 2, 3, 8, 12, 13]
    assert cpu_numbers("0-99999999999,-,a-b,3-1") == []


def test_this_machine_has_a_kernel_and_memory() -> None:
    kinds = {fact.kind for fact in LocalEnvironment().facts()}
    assert {EnvironmentKind.KERNEL, EnvironmentKind.MEMORY, EnvironmentKind.TOPOLOGY} <= kinds
