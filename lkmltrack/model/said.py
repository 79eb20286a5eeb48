"""What a person says of a proposal: append-only, apart from mail and from what is derived."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verb(StrEnum):
    """What a person can say."""

    TRACK = "track"
    UNTRACK = "untrack"
    ALSO = "also"
    """``value`` is the message-id of a thread that belongs to the proposal."""
    NOT = "not"
    """``value`` is the message-id of a thread that does not belong to it."""
    WITHOUT = "without"
    """``value`` is the message-id of a posting in one of its threads that is no revision of it."""
    RENAME = "rename"
    STAGE = "stage"
    TAG = "tag"
    UNTAG = "untag"
    NOTE = "note"
    SEEN = "seen"
    CONFIRM = "confirm"
    """``value`` is the key of a request: it is one, and it is open."""
    DISMISS = "dismiss"
    """``value`` is the key of a request: it is none, or it is settled."""
    REOPEN = "reopen"
    """``value`` is the key of a request of which nothing is said any more."""
    SNOOZE = "snooze"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said: about which proposal, by whom, when.

    ``proposal`` is the proposal's root message-id, so that what was said can
    travel to another database. ``by`` is the person's address from git config.
    """

    verb: Verb
    proposal: str
    when: datetime
    by: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A file of results that a person put to a proposal: kept for good, byte for byte.

    ``proposal`` is the proposal's root, ``name`` the file's name without its folder.
    """

    proposal: str
    name: str
    data: bytes
    when: datetime
    by: str
