"""A thread as a tree: a line per message, the subject only where it changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lkmltrack.cli.pages.words import short_name
from lkmltrack.cli.text.cells import cut, pad, pad_left, width_of
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.cli.text.times import day
from lkmltrack.mail.subject import topic
from lkmltrack.model.message import Kind, Message
from lkmltrack.model.thread import Entry, Thread

_NAME_CELLS = 20
_NARROW_NAME_CELLS = 12
_NARROW = 64
# cells before the tree besides the number: date, name, lines, and the gaps
_WIDE_START = 2 + 10 + 2 + _NAME_CELLS + 2 + 7 + 2
_NARROW_START = 2 + 5 + 2 + _NARROW_NAME_CELLS + 2


@dataclass(frozen=True, slots=True)
class Branches:
    """The strokes that a tree is drawn with."""

    more: str = "├─>"
    last: str = "└─>"
    passing: str = "│ "
    nothing: str = "  "


ASCII_BRANCHES = Branches(more="|->", last="`->", passing="| ", nothing="  ")


def tree_lines(
    thread: Thread, width: int, branches: Branches | None = None, *, ids: bool = False
) -> Iterator[Line]:
    """Yield a line per message (and per missing one), in display order; another with its id."""
    subjects = {e.message_id: e.message.subject for e in thread.entries if e.message is not None}
    digits = len(str(len(subjects)))
    deepest = _deepest(width, digits)
    strokes = drawn_branches(thread.entries, branches or Branches(), deepest)
    number = 0
    for entry, stroke in zip(thread.entries, strokes, strict=True):
        if entry.message is None:
            yield _ghost_line(entry, stroke, digits, width)
            continue
        number += 1
        shown = _shown_subject(entry, entry.message, subjects)
        yield _message_line(entry, entry.message, f"{number:>{digits}}", stroke, shown, width)
        if ids:
            yield [Span(f"{' ' * (digits + 2)}<{one_line(entry.message_id)}>", Style.DIM)]


def drawn_branches(entries: Sequence[Entry], branches: Branches, deepest: int) -> Iterator[str]:
    """Yield the strokes before each entry; of a deep one only the last levels, and a count."""
    last_child = {entry.parent: place for place, entry in enumerate(entries)}
    # for every level above the present entry: whether more siblings follow there
    follows: list[bool] = []
    for place, entry in enumerate(entries):
        del follows[entry.depth :]
        has_more = last_child[entry.parent] > place
        if entry.depth == 0:
            follows.append(has_more)
            yield ""
            continue
        hidden = max(0, entry.depth - deepest)
        start = hidden + 1
        rails = "".join(
            branches.passing if more else branches.nothing for more in follows[start : entry.depth]
        )
        mark = f"+{hidden} " if hidden else ""
        follows.append(has_more)
        yield mark + rails + (branches.more if has_more else branches.last)


def _deepest(width: int, digits: int) -> int:
    """Return how many levels are drawn, so that some room stays for subjects."""
    start = digits + (_NARROW_START if width < _NARROW else _WIDE_START)
    # a level takes two cells, the count of those that are not drawn up to seven
    return max(1, ((width - start) * 4 // 5 - 7) // 2)


def _shown_subject(entry: Entry, message: Message, subjects: dict[str, str]) -> str:
    """Return the subject, empty where it only repeats the parent's."""
    above = subjects.get(entry.parent or "")
    if above is not None and topic(above) == topic(message.subject) and _is_reply(entry):
        return ""
    return one_line(message.subject) or "(no subject)"


def _is_reply(entry: Entry) -> bool:
    """Whether an entry is no posting of its own."""
    return entry.kind in (Kind.REPLY, Kind.DISCUSSION)


def _message_line(
    entry: Entry, message: Message, number: str, stroke: str, subject: str, width: int
) -> Line:
    """Return the line of a message that is here."""
    name_cells = _NAME_CELLS if width >= _NARROW else _NARROW_NAME_CELLS
    spans = [
        Span(number, Style.NUMBER),
        Span("  "),
        Span(day(message.when)[0 if width >= _NARROW else 5 :], Style.DIM),
        Span("  "),
        Span(pad(one_line(short_name(message.author)), name_cells), Style.NAME),
        Span("  "),
    ]
    if width >= _NARROW:
        lines = message.body.count("\n")
        spans += [Span(pad_left(f"({lines})", 7), Style.DIM), Span("  ")]
    left = width - sum(width_of(span.text) for span in spans)
    spans.append(Span(cut(stroke, left), Style.TREE))
    left -= width_of(stroke)
    style = Style.TITLE if entry.kind in (Kind.PATCH, Kind.COVER) else Style.PLAIN
    return [*spans, Span(cut(subject, left), style)]


def _ghost_line(entry: Entry, stroke: str, digits: int, width: int) -> Line:
    """Return the line of a message that others answer and that is not here."""
    text = f"(not here: <{one_line(entry.message_id)}>)"
    start = " " * (digits + 2) + stroke
    return [Span(start, Style.TREE), Span(cut(text, width - width_of(start)), Style.DIM)]
