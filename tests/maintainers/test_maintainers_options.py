"""Options in the spellings that Perl's Getopt::Long takes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.errors import LkmltrackError, UsageError
from lkmltrack.maintainers.options import (
    Options,
    parse_options,
    settle,
    words_of_configuration,
)

FLAGS = {
    "email": "email",
    "git": "git",
    "git-all-signature-types": "git_all_signature_types",
    "git-blame": "git_blame",
    "git-blame-signatures": "git_blame_signatures",
    "git-fallback": "git_fallback",
    "git-chief-penguins": "git_chief_penguins",
    "remove-duplicates": "remove_duplicates",
    "mailmap": "mailmap",
    "m": "maintainers",
    "r": "reviewers",
    "n": "names",
    "l": "lists",
    "fixes": "fixes",
    "moderated": "moderated",
    "s": "subscribers",
    "multiline": "multiline",
    "roles": "roles",
    "rolestats": "rolestats",
    "subsystem": "subsystem",
    "status": "status",
    "substatus": "substatus",
    "scm": "scm",
    "tree": "tree",
    "web": "web",
    "bug": "bug",
    "k": "keywords",
    "keywords": "keywords",
    "kf": "keywords_in_file",
    "keywords-in-file": "keywords_in_file",
    "sections": "sections",
    "fe": "file_emails",
    "file-emails": "file_emails",
    "i": "interactive",
    "interactive": "interactive",
    "drop_the_rest_supporter": "drop_the_rest",
}
SWITCHES = {
    "f": "are_files",
    "file": "are_files",
    "find-maintainer-files": "find_maintainer_files",
}
NUMBERS = {
    "git-min-signatures": "git_min_signatures",
    "git-max-maintainers": "git_max_maintainers",
    "git-min-percent": "git_min_percent",
    "pattern-depth": "pattern_depth",
}
TEXTS = {
    "git-since": "git_since",
    "hg-since": "hg_since",
    "separator": "separator",
    "letters": "letters",
    "mpath": "maintainer_path",
    "maintainer-path": "maintainer_path",
}


def parsed(*words: str) -> tuple[Options, list[str]]:
    options = Options()
    return options, parse_options(list(words), options)


def settled(*words: str, is_terminal: bool = False, has_substatus: bool = True) -> Options:
    options, _ = parsed(*words)
    settle(options, is_terminal=is_terminal, has_substatus=has_substatus)
    return options


@pytest.mark.parametrize("name", FLAGS)
def test_a_flag_is_set_and_undone_in_every_spelling(name: str) -> None:
    for word in (f"--{name}", f"-{name}", f"+{name}", f"--{name.upper()}"):
        assert getattr(parsed(f"--no{name}", word)[0], FLAGS[name]) == 1, word
    for word in (f"--no{name}", f"--no-{name}", f"-no-{name}", f"--NO{name.upper()}"):
        assert getattr(parsed(f"--{name}", word)[0], FLAGS[name]) == 0, word
    with pytest.raises(UsageError, match="takes no value"):
        parsed(f"--{name}=1")
    with pytest.raises(UsageError, match="takes no value"):
        parsed(f"--no{name}=1")


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_cannot_be_undone(name: str) -> None:
    assert getattr(parsed(f"--{name}")[0], SWITCHES[name]) == 1
    for word in (f"--no{name}", f"--no-{name}"):
        with pytest.raises(UsageError, match="there is no option"):
            parsed(word)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_the_next_word_or_follows_an_equals_sign(name: str) -> None:
    for words in ([f"--{name}", "7"], [f"--{name}=7"], [f"-{name}", "+7"], [f"--{name}=0_7"]):
        options, files = parsed(*words, "file")
        assert getattr(options, NUMBERS[name]) == 7
        assert files == ["file"]
    assert getattr(parsed(f"--{name}", "-3")[0], NUMBERS[name]) == -3
    for wrong in ("seven", "", "7x", "0x7", "_", "1.5", "७"):
        with pytest.raises(UsageError, match="no number|needs a value"):
            parsed(f"--{name}={wrong}")
    with pytest.raises(UsageError, match="needs a value"):
        parsed(f"--{name}")


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_may_look_like_an_option(name: str) -> None:
    for words in ([f"--{name}", "--m"], [f"--{name}=--m"], [f"-{name}", "--m"]):
        options, files = parsed(*words)
        assert getattr(options, TEXTS[name]) == "--m"
        assert files == []
    for words in ([f"--{name}"], [f"--{name}="]):
        with pytest.raises(UsageError, match="needs a value"):
            parsed(*words)


def test_every_option_is_tested() -> None:
    from lkmltrack.maintainers.options import _NAMES

    assert set(_NAMES) == {*FLAGS, *SWITCHES, *NUMBERS, *TEXTS}


def test_the_last_word_counts() -> None:
    assert parsed("--nol", "--l", "--nol")[0].lists == 0
    assert parsed("--separator", "a", "--separator", "b")[0].separator == "b"


def test_options_may_stand_among_the_files_up_to_two_dashes() -> None:
    options, files = parsed("a", "--nom", "-", "b", "--", "--nol", "c")
    assert files == ["a", "-", "b", "--nol", "c"]
    assert (options.maintainers, options.lists) == (0, 1)


@pytest.mark.parametrize("word", ["--mail", "--gi", "--nono-l", "--no", "--nox", "-fx", "--=x"])
def test_nothing_is_abbreviated_and_what_is_unknown_is_named(word: str) -> None:
    with pytest.raises(UsageError, match="there is no option") as caught:
        parsed(word)
    assert word in caught.value.what


def test_a_configuration_holds_words_and_comments() -> None:
    assert words_of_configuration("") == []
    text = "--nogit\n\n  # a comment\n--separator ;# no comment\n--no-l # one\n"
    assert words_of_configuration(text) == ["--nogit", "--separator", ";#", "no", "comment"] + [
        "--no-l"
    ]


def test_a_separator_puts_everything_into_one_line() -> None:
    assert settled().multiline == 1
    assert settled("--separator", ";").multiline == 0
    assert settled("--separator", ", ").multiline == 1


def test_numbers_beside_roles_need_roles() -> None:
    assert settled().roles == 1
    assert settled("--norolestats").roles == 0
    assert settled("--roles", "--norolestats").roles == 1
    assert settled("--noroles").roles == 1


def test_what_is_not_merely_maintained_is_told_on_a_terminal_only() -> None:
    assert settled().substatus == 0
    assert settled(is_terminal=True).substatus == 1
    assert settled("--norolestats", is_terminal=True).substatus == 0
    assert settled("--noemail", "--scm", is_terminal=True).substatus == 0
    assert settled("--substatus").substatus == 1
    assert settled("--nosubstatus", is_terminal=True).substatus == 0
    assert settled("--substatus", has_substatus=False).substatus == 0


@pytest.mark.parametrize("words", [("--sections",), ("--letters", "mf"), ("--letters=mf", "--scm")])
def test_sections_leave_everything_else_out(words: tuple[str, ...]) -> None:
    options = settled(*words, "--git", "--web", "--kf")
    assert options.sections == 1
    left_out = ("email", "lists", "scm", "status", "subsystem", "web", "bug", "keywords")
    assert {getattr(options, name) for name in left_out} == {0}
    assert options.keywords_in_file == 0


def test_a_call_that_asks_for_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="nothing is asked for"):
        settled("--noemail")
    with pytest.raises(UsageError, match="all kinds of addresses are turned off"):
        settled("--nom", "--nor", "--nol")
    settled("--noemail", "--bug")
    settled("--nom", "--nor", "--nol", "--git")
    settled("--nom", "--nor", "--nol", "--s")


def test_there_is_no_menu() -> None:
    with pytest.raises(UsageError, match="has no menu"):
        settled("--interactive")


WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from([f"--{name}" for name in (*FLAGS, *SWITCHES, *NUMBERS, *TEXTS)]),
    st.builds("--{}={}".format, st.sampled_from([*NUMBERS, *TEXTS]), st.text(max_size=6)),
)


@given(st.lists(WORDS, max_size=8))
def test_any_words_are_read_or_refused(words: list[str]) -> None:
    with suppress(LkmltrackError):
        settled(*words)
