"""Evidence: the numbers that a text brings, what they were measured with, and what it claims.

``line`` counts from 1 in the decoded body, or in a file's text.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lkmltrack.model.measurement import Delta, Measurement
from lkmltrack.model.message import Address


class BlockKind(StrEnum):
    """What a block of evidence looks like."""

    PROFILE = "profile"
    TABLE = "table"
    CALLCHAIN = "callchain"
    NUMBERS = "numbers"
    """Lines of a key and a value, or of a before and an after."""
    HISTOGRAM = "histogram"
    LOG = "log"
    """What a tool printed, word for word."""


class Damage(StrEnum):
    """What a mailer or an archive did to a block, as far as it was undone."""

    WRAPPED = "wrapped"
    NO_BREAK_SPACES = "no-break spaces"
    SIGN = "broken ± sign"
    TABS = "expanded tabs"
    COLLAPSED = "collapsed blanks"
    """An archive's page folded runs of blanks: columns and trees are lost."""


class ClaimStatus(StrEnum):
    """Whether measurements bear a claim out."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"


class ClaimKind(StrEnum):
    """What a claim says."""

    CHANGE = "change"
    SHARE = "share"
    """So many percent of the time, of the samples."""
    VALUE = "value"
    NULL = "null"
    """No regression, no difference, within the noise."""
    LIMIT = "limit"
    """What was not measured."""


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One symbol of a profile: its share of the samples in percent."""

    symbol: str
    share: float
    line: int
    children: float | None = None
    """With what it calls, where the profile has both columns."""
    command: str = ""
    object: str = ""
    mode: str = ""
    """``k`` kernel, ``.`` user, ``g`` and ``u`` guest, ``H`` hypervisor."""
    delta: float | None = None
    """In points, of a perf diff."""


@dataclass(frozen=True, slots=True)
class Chain:
    """One path of calls, the caller first; ``share`` in percent, None when nothing is said."""

    functions: tuple[str, ...]
    share: float | None
    line: int
    is_elided: bool = False
    """Whether ``...`` stands for functions left out."""
    argument: str = ""
    """What the last call is given: the lock."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """One row of a histogram: from ``low`` to below ``high``."""

    low: float
    high: float
    count: float


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of evidence in a text, from its first line to its last.

    ``lines`` are its lines without quote marks, with damage undone; ``id`` is
    the same for every copy of it.
    """

    kind: BlockKind
    form: str
    """Which form was recognised: ``perf-report``, ``lkp``, ``mmtests``, ``org-table`` ..."""
    line_start: int
    line_end: int
    lines: tuple[str, ...]
    tool: str = ""
    depth: int = 0
    """How deep it is quoted."""
    label: str = ""
    """The section label in force: ``before:``, ``with the patch``."""
    confidence: float = 1.0
    measurements: tuple[Measurement, ...] = ()
    deltas: tuple[Delta, ...] = ()
    rows: tuple[ProfileRow, ...] = ()
    chains: tuple[Chain, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    events: str = ""
    """What a profile counts: ``cycles``."""
    damage: tuple[Damage, ...] = ()
    remarks: tuple[str, ...] = ()
    """What does not fit in it: a sum, a stated difference, a share over 100."""
    quoted: str = ""
    """The message-id whose evidence this is a copy of; empty for the first poster's."""
    repeats: str = ""
    """The message-id of earlier evidence whose rows stand in it again, beside new ones."""
    added: tuple[str, ...] = ()
    """The rows that are new in it, when it repeats others."""

    @property
    def text(self) -> str:
        """The block's lines as one text."""
        return "\n".join(self.lines)

    @property
    def is_quoted(self) -> bool:
        """Whether it is a copy of what somebody posted before."""
        return bool(self.depth or self.quoted)

    @property
    def id(self) -> str:
        """The same for every copy, however its blanks, quotes and wrapping changed."""
        words = " ".join(self.text.split())
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Command:
    """A command line of a run, continuation lines and all."""

    text: str
    line: int
    line_end: int = 0
    program: str = ""
    parallelism: int | None = None
    """Copies, threads or jobs that it starts, as far as its options say."""
    is_quoted: bool = False


class EnvironmentKind(StrEnum):
    """What a fact about the machine is about."""

    CPU = "cpu"
    MICROARCHITECTURE = "microarchitecture"
    TOPOLOGY = "topology"
    """Sockets, cores, threads, NUMA nodes."""
    MEMORY = "memory"
    MACHINE = "machine"
    """Bare metal, a guest, a cloud's instance, a board's or a server's name."""
    KERNEL = "kernel"
    CONFIG = "config"
    COMPILER = "compiler"
    MITIGATIONS = "mitigations"
    GOVERNOR = "governor"
    STORAGE = "storage"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class EnvironmentFact:
    """One thing that is said about the machine or the kernel; ``text`` is as written."""

    kind: EnvironmentKind
    text: str
    line: int
    value: str = ""
    """In standard form: ``Emerald Rapids``, ``112 cores``."""
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """What ties a claim to a measurement: the block, the score, and each reason for it."""

    block: str
    """The id of a block; ``message-id#id`` when it is in another message."""
    score: float
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    """What speaks against it: another scale, another value."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that says how much.

    ``low`` and ``high`` are the magnitude (equal when it is one figure) in
    ``unit`` (``%``, ``x``, ``points`` or a metric's unit), positive as written.
    ``direction`` is +1 when the metric is said to grow, -1 when to shrink.
    """

    text: str
    line: int
    kind: ClaimKind = ClaimKind.CHANGE
    metric: str = ""
    workload: str = ""
    condition: str = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    qualifier: str = ""
    """``about``, ``up to``, ``over`` ..."""
    direction: int = 0
    is_good: bool | None = None
    before: float | None = None
    after: float | None = None
    scale: tuple[tuple[str, int], ...] = ()
    """``("cores", 256)``, ``("copies", 220)``."""
    is_quoted: bool = False
    status: ClaimStatus = ClaimStatus.UNSUPPORTED
    links: tuple[Link, ...] = ()
    reason: str = ""
    """Why it has this status, in a sentence."""

    @property
    def key(self) -> str:
        """What tells it from every other claim of its text, in a few characters."""
        whole = f"{self.line}\n{self.text}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(whole).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Lack:
    """An item of the checklist that is missing, and a reviewer who once asked for it."""

    item: str
    """``workload``, ``command``, ``hardware`` ... as the checklist names them."""
    weight: int
    why: str
    """What a reader cannot do without it."""
    asked: str = ""
    """A real question from the lists, who asked it, and when."""
    source: str = ""
    """The message-id of that question, or the document that says so."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what reviewers look for is there: advice, never a gate."""

    score: int
    most: int
    present: tuple[str, ...]
    missing: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that one text brings; a message's, or a plain file's."""

    source: str
    message_id: str = ""
    author: Address = field(default_factory=lambda: Address("", ""))
    date: datetime | None = None
    tools: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    commands: tuple[Command, ...] = ()
    environment: tuple[EnvironmentFact, ...] = ()
    claims: tuple[Claim, ...] = ()
    completeness: Completeness | None = None
    """None when nothing in it asks for evidence."""
    has_raw_data: bool = False
    """Whether it links to, or attaches, more than is shown: logs, a reproducer."""
    in_changelog: bool = False
    """Whether numbers stand in a patch's commit text, or in a cover letter."""

    @property
    def own_blocks(self) -> tuple[Block, ...]:
        """The blocks that were first posted here."""
        return tuple(block for block in self.blocks if not block.is_quoted)
