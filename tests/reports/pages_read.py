"""Reads a rendered page back, and says what in it is not ours."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import lxml.html

OURS: dict[str, set[str]] = {
    "html": {"lang"},
    "head": set(),
    "meta": {"charset", "http-equiv", "content", "name"},
    "title": set(),
    "style": set(),
    "body": set(),
    "main": set(),
    "h1": {"dir"},
    "h2": set(),
    "p": set(),
    "dl": {"class"},
    "dt": set(),
    "dd": set(),
    "section": set(),
    "div": {"class"},
    "q": {"dir"},
    "ul": {"class"},
    "li": set(),
    "table": set(),
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"scope"},
    "td": {"class", "data-head"},
    "a": {"href", "rel"},
    "code": set(),
    "bdi": {"class"},
    "figure": set(),
    "figcaption": set(),
    "footer": set(),
    "svg": {"class", "role", "width", "height", "x", "y", "overflow", "aria-hidden"},
    "g": {"class"},
    "line": {"x1", "x2", "y1", "y2"},
    "text": {"x", "y", "text-anchor"},
    "path": {"class", "d"},
}
"""Every element of a page of ours, and the attributes it may have."""

LINKS = "https://lore.kernel.org/r/"
_CLASSES = (
    "facts items source quote legend key drawing axis moment lane mark strong dim good bad open "
    "short applied nak withdrawn posting trailer request report mail"
)


class _Tags(HTMLParser):
    """Collects elements and attributes; a second opinion beside lxml's."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)


def foreign_parts(page: str) -> list[str]:
    """What two parsers find in a page that is not ours; empty when all is well."""
    parser = _Tags()
    parser.feed(page)
    parser.close()
    found = [f"comment {other!r}" for other in parser.others]
    for tag, attributes in parser.found:
        found += _foreign(tag, attributes)
    for element in tree(page).iter():
        if not isinstance(element.tag, str):
            found.append(f"no element: {element!r}")
            continue
        found += _foreign(element.tag, dict(element.attrib))
    return found


def _foreign(tag: str, attributes: dict[Any, Any]) -> Iterator[str]:
    if tag not in OURS:
        yield f"element {tag}"
        return
    for name, value in attributes.items():
        if name not in OURS[tag]:
            yield f"attribute {name} of {tag}"
        elif name == "href" and not str(value).startswith(LINKS):
            yield f"link to {value}"
        elif name == "class" and not set(str(value).split()) <= set(_CLASSES.split()):
            yield f"class {value}"
        elif name == "content" and "refresh" in str(value):
            yield f"content {value}"


def tree(page: str) -> Any:
    """The page as lxml reads it."""
    return lxml.html.document_fromstring(page)


def text_of(page: str) -> str:
    """What a reader sees, blanks folded."""
    return " ".join(tree(page).find("body").text_content().split())
