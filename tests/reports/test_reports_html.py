"""The HTML page: it stands alone, says what the story says, and nothing of a mail acts in it."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.visible import visible
from lkmltrack.model.proposal import Event, EventKind, Stage, Turn
from lkmltrack.model.series import Carriage
from lkmltrack.reports.document import Item, Items, Quote, Section, line, message
from lkmltrack.reports.escaping import one_line
from lkmltrack.reports.html import render_html
from lkmltrack.reports.page import build_page
from tests.reports.pages_read import LINKS, foreign_parts, text_of, tree
from tests.reports.told import ATTACKS, BARE, MIA, NOW, at, attacked, life, tracked


def page_of_life() -> str:
    return render_html(build_page(tracked(), life(), NOW))


def test_the_page_is_made_of_our_own_elements() -> None:
    assert foreign_parts(page_of_life()) == []


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_nothing_of_a_hostile_mail_becomes_markup(attack: str) -> None:
    page = render_html(build_page(*attacked(attack), NOW))
    assert foreign_parts(page) == []
    shown = " ".join(one_line(attack).split())
    assert shown[:200] in text_of(page)


@settings(max_examples=60)
@given(text=st.text(max_size=40))
def test_no_text_whatever_becomes_markup(text: str) -> None:
    page = render_html(build_page(*attacked(text), NOW))
    assert foreign_parts(page) == []
    # what could act on a terminal that shows the file is visible, too
    assert visible(page) == page


def test_the_guard_sees_what_is_not_ours() -> None:
    page = page_of_life()
    for planted in (
        "<script>1</script>",
        "<p onclick=x>",
        "<a href='javascript:x'>",
        "<!-- x -->",
        "<p class=mine>",
        "<img src=x>",
        '<a href="http://lore.kernel.org/r/x">',
    ):
        assert foreign_parts(page.replace("<main>", f"<main>{planted}")), planted


def test_the_page_fetches_nothing_and_forbids_to() -> None:
    page = page_of_life()
    policy = tree(page).xpath("//meta[@http-equiv]/@content")
    assert policy == [
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    ]
    # the policy stands before all that it has to keep from loading
    assert page.index("Content-Security-Policy") < page.index("<title>") < page.index("<style>")
    without_links = re.sub(r'href="https://lore\.kernel\.org/r/[^"]*"', "", page)
    assert "//" not in without_links
    assert not re.search(r"url\(|@import|@font-face|src=", page)


def test_the_style_closes_only_where_we_close_it() -> None:
    assert page_of_life().count("</style>") == 1


def test_every_statement_names_its_message() -> None:
    links = set(tree(page_of_life()).xpath("//a/@href"))
    story = life()
    named = {event.message_id for event in story.timeline} | {"because@example.org"}
    assert {f"{LINKS}{message_id}" for message_id in named} <= links
    # by its text, not only by a link
    text = text_of(page_of_life())
    assert all(message_id in text for message_id in named)


def test_an_id_that_no_mail_can_have_is_text_and_no_link() -> None:
    story = replace(life(), waiting="javascript:alert(1)//<b>@example.org")
    page = render_html(build_page(None, story, NOW))
    assert "javascript:alert(1)//<b>@example.org" in text_of(page)
    assert foreign_parts(page) == []


def test_an_id_in_a_link_cannot_lead_elsewhere() -> None:
    story = replace(life(), waiting="../../x?y=1#z&a/b%2e@example.org")
    page = render_html(build_page(None, story, NOW))
    (link,) = [a for a in tree(page).xpath("//a/@href") if "y%3D" in a]
    assert link == f"{LINKS}..%2F..%2Fx%3Fy%3D1%23z%26a%2Fb%252e@example.org"


def test_the_page_says_what_the_story_says() -> None:
    text = text_of(page_of_life())
    for words in (
        "Stage changes requested, 2026-03-13, Mia Maintainer: “Which machine is that?”",
        "Whose turn the author; Mia Maintainer has waited for 29 days, since 2026-03-13",
        "Author Ada Author <ada@example.org>",
        "Newest v1 of 2026-03-12",
        "Asked 2 requests, 1 without an answer",
        "Mail 8 messages by 3 people, 2026-03-02 to 2026-03-13",
        "rfc1 2026-03-02 1 of 1 superseded",
        "Reviewed-by: Rob Reviewer <rob@example.com>",
        "lost: the patch is the same",
        "open hardware Which machine is that?",
        "question answered in because@example.org Why twice?",
        "links to the proposal",
        "rob@example.com, rob@example.net",
    ):
        assert words in text, words


def test_the_persons_own_notes_and_tags_stay_at_home() -> None:
    page = page_of_life()
    assert "private" not in page


def test_a_persons_word_goes_before_what_the_mail_shows_and_both_are_told() -> None:
    proposal = replace(tracked(), said_stage=Stage.APPLIED)
    text = text_of(render_html(build_page(proposal, life(), NOW)))
    said = "Stage applied as said by the person who tracks it; the mail shows changes requested"
    assert said in text


def test_what_is_not_known_is_told_as_not_observed_and_has_no_section() -> None:
    page = render_html(build_page(None, BARE, NOW))
    assert foreign_parts(page) == []
    text = text_of(page)
    assert "Stage not observed" in text
    assert "Whose turn not observed" in text
    assert tree(page).xpath("//h2 | //figure") == []
    assert "A proposal without a title" in text


def test_nobodys_turn_waits_for_nobody() -> None:
    story = replace(life(), whose_turn=Turn.NOBODY)
    assert "Whose turn nobody Author" in text_of(render_html(build_page(None, story, NOW)))


def test_a_promise_of_the_author_is_no_wait_of_his_own() -> None:
    story = replace(life(), waiting="because@example.org")
    assert "nobody has written more for 29 days" in text_of(
        render_html(build_page(None, story, NOW))
    )


def test_of_trailers_only_those_are_lacking_that_the_newest_revision_does_not_have() -> None:
    (lost,) = life().carried
    for state in Carriage:
        story = replace(life(), carried=(replace(lost, state=state),))
        text = text_of(render_html(build_page(None, story, NOW)))
        is_lacking = state in (Carriage.LOST, Carriage.CHANGED, Carriage.GONE)
        assert ("Given earlier, and not in the newest revision" in text) is is_lacking, state


def test_a_commit_is_named_with_the_patch_that_it_came_of() -> None:
    sha = "0123456789abcdef0123456789abcdef01234567"
    done = Event(EventKind.APPLIED, at(12), "v1-1@example.org", MIA, "commit 0123 in master", sha)
    back = replace(done, kind=EventKind.REVERTED, text="commit 0123 was reverted by 4567")
    story = replace(life(), timeline=(*life().timeline, done, back), stage_event=done)
    page = render_html(build_page(None, story, NOW))
    text = text_of(page)
    assert "commits it commit 0123 in master takes it back commit 0123 was reverted" in text
    assert f"commit {sha} of the patch v1-1@example.org" in text
    assert foreign_parts(page) == []


def test_what_the_person_dismissed_is_not_told_as_a_request() -> None:
    told = life()
    story = replace(told, requests=tuple(replace(one, said="dismiss") for one in told.requests))
    page = render_html(build_page(None, story, NOW))
    assert "What was asked" not in page


def test_sections_of_other_rooms_have_their_place() -> None:
    words = Items(
        (Item(line("perf"), (Quote((), "91 % osq_lock"),), line(message("a@b.example"))),)
    )
    page = render_html(build_page(None, life(), NOW, more=[Section("Evidence", (words,))]))
    headings = [heading.text for heading in tree(page).iter("h2")]
    assert headings.index("Evidence") == headings.index("What was asked") + 1
    assert foreign_parts(page) == []
