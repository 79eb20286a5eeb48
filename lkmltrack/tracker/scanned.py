"""Scanned: what was looked at of a repository's history, and what was found in it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from lkmltrack.model.commit import AppliedPatch, Commit, Place, Reference
from lkmltrack.proposals.applied_matches import Match
from lkmltrack.tracker.facts_as_json import parse_json, render_json
from lkmltrack.tracker.ports import Store

_FORMAT = "1"
"""Changes with everything that makes something else be found."""
_TOLD = "applied"
_FOUND = "applied-from"
_LOOKED = "looked"
_SCANNED = "scanned"
_MOST_STATES = 400
_SPARE_TIPS = 1_000


@dataclass(frozen=True, slots=True)
class Finds:
    """What was found of one proposal in a repository.

    ``patches`` are the message-ids that were looked for. ``commits`` are those
    that match, and what takes them back.
    """

    tree: str = ""
    patches: tuple[str, ...] = ()
    commits: tuple[Commit, ...] = ()
    matches: tuple[Match, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one proposal, and of which repository."""

    form: str = _FORMAT
    tree: str = ""
    applied: tuple[AppliedPatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """When a proposal was last looked for: in which state of the repository, and for what.

    All but the key are digests. When what is kept of ``finds`` or ``told`` has
    another one, it is from somebody who looked at the same time or at another
    repository, and does not count.
    """

    key: str
    state: str = ""
    patches: str = ""
    finds: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Looks:
    """The last look for each proposal in one repository."""

    form: str = _FORMAT
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True, slots=True)
class ScannedTip:
    """A commit or tag, and the first state of the repository in which all below it was scanned."""

    target: str
    state: int


@dataclass(frozen=True, slots=True)
class Journal:
    """The states in which a repository was scanned, and its branches and tags in the last one."""

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


@dataclass(frozen=True, slots=True)
class _WrittenJournal:
    """A journal as it is kept: thousands of tags are read fastest as lines of one text."""

    form: str = _FORMAT
    states: tuple[str, ...] = ()
    references: str = ""
    tips: str = ""


def _written(journal: Journal) -> _WrittenJournal:
    return _WrittenJournal(
        states=journal.states,
        references="\n".join(f"{one.target} {one.name}" for one in journal.references),
        tips="\n".join(f"{tip.target} {tip.state}" for tip in journal.tips),
    )


def _as_journal(written: _WrittenJournal) -> Journal:
    references = (line.partition(" ") for line in written.references.splitlines())
    tips = (line.partition(" ") for line in written.tips.splitlines())
    return Journal(
        states=written.states,
        references=tuple(Reference(name, target) for target, _, name in references),
        tips=tuple(ScannedTip(target, int(state)) for target, _, state in tips),
    )


def state_of(references: Sequence[Reference]) -> str:
    """Return what changes whenever a branch or tag moves, comes or goes."""
    return digest_of(f"{one.target} {one.name}" for one in references)


def digest_of(lines: Iterable[str]) -> str:
    """Return a short text that stands for many, in whatever order."""
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8", "replace")).hexdigest()[:32]


class Memory:
    """What the store remembers of one repository."""

    def __init__(self, tree: str, store: Store) -> None:
        self._tree = tree
        self._store = store
        kept = _read(store, tree, _LOOKED, Looks)
        self._looks = {look.key: look for look in kept.looks}

    def look(self, key: str) -> Look:
        """Return the last look for a proposal."""
        return self._looks.get(key, Look(key))

    def finds(self, key: str) -> Finds | None:
        """Return what was found of a proposal at its last look; None when that is in doubt."""
        text = self._store.derived(key, _FOUND)
        return parse_json(text, Finds) if digest_of([text]) == self.look(key).finds else None

    def told(self, key: str) -> Told | None:
        """Return what was told of a proposal after its last look; None when that is in doubt."""
        text = self._store.derived(key, _TOLD)
        return parse_json(text, Told) if digest_of([text]) == self.look(key).told else None

    def journal(self) -> Journal:
        """Return the journal of the repository."""
        return _as_journal(_read(self._store, self._tree, _SCANNED, _WrittenJournal))

    def keep(
        self,
        journal: Journal,
        looks: Iterable[Look],
        finds: Mapping[str, Finds],
        told: Mapping[str, Told],
    ) -> None:
        """Keep what a look found, without writing again what is there."""
        for look in looks:
            finds_text, told_text = render_json(finds[look.key]), render_json(told[look.key])
            new = replace(look, finds=digest_of([finds_text]), told=digest_of([told_text]))
            old = self.look(look.key)
            if new.finds != old.finds:
                self._store.keep_derived(look.key, _FOUND, finds_text)
            if new.told != old.told:
                self._store.keep_derived(look.key, _TOLD, told_text)
            self._looks[look.key] = new
        self._store.keep_derived(self._tree, _SCANNED, render_json(_written(journal)))
        looked = Looks(looks=tuple(self._looks.values()))
        self._store.keep_derived(self._tree, _LOOKED, render_json(looked))


def read_told(key: str, store: Store) -> Told:
    """Return what is told of a proposal."""
    return _read(store, key, _TOLD, Told)


_Kept = TypeVar("_Kept", _WrittenJournal, Looks, Told)


def _read(store: Store, key: str, kind: str, fact: type[_Kept]) -> _Kept:
    """Return a kept fact; an empty one where there is none, or another version's."""
    found = parse_json(store.derived(key, kind), fact)
    return found if found is not None and found.form == _FORMAT else fact()
