"""Many small values in one run of bytes, each readable without the rest.

An answer touches a few folders and sections of thousands; only those are
unpacked. Every piece carries a checksum, made of plain arithmetic: what would
compute a better one takes longer to import than to read the pieces.
"""

import marshal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

MAGIC = b"LKMLMNT1"
HEAD_SIZE = len(MAGIC) + 16
SLOT_SIZE = 12
_CHECK = 1_073_741_789
"""The largest prime below two to the thirty."""
_LARGEST_PIECE = 1 << 28


class DamagedPieces(Exception):
    """What is read is not what was written."""


class PieceWriter:
    """Collects pieces."""

    def __init__(self) -> None:
        self._parts: list[bytes] = [bytes(HEAD_SIZE)]
        self._size = HEAD_SIZE

    def add(self, value: "Any") -> bytes:
        """Add a value and return its slot: where it is, its length and its checksum."""
        data = marshal.dumps(value)
        slot = self._size.to_bytes(4, "little") + len(data).to_bytes(4, "little") + check(data)
        self._parts.append(data)
        self._size += len(data)
        return slot

    def finished(self, directory: "Any") -> bytes:
        """Return all pieces; the last one tells where the others are."""
        slot = self.add(directory)
        self._parts[0] = (MAGIC + slot).ljust(HEAD_SIZE, b"\0")
        return b"".join(self._parts)


def check(data: bytes) -> bytes:
    """Return the checksum of a piece."""
    return (int.from_bytes(data, "little") % _CHECK).to_bytes(4, "little")


def read_directory(read: "Callable[[int, int], bytes]") -> "Any":
    """Return the piece that tells where the others are."""
    head = read(0, HEAD_SIZE)
    if head[: len(MAGIC)] != MAGIC:
        raise DamagedPieces
    return read_piece(read, head[len(MAGIC) :])


def read_piece(read: "Callable[[int, int], bytes]", slot: bytes) -> "Any":
    """Return the value of a slot."""
    length = int.from_bytes(slot[4:8], "little")
    if len(slot) < SLOT_SIZE or length > _LARGEST_PIECE:
        raise DamagedPieces
    data = read(int.from_bytes(slot[:4], "little"), length)
    if len(data) != length or check(data) != slot[8:SLOT_SIZE]:
        raise DamagedPieces
    try:
        return marshal.loads(data)
    except (EOFError, TypeError, ValueError):
        raise DamagedPieces from None
