"""What happened and what was asked, message by message."""

from collections.abc import Iterator, Sequence

from lkmltrack.model.proposal import Event, EventKind, Request, Story
from lkmltrack.model.said import Verb
from lkmltrack.reports.document import (
    Item,
    Items,
    Line,
    Paragraph,
    Piece,
    Quote,
    Section,
    Tone,
    line,
    message,
)
from lkmltrack.reports.senders import Source, sources_of
from lkmltrack.reports.words import deed, minute, name_of

_BARE = frozenset((EventKind.REPLY, EventKind.AUTHOR_REPLY))
"""What is told without words: the subject of a reply says nothing new."""


def timeline_section(story: Story) -> Section | None:
    """Return what every message did, by date."""
    if not story.timeline:
        return None
    items = tuple(
        Item(
            lead=line(
                Piece(f"{minute(source.events[0].date)} ", Tone.DIM),
                Piece(name_of(source.by), Tone.STRONG),
                *_bare(source.events),
            ),
            quotes=tuple(_told(source.events)),
            source=_shown_by(source),
        )
        for source in sources_of(story)
    )
    return Section("What happened", (Items(items),))


def _shown_by(source: Source) -> Line:
    """Return the message behind an item, or the commit and the message of its patch."""
    if not source.commit:
        return line(message(source.message_id))
    commit = Piece(source.commit, Tone.CODE)
    return line("commit ", commit, " of the patch ", message(source.message_id))


def _bare(events: Sequence[Event]) -> Iterator[Piece]:
    """Yield what is told of a message beside its sender."""
    for event in events:
        if event.kind in _BARE:
            words, tone = deed(event)
            yield Piece(f" {words}", tone)


def _told(events: Sequence[Event]) -> Iterator[Quote]:
    for event in events:
        if event.kind not in _BARE:
            words, tone = deed(event)
            yield Quote(line(Piece(words, tone)), event.text)


def requests_section(story: Story) -> Section | None:
    """Return what was asked, the open requests first."""
    waiting = [one for one in story.requests if one.is_open]
    answered = [one for one in told_requests(story) if not one.is_open]
    blocks: list[Paragraph | Items] = []
    if waiting:
        blocks += [Paragraph(line("No answer was observed to these:")), _asked(waiting)]
    if answered:
        blocks += [Paragraph(line("These were taken up:")), _asked(answered)]
    return Section("What was asked", tuple(blocks)) if blocks else None


def told_requests(story: Story) -> list[Request]:
    """Return the requests but those that the person says are none, or are settled."""
    return [one for one in story.requests if one.said != Verb.DISMISS]


def _asked(requests: Sequence[Request]) -> Items:
    """Return requests, those of one message together."""
    found: dict[str, list[Request]] = {}
    for request in requests:
        found.setdefault(request.message_id, []).append(request)
    return Items(
        tuple(
            Item(
                lead=line(
                    Piece(f"{minute(asked[0].date)} ", Tone.DIM),
                    Piece(name_of(asked[0].by), Tone.STRONG),
                ),
                quotes=tuple(Quote(_answer(request), request.text) for request in asked),
                source=line(message(message_id)),
            )
            for message_id, asked in found.items()
        )
    )


def _answer(request: Request) -> Line:
    """Return what is asked for, and the message that takes it up."""
    kind = Piece(request.asks_for.replace("-", " "), Tone.DIM)
    if request.answered_by is None:
        return line(Piece("open ", Tone.OPEN), kind)
    return line(kind, Piece(" answered in ", Tone.GOOD), message(request.answered_by))
