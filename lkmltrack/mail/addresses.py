"""Address lists as they really come: quoted names, comments, groups, junk and attacks."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lkmltrack.mail.encoded_words import decode_words
from lkmltrack.model.message import Address

MAX_ADDRESSES = 10_000

_LONGEST_SPEC = 320
_LONGEST_REMEMBERED = 8_192
_SPECIAL = re.compile(r'["(<>,;:)\\]|=\?')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ENCODED = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s]*\?=")
_COMMENT_MARK = re.compile(r"[()\\]")
_BACKSLASH = re.compile(r"\\(.)", re.DOTALL)

_OTHER = r"\x00-\x20\x7f-\xa0<>()\[\]\\,;:\"@"
_LOCAL = f"[^{_OTHER}]+"
_DOMAIN = rf"[^{_OTHER}.][^{_OTHER}]*(?<!\.)"
_ADDR_SPEC = re.compile(rf"{_LOCAL}@(?:{_DOMAIN}|\[[0-9A-Za-z:.]{{1,64}}\])")
_QUOTED_SPEC = re.compile(rf'"[^"\\\x00-\x1f\x7f-\xa0]{{1,64}}"@{_DOMAIN}')
_BARE_LOCAL = re.compile(_LOCAL)

# what nearly all entries look like: Name <a@b>, "Name" <a@b>, <a@b>, a@b
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+"
_HOST = r"[A-Za-z0-9][A-Za-z0-9._-]*(?<!\.)"
_PLAIN_ENTRY = re.compile(
    rf' ?(?:([^"(<>,;:)\\=@]*)<({_ATOM}@{_HOST})>|"([^"\\]*)" ?<({_ATOM}@{_HOST})>'
    rf"|({_ATOM}@{_HOST})) ?(?:,|\Z)"
)
_NO_ENTRY = ("", "", "", "", "")
# a mailer folded the header inside a domain
_FOLDED_DOMAIN = re.compile(r"(@[\w.-]{1,250}\.) ([\w.-]{1,250})$")


def parse_addresses(text: str) -> tuple[Address, ...]:
    """Return the addresses of a header value, names decoded; never more than the cap.

    An entry of which nobody can say for sure where mail would go has its text
    as name and an empty address.

    >>> parse_addresses('"Doe, Jane" <jane@example.org>, list@example.com')
    (Address(name='Doe, Jane', address='jane@example.org'), \
Address(name='', address='list@example.com'))
    """
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _entries(text)


def _entries(text: str) -> tuple[Address, ...]:
    text = " ".join(text.split())
    addresses: list[Address] = []
    position = 0
    scanner: _Scanner | None = None
    while position < len(text) and len(addresses) < MAX_ADDRESSES:
        match = _PLAIN_ENTRY.match(text, position)
        bare, one, quoted, two, alone = match.groups() if match else _NO_ENTRY
        spec = one or two or alone
        if match is not None and ".." not in spec:
            position = match.end()
            name = bare or quoted
            addresses.append(Address(_name(name, spec) if name else "", spec))
        else:
            scanner = scanner or _Scanner(text)
            position = scanner.read_entry(position, addresses)
    return tuple(addresses)


# the mails of a thread repeat their lists: three of four are known from a mail just before
_remembered = lru_cache(maxsize=64)(_entries)


def is_address(text: str) -> bool:
    """Whether the text is one addr-spec and nothing else.

    >>> is_address("jane@example.org"), is_address("jane@example.org)eve@example.com")
    (True, False)
    """
    if len(text) > _LONGEST_SPEC or not text.isprintable() or ".." in text.rpartition("@")[2]:
        return False
    return bool(_ADDR_SPEC.fullmatch(text) or _QUOTED_SPEC.fullmatch(text))


class _Quoted(str):
    """The inside of a quoted string: never an address by itself."""

    __slots__ = ()


@dataclass(slots=True)
class _Entry:
    """What was read of one entry of the list, until its comma."""

    words: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    angle: str | None = None
    angle_end: int = 0
    words_before_angle: int = 0
    is_suspicious: bool = False


class _Scanner:
    """Reads entries that need a closer look; every character is looked at once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._last_close = text.rfind(">")
        self._comments_pair = True
        self._position = 0
        self._entry = _Entry()
        self._take = {
            '"': self._take_quoted,
            "=?": self._take_encoded,
            "<": self._take_angle,
            "(": self._take_comment,
            ":": self._take_colon,
            "\\": self._take_backslash,
        }

    def read_entry(self, position: int, addresses: list[Address]) -> int:
        """Append the address of the entry at ``position``; return where the next one begins."""
        self._position = position
        self._entry = entry = _Entry()
        while match := _SPECIAL.search(self._text, self._position):
            if match.start() > self._position:
                entry.words.append(self._text[self._position : match.start()])
            self._position = match.end()
            if match[0] in ",;":
                break
            if match[0] == "<" and entry.angle is not None:
                # the comma between two addresses is missing
                self._position = entry.angle_end
                del entry.words[entry.words_before_angle :]
                break
            self._take.get(match[0], self._take_stray)(match.start())
        else:
            entry.words.append(self._text[self._position :])
            self._position = len(self._text)
        address = _finished(entry)
        if address is not None:
            addresses.append(address)
        return self._position

    def _take_quoted(self, start: int) -> None:
        match = _QUOTED.match(self._text, start)
        if match is None:
            return
        self._position = match.end()
        # in front of an @ it is the local part of an address
        is_local_part = self._text.startswith("@", match.end())
        inside = _Quoted(_BACKSLASH.sub(r"\1", match[1]))
        self._entry.words.append(match[0] if is_local_part else inside)

    def _take_encoded(self, start: int) -> None:
        word = _ENCODED.match(self._text, start)
        self._entry.words.append(word[0] if word else "=?")
        if word:
            self._position = word.end()

    def _take_angle(self, start: int) -> None:
        if start > self._last_close:
            self._entry.is_suspicious = True
            return
        end = self._text.find(">", start)
        self._entry.angle = self._text[start + 1 : end]
        self._entry.words_before_angle = len(self._entry.words)
        self._entry.angle_end = self._position = end + 1

    def _take_comment(self, start: int) -> None:
        end = _comment_end(self._text, start + 1) if self._comments_pair else -1
        if end < 0:
            self._comments_pair = False
            self._entry.is_suspicious = True
            return
        self._entry.comments.append(self._text[start + 1 : end - 1])
        self._position = end

    def _take_colon(self, _: int) -> None:
        """A colon ends the name of a group, except inside a domain literal."""
        if self._entry.angle is None and "@[" not in "".join(self._entry.words[-1:]):
            self._entry.words.clear()
            self._entry.comments.clear()
        else:
            self._entry.words.append(":")

    def _take_backslash(self, start: int) -> None:
        self._entry.words.append(self._text[start + 1 : start + 2])
        self._position = start + 2

    def _take_stray(self, _: int) -> None:
        self._entry.is_suspicious = True


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


def _finished(entry: _Entry) -> Address | None:
    """Make an address of an entry; None when it is empty."""
    comments = " ".join(entry.comments)
    if entry.angle is not None:
        name = "".join(entry.words[: entry.words_before_angle])
        after = "".join(entry.words[entry.words_before_angle :])
        if "@" in after or (entry.is_suspicious and "@" in name):
            return Address(_name(f"{name} <{entry.angle}> {after}", ""), "")
        return _address(name if name.strip() else comments, entry.angle.strip())
    words = _FOLDED_DOMAIN.sub(r"\1\2", "".join(entry.words).strip())
    quoted = "".join(word for word in entry.words if isinstance(word, _Quoted))
    tokens = [word for word in words.split() if "@" in word and word not in quoted]
    if is_address(words):
        tokens = [words]
    if len(tokens) == 1 and not entry.is_suspicious and is_address(tokens[0]):
        name = words.replace(tokens[0], " ", 1)
        return _address(name if name.strip() and "#" not in name else comments, tokens[0])
    return Address(_name(words, ""), "") if words else None


def _address(name: str, spec: str) -> Address:
    """Make an address of what stood in the brackets, when that is one after all."""
    if spec and not is_address(spec):
        route, colon, rest = spec.rpartition(":")
        compact = "".join(spec.split())
        if colon and route.startswith("@") and is_address(rest):
            spec = rest
        elif compact != spec and is_address(compact):
            spec = compact
        elif not _BARE_LOCAL.fullmatch(spec):
            return Address(_name(f"{name} <{spec}>", ""), "")
    return Address(_name(name, spec), spec)


def _name(name: str, spec: str) -> str:
    """Return a display name for reading; empty when it only repeats the address."""
    if "=?" in name:
        name = decode_words(name)
    name = name.strip()
    if "  " in name or not name.isprintable():
        name = " ".join(name.split())
    if name[:1] == "'" and name[-1:] == "'":
        name = name[1:-1].strip()
    if "@" in name and name.lower() == spec.lower():
        return ""
    return name
