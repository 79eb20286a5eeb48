"""``.mailmap`` as get_maintainer.pl reads it: people under the name and address they want."""

from lkmltrack.maintainers.addresses import format_address, parse_address


class Mailmap:
    """Whom a name or an address stands for; keys are as they are written, capitals count."""

    __slots__ = ("addresses", "names")

    def __init__(self, names: dict[str, str], addresses: dict[str, str]) -> None:
        self.names = names
        self.addresses = addresses

    def mapped(self, text: str) -> str:
        """Return somebody as the map has them."""
        name, address = parse_address(text)
        whole = format_address(name, address)
        key = whole if whole in self.names or whole in self.addresses else address
        return format_address(self.names.get(key, name), self.addresses.get(key, address))


def parse_mailmap(text: str) -> Mailmap:
    """Read a map; lines of no known form are passed over."""
    found = Mailmap({}, {})
    for line in text.split("\n"):
        line = line.partition("#")[0].strip()
        if line:
            _take(line, found)
    return found


def _take(line: str, into: Mailmap) -> None:
    """Add what one line says."""
    if not line.endswith(">"):
        return
    before, opening, last = line[:-1].rpartition("<")
    if not opening or not last or ">" in last:
        return
    if "<" not in before:
        if before:
            name, address = parse_address(f"{before.rstrip()} <{last}>")
            into.names[address] = name
        return
    _take_pair(before, last, into)


def _take_pair(before: str, wrong_address: str, into: Mailmap) -> None:
    """Add a line with two addresses: what is right comes first."""
    right, closing, wrong_name = before.rpartition(">")
    right_name, _, right_address = right.rpartition("<")
    if not closing or not right_address:
        return
    wrong_name = wrong_name.strip()
    if not right_name and not wrong_name:
        into.addresses[wrong_address] = right_address
        return
    if not right_name:
        return
    name, address = parse_address(f"{right_name.rstrip()} <{right_address}>")
    key = wrong_address
    if wrong_name:
        key = format_address(*parse_address(f"{wrong_name} <{wrong_address}>"))
    into.names[key] = name
    into.addresses[key] = address
