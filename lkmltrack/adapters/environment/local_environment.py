"""Everything about a machine that a measurement depends on, without what names its owner.

No program is run, and no host name, address, serial number, user or file
system id is read: what is printed is meant for a public list.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from lkmltrack.adapters.environment.devices import network_texts, storage_texts
from lkmltrack.adapters.environment.kernel import (
    command_line_texts,
    compiler_texts,
    config_texts,
    kernel_texts,
    mitigation_texts,
)
from lkmltrack.adapters.environment.kernel_files import KernelFiles
from lkmltrack.adapters.environment.processors import (
    governor_texts,
    processor_texts,
    topology_texts,
)
from lkmltrack.adapters.environment.surroundings import machine_texts, memory_texts
from lkmltrack.mail.visible import visible_line
from lkmltrack.model.evidence import EnvironmentFact, EnvironmentKind

_LONGEST = 400
_READERS: tuple[tuple[EnvironmentKind, Callable[[KernelFiles], Iterator[str]]], ...] = (
    (EnvironmentKind.MACHINE, machine_texts),
    (EnvironmentKind.CPU, processor_texts),
    (EnvironmentKind.TOPOLOGY, topology_texts),
    (EnvironmentKind.MEMORY, memory_texts),
    (EnvironmentKind.STORAGE, storage_texts),
    (EnvironmentKind.NETWORK, network_texts),
    (EnvironmentKind.KERNEL, kernel_texts),
    (EnvironmentKind.COMPILER, compiler_texts),
    (EnvironmentKind.CONFIG, config_texts),
    (EnvironmentKind.CONFIG, command_line_texts),
    (EnvironmentKind.GOVERNOR, governor_texts),
    (EnvironmentKind.MITIGATIONS, mitigation_texts),
)


class LocalEnvironment:
    """Reads the description of the machine whose /proc and /sys are below ``root``."""

    def __init__(self, root: Path = Path("/")) -> None:
        self._files = KernelFiles(root)

    def facts(self) -> list[EnvironmentFact]:
        """Return what can be read, hardware first; what cannot be read is left out."""
        return [
            EnvironmentFact(kind, visible_line(text)[:_LONGEST], 0)
            for kind, texts in _READERS
            for text in texts(self._files)
        ]
