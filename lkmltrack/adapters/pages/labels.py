"""``From:``, ``Date:`` and ``In reply to:`` as archives print them for people."""

from lxml import etree

from lkmltrack.adapters.pages.documents import Document, one_line, text_of

_LABEL_TAGS = ("strong", "b", "em", "dfn", "td", "th", "dt")
_LABELS = frozenset(
    ["from", "date", "subject", "to", "cc", "message-id", "message id", "in-reply-to"]
)
_MOST = 400
_LONGEST = 2000


def labelled(document: Document) -> dict[str, str]:
    """Return what stands behind the labels at the top of a page, labels in lower case."""
    found: dict[str, str] = {}
    for count, element in enumerate(document.elements(*_LABEL_TAGS)):
        if count == _MOST:
            break
        label = text_of(element).rstrip(":").strip().lower()
        if label in _LABELS and label not in found and (value := _value(element)):
            found[label] = value[:_LONGEST]
    return found


def _value(element: "etree._Element") -> str:
    """Return the text up to the next line: in the next cell, or behind the label."""
    if element.tag in ("td", "th", "dt"):
        beside = element.getnext()
        return text_of(beside) if beside is not None else ""
    words = [element.tail or ""]
    beside = element.getnext()
    while beside is not None and beside.tag in ("a", "i", "em", "tt", "span", "font"):
        words += [text_of(beside), beside.tail or ""]
        beside = beside.getnext()
    return one_line(" ".join(words)).removeprefix(":").strip()


def parent_link(document: Document) -> str:
    """Return where "In reply to" leads; "Maybe in reply to" is a guess and does not count."""
    for item in document.elements("li", "b", "strong"):
        words = text_of(item)[:40].lower()
        if words.startswith(("in reply to:", "in-reply-to:")):
            link = next(item.iter("a"), None)
            if link is None and (beside := item.getnext()) is not None and beside.tag == "a":
                link = beside
            if link is not None and (href := link.get("href")):
                return document.absolute(href.strip())
    return ""
