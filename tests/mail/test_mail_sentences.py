"""Sentences: the sender's own words, and nothing else of a mail."""

from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.mail.sentences import find_sentences


def texts(body: str) -> list[str]:
    return [sentence.text for sentence in find_sentences(body)]


def test_a_paragraph_is_split_at_the_ends_of_its_sentences() -> None:
    assert texts("Nice idea. Does it scale?\nI doubt it, e.g. on two\nnodes.\n") == [
        "Nice idea.",
        "Does it scale?",
        "I doubt it, e.g. on two nodes.",
    ]


def test_quotes_signatures_and_diffs_are_nobodys_sentences() -> None:
    body = (
        "On Monday, Ada wrote:\n> Is this quoted?\n\nMine.\n\n"
        "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-Is it removed?\n+Is it added?\n"
        "-- \nWho signs?\n"
    )
    assert texts(body) == ["Mine."]


def test_a_sentence_knows_the_quote_above_its_paragraph() -> None:
    body = "> How many cores?\n> And which kernel?\n\nOne hundred.\n\nAnother paragraph.\n"
    first, second = find_sentences(body)
    assert first.quoted == second.quoted == "How many cores? And which kernel?"
    assert (first.paragraph, second.paragraph) == (0, 1)


def test_the_points_of_a_list_are_sentences_of_their_own() -> None:
    assert texts("Two things:\n 1. Which machine?\n 2. Which kernel?\n") == [
        "Two things:",
        "1. Which machine?",
        "2. Which kernel?",
    ]


def test_traces_code_and_numbers_are_no_prose() -> None:
    body = (
        "[   12.345678] ? do_something+0x12/0x34\n\tif (x) {\n$ make -j8\n"
        "  12  34  56.7%\nBut this is.\n"
    )
    assert texts(body) == ["But this is."]


def test_a_sentence_begins_on_its_own_line() -> None:
    assert [(one.text, one.line) for one in find_sentences("One.\nTwo\nand more. Three.\n")] == [
        ("One.", 1),
        ("Two and more.", 2),
        ("Three.", 3),
    ]


@given(st.text())
def test_any_text_is_read(body: str) -> None:
    for sentence in find_sentences(body):
        assert sentence.text
        assert sentence.line >= 1
