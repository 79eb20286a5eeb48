"""Addresses in the text of files: bindings, and any file with --fe."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.maintainers.found_addresses import find_addresses
from lkmltrack.maintainers.profiles import profile_of_script
from tests.maintainers.asking import OLD, Place, ask
from tests.maintainers.scripts import SCRIPTS

UBOOT = profile_of_script(SCRIPTS["u-boot"])
BINDING = """\
# SPDX-License-Identifier: GPL-2.0
%YAML 1.2
---
title: A thing
maintainers:
  - Ada Author <ada@example.org>
  - Bo B. Binding <bo@example.org>
  - <nobody@example.org>
properties:
  gpio@40:
    reg: true
"""


def found(text: str, *, with_names: int = 1, is_unicode: bool = True) -> list[str]:
    return find_addresses(text, is_unicode=is_unicode, with_names=with_names)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Ada Author <ada@example.org>", "Ada Author <ada@example.org>"),
        ("ada@example.org", "ada@example.org"),
        ("(ada@example.org)", "ada@example.org"),
        ("written by Ada Author <ada@example.org>", "Ada Author <ada@example.org>"),
        ("by Ada B. Author <ada@example.org>", '"Ada B. Author" <ada@example.org>'),
        ("by A. B. Author <ada@example.org>", '"A. B. Author" <ada@example.org>'),
        ("Änne Author <ada@example.org>", '"Änne Author" <ada@example.org>'),
        ("'Ada Author' <ada@example.org>", "\"'Ada Author'\" <ada@example.org>"),
        ("Ada Author, <ada@example.org>", "Ada Author <ada@example.org>"),
        ("Ada Author {ada@example.org}", "Ada Author <ada@example.org>"),
        ("x <ada.b-c+d_e@sub.example.org>.", "x <ada.b-c+d_e@sub.example.org>"),
    ],
)
def test_an_address_is_picked_out_with_the_name_before_it(text: str, address: str) -> None:
    assert found(text) == [address]


@pytest.mark.parametrize("text", ["", "@", "a@b", "a@", "@b.c", "gpio@40", "a @ b.c", "é@b.c"])
def test_what_is_no_address_is_passed_over(text: str) -> None:
    assert found(text) == []


def test_several_are_found_in_order_and_names_may_be_left_out() -> None:
    text = "Ada <ada@example.org>, Bo <bo@example.org>\ncy@example.org"
    assert found(text) == ["Ada <ada@example.org>", "Bo <bo@example.org>", "cy@example.org"]
    assert found(text, with_names=0) == ["ada@example.org", "bo@example.org", "cy@example.org"]


def test_bindings_call_whom_they_name() -> None:
    place = Place(contents={"x/a.yaml": BINDING})
    assert ask("", "x/a.yaml", place=place) == [
        "Ada Author <ada@example.org> (in file)",
        '"Bo B. Binding" <bo@example.org> (in file)',
        "nobody@example.org (in file)",
    ]
    assert ask("", "x/a.yaml", place=place, options="--norolestats --non") == [
        "ada@example.org",
        "bo@example.org",
        "nobody@example.org",
    ]


def test_other_files_are_only_read_when_asked_for() -> None:
    place = Place(contents={"x/a.c": BINDING, "x/MAINTAINERS": BINDING})
    assert ask("", "x/a.c", place=place) == []
    for option in ("--fe", "--file-emails"):
        assert len(ask("", "x/a.c", place=place, options=option)) == 3
    assert ask("", "x/MAINTAINERS", place=place, options="--fe") == []


def test_a_patch_has_its_bindings_read_from_the_tree() -> None:
    place = Place(contents={"x/a.yaml": BINDING})
    patch = "--- a/x/a.yaml\n+++ b/x/a.yaml\n@@ -1 +1 @@\n+  - New Name <new@example.org>\n"
    assert ask("", patch=patch, place=place, options="--norolestats") == [
        "Ada Author <ada@example.org>",
        '"Bo B. Binding" <bo@example.org>',
        "nobody@example.org",
    ]
    assert ask("", patch=patch) == []


def test_the_mailmap_counts_but_not_in_u_boot() -> None:
    place = Place(contents={"x/a.yaml": "- Ada Author <ada@example.org>\n"})
    mailmap = "Ada Author <new@example.org> <ada@example.org>\n"
    asked = "--norolestats"
    assert ask("", "x/a.yaml", place=place, mailmap=mailmap, options=asked) == [
        "Ada Author <new@example.org>"
    ]
    assert ask("", "x/a.yaml", place=place, mailmap=mailmap, options=asked, profile=UBOOT) == [
        "Ada Author <ada@example.org>"
    ]


def test_older_scripts_took_bytes_for_letters() -> None:
    text = "- Łucja Author <lucja@example.org>\n"
    place = Place(contents={"x/a.yaml": text})
    assert ask("", "x/a.yaml", place=place) == ['"Łucja Author" <lucja@example.org> (in file)']
    (old,) = ask("", "x/a.yaml", place=place, profile=OLD)
    assert old.endswith("<lucja@example.org> (in file)")
    assert old != '"Łucja Author" <lucja@example.org> (in file)'


@given(st.text(st.sampled_from("aB@.<>(){},'\"+-_ \n\té☃"), max_size=80), st.booleans())
def test_any_text_is_read(text: str, is_unicode: bool) -> None:
    for address in found(text, is_unicode=is_unicode):
        assert "@" in address


@pytest.mark.parametrize("piece", ["a@", "a.", "@", "a@b.", "<", "a ", "a@b.c", "a@b.c ", "é"])
def test_a_huge_text_is_read_in_time(piece: str) -> None:
    text = (piece * 300_000)[:600_000]
    began = time.process_time()
    found(text)
    assert time.process_time() - began < 4
