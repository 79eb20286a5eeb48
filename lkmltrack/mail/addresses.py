"""Address lists as they really come: quoted names, comments, groups, junk and attacks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lkmltrack.mail.encoded_words import decode_words
from lkmltrack.model.message import Address

MAX_ADDRESSES = 10_000

_SPECIAL = re.compile(r'["(<>,;:)\\]|=\?')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ENCODED = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s]*\?=")
_COMMENT_MARK = re.compile(r"[()\\]")
_BACKSLASH = re.compile(r"\\(.)", re.DOTALL)
_NEEDS_SCANNER = re.compile(r'["(;:)\\]|=\?')
_LOCAL = r"[^\x00-\x20\x7f-\xa0<>()\[\]\\,;:\"@]+"
_ADDR_SPEC = re.compile(
    _LOCAL + r"@(?:[^\x00-\x20\x7f-\xa0<>()\[\]\\,;:\"@]+|\[[0-9A-Za-z:.]{1,64}\])"
)
_QUOTED_SPEC = re.compile(r'"[^"\\\x00-\x1f\x7f-\xa0]{1,64}"@[^\x00-\x20\x7f-\xa0<>()\[\]\\,;:"@]+')
_BARE_LOCAL = re.compile(_LOCAL)


@dataclass(slots=True)
class _Segment:
    """What was read of one entry of the list, until its comma."""

    words: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    angle: str | None = None
    is_suspicious: bool = False


def parse_addresses(text: str) -> tuple[Address, ...]:
    """Return the addresses of a header value, names decoded; never more than the cap.

    An entry of which nobody can say for sure where mail would go has its text
    as name and an empty address.

    >>> parse_addresses('"Doe, Jane" <jane@example.org>, list@example.com')
    (Address(name='Doe, Jane', address='jane@example.org'), Address(name='', address='list@example.com'))
    """
    if _NEEDS_SCANNER.search(text) is None:
        return tuple(_simple_entries(text))
    addresses: list[Address] = []
    for segment in _segments(text):
        address = _finished(segment)
        if address is not None:
            addresses.append(address)
            if len(addresses) == MAX_ADDRESSES:
                break
    return tuple(addresses)


def _simple_entries(text: str) -> Iterator[Address]:
    """Read a list that holds nothing but names, angle brackets and commas."""
    for count, entry in enumerate(text.split(",")):
        if count == MAX_ADDRESSES:
            return
        name, bracket, rest = entry.partition("<")
        if bracket:
            spec, closed, junk = rest.partition(">")
            if closed and not junk.strip() and "<" not in spec and ">" not in name:
                yield _address(name, spec.strip())
                continue
        if entry.strip():
            yield from (address for part in _segments(entry) if (address := _finished(part)))


def _segments(text: str) -> Iterator[_Segment]:
    """Cut a list into its entries, in one pass over the text."""
    segment = _Segment()
    position = 0
    last_close = text.rfind(">")
    has_broken_comment = False
    while match := _SPECIAL.search(text, position):
        if match.start() > position:
            segment.words.append(text[position : match.start()])
        mark = match[0]
        position = match.end()
        if mark == '"':
            position = _take_quoted(text, match.start(), segment)
        elif mark == "=?":
            word = _ENCODED.match(text, match.start())
            segment.words.append(word[0] if word else "=?")
            position = word.end() if word else position
        elif mark == "<":
            if segment.angle is not None:
                yield segment
                segment = _Segment()
            position = _take_angle(text, position, last_close, segment)
        elif mark == "(":
            end = -1 if has_broken_comment else _comment_end(text, position)
            if end < 0:
                has_broken_comment = True
                segment.is_suspicious = True
            else:
                segment.comments.append(text[position : end - 1])
                position = end
        elif mark in ",;":
            yield segment
            segment = _Segment()
        elif mark == ":":
            _take_colon(segment)
        elif mark == "\\":
            segment.words.append(text[position : position + 1])
            position += 1
        else:
            segment.is_suspicious = True
    segment.words.append(text[position:])
    yield segment


def _take_quoted(text: str, start: int, segment: _Segment) -> int:
    match = _QUOTED.match(text, start)
    if match is None:
        return start + 1
    if text.startswith("@", match.end()):
        # the local part of an address
        segment.words.append(match[0])
    else:
        segment.words.append(_Quoted(_BACKSLASH.sub(r"\1", match[1])))
    return match.end()


class _Quoted(str):
    """The inside of a quoted string: never an address by itself."""

    __slots__ = ()


def _take_angle(text: str, position: int, last_close: int, segment: _Segment) -> int:
    if position > last_close:
        segment.is_suspicious = True
        return position
    end = text.find(">", position)
    segment.angle = text[position:end]
    return end + 1


def _take_colon(segment: _Segment) -> None:
    """A colon ends the name of a group, except inside a domain literal."""
    if segment.angle is None and "@[" not in "".join(segment.words[-1:]):
        segment.words.clear()
        segment.comments.clear()
    else:
        segment.words.append(":")


def _comment_end(text: str, position: int) -> int:
    """Return the position after the bracket that closes a comment, -1 when none does."""
    depth = 1
    while match := _COMMENT_MARK.search(text, position):
        position = match.end()
        if match[0] == "(":
            depth += 1
        elif match[0] == "\\":
            position += 1
        else:
            depth -= 1
            if depth == 0:
                return position
    return -1


def _finished(segment: _Segment) -> Address | None:
    """Make an address of an entry; None when it is empty."""
    if segment.angle is not None:
        name = "".join(segment.words) if any(map(str.strip, segment.words)) else ""
        if segment.is_suspicious and "@" in name.replace(segment.angle, ""):
            return _address(f"{name} <{segment.angle}>", "")
        return _address(name or " ".join(segment.comments), segment.angle.strip())
    loose = "".join(word for word in segment.words if not isinstance(word, _Quoted))
    tokens = [word for word in loose.split() if "@" in word]
    if len(tokens) == 1 and not segment.is_suspicious and is_address(tokens[0]):
        name = "".join(segment.words).replace(tokens[0], " ", 1)
        return _address(name if name.strip() else " ".join(segment.comments), tokens[0])
    name = "".join(segment.words)
    if not name.strip():
        name = " ".join(segment.comments)
    return _address(name, "") if name.strip() else None


def _address(name: str, spec: str) -> Address:
    if "=?" in name:
        name = decode_words(name)
    name = " ".join(name.split())
    if len(name) > 1 and name[0] == name[-1] == "'":
        name = name[1:-1].strip()
    if spec and not is_address(spec):
        route, colon, rest = spec.rpartition(":")
        compact = "".join(spec.split())
        if colon and route.startswith("@") and is_address(rest):
            spec = rest
        elif compact != spec and is_address(compact) and compact.count("@") == 1:
            spec = compact
        elif not _BARE_LOCAL.fullmatch(spec):
            return Address(" ".join(f"{name} <{spec}>".split()), "")
    return Address("" if name.lower() == spec.lower() else name, spec)


def is_address(text: str) -> bool:
    """Whether the text is one addr-spec and nothing else.

    >>> is_address("jane@example.org"), is_address("jane@example.org)eve@example.com")
    (True, False)
    """
    if len(text) > 320 or not text.isprintable():
        return False
    return bool(_ADDR_SPEC.fullmatch(text) or _QUOTED_SPEC.fullmatch(text))
