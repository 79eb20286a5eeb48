"""Searching the store, or the archive."""

import re

from lkmltrack.mail.body import own_text
from lkmltrack.mail.parse import message_id_of
from lkmltrack.model.message import Message
from lkmltrack.model.query import Hit
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.query import parse_query

_QUERY_WORD = re.compile(r"[^\W_]{3,40}")
_LONGEST_LINE = 500
_MOST_LINES = 2_000


def search(
    text: str, outside: Outside, *, remote: bool = False, limit: int = 50, offset: int = 0
) -> list[Hit]:
    """Return the best hits of a query.

    With ``remote`` the archive is asked, in its own language; what it answers
    is kept, and returned in the order of the answer.
    """
    if not remote:
        return outside.store.search(parse_query(text, outside.clock.now()), limit, offset)
    raws = outside.archive.search(text)
    outside.store.add(raws)
    ids = list(dict.fromkeys(map(message_id_of, raws)))
    messages = outside.store.messages(ids[offset : offset + limit])
    words = {word.lower() for word in _QUERY_WORD.findall(text)}
    # the archive orders, and tells no scores
    return [_hit(message, words, 1.0 / (place + 1)) for place, message in enumerate(messages)]


def _hit(message: Message, words: set[str], score: float) -> Hit:
    return Hit(
        message_id=message.message_id,
        subject=message.subject,
        author=str(message.author),
        date=message.when,
        line=_line_with(words, message),
        score=score,
    )


def _line_with(words: set[str], message: Message) -> str:
    """Return the first of the sender's own lines that has a word of the query."""
    lines = own_text(message.body).split("\n", _MOST_LINES)[:_MOST_LINES]
    for line in lines:
        line = line[:_LONGEST_LINE]
        if any(word in words for word in map(str.lower, _QUERY_WORD.findall(line))):
            return line.strip()
    return next((line.strip()[:_LONGEST_LINE] for line in lines if line.strip()), "")
