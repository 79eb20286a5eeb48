"""JSON that reads back exactly and does nothing to a terminal."""

from collections.abc import Mapping
from json import dumps
from typing import Any

from lkmltrack.mail.visible import visible


def json_text(facts: Mapping[str, Any], *, ascii_only: bool = False) -> str:
    r"""Return facts as JSON; letters stay letters, what a terminal acts on or hides is escaped.

    >>> json_text({"a": "é\x1b\u202e"}).split()[-2]
    '"é\\u001b\\u202e"'
    """
    text = dumps(facts, ensure_ascii=ascii_only, indent=2)
    if visible(text) == text:
        return text
    return text.translate({ord(c): _escaped(c) for c in set(text) if visible(c) != c})


def _escaped(character: str) -> str:
    """Return the JSON escape of one character, as two halves beyond the first plane."""
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
