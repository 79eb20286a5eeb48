"""Which messages belong together: by References and In-Reply-To, as public-inbox joins them."""

from lkmltrack.adapters.mailbox.walking import Place
from lkmltrack.mail.headers import message_start, read_header
from lkmltrack.mail.identity import own_id, referred_ids

_FIELDS = frozenset((b"message-id", b"in-reply-to", b"references"))


class ReferenceIndex:
    """Places of messages, and sets of message-ids that refer to one another."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._parents: list[int] = []
        self._places: dict[int, list[Place]] = {}
        self._members: dict[int, list[int]] | None = None

    def add(self, raw: bytes, place: Place) -> None:
        """Take a message in."""
        header = read_header(raw, message_start(raw), len(raw), _FIELDS)
        message_id, _ = own_id(header.all(b"message-id"), raw)
        own = self._number(message_id)
        self._places.setdefault(own, []).append(place)
        for name in (b"in-reply-to", b"references"):
            for other in referred_ids(header.all(name), ()):
                self._join(own, self._number(other))
        self._members = None

    def copies(self, message_id: str) -> list[Place]:
        """Return where a message is; empty when it is not here."""
        number = self._numbers.get(message_id)
        return [] if number is None else self._places.get(number, [])

    def thread(self, message_id: str) -> list[Place]:
        """Return where the messages of a thread are; a ghost's id works too."""
        number = self._numbers.get(message_id)
        if number is None:
            return []
        if self._members is None:
            self._members = self._gather()
        members = self._members.get(self._root(number), [])
        return [place for member in members for place in self._places[member]]

    def _number(self, message_id: str) -> int:
        number = self._numbers.setdefault(message_id, len(self._parents))
        if number == len(self._parents):
            self._parents.append(number)
        return number

    def _root(self, number: int) -> int:
        parents = self._parents
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    def _join(self, one: int, other: int) -> None:
        one, other = self._root(one), self._root(other)
        # the older number is the root, so that a thread keeps the order of arrival
        self._parents[max(one, other)] = min(one, other)

    def _gather(self) -> dict[int, list[int]]:
        members: dict[int, list[int]] = {}
        for number in self._places:
            members.setdefault(self._root(number), []).append(number)
        return members
