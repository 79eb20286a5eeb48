"""What a commit's text says of other commits and of messages."""

import re
from collections.abc import Iterator

from lkmltrack.mail.links import find_message_ids

_LINE_NAMES = ("link:", "message-id:", "msgid:", "lkml-reference:", "patch-link:", "lore:")
_LONGEST_LINE = 1_000
_MOST_LINES = 2_000
# "[1]" after a link: a footnote that the text above speaks of, not where the patch came from
_FOOTNOTE = re.compile(r"\[\d{1,2}\][\s.]{0,4}$")
_SHA = r"([0-9a-f]{7,64})"
_COPIED = (
    re.compile(rf"^\s{{0,8}}\[?\s{{0,8}}upstream commit:? {_SHA}\b", re.IGNORECASE),
    re.compile(rf"^\s{{0,8}}\[?\s{{0,8}}commit {_SHA} upstream\b", re.IGNORECASE),
    re.compile(
        rf"\((?:cherry[ -]picked|backported|cherry[ -]pick) from commit:? {_SHA}\b", re.IGNORECASE
    ),
)
_WORDS_OF_COPIES = ("upstream", "Upstream", "UPSTREAM", "from commit")
# "this partially reverts" does not take it back
_REVERTED = re.compile(
    r"\bthis(?: (?:patch|commit|change))? reverts (?:the )?(?:upstream )?commits? (?:id )?",
    re.IGNORECASE,
)
_SHAS = re.compile(
    rf"{_SHA}(?:\s{{0,4}}\([^()]{{0,200}}\))?(?:\s{{0,4}}(?:,|and|&)\s{{0,4}}(?:and )?)?"
)
_MOST_REVERTED = 50
_SPARED = re.compile(r"\breversing\s{1,4}changes made to ([0-9a-f]{40,64})\b")


def find_links(text: str) -> tuple[str, ...]:
    """Return the message-ids that a commit's trailers name as where it came from.

    >>> find_links("mm: a flag\\n\\nLink: https://lore.kernel.org/r/20260407.1-a@example.org\\n")
    ('20260407.1-a@example.org',)
    """
    found: dict[str, None] = {}
    for line in _lines(text):
        name, colon, value = line.partition(":")
        if colon and f"{name.strip().lower()}:" in _LINE_NAMES and not _FOOTNOTE.search(value):
            found.update(dict.fromkeys(find_message_ids(f"Link: {value.strip()}")))
    return tuple(found)


def find_origin(text: str) -> str:
    """Return the commit that a backport or a cherry-pick names as its origin; else nothing.

    >>> find_origin("mm: a flag\\n\\ncommit 0123456789abcdef0123456789abcdef01234567 upstream.\\n")
    '0123456789abcdef0123456789abcdef01234567'
    """
    if not any(word in text for word in _WORDS_OF_COPIES):
        return ""
    for line in _lines(text):
        for pattern in _COPIED:
            if match := pattern.search(line):
                return match[1].lower()
    return ""


def find_reverted(text: str) -> tuple[str, ...]:
    """Return the commits that a commit says it takes back.

    >>> find_reverted('Revert "mm: a flag"\\n\\nThis reverts commit 0123456789ab.\\n')
    ('0123456789ab',)
    """
    found: dict[str, None] = {}
    body = " ".join(_lines(text)) if "reverts" in text else ""
    for match in _REVERTED.finditer(body):
        position = match.end()
        while len(found) < _MOST_REVERTED and (sha := _SHAS.match(body, position)):
            found[sha[1].lower()] = None
            position = sha.end()
    return tuple(found)


def find_spared(text: str) -> str:
    """Return the side of a merge that its revert leaves, as git words it; else nothing."""
    match = _SPARED.search(text) if "reversing" in text else None
    return match[1] if match else ""


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]:
        yield line[:_LONGEST_LINE]
