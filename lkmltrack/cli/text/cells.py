"""Widths on a screen, in cells: a CJK character takes two."""

from collections.abc import Iterable


def width_of(text: str) -> int:
    """Return how many cells a text takes.

    >>> width_of("abc"), width_of("答复")
    (3, 4)
    """
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def cut(text: str, width: int) -> str:
    """Return a text of at most ``width`` cells, with an ellipsis where it was cut.

    >>> cut("abcdef", 4), cut("答复答复", 5), cut("abc", 3)
    ('abc…', '答复…', 'abc')
    """
    if width <= 0:
        return ""
    # a long hostile subject need not be measured as a whole
    text = text[: width * 4]
    if width_of(text) <= width:
        return text
    return f"{_head(text, width - 1)}…"


def pad(text: str, width: int) -> str:
    """Return a text of exactly ``width`` cells, cut or filled on the right.

    >>> pad("答", 3) + "|"
    '答 |'
    """
    text = cut(text, width)
    return text + " " * (width - width_of(text))


def pad_left(text: str, width: int) -> str:
    """Return a text of exactly ``width`` cells, filled on the left.

    >>> pad_left("7", 3)
    '  7'
    """
    text = cut(text, width)
    return " " * (width - width_of(text)) + text


def widest(texts: Iterable[str], limit: int) -> int:
    """Return the width of the widest text, but no more than ``limit``."""
    return min(limit, max((width_of(text) for text in texts), default=0))


def wrap(text: str, width: int) -> list[str]:
    """Return a text in lines of at most ``width`` cells, broken between words.

    >>> wrap("one two three", 8)
    ['one two', 'three']
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = cut(word, width)
    return [*lines, line] if line else lines


def _head(text: str, width: int) -> str:
    """Return the longest beginning of a text that fits."""
    if text.isascii():
        return text[:width]
    taken = 0
    for position, character in enumerate(text):
        taken += width_of(character)
        if taken > width:
            return text[:position]
    return text
