"""A search in public-inbox's query language, taken apart."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Field(StrEnum):
    """Where a term is looked for; the values are public-inbox's prefixes."""

    ANY = ""
    SUBJECT = "s"
    FROM = "f"
    TO = "t"
    CC = "c"
    BODY = "b"
    DATE = "d"
    LIST = "l"
    FILE = "dfn"
    MESSAGE_ID = "m"
    OWN = "nq"
    """What the sender wrote, without quotes and diffs."""
    QUOTED = "q"
    """Quotes and diffs."""
    RECEIVED = "rt"


@dataclass(frozen=True, slots=True)
class Term:
    """Words to find in a field, all of them in this order when ``is_phrase``.

    ``is_prefix`` is set for ``word*``. For DATE and RECEIVED the bounds are
    used and ``text`` is empty: ``since`` is inclusive, ``until`` exclusive,
    both UTC.
    """

    field: Field
    text: str
    is_phrase: bool = False
    is_prefix: bool = False
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that ``part`` does not find."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """What all parts find."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What any part finds."""

    parts: tuple["Node", ...]


Node = Term | Not | And | Or


@dataclass(frozen=True, slots=True)
class Hit:
    """One message that a search found, with the line that shows why.

    ``score`` is higher for a better match.
    """

    message_id: str
    subject: str
    author: str
    date: datetime | None
    line: str
    score: float
