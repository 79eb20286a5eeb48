"""Lines made of styled spans, and the one place that turns them into characters.

Every span passes ``mail.visible`` here, whoever made it, so that no command
can forget to. Nothing is ever read as markup: a style is a value, not a text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from lkmltrack.mail.visible import visible


class Style(Enum):
    """What a span is, which decides how it looks."""

    PLAIN = auto()
    TITLE = auto()
    DIM = auto()
    NUMBER = auto()
    NAME = auto()
    NEW = auto()
    GOOD = auto()
    BAD = auto()
    WARNING = auto()
    MATCH = auto()
    TREE = auto()
    HEADER = auto()
    QUOTE = auto()
    DEEP_QUOTE = auto()
    TRAILER = auto()
    ADDED = auto()
    REMOVED = auto()
    HUNK = auto()
    FILE = auto()


# SGR parameters, from the 16 colours that every terminal has and every theme chooses
_COLOURS = {
    Style.TITLE: "1",
    Style.DIM: "2",
    Style.NUMBER: "33",
    Style.NAME: "36",
    Style.NEW: "1;32",
    Style.GOOD: "32",
    Style.BAD: "1;31",
    Style.WARNING: "33",
    Style.MATCH: "1;31",
    Style.TREE: "35",
    Style.HEADER: "34",
    Style.QUOTE: "36",
    Style.DEEP_QUOTE: "32",
    Style.TRAILER: "33",
    Style.ADDED: "32",
    Style.REMOVED: "31",
    Style.HUNK: "36",
    Style.FILE: "1",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line in one style."""

    text: str
    style: Style = Style.PLAIN


Line = Sequence[Span]


def line(*parts: str | Span) -> Line:
    """Build a line from texts and spans.

    >>> line("a ", Span("b", Style.TITLE))[1].text
    'b'
    """
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts)


def one_line(text: str) -> str:
    """Return a text made visible, its line breaks and tabs as spaces: fit for a column.

    >>> one_line("a\\n\\tb")
    'a  b'
    """
    return visible(text).replace("\n", " ").replace("\t", " ")


def characters(spans: Line, coloured: bool) -> str:
    """Return the characters of a line as they go to the terminal, without line end."""
    return "".join(_painted(span) if coloured else _clean(span.text) for span in spans)


def _painted(span: Span) -> str:
    """Return a span's characters between its colour and the way back."""
    colour = _COLOURS.get(span.style)
    text = _clean(span.text)
    return f"\x1b[{colour}m{text}\x1b[0m" if colour and text else text


def _clean(text: str) -> str:
    """Make a span's text visible; a line break in it would forge a line of ours."""
    if text.isascii() and text.isprintable():
        return text
    return visible(text).replace("\n", "␊")
