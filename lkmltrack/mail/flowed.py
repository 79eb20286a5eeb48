"""format=flowed: paragraphs joined again, where that cannot damage what a person lined up."""

import re

_ALIGNED = re.compile(r"\S(?:  |\t)|^[ \t]|^[-+*|#$>]|^\d+[.)]\s")
_LONGEST_TEXT = 2_000_000
_SHORTEST_FLOWED = 40
_SHORTEST_DELSP = 20


def has_diff_lines(text: str) -> bool:
    """Whether a diff is somewhere in the text, quoted or not."""
    return "@@ -" in text or "diff --git " in text or "\n+++ " in text or "Index: " in text


def unflow(text: str, delsp: bool = False) -> str:
    """Return flowed text with its soft line breaks undone.

    Text with a diff stays as it is, and so do lines that look like a table,
    a list or code: the sender's mailer may have marked them as flowed, the
    reader sees columns.
    """
    if len(text) > _LONGEST_TEXT or has_diff_lines(text):
        return text
    shortest = _SHORTEST_DELSP if delsp else _SHORTEST_FLOWED
    joined: list[str] = []
    depth_before = -1
    is_open = False
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:]
        if content.startswith(" "):
            content = content[1:]  # stuffed, or the blank after a quote mark
        is_prose = not _ALIGNED.search(content) and content != "-- "
        if is_open and depth == depth_before and is_prose and content.strip():
            joined[-1] = (joined[-1][:-1] if delsp else joined[-1]) + content
        else:
            joined.append(line if depth else content)
        is_open = is_prose and content.endswith(" ") and len(content) >= shortest
        depth_before = depth
    return "\n".join(joined)
