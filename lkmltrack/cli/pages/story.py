"""A proposal's story: the page that a person wants before answering a thread."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lkmltrack.cli.facts import stage_of
from lkmltrack.cli.pages.life import carried_lines, happenings, reasons
from lkmltrack.cli.pages.words import counted, reason_words, short_name, stage_span, turn_words
from lkmltrack.cli.text.cells import cut, wrap
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.cli.text.table import Column, table
from lkmltrack.cli.text.times import ago, day
from lkmltrack.model.proposal import Event, Join, Proposal, Story
from lkmltrack.model.series import Patch, PostingKind, Series, Trailer
from lkmltrack.proposals.revisions import revision_names

_MARGIN = "  "
_SHOWN_PEOPLE = 12
_SHOWN_NEW = 20
_OF_THE_AUTHOR = frozenset(("signed-off-by", "co-developed-by", "cc", "from", "assisted-by"))


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A story as lines; ``whole`` leaves nothing out."""

    proposal: Proposal | None
    story: Story
    now: datetime
    width: int
    whole: bool = False

    def lines(self) -> Iterator[Line]:
        """Yield the page."""
        yield from self._head()
        yield from self._revisions()
        yield from self._happenings()
        yield from self._trailers()
        yield from self._carried()
        yield from self._requests()
        yield from self._people()
        yield from self._new()
        yield from self._said()

    def _head(self) -> Iterator[Line]:
        """Yield title, identity, stage and last activity."""
        story = self.story
        yield [Span(one_line(story.title), Style.TITLE)]
        if self.proposal is not None:
            yield [
                Span(f"#{self.proposal.number}", Style.NUMBER),
                Span("  "),
                Span(one_line(self.proposal.name), Style.NAME),
                *(Span(f"  #{one_line(tag)}", Style.TREE) for tag in self.proposal.tags),
            ]
        else:
            yield [Span("not tracked", Style.DIM)]
        yield self._standing()
        yield from reasons(story, self.now, self.width)
        mails = counted(story.message_count, "message")
        people = counted(len(story.participants), "person", "people")
        yield [
            Span(f"{mails} by {people}, last {ago(story.last, self.now)}"),
            Span(f" ({day(story.first)} to {day(story.last)})", Style.DIM),
        ]

    def _standing(self) -> Line:
        """Return the stage, whose word it is, and whose turn."""
        said = self.proposal.said_stage if self.proposal is not None else None
        spans = [stage_span(stage_of(self.proposal, self.story.stage))]
        if said is not None:
            spans += [Span(" as you said; the mail shows "), stage_span(self.story.stage)]
        turn = turn_words(self.story.whose_turn)
        return [*spans, Span(f", {turn}")] if turn else spans

    def _revisions(self) -> Iterator[Line]:
        """Yield a line per revision, and why its thread was taken in."""
        yield from _heading("Revisions")
        if not self.story.revisions:
            yield [Span(f"{_MARGIN}none that can be told apart", Style.DIM)]
        joins = {join.root: join for join in self.proposal.threads} if self.proposal else {}
        rows = [
            _revision_row(name, series, self.story.title)
            for name, series in zip(
                revision_names(self.story.revisions), self.story.revisions, strict=True
            )
        ]
        columns = (*(Column("", limit=12) for _ in range(4)), Column(""))
        lines = _indented(table(columns, rows, self.width - len(_MARGIN)))
        for series, row in zip(self.story.revisions, lines, strict=True):
            yield row
            yield from self._reason(joins.pop(series.message_id, None))
        for root, join in joins.items():
            yield [Span(cut(f"{_MARGIN}and the thread <{one_line(root)}>", self.width))]
            yield from self._reason(join)

    def _reason(self, join: Join | None) -> Iterator[Line]:
        """Yield why a thread was joined, and what shows it."""
        if join is not None:
            yield [Span(cut(f"{_MARGIN * 3}{reason_words(join)}", self.width), Style.DIM)]

    def _happenings(self) -> Iterator[Line]:
        """Yield what happened to it, beside postings and plain answers."""
        lines = list(happenings(self.story, self.width, whole=self.whole))
        if lines:
            yield from _heading("What happened")
            yield from lines

    def _carried(self) -> Iterator[Line]:
        """Yield the trailers that did not come along to the newest revision."""
        lines = list(carried_lines(self.story.carried, self.width))
        if lines:
            yield from _heading("Trailers that the newest revision does not have")
            yield from lines

    def _trailers(self) -> Iterator[Line]:
        """Yield who approved what, patch by patch, the newest revision first."""
        given = approvals(self.story.trailers)
        if not given:
            return
        yield from _heading("Trailers")
        places = _places_of(self.story.revisions)
        last = (1, 0)
        spoken_of = {trailer.patch or "" for trailer in given}
        if not self.whole:
            spoken_of = _of_the_newest(spoken_of, places)
        for patch in sorted(spoken_of, key=lambda p: places[p].order if p in places else last):
            where = places[patch].label if patch in places else _unplaced(patch)
            yield [Span(_MARGIN), Span(cut(where, self.width - 2), Style.HEADER)]
            told = dict.fromkeys((t.name, t.value) for t in given if (t.patch or "") == patch)
            for name, value in told:
                yield [
                    Span(f"{_MARGIN * 2}{one_line(name)}: ", Style.TRAILER),
                    Span(cut(one_line(value), self.width - 6 - len(name))),
                ]
        earlier = sum((trailer.patch or "") not in spoken_of for trailer in given)
        if earlier:
            yield [Span(f"{_MARGIN}and {earlier} for earlier revisions (--all)", Style.DIM)]

    def _requests(self) -> Iterator[Line]:
        """Yield what was asked and not answered yet."""
        waiting = [request for request in self.story.requests if request.is_open]
        if not waiting:
            return
        yield from _heading("Asked, and not answered yet")
        for request in waiting:
            yield [
                Span(f"{_MARGIN}{day(request.date)}  ", Style.DIM),
                Span(one_line(short_name(request.by)), Style.NAME),
                Span(f"  {request.key}", Style.DIM),
                Span("  confirmed" if request.said else "", Style.GOOD),
            ]
            for text in wrap(one_line(request.text), self.width - len(_MARGIN) * 3):
                yield [Span(_MARGIN * 3 + text)]

    def _people(self) -> Iterator[Line]:
        """Yield who takes part."""
        people = self.story.participants
        if not people:
            return
        yield from _heading("People")
        shown = people if self.whole else people[:_SHOWN_PEOPLE]
        rows = [
            [
                Span(str(person.messages), Style.NUMBER),
                Span(person.name, Style.NAME),
                Span(person.role, Style.DIM),
                Span(" ".join(f"<{a}>" for a in (person.address, *person.other_addresses))),
            ]
            for person in shown
        ]
        columns = (
            Column("", limit=5, right=True),
            Column("", limit=32),
            Column("", limit=8, rank=1),
            Column(""),
        )
        yield from _indented(table(columns, rows, self.width - len(_MARGIN)))
        yield from _left_out(len(people) - len(shown))

    def _new(self) -> Iterator[Line]:
        """Yield what came since the last look."""
        ids = self.story.new_messages
        if not ids or self.proposal is None:
            return
        since = day(self.proposal.seen or self.proposal.tracked)
        yield from _heading(f"New since {since}: {counted(len(ids), 'message')}")
        events = {event.message_id: event for event in reversed(self.story.timeline)}
        shown = ids if self.whole else ids[:_SHOWN_NEW]
        rows = [_new_row(message_id, events.get(message_id)) for message_id in shown]
        columns = (Column("", limit=10), Column("", limit=24), Column(""))
        yield from _indented(table(columns, rows, self.width - len(_MARGIN)))
        yield from _left_out(len(ids) - len(shown))

    def _said(self) -> Iterator[Line]:
        """Yield the person's own notes."""
        if self.proposal is None or not self.proposal.notes:
            return
        yield from _heading("Notes")
        for note in self.proposal.notes:
            yield from ([Span(f"{_MARGIN}{text}")] for text in note.split("\n"))


def next_steps(proposal: Proposal | None, story: Story, target: str) -> Line:
    """Return the calls that a person is likely to want next."""
    key = str(proposal.number) if proposal is not None else one_line(target)
    calls = [f"lkmltrack thread {key}", f"lkmltrack read {key} 1"]
    if len([series for series in story.revisions if series.patches]) > 1:
        calls.append(f"lkmltrack diff {key}")
    if proposal is None:
        calls.append(f"lkmltrack track {key}")
    return [Span("next: " + " · ".join(calls), Style.DIM)]


def _heading(text: str) -> Iterator[Line]:
    yield ()
    yield [Span(text, Style.HEADER)]


def _indented(lines: Iterable[Line]) -> Iterator[Line]:
    for spans in lines:
        yield [Span(_MARGIN), *spans]


def _left_out(count: int) -> Iterator[Line]:
    if count > 0:
        yield [Span(f"{_MARGIN}and {count} more (--all)", Style.DIM)]


def _revision_row(name: str, series: Series, title: str) -> list[Span]:
    """Return the cells of one revision; a title only where it is not the proposal's."""
    count = f"{len(series.patches)}/{series.expected}"
    if series.kind is PostingKind.DISCUSSION:
        count = ""
    return [
        Span(name, Style.NUMBER),
        Span(day(series.date), Style.DIM),
        Span(count if series.is_complete else f"{count} !", _count_style(series)),
        Span("resend" if series.resend else "", Style.DIM),
        Span("" if series.title == title else series.title),
    ]


def _count_style(series: Series) -> Style:
    return Style.PLAIN if series.is_complete else Style.WARNING


def _unplaced(patch: str) -> str:
    """Return how a message is called that is no patch of a revision."""
    return f"on <{one_line(patch)}>" if patch else "on the whole"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a patch or a cover letter stands; ``patch`` is None for a cover letter."""

    order: tuple[int, int]
    revision: str
    expected: int
    patch: Patch | None

    @property
    def label(self) -> str:
        """How it is called: revision, counter, title."""
        if self.patch is None:
            return f"{self.revision} cover letter"
        counter = f"{self.patch.counter}/{self.expected}"
        return f"{self.revision} {counter} {one_line(self.patch.title)}"


def _of_the_newest(patches: set[str], places: dict[str, _Place]) -> set[str]:
    """Return the patches of the newest revision among some, and what has no place."""
    newest = min((places[patch].order[0] for patch in patches if patch in places), default=0)
    return {patch for patch in patches if patch not in places or places[patch].order[0] == newest}


def _places_of(revisions: Sequence[Series]) -> dict[str, _Place]:
    """Return where each patch and cover letter stands, by message-id; newer ones sort first."""
    places: dict[str, _Place] = {}
    for number, (name, series) in enumerate(zip(revision_names(revisions), revisions, strict=True)):
        if series.cover:
            places[series.cover] = _Place((-number, 0), name, series.expected, None)
        for patch in series.patches:
            order = (-number, patch.counter)
            places[patch.message_id] = _Place(order, name, series.expected, patch)
    return places


def _new_row(message_id: str, event: Event | None) -> list[Span]:
    """Return the cells of one new message."""
    if event is None:
        return [Span(""), Span(""), Span(f"<{message_id}>")]
    return [
        Span(day(event.date), Style.DIM),
        Span(short_name(event.by), Style.NAME),
        Span(event.text or f"<{message_id}>"),
    ]


def approvals(trailers: Sequence[Trailer]) -> list[Trailer]:
    """Return the trailers that somebody gave, without those an author writes himself."""
    return [t for t in trailers if t.person and t.name.lower() not in _OF_THE_AUTHOR]
