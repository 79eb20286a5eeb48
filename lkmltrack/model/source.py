"""What a bulk source of mail hands out, and what became of it in the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """Some messages of a bulk source, and the cursor that says what comes after them."""

    raws: Sequence[bytes]
    cursor: str


@dataclass(frozen=True, slots=True)
class Added:
    """What a write changed: the message-ids that are new, and how many were known."""

    new: tuple[str, ...]
    known: int


@dataclass(frozen=True, slots=True)
class Attached:
    """What the store knows of a message besides its bytes."""

    lists: tuple[str, ...]
    added: datetime
