"""References: messages that a posting links to, and which it calls an earlier revision of itself."""

import re
from dataclasses import dataclass
from itertools import islice

from lkmltrack.mail.links import find_message_ids

_LONGEST_LINE = 1_000
_LONGEST_TEXT = 200_000
_MOST_REFERENCES = 200

# "Link to v1:", "v2 ->", "[1] RFC v3:", "Changes since v2 [0]", but neither v6.12 nor v5.14-rc4
_REVISION = re.compile(r"\b(?:patch|rfc|rev)?v\.?(\d{1,3})\b(?![.-]\w)", re.IGNORECASE)
_VERSION_WORD = re.compile(r"\bversion\s{1,3}(\d{1,2})\b(?!\.\d)|\brfc\b", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:previous|prior|last|earlier|first|original|old|initial|former)(?:ly)?[\s-]{1,3}"
    r"(?:patch(?:set|es)?|series|version|versions|posting|post|revision|revisions|iteration"
    r"|submission|attempt|rfc|discussion|thread|round|approach|proposal)s?\b"
    r"|\b(?:changes|updates|diff)\s{1,3}(?:since|from)\b"
    r"|\b(?:posted|sent)\s{1,3}(?:before|earlier|previously)\b",
    re.IGNORECASE,
)
_DISCUSSION = re.compile(
    r"\bdiscuss(?:ion|ions|ed)?\b|\bconversations?\b|\bthread\b|\blsf/?mm\b|\btopic\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\bdepend(?:s|ing|ent|ency|encies)?\b|\b(?:re)?based\s{1,3}(?:up)?on\b|\bon\s{1,3}top\s{1,3}of\b"
    r"|\bprerequisites?\b|\bappl(?:y|ies|ied)\s{1,3}(?:on|to|after|over)\b|\bafter\s{1,3}applying\b"
    r"|\brequires?\b|\bsimilar\s{1,3}to\b|\breported\b|\bcloses:|\bfixes:",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"^\s{0,8}\[(\d{1,3})\]")
_WORDS = re.compile(r"[^\W_]{2,}")
_MERE_LABELS = frozenset(("link", "links", "http", "https", "url", "lore", "see", "message", "id"))


@dataclass(frozen=True, slots=True)
class Reference:
    """A message that a text links to, and what the words beside the link say about it.

    ``is_earlier``: an earlier revision or posting; ``revision`` is its number
    where one is named, else 0. ``is_discussion``: a discussion. When the words
    call it a base, a dependency or a report, none of them is set.
    """

    message_id: str
    is_earlier: bool = False
    is_discussion: bool = False
    revision: int = 0


def find_references(text: str) -> tuple[Reference, ...]:
    """Return the messages that a text links to, each once, the clearest words first.

    >>> find_references("- Link to v1: https://lore.kernel.org/r/20260421-a@example.org/")[0]
    Reference(message_id='20260421-a@example.org', is_earlier=True, is_discussion=False, revision=1)
    """
    if "@" not in text and "%40" not in text:
        return ()
    lines = [line[:_LONGEST_LINE] for line in text[:_LONGEST_TEXT].split("\n")]
    uses: dict[str, str] = {}
    found: dict[str, Reference] = {}
    for index, line in enumerate(lines):
        if "@" not in line and "%40" not in line:
            continue
        for message_id in find_message_ids(line):
            known = found.get(message_id)
            if known is None or not known.is_earlier:
                reference = _reference(message_id, _words_beside(lines, index, uses))
                found[message_id] = reference if known is None or reference.is_earlier else known
        if len(found) >= _MOST_REFERENCES:
            break
    return tuple(found.values())


def _reference(message_id: str, words: str) -> Reference:
    """Read what the words beside a link say."""
    if _ELSEWHERE.search(words):
        return Reference(message_id)
    named = _REVISION.search(words) or _VERSION_WORD.search(words)
    return Reference(
        message_id,
        is_earlier=bool(named or _EARLIER.search(words)),
        is_discussion=bool(_DISCUSSION.search(words)),
        revision=int(named[1]) if named and named[1] else 0,
    )


def _words_beside(lines: list[str], index: int, uses: dict[str, str]) -> str:
    """Return the words that tell what a link is: beside it, above it, or where its footnote is used.

    ``uses`` keeps what was found of a footnote.
    """
    line = lines[index]
    beside = line[: _start_of_link(line)]
    footnote = _FOOTNOTE.match(line)
    if footnote is not None:
        mark = f"[{footnote[1]}]"
        if mark not in uses:
            uses[mark] = _uses_of(mark, lines)
        return f"{beside[footnote.end() :]}\n{uses[mark]}"
    if _says_something(beside):
        return beside
    for above in reversed(lines[max(0, index - 2) : index]):
        if above.strip():
            # a link above is labelled by its own words
            return "" if "://" in above else above
    return ""


def _uses_of(mark: str, lines: list[str]) -> str:
    """Return the first lines that a footnote is referred to from."""
    using = (line for line in lines if mark in line and not line.lstrip().startswith(mark))
    return "\n".join(islice(using, 3))


def _start_of_link(line: str) -> int:
    starts = [
        position for mark in ("http://", "https://", "<") if (position := line.find(mark)) >= 0
    ]
    return min(starts, default=len(line))


def _says_something(words: str) -> bool:
    return any(word.lower() not in _MERE_LABELS for word in _WORDS.findall(words))
