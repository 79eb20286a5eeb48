"""What a text says of the messages that it links to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.proposals.references import find_references

LINK = "https://archive.example.org/r/a-1@example.org"


@pytest.mark.parametrize(
    ("text", "revision"),
    [
        ("- Link to v3: {}", 3),
        ("v7 -> {}", 7),
        ("RFC v2: {}", 2),
        ("RFC: {}", 0),
        ("Changes since v1 [1]:\n - x\n\n[1]: {}", 1),
        ("The last version [2] was too big.\n\n[2] {}", 0),
        ("Since v4:\nLink: {}", 4),
        ("Previous discussion:\n{}", 0),
        ("[v1]: {}", 1),
        ("This is version 2 of {}", 2),
    ],
)
def test_words_that_mean_an_earlier_posting(text: str, revision: int) -> None:
    (found,) = find_references(text.format(LINK))
    assert found.message_id == "a-1@example.org"
    assert (found.is_earlier, found.revision) == (True, revision)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "Link: {}",
        "[1] {}",
        "Based on v2 of {}",
        "This depends on the previous series {}",
        "Tested on v6.12-rc3, see {}",
        "It applies on top of the earlier patches {}",
        "Reported-by: Ada Author <ada@example.org>\nCloses: {}",
        "v1: https://archive.example.org/r/other@example.org\n{}",
    ],
)
def test_words_that_mean_something_else(text: str) -> None:
    found = {one.message_id: one for one in find_references(text.format(LINK))}
    assert not found["a-1@example.org"].is_earlier


def test_the_clearest_of_several_mentions_counts() -> None:
    (found,) = find_references(f"See {LINK}\n\nLink to v1: {LINK}\n")
    assert found.is_earlier


def test_a_discussion_is_told() -> None:
    (found,) = find_references(f"This was discussed in {LINK}")
    assert (found.is_discussion, found.is_earlier) == (True, False)


@given(st.text(alphabet=st.sampled_from("v1[]:/@.<> \nhtps"), max_size=300))
def test_any_text_is_read(text: str) -> None:
    for reference in find_references(text):
        assert reference.message_id


def test_a_hostile_text_is_read_in_bounded_time() -> None:
    text = f"[1] {LINK}\n" * 20_000 + "previous " * 50_000 + "[1]" * 50_000
    assert find_references(text)
