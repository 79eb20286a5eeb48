"""Who is who among the authors."""

from dataclasses import replace
from pathlib import Path

import pytest

from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import parse_message
from lkmltrack.model.message import Address, Message, Origin
from lkmltrack.proposals.people import author_of, find_participants, find_people, name_key
from tests.fakes import mail, parsed


def by(*authors: str) -> list[Message]:
    return parsed(
        [
            mail(f"m{number}@example.org", "x", author=author)
            for number, author in enumerate(authors)
        ]
    )


def test_two_addresses_of_one_name_are_one_person() -> None:
    (found,) = find_participants(
        by("Ada Author <ada@example.org>", "Ada Author <ada@home.example>", "A <ada@example.org>")
    )
    assert (found.name, found.address, found.messages) == ("Ada Author", "ada@example.org", 3)
    assert found.other_addresses == ("ada@home.example",)


def test_two_names_of_one_address_are_one_person() -> None:
    assert len(find_participants(by("Ada Author <a@example.org>", "Ada B <A@Example.org>"))) == 1


def test_a_single_word_is_no_full_name() -> None:
    assert len(find_participants(by("Ada <a@example.org>", "Ada <b@example.com>"))) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Author, Ada (Company)", "Ada Author"),
        ("Ada B. Author", "Ada Author"),
        ("ada  AUTHOR", "Ada Author"),
        ("Áda Author via some list", "Ada Author"),
    ],
)
def test_spellings_of_a_name_are_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ""


def test_a_list_in_front_of_an_author_is_looked_through() -> None:
    rewritten = parse_message(
        mail(
            "x@example.org",
            "x",
            author='"Ada Author via list" <list@example.org>',
            Reply_To="list@example.org, Ada Author <ada@example.org>",
        )
    )
    assert author_of(rewritten) == Address("Ada Author", "ada@example.org")


def test_two_authors_behind_one_list_are_two_people() -> None:
    found = find_participants(
        by("Ada Author via list <list@example.org>", "Rob Reviewer via list <list@example.org>")
    )
    assert [one.name for one in found] == ["Ada Author", "Rob Reviewer"]


def test_an_address_that_serves_many_names_says_nothing() -> None:
    messages = by(
        "Ada Author <forge@example.org>",
        "Rob Reviewer <forge@example.org>",
        "Mia Maintainer <forge@example.org>",
    )
    assert len(find_participants(messages)) == 3


def test_a_masked_address_of_a_page_is_no_address() -> None:
    (plain,) = by("Ada Author <ada@xxxxxxxxxxx>")
    assert author_of(replace(plain, origin=Origin.PAGE)) == Address("Ada Author", "")
    assert author_of(plain).address == "ada@xxxxxxxxxxx"


def test_who_wrote_most_comes_first() -> None:
    rob, ada = "Rob Reviewer <rob@example.com>", "Ada Author <ada@example.org>"
    assert [one.name for one in find_participants(by(rob, ada, ada))] == [
        "Ada Author",
        "Rob Reviewer",
    ]


def test_people_without_name_or_address_are_kept_apart() -> None:
    people = find_people(by("Ada Author <ada@example.org>"))
    assert not people.is_same(Address("", ""), Address("", ""))
    assert people.is_same(
        Address("", "ada@example.org"), Address("Ada Author", "other@example.org")
    )


def test_six_people_wrote_in_the_seed(corpus: Path) -> None:
    raws = split_mbox((corpus / "threads" / "seed-rmap-exclude.mbox").read_bytes())
    found = find_participants(parsed(raws))
    assert len(found) == 6
    assert sum(one.messages for one in found) == 13
