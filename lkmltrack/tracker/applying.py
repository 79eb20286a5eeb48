"""Applying: which posted patches are commits of the kernel tree by now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lkmltrack.errors import StoreBusyError, StoreFullError, StoreReadOnlyError, TreeError
from lkmltrack.model.commit import AppliedPatch, Commit, Place, Reference
from lkmltrack.model.series import Series
from lkmltrack.proposals.applied import build_applied, is_revert, relevant_reverts
from lkmltrack.proposals.applied_matches import (
    Changes,
    CommitIndex,
    Lead,
    PostedPatch,
    commits_to_read,
    decide,
    find_leads,
    fitting_leads,
    patches_to_read,
    posted_patches,
    wanted_commits,
)
from lkmltrack.proposals.mailed import read_mailed
from lkmltrack.tracker.ports import History, Outside, Progress, no_progress
from lkmltrack.tracker.scanned import (
    Finds,
    Journal,
    Look,
    Memory,
    Told,
    digest_of,
    read_told,
    state_of,
)
from lkmltrack.tracker.targets import hint_of

_SHA_LENGTHS = (40, 64)
_CLOCK_ERRORS = timedelta(days=7)
"""A commit may claim to be so much older than the mail that it was made from."""


@dataclass(frozen=True, slots=True)
class Application:
    """The applied patches of each proposal, by its key, and what kept us from seeing more."""

    patches: Mapping[str, tuple[AppliedPatch, ...]]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Job:
    """A proposal that is to be looked for: its patches, and what was found of them before."""

    look: Look
    posted: tuple[PostedPatch, ...]
    finds: Finds

    @property
    def new(self) -> tuple[PostedPatch, ...]:
        """The patches that were not looked for yet."""
        known = set(self.finds.patches)
        return tuple(one for one in self.posted if one.patch.message_id not in known)


def known_applied(key: str, outside: Outside) -> tuple[AppliedPatch, ...]:
    """Return the applied patches of a proposal as they were last found, without asking git."""
    return read_told(key, outside.store).applied


def find_applied(
    revisions: Mapping[str, Sequence[Series]],
    outside: Outside,
    *,
    progress: Progress = no_progress,
) -> Application:
    """Return which patches of proposals, by key, are in the kernel tree.

    Only commits that came since the last time are looked at, for all
    proposals in one pass. Without a tree, or when it cannot be read, the
    answer is what was found last.
    """
    posted = {key: posted_patches(series) for key, series in revisions.items()}
    if outside.history is None:
        return Application(_last_found(posted, outside))
    try:
        found = _look(posted, outside.history, outside, progress)
        return Application(found, outside.history.limits())
    except TreeError as error:
        return Application(_last_found(posted, outside), (hint_of(error),))


def _last_found(
    posted: Mapping[str, Sequence[PostedPatch]], outside: Outside
) -> dict[str, tuple[AppliedPatch, ...]]:
    """Return what was found last, without the postings that a person took out meanwhile."""
    found: dict[str, tuple[AppliedPatch, ...]] = {}
    for key, patches in posted.items():
        ids = {one.patch.message_id for one in patches}
        found[key] = tuple(one for one in known_applied(key, outside) if one.patch in ids)
    return found


def _look(
    posted: Mapping[str, tuple[PostedPatch, ...]],
    history: History,
    outside: Outside,
    progress: Progress,
) -> dict[str, tuple[AppliedPatch, ...]]:
    """Look for what was not looked for yet, keep what is found, and return it."""
    tree, references = history.identity(), history.references()
    memory, state = Memory(tree, outside.store), state_of(references)
    told: dict[str, Told] = {}
    jobs: list[_Job] = []
    for key, patches in posted.items():
        look, asked = memory.look(key), digest_of(one.patch.message_id for one in patches)
        last = memory.told(key) if (look.state, look.patches) == (state, asked) else None
        if last is not None or not patches:
            told[key] = last or Told(tree=tree)
            continue
        finds = memory.finds(key)
        if finds is None:
            finds, look = Finds(tree=tree), Look(key)
        jobs.append(_Job(replace(look, patches=asked), patches, finds))
    if jobs:
        journal = memory.journal()
        commits = _scan(jobs, references, journal, outside.clock.now(), history, progress)
        matched = _match(jobs, commits, history, outside)
        placed = [_finished(job) for job in _with_places(matched, commits, journal, history)]
        new = {job.look.key: _told(job) for job in placed}
        _keep(memory, journal.after(state, references), state, placed, new)
        told |= new
    return {key: told[key].applied for key in posted}


# ---------------------------------------------------------------- the scan


def _scan(
    jobs: Sequence[_Job],
    references: Sequence[Reference],
    journal: Journal,
    now: datetime,
    history: History,
    progress: Progress,
) -> dict[str, Commit]:
    """Return the commits worth a look: for all proposals that saw the same ones before at once."""
    targets = list(dict.fromkeys(one.target for one in references))
    by_state: dict[str, list[_Job]] = {}
    for job in jobs:
        by_state.setdefault(job.look.state, []).append(job)
    found: dict[str, Commit] = {}
    for state, group in by_state.items():
        seen = journal.seen_in(state)
        starts = [target for target in targets if target not in seen]
        if seen and starts:
            posted = [one for job in group for one in job.posted]
            found |= _scanned(posted, starts, sorted(seen), now, history, progress)
    # a patch not looked for before: commits that were seen may be it, and those of lost branches
    unseen = [
        one for job in jobs for one in (job.new if journal.seen_in(job.look.state) else job.posted)
    ]
    if unseen:
        starts = list(dict.fromkeys([*targets, *(tip.target for tip in journal.tips)]))
        found |= _scanned(unseen, starts, (), now, history, progress)
    return found


def _scanned(
    posted: Sequence[PostedPatch],
    starts: Sequence[str],
    seen: Sequence[str],
    now: datetime,
    history: History,
    progress: Progress,
) -> dict[str, Commit]:
    commits = history.commits(
        wanted_commits(posted),
        starts=starts,
        seen=seen,
        since=_since(posted, now),
        progress=progress,
    )
    return {commit.sha: commit for commit in commits}


def _since(posted: Iterable[PostedPatch], now: datetime) -> datetime | None:
    """Return when the first of the patches can have been committed; None when nobody knows."""
    dates = [one.series.date for one in posted if one.series.date is not None]
    return min(*dates, now) - _CLOCK_ERRORS if dates else None


# ---------------------------------------------------------------- what was found


def _match(
    jobs: Sequence[_Job], commits: Mapping[str, Commit], history: History, outside: Outside
) -> list[_Job]:
    """Return the jobs with the commits that are their patches."""
    index = CommitIndex(commits.values())
    leads = {job.look.key: find_leads(job.posted, index) for job in jobs}
    files = history.files(_shas(lead for found in leads.values() for lead in found))
    leads = {key: fitting_leads(found, files) for key, found in leads.items()}
    all_leads = [lead for found in leads.values() for lead in found]
    patch_ids = _patch_ids(all_leads, history)
    net_changes = history.net_changes(commits_to_read(all_leads, patch_ids))
    matched: list[_Job] = []
    for job in jobs:
        mails = {
            message.message_id: read_mailed(message)
            for message in outside.store.messages(patches_to_read(leads[job.look.key]))
        }
        changes = Changes(files, patch_ids, net_changes, mails)
        found = decide(leads[job.look.key], changes)
        matches = {match.commit: match for match in (*job.finds.matches, *found)}
        matched.append(replace(job, finds=replace(job.finds, matches=tuple(matches.values()))))
    return matched


def _shas(leads: Iterable[Lead]) -> list[str]:
    return sorted({lead.commit.sha for lead in leads})


def _patch_ids(leads: Sequence[Lead], history: History) -> Mapping[str, frozenset[str]]:
    """Return the patch-ids that may decide; where the title speaks for a commit, every one."""
    titled = _shas(lead for lead in leads if lead.titled and not lead.linked)
    authored = _shas(lead for lead in leads if not lead.titled and not lead.linked)
    thorough = history.patch_ids(titled, thorough=True)
    return {**history.patch_ids(authored), **thorough}


def _with_places(
    jobs: Sequence[_Job], commits: Mapping[str, Commit], journal: Journal, history: History
) -> list[_Job]:
    """Return the jobs with the commits that count for them, and where these are now."""
    reverts = [commit for commit in commits.values() if is_revert(commit)]
    reverts = _with_merged(reverts, jobs, commits, history)
    jobs = [_with_commits(job, commits, reverts) for job in jobs]
    known: dict[str, Place] = {}
    for job in jobs:
        if job.look.state and job.look.state == journal.last_state:
            known.update((place.commit, place) for place in job.finds.places)
    wanted = {commit.sha: commit for job in jobs for commit in job.finds.commits}
    old = [commit for commit in wanted.values() if commit.sha in known]
    new = [commit for commit in wanted.values() if commit.sha not in known]
    places = {
        **history.places(old, known=list(known.values()), before=journal.references),
        **history.places(new),
    }
    return [_with_places_of(job, places) for job in jobs]


def _with_merged(
    reverts: Sequence[Commit],
    jobs: Sequence[_Job],
    commits: Mapping[str, Commit],
    history: History,
) -> list[Commit]:
    """Return reverts that name, when they take back a merge, what came in with it."""
    matched = {commit.sha: commit for job in jobs for commit in _matched(job, commits)}
    named = {sha for one in reverts if one.spares for sha in (*one.reverts, one.spares)}
    merges = {sha for sha in named if len(sha) in _SHA_LENGTHS}
    if not merges or not matched:
        return list(reverts)
    held = history.held(sorted(merges), list(matched.values()))
    return [
        replace(one, reverts=(*one.reverts, *_brought_in(one, held))) if one.spares else one
        for one in reverts
    ]


def _brought_in(revert: Commit, held: Mapping[str, frozenset[str]]) -> list[str]:
    merged = frozenset[str]().union(*(held.get(sha, frozenset()) for sha in revert.reverts))
    return sorted(merged - held.get(revert.spares, frozenset()))


def _matched(job: _Job, commits: Mapping[str, Commit]) -> list[Commit]:
    """Return the commits that are a job's patches."""
    kept = {commit.sha: commit for commit in job.finds.commits}
    found = (commits.get(one.commit) or kept.get(one.commit) for one in job.finds.matches)
    return [commit for commit in found if commit is not None]


def _with_commits(job: _Job, commits: Mapping[str, Commit], reverts: Sequence[Commit]) -> _Job:
    """Return a job with its matching commits and what takes them back."""
    matched = _matched(job, commits)
    old_reverts = [commit for commit in job.finds.commits if is_revert(commit)]
    taking_back = relevant_reverts(matched, [*old_reverts, *reverts])
    kept = {commit.sha: commit for commit in (*matched, *taking_back)}
    return replace(job, finds=replace(job.finds, commits=tuple(kept.values())))


def _with_places_of(job: _Job, places: Mapping[str, Place]) -> _Job:
    """Return a job with the places of its commits; one that is nowhere now may come back."""
    found = tuple(places.get(commit.sha) or Place(commit.sha) for commit in job.finds.commits)
    return replace(job, finds=replace(job.finds, places=found))


def _finished(job: _Job) -> _Job:
    patches = tuple(one.patch.message_id for one in job.posted)
    return replace(job, finds=replace(job.finds, patches=patches))


def _told(job: _Job) -> Told:
    """Return what is told of a job's patches."""
    finds = job.finds
    applied = build_applied(
        job.posted,
        finds.matches,
        {commit.sha: commit for commit in finds.commits},
        {place.commit: place for place in finds.places if place.branches or place.first_tag},
    )
    return Told(tree=finds.tree, applied=applied)


def _keep(
    memory: Memory, journal: Journal, state: str, jobs: Sequence[_Job], told: Mapping[str, Told]
) -> None:
    """Keep what was found; where nothing can be written it is looked for anew next time."""
    looks = [replace(job.look, state=state) for job in jobs]
    finds = {job.look.key: job.finds for job in jobs}
    try:
        memory.keep(journal, looks, finds, told)
    except (StoreReadOnlyError, StoreBusyError, StoreFullError):
        return
