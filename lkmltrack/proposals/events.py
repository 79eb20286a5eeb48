"""Events: what happened to a proposal, each with the message it was read from."""

from collections.abc import Iterator, Sequence

from lkmltrack.model.message import Message
from lkmltrack.model.proposal import Event, EventKind
from lkmltrack.model.series import Series, Trailer
from lkmltrack.proposals.people import author_of
from lkmltrack.proposals.revisions import revision_names


def read_events(
    messages: Sequence[Message], revisions: Sequence[Series], trailers: Sequence[Trailer]
) -> tuple[Event, ...]:
    """Return the events by date: postings, revisions, trailers given, replies."""
    submissions = {message_id for series in revisions for message_id in _submissions_of(series)} | {
        series.message_id for series in revisions
    }
    given: dict[str, list[Trailer]] = {}
    for trailer in trailers:
        given.setdefault(trailer.message_id, []).append(trailer)
    events = list(_postings(revisions))
    for message in messages:
        if message.message_id not in submissions:
            events.extend(_answers(message, given.get(message.message_id, ())))
    return tuple(sorted(events, key=_order))


def _submissions_of(series: Series) -> Iterator[str]:
    yield from (patch.message_id for patch in series.patches)
    if series.cover is not None:
        yield series.cover


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


def _answers(message: Message, trailers: Sequence[Trailer]) -> Iterator[Event]:
    """Yield the trailers that a reply gives, else the reply."""
    author = author_of(message)
    for trailer in trailers:
        yield Event(
            kind=EventKind.TRAILER,
            date=message.when,
            message_id=message.message_id,
            by=trailer.person or author,
            text=f"{trailer.name}: {trailer.value}",
        )
    if not trailers:
        yield Event(EventKind.REPLY, message.when, message.message_id, author, message.subject)


def _order(event: Event) -> tuple[float, str]:
    return (event.date.timestamp() if event.date else float("inf"), event.message_id)
