"""A digest: what happened in some time over many proposals, and who waits for whom now."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lkmltrack.model.message import Address
from lkmltrack.model.proposal import Event, EventKind, Proposal, Request, Stage, Story, Turn
from lkmltrack.proposals.stage import GOES_ON
from lkmltrack.reports.happenings import told_requests
from lkmltrack.reports.senders import is_same_person, senders_of

_CLOCKS_DIFFER = timedelta(days=1)
"""A mail may be dated so far in the future and still have come."""
_ENDED = frozenset((EventKind.NAK, EventKind.WITHDRAWN, EventKind.REVERTED))
_POSTED = frozenset((EventKind.POSTED, EventKind.REVISION))
_AT_WORK = frozenset((Turn.AUTHOR, Turn.REVIEWERS, Turn.MAINTAINER))


@dataclass(frozen=True, slots=True)
class Told:
    """A tracked proposal and its story."""

    proposal: Proposal
    story: Story

    @property
    def stage(self) -> Stage:
        """Where it stands: a person's own word, else what the mail shows."""
        return self.proposal.said_stage or self.story.stage


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the time that is told."""

    told: Told
    event: Event


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the time that is told."""

    told: Told
    request: Request


@dataclass(frozen=True, slots=True)
class Wait:
    """Whose turn it is in one proposal, and which message waits since when.

    ``who`` is None when nobody but the awaited person waits, or when it is not
    known who wrote the message. ``whom`` is set where it is one person.
    """

    told: Told
    turn: Turn
    message_id: str
    since: datetime | None
    who: Address | None = None
    whom: Address | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """What happened from ``since`` until ``now``, and how it stands now.

    ``lively`` counts the proposals that had mail in this time, ``mails`` the
    messages that something is told of, ``undated`` those that may belong here
    and have no date, or one that has not come. ``waiting`` and ``silent`` are
    about now: those that have waited longest come first, and those that have
    stalled of late.
    """

    since: datetime
    now: datetime
    proposals: int
    lively: int
    mails: int
    waiting: tuple[Wait, ...]
    silent: tuple[Wait, ...]
    applied: tuple[Happening, ...]
    ended: tuple[Happening, ...]
    posted: tuple[Happening, ...]
    trailers: tuple[Happening, ...]
    reports: tuple[Happening, ...]
    requests: tuple[Asked, ...]
    undated: int = 0


def build_digest(tracked: Sequence[Told], since: datetime, now: datetime) -> Digest:
    """Return the digest of some proposals; dates are those that the mails bear."""

    def is_recent(moment: datetime | None) -> bool:
        return moment is not None and since <= moment <= now + _CLOCKS_DIFFER

    recent = [
        Happening(told, event)
        for told in tracked
        for event in told.story.timeline
        if is_recent(event.date)
    ]
    asked = [
        Asked(told, request)
        for told in tracked
        for request in told_requests(told.story)
        if is_recent(request.date)
    ]
    waits = [wait for told in tracked if (wait := _wait_of(told)) is not None]
    return Digest(
        since=since,
        now=now,
        proposals=len(tracked),
        lively=len({one.told.proposal.root for one in recent}),
        mails=len({one.event.message_id for one in recent if not one.event.commit}),
        waiting=_longest_first(wait for wait in waits if not _is_silent(wait.told)),
        silent=_longest_first(wait for wait in waits if _is_silent(wait.told))[::-1],
        applied=_of_kind(recent, lambda kind: kind is EventKind.APPLIED),
        ended=_of_kind(recent, _ENDED.__contains__),
        posted=_of_kind(recent, _POSTED.__contains__),
        trailers=_of_kind(recent, lambda kind: kind is EventKind.TRAILER),
        reports=_of_kind(recent, lambda kind: kind is EventKind.ROBOT_REPORT),
        requests=tuple(sorted(asked, key=_open_first)),
        undated=_count_undated(tracked, now),
    )


def _of_kind(
    recent: Iterable[Happening], is_wanted: Callable[[EventKind], bool]
) -> tuple[Happening, ...]:
    found = [one for one in recent if is_wanted(one.event.kind)]
    return tuple(sorted(found, key=lambda one: _seconds(one.event.date)))


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment is not None else float("inf")


def _open_first(asked: Asked) -> tuple[bool, float]:
    return (not asked.request.is_open, _seconds(asked.request.date))


def _longest_first(waits: Iterable[Wait]) -> tuple[Wait, ...]:
    return tuple(sorted(waits, key=lambda wait: _seconds(wait.since)))


def _is_silent(told: Told) -> bool:
    return told.story.stalled or told.stage is Stage.STALLED


def _wait_of(told: Told) -> Wait | None:
    """Return whose turn it is in a proposal; None when it is nobody's, or has stopped.

    A proposal that a person says has stalled is told even where no turn is observed.
    """
    story = told.story
    goes_on = told.stage in GOES_ON or told.stage in (Stage.NACKED, Stage.UNKNOWN)
    if told.stage is not Stage.STALLED and not (goes_on and story.whose_turn in _AT_WORK):
        return None
    whom = story.author if story.whose_turn is Turn.AUTHOR else None
    who = senders_of(story).get(story.waiting)
    if who is not None and whom is not None and is_same_person(who, whom):
        who = None
    return Wait(
        told=told,
        turn=story.whose_turn,
        message_id=story.waiting,
        since=story.waiting_since or story.last,
        who=who,
        whom=whom,
    )


def _count_undated(tracked: Iterable[Told], now: datetime) -> int:
    """Return how many messages have no date that can be."""
    return len(
        {
            event.message_id
            for told in tracked
            for event in told.story.timeline
            if event.date is None or event.date > now + _CLOCKS_DIFFER
        }
    )
