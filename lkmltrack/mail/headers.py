"""The header block: where it begins and ends, and the fields in it."""

import re
from dataclasses import dataclass, field

MAX_HEADER_BYTES = 102_400
"""More than this is not read: the cap that public-inbox has, far above any honest mail."""

_FIELD_BREAK = re.compile(rb"\n(?![ \t])")
_ODD_LINE = re.compile(rb"\n(?![ \t]|[!-9;-~]+:)")
_FIELD_NAME = re.compile(rb"[!-9;-~]+[ \t]*:")
_FROM_LINE = re.compile(rb">*From [^\n]*\n")
_HEADER_BEGIN = re.compile(rb">*From |[!-9;-~]+[ \t]*:")
_BLANK_LINES = re.compile(rb"[\r\n \t]*\n")

# a line of prose in the header is skipped when one of these still comes after it
_COMMON_NAMES = frozenset(
    b"from to cc subject date message-id references in-reply-to mime-version content-type"
    b" content-transfer-encoding received return-path list-id sender reply-to".split()
)


@dataclass(frozen=True, slots=True)
class Header:
    """The fields asked for, by lower-case name in the order written, still folded and encoded.

    ``body_start`` is where the body begins in the data that was read.
    """

    fields: dict[bytes, list[bytes]]
    body_start: int
    defects: tuple[str, ...] = field(default=())

    def first(self, name: bytes) -> bytes:
        """Return the first value of a field, empty when it is not there."""
        values = self.fields.get(name)
        return values[0] if values else b""

    def all(self, name: bytes) -> list[bytes]:
        """Return every value of a field."""
        return self.fields.get(name, [])


def read_header(data: bytes, start: int, end: int, wanted: frozenset[bytes]) -> Header:
    """Return the wanted fields of the header that begins at ``start``."""
    block_end, body_start = _block_bounds(data, start, end)
    defects: list[str] = []
    if block_end - start > MAX_HEADER_BYTES:
        defects.append("header block is cut at 102,400 bytes")
        cut = data.rfind(b"\n", start, start + MAX_HEADER_BYTES)
        block_end = cut if cut > start else start + MAX_HEADER_BYTES
    block = data[start:block_end]
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b" ")
    if b"\0" in block:
        defects.append("NUL bytes in the header")
    lines = _FIELD_BREAK.split(block)
    if _ODD_LINE.search(b"\n" + block):
        kept = _without_odd_lines(lines, defects)
        if kept < len(lines):
            body_start = _line_offset(data, start, kept)
            del lines[kept:]
    fields: dict[bytes, list[bytes]] = {}
    for line in lines:
        name, _, value = line.partition(b":")
        name = name.lower()
        if name in wanted:
            fields.setdefault(name, []).append(value)
    return Header(fields, body_start, tuple(defects))


def _without_odd_lines(lines: list[bytes], defects: list[str]) -> int:
    """Mend or empty the lines that are no fields; return how many lines are header.

    A line of prose with fields after it is junk; with none it begins the body.
    """
    last = _last_common_field(lines)
    for index, line in enumerate(lines):
        name, colon, value = line.partition(b":")
        if _FIELD_NAME.match(line):
            lines[index] = name.rstrip() + colon + value
        elif line.strip():
            if index > last:
                defects.append("no blank line between header and body")
                return index
            if "a line in the header is no field" not in defects:
                defects.append("a line in the header is no field")
            lines[index] = b""
    return len(lines)


def message_start(data: bytes, start: int = 0, end: int | None = None) -> int:
    """Return where the header begins: after blank lines and mbox "From " lines."""
    end = len(data) if end is None else end
    if data[start : start + 1] in b"\r\n \t":
        blank = _BLANK_LINES.match(data, start, min(end, start + MAX_HEADER_BYTES))
        if blank is not None and _HEADER_BEGIN.match(data, blank.end(), end):
            # in front of prose blank lines are the body
            start = blank.end()
    if data.startswith((b"From ", b">"), start):
        while line := _FROM_LINE.match(data, start, end):
            start = line.end()
    return start


def _block_bounds(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Return where the block ends and where the body begins."""
    if data.startswith(b"\n", start):
        return start, start + 1
    if data.startswith(b"\r\n", start):
        return start, start + 2
    plain = data.find(b"\n\n", start, end)
    until = end if plain < 0 else plain
    if data.find(b"\r", start, until) >= 0 and (dos := data.find(b"\n\r\n", start, until)) >= 0:
        return dos - data.startswith(b"\r", dos - 1), dos + 3
    if plain >= 0:
        return plain, plain + 2
    return end, end


def _last_common_field(lines: list[bytes]) -> int:
    """Return the last line that every mail's header may have, -1 when there is none."""
    for index in range(len(lines) - 1, -1, -1):
        if lines[index].partition(b":")[0].strip().lower() in _COMMON_NAMES:
            return index
    return -1


def _line_offset(data: bytes, start: int, index: int) -> int:
    if index:
        for count, line_break in enumerate(_FIELD_BREAK.finditer(data, start), 1):
            if count == index:
                return line_break.end()
    return start
