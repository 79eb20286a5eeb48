"""Bags of mail: what may belong together, from the store and from the archive, looked through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lkmltrack.errors import TreeError
from lkmltrack.mail.parse import parse_message
from lkmltrack.mail.threads import build_thread
from lkmltrack.model.message import Message
from lkmltrack.model.series import Series
from lkmltrack.model.thread import Thread
from lkmltrack.proposals.grouping import group, patch_text, with_patch_ids
from lkmltrack.proposals.joins import find_ties
from lkmltrack.proposals.mails import main_postings
from lkmltrack.proposals.people import People, find_people
from lkmltrack.proposals.postings import Posting
from lkmltrack.proposals.ties import Tie, cluster
from lkmltrack.tracker.ports import Outside


@dataclass(slots=True)
class Bag:
    """Messages by message-id; of those that are not in the store the bytes too."""

    messages: dict[str, Message] = field(default_factory=dict)
    pulled: dict[str, bytes] = field(default_factory=dict)
    patch_ids: dict[str, str] = field(default_factory=dict)
    """git's patch-ids of the patches that were looked at."""

    def take_kept(self, message_ids: Iterable[str], outside: Outside) -> bool:
        """Take messages out of the store; return whether any was new to the bag."""
        wanted = [one for one in dict.fromkeys(message_ids) if one not in self.messages]
        found = outside.store.messages(wanted) if wanted else []
        self.messages.update((message.message_id, message) for message in found)
        return bool(found)

    def take_threads(self, message_ids: Iterable[str], outside: Outside) -> bool:
        """Take the whole threads of messages out of the store."""
        wanted: dict[str, None] = {}
        for message_id in message_ids:
            if message_id not in wanted:
                wanted.update(dict.fromkeys(outside.store.thread_ids(message_id)))
        return self.take_kept(wanted, outside)

    def take_pulled(self, raws: Iterable[bytes], outside: Outside) -> bool:
        """Take mails that an archive answered with; return whether any was new to the bag."""
        is_new = False
        for raw in raws:
            message = parse_message(raw, outside.pages.html_to_text)
            if message.message_id not in self.messages:
                self.messages[message.message_id] = message
                self.pulled[message.message_id] = raw
                is_new = True
        return is_new


@dataclass(frozen=True, slots=True)
class Look:
    """What a bag holds: the threads, who is who, the postings by date, and what ties them."""

    thread: Thread
    people: People
    postings: tuple[Posting, ...]
    ties: tuple[Tie, ...]
    mains: dict[str, Posting]
    """The posting that each thread is about, by the thread's first entry."""
    tops: dict[str, str]
    """The first entry of the thread of every message."""
    posting_of: dict[str, Posting]
    clusters: dict[str, int]
    """A number for every posting; those that are tied together have the same."""

    def main_of(self, message_id: str) -> Posting | None:
        """Return the posting that the thread of a message is about."""
        return self.mains.get(self.tops.get(message_id, ""))

    def posting_at(self, message_id: str) -> Posting | None:
        """Return the posting that a message is part of, else the one its thread is about."""
        return self.posting_of.get(message_id) or self.main_of(message_id)

    def posting_above(self, message_id: str) -> Series | None:
        """Return the posting that a message is part of, else the nearest one above it."""
        parents = {entry.message_id: entry.parent for entry in self.thread.entries}
        place: str | None = message_id
        seen: set[str] = set()
        while place is not None and place not in seen:
            seen.add(place)
            if place in self.posting_of:
                return self.posting_of[place].series
            place = parents.get(place)
        main = self.main_of(message_id)
        return main.series if main is not None else None

    def speaks_for_thread(self, message_id: str) -> bool:
        """Whether the thread of a message is about it, rather than about other people's work.

        A patch that answers somebody's report speaks for itself alone, and a
        second revision below the first for the thread.
        """
        own, main = self.posting_at(message_id), self.main_of(message_id)
        if own is None or main is None:
            return True
        return self.clusters[own.message_id] == self.clusters[main.message_id]


def look_through(bag: Bag, outside: Outside) -> Look:
    """Group a bag's messages to postings and tie them."""
    messages = list(bag.messages.values())
    thread = build_thread(messages)
    people = find_people(messages)
    found = group(thread, people)
    ids = [patch.message_id for posting in found for patch in posting.series.patches]
    _ask_patch_ids(ids, bag, outside)
    postings = [with_patch_ids(posting, bag.patch_ids) for posting in found]
    tops: dict[str, str] = {}
    top = ""
    for entry in thread.entries:
        top = entry.message_id if entry.depth == 0 else top
        tops[entry.message_id] = top
    ties = find_ties(postings, thread, people)
    return Look(
        thread=thread,
        people=people,
        postings=tuple(postings),
        ties=tuple(ties),
        mains=main_postings(postings),
        tops=tops,
        posting_of={one: posting for posting in postings for one in posting.message_ids},
        clusters={
            posting.message_id: number
            for number, same in enumerate(cluster(postings, ties))
            for posting in same
        },
    )


def _ask_patch_ids(message_ids: Sequence[str], bag: Bag, outside: Outside) -> None:
    """Ask for the patch-ids that are not known; without git there are none."""
    wanted = [one for one in message_ids if one not in bag.patch_ids]
    texts = [patch_text(bag.messages[one]) for one in wanted]
    try:
        found = outside.series.patch_ids([text.diff if text else "" for text in texts])
    except TreeError:
        found = [""] * len(wanted)
    bag.patch_ids.update(zip(wanted, found, strict=True))
