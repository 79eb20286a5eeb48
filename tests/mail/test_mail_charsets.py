"""Charsets: the honest, the lying and the dangerous."""

import encodings.aliases

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.charsets import codec_of, decode_text, guess_text

SENTENCES = {
    "gb2312": "答复：这个补丁很好。",
    "gbk": "答复：這個補丁很好。",
    "gb18030": "答复：𠀀 补丁",
    "big5": "回覆：這個很好。",
    "iso-2022-jp": "日本語のテキスト",
    "shift_jis": "日本語のテキスト",
    "euc-jp": "日本語のテキスト",
    "euc-kr": "한국어 텍스트",
    "ks_c_5601-1987": "한국어 텍스트",
    "koi8-r": "Привет, мир",
    "koi8-u": "Привіт, світе",
    "windows-1251": "Привет, мир",
    "iso-8859-1": "Grüße",
    "iso-8859-2": "Čau, žlutý",
    "iso-8859-7": "Καλημέρα",
    "iso8859-7": "Καλημέρα",
    "iso-8859-15": "10 €",
    "windows-1252": "“quotes” – 10 €",
    "utf-8": "答复 é",
    "utf8": "答复 é",
    "UTF_8": "答复 é",
    "utf-7": "café",
    "utf-16": "café",
    "utf-16-le": "café\n",
    "hz-gb-2312": "答复",
}

DANGEROUS = [
    "rot13", "rot_13", "zlib", "zlib_codec", "bz2", "hex", "hex_codec", "base64", "base64_codec",
    "uu", "quopri", "quopri_codec", "idna", "punycode", "unicode_escape", "raw_unicode_escape",
    "undefined", "mbcs", "oem", "charmap", "palmos", "utf-8.py", "os.path", "",
    "x" * 10_000,
]  # fmt: skip

PYTHON_NAMES = {"ks_c_5601-1987": "cp949", "hz-gb-2312": "hz", "iso8859-7": "iso8859_7"}


@pytest.mark.parametrize("charset", SENTENCES)
def test_decodes_what_the_label_says(charset: str) -> None:
    text = SENTENCES[charset]
    data = text.encode(PYTHON_NAMES.get(charset, charset))
    assert decode_text(data, charset) == (text, "")
    assert decode_text(data, charset.upper()) == (text, "")


@pytest.mark.parametrize("charset", DANGEROUS)
def test_a_codec_that_is_no_charset_is_never_used(charset: str) -> None:
    assert codec_of(charset) is None
    text, _ = decode_text(b"Uryyb \\u202e eJwLAA", charset)
    assert text == "Uryyb \\u202e eJwLAA"


def test_every_charset_that_is_allowed_decodes_bytes_to_text() -> None:
    names = set(encodings.aliases.aliases) | set(encodings.aliases.aliases.values())
    for name in names:
        codec = codec_of(name)
        if codec is not None:
            assert isinstance(b"abc".decode(codec, "replace"), str)


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("答复".encode(), "us-ascii", "答复"),
        ("答复".encode(), "iso-8859-1", "答复"),
        ("答复".encode(), "windows-1252", "答复"),
        ("答复".encode(), "gb2312", "答复"),
        ("答复：这个补丁很好".encode("gb18030"), "utf-8", "答复：这个补丁很好"),
        ("答复：这个补丁很好".encode("gb18030"), "us-ascii", "答复：这个补丁很好"),
        ("Grüße".encode("latin-1"), "utf-8", "Grüße"),
        ("Grüße, naïve".encode("cp1252"), "us-ascii", "Grüße, naïve"),
        (b"plain text\n", "utf-16", "plain text\n"),
        ("一个很好的补丁".encode(), "gb2312", "一个很好的补丁"),
        ("한국어 텍스트".encode(), "euc-kr", "한국어 텍스트"),
    ],
)
def test_a_label_that_lies_is_seen_through_and_told(data: bytes, charset: str, text: str) -> None:
    decoded, defect = decode_text(data, charset)
    assert decoded == text
    assert charset in defect


def test_the_quotes_of_windows_are_read_in_latin_1() -> None:
    assert decode_text("“quotes”".encode("cp1252"), "iso-8859-1") == ("“quotes”", "")


def test_a_few_bad_bytes_do_not_cost_the_rest_of_the_text() -> None:
    text, defect = decode_text("日本語".encode() + b"\xff" + "テキスト".encode(), "utf-8")
    assert text == "日本語\ufffdテキスト"
    assert defect
    text, defect = decode_text("这个补丁很好".encode("gb18030") + b"\xff!", "gb2312")
    assert text.startswith("这个补丁很好")
    assert defect


@pytest.mark.parametrize("charset", ["", "unknown-8bit", "x-unknown", "8bit"])
def test_no_charset_is_a_guess_without_a_complaint(charset: str) -> None:
    assert decode_text("答复".encode(), charset) == ("答复", "")
    assert decode_text("Grüße".encode("latin-1"), charset) == ("Grüße", "")


def test_an_unknown_charset_is_a_guess_with_a_complaint() -> None:
    assert decode_text("答复".encode(), "klingon") == ("答复", "unknown charset 'klingon'")
    assert decode_text(b"text", "klingon") == ("text", "unknown charset 'klingon'")


@pytest.mark.parametrize(
    "text", ["Jörg und André grüßen", "Señor Muñoz à Besançon", "µs ± 5 °C", "naïve café"]
)
def test_latin_text_is_not_taken_for_chinese(text: str) -> None:
    assert guess_text(text.encode("latin-1")) == text


def test_chinese_text_is_not_taken_for_latin() -> None:
    assert guess_text("[PATCH] 回复：内存管理".encode("gb18030")) == "[PATCH] 回复：内存管理"


NAMES = st.one_of(
    st.sampled_from([*SENTENCES, *DANGEROUS]),
    st.sampled_from(sorted(encodings.aliases.aliases)),
    st.text(max_size=20),
)


@settings(deadline=None)
@given(st.binary(max_size=300), NAMES)
def test_any_bytes_under_any_label_become_text_that_can_be_stored(
    data: bytes, charset: str
) -> None:
    text, defect = decode_text(data, charset)
    text.encode("utf-8")
    defect.encode("utf-8", "backslashreplace")
    assert len(text) <= 3 * len(data) + 1
