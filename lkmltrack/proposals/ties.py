"""Ties: two postings that belong together, and what shows it."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from lkmltrack.model.proposal import JoinReason
from lkmltrack.proposals.postings import Posting

_Key = TypeVar("_Key")

PRIORITY = (
    JoinReason.TRACKED,
    JoinReason.SAID,
    JoinReason.CHANGE_ID,
    JoinReason.IN_REPLY_TO,
    JoinReason.LINK,
    JoinReason.SUBJECT,
    JoinReason.PATCH_ID,
)
"""The reasons, the surest first."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Two postings that belong together, by their message-ids, and what shows it."""

    later: str
    earlier: str
    reason: JoinReason
    because: str


def tie(later: Posting, earlier: Posting, reason: JoinReason, because: str) -> Tie:
    """Tie two postings together."""
    return Tie(later.message_id, earlier.message_id, reason, because)


def alike(postings: Sequence[Posting], key: Callable[[Posting], Hashable]) -> list[list[Posting]]:
    """Return the postings that share a key, in their order; those of an empty key share nothing."""
    buckets: dict[Hashable, list[Posting]] = {}
    for posting in postings:
        if value := key(posting):
            buckets.setdefault(value, []).append(posting)
    return list(buckets.values())


def neighbours(
    buckets: Mapping[_Key, list[Posting]],
) -> Iterator[tuple[Posting, Posting, _Key]]:
    """Yield the neighbours in each bucket as (earlier, later, key), every pair once."""
    seen: set[tuple[str, str]] = set()
    for key, same in buckets.items():
        for earlier, later in pairwise(same):
            pair = (later.message_id, earlier.message_id)
            if pair not in seen:
                seen.add(pair)
                yield earlier, later, key


def cluster(postings: Sequence[Posting], ties: Iterable[Tie]) -> list[list[Posting]]:
    """Return the postings that are tied together, in their order."""
    top = {posting.message_id: posting.message_id for posting in postings}

    def find(message_id: str) -> str:
        while top[message_id] != message_id:
            top[message_id] = top[top[message_id]]
            message_id = top[message_id]
        return message_id

    for one in ties:
        top[find(one.later)] = find(one.earlier)
    clusters: dict[str, list[Posting]] = {}
    for posting in postings:
        clusters.setdefault(find(posting.message_id), []).append(posting)
    return list(clusters.values())
