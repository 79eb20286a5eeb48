"""A digest as a document."""

from collections.abc import Iterable, Iterator

from lkmltrack.model.proposal import Event, Request, Turn
from lkmltrack.reports.digest import Asked, Digest, Happening, Told, Wait
from lkmltrack.reports.document import (
    Document,
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
from lkmltrack.reports.words import (
    NOT_OBSERVED,
    STAGES,
    TURNS,
    counted,
    day,
    days_since,
    deed,
    minute,
    name_of,
)

_MOST = 8
"""What is told of one proposal under one heading; a series of thirty earns as many trailers."""


def build_digest_page(digest: Digest) -> Document:
    """Return the digest; what did not happen has no section."""
    sections = (
        _waits("Who waits for whom", digest.waiting, digest),
        _happenings("Applied", digest.applied),
        _happenings("NAKed, withdrawn or reverted", digest.ended),
        _waits("Stalled", digest.silent, digest),
        _asked(digest.requests),
        _happenings("Posted", digest.posted),
        _happenings("Trailers given", digest.trailers),
        _happenings("Robot reports", digest.reports),
    )
    found = tuple(section for section in sections if section is not None)
    nothing = (Paragraph(line("Nothing happened, and nobody waits.")),)
    return Document(
        title=f"Digest of {day(digest.since)} to {day(digest.now)}",
        opening=(Paragraph(line(count_words(digest))), *(() if found else nothing)),
        sections=found,
        closing=line(f"Made by lkmltrack at {minute(digest.now)}. All times are UTC."),
    )


def count_words(digest: Digest) -> str:
    """Return how much of what is tracked had mail."""
    postings = len({one.event.message_id for one in digest.posted})
    posted = counted(postings, "posting")
    replies = counted(digest.mails - postings, "reply", "replies")
    tracked = counted(digest.proposals, "proposal")
    words = f"{posted} and {replies} in {digest.lively:,} of {tracked}."
    if digest.undated:
        undated = counted(digest.undated, "message")
        words += f" {undated} without a possible date could not be counted."
    return words


def wait_words(wait: Wait) -> str:
    """Return who waits for whom."""
    if wait.turn in (Turn.UNKNOWN, Turn.NOBODY):
        return f"whose turn it is: {NOT_OBSERVED if wait.turn is Turn.UNKNOWN else 'nobody'}"
    whom = TURNS[wait.turn] if wait.whom is None else f"{name_of(wait.whom)}, {TURNS[wait.turn]}"
    if wait.who is None:
        return f"it is the turn of {whom}"
    return f"{name_of(wait.who)} waits for {whom}"


def _name(told: Told) -> Line:
    """Return how a proposal is called, and where it stands."""
    return line(
        Piece(told.proposal.name, Tone.STRONG),
        f" {told.story.title} (",
        Piece(*STAGES[told.stage]),
        ")",
    )


def _waits(title: str, waits: Iterable[Wait], digest: Digest) -> Section | None:
    items = tuple(
        Item(
            lead=_name(wait.told),
            quotes=(Quote(line(Piece(wait_words(wait), Tone.OPEN), _since(wait, digest))),),
            source=line(message(wait.message_id)),
        )
        for wait in waits
    )
    return Section(title, (Items(items),)) if items else None


def _since(wait: Wait, digest: Digest) -> str:
    if wait.since is None:
        return ""
    return f", for {days_since(wait.since, digest.now)}, since {day(wait.since)}"


def _happenings(title: str, happenings: Iterable[Happening]) -> Section | None:
    return _by_proposal(title, ((one.told, _happening(one.event)) for one in happenings))


def _happening(event: Event) -> Quote:
    label = line(
        Piece(f"{minute(event.date)} ", Tone.DIM),
        f"{name_of(event.by)} ",
        Piece(*deed(event)),
        " ",
        message(event.message_id),
    )
    return Quote(label, event.text)


def _asked(requests: Iterable[Asked]) -> Section | None:
    return _by_proposal("New requests", ((one.told, _request(one.request)) for one in requests))


def _request(request: Request) -> Quote:
    """Return who asks for what, and the message that takes it up."""
    begin = line(
        Piece(f"{minute(request.date)} ", Tone.DIM),
        f"{name_of(request.by)} asks: {request.asks_for.replace('-', ' ')} ",
        message(request.message_id),
    )
    if request.answered_by is None:
        return Quote((*begin, *line(", ", Piece("open", Tone.OPEN))), request.text)
    answer = line(", ", Piece("answered in ", Tone.GOOD), message(request.answered_by))
    return Quote((*begin, *answer), request.text)


def _by_proposal(title: str, told: Iterable[tuple[Told, Quote]]) -> Section | None:
    """Return what is told, each proposal once; of very much only the beginning."""
    found: dict[str, tuple[Told, list[Quote]]] = {}
    for one, quote in told:
        found.setdefault(one.proposal.root, (one, []))[1].append(quote)
    items = tuple(
        Item(_name(one), (*quotes[:_MOST], *_left_out(len(quotes) - _MOST)))
        for one, quotes in found.values()
    )
    return Section(title, (Items(items),)) if items else None


def _left_out(count: int) -> Iterator[Quote]:
    if count > 0:
        yield Quote(line(Piece(f"and {count:,} more", Tone.DIM)))
