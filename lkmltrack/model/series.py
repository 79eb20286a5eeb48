"""Patches of one posting, and the trailers given to them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lkmltrack.model.message import Address


@dataclass(frozen=True, slots=True)
class Trailer:
    """``Reviewed-by: Name <address>`` and the message that offered it.

    ``person`` is set when the value names somebody. ``patch`` is the
    message-id of the patch or cover letter it speaks about, when known.
    """

    name: str
    value: str
    message_id: str
    person: Address | None = None
    date: datetime | None = None
    patch: str | None = None


class Carriage(StrEnum):
    """What became of a trailer in the newest revision."""

    WAITING = "waiting"
    """Given to the newest revision: the next one may carry it."""
    CARRIED = "carried"
    LOST = "lost"
    """The patch is the same, and the trailer is not in its text."""
    CHANGED = "changed"
    """The patch has changed since it was given, so it is not carried by itself."""
    GONE = "gone"
    """The newest revision has no such patch."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A trailer that somebody gave to a patch, and what became of it.

    ``given_to`` is the message-id of the patch or cover letter it was given
    to, ``patch`` that of the same patch in the newest revision, empty when it
    is gone.
    """

    trailer: Trailer
    given_to: str
    patch: str
    state: Carriage


@dataclass(frozen=True, slots=True)
class Patch:
    """One patch of a series, as posted."""

    message_id: str
    counter: int
    title: str
    author: Address
    patch_id: str = ""
    files: tuple[str, ...] = ()


class PostingKind(StrEnum):
    """What a posting asks for."""

    DISCUSSION = "discussion"
    RFC = "rfc"
    PATCH = "patch"


@dataclass(frozen=True, slots=True)
class Series:
    """One revision: a posting of a series, or the first mail of a discussion.

    ``message_id`` is the cover letter's, else the first patch's, else the
    discussion's first mail. ``expected`` is what the counter promises,
    ``patches`` what is here. ``resend`` marks a posting that repeats a
    revision already posted, ``partial`` one that sends some patches of a
    series again, in reply to them.
    """

    kind: PostingKind
    revision: int
    message_id: str
    title: str
    author: Address
    date: datetime | None
    expected: int
    patches: tuple[Patch, ...] = ()
    cover: str | None = None
    change_id: str = ""
    base_commit: str = ""
    links: tuple[str, ...] = ()
    """Message-ids that the cover letter or a patch's commit text links to."""
    resend: bool = False
    partial: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether every promised patch is here."""
        return len(self.patches) >= self.expected
