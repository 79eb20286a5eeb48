"""What else a machine is made of: counts of CPUs, memory, storage, network, and words for it."""

import re
from collections.abc import Sequence

from lkmltrack.evidence.vocabulary.tables import listed
from lkmltrack.evidence.vocabulary.words import Atom, Weight, Word, key_at
from lkmltrack.model.evidence import EnvironmentKind

_TOPOLOGY, _MEMORY = EnvironmentKind.TOPOLOGY, EnvironmentKind.MEMORY
_MACHINE, _STORAGE, _NETWORK = (
    EnvironmentKind.MACHINE,
    EnvironmentKind.STORAGE,
    EnvironmentKind.NETWORK,
)
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "six": 6,
    "eight": 8,
    "twelve": 12,
    "sixteen": 16,
    "single": 1,
    "dual": 2,
    "quad": 4,
    "octa": 8,
    "both": 0,
}
_UNITS = {
    "cpu": "CPUs",
    "cpus": "CPUs",
    "core": "cores",
    "cores": "cores",
    "vcpu": "vCPUs",
    "vcpus": "vCPUs",
    "socket": "sockets",
    "sockets": "sockets",
    "processor": "CPUs",
    "processors": "CPUs",
    "lcpu": "CPUs",
    "lcpus": "CPUs",
    "hyperthreads": "threads",
    "package": "sockets",
    "packages": "sockets",
}
_WEAK_UNITS = {
    "thread": "threads",
    "threads": "threads",
    "thead": "threads",
    "node": "NUMA nodes",
    "nodes": "NUMA nodes",
    "hop": "hops",
    "way": "ways",
}
_QUALIFIERS = listed("hardware hw physical logical numa online virtual cpu real big performance")
_FEW = 3
"""So few CPUs are mostly those of an example: a phrase needs more than them."""
_GLUED = re.compile(r"([0-9]{1,4})[-]?(cpus?|cores?|vcpus?|sockets?|threads?|nodes?|way|hop)$")
_SHORT = re.compile(
    r"[0-9]{1,2}[sp]$|[0-9]{1,3}c$|[0-9]{1,4}t$|[0-9]{1,2}s[0-9]{1,3}c[0-9]{1,4}t?$|[0-9]{1,3}c[0-9]{1,4}t$|nps[1-4]$|[0-9]{1,3}u[0-9]{1,4}g$|[0-9]{1,3}c[0-9]{1,4}g$"
)
_GLUED_NODES = re.compile(r"([0-9]{1,2})x?numa$")
_BYTES = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)-?([kmgt])(?:i?b)?$")
_BYTE_UNITS = listed("g gb gib gbyte gbytes m mb mib t tb tib gigs gigabytes gigabyte")
_RAM = listed("ram memory dram ddr ddr3 ddr4 ddr5 lpddr4 lpddr5 mem hbm pmem dimm dimms")
_DISKS = listed(
    "ssd ssds nvme nvmes hdd hdds emmc ufs sata sas disk disks drive drives array ramdisk raid raid0 "
    "raid1 raid5 raid6 raid10 storage optane nvdimm virtio-blk virtio-scsi brd ramdisks rotational "
    "spinning sdcard jbod md pcie flash lun luns nvme-tcp nvmeof null_blk"
)
_LIMITS = listed("cgroup cgroups memcg memcgs limit limits container containers cap footprint per")
_STORES = listed("disk disks drive drives array storage pcie md flash lun luns")
"""Words for storage that say nothing of its kind."""
_DISK_VENDORS = listed(
    "samsung kioxia micron seagate toshiba wd crucial hynix solidigm sandisk kingston hgst"
)
_DISK_MODEL = re.compile(
    r"(?:pm|sm|sn|p|s|dc|kxg|d|wd|mz|cm|cd|st)-?[0-9][0-9a-z]{2,9}$|[0-9]{3}$|evo$|pro$|plus$|dc$"
)
_NOUNS = listed(
    "machine machines server servers system systems box boxes platform platforms laptop laptops desktop "
    "workstation workstations instance instances host hosts vm vms guest guests board boards cluster pc "
    "phone phones smartphone device hypervisor notebook mainframe lpar domu dom0 nuc"
)
_VIRTUAL = listed(
    "qemu qemu-kvm kvm aws ec2 azure gcp gce firecracker hyper-v xen vmware esxi virtme-ng "
    "virtme virtualbox proxmox cloud-hypervisor powervm z/vm bochs"
)
_CLOUD_INSTANCE = re.compile(
    r"[a-z][0-9][a-z]{0,3}\.(?:metal|[0-9]{0,2}x?large|medium)(?:-[0-9a-z]{1,6})?$|[nect][0-9][ad]?-(?:standard|highmem|highcpu)-[0-9]{1,3}$"
)
_SYSTEMS = listed(
    "ubuntu debian fedora centos rhel opensuse sles android bare metal bare-metal linux"
)
_NETWORKS = listed(
    "infiniband roce connectx connectx-3 connectx-4 connectx-5 connectx-6 connectx-7 e810 x710 xl710 "
    "x540 x550 fdr edr hdr ndr omni-path nic nics 10gbe 25gbe 40gbe 50gbe 100gbe 200gbe 400gbe bluefield gvnic ena"
)
_STRONG_NETWORKS = listed(
    "infiniband e810 x710 xl710 x540 x550 10gbe 25gbe 40gbe 50gbe 100gbe 200gbe 400gbe bluefield"
)
_PROTOCOLS = listed("nfs rdma tcp ethernet nfs-rdma rxe gbps gbit")


MACHINE_WORDS = (
    frozenset(_NUMBERS)
    | _DISKS
    | _DISK_VENDORS
    | _NOUNS
    | _VIRTUAL
    | _SYSTEMS
    | _NETWORKS
    | _PROTOCOLS
    | {"evo", "pro", "plus", "dc"}
)
"""Every word of letters alone that may be part of a machine's description."""


def part_at(words: Sequence[Word], index: int, before: str) -> Atom | None:
    """Return the part of a machine at a word that is not a processor's name."""
    key = words[index].key.removesuffix("'s")
    return (
        _count(words, index, key)
        or _bytes(words, index, key)
        or _disk(words, index, key, before)
        or _network(key)
        or _noun(key)
    )


def number_of(key: str) -> int | None:
    """Return a number in digits or in a word."""
    if key.isascii() and key.isdigit() and len(key) < 6:
        return int(key)
    return _NUMBERS.get(key)


def _count(words: Sequence[Word], index: int, key: str) -> Atom | None:
    """Return "112 cores", "2-socket", "4s32c64": how many of what."""
    glued = _GLUED.match(key)
    if glued:
        unit = _UNITS.get(glued[2]) or _WEAK_UNITS.get(glued[2], "")
        strong = glued[2] in _UNITS and int(glued[1]) > _FEW
        return Atom(
            1, _TOPOLOGY, Weight.STRONG if strong else Weight.WEAK, "count", f"{glued[1]} {unit}"
        )
    is_short = _SHORT.match(key) and (len(key) > 3 or words[index].text.isupper())
    if is_short or _GLUED_NODES.match(key):
        return Atom(1, _TOPOLOGY, Weight.WEAK, "count", words[index].text)
    number = number_of(key)
    if number is None or key_at(words, index - 1) in ("=", "$", "."):
        return None
    width = 1
    while width < 4 and (
        key_at(words, index + width) in _QUALIFIERS or key_at(words, index + width) in "x*-\n"
    ):
        if key_at(words, index + width) == "cpu" and key_at(words, index + width + 1) not in _UNITS:
            break
        width += 1
    return _counted(words, index, width, number)


def _counted(words: Sequence[Word], index: int, width: int, number: int) -> Atom | None:
    unit = key_at(words, index + width)
    between = {key_at(words, place) for place in range(index + 1, index + width)}
    if unit not in _UNITS and unit not in _WEAK_UNITS:
        return None
    name = _UNITS.get(unit) or _WEAK_UNITS[unit]
    is_digit = words[index].text.isdigit()
    is_strong = number > _FEW and (unit in _UNITS or bool(between & {"hardware", "numa", "hw"}))
    weight = Weight.STRONG if is_strong and is_digit else Weight.WEAK
    group = "threads" if name == "threads" and not is_strong else "count"
    return Atom(width + 1, _TOPOLOGY, weight, group, f"{number} {name}" if number else name)


def _bytes(words: Sequence[Word], index: int, key: str) -> Atom | None:
    glued = _BYTES.match(key)
    if glued and glued[2] != "k":
        value, width = f"{glued[1]} {glued[2].upper()}B", 1
    elif (
        number_of(key) is not None and key[0].isdigit() and key_at(words, index + 1) in _BYTE_UNITS
    ):
        value, width = f"{key} {key_at(words, index + 1)[0].upper()}B", 2
    else:
        return None
    place = index + width
    while (
        key_at(words, place) in ("of", "\n", "ddr4", "ddr5", "system", "main", "physical", "total")
        and place < index + width + 3
    ):
        place += 1
    if key_at(words, place) in _RAM and key_at(words, place + 1) not in _LIMITS:
        if value.endswith("MB") and float(value.split()[0]) < 1000:
            return None
        return Atom(place + 1 - index, _MEMORY, Weight.STRONG, "memory", f"{value} memory")
    return None if value.endswith("MB") else Atom(width, _MEMORY, Weight.WEAK, "bytes", value)


def _disk(words: Sequence[Word], index: int, key: str, before: str) -> Atom | None:
    text = words[index].text
    if key in _DISK_VENDORS:
        return Atom(1, _STORAGE, Weight.WEAK, "vendor", text)
    if before in ("vendor", "drive") and _DISK_MODEL.match(key):
        return Atom(1, _STORAGE, Weight.STRONG, "drive", text)
    if key == "pcie":
        return Atom(1, _STORAGE, Weight.JOIN, "bus", text)
    if key in _DISKS:
        group = "store" if key in _STORES else "disk"
        return Atom(1, _STORAGE, Weight.WEAK, group, text)
    return None


def _network(key: str) -> Atom | None:
    if key in _STRONG_NETWORKS:
        return Atom(1, _NETWORK, Weight.STRONG, "network", key)
    if key in _NETWORKS:
        return Atom(1, _NETWORK, Weight.WEAK, "network", key)
    if key in _PROTOCOLS:
        return Atom(1, _NETWORK, Weight.JOIN, "network", key)
    return None


def _noun(key: str) -> Atom | None:
    if _CLOUD_INSTANCE.match(key):
        return Atom(1, _MACHINE, Weight.STRONG, "cloud", key)
    if key in _VIRTUAL:
        return Atom(1, _MACHINE, Weight.WEAK, "virtual", key)
    if key in _NOUNS:
        return Atom(1, _MACHINE, Weight.WEAK, "noun", key)
    if key in _SYSTEMS:
        return Atom(1, _MACHINE, Weight.JOIN, "os", key)
    return None
