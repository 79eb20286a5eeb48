"""Connecting: the other revisions of a proposal and the discussion before it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lkmltrack.errors import ArchiveError, InterruptedPull, NotFoundError, UsageError
from lkmltrack.model.proposal import Join, JoinReason
from lkmltrack.model.said import Said, Verb
from lkmltrack.proposals.joins import Reached, build_joins, reach
from lkmltrack.proposals.postings import Posting
from lkmltrack.tracker.bags import Bag, Look, look_through
from lkmltrack.tracker.ports import Archive, Outside, Progress, no_progress
from lkmltrack.tracker.questions import archive_questions, local_questions
from lkmltrack.tracker.targets import hint_of

_MOST_ROUNDS = 3
"""What is found leads to more: a v3 names its v2, which has another title than v1."""
_MOST_LINKS = 5
_MOST_HITS = 60


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person said of the threads of a proposal; the last word about each counts."""

    also: tuple[str, ...] = ()
    not_threads: tuple[str, ...] = ()
    """Threads that do not belong to it."""
    without: tuple[str, ...] = ()
    """Postings in its threads that are no revisions of it."""


def corrections_of(said: Iterable[Said]) -> Corrections:
    """Return the corrections in force."""
    last: dict[str, Verb] = {}
    for one in said:
        if one.verb in (Verb.ALSO, Verb.NOT, Verb.WITHOUT):
            last.pop(one.value, None)
            last[one.value] = one.verb
    return Corrections(
        also=tuple(value for value, verb in last.items() if verb is Verb.ALSO),
        not_threads=tuple(value for value, verb in last.items() if verb is Verb.NOT),
        without=tuple(value for value, verb in last.items() if verb is Verb.WITHOUT),
    )


# ---------------------------------------------------------------- what belongs together


def belonging(named: str, corrections: Corrections, look: Look) -> list[Reached]:
    """Return the postings of a proposal: from its own and those said, along the ties."""
    start: dict[str, Join] = {}
    own = look.main_of(named) if look.speaks_for_thread(named) else look.posting_at(named)
    if own is not None:
        start[own.message_id] = Join(own.thread, JoinReason.TRACKED)
    for message_id in corrections.also:
        said = look.main_of(message_id)
        if said is not None:
            start.setdefault(said.message_id, Join(said.thread, JoinReason.SAID, message_id))
    barred = barred_postings(corrections, look) - start.keys()
    return reach(start, look.postings, look.ties, barred)


def barred_postings(corrections: Corrections, look: Look) -> set[str]:
    """Return the postings that a person took out: single ones, and those of whole threads."""
    out = set(corrections.without)
    out_threads = {look.tops[one] for one in corrections.not_threads if one in look.tops}
    return {
        posting.message_id
        for posting in look.postings
        if posting.thread in out_threads or not out.isdisjoint(posting.message_ids)
    }


def belonging_by_joins(
    joins: Iterable[Join], corrections: Corrections, look: Look
) -> list[Reached]:
    """Return the postings that stand in the threads of a proposal, as its joins are kept."""
    start: dict[str, Join] = {}
    for join in joins:
        posting = look.posting_at(join.root)
        if posting is not None:
            start.setdefault(posting.message_id, join)
    return reach(start, look.postings, look.ties, barred_postings(corrections, look))


def whole_threads(joins: Iterable[Join], look: Look) -> set[str]:
    """Return the roots of those joins that take the whole thread, whatever comes above the root."""
    return {
        join.root
        for join in joins
        if join.reason is JoinReason.SAID
        or (join.reason is JoinReason.TRACKED and look.speaks_for_thread(join.root))
    }


def joins_of(reached: Sequence[Reached], look: Look) -> list[Join]:
    """Return the joins to keep for the postings of a proposal."""
    return build_joins(reached, look.postings, look.thread)


# ---------------------------------------------------------------- looking for more


def take_kept_neighbours(postings: Sequence[Posting], bag: Bag, outside: Outside) -> bool:
    """Take what the store has that may belong to the postings; return whether that was any."""
    hits: dict[str, None] = {}
    for query in local_questions(postings):
        for hit in outside.store.search(query, _MOST_HITS):
            hits.setdefault(hit.message_id)
    linked = [
        reference.message_id
        for posting in postings
        for reference in posting.references
        if outside.store.has(reference.message_id)
    ]
    return bag.take_threads([*linked, *hits], outside)


class ArchiveSearch:
    """Asks an archive for the neighbours of postings, no question twice."""

    def __init__(self, archive: Archive, outside: Outside, progress: Progress = no_progress):
        self._archive = archive
        self._outside = outside
        self._progress = progress
        self._asked: set[str] = set()
        self.warnings: list[str] = []
        self.can_search = True

    def take_neighbours(self, postings: Sequence[Posting], bag: Bag) -> bool:
        """Take what the archive has that may belong to the postings.

        A question that fails becomes a warning: what was pulled already is kept.
        """
        is_new = False
        for query in archive_questions(postings):
            if self.can_search and query not in self._asked:
                self._asked.add(query)
                is_new |= self._ask(query, bag)
        for message_id in _linked(postings):
            if message_id not in bag.messages and message_id not in self._asked:
                self._asked.add(message_id)
                is_new |= self._follow(message_id, bag)
        return is_new

    def _ask(self, query: str, bag: Bag) -> bool:
        self._progress("other revisions", len(self._asked), None)
        try:
            raws = self._archive.search(query, whole_threads=True)
        except InterruptedPull:
            raise
        except UsageError:
            # a folder of mail has no search; what is imported from it is found here
            self.can_search = False
            return False
        except (ArchiveError, NotFoundError) as error:
            self.warnings.append(f"other revisions were not searched for: {hint_of(error)}")
            return False
        return bag.take_pulled(raws, self._outside)

    def _follow(self, message_id: str, bag: Bag) -> bool:
        """Pull the thread that a posting calls an earlier revision."""
        self._progress("earlier revisions", len(self._asked), None)
        try:
            raws = self._archive.thread(message_id)
        except InterruptedPull:
            raise
        except NotFoundError:
            return False  # links to what the archive does not have are common
        except (ArchiveError, UsageError) as error:
            self.warnings.append(f"{message_id}, an earlier revision: {hint_of(error)}")
            return False
        return bag.take_pulled(raws, self._outside)


def _linked(postings: Sequence[Posting]) -> list[str]:
    """Return the messages that the postings call earlier revisions, the newest posting's first."""
    found = (
        reference.message_id
        for posting in reversed(postings)
        for reference in posting.references
        if reference.is_earlier
    )
    return list(dict.fromkeys(found))[:_MOST_LINKS]


def look_around(
    named: str,
    corrections: Corrections,
    bag: Bag,
    outside: Outside,
    *,
    search: ArchiveSearch | None = None,
) -> tuple[list[Reached], Look]:
    """Look for what belongs to a proposal until nothing more is found; return it and the look."""
    look = look_through(bag, outside)
    reached = belonging(named, corrections, look)
    for _ in range(_MOST_ROUNDS):
        postings = [one.posting for one in reached]
        is_new = take_kept_neighbours(postings, bag, outside)
        if search is not None:
            is_new |= search.take_neighbours(postings, bag)
        if not is_new:
            break
        look = look_through(bag, outside)
        reached = belonging(named, corrections, look)
    return reached, look


def pulled_of(reached: Sequence[Reached], look: Look, bag: Bag) -> list[bytes]:
    """Return the mails of a proposal's threads that are not in the store yet."""
    threads = {
        look.tops[message_id]
        for one in reached
        for message_id in (one.posting.thread, *one.posting.message_ids)
    }
    return [
        bag.pulled[entry.message_id]
        for entry in look.thread.entries
        if entry.message_id in bag.pulled and look.tops[entry.message_id] in threads
    ]
