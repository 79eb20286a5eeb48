"""The people and lists of ranked sections, those of the best section first."""

from collections.abc import Iterable, Iterator, Sequence

from lkmltrack.maintainers.addresses import parse_address, plain_name
from lkmltrack.maintainers.roster import Roster
from lkmltrack.model.audience import Expected, Level, RankedSection, Reason

_LIST_KINDS = ("open list", "moderated list", "subscriber list")
_SUBSCRIBERS = 2
_LEVELS = {"M": Level.MAINTAINER, "R": Level.REVIEWER, "L": Level.LIST}


def people_of(sections: Sequence[RankedSection], roster: Roster) -> tuple[Expected, ...]:
    """Return everybody once, as what the best section has them, with a reason from each section."""
    numbers = _numbers([section.name for section in sections], roster)
    found: list[Expected] = []
    reasons: list[list[Reason]] = []
    places: dict[str, int] = {}
    for section in sections:
        for name, address, level, role in _rows(numbers.get(section.name, ()), roster):
            keys = [key for key in (address.lower(), name.lower()) if key]
            place = next((places[key] for key in keys if key in places), len(found))
            if place == len(found):
                found.append(Expected(name, address, level, role, ()))
                reasons.append([])
            for key in keys:
                places.setdefault(key, place)
            if section.reasons and section.reasons[0] not in reasons[place]:
                reasons[place].append(section.reasons[0])
    return tuple(
        Expected(one.name, one.address, one.level, one.role, tuple(why))
        for one, why in zip(found, reasons, strict=True)
    )


def _numbers(names: Sequence[str], roster: Roster) -> dict[str, list[int]]:
    """Return the numbers of sections by their name; a name can stand twice."""
    wanted = set(names)
    numbers: dict[str, list[int]] = {}
    for number in range(roster.index.count) if wanted else ():
        name = str(roster.index.people(number)[0])
        if name in wanted:
            numbers.setdefault(name, []).append(number)
    return numbers


def _rows(numbers: Iterable[int], roster: Roster) -> Iterator[tuple[str, str, Level, str]]:
    """Yield (name, address, level, role): maintainers, reviewers and lists, as the mailmap has them."""
    chief = roster.index.profile.chief[1].lower()
    found = []
    for number in numbers:
        _, maintainer, reviewer, _, rows = roster.index.people(number)
        roles = {"M": maintainer.partition(":")[0], "R": reviewer.partition(":")[0]}
        for row in rows:
            letter = row[0]
            if letter == "L" and row[2] != _SUBSCRIBERS:
                found.append(("", str(row[1]), Level.LIST, _LIST_KINDS[row[2]]))
            elif letter in roles:
                name, address = parse_address(str(row[-1]))
                if address.lower() != chief:
                    found.append((plain_name(name), address, _LEVELS[letter], roles[letter]))
    yield from sorted(found, key=lambda each: list(Level).index(each[2]))
