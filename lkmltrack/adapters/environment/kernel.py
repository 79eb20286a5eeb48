"""The kernel: which one, what built it, how it is set up and what protects it."""

from collections.abc import Iterator

from lkmltrack.adapters.environment.kernel_files import KernelFiles

_LARGEST_CONFIG = 4 << 20
_VULNERABILITIES = "sys/devices/system/cpu/vulnerabilities"
# options that cost time, or that change what is measured
_CONFIG = (
    "HZ",
    "PREEMPT_NONE",
    "PREEMPT_VOLUNTARY",
    "PREEMPT",
    "PREEMPT_LAZY",
    "PREEMPT_RT",
    "PREEMPT_DYNAMIC",
    "NO_HZ_FULL",
    "ARM64_16K_PAGES",
    "ARM64_64K_PAGES",
    "LTO_CLANG_FULL",
    "LTO_CLANG_THIN",
    "CFI_CLANG",
    "LRU_GEN_ENABLED",
    "TRANSPARENT_HUGEPAGE_ALWAYS",
    "PROVE_LOCKING",
    "LOCK_STAT",
    "DEBUG_LOCK_ALLOC",
    "DEBUG_SPINLOCK",
    "DEBUG_MUTEXES",
    "DEBUG_VM",
    "DEBUG_PAGEALLOC",
    "DEBUG_OBJECTS",
    "DEBUG_KMEMLEAK",
    "SLUB_DEBUG_ON",
    "KASAN",
    "KCSAN",
    "KMSAN",
    "UBSAN",
    "KCOV",
    "GCOV_KERNEL",
    "FAULT_INJECTION",
)
# beginnings of boot parameters that matter; others may tell who the owner is
_PARAMETERS = (
    "mitigations",
    "spectre_v2",
    "spec_store_bypass_disable",
    "spec_rstack_overflow",
    "retbleed",
    "mds",
    "tsx",
    "srbds",
    "l1tf",
    "pti",
    "nopti",
    "nospectre_",
    "isolcpus",
    "nohz",
    "nohz_",
    "rcu_nocbs",
    "irqaffinity",
    "nosmt",
    "maxcpus",
    "nr_cpus",
    "mem",
    "memmap",
    "idle",
    "intel_idle.",
    "processor.max_cstate",
    "intel_pstate",
    "amd_pstate",
    "cpufreq.",
    "cpuidle.",
    "clocksource",
    "tsc",
    "preempt",
    "threadirqs",
    "transparent_hugepage",
    "thp_",
    "hugepages",
    "hugepagesz",
    "default_hugepagesz",
    "numa",
    "numa_balancing",
    "iommu",
    "intel_iommu",
    "amd_iommu",
    "slub_debug",
    "slab_debug",
    "page_poison",
    "init_on_alloc",
    "init_on_free",
    "debug_pagealloc",
    "kasan",
    "kfence.",
    "psi",
    "zswap.",
    "cgroup_disable",
    "nokaslr",
    "audit",
    "selinux",
    "apparmor",
    "lsm",
    "nowatchdog",
    "nmi_watchdog",
    "skew_tick",
    "pcie_aspm",
    "nvme.",
    "nvme_core.",
    "blk_mq",
    "scsi_mod.",
)
_LONGEST_PARAMETER = 120


def kernel_texts(files: KernelFiles) -> Iterator[str]:
    """Yield the release with what it was built as, the distribution, and whether it is tainted."""
    release = files.read("proc/sys/kernel/osrelease")
    if release:
        arch = files.read("proc/sys/kernel/arch")
        built = files.read("proc/sys/kernel/version").split()
        flags = [word for word in built if word.startswith(("SMP", "PREEMPT"))]
        yield " ".join(filter(None, ("Linux", release, arch, *flags)))
    tainted = files.read("proc/sys/kernel/tainted")
    if tainted not in ("", "0"):
        yield f"tainted {tainted}"
    for line in files.read("etc/os-release").split("\n"):
        key, _, value = line.partition("=")
        if key == "PRETTY_NAME":
            yield value.strip("\"'")


def compiler_texts(files: KernelFiles) -> Iterator[str]:
    """Yield what compiled and linked the kernel, without who did, where, and which package it is."""
    groups = _groups(files.read("proc/version"))
    if len(groups) > 1:
        text = groups[1]
        for package in _groups(text):
            text = text.replace(f"({package})", "")
        yield " ".join(text.split()).replace(" ,", ",")


def config_texts(files: KernelFiles) -> Iterator[str]:
    """Yield the options of the running kernel's configuration that bear on speed."""
    release = files.read("proc/sys/kernel/osrelease")
    text = files.unpacked("proc/config.gz")
    if not text and release and "/" not in release:
        places = (f"boot/config-{release}", f"lib/modules/{release}/config")
        text = next(filter(None, (files.read(place, _LARGEST_CONFIG) for place in places)), "")
    values = dict(
        line.removeprefix("CONFIG_").split("=", 1)
        for line in text.split("\n")
        if line.startswith("CONFIG_") and "=" in line
    )
    told = [f"CONFIG_{name}={values[name]}" for name in _CONFIG if values.get(name, "n") != "n"]
    if told:
        yield " ".join(told)


def command_line_texts(files: KernelFiles) -> Iterator[str]:
    """Yield the boot parameters that bear on speed."""
    kept = [
        word
        for word in files.read("proc/cmdline").split()
        if len(word) <= _LONGEST_PARAMETER and _matters(word)
    ]
    if kept:
        yield f"boot parameters: {' '.join(kept)}"


def mitigation_texts(files: KernelFiles) -> Iterator[str]:
    """Yield what is mitigated and how, and what is not."""
    told = {
        name: files.read(f"{_VULNERABILITIES}/{name}") for name in files.names(_VULNERABILITIES)
    }
    for name, text in told.items():
        state = text.partition(";")[0]
        if state.startswith("Mitigation: "):
            yield f"{name}: {state.removeprefix('Mitigation: ')}"
        elif state and state != "Not affected":
            yield f"{name}: {state}"


def _matters(word: str) -> bool:
    """Whether a boot parameter is one of those that are looked for."""
    name = word.partition("=")[0]
    return any(
        name.startswith(known) if known.endswith((".", "_")) else name == known
        for known in _PARAMETERS
    )


def _groups(text: str) -> list[str]:
    """Return what stands in the outermost parentheses of a text, in order.

    >>> _groups("a (b (c) d) e (f)")
    ['b (c) d', 'f']
    """
    found: list[str] = []
    depth = start = 0
    for place, character in enumerate(text):
        if character == "(":
            depth += 1
            if depth == 1:
                start = place + 1
        elif character == ")" and depth:
            depth -= 1
            if depth == 0:
                found.append(text[start:place])
    return found
