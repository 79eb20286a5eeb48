"""A page's bytes to text and tree, within bounds."""

import html
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urljoin, urlsplit

from lxml import etree

from lkmltrack.mail.charsets import decode_text

LARGEST_PAGE = 8 * 1024 * 1024
_CHARSET = re.compile(
    rb"charset=[\"']?([A-Za-z0-9_.:-]{2,40})|encoding=[\"']([A-Za-z0-9_.-]{2,40})"
)
_HEAD = 4096
_SPACES = re.compile(r"\s+")
_LONGEST_LINE = 4096


@dataclass(frozen=True)
class Document:
    """A page, decoded and parsed; ``root`` is None when nothing could be parsed."""

    url: str
    text: str
    root: "etree._Element | None"

    def elements(self, *tags: str) -> "Iterator[etree._Element]":
        """Yield the elements of these tags in the order of the page."""
        if self.root is not None:
            yield from self.root.iter(*tags)

    def links(self) -> Iterator[tuple[str, str]]:
        """Yield each link's href as written, and its text."""
        for element in self.elements("a"):
            if href := element.get("href"):
                yield href.strip(), text_of(element)

    def absolute(self, href: str) -> str:
        """Return where a link leads; empty when that is no URL."""
        try:
            target = urljoin(self.url, href)
            return target if urlsplit(target).scheme in ("http", "https") else ""
        except ValueError:
            return ""

    def meta(self, name: str) -> str:
        """Return the content of a ``<meta name=...>``."""
        for element in self.elements("meta"):
            if (element.get("name") or "").lower() == name.lower():
                return (element.get("content") or "").strip()
        return ""

    def first_text(self, *tags: str) -> str:
        """Return the text of the first element of these tags that has any."""
        return next((text for element in self.elements(*tags) if (text := text_of(element))), "")


def read_document(page: bytes, url: str) -> Document:
    """Return a page, decoded and parsed."""
    data = page[:LARGEST_PAGE]
    text = _decoded(data)
    return Document(url, text, parse_html(text))


def parse_html(text: str) -> "etree._Element | None":
    """Return the tree of an HTML text; None when there is none or it is nested absurdly deep."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, recover=True, remove_pis=True
    )
    data = text.encode("utf-8", "replace")
    if not data.strip():
        return None
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return None  # the tree ends where the limit was met: half a page is no page
    return root


def parse_xml(data: bytes) -> "etree._Element | None":
    """Return the tree of an XML document; no entity is resolved, nothing is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        return etree.fromstring(data[:LARGEST_PAGE], parser)
    except (etree.LxmlError, ValueError):
        return None


def _decoded(data: bytes) -> str:
    # archives declare a charset and then send another: what is UTF-8 is UTF-8
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = _CHARSET.search(data[:_HEAD])
        name = (found[1] or found[2]).decode("ascii") if found else "windows-1252"
        return decode_text(data, name)[0]


def text_of(element: "etree._Element") -> str:
    """Return an element's text on one line."""
    return one_line("".join(map(str, element.itertext())))


def inner_markup(element: "etree._Element") -> str:
    """Return an element as HTML again."""
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)


def one_line(text: str) -> str:
    """Return a text with its white space folded."""
    return _SPACES.sub(" ", text).strip()


def comments(text: str, pattern: "re.Pattern[str]") -> dict[str, list[str]]:
    """Return name and values of the comments that a pattern finds, names in lower case.

    One comment a line, as archivers write them; a line that is too long is
    none of theirs.
    """
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if "<!--" in line and len(line) < _LONGEST_LINE and (match := pattern.match(line.strip())):
            value = html.unescape(match[2]).strip()
            found.setdefault(match[1].lower(), []).append(value)
    return found


def between(text: str, start: str, end: str) -> str | None:
    """Return what stands between the first ``start`` and the last ``end`` after it."""
    begin = text.find(start)
    if begin < 0:
        return None
    begin += len(start)
    finish = text.rfind(end, begin)
    return text[begin:finish] if finish >= 0 else text[begin:]


def mailto_reply_id(href: str) -> str:
    """Return the message-id that a ``mailto:`` link would answer."""
    if not href.lower().startswith("mailto:"):
        return ""
    try:
        parameters = parse_qs(urlsplit(href).query, max_num_fields=20)
    except ValueError:
        return ""
    for name, values in parameters.items():
        if name.lower() == "in-reply-to":
            return values[0]
    return ""


def gunzipped(data: bytes, cap: int) -> bytes:
    """Return what a gzip file holds, up to a cap; what is damaged is left out."""
    stream = zlib.decompressobj(wbits=31)
    try:
        return stream.decompress(data, cap)
    except zlib.error:
        return b""
