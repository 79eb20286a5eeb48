"""Addresses that a mail may not reach."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.audience.troubles import find_troubles
from lkmltrack.model.message import Message
from tests.audience.invented_people import DAY, mail

ADA = "ada@example.org"
YEAR = 24 * 365.0
NOW = DAY + timedelta(hours=6 * YEAR)


def told(*messages: Message, address: str = ADA) -> list[str]:
    return [one.text for one in find_troubles(messages, [address], NOW)]


def bounce(hours: float = 1.0, body: str = f"<{ADA}>: host said: 550 no such user") -> Message:
    return mail(2, body, author="Mail Delivery System <mailer-daemon@example.com>",
                subject="Undelivered Mail Returned to Sender", hours=hours)  # fmt: skip


def unanswered(count: int, topics: int, start: float) -> list[Message]:
    return [
        mail(
            100 + one,
            "x",
            author="Otto <otto@example.com>",
            to=(ADA,),
            subject=f"[PATCH] thing {one % topics}",
            hours=start + one,
        )  # fmt: skip
        for one in range(count)
    ]


def test_a_bounce_is_told_with_its_day() -> None:
    found = find_troubles([bounce()], [ADA, "boris@example.org"], NOW)
    assert [(one.address, one.text, one.message_id) for one in found] == [
        (ADA, "bounced on 2026-03-02", "2@example.net")
    ]


@pytest.mark.parametrize(
    "body",
    [
        f"Note that {ADA} is bouncing.",
        f"The address {ADA} no longer works, please use ada@example.com instead.",
        "My example.org address will stop working soon.",
        "Please don't use my old example.org address.",
    ],
)
def test_what_somebody_says_of_an_address_is_told(body: str) -> None:
    found = mail(2, body, author="Ada Archer <ada@example.com>")
    assert told(found) == ["said to be out of use on 2026-03-02"]


@pytest.mark.parametrize(
    "body",
    [
        f"> {ADA} is bouncing.\n\nOh.",
        f"If {ADA} bounces, tell me.",
        f"Use {ADA}, because ada@example.com is bouncing: no, {ADA} does not.",
        "The ball is bouncing.",
        f"xx{ADA} is bouncing.",
        "My example.org account no longer works.",
    ],
)
def test_what_is_no_complaint_about_the_address_is_not_told(body: str) -> None:
    assert told(mail(2, body, author="Otto Other <otto@example.com>")) == []


def test_who_wrote_from_it_later_has_no_trouble() -> None:
    assert told(bounce(), mail(3, "Here I am.", hours=5)) == []


def test_years_of_silence_are_told_when_many_asked() -> None:
    wrote = mail(3, "I was here.", hours=0)
    assert told(wrote, *unanswered(14, 6, YEAR)) == ["silent since 2026-03-02"]


@pytest.mark.parametrize(
    "later",
    [
        unanswered(4, 4, YEAR),
        unanswered(20, 2, YEAR),
        [*unanswered(14, 6, YEAR), mail(4, "Hi.", author=f"Ada Archer <{ADA}>", hours=5 * YEAR)],
        [*unanswered(14, 6, YEAR), mail(4, "Hi.", author="Ada Archer <a@b.c>", hours=5 * YEAR)],
    ],
)
def test_little_mail_or_any_answer_is_no_silence(later: Sequence[Message]) -> None:
    assert told(mail(3, "I was here.", hours=0), *later) == []


def test_what_was_told_after_the_posting_does_not_count() -> None:
    assert told(bounce(hours=7 * YEAR)) == []


@given(st.text(max_size=200), st.text(max_size=60), st.lists(st.text(max_size=30), max_size=4))
@settings(max_examples=100, deadline=None)
def test_any_mails_are_read(body: str, author: str, addresses: list[str]) -> None:
    messages = [
        mail(2, f"{body} bounces", author=author),
        mail(3, body, author="a <mailer-daemon@x>"),
    ]
    found = find_troubles(messages, addresses, None)
    assert {one.address for one in found} <= set(addresses)
