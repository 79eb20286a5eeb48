"""Waiting: whose turn it is, and since when, from the last mail that nobody answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from lkmltrack.model.message import Message
from lkmltrack.model.proposal import Event, EventKind, Stage, Turn
from lkmltrack.model.series import Series
from lkmltrack.proposals.conversation import Contribution, Conversation, Role
from lkmltrack.proposals.stage import Standing, latest_posting

_MERE_TRAILERS = frozenset((EventKind.TRAILER, EventKind.CC_ADDED))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who is expected to write, and the message that waits; None when none does."""

    turn: Turn
    message: Message | None = None


def find_waiting(
    conversation: Conversation,
    revisions: Sequence[Series],
    events: Sequence[Event],
    standing: Standing,
) -> Waiting:
    """Return who is to write next: the one whom the last mail waits for.

    Nobody when the proposal came to its end; the author after a NAK, after a
    reviewer's mail, and while a promise of his own is open; the reviewers
    after a posting or a reply of the author; the maintainer when the last word was a
    trailer and no change was asked for.
    """
    last = latest_posting(revisions)
    if last is None:
        return Waiting(Turn.UNKNOWN)
    if standing.stage in (Stage.APPLIED, Stage.WITHDRAWN):
        return Waiting(Turn.NOBODY)
    since = last.date.timestamp() if last.date else float("-inf")
    replies = [one for one in conversation.replies(since) if one.role is not Role.ROBOT]
    if standing.stage is Stage.NACKED and standing.event is not None:
        return _waiting(Turn.AUTHOR, conversation.by_id.get(standing.event.message_id))
    if not replies:
        return _waiting(Turn.REVIEWERS, conversation.by_id.get(last.message_id))
    latest = replies[-1]
    kinds = frozenset(event.kind for event in events if event.message_id == latest.message_id)
    own = {one.message_id for one in replies if one.role is Role.AUTHOR}
    promised = any(event.kind is EventKind.PROMISE and event.message_id in own for event in events)
    return _waiting(_turn_after(latest, kinds, standing, has_promised=promised), latest)


def _turn_after(
    latest: Contribution, kinds: frozenset[EventKind], standing: Standing, *, has_promised: bool
) -> Turn:
    """Return whom the last reply of a proposal that goes on waits for."""
    if latest.role is Role.AUTHOR:
        asks = any(sentence.is_question for sentence in latest.sentences)
        return Turn.AUTHOR if has_promised and not asks else Turn.REVIEWERS
    is_mere_trailer = EventKind.TRAILER in kinds and kinds <= _MERE_TRAILERS
    if is_mere_trailer and standing.stage is not Stage.CHANGES_REQUESTED:
        return Turn.MAINTAINER
    return Turn.AUTHOR


def _waiting(turn: Turn, contribution: Contribution | None) -> Waiting:
    return Waiting(turn, contribution.message if contribution is not None else None)
