"""One mail as the rest of the program sees it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """A display name and an addr-spec; either may be empty, neither is ever None."""

    name: str
    address: str

    def __str__(self) -> str:
        """Both parts as people write them, for reading, never for a header."""
        if not self.name:
            return self.address
        return f"{self.name} <{self.address}>" if self.address else self.name


class Kind(StrEnum):
    """What a message is in its thread."""

    PATCH = "patch"
    COVER = "cover"
    REPLY = "reply"
    DISCUSSION = "discussion"


class Origin(StrEnum):
    """Where the bytes of a message came from."""

    MAIL = "mail"
    PAGE = "page"
    """Rebuilt from an archive's web page: its addresses may be masked, never write to them."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A MIME part that is not the body: listed always, readable when it is text."""

    name: str
    content_type: str
    size: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject line taken apart: ``Re: 答复: [PATCH RFC v2 net-next 03/12] title``.

    ``prefixes`` are the words in the brackets as written, without version and
    counter. ``revision`` is 1 and ``counter``/``total`` are 1 when the line
    does not say; the ``has_`` fields tell which were written.
    """

    title: str
    reply_markers: int = 0
    prefixes: tuple[str, ...] = ()
    revision: int = 1
    counter: int = 1
    total: int = 1
    has_revision: bool = False
    has_counter: bool = False

    @property
    def is_reply(self) -> bool:
        """Whether a reply or forward marker stood in front."""
        return self.reply_markers > 0

    @property
    def is_patch(self) -> bool:
        """Whether a bracket says PATCH, in any spelling."""
        return any("PATCH" in prefix.upper() for prefix in self.prefixes)

    @property
    def is_rfc(self) -> bool:
        """Whether a bracket says RFC."""
        return any("RFC" in prefix.upper() for prefix in self.prefixes)

    @property
    def is_discussion(self) -> bool:
        """Whether a bracket says DISCUSSION or TOPIC (as LSF/MM/BPF topics do)."""
        words = " ".join(self.prefixes).upper()
        return "DISCUSSION" in words or "TOPIC" in words

    @property
    def is_cover(self) -> bool:
        """Whether the counter is 0/n."""
        return self.has_counter and self.counter == 0


@dataclass(frozen=True, slots=True)
class Message:
    """A parsed mail; the bytes it came from stay in the store.

    ``message_id`` is without ``<>``; a mail without one gets an identity made
    from its content, and a defect that says so. ``subject`` is decoded and on
    one line. ``body`` is the decoded text with LF line ends. ``date`` is the
    Date header and ``received`` the newest Received header, both UTC.
    ``in_reply_to`` and ``references`` hold message-ids in the order written.
    ``defects`` are short sentences about what was wrong with the mail.
    """

    message_id: str
    subject: str
    author: Address
    date: datetime | None = None
    received: datetime | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    list_ids: tuple[str, ...] = ()
    change_id: str = ""
    body: str = ""
    attachments: tuple[Attachment, ...] = ()
    defects: tuple[str, ...] = ()
    origin: Origin = Origin.MAIL

    @property
    def when(self) -> datetime | None:
        """The best known time: the Date header, else the newest Received."""
        return self.date or self.received

    @property
    def recipients(self) -> tuple[Address, ...]:
        """To, then Cc."""
        return self.to + self.cc


class LineKind(StrEnum):
    """What a line of a body is."""

    TEXT = "text"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"
    TRAILER = "trailer"
    SIGNATURE = "signature"
    DIFF = "diff"
    DIFFSTAT = "diffstat"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a body: its kind, its quote depth, and its text without the quote marks.

    ``number`` counts from 1 in the decoded body.
    """

    number: int
    kind: LineKind
    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class PatchText:
    """The parts of a patch mail, as ``git am`` divides them.

    ``message`` is the commit text with its trailers, ``comment`` what stands
    between ``---`` and the diff (diffstat and changelog), ``diff`` the diff
    itself up to the signature, ``files`` the paths it touches.
    """

    message: str
    comment: str
    diff: str
    files: tuple[str, ...] = field(default=())
