"""How stages, turns, events, reasons and moments are called in a report."""

import re
from datetime import UTC, datetime
from urllib.parse import quote

from lkmltrack.model.message import Address
from lkmltrack.model.proposal import Event, EventKind, Join, JoinReason, Stage, Turn
from lkmltrack.model.series import Carriage
from lkmltrack.reports.document import Tone
from lkmltrack.reports.escaping import one_line

NOT_OBSERVED = "not observed"

STAGES = {
    Stage.UNKNOWN: (NOT_OBSERVED, Tone.DIM),
    Stage.DISCUSSION: ("discussion", Tone.STRONG),
    Stage.RFC: ("RFC", Tone.STRONG),
    Stage.POSTED: ("posted", Tone.STRONG),
    Stage.CHANGES_REQUESTED: ("changes requested", Tone.OPEN),
    Stage.APPLIED: ("applied", Tone.GOOD),
    Stage.NACKED: ("NAKed", Tone.BAD),
    Stage.WITHDRAWN: ("withdrawn", Tone.BAD),
    Stage.STALLED: ("stalled", Tone.OPEN),
}
TURNS = {
    Turn.UNKNOWN: NOT_OBSERVED,
    Turn.AUTHOR: "the author",
    Turn.REVIEWERS: "the reviewers",
    Turn.MAINTAINER: "the maintainer",
    Turn.NOBODY: "nobody",
}
DEEDS = {
    EventKind.POSTED: ("posts it", Tone.STRONG),
    EventKind.REVISION: ("posts another revision", Tone.STRONG),
    EventKind.TRAILER: ("gives a trailer", Tone.GOOD),
    EventKind.REPLY: ("replies", Tone.DIM),
    EventKind.AUTHOR_REPLY: ("the author replies", Tone.DIM),
    EventKind.PROMISE: ("promises a change", Tone.PLAIN),
    EventKind.QUESTION: ("asks", Tone.OPEN),
    EventKind.CHANGES_REQUESTED: ("asks for changes", Tone.OPEN),
    EventKind.EVIDENCE_REQUESTED: ("asks for evidence", Tone.OPEN),
    EventKind.CC_REQUESTED: ("asks for people to be added", Tone.OPEN),
    EventKind.RFC_REQUESTED: ("asks for an RFC", Tone.OPEN),
    EventKind.DISCUSSION_REQUESTED: ("asks for a discussion", Tone.OPEN),
    EventKind.CC_ADDED: ("adds people", Tone.PLAIN),
    EventKind.NAK: ("NAKs it", Tone.BAD),
    EventKind.WITHDRAWN: ("gives it up", Tone.BAD),
    EventKind.APPLIED: ("says that it is applied", Tone.GOOD),
    EventKind.REVERTED: ("takes it back", Tone.BAD),
    EventKind.ROBOT_REPORT: ("reports a finding", Tone.OPEN),
}
_COMMITTED = ("commits it", Tone.GOOD)
CARRIAGES = {
    Carriage.WAITING: "given to the newest revision",
    Carriage.CARRIED: "carried over",
    Carriage.LOST: "lost: the patch is the same",
    Carriage.CHANGED: "the patch has changed since",
    Carriage.GONE: "the patch is gone",
}
# why a thread was taken in, where another message shows it, and where its own first one does
_REASONS = {
    JoinReason.TRACKED: ("named when tracking began", "named when tracking began"),
    JoinReason.SAID: ("added by hand", "added by hand"),
    JoinReason.CHANGE_ID: ("has the same change-id", "has the same change-id"),
    JoinReason.IN_REPLY_TO: ("is in reply to", "replies to the proposal"),
    JoinReason.LINK: ("is linked from", "links to the proposal"),
    JoinReason.SUBJECT: ("has the subject and author of", "has the same subject and author"),
    JoinReason.PATCH_ID: ("has the same patch", "has the same patch"),
}
_BY_A_MESSAGE = (JoinReason.IN_REPLY_TO, JoinReason.LINK, JoinReason.SUBJECT)
_SAFE_ID = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,250}@[A-Za-z0-9.:\[\]_-]{1,250}")
_LONGEST_NAME = 100
_MADE_UP = "@lkmltrack.invalid"


def message_url(message_id: str) -> str:
    """Return where a message can be read; empty for an id that no mail can have.

    >>> message_url("a/b+c@example.org")
    'https://lore.kernel.org/r/a%2Fb%2Bc@example.org'
    >>> message_url("<script>@example.org"), message_url("javascript:alert(1)")
    ('', '')
    """
    if not _SAFE_ID.fullmatch(message_id) or message_id.endswith(_MADE_UP):
        return ""
    return f"https://lore.kernel.org/r/{quote(message_id, safe='@')}"


def reason_words(join: Join) -> tuple[str, str]:
    """Return why a thread was taken in, and the message that shows it where one does."""
    elsewhere, here = _REASONS[join.reason]
    if not join.because or join.because == join.root:
        return here, ""
    if join.reason in _BY_A_MESSAGE:
        return elsewhere, join.because
    return f"{elsewhere}: {join.because}", ""


def deed(event: Event) -> tuple[str, Tone]:
    """Return what somebody does in an event; a commit is more than the word that there is one."""
    if event.kind is EventKind.APPLIED and event.commit:
        return _COMMITTED
    return DEEDS[event.kind]


def name_of(person: Address) -> str:
    """Return what somebody is called: by name, else by address."""
    name = one_line(person.name or person.address, _LONGEST_NAME).strip()
    return name or "somebody without a name"


def day(moment: datetime | None) -> str:
    """Return a date in UTC.

    >>> day(None)
    'without a date'
    """
    return _shown(moment, "%Y-%m-%d")


def minute(moment: datetime | None) -> str:
    """Return date and time in UTC, to the minute."""
    return _shown(moment, "%Y-%m-%d %H:%M")


def _shown(moment: datetime | None, form: str) -> str:
    if moment is None:
        return "without a date"
    return moment.astimezone(UTC).strftime(form)


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "message"), counted(3, "person", "people")
    ('1 message', '3 people')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def days_since(moment: datetime, now: datetime) -> str:
    """Return for how long something has lasted, in whole days.

    >>> days_since(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 13, tzinfo=UTC))
    '12 days'
    """
    days = (now - moment).days
    if days < 0:
        return "a time that has not come"
    return counted(days, "day") if days else "less than a day"
