"""Auditing: who ought to have got a posting, and who did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lkmltrack.audience.expecting import expected_of
from lkmltrack.audience.presence import Posting, audit
from lkmltrack.audience.suggesting import suggested_from
from lkmltrack.audience.troubles import find_troubles
from lkmltrack.errors import NotFoundError, TreeError, UsageError
from lkmltrack.mail.hunks import hunk_functions
from lkmltrack.model.audience import Audit, Expected, Level, Review
from lkmltrack.model.message import Message
from lkmltrack.model.series import Series
from lkmltrack.proposals.revisions import build_revisions, find_revision, newest, revision_names
from lkmltrack.tracker.bags import Bag, Look, look_through
from lkmltrack.tracker.consulting import consult_messages, maintainers_of
from lkmltrack.tracker.fetching import fetch
from lkmltrack.tracker.neighbours import linked_messages, prior_messages, writings
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.targets import TargetKind, parse_target, what_exists

_MOST_FILES = 20
_MOST_FUNCTIONS = 40


@dataclass(frozen=True, slots=True)
class Audited:
    """An audit and the mails that it was made of: the posting's, or the one reply's."""

    audit: Audit
    mails: tuple[Message, ...]


def audit_target(
    text: str, outside: Outside, *, revision: str = "", stream: bytes | None = None
) -> Audit:
    """Return who ought to get a posting and who does.

    A message that answers a posting is audited for itself: its own recipients,
    and whom the posting concerns. Of several revisions the newest is meant.
    """
    return audited(text, outside, revision=revision, stream=stream).audit


def audited(
    text: str, outside: Outside, *, revision: str = "", stream: bytes | None = None
) -> Audited:
    """Return the audit of a target with the mails it was made of."""
    bag, named = _bag_of(text, outside, stream)
    look = look_through(bag, outside)
    series = _meant(text, look, named, revision)
    posting = _mails_of(series, bag.messages)
    if not posting:
        raise NotFoundError(
            f"{text}: the posting itself is not here, only answers to it", "track its thread"
        )
    is_reply = bool(named) and named not in look.posting_of and not revision
    mails = (bag.messages[named],) if is_reply else posting
    roster = maintainers_of(outside).roster(mails[0].when)
    patches = tuple(one for one in posting if one.message_id in _patch_ids(series))
    expected = expected_of(patches, roster) if patches else []
    thread = _thread_around(posting, look)
    found = audit(
        Posting(mails),
        expected,
        roster,
        thread=thread,
        suggested=_suggested(series, posting, expected, thread, look, outside),
        troubles=find_troubles(
            [*thread, *writings(_people(expected), outside)], _people(expected), mails[0].when
        ),
        never=outside.settings.get("ccIgnore").replace(",", " ").split(),
    )
    return Audited(found, mails)


# ---------------------------------------------------------------- what is meant


def _bag_of(text: str, outside: Outside, stream: bytes | None) -> tuple[Bag, str]:
    """Return the mails of a target, and the message that it names, if it names one."""
    target = parse_target(text, what_exists(outside))
    bag = Bag()
    if target.kind is TargetKind.PROPOSAL:
        proposal = outside.store.proposal(target.text)
        bag.take_threads([proposal.root, *(join.root for join in proposal.threads)], outside)
        return bag, ""
    if target.message_id:
        bag.take_threads([target.message_id], outside)
    if target.message_id in bag.messages:
        return bag, target.message_id
    fetched = fetch(target, outside, stream=stream)
    bag.take_pulled(fetched.raws, outside)
    return bag, fetched.named if fetched.named in bag.messages else ""


def _meant(text: str, look: Look, named: str, revision: str) -> Series:
    """Return the posting that is meant: the named one, the one it answers, else the newest."""
    here = [posting.series for posting in look.postings if posting.is_here]
    revisions = build_revisions(here)
    if revision:
        found = find_revision(revisions, revision)
        if found is None:
            names = ", ".join(revision_names(revisions)) or "no revision at all"
            raise UsageError(f"{text} has no revision {revision}", f"it has {names}")
        return found
    if named:
        own = look.posting_above(named)
        if own is not None:
            return own
    patches = [one for one in revisions if one.patches]
    last = newest(patches or revisions)
    if last is None:
        raise NotFoundError(f"{text} holds no posting", "is it the thread that was meant?")
    return last


def _mails_of(series: Series, messages: Mapping[str, Message]) -> tuple[Message, ...]:
    """Return the cover letter and the patches that are here; of a discussion its first mail."""
    ids = [series.cover or "", *_patch_ids(series)]
    found = [messages[one] for one in ids if one in messages]
    if not found and series.message_id in messages:
        found = [messages[series.message_id]]
    return tuple(found)


def _patch_ids(series: Series) -> tuple[str, ...]:
    return tuple(patch.message_id for patch in series.patches)


def _thread_around(posting: Sequence[Message], look: Look) -> tuple[Message, ...]:
    """Return every message of the trees that the posting stands in."""
    tops = {look.tops.get(one.message_id) for one in posting}
    return tuple(
        message for message in look.thread.messages if look.tops.get(message.message_id) in tops
    )


# ---------------------------------------------------------------- who else


def _people(expected: Sequence[Expected]) -> list[str]:
    return [one.address for one in expected if one.level is not Level.LIST]


def _suggested(
    series: Series,
    posting: Sequence[Message],
    expected: Sequence[Expected],
    thread: Sequence[Message],
    look: Look,
    outside: Outside,
) -> list[Expected]:
    """Return who would help beyond MAINTAINERS; without a patch, whom its topic leads to."""
    if not series.patches:
        people = consult_messages(posting, outside).people
        return [replace(one, level=Level.SUGGESTED) for one in people]
    own = {message.message_id for message in thread}
    others = [one for one in look.thread.messages if one.message_id not in own]
    known = [message.message_id for message in look.thread.messages]
    return suggested_from(
        posting,
        prior_messages(series, known, outside),
        expected,
        earlier=[one for one in others if _is_before(one, posting[0])],
        linked=linked_messages(series, outside),
        reviews=_reviews(posting, outside),
    )


def _is_before(message: Message, posting: Message) -> bool:
    return message.when is not None and posting.when is not None and message.when < posting.when


def _reviews(posting: Sequence[Message], outside: Outside) -> list[Review]:
    """Return who reviewed the last commits to the same functions; nothing without history."""
    if outside.source_tree is None:
        return []
    functions: dict[str, None] = {}
    files: dict[str, None] = {}
    for message in posting:
        for path, function in hunk_functions(message.body):
            files.setdefault(path)
            if function:
                functions.setdefault(function)
    try:
        return outside.source_tree.reviews(
            list(files)[:_MOST_FILES], list(functions)[:_MOST_FUNCTIONS]
        )
    except TreeError:
        return []
