"""Track: pull threads, keep them, and take them as proposals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lkmltrack.errors import NotFoundError
from lkmltrack.model.proposal import Proposal
from lkmltrack.model.said import Verb
from lkmltrack.proposals.joins import Reached
from lkmltrack.tracker.bags import Bag, Look, look_through
from lkmltrack.tracker.connecting import (
    ArchiveSearch,
    Corrections,
    belonging,
    corrections_of,
    joins_of,
    look_around,
    pulled_of,
)
from lkmltrack.tracker.correcting import say_also
from lkmltrack.tracker.correcting import untrack as untrack
from lkmltrack.tracker.fetching import Fetched, fetch
from lkmltrack.tracker.naming import free_name
from lkmltrack.tracker.ports import Outside, Progress, no_progress
from lkmltrack.tracker.register import Register
from lkmltrack.tracker.saying import say, say_seen
from lkmltrack.tracker.targets import Target, TargetKind, parse_target, what_exists


@dataclass(frozen=True, slots=True)
class Tracked:
    """A proposal that ``track`` took, and what that changed.

    ``is_new`` is false when it was tracked already. ``new_messages`` are the
    message-ids that this call brought. ``warnings`` say what could not be
    looked up; the proposal is kept all the same.
    """

    proposal: Proposal
    is_new: bool
    new_messages: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def track(
    texts: Sequence[str],
    outside: Outside,
    *,
    also: Sequence[str] = (),
    stream: bytes | None = None,
    progress: Progress = no_progress,
) -> list[Tracked]:
    """Pull what the targets name and track it; unrelated threads become proposals of their own.

    The threads named by ``also`` are said to belong to the first proposal.
    """
    tracked: dict[str, Tracked] = {}
    for text in texts:
        for one in _track_target(text, outside, stream, progress):
            tracked[one.proposal.root] = _merged(tracked.get(one.proposal.root), one)
    if also and tracked:
        first = next(iter(tracked.values()))
        said = say_also(first.proposal, also, outside, stream=stream, progress=progress)
        tracked[said.proposal.root] = _merged(
            first, Tracked(said.proposal, False, said.new_messages, said.warnings)
        )
    # who tracks a proposal is shown it: only what comes later is new
    return [
        replace(one, proposal=say_seen(one.proposal.root, outside)) if one.is_new else one
        for one in tracked.values()
    ]


def _merged(before: Tracked | None, after: Tracked) -> Tracked:
    """Return what two calls did to one proposal."""
    if before is None:
        return after
    return Tracked(
        proposal=after.proposal,
        is_new=before.is_new or after.is_new,
        new_messages=tuple(dict.fromkeys(before.new_messages + after.new_messages)),
        warnings=tuple(dict.fromkeys(before.warnings + after.warnings)),
    )


def _track_target(
    text: str, outside: Outside, stream: bytes | None, progress: Progress
) -> list[Tracked]:
    """Track everything that one target names."""
    target = parse_target(text, what_exists(outside))
    if target.kind is TargetKind.PROPOSAL:
        root = outside.store.proposal(text).root
        target = Target(TargetKind.MESSAGE_ID, text, root)
    asked = outside.clock.now()
    fetched = fetch(target, outside, stream=stream, progress=progress)
    added = outside.store.add(fetched.raws)
    register = Register(outside)
    found: list[Tracked] = []
    for named, bag in _bags(fetched, text, outside):
        one = _track_thread(named, bag, register, outside)
        if fetched.archive is not None:
            search = ArchiveSearch(fetched.archive, outside, progress)
            one = _search_around(one, bag, search, asked, register, outside)
        found.append(_with_news(one, added.new, fetched.warnings, outside))
        progress("proposals", len(found), None)
    return found


def _bags(fetched: Fetched, text: str, outside: Outside) -> Iterator[tuple[str, Bag]]:
    """Yield what was fetched, one bag per proposal, with the message to start from.

    What belongs together in a large mailbox is told once for all of it.
    """
    whole = Bag()
    whole.take_threads(fetched.ids(), outside)
    named = [one for one in fetched.ids() if one in whole.messages] or list(whole.messages)[:1]
    if not named:
        raise NotFoundError(f"{text}: no mail of this thread could be kept", "is it a mail?")
    if fetched.named:
        yield named[0], whole
        return
    look = look_through(whole, outside)
    done: set[str] = set()
    for start in named:
        if look.tops[start] in done:
            continue
        # a thread of a file is taken for what it is about, whichever mail of it comes first
        start = look.tops[start]
        reached = belonging(start, Corrections(), look)
        threads = {start, *(one.posting.thread for one in reached)}
        bag = Bag(patch_ids=whole.patch_ids)
        bag.messages.update(
            (entry.message_id, entry.message)
            for entry in look.thread.entries
            if entry.message is not None and look.tops[entry.message_id] in threads
        )
        done |= threads
        yield start, bag


def _with_news(
    one: Tracked, new: Sequence[str], warnings: Sequence[str], outside: Outside
) -> Tracked:
    """Return a proposal with what the pull brought of it."""
    own = {
        message_id
        for join in one.proposal.threads
        for message_id in outside.store.thread_ids(join.root)
    }
    brought = [message_id for message_id in new if message_id in own]
    return replace(
        one,
        new_messages=tuple(dict.fromkeys([*brought, *one.new_messages])),
        warnings=tuple(dict.fromkeys([*warnings, *one.warnings])),
    )


# ---------------------------------------------------------------- one thread


def _track_thread(named: str, bag: Bag, register: Register, outside: Outside) -> Tracked:
    """Track the thread of a message with what is kept already."""
    reached, look = look_around(named, Corrections(), bag, outside)
    known = _proposal_among(named, reached, look, register, outside)
    if known is not None:
        corrections = corrections_of(outside.store.said(known.root))
        roots = [known.root, *(join.root for join in known.threads), *corrections.also]
        if bag.take_threads(roots, outside) or corrections != Corrections() or known.root != named:
            reached, look = look_around(known.root, corrections, bag, outside)
    proposal = known or _begin(named, reached, look, register, outside)
    proposal, warnings = register.keep_joins(proposal, joins_of(reached, look), look)
    return Tracked(proposal, known is None, (), tuple(warnings))


def _search_around(
    one: Tracked,
    bag: Bag,
    search: ArchiveSearch,
    asked: datetime,
    register: Register,
    outside: Outside,
) -> Tracked:
    """Ask the archive for the other revisions of a proposal that is tracked by now.

    A search that fails is a warning, and one that is cancelled loses nothing.
    """
    root = one.proposal.root
    corrections = corrections_of(outside.store.said(root))
    reached, look = look_around(root, corrections, bag, outside, search=search)
    new = outside.store.add(pulled_of(reached, look, bag)).new
    outside.store.keep_refreshed(root, asked)
    proposal, warnings = register.keep_joins(one.proposal, joins_of(reached, look), look)
    return Tracked(
        proposal=proposal,
        is_new=one.is_new,
        new_messages=new,
        warnings=tuple(dict.fromkeys([*search.warnings, *warnings])),
    )


def _proposal_among(
    named: str, reached: Sequence[Reached], look: Look, register: Register, outside: Outside
) -> Proposal | None:
    """Return the proposal that has the thread, else the oldest that would take it."""
    owners = register.owners(look)
    own = owners.of(named, look)
    if own is not None:
        return own
    near = (owners.of(one.posting.message_id, look) for one in reached)
    found = {proposal.number: proposal for proposal in near if proposal is not None}
    wanted = {one.posting.message_id for one in reached}
    for number in sorted(found):
        corrections = corrections_of(outside.store.said(found[number].root))
        back = belonging(found[number].root, corrections, look)
        if wanted <= {one.posting.message_id for one in back}:
            return found[number]
    return None


def _begin(
    named: str, reached: Sequence[Reached], look: Look, register: Register, outside: Outside
) -> Proposal:
    """Say that a thread is tracked, by its first message that is here."""
    titles = [one.posting.series.title for one in reached if one.posting.series.title]
    name = free_name(titles[-1] if titles else "", register.names)
    root = _root_for(named, look)
    say(Verb.TRACK, root, name, outside)
    return register.begin(root)


def _root_for(named: str, look: Look) -> str:
    """Return the message that a proposal is known by: the same from whatever mail it is tracked."""
    own = look.posting_at(named)
    if own is not None and not look.speaks_for_thread(named):
        return own.message_id
    top = look.tops.get(named, named)
    here = (
        entry.message_id
        for entry in look.thread.entries
        if entry.message is not None and look.tops[entry.message_id] == top
    )
    return next(here, named)
