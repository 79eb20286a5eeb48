"""A document without a form: pieces of text, blocks and sections that any format can render.

Every text is what a mail or a person says, as it is: whoever renders a
document escapes all of it, and knows no text that is exempt.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Tone(StrEnum):
    """What a piece is, which decides how it looks."""

    PLAIN = "plain"
    STRONG = "strong"
    DIM = "dim"
    CODE = "code"
    GOOD = "good"
    BAD = "bad"
    OPEN = "open"
    """Something that waits for somebody."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line; ``message_id`` names the message that it links to."""

    text: str
    tone: Tone = Tone.PLAIN
    message_id: str = ""


Line = tuple[Piece, ...]


def line(*parts: str | Piece) -> Line:
    """Build a line from texts and pieces, empty ones left out.

    >>> line("a ", Piece("b", Tone.STRONG), "")[1].text
    'b'
    """
    pieces = (part if isinstance(part, Piece) else Piece(part) for part in parts)
    return tuple(piece for piece in pieces if piece.text)


def message(message_id: str) -> Piece:
    """Return the piece that names a message; empty for no message."""
    return Piece(message_id, Tone.CODE, message_id)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    line: Line


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under their heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What is said of some words, and the words."""

    label: Line
    words: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One message: who and when, what it says, and its name."""

    lead: Line
    quotes: tuple[Quote, ...] = ()
    source: Line = ()


@dataclass(frozen=True, slots=True)
class Items:
    """Items one below the other."""

    items: tuple[Item, ...]


class Mark(StrEnum):
    """What a mark in a drawing stands for, the weightiest first."""

    APPLIED = "applied"
    NAK = "NAK"
    WITHDRAWN = "withdrawn or reverted"
    POSTING = "posting"
    TRAILER = "trailer"
    REQUEST = "request"
    REPORT = "robot report"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Dot:
    """One message in a drawing: when, what it is, and what is told about it."""

    when: datetime
    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Lane:
    """What one person wrote."""

    name: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment with a name: a posting."""

    when: datetime
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Who wrote when, a lane per person, and the postings across all lanes.

    ``left_out`` counts the messages whose date is impossible or not known.
    """

    title: str
    lanes: tuple[Lane, ...]
    moments: tuple[Moment, ...]
    left_out: int = 0


Block = Paragraph | Table | Items | Drawing


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A title, what is known at a glance, the sections, and where all of it comes from."""

    title: str
    facts: tuple[tuple[str, Line], ...] = ()
    opening: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    closing: Line = ()
