"""Stories: everything that is shown of a proposal, read from its messages."""

from dataclasses import dataclass
from datetime import datetime

from lkmltrack.model.message import Address
from lkmltrack.model.proposal import Proposal, Stage, Story, Turn
from lkmltrack.tracker.ports import Outside


@dataclass(frozen=True, slots=True)
class Overview:
    """A proposal's line in a list; ``revision`` is its newest one as people name it (``v3``)."""

    proposal: Proposal
    title: str
    author: Address
    stage: Stage = Stage.UNKNOWN
    whose_turn: Turn = Turn.UNKNOWN
    revision: str = ""
    revisions: int = 0
    message_count: int = 0
    participants: int = 0
    requests: int = 0
    first: datetime | None = None
    last: datetime | None = None
    new_messages: int = 0


def story(proposal: Proposal, outside: Outside) -> Story:
    """Tell a tracked proposal's story."""
    raise NotImplementedError


def story_of(
    text: str, outside: Outside, *, stream: bytes | None = None
) -> tuple[Proposal | None, Story]:
    """Tell the story of any target; without a proposal when it is not tracked."""
    raise NotImplementedError


def overviews(outside: Outside) -> list[Overview]:
    """Return one line per tracked proposal, by number."""
    raise NotImplementedError
