"""One idea through all its threads and revisions."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lkmltrack.model.message import Address
from lkmltrack.model.series import Carried, Series, Trailer


class Stage(StrEnum):
    """Where a proposal stands, as far as mail and commits show."""

    UNKNOWN = "unknown"
    DISCUSSION = "discussion"
    RFC = "rfc"
    POSTED = "posted"
    CHANGES_REQUESTED = "changes-requested"
    APPLIED = "applied"
    NACKED = "nacked"
    WITHDRAWN = "withdrawn"
    STALLED = "stalled"


class Turn(StrEnum):
    """Who is expected to write next."""

    UNKNOWN = "unknown"
    AUTHOR = "author"
    REVIEWERS = "reviewers"
    MAINTAINER = "maintainer"
    NOBODY = "nobody"


class JoinReason(StrEnum):
    """Why a thread was taken into a proposal."""

    TRACKED = "tracked"
    """The person named this thread."""
    SAID = "said"
    """The person added it by hand (``track --also``)."""
    CHANGE_ID = "change-id"
    IN_REPLY_TO = "in-reply-to"
    LINK = "link"
    SUBJECT = "subject-and-author"
    PATCH_ID = "patch-id"


@dataclass(frozen=True, slots=True)
class Join:
    """A thread of a proposal: its root, why it belongs, and what shows it.

    ``root`` is the message-id of the thread's first message. ``because`` names
    the message (or the change-id, or the patch-id) that the reason was read
    from.
    """

    root: str
    reason: JoinReason
    because: str = ""


class EventKind(StrEnum):
    """What happened to a proposal."""

    POSTED = "posted"
    REVISION = "revision"
    TRAILER = "trailer"
    REPLY = "reply"
    AUTHOR_REPLY = "author-reply"
    PROMISE = "author-promise"
    """The author says that a change or another revision will come."""
    QUESTION = "question"
    CHANGES_REQUESTED = "changes-requested"
    EVIDENCE_REQUESTED = "evidence-requested"
    CC_REQUESTED = "cc-requested"
    RFC_REQUESTED = "rfc-requested"
    DISCUSSION_REQUESTED = "discussion-requested"
    CC_ADDED = "cc-added"
    NAK = "nak"
    WITHDRAWN = "withdrawn"
    APPLIED = "applied"
    REVERTED = "reverted"
    """The commit that the patch became was taken back."""
    ROBOT_REPORT = "robot-report"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, and the message (or commit) it was read from."""

    kind: EventKind
    date: datetime | None
    message_id: str
    by: Address
    text: str = ""
    commit: str = ""
    """The commit, when the kernel tree shows it; ``message_id`` is the patch's then."""


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who wrote in the threads, under one or more addresses."""

    name: str
    address: str
    messages: int
    other_addresses: tuple[str, ...] = ()
    role: str = ""
    """``author``, ``reviewer`` (who answered, with a trailer or without) or ``robot``."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a reviewer asked for; ``answered_by`` is a message-id or None."""

    message_id: str
    by: Address
    date: datetime | None
    text: str
    asks_for: str
    answered_by: str | None = None
    said: str = ""
    """What the person said of it: ``confirm``, ``dismiss``, or nothing yet."""

    @property
    def key(self) -> str:
        """What tells it from every other request, in a few characters."""
        whole = f"{self.message_id}\n{self.text}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(whole).hexdigest()[:8]

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for an answer."""
        return self.answered_by is None and self.said != "dismiss"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the store keeps of a proposal: its identity and what a person said of it.

    ``number`` is local to one database and never reused; ``root`` is the
    message-id it was tracked by, its identity everywhere. ``threads`` are the
    joins in force, corrections by hand applied.
    """

    number: int
    name: str
    root: str
    tracked: datetime
    threads: tuple[Join, ...] = ()
    said_stage: Stage | None = None
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seen: datetime | None = None
    """When the person last looked at it."""
    refreshed: datetime | None = None
    """When the archive was last asked for news."""


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that ``show`` tells about a proposal, read from its messages."""

    title: str
    author: Address
    revisions: tuple[Series, ...]
    timeline: tuple[Event, ...]
    participants: tuple[Participant, ...]
    trailers: tuple[Trailer, ...]
    message_count: int
    requests: tuple[Request, ...] = ()
    stage: Stage = Stage.UNKNOWN
    whose_turn: Turn = Turn.UNKNOWN
    first: datetime | None = None
    last: datetime | None = None
    stage_event: Event | None = None
    """What the stage was read from; None when nothing shows it."""
    carried: tuple[Carried, ...] = ()
    """The trailers that people gave to patches, and what became of each."""
    waiting: str = ""
    """The message that waits for whom ``whose_turn`` names; empty when none does."""
    waiting_since: datetime | None = None
    stalled: bool = False
    """Whether it goes on and had no mail for longer than the settings allow."""
    new_messages: tuple[str, ...] = ()
    """Message-ids that came since the person last looked."""
