"""Update: ask the archive what is new in the tracked proposals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import quote_plus

from lkmltrack.errors import (
    ArchiveError,
    InterruptedPull,
    NotFoundError,
    UnreachableError,
    UsageError,
)
from lkmltrack.mail.parse import message_id_of
from lkmltrack.model.commit import AppliedPatch
from lkmltrack.model.proposal import Proposal, Stage, Story
from lkmltrack.model.series import Series
from lkmltrack.tracker.applying import find_applied, known_applied
from lkmltrack.tracker.bags import Bag
from lkmltrack.tracker.connecting import (
    ArchiveSearch,
    corrections_of,
    joins_of,
    look_around,
    pulled_of,
)
from lkmltrack.tracker.ports import Outside, Progress, no_progress
from lkmltrack.tracker.questions import like_these, limited
from lkmltrack.tracker.register import Register
from lkmltrack.tracker.stories import story
from lkmltrack.tracker.targets import hint_of

_OVERLAP = timedelta(hours=1)
"""Clocks differ, and archives take a while: what came this long before is asked for again."""
_DAY_OVERLAP = timedelta(days=1)
_MOST_SILENT = 3
"""After so many proposals without an answer the archive is taken to be away."""
_LONGEST_QUESTION = 2_500
"""The new revisions of several proposals are one question, as long as servers take it."""
_TITLES_OF_EACH = 2


@dataclass(frozen=True, slots=True)
class News:
    """What an update found for one proposal.

    ``failure`` is empty when the archive answered. ``warnings`` say what could
    not be asked although the rest could.
    """

    proposal: Proposal
    new_messages: tuple[str, ...] = ()
    new_revisions: tuple[Series, ...] = ()
    stage_before: Stage = Stage.UNKNOWN
    stage_after: Stage = Stage.UNKNOWN
    failure: str = ""
    warnings: tuple[str, ...] = ()
    new_commits: tuple[AppliedPatch, ...] = ()
    """The patches that were found in the kernel tree for the first time."""

    @property
    def is_news(self) -> bool:
        """Whether anything changed."""
        is_moved = self.stage_before != self.stage_after
        return bool(self.new_messages) or bool(self.new_commits) or is_moved


def update(
    keys: Sequence[str], outside: Outside, *, progress: Progress = no_progress
) -> list[News]:
    """Refresh the named proposals, or all of them; one that fails does not stop the others.

    A proposal without news costs one question a thread, and a part of one
    question for new revisions. Each proposal is kept whole before the next
    one is asked for, so that an interrupt leaves nothing half done.
    """
    proposals = [outside.store.proposal(key) for key in keys] or outside.store.proposals()
    updater = _Updater(outside)
    news: list[News] = []
    for asked_about in _asked_together(proposals, outside):
        updater.search(asked_about)
        for one in asked_about:
            progress("proposals", len(news), len(proposals))
            news.append(updater.refresh(one.proposal, one.told))
    progress("proposals", len(proposals), len(proposals))
    return _with_commits(news, outside, progress) if outside.history is not None else news


def _with_commits(news: Sequence[News], outside: Outside, progress: Progress) -> list[News]:
    """Look for the patches in the kernel tree, and return the news with what was found."""
    before = {one.proposal.root: known_applied(one.proposal.root, outside) for one in news}
    revisions = {one.proposal.root: story(one.proposal, outside).revisions for one in news}
    found = find_applied(revisions, outside, progress=progress)
    told: list[News] = []
    for one in news:
        root = one.proposal.root
        known = {applied.commit for applied in before[root]}
        new = tuple(it for it in found.patches.get(root, ()) if it.commit not in known)
        stage = one.proposal.said_stage or story(one.proposal, outside).stage
        warnings = tuple(dict.fromkeys((*one.warnings, *found.warnings)))
        told.append(replace(one, new_commits=new, stage_after=stage, warnings=warnings))
    return told


@dataclass(frozen=True, slots=True)
class _AskedAbout:
    """A proposal, its story so far, and the condition that its new revisions fulfil."""

    proposal: Proposal
    told: Story
    condition: str


def _asked_together(proposals: Sequence[Proposal], outside: Outside) -> Iterator[list[_AskedAbout]]:
    """Yield as many proposals at a time as one question can ask about."""
    together: list[_AskedAbout] = []
    length = 0
    for proposal in proposals:
        told = story(proposal, outside)
        condition = like_these(told.revisions, _TITLES_OF_EACH)
        if together and length + len(quote_plus(condition)) > _LONGEST_QUESTION:
            yield together
            together, length = [], 0
        together.append(_AskedAbout(proposal, told, condition))
        length += len(quote_plus(condition))
    if together:
        yield together


class _Updater:
    """One update: what was found, and whether the archive still answers."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._register = Register(outside)
        self._found: list[bytes] = []
        self._warning = ""
        self._silent = 0

    @property
    def _is_away(self) -> bool:
        return self._silent >= _MOST_SILENT

    def search(self, together: Sequence[_AskedAbout]) -> None:
        """Ask for new revisions of some proposals; what fails is told with each of them."""
        self._found, self._warning = [], ""
        condition = " OR ".join(one.condition for one in together if one.condition)
        if self._is_away or not condition:
            return
        first = min(one.proposal.refreshed or one.proposal.tracked for one in together)
        query = limited(condition, first - _DAY_OVERLAP)
        try:
            self._found = self._outside.archive.search(query, whole_threads=True)
        except InterruptedPull:
            raise
        except UsageError:
            return  # a folder of mail has no search
        except (ArchiveError, NotFoundError) as error:
            self._warning = f"new revisions were not searched for: {hint_of(error)}"

    def refresh(self, proposal: Proposal, told: Story) -> News:
        """Ask for the news of a proposal's threads, and keep them."""
        if self._is_away:
            return _unchanged(proposal, told, "the archive does not answer: not asked")
        asked = self._outside.clock.now()
        try:
            raws, warnings = self._news_of_threads(proposal)
            self._silent = 0
        except InterruptedPull:
            raise
        except (ArchiveError, UsageError) as error:
            self._silent = self._silent + 1 if isinstance(error, UnreachableError) else 0
            return _unchanged(proposal, told, hint_of(error))
        if self._warning:
            warnings.append(self._warning)
        store = self._outside.store
        if any(not store.has(message_id_of(raw)) for raw in (*raws, *self._found)):
            proposal, new, joined = self._take(proposal, told, raws)
            warnings.extend(joined)
            after = story(proposal, self._outside)
        else:
            new, after = (), told
        store.keep_refreshed(proposal.root, asked)
        known = {series.message_id for series in told.revisions}
        return News(
            proposal=store.proposal(proposal.root),
            new_messages=new,
            new_revisions=tuple(one for one in after.revisions if one.message_id not in known),
            stage_before=proposal.said_stage or told.stage,
            stage_after=proposal.said_stage or after.stage,
            warnings=tuple(dict.fromkeys(warnings)),
        )

    def _take(
        self, proposal: Proposal, told: Story, raws: Sequence[bytes]
    ) -> tuple[Proposal, tuple[str, ...], list[str]]:
        """Keep what came and belongs to a proposal, and join it anew."""
        outside = self._outside
        bag = Bag()
        corrections = corrections_of(outside.store.said(proposal.root))
        roots = [proposal.root, *(join.root for join in proposal.threads), *corrections.also]
        bag.take_threads(roots, outside)
        bag.take_pulled([*raws, *self._found], outside)
        reached, look = look_around(proposal.root, corrections, bag, outside)
        search = ArchiveSearch(outside.archive, outside)
        if len(reached) > len(told.revisions):
            # a new revision may name others that its title does not lead to
            reached, look = look_around(proposal.root, corrections, bag, outside, search=search)
        new = outside.store.add([*raws, *pulled_of(reached, look, bag)]).new
        proposal, warnings = self._register.keep_joins(proposal, joins_of(reached, look), look)
        return proposal, new, [*search.warnings, *warnings]

    def _news_of_threads(self, proposal: Proposal) -> tuple[list[bytes], list[str]]:
        """Return the new mails of a proposal's threads, each thread asked once.

        Threads that the archive does not have are no failure: they came from a file.
        """
        archive, store = self._outside.archive, self._outside.store
        since = (proposal.refreshed or proposal.tracked) - _OVERLAP
        raws: list[bytes] = []
        missing: list[str] = []
        seen: set[str] = set()
        for join in proposal.threads:
            if join.root in seen:
                continue
            seen.update((join.root, *store.thread_ids(join.root)))
            try:
                raws.extend(archive.updates(join.root, since))
            except NotFoundError:
                missing.append(f"{archive.url} does not have {join.root}")
        return raws, missing


def _unchanged(proposal: Proposal, told: Story, failure: str) -> News:
    stage = proposal.said_stage or told.stage
    return News(proposal, stage_before=stage, stage_after=stage, failure=failure)
