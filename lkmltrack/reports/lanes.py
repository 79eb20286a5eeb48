"""Who writes when: a story's messages as lanes of a drawing, one per person."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from lkmltrack.model.message import Address
from lkmltrack.model.proposal import Event, EventKind, Participant, Story
from lkmltrack.proposals.revisions import revision_names
from lkmltrack.reports.document import Dot, Drawing, Lane, Mark, Moment
from lkmltrack.reports.senders import sources_of
from lkmltrack.reports.words import counted, day, deed, minute, name_of

_MARKS = {
    EventKind.APPLIED: Mark.APPLIED,
    EventKind.NAK: Mark.NAK,
    EventKind.WITHDRAWN: Mark.WITHDRAWN,
    EventKind.REVERTED: Mark.WITHDRAWN,
    EventKind.POSTED: Mark.POSTING,
    EventKind.REVISION: Mark.POSTING,
    EventKind.TRAILER: Mark.TRAILER,
    EventKind.QUESTION: Mark.REQUEST,
    EventKind.CHANGES_REQUESTED: Mark.REQUEST,
    EventKind.EVIDENCE_REQUESTED: Mark.REQUEST,
    EventKind.CC_REQUESTED: Mark.REQUEST,
    EventKind.RFC_REQUESTED: Mark.REQUEST,
    EventKind.DISCUSSION_REQUESTED: Mark.REQUEST,
    EventKind.ROBOT_REPORT: Mark.REPORT,
}
_WEIGHT = {mark: weight for weight, mark in enumerate(Mark)}
_MOST_LANES = 9
_CLOCKS_DIFFER = timedelta(days=1)


def build_drawing(story: Story, now: datetime) -> Drawing | None:
    """Return who wrote when; None when no message has a date to draw it at."""
    lanes = _Lanes(story.participants)
    left_out = 0
    for source in sources_of(story):
        when = source.events[0].date
        if when is None or when > now + _CLOCKS_DIFFER:
            left_out += 1
            continue
        lanes.put(source.by, _dot(when, source.events))
    drawn = lanes.lanes()
    if not drawn:
        return None
    dots = [dot.when for lane in drawn for dot in lane.dots]
    title = f"Who wrote when, from {day(min(dots))} to {day(max(dots))}"
    return Drawing(title, drawn, _moments(story, now), left_out)


def _dot(when: datetime, events: Sequence[Event]) -> Dot:
    """Return the mark of the weightiest thing that a message does, and all that it does."""
    marks = [_MARKS.get(event.kind, Mark.MAIL) for event in events]
    deeds = dict.fromkeys(deed(event)[0] for event in events)
    return Dot(when, min(marks, key=_WEIGHT.__getitem__), f"{minute(when)} {', '.join(deeds)}")


def _moments(story: Story, now: datetime) -> tuple[Moment, ...]:
    """Return the postings that have a date."""
    names = revision_names(story.revisions)
    return tuple(
        Moment(series.date, name, f"{name}, {minute(series.date)}")
        for name, series in zip(names, story.revisions, strict=True)
        if series.date is not None and series.date <= now + _CLOCKS_DIFFER
    )


class _Lanes:
    """The dots of each person; those who wrote least share the last lane."""

    def __init__(self, participants: Sequence[Participant]) -> None:
        self._people = participants
        self._place_of: dict[str, int] = {}
        for place, person in enumerate(participants):
            for key in (person.address, *person.other_addresses, person.name):
                if key:
                    self._place_of.setdefault(key.lower(), place)
        self._dots: dict[int, list[Dot]] = {}
        self._strangers: dict[str, int] = {}

    def put(self, sender: Address, dot: Dot) -> None:
        """Put a dot into its sender's lane."""
        place = self._place_of.get(sender.address.lower())
        if place is None:
            place = self._place_of.get(sender.name.lower())
        if place is None:
            strangers = self._strangers
            place = len(self._people) + strangers.setdefault(name_of(sender), len(strangers))
        self._dots.setdefault(place, []).append(dot)

    def lanes(self) -> tuple[Lane, ...]:
        """Return the lanes, those who wrote most first."""
        names = [name_of(Address(one.name, one.address)) for one in self._people]
        names += list(self._strangers)
        places = sorted(self._dots)
        if len(places) <= _MOST_LANES + 1:
            alone, together = places, []
        else:
            alone, together = places[:_MOST_LANES], places[_MOST_LANES:]
        found = [Lane(names[place], tuple(self._dots[place])) for place in alone]
        if together:
            dots = [dot for place in together for dot in self._dots[place]]
            found.append(Lane(counted(len(together), "other person", "other people"), tuple(dots)))
        return tuple(found)
