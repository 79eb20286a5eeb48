"""Addresses as get_maintainer.pl takes them apart and puts them together.

No regular expressions: a call of one patch must not pay for their import.
"""

LONGEST_ADDRESS = 4_096
"""What is longer was made to do harm, and is cut."""


def parse_address(text: str) -> tuple[str, str]:
    """Return (name, address), both empty when there is no ``@``; a name that needs quotes has them.

    >>> parse_address("Ada B. Author <ada@example.org> (sound)")
    ('"Ada B. Author"', 'ada@example.org')
    """
    text = text[:LONGEST_ADDRESS]
    opening = text.find("<")
    if opening > 0:
        inner = text[opening + 1 :].rpartition(">")[0]
        if inner.find("@", 1) > 0:
            return quoted_name(text[:opening]), inner.strip()
    stripped = text.lstrip()
    if stripped.startswith("<") and (address := _bracketed(stripped[1:])):
        return "", address.strip()
    at = text.rfind("@")
    if at < 1:
        return "", ""
    return "", text[: at + 1 + _length_of_word(text[at + 1 :])].strip()


def format_address(name: str, address: str, with_name: int = 1) -> str:
    """Return ``Name <address>``, or the bare address of someone without a name.

    >>> format_address('Ada "Ace" Author', "ada@example.org")
    '"Ada \\\\"Ace\\\\" Author" <ada@example.org>'
    """
    address = address.strip()
    if not with_name:
        return address
    name = quoted_name(name)
    return f"{name} <{address}>" if name else address


def quoted_name(name: str) -> str:
    """Return a name in the quotes that it needs: all but ASCII letters, digits, ``_``, ``-``."""
    name = name.strip()
    if name.startswith('"'):
        name = name[1:]
    if name.endswith('"'):
        name = name[:-1]
    bare = name.replace(" ", "").replace("-", "").replace("_", "")
    if not bare or (bare.isalnum() and bare.isascii()):
        return name
    if '"' in name:
        name = _escaped(name)
    return f'"{name}"'


def plain_name(name: str) -> str:
    """Return a name without the quotes that ``quoted_name`` gives it."""
    if len(name) > 1 and name.startswith('"') and name.endswith('"'):
        return name[1:-1].replace('\\"', '"')
    return name


def _escaped(name: str) -> str:
    """Return a name with a backslash before each quote that has none."""
    first, *rest = name.split('"')
    escaped = first
    for part in rest:
        escaped += ('"' if escaped.endswith("\\") else '\\"') + part
    return escaped


def _bracketed(text: str) -> str:
    """Return what stands before a ``>`` that ends an address; empty when there is none."""
    at = text.rfind("@")
    while at >= 1:
        word = text[at + 1 : at + 1 + _length_of_word(text[at + 1 :])]
        closing = word.rfind(">")
        if closing >= 0:
            return text[: at + 1 + closing]
        at = text.rfind("@", 0, at)
    return ""


def _length_of_word(text: str) -> int:
    """Return how many characters there are before the first blank."""
    words = text.split(None, 1)
    return len(words[0]) if words and text.startswith(words[0]) else 0
