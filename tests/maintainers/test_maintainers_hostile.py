"""Any MAINTAINERS and any patch: an answer or a refusal, and in bounded time."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.errors import LkmltrackError
from lkmltrack.maintainers.answer import Inputs
from lkmltrack.maintainers.lookup import Index
from lkmltrack.maintainers.options import Options
from lkmltrack.maintainers.patch import Patch
from lkmltrack.maintainers.pieces import DamagedPieces, PieceWriter, read_directory, read_piece
from lkmltrack.maintainers.profiles import Profile, profile_of_script
from lkmltrack.maintainers.searching import keywords_in_file
from tests.maintainers.asking import NEWEST, OLD, Place, ask, index_of
from tests.maintainers.scripts import SCRIPTS

PROFILES = [NEWEST, OLD, *(profile_of_script(SCRIPTS[name]) for name in ("u-boot", "qemu", "xen"))]
OPTIONS = ["", "--sections", "--scm --status --web --bug --substatus", "--fe --norolestats --non"]
LETTERS = st.sampled_from("MRLSFXNKTWBQCPV")
VALUES = st.one_of(
    st.text(st.sampled_from("ab/*?.[](){}+|^$\\<>@,;:\"'# \t\u00e9\udc80"), max_size=30),
    st.sampled_from(
        ["mm/", "a/b*", "*/", "(?i)word", "a|b", "Ada <ada@example.org>", "Maintained"]
    ),
)
LINES = st.one_of(
    st.builds("{}:\t{}".format, LETTERS, VALUES),
    st.sampled_from(["ALPHA", "BETA", "THE REST", "", "# comment", "\tpreamble"]),
    st.text(max_size=20),
)
TEXTS = st.lists(LINES, max_size=14).map("\n".join)
PATCH_LINES = st.one_of(
    st.sampled_from(
        [
            "--- a/mm/x.c",
            "+++ b/mm/x.c",
            "+++ /dev/null",
            "+++",
            "--- ",
            "diff --git a/mm/x.c b/mm/y.c",
            "rename from mm/x.c",
            " mode change 100644 => 100755 mm/x.c",
            "@@ -1,7 +1,7 @@",
            "@@ -,",
            "Fixes: 0123456789ab",
            "Fixes:",
            "Subject: word",
        ]
    ),
    st.builds("{}{}".format, st.sampled_from("+- "), VALUES),
    st.text(max_size=30),
)
PATCHES = st.lists(PATCH_LINES, max_size=14).map("\n".join)


@given(TEXTS, PATCHES, st.sampled_from(PROFILES), st.sampled_from(OPTIONS))
def test_any_text_and_any_patch_are_answered(
    text: str, patch: str, profile: Profile, options: str
) -> None:
    place = Place(["mm"], {"mm/x.c": text, "a.yaml": text})
    with suppress(LkmltrackError):
        ask(text, patch=patch, options=options, profile=profile, mailmap=text, place=place)


@given(TEXTS, st.lists(st.text(max_size=20) | VALUES, max_size=5), st.sampled_from(PROFILES))
def test_any_path_is_answered(text: str, paths: list[str], profile: Profile) -> None:
    with suppress(LkmltrackError):
        ask(text, *paths, profile=profile, options="--fe")


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_are_answered(text: bytes, patch: bytes) -> None:
    for profile in (NEWEST, OLD):
        ask(profile.decoded(text), patch=profile.decoded(patch), profile=profile)


@given(st.binary(max_size=120), st.integers(0, 400), st.integers(0, 255))
def test_a_damaged_index_says_so_and_does_nothing_else(junk: bytes, place: int, value: int) -> None:
    writer = PieceWriter()
    whole = bytearray(writer.finished((1, "two", [writer.add("three")])))
    if place < len(whole):
        whole[place] = value
    for data in (junk, bytes(whole), b"LKMLMNT1" + junk):

        def read(start: int, length: int, data: bytes = data) -> bytes:
            return data[start : start + length]

        with suppress(DamagedPieces):
            read_directory(read)
        with suppress(DamagedPieces):
            read_piece(read, junk[:12])


HOSTILE_LINES = {
    "nested": "(a+)+$",
    "alternatives": "(a|aa)+$",
    "stars": ".*.*.*.*.*.*.*.*b",
    "anything": "(.*)*b",
    "counted": "(a{1,30}){1,30}b",
    "reference": "(a*)\\1\\1b",
    "optional": "a?" * 30 + "a" * 30,
    "look ahead": "(?=(a+))+b",
    "blanks": "\\s*\\s*\\s*\\s*x",
}


@pytest.mark.parametrize("letter", ["K", "N", "F", "X"])
@pytest.mark.parametrize("form", HOSTILE_LINES)
def test_an_expression_that_would_run_for_ages_does_not(form: str, letter: str) -> None:
    text = f"A\nM:\tAda <ada@example.org>\n{letter}:\t{HOSTILE_LINES[form]}\nF:\tzzz/\n"
    long = "a" * 5_000
    patch = f"--- a/{long}\n+++ b/{long}\n+{long}\n+{' ' * 5_000}\n" * 3
    began = time.process_time()
    ask(text, patch=patch)
    ask(text, long, f"{long}/{long}")
    assert time.process_time() - began < 3.0


HUGE = 3_000_000
HUGE_TEXTS = {
    "one line": "x" * HUGE,
    "one value": "A\nF:\t" + "x" * HUGE + "\n",
    "one name": "N" * HUGE + "\nF:\ta/\n",
    "one address": "A\nM:\t" + "a@" * (HUGE // 2) + "\nF:\ta/\n",
    "one list": "A\nL:\t" + "a " * (HUGE // 2) + "\nF:\ta/\n",
    "one keyword": "A\nK:\t" + "a|" * (HUGE // 2) + "\nF:\ta/\n",
    "one pattern": "A\nF:\t" + "*a" * (HUGE // 2) + "\nF:\ta/\n",
    "many sections": "A\nF:\ta/\n" * 40_000,
    "many lines": "A\n" + "M:\tAda <ada@example.org>\n" * 60_000,
    "many folders": "A\n" + "".join(f"F:\ta{number}/b/\n" for number in range(40_000)),
    "many blanks": "A\n" + "\n" * HUGE + "F:\ta/\n",
    "many colons": ":" * HUGE,
    "many slashes": "A\nF:\t" + "/" * HUGE + "\n",
    "many brackets": "A\nF:\t" + "[" * 100_000 + "\nN:\t" + "(" * 100_000 + "\nF:\ta/\n",
}


@pytest.mark.parametrize("form", HUGE_TEXTS)
def test_a_huge_text_is_answered_in_time(form: str) -> None:
    began = time.process_time()
    with suppress(LkmltrackError):
        ask(HUGE_TEXTS[form], "a/b", patch="+++ b/a/b\n+a\n", options="--subsystem")
    assert time.process_time() - began < 8.0


HUGE_PATCHES = {
    "one line": "+" + "a" * HUGE,
    "one name": "+++ b/" + "a" * HUGE,
    "deep name": "+++ b/" + "a/" * (HUGE // 2),
    "many names": "".join(f"+++ b/a/b{number}\n" for number in range(20_000)),
    "many marks": "+++ \n" * 200_000,
    "many hunks": "@@ -1,1 +1,1 @@\n" * 100_000,
    "many fixes": "Fixes: 0123456789ab\n" * 50_000,
    "many words": "+word\n" * 300_000,
    "blanks": "+" + " " * HUGE,
}


@pytest.mark.parametrize("form", HUGE_PATCHES)
def test_a_huge_patch_is_answered_in_time(form: str) -> None:
    text = "A\nF:\ta/\nK:\tword.*word.*x\nK:\t\\ba+b\nN:\ta+b\n\nB\nF:\t*\nF:\t*/\nX:\ta/*/b\n"
    began = time.process_time()
    ask(text, patch=HUGE_PATCHES[form], options="--git-blame --fixes")
    assert time.process_time() - began < 8.0


@settings(max_examples=40)
@given(st.text(st.sampled_from("ab word\n"), max_size=200))
def test_keywords_in_files_are_found_as_in_added_lines(text: str) -> None:
    index: Index = index_of("A\nK:\tword\nK:\ta\\sb\n")
    found = {value for _, _, value in keywords_in_file(text, index)}
    lines = text.split("\n")
    expected = {"word"} if any("word" in line for line in lines) else set()
    expected |= {"a\\sb"} if any("a b" in line for line in lines) else set()
    assert expected <= found


def test_a_patch_is_read_once_however_often_it_is_added() -> None:
    index = index_of("A\nF:\ta/\nK:\tword\n")
    inputs, options = Inputs(), Options()
    for _ in range(3):
        inputs.add_patch(Patch("+++ b/a/x\n+word\n", NEWEST), index, options)
    assert inputs.files == ["a/x"]
    assert len(inputs.keywords) == 1
