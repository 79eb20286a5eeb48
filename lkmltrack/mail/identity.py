"""Message-IDs: a mail's own, and those it refers to."""

import re
from collections.abc import Collection
from hashlib import sha256

from lkmltrack.mail.encoded_words import decode_words, raw_text

MAX_REFERENCES = 5_000
"""The last ones are kept: they are the nearest."""

_LONGEST_ID = 998
_BRACKETED = re.compile(r"<([^<>]+)>")
_FOLD = re.compile(r"\r?\n[ \t]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_COMMENT = re.compile(r"\([^()]*\)")


def bracketed_ids(text: str) -> list[str]:
    """Return the ids in ``<>``, in the order written.

    >>> bracketed_ids("<a@example.org> (Jane's message of Monday) <b@example.org>")
    ['a@example.org', 'b@example.org']
    """
    return [cleaned for token in _BRACKETED.findall(text) if (cleaned := clean_id(token))]


def clean_id(token: str) -> str:
    """Return an id as it is compared; one of absurd length becomes its hash."""
    if not token.isprintable():
        # a fold inside the brackets is no part of the id
        token = _CONTROL.sub("", _FOLD.sub("", token))
    token = token.strip()
    if len(token) > _LONGEST_ID:
        return made_id(token.encode("utf-8", "replace"))
    return token


def made_id(content: bytes) -> str:
    """Return an identity for what has none, made from its content."""
    return f"sha256-{sha256(content).hexdigest()[:32]}@lkmltrack.invalid"


def own_id(values: list[bytes], raw: bytes) -> tuple[str, str]:
    """Return a mail's message-id and what was wrong with its Message-ID headers."""
    for value in values:
        found = _id_in(raw_text(value))
        if found:
            return found, f"{len(values)} Message-ID headers" if len(values) > 1 else ""
    return made_id(raw), "no usable Message-ID" if values else "no Message-ID"


def _id_in(text: str) -> str:
    if "<" not in text and "=?" in text:
        text = decode_words(text)
    bracketed = bracketed_ids(text)
    if bracketed:
        return bracketed[0]
    words = _COMMENT.sub(" ", text.replace("<", " ").replace(">", " ")).split()
    return clean_id(words[0]) if words else ""


def referred_ids(values: list[bytes], not_ids: Collection[str]) -> tuple[str, ...]:
    """Return the ids of References or In-Reply-To headers, each once, the last ones of many.

    ``not_ids`` are addresses: prose like "message from Jane <jane@example.org>"
    names a person, not a mail.
    """
    found: dict[str, None] = {}
    for value in values:
        for token in bracketed_ids(raw_text(value)):
            if token not in not_ids and token not in ("y", "n"):
                found.setdefault(token)
    return tuple(found)[-MAX_REFERENCES:]
