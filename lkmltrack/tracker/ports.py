"""What the use cases ask of the outside world; the adapters satisfy these structurally."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from lkmltrack.maintainers.roster import Roster as Roster
from lkmltrack.model.audience import Definition, Edition, Review

# adapters make these and may not look up here
from lkmltrack.model.check import Check as Check
from lkmltrack.model.commit import Commit, Place, Reference, Wanted
from lkmltrack.model.message import Message
from lkmltrack.model.proposal import Proposal
from lkmltrack.model.query import Hit, Node
from lkmltrack.model.said import ResultFile, Said
from lkmltrack.model.series import Trailer
from lkmltrack.model.source import Added as Added
from lkmltrack.model.source import Attached as Attached
from lkmltrack.model.source import Batch as Batch
from lkmltrack.model.thread import Thread


class Progress(Protocol):
    """How far a long job is; it may raise ``InterruptedPull`` to stop the job."""

    def __call__(self, what: str, done: int, total: int | None) -> None:
        """Report ``done`` of ``total`` (None when unknown) units of ``what``."""


def no_progress(what: str, done: int, total: int | None) -> None:
    """Say nothing."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""


class Archive(Protocol):
    """lore.kernel.org or another public-inbox server.

    Every method raises an ``ArchiveError`` that names the URL, or
    ``NotFoundError`` when the server says that it has no such message.
    An empty answer is never a hidden failure.
    """

    url: str

    def thread(self, message_id: str, progress: Progress = no_progress) -> list[bytes]:
        """Return every message of a thread, byte for byte."""

    def message(self, message_id: str) -> bytes:
        """Return one message."""

    def updates(self, message_id: str, since: datetime) -> list[bytes]:
        """Return the messages of a thread that the archive received since then."""

    def search(self, query: str, *, whole_threads: bool = False) -> list[bytes]:
        """Return the messages (or the whole threads) that a query finds; empty when none."""

    def page(self, url: str) -> bytes:
        """Return a page of one of the archives that ``page_kinds`` in the adapter lists."""

    def cancel(self) -> None:
        """Stop whatever is under way, from any thread."""


class Pages(Protocol):
    """Reads the web pages of archives."""

    def message_ids(self, page: bytes, url: str) -> list[str]:
        """Return the message-ids that the page shows, the page's own first; may be empty."""

    def rebuilt(self, page: bytes, url: str) -> bytes:
        """Return a mail rebuilt from the page, marked with ``X-Lkmltrack-Rebuilt-From``."""

    def html_to_text(self, html: str) -> str:
        """Return the text of an HTML mail."""


class Source(Protocol):
    """A bulk source of mail: mbox, maildir, or a public-inbox git repository."""

    name: str
    """A stable name under which its cursor is kept."""

    def total(self) -> int | None:
        """Return how many messages there are, when that is cheap to know."""

    def batches(self, cursor: str, size: int) -> Iterator[Batch]:
        """Yield the messages after ``cursor`` (empty: from the start), ``size`` at a time."""


class Mailboxes(Protocol):
    """Reads local mail."""

    def read(self, path: Path) -> list[bytes]:
        """Return the messages of an mbox, .eml, .patch, maildir or folder of patches."""

    def read_stream(self, data: bytes) -> list[bytes]:
        """Return the messages of an mbox, a mail, or patches that came on standard input."""

    def text(self, path: Path) -> str:
        """Return a file that is no mail as text; empty when it is mail, or a folder."""

    def stream_text(self, data: bytes) -> str:
        """Return what came on standard input as text, when it is no mail."""

    def source(self, path: Path) -> Source:
        """Return a bulk source for a path."""


class KernelTree(Protocol):
    """A kernel tree or another git repository."""

    path: Path

    def patches(self, revision_range: str) -> list[bytes]:
        """Return the commits of a range as ``git format-patch`` writes them."""

    def is_revision_range(self, text: str) -> bool:
        """Whether git understands ``text`` as a range of commits."""

    def describe(self) -> str:
        """Return one line about the tree: its HEAD and version."""


class History(Protocol):
    """The commits of a git repository, on every branch. Every method raises ``TreeError``."""

    path: Path

    def identity(self) -> str:
        """Return the folder of the repository itself, the same from wherever it is named."""

    def limits(self) -> tuple[str, ...]:
        """Return what keeps the history from being whole, one sentence each."""

    def references(self) -> tuple[Reference, ...]:
        """Return HEAD, the branches and the tags, and the object that each points to."""

    def commits(
        self,
        wanted: Wanted,
        *,
        starts: Sequence[str],
        seen: Sequence[str] = (),
        since: datetime | None = None,
        progress: Progress = no_progress,
    ) -> list[Commit]:
        """Return the commits above ``seen`` that are wanted, and every revert, newest first."""

    def files(self, commits: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Return the files that each commit touches; what cannot be read is left out."""

    def patch_ids(
        self, commits: Sequence[str], *, thorough: bool = False
    ) -> Mapping[str, frozenset[str]]:
        """Return git's stable patch-ids of each commit; what cannot be read is left out."""

    def net_changes(self, commits: Sequence[str]) -> Mapping[str, str]:
        """Return the net change of each commit; what cannot be read is left out."""

    def places(
        self,
        commits: Sequence[Commit],
        *,
        known: Sequence[Place] = (),
        before: Sequence[Reference] = (),
    ) -> Mapping[str, Place]:
        """Return where each commit is; one that is on no branch and in no release is left out.

        ``known`` are the places found while the branches and tags were as in ``before``.
        """

    def held(self, tips: Sequence[str], commits: Sequence[Commit]) -> Mapping[str, frozenset[str]]:
        """Return which of ``commits`` each of ``tips`` contains."""


class SeriesReader(Protocol):
    """b4's and liblore's view of messages: trailers, patch-ids, range-diff."""

    def trailers(self, messages: Sequence[Message]) -> list[Trailer]:
        """Return the trailers that the messages carry or give, in message order."""

    def patch_ids(self, diffs: Sequence[str]) -> list[str]:
        """Return git's stable patch-id of each diff; an empty text where there is none."""

    def range_diff(self, older: Sequence[bytes], newer: Sequence[bytes], tree: Path | None) -> str:
        """Return the range-diff of two revisions; without a tree, a diff of the mails."""


class Store(Protocol):
    """The database. Every method raises ``StoreError`` (or ``NotFoundError``)."""

    path: Path

    def add(self, raws: Iterable[bytes], list_name: str = "") -> Added:
        """Keep messages in one transaction; what is known already changes nothing."""

    def add_batch(self, source: str, batch: Batch, list_name: str = "") -> Added:
        """Keep a batch and its source's cursor in one transaction."""

    def cursor(self, source: str) -> str:
        """Return the cursor kept for a bulk source; empty when there is none."""

    def raw(self, message_id: str) -> bytes:
        """Return a message byte for byte."""

    def copies(self, message_id: str) -> list[bytes]:
        """Return every differing copy that was kept of a message, the first one first."""

    def message(self, message_id: str) -> Message:
        """Return a message, parsed."""

    def messages(self, message_ids: Sequence[str]) -> list[Message]:
        """Return the messages that are here, in the order asked for."""

    def has(self, message_id: str) -> bool:
        """Whether the message is here."""

    def matching_ids(self, prefix: str, limit: int = 10) -> list[str]:
        """Return message-ids that begin with a prefix."""

    def thread_ids(self, message_id: str) -> list[str]:
        """Return the message-ids of the whole thread, oldest first; a ghost's id works too."""

    def in_order_of_arrival(self, message_ids: Sequence[str]) -> list[str]:
        """Return those of the messages that are here, in the order they came into the store."""

    def added_since(self, message_ids: Sequence[str], when: datetime) -> list[str]:
        """Return those of the messages that came into the store after a moment."""

    def search(self, query: Node, limit: int = 50, offset: int = 0) -> list[Hit]:
        """Return the best hits of a query."""

    def count(self) -> int:
        """Return how many messages are kept."""

    def say(self, said: Said) -> None:
        """Append what a person said."""

    def said(self, proposal: str = "") -> list[Said]:
        """Return what was said of a proposal (of all when empty), oldest first."""

    def keep_result(self, file: ResultFile) -> None:
        """Keep a file of results; one of the same name is replaced."""

    def drop_result(self, proposal: str, name: str) -> bool:
        """Drop a file of results; tell whether there was one."""

    def results(self, proposal: str) -> list[ResultFile]:
        """Return the files of results of a proposal, oldest first."""

    def proposals(self) -> list[Proposal]:
        """Return the tracked proposals by number."""

    def proposal(self, key: str) -> Proposal:
        """Return a proposal by its number, name, root, or any message-id of its threads."""

    def keep_threads(self, proposal: str, threads: Sequence[tuple[str, str, str]]) -> None:
        """Replace the derived joins of a proposal: (root, reason, because) each."""

    def keep_refreshed(self, proposal: str, when: datetime) -> None:
        """Remember when the archive was last asked about a proposal."""

    def keep_derived(self, key: str, kind: str, value: str) -> None:
        """Keep a derived text (JSON) under a key; a rebuild forgets it."""

    def derived(self, key: str, kind: str) -> str:
        """Return a derived text, empty when there is none."""

    def rebuild(self, progress: Progress = no_progress) -> None:
        """Derive everything again from the raw messages and from what was said."""

    def check(self) -> list[str]:
        """Return what is wrong with the database, one sentence each; empty when sound."""

    def close(self) -> None:
        """Let go of the file."""


class Machine(Protocol):
    """The computer that lkmltrack runs on."""

    def checks(self) -> list[Check]:
        """Check the programs and libraries that are used: git, b4, liblore."""


class ProgramB4(Protocol):
    """The b4 program."""

    MAILBOX: str
    """Stands among the arguments for the file that holds the mails."""

    def run(self, arguments: Sequence[str], folder: Path, *, mails: bytes = b"") -> int:
        """Run it in a folder, on the person's terminal, and return its exit status."""


class Maintainers(Protocol):
    """MAINTAINERS of the configured tree, of any day, or else a fetched copy."""

    def roster(self, when: datetime | None = None) -> Roster:
        """Return the edition in force at a moment, as far as there is history; else the one here.

        Raises ``TreeError`` with the way out when there is no MAINTAINERS at all.
        """

    def update(self, progress: Progress = no_progress) -> Edition:
        """Fetch MAINTAINERS, the mailmap and the ignore file over HTTPS into the cache.

        Raises an ``ArchiveError`` that names the URL; what was there stays then.
        """


class SourceTree(Protocol):
    """The sources of a tree: symbols, words, and who reviewed what. Raises ``TreeError``."""

    def definitions(self, symbols: Sequence[str]) -> Mapping[str, tuple[Definition, ...]]:
        """Return where each symbol is defined, the likeliest place first.

        What is misspelled is found by similarity and marked so; what is not found is left out.
        """

    def occurrences(self, words: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
        """Return for each word how often it stands in which files (its path counts as well)."""

    def reviews(
        self, paths: Sequence[str], functions: Sequence[str], limit: int = 20
    ) -> list[Review]:
        """Return who gave a trailer to the last commits that touched the functions of the files."""


class Settings(Protocol):
    """git config, section ``[lkmltrack]``, and the person's identity."""

    def get(self, key: str, default: str = "") -> str:
        """Return a value of section ``[lkmltrack]``."""

    def person(self) -> tuple[str, str]:
        """Return (user.name, user.email); either may be empty."""


@dataclass(frozen=True, slots=True)
class Outside:
    """The outside world, handed to the use cases as one value.

    ``tree`` is None when no kernel tree is configured. ``archive_at`` makes an
    archive for another public-inbox server than the configured one; without
    it only the configured one is asked. ``build_thread`` and the parsers are
    pure and are imported, not handed in.
    """

    store: Store
    archive: Archive
    pages: Pages
    mailboxes: Mailboxes
    series: SeriesReader
    settings: Settings
    clock: Clock
    tree: KernelTree | None = None
    archive_at: Callable[[str], Archive] | None = None
    machine: Machine | None = None
    history: History | None = None
    maintainers: Maintainers | None = None
    source_tree: SourceTree | None = None


ThreadBuilder = Callable[[Sequence[Message]], Thread]
