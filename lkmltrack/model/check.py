"""One answer of a doctor."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked: whether it is well, what was seen, and how to mend it."""

    name: str
    ok: bool
    text: str
    mend: str = ""
