"""Going through a bulk source mail by mail, with a cursor to go on from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from lkmltrack.errors import BadInputError
from lkmltrack.model.source import Batch

Place = tuple[str, int, int]
"""Where a mail is found again: a name that its source understands, and two numbers."""


@dataclass(frozen=True, slots=True)
class Found:
    """One mail of a source, and where it is."""

    raw: bytes
    place: Place


class Walk(Protocol):
    """A way through a source; ``cursor`` says what comes after the last mail found."""

    def __iter__(self) -> Iterator[Found]:
        """Yield what comes after the cursor that the walk began with."""

    @property
    def cursor(self) -> str:
        """Where to go on, as of the last mail that was yielded."""

    @property
    def can_stop(self) -> bool:
        """Whether the cursor covers every mail yielded so far, and no other."""


class Shelf(Protocol):
    """A source whose mails can also be read one by one."""

    name: str

    def walk(self, cursor: str) -> Walk:
        """Return a walk over what comes after a cursor."""

    def raws(self, places: list[Place]) -> list[bytes]:
        """Return the mails at some places, in that order."""


def in_batches(walk: Walk, cursor: str, size: int) -> Iterator[Batch]:
    """Yield what a walk finds in batches of ``size`` or a little more.

    When the source turns out to be damaged, what was read before the damage
    comes first and the complaint after it.
    """
    raws: list[bytes] = []
    damage: BadInputError | None = None
    reached = cursor
    try:
        for found in walk:
            raws.append(found.raw)
            if len(raws) >= size and walk.can_stop:
                reached = walk.cursor
                yield Batch(raws, reached)
                raws = []
    except BadInputError as error:
        damage = error
    if raws or walk.cursor != reached:
        yield Batch(raws, walk.cursor)
    if damage is not None:
        raise damage
