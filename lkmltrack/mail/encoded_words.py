"""RFC 2047 encoded words in header values, in all the ways that mailers break them."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lkmltrack.mail.charsets import codec_of, decode_text, guess_text

_WORD_START = re.compile(r"=\?([^?\s=]{1,60})\?([bBqQ])\?")
_BLANK = re.compile(r"\s")
_BASE64_JUNK = re.compile(r"[^A-Za-z0-9+/]+")


@dataclass(frozen=True, slots=True)
class _Word:
    charset: str
    is_base64: bool
    text: str
    start: int
    end: int


def header_text(value: bytes, charset: str = "") -> str:
    """Return a header value as text on one line, encoded words decoded.

    ``charset`` is tried for raw 8-bit bytes that are no UTF-8.
    """
    text = raw_text(value, charset)
    if "=?" in text:
        text = decode_words(text)
    return " ".join(text.split())


def raw_text(value: bytes, charset: str = "") -> str:
    """Return a header value as text, encoded words left as they are."""
    if b"\0" in value:
        value = value.replace(b"\0", b"")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return decode_text(value, charset)[0] if codec_of(charset) else guess_text(value)


def decode_words(text: str) -> str:
    """Return a text with its encoded words decoded.

    Neighbouring words of one charset are decoded together, because mailers
    split them in the middle of a character.

    >>> decode_words("Re: =?utf-8?B?562U5aSNOg==?= =?utf-8?q?_add_?= flag")
    'Re: 答复: add  flag'
    """
    pieces: list[str] = []
    run: list[_Word] = []
    position = 0
    for word in _find_words(text):
        gap = text[position : word.start]
        if run and (gap.strip() or codec_of(word.charset) != codec_of(run[0].charset)):
            pieces.append(_decode_run(run))
            run = []
            if not gap.strip():
                gap = ""
        elif run:
            gap = ""
        pieces.append(gap)
        run.append(word)
        position = word.end
    if run:
        pieces.append(_decode_run(run))
    pieces.append(text[position:])
    return "".join(pieces)


def _find_words(text: str) -> Iterator[_Word]:
    """Find the encoded words; each character is looked at a bounded number of times."""
    close = -1
    start = 0
    while match := _WORD_START.search(text, start):
        begin = match.end()
        if close < begin:
            close = text.find("?=", begin)
            if close < 0:
                close = len(text)
        following = _WORD_START.search(text, begin, close)
        if following is not None or close == len(text):
            # it has lost its end: a blank ends it, or the next word
            start = end = _token_end(text, begin, following.start() if following else close)
        else:
            end, start = close, close + 2
        charset = match[1].partition("*")[0]
        yield _Word(charset, match[2] in "bB", text[begin:end], match.start(), start)


def _token_end(text: str, begin: int, limit: int) -> int:
    blank = _BLANK.search(text, begin, limit)
    return blank.start() if blank else limit


def _decode_run(run: list[_Word]) -> str:
    return decode_text(b"".join(_word_bytes(run)), run[0].charset)[0]


def _word_bytes(run: list[_Word]) -> list[bytes]:
    pieces: list[bytes] = []
    pending = ""
    for index, word in enumerate(run):
        if not word.is_base64:
            pieces.append(_decode_q(word.text))
            continue
        pending += _BASE64_JUNK.sub("", word.text)
        is_last = index + 1 == len(run) or not run[index + 1].is_base64
        if is_last or len(pending) % 4 == 0 or "=" in word.text:
            pieces.append(_decode_b(pending))
            pending = ""
    return pieces


def _decode_b(text: str) -> bytes:
    if len(text) % 4 == 1:
        text = text[:-1]
    return binascii.a2b_base64(text + "=" * (-len(text) % 4))


def _decode_q(text: str) -> bytes:
    return binascii.a2b_qp(text.encode("utf-8"), header=True)
