"""The machine as a whole: who built it, whether it is a guest, and its memory."""

from collections.abc import Iterator

from lkmltrack.adapters.environment.kernel_files import KernelFiles, chosen
from lkmltrack.adapters.environment.processors import cpuinfo

_DMI = "sys/class/dmi/id"
# what firmware says that says nothing
_EMPTY = frozenset(
    ("", "default string", "not specified", "system product name", "system manufacturer", "none")
)
# of a guest: a word of its firmware's vendor or product -> the hypervisor
_HYPERVISORS = (
    ("qemu", "QEMU"),
    ("kvm", "KVM"),
    ("amazon ec2", "Amazon EC2"),
    ("google", "Google Compute Engine"),
    ("microsoft", "Hyper-V"),
    ("vmware", "VMware"),
    ("xen", "Xen"),
    ("virtualbox", "VirtualBox"),
    ("alibaba", "Alibaba Cloud"),
    ("firecracker", "Firecracker"),
)
_KIBIBYTE = 1024
_MANY = 1000


def machine_texts(files: KernelFiles) -> Iterator[str]:
    """Yield the maker's name for it, and whether it is a guest or a container."""
    product = " ".join(
        word
        for key in ("sys_vendor", "product_name")
        if _says_something(word := files.read(f"{_DMI}/{key}"))
    )
    if product or (product := files.read("proc/device-tree/model")):
        yield product
    firmware = files.read(f"{_DMI}/bios_version")
    if _says_something(firmware):
        yield f"firmware {firmware} {files.read(f'{_DMI}/bios_date')}".strip()
    yield from _virtualisation(files, product.lower())


def memory_texts(files: KernelFiles) -> Iterator[str]:
    """Yield memory, swap, huge pages and what is set for them."""
    sizes = _meminfo(files)
    if sizes.get("MemTotal"):
        # what the kernel keeps for itself is not in it, so that fractions say nothing
        yield f"{shown_size(sizes['MemTotal'] * _KIBIBYTE, whole=True)} memory"
    if "SwapTotal" in sizes:
        swap = sizes["SwapTotal"] * _KIBIBYTE
        yield f"{shown_size(swap)} swap" if swap else "no swap"
    pages, size = sizes.get("HugePages_Total", 0), sizes.get("Hugepagesize", 0)
    if pages:
        yield f"{pages} huge pages of {shown_size(size * _KIBIBYTE)}"
    if huge := chosen(files.read("sys/kernel/mm/transparent_hugepage/enabled")):
        yield f"transparent huge pages {huge}"


def shown_size(size: int, *, whole: bool = False) -> str:
    """Return a size with its unit; ``whole`` leaves fractions out.

    >>> shown_size(512 << 30), shown_size(1536 << 20), shown_size(100)
    ('512 GiB', '1.5 GiB', '100 B')
    >>> shown_size(23 << 30 | 1 << 29 | 1, whole=True)
    '24 GiB'
    """
    number = float(size)
    for unit in ("B", "KiB", "MiB", "GiB", "TiB"):
        if number < _KIBIBYTE or unit == "TiB":
            break
        number /= _KIBIBYTE
    return f"{number:.0f} {unit}" if whole or number >= _MANY else f"{number:.3g} {unit}"


def _virtualisation(files: KernelFiles, product: str) -> Iterator[str]:
    """Yield what the kernel runs on, and in; nothing where nothing tells."""
    cpus = cpuinfo(files)
    flags = cpus[0].get("flags", "").split() if cpus else []
    told = files.read("sys/hypervisor/type")
    named = next((name for word, name in _HYPERVISORS if word in product), "")
    if "hypervisor" in flags or told:
        yield f"{told or named} guest" if told or named else "guest of a hypervisor"
    elif flags:
        # x86 tells a guest by that flag
        yield "bare metal"
    container = files.read("run/systemd/container")
    if container or files.has(".dockerenv") or files.has("run/.containerenv"):
        yield f"in a container{f' of {container}' if container else ''}"


def _meminfo(files: KernelFiles) -> dict[str, int]:
    """Return the figures of /proc/meminfo, in KiB where it has a unit."""
    found = {}
    for line in files.read("proc/meminfo").split("\n"):
        key, _, value = line.partition(":")
        number = value.split()[0] if value.split() else ""
        if number.isdecimal() and len(number) < 16:
            found[key] = int(number)
    return found


def _says_something(text: str) -> bool:
    return text.lower() not in _EMPTY and not text.lower().startswith("to be filled")
