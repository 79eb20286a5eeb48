"""Places: on which branches and in which release commits are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from lkmltrack.adapters.history.process import Git
from lkmltrack.adapters.history.reach import Contents, find_contents
from lkmltrack.adapters.history.references import Tip, read_tips
from lkmltrack.adapters.history.releases import first_release, is_release, release_before
from lkmltrack.model.commit import Commit, Place, Reference
from lkmltrack.proposals.commits import is_same_person

_LONGEST_SLEEP = timedelta(days=366)
"""Branches that ended so long before a commit do not have it: there are many in a stable tree."""
_FIRST_GIT = datetime(2005, 4, 1, tzinfo=UTC)


def find_places(
    git: Git,
    commits: Sequence[Commit],
    *,
    known: Sequence[Place] = (),
    before: Sequence[Reference] = (),
) -> dict[str, Place]:
    """Return where each commit is; one that is on no branch and in no release is left out.

    ``known`` are the places that were found while the branches and tags were
    as in ``before``: what has not moved since is not walked again.
    """
    if not commits:
        return {}
    tips = read_tips(git)
    earliest = _earliest(commits)
    floor = release_before(tips, earliest)
    old = _Old(known, before) if _tells_all(known, commits, tips, before) else _Old((), ())
    asked = [
        tip
        for tip in tips
        if (is_release(tip) and not old.has_same_tag(tip) or not tip.is_tag)
        and _may_contain(tip, earliest)
    ]
    contents = find_contents(
        git,
        {tip.commit for tip in asked},
        [commit.sha for commit in commits],
        known=old.contents,
        floor=floor.commit if floor else "",
    )
    by_name = {tip.name: tip for tip in tips}
    places: dict[str, Place] = {}
    for commit in commits:
        holding = [tip for tip in asked if commit.sha in contents[tip.commit]]
        holding += [by_name[name] for name in old.tag_of(commit.sha)]
        if holding:
            places[commit.sha] = _place(commit, holding)
    return places


def find_held(
    git: Git, tips: Sequence[str], commits: Sequence[Commit]
) -> Mapping[str, frozenset[str]]:
    """Return which of some commits each of others contains; one that is not here contains none."""
    floor = release_before(read_tips(git), _earliest(commits)) if commits else None
    shas = [commit.sha for commit in commits]
    return find_contents(git, tips, shas, known={}, floor=floor.commit if floor else "")


def _earliest(commits: Sequence[Commit]) -> datetime:
    # the author's clock is another one than the committer's: both are seldom wrong
    return min(min(commit.committed, commit.authored) for commit in commits)


def _may_contain(tip: Tip, earliest: datetime) -> bool:
    """Whether a branch or tag is new enough for commits; one from before git has a wrong clock."""
    return tip.committed > earliest - _LONGEST_SLEEP or tip.committed < _FIRST_GIT


def _tells_all(
    known: Sequence[Place],
    commits: Sequence[Commit],
    tips: Iterable[Tip],
    before: Sequence[Reference],
) -> bool:
    """Whether what was found before holds for all commits: each was known, and its tag stayed."""
    if not {commit.sha for commit in commits} <= {place.commit for place in known}:
        return False
    tags = {place.first_tag for place in known if place.first_tag}
    then = {one.name: one.target for one in before if one.name in tags}
    now = {tip.name: tip.target for tip in tips if tip.name in tags}
    return then == now and then.keys() == tags


class _Old:
    """What was found while the branches and tags were as they were before."""

    def __init__(self, known: Sequence[Place], before: Sequence[Reference]) -> None:
        self._tags = {one.name: one.target for one in before if one.is_tag}
        self._first_tags = {place.commit: place.first_tag for place in known}
        self.contents = _contents_of_branches(known, before)

    def has_same_tag(self, tip: Tip) -> bool:
        """Whether a tip is a tag that was there before."""
        return self._tags.get(tip.name) == tip.target

    def tag_of(self, commit: str) -> tuple[str, ...]:
        """Return the first release that had a commit, if there was one."""
        tag = self._first_tags.get(commit, "")
        return (tag,) if tag else ()


def _contents_of_branches(known: Sequence[Place], before: Sequence[Reference]) -> Contents:
    held: dict[str, set[str]] = {}
    for place in known:
        for branch in place.branches:
            held.setdefault(branch, set()).add(place.commit)
    return {
        one.target: frozenset(held.get(one.name, ())) for one in before if known and one.is_branch
    }


def _place(commit: Commit, holding: Sequence[Tip]) -> Place:
    release = first_release(holding)
    branches = sorted((tip for tip in holding if not tip.is_tag), key=_by_rank)
    made_by_others = (not is_same_person(tip.committer, commit.committer) for tip in branches)
    return Place(
        commit=commit.sha,
        branches=tuple(tip.name for tip in branches),
        first_tag=release.name if release else "",
        is_shared=release is not None or any(made_by_others),
    )


def _by_rank(tip: Tip) -> tuple[int, str]:
    return (tip.rank, tip.name)
