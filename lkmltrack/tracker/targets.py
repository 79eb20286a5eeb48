"""Targets: what a person typed, and what it means.

The first of these that fits is meant:

1. ``-``: standard input
2. ``http://`` or ``https://``: a message on a public-inbox server when the
   path carries a Message-ID, else a page of another archive
3. a tracked proposal's number or name
4. ``<id>``, ``id:``, ``mid:``, ``Message-ID:``: a Message-ID
5. a file or folder
6. anything with one ``@``: a Message-ID
7. a range of commits that git understands in the kernel tree
8. the beginning of one Message-ID that is kept

A file that is named like a proposal is meant with ``./`` in front.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from lkmltrack.errors import LkmltrackError, NotFoundError, UsageError
from lkmltrack.mail.links import message_id_from_text, message_id_from_url
from lkmltrack.tracker.ports import Outside

_SCHEMES = ("http://", "https://")
_ID_MARKS = ("<", "id:", "mid:", "msgid:", "message-id:")
_MAIL_SUFFIXES = (".mbox", ".mbx", ".eml", ".patch", ".diff", ".mail", ".txt", ".gz")
_SHORTEST_PREFIX = 6
_LONGEST_TEXT = 4_096
_WHAT_WORKS = (
    "A target is a proposal's number or name (see `lkmltrack list`), a Message-ID, a URL of an"
    " archive, an mbox, .eml or .patch file, a folder, a range of commits, or - for standard input."
)


class TargetKind(StrEnum):
    """What a target turned out to be."""

    PROPOSAL = "proposal"
    MESSAGE_ID = "message-id"
    ARCHIVE_URL = "archive-url"
    PAGE = "page"
    PATH = "path"
    REVISION_RANGE = "revision-range"
    STREAM = "stream"


@dataclass(frozen=True, slots=True)
class Target:
    """What a person meant: ``text`` as typed, and the Message-ID where one was named."""

    kind: TargetKind
    text: str
    message_id: str = ""

    @property
    def path(self) -> Path:
        """The file or folder that was named."""
        return Path(self.text).expanduser()


@dataclass(frozen=True, slots=True)
class Exists:
    """What is there, asked only as far as it is needed."""

    proposal: Callable[[str], bool]
    path: Callable[[str], bool]
    revision_range: Callable[[str], bool]
    matching_ids: Callable[[str], Sequence[str]]


def what_exists(outside: Outside) -> Exists:
    """Return what is there in the outside world."""
    return Exists(
        proposal=lambda text: _is_proposal(text, outside),
        path=_is_path,
        revision_range=lambda text: (
            outside.tree is not None and outside.tree.is_revision_range(text)
        ),
        matching_ids=outside.store.matching_ids,
    )


def parse_target(text: str, exists: Exists) -> Target:
    """Return what a person meant; raises ``UsageError`` that says what would work."""
    text = text.strip()
    if not text or len(text) > _LONGEST_TEXT or "\0" in text:
        raise UsageError("a target that is empty, or too long", _WHAT_WORKS)
    if text == "-":
        return Target(TargetKind.STREAM, text)
    if text.lower().startswith(_SCHEMES):
        return _parse_url(text)
    if exists.proposal(text):
        return Target(TargetKind.PROPOSAL, text)
    named_id = message_id_from_text(text) or ""
    if named_id and text.lower().startswith(_ID_MARKS):
        return Target(TargetKind.MESSAGE_ID, text, named_id)
    if exists.path(text):
        return Target(TargetKind.PATH, text)
    if named_id:
        return Target(TargetKind.MESSAGE_ID, text, named_id)
    if exists.revision_range(text):
        return Target(TargetKind.REVISION_RANGE, text)
    return _parse_prefix(text, exists)


def _parse_url(text: str) -> Target:
    """Return the message or the page that a URL names."""
    message_id = message_id_from_url(text)
    if message_id is None or _is_page_of_a_list(text, message_id):
        return Target(TargetKind.PAGE, text)
    return Target(TargetKind.ARCHIVE_URL, text, message_id)


def _is_page_of_a_list(url: str, message_id: str) -> bool:
    """Whether what looks like a Message-ID is a list's address, with the page's name after it."""
    path = urlsplit(url).path
    last = path.rstrip("/").rpartition("/")[2]
    return message_id not in last and last.lower().endswith((".html", ".htm"))


def _parse_prefix(text: str, exists: Exists) -> Target:
    """Return the one message whose id begins like this, or say what is wrong."""
    if text.isdigit():
        raise NotFoundError(
            f"there is no proposal {text}", "`lkmltrack list` shows what is tracked"
        )
    found = exists.matching_ids(text) if len(text) >= _SHORTEST_PREFIX else ()
    if len(found) == 1:
        return Target(TargetKind.MESSAGE_ID, text, found[0])
    if found:
        raise UsageError(
            f"{len(found)} or more messages begin with {text}", "such as " + ", ".join(found[:3])
        )
    if "/" in text or text.lower().endswith(_MAIL_SUFFIXES):
        raise UsageError(f"{text}: there is no such file or folder", _WHAT_WORKS)
    if ".." in text:
        raise UsageError(
            f"{text}: git knows no such range of commits here",
            "--tree DIR names the repository that has it. " + _WHAT_WORKS,
        )
    raise UsageError(f"{text!r} names nothing that is known", _WHAT_WORKS)


def _is_proposal(text: str, outside: Outside) -> bool:
    """Whether a proposal has this number or name; a message of its threads is no name."""
    try:
        proposal = outside.store.proposal(text)
    except NotFoundError:
        return False
    return text in (str(proposal.number), proposal.name)


def _is_path(text: str) -> bool:
    try:
        return Path(text).expanduser().exists()
    except (OSError, RuntimeError):
        # too long a name, or a home that is not known
        return False


def archive_of_url(url: str) -> str:
    """Return the archive that a message's URL is in; empty when the URL does not tell.

    >>> archive_of_url("https://lore.kernel.org/linux-mm/20260421-a@example.org/T/#u")
    'https://lore.kernel.org/linux-mm'
    >>> archive_of_url("https://lore.kernel.org/r/20260421-a@example.org")
    'https://lore.kernel.org/all'
    """
    message_id = message_id_from_url(url)
    parts = urlsplit(url)
    pieces = [piece for piece in parts.path.split("/") if piece]
    before: list[str] = []
    for piece in pieces:
        if "@" in piece or "%40" in piece:
            break
        before.append(piece)
    if message_id is None or len(before) > 1:
        return ""
    name = before[0] if before and before[0] != "r" else "all"
    return f"{parts.scheme}://{parts.netloc}/{name}"


def is_local_only(target: Target) -> bool:
    """Whether a target is mail on this computer, so that no archive need be asked."""
    return target.kind in (TargetKind.PATH, TargetKind.STREAM, TargetKind.REVISION_RANGE)


def hint_of(error: LkmltrackError) -> str:
    """Return an error on one line, for a warning beside a result."""
    return f"{error.what} ({error.hint})" if error.hint else error.what
