"""RFC 2047 words as mailers break them."""

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.encoded_words import decode_words, header_text

WORDS = {
    "=?utf-8?q?caf=C3=A9?=": "café",
    "=?UTF-8?Q?caf=C3=A9?=": "café",
    "=?utf-8?b?Y2Fmw6k=?=": "café",
    "=?utf-8?B?Y2Fmw6k?=": "café",
    "=?utf-8*en?q?caf=C3=A9?=": "café",
    "Re: =?utf-8?q?caf=C3=A9?= au lait": "Re: café au lait",
    # what stands between two words is no text, what stands between a word and text is
    "=?utf-8?q?a?= =?utf-8?q?b?=": "ab",
    "=?utf-8?q?a?=\n =?utf-8?q?b?=": "ab",
    "=?utf-8?q?a?= b =?utf-8?q?c?=": "a b c",
    "=?utf-8?q?a?==?utf-8?q?b?=": "ab",
    # one character over two words, in one encoding or in two
    "=?utf-8?q?=E7=AD?= =?utf-8?q?=94?=": "答",
    "=?utf-8?b?562U5aSN?= =?utf-8?q?=3A?=": "答复:",
    "=?utf-8?b?562U5a?= =?utf-8?b?SNOg==?=": "答复:",
    "=?gb2312?B?tPC4?= =?gb2312?B?tDo=?=": "答复:",
    "=?gb2312?B?tPC4tA==?= =?gbk?B?Og==?=": "答复:",
    # raw blanks and question marks inside
    "=?utf-8?q?two words?=": "two words",
    "=?utf-8?q?two_words?=": "two words",
    "=?utf-8?q?what?_me?=": "what? me",
    "=?utf-8?b?Y2 Fm\n w6k=?=": "café",
    # the end is missing
    "=?utf-8?q?caf=C3=A9 au lait": "café au lait",
    "=?utf-8?q?caf=C3=A9": "café",
    "=?utf-8?q?a =?utf-8?q?b?=": "ab",
    "=?utf-8?q?": "",
    # no words
    "a =? b ?= c": "a =? b ?= c",
    "=?utf-8?x?a?=": "=?utf-8?x?a?=",
    "=??q?a?=": "=??q?a?=",
    "if (a=?b) then": "if (a=?b) then",
    # charsets that lie, are unknown, or are an attack
    "=?us-ascii?q?caf=C3=A9?=": "café",
    "=?iso-8859-1?q?caf=E9?=": "café",
    "=?iso-8859-1?q?caf=C3=A9?=": "café",
    "=?utf-8?q?caf=E9?=": "café",
    "=?nonsense?q?caf=C3=A9?=": "café",
    "=?rot13?q?cafe?=": "cafe",
    "=?zlib_codec?b?eJxLTkxLBQAD7gGA?=": decode_words("=?nonsense?b?eJxLTkxLBQAD7gGA?="),
    "=?unicode_escape?q?=5Cu202e?=": "\\u202e",
    "=?idna?q?xn--caf-dma?=": "xn--caf-dma",
    "=?utf-7?q?+2AA-?=": "?",
    "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=": "日本",
    "=?koi8-r?B?8NLJ18XU?=": "Привет",
    "=?ks_c_5601-1987?B?yLi9xQ==?=": "회신",
    "=?big5?B?pl7C0A==?=": "回覆",
    "=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=": "Привет",
}


@pytest.mark.parametrize("text", WORDS)
def test_decodes_words_as_people_mean_them(text: str) -> None:
    assert decode_words(text) == WORDS[text]


@pytest.mark.parametrize(
    ("value", "charset", "text"),
    [
        ("café".encode(), "", "café"),
        ("café".encode("latin-1"), "", "café"),
        ("café".encode("latin-1"), "iso-8859-2", "café"),
        ("答复: 补丁".encode("gb18030"), "", "答复: 补丁"),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
        ("мир".encode("koi8-r"), "rot13", "ÍÉÒ"),
        (b"a\0b", "", "ab"),
        (b" folded\r\n\t over\n  lines ", "", "folded over lines"),
        (b"=?utf-8?q?a=0ABcc:_eve=40example=2Ecom?=", "", "a Bcc: eve@example.com"),
        (b"=?utf-8?q?a=0D=0A=0D=0Abody?=", "", "a body"),
    ],
)
def test_a_header_value_is_one_line_of_text(value: bytes, charset: str, text: str) -> None:
    assert header_text(value, charset) == text


@pytest.mark.parametrize(
    "piece",
    [
        "=?utf-8?q?",
        "=?utf-8?q?a?=",
        "=?",
        "?=",
        "=?u?q?=?u?q? ",
        "=?utf-8?b?QQ==",
        "=?gb2312?b?sA?= ",
    ],
)
def test_hostile_values_take_no_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    decode_words(text)
    assert time.process_time() - start < 4


@settings(deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_what_was_encoded_piece_by_piece_comes_back(pieces: list[str], chance: object) -> None:
    text = "".join(pieces)
    data = text.encode("utf-8", "surrogatepass")
    if data.decode("utf-8", "replace") != text:
        return
    step = 7
    words = [
        f"=?utf-8?b?{base64.b64encode(data[i : i + step]).decode()}?="
        for i in range(0, len(data), step)
    ]
    assert decode_words("\n ".join(words)) == text


@settings(deadline=None)
@given(st.text(alphabet="=?qQbButf-8 _\n\tAé", max_size=120))
def test_any_text_can_be_decoded(text: str) -> None:
    decode_words(text).encode("utf-8")


@settings(deadline=None)
@given(
    st.binary(max_size=200), st.sampled_from(["", "utf-8", "gb2312", "utf-7", "utf-16", "hz", "x"])
)
def test_any_bytes_make_one_line(value: bytes, charset: str) -> None:
    text = header_text(value, charset)
    text.encode("utf-8")
    assert "\n" not in text
    assert "\r" not in text
