"""marc.info, lkml.org, pipermail, patchwork, and pages that only label what they show."""

import re
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from lkmltrack.adapters.pages.dates import page_date
from lkmltrack.adapters.pages.documents import (
    Document,
    between,
    inner_markup,
    mailto_reply_id,
    one_line,
    text_of,
)
from lkmltrack.adapters.pages.facts import PageFacts
from lkmltrack.adapters.pages.labels import labelled, parent_link
from lkmltrack.adapters.pages.masking import marc_address, usable_address, usable_id
from lkmltrack.adapters.pages.rendering import archived_text

_HEADER_LINE = re.compile(r"(list|subject|from|date|message-id):[ \t]*(.{0,2000})", re.IGNORECASE)
_MASKED_AUTHOR = re.compile(r"(.{0,300}?)\s*<([^<>]{1,320})>\s*$")
_TITLE_PREFIXES = ("linux-kernel archive: ", "lkml: ")
_PIPERMAIL_START = "<!--beginarticle-->"
_MARC_HEADER_END = "RAW]"


def read_marc(document: Document) -> PageFacts | None:
    """Return what a page of marc.info tells; None when it is none."""
    message_id = _marc_id(document)
    pre = next(document.elements("pre"), None)
    if pre is None or (not message_id and "marc" not in document.first_text("title").lower()):
        return None
    header, separator, body = archived_text(inner_markup(pre)).partition(_MARC_HEADER_END)
    said = _header_lines(header)
    if not separator or "from" not in said:
        return None
    author = _MASKED_AUTHOR.match(said["from"])
    return PageFacts(
        message_id=message_id or usable_id(marc_address(said.get("message-id", ""))),
        subject=said.get("subject", ""),
        name=one_line(author[1]) if author else said["from"],
        address=usable_address(marc_address(author[2])) if author else "",
        date=page_date(said.get("date", ""), document.url),
        parent_url=_marc_parent(document),
        body=_without_navigation(body),
    )


def _marc_id(document: Document) -> str:
    for href, _ in document.links():
        if "i=" in href and (query := _query(href)).get("i"):
            return usable_id(marc_address(query["i"][0]))
    return ""


def _marc_parent(document: Document) -> str:
    for href, words in document.links():
        if words == "prev in thread":
            return document.absolute(href)
    return ""


def _query(href: str) -> dict[str, list[str]]:
    try:
        return parse_qs(urlsplit(href).query, max_num_fields=20)
    except ValueError:
        return {}


def _header_lines(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.split("\n")[:40]:
        if match := _HEADER_LINE.match(line.strip()):
            found.setdefault(match[1].lower(), re.sub(r"\s<https?://\S{1,2000}>$", "", match[2]))
    return found


def _without_navigation(body: str) -> str:
    lines = body.removeprefix("\n").split("\n")
    while lines and (not lines[-1].strip() or lines[-1].startswith("[prev in list")):
        lines.pop()
    begin = 0
    while begin < len(lines) and not lines[begin].strip():
        begin += 1
    return "\n".join(lines[begin:]) + "\n" if lines[begin:] else ""


def read_lkml_org(document: Document) -> PageFacts | None:
    """Return what a page of lkml.org tells; None when it is none."""
    article = _with_itemprop(document, "articleBody")
    if article is None:
        return None
    author = _item(document, "author")
    match = _MASKED_AUTHOR.match(author)
    return PageFacts(
        message_id=usable_id(labelled(document).get("message-id", "")),
        subject=_item(document, "name") or _title(document),
        name=one_line(match[1]) if match else author.replace("<>", "").strip(),
        address=usable_address(match[2]) if match else "",
        date=page_date(_item(document, "datePublished"), document.url),
        body=archived_text(inner_markup(article)),
    )


def _with_itemprop(document: Document, name: str) -> "etree._Element | None":
    found = (e for e in document.elements("pre", "td", "div") if e.get("itemprop") == name)
    return next(found, None)


def _item(document: Document, name: str) -> str:
    element = _with_itemprop(document, name)
    return text_of(element) if element is not None else ""


def read_pipermail(document: Document) -> PageFacts | None:
    """Return what a page of Mailman's pipermail tells; None when it is none."""
    markup = between(document.text, _PIPERMAIL_START, "<!--endarticle-->")
    if markup is None:
        return None
    return PageFacts(
        message_id=_answered_id(document),
        subject=document.first_text("h1") or _title(document),
        name=document.first_text("b"),
        date=page_date(document.first_text("i"), document.url),
        parent_url="",
        body=archived_text(markup),
    )


def read_patchwork(document: Document) -> PageFacts | None:
    """Return the message-id that a patch's page on patchwork tells; None when it is none."""
    said = labelled(document)
    identity = usable_id(said.get("message id", ""))
    if not identity or "patchwork" not in document.text[:20_000].lower():
        return None
    return PageFacts(message_id=identity, subject=document.first_text("h1", "h2"))


def read_labelled(document: Document) -> PageFacts | None:
    """Return what a page tells that labels its header; None when it does not."""
    said = labelled(document)
    if "from" not in said or "date" not in said:
        return None
    author = _MASKED_AUTHOR.match(said["from"])
    return PageFacts(
        message_id=usable_id(said.get("message-id", "")) or _answered_id(document),
        subject=said.get("subject", "") or document.first_text("h1") or _title(document),
        name=one_line(author[1]) if author else said["from"],
        address=usable_address(author[2]) if author else "",
        date=page_date(said["date"], document.url),
        references=tuple(filter(None, [usable_id(said.get("in-reply-to", ""))])),
        parent_url=parent_link(document),
        body=_between_rules(document.text),
    )


def _answered_id(document: Document) -> str:
    """Return the id that the page's own "reply" link names."""
    hrefs = [href for href, _ in document.links()]
    hrefs += [element.get("href") or "" for element in document.elements("link")]
    return next((found for href in hrefs if (found := usable_id(mailto_reply_id(href)))), "")


def _between_rules(text: str) -> str | None:
    """Return the mail between the first two horizontal rules of a page."""
    parts = re.split(r"<hr\b[^<>]{0,200}>", text, maxsplit=2, flags=re.IGNORECASE)
    return archived_text(parts[1]) if len(parts) > 1 else None


def _title(document: Document) -> str:
    title = document.meta("Subject") or document.first_text("title")
    for prefix in _TITLE_PREFIXES:
        if title.lower().startswith(prefix):
            return title[len(prefix) :]
    return title
