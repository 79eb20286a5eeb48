"""One message as a page: a short head, what was wrong with it, and the coloured body."""

import re
from collections.abc import Iterable, Iterator, Sequence

from lkmltrack.cli.pages.words import counted
from lkmltrack.cli.text.cells import cut, width_of
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.cli.text.times import local
from lkmltrack.mail.body import split_lines
from lkmltrack.mail.encoded_words import header_text, raw_text
from lkmltrack.mail.headers import message_start, read_header
from lkmltrack.model.message import Address, Attachment, LineKind, Message, Origin
from lkmltrack.model.message import Line as BodyLine

_LABEL_CELLS = 9
_FIELD_BREAK = re.compile(rb"\r?\n(?![ \t])")

_STYLES = {
    LineKind.TEXT: Style.PLAIN,
    LineKind.ATTRIBUTION: Style.DIM,
    LineKind.TRAILER: Style.TRAILER,
    LineKind.SIGNATURE: Style.DIM,
    LineKind.DIFFSTAT: Style.DIM,
}

_DIFF_STYLES = (
    ("diff --git ", Style.FILE),
    ("+++ ", Style.FILE),
    ("--- ", Style.FILE),
    ("@@", Style.HUNK),
    ("+", Style.ADDED),
    ("-", Style.REMOVED),
)


def mail_lines(
    message: Message, width: int, *, header: Iterable[Line] | None = None
) -> Iterator[Line]:
    """Yield a message's head and body; ``header`` is shown in place of the short head."""
    yield from _head(message, width) if header is None else header
    yield from _warnings(message)
    yield ()
    yield from body_lines(message.body)
    for attachment in message.attachments:
        yield from _attachment_lines(attachment)


def header_lines(raw: bytes) -> Iterator[Line]:
    """Yield every field of a mail's header, decoded, one a line."""
    start = message_start(raw)
    body_start = read_header(raw, start, len(raw), frozenset()).body_start
    for field in _FIELD_BREAK.split(raw[start:body_start].strip(b"\r\n")):
        name, colon, value = field.partition(b":")
        label = raw_text(name) + colon.decode()
        yield [Span(one_line(label), Style.HEADER), Span(f" {one_line(header_text(value))}")]


def _head(message: Message, width: int) -> Iterator[Line]:
    """Yield the few header lines that a reader wants, each on one line of the screen."""
    yield _labelled("From", Span(_who(message.author), Style.NAME))
    if message.sender is not None and message.sender.address != message.author.address:
        yield _labelled("Sender", Span(_who(message.sender)))
    for label, people in (("To", message.to), ("Cc", message.cc)):
        if people:
            yield _labelled(label, Span(people_on_one_line(people, width - _LABEL_CELLS)))
    if message.when is not None:
        stamp = local(message.when).strftime("%a, %d %b %Y %H:%M:%S %z")
        yield _labelled("Date", Span(stamp))
    yield _labelled("Subject", Span(one_line(message.subject), Style.TITLE))
    yield _labelled("Id", Span(f"<{one_line(message.message_id)}>", Style.DIM))


def _labelled(label: str, value: Span) -> Line:
    return [Span(f"{label + ':':<{_LABEL_CELLS}}", Style.HEADER), value]


def _who(address: Address) -> str:
    """Return a name always with its address: a name alone can pretend to be anybody."""
    return one_line(str(address)) or "(nobody)"


def people_on_one_line(people: Sequence[Address], width: int) -> str:
    """Return as many names as fit, and how many more there are.

    >>> people_on_one_line([Address("Ann", "a@x.org"), Address("", "l@x.org")], 8)
    'Ann, +1 more'
    """
    names = [one_line(person.name or person.address) for person in people]
    shown: list[str] = []
    used = 0
    for place, name in enumerate(names):
        rest = len(names) - place - 1
        tail = width_of(f", +{rest} more") if rest else 0
        if shown and used + width_of(name) + 2 + tail > width:
            break
        shown.append(cut(name, max(8, width - tail)))
        used += width_of(shown[-1]) + 2
    more = len(names) - len(shown)
    return ", ".join(shown) + (f", +{more} more" if more else "")


def _warnings(message: Message) -> Iterator[Line]:
    """Yield what a reader must know about the mail itself."""
    if message.origin is Origin.PAGE:
        text = "rebuilt from a web page: addresses may be masked, layout may be lost"
        yield [Span(f"[{text}]", Style.WARNING)]
    for defect in message.defects:
        yield [Span(f"[{one_line(defect)}]", Style.WARNING)]


def body_lines(body: str) -> Iterator[Line]:
    """Yield a body as it is written, coloured by what each line is."""
    texts = body.split("\n")
    for found in split_lines(body):
        text = texts[found.number - 1] if found.number <= len(texts) else found.text
        yield [Span(text, _style_of(found))]


def _style_of(found: BodyLine) -> Style:
    """Return the style of a body's line."""
    if found.kind is LineKind.QUOTE:
        return Style.QUOTE if found.depth % 2 else Style.DEEP_QUOTE
    if found.kind is LineKind.DIFF:
        return diff_style(found.text)
    return _STYLES[found.kind]


def diff_style(text: str) -> Style:
    """Return the style of a line of a diff."""
    return next((style for start, style in _DIFF_STYLES if text.startswith(start)), Style.PLAIN)


def _attachment_lines(attachment: Attachment) -> Iterator[Line]:
    """Yield an attachment's name, type and size, and its text when it has one."""
    name = one_line(attachment.name) or "(no name)"
    told = f"{name}, {one_line(attachment.content_type)}, {counted(attachment.size, 'byte')}"
    yield ()
    yield [Span(f"[attachment: {told}]", Style.WARNING)]
    if attachment.text is not None:
        yield from ([Span(text, diff_style(text))] for text in attachment.text.split("\n"))
