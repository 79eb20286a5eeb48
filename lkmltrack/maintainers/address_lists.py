"""Lists of addresses after RFC 822, read in one pass and without backtracking."""

_SPECIALS = frozenset('()<>@,;:\\".[]')
_BLANKS = " \t"


def split_addresses(text: str) -> list[str] | None:
    """Return the addresses of a list, or None when it is none; comments count for nothing.

    >>> split_addresses("ada@example.org, Bo <bo@example.org> (sound, mostly)")
    ['ada@example.org', 'Bo <bo@example.org>']
    >>> split_addresses("Ada B. Author <ada@example.org>") is None
    True
    """
    text = without_comments(text)
    if not _is_latin(text):
        return None
    found: list[str] = []
    position = 0
    while True:
        end = _address(text, position)
        if end > position:
            found.append(text[position:end].strip(_BLANKS))
            position = end
        if position >= len(text):
            return found
        if text[position] != ",":
            return None
        position += 1


def is_address(text: str) -> bool:
    """Whether a text is one address after RFC 822."""
    text = without_comments(text)
    return _is_latin(text) and _address(text, 0) == len(text) > 0


def without_comments(text: str) -> str:
    """Return a text with a blank for each comment in parentheses outside of quotes."""
    if "(" not in text:
        return text
    kept: list[str] = []
    openings: list[int] = []
    is_quoted = False
    position = 0
    while position < len(text):
        character = text[position]
        if character == "\\":
            kept.append(text[position : position + 2])
            position += 2
            continue
        if character == '"' and not openings:
            is_quoted = not is_quoted
        if not is_quoted and character == "(":
            openings.append(len(kept))
        if not is_quoted and character == ")" and openings:
            del kept[openings.pop() :]
            character = " "
        kept.append(character)
        position += 1
    return "".join(kept)


def _is_latin(text: str) -> bool:
    """Whether every character fits into a byte, as RFC 822 wants it."""
    return text.isascii() or max(text) <= "\xff"


def _address(text: str, position: int, *, is_in_group: bool = False) -> int:
    """Return where an address, or a group outside of groups, that begins here ends, or -1."""
    position = _blanks(text, position)
    begin = position
    words = 0
    while (end := _word(text, position)) > position:
        words += 1
        position = end
        if words == 1 and text[position : position + 1] in (".", "@"):
            return _addr_spec(text, begin)
    next_character = text[position : position + 1]
    if next_character == "<":
        return _route_address(text, position)
    if next_character == ":" and not is_in_group:
        return _group(text, position + 1)
    return -1


def _group(text: str, position: int) -> int:
    """Return where the mailboxes of a group end, past the semicolon, or -1."""
    position = _blanks(text, position)
    if text[position : position + 1] != ";":
        while (position := _address(text, position, is_in_group=True)) >= 0:
            if text[position : position + 1] != ",":
                break
            position += 1
    if position < 0 or text[position : position + 1] != ";":
        return -1
    return _blanks(text, position + 1)


def _route_address(text: str, position: int) -> int:
    """Return where ``<route:address>`` ends, or -1."""
    position = _blanks(text, position + 1)
    if text[position : position + 1] == "@":
        position = _route(text, position)
    end = _addr_spec(text, position) if position >= 0 else -1
    return _blanks(text, end + 1) if end >= 0 and text[end : end + 1] == ">" else -1


def _route(text: str, position: int) -> int:
    """Return where ``@domain,@domain:`` ends, or -1."""
    while text[position : position + 1] == "@":
        position = _dotted(text, _blanks(text, position + 1), in_domain=True)
        if position < 0:
            return -1
        if text[position : position + 1] == ":":
            return _blanks(text, position + 1)
        if text[position : position + 1] != ",":
            return -1
        position += 1
    return -1


def _addr_spec(text: str, position: int) -> int:
    """Return where ``local@domain`` ends, or -1."""
    end = _dotted(text, position, in_domain=False)
    if end < 0 or text[end : end + 1] != "@":
        return -1
    return _dotted(text, _blanks(text, end + 1), in_domain=True)


def _dotted(text: str, position: int, *, in_domain: bool) -> int:
    """Return where a chain of parts joined by dots ends, or -1."""
    while True:
        end = _part(text, position, in_domain)
        if end <= position:
            return -1
        if text[end : end + 1] != ".":
            return end
        position = _blanks(text, end + 1)


def _part(text: str, position: int, in_domain: bool) -> int:
    """Return where one part of a domain or of a local part ends, or where it began."""
    if in_domain:
        literal = text[position : position + 1] == "["
        return _enclosed(text, position, "]") if literal else _atom(text, position)
    return _word(text, position)


def _word(text: str, position: int) -> int:
    """Return where a word ends, blanks included, or where it began."""
    if text[position : position + 1] == '"':
        return _enclosed(text, position, '"')
    return _atom(text, position)


def _enclosed(text: str, position: int, closing: str) -> int:
    """Return where a quoted string or a domain literal ends, or where it began."""
    end = position + 1
    while end < len(text) and text[end] != closing:
        end += 2 if text[end] == "\\" else 1
    return _blanks(text, end + 1) if end < len(text) else position


def _atom(text: str, position: int) -> int:
    """Return where a run of plain characters ends, blanks included, or where it began."""
    end = position
    while end < len(text) and _is_plain(text[end]):
        end += 1
    if end == position:
        return position
    after = _blanks(text, end)
    if after > end or end == len(text) or text[end] in _SPECIALS:
        return after
    return position


def _is_plain(character: str) -> bool:
    return character > " " and character != "\x7f" and character not in _SPECIALS


def _blanks(text: str, position: int) -> int:
    """Return where the blanks that begin here end."""
    while position < len(text) and text[position] in _BLANKS:
        position += 1
    return position
