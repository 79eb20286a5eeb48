"""mbox files, read piece by piece: memory stays flat whatever the file's size."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from lkmltrack.adapters.mailbox.opening import LONGEST_MAIL, opened, shown
from lkmltrack.adapters.mailbox.walking import Found, Place, in_batches
from lkmltrack.errors import BadInputError
from lkmltrack.mail.mbox import SEPARATOR, split_mbox
from lkmltrack.model.source import Batch

_CHUNK = 1 << 20
_LINE_WINDOW = 1_500
_FINGERPRINTED = 512
# with this in front, split_mbox answers whether what follows begins a message of its own
_PROBE_MAIL = b"Subject: x\n\nx\n"
_PROBE = SEPARATOR + _PROBE_MAIL + b"\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some whole messages of an mbox, and the offset they were read from."""

    offset: int
    data: bytes

    @property
    def end(self) -> int:
        """Where the next piece begins."""
        return self.offset + len(self.data)


def pieces(
    file: BinaryIO, name: str, offset: int = 0, *, chunk_size: int = _CHUNK
) -> Iterator[Piece]:
    """Yield an mbox in pieces that end where a message ends.

    A file that breaks off (a packed one can) gives what is whole first; then
    the complaint names the offset.
    """
    file.seek(offset)
    rest = bytearray()
    searched = 0
    while True:
        try:
            chunk = file.read(chunk_size)
        except (OSError, EOFError, zlib.error) as error:
            raise _breaks_off(name, offset, error) from error
        if not chunk:
            if rest:
                yield Piece(offset, bytes(rest))
            return
        rest += chunk
        cut = last_separator(rest, searched)
        searched = max(len(rest) - 2 * _LINE_WINDOW, 0)
        if cut > 0:
            yield Piece(offset, bytes(rest[:cut]))
            del rest[:cut]
            offset, searched = offset + cut, 0
        elif len(rest) > LONGEST_MAIL:
            raise BadInputError(
                f"{name}: more than {LONGEST_MAIL >> 20} MB without a new message"
                f" from byte {offset} on"
            )


def last_separator(data: bytes | bytearray, start: int = 0) -> int:
    """Return where the last message behind ``start`` begins, 0 when there is none.

    The very end is left alone: a separator is told by the line after it.
    """
    end = len(data) - _LINE_WINDOW
    while (found := data.rfind(b"\nFrom ", start, max(end, 0))) >= 0:
        if _is_separator(data, found + 1):
            return found + 1
        end = found
    return 0


def _is_separator(data: bytes | bytearray, position: int) -> bool:
    if not data[max(position - 3, 0) : position].endswith((b"\n\n", b"\n\r\n")):
        return False
    return split_mbox(_PROBE + data[position : position + _LINE_WINDOW])[0] == _PROBE_MAIL


def _breaks_off(name: str, offset: int, error: BaseException) -> BadInputError:
    return BadInputError(
        f"{name}: the packed file breaks off or is damaged; after byte {offset} of its"
        f" contents nothing whole can be read ({error})",
        "What comes before is whole: `lkmltrack import` keeps it; get the file again for the rest.",
    )


class MboxWalk:
    """A way through an mbox from a cursor on."""

    def __init__(self, path: Path, cursor: str) -> None:
        self._path = path
        self._position = _Position.read(cursor)
        self._start = cursor
        self.can_stop = False

    @property
    def cursor(self) -> str:
        """Where to go on: the end of the last piece that was read whole."""
        return self._position.text if self._position.offset else self._start

    def __iter__(self) -> Iterator[Found]:
        with opened(self._path) as file:
            offset = self._position.offset_in(file)
            for piece in pieces(file, shown(self._path), offset):
                yield from self._found(piece)

    def _found(self, piece: Piece) -> Iterator[Found]:
        raws = split_mbox(piece.data)
        for index, raw in enumerate(raws):
            self.can_stop = index == len(raws) - 1
            if self.can_stop:
                self._position = self._position.after(piece)
            yield Found(raw, (str(piece.offset), len(piece.data), index))


class MboxSource:
    """An mbox file as a bulk source; its cursor survives a file that grows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = f"mbox:{shown(path.resolve())}"

    def total(self) -> int | None:
        """Return None: it is not known before the file is read."""
        return None

    def batches(self, cursor: str, size: int) -> Iterator[Batch]:
        """Yield the messages after ``cursor``, about ``size`` at a time."""
        return in_batches(self.walk(cursor), cursor, size)

    def walk(self, cursor: str) -> MboxWalk:
        """Return a walk over what comes after a cursor."""
        return MboxWalk(self.path, cursor)

    def raws(self, places: list[Place]) -> list[bytes]:
        """Return the mails at some places, in that order."""
        found: list[bytes] = []
        with opened(self.path) as file:
            for offset, length, index in places:
                file.seek(int(offset))
                messages = split_mbox(file.read(length))
                if index >= len(messages):
                    raise BadInputError(f"{shown(self.path)}: the file changed while it was read")
                found.append(messages[index])
        return found


@dataclass(frozen=True, slots=True)
class _Position:
    """How far an mbox was read, and what tells whether it is still the same file.

    ``last`` is where the last message began: when the file does not go on
    with a new message at ``offset``, the last one was still being written.
    """

    offset: int = 0
    last: int = 0
    start: str = ""
    seam: str = ""

    @property
    def text(self) -> str:
        return json.dumps([self.offset, self.last, self.start, self.seam])

    @classmethod
    def read(cls, cursor: str) -> "_Position":
        """Return the position that a cursor tells; the beginning when it tells none."""
        try:
            offset, last, start, seam = json.loads(cursor)
            return cls(int(offset), int(last), str(start), str(seam))
        except (ValueError, TypeError):
            return cls()

    def after(self, piece: Piece) -> "_Position":
        """Return the position behind a piece."""
        start = self.start if piece.offset else _digest(piece.data[:_FINGERPRINTED])
        last = piece.offset + last_separator(piece.data + b"\n" * _LINE_WINDOW)
        return _Position(piece.end, last, start, _digest(piece.data[-_FINGERPRINTED:]))

    def offset_in(self, file: BinaryIO) -> int:
        """Return where to go on in a file: the beginning when it is not the one that was read."""
        if not self.offset or not _is_head(file.read(_FINGERPRINTED), self.start):
            return 0
        file.seek(max(self.offset - _FINGERPRINTED, 0))
        if not _is_tail(file.read(min(_FINGERPRINTED, self.offset)), self.seam):
            return 0
        return self.offset if file.read(5) in (b"", b"From ") else self.last


def _digest(data: bytes) -> str:
    return f"{len(data)}-{sha256(data).hexdigest()[:24]}"


def _length(digest: str) -> int:
    length = digest.partition("-")[0]
    return int(length) if length.isdecimal() else _FINGERPRINTED + 1


def _is_head(data: bytes, digest: str) -> bool:
    return _digest(data[: _length(digest)]) == digest


def _is_tail(data: bytes, digest: str) -> bool:
    return _digest(data[max(len(data) - _length(digest), 0) :]) == digest
