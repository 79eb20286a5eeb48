"""Stories: everything that is shown of a proposal, read from its messages."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lkmltrack.errors import (
    NotFoundError,
    StoreBusyError,
    StoreFullError,
    StoreReadOnlyError,
)
from lkmltrack.model.message import Address, Message
from lkmltrack.model.proposal import Join, JoinReason, Proposal, Stage, Story, Turn
from lkmltrack.model.said import Said, Verb
from lkmltrack.proposals.joins import find_members
from lkmltrack.proposals.requests import with_words, words_said
from lkmltrack.proposals.revisions import build_revisions, newest, revision_name
from lkmltrack.proposals.stage import is_stalled
from lkmltrack.proposals.story import build_story
from lkmltrack.proposals.taken import with_commits
from lkmltrack.tracker.applying import known_applied
from lkmltrack.tracker.bags import Bag, look_through
from lkmltrack.tracker.connecting import (
    Corrections,
    barred_postings,
    belonging_by_joins,
    corrections_of,
    whole_threads,
)
from lkmltrack.tracker.facts_as_json import parse_json, render_json
from lkmltrack.tracker.fetching import fetch
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.targets import TargetKind, parse_target, what_exists

_FORMAT = "6"
"""Changes with everything that makes a story come out otherwise."""
_STALLED_AFTER = 30
"""So many days without mail make a proposal stalled when the settings name no number."""
_STORY = "story"
_SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Overview:
    """A proposal's line in a list; ``revision`` is its newest one as people name it (``v3``)."""

    proposal: Proposal
    title: str
    author: Address
    stage: Stage = Stage.UNKNOWN
    whose_turn: Turn = Turn.UNKNOWN
    revision: str = ""
    revisions: int = 0
    message_count: int = 0
    participants: int = 0
    requests: int = 0
    first: datetime | None = None
    last: datetime | None = None
    new_messages: int = 0
    waiting_since: datetime | None = None
    stalled: bool = False


@dataclass(frozen=True, slots=True)
class _Kept:
    """A story as the store keeps it; it holds as long as the mails and the joins are these."""

    mails: str
    story: Story


@dataclass(frozen=True, slots=True)
class _Summary:
    """The figures of a list's line, kept apart from the long story."""

    mails: str
    title: str
    author: Address
    stage: Stage
    whose_turn: Turn
    revision: str
    revisions: int
    message_count: int
    participants: int
    waiting_requests: tuple[str, ...]
    first: datetime | None
    last: datetime | None
    waiting_since: datetime | None


def story(proposal: Proposal, outside: Outside) -> Story:
    """Tell a tracked proposal's story; its messages are read only when they have changed.

    ``stage`` is what the mails show: a person's own word is in ``said_stage``
    of the proposal, and goes before it.
    """
    ids = _message_ids(proposal, outside)
    said = outside.store.said(proposal.root)
    corrections = corrections_of(said)
    mails = _fingerprint(proposal, ids, corrections)
    kept = parse_json(outside.store.derived(proposal.root, _STORY), _Kept)
    if kept is None or kept.mails != mails:
        kept = _Kept(mails, _tell(proposal.threads, ids, corrections, outside))
        _keep(proposal, kept, outside)
    told = replace(
        kept.story,
        requests=with_words(kept.story.requests, words_said(said)),
        new_messages=_new_messages(proposal, ids, outside),
        stalled=_is_stalled(proposal, kept.story.stage, kept.story.last, outside),
    )
    return with_commits(told, known_applied(proposal.root, outside))


def story_of(
    text: str, outside: Outside, *, stream: bytes | None = None
) -> tuple[Proposal | None, Story]:
    """Tell the story of any target; without a proposal when it is not tracked.

    What is not kept is pulled and told, and not kept.
    """
    target = parse_target(text, what_exists(outside))
    is_proposal = target.kind is TargetKind.PROPOSAL
    proposal = _tracked_as(text if is_proposal else target.message_id, outside)
    bag = Bag()
    if proposal is None and target.message_id:
        bag.take_threads([target.message_id], outside)
    if proposal is None and not bag.messages:
        fetched = fetch(target, outside, stream=stream)
        bag.take_pulled(fetched.raws, outside)
        # a page tells only now which message it shows
        proposal = _tracked_as(fetched.named, outside)
    if proposal is not None:
        return proposal, story(proposal, outside)
    return None, tell_bag(bag, outside)


def _tracked_as(key: str, outside: Outside) -> Proposal | None:
    """Return the proposal that a number, a name or a message belongs to; None when none does."""
    try:
        return outside.store.proposal(key) if key else None
    except NotFoundError:
        return None


def tell_bag(bag: Bag, outside: Outside) -> Story:
    """Tell the story of all threads in a bag as if they were one proposal."""
    look = look_through(bag, outside)
    joins = [
        Join(entry.message_id, JoinReason.TRACKED)
        for entry in look.thread.entries
        if entry.depth == 0
    ]
    reached = belonging_by_joins(joins, Corrections(), look)
    messages = list(look.thread.messages)
    revisions = build_revisions([one.posting.series for one in reached])
    return build_story(messages, revisions, outside.series.trailers(messages))


def _message_ids(proposal: Proposal, outside: Outside) -> list[str]:
    """Return the messages of all threads of a proposal, each once."""
    found: dict[str, None] = {}
    for root in dict.fromkeys((proposal.root, *(join.root for join in proposal.threads))):
        if root not in found:
            found.update(dict.fromkeys(outside.store.thread_ids(root)))
    return list(found)


def _fingerprint(proposal: Proposal, ids: Sequence[str], corrections: Corrections) -> str:
    """Return what changes whenever the story may come out otherwise."""
    parts = [
        _FORMAT,
        *sorted(ids),
        *(f"{join.root} {join.reason.value}" for join in proposal.threads),
        *sorted(corrections.not_threads),
        *sorted(corrections.without),
    ]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _tell(
    joins: Sequence[Join], ids: Sequence[str], corrections: Corrections, outside: Outside
) -> Story:
    """Read the messages and tell their story."""
    bag = Bag()
    bag.take_kept(ids, outside)
    look = look_through(bag, outside)
    reached = belonging_by_joins(joins, corrections, look)
    barred = barred_postings(corrections, look)
    roots = {join.root for join in joins}
    messages: list[Message] = find_members(look.thread, roots, whole_threads(joins, look), barred)
    revisions = build_revisions([one.posting.series for one in reached])
    return build_story(messages, revisions, outside.series.trailers(messages))


def _summary(kept: _Kept) -> _Summary:
    """Return the figures of a story."""
    told = kept.story
    last = newest(told.revisions)
    return _Summary(
        mails=kept.mails,
        title=told.title,
        author=told.author,
        stage=told.stage,
        whose_turn=told.whose_turn,
        revision=revision_name(last) if last is not None else "",
        revisions=len(told.revisions),
        message_count=told.message_count,
        participants=len(told.participants),
        waiting_requests=tuple(one.key for one in told.requests if one.is_open),
        first=told.first,
        last=told.last,
        waiting_since=told.waiting_since,
    )


def _keep(proposal: Proposal, kept: _Kept, outside: Outside) -> None:
    """Keep a story and its summary; where nothing can be written it is told anew next time."""
    try:
        outside.store.keep_derived(proposal.root, _STORY, render_json(kept))
        outside.store.keep_derived(proposal.root, _SUMMARY, render_json(_summary(kept)))
    except (StoreReadOnlyError, StoreBusyError, StoreFullError):
        return


def _new_messages(proposal: Proposal, ids: Sequence[str], outside: Outside) -> tuple[str, ...]:
    """Return what came since the person last looked, or since the proposal was tracked."""
    since = proposal.seen or proposal.tracked
    return tuple(outside.store.added_since(ids, since))


def _is_stalled(proposal: Proposal, stage: Stage, last: datetime | None, outside: Outside) -> bool:
    """Whether a proposal rests without an end, by the setting ``lkmltrack.stalledAfter``."""
    said = outside.settings.get("stalledAfter")
    days = int(said) if said.isascii() and said.isdigit() else _STALLED_AFTER
    return is_stalled(proposal.said_stage or stage, last, outside.clock.now(), days)


def overviews(outside: Outside) -> list[Overview]:
    """Return one line per tracked proposal, by number."""
    said: dict[str, list[Said]] = {}
    for one in outside.store.said():
        said.setdefault(one.proposal, []).append(one)
    return [
        _overview(proposal, said.get(proposal.root, ()), outside)
        for proposal in outside.store.proposals()
    ]


def _overview(proposal: Proposal, said: Sequence[Said], outside: Outside) -> Overview:
    ids = _message_ids(proposal, outside)
    corrections = corrections_of(said)
    words = words_said(said)
    mails = _fingerprint(proposal, ids, corrections)
    summary = parse_json(outside.store.derived(proposal.root, _SUMMARY), _Summary)
    if summary is None or summary.mails != mails:
        kept = _Kept(mails, _tell(proposal.threads, ids, corrections, outside))
        _keep(proposal, kept, outside)
        summary = _summary(kept)
    if known_applied(proposal.root, outside):
        # the tree's word goes before the mails'
        told = story(proposal, outside)
        summary = replace(
            summary, stage=told.stage, whose_turn=told.whose_turn, waiting_since=told.waiting_since
        )
    return Overview(
        proposal=proposal,
        title=summary.title,
        author=summary.author,
        stage=summary.stage,
        whose_turn=summary.whose_turn,
        revision=summary.revision,
        revisions=summary.revisions,
        message_count=summary.message_count,
        participants=summary.participants,
        requests=sum(words.get(key) != Verb.DISMISS.value for key in summary.waiting_requests),
        first=summary.first,
        last=summary.last,
        new_messages=len(_new_messages(proposal, ids, outside)),
        waiting_since=summary.waiting_since,
        stalled=_is_stalled(proposal, summary.stage, summary.last, outside),
    )
