"""The border between mail and a report: text that stays text in HTML and in Markdown.

Everything passes ``mail.visible`` here, becomes one line and is cut when it is
absurdly long, whoever renders it.
"""

import re
from html import escape

from lkmltrack.mail.visible import visible

LONGEST = 800
"""A sentence is shorter; what is longer was made to be."""
LONGEST_PIECE = 300
"""The same of a name, a title, a message-id."""
_BLANKS = re.compile(r"\s+")
# what begins or ends something anywhere in a line of Markdown, in one dialect or another
_ACTIVE = re.compile(r"[\\`*_\[\]<>|~&$#@{}^]")
# at the start of a word it may begin a list, a rule, a heading's underline or a highlight
_AT_START = re.compile(r"(?<!\S)[-+=]|(?<=[-+=])[-+=]")
_NUMBERED = re.compile(r"^( ?\d{1,9})([.)])")
# a reference to an issue, or what looks like a host's name
_NAMES_A_PLACE = re.compile(r"#\d|[A-Za-z0-9]\.[A-Za-z]{2}")
# marks that stand on one letter: four are more than any spelling needs, sixty cover other lines
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILE = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")
_TICKS = re.compile(r"`+")


def one_line(text: str, longest: int = LONGEST) -> str:
    """Return a text made visible, on one line, and of bounded length.

    >>> one_line("a\\n\\tb\\x1b", 20), one_line("abcdef", 4)
    ('a b␛', 'abc…')
    """
    # a hostile text need not be looked at as a whole
    shown = _BLANKS.sub(" ", visible(text[: 4 * longest]))
    if not shown.isascii():
        shown = _PILE.sub(r"\1…", shown)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def html_text(text: str, longest: int = LONGEST) -> str:
    """Return a text for an element's content or an attribute's quoted value.

    >>> html_text('<a onclick="x">&')
    '&lt;a onclick=&quot;x&quot;&gt;&amp;'
    """
    return escape(one_line(text, longest))


def markdown_text(text: str, longest: int = LONGEST) -> str:
    """Return a text in which no dialect of Markdown finds markup, for prose or a table's cell.

    What a dialect would turn into a link, a mention or a picture of its own
    accord stands in a code span, the only place where all of them leave it.

    >>> markdown_text("_actual data_ from ada@example.org")
    '\\\\_actual data\\\\_ from `ada@example.org`'
    """
    words = one_line(text, longest).split(" ")
    found = " ".join(code_span(word) if _acts_alone(word) else _escaped(word) for word in words)
    return _NUMBERED.sub(r"\1\\\2", found)


def _acts_alone(word: str) -> bool:
    """Whether a word becomes a link, a mention, a reference or a picture without any markup."""
    if "@" in word or "://" in word or "www." in word.lower():
        return True
    return word.count(":") > 1 or bool(_NAMES_A_PLACE.search(word))


def _escaped(word: str) -> str:
    return _AT_START.sub(r"\\\g<0>", _ACTIVE.sub(r"\\\g<0>", word))


def code_span(text: str, longest: int = LONGEST) -> str:
    """Return a text as a code span; a pipe stands outside, where a table's cell can escape it.

    >>> code_span("a`b"), code_span("a|b"), code_span("")
    ('``a`b``', '`a`\\\\|`b`', '')
    """
    return r"\|".join(map(_span, one_line(text, longest).split("|")))


def _span(text: str) -> str:
    if not text.strip():
        return text
    ticks = "`" * (max(map(len, _TICKS.findall(text)), default=0) + 1)
    # a space at both ends is taken away again, so that ticks at an end are possible
    needs_room = text[0] == "`" or text[-1] == "`" or (text[0] == " " == text[-1])
    return f"{ticks} {text} {ticks}" if needs_room else f"{ticks}{text}{ticks}"
