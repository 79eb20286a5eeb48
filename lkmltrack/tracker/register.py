"""The register: which proposal has which threads and postings."""

from collections.abc import Sequence
from dataclasses import dataclass

from lkmltrack.model.proposal import Join, JoinReason, Proposal
from lkmltrack.tracker.bags import Look
from lkmltrack.tracker.connecting import whole_threads
from lkmltrack.tracker.ports import Outside

_BY_HAND = (JoinReason.TRACKED, JoinReason.SAID)


@dataclass(frozen=True, slots=True)
class Owners:
    """The proposals that have the threads of a look, and single postings in them."""

    threads: dict[str, Proposal]
    postings: dict[str, Proposal]

    def of(self, message_id: str, look: Look) -> Proposal | None:
        """Return the proposal that a message is in: by its posting, else by its thread."""
        posting = look.posting_of.get(message_id)
        found = self.postings.get(posting.message_id) if posting is not None else None
        return found or self.threads.get(look.tops.get(message_id, ""))

    def of_join(self, join: Join, look: Look) -> Proposal | None:
        """Return the proposal that has the thread or posting of a join."""
        if look.tops.get(join.root, join.root) == join.root:
            return self.threads.get(join.root)
        return self.postings.get(join.root)


class Register:
    """The tracked proposals, read once and kept up to date by who changes them."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._proposals = {one.root: one for one in outside.store.proposals()}

    @property
    def names(self) -> frozenset[str]:
        """The names that are taken."""
        return frozenset(proposal.name for proposal in self._proposals.values())

    def owners(self, look: Look) -> Owners:
        """Return who has what in a look; of several proposals the oldest."""
        threads: dict[str, Proposal] = {}
        postings: dict[str, Proposal] = {}
        for proposal in sorted(self._proposals.values(), key=lambda one: -one.number):
            for join in (Join(proposal.root, JoinReason.TRACKED), *proposal.threads):
                top = look.tops.get(join.root)
                if top is None:
                    continue
                if top == join.root or whole_threads([join], look):
                    threads[top] = proposal
                else:
                    postings[join.root] = proposal
        return Owners(threads, postings)

    def keep_joins(
        self, proposal: Proposal, joins: Sequence[Join], look: Look
    ) -> tuple[Proposal, list[str]]:
        """Keep the threads of a proposal, but for those that another proposal has.

        Returns the proposal as it is now, and a warning for each thread left out.
        """
        store = self._outside.store
        owners = self.owners(look)
        kept: list[tuple[str, str, str]] = []
        warnings: list[str] = []
        for join in joins:
            other = owners.of_join(join, look)
            if other is None or other.root == proposal.root or join.reason in _BY_HAND:
                kept.append((join.root, join.reason.value, join.because))
            else:
                warnings.append(_tracked_elsewhere(join, other))
        store.keep_threads(proposal.root, kept)
        proposal = store.proposal(proposal.root)
        self._proposals[proposal.root] = proposal
        return proposal, warnings

    def begin(self, root: str) -> Proposal:
        """Return a proposal that was just said to be tracked."""
        proposal = self._outside.store.proposal(root)
        self._proposals[root] = proposal
        return proposal


def _tracked_elsewhere(join: Join, other: Proposal) -> str:
    return (
        f"{join.root} may belong here too ({join.reason.value}), but is tracked as proposal"
        f" {other.number}: `untrack {other.number}` and track again to join them"
    )
