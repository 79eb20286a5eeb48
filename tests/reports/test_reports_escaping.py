"""A mail's text in a report stays text: nothing of it is markup, and nothing of it is lost."""

import html as standard_html
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from lkmltrack.mail.visible import visible
from lkmltrack.reports.escaping import LONGEST, code_span, html_text, markdown_text, one_line
from tests.reports.told import ATTACKS

# GitHub's tables, strikethrough and links out of the blue, with raw HTML let through
GITHUB = MarkdownIt("gfm-like", {"html": True, "linkify": True})
PLAIN = MarkdownIt("commonmark", {"html": True})

MARKUP = st.text(alphabet="\\`*_[]<>|~&$#@{}^-+=.:/()!'\"% \n\tab1w0é", max_size=60)
TEXTS = st.one_of(MARKUP, st.text(max_size=60), st.sampled_from(ATTACKS))

CONTEXTS = {
    "heading": ("# {}\n", {"heading"}),
    "item": ("- {}\n", {"bullet_list", "list_item", "paragraph"}),
    "after words": ("- **by**: {} end\n", {"bullet_list", "list_item", "paragraph"}),
    "quoted": ("- a\n  - b: “{}”\n", {"bullet_list", "list_item", "paragraph"}),
    "cell": (
        "| a | b |\n| --- | --- |\n| {} | end |\n",
        {"table", "thead", "tbody", "tr", "th", "td"},
    ),
}


def inline_of(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or ()]


def containers(tokens: list[Token]) -> set[str]:
    names = {re.sub(r"_(open|close)$", "", token.type) for token in tokens}
    return names - {"inline"}


def said(tokens: list[Token]) -> str:
    """The text that a reader sees."""
    return "".join(token.content for token in inline_of(tokens))


@pytest.mark.parametrize("context", sorted(set(CONTEXTS) - {"cell"}))
@settings(max_examples=60)
@given(text=TEXTS)
@example(text=" 0. one")
def test_no_markup_of_a_text_is_interpreted(context: str, text: str) -> None:
    form, allowed = CONTEXTS[context]
    written = markdown_text(text).strip()
    for parser in (PLAIN, GITHUB):
        tokens = parser.parse(form.format(written))
        if written:
            assert containers(tokens) <= allowed, written
        kinds = {token.type for token in inline_of(tokens)}
        assert kinds <= {"text", "code_inline", "strong_open", "strong_close"}, written
        assert one_line(text).strip() in said(tokens), written


@settings(max_examples=60)
@given(text=TEXTS)
@example(text="a\\|b`@|c")
def test_a_cell_of_a_table_stays_one_cell(text: str) -> None:
    form, allowed = CONTEXTS["cell"]
    tokens = GITHUB.parse(form.format(markdown_text(text).strip()))
    assert containers(tokens) == allowed
    assert [token.type for token in tokens].count("td_open") == 2
    assert {token.type for token in inline_of(tokens)} <= {"text", "code_inline"}
    assert said(tokens) == f"ab{one_line(text).strip()}end"


@settings(max_examples=60)
@given(text=TEXTS)
def test_a_code_span_holds_all_of_its_text(text: str) -> None:
    written = code_span(text.strip())
    tokens = GITHUB.parse(f"- x {written} y\n")
    assert {token.type for token in inline_of(tokens)} <= {"text", "code_inline"}
    assert said(tokens).split() == f"x {one_line(text.strip())} y".split()


def test_the_parsers_see_markup_where_there_is_some() -> None:
    for attack in ("**b**", "[a](b)", "<b>x</b>", "https://example.org", "`x`", "a ~~b~~"):
        kinds = {token.type for token in inline_of(GITHUB.parse(f"- {attack}\n"))}
        assert kinds - {"text"}, attack


@settings(max_examples=60)
@given(text=TEXTS)
def test_html_reads_back_as_the_visible_text_and_has_no_markup(text: str) -> None:
    written = html_text(text)
    assert not set(written) & set("<>\"'")
    assert standard_html.unescape(written) == one_line(text)


@settings(max_examples=60)
@given(text=TEXTS)
def test_one_line_is_one_line_visible_and_bounded(text: str) -> None:
    shown = one_line(text)
    assert len(shown) <= LONGEST
    assert visible(shown) == shown
    assert shown.splitlines() in ([shown], [])


def test_a_long_text_is_cut_and_says_so() -> None:
    assert one_line("A" * 10_000).endswith("A…")
    assert len(one_line("A" * 10_000)) == LONGEST


def test_what_a_site_would_link_by_itself_stands_in_code() -> None:
    assert markdown_text("ask @someone about #12 at www.example.org") == (
        "ask `@someone` about `#12` at `www.example.org`"
    )
    assert markdown_text(":smile: kernel.org") == "`:smile:` `kernel.org`"
    assert markdown_text("e.g. v6.1 of mm") == "e.g. v6.1 of mm"


def test_a_sentence_is_still_readable() -> None:
    assert markdown_text("It gets 12% (of 3.4s), doesn't it?") == (
        "It gets 12% (of 3.4s), doesn't it?"
    )
