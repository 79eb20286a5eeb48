"""The border between mail and a display."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.visible import visible, visible_line

ORDINARY = [
    "",
    "plain text\n\twith a tab\n",
    "Grüße, naïve façade — “quotes” … ≤ ≥ → ±5%",
    "答复: 这个补丁很好。　全角空格",
    "日本語のテキスト、ｶﾀｶﾅ",
    "한국어 텍스트",
    "Привет, мир",
    "שלום עולם",
    "مرحبا بالعالم",
    "नमस्ते",
    "é",
    "👍 👍🏽 ❤️ 1️⃣ 👨‍👩‍👧 👩🏽‍💻 🏳️‍🌈 🇩🇪",
    "non\u00a0breaking and thin\u2009spaces",
    "█▇▆▅ |--12.34%--| ├─┤ ⣿",
]

ACTING = {
    "\x1b[31m": "␛[31m",
    "\x1b]52;c;ZXZpbA==\x07": "␛]52;c;ZXZpbA==␇",
    "\x9b2J": "<U+009B>2J",
    "\x9d0;title\x9c": "<U+009D>0;title<U+009C>",
    "a\rb": "a␍b",
    "a\x08b": "a␈b",
    "\x00": "␀",
    "\x7f": "␡",
    "\x0c": "␌",
    "\u202eevil\u202c": "<U+202E>evil<U+202C>",
    "\u2066x\u2069": "<U+2066>x<U+2069>",
    "\u200fx": "<U+200F>x",
    "a\u200bb": "a<U+200B>b",
    "a\u200db": "a<U+200D>b",
    "a\u2060b\ufeffc": "a<U+2060>b<U+FEFF>c",
    "a\u00adb": "a<U+00AD>b",
    "\U000e0041\U000e007f": "<U+E0041><U+E007F>",
    "a\u2028b\u2029c": "a<U+2028>b<U+2029>c",
    "\ud800": "<U+D800>",
    "\ue000": "<U+E000>",
    "\U0010ffff": "<U+10FFFF>",
    "a\ufe0fb": "a<U+FE0F>b",
    "❤\ufe0f\ufe0f\ufe0e": "❤\ufe0f<U+FE0F><U+FE0E>",
    "x\u3164y\u115f": "x<U+3164>y<U+115F>",
    "a\u034fb": "a<U+034F>b",
}


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_does_not_change(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize("text", ACTING)
def test_what_acts_or_hides_is_shown(text: str) -> None:
    assert visible(text) == ACTING[text]
    assert visible(f"ordinary 文 {text} text") == f"ordinary 文 {ACTING[text]} text"


def test_a_line_shows_its_line_feeds_and_tabs_too() -> None:
    assert visible_line("a\nb\tc\x1bd") == "a␊b␉c␛d"


@settings(deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_nothing_that_acts_comes_through_and_once_is_enough(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    shown.encode("utf-8")
    for character in shown:
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            # a joiner inside an emoji is all that may stay
            assert character in "\n\t\u200d"
    assert "\u200d" not in shown or any(ord(character) > 0x2000 for character in text)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="ascii"), max_size=300))
def test_ascii_keeps_its_length(text: str) -> None:
    assert len(visible(text)) == len(text)


def test_megabytes_take_no_time() -> None:
    start = time.process_time()
    visible("ordinary text of a long mail\n" * 100_000)
    visible("日本語のテキスト\x1b[0m\n" * 100_000)
    assert time.process_time() - start < 2
