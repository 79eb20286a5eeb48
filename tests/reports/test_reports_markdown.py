"""The page as Markdown: its own structure, and nothing of a mail beside it."""

import re

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from lkmltrack.reports.digest import Told, build_digest
from lkmltrack.reports.digest_page import build_digest_page
from lkmltrack.reports.markdown import render_markdown
from lkmltrack.reports.page import build_page
from tests.reports.told import ATTACKS, BARE, DAY_ONE, NOW, attacked, life, tracked

GITHUB = MarkdownIt("gfm-like", {"html": True, "linkify": True})
OURS = {
    "heading_open",
    "bullet_list_open",
    "list_item_open",
    "paragraph_open",
    "table_open",
    "thead_open",
    "tbody_open",
    "tr_open",
    "th_open",
    "td_open",
    "inline",
    "hr",
}
OURS_INLINE = {"text", "code_inline", "strong_open", "strong_close", "link_open", "link_close"}
LINK = re.compile(r"https://lore\.kernel\.org/r/[A-Za-z0-9@%._~-]+")


def foreign_parts(text: str) -> list[str]:
    """What a parser of GitHub's dialect finds that is not ours."""
    tokens = GITHUB.parse(text)
    found = [token.type for token in tokens if token.nesting >= 0 and token.type not in OURS]
    for token in inline_of(tokens):
        if token.type not in OURS_INLINE:
            found.append(f"{token.type} {token.content}")
        if token.type == "link_open" and not LINK.fullmatch(str(token.attrGet("href"))):
            found.append(f"link to {token.attrGet('href')}")
    return found


def inline_of(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or ()]


def count(text: str, kind: str) -> int:
    return [token.type for token in GITHUB.parse(text)].count(kind)


def test_the_page_is_made_of_our_own_markup() -> None:
    text = render_markdown(build_page(tracked(), life(), NOW))
    assert foreign_parts(text) == []
    assert text.startswith("# mm: count the pages twice\n\n- **Stage**: **changes requested**")
    assert "| **rfc1** | 2026-03-02 | 1 of 1 | superseded |" in text
    assert "  - **open** hardware: “Which machine is that?”" in text
    assert "[`ask@example.com`](https://lore.kernel.org/r/ask@example.com)" in text


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_a_hostile_mail_adds_no_markup_to_the_page(attack: str) -> None:
    text = render_markdown(build_page(*attacked(attack), NOW))
    assert foreign_parts(text) == []
    harmless = render_markdown(build_page(*attacked("x"), NOW))
    for kind in ("heading_open", "tr_open", "td_open", "list_item_open", "hr"):
        assert count(text, kind) == count(harmless, kind), kind


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_a_hostile_mail_adds_no_markup_to_a_digest(attack: str) -> None:
    told = [Told(*attacked(attack))]
    text = render_markdown(build_digest_page(build_digest(told, DAY_ONE, NOW)))
    assert foreign_parts(text) == []
    harmless = build_digest([Told(*attacked("x"))], DAY_ONE, NOW)
    plain = render_markdown(build_digest_page(harmless))
    for kind in ("heading_open", "list_item_open", "hr"):
        assert count(text, kind) == count(plain, kind), kind


def test_the_guard_sees_what_is_not_ours() -> None:
    for planted in ("`x` *y*", "1. one", "> q", "<b>x</b>", "[a](http://b.example)", "    code"):
        assert foreign_parts(f"# title\n\n{planted}\n"), planted


def test_a_story_of_which_nothing_is_known_is_short() -> None:
    text = render_markdown(build_page(None, BARE, NOW))
    assert text.startswith("# A proposal without a title\n\n- **Stage**: not observed\n")
    assert "##" not in text
