"""Scripts that are written without spaces, whose runs the tokenizer takes as one word."""

import re

_UNSPACED = re.compile(
    "([\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0002fa1f])"
)


def spaced(text: str) -> str:
    """Return a text in which every character of an unspaced script is a word of its own.

    >>> spaced("关于rmap的讨论")
    ' 关  于 rmap 的  讨  论 '
    """
    return text if text.isascii() else _UNSPACED.sub(r" \1 ", text)
