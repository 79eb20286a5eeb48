"""Facts about who looks after what: the sections of MAINTAINERS and the people found by them."""

from dataclasses import dataclass
from typing import NamedTuple


class Entry(NamedTuple):
    """One line of a section: ``M: Ada Author <ada@example.org>``."""

    letter: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """A block of MAINTAINERS."""

    name: str
    entries: tuple[Entry, ...]
    place: int = 0
    """How many lines that count stand before its entries; get_maintainer.pl sorts by it."""

    def values(self, letter: str) -> tuple[str, ...]:
        """Return what its lines of one letter say."""
        return tuple(entry.value for entry in self.entries if entry.letter == letter)

    @property
    def status(self) -> str:
        """What its last ``S:`` line says; empty without one."""
        return ("", *self.values("S"))[-1]

    @property
    def is_maintained(self) -> bool:
        """Whether somebody maintains or supports it, and is named."""
        states = [value.lower() for value in self.values("S")]
        has_state = any("maintain" in state or "support" in state for state in states)
        return has_state and bool(self.values("M"))


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who ought to get a mail, and as what."""

    name: str
    """Empty for a list."""
    address: str
    role: str
    """In the words of get_maintainer.pl, without the section."""
    section: str
    """The whole name of the section it comes from; empty when it comes from git or a file."""
