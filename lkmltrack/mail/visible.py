"""The one border between mail and a display: what cannot be seen, or acts, becomes visible."""

import re

_CONTROL_PICTURES = 0x2400
# blanks that Python calls not printable and ordinary text uses
_KEPT = frozenset(
    "\n\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
# letters and marks for Python, and yet nothing is seen of them
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
_JOINER = "\u200d"
# between two pictures (a skin tone or a selector may follow the first) a joiner is ordinary
_PICTURES = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_EMOJI_JOINER = re.compile(f"(?<=[{_PICTURES}\ufe0f])\u200d(?=[{_PICTURES}])")
_SELECTED = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# one selector after a picture, a letter that is not ASCII, or the base of a keycap is ordinary
_STRAY_SELECTOR = re.compile(f"(?<![^\x00-\x7f{_SELECTORS}])(?<![0-9#*])[{_SELECTORS}]")


def visible(text: str) -> str:
    """Return the text with every character shown that could act or hide.

    Line feeds and tabs stay. Control characters become control pictures,
    others their code point; ordinary text of any language does not change.

    >>> visible("a\\x1b[31mb\\u202ec")
    'a␛[31mb<U+202E>c'
    """
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    unseen = {character for character in set(text) if _is_unseen(character)}
    if not unseen:
        return text
    marks = {ord(character): _mark(character) for character in unseen if character not in _SELECTED}
    parts = _EMOJI_JOINER.split(text) if _JOINER in unseen else [text]
    shown = _JOINER.join(part.translate(marks) for part in parts)
    if unseen & _SELECTED:
        shown = _STRAY_SELECTOR.sub(lambda match: _mark(match[0]), shown)
    return shown


def visible_line(text: str) -> str:
    """Return the text with line feeds and tabs shown too: for what must stay on one line.

    >>> visible_line("a\\nb")
    'a␊b'
    """
    return visible(text).replace("\n", "␊").replace("\t", "␉")


def _is_unseen(character: str) -> bool:
    """Whether nobody sees the character, or its effect is on others.

    Control, format, surrogate, private and unassigned characters and line
    separators are not printable for Python; the wide blanks of ordinary text
    are not either, and are harmless.
    """
    if character in _SELECTED or character in _BLANK_LETTERS:
        return True
    return not character.isprintable() and character not in _KEPT


def _mark(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"
