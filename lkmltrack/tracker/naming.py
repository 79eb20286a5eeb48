"""Naming: a short name for a proposal, made of its title."""

import re
import unicodedata
from collections.abc import Container

from lkmltrack.errors import UsageError
from lkmltrack.proposals.titles import title_words
from lkmltrack.tracker.ports import Outside

_LONGEST_NAME = 40
_LONGEST_GIVEN_NAME = 80
_NO_LETTERS = re.compile(r"[^a-z0-9]+")


def free_name(title: str, taken: Container[str]) -> str:
    """Return a short name that no other proposal has, made of a title's words."""
    name = short_name(title)
    free, number = name, 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def short_name(title: str) -> str:
    """Return some words of a title as a name.

    >>> short_name("mm: Add RWH_RMAP_EXCLUDE flag to exclude files from rmap sharing")
    'mm-add-rwh-rmap-exclude-flag-exclude'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = [_NO_LETTERS.sub("-", word).strip("-") for word in title_words(plain)]
    name = ""
    for word in filter(None, words):
        if len(name) + len(word) >= _LONGEST_NAME:
            break
        name = f"{name}-{word}" if name else word
    if not name or name.isdigit():
        # digits alone would be taken for a number
        return f"proposal-{name}" if name else "proposal"
    return name


def checked_name(name: str, root: str, outside: Outside) -> str:
    """Return a name that a person gives, or say why it cannot be one."""
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_GIVEN_NAME or not name.isprintable():
        raise UsageError("a name is one to 80 printable characters")
    if name.isdigit() or name == "-" or "@" in name or name.startswith(("http:", "https:", "-")):
        raise UsageError(
            f"{name!r} would be taken for a number, a Message-ID, a URL or an option",
            "take a word, such as rmap-exclude",
        )
    for other in outside.store.proposals():
        if other.name == name and other.root != root:
            raise UsageError(f"proposal {other.number} is named {name} already", "take another")
    return name
