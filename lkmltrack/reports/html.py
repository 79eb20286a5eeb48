"""A document as one HTML page that stands alone: no script, nothing fetched from anywhere.

Every text goes through ``html_text``; the only links are those of
``message_url``, which makes none of a message-id that no mail can have.
"""

from collections.abc import Iterator
from itertools import chain

from lkmltrack.reports.document import (
    Block,
    Document,
    Drawing,
    Item,
    Items,
    Line,
    Mark,
    Paragraph,
    Piece,
    Quote,
    Section,
    Table,
    Tone,
)
from lkmltrack.reports.escaping import LONGEST_PIECE, html_text
from lkmltrack.reports.style import STYLE
from lkmltrack.reports.svg import render_legend_mark, render_svg
from lkmltrack.reports.words import counted, message_url

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_SHORT = 14
"""A cell up to so long is never broken."""


def render_html(document: Document) -> str:
    """Return the page."""
    return "\n".join(chain(_head(document), _body(document))) + "\n"


def _head(document: Document) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    # before anything that it has to keep from loading
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="generator" content="lkmltrack">'
    yield f"<title>{html_text(document.title, LONGEST_PIECE) or 'lkmltrack'}</title>"
    yield f"<style>\n{STYLE}</style>"
    yield "</head>"


def _body(document: Document) -> Iterator[str]:
    yield "<body>"
    yield "<main>"
    yield f'<h1 dir="auto">{html_text(document.title, LONGEST_PIECE)}</h1>'
    if document.facts:
        yield '<dl class="facts">'
        for name, told in document.facts:
            yield f"<dt>{html_text(name)}</dt> <dd>{_line(told)}</dd>"
        yield "</dl>"
    for block in document.opening:
        yield from _block(block)
    for section in document.sections:
        yield from _section(section)
    if document.closing:
        yield f"<footer>{_line(document.closing)}</footer>"
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _section(section: Section) -> Iterator[str]:
    yield "<section>"
    yield f"<h2>{html_text(section.title)}</h2>"
    for block in section.blocks:
        yield from _block(block)
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(line=words):
            yield f"<p>{_line(words)}</p>"
        case Table():
            yield from _table(block)
        case Items(items=items):
            yield '<ul class="items">'
            yield from map(_item, items)
            yield "</ul>"
        case Drawing():
            yield from _figure(block)


def _table(table: Table) -> Iterator[str]:
    heads = " ".join(f'<th scope="col">{html_text(head)}</th>' for head in table.heads)
    yield f"<table><thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        cells = zip(table.heads, row, strict=True)
        yield f"<tr>{' '.join(_cell(head, words) for head, words in cells)}</tr>"
    yield "</tbody></table>"


def _cell(head: str, words: Line) -> str:
    """Return a cell; where rows are stacked on a small screen it brings its head along."""
    is_short = sum(len(piece.text) for piece in words) <= _SHORT
    kind = ' class="short"' if is_short and words else ""
    named = f' data-head="{html_text(head)}"' if words and head else ""
    return f"<td{kind}{named}>{_line(words)}</td>"


def _item(item: Item) -> str:
    source = [f'<div class="source">{_line(item.source)}</div>'] if item.source else []
    parts = [f"<div>{_line(item.lead)}</div>", *map(_quote, item.quotes), *source]
    # a blank between blocks, for whoever copies the text or reads it without a style
    return f"<li>{' '.join(parts)}</li>"


def _quote(quote: Quote) -> str:
    label = f"<div>{_line(quote.label)}</div>" if quote.label else ""
    words = f'<q dir="auto">{html_text(quote.words)}</q>' if quote.words else ""
    return f'<div class="quote">{label} {words}</div>'


def _figure(drawing: Drawing) -> Iterator[str]:
    yield "<figure>"
    left_out = ""
    if drawing.left_out:
        mails = counted(drawing.left_out, "message")
        left_out = f" ({mails} with no date, or an impossible one, left out)"
    yield f"<figcaption>{html_text(drawing.title + left_out)}</figcaption>"
    yield render_svg(drawing)
    used = {dot.mark for lane in drawing.lanes for dot in lane.dots}
    yield '<ul class="legend">'
    for mark in Mark:
        if mark in used:
            yield f"<li>{render_legend_mark(mark)}{html_text(mark.value)}</li>"
    yield "</ul>"
    yield "</figure>"


def _line(pieces: Line) -> str:
    return "".join(map(_piece, pieces))


def _piece(piece: Piece) -> str:
    """Return one piece; a text of another writing direction cannot turn what stands around it."""
    text = html_text(piece.text, LONGEST_PIECE)
    match piece.tone:
        case Tone.CODE:
            text = f"<code>{text}</code>"
        case Tone.PLAIN:
            text = text if text.isascii() else f"<bdi>{text}</bdi>"
        case tone:
            text = f'<bdi class="{tone.value}">{text}</bdi>'
    url = message_url(piece.message_id)
    return f'<a href="{html_text(url)}" rel="noreferrer">{text}</a>' if url else text
