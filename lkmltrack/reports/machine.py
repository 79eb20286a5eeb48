"""A machine's description as a block to paste into a mail."""

from collections.abc import Sequence
from textwrap import wrap

from lkmltrack.model.evidence import EnvironmentFact, EnvironmentKind
from lkmltrack.reports.escaping import one_line

WIDTH = 72
"""Of a line in a mail, as the lists like it."""
_LABEL = 13
_LABELS = {
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
if set(_LABELS) != set(EnvironmentKind):
    raise ValueError("a kind of fact without a label")


def render_machine(facts: Sequence[EnvironmentFact]) -> str:
    """Return the facts, one paragraph per kind, no line wider than a mail's; empty without facts.

    >>> print(render_machine([EnvironmentFact(EnvironmentKind.MEMORY, "64 GiB memory", 0),
    ...                       EnvironmentFact(EnvironmentKind.MEMORY, "no swap", 0)]), end="")
    Memory:      64 GiB memory; no swap
    """
    lines: list[str] = []
    for kind, label in _LABELS.items():
        texts = [one_line(fact.text) for fact in facts if fact.kind is kind]
        if texts:
            lines += wrap(
                "; ".join(texts),
                WIDTH,
                initial_indent=f"{label}:".ljust(_LABEL),
                subsequent_indent=" " * _LABEL,
                break_on_hyphens=False,
            )
    return "".join(f"{line}\n" for line in lines)
