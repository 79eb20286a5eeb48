"""mbox files: one file's bytes to messages, and back (mboxrd)."""

import re

SEPARATOR = b"From mboxrd@z Thu Jan  1 00:00:00 1970\n"
"""The line that public-inbox writes: the envelope is not known and not needed."""

# "From ", a sender, and a time of day with a year: what mail programs and git write
_FROM_LINE = re.compile(
    rb"From [^\n]{0,300}?\d{1,2}:\d\d(?::\d\d)?[^\n]{0,40}?\d{4}[^\n]{0,40}\n"
    rb"(?=[!-9;-~]{1,100}[ \t]{0,2}:|>*From |\r?\n)"
)
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_TO_ESCAPE = re.compile(rb"^(>*From )", re.MULTILINE)


def split_mbox(data: bytes) -> list[bytes]:
    """Return the messages of an mbox, byte for byte as they were before they were put in it.

    A "From " line separates only at the start, or after a blank line, when it
    looks like one and a header follows: old mailboxes hold unescaped ones in
    their texts. What is no mbox is one message.
    """
    starts = _separators(data)
    if not starts:
        return [data] if data.strip() else []
    ends = [begin for begin, _ in starts]
    pieces = [data[: ends[0]]]
    pieces += [data[a:b] for (_, a), b in zip(starts, [*ends[1:], len(data)], strict=True)]
    return [_unescaped(_without_blank_line(piece)) for piece in pieces if piece.strip()]


def join_mbox(raws: list[bytes]) -> bytes:
    """Return an mboxrd of the messages, as public-inbox writes them."""
    pieces: list[bytes] = []
    for raw in raws:
        pieces.append(SEPARATOR)
        escaped = _TO_ESCAPE.sub(rb">\1", raw) if b"From " in raw else raw
        pieces.append(escaped)
        pieces.append(b"\n" if escaped.endswith(b"\n") else b"\n\n")
    return b"".join(pieces)


def _separators(data: bytes) -> list[tuple[int, int]]:
    """Return where each separator line begins and ends."""
    found: list[tuple[int, int]] = []
    first = len(data) - len(data.lstrip(b"\r\n"))
    position = first if data.startswith(b"From ", first) else _next_from(data, first)
    while position >= 0:
        if position == first or data.endswith((b"\n\n", b"\n\r\n"), 0, position):
            if data.startswith(SEPARATOR, position):
                found.append((position, position + len(SEPARATOR)))
            elif match := _FROM_LINE.match(data, position):
                found.append((position, match.end()))
        position = _next_from(data, position)
    return found


def _next_from(data: bytes, position: int) -> int:
    found = data.find(b"\nFrom ", position)
    return found + 1 if found >= 0 else -1


def _without_blank_line(data: bytes) -> bytes:
    """The blank line in front of a separator belongs to the mbox."""
    if data.endswith(b"\n\r\n"):
        return data[:-2]
    return data[:-1] if data.endswith(b"\n\n") else data


def _unescaped(data: bytes) -> bytes:
    return _ESCAPED.sub(rb"\1", data) if b">From " in data else data
