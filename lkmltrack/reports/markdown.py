"""A document as Markdown that reads well as it is, and in which mail text stays text.

The markup is what CommonMark and GitHub's tables share. A drawing has no
place in it.
"""

from collections.abc import Iterator

from lkmltrack.reports.document import (
    Block,
    Document,
    Drawing,
    Item,
    Items,
    Line,
    Paragraph,
    Piece,
    Quote,
    Section,
    Table,
    Tone,
)
from lkmltrack.reports.escaping import LONGEST_PIECE, code_span, markdown_text
from lkmltrack.reports.words import message_url

_BOLD = (Tone.STRONG, Tone.GOOD, Tone.BAD, Tone.OPEN)


def render_markdown(document: Document) -> str:
    """Return the document's text."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield f"# {markdown_text(document.title, LONGEST_PIECE).strip()}"
    if document.facts:
        yield ""
    for name, told in document.facts:
        yield f"- **{markdown_text(name)}**: {_line(told)}"
    for block in document.opening:
        yield from _block(block)
    for section in document.sections:
        yield from _section(section)
    if document.closing:
        yield ""
        yield "---"
        yield ""
        yield _line(document.closing)


def _section(section: Section) -> Iterator[str]:
    yield ""
    yield f"## {markdown_text(section.title).strip()}"
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Drawing():
            return
        case Paragraph(line=words):
            yield ""
            yield _line(words)
        case Table():
            yield ""
            yield from _table(block)
        case Items(items=items):
            yield ""
            for item in items:
                yield from _item(item)


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(map(markdown_text, table.heads))} |"
    yield f"|{' --- |' * len(table.heads)}"
    for row in table.rows:
        yield f"| {' | '.join(map(_line, row))} |"


def _item(item: Item) -> Iterator[str]:
    source = f" ({_line(item.source)})" if item.source else ""
    yield f"- {_line(item.lead)}{source}"
    for quote in item.quotes:
        yield f"  - {_quote(quote)}"


def _quote(quote: Quote) -> str:
    parts = [_line(quote.label), f"“{markdown_text(quote.words).strip()}”" if quote.words else ""]
    return ": ".join(part for part in parts if part)


def _line(pieces: Line) -> str:
    return "".join(map(_piece, pieces)).strip()


def _piece(piece: Piece) -> str:
    """Return one piece; blanks at its ends stay outside of the markup, where it would not hold."""
    bare = piece.text.strip()
    if not bare:
        return " " if piece.text else ""
    before = " " if piece.text[0].isspace() else ""
    after = " " if piece.text[-1].isspace() else ""
    write = code_span if piece.tone is Tone.CODE else markdown_text
    text = write(bare, LONGEST_PIECE)
    if piece.tone in _BOLD:
        text = f"**{text}**"
    if url := message_url(piece.message_id):
        text = f"[{text}]({url})"
    return f"{before}{text}{after}"
