"""Corrections by hand: threads that belong to a proposal, or do not, whatever the mails say."""

from collections.abc import Sequence
from dataclasses import dataclass

from lkmltrack.errors import NotFoundError, UsageError
from lkmltrack.model.proposal import Proposal
from lkmltrack.model.said import Verb
from lkmltrack.proposals.revisions import build_revisions, find_revision, revision_names
from lkmltrack.tracker.bags import Bag, look_through
from lkmltrack.tracker.connecting import (
    belonging_by_joins,
    corrections_of,
    joins_of,
    look_around,
)
from lkmltrack.tracker.fetching import fetch
from lkmltrack.tracker.ports import Outside, Progress, no_progress
from lkmltrack.tracker.register import Register
from lkmltrack.tracker.saying import say
from lkmltrack.tracker.targets import Target, TargetKind, parse_target, what_exists


@dataclass(frozen=True, slots=True)
class Corrected:
    """A proposal after a correction, with what came and what is worth saying."""

    proposal: Proposal
    new_messages: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def say_also(
    proposal: Proposal,
    also: Sequence[str],
    outside: Outside,
    *,
    stream: bytes | None = None,
    progress: Progress = no_progress,
) -> Corrected:
    """Pull the threads that a person says belong to a proposal, and say so."""
    new: list[str] = []
    warnings: list[str] = []
    for text in also:
        target = parse_target(text, what_exists(outside))
        if target.kind is TargetKind.PROPOSAL:
            target = Target(TargetKind.MESSAGE_ID, text, outside.store.proposal(text).root)
        fetched = fetch(target, outside, stream=stream, progress=progress)
        new.extend(outside.store.add(fetched.raws).new)
        warnings.extend(fetched.warnings)
        for message_id in _one_of_each_thread(fetched.ids(), outside):
            warnings.extend(_say_also(proposal, message_id, outside))
    proposal, joined = rejoin(proposal, outside)
    return Corrected(proposal, tuple(new), tuple([*warnings, *joined]))


def _one_of_each_thread(message_ids: Sequence[str], outside: Outside) -> list[str]:
    found: list[str] = []
    seen: set[str] = set()
    for message_id in message_ids:
        if message_id not in seen:
            seen.update((message_id, *outside.store.thread_ids(message_id)))
            found.append(message_id)
    return found


def _say_also(proposal: Proposal, message_id: str, outside: Outside) -> list[str]:
    """Say that a thread belongs to a proposal; return what is worth telling of it."""
    say(Verb.ALSO, proposal.root, message_id, outside)
    try:
        other = outside.store.proposal(message_id)
    except NotFoundError:
        return []
    if other.root == proposal.root:
        return []
    return [
        f"{message_id} is in proposal {other.number} too; `untrack {other.number}` forgets that"
    ]


def rejoin(proposal: Proposal, outside: Outside) -> tuple[Proposal, list[str]]:
    """Find the joins of a proposal anew from what is kept and what was said."""
    proposal = outside.store.proposal(proposal.root)
    corrections = corrections_of(outside.store.said(proposal.root))
    bag = Bag()
    roots = [proposal.root, *(join.root for join in proposal.threads), *corrections.also]
    bag.take_threads(roots, outside)
    reached, look = look_around(proposal.root, corrections, bag, outside)
    return Register(outside).keep_joins(proposal, joins_of(reached, look), look)


def untrack(key: str, outside: Outside, *, revision: str = "") -> Proposal:
    """Forget a proposal, or take one revision (``v2``, ``rfc1``) or thread out of it.

    What was said stays in the log, so that a proposal tracked again has its
    number, its notes and its corrections.
    """
    proposal = outside.store.proposal(key)
    if not revision:
        say(Verb.UNTRACK, proposal.root, "", outside)
        return proposal
    bag = Bag()
    bag.take_threads((join.root for join in proposal.threads), outside)
    look = look_through(bag, outside)
    corrections = corrections_of(outside.store.said(proposal.root))
    reached = belonging_by_joins(proposal.threads, corrections, look)
    revisions = build_revisions([one.posting.series for one in reached])
    series = find_revision(revisions, revision)
    if series is None:
        names = ", ".join(revision_names(revisions))
        raise UsageError(
            f"proposal {proposal.number} has no revision {revision}", f"it has {names}"
        )
    own = look.main_of(proposal.root)
    if own is not None and series.message_id == own.message_id:
        raise UsageError(
            f"{revision} is what proposal {proposal.number} was tracked by",
            f"untrack {proposal.number} as a whole, and track another revision",
        )
    main = look.main_of(series.message_id)
    has_own_thread = main is not None and main.message_id == series.message_id
    verb = Verb.NOT if has_own_thread else Verb.WITHOUT
    say(verb, proposal.root, series.message_id, outside)
    return rejoin(proposal, outside)[0]
