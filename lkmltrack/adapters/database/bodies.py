"""A quick look into a mail's bytes: enough to find a line in most mails, for a tenth of parsing."""

import binascii
from dataclasses import dataclass

_LONGEST_HEADER = 65_536
_MOST_BYTES = 262_144
_COMMA = "\x00"
_CHARSETS = {b"": "utf-8", b"utf-8": "utf-8", b"us-ascii": "utf-8", b"iso-8859-1": "latin-1"}


@dataclass(frozen=True, slots=True)
class QuickLook:
    """A mail's header and its one text, one character a byte; ``decode`` reads a line of it."""

    header: bytes
    body: str
    charset: str

    def decode(self, line: str) -> str:
        """Return a line of the body as it was meant."""
        return line.encode("latin-1").decode(self.charset, "replace")

    def recipients(self, field: bytes) -> list[str] | None:
        """Return To or Cc, one text a person; None when that takes a parser."""
        value = _value(self.header, self.header.lower(), field)
        if b"=?" in value or b"(" in value or b"\\" in value or not value.isascii():
            return None
        pieces = " ".join(value.decode().split()).split('"')
        # every second piece stands in quotes, where a comma parts nobody
        pieces[1::2] = [f'"{piece.replace(",", _COMMA)}"' for piece in pieces[1::2]]
        people = "".join(pieces).split(",")
        return [person.replace(_COMMA, ",").replace('"', "").strip() for person in people]


def look_into(raw: bytes) -> QuickLook | None:
    """Return what can be seen at once; None when the mail has parts, or an unusual charset."""
    place = raw.find(b"\n\n", 0, _LONGEST_HEADER)
    start = place if place >= 0 else raw.find(b"\n\r\n", 0, _LONGEST_HEADER)
    if start < 0:
        return None
    header = raw[: start + 1]
    lowered = header.lower()
    kind = _value(lowered, lowered, b"content-type")
    charset = _CHARSETS.get(_charset(kind))
    if charset is None or (kind and not kind.strip().startswith(b"text/plain")):
        return None
    body = raw[start : start + _MOST_BYTES]
    encoding = _value(lowered, lowered, b"content-transfer-encoding").strip()
    try:
        if encoding == b"quoted-printable":
            body = binascii.a2b_qp(body)
        elif encoding == b"base64":
            body = binascii.a2b_base64(body)
    except binascii.Error:
        return None
    return QuickLook(header, body.decode("latin-1"), charset)


def _value(header: bytes, lowered: bytes, field: bytes) -> bytes:
    """Return the first value of a field with its folded lines."""
    mark = b"\n" + field + b":"
    place = lowered.find(mark)
    if place < 0:
        return b""
    begin = place + len(mark)
    end = header.find(b"\n", begin)
    while end >= 0 and header[end + 1 : end + 2] in (b" ", b"\t"):
        end = header.find(b"\n", end + 1)
    return header[begin : end if end >= 0 else len(header)]


def _charset(kind: bytes) -> bytes:
    _, found, rest = kind.partition(b"charset=")
    return rest.partition(b";")[0].strip().strip(b'"') if found else b""
