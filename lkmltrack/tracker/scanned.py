"""Scanned: what was looked at of a repository's history, and what was found in it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from lkmltrack.model.commit import AppliedPatch, Commit, Place, Reference
from lkmltrack.proposals.applied_matches import Match
from lkmltrack.tracker.facts_as_json import parse_json, render_json
from lkmltrack.tracker.ports import Store

_FORMAT = "1"
"""Changes with everything that makes something else be found."""
_APPLIED = "applied"
_SCANNED = "scanned"
_MOST_STATES = 400
_SPARE_TIPS = 1_000


@dataclass(frozen=True, slots=True)
class Finds:
    """What was found of one proposal, in which repository, when it was in which state.

    ``patches`` are the message-ids that were looked for. ``commits`` are those
    that match, and what takes them back.
    """

    form: str = _FORMAT
    tree: str = ""
    state: str = ""
    patches: tuple[str, ...] = ()
    commits: tuple[Commit, ...] = ()
    matches: tuple[Match, ...] = ()
    places: tuple[Place, ...] = ()
    applied: tuple[AppliedPatch, ...] = ()


@dataclass(frozen=True, slots=True)
class ScannedTip:
    """A commit or tag, and the first state of the repository in which all below it was scanned."""

    target: str
    state: int


@dataclass(frozen=True, slots=True)
class Journal:
    """The states in which a repository was scanned, and its branches and tags in the last one."""

    form: str = _FORMAT
    states: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    tips: tuple[ScannedTip, ...] = ()

    @property
    def last_state(self) -> str:
        """The state that ``references`` are of."""
        return self.states[-1] if self.states else ""

    def seen_in(self, state: str) -> frozenset[str]:
        """Return what had been scanned in a state: everything below these."""
        if state not in self.states:
            return frozenset()
        place = self.states.index(state)
        return frozenset(tip.target for tip in self.tips if tip.state <= place)

    def after(self, state: str, references: Sequence[Reference]) -> "Journal":
        """Return the journal once the repository was scanned in a state."""
        if state == self.last_state:
            return self
        if len(self.states) >= _MOST_STATES:
            return Journal().after(state, references)
        known = {tip.target for tip in self.tips}
        current = dict.fromkeys(one.target for one in references)
        place = len(self.states)
        tips = [
            *self.tips,
            *(ScannedTip(target, place) for target in current if target not in known),
        ]
        gone = max(0, len(tips) - 2 * len(current) - _SPARE_TIPS)
        # the longest gone are forgotten: what only they lead to is looked at once more
        out = set([tip.target for tip in tips if tip.target not in current][:gone])
        return Journal(
            states=(*self.states, state),
            references=tuple(references),
            tips=tuple(tip for tip in tips if tip.target not in out),
        )


def state_of(references: Sequence[Reference]) -> str:
    """Return what changes whenever a branch or tag moves, comes or goes."""
    lines = sorted(f"{one.target} {one.name}" for one in references)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()[:32]


def read_finds(key: str, store: Store) -> Finds:
    """Return what was found of a proposal."""
    finds = parse_json(store.derived(key, _APPLIED), Finds)
    return finds if finds is not None and finds.form == _FORMAT else Finds()


def keep_finds(key: str, finds: Finds, store: Store) -> None:
    """Keep what was found of a proposal."""
    store.keep_derived(key, _APPLIED, render_json(finds))


def read_journal(tree: str, store: Store) -> Journal:
    """Return the journal of a repository."""
    journal = parse_json(store.derived(tree, _SCANNED), Journal)
    return journal if journal is not None and journal.form == _FORMAT else Journal()


def keep_journal(tree: str, journal: Journal, store: Store) -> None:
    """Keep the journal of a repository."""
    store.keep_derived(tree, _SCANNED, render_json(journal))
