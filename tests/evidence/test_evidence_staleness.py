"""Evidence is stale when the patches changed after it was measured."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.evidence.staleness import find_stale
from lkmltrack.model.comparison import Placed, Stale
from lkmltrack.model.evidence import Block, BlockKind, Document
from lkmltrack.model.measurement import Measurement, Role
from lkmltrack.model.message import Address
from lkmltrack.model.series import Patch, PostingKind, Series

ADA = Address("Ada Author", "ada@example.org")


def patch(title: str, patch_id: str = "") -> Patch:
    return Patch(f"{title}-{patch_id}@example.org", 1, title, ADA, patch_id)


def posting(revision: int, *patches: Patch, kind: PostingKind = PostingKind.PATCH) -> Series:
    name = f"{kind.value}{revision}@example.org"
    return Series(kind, revision, name, "a change", ADA, None, len(patches), patches)


def block(value: float = 3.0, role: Role | None = Role.CANDIDATE) -> Block:
    measurement = Measurement("throughput", value, "1/s", role=role)
    lines = (f"throughput  {value}",)
    return Block(BlockKind.NUMBERS, "key-values", 1, 1, lines, measurements=(measurement,))


def placed(name: str, series: Series | None, *blocks: Block) -> Placed:
    return Placed(Document(name, name, ADA, blocks=blocks), series)


OLD = posting(1, patch("add a lock", "a1"), patch("use the lock", "b1"))
SAME = posting(2, patch("add a lock", "a1"), patch("use the lock", "b1"))
NEW = posting(2, patch("add a lock", "a1"), patch("use the lock", "b2"), patch("docs", "c1"))


def only(found: list[Stale]) -> Stale:
    (stale,) = found
    return stale


def test_evidence_of_an_older_posting_is_stale_when_a_patch_changed() -> None:
    stale = only(find_stale([OLD, NEW], [placed("m1", OLD, block())]))
    assert (stale.source, stale.block) == ("m1", block().id)
    assert (stale.measured_on, stale.newest) == (OLD, NEW)
    assert [one.title for one in stale.changed] == ["use the lock"]
    assert [one.title for one in stale.added] == ["docs"]
    assert stale.gone == ()
    assert (
        stale.reason
        == "measured on v1; patches until v2: 1 changed, 1 added; v2 has no new figures"
    )


def test_the_same_patches_again_leave_evidence_fresh() -> None:
    assert find_stale([OLD, SAME], [placed("m1", OLD, block())]) == []


def test_evidence_of_the_newest_posting_is_fresh() -> None:
    assert (
        find_stale([OLD, NEW], [placed("m1", NEW, block()), placed("m2", None, block(4.0))]) == []
    )


def test_a_dropped_patch_makes_evidence_stale() -> None:
    less = posting(2, patch("add a lock", "a1"))
    stale = only(find_stale([OLD, less], [placed("m1", OLD, block())]))
    assert [one.title for one in stale.gone] == ["use the lock"]


def test_titles_in_other_spelling_are_one_patch() -> None:
    old = posting(1, patch("[PATCH RFC] Add  a lock", "a1"))
    new = posting(2, patch("[PATCH v2] add a lock", "a2"))
    stale = only(find_stale([old, new], [placed("m1", old, block())]))
    assert (len(stale.changed), len(stale.added), len(stale.gone)) == (1, 0, 0)


def test_without_patch_ids_it_is_said_that_nothing_can_be_told() -> None:
    old, new = posting(1, patch("add a lock")), posting(2, patch("add a lock"))
    stale = only(find_stale([old, new], [placed("m1", old, block())]))
    assert not stale.is_certain
    assert "cannot be told" in stale.reason


def test_what_was_measured_without_the_patches_does_not_age() -> None:
    assert find_stale([OLD, NEW], [placed("m1", OLD, block(role=Role.BASE))]) == []


def test_new_figures_of_the_same_metric_are_told() -> None:
    found = find_stale([OLD, NEW], [placed("m1", OLD, block()), placed("m2", NEW, block(4.0))])
    assert only(found).is_measured_again


def test_old_figures_shown_again_as_if_new_are_told() -> None:
    again = replace(block(), quoted="m1")
    stale = only(find_stale([OLD, NEW], [placed("m1", OLD, block()), placed("m2", NEW, again)]))
    assert stale.shown_again == ("m2",)
    assert stale.reason.endswith("v2 shows the old figures again")


def test_a_mere_quote_does_not_show_figures_again() -> None:
    quote = replace(block(), quoted="m1", depth=1)
    stale = only(find_stale([OLD, NEW], [placed("m1", OLD, block()), placed("m2", NEW, quote)]))
    assert stale.shown_again == ()


def test_copies_are_not_stale_by_themselves() -> None:
    copy = replace(block(), quoted="m1")
    found = find_stale([OLD, NEW], [placed("m1", OLD, block()), placed("m2", OLD, copy)])
    assert [stale.source for stale in found] == ["m1"]


def test_another_base_is_told() -> None:
    old, new = replace(OLD, base_commit="1" * 40), replace(NEW, base_commit="2" * 40)
    stale = only(find_stale([old, new], [placed("m1", old, block())]))
    assert stale.has_other_base


def test_a_discussion_has_no_patches_that_could_change() -> None:
    talk = posting(1, kind=PostingKind.DISCUSSION)
    assert find_stale([talk, NEW], [placed("m1", talk, block())]) == []
    assert find_stale([talk], [placed("m1", talk, block())]) == []


def test_a_part_that_was_sent_again_is_not_the_newest_state() -> None:
    part = replace(posting(2, patch("use the lock", "b9")), partial=True)
    assert find_stale([OLD, part], [placed("m1", OLD, block())]) == []


titles = st.lists(st.tuples(st.text(max_size=6), st.sampled_from(("", "a", "b"))), max_size=4)


@given(titles, titles)
def test_any_postings_are_compared(
    one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    old, new = (
        posting(number, *(patch(*pair) for pair in pairs))
        for number, pairs in ((1, one), (2, other))
    )
    for stale in find_stale([old, new], [placed("m1", old, block())]):
        assert stale.changed or stale.added or stale.gone or not stale.is_certain
