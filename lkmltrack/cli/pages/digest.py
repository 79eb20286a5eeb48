"""A digest in a terminal, and as JSON."""

from collections.abc import Iterable, Iterator, Sequence

from lkmltrack.cli.facts import Facts, request_facts
from lkmltrack.cli.pages.words import counted, short_name, stage_span
from lkmltrack.cli.text.cells import cut, width_of, wrap
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.cli.text.times import day, iso
from lkmltrack.reports.digest import Asked, Digest, Happening, Told, Wait
from lkmltrack.reports.digest_page import count_words, wait_words
from lkmltrack.reports.words import deed

_MARGIN = "  "
_MOST = 8
"""What is told of one proposal under one heading."""
_SHORTEST_TITLE = 12

Row = tuple[Told, Sequence[Line]]


def digest_lines(digest: Digest, width: int) -> Iterator[Line]:
    """Yield the digest; what did not happen has no heading."""
    yield [Span(f"{day(digest.since)} to {day(digest.now)}", Style.TITLE)]
    yield from ([Span(text)] for text in wrap(count_words(digest), width))
    sections: tuple[tuple[str, Iterable[Row]], ...] = (
        ("Who waits for whom", _waits(digest.waiting, digest, width)),
        ("Applied", _happenings(digest.applied, width)),
        ("NAKed, withdrawn or reverted", _happenings(digest.ended, width)),
        ("Stalled", _waits(digest.silent, digest, width)),
        ("New requests", _asked(digest.requests, width)),
        ("Posted", _happenings(digest.posted, width)),
        ("Trailers given", _happenings(digest.trailers, width)),
        ("Robot reports", _happenings(digest.reports, width)),
    )
    is_empty = True
    for title, rows in sections:
        lines = list(_by_proposal(rows, width))
        if lines:
            is_empty = False
            yield ()
            yield [Span(title, Style.HEADER)]
            yield from lines
    if is_empty:
        yield [Span("Nothing happened, and nobody waits.", Style.DIM)]


def _by_proposal(rows: Iterable[Row], width: int) -> Iterator[Line]:
    """Yield each proposal once, with what is told of it; of very much only the beginning."""
    found: dict[str, tuple[Told, list[Sequence[Line]]]] = {}
    for told, lines in rows:
        found.setdefault(told.proposal.root, (told, []))[1].append(lines)
    for told, blocks in found.values():
        yield _name(told, width)
        for lines in blocks[:_MOST]:
            yield from lines
        if len(blocks) > _MOST:
            yield [Span(f"{_MARGIN * 2}and {len(blocks) - _MOST:,} more", Style.DIM)]


def _name(told: Told, width: int) -> Line:
    """Return a proposal's line: number, name, stage, and as much of the title as fits."""
    number = f"{_MARGIN}#{told.proposal.number}  "
    stage = stage_span(told.stage)
    name = cut(one_line(told.proposal.name), width - len(number) - len(stage.text) - 2)
    left = width - len(number) - width_of(name) - len(stage.text) - 4
    title = f"  {cut(one_line(told.story.title), left)}" if left >= _SHORTEST_TITLE else ""
    return [
        Span(number, Style.NUMBER),
        Span(f"{name}  ", Style.NAME),
        stage,
        Span(title, Style.DIM),
    ]


def _waits(waits: Iterable[Wait], digest: Digest, width: int) -> Iterator[Row]:
    for wait in waits:
        lasted = ""
        if wait.since is not None:
            days = max(0, (digest.now - wait.since).days)
            lasted = f", {counted(days, 'day')}, since {day(wait.since)}"
        yield wait.told, list(_block(wait_words(wait) + lasted, "", wait.message_id, width))


def _happenings(happenings: Iterable[Happening], width: int) -> Iterator[Row]:
    for one in happenings:
        event = one.event
        who = f"{day(event.date)} {short_name(event.by)} {deed(event)[0]}"
        yield one.told, list(_block(who, event.text, event.message_id, width))


def _asked(requests: Iterable[Asked], width: int) -> Iterator[Row]:
    for one in requests:
        request = one.request
        state = "open" if request.is_open else f"answered in <{request.answered_by}>"
        kind = request.asks_for.replace("-", " ")
        who = f"{day(request.date)} {short_name(request.by)} asks: {kind}, {state}"
        yield one.told, list(_block(who, request.text, request.message_id, width))


def _block(who: str, words: str, message_id: str, width: int) -> Iterator[Line]:
    """Yield who did what, the words, and the message that shows it."""
    room = width - 3 * len(_MARGIN)
    for number, text in enumerate(wrap(one_line(who), room)):
        yield [Span(_MARGIN * (2 if not number else 3)), Span(text)]
    for text in wrap(one_line(words[: 8 * width]), room)[:4]:
        yield [Span(_MARGIN * 3), Span(text, Style.QUOTE)]
    if message_id:
        yield [Span(cut(f"{_MARGIN * 3}<{one_line(message_id)}>", width), Style.DIM)]


def digest_facts(digest: Digest) -> Facts:
    """Return the digest as JSON has it."""
    return {
        "since": iso(digest.since),
        "until": iso(digest.now),
        "proposals": digest.proposals,
        "lively": digest.lively,
        "messages": digest.mails,
        "undated": digest.undated,
        "waiting": [_wait_facts(wait) for wait in digest.waiting],
        "stalled": [_wait_facts(wait) for wait in digest.silent],
        "applied": _happening_facts(digest.applied),
        "ended": _happening_facts(digest.ended),
        "posted": _happening_facts(digest.posted),
        "trailers": _happening_facts(digest.trailers),
        "robot_reports": _happening_facts(digest.reports),
        "requests": [_asked_facts(asked) for asked in digest.requests],
    }


def _told_facts(told: Told) -> Facts:
    return {
        "number": told.proposal.number,
        "name": told.proposal.name,
        "root": told.proposal.root,
        "title": told.story.title,
        "stage": told.stage.value,
    }


def _wait_facts(wait: Wait) -> Facts:
    return {
        **_told_facts(wait.told),
        "whose_turn": wait.turn.value,
        "who": str(wait.who) if wait.who is not None else None,
        "whom": str(wait.whom) if wait.whom is not None else None,
        "message_id": wait.message_id or None,
        "waiting_since": iso(wait.since),
        "last": iso(wait.told.story.last),
    }


def _happening_facts(happenings: Iterable[Happening]) -> list[Facts]:
    return [
        {
            **_told_facts(one.told),
            "date": iso(one.event.date),
            "event": one.event.kind.value,
            "message_id": one.event.message_id,
            "by": str(one.event.by),
            "text": one.event.text,
        }
        for one in happenings
    ]


def _asked_facts(asked: Asked) -> Facts:
    return {**_told_facts(asked.told), **request_facts(asked.request)}
