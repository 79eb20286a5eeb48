"""Update: ask the archive what is new in the tracked proposals."""

from collections.abc import Sequence
from dataclasses import dataclass

from lkmltrack.model.proposal import Proposal, Stage
from lkmltrack.model.series import Series
from lkmltrack.tracker.ports import Outside, Progress, no_progress


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
    """Refresh the named proposals, or all of them; one that fails does not stop the others."""
    raise NotImplementedError
