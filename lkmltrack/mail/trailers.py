"""Trailer lines: which lines of a text are trailers."""

import re

_LONGEST_LINE = 1_000
_TRAILER = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,80}): ?\S")
# beside everything that ends in -by
_NAMES = frozenset(
    (
        "acked",
        "base-commit",
        "bug",
        "bugzilla",
        "cc",
        "change-id",
        "closes",
        "depends-on",
        "fixes",
        "git-repo",
        "link",
        "message-id",
        "prerequisite-change-id",
        "prerequisite-message-id",
        "prerequisite-patch-id",
        "references",
        "upstream-commit",
    )
)


def is_trailer(line: str) -> bool:
    """Whether a line, without quote marks, is a trailer.

    >>> is_trailer("Reviewed-by: Jane Doe <jane@example.org>"), is_trailer("Note: this is text")
    (True, False)
    """
    if ":" not in line[:82]:
        return False
    match = _TRAILER.match(line[:_LONGEST_LINE])
    if match is None:
        return False
    name = match[1].lower()
    return name.endswith("-by") or name in _NAMES
