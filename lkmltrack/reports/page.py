"""The page of one proposal: where it stands, who wrote when, and the message behind each word.

What a person noted or tagged is no part of it: the page is for others.
"""

from collections.abc import Sequence
from datetime import datetime

from lkmltrack.model.message import Address
from lkmltrack.model.proposal import EventKind, Proposal, Stage, Story, Turn
from lkmltrack.proposals.revisions import newest, revision_names
from lkmltrack.reports.document import Document, Line, Piece, Section, Tone, line, message
from lkmltrack.reports.escaping import one_line
from lkmltrack.reports.happenings import requests_section, timeline_section, told_requests
from lkmltrack.reports.lanes import build_drawing
from lkmltrack.reports.people import people_section
from lkmltrack.reports.postings import (
    revisions_section,
    threads_section,
    trailers_section,
)
from lkmltrack.reports.senders import is_same_person, senders_of
from lkmltrack.reports.words import (
    NOT_OBSERVED,
    STAGES,
    TURNS,
    counted,
    day,
    days_since,
    minute,
    name_of,
)

_POSTINGS = (EventKind.POSTED, EventKind.REVISION)
_LONGEST_WORDS = 250


def build_page(
    proposal: Proposal | None,
    story: Story,
    now: datetime,
    *,
    more: Sequence[Section] = (),
) -> Document:
    """Return the page; ``more`` are sections that other rooms have, such as evidence.

    What does not exist has no section. ``proposal`` is None when it is not tracked.
    """
    drawing = build_drawing(story, now)
    sections = (
        revisions_section(story),
        trailers_section(story),
        requests_section(story),
        *more,
        timeline_section(story),
        people_section(story),
        threads_section(proposal),
    )
    return Document(
        title=story.title or "A proposal without a title",
        facts=tuple(_facts(proposal, story, now)),
        opening=(drawing,) if drawing is not None else (),
        sections=tuple(section for section in sections if section is not None),
        closing=_closing(story, now),
    )


def _facts(proposal: Proposal | None, story: Story, now: datetime) -> list[tuple[str, Line]]:
    """Return what is known at a glance."""
    facts = [("Stage", _stage(proposal, story)), ("Whose turn", _turn(story, now))]
    if story.stalled and story.last is not None:
        silence = Piece(f"no mail for {days_since(story.last, now)}", Tone.OPEN)
        facts.append(("Stalled", line(silence, f", since {day(story.last)}")))
    if author := _author(story):
        facts.append(("Author", author))
    if told := _newest(story):
        facts.append(("Newest", told))
    if asked := told_requests(story):
        waiting = sum(request.is_open for request in asked)
        words = f"{counted(len(asked), 'request')}, {waiting:,} without an answer"
        facts.append(("Asked", line(words)))
    facts.append(("Mail", line(_mails(story))))
    return facts


def _mails(story: Story) -> str:
    """Return how much was written, by how many, and from when to when."""
    mails = counted(story.message_count, "message")
    people = counted(len(story.participants), "person", "people")
    dates = f", {day(story.first)} to {day(story.last)}" if story.first and story.last else ""
    return f"{mails} by {people}{dates}"


def _stage(proposal: Proposal | None, story: Story) -> Line:
    """Return the stage, and the message that shows it; a person's own word goes before it."""
    said = proposal.said_stage if proposal is not None else None
    observed = Piece(*STAGES[story.stage])
    begin = line(observed)
    if said is not None:
        theirs = Piece(*STAGES[said])
        begin = line(theirs, " as said by the person who tracks it; the mail shows ", observed)
    event = story.stage_event
    if event is None or story.stage is Stage.UNKNOWN:
        return begin
    who = f", {day(event.date)}, {name_of(event.by)}"
    words = ""
    if event.kind not in _POSTINGS:
        words = f": “{one_line(event.text, _LONGEST_WORDS)}”"
    return (*begin, *line(who, f"{words} ", message(event.message_id)))


def _turn(story: Story, now: datetime) -> Line:
    """Return who is to write next, and the message that waits."""
    if story.whose_turn is Turn.UNKNOWN:
        return line(Piece(NOT_OBSERVED, Tone.DIM))
    if story.whose_turn is Turn.NOBODY or not story.waiting:
        return line(TURNS[story.whose_turn])
    whom = Piece(TURNS[story.whose_turn], Tone.OPEN)
    return line(whom, f"; {_last_word(story, now)} ", message(story.waiting))


def _last_word(story: Story, now: datetime) -> str:
    """Return who waits, and for how long."""
    sender = senders_of(story).get(story.waiting)
    who = name_of(sender) if sender is not None else "the last mail"
    since = story.waiting_since
    if since is None:
        return f"{who} had the last word"
    lasted = f"for {days_since(since, now)}, since {day(since)}"
    is_own = sender is not None and is_same_person(sender, story.author)
    if is_own and story.whose_turn is Turn.AUTHOR:
        return f"nobody has written more {lasted}"
    return f"{who} has waited {lasted}"


def _author(story: Story) -> Line:
    return () if story.author == Address("", "") else line(str(story.author))


def _newest(story: Story) -> Line:
    """Return the posting that counts now."""
    last = newest(story.revisions)
    if last is None:
        return ()
    names = dict(zip(story.revisions, revision_names(story.revisions), strict=True))
    return line(
        Piece(names[last], Tone.STRONG), f" of {day(last.date)}, ", message(last.message_id)
    )


def _closing(story: Story, now: datetime) -> Line:
    mails = counted(story.message_count, "message")
    return line(
        f"Read from {mails} by lkmltrack at {minute(now)}. All times are UTC. ",
        "Each statement names the message that it was read from; what no message shows is told ",
        f"as “{NOT_OBSERVED}”. Silence is neither assent nor rejection.",
    )
