"""Who would help beyond MAINTAINERS."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.audience.additions import find_additions
from lkmltrack.audience.suggesting import suggested_from
from lkmltrack.model.audience import Expected, Level, ReasonKind, Review
from tests.audience.invented_people import DAY, mail, patch, people

BUSH = "drivers/garden/bush.c"
POSTING = [patch(BUSH, number=50, subject="[PATCH v2] garden: water it", hours=100)]
LONG = "I do not think that this is right.\nWhat about the roots?"


def test_who_answered_about_the_same_file_is_suggested_the_most_frequent_first() -> None:
    prior = [
        patch(BUSH, subject="[PATCH] garden: dig"),
        mail(10, LONG, author="Otto Other <otto@example.com>"),
        mail(11, LONG, author="Rita Reader <rita@example.com>"),
        mail(12, LONG, author="Rita Reader <rita@example.com>", hours=3),
    ]
    found = suggested_from(POSTING, prior)
    assert [one.name for one in found] == ["Rita Reader", "Otto Other"]
    assert {one.level for one in found} == {Level.SUGGESTED}
    assert found[0].reasons[0].kind is ReasonKind.ANSWERED
    assert "one of 2 answers" in found[0].reasons[0].detail
    assert BUSH in found[0].reasons[0].detail


def test_talk_about_other_files_suggests_nobody() -> None:
    prior = [
        patch("lib/a.c", subject="[PATCH] lib: x"),
        mail(10, LONG, subject="Re: [PATCH] lib: x"),
    ]
    assert suggested_from(POSTING, prior) == []


def test_robots_authors_and_short_thanks_are_not_suggested() -> None:
    prior = [
        patch(BUSH),
        mail(10, LONG, author="kernel test robot <lkp@example.com>"),
        mail(11, LONG, author="Nora Newcomer <nora@old.example.com>"),
        mail(12, "Thanks!", author="Otto Other <otto@example.com>"),
    ]
    assert suggested_from(POSTING, prior) == []


def test_who_is_expected_anyhow_is_not_suggested_under_another_address() -> None:
    prior = [patch(BUSH), mail(10, LONG, author="Ada Archer <ada@elsewhere.example>")]
    ada = Expected("Ada Archer", "ada@example.org", Level.MAINTAINER, "maintainer", ())
    assert suggested_from(POSTING, prior, [ada]) == []


def test_the_author_of_what_is_linked_weighs_more_than_an_answer() -> None:
    link = patch(BUSH, number=51, words="See https://lore.kernel.org/r/77@example.net", hours=100)
    prior = [patch(BUSH), mail(10, LONG, author="Otto Other <otto@example.com>")]
    linked = [mail(77, LONG, author="Lena Linked <lena@example.com>", answers="")]
    found = suggested_from([link], prior, linked=linked)
    assert [one.name for one in found] == ["Lena Linked", "Otto Other"]
    assert found[0].reasons[0].kind is ReasonKind.LINKED


def test_whom_somebody_added_to_an_earlier_revision_is_suggested() -> None:
    earlier = [patch(BUSH), mail(10, LONG, to=("Gina Grower <gina@example.com>",))]
    found = suggested_from(POSTING, [], earlier=earlier)
    assert [(one.name, one.reasons[0].kind) for one in found] == [("Gina Grower", ReasonKind.ADDED)]
    assert "Ada Archer" in found[0].reasons[0].detail


def test_who_reviewed_the_same_functions_is_suggested() -> None:
    review = Review(people("Rex Review <rex@example.com>")[0], "Reviewed-by", "abc", "x", DAY, BUSH)
    found = suggested_from(POSTING, [], reviews=[review, review])
    assert [(one.name, len(one.reasons)) for one in found] == [("Rex Review", 1)]


def test_there_are_never_more_than_asked_for() -> None:
    prior = [patch(BUSH)]
    prior += [
        mail(20 + one, LONG, author=f"Person{'abcdefghijklm'[one]} Long <p{one}@example.com>")
        for one in range(12)
    ]
    assert len(suggested_from(POSTING, prior)) == 8
    assert len(suggested_from(POSTING, prior, most=3)) == 3


def test_nobody_adds_who_had_written_before() -> None:
    first = patch(BUSH, to=("ada@example.org",))
    wrote = mail(10, LONG, author="Otto Other <otto@example.com>", hours=1)
    names = mail(11, LONG, to=("otto@example.com", "gina@example.com"), hours=2)
    again = mail(12, LONG, to=("gina@example.com",), hours=3)
    found = find_additions([first], [again, names, wrote, first])
    assert [(one.who.address, one.message_id) for one in found] == [
        ("gina@example.com", "11@example.net")
    ]


@given(st.text(max_size=120), st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
@settings(max_examples=60, deadline=None)
def test_any_mails_give_suggestions(body: str, author: str, to: list[str]) -> None:
    prior = [patch(BUSH, words=body), mail(10, body + LONG, author=author, to=tuple(to))]
    found = suggested_from(POSTING, prior, earlier=prior, linked=prior)
    assert all(one.address and one.level is Level.SUGGESTED for one in found)
