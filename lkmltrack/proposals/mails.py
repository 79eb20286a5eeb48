"""Mails: what the threads tell about every message, for quick questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lkmltrack.model.thread import Thread
from lkmltrack.proposals.people import People, author_of
from lkmltrack.proposals.postings import Posting


@dataclass(frozen=True, slots=True)
class Mails:
    """Of every message its parent, its posting and its thread; who wrote in each thread."""

    parents: Mapping[str, str | None]
    posting_of: Mapping[str, Posting]
    main_of: Mapping[str, Posting]
    thread_of: Mapping[str, str]
    writers: Mapping[str, frozenset[str]]

    def target(self, message_id: str) -> Posting | None:
        """Return the posting that a message is part of, or the one its thread began with."""
        found = self.posting_of.get(message_id)
        return found or self.main_of.get(self.thread_of.get(message_id, ""))


def look_over(postings: Sequence[Posting], thread: Thread, people: People) -> Mails:
    """Return what the threads tell; ``postings`` are by date."""
    parents: dict[str, str | None] = {}
    thread_of: dict[str, str] = {}
    writers: dict[str, set[str]] = {}
    first = ""
    for entry in thread.entries:
        first = entry.message_id if entry.depth == 0 else first
        parents[entry.message_id] = entry.parent
        thread_of[entry.message_id] = first
        if entry.message is not None:
            writers.setdefault(first, set()).add(people.person(author_of(entry.message)))
    return Mails(
        parents=parents,
        posting_of={one: posting for posting in postings for one in posting.message_ids},
        main_of=main_postings(postings),
        thread_of=thread_of,
        writers={root: frozenset(written) for root, written in writers.items()},
    )


def main_postings(postings: Sequence[Posting]) -> dict[str, Posting]:
    """Return the posting that each thread is about: its first mail's, else the earliest."""
    found: dict[str, Posting] = {}
    for posting in postings:
        if posting.message_id == posting.thread:
            found[posting.thread] = posting
        found.setdefault(posting.thread, posting)
    return found
