"""Net changes: the same for every way to write one change, another for another."""

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.proposals.net_change import net_change

OLD = [f"line {number};" for number in range(30)]
NEW = [*OLD[:4], "new;", *OLD[4:12], "other;", *OLD[13:25], OLD[26], OLD[25], *OLD[27:]]


def diff(old: list[str], new: list[str], context: int = 3) -> str:
    return "\n".join(difflib.unified_diff(old, new, "a/x", "b/x", lineterm="", n=context))


@pytest.mark.parametrize("context", [0, 1, 3, 30])
def test_the_context_does_not_matter(context: int) -> None:
    assert net_change(diff(OLD, NEW, context)) == net_change(diff(OLD, NEW))


def test_another_change_is_another() -> None:
    digests = {
        net_change(diff(OLD, new))
        for new in (NEW, NEW[:-1], [*NEW, "more;"], [*NEW, "more;", "more;"], OLD[5:])
    }
    assert len(digests) == 5
    assert net_change(diff(OLD, NEW)) != net_change(diff(NEW, OLD))


def test_a_rewritten_file_is_the_same_as_a_changed_one() -> None:
    whole = [f"-{line}" for line in OLD] + [f"+{line}" for line in NEW]
    rewritten = "\n".join([f"@@ -1,{len(OLD)} +1,{len(NEW)} @@", *whole])
    assert net_change(rewritten) == net_change(diff(OLD, NEW))


def test_lines_that_look_like_headers_are_lines() -> None:
    first = net_change("@@ -1 +1 @@\n--- a/x\n+++ b/x\n")
    assert first == net_change("--- a/y\n+++ b/y\n@@ -1 +1 @@\n--- a/x\n+++ b/x\n-- \n2.50\n")
    assert first != ""


def test_nothing_but_order_and_white_space_is_no_net_change() -> None:
    assert net_change(diff(["a", "b", "c"], ["c", "a", "b"])) == ""
    assert net_change("@@ -1 +1 @@\n-a  b\n+\ta b \n") == ""
    assert net_change("") == ""


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")), st.integers(0, 4))
def test_it_is_what_the_multisets_of_lines_differ_by(
    old: list[str], new: list[str], context: int
) -> None:
    found = net_change(diff(old, new, context))
    assert (found == "") == (sorted(old) == sorted(new))
    assert found == net_change(diff(sorted(old), sorted(new)))


@given(st.lists(st.text(max_size=9) | st.sampled_from(["@@ -1,9 +1,9 @@", "+x", "-x", "@@"])))
def test_any_text_has_a_net_change(lines: list[str]) -> None:
    assert len(net_change("\n".join(lines))) in (0, 64)
