"""What the lines of a machine's description begin with, in the order in which they stand."""

from lkmltrack.model.evidence import EnvironmentKind

MACHINE_LABELS = {
    EnvironmentKind.MACHINE: "Machine",
    EnvironmentKind.CPU: "CPU",
    EnvironmentKind.MICROARCHITECTURE: "Microarch",
    EnvironmentKind.TOPOLOGY: "Topology",
    EnvironmentKind.MEMORY: "Memory",
    EnvironmentKind.STORAGE: "Storage",
    EnvironmentKind.NETWORK: "Network",
    EnvironmentKind.KERNEL: "Kernel",
    EnvironmentKind.COMPILER: "Compiler",
    EnvironmentKind.CONFIG: "Config",
    EnvironmentKind.GOVERNOR: "Frequency",
    EnvironmentKind.MITIGATIONS: "Mitigations",
}
if set(MACHINE_LABELS) != set(EnvironmentKind):
    raise ValueError("a kind of fact without a label")
