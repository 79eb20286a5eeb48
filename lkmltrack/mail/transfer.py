"""Content-Transfer-Encoding undone, damaged or not."""

import binascii
import re

_IDENTITY = frozenset({b"", b"7bit", b"8bit", b"binary", b"none", b"7-bit", b"8-bit", b"identity"})
_BASE64_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
_PRINTABLE = re.compile(rb"[\t -~]+")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\n]*\n", re.MULTILINE)
_BAD_QP = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n|[ \t]*\Z)")


def decode_transfer(data: bytes, encoding: bytes) -> tuple[bytes, str]:
    """Return the bytes that were encoded, and what was wrong (empty when nothing was)."""
    words = encoding.strip().lower().split(maxsplit=1)
    name = words[0].strip(b'";') if words else b""
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
    return _decode_damaged_base64(data), "damaged base64"


def _decode_damaged_base64(data: bytes) -> bytes:
    """Decode the lines that are base64; keep others that are text, a list's footer often."""
    pieces: list[bytes] = []
    block: list[bytes] = []
    for line in data.replace(b"\r\n", b"\n").split(b"\n"):
        word = line.strip()
        if word and (len(word) % 4 == 0 or len(word) > 70) and _BASE64_LINE.fullmatch(word):
            block.append(word)
        elif not block or _PRINTABLE.fullmatch(word):
            _flush(block, pieces)
            pieces.append(line + b"\n")
    _flush(block, pieces)
    return b"".join(pieces)


def _flush(block: list[bytes], pieces: list[bytes]) -> None:
    if not block:
        return
    for word in b"".join(block).replace(b"=", b"= ").split():
        letters = word.rstrip(b"=")
        if len(letters) % 4 == 1:
            letters = letters[:-1]
        pieces.append(binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)))
    block.clear()


def _decode_uu(data: bytes) -> tuple[bytes, str]:
    begin = _UU_BEGIN.search(data)
    if begin is None:
        return data, "damaged uuencode"
    pieces: list[bytes] = []
    for line in data[begin.end() :].split(b"\n"):
        line = line.rstrip(b"\r")
        if line.strip() in (b"end", b"`", b""):
            break
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            return b"".join(pieces), "damaged uuencode"
    return b"".join(pieces), ""
