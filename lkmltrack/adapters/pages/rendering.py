"""HTML to plain text: blocks, line breaks, quotes, preformatted text and links.

The tree is walked, never recursed into; what comes out is bounded whatever
comes in.
"""

import html as entities
import re

from lxml import etree

from lkmltrack.adapters.pages.documents import parse_html

LONGEST_HTML = 2_000_000
LONGEST_TEXT = 8_000_000
_CUT = "\n[the rest of the HTML was not read]\n"
_DEEPEST_QUOTE = 20

_SKIPPED = frozenset(
    ["script", "style", "head", "title", "template", "svg", "math", "iframe", "object", "applet"]
    + ["select", "textarea", "noframes", "audio", "video", "canvas"]
)
_PARAGRAPHS = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "dl", "table"]
    + ["figure", "xmp", "listing", "plaintext"]
)
_BLOCKS = _PARAGRAPHS | frozenset(
    ["div", "tr", "li", "dt", "dd", "section", "article", "header", "footer", "center", "address"]
    + ["form", "fieldset", "hr", "main", "nav", "aside", "body", "html", "caption", "thead"]
    + ["tbody", "tfoot", "details", "summary"]
)
_PREFORMATTED = frozenset(["pre", "xmp", "listing", "plaintext"])
_CELLS = frozenset(["td", "th"])
_TIGHT_PARAGRAPHS = ("MsoNormal", "MsoPlainText", "MsoListParagraph")
"""Outlook writes one paragraph a line and gives it no margin."""

_SIGNATURE = "-- "
"""The one trailing blank that means something."""

_BLANK_RUN = re.compile(r"[ \t\r\n\f\v]+")
_TAG = re.compile(r"<[^<>]{0,4000}>")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)


def html_to_text(markup: str) -> str:
    """Return the text of an HTML mail; never raises, and never gives more than it should."""
    return _rendered(markup, keeps_spaces=False)


def archived_text(markup: str) -> str:
    """Return the text of a mail inside an archive's page.

    There a line of the mail ends in ``<br>`` and its blanks count, though a
    browser would fold them.
    """
    # without a block around it, libxml2 drops the blanks that it begins with
    return _rendered(f"<body><div>{markup}", keeps_spaces=True)


def _rendered(markup: str, *, keeps_spaces: bool) -> str:
    is_cut = len(markup) > LONGEST_HTML
    markup = markup[:LONGEST_HTML].encode("utf-8", "replace").decode("utf-8")
    root = parse_html(markup)
    if root is None:
        text = _without_tags(markup)
    else:
        writer = _Writer(keeps_spaces)
        _walk(root, writer)
        text = writer.finished()
    return text + _CUT if is_cut else text


def _walk(root: "etree._Element", writer: "_Writer") -> None:
    skipping: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "comment":
            if skipping is None:
                writer.text(element.tail or "")
        elif skipping is not None:
            if element is skipping and event == "end":
                skipping = None
                writer.text(element.tail or "")
        elif event == "start":
            if _is_skipped(element):
                skipping = element
            else:
                writer.start(element)
                writer.text(element.text or "")
        else:
            writer.end(element)
            writer.text(element.tail or "")
        if writer.is_full:
            return


def _is_skipped(element: "etree._Element") -> bool:
    if element.tag in _SKIPPED:
        return True
    style = element.get("style")
    return bool(style and len(style) < 4000 and _HIDDEN.search(style))


class _Writer:
    """Collects lines; knows the quote depth, and whether blanks count just now."""

    def __init__(self, keeps_spaces: bool) -> None:
        self._keeps_spaces = keeps_spaces
        self._lines: list[str] = []
        self._line: list[str] = []
        self._has_ink = False
        self._size = 0
        self._quotes = 0
        self._last_quotes = 0
        self._preformatted = 0
        self._wants_blank_line = False
        self._soft_break = False
        self._link_starts: list[int] = []
        self._lists: list[int | None] = []

    @property
    def is_full(self) -> bool:
        """Whether no more may be written."""
        return self._size > LONGEST_TEXT

    def finished(self) -> str:
        """Return everything that was written."""
        self._end_line_if_any()
        lines = self._lines
        inked = [number for number, line in enumerate(lines) if line.strip("> ")]
        return "\n".join(lines[inked[0] : inked[-1] + 1]) + "\n" if inked else ""

    def start(self, element: "etree._Element") -> None:
        """Begin an element."""
        tag = element.tag
        if tag == "br":
            self._new_line()
        elif tag == "img":
            self._word(_alternative(element))
        elif tag in _CELLS:
            self._between_cells()
        elif tag in _BLOCKS:
            self._start_block(element)
        elif tag == "a":
            self._link_starts.append(len(self._line))

    def end(self, element: "etree._Element") -> None:
        """End an element."""
        tag = element.tag
        if tag in _BLOCKS:
            self._end_block(element)
        elif tag == "a" and self._link_starts:
            self._end_link(element, self._link_starts.pop())

    def text(self, text: str) -> None:
        """Write text, folded or not."""
        if not text:
            return
        if self._preformatted:
            self._write_lines(text)
        elif self._keeps_spaces:
            self._write_soft(text)
        else:
            self._write_folded(text)

    def _start_block(self, element: "etree._Element") -> None:
        tag = element.tag
        self._end_line_if_any()
        if tag in _PARAGRAPHS and not _is_tight(element):
            self._wants_blank_line = bool(self._lines)
        if tag == "blockquote":
            self._quotes += 1
        elif tag in _PREFORMATTED:
            self._preformatted += 1
        elif tag == "hr":
            self._word("-" * 20)
            self._end_line_if_any()
        elif tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._word(self._list_mark())
        elif tag == "dd":
            self._word("    ")

    def _end_block(self, element: "etree._Element") -> None:
        tag = element.tag
        self._end_line_if_any()
        if tag == "blockquote":
            self._quotes -= 1
        elif tag in _PREFORMATTED:
            self._preformatted -= 1
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in _PARAGRAPHS and not _is_tight(element):
            self._wants_blank_line = bool(self._lines)

    def _list_mark(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "* "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "

    def _between_cells(self) -> None:
        if self._has_ink:
            self._word("\t")

    def _end_link(self, element: "etree._Element", start: int) -> None:
        href = re.sub(r"[\x00-\x20\x7f-\x9f]", "", (element.get("href") or "")[:2000])
        words = "".join(self._line[start:]).strip()
        if not words or not href.startswith(("http://", "https://", "ftp://", "mailto:")):
            return
        shown = href.removeprefix("mailto:").partition("?")[0] if "mailto:" in href else href
        if not _says_the_same(words, shown):
            self._word(f" <{shown}>")

    def _write_lines(self, text: str) -> None:
        first, *rest = text.replace("\r\n", "\n").split("\n")
        self._word(first)
        for line in rest:
            self._new_line()
            self._word(line)

    def _write_soft(self, text: str) -> None:
        """Write text whose line ends only count as blanks, and only inside a line."""
        first, *rest = text.replace("\r\n", "\n").replace("\xa0", " ").split("\n")
        self._word(first)
        for line in rest:
            self._soft_break = True
            self._word(line)

    def _write_folded(self, text: str) -> None:
        folded = _BLANK_RUN.sub(" ", text)
        if not self._line or self._line[-1].endswith((" ", "\t")):
            folded = folded.removeprefix(" ")
        self._word(folded.replace("\xa0", " "))

    def _word(self, text: str) -> None:
        if not text:
            return
        if self._soft_break:
            if self._line:
                self._line.append(" ")
            self._soft_break = False
        self._line.append(text)
        self._size += len(text)
        self._has_ink = self._has_ink or not text.isspace()

    def _end_line_if_any(self) -> None:
        self._soft_break = False
        if self._has_ink:
            self._new_line()
        else:
            self._line.clear()

    def _new_line(self) -> None:
        quotes = min(self._quotes, _DEEPEST_QUOTE)
        if self._wants_blank_line:
            self._wants_blank_line = False
            if self._lines and self._lines[-1].strip("> "):
                self._put("> " * min(quotes, self._last_quotes))
        self._put("> " * quotes + "".join(self._line))
        self._last_quotes = quotes
        self._line.clear()
        self._has_ink = False
        self._soft_break = False

    def _put(self, line: str) -> None:
        if not (self._keeps_spaces or self._preformatted or line.endswith(_SIGNATURE)):
            line = line.rstrip()
        self._lines.append(line)
        self._size += len(line) + 1


def _is_tight(element: "etree._Element") -> bool:
    if element.tag != "p":
        return False
    return (element.get("class") or "").startswith(_TIGHT_PARAGRAPHS)


def _alternative(element: "etree._Element") -> str:
    words = _BLANK_RUN.sub(" ", (element.get("alt") or "")[:200]).strip()
    return f"[{words}]" if words else ""


def _says_the_same(words: str, target: str) -> bool:
    def bare(text: str) -> str:
        return text.casefold().partition("://")[2].rstrip("/") or text.casefold().rstrip("/")

    return bare(words) == bare(target) or (len(words) > 8 and bare(target).startswith(bare(words)))


def _without_tags(markup: str) -> str:
    """Return what is left when everything in angle brackets is taken out."""
    for tag in ("script", "style"):
        markup = _without_elements(markup, tag)
    text = entities.unescape(_TAG.sub("\n", markup))
    lines = [line.strip() for line in text.split("\n")]
    return "\n".join(line for line in lines if line) + "\n" if any(lines) else ""


def _without_elements(markup: str, tag: str) -> str:
    kept = []
    lower = markup.lower() if len(markup.lower()) == len(markup) else markup
    position = 0
    while (start := lower.find(f"<{tag}", position)) >= 0:
        kept.append(markup[position:start])
        end = lower.find(f"</{tag}", start)
        if end < 0:
            return "".join(kept)
        position = end
    return "".join([*kept, markup[position:]])
