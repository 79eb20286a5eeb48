"""Identity: whether an address on a mail is that of somebody whom one looks for, and why."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lkmltrack.audience.moved_lists import same_list
from lkmltrack.audience.names import is_everybody, local_part, spellings, spells, words_of
from lkmltrack.maintainers.addresses import parse_address
from lkmltrack.model.audience import Expected, Level
from lkmltrack.model.message import Address, Message
from lkmltrack.proposals.people import author_of, find_people, name_key

_SHORTEST_SAME_LOCAL = 5
_MOST_CLOSE_LOOKS = 400
"""So many addresses of one posting are compared letter by letter."""


class Mailmap:
    """The mailmap, asked without regard to case: two addresses with one target are one person's."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        targets: defaultdict[str, set[str]] = defaultdict(set)
        for key, target in addresses.items():
            _, address = parse_address(key)
            targets[(address or key).lower()].add(target.lower())
        # an address that stands for several people stands for none
        self._targets = {key: found.pop() for key, found in targets.items() if len(found) == 1}

    def canonical(self, address: str) -> str:
        """Return the address that an address stands for; the map may lead on once."""
        address = address.lower()
        for _ in range(2):
            address = self._targets.get(address, address)
        return address


@dataclass(slots=True)
class Addressees:
    """The addresses of a posting, each with the names that it is known by."""

    names: dict[str, dict[str, None]] = field(default_factory=dict)
    """By address in small letters: the names beside it in the posting."""
    spelled: dict[str, str] = field(default_factory=dict)
    """By address in small letters: as it was first written."""

    def take(self, addresses: Iterable[Address]) -> None:
        """Add addresses."""
        for one in addresses:
            if one.address:
                known = self.names.setdefault(one.address.lower(), {})
                self.spelled.setdefault(one.address.lower(), one.address)
                if one.name:
                    known.setdefault(one.name)


class Identities:
    """Who is who, as far as a mailmap, a posting and its thread tell.

    ``is_rare`` tells whether only one person is known to have a first name or a local part.
    """

    def __init__(
        self,
        mailmap: Mailmap,
        addressees: Addressees,
        thread: Sequence[Message] = (),
        is_rare: Callable[[str], bool] = lambda local: False,
    ) -> None:
        self._is_rare = is_rare
        self._mailmap = mailmap
        self._addressees = addressees
        self._people = find_people(thread)
        self._said_names = _names_in(thread)
        self._by_canonical: defaultdict[str, list[str]] = defaultdict(list)
        self._by_name: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._by_person: defaultdict[str, list[str]] = defaultdict(list)
        for address, names in addressees.names.items():
            self._enter(address, names)
        self._close_looks = list(addressees.names)[:_MOST_CLOSE_LOOKS]

    def _enter(self, address: str, names: Iterable[str]) -> None:
        self._by_canonical[self._mailmap.canonical(address)].append(address)
        for name in names:
            for key in spellings(name):
                self._by_name[key].setdefault(address, "name")
        for name in self._said_names.get(address, ()):
            for key in spellings(name):
                self._by_name[key].setdefault(address, "thread")
        if address in self._people.by_address:
            self._by_person[self._people.person(Address("", address))].append(address)

    def ties(self, expected: Expected) -> dict[str, str]:
        """Return which addresses of the posting are somebody's, each with what shows it.

        What it says is empty for the very address that is looked for.
        """
        found: dict[str, str] = {}
        own = expected.address.lower()
        if own in self._addressees.names:
            found[own] = ""
        if expected.level is Level.LIST:
            for address in self._close_looks:
                if same_list(own, address):
                    found.setdefault(address, "moved list")
            return found
        for because, addresses in self._certain(expected):
            for address in addresses:
                found.setdefault(address, because)
        if expected.name:
            for address in self._close_looks:
                if address not in found and self._is_spelled(address, expected):
                    found[address] = "address"
        return found

    def _certain(self, expected: Expected) -> Iterable[tuple[str, Iterable[str]]]:
        """Yield what shows that addresses are somebody's, the surest first."""
        others = [other.lower() for other in expected.other_addresses]
        yield "MAINTAINERS", [other for other in others if other in self._addressees.names]
        for mine in (expected.address, *expected.other_addresses):
            yield "mailmap", self._by_canonical.get(self._mailmap.canonical(mine), ())
        for wanted in ("name", "thread"):
            for key in spellings(expected.name):
                known = self._by_name.get(key, {})
                yield wanted, [each for each, because in known.items() if because == wanted]
        for mine in (expected.address, *expected.other_addresses):
            if mine.lower() in self._people.by_address:
                yield "thread", self._by_person.get(self._people.person(Address("", mine)), ())

    def _is_spelled(self, address: str, expected: Expected) -> bool:
        """Whether a local part is theirs; never against a name that it is known by."""
        names = (*self._addressees.names.get(address, ()), *self._said_names.get(address, ()))
        words = words_of(expected.name)
        if any(known and not known & words for known in map(words_of, names)):
            return False
        local = local_part(address)
        if is_everybody(local):
            return False
        if spells(local, expected.name):
            return True
        if local != local_part(expected.address) or len(local) < _SHORTEST_SAME_LOCAL:
            return False
        # many people have the same first name
        is_first_name = local == name_key(expected.name).partition(" ")[0]
        return not is_first_name or self._is_rare(local)


def _names_in(thread: Sequence[Message]) -> dict[str, tuple[str, ...]]:
    """Return the names that the headers of a thread give to addresses.

    An address that unlike people write from is nobody's.
    """
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for message in thread:
        for one in (message.author, author_of(message), *message.recipients):
            if one.address and one.name:
                found[one.address.lower()].setdefault(one.name)
    return {address: tuple(names) for address, names in found.items() if len(names) <= 4}
