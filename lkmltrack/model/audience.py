"""Who ought to get a mail, why, and whether they did."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lkmltrack.model.message import Address


class Level(StrEnum):
    """How much somebody is expected, the most first."""

    MAINTAINER = "maintainer"
    REVIEWER = "reviewer"
    LIST = "list"
    SUGGESTED = "suggested"
    """Nobody has to ask them; there is a reason why it would help."""


class Status(StrEnum):
    """Whether somebody who is expected gets the mail."""

    MISSING = "missing"
    PRESENT = "present"
    PRESENT_AS = "present-as"
    """Under another address than the one that is looked for."""
    SENDER = "sender"


class ReasonKind(StrEnum):
    """What makes somebody expected."""

    FILE = "file"
    """``what`` is a path that a section names."""
    KEYWORD = "keyword"
    """``what`` is the expression of a ``K:`` line that the patch matches."""
    IN_FILE = "in-file"
    """The address stands in the file ``what``."""
    FIXES = "fixes"
    """They signed the commit ``what`` that is mended."""
    COMMITS = "commits"
    """They work on the file ``what``, and no section maintains it."""
    TOPIC = "topic"
    """``what`` is the words that a section shares with the topic."""
    SYMBOL = "symbol"
    """``what`` is a function, and ``detail`` the file that defines it."""
    ANSWERED = "answered"
    """They answered a prior posting on the same files or subject; ``what`` is their message-id."""
    LINKED = "linked"
    """They wrote the message ``what`` that the posting links to."""
    REVIEWED = "reviewed"
    """They reviewed the commit ``what``, which touched the same functions."""
    ADDED = "added"
    """They were added by hand in the message ``what``."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why somebody is expected, and what shows it."""

    kind: ReasonKind
    what: str
    section: str = ""
    """The whole name of the section of MAINTAINERS; empty when none says it."""
    detail: str = ""
    """What else a reader wants to know: the entry (``F: mm/``), a subject, a count."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who ought to be addressed; ``name`` is empty for a list."""

    name: str
    address: str
    level: Level
    role: str
    """In the words of get_maintainer.pl, without the section: ``maintainer``, ``open list``."""
    reasons: tuple[Reason, ...]
    for_patches: tuple[str, ...] = ()
    """The message-ids of the patches that the reasons speak of."""
    other_addresses: tuple[str, ...] = ()
    """Under which MAINTAINERS has the same person elsewhere among these patches."""

    @property
    def section(self) -> str:
        """The section of the first reason."""
        return self.reasons[0].section if self.reasons else ""


@dataclass(frozen=True, slots=True)
class Addition:
    """Somebody who was first addressed later in the thread, by whom, in which message."""

    who: Address
    by: Address
    message_id: str
    date: datetime | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a mail may not reach somebody: told, never held against the sender."""

    address: str
    text: str
    """``bounced on 2026-03-01``, ``silent since 2019-05-04``."""
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Audited:
    """Somebody who is expected, and what became of it."""

    expected: Expected
    status: Status
    present_as: str = ""
    """The address that they got it under."""
    because: str = ""
    """What shows that the address is theirs: ``mailmap``, ``name``, ``thread``, ``address``."""
    not_on: tuple[str, ...] = ()
    """Of the patches that concern them, those they did not get."""
    added: Addition | None = None
    """How they came in later; ``by`` themselves when they answered without having been added."""
    trouble: Trouble | None = None
    excuse: str = ""
    """Why it is nobody's fault that they are missing; their level is then ``suggested``."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom no section asks for, and what in the posting names them."""

    who: Address
    why: str
    """The trailer: ``Reported-by``."""


@dataclass(frozen=True, slots=True)
class PatchAudit:
    """One mail of a posting: what it touches, and who of those it concerns did not get it."""

    message_id: str
    subject: str
    files: tuple[str, ...]
    missing: tuple[str, ...]
    """Addresses."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Which MAINTAINERS an answer was read from."""

    place: str
    """The file or the tree, as a person names it."""
    rev: str = ""
    """The commit; empty when there is no history."""
    date: datetime | None = None
    """The commit's date, or when the file was fetched; None when nobody knows."""
    is_of_the_day: bool = False
    """Whether it is the one that was in force when the mail was sent."""


@dataclass(frozen=True, slots=True)
class Audit:
    """Who ought to have got a posting, and who did."""

    title: str
    date: datetime | None
    author: Address
    edition: Edition
    sections: tuple[str, ...]
    recipients: tuple[Audited, ...]
    """Maintainers first, then reviewers, lists and suggested people; missing ones first in each."""
    extra: tuple[Address, ...] = ()
    """Addressed, and expected by nothing."""
    patches: tuple[PatchAudit, ...] = ()
    additions: tuple[Addition, ...] = ()
    remarks: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()
    """Addressed, expected by no section, and named by the posting itself."""

    @property
    def missing(self) -> tuple[Audited, ...]:
        """Who is missing, suggested people left out."""
        return tuple(
            one
            for one in self.recipients
            if one.status is Status.MISSING and one.expected.level is not Level.SUGGESTED
        )


@dataclass(frozen=True, slots=True)
class RankedSection:
    """A section that a topic, a symbol or evidence leads to; ``score`` only orders."""

    name: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a symbol is defined; ``asked`` differs from ``symbol`` when it was misspelled."""

    asked: str
    symbol: str
    path: str
    line: int
    is_guess: bool = False
    """Whether the symbol was only found by similarity."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """Whom to ask about a topic, symbols or evidence, before there is a patch."""

    edition: Edition
    sections: tuple[RankedSection, ...]
    people: tuple[Expected, ...]
    definitions: tuple[Definition, ...] = ()
    unknown: tuple[str, ...] = ()
    """Symbols that nothing defines, and nothing like them."""


@dataclass(frozen=True, slots=True)
class Review:
    """A trailer that somebody gave to a commit, and the function that the commit touched."""

    who: Address
    trailer: str
    """``Reviewed-by``, ``Acked-by``, ``Signed-off-by`` ..."""
    commit: str
    subject: str
    date: datetime | None
    path: str
    function: str = ""
    """Empty when only the file is known to be touched."""
