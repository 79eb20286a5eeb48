"""Verdicts: the many ways to say yes, no, and never mind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.mail.sentences import Sentence
from lkmltrack.proposals.verdicts import Verdict, find_verdicts


def said(text: str, *, by_author: bool = False) -> set[str]:
    return {verdict.value for verdict in find_verdicts(Sentence(text, 1), by_author=by_author)}


@pytest.mark.parametrize(
    "text",
    [
        "NAK.",
        "NAK obviously wrong.",
        "Sorry, this is a NAK.",
        "So this gets my NACK.",
        "Thank you for the patch but NAK.",
        "That's a NAK from me.",
        "Nacked.",
    ],
)
def test_a_nak_is_a_nak_in_every_dress(text: str) -> None:
    assert "nak" in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'm not going to NAK it.",
        "This is not a NAK.",
        "Does that mean NAK?",
        "If you want to nak it, say why.",
        "The device answers with a NAK packet.",
        "The hardware NAKs the transfer.",
        "We have had no NAK so far.",
    ],
)
def test_talk_about_naks_is_no_nak(text: str) -> None:
    assert "nak" not in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Applied, thanks!",
        "Thanks, applied to for-next.",
        "Applied to mm-unstable.",
        "Queued up for 7.2.",
        "I've now queued this up, thank you.",
        "Series applied to lists/next:",
        "Patches 1-3 applied, thanks.",
        "I'll take this through my tree.",
        "Now merged into the fixes branch.",
        "Picked up.",
        "This series was applied to example/net.git (main).",
        "I'll queue this for some testing.",
        "All added to mm-new, thanks.",
    ],
)
def test_taking_a_patch_is_applied(text: str) -> None:
    assert "applied" in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "I applied your patch locally and it works.",
        "With the patch applied the numbers are better.",
        "Has this been applied?",
        "Please apply this.",
        "I would like to have this merged soon.",
        "Once it is merged into my tree we can go on.",
        "The two ranges are merged into one.",
        "Work items are queued by the driver.",
        "This does not apply to my tree.",
        "If it was applied to the wrong git tree, tell us.",
        "I'll add this to the changelog.",
        "I'll add it in the next version.",
    ],
)
def test_talk_about_applying_is_not_applied(text: str) -> None:
    assert "applied" not in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'll drop this patch.",
        "Please ignore this series.",
        "Of course, this idea was totally wrong.",
        "I'm going to abandon this approach.",
        "Self-NAK, the locking is broken.",
        "Let's drop this for now.",
    ],
)
def test_the_author_gives_up(text: str) -> None:
    assert "withdrawn" in said(text, by_author=True)
    assert "withdrawn" not in said(text), "only the author can give up"


@pytest.mark.parametrize(
    "text",
    [
        "I'll drop this hunk.",
        "I will drop the RFC tag.",
        "Should I drop this patch?",
        "If you insist I will drop this series.",
        "Sorry, wrong window, please ignore this mail.",
        "I'll drop this comment in the next version.",
    ],
)
def test_smaller_things_than_the_proposal_are_dropped(text: str) -> None:
    assert "withdrawn" not in said(text, by_author=True)


@pytest.mark.parametrize(
    ("text", "is_promise"),
    [
        ("Will fix in v2.", True),
        ("Good catch, I'll change it.", True),
        ("I will send a v3 tomorrow.", True),
        ("Thanks, fixed.", True),
        ("I will not change that.", False),
        ("I plan to keep it as is.", False),
        ("It was like that before.", False),
    ],
)
def test_an_author_promises_a_change(text: str, is_promise: bool) -> None:
    assert (Verdict.PROMISE.value in said(text, by_author=True)) is is_promise


def test_another_form_is_asked_for() -> None:
    assert said("This should have been an RFC.") == {"rfc-requested"}
    assert said("I am surprised that this is not tagged as RFC.") == {"rfc-requested"}
    assert said("Just send it with a [DISCUSSION] preface.") == {"discussion-requested"}
    assert said("Compared to RFC v1 this is smaller.") == set()


@given(st.text(alphabet="sorry, nakthisplewd'.?!-_ 0", max_size=800), st.booleans())
def test_any_sentence_is_judged_soon(text: str, by_author: bool) -> None:
    find_verdicts(Sentence(text, 1), by_author=by_author)
