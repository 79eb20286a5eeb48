"""A machine's description as a block to paste into a mail."""

from collections.abc import Sequence
from textwrap import wrap

from lkmltrack.evidence.machine_labels import MACHINE_LABELS
from lkmltrack.model.evidence import EnvironmentFact
from lkmltrack.reports.escaping import one_line

WIDTH = 72
"""Of a line in a mail, as the lists like it."""
_LABEL = 13


def render_machine(facts: Sequence[EnvironmentFact]) -> str:
    """Return the facts, one paragraph per kind, no line wider than a mail's; empty without facts.

    >>> from lkmltrack.model.evidence import EnvironmentKind
    >>> print(render_machine([EnvironmentFact(EnvironmentKind.MEMORY, "64 GiB memory", 0),
    ...                       EnvironmentFact(EnvironmentKind.MEMORY, "no swap", 0)]), end="")
    Memory:      64 GiB memory; no swap
    """
    lines: list[str] = []
    for kind, label in MACHINE_LABELS.items():
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
