"""Content-Transfer-Encoding undone, damaged or not."""

import binascii
import re

_IDENTITY = frozenset({b"", b"7bit", b"8bit", b"binary", b"none", b"7-bit", b"8-bit", b"identity"})
_BASE64_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
_PRINTABLE = re.compile(rb"[\t -~]+")
_MOST_LINES = 1_000_000
_MOST_PIECES = 10_000
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\n]*\n", re.MULTILINE)
_BAD_QP = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n|[ \t]*\Z)")


def is_identity(encoding: bytes) -> bool:
    """Whether a transfer encoding leaves the bytes as they are."""
    return _name(encoding) in _IDENTITY


def _name(encoding: bytes) -> bytes:
    words = encoding.strip().lower().split(maxsplit=1)
    return words[0].strip(b'";') if words else b""


def decode_transfer(data: bytes, encoding: bytes) -> tuple[bytes, str]:
    """Return the bytes that were encoded, and what was wrong (empty when nothing was)."""
    name = _name(encoding)
    if name in _IDENTITY:
        return data, ""
    if name == b"quoted-printable":
        return _decode_quoted(data)
    if name == b"base64":
        return _decode_base64(data)
    if name in (b"x-uuencode", b"uuencode", b"x-uue", b"uue"):
        return _decode_uu(data)
    return data, f"unknown transfer encoding {name[:40].decode('latin-1')!r}"


def _decode_quoted(data: bytes) -> tuple[bytes, str]:
    defect = "damaged quoted-printable" if _BAD_QP.search(data) else ""
    return binascii.a2b_qp(data), defect


def _decode_base64(data: bytes) -> tuple[bytes, str]:
    compact = data.translate(None, b" \t\r\n")
    rest = compact.translate(None, _BASE64_ALPHABET)
    if len(compact) % 4 == 0 and rest in (b"", b"=", b"==") and compact.endswith(rest):
        return binascii.a2b_base64(compact), ""
    if not rest.strip(b"="):
        return _decode_pieces(compact), "damaged base64"
    if data.count(b"\n") > _MOST_LINES:
        return _decode_pieces(compact.translate(None, rest.replace(b"=", b""))), "damaged base64"
    return _decode_mixed_base64(data), "damaged base64"


def _decode_mixed_base64(data: bytes) -> bytes:
    """Decode the lines that are base64; keep others that are text, a list's footer often."""
    lines = data.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
    pieces: list[bytes] = []
    block: list[bytes] = []
    for line in lines:
        word = line.strip()
        if word and (len(word) % 4 == 0 or len(word) > 70) and _BASE64_LINE.fullmatch(word):
            block.append(word)
        elif not block or _PRINTABLE.fullmatch(word):
            pieces += [_decode_pieces(b"".join(block)), line, b"\n"]
            block.clear()
    pieces.append(_decode_pieces(b"".join(block)))
    return b"".join(pieces)


def _decode_pieces(data: bytes) -> bytes:
    """Decode base64 that may be cut, or padded in the middle."""
    if data.count(b"=") > _MOST_PIECES:
        data = data.replace(b"=", b"")
    pieces: list[bytes] = []
    for letters in data.split(b"="):
        if len(letters) % 4 == 1:
            letters = letters[:-1]
        pieces.append(binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)))
    return b"".join(pieces)


def _decode_uu(data: bytes) -> tuple[bytes, str]:
    begin = _UU_BEGIN.search(data)
    if begin is None:
        return data, "damaged uuencode"
    pieces: list[bytes] = []
    for line in data[begin.end() :].split(b"\n", _MOST_LINES)[:_MOST_LINES]:
        line = line.rstrip(b"\r")
        if line.strip() in (b"end", b"`", b""):
            break
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            return b"".join(pieces), "damaged uuencode"
    return b"".join(pieces), ""
