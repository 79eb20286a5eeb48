"""Update: ask the archive what is new in the tracked proposals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lkmltrack.errors import (
    ArchiveError,
    InterruptedPull,
    NotFoundError,
    UnreachableError,
    UsageError,
)
from lkmltrack.model.proposal import Proposal, Stage
from lkmltrack.model.series import Series
from lkmltrack.tracker.bags import Bag
from lkmltrack.tracker.connecting import (
    ArchiveSearch,
    corrections_of,
    joins_of,
    look_around,
    pulled_of,
)
from lkmltrack.tracker.ports import Outside, Progress, no_progress
from lkmltrack.tracker.register import Register
from lkmltrack.tracker.stories import story
from lkmltrack.tracker.targets import hint_of

_OVERLAP = timedelta(hours=1)
"""Clocks differ, and archives take a while: what came this long before is asked for again."""
_MOST_SILENT = 3
"""After so many proposals without an answer the archive is taken to be away."""


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

    @property
    def is_news(self) -> bool:
        """Whether anything changed."""
        return bool(self.new_messages) or self.stage_before != self.stage_after


def update(
    keys: Sequence[str], outside: Outside, *, progress: Progress = no_progress
) -> list[News]:
    """Refresh the named proposals, or all of them; one that fails does not stop the others.

    Each proposal is kept whole before the next one is asked for, so that an
    interrupt leaves nothing half done.
    """
    proposals = [outside.store.proposal(key) for key in keys] or outside.store.proposals()
    register = Register(outside)
    news: list[News] = []
    silent = 0
    for number, proposal in enumerate(proposals):
        progress("proposals", number, len(proposals))
        if silent >= _MOST_SILENT:
            news.append(_unchanged(proposal, outside, "the archive does not answer: not asked"))
            continue
        try:
            found = _refresh(proposal, register, outside, progress)
            silent = 0
        except InterruptedPull:
            raise
        except (ArchiveError, UsageError) as error:
            silent = silent + 1 if isinstance(error, UnreachableError) else 0
            found = _unchanged(proposal, outside, hint_of(error))
        news.append(found)
    progress("proposals", len(proposals), len(proposals))
    return news


def _unchanged(proposal: Proposal, outside: Outside, failure: str) -> News:
    stage = proposal.said_stage or story(proposal, outside).stage
    return News(proposal, stage_before=stage, stage_after=stage, failure=failure)


def _refresh(proposal: Proposal, register: Register, outside: Outside, progress: Progress) -> News:
    """Ask for the news of a proposal's threads, then for new revisions; keep all at once."""
    before = story(proposal, outside)
    asked = outside.clock.now()
    since = (proposal.refreshed or proposal.tracked) - _OVERLAP
    raws, warnings = _news_of_threads(proposal, since, outside)
    bag = Bag()
    bag.take_threads((join.root for join in proposal.threads), outside)
    bag.take_pulled(raws, outside)
    search = ArchiveSearch(outside.archive, outside, progress)
    corrections = corrections_of(outside.store.said(proposal.root))
    reached, look = look_around(
        proposal.root, corrections, bag, outside, search=search, since=since
    )
    new = outside.store.add([*raws, *pulled_of(reached, look, bag)]).new
    outside.store.keep_refreshed(proposal.root, asked)
    proposal, joined = register.keep_joins(proposal, joins_of(reached, look), look)
    after = story(proposal, outside)
    known = {series.message_id for series in before.revisions}
    return News(
        proposal=proposal,
        new_messages=new,
        new_revisions=tuple(one for one in after.revisions if one.message_id not in known),
        stage_before=proposal.said_stage or before.stage,
        stage_after=proposal.said_stage or after.stage,
        warnings=tuple(dict.fromkeys([*warnings, *search.warnings, *joined])),
    )


def _news_of_threads(
    proposal: Proposal, since: datetime, outside: Outside
) -> tuple[list[bytes], list[str]]:
    """Return the new mails of a proposal's threads, each thread asked once.

    Threads that the archive does not have are no failure: they came from a file.
    """
    raws: list[bytes] = []
    missing: list[str] = []
    seen: set[str] = set()
    for join in proposal.threads:
        if join.root in seen:
            continue
        seen.update((join.root, *outside.store.thread_ids(join.root)))
        try:
            raws.extend(outside.archive.updates(join.root, since))
        except NotFoundError:
            missing.append(f"{outside.archive.url} does not have {join.root}")
    return raws, missing
