"""Applying: what is asked of a tree's history, and what is remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lkmltrack.errors import StoreReadOnlyError, TreeError
from lkmltrack.model.commit import AppliedBy, Commit, Place, Reference, Wanted
from lkmltrack.model.message import Address
from lkmltrack.model.series import Patch, PostingKind, Series
from lkmltrack.proposals.commits import folded_title
from lkmltrack.tracker.applying import Application, find_applied, known_applied
from lkmltrack.tracker.ports import Outside, Progress, no_progress
from lkmltrack.tracker.scanned import Journal, state_of
from tests.fakes import DAY_ONE, mail, outside_world, patch_body

ADA = Address("Ada Author", "ada@example.org")
EVE = Address("Eve Engineer", "eve@example.com")
MIA = Address("Mia Maintainer", "mia@example.com")


@dataclass
class FakeHistory:
    """A history in memory: commits by branch, and a list of what was asked."""

    branches: dict[str, list[Commit]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    patch_ids_of: dict[str, str] = field(default_factory=dict)
    files_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asked: list[tuple[str, object]] = field(default_factory=list)
    path: Path = Path("/a/tree")
    failure: str = ""

    def identity(self) -> str:
        if self.failure:
            raise TreeError(self.failure, "Look again.")
        return str(self.path)

    def limits(self) -> tuple[str, ...]:
        return ()

    def references(self) -> tuple[Reference, ...]:
        heads = [
            Reference(f"refs/heads/{name}", commits[-1].sha)
            for name, commits in self.branches.items()
        ]
        return (*heads, *(Reference(f"refs/tags/{name}", sha) for name, sha in self.tags.items()))

    def commits(
        self,
        wanted: Wanted,
        *,
        starts: Sequence[str],
        seen: Sequence[str] = (),
        since: datetime | None = None,
        progress: Progress = no_progress,
    ) -> list[Commit]:
        reached = self._below(starts) - self._below(seen)
        everything = {one.sha: one for commits in self.branches.values() for one in commits}
        found = [
            one
            for sha, one in everything.items()
            if sha in reached
            and (since is None or one.committed >= since)
            and (
                folded_title(one.subject) in wanted.titles
                or one.author.address in wanted.authors
                or not wanted.message_ids.isdisjoint(one.links)
                or one.reverts
            )
        ]
        self.asked.append(("commits", (tuple(starts), tuple(seen), since)))
        return found

    def _below(self, tips: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for commits in self.branches.values():
            shas = [one.sha for one in commits]
            for tip in tips:
                found.update(shas[: shas.index(tip) + 1] if tip in shas else ())
        return found

    def files(self, commits: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        self.asked.append(("files", tuple(commits)))
        return {sha: self.files_of[sha] for sha in commits if sha in self.files_of}

    def patch_ids(
        self, commits: Sequence[str], *, thorough: bool = False
    ) -> Mapping[str, frozenset[str]]:
        self.asked.append(("patch-ids", tuple(commits)))
        known = self.patch_ids_of
        return {sha: frozenset([known[sha]]) for sha in commits if sha in known}

    def net_changes(self, commits: Sequence[str]) -> Mapping[str, str]:
        return {}

    def places(
        self,
        commits: Sequence[Commit],
        *,
        known: Sequence[Place] = (),
        before: Sequence[Reference] = (),
    ) -> Mapping[str, Place]:
        self.asked.append(("places", tuple(one.sha for one in commits)))
        found: dict[str, Place] = {}
        for commit in commits:
            branches = tuple(
                f"refs/heads/{name}" for name, held in self.branches.items() if commit in held
            )
            if branches:
                found[commit.sha] = Place(commit.sha, branches, is_shared=True)
        return found

    def held(self, tips: Sequence[str], commits: Sequence[Commit]) -> Mapping[str, frozenset[str]]:
        return {}

    def scans(self) -> list[tuple[tuple[str, ...], tuple[str, ...], datetime | None]]:
        """Return what was scanned since the last question, and forget it."""
        found = [what for name, what in self.asked if name == "commits"]
        self.asked.clear()
        return found  # type: ignore[return-value]  # only tuples of that kind are kept


def commit(number: int, subject: str, *, links: tuple[str, ...] = (), hours: float = 5.0) -> Commit:
    """A commit of Ada's that Mia made."""
    when = DAY_ONE + timedelta(hours=hours)
    return Commit(f"{number:040x}", subject, ADA, when, MIA, when, links)


def posting(name: str, *titles: str, revision: int = 1, hours: float = 0.0) -> Series:
    """A posting of Ada's."""
    patches = tuple(
        Patch(f"{name}-{number}@example.org", number, title, ADA, f"{name}{number}", ("mm/a.c",))
        for number, title in enumerate(titles, 1)
    )
    when = DAY_ONE + timedelta(hours=hours)
    first = patches[0].message_id if patches else f"{name}@example.org"
    return Series(PostingKind.PATCH, revision, first, titles[0], ADA, when, len(titles), patches)


@pytest.fixture
def history() -> FakeHistory:
    return FakeHistory({"master": [commit(1, "mm: begin", hours=-900)]})


@pytest.fixture
def outside(tmp_path: Path, history: FakeHistory) -> Outside:
    return replace(outside_world(tmp_path), history=history)


def look(outside: Outside, **revisions: Sequence[Series]) -> Application:
    return find_applied(revisions, outside)


def shas(found: Application, key: str = "one") -> list[int]:
    return [int(one.commit, 16) for one in found.patches[key]]


def test_nothing_is_asked_while_nothing_moves(outside: Outside, history: FakeHistory) -> None:
    series = posting("one", "mm: count")
    history.branches["master"].append(commit(2, "mm: Count.", links=("one-1@example.org",)))
    first = look(outside, one=[series])
    assert shas(first) == [2]
    assert first.patches["one"][0].how is AppliedBy.LINK
    history.asked.clear()
    assert look(outside, one=[series]) == first
    assert history.asked == []
    assert known_applied("one", outside) == first.patches["one"]


def test_only_new_commits_are_looked_at_later(outside: Outside, history: FakeHistory) -> None:
    series = posting("one", "mm: count")
    look(outside, one=[series])
    ((starts, seen, since),) = history.scans()
    assert (len(starts), seen) == (1, ())
    assert since == DAY_ONE - timedelta(days=7)
    for number in (2, 3):
        history.branches["master"].append(commit(number, "mm: something else"))
        look(outside, one=[series])
        ((starts, seen, _),) = history.scans()
        assert starts == (f"{number:040x}",)
        assert f"{number - 1:040x}" in seen


def test_all_proposals_share_one_scan(outside: Outside, history: FakeHistory) -> None:
    many = {f"p{number}": [posting(f"p{number}", f"mm: count {number}")] for number in range(20)}
    find_applied(many, outside)
    assert len(history.scans()) == 1
    history.branches["master"].append(commit(2, "mm: count 7", links=("p7-1@example.org",)))
    found = find_applied(many, outside)
    assert len(history.scans()) == 1
    assert [key for key, applied in found.patches.items() if applied] == ["p7"]


def test_proposals_that_saw_different_states_are_both_brought_up_to_date(
    outside: Outside, history: FakeHistory
) -> None:
    one, two = posting("one", "mm: count"), posting("two", "mm: sort")
    look(outside, one=[one], two=[two])
    history.branches["master"].append(commit(2, "mm: sort", links=("two-1@example.org",)))
    assert shas(look(outside, one=[one])) == []
    history.branches["master"].append(commit(3, "mm: count", links=("one-1@example.org",)))
    found = look(outside, one=[one], two=[two])
    assert (shas(found, "one"), shas(found, "two")) == ([3], [2])


def test_a_new_revision_is_looked_for_from_its_date_on(
    outside: Outside, history: FakeHistory
) -> None:
    first = posting("one", "mm: count")
    second = posting("two", "mm: count anew", revision=2, hours=500)
    history.branches["master"].append(
        commit(2, "mm: count anew", links=("two-1@example.org",), hours=600)
    )
    assert shas(look(outside, one=[first])) == []
    history.scans()
    assert shas(look(outside, one=[first, second])) == [2]
    ((_, seen, since),) = history.scans()
    assert seen == ()
    assert since == DAY_ONE + timedelta(hours=500) - timedelta(days=7)


def test_a_proposal_without_patches_asks_for_nothing(
    outside: Outside, history: FakeHistory
) -> None:
    talk = Series(PostingKind.DISCUSSION, 1, "a@example.org", "mm: an idea", ADA, DAY_ONE, 0)
    assert look(outside, one=[talk]).patches == {"one": ()}
    assert history.asked == []


def test_a_posting_from_the_future_and_one_without_a_date_are_looked_for(
    outside: Outside, history: FakeHistory
) -> None:
    late = posting("one", "mm: count", hours=900_000)
    undated = replace(posting("two", "mm: sort"), date=None)
    history.branches["master"] += [
        commit(2, "mm: count", links=("one-1@example.org",)),
        commit(3, "mm: sort", links=("two-1@example.org",)),
    ]
    outside.clock.move(days=-99)  # type: ignore[attr-defined]  # the fake clock can be moved
    assert shas(look(outside, one=[late])) == [2]
    assert shas(look(outside, two=[undated]), "two") == [3]
    assert history.scans()[-1][2] is None


def test_a_revision_that_a_person_took_out_is_not_told(
    outside: Outside, history: FakeHistory
) -> None:
    first, second = posting("one", "mm: count"), posting("two", "mm: sort", revision=2)
    history.branches["master"].append(commit(2, "mm: count", links=("one-1@example.org",)))
    assert shas(look(outside, one=[first, second])) == [2]
    assert shas(look(outside, one=[second])) == []
    assert shas(look(outside, one=[first, second])) == [2]


def test_without_a_tree_the_last_answer_stands(outside: Outside, history: FakeHistory) -> None:
    series = posting("one", "mm: count")
    history.branches["master"].append(commit(2, "mm: count", links=("one-1@example.org",)))
    look(outside, one=[series])
    found = look(replace(outside, history=None), one=[series])
    assert (shas(found), found.warnings) == ([2], ())
    history.failure = "/a/tree: this is no git repository"
    found = look(outside, one=[series])
    assert shas(found) == [2]
    assert found.warnings == ("/a/tree: this is no git repository (Look again.)",)


def test_another_tree_is_looked_through_from_the_start(
    outside: Outside, history: FakeHistory
) -> None:
    series = posting("one", "mm: count")
    history.branches["master"].append(commit(2, "mm: count", links=("one-1@example.org",)))
    assert shas(look(outside, one=[series])) == [2]
    other = FakeHistory({"main": [commit(9, "mm: begin")]}, path=Path("/another/tree"))
    assert shas(look(replace(outside, history=other), one=[series])) == []
    assert shas(look(outside, one=[series])) == [2]


def test_a_store_that_cannot_be_written_costs_only_the_memory(
    outside: Outside, history: FakeHistory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(key: str, kind: str, value: str) -> None:
        raise StoreReadOnlyError("the file cannot be written")

    monkeypatch.setattr(outside.store, "keep_derived", refuse)
    series = posting("one", "mm: count")
    history.branches["master"].append(commit(2, "mm: count", links=("one-1@example.org",)))
    assert shas(look(outside, one=[series])) == [2]
    assert shas(look(outside, one=[series])) == [2]
    assert len(history.scans()) == 2


def test_what_another_version_kept_is_found_anew(outside: Outside, history: FakeHistory) -> None:
    series = posting("one", "mm: count")
    history.branches["master"].append(commit(2, "mm: count", links=("one-1@example.org",)))
    look(outside, one=[series])
    for damage in ("{}", "[1]", '{"form":"0"}', "nonsense"):
        for key, kind in (
            ("one", "applied"),
            ("one", "applied-from"),
            ("/a/tree", "scanned"),
            ("/a/tree", "looked"),
        ):
            outside.store.keep_derived(key, kind, damage)
            assert shas(look(outside, one=[series])) == [2]
        assert known_applied("one", outside) != ()
        assert shas(look(outside, one=[series])) == [2]


def test_the_mail_tells_who_wrote_a_patch_and_when(outside: Outside, history: FakeHistory) -> None:
    body = patch_body(path="mm/a.c", text="From: Eve Engineer <eve@example.com>\n\nCount.\n")
    outside.store.add([mail("one-1@example.org", "[PATCH] mm: count", body)])
    made = replace(commit(2, "mm: count"), author=EVE)
    reworded = replace(commit(3, "mm: other words"), author=ADA, authored=DAY_ONE)
    history.branches["master"] += [made, reworded]
    history.files_of = {made.sha: ("mm/a.c",), reworded.sha: ("mm/a.c",)}
    found = look(outside, one=[posting("one", "mm: count")]).patches["one"]
    assert [(one.commit, one.how) for one in found] == [(made.sha, AppliedBy.PROBABLY)]


def test_the_journal_forgets_what_is_long_gone() -> None:
    journal = Journal()
    for number in range(3_000):
        references = (Reference("refs/heads/master", f"{number:040x}"),)
        journal = journal.after(state_of(references), references)
    assert len(journal.states) <= 400
    assert len(journal.tips) <= 1_010
    assert journal.seen_in(journal.last_state) >= {f"{2_999:040x}"}
    assert journal.seen_in("never") == frozenset()


def test_a_state_that_comes_again_is_taken_for_the_first_one() -> None:
    old, new = (Reference("refs/heads/a", "1" * 40),), (Reference("refs/heads/a", "2" * 40),)
    journal = Journal()
    for references in (old, new, old):
        journal = journal.after(state_of(references), references)
    assert journal.seen_in(state_of(old)) == {"1" * 40}
    assert journal.seen_in(state_of(new)) == {"1" * 40, "2" * 40}
