"""Gathering: the reasons of many patches, put together person by person."""

from dataclasses import dataclass, field

from lkmltrack.maintainers.addresses import parse_address, plain_name
from lkmltrack.model.audience import Expected, Level, Reason

_MOST_REASONS = 500
"""A patch may touch every file of a tree; nobody reads more reasons than this."""
_LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Somebody as one section names them."""

    name: str
    address: str
    level: Level
    role: str
    also: str = ""
    """The address in the section, when it is another one."""

    @classmethod
    def of(cls, email: str, level: Level, role: str, also: str = "") -> "Gathered":
        """Return somebody whom get_maintainer.pl prints as ``email``."""
        name, address = parse_address(email)
        if not address:
            name, address = "", email
        return cls(plain_name(name), address, level, role, also)


@dataclass(slots=True)
class _Person:
    """Somebody with what was found so far."""

    name: str
    address: str
    reasons: dict[tuple[Level, Reason], tuple[int, str]] = field(default_factory=dict)
    """How far away each is, and the role that it gives."""
    patches: dict[str, None] = field(default_factory=dict)
    others: dict[str, None] = field(default_factory=dict)
    fallback: tuple[Level, str] = (Level.SUGGESTED, "")


class Gathering:
    """Everybody found so far; the same name or address is the same person."""

    def __init__(self) -> None:
        self._people: list[_Person] = []
        self._by_name: dict[str, _Person] = {}
        self._by_address: dict[str, _Person] = {}
        self._patch = ""

    def begin_patch(self, message_id: str) -> None:
        """Let what is added next be about another patch."""
        self._patch = message_id

    def add(self, one: Gathered, reason: Reason, far: int) -> None:
        """Add a reason for somebody."""
        person = self._person(one)
        person.patches.setdefault(self._patch)
        key = (one.level, reason)
        if key not in person.reasons and len(person.reasons) >= _MOST_REASONS:
            return
        if far < person.reasons.get(key, (far + 1, ""))[0]:
            person.reasons[key] = (far, one.role)

    def add_if_new(self, one: Gathered) -> None:
        """Add somebody without a reason, unless there is one for this patch."""
        person = self._person(one)
        if self._patch not in person.patches:
            person.patches.setdefault(self._patch)
            person.fallback = (one.level, one.role)

    def ranked(self) -> list[Expected]:
        """Return everybody, by level, then by how far away their closest reason is."""
        found = [_expected(person) for person in self._people]
        found.sort(key=lambda pair: (_LEVELS.index(pair[1].level), pair[0]))
        return [expected for _, expected in found]

    def _person(self, one: Gathered) -> _Person:
        name, address = one.name.lower(), one.address.lower()
        person = self._by_address.get(address) or (self._by_name.get(name) if name else None)
        if person is None:
            person = _Person(one.name, one.address)
            self._people.append(person)
        self._by_address.setdefault(address, person)
        if name:
            self._by_name.setdefault(name, person)
            person.name = person.name or one.name
        for other in (one.address, one.also):
            if other and other.lower() != person.address.lower():
                person.others.setdefault(other)
        return person


def _expected(person: _Person) -> tuple[int, Expected]:
    """Return (how far the closest reason is, the person): of many levels the strongest counts."""
    level, role, far = *person.fallback, _MOST_REASONS
    levels = {found for found, _ in person.reasons}
    if levels:
        # an address that a section calls a list is one, whatever others call it
        level = Level.LIST if Level.LIST in levels else min(levels, key=_LEVELS.index)
    order = sorted(person.reasons.items(), key=lambda item: (item[0][0] is not level, item[1][0]))
    if order:
        far, role = order[0][1]
    return far, Expected(
        name="" if level is Level.LIST else person.name,
        address=person.address,
        level=level,
        role=role,
        reasons=tuple(dict.fromkeys(reason for (_, reason), _ in order)),
        for_patches=tuple(person.patches),
        other_addresses=tuple(person.others),
    )
