"""Where others who wrote get_maintainer.pl anew went wrong: a test for each trap."""

import pytest

from tests.maintainers.asking import OLD, FakeHistory, Place, ask, index_of, sections_of

ADA = "M:\tAda Author <ada@example.org>\n"


def section(name: str, *lines: str) -> str:
    return f"{name}\n" + "".join(f"{line[0]}:\t{line[2:]}\n" for line in lines) + "\n"


def change(*lines: str, intro: str = "") -> str:
    body = "".join(f"{line}\n" for line in lines)
    return f"{intro}--- a/mm/x.c\n+++ b/mm/x.c\n@@ -1,9 +1,9 @@\n{body}"


# 1
def test_a_pattern_has_no_end_but_as_many_slashes_as_the_path() -> None:
    text = section("SWAP", "F mm/swap")
    assert sections_of(text, "mm/swapfile.c", Place([])) == ["SWAP"]
    assert sections_of(text, "mm/swap/file.c", Place([])) == []


def test_a_star_crosses_slashes_only_where_a_slash_ends_the_pattern() -> None:
    text = section("DIR", "F arch/*/foo/") + section("FILE", "F arch/*/foo*")
    assert sections_of(text, "arch/a/b/foo/x.c") == ["DIR"]
    assert sections_of(text, "arch/a/food") == ["FILE"]
    assert sections_of(text, "arch/a/b/food") == []


# 2
def test_the_last_line_that_matches_gives_the_depth_not_the_deepest() -> None:
    text = section("A", "F a/b/c.c", "F a/") + section("B", "F a/b/")
    assert sections_of(text, "a/b/c.c") == ["B", "A"]


# 3
def test_stars_count_for_the_depth_as_names_do() -> None:
    text = section("PORT", "F arch/riscv/net/") + section("STARS", "F arch/*/net/*")
    assert sections_of(text, "arch/riscv/net/bpf.c") == ["STARS", "PORT"]


def test_a_star_at_the_beginning_counts_for_least() -> None:
    text = section("REST", "F *", "F */") + section("TOP", "N top")
    assert sections_of(text, "top/x.c") == ["TOP", "REST"]


# 4
def test_a_name_resets_the_depth_to_nothing() -> None:
    text = section("NAMED", "F a/b/", "N x") + section("PLAIN", "F a/")
    assert sections_of(text, "a/b/x.c") == ["PLAIN", "NAMED"]


def test_an_exclusion_stops_files_and_names_but_not_keywords() -> None:
    text = section("EXCLUDED", "M Ada <ada@example.org>", "F mm/", "N x", "X mm/x", "K word")
    assert ask(text, patch=change("+nothing")) == []
    assert ask(text, patch=change("+word")) == [
        "Ada <ada@example.org> (maintainer:EXCLUDED:Keyword:word)"
    ]


# 5
def test_blanks_in_an_expression_mean_nothing_and_a_hash_begins_a_comment() -> None:
    text = section("SPACED", "M Ada <ada@example.org>", "K s p a c e # d")
    assert ask(text, patch=change("+space"), options="--noroles --norolestats") == [
        "Ada <ada@example.org>"
    ]
    assert ask(text, patch=change("+s p a c e # d")) == []
    assert sections_of(section("NAMED", "N n a m e"), "x/name.c") == ["NAMED"]


# 6
def test_only_the_first_alternative_has_to_be_in_a_changed_line() -> None:
    text = section("WORDS", "M Ada <ada@example.org>", "K first|second")
    assert ask(text, patch=change(" first")) == []
    assert ask(text, patch=change("-first")) != []
    assert ask(text, patch=change(" second")) != []


def test_a_sign_alone_is_not_the_word_after_it() -> None:
    text = section("PLUS", "M Ada <ada@example.org>", "K \\+x")
    assert ask(text, patch=change("+x")) == []
    assert ask(text, patch=change("+ +x")) != []


# 7
def test_headers_and_commit_message_hold_keywords_too() -> None:
    text = section("SUBJECT", "M Ada <ada@example.org>", "K ^Subject:.*gamma")
    assert ask(text, patch=change("+x", intro="Subject: [PATCH] gamma: x\n\n")) != []
    assert ask(text, patch=change("+Subject: gamma")) == []


# 8
def test_keywords_come_last_and_their_places_are_sorted_as_texts() -> None:
    fill = "".join(f"FILL {number}\nF:\tfill/\n" for number in range(5))
    early, late = section("EARLY", "K word"), section("LATE", "K word")
    assert sections_of(fill, "x") == []
    patch = change("+word")
    names = ask(fill + early + late, patch=patch, options="--noemail --nol --subsystem")
    # EARLY's line is number 11, LATE's number 13
    assert names == ["EARLY", "LATE"]
    fill = "".join(f"FILL {number}\nF:\tfill/\n" for number in range(4))
    # EARLY's line is number 9, LATE's number 11, and "11" sorts before "9"
    assert ask(fill + early + late, patch=patch, options="--noemail --nol --subsystem") == [
        "LATE",
        "EARLY",
    ]


# 9
def test_a_blank_line_or_a_comment_does_not_end_a_section() -> None:
    text = "BLANK\nF:\ta/\n\n# comment\nF:\tb/\n"
    assert sections_of(text, "b/x") == ["BLANK"]


def test_of_two_headers_the_second_is_the_name() -> None:
    assert sections_of("FIRST\nSECOND\nF:\ta/\n", "a/x") == ["SECOND"]


# 10
def test_a_folder_named_without_a_slash_is_one_where_there_is_one() -> None:
    text = section("BUS", "F drivers/bus")
    assert sections_of(text, "drivers/bus/x.c", Place(["drivers/bus"])) == ["BUS"]
    assert sections_of(text, "drivers/busy.c", Place(["drivers/bus"])) == []
    assert sections_of(text, "drivers/busy.c", Place([])) == ["BUS"]
    assert sections_of(text, "drivers/bus/x.c", Place([])) == []


def test_without_a_tree_such_a_name_may_be_either() -> None:
    text = section("BUS", "F drivers/bus")
    assert sections_of(text, "drivers/bus/x.c") == ["BUS"]
    assert sections_of(text, "drivers/busy.c") == ["BUS"]


# 11
def test_who_is_called_twice_keeps_the_first_role() -> None:
    text = section("DEEP", "R Ada <ada@example.org>", "F a/b/") + section(
        "FLAT", "M Ada <ada@example.org>", "F a/"
    )
    assert ask(text, "a/b/x.c") == ["Ada <ada@example.org> (reviewer:DEEP)"]


# 12
def test_two_people_of_one_name_are_one() -> None:
    text = section("A", "M Ada <ada@example.org>", "M ADA <other@example.org>", "F a/")
    assert ask(text, "a/x") == ["Ada <ada@example.org> (maintainer:A)"]


# 13
def test_the_mailmap_is_for_lists_too_and_counts_twice() -> None:
    text = section("A", "M Old <old@example.org>", "L list@example.org", "F a/")
    mailmap = "New <new@example.org> <old@example.org>\n<next@example.org> <list@example.org>\n"
    mailmap += (
        "Last <last@example.org> <new@example.org>\nOver <o@example.org> <last@example.org>\n"
    )
    assert ask(text, "a/x", mailmap=mailmap, options="--norolestats") == [
        "Last <last@example.org>",
        "next@example.org",
    ]


def test_capitals_count_in_the_mailmap() -> None:
    text = section("A", "M Old <Old@example.org>", "F a/")
    mailmap = "New <new@example.org> <old@example.org>\n"
    assert ask(text, "a/x", mailmap=mailmap, options="--norolestats") == ["Old <Old@example.org>"]


# 14
def test_who_is_to_be_ignored_is_only_ignored_in_commits() -> None:
    person = "Ada Author <ada@example.org>"
    log = f"GitCommit: {'a' * 40}\nGitAuthor: {person}\nSigned-off-by: {person}\n"
    place = Place(history=FakeHistory(log, [person]))
    text = section("A", f"M {person}", "F a/")
    assert ask(text, "a/b/x", place=place) == [f"{person} (maintainer:A)"]
    assert ask(text, "b/x", place=place) == []
    place = Place(history=FakeHistory(log, []))
    assert ask(text, "b/x", place=place) == [f"{person} (commit_signer:1/1=100%,authored:1/1=100%)"]


# 15
def test_addresses_in_bindings_are_called_but_not_those_in_other_files() -> None:
    content = "maintainers:\n  - Bo Binding <bo@example.org>\n  - Ada Author <ada@example.org>\n"
    place = Place(contents={"a/x.yaml": content, "a/x.c": content})
    text = "A\n" + ADA + "F:\ta/\n"
    assert ask(text, "a/x.yaml", place=place) == [
        "Ada Author <ada@example.org> (maintainer:A,in file)",
        "Bo Binding <bo@example.org> (in file)",
    ]
    assert ask(text, "a/x.c", place=place) == ["Ada Author <ada@example.org> (maintainer:A)"]
    assert len(ask(text, "a/x.c", place=place, options="--fe")) == 2


# 16
def test_fixes_are_followed_even_without_git_and_fallback() -> None:
    person = "Finn Fixer <finn@example.org>"
    place = Place(history=FakeHistory(f"GitCommit: {'a' * 40}\nSigned-off-by: {person}\n", []))
    patch = change("+x", intro='Fixes: 0123456789ab ("x")\n')
    asked = "--nogit --nogit-fallback"
    assert ask("", patch=patch, options=asked, place=place) == [f"{person} (blamed_fixes:1/1=100%)"]
    assert ask("", patch=patch, options=f"{asked} --nofixes", place=place) == []


# 17
def test_a_deletion_and_a_removed_comment_make_phantom_files() -> None:
    text = section("DEV", "F dev/null") + section("PHANTOM", "F phantom")
    patch = "--- a/mm/x.c\n+++ /dev/null\n@@ -1 +0,0 @@\n--- phantom of a comment\n"
    assert ask(text, patch=patch, options="--noemail --nol --subsystem") == ["DEV", "PHANTOM"]


def test_without_prefixes_a_path_loses_its_first_folder() -> None:
    text = section("MM", "F mm/") + section("TOP", "F rmap.c")
    patch = "--- mm/rmap.c\n+++ mm/rmap.c\n"
    assert ask(text, patch=patch, options="--noemail --nol --subsystem") == ["TOP"]


# 18
def test_equals_come_in_the_order_of_the_file() -> None:
    text = "".join(section(name, "F a/") for name in ("ZULU", "ALPHA", "MIKE"))
    assert sections_of(text, "a/x") == ["ZULU", "ALPHA", "MIKE"]


# 19
def test_what_is_not_merely_maintained_is_told_when_asked_for() -> None:
    text = section("A", "S Odd Fixes", "F a/") + section("B", "S Maintained", "F a/")
    assert ask(text, "a/x") == []
    assert ask(text, "a/x", options="--substatus") == ["A status: Odd Fixes"]


# 20
def test_a_long_name_is_cut_in_roles_and_nowhere_else() -> None:
    name = "A SECTION WITH A NAME THAT IS LONGER THAN FIFTY CHARACTERS"
    text = section(name, "M Ada <ada@example.org>", "F a/")
    assert ask(text, "a/x") == [f"Ada <ada@example.org> (maintainer:{name[:47].rstrip()}...)"]
    assert sections_of(text, "a/x") == [name]


# 21
@pytest.mark.parametrize(
    ("status", "role"),
    [
        ("Supported", "supporter"),
        ("Maintained", "maintainer"),
        ("Odd Fixes", "odd fixer"),
        ("Orphan", "orphan minder"),
        ("Obsolete", "obsolete minder"),
        ("Maintained, mostly", "maintained, mostly"),
    ],
)
def test_older_scripts_read_the_role_off_the_status(status: str, role: str) -> None:
    text = section("A", "M Ada <ada@example.org>", f"S {status}", "F a/")
    assert ask(text, "a/x", profile=OLD) == [f"Ada <ada@example.org> ({role}:A)"]
    assert ask(text, "a/x") == ["Ada <ada@example.org> (maintainer:A)"]


# 22
def test_a_flag_in_the_middle_holds_from_there_on() -> None:
    text = section("FLAG", "M Ada <ada@example.org>", "K \\b(?i:loud)\\b", "K x(?i)y|z")
    for line, is_found in (("LoUD", True), ("xY", True), ("XY", False), ("Z", True)):
        assert bool(ask(text, patch=change(f"+{line}"))) is is_found


# 23 is about git: tests/adapters/maintainers/test_maintainers_history.py
# 24 is about --json, which is encoded once here: tests/cli/test_cli_get_maintainer.py


# 25
def test_a_comma_in_a_comment_divides_nothing() -> None:
    text = section("A", "R Ada Author <ada@example.org> (sound, video)", "F a/")
    assert ask(text, "a/x") == ["Ada Author <ada@example.org> (reviewer:A)"]


def test_a_list_of_addresses_is_divided_where_it_is_one() -> None:
    text = section("A", "M ada@example.org, Bo <bo@example.org>", "F a/")
    assert ask(text, "a/x", options="--norolestats") == ["ada@example.org", "Bo <bo@example.org>"]
    text = section("A", "M Ada B. C, D <ada@example.org>", "F a/")
    assert ask(text, "a/x", options="--norolestats") == ['"Ada B. C, D" <ada@example.org>']


def test_the_first_line_without_a_header_is_taken_for_the_name() -> None:
    text = "M:\tAda <ada@example.org>\nM:\tBo <bo@example.org>\nF:\ta/\n"
    assert ask(text, "a/x") == ["Bo <bo@example.org> (maintainer:M:Ada <ada@example.org>)"]


def test_an_index_knows_how_many_sections_it_has() -> None:
    assert index_of(section("A", "F a/") + section("B", "F b/")).count == 2
