"""Bytes and the name of a charset to text, when the name may be wrong, unknown or an attack."""

import re
from collections.abc import Mapping
from encodings.aliases import aliases
from types import MappingProxyType

_CODECS = frozenset(
    (
        *("ascii", "utf_8", "utf_7", "utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be"),
        *("utf_32_le", "latin_1", "koi8_r", "koi8_u", "koi8_t", "kz1048", "tis_620", "johab"),
        *(f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)),
        *(
            f"cp{page}"
            for page in (437, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865)
        ),
        *(f"cp{page}" for page in (866, 869, 874, 932, 949, 950, *range(1250, 1259))),
        *("mac_roman", "mac_cyrillic", "mac_greek", "mac_latin2", "mac_turkish"),
        *("gb18030", "hz", "big5", "big5hkscs", "shift_jis", "shift_jis_2004", "euc_jp"),
        *("euc_jis_2004", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_3"),
        *("iso2022_jp_ext", "iso2022_kr"),
    )
)

# a wider codec decodes the same bytes and what senders really put between them
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext",
    "iso2022_jp_1": "iso2022_jp_ext",
    "ascii": "utf_8",
}

_MORE_NAMES = {
    "gb2312": "gb18030",
    "xgbk": "gb18030",
    "gbk": "gb18030",
    "gb231280": "gb18030",
    "cp936": "gb18030",
    "windows936": "gb18030",
    "ansi936": "gb18030",
    "ksc56011987": "cp949",
    "ksc5601": "cp949",
    "windows949": "cp949",
    "xsjis": "cp932",
    "windows31j": "cp932",
    "windows932": "cp932",
    "xeucjp": "euc_jp",
    "xbig5": "big5hkscs",
    "cnbig5": "big5hkscs",
    "iso88598i": "iso8859_8",
    "iso88598e": "iso8859_8",
    "iso88596i": "iso8859_6",
    "iso88596e": "iso8859_6",
    "windows874": "cp874",
    "xmacroman": "mac_roman",
    "xmaccyrillic": "mac_cyrillic",
    "utf8mb4": "utf_8",
    "utf8sig": "utf_8",
    "unicode11utf8": "utf_8",
    "xutf8": "utf_8",
    "unicode11utf7": "utf_7",
    "windows1252": "cp1252",
    "xcp1252": "cp1252",
    "xcp1251": "cp1251",
    "dosc866": "cp866",
    "ibm866": "cp866",
}

_SINGLE_BYTE = ("latin_1", "iso8859_", "cp125", "cp8", "cp4", "koi8", "mac_", "kz1048", "tis_620")
_WIDE = ("utf_16", "utf_32")
_NOT_ASCII = (*_WIDE, "utf_7", "hz", "iso2022")
"""Codecs that may read something else in bytes that look like ASCII."""

_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")
_HIGH = re.compile(rb"[\x80-\xff]+")
_LOW_TRAIL = re.compile(rb"[\x80-\xa0]")  # in UTF-8 everywhere, in the EUC charsets nowhere
_C1 = re.compile("[\x80-\x9f]")
_GB2312_PAIRS = re.compile(rb"(?:[\xa1-\xa9\xb0-\xf7][\xa1-\xfe])+")
_HANZI_PAIR = re.compile(rb"[\xb0-\xf7][\xa1-\xfe]")
_NO_CHARSET = frozenset(
    {"", "unknown8bit", "8bit", "binary", "none", "default", "xunknown", "unknown"}
)
_WORTH_A_LOOK = 65_536


def _key(name: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", name[:64].lower())


def _table() -> Mapping[str, str]:
    """Return the codec for each name; all codecs are from bytes to text."""
    table = {_key(codec): codec for codec in _CODECS}
    table |= {_key(alias): codec for alias, codec in aliases.items() if codec in _CODECS}
    table |= {_key(alias): _WIDER[codec] for alias, codec in aliases.items() if codec in _WIDER}
    table |= {name: _WIDER.get(codec, codec) for name, codec in table.items()}
    return MappingProxyType(table | _MORE_NAMES)


_BY_NAME = _table()


def codec_of(name: str) -> str | None:
    """Return the codec for a charset's name, None when the name is unknown.

    Only codecs from bytes to text are known: ``rot13``, ``zlib``, ``idna``,
    ``unicode_escape`` and the like are never looked up.

    >>> codec_of("GB2312"), codec_of("ks_c_5601-1987"), codec_of("zlib_codec")
    ('gb18030', 'cp949', None)
    """
    return _BY_NAME.get(_key(name))


def decode_text(data: bytes, charset: str) -> tuple[str, str]:
    """Return the text and what was wrong with the charset (empty when nothing was)."""
    key = _key(charset) if charset else ""
    codec = _BY_NAME.get(key)
    if codec is None:
        return guess_text(data), "" if key in _NO_CHARSET else f"unknown charset {charset[:40]!r}"
    if codec == "utf_8":
        return _decode_utf8(data, key, charset)
    if data.isascii() and not codec.startswith(_NOT_ASCII):
        return data.decode("ascii"), ""
    return _decode_other(data, codec, charset)


def _decode_utf8(data: bytes, key: str, charset: str) -> tuple[str, str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_broken_utf8(data), f"text is not {charset[:40]!r}"
    if "8" not in key and not text.isascii():
        return text, f"text is UTF-8, not {charset[:40]!r}"
    return text, ""


def _decode_other(data: bytes, codec: str, charset: str) -> tuple[str, str]:
    lie = f"text is not {charset[:40]!r}"
    if codec.startswith(_WIDE) and b"\0" not in data and b"\n" in data:
        return guess_text(data), lie
    if is_utf8(data) and (codec.startswith(_SINGLE_BYTE) or _LOW_TRAIL.search(data)):
        # what is UTF-8 by accident is rarer than a wrong label
        return data.decode("utf-8"), f"text is UTF-8, not {charset[:40]!r}"
    try:
        text = data.decode(codec)
    except (UnicodeError, ValueError):
        return _best_effort(data, codec), lie
    if codec == "latin_1" and _C1.search(text):
        # Windows writes its quotes there
        return _decode_windows(data), ""
    return _without_surrogates(text) if codec == "utf_7" else text, ""


def is_utf8(data: bytes) -> bool:
    """Whether the data holds something beyond ASCII and all of it is UTF-8."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _best_effort(data: bytes, codec: str) -> str:
    """Decode with marks for the bad bytes; guess when there are more bad than good ones."""
    sample = data[:_WORTH_A_LOOK]
    high = sum(map(len, _HIGH.findall(sample)))
    bad = sample.decode(codec, "replace").count("\ufffd")
    if not codec.startswith(_SINGLE_BYTE) and bad * 10 > high + 9:
        return guess_text(data)
    return _without_surrogates(data.decode(codec, "replace"))


def _decode_broken_utf8(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for character in text[:_WORTH_A_LOOK] if character > "\x7f") - bad
    return text if good > bad else guess_text(data)


def guess_text(data: bytes) -> str:
    """Return text of which nobody says the charset: UTF-8, GB18030 or windows-1252."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _looks_chinese(data[:_WORTH_A_LOOK]):
        return data.decode("gb18030", "replace")
    return _decode_windows(data)


def _decode_windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _looks_chinese(data: bytes) -> bool:
    """Whether all high bytes come in the pairs of GB 2312, most of them hanzi."""
    runs = _HIGH.findall(data)
    if len(data) == _WORTH_A_LOOK:
        # the last pair may be cut
        runs = runs[:-1]
    if not runs or not all(map(_GB2312_PAIRS.fullmatch, runs)):
        return False
    hanzi = sum(len(_HANZI_PAIR.findall(run)) for run in runs)
    return hanzi * 3 > sum(map(len, runs))


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
