"""Joins: which threads belong to one proposal, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from lkmltrack.model.message import Message
from lkmltrack.model.proposal import Join, JoinReason
from lkmltrack.model.thread import Thread
from lkmltrack.proposals.mails import look_over, main_postings
from lkmltrack.proposals.people import People
from lkmltrack.proposals.postings import Posting
from lkmltrack.proposals.shown_ties import (
    ties_by_likeness,
    ties_by_patch_id,
    ties_by_patches,
    ties_by_takeover,
    ties_by_title,
)
from lkmltrack.proposals.ties import PRIORITY, Tie
from lkmltrack.proposals.told_ties import (
    ties_by_announcement,
    ties_by_change_id,
    ties_by_link,
    ties_by_reply,
)


def find_ties(postings: Sequence[Posting], thread: Thread, people: People) -> list[Tie]:
    """Return what ties the postings together, the surest ties first.

    ``postings`` are by date. A retitled posting is tied to an older one only
    where neither has found its neighbour in a surer way.
    """
    mails = look_over(postings, thread, people)
    ties = [
        *ties_by_change_id(postings),
        *ties_by_reply(postings, mails),
        *ties_by_link(postings, mails),
        *ties_by_announcement(thread, mails, people),
        *ties_by_title(postings),
        *ties_by_takeover(postings),
        *ties_by_patches(postings),
        *ties_by_patch_id(postings),
    ]
    ties.extend(ties_by_likeness(postings, ties))
    return sorted(ties, key=lambda one: PRIORITY.index(one.reason))


@dataclass(frozen=True, slots=True)
class Reached:
    """A posting that belongs to a proposal, and why it was taken."""

    posting: Posting
    reason: JoinReason
    because: str


def reach(
    start: Mapping[str, Join], postings: Sequence[Posting], ties: Iterable[Tie], barred: set[str]
) -> list[Reached]:
    """Return what belongs together with the postings to start from, by date.

    ``start`` maps message-ids of postings to why they are there; ``barred``
    are postings that a person took out, and nothing is reached through them.
    Of several ways to a posting the surest is told.
    """
    neighbours: dict[str, list[tuple[str, Tie]]] = {}
    for one in ties:
        neighbours.setdefault(one.later, []).append((one.earlier, one))
        neighbours.setdefault(one.earlier, []).append((one.later, one))
    found: dict[str, tuple[JoinReason, str]] = {}
    waiting: list[tuple[int, int, str, JoinReason, str]] = []
    for message_id, join in start.items():
        rank = PRIORITY.index(join.reason)
        heappush(waiting, (rank, len(waiting), message_id, join.reason, join.because))
    count = len(waiting)
    while waiting:
        _, _, message_id, reason, because = heappop(waiting)
        if message_id in found or message_id in barred:
            continue
        found[message_id] = (reason, because)
        for other, one in neighbours.get(message_id, ()):
            if other not in found:
                count += 1
                rank = PRIORITY.index(one.reason)
                heappush(waiting, (rank, count, other, one.reason, one.because))
    return [
        Reached(posting, *found[posting.message_id])
        for posting in postings
        if posting.message_id in found
    ]


def build_joins(
    reached: Sequence[Reached], postings: Sequence[Posting], thread: Thread
) -> list[Join]:
    """Return the threads, and the parts of other people's threads, that the postings stand in."""
    parents = {entry.message_id: entry.parent for entry in thread.entries}
    mains = main_postings(postings)
    joins: dict[str, Join] = {}
    for one in reached:
        posting = one.posting
        is_main = mains[posting.thread].message_id == posting.message_id
        root = posting.thread if is_main else posting.message_id
        joins.setdefault(root, Join(root, one.reason, one.because))
        for message_id in posting.message_ids:
            # patches that were sent as threads of their own
            if parents.get(message_id) is None and message_id != posting.thread:
                joins.setdefault(message_id, Join(message_id, one.reason, one.because))
    return list(joins.values())


def find_members(
    thread: Thread, roots: set[str], wholes: set[str], barred: set[str]
) -> list[Message]:
    """Return the messages of a proposal: below the roots of its joins, and not below barred ones.

    The threads of ``wholes`` are taken from their top.
    """
    tops: dict[str, str] = {}
    top = ""
    for entry in thread.entries:
        top = entry.message_id if entry.depth == 0 else top
        tops[entry.message_id] = top
    roots = roots | {tops[root] for root in wholes if root in tops}
    inside: dict[str, bool] = {}
    members: list[Message] = []
    for entry in thread.entries:
        is_inside = entry.message_id in roots or inside.get(entry.parent or "", False)
        inside[entry.message_id] = is_inside and entry.message_id not in barred
        if inside[entry.message_id] and entry.message is not None:
            members.append(entry.message)
    return members
