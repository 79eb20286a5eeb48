"""A thread drawn as a tree."""

import re
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.cli.pages.tree import ASCII_BRANCHES, Branches, drawn_branches, tree_lines
from lkmltrack.cli.text.cells import width_of
from lkmltrack.cli.text.spans import characters
from lkmltrack.model.message import Address, Kind, Message
from lkmltrack.model.thread import Entry, Thread


def message(name: str, subject: str = "Re: [PATCH] mm: x", author: str = "Ann Example") -> Message:
    return Message(
        message_id=f"{name}@example.org",
        subject=subject,
        author=Address(author, "ann@example.org"),
        date=datetime(2026, 3, 1, tzinfo=UTC),
        body="a\nb\n",
    )


def entry(name: str, parent: str | None, depth: int, **fields: str) -> Entry:
    above = f"{parent}@example.org" if parent else None
    kind = Kind.REPLY if parent else Kind.PATCH
    return Entry(f"{name}@example.org", above, depth, message(name, **fields), kind)


def drawn(entries: list[Entry], width: int = 80) -> list[str]:
    return [characters(line, coloured=False) for line in tree_lines(Thread(tuple(entries)), width)]


TREE = [
    entry("root", None, 0, subject="[PATCH] mm: x"),
    entry("a", "root", 1),
    entry("b", "a", 2),
    entry("c", "b", 3),
    entry("d", "root", 1),
    entry("e", "root", 1),
    entry("f", "e", 2),
]


def test_branches_are_drawn_as_mutt_draws_them() -> None:
    assert list(drawn_branches(TREE, Branches(), 10)) == [
        "",
        "├─>",
        "│ └─>",
        "│   └─>",
        "├─>",
        "└─>",
        "  └─>",
    ]


def test_branches_can_be_ascii() -> None:
    assert list(drawn_branches(TREE, ASCII_BRANCHES, 10))[1:3] == ["|->", "| `->"]


def test_a_subject_that_repeats_the_parents_is_left_out() -> None:
    lines = drawn([TREE[0], TREE[1], entry("other", "a", 2, subject="Re: something else")])
    assert lines[0].endswith("[PATCH] mm: x")
    assert lines[1].endswith("└─>")
    assert lines[2].endswith("└─>Re: something else")


def test_a_patch_shows_its_subject_also_under_its_cover_letter() -> None:
    patch = Entry(
        "p@example.org", "root@example.org", 1, message("p", "[PATCH 1/1] mm: x"), Kind.PATCH
    )
    assert drawn([TREE[0], patch])[1].endswith("└─>[PATCH 1/1] mm: x")


def test_messages_are_numbered_and_missing_ones_are_not() -> None:
    ghost = Entry("gone@example.org", None, 0, None)
    lines = drawn([ghost, entry("a", "gone", 1), entry("b", "gone", 1)])
    assert "(not here: <gone@example.org>)" in lines[0]
    assert [line[:1] for line in lines[1:]] == ["1", "2"]
    assert "Re: [PATCH] mm: x" in lines[1]


def test_names_of_any_script_keep_the_columns() -> None:
    lines = drawn([entry("a", None, 0, author="李小兰"), entry("b", None, 0, author="Ann")])
    assert len({width_of(line[: line.index("(")]) for line in lines}) == 1


def chain(length: int) -> list[Entry]:
    names = [f"m{number}" for number in range(length)]
    return [
        entry(name, names[place - 1] if place else None, place) for place, name in enumerate(names)
    ]


def test_a_thread_ten_thousand_deep_is_drawn_and_every_line_fits() -> None:
    lines = drawn(chain(10_000), 40)
    assert len(lines) == 10_000
    assert max(map(width_of, lines)) <= 40
    assert re.search(r"\+99\d\d └─>$", lines[-1])


@st.composite
def trees(draw: st.DrawFn) -> list[Entry]:
    """Entries in display order, of any shape, with any subjects and names."""
    entries: list[Entry] = []
    above: list[str] = []
    for number in range(draw(st.integers(1, 12))):
        depth = draw(st.integers(0, len(above)))
        del above[depth:]
        name = f"n{number}"
        fields = {"subject": draw(st.text()), "author": draw(st.text())}
        entries.append(entry(name, above[-1] if above else None, depth, **fields))
        above.append(name)
    return entries


@settings(max_examples=60)
@given(trees(), st.integers(20, 120))
def test_any_tree_fits_the_screen_a_line_each(entries: list[Entry], width: int) -> None:
    lines = drawn(entries, width)
    assert len(lines) == len(entries)
    assert max(map(width_of, lines)) <= max(width, 32)
