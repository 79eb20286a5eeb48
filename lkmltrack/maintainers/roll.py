"""The roll of people and lists: who is called first keeps the role, and nobody is called twice."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lkmltrack.maintainers.lookup import Index
    from lkmltrack.maintainers.mailmap import Mailmap
    from lkmltrack.maintainers.options import Options

_OPEN, _MODERATED, _SUBSCRIBERS = 0, 1, 2
_KINDS = ("open list", "moderated list", "subscriber list")


class Call:
    """Somebody on the roll."""

    __slots__ = ("email", "found_as", "role", "section")

    def __init__(self, email: str, role: str, section: int) -> None:
        self.email = email
        self.role = role
        self.found_as: list[str] = []
        """What commits and files add to the role."""
        self.section = section
        """The number of the section that calls; -1 when it is none."""

    @property
    def roles(self) -> str:
        """The role and what is added to it, as it is printed."""
        if not self.found_as:
            return self.role
        return ",".join([self.role, *self.found_as] if self.role else self.found_as)


class Roll:
    """Everybody that sections, files and commits call, in order."""

    def __init__(self, index: "Index", options: "Options") -> None:
        self._index = index
        self._options = options
        self._prepared: dict[str, tuple[str, str, str, str]] = {}
        self._mailmap: Mailmap | None = None
        self._names: set[str] = set()
        self._addresses: set[str] = set()
        self._list_addresses: set[str] = set()
        self._first_of_name: dict[str, str] = {}
        self._first_of_address: dict[str, str] = {}
        self.people: list[Call] = []
        self.lists: list[Call] = []
        self.subsystems: list[str] = []
        self.states: list[str] = []
        self.substates: list[str] = []
        self.trees: list[str] = []
        self.sites: list[str] = []
        self.bug_places: list[str] = []
        self.invalid: list[str] = []

    def call_section(self, number: int, suffix: str = "") -> None:
        """Put everybody of a section on the roll."""
        name, maintainer, reviewer, list_role, rows = self._index.people(number)
        options = self._options
        self.subsystems.append(name)
        status = "Unknown"
        for row in rows:
            letter = row[0]
            if letter == "M":
                if options.maintainers:
                    self._call(row, maintainer + suffix, number)
            elif letter == "R":
                if options.reviewers:
                    self._call(row, reviewer + suffix, number)
            elif letter == "L":
                self._call_list(row, list_role + suffix, number)
            elif letter == "S":
                status = row[1]
                self.states.append(status + suffix)
            elif letter == "!":
                self.invalid.append(row[1])
            else:
                places = {"T": self.trees, "W": self.sites, "B": self.bug_places}[letter]
                places.append(row[1] + suffix)
        if name != "THE REST" and status != "Maintained":
            self.substates.append(f"{name} status: {status}{suffix}")

    def call_somebody(self, text: str, role: str) -> None:
        """Put somebody on the roll who is found elsewhere, or add a role to who is on it."""
        from lkmltrack.maintainers.addresses import format_address, parse_address

        name, address = parse_address(text)
        if not address:
            return
        if not self._options.remove_duplicates or not self._is_known(name.lower(), address.lower()):
            self.people.append(Call(format_address(name, address, self._options.names), "", -1))
        self._add_role(name, address, role)

    def deduplicate(self) -> None:
        """Give everybody the name and the address that the mailmap and the first call say."""
        for call in self.people + self.lists:
            call.email = self.deduplicated(call.email)

    def deduplicated(self, email: str) -> str:
        """Return somebody as the mailmap has them, or as somebody of that name was called before."""
        mapped, name, address, final = self._mapping_of(email)
        if not self._options.remove_duplicates:
            return mapped
        known = self._first_of_name.get(name) if name else None
        if known is None:
            known = self._first_of_address.get(address)
        if known is None:
            known = self._first_of_name[name] = self._first_of_address[address] = final
        return known

    def mapped(self, email: str) -> str:
        """Return somebody as the mailmap has them."""
        return self._map().mapped(email)

    def add(self, email: str, role: str) -> None:
        """Put somebody on the roll, known or not."""
        self.people.append(Call(email, role, -1))

    def drop_role(self, role: str) -> None:
        """Take everybody of a role off the roll, unless nobody else is on it."""
        self.people = [call for call in self.people if call.role != role] or self.people

    def drop(self, email: str) -> None:
        """Take somebody off the roll."""
        self.people = [call for call in self.people if email not in call.email]

    def merged(self) -> list[Call]:
        """Return everybody once: people, then lists."""
        found: dict[str, Call] = {}
        for calls, is_wanted in (
            (self.people, self._options.email),
            (self.lists, self._options.lists),
        ):
            for call in calls if is_wanted else ():
                found.setdefault(call.email, call)
        return list(found.values())

    def _call(self, row: "Any", role: str, number: int) -> None:
        """Put one row of a section on the roll, unless they are on it."""
        _, name, address, email, *prepared = row
        if not self._options.names:
            email = address
        elif self._options.mailmap:
            self._prepared[email] = tuple(prepared)
        if self._options.remove_duplicates and self._is_known(name, address.lower()):
            return
        self.people.append(Call(email, role, number))

    def _call_list(self, row: "Any", role: str, number: int) -> None:
        """Put a mailing list on the roll, unless it is on it or not wanted."""
        _, address, kind, *prepared = row
        options = self._options
        is_wanted = options.subscribers if kind == _SUBSCRIBERS else options.lists
        if not is_wanted or (kind == _MODERATED and not options.moderated):
            return
        key = address.lower()
        if key not in self._list_addresses:
            self._list_addresses.add(key)
            if options.mailmap:
                self._prepared[address] = tuple(prepared)
            self.lists.append(Call(address, _KINDS[kind] + role, number))

    def _is_known(self, name: str, address: str) -> bool:
        """Whether a name or an address was called before; remembers both when it was not."""
        if (name and name in self._names) or address in self._addresses:
            return True
        if name:
            self._names.add(name)
        self._addresses.add(address)
        return False

    def _add_role(self, name: str, address: str, role: str) -> None:
        """Add a role to everybody on the roll who has the name or the address."""
        from lkmltrack.maintainers.addresses import format_address, parse_address

        email = format_address(name, address, self._options.names)
        for call in self.people:
            if self._options.remove_duplicates:
                call_name, call_address = parse_address(call.email)
                is_it = name == call_name or address == call_address
            else:
                is_it = email == call.email
            if is_it and role not in call.roles:
                call.found_as.append(role)

    def _mapping_of(self, email: str) -> "tuple[str, str, str, str]":
        """Return (mapped, lower name, lower address, mapped once more), prepared or made now."""
        known = self._prepared.get(email)
        if known is None:
            from lkmltrack.maintainers.addresses import parse_address

            mailmap = self._map()
            mapped = mailmap.mapped(email)
            name, address = parse_address(mapped)
            final = mailmap.mapped(mapped)
            known = self._prepared[email] = (mapped, name.lower(), address.lower(), final)
        return known

    def _map(self) -> "Mailmap":
        """Return the mailmap, empty when it is not wanted."""
        if self._mailmap is None:
            from lkmltrack.maintainers.mailmap import Mailmap

            names, addresses = self._index.mailmap() if self._options.mailmap else ({}, {})
            self._mailmap = Mailmap(names, addresses)
        return self._mailmap
