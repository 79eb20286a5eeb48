"""Disks and network cards: models and speeds, no names of files and no addresses."""

from collections import Counter
from collections.abc import Iterator

from lkmltrack.adapters.environment.kernel_files import KernelFiles, chosen
from lkmltrack.adapters.environment.surroundings import shown_size

_SECTOR = 512
_MOST = 6
_UNREAL = ("loop", "ram", "sr", "fd", "zram", "dm-", "md", "nbd")
_MEGABIT = 1000


def storage_texts(files: KernelFiles) -> Iterator[str]:
    """Yield each kind of disk once with how many there are, and the root file system."""
    disks = [
        text
        for name in files.names("sys/block")
        if not name.startswith(_UNREAL) and (text := _disk(name, files))
    ]
    yield from _grouped(disks)
    for line in files.read("proc/mounts").split("\n"):
        words = line.split()
        if len(words) > 2 and words[1] == "/" and words[2] != "rootfs":
            yield f"root file system {words[2]}"
            break


def network_texts(files: KernelFiles) -> Iterator[str]:
    """Yield each kind of network card once with how many there are."""
    yield from _grouped(
        [
            text
            for name in files.names("sys/class/net")
            if files.has(f"sys/class/net/{name}/device") and (text := _card(name, files))
        ]
    )


def _disk(name: str, files: KernelFiles) -> str:
    """Return what a disk is; empty for one without a size."""
    place = f"sys/block/{name}"
    sectors = files.read(f"{place}/size")
    if not sectors.isdecimal() or not int(sectors[:15]):
        return ""
    kind = "nvme" if name.startswith("nvme") else name.rstrip("0123456789")[:2]
    model = files.read(f"{place}/device/model") or {"vd": "virtio disk"}.get(kind, kind)
    spins = files.read(f"{place}/queue/rotational")
    parts = [" ".join(model.split()), shown_size(int(sectors[:15]) * _SECTOR)]
    if spins in ("0", "1"):
        parts.append("rotating" if spins == "1" else "not rotating")
    if scheduler := chosen(files.read(f"{place}/queue/scheduler")):
        parts.append(f"scheduler {scheduler}")
    return ", ".join(parts)


def _card(name: str, files: KernelFiles) -> str:
    """Return a card's driver and speed; empty when neither is told."""
    driver = files.link(f"sys/class/net/{name}/device/driver")
    speed = files.read(f"sys/class/net/{name}/speed")
    parts = [driver] if driver else []
    if speed.isdecimal() and 0 < len(speed) < 9:
        megabits = int(speed)
        is_whole = megabits >= _MEGABIT
        parts.append(f"{megabits / _MEGABIT:g} Gbit/s" if is_whole else f"{megabits} Mbit/s")
    return ", ".join(parts)


def _grouped(texts: list[str]) -> Iterator[str]:
    """Yield each text once, with how often it stands there."""
    groups = Counter(texts).most_common()
    for text, count in groups[:_MOST]:
        yield text if count == 1 else f"{count} x {text}"
    if len(groups) > _MOST:
        yield f"and {len(groups) - _MOST} other kinds"
