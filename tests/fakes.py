"""Fakes for the ports: an archive in memory, a clock that is moved by hand, and the rest."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from lkmltrack.adapters.database import open_store
from lkmltrack.errors import NotFoundError, TreeError, UsageError
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import message_id_of, parse_message
from lkmltrack.mail.subject import topic
from lkmltrack.mail.threads import build_thread
from lkmltrack.model.message import Address, Message
from lkmltrack.model.series import Trailer
from lkmltrack.tracker.ports import (
    Archive,
    Batch,
    Check,
    KernelTree,
    Machine,
    Outside,
    Progress,
    Source,
    no_progress,
)

DAY_ONE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADA = "Ada Author <ada@example.org>"
MIA = "Mia Maintainer <mia@example.com>"
ROB = "Rob Reviewer <rob@example.com>"


# ---------------------------------------------------------------- invented mail


def mail(
    message_id: str,
    subject: str,
    body: str = "Some words.\n",
    *,
    author: str = ADA,
    answers: str = "",
    hours: float = 0.0,
    **headers: str,
) -> bytes:
    """A mail of invented people, ``hours`` after the first day's morning."""
    when = DAY_ONE + timedelta(hours=hours)
    made = EmailMessage(policy=SMTP.clone(max_line_length=None, cte_type="8bit", linesep="\n"))
    made["Received"] = f"from mx.example.com by lists.example.org; {format_datetime(when)}"
    made["Message-ID"] = f"<{message_id}>"
    made["Date"] = format_datetime(when)
    made["From"] = author
    made["To"] = "list@example.org"
    made["Subject"] = subject
    if answers:
        made["In-Reply-To"] = f"<{answers}>"
        made["References"] = f"<{answers}>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(body, charset="utf-8", cte="8bit")
    return made.as_bytes()


def patch_body(line: str = "new", path: str = "mm/rmap.c", text: str = "Change it.\n") -> str:
    """The body of a patch that puts one line in the place of another."""
    return (
        f"{text}\nSigned-off-by: {ADA}\n---\n {path} | 2 +-\n\n"
        f"diff --git a/{path} b/{path}\nindex 1111111..2222222 100644\n"
        f"--- a/{path}\n+++ b/{path}\n@@ -1,1 +1,1 @@\n-int old;\n+int {line};\n--\n2.47.1\n"
    )


def series(
    name: str,
    titles: Sequence[str],
    *,
    prefix: str = "PATCH",
    cover: str = "",
    cover_body: str = "What it is about.\n",
    author: str = ADA,
    answers: str = "",
    hours: float = 0.0,
    line: str = "new",
) -> list[bytes]:
    """A series as git send-email sends it: cover letter (when titled), patches below it.

    The message-ids are ``NAME-0@example.org`` and on.
    """
    total = len(titles)
    sent: list[bytes] = []
    head = answers
    if cover:
        head = f"{name}-0@example.org"
        subject = f"[{prefix} 0/{total}] {cover}"
        sent.append(mail(head, subject, cover_body, author=author, answers=answers, hours=hours))
    for number, title in enumerate(titles, 1):
        message_id = f"{name}-{number}@example.org"
        counter = f" {number}/{total}" if total > 1 or cover else ""
        sent.append(
            mail(
                message_id,
                f"[{prefix}{counter}] {title}",
                patch_body(f"{line}{number}", path=f"mm/file{number}.c"),
                author=author,
                answers=head,
                hours=hours + number / 3600,
            )
        )
        head = head or message_id
    return sent


def parsed(raws: Sequence[bytes]) -> list[Message]:
    """The mails as messages."""
    return [parse_message(raw) for raw in raws]


# ---------------------------------------------------------------- the outside world


@dataclass
class FakeClock:
    """A clock that stands still until it is moved."""

    moment: datetime = DAY_ONE + timedelta(days=100)

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


_CHANGE_ID = re.compile(r'nq:"change-id: ([^"]*)"')
_SUBJECT_AND_FROM = re.compile(r's:"([^"]*)" AND \(?f:"([^"]*)"(?: OR f:"([^"]*)")?')
_FROM_AND_PATCH = re.compile(r'^f:"([^"]*)" AND s:PATCH')
_SUBJECT_ALONE = re.compile(r'^s:"([^"]*)" AND d:')
_DATES = re.compile(r"d:(\d{8})\.\.(\d{8})?")


@dataclass
class FakeArchive:
    """A public-inbox server in memory; it answers the queries that the use cases compose.

    ``failing`` maps a method's name to what it raises.
    """

    raws: list[bytes] = field(default_factory=list)
    url: str = "https://archive.example.org/all"
    pages: dict[str, bytes] = field(default_factory=dict)
    failing: dict[str, Exception] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def thread(self, message_id: str, progress: Progress = no_progress) -> list[bytes]:
        self._ask("thread", message_id)
        progress("messages", 0, None)
        return self._thread_of(message_id)

    def message(self, message_id: str) -> bytes:
        self._ask("message", message_id)
        for raw in self.raws:
            if message_id_of(raw) == message_id:
                return raw
        raise NotFoundError(f"{self.url}: no message <{message_id}> there")

    def updates(self, message_id: str, since: datetime) -> list[bytes]:
        self._ask("updates", message_id)
        thread = self._thread_of(message_id)
        return [raw for raw in thread if (parse_message(raw).received or since) >= since]

    def search(self, query: str, *, whole_threads: bool = False) -> list[bytes]:
        self._ask("search", query)
        found = [raw for raw in self.raws if _matches(parse_message(raw), query)]
        if not whole_threads:
            return found
        threads = [raw for hit in found for raw in self._thread_of(message_id_of(hit))]
        return list(dict.fromkeys(threads))

    def page(self, url: str) -> bytes:
        self._ask("page", url)
        if url not in self.pages:
            raise NotFoundError(f"{url}: there is no such page")
        return self.pages[url]

    def cancel(self) -> None:
        """There is nothing to stop."""

    def methods(self) -> list[str]:
        """The methods that were called, in order."""
        return [method for method, _ in self.asked]

    def _ask(self, method: str, what: str) -> None:
        self.asked.append((method, what))
        if method in self.failing:
            raise self.failing[method]

    def _thread_of(self, message_id: str) -> list[bytes]:
        top = ""
        tops: dict[str, str] = {}
        for entry in build_thread(parsed(self.raws)).entries:
            top = entry.message_id if entry.depth == 0 else top
            tops[entry.message_id] = top
        if message_id not in tops:
            raise NotFoundError(f"{self.url}: no message <{message_id}> there")
        return [raw for raw in self.raws if tops[message_id_of(raw)] == tops[message_id]]


def _matches(message: Message, query: str) -> bool:
    dates = _DATES.search(query)
    if dates and message.date:
        day = f"{message.date:%Y%m%d}"
        if day < dates[1] or (dates[2] and day > dates[2]):
            return False
    title = topic(message.subject).lower()
    sender = message.author.address.lower()
    if any(f"change-id: {one}" in message.body for one in _CHANGE_ID.findall(query)):
        return True
    for wanted, address, name in _SUBJECT_AND_FROM.findall(query):
        is_sender = address.lower() == sender or (name and name in message.author.name)
        if wanted.lower() in title and is_sender:
            return True
    if match := _FROM_AND_PATCH.search(query):
        return match[1].lower() == sender and "PATCH" in message.subject
    if match := _SUBJECT_ALONE.search(query):
        return match[1].lower() in title
    return ":" not in query and query.lower() in f"{message.subject}\n{message.body}".lower()


@dataclass
class FakePages:
    """Pages whose whole text is ``ids: A B`` or ``mail: ...``."""

    def message_ids(self, page: bytes, url: str) -> list[str]:
        text = page.decode()
        return text.removeprefix("ids: ").split() if text.startswith("ids: ") else []

    def rebuilt(self, page: bytes, url: str) -> bytes:
        if not page.startswith(b"mail: "):
            raise UsageError(f"{url}: the page shows no mail")
        return page.removeprefix(b"mail: ")

    def html_to_text(self, html: str) -> str:
        return re.sub(r"<[^<>]*>", "", html)


@dataclass
class FakeSource:
    """A bulk source in memory; the cursor is a number."""

    name: str
    raws: list[bytes]

    def total(self) -> int | None:
        return len(self.raws)

    def batches(self, cursor: str, size: int) -> Iterator[Batch]:
        for place in range(int(cursor or 0), len(self.raws), size):
            raws = self.raws[place : place + size]
            yield Batch(raws, str(place + len(raws)))


@dataclass
class FakeMailboxes:
    """Reads mbox files; folders are not known."""

    def read(self, path: Path) -> list[bytes]:
        return split_mbox(path.read_bytes())

    def read_stream(self, data: bytes) -> list[bytes]:
        return split_mbox(data)

    def text(self, path: Path) -> str:
        return self.stream_text(path.read_bytes())

    def stream_text(self, data: bytes) -> str:
        is_mail = data.startswith(b"From ") or b"\nFrom: " in data
        return "" if is_mail else data.decode()

    def source(self, path: Path) -> Source:
        return FakeSource(str(path), self.read(path))


_TRAILER = re.compile(r"^((?:Reviewed|Acked|Tested|Signed-off)-by): ([^<\n]+) <([^>\n]+)>$", re.M)


@dataclass
class FakeSeries:
    """Trailers by a plain rule, and a hash of the changed lines for a patch-id."""

    compared: list[tuple[list[str], list[str]]] = field(default_factory=list)
    has_git: bool = True

    def trailers(self, messages: Sequence[Message]) -> list[Trailer]:
        return [
            Trailer(name, f"{who} <{address}>", one.message_id, Address(who, address), one.when)
            for one in messages
            for name, who, address in _TRAILER.findall(one.body)
        ]

    def patch_ids(self, diffs: Sequence[str]) -> list[str]:
        if not self.has_git:
            raise TreeError("git cannot be run here")
        return [_hash_of_changes(diff) for diff in diffs]

    def range_diff(self, older: Sequence[bytes], newer: Sequence[bytes], tree: Path | None) -> str:
        self.compared.append(
            ([message_id_of(raw) for raw in older], [message_id_of(raw) for raw in newer])
        )
        return "1: = 1\n"


def _hash_of_changes(diff: str) -> str:
    lines = [line for line in diff.split("\n") if line[:1] in ("+", "-")]
    return hashlib.sha1("\n".join(lines).encode()).hexdigest() if lines else ""


@dataclass
class FakeSettings:
    """A person and no settings."""

    name: str = "Ada Author"
    address: str = "ada@example.org"
    values: dict[str, str] = field(default_factory=dict)

    def get(self, key: str, default: str = "") -> str:
        return self.values.get(key, default)

    def person(self) -> tuple[str, str]:
        return (self.name, self.address)


@dataclass
class FakeTree:
    """A repository with one range of commits."""

    path: Path
    ranges: dict[str, list[bytes]] = field(default_factory=dict)

    def patches(self, revision_range: str) -> list[bytes]:
        return self.ranges[revision_range]

    def is_revision_range(self, text: str) -> bool:
        return text in self.ranges

    def describe(self) -> str:
        return f"{self.path}: Linux 6.99"


@dataclass
class FakeMachine:
    """A computer where everything is installed."""

    def checks(self) -> list[Check]:
        return [Check("git", True, "git version 2.47.1")]


def outside_world(
    folder: Path,
    raws: Sequence[bytes] = (),
    *,
    archive: Archive | None = None,
    tree: KernelTree | None = None,
    machine: Machine | None = None,
) -> Outside:
    """The outside world with a real store in a folder, and fakes for the rest."""
    clock = FakeClock()
    pages = FakePages()
    return Outside(
        store=open_store(folder / "test.db", html_to_text=pages.html_to_text, clock=clock),
        archive=archive or FakeArchive(list(raws)),
        pages=pages,
        mailboxes=FakeMailboxes(),
        series=FakeSeries(),
        settings=FakeSettings(),
        clock=clock,
        tree=tree,
        machine=machine,
    )
