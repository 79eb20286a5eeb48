"""The bytes of an answer: read, counted, expanded, and never more than allowed."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from lkmltrack.adapters.lore.limits import Limits
from lkmltrack.errors import BadAnswerError

_GZIP_MAGIC = b"\x1f\x8b"
_PADDING = b"\0"
"""Allowed between and after the members."""
_STEP = 256 * 1024


class TooMuchError(BadAnswerError):
    """The answer is larger than allowed."""


class Expander:
    """Expands gzip as it comes, members one after another, within the limits."""

    def __init__(self, limits: Limits, url: str) -> None:
        self._limits = limits
        self._url = url
        self._stream: zlib._Decompress | None = None
        self._members = 0
        self._taken = 0
        self._given = 0

    def feed(self, data: bytes) -> bytes:
        """Return what a piece of the answer expands to."""
        self._taken += len(data)
        pieces = []
        while True:
            if self._stream is None:
                data = data.lstrip(_PADDING) if self._members else data
                if not data:
                    break
                self._stream = zlib.decompressobj(wbits=31)
            stream = self._stream
            pieces.append(self._step(stream, data))
            data = stream.unused_data if stream.eof else stream.unconsumed_tail
            if stream.eof:
                self._members += 1
                self._stream = None
            elif not data and len(pieces[-1]) < _STEP:
                break
        return b"".join(pieces)

    def finish(self) -> None:
        """Say whether the last member is whole."""
        if self._stream is not None:
            raise BadAnswerError(
                f"{self._url}: the answer broke off after {self._taken} bytes",
                "Try again; nothing of it was kept.",
                url=self._url,
            )

    def _step(self, stream: "zlib._Decompress", data: bytes) -> bytes:
        try:
            piece = stream.decompress(data, _STEP)
        except zlib.error as error:
            raise BadAnswerError(
                f"{self._url}: the compressed answer is damaged ({error})",
                "Try again; if it stays, tell the people who run the archive.",
                url=self._url,
            ) from error
        self._given += len(piece)
        self._check()
        return piece

    def _check(self) -> None:
        limits = self._limits
        if self._given > limits.expanded:
            raise _bomb(self._url, f"expands to more than {limits.expanded >> 20} MB")
        if self._given > limits.free_expansion and self._given > self._taken * limits.ratio:
            raise _bomb(self._url, f"expands more than {limits.ratio} times")


def read_body(
    pieces: Iterable[bytes],
    *,
    url: str,
    cap: int,
    limits: Limits,
    is_encoded: bool,
    tell: Callable[[int], None],
) -> bytes:
    """Return the body of an answer, expanded.

    Both a Content-Encoding (``is_encoded``) and a gzip file are undone; what
    is no gzip file comes back as it is, for the caller to judge. ``tell`` gets
    the bytes so far.
    """
    received = _counted(pieces, url, cap, tell)
    if is_encoded:
        received = _expanded(received, Expander(limits, url))
    begin = b""
    for piece in received:
        begin += piece
        if len(begin) >= len(_GZIP_MAGIC):
            break
    rest: Iterator[bytes] = chain([begin], received)
    if begin.startswith(_GZIP_MAGIC):
        rest = _expanded(rest, Expander(limits, url))
    return b"".join(rest)


def _counted(
    pieces: Iterable[bytes], url: str, cap: int, tell: Callable[[int], None]
) -> Iterator[bytes]:
    count = 0
    for piece in pieces:
        count += len(piece)
        if count > cap:
            raise _too_much(url, cap)
        tell(count)
        yield piece


def _expanded(pieces: Iterable[bytes], expander: Expander) -> Iterator[bytes]:
    for piece in pieces:
        yield expander.feed(piece)
    expander.finish()


def _too_much(url: str, cap: int) -> TooMuchError:
    return TooMuchError(
        f"{url}: the answer is larger than {_size(cap)}; it was not read on",
        "A whole list is better cloned: git clone --mirror, then lkmltrack import.",
        url=url,
    )


def _bomb(url: str, how: str) -> BadAnswerError:
    return BadAnswerError(
        f"{url}: the answer {how}; it was not read on",
        "No mail packs that well: tell the people who run the archive.",
        url=url,
    )


def _size(count: int) -> str:
    return f"{count >> 20} MB" if count >= 1 << 20 else f"{count} bytes"
