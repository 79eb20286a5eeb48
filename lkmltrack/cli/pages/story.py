"""A proposal's story: the page that a person wants before answering a thread."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lkmltrack.cli.facts import stage_of
from lkmltrack.cli.pages.words import counted, reason_words, short_name, stage_span, turn_words
from lkmltrack.cli.text.cells import cut
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.cli.text.table import Column, table
from lkmltrack.cli.text.times import ago, day
from lkmltrack.model.proposal import Event, Join, Proposal, Story
from lkmltrack.model.series import Patch, PostingKind, Series, Trailer

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
        yield from self._trailers()
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
        rows = [_revision_row(series, self.story.title) for series in self.story.revisions]
        columns = (*(Column("", limit=10) for _ in range(4)), Column(""))
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

    def _trailers(self) -> Iterator[Line]:
        """Yield who approved what, patch by patch, the newest revision first."""
        given = approvals(self.story.trailers)
        if not given:
            return
        yield from _heading("Trailers")
        places = _patch_places(self.story.revisions)
        for patch in sorted({t.patch or "" for t in given}, key=lambda p: _newest_first(p, places)):
            where = _patch_label(patch, places)
            yield [Span(_MARGIN), Span(cut(where, self.width - 2), Style.HEADER)]
            told = dict.fromkeys((t.name, t.value) for t in given if (t.patch or "") == patch)
            for name, value in told:
                yield [
                    Span(f"{_MARGIN * 2}{one_line(name)}: ", Style.TRAILER),
                    Span(cut(one_line(value), self.width - 6 - len(name))),
                ]

    def _requests(self) -> Iterator[Line]:
        """Yield what was asked and not answered yet."""
        waiting = [request for request in self.story.requests if request.answered_by is None]
        if not waiting:
            return
        yield from _heading("Asked, and not answered yet")
        for request in waiting:
            yield [
                Span(f"{_MARGIN}{day(request.date)}  ", Style.DIM),
                Span(one_line(short_name(request.by)), Style.NAME),
                Span(f"  {one_line(request.text)}"),
            ]

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
                Span(" ".join(f"<{a}>" for a in (person.address, *person.other_addresses))),
            ]
            for person in shown
        ]
        columns = (Column("", limit=5, right=True), Column("", limit=32), Column(""))
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


def revision_label(series: Series) -> str:
    """Return a revision as people name it: ``v2``, ``RFC v1``, ``discussion``."""
    if series.kind is PostingKind.DISCUSSION:
        return "discussion"
    kind = "RFC " if series.kind is PostingKind.RFC else ""
    return f"{kind}v{series.revision}"


def _revision_row(series: Series, title: str) -> list[Span]:
    """Return the cells of one revision; a title only where it is not the proposal's."""
    count = f"{len(series.patches)}/{series.expected}"
    if series.kind is PostingKind.DISCUSSION:
        count = ""
    return [
        Span(revision_label(series), Style.NUMBER),
        Span(day(series.date), Style.DIM),
        Span(count if series.is_complete else f"{count} !", _count_style(series)),
        Span("resend" if series.resend else "", Style.DIM),
        Span("" if series.title == title else series.title),
    ]


def _count_style(series: Series) -> Style:
    return Style.PLAIN if series.is_complete else Style.WARNING


def _patch_places(revisions: Sequence[Series]) -> dict[str, tuple[int, int, Series, Patch | None]]:
    """Return where each patch and cover letter stands: revision's place, counter, and both."""
    places: dict[str, tuple[int, int, Series, Patch | None]] = {}
    for place, series in enumerate(revisions):
        if series.cover:
            places[series.cover] = (place, 0, series, None)
        for patch in series.patches:
            places[patch.message_id] = (place, patch.counter, series, patch)
    return places


def _newest_first(
    patch: str, places: dict[str, tuple[int, int, Series, Patch | None]]
) -> tuple[int, int]:
    place, counter, *_ = places.get(patch, (-1, 0))
    return (-place, counter)


def _patch_label(patch: str, places: dict[str, tuple[int, int, Series, Patch | None]]) -> str:
    """Return how a patch is called: its revision, its counter, its title."""
    if patch not in places:
        return "on the whole" if not patch else f"on <{one_line(patch)}>"
    _, counter, series, found = places[patch]
    if found is None:
        return f"{revision_label(series)} cover letter"
    return f"{revision_label(series)} {counter}/{series.expected} {one_line(found.title)}"


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
