"""One person in an audit or a consultation: level, name, address, and what is said of them."""

from collections.abc import Iterable, Iterator

from lkmltrack.cli.text.cells import cut, pad, width_of, wrap
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.cli.text.times import day
from lkmltrack.model.audience import Edition, Expected, Level

_MARGIN = "  "
_LEVEL_WIDTH = 10
_WIDE = 120
_WIDEST_PERSON = 56
AS_ABOVE = "as above"
"""The note of somebody of whom the same is to be said as of the one before."""

LEVEL_STYLES = {
    Level.MAINTAINER: Style.TITLE,
    Level.REVIEWER: Style.NAME,
    Level.LIST: Style.TREE,
    Level.SUGGESTED: Style.DIM,
}
_PLAIN_ROLES = frozenset((*(level.value for level in Level), "open list", ""))

Note = tuple[str, Style]


def person_lines(person: Expected, notes: Iterable[Note], width: int) -> Iterator[Line]:
    """Yield level, name and address, and the notes below, or beside where there is room."""
    indent = len(_MARGIN) + _LEVEL_WIDTH + len(_MARGIN)
    who = _whole_name(person)
    is_beside = width >= _WIDE and width_of(who) <= _WIDEST_PERSON
    notes = list(notes)
    if notes and notes[0][0] == AS_ABOVE and not is_beside:
        who, notes = f"{cut(who, width - indent - len(AS_ABOVE) - 2)}, {AS_ABOVE}", []
    column = indent + _WIDEST_PERSON + len(_MARGIN) if width >= _WIDE else indent
    texts = [
        Span(text, style)
        for note, style in notes
        for text in wrap(one_line(note), max(12, width - column))
    ]
    head = [
        Span(_MARGIN),
        Span(pad(_kind(person), _LEVEL_WIDTH), LEVEL_STYLES[person.level]),
        Span(_MARGIN),
        Span(cut(who, width - indent), LEVEL_STYLES[person.level]),
    ]
    if is_beside and texts:
        head += [Span(" " * (_WIDEST_PERSON - width_of(who) + len(_MARGIN))), texts.pop(0)]
    yield head
    yield from ([Span(" " * column), text] for text in texts)


def _kind(person: Expected) -> str:
    """Return the word in front of a name; of who is only suggested what they would be."""
    if person.level is not Level.SUGGESTED:
        return person.level.value
    if person.role in (Level.MAINTAINER, Level.REVIEWER):
        return person.role
    return Level.LIST.value if person.role == "open list" else ""


def _whole_name(person: Expected) -> str:
    """Return name, address, and the role where the level does not say it."""
    who = f"{person.name} <{person.address}>" if person.name else person.address
    role = "" if person.role in _PLAIN_ROLES else f" ({person.role})"
    return one_line(f"{who}{role}")


def edition_lines(edition: Edition, width: int) -> Iterator[Line]:
    """Yield by which MAINTAINERS it is judged."""
    yield from wrapped(edition_text(edition), width, Style.DIM)


def edition_text(edition: Edition) -> str:
    """Return which MAINTAINERS it is, and whether it was in force at the time.

    >>> edition_text(Edition("~/linux", "0123456789abcdef", None, True))
    'MAINTAINERS of commit 0123456789ab in ~/linux, in force on that day'
    """
    of_date = f" of {day(edition.date)}" if edition.date is not None else ""
    if not edition.rev:
        place = f"MAINTAINERS{of_date}: {edition.place}"
        return place if edition.is_of_the_day else f"{place}, as it is now"
    commit = f"{edition.rev[:12]} in {edition.place}"
    named = f"MAINTAINERS{of_date}, commit" if of_date else "MAINTAINERS of commit"
    return f"{named} {commit}{', in force on that day' if edition.is_of_the_day else ''}"


def wrapped(text: str, width: int, style: Style, margin: int = 0) -> Iterator[Line]:
    """Yield a text in lines; those that go on are indented, so that no text begins a line of ours."""
    for number, part in enumerate(wrap(one_line(text), max(12, width - margin - len(_MARGIN)))):
        yield [Span(f"{' ' * margin}{_MARGIN if number else ''}{part}", style)]
