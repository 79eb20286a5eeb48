"""Fetching: a target to the mails that it names."""

from dataclasses import dataclass, field
from datetime import timedelta

from lkmltrack.errors import (
    ArchiveError,
    BadInputError,
    InterruptedPull,
    NotFoundError,
    PageGivenError,
    UnreachableError,
    UsageError,
)
from lkmltrack.mail.parse import message_id_of, parse_message
from lkmltrack.mail.subject import topic
from lkmltrack.model.message import Message
from lkmltrack.proposals.people import author_of, name_key
from lkmltrack.tracker.ports import Archive, Outside, Progress, no_progress
from lkmltrack.tracker.targets import Target, TargetKind, archive_of_url, hint_of

_MOST_IDS_OF_PAGE = 3
_NEAR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The mails of a target, the message that was named, and where they came from.

    ``archive`` is None when no archive was asked. ``named`` is empty when a
    file or folder was named. ``warnings`` say what was not as asked for.
    """

    raws: list[bytes]
    named: str = ""
    archive: Archive | None = None
    warnings: tuple[str, ...] = field(default=())

    def ids(self) -> list[str]:
        """Return the message-ids to start from."""
        return [self.named] if self.named else [message_id_of(raw) for raw in self.raws]


def fetch(
    target: Target,
    outside: Outside,
    *,
    stream: bytes | None = None,
    progress: Progress = no_progress,
) -> Fetched:
    """Return the mails that a target names; a proposal has none of its own."""
    match target.kind:
        case TargetKind.MESSAGE_ID:
            return _fetch_thread(target.message_id, outside, progress)
        case TargetKind.ARCHIVE_URL:
            return _fetch_url(target, outside, progress)
        case TargetKind.PAGE:
            return _fetch_page(target, outside, progress)
        case TargetKind.PATH:
            return _fetch_file(target, outside, progress)
        case TargetKind.REVISION_RANGE if outside.tree is not None:
            return Fetched(_some(outside.tree.patches(target.text), target.text))
        case TargetKind.STREAM:
            if stream is None:
                raise UsageError("- needs mail on standard input", "pipe an mbox into it")
            return _read_stream(stream, outside, progress)
    raise UsageError(f"{target.text} is no mail", "give a Message-ID, a URL or a file")


def _some(raws: list[bytes], what: str) -> list[bytes]:
    if not raws:
        raise BadInputError(f"{what}: there is no mail in it", "is it the file that was meant?")
    return raws


def _fetch_file(target: Target, outside: Outside, progress: Progress) -> Fetched:
    """Read a file or folder; a saved page of an archive leads to its thread."""
    try:
        raws = _some(outside.mailboxes.read(target.path), target.text)
    except PageGivenError as given:
        return _follow_page(given.page, target.path.absolute().as_uri(), outside, progress)
    return Fetched(raws, warnings=_cut_off(raws, target.text))


def _read_stream(stream: bytes, outside: Outside, progress: Progress) -> Fetched:
    """Read what came on standard input."""
    try:
        raws = _some(outside.mailboxes.read_stream(stream), "standard input")
    except PageGivenError as given:
        return _follow_page(given.page, "standard input", outside, progress)
    return Fetched(raws, warnings=_cut_off(raws, "standard input"))


def _cut_off(raws: list[bytes], what: str) -> tuple[str, ...]:
    """Return a warning when the last of several mails has no end of line: the file was cut."""
    if len(raws) < 2 or raws[-1].endswith(b"\n"):
        return ()
    last = message_id_of(raws[-1])
    return (
        f"{what} seems to be cut off in <{last}>, its last message; it is kept as it is:"
        " get the file again and track it once more",
    )


def _fetch_thread(message_id: str, outside: Outside, progress: Progress) -> Fetched:
    """Pull a thread; what is kept already does when the archive cannot be asked."""
    try:
        raws = outside.archive.thread(message_id, progress)
    except InterruptedPull:
        raise
    except (ArchiveError, NotFoundError) as error:
        if not outside.store.has(message_id):
            raise
        warning = f"only what is kept already: {hint_of(error)}"
        return Fetched([], message_id, None, (warning,))
    return Fetched(raws, message_id, outside.archive)


def _fetch_url(target: Target, outside: Outside, progress: Progress) -> Fetched:
    """Pull a thread by a URL.

    A Message-ID means the same everywhere, so the configured archive is asked
    first, whatever server the URL names: a mirror stays in use. Only when it
    has no such message, or cannot be reached, is the URL's own server asked.
    """
    try:
        return _fetch_thread(target.message_id, outside, progress)
    except (NotFoundError, UnreachableError) as error:
        other = archive_of_url(target.text)
        if not other or outside.archive_at is None or other == outside.archive.url:
            raise
        archive = outside.archive_at(other)
        raws = archive.thread(target.message_id, progress)
        reason = "does not have this thread" if isinstance(error, NotFoundError) else "is not there"
        warning = f"{outside.archive.url} {reason}; it came from {other}"
        return Fetched(raws, target.message_id, archive, (warning,))


# ---------------------------------------------------------------- pages of other archives


def _fetch_page(target: Target, outside: Outside, progress: Progress) -> Fetched:
    """Pull the thread that a page of another archive shows a message of.

    The page's Message-ID leads to it; where the page has none, its subject,
    author and date do. What the archive has not is rebuilt from the page.
    """
    return _follow_page(outside.archive.page(target.text), target.text, outside, progress)


def _follow_page(page: bytes, url: str, outside: Outside, progress: Progress) -> Fetched:
    """Pull the thread that a page leads to; without an archive the page itself has to do."""
    try:
        for message_id in outside.pages.message_ids(page, url)[:_MOST_IDS_OF_PAGE]:
            if (found := _thread_or_nothing(message_id, outside, progress)) is not None:
                return found
        return _fetch_like(outside.pages.rebuilt(page, url), url, outside, progress)
    except UnreachableError as error:
        try:
            raw = outside.pages.rebuilt(page, url)
        except BadInputError:
            raise error from None
        warning = f"{url}: rebuilt from the page, its addresses may be masked; {hint_of(error)}"
        return Fetched([raw], message_id_of(raw), None, (warning,))


def _fetch_like(raw: bytes, url: str, outside: Outside, progress: Progress) -> Fetched:
    """Pull the thread of the mail that a rebuilt one stands for; else the rebuilt one has to do."""
    message = parse_message(raw, outside.pages.html_to_text)
    named = _search_like(message, outside)
    if named and (found := _thread_or_nothing(named, outside, progress)) is not None:
        return found
    warning = (
        f"{outside.archive.url} does not have the message of {url}:"
        " it was rebuilt from the page, and its addresses may be masked"
    )
    return Fetched([raw], message.message_id, None, (warning,))


def _thread_or_nothing(message_id: str, outside: Outside, progress: Progress) -> Fetched | None:
    try:
        return _fetch_thread(message_id, outside, progress)
    except NotFoundError:
        return None


def _search_like(message: Message, outside: Outside) -> str:
    """Return the one message of the archive with a subject, an author and a date; else nothing."""
    title = topic(message.subject).replace('"', " ").strip()
    name = name_key(message.author.name)
    if not title or message.when is None:
        return ""
    since, until = message.when - _NEAR, message.when + _NEAR
    query = f's:"{title}" AND d:{since:%Y%m%d}..{until:%Y%m%d}'
    try:
        raws = outside.archive.search(query)
    except UsageError:
        # an archive without a search
        return ""
    found = [parse_message(raw) for raw in raws]
    near = [
        one.message_id
        for one in found
        if one.when is not None
        and abs(one.when - message.when) <= _NEAR
        and topic(one.subject) == topic(message.subject)
        and (not name or name_key(author_of(one).name) == name)
    ]
    # several mails of one author in these days are in one thread
    return near[0] if near else ""
