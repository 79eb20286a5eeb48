"""Clauses: the parts of a sentence that each say how much of something."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lkmltrack.evidence.claiming.magnitudes import Magnitude, find_magnitudes

_JOINT = re.compile(
    r";\s|,\s(?:and|but|while|whereas|with|which|although|however|or)\s|\s(?:and|but|while|whereas|versus)\s|,\s(?=[-+~]?\d)|\)\s?,\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence, from ``start`` to ``end``, and the magnitudes in it."""

    start: int
    end: int
    magnitudes: tuple[Magnitude, ...]


def clauses(text: str) -> list[Clause]:
    """Return the parts of a sentence with a magnitude of their own; what has none goes with a neighbour."""
    magnitudes = find_magnitudes(text)
    if len(magnitudes) < 2:
        return [Clause(0, len(text), tuple(magnitudes))]
    starts = [0]
    for match in _JOINT.finditer(text):
        if any(one.start < match.end() and match.start() < one.end for one in magnitudes):
            continue
        if _has_one(magnitudes, starts[-1], match.start()) and _has_one(
            magnitudes, match.start(), len(text)
        ):
            starts.append(match.start())
    return [
        Clause(start, end, tuple(one for one in magnitudes if start <= one.start < end))
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
    ]


def _has_one(magnitudes: Sequence[Magnitude], start: int, end: int) -> bool:
    return any(start <= one.start < end for one in magnitudes)
