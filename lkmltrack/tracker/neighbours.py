"""Neighbours: what the store has of earlier talk about the same files, and of certain people."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from lkmltrack.model.message import Message
from lkmltrack.model.query import And, Field, Hit, Node, Or, Term
from lkmltrack.model.series import Series
from lkmltrack.tracker.ports import Outside

_MOST_FILES = 8
_MOST_HITS = 40
_MOST_THREADS = 12
_MOST_MESSAGES = 600
_MOST_OF_ONE = 3
_WORD = re.compile(r"[^\W_][\w.-]{2,40}")
_MOST_WORDS = 6
# words that stand in the titles of anything
_COMMON = frozenset(
    [
        "add",
        "adds",
        "fix",
        "fixes",
        "use",
        "using",
        "remove",
        "make",
        "move",
        "new",
        "support",
        "for",
        "the",
        "and",
        "from",
        "with",
        "into",
        "when",
        "not",
        "patch",
        "series",
        "update",
        "improve",
        "avoid",
        "allow",
        "introduce",
        "flag",
        "flags",
        "some",
        "cleanup",
    ]
)


def prior_messages(series: Series, known: Iterable[str], outside: Outside) -> list[Message]:
    """Return the kept threads that spoke about the files or the subject of a series before it.

    ``known`` are the messages of its own threads, which are left out.
    """
    own = set(known)
    files = list(dict.fromkeys(file for patch in series.patches for file in patch.files))
    roots: dict[str, None] = {}
    for query in _questions(files[:_MOST_FILES], series.title, series.date):
        for hit in outside.store.search(query, _MOST_HITS):
            if hit.message_id not in own:
                roots.setdefault(hit.message_id)
    found: dict[str, None] = {}
    threads = 0
    for root in roots:
        if root in found:
            continue
        found.update(dict.fromkeys(outside.store.thread_ids(root)))
        threads += 1
        if threads == _MOST_THREADS or len(found) > _MOST_MESSAGES:
            break
    wanted = [one for one in found if one not in own][:_MOST_MESSAGES]
    return outside.store.messages(wanted)


def linked_messages(series: Series, outside: Outside) -> list[Message]:
    """Return the messages that a series links to, as far as they are kept."""
    return outside.store.messages([one for one in series.links if outside.store.has(one)])


def writings(addresses: Sequence[str], outside: Outside) -> list[Message]:
    """Return a few mails of each address: the newest, and what says that it bounces."""
    found: dict[str, None] = {}
    for address in addresses:
        if not address or '"' in address:
            continue
        told = Term(Field.ANY, address, is_phrase=True)
        bounces = Or(
            tuple(Term(Field.ANY, word) for word in ("undeliverable", "bounces", "bounced"))
        )
        for query in (Term(Field.FROM, address, is_phrase=True), And((told, bounces))):
            hits = sorted(outside.store.search(query, _MOST_HITS), key=_newest_first)
            found.update(dict.fromkeys(hit.message_id for hit in hits[:_MOST_OF_ONE]))
    return outside.store.messages(list(found))


def _newest_first(hit: Hit) -> float:
    return -hit.date.timestamp() if hit.date is not None else 0.0


def _questions(files: Sequence[str], title: str, before: datetime | None) -> list[Node]:
    """Return what to ask the store: each file, and the telling words of the title together."""
    parts: list[Node] = [Term(Field.FILE, file, is_phrase=True) for file in files]
    words = [word for word in _WORD.findall(title) if word.lower() not in _COMMON]
    if len(words) > 1:
        parts.append(And(tuple(Term(Field.SUBJECT, word) for word in words[:_MOST_WORDS])))
    if before is None:
        return parts
    until = Term(Field.DATE, "", until=before)
    return [And((part, until)) for part in parts]
