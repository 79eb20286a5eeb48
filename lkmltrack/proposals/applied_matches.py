"""Which commits are posted patches: by link, by the same change, by title and author."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from lkmltrack.model.commit import AppliedBy, Commit, Wanted
from lkmltrack.model.message import Address
from lkmltrack.model.series import Patch, Series
from lkmltrack.proposals.commits import folded_title, is_same_person
from lkmltrack.proposals.mailed import Mailed
from lkmltrack.proposals.people import name_key

CLOCK_ERRORS = timedelta(days=1)
"""A commit this long before its mail may still be made from it."""
_TITLE_LASTS = timedelta(days=365)
_MOST_BY_AUTHOR = 100
"""So many commits of an author, those written closest to the posting, are compared with it."""
_MOST_FILES = 2
"""A commit has at most so many times the files of a patch that it may be."""


@dataclass(frozen=True, slots=True)
class PostedPatch:
    """A patch and the posting that brought it."""

    patch: Patch
    series: Series
    place: int
    """Which posting of the proposal it was, counted from the first."""


@dataclass(frozen=True, slots=True)
class Match:
    """A commit that is a posted patch, and what shows it."""

    commit: str
    patch: str
    how: AppliedBy


@dataclass(frozen=True, slots=True)
class Lead:
    """A commit, and the posted patches that it may be, by what speaks for it."""

    commit: Commit
    linked: tuple[PostedPatch, ...] = ()
    titled: tuple[PostedPatch, ...] = ()
    authored: tuple[PostedPatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What commits change, and what mails say: where something is not known, it is not there."""

    files: Mapping[str, tuple[str, ...]]
    patch_ids: Mapping[str, frozenset[str]]
    net_changes: Mapping[str, str]
    mails: Mapping[str, Mailed]


def posted_patches(revisions: Sequence[Series]) -> tuple[PostedPatch, ...]:
    """Return the patches of all postings, in order."""
    return tuple(
        PostedPatch(patch, series, place)
        for place, series in enumerate(revisions)
        for patch in series.patches
    )


def wanted_commits(posted: Iterable[PostedPatch]) -> Wanted:
    """Return what a commit must have to be worth a look."""
    titles: set[str] = set()
    message_ids: set[str] = set()
    authors: set[str] = set()
    for one in posted:
        titles.add(folded_title(one.patch.title))
        message_ids.update((one.patch.message_id, one.series.message_id))
        for person in (one.patch.author, one.series.author):
            authors.update((person.address.lower(), name_key(person.name)))
    return Wanted(
        titles=frozenset(titles - {""}),
        message_ids=frozenset(message_ids),
        authors=frozenset(authors - {""}),
    )


# ---------------------------------------------------------------- leads


class CommitIndex:
    """Commits by what they have in common with posted patches."""

    def __init__(self, commits: Iterable[Commit]) -> None:
        self._by_link: dict[str, list[Commit]] = {}
        self._by_title: dict[str, list[Commit]] = {}
        self._by_person: dict[str, list[Commit]] = {}
        for commit in commits:
            for link in commit.links:
                self._by_link.setdefault(link, []).append(commit)
            self._by_title.setdefault(folded_title(commit.subject), []).append(commit)
            for key in _keys_of(commit.author):
                self._by_person.setdefault(key, []).append(commit)

    def linking_to(self, message_id: str) -> list[Commit]:
        """Return the commits that link to a message."""
        return self._by_link.get(message_id, [])

    def titled(self, title: str) -> list[Commit]:
        """Return the commits with the title of a patch."""
        folded = folded_title(title)
        return self._by_title.get(folded, []) if folded else []

    def written_by(self, person: Address) -> list[Commit]:
        """Return the commits of an author, each once."""
        found = {
            commit.sha: commit
            for key in _keys_of(person)
            for commit in self._by_person.get(key, ())
        }
        return list(found.values())


def _keys_of(person: Address) -> list[str]:
    keys = (person.address.lower(), name_key(person.name))
    return [key for key in keys if key]


def find_leads(posted: Sequence[PostedPatch], commits: CommitIndex) -> list[Lead]:
    """Return the commits that may be posted patches."""
    found: dict[str, _Pencil] = {}
    for one in posted:
        for commit in commits.titled(one.patch.title):
            pencil = found.setdefault(commit.sha, _Pencil(commit))
            pencil.titled.append(one)
            # a link to the cover letter says which series, and the title says which patch
            if one.series.cover is not None and one.series.cover in commit.links:
                pencil.linked.append(one)
        for commit in commits.linking_to(one.patch.message_id):
            found.setdefault(commit.sha, _Pencil(commit)).linked.append(one)
    written: dict[Address, list[Commit]] = {}
    for one in posted:
        author = one.patch.author
        if author not in written:
            by_author = commits.written_by(author)
            written[author] = [commit for commit in by_author if commit.sha not in found]
        for commit in heapq.nsmallest(_MOST_BY_AUTHOR, written[author], key=_distance_from(one)):
            if _is_late_enough(commit, one.series.date):
                found.setdefault(commit.sha, _Pencil(commit)).authored.append(one)
    return [pencil.lead() for pencil in found.values()]


@dataclass(slots=True)
class _Pencil:
    """A lead while it is drawn up."""

    commit: Commit
    linked: list[PostedPatch] = field(default_factory=list)
    titled: list[PostedPatch] = field(default_factory=list)
    authored: list[PostedPatch] = field(default_factory=list)

    def lead(self) -> Lead:
        return Lead(self.commit, tuple(self.linked), tuple(self.titled), tuple(self.authored))


def _distance_from(one: PostedPatch) -> Callable[[Commit], float]:
    posted = one.series.date.timestamp() if one.series.date else 0.0
    return lambda commit: abs(commit.authored.timestamp() - posted)


def _is_late_enough(commit: Commit, posted: datetime | None) -> bool:
    """Whether a commit can come from a mail, rather than the mail from the commit."""
    return posted is None or commit.committed > posted - CLOCK_ERRORS


def _is_soon_enough(commit: Commit, posted: datetime | None) -> bool:
    """Whether a title still means the same patch: some are used again after years."""
    return posted is None or commit.authored < posted + _TITLE_LASTS


def _is_written_about(commit: Commit, posted: datetime | None) -> bool:
    """Whether a commit was written at about the time when a mail was sent."""
    return posted is None or abs(commit.authored - posted) <= CLOCK_ERRORS


def fitting_leads(leads: Iterable[Lead], files: Mapping[str, tuple[str, ...]]) -> list[Lead]:
    """Return the leads without those where nothing but the author speaks for it, nor the files."""
    kept: list[Lead] = []
    for lead in leads:
        touched = files.get(lead.commit.sha, ())
        fitting = tuple(
            one
            for one in lead.authored
            if _has_all_files(touched, one.patch.files)
            or _is_written_about(lead.commit, one.series.date)
            and not set(one.patch.files).isdisjoint(touched)
        )
        if lead.linked or lead.titled or fitting:
            kept.append(replace(lead, authored=fitting))
    return kept


def _has_all_files(touched: Sequence[str], files: Sequence[str]) -> bool:
    return bool(files) and len(touched) <= _MOST_FILES * len(files) and set(files) <= set(touched)


def commits_to_read(leads: Iterable[Lead], patch_ids: Mapping[str, frozenset[str]]) -> list[str]:
    """Return the commits whose net change decides: none of their patch-ids is a patch's."""
    found: set[str] = set()
    for lead in leads:
        ids = patch_ids.get(lead.commit.sha, frozenset())
        posted = (*lead.titled, *(one for one in lead.authored if _may_be_reworded(lead, one)))
        if not lead.linked and posted and not any(one.patch.patch_id in ids for one in posted):
            found.add(lead.commit.sha)
    return sorted(found)


def _may_be_reworded(lead: Lead, one: PostedPatch) -> bool:
    return _is_written_about(lead.commit, one.series.date)


def patches_to_read(leads: Iterable[Lead]) -> tuple[str, ...]:
    """Return the message-ids of the patches whose mails decide about a lead."""
    found: dict[str, None] = {}
    for lead in leads:
        for one in () if lead.linked else lead.titled:
            found[one.patch.message_id] = None
        for one in lead.authored:
            if _may_be_reworded(lead, one):
                found[one.patch.message_id] = None
    return tuple(found)


# ---------------------------------------------------------------- decisions


def decide(leads: Iterable[Lead], changes: Changes) -> tuple[Match, ...]:
    """Return the commits that are posted patches, one match each."""
    return tuple(match for lead in leads if (match := _decide(lead, changes)) is not None)


def _decide(lead: Lead, changes: Changes) -> Match | None:
    for how, candidates in (
        (AppliedBy.LINK, _by_link(lead, changes)),
        (AppliedBy.PATCH_ID, _by_patch_id(lead, changes)),
        (AppliedBy.PATCH_ID, _by_net_change(lead, changes)),
        (AppliedBy.PROBABLY, _by_circumstance(lead, changes)),
    ):
        found = _best(lead.commit, list(candidates), changes)
        if found is not None:
            return Match(lead.commit.sha, found.patch.message_id, how)
    return None


def _by_link(lead: Lead, changes: Changes) -> Iterator[PostedPatch]:
    """Yield the linked patches that the commit is, rather than only speaks of."""
    titled = [one for one in lead.linked if one in lead.titled]
    yield from titled
    if not titled:
        for one in lead.linked:
            if _is_by_author(lead.commit, one, changes) and _shares_file(lead, one, changes):
                yield one


def _by_patch_id(lead: Lead, changes: Changes) -> Iterator[PostedPatch]:
    patch_ids = changes.patch_ids.get(lead.commit.sha, frozenset())
    for one in (*lead.titled, *lead.authored):
        if one.patch.patch_id in patch_ids and _is_late_enough(lead.commit, one.series.date):
            yield one


def _by_net_change(lead: Lead, changes: Changes) -> Iterator[PostedPatch]:
    """Yield the patches by the same author that make the same change in another diff."""
    net_change = changes.net_changes.get(lead.commit.sha, "")
    for one in (*lead.titled, *lead.authored):
        mailed = changes.mails.get(one.patch.message_id)
        if (
            net_change
            and mailed is not None
            and mailed.net_change == net_change
            and _is_late_enough(lead.commit, one.series.date)
            and _is_by_author(lead.commit, one, changes)
        ):
            yield one


def _by_circumstance(lead: Lead, changes: Changes) -> Iterator[PostedPatch]:
    """Yield the patches by the same author with the same title, or written at the same second."""
    for one in (*lead.titled, *lead.authored):
        is_same = one in lead.titled or _is_written_then(lead.commit, one, changes)
        if (
            is_same
            and _is_late_enough(lead.commit, one.series.date)
            and _is_soon_enough(lead.commit, one.series.date)
            and _is_by_author(lead.commit, one, changes)
            and _shares_file(lead, one, changes)
        ):
            yield one


def _best(
    commit: Commit, candidates: Sequence[PostedPatch], changes: Changes
) -> PostedPatch | None:
    """Return the posting that a commit was made from: that of its author date, else the last one."""
    in_time = [one for one in candidates if _is_late_enough(commit, one.series.date)]
    exact = [one for one in in_time if _is_written_then(commit, one, changes)]
    return max(exact or in_time or candidates, key=lambda one: one.place, default=None)


def _is_written_then(commit: Commit, one: PostedPatch, changes: Changes) -> bool:
    """Whether the author date is that of the mail, to the second, as git am makes it."""
    mailed = changes.mails.get(one.patch.message_id)
    if mailed is None or mailed.written is None:
        return False
    return int(mailed.written.timestamp()) == int(commit.authored.timestamp())


def _is_by_author(commit: Commit, one: PostedPatch, changes: Changes) -> bool:
    mailed = changes.mails.get(one.patch.message_id)
    return is_same_person(commit.author, one.patch.author) or (
        mailed is not None and is_same_person(commit.author, mailed.author)
    )


def _shares_file(lead: Lead, one: PostedPatch, changes: Changes) -> bool:
    """Whether commit and patch touch a file in common, which may have moved; so when not known."""
    touched = changes.files.get(lead.commit.sha)
    if touched is None or not one.patch.files:
        return True
    return not _names(touched).isdisjoint(_names(one.patch.files))


def _names(paths: Iterable[str]) -> set[str]:
    return {PurePosixPath(path).name for path in paths}
