"""Applied: which of several commits counts, and which patch it is."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.model.commit import AppliedBy, AppliedPatch, Commit, Place
from lkmltrack.model.message import Address
from lkmltrack.model.series import Patch, PostingKind, Series
from lkmltrack.proposals.applied import Reverts, build_applied, is_revert
from lkmltrack.proposals.applied_matches import (
    Changes,
    CommitIndex,
    Match,
    decide,
    find_leads,
    fitting_leads,
    patches_to_read,
    posted_patches,
    wanted_commits,
)
from lkmltrack.proposals.commits import folded_title, is_same_person
from lkmltrack.proposals.mailed import read_mailed
from tests.fakes import DAY_ONE, mail, parsed

ADA = Address("Ada Author", "ada@example.org")
EVE = Address("Eve Engineer", "eve@example.com")
MIA = Address("Mia Maintainer", "mia@example.com")
MASTER = "refs/heads/master"


def posting(name: str, *titles: str, hours: float = 0.0, files: tuple[str, ...] = ()) -> Series:
    """A posting of Ada's."""
    patches = tuple(
        Patch(f"{name}-{number}@example.org", number, title, ADA, f"{name}{number}", files)
        for number, title in enumerate(titles, 1)
    )
    when = DAY_ONE + timedelta(hours=hours)
    first = patches[0].message_id
    return Series(PostingKind.PATCH, 1, first, titles[0], ADA, when, len(titles), patches)


def commit(
    number: int, subject: str, *, hours: float = 5.0, reverts: tuple[str, ...] = ()
) -> Commit:
    """A commit of Ada's that Mia made."""
    when = DAY_ONE + timedelta(hours=hours)
    return Commit(f"{number:040x}", subject, ADA, when, MIA, when, reverts=reverts)


def applied(
    series: list[Series],
    commits: list[Commit],
    *,
    patch_ids: dict[str, str] | None = None,
    places: dict[str, Place] | None = None,
) -> tuple[AppliedPatch, ...]:
    """What is applied when all commits are on one branch and nothing is known of their files."""
    posted = posted_patches(series)
    leads = fitting_leads(find_leads(posted, CommitIndex(commits)), {})
    ids = {sha: frozenset([found]) for sha, found in (patch_ids or {}).items()}
    matches = decide(leads, Changes({}, ids, {}, {}))
    where = {one.sha: Place(one.sha, (MASTER,), "", is_shared=True) for one in commits}
    by_sha = {one.sha: one for one in commits}
    return build_applied(posted, matches, by_sha, where | (places or {}))


def test_patches_of_one_title_are_told_apart_by_their_change() -> None:
    series = posting("one", "selftests: fix typo", "selftests: fix typo")
    commits = [commit(1, "selftests: fix typo"), commit(2, "selftests: fix typo")]
    found = applied([series], commits, patch_ids={commits[0].sha: "one2", commits[1].sha: "one1"})
    assert [(one.patch, one.commit) for one in found] == [
        ("one-1@example.org", commits[1].sha),
        ("one-2@example.org", commits[0].sha),
    ]


def test_patches_are_told_in_the_order_of_the_series() -> None:
    series = posting("one", "mm: b", "mm: a", "mm: c")
    commits = [commit(1, "mm: a"), commit(2, "mm: c"), commit(3, "mm: b")]
    assert [one.subject for one in applied([series], commits)] == ["mm: b", "mm: a", "mm: c"]


def test_a_patch_in_several_revisions_is_told_once() -> None:
    series = [posting(name, "mm: a", hours=hours) for name, hours in (("v1", 0), ("v2", 2))]
    (found,) = applied(series, [commit(1, "mm: a")])
    assert found.patch == "v2-1@example.org"


def test_the_same_change_counts_more_than_a_later_revision() -> None:
    series = [posting(name, "mm: a", hours=hours) for name, hours in (("v1", 0), ("v2", 2))]
    one = commit(1, "mm: a")
    (found,) = applied(series, [one], patch_ids={one.sha: "v11"})
    assert (found.patch, found.how) == ("v1-1@example.org", AppliedBy.PATCH_ID)


def test_a_released_commit_counts_more_than_a_newer_one() -> None:
    old, new = commit(1, "mm: a"), commit(2, "mm: a", hours=50)
    released = {old.sha: Place(old.sha, (MASTER,), "refs/tags/v6.20", is_shared=True)}
    (found,) = applied([posting("one", "mm: a")], [new, old], places=released)
    assert (found.commit, found.first_tag, found.copies) == (old.sha, "v6.20", (new.sha,))


def test_hundreds_of_branches_are_counted_and_the_first_ones_named() -> None:
    one = commit(1, "mm: a")
    names = tuple(f"refs/remotes/other/{number:03}" for number in range(300))
    places = {one.sha: Place(one.sha, names, is_shared=True)}
    (found,) = applied([posting("one", "mm: a")], [one], places=places)
    assert found.branches[0] == "other/000"
    assert len(found.branches) + found.more_branches == 300
    assert len(found.branches) <= 20


def test_a_revert_by_a_short_name_counts_for_that_commit_only() -> None:
    one = commit(1, "mm: a")
    twin = replace(one, sha=one.sha[:12] + "f" * 28)
    taken = commit(3, 'Revert "mm: a"', reverts=(one.sha[:14],))
    places = {sha: Place(sha, (MASTER,)) for sha in (one.sha, twin.sha, taken.sha)}
    reverts = Reverts([taken], places)
    assert reverts.of(one) == taken.sha
    assert reverts.of(twin) == ""


def test_reverts_that_name_each_other_end() -> None:
    one, two = commit(1, "a"), commit(2, "b")
    first = replace(one, reverts=(two.sha,))
    second = replace(two, reverts=(one.sha,))
    places = {sha: Place(sha, (MASTER,)) for sha in (one.sha, two.sha)}
    assert Reverts([first, second], places).of(first) == ""


def test_a_revert_before_the_commit_speaks_of_an_earlier_one() -> None:
    one, early = commit(1, "mm: a"), commit(2, 'Revert "mm: a"', hours=1)
    places = {sha: Place(sha, (MASTER,)) for sha in (one.sha, early.sha)}
    assert is_revert(early)
    assert Reverts([early], places).of(one) == ""


def test_a_match_of_a_posting_that_was_taken_out_is_passed_over() -> None:
    one = commit(1, "mm: a")
    match = Match(one.sha, "gone@example.org", AppliedBy.LINK)
    assert build_applied((), [match], {one.sha: one}, {one.sha: Place(one.sha, (MASTER,))}) == ()


def test_titles_are_folded() -> None:
    for other in ("[PATCH v3 2/9] mm:  Count it", "mm: count it.", "MM: COUNT IT"):
        assert folded_title(other) == "mm: count it"
    assert folded_title('Revert "[PATCH] mm"') == 'revert "[patch] mm"'


def test_people_are_known_by_address_or_full_name() -> None:
    assert is_same_person(ADA, Address("", "ADA@example.org"))
    assert is_same_person(ADA, Address("Author, Ada", "ada@example.com"))
    assert not is_same_person(Address("Ada", ""), Address("Ada", ""))
    assert not is_same_person(Address("", ""), Address("", ""))
    assert not is_same_person(ADA, EVE)


def test_headers_atop_a_patch_go_before_those_of_the_mail() -> None:
    text = "From: Eve Engineer <eve@example.com>\nDate: Mon, 02 Feb 2026 09:00:00 +0100\n\nCount.\n"
    (message,) = parsed([mail("a@example.org", "[PATCH] mm: a", text)])
    told = read_mailed(message)
    assert told.author == EVE
    assert told.written is not None
    assert told.written.isoformat() == "2026-02-02T08:00:00+00:00"
    (message,) = parsed([mail("a@example.org", "[PATCH] mm: a", "Count.\nFrom: Eve <e@x>\n")])
    assert read_mailed(message).author == ADA
    assert read_mailed(message).written == message.when


TEXT = st.text(max_size=40) | st.sampled_from(["mm: a", 'Revert "mm: a"', "[PATCH] mm: a", ""])
PERSON = st.builds(Address, TEXT, TEXT)


@given(TEXT, PERSON, TEXT, PERSON, st.lists(TEXT, max_size=3), st.booleans())
def test_any_mail_and_any_commit_can_be_compared(
    title: str, author: Address, subject: str, committer: Address, links: list[str], dated: bool
) -> None:
    patch = Patch("one@example.org", 1, title, author, "", tuple(links))
    series = Series(
        PostingKind.PATCH, 1, title, title, author, DAY_ONE if dated else None, 1, (patch,)
    )
    one = Commit(
        "a" * 40, subject, committer, DAY_ONE, author, DAY_ONE, tuple(links), "", ("aaaaaaa",)
    )
    wanted_commits(posted_patches([series]))
    leads = find_leads(posted_patches([series]), CommitIndex([one]))
    patches_to_read(leads)
    assert len(applied([series], [one])) <= 1
