"""hypermail and MHonArc: archives that keep the header of the mail in comments."""

import re
from collections.abc import Mapping

from lkmltrack.adapters.pages.dates import page_date
from lkmltrack.adapters.pages.documents import Document, between, comments, one_line
from lkmltrack.adapters.pages.facts import PageFacts
from lkmltrack.adapters.pages.labels import labelled, parent_link
from lkmltrack.adapters.pages.masking import unrotated, usable_address, usable_id
from lkmltrack.adapters.pages.rendering import archived_text

_HYPERMAIL = re.compile(r'<!--\s?([a-z]{2,12})="(.{0,3000})"\s?-->\s*$')
_MHONARC = re.compile(r"<!--X-([A-Za-z0-9-]{2,30}):\s?(.{0,3000}?)\s?-->\s*$")
_ADDRESS_PART = re.compile(r"<([^<>\s]{1,320})>|\(([^()\s]{1,320}@[^()\s]{1,320})\)")

_HYPERMAIL_START = '<!-- body="start" -->'
_MHONARC_START = "<!--X-Body-of-Message-->"


def read_hypermail(document: Document) -> PageFacts | None:
    """Return what a hypermail page tells; None when it is none."""
    head, mark, _ = document.text.partition(_HYPERMAIL_START)
    # only in front of the body: what a mail says of itself is not the archive's word
    said = comments(head, _HYPERMAIL)
    if not mark and "id" not in said:
        return None
    labels = labelled(document)
    parent = usable_id(_first(said, "inreplyto"))
    sent = _first(said, "sent") or labels.get("date", "") or _first(said, "received")
    return PageFacts(
        message_id=usable_id(_first(said, "id")),
        subject=_first(said, "subject") or _title(document),
        name=one_line(_first(said, "name")) or _without_address(labels.get("from", "")),
        address=usable_address(_first(said, "email")),
        date=page_date(sent, document.url),
        references=(parent,) if parent else (),
        parent_url=parent_link(document),
        body=_body(document.text, _HYPERMAIL_START, '<!-- body="end" -->'),
    )


def read_mhonarc(document: Document) -> PageFacts | None:
    """Return what a MHonArc page tells; None when it is none."""
    head, mark, _ = document.text.partition(_MHONARC_START)
    said = comments(head, _MHONARC)
    if not mark and "message-id" not in said:
        return None
    labels = labelled(document)
    author = (
        unrotated(_first(said, "from-r13")) or document.meta("Author") or labels.get("from", "")
    )
    address = _address(author)
    shown = _without_address(labels.get("from", ""))
    if shown == address.partition("@")[0]:
        shown = ""  # a bare address, of which the archive shows half
    references = [usable_id(text) for text in said.get("reference", [])]
    return PageFacts(
        message_id=usable_id(_first(said, "message-id")),
        subject=_first(said, "subject") or _title(document),
        name=_without_address(author) or shown,
        address=address,
        date=page_date(_first(said, "date") or labels.get("date", ""), document.url),
        references=tuple(dict.fromkeys(filter(None, references))),
        parent_url=parent_link(document),
        body=_body(document.text, _MHONARC_START, "<!--X-Body-of-Message-End-->"),
    )


def _first(said: Mapping[str, list[str]], name: str) -> str:
    return said.get(name, [""])[0]


def _title(document: Document) -> str:
    return document.first_text("h1") or document.meta("Subject") or document.first_text("title")


def _body(text: str, start: str, end: str) -> str | None:
    markup = between(text, start, end)
    return None if markup is None else archived_text(markup)


def _address(author: str) -> str:
    for match in _ADDRESS_PART.finditer(author[:1000]):
        if address := usable_address(match[1] or match[2]):
            return address
    return usable_address(author)


def _without_address(author: str) -> str:
    name = one_line(_ADDRESS_PART.sub(" ", author[:1000])).strip('"')
    return "" if "@" in name and usable_address(name) else name
