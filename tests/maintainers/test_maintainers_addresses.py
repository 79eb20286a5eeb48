"""Addresses: taken apart, put together, listed, and mapped to what people want to be."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.maintainers.address_lists import is_address, split_addresses, without_comments
from lkmltrack.maintainers.addresses import (
    LONGEST_ADDRESS,
    format_address,
    parse_address,
    plain_name,
    quoted_name,
)
from lkmltrack.maintainers.mailmap import Mailmap, parse_mailmap
from tests.maintainers.asking import ask

# what people and machines could put into an address
TEXT = st.text(st.sampled_from('ab@.<>()",;:\\[] \t#é\u202e\n'), max_size=60)


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("Ada Author <ada@example.org>", "Ada Author", "ada@example.org"),
        ("  Ada   <ada@example.org>  ", "Ada", "ada@example.org"),
        ('"Ada Author" <ada@example.org>', "Ada Author", "ada@example.org"),
        ('"Ada A. Author" <ada@example.org>', '"Ada A. Author"', "ada@example.org"),
        ("Ada A. Author <ada@example.org>", '"Ada A. Author"', "ada@example.org"),
        ("Änne Author <ada@example.org>", '"Änne Author"', "ada@example.org"),
        ("Ada_B-C <ada@example.org>", "Ada_B-C", "ada@example.org"),
        ("Ada <ada@example.org> (sound)", "Ada", "ada@example.org"),
        ("Ada <a@b> <c@d>", "Ada", "a@b> <c@d"),
        ("<ada@example.org>", "", "ada@example.org"),
        (" <ada@example.org> x", "", "ada@example.org"),
        ("ada@example.org", "", "ada@example.org"),
        ("ada@example.org (sound)", "", "ada@example.org"),
        ("ada author@example.org more", "", "ada author@example.org"),
        ("Ada <ada>", "", ""),
        ("@example.org", "", ""),
        ("nobody", "", ""),
        ("", "", ""),
    ],
)
def test_an_address_is_taken_apart(text: str, name: str, address: str) -> None:
    assert parse_address(text) == (name, address)


def test_a_name_is_quoted_where_it_has_to_be() -> None:
    assert quoted_name(" Ada ") == "Ada"
    assert quoted_name("Ada B.") == '"Ada B."'
    assert quoted_name('"Ada B."') == '"Ada B."'
    assert quoted_name('A "B" C') == '"A \\"B\\" C"'
    assert quoted_name('A \\"B\\" C') == '"A \\"B\\" C"'
    assert quoted_name("") == ""
    assert plain_name('"A \\"B\\" C"') == 'A "B" C'
    assert plain_name("Ada") == "Ada"
    assert plain_name('"') == '"'


def test_an_address_is_put_together() -> None:
    assert format_address("Ada B.", " ada@example.org ") == '"Ada B." <ada@example.org>'
    assert format_address("", "ada@example.org") == "ada@example.org"
    assert format_address("Ada", "ada@example.org", 0) == "ada@example.org"


@given(TEXT)
def test_what_is_put_together_is_taken_apart_the_same(text: str) -> None:
    name, address = parse_address(text)
    if name and "<" not in name and ">" not in name + address and '"' not in name[1:-1]:
        assert parse_address(format_address(name, address)) == (name, address)


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("a@example.org", ["a@example.org"]),
        ("a@example.org, b@example.org", ["a@example.org", "b@example.org"]),
        ("A B <a@example.org>,b@example.org", ["A B <a@example.org>", "b@example.org"]),
        ('"A, B" <a@example.org>', ['"A, B" <a@example.org>']),
        ("a@[127.0.0.1]", ["a@[127.0.0.1]"]),
        ("a@example.org (x, y)", ["a@example.org"]),
        ("a@example.org (x (y), z) , b@example.org", ["a@example.org", "b@example.org"]),
        ("team: a@example.org, b@example.org;", ["team: a@example.org, b@example.org;"]),
        (
            "<@one.example,@two.example:a@example.org>",
            ["<@one.example,@two.example:a@example.org>"],
        ),
        ("A B. C <a@example.org>", None),
        ("a@example.org b@example.org", None),
        ("a@example.org; b@example.org", None),
        ("Ğ <a@example.org>", None),
        ("", []),
        (",", []),
        ("a@example.org,,", ["a@example.org"]),
        ("team: a@example.org,;", None),
        ("team: all: a@example.org;;", None),
        ("team:;", ["team:;"]),
        ("team: a@example.org", None),
        ("a@", None),
        ('"a', None),
        ("a@[127", None),
    ],
)
def test_a_list_is_divided_or_is_none(text: str, addresses: list[str] | None) -> None:
    assert split_addresses(text) == addresses


def test_one_address_is_one() -> None:
    assert is_address("Ada <ada@example.org> (x)")
    assert not is_address("ada@example.org, bo@example.org")
    assert not is_address("")


def test_comments_count_for_nothing_outside_of_quotes() -> None:
    assert without_comments("a (b (c)) d") == "a   d"
    assert without_comments('"a (b)" c') == '"a (b)" c'
    assert without_comments("a \\(b\\) c") == "a \\(b\\) c"
    assert without_comments("a (b") == "a (b"
    assert without_comments("a) b") == "a) b"


@given(TEXT)
def test_any_text_is_read(text: str) -> None:
    split_addresses(text)
    is_address(text)
    name, address = parse_address(text)
    format_address(name, address)


@pytest.mark.parametrize("piece", ["(", ")", '"', "\\", "a@", "<", "<@a,", "a,", "x:", ".", " "])
def test_a_huge_text_is_read_in_time(piece: str) -> None:
    text = piece * 20_000
    began = time.process_time()
    parse_address(text)
    split_addresses(text[:LONGEST_ADDRESS])
    parse_mailmap(f"{text} <a@b>\n")
    assert time.process_time() - began < 1.0


def mapped(text: str, mailmap: str) -> str:
    return parse_mailmap(mailmap).mapped(text)


@pytest.mark.parametrize(
    ("line", "before", "after"),
    [
        ("New Name <a@example.org>", "Old <a@example.org>", "New Name <a@example.org>"),
        ("<new@example.org> <a@example.org>", "Ada <a@example.org>", "Ada <new@example.org>"),
        ("New <n@example.org> <a@example.org>", "Ada <a@example.org>", "New <n@example.org>"),
        ("New <n@example.org> Ada <a@example.org>", "Ada <a@example.org>", "New <n@example.org>"),
        ("New <n@example.org> Ada <a@example.org>", "Bo <a@example.org>", "Bo <a@example.org>"),
        ("New B. <n@example.org> <a@example.org>", "a@example.org", '"New B." <n@example.org>'),
        ("New <n@example.org> <a@example.org> # why", "a@example.org", "New <n@example.org>"),
        ("New <n@example.org> <A@example.org>", "a@example.org", "a@example.org"),
    ],
)
def test_a_line_of_the_mailmap_says_who_is_meant(line: str, before: str, after: str) -> None:
    assert mapped(before, f"# first\n\n  {line}  \n") == after


@pytest.mark.parametrize("line", ["", "#", "Ada", "Ada <a@b", "<>", "<a>>", "<a@b>"])
def test_a_line_of_no_known_form_is_passed_over(line: str) -> None:
    found = parse_mailmap(line)
    assert (found.names, found.addresses) == ({}, {})


def test_a_whole_person_comes_before_the_address() -> None:
    text = "One <one@example.org> <a@example.org>\nTwo <two@example.org> Ada <a@example.org>\n"
    assert mapped("Ada <a@example.org>", text) == "Two <two@example.org>"
    assert mapped("Bo <a@example.org>", text) == "One <one@example.org>"


def test_the_mailmap_may_be_left_out() -> None:
    text = "A\nM:\tOld <old@example.org>\nF:\ta/\n"
    mailmap = "New <new@example.org> <old@example.org>\n"
    assert ask(text, "a/x", mailmap=mailmap, options="--norolestats") == ["New <new@example.org>"]
    asked = "--norolestats --nomailmap"
    assert ask(text, "a/x", mailmap=mailmap, options=asked) == ["Old <old@example.org>"]


def test_two_people_who_are_one_by_the_mailmap_are_printed_once() -> None:
    text = "A\nM:\tAda <ada@example.org>\nR:\tBo <old@example.org>\nF:\ta/\n"
    mailmap = "Ada <ada@example.org> <old@example.org>\n"
    assert ask(text, "a/x", mailmap=mailmap) == ["Ada <ada@example.org> (maintainer:A)"]


@given(st.text(st.sampled_from("Aa@.<># \n\té"), max_size=80), TEXT)
def test_any_mailmap_is_read_and_maps_anybody(text: str, somebody: str) -> None:
    found = parse_mailmap(text)
    assert isinstance(found, Mailmap)
    found.mapped(somebody)
