"""The header block: where it begins and ends, and the fields in it."""

import re
from dataclasses import dataclass, field

MAX_HEADER_BYTES = 102_400
"""More than this is not read: the cap that public-inbox has, far above any honest mail."""

_FIELD_BREAK = re.compile(rb"\r?\n(?![ \t])")
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
    lines = _FIELD_BREAK.split(data[start:block_end])
    fields: dict[bytes, list[bytes]] = {}
    for index, line in enumerate(lines):
        name, colon, value = line.partition(b":")
        name = name.lower()
        if name in wanted:
            fields.setdefault(name, []).append(value)
        elif not colon or b" " in name or b"\t" in name:
            if _FIELD_NAME.match(line):
                if (name := name.strip()) in wanted:
                    fields.setdefault(name, []).append(value)
            elif line.strip():
                if not _is_followed_by_fields(lines, index):
                    defects.append("no blank line between header and body")
                    body_start = _line_offset(data, start, index)
                    break
                defects.append("a line in the header is no field")
    return Header(fields, body_start, tuple(dict.fromkeys(defects)))


def message_start(data: bytes) -> int:
    """Return where the header begins: after blank lines and mbox "From " lines."""
    start = 0
    blank = _BLANK_LINES.match(data, 0, MAX_HEADER_BYTES) if data[:1] in b"\r\n \t" else None
    if blank is not None and _HEADER_BEGIN.match(data, blank.end()):
        # blank lines in front of a header are skipped; in front of prose they are the body
        start = blank.end()
    if data.startswith((b"From ", b">"), start):
        while line := _FROM_LINE.match(data, start):
            start = line.end()
    return start


def _block_bounds(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Return where the block ends and where the body begins."""
    if data.startswith(b"\n", start):
        return start, start + 1
    if data.startswith(b"\r\n", start):
        return start, start + 2
    plain = data.find(b"\n\n", start, end)
    dos = data.find(b"\n\r\n", start, end if plain < 0 else plain)
    if dos >= 0:
        return dos, dos + 3
    if plain >= 0:
        return plain, plain + 2
    return end, end


def _is_followed_by_fields(lines: list[bytes], index: int) -> bool:
    return any(
        line.partition(b":")[0].strip().lower() in _COMMON_NAMES for line in lines[index + 1 :]
    )


def _line_offset(data: bytes, start: int, index: int) -> int:
    for count, line_break in enumerate(_FIELD_BREAK.finditer(data, start), 1):
        if count == index:
            return line_break.end()
    return start


def unfolded(value: bytes) -> bytes:
    """Return a value on one line, each run of blanks folded to one."""
    return b" ".join(value.split())
