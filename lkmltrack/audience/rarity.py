"""Rarity: how many people of MAINTAINERS share a first name or a local part."""

from collections import defaultdict

from lkmltrack.audience.names import local_part
from lkmltrack.maintainers.lookup import Index


class Rarity:
    """Counts people over the whole of an index, the first time that somebody asks."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._people: dict[str, set[str]] = {}

    def is_rare(self, word: str) -> bool:
        """Whether at most one person has a word for first name or local part."""
        if not self._people:
            self._people = self._counted()
        return len(self._people.get(word, ())) <= 1

    def _counted(self) -> dict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for number in range(self._index.count):
            for row in self._index.people(number)[4]:
                if row[0] in ("M", "R"):
                    name = row[1].strip('"')
                    person = name or row[2].lower()
                    found[name.partition(" ")[0]].add(person)
                    found[local_part(row[2])].add(person)
        found.setdefault("", set())
        return found
