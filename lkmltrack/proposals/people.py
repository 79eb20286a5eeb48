"""People: who wrote, under which names and addresses."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lkmltrack.model.message import Address, Message, Origin
from lkmltrack.model.proposal import Participant

_VIA = re.compile(r"\s+via\s+[^<>]{1,80}$", re.IGNORECASE)
_PARENTHESES = re.compile(r"\([^()]{0,80}\)")
_MASK = re.compile(r"x{4,}|\.\.\.|\*{3,}|\[email", re.IGNORECASE)
_LONGEST_NAME = 200


def author_of(message: Message) -> Address:
    """Return who wrote a message, seen through what a list or a relay made of the From line.

    A name of the form "Ada via some list" gives the name back, and the address
    that Reply-To names; the address is empty when nobody but the list is named.
    """
    author = message.author
    name = author.name[:_LONGEST_NAME]
    if message.origin is Origin.PAGE and _MASK.search(author.address):
        return Address(_VIA.sub("", name), "")
    if " via " not in name.lower():
        return author
    name = _VIA.sub("", name).strip("'\" ")
    if author.address.startswith("devnull+"):
        # a relay keeps one address per person
        return _first_person(message.reply_to, author.address, name) or Address(
            name, author.address
        )
    return _first_person(message.reply_to, author.address, name) or Address(name, "")


def _first_person(candidates: Iterable[Address], rewritten: str, name: str) -> Address | None:
    """Return the candidate that can be the person of that name rather than a list."""
    for candidate in candidates:
        if not candidate.address or candidate.address.lower() == rewritten.lower():
            continue
        if not candidate.name or name_key(candidate.name) == name_key(name):
            return Address(name, candidate.address)
    return None


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """Return what two spellings of one person's name share; empty when the name says too little.

    >>> name_key("Babka, Vlastimil (SUSE)") == name_key("Vlastimil  Babka")
    True
    >>> name_key("Ada")
    ''
    """
    name = _VIA.sub("", _PARENTHESES.sub(" ", name[:_LONGEST_NAME]))
    last, comma, first = name.partition(",")
    if comma and first.strip():
        name = f"{first} {last}"
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", name).casefold()
        if not unicodedata.combining(character)
    )
    words = re.findall(r"[^\W_]+", plain)
    full = [word for word in words if len(word) > 1 or not word.isascii()]
    if len(full) < 2 and not any(not word.isascii() for word in full):
        return ""
    return " ".join(full)


@dataclass(frozen=True)
class People:
    """Who is who among the authors of some messages: one number per person."""

    by_address: dict[str, int]
    by_name: dict[str, int]

    def person(self, address: Address) -> str:
        """Return a key of the person; the same for all of that person's addresses and names."""
        found = self.by_address.get(address.address.lower())
        if found is None:
            found = self.by_name.get(name_key(address.name))
        if found is not None:
            return f"#{found}"
        return address.address.lower() or name_key(address.name) or address.name.strip().lower()

    def is_same(self, one: Address, other: Address) -> bool:
        """Whether two addresses are the same person's."""
        key = self.person(one)
        return bool(key) and key == self.person(other)


def find_people(messages: Sequence[Message]) -> People:
    """Tell the authors apart: one person per address, and per full name.

    An address that serves people of unlike names (a forge's or a list's) says nothing.
    """
    names_of: dict[str, dict[str, None]] = {}
    for message in messages:
        author = author_of(message)
        names_of.setdefault(author.address.lower(), {}).setdefault(name_key(author.name))
    union = _Union()
    for address, names in names_of.items():
        is_shared = not address or _are_unlike(names)
        if not is_shared:
            union.add(f"<{address}")
        for name in filter(None, names):
            union.add(name)
            if not is_shared:
                union.join(f"<{address}", name)
    numbers: dict[str, int] = {}
    by_address: dict[str, int] = {}
    by_name: dict[str, int] = {}
    for key in union.parents:
        number = numbers.setdefault(union.top(key), len(numbers))
        if key.startswith("<"):
            by_address[key[1:]] = number
        else:
            by_name[key] = number
    return People(by_address, by_name)


def _are_unlike(names: Iterable[str]) -> bool:
    """Whether names are three or more and share no word."""
    words = [set(name.split()) for name in names if name]
    return len(words) > 2 and not set.intersection(*words)


class _Union:
    """Keys that were found to mean the same."""

    def __init__(self) -> None:
        self.parents: dict[str, str] = {}

    def add(self, key: str) -> None:
        self.parents.setdefault(key, key)

    def top(self, key: str) -> str:
        while self.parents[key] != key:
            self.parents[key] = self.parents[self.parents[key]]
            key = self.parents[key]
        return key

    def join(self, one: str, other: str) -> None:
        self.parents[self.top(other)] = self.top(one)


def find_participants(messages: Sequence[Message]) -> tuple[Participant, ...]:
    """Return who wrote, by number of messages, then by who wrote first."""
    people = find_people(messages)
    written: dict[str, list[Address]] = {}
    for message in sorted(messages, key=_when):
        author = author_of(message)
        written.setdefault(people.person(author), []).append(author)
    found = [_participant(addresses) for addresses in written.values()]
    return tuple(sorted(found, key=lambda participant: -participant.messages))


def _when(message: Message) -> float:
    return message.when.timestamp() if message.when else float("inf")


def _participant(written: list[Address]) -> Participant:
    """Return one person: the name and address used most, then the others."""
    names = Counter(address.name for address in written if address.name)
    addresses = Counter(address.address for address in written if address.address)
    spellings: dict[str, str] = {}
    for address, _ in addresses.most_common():
        spellings.setdefault(address.lower(), address)
    kept = list(spellings.values())
    return Participant(
        name=names.most_common(1)[0][0] if names else "",
        address=kept[0] if kept else "",
        messages=len(written),
        other_addresses=tuple(kept[1:]),
    )
