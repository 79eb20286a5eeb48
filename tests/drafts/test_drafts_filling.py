"""Templates are filled, and say what they cannot be filled with."""

import pytest

from lkmltrack.drafts.filling import fill
from lkmltrack.errors import BadInputError


def test_help_is_dropped_and_names_are_filled() -> None:
    filled = fill("# help\nSubject: Re: ${what}\n\nHi ${who},\n\n# more\ntext\n", FACTS)
    assert filled.subject == "Re: a flag"
    assert filled.body == "\nHi Ada,\n\ntext\n".lstrip("\n")


FACTS = {"what": "a flag", "who": "Ada", "none": "", "lines": "one\ntwo"}


def test_a_line_of_nothing_but_empty_names_is_left_out() -> None:
    assert fill("a\n\n${none}\n\nb\n", FACTS).body == "a\n\nb\n"


def test_a_name_of_several_lines_keeps_them() -> None:
    assert fill("${lines}\nend\n", FACTS).body == "one\ntwo\nend\n"


def test_a_name_that_nobody_knows_is_named() -> None:
    with pytest.raises(BadInputError, match=r"\$\{answer\}") as caught:
        fill("${answer}\n", FACTS)
    assert "who" in caught.value.hint


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert fill("${who}\n", {"who": "${what} $x # y"}).body == "${what} $x # y\n"


def test_a_dollar_that_names_nothing_stays() -> None:
    assert fill("it costs $5 and $$\n", FACTS).body == "it costs $5 and $$\n"


def test_a_subject_is_one_line() -> None:
    assert fill("Subject: ${lines}\n\nx\n", FACTS).subject == "one two"
