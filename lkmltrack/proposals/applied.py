"""Applied: of the commits that are a posted patch the one that counts, and whether it still holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lkmltrack.model.commit import AppliedBy, AppliedPatch, Commit, Place
from lkmltrack.proposals.applied_matches import Match, PostedPatch
from lkmltrack.proposals.commits import folded_title, is_same_person, short_name

_SHA_START = 7
_MOST_BRANCHES = 20
_REVERT = 'revert "'


@dataclass(frozen=True, slots=True)
class _Found:
    """A commit that is a posted patch, where it is, and what took it back."""

    commit: Commit
    posted: PostedPatch
    how: AppliedBy
    place: Place
    reverted_by: str


def build_applied(
    posted: Sequence[PostedPatch],
    matches: Iterable[Match],
    commits: Mapping[str, Commit],
    places: Mapping[str, Place],
) -> tuple[AppliedPatch, ...]:
    """Return each posted patch that is in the tree once, in the order of the series.

    A commit that its poster made and nobody built on is left out, unless it
    links to the mail: it is the work that the patch was posted from.
    """
    by_id = {one.patch.message_id: one for one in posted}
    reverts = Reverts(commits.values(), places)
    groups: dict[tuple[str, int], list[_Found]] = {}
    for match in matches:
        commit, place = commits.get(match.commit), places.get(match.commit)
        one = by_id.get(match.patch)
        if (
            commit is None
            or place is None
            or one is None
            or _is_own_work(match, commit, one, place)
        ):
            continue
        found = _Found(commit, one, match.how, place, reverts.of(commit))
        groups.setdefault(_patch_key(one), []).append(found)
    applied = [_chosen(group) for group in groups.values()]
    return tuple(_applied(best, others) for best, others in sorted(applied, key=_order))


def _is_own_work(match: Match, commit: Commit, one: PostedPatch, place: Place) -> bool:
    if match.how is AppliedBy.LINK or place.is_shared:
        return False
    posters = (one.patch.author, one.series.author)
    return any(is_same_person(commit.committer, poster) for poster in posters)


def _patch_key(one: PostedPatch) -> tuple[str, int]:
    """Return what is the same for one patch in all revisions: its title, if it has one of its own."""
    title = folded_title(one.patch.title)
    titles = [folded_title(patch.title) for patch in one.series.patches]
    return (title, one.patch.counter if titles.count(title) > 1 else 0)


def _chosen(group: Sequence[_Found]) -> tuple[_Found, tuple[str, ...]]:
    """Return the commit that counts, and the others by date."""
    best = min(group, key=_worth)
    others = sorted(
        (found.commit.committed, found.commit.sha) for found in group if found is not best
    )
    return best, tuple(sha for _, sha in others)


def _worth(found: _Found) -> tuple[bool, bool, bool, bool, int, float, str]:
    """Order commits of one patch: what holds, originals, the certain, the released, the newest."""
    return (
        bool(found.reverted_by),
        bool(found.commit.copy_of),
        found.how is AppliedBy.PROBABLY,
        not found.place.first_tag,
        -len(found.place.branches),
        -found.commit.committed.timestamp(),
        found.commit.sha,
    )


def _order(applied: tuple[_Found, tuple[str, ...]]) -> tuple[int, int, str]:
    found = applied[0]
    return (found.posted.patch.counter, found.posted.place, found.commit.sha)


def _applied(found: _Found, others: tuple[str, ...]) -> AppliedPatch:
    return AppliedPatch(
        patch=found.posted.patch.message_id,
        commit=found.commit.sha,
        subject=found.commit.subject,
        committer=found.commit.committer,
        committed=found.commit.committed,
        branches=tuple(map(short_name, found.place.branches[:_MOST_BRANCHES])),
        first_tag=short_name(found.place.first_tag),
        how=found.how,
        reverted_by=found.reverted_by,
        copy_of=found.commit.copy_of,
        copies=others,
        more_branches=max(0, len(found.place.branches) - _MOST_BRANCHES),
    )


# ---------------------------------------------------------------- reverts


class Reverts:
    """Which commits take others back, on the branch where it counts."""

    def __init__(self, commits: Iterable[Commit], places: Mapping[str, Place]) -> None:
        self._places = places
        self._by_start: dict[str, list[Commit]] = {}
        self._by_title: dict[str, list[Commit]] = {}
        for commit in sorted(commits, key=lambda commit: (commit.committed, commit.sha)):
            for sha in commit.reverts:
                self._by_start.setdefault(sha[:_SHA_START], []).append(commit)
            if not commit.reverts and (title := _reverted_title(commit)):
                self._by_title.setdefault(title, []).append(commit)

    def of(self, commit: Commit) -> str:
        """Return the commit that took one back; empty when none did, or that was taken back too."""
        place = self._places.get(commit.sha)
        branch = next(iter(place.branches), "") if place else ""
        for revert in reversed(self.candidates(commit)):
            chain = self._chain_from(revert, branch)
            if len(chain) % 2:
                return chain[-1].sha
        return ""

    def candidates(self, commit: Commit) -> list[Commit]:
        """Return the commits that say that they take one back, oldest first."""
        named = [
            revert
            for revert in self._by_start.get(commit.sha[:_SHA_START], ())
            if any(commit.sha.startswith(sha) for sha in revert.reverts)
        ]
        told = [
            revert
            for revert in self._by_title.get(folded_title(commit.subject), ())
            if revert.committed >= commit.committed
        ]
        return [revert for revert in (*told, *named) if revert.sha != commit.sha]

    def _chain_from(self, revert: Commit, branch: str) -> list[Commit]:
        """Return a revert, what takes it back, what takes that back, and so on."""
        chain: list[Commit] = []
        seen: set[str] = set()
        waiting = [revert]
        while here := [one for one in waiting if one.sha not in seen and self._is_on(one, branch)]:
            chain.append(here[-1])
            seen.add(here[-1].sha)
            waiting = self.candidates(here[-1])
        return chain

    def _is_on(self, commit: Commit, branch: str) -> bool:
        place = self._places.get(commit.sha)
        return place is not None and (not branch or branch in place.branches)


def _reverted_title(commit: Commit) -> str:
    """Return the title that a revert quotes."""
    subject = commit.subject.strip()
    if not subject.lower().startswith(_REVERT):
        return ""
    return folded_title(subject[len(_REVERT) :].rstrip('". '))


def is_revert(commit: Commit) -> bool:
    """Whether a commit says that it takes another one back."""
    return bool(commit.reverts) or bool(_reverted_title(commit))


def relevant_reverts(commits: Iterable[Commit], reverts: Iterable[Commit]) -> list[Commit]:
    """Return those of some reverts that take commits back, and those that take these back."""
    known = Reverts(reverts, {})
    waiting = list(commits)
    seen = {commit.sha for commit in waiting}
    found: list[Commit] = []
    while waiting:
        for revert in known.candidates(waiting.pop()):
            if revert.sha not in seen:
                seen.add(revert.sha)
                found.append(revert)
                waiting.append(revert)
    return found
