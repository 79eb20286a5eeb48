"""Programs of command lines: which ones run a workload, and by which options they run in parallel."""

import re
from collections.abc import Sequence
from functools import lru_cache

from lkmltrack.evidence.vocabulary.tables import listed
from lkmltrack.evidence.vocabulary.tool_names import (
    NAMES,
    PHRASES,
    Need,
    is_benchmark_by_name,
    squeezed,
)

WRAPPERS = listed(
    "sudo time env nice chrt taskset numactl nohup stdbuf setarch timeout cgexec systemd-run unshare "
    "chroot ionice watch ssh setsid exec eval strace ltrace trace-cmd ip virtme-run vng do then"
)
"""What may stand before the program that is measured."""
_SETTINGS = listed("""alias apt apt-get awk b4 blkdiscard blkid blockdev bzip2 cat cd cgcreate cgset chattr chmod
    chown clang cmake column cp cpupower cryptsetup curl cut damo date debugfs depmod devlink df diff
    diffstat dmesg dmsetup dnf docker dpkg du echo egrep ethtool exit export fallocate fdisk file
    find-debuginfo free fsck gcc gdb getconf git gpg grep gunzip head help hg hostname hwloc-ls ifconfig
    insmod install ip iptables iw iwconfig journalctl kexec kill killall ldd less ln losetup ls lsblk
    lscpu lsmod lspci lstopo lsusb lvcreate lvs man mdadm meson mk mkdir mkfs mkswap modinfo modprobe
    more mount mv nano ninja nm nvme objdump parted passwd patch ping pip podman printf ps pvcreate
    pwd python-config qemu-img rdmsr readelf readlink reboot resize2fs rm rmdir rmmod rpm scp sed
    service set setpci sh shuf sleep sort stat su swapoff swapon sync sysctl systemctl tail tee
    touch tput tr tree trap true truncate tune2fs udevadm ulimit umount uname uniq unxz unzip uptime
    vgcreate vi vim virsh wc wget which who wipefs wrmsr xargs xfs_db xfs_info xfs_io xz yes yum
    zcat zfs zgrep zpool""")
"""What prepares or looks, and runs no workload."""
_MEASURES = frozenset(
    squeezed(name)
    for name in listed("""ab dd iostat vmstat mpstat pidstat sar memhog memcached nginx openssl redis-server
    run-mmtests run-mmtests.sh mmtests kvm.sh turbostat trace-cmd valgrind netserver nttcp
    netstress rping udp_stream bw_mem bw_pipe bw_unix lat_ctx lat_mem_rd lat_mmap lat_pagefault
    lat_pipe lat_proc lat_select lat_sig lat_syscall lat_unix lat_tcp qemu-system-x86_64 spinner
    test_progs trinity phoronix-test-suite mkdtimage xfsdump sqlite3 mysqld pidbench nfsiostat
    latency_test runltp stress memcopy mmap_bench fsx cyclicdeadline io_uring-bench msr-bench
    filefrag-bench fstest thp_test rcutorture runtest lkp kernbench pipetest perfbench""")
)
_PERF_RUNS = listed("bench stat record top sched lock c2c mem kvm trace ftrace kwork timechart")
_PERF_LOOKS = (
    "perf sched timehist",
    "perf sched latency",
    "perf sched stats report",
    "perf lock report",
    "perf c2c report",
    "perf mem report",
    "perf kvm report",
    "perf sched map",
    "perf sched script",
)
_LOCAL = re.compile(r"(?:\.{1,2}/|~/|/(?:home|root|opt|mnt|usr|tmp|data|work)/)[\w./+-]*[\w+-]$")
_TOOLS_OF_A_TREE = re.compile(
    r"(?:^|/)(?:scripts|configure|autogen\.sh|bootstrap|Documentation|arch|drivers|boot|check|checkpatch\S*"
    r"|get_maintainer\S*|decode_stacktrace\S*|faddr2line|bloat-o-meter|config|build\S*|install\S*"
    r"|setup\S*|mount\S*|make\S*|prepare\S*|init\S*|gen\S*)(?:$|/)"
)


def program_of(word: str) -> str:
    """Return a program's name without its path."""
    return word.rstrip("/").rpartition("/")[2]


def is_setting(word: str) -> bool:
    """Whether a program prepares or looks, and runs no workload."""
    name = program_of(word)
    return name in _SETTINGS or name.startswith(("mkfs.", "fsck.", "mount.", "xfs_", "btrfs"))


@lru_cache(maxsize=8192)
def is_workload(word: str) -> bool:
    """Whether a program is known to run a workload or to measure one."""
    name = program_of(word)
    key = squeezed(name)
    if not key or "=" in word or is_setting(word):
        return False
    if word.endswith(("t/io_uring", "/Run")) or key in _MEASURES:
        return True
    if NAMES.get(key) is Need.NAME or key in PHRASES:
        return True
    return _is_variant(name) or (is_benchmark_by_name(name) and not word.endswith((".c", ".h")))


def _is_variant(name: str) -> bool:
    """Whether a name is a known one with a suffix: ``context_switch1_threads``, ``fio.sh``."""
    stem = name.removesuffix(".sh").removesuffix(".py")
    for suffix in ("_threads", "_processes"):
        if stem.endswith(suffix):
            return True
    return stem != name and NAMES.get(squeezed(stem)) is Need.NAME


def is_perf_run(words: Sequence[str]) -> bool:
    """Whether ``perf`` and its subcommand measure something, and do not only show it."""
    if len(words) < 2 or program_of(words[0]) != "perf":
        return False
    return words[1] in _PERF_RUNS and not " ".join(words[:3]).startswith(_PERF_LOOKS)


def is_local(word: str) -> bool:
    """Whether a word is a program by its path, and not one that builds or configures."""
    return (
        bool(_LOCAL.match(word))
        and program_of(word) != "perf"
        and not _TOOLS_OF_A_TREE.search(word)
        and not is_setting(word)
    )
