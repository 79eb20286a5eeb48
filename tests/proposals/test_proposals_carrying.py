"""Carrying: what becomes of a trailer from one revision to the next."""

from datetime import UTC, datetime

from lkmltrack.model.message import Address
from lkmltrack.model.series import Carriage, Patch, PostingKind, Series, Trailer
from lkmltrack.proposals.carrying import find_carried
from lkmltrack.proposals.people import People

ADA = Address("Ada Author", "ada@example.org")
MIA = Address("Mia Maintainer", "mia@example.com")
NOBODY = People({}, {})


def revision(number: int, *patch_ids: str) -> Series:
    patches = tuple(
        Patch(f"v{number}-{place}", place, f"mm: part {place}", ADA, patch_id)
        for place, patch_id in enumerate(patch_ids, 1)
    )
    return Series(
        PostingKind.PATCH, number, f"v{number}-0", "mm: it", ADA,
        datetime(2026, 3, number, tzinfo=UTC), len(patches), patches, cover=f"v{number}-0",
    )  # fmt: skip


def given(patch: str, message_id: str = "reply", name: str = "Reviewed-by") -> Trailer:
    return Trailer(name, str(MIA), message_id, MIA, None, patch)


def states(*trailers: Trailer, revisions: tuple[Series, ...]) -> list[tuple[str, Carriage]]:
    return [(one.patch, one.state) for one in find_carried(revisions, trailers, NOBODY)]


def test_a_trailer_for_the_newest_revision_waits_for_the_next() -> None:
    assert states(given("v1-1"), revisions=(revision(1, "a"),)) == [("v1-1", Carriage.WAITING)]


def test_a_trailer_in_the_text_of_the_same_patch_is_carried() -> None:
    found = states(
        given("v1-1"), given("v2-1", message_id="v2-1"),
        revisions=(revision(1, "a"), revision(2, "a")),
    )  # fmt: skip
    assert found == [("v2-1", Carriage.CARRIED)]


def test_a_trailer_that_an_unchanged_patch_does_not_have_is_lost() -> None:
    found = states(given("v1-1"), revisions=(revision(1, "a"), revision(2, "a")))
    assert found == [("v2-1", Carriage.LOST)]


def test_a_trailer_stays_behind_when_its_patch_changed() -> None:
    found = states(given("v1-1"), revisions=(revision(1, "a"), revision(2, "b")))
    assert found == [("v2-1", Carriage.CHANGED)]


def test_a_trailer_for_a_dropped_patch_is_gone() -> None:
    found = states(given("v1-2"), revisions=(revision(1, "a", "b"), revision(2, "a")))
    assert found == [("", Carriage.GONE)]


def test_a_trailer_for_the_cover_letter_counts_for_every_patch() -> None:
    found = states(given("v1-0"), revisions=(revision(1, "a", "b"), revision(2, "a", "c")))
    assert found == [("v2-1", Carriage.LOST), ("v2-2", Carriage.CHANGED)]


def test_the_authors_own_trailers_are_not_given() -> None:
    own = given("v1-1", message_id="v1-1")
    signed = given("v1-1", name="Signed-off-by")
    assert states(own, signed, revisions=(revision(1, "a"),)) == []
