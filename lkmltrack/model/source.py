"""What a bulk source of mail hands out."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Batch:
    """Some messages of a bulk source, and the cursor that says what comes after them."""

    raws: Sequence[bytes]
    cursor: str
