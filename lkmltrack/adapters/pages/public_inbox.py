"""public-inbox: message, thread, search and topic pages, Atom feeds and mboxes."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

from lkmltrack.adapters.pages.dates import page_date
from lkmltrack.adapters.pages.documents import (
    LARGEST_PAGE,
    Document,
    gunzipped,
    inner_markup,
    parse_xml,
)
from lkmltrack.adapters.pages.facts import PageFacts
from lkmltrack.adapters.pages.masking import usable_address, usable_id
from lkmltrack.adapters.pages.rendering import archived_text
from lkmltrack.mail.links import message_id_from_url
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import message_id_of

_MARKS = ("This is a public inbox", '_/text/help/"')
_LARGEST_MBOX = 64 * 1024 * 1024
_ATOM = "{http://www.w3.org/2005/Atom}"


def read_mbox(page: bytes, url: str) -> PageFacts | None:
    """Return the ids of an mbox, packed or not; None when it is none."""
    if page.startswith(b"\x1f\x8b"):
        page = gunzipped(page, _LARGEST_MBOX)
    if not page.startswith(b"From "):
        return None
    return _listed([message_id_of(raw) for raw in split_mbox(page)], url)


def read_atom(page: bytes, url: str) -> PageFacts | None:
    """Return the ids of an Atom feed; None when it is none."""
    if b"<feed" not in page[:2000]:
        return None
    root = parse_xml(page[:LARGEST_PAGE])
    if root is None or root.tag != f"{_ATOM}feed":
        return None
    found = []
    for entry in root.iter(f"{_ATOM}entry"):
        link = entry.find(f"{_ATOM}link")
        if link is not None and (identity := message_id_from_url(link.get("href") or "")):
            found.append(identity)
    return _listed(found, url)


def read_public_inbox(document: Document) -> PageFacts | None:
    """Return what a page of public-inbox tells; None when it is none."""
    if not any(mark in document.text for mark in _MARKS):
        return None
    shown = next((pre for pre in document.elements("pre") if pre.get("id") == "b"), None)
    if shown is not None:
        return _message(document, shown)
    permalinks = _ids(document, only="permalink")
    return _listed(permalinks or _ids(document), document.url)


def _listed(found: list[str], url: str) -> PageFacts:
    """Return the ids of a list, with the one in front that the URL names."""
    named = message_id_from_url(url) or ""
    own = named if named in found else ""
    return PageFacts(message_id=own, others=tuple(found))


def _ids(document: Document, only: str = "") -> list[str]:
    return list(dict.fromkeys(_linked_ids(document, only)))


def _linked_ids(document: Document, only: str) -> Iterator[str]:
    for href, words in document.links():
        # the page's own links are relative; what a mail's text links to is not
        if ":" in href.partition("/")[0] or href.startswith(("//", "#", "?")):
            continue
        if only and words != only:
            continue
        path = urlsplit(document.absolute(href)).path
        if identity := message_id_from_url(f"https://archive.invalid{path}"):
            yield identity


def _message(document: Document, pre: "etree._Element") -> PageFacts:
    """Return a message page: the header and text of one mail, then its thread."""
    head, _, body = archived_text(inner_markup(pre)).partition("\n\n")
    said = _header(head)
    own = usable_id(said.get("message-id", "").partition("(")[0])
    parents = [usable_id(part) for part in said.get("in-reply-to", "").split()]
    return PageFacts(
        message_id=own,
        others=tuple(_ids(document)),
        subject=said.get("subject", ""),
        name=said.get("from", "").partition("<")[0].strip().strip('"'),
        address=usable_address(said.get("from", "").partition("<")[2].partition(">")[0]),
        date=_date(said.get("date", ""), document.url),
        references=tuple(filter(None, parents)),
        body=body,
    )


def _header(head: str) -> dict[str, str]:
    said: dict[str, str] = {}
    name = ""
    for line in head.split("\n")[:200]:
        if line.startswith((" ", "\t")):
            if name:
                said[name] += " " + line.strip()
            continue
        label, colon, value = line.partition(":")
        name = label.strip().lower() if colon else ""
        if name in said:
            name = ""  # the first one counts
        elif name:
            said[name] = value.strip()
    return said


def _date(text: str, url: str) -> datetime | None:
    return page_date(text.partition("\t")[0], url)
