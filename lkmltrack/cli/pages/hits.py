"""The hits of a search: who, when, what, and the line that shows why."""

from collections.abc import Iterator, Sequence

from lkmltrack.cli.text.cells import cut, pad, width_of
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.cli.text.times import day
from lkmltrack.model.query import And, Field, Hit, Node, Not, Or, Term

_NAME_CELLS = 20
_NARROW = 64
_SEARCHED = frozenset((Field.ANY, Field.SUBJECT, Field.FROM, Field.BODY))
_SHORTEST = 2


def hit_lines(hits: Sequence[Hit], query: Node, width: int) -> Iterator[Line]:
    """Yield two lines a hit, three with the Message-ID."""
    words = sought_words(query)
    for hit in hits:
        yield _first_line(hit, words, width)
        text = one_line(hit.line).strip()
        if text and text != one_line(hit.subject).strip():
            yield [Span("    "), *marked(cut(text, width - 4), words)]
        yield [Span(cut(f"    <{one_line(hit.message_id)}>", width), Style.DIM)]


def _first_line(hit: Hit, words: Sequence[str], width: int) -> Line:
    """Return date, author and subject."""
    name_cells = _NAME_CELLS if width >= _NARROW else _NAME_CELLS // 2
    start = [
        Span(day(hit.date), Style.DIM),
        Span("  "),
        Span(pad(_name(one_line(hit.author)), name_cells), Style.NAME),
        Span("  "),
    ]
    left = width - sum(width_of(span.text) for span in start)
    return [*start, *marked(cut(one_line(hit.subject), left), words)]


def _name(author: str) -> str:
    """Return the display name of an author, the address where there is none."""
    return author.rpartition(" <")[0] or author


def sought_words(query: Node) -> tuple[str, ...]:
    """Return the words that a query wants to see, lower case, longest first."""
    words: set[str] = set()
    waiting = [query]
    while waiting:
        match waiting.pop():
            case Term(field=field, text=text) if field in _SEARCHED:
                words.update(word.lower() for word in text.split() if len(word) >= _SHORTEST)
            case And(parts=parts) | Or(parts=parts):
                waiting.extend(parts)
            case Not() | Term():
                pass
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def marked(text: str, words: Sequence[str]) -> Line:
    """Return a text as spans, the words in it marked."""
    # lower() may change the length of a text, and then places do not fit
    lowered = text.lower() if len(text.lower()) == len(text) else text
    spans: list[Span] = []
    start = position = 0
    while position < len(text):
        found = next((word for word in words if lowered.startswith(word, position)), "")
        if not found:
            position += 1
            continue
        spans += [
            Span(text[start:position]),
            Span(text[position : position + len(found)], Style.MATCH),
        ]
        start = position = position + len(found)
    return [*spans, Span(text[start:])]
