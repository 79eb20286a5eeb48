"""Addresses in the text of a file, as get_maintainer.pl picks them out and cleans their names.

Around each ``@`` the text is read outwards, once; the script's own expression
for this can take the square of a text's length.
"""

from itertools import pairwise

from lkmltrack.maintainers.addresses import format_address, parse_address

_LOCAL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+-")
_DOMAIN = _LOCAL - {"_", "+"}
_WORD = _DOMAIN - {".", "-"}
_OPENINGS, _CLOSINGS = "(<{", ")>}"
_MARKS = frozenset("'\",.+- ")
_IN_NAME = frozenset("',.+-")
_LONGEST_LEAD = 1_000
# the bytes of UTF-8 that scripts before 6.12 took for letters
_OLD_LETTERS = frozenset(map(chr, range(0x80, 0xC4)))


def find_addresses(text: str, *, is_unicode: bool, with_names: int) -> list[str]:
    """Return every address in a text with the name before it, in order."""
    if not is_unicode:
        text = text.encode("utf-8", "surrogateescape").decode("latin-1")
    found: list[str] = []
    end = 0
    at = text.find("@")
    while at >= 0:
        domain_end = _end_of_domain(text, at + 1)
        start = _start_of_local(text, at, end)
        if domain_end and start < at:
            lead = _start_of_lead(text, start, end, is_unicode)
            whole = f"{text[lead:start].rstrip(_OPENINGS)}<{text[start:domain_end]}>"
            found.append(_cleaned(whole, is_unicode, with_names))
            end = domain_end + (text[domain_end : domain_end + 1] in (*_CLOSINGS,))
        else:
            end = at + 1
        at = text.find("@", max(end, at + 1))
    if not is_unicode:
        return [each.encode("latin-1").decode("utf-8", "surrogateescape") for each in found]
    return found


def _end_of_domain(text: str, start: int) -> int:
    """Return where ``sub.domain.top`` ends; 0 when there is none."""
    end = start
    while end < len(text) and text[end] in _DOMAIN:
        end += 1
    for dot in range(end - 2, start, -1):
        if text[dot] == "." and text[dot + 1] in _WORD:
            end = dot + 2
            while end < len(text) and text[end] in _WORD:
                end += 1
            return end
    return 0


def _start_of_local(text: str, at: int, earliest: int) -> int:
    """Return where what stands before an ``@`` begins."""
    start = at
    while start > earliest and text[start - 1] in _LOCAL:
        start -= 1
    return start


def _start_of_lead(text: str, start: int, earliest: int, is_unicode: bool) -> int:
    """Return where a name, blanks and commas before an address begin."""
    earliest = max(earliest, start - _LONGEST_LEAD)
    if start > earliest and text[start - 1] in _OPENINGS:
        start -= 1
    for kind in (str.isspace, ",".__eq__, str.isspace):
        while start > earliest and kind(text[start - 1]):
            start -= 1
    while start > earliest and _is_in_lead(text[start - 1], is_unicode):
        start -= 1
    return start


def _is_in_lead(character: str, is_unicode: bool) -> bool:
    """Whether a character may stand in a name before an address."""
    return character in _MARKS or _is_letter(character, is_unicode)


def _is_letter(character: str, is_unicode: bool) -> bool:
    if is_unicode:
        return character.isalpha()
    return (character.isascii() and character.isalpha()) or character in _OLD_LETTERS


def _cleaned(text: str, is_unicode: bool, with_names: int) -> str:
    """Return an address with as much of the text before it as is a name."""
    name, address = parse_address(text)
    name = _name(name, is_unicode) if is_unicode else _old_name(name)
    return format_address(name, address, with_names)


def _name(name: str, is_unicode: bool) -> str:
    """Return the last two words of a text, three with an initial."""
    if len(name) > 1 and name[0] == name[-1] == '"' and "\n" not in name:
        name = name[1:-1]
    words = [word for word in _words(name, is_unicode) if word not in _IN_NAME]
    name = _last_words(words, is_unicode) if len(words) > 2 else " ".join(words)
    name = name[:-1] if name.endswith((",", ".")) else name
    return name[1:] if name.startswith((",", ".")) else name


def _old_name(name: str) -> str:
    """Return the same as scripts before 6.12 did, which kept one or two words as they were."""
    words = _words(name, False)
    if len(words) > 2:
        name = _last_words(words, False)
    if name.endswith((",", ".")):
        name = name[:-1]
    elif name.endswith((',"', '."')):
        name = name[:-2] + '"'
    if name.startswith((",", ".")):
        return name[1:]
    return '"' + name[2:] if name.startswith(('",', '".')) else name


def _words(name: str, is_unicode: bool) -> list[str]:
    """Divide a text as Perl's split does: empty words count, but not at the end."""
    cuts = [
        at
        for at, character in enumerate(name)
        if character not in _IN_NAME and not _is_letter(character, is_unicode)
    ]
    words = [name[before + 1 : after] for before, after in pairwise([-1, *cuts, len(name)])]
    while words and not words[-1]:
        words.pop()
    return words


def _last_words(words: list[str], is_unicode: bool) -> str:
    """Return the last two of the words, three when one of the first two is an initial."""
    first, middle, last = words[-3:]
    is_letter = first.isalpha() if is_unicode else first.isascii() and first.isalpha()
    is_initial = (
        (len(first) == 1 and is_letter)
        or (len(first) == 2 and first.endswith("."))
        or len(middle) == 1
        or (len(middle) == 2 and middle.endswith("."))
    )
    return f"{first} {middle} {last}" if is_initial else f"{middle} {last}"
