"""Events: what happened to a proposal, each with the message it was read from."""

from collections.abc import Iterable, Iterator, Sequence

from lkmltrack.model.message import Address
from lkmltrack.model.proposal import Event, EventKind, Request
from lkmltrack.model.series import Series, Trailer
from lkmltrack.proposals.additions import added_recipients
from lkmltrack.proposals.asking import EVIDENCE_KINDS
from lkmltrack.proposals.conversation import Contribution, Conversation, Role
from lkmltrack.proposals.people import author_of
from lkmltrack.proposals.revisions import revision_names
from lkmltrack.proposals.robots import RobotSays, is_applied_notice, robot_says
from lkmltrack.proposals.verdicts import Verdict, find_verdicts

_OF_VERDICT = {
    Verdict.NAK: EventKind.NAK,
    Verdict.APPLIED: EventKind.APPLIED,
    Verdict.WITHDRAWN: EventKind.WITHDRAWN,
    Verdict.PROMISE: EventKind.PROMISE,
    Verdict.RFC_REQUESTED: EventKind.RFC_REQUESTED,
    Verdict.DISCUSSION_REQUESTED: EventKind.DISCUSSION_REQUESTED,
}
_OF_ROBOT = {
    RobotSays.REPORT: EventKind.ROBOT_REPORT,
    RobotSays.APPLIED: EventKind.APPLIED,
    RobotSays.NEWS: EventKind.REPLY,
}
CHANGE_KINDS = frozenset(("change", "changelog", "documentation", "test", "cc"))
"""What is asked for that another revision would bring."""
_MOST_NAMES = 12


def read_events(
    conversation: Conversation,
    revisions: Sequence[Series],
    trailers: Sequence[Trailer],
    requests: Sequence[Request] = (),
) -> tuple[Event, ...]:
    """Return the events by date, one of each kind per message at the most but for trailers."""
    given: dict[str, list[Trailer]] = {}
    for trailer in trailers:
        given.setdefault(trailer.message_id, []).append(trailer)
    asked: dict[str, list[Request]] = {}
    for request in requests:
        asked.setdefault(request.message_id, []).append(request)
    events = list(_postings(revisions))
    for contribution in conversation.contributions:
        if contribution.is_submission:
            events.extend(_notices(contribution))
            continue
        events.extend(
            _events_of(
                contribution,
                given.get(contribution.message_id, ()),
                asked.get(contribution.message_id, ()),
                conversation,
            )
        )
    return tuple(sorted(events, key=_order))


def _postings(revisions: Sequence[Series]) -> Iterator[Event]:
    """Yield the first posting, then each revision."""
    for place, (series, name) in enumerate(zip(revisions, revision_names(revisions), strict=True)):
        yield Event(
            kind=EventKind.REVISION if place else EventKind.POSTED,
            date=series.date,
            message_id=series.message_id,
            by=series.author,
            text=f"{name}: {series.title}",
        )


def _notices(contribution: Contribution) -> Iterator[Event]:
    """Yield what the first mail of a thread says of a commit, when a machine sent it."""
    if is_applied_notice(contribution.message):
        _, text = robot_says(contribution.message)
        yield _event(EventKind.APPLIED, contribution, text or contribution.message.subject)


def _events_of(
    contribution: Contribution,
    trailers: Sequence[Trailer],
    requests: Sequence[Request],
    conversation: Conversation,
) -> Iterator[Event]:
    """Yield what one reply brings; the bare reply when it brings nothing else."""
    found: dict[EventKind, Event] = {}

    def note(kind: EventKind, text: str) -> None:
        found.setdefault(kind, _event(kind, contribution, text))

    if contribution.role is Role.ROBOT:
        says, text = robot_says(contribution.message)
        note(_OF_ROBOT[says], text)
    else:
        for verdict, text in _verdicts(contribution):
            note(_OF_VERDICT[verdict], text)
        for request in requests:
            note(_kind_of(request), request.text)
        if added := added_recipients(contribution, conversation):
            note(EventKind.CC_ADDED, _names(added))
    for trailer in trailers:
        if trailer.name.lower() in ("nacked-by", "nak-by"):
            note(EventKind.NAK, f"{trailer.name}: {trailer.value}")
    for trailer in trailers:
        yield _event(
            EventKind.TRAILER, contribution, f"{trailer.name}: {trailer.value}", trailer.person
        )
    yield from found.values()
    if not found and not trailers:
        kind = EventKind.AUTHOR_REPLY if contribution.role is Role.AUTHOR else EventKind.REPLY
        yield _event(kind, contribution, contribution.message.subject)


def _verdicts(contribution: Contribution) -> Iterator[tuple[Verdict, str]]:
    for sentence in contribution.sentences:
        for verdict in find_verdicts(sentence, by_author=contribution.role is Role.AUTHOR):
            yield verdict, sentence.text


def _kind_of(request: Request) -> EventKind:
    """Return the event that a request is."""
    if request.asks_for == "rfc":
        return EventKind.RFC_REQUESTED
    if request.asks_for == "discussion":
        return EventKind.DISCUSSION_REQUESTED
    if request.asks_for in EVIDENCE_KINDS:
        return EventKind.EVIDENCE_REQUESTED
    if request.asks_for == "cc":
        return EventKind.CC_REQUESTED
    if request.asks_for in CHANGE_KINDS:
        return EventKind.CHANGES_REQUESTED
    return EventKind.QUESTION


def _names(added: Iterable[Address]) -> str:
    """Return who was added, by address."""
    addresses = [one.address for one in added]
    more = len(addresses) - _MOST_NAMES
    shown = ", ".join(addresses[:_MOST_NAMES])
    return f"{shown} and {more} more" if more > 0 else shown


def _event(
    kind: EventKind, contribution: Contribution, text: str, by: Address | None = None
) -> Event:
    return Event(
        kind=kind,
        date=contribution.message.when,
        message_id=contribution.message_id,
        by=by or author_of(contribution.message),
        text=text,
    )


def _order(event: Event) -> tuple[float, str]:
    return (event.date.timestamp() if event.date else float("inf"), event.message_id)
