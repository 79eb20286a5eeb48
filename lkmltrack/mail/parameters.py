"""Values with parameters: Content-Type and Content-Disposition, with RFC 2231 and its abuses."""

import re
from urllib.parse import unquote_to_bytes

from lkmltrack.mail.charsets import decode_text
from lkmltrack.mail.encoded_words import decode_words

_LONGEST_VALUE = 8_192
_MOST_PARAMETERS = 100
_PARAMETER = re.compile(r';\s*([^=;\s"]{1,80})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))')
_BACKSLASH = re.compile(r"\\(.)")
_CONTINUED = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*?)")


def parse_parameters(value: str) -> tuple[str, dict[str, str]]:
    """Return the main value in lower case, and the parameters by lower-case name.

    >>> parse_parameters('Text/X-Patch; charset="utf-8"; name*0*=utf-8\\'\\'a%20; name*1=b.patch')
    ('text/x-patch', {'charset': 'utf-8', 'name': 'a b.patch'})
    """
    value = value[:_LONGEST_VALUE]
    main, semicolon, _ = value.partition(";")
    main = main.strip().lower()
    if not semicolon:
        return main, {}
    found: dict[str, str] = {}
    for count, match in enumerate(_PARAMETER.finditer(value)):
        if count == _MOST_PARAMETERS:
            break
        text = _BACKSLASH.sub(r"\1", match[2]) if match[2] is not None else match[3].strip()
        found.setdefault(match[1].lower(), text)
    if any("*" in name for name in found):
        return main, _joined(found)
    return main, found


def _joined(found: dict[str, str]) -> dict[str, str]:
    """Join the numbered pieces of RFC 2231 and decode the percent signs."""
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    plain: dict[str, str] = {}
    for name, text in found.items():
        match = _CONTINUED.fullmatch(name)
        if "*" not in name or match is None:
            plain[name] = text
        else:
            pieces.setdefault(match[1], []).append((int(match[2] or 0), bool(match[3]), text))
    for name, numbered in pieces.items():
        plain[name] = _decoded(sorted(numbered))
    return plain


def _decoded(numbered: list[tuple[int, bool, str]]) -> str:
    charset = ""
    data = b""
    for index, (_, is_encoded, text) in enumerate(numbered):
        if is_encoded and index == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        raw = text.encode("utf-8", "replace")
        data += unquote_to_bytes(raw) if is_encoded else raw
    return decode_text(data, charset)[0]


def clean_file_name(name: str) -> str:
    """Return a file name without folders, control characters or leading dots.

    >>> clean_file_name("../../etc/passwd"), clean_file_name("C:\\\\temp\\\\fix.patch")
    ('passwd', 'fix.patch')
    """
    if "=?" in name:
        name = decode_words(name)
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(character for character in name if character.isprintable())
    return name.strip().lstrip(".")[:255]
