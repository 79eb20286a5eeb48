"""A machine's description, as ``evidence environment`` prints it, read back."""

from lkmltrack.evidence.machine_labels import MACHINE_LABELS
from lkmltrack.model.evidence import Document, EnvironmentFact

_KINDS = {label.lower(): kind for kind, label in MACHINE_LABELS.items()}
_FEWEST = 3
_MOST_LINES = 200
_LONGEST_LINE = 500


def read_machine(text: str, name: str) -> Document | None:
    """Return the facts of a description; None for a text that is anything else."""
    found: list[tuple[str, int, list[str]]] = []
    lines = text.split("\n", _MOST_LINES)
    if len(lines) > _MOST_LINES:
        return None
    for number, line in enumerate(lines, 1):
        line = line[:_LONGEST_LINE].rstrip()
        label, colon, rest = line.partition(":")
        if colon and label.lower() in _KINDS:
            found.append((label.lower(), number, [rest.strip()]))
        elif line[:1] == " " and found:
            found[-1][2].append(line.strip())
        elif line:
            return None
    if len(found) < _FEWEST:
        return None
    facts = tuple(
        EnvironmentFact(_KINDS[label], " ".join(parts), number) for label, number, parts in found
    )
    return Document(name, environment=facts)
