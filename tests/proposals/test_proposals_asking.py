"""Asking: what a sentence wants from its reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.mail.sentences import Sentence
from lkmltrack.proposals.asking import asks_for


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Do you have numbers for this?", "numbers"),
        ("Good to know, but please provide _actual data_.", "numbers"),
        ("Which workload is this for?", "workload"),
        ("On what machine was that?", "hardware"),
        ("Could you share a flame graph?", "profile"),
        ("Please describe this in the commit message.", "changelog"),
        ("PLEASE CC people correctly.", "cc"),
        ("I am not sure how you use the script, but PLEASE CC the right people.", "cc"),
        ("This should have been sent as an RFC, please.", "rfc"),
        ("Please start a discussion first.", "discussion"),
        ("Can you test with the second patch alone?", "test"),
        ("Please add a comment here.", "documentation"),
        ("Could you split this patch?", "question"),
        ("Please split this patch.", "change"),
        ("You need to hold the lock here.", "change"),
        ("I wonder whether this can race.", "change"),
        ("Why?", "question"),
        ("Thoughts?", "question"),
    ],
)
def test_what_is_asked_for(text: str, kind: str) -> None:
    assert asks_for(Sentence(text, 1)) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Looks good to me.",
        "Please find the patch below.",
        "Let me know if you have questions.",
        "Are you kidding?",
        "Right?",
        "Doesn't it?",
        "How hard is running the script?",
        "Thank you for looking, please see my other mail.",
        "You don't need to do anything.",
        "I am not sure if that would be helpful for you.",
        "The driver needs to know the size.",
    ],
)
def test_what_asks_for_nothing(text: str) -> None:
    assert asks_for(Sentence(text, 1)) == ""


@given(st.text(max_size=2_000))
def test_any_sentence_is_understood_somehow(text: str) -> None:
    assert isinstance(asks_for(Sentence(text, 1)), str)
