"""Sections: how a text is divided, how patterns are read, and whole sections printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.maintainers.expressions import RefusedExpression, translate
from lkmltrack.maintainers.patterns import Form, Pattern, may_be_folder, restored, script_expression
from lkmltrack.maintainers.profiles import Profile, profile_of_script
from lkmltrack.maintainers.sections import parse_sections
from lkmltrack.model.maintainers import Entry, Section
from tests.maintainers.asking import Place, ask, index_of, sections_of
from tests.maintainers.scripts import SCRIPTS

ADA = "Ada <ada@example.org>"


def sections(text: str, profile: Profile | None = None) -> list[tuple[str, list[str]]]:
    found = parse_sections(text, profile or Profile({}))
    return [(section.name, [":".join(entry) for entry in section.entries]) for section in found]


def test_a_preamble_is_no_section() -> None:
    text = "List of maintainers\n===\n\n\tM: *Mail* patches to\n\t   someone\n\nALPHA\nF:\ta/\n"
    assert sections(text) == [("ALPHA", ["F:a/"])]


def test_an_empty_text_has_no_section() -> None:
    for text in ("", "\n\n", "only a name\n", "# a comment\n"):
        assert sections(text) == []


def test_blanks_after_the_colon_count_for_nothing_and_those_at_the_end_count() -> None:
    assert sections("A\nF:a/\nX: \t b/ \n")[0][1] == ["F:a/", "X:b/ "]


def test_a_carriage_return_is_part_of_a_line_as_in_the_script() -> None:
    assert sections("A\r\nF:\ta/\r\n") == [("A\r", ["F:a/\r"])]
    assert sections_of("A\r\nF:\ta/\r\n", "a/x") == []


def test_only_capitals_of_one_letter_are_entries() -> None:
    text = "A\nF:\ta/\nf:\tb/\nFF:\tc/\n É:\td/\nG:\te/\n"
    # each of the lines that are none ends the section, and the last of them names the next
    assert sections(text) == [("A", ["F:a/"]), (" É:\td/", ["G:e/"])]


def test_a_section_knows_its_status() -> None:
    section = Section("A", (Entry("S", "Orphan"), Entry("S", "Maintained"), Entry("M", ADA)))
    assert section.status == "Maintained"
    assert section.is_maintained
    assert not Section("A", (Entry("S", "Maintained"),)).is_maintained
    assert not Section("A", (Entry("M", ADA), Entry("S", "Odd Fixes"))).is_maintained
    assert Section("A", ()).status == ""
    # one of its states is enough
    assert Section("A", (Entry("S", "Supported"), Entry("S", "Odd"), Entry("M", ADA))).is_maintained


@pytest.mark.parametrize(
    ("value", "form", "folder", "depth"),
    [
        ("mm/", Form.FOLDER, "mm/", 1),
        ("mm/rmap.c", Form.FILE, "mm/", 2),
        ("Kbuild", Form.FILE, "", 1),
        ("mm/*.c", Form.STARS, "mm/", 2),
        ("arch/*/mm/", Form.STARS, "arch/", 3),
        ("*", Form.STARS, "", -1),
        ("*/", Form.STARS, "", -1),
        ("mm/**/x", Form.STARS, "mm/", 3),
        ("mm/rmap.[ch]", Form.EXPRESSION, "mm/", 2),
        ("mm/r?ap.c", Form.EXPRESSION, "mm/", 2),
        ("mm/a+", Form.EXPRESSION, "mm/", 2),
        ("a/b{2}", Form.EXPRESSION, "a/", 2),
        ("a/|b/", Form.EXPRESSION, "", 2),
    ],
)
def test_a_pattern_is_looked_up_in_the_deepest_folder_that_is_certain(
    value: str, form: Form, folder: str, depth: int
) -> None:
    pattern = Pattern(value)
    assert (pattern.form, pattern.folder, pattern.depth) == (form, folder, depth)


@pytest.mark.parametrize(
    ("value", "path", "is_matched"),
    [
        ("mm/rmap.[ch]", "mm/rmap.h", True),
        ("mm/rmap.[ch]", "mm/rmap.S", False),
        ("mm/r?ap.c", "mm/rmap.c", True),
        ("mm/rmap.c", "mm/rmapxc", False),
        ("mm/a.b", "mm/axb", False),
        ("a/**/x.c", "a/b/c/x.c", True),
        ("a/**/x.c", "a/x.c", False),
        ("**/x.c", "a/b/x.c", True),
        ("a/*", "a/b/c", False),
        ("a/*", "a/b", True),
        ("a/*/", "a/b/c/d", True),
        ("a b/", "a b/c", True),
        ("a#b/", "a#b/c", True),
        ("a/|b/", "b/c", True),
        ("a/x+", "a/xxx", True),
        ("", "a", True),
        ("", "a/b", False),
        ("/", "/a", True),
    ],
)
def test_a_pattern_matches_as_the_script_s_does(value: str, path: str, is_matched: bool) -> None:
    assert sections_of(f"S\nF:\t{value}\n", path) == (["S"] if is_matched else [])


def test_two_stars_were_two_single_ones_before() -> None:
    old = profile_of_script(SCRIPTS["6.1"])
    text = "S\nF:\ta/**/x\n"
    options = "--noemail --nol --subsystem"
    assert ask(text, "a/b/c/x", options=options) == ["S"]
    assert ask(text, "a/b/c/x", profile=old, options=options) == []
    assert script_expression("a/**", two_stars=False) == "a/.*.*"


def test_only_a_name_without_dot_and_slash_may_be_a_folder() -> None:
    assert may_be_folder("drivers/bus")
    for value in ("", "drivers/", "a.c", "a*", "a?"):
        assert not may_be_folder(value)


@pytest.mark.parametrize("value", ["mm/", "mm/rmap.[ch]", "mm/*.c", "**/x", "a?b/", "a.b.c", "*"])
def test_a_pattern_is_printed_as_it_was_written(value: str) -> None:
    assert restored(value, two_stars=True) == value


def test_whole_sections_are_printed_with_a_blank_line_after_each() -> None:
    text = f"A\nM:\t{ADA}\nS:\tMaintained\nF:\ta/\nF:\tb\n\nB\nF:\ta/x/\nC:\tirc://x\n"
    asked = ask(text, "a/x/y", options="--sections", place=Place(["b"]))
    assert asked == ["B", "F:\ta/x/", "C:\tirc://x", "", "A"] + [
        f"M:\t{ADA}",
        "S:\tMaintained",
        "F:\ta/",
        "F:\tb/",
        "",
    ]
    assert ask(text, "a/x/y", options="--letters ms") == ["B", "", "A"] + [
        f"M:\t{ADA}",
        "S:\tMaintained",
        "",
    ]


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("(a+)+b", "more than one way"),
        ("(a|a)*b", "more than one way"),
        ("(.*)*", "more than one way"),
        ("a*a*a*a*a*b", "parts of any length"),
        ("(a?){9}" * 3, "too many ways"),
        ("(" * 30 + "a" + ")" * 30, "nested too deeply"),
        ("a" * 3_000, "longer than"),
        ("a)", "without its"),
        ("(a", ""),
        ("[a", ""),
        ("(?{ system('x') })", ""),
        ("\\p{Lu}", ""),
        ("(?R)", ""),
        ("a**", ""),
    ],
)
@pytest.mark.parametrize("letter", ["K", "N"])
def test_an_expression_that_cannot_be_run_is_left_out_by_name(
    expression: str, reason: str, letter: str
) -> None:
    index = index_of(f"GOOD\nF:\ta/\n\nBAD\n{letter}:\t{expression}\nF:\ta/\n")
    ((section, line, why),) = index.refusals
    assert (section, line) == ("BAD", f"{letter}: {expression}")
    assert reason in why
    # the rest of the section counts
    assert len(index.match("a/x").sections) == 2


@given(st.text(st.sampled_from("ab|()[]{}*+?.\\^$#: -,<>=!iPdwsbBAzZ0129\n"), max_size=40))
def test_any_expression_is_translated_or_refused(expression: str) -> None:
    try:
        alternatives = translate(expression)
    except RefusedExpression as refusal:
        found = str(refusal)
    else:
        found = "".join(alternatives)
        assert alternatives
    assert isinstance(found, str)


@given(st.text(st.sampled_from("ab/|()[]{}*+?.\\^$# "), max_size=30))
def test_any_pattern_is_indexed_or_refused(value: str) -> None:
    index = index_of(f"S\nF:\t{value}\nX:\t{value}x\n")
    index.match("a/b/a.b")
    restored(value, two_stars=True, braces=True)
