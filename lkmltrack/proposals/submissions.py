"""Submissions: the patches and cover letters of threads, collected to what was sent together."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from lkmltrack.mail.subject import parse_subject
from lkmltrack.model.message import Kind, Message, Subject
from lkmltrack.model.thread import Entry, Thread
from lkmltrack.proposals.people import People, author_of

_ONE_SENDING = timedelta(days=1)
"""The mails of one posting are sent within this time, however slow the server is."""
_SENT_ALONG = timedelta(hours=1)
"""Mails without a counter belong to a series when they were sent this close to it."""
_MOST_OPEN = 50
"""So many of the latest postings are looked at for the place of a patch."""
_MOST_SLOTS = 2_000


@dataclass(frozen=True, slots=True)
class Submission:
    """A patch or cover letter: who sent it, the tree it stands in, and what it replies to."""

    message: Message
    subject: Subject
    person: str
    thread: str
    parent: str | None
    slot: int
    """Its place in the series: 0 for the cover letter."""

    @property
    def when(self) -> datetime | None:
        """When it was sent."""
        return self.message.when

    @property
    def is_counted(self) -> bool:
        """Whether its subject says ``n/m``."""
        return self.subject.has_counter


@dataclass(slots=True, eq=False)
class Sending:
    """The submissions that were sent together, by their place in the series."""

    slots: dict[int, Submission] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    _lowest: int = 1_000_000

    def take(self, submission: Submission) -> None:
        """Put a submission in its place."""
        self.slots[submission.slot] = submission
        self.ids.add(submission.message.message_id)
        self._lowest = min(self._lowest, submission.slot)

    @property
    def head(self) -> Submission:
        """The cover letter, else the first patch."""
        return self.slots[self._lowest]

    @property
    def cover(self) -> Submission | None:
        """The cover letter."""
        return self.slots.get(0)

    @property
    def patches(self) -> list[Submission]:
        """The patches in order."""
        return [self.slots[slot] for slot in sorted(self.slots) if slot]

    @property
    def total(self) -> int:
        """How many patches the first counter promises."""
        head = self.head
        if not head.is_counted:
            # a cover letter without a counter: its first patch knows
            head = self.slots.get(1, head)
        return max(1, head.subject.total)

    @property
    def is_open(self) -> bool:
        """Whether the cover letter or a patch of several is missing."""
        total = min(self.total, _MOST_SLOTS)
        return total > 1 and any(slot not in self.slots for slot in range(total + 1))


def find_sendings(thread: Thread, people: People) -> list[Sending]:
    """Return what was sent together, in display order of its first mail."""
    sendings = _merged(_collect(thread.entries, people))
    _adopt_covers(sendings, thread, people)
    return _with_extras(sendings)


# ---------------------------------------------------------------- within a tree


def _collect(entries: Iterable[Entry], people: People) -> list[Sending]:
    """Put every submission of a tree to the sending that it belongs to."""
    sendings: list[Sending] = []
    nearest: dict[str, Sending | None] = {}
    of_tree: dict[tuple[str, int, int], list[Sending]] = {}
    thread = ""
    for entry in entries:
        if entry.depth == 0:
            thread, of_tree = entry.message_id, {}
        above = nearest.get(entry.parent) if entry.parent else None
        nearest[entry.message_id] = above
        if entry.message is None or entry.kind not in (Kind.PATCH, Kind.COVER):
            continue
        submission = _submission(entry.message, entry, thread, people)
        key = (submission.person, submission.subject.revision, submission.subject.total)
        sending = _place(submission, above, of_tree.get(key, []))
        if sending is None:
            sending = Sending()
            sendings.append(sending)
            of_tree.setdefault(key, []).append(sending)
        sending.take(submission)
        nearest[entry.message_id] = sending
    return sendings


def _submission(message: Message, entry: Entry, thread: str, people: People) -> Submission:
    subject = parse_subject(message.subject)
    person = people.person(author_of(message))
    return Submission(message, subject, person, thread, entry.parent, subject.counter)


def _place(
    submission: Submission, above: Sending | None, same_key: list[Sending]
) -> Sending | None:
    """Return the sending that a submission belongs to; None when it begins one."""
    if submission.slot == 0:
        return None
    if above is not None and _fits_below(submission, above):
        return above
    if not submission.is_counted:
        return None
    fitting = [
        sending
        for sending in reversed(same_key[-_MOST_OPEN:])
        if submission.slot not in sending.slots and _is_like(submission, sending.head)
    ]
    # siblings first: a patch sent again below another must not draw the rest away
    siblings = (one for one in fitting if one.head.parent == submission.parent)
    return next(siblings, fitting[0] if fitting else None)


def _fits_below(submission: Submission, above: Sending) -> bool:
    """Whether a patch that replies to a sending is a part of it, though its subject may lie."""
    head = above.head
    if submission.slot in above.slots or not submission.is_counted:
        return False
    has_same_total = submission.subject.total == above.total
    if submission.parent not in above.ids:
        return has_same_total and _is_like(submission, head)
    has_same_person = submission.person == head.person
    if not has_same_person and not (has_same_total and above.total > 1):
        return False
    ours, theirs = submission.subject, head.subject
    if ours.revision != theirs.revision and ours.has_revision and theirs.has_revision:
        # a cover letter of v4 over patches that still say v3
        is_sent_along = head.slot == 0 and are_close(submission, head, _SENT_ALONG)
        return is_sent_along and has_same_person and has_same_total
    if has_same_person and has_same_total:
        return True
    return are_close(submission, head, _ONE_SENDING)


def _is_like(submission: Submission, head: Submission) -> bool:
    """Whether the subjects are those of one posting by one person."""
    ours, theirs = submission.subject, head.subject
    return (
        theirs.has_counter
        and submission.person == head.person
        and ours.revision == theirs.revision
        and ours.is_rfc == theirs.is_rfc
    )


def are_close(one: Submission, other: Submission, limit: timedelta) -> bool:
    """Whether two mails were sent within a time; unknown times are close."""
    if one.when is None or other.when is None:
        return True
    return abs(one.when - other.when) <= limit


# ---------------------------------------------------------------- across trees


def _merged(sendings: list[Sending]) -> list[Sending]:
    """Join the parts of postings whose mails do not refer to each other."""
    kept: list[Sending] = []
    open_ones: dict[tuple[str, int, int, tuple[str, ...]], list[Sending]] = {}
    for sending in sorted(sendings, key=_order):
        if not sending.is_open:
            kept.append(sending)
            continue
        subject = sending.head.subject
        words = tuple(sorted({prefix.upper() for prefix in subject.prefixes}))
        key = (sending.head.person, subject.revision, subject.total, words)
        waiting = open_ones.setdefault(key, [])
        partner = next(
            (other for other in reversed(waiting[-_MOST_OPEN:]) if _are_parts(other, sending)), None
        )
        if partner is None:
            waiting.append(sending)
            kept.append(sending)
        else:
            for submission in sending.slots.values():
                partner.take(submission)
    return kept


def _order(sending: Sending) -> float:
    when = sending.head.when
    return when.timestamp() if when else float("inf")


def _are_parts(one: Sending, other: Sending) -> bool:
    """Whether two sendings fill each other's gaps and were sent at one time."""
    if not one.slots.keys().isdisjoint(other.slots):
        return False
    return are_close(one.head, other.head, _ONE_SENDING)


def _adopt_covers(sendings: list[Sending], thread: Thread, people: People) -> None:
    """Give series whose cover letter has no counter that cover letter."""
    roots = {
        entry.message_id: entry.message
        for entry in thread.entries
        if entry.depth == 0 and entry.message is not None and entry.kind is Kind.DISCUSSION
    }
    for sending in sendings:
        head = sending.head
        message = roots.get(head.parent or "")
        if message is None or sending.cover is not None or not head.subject.has_counter:
            continue
        subject = parse_subject(message.subject)
        cover = Submission(
            message, subject, people.person(author_of(message)), head.thread, None, slot=0
        )
        if (
            cover.person == head.person
            and not subject.is_discussion
            and head.slot == 1
            and are_close(cover, head, _SENT_ALONG)
        ):
            del roots[message.message_id]
            sending.take(cover)


def _with_extras(sendings: list[Sending]) -> list[Sending]:
    """Put patches without a counter that were sent along with a series at its end."""
    covers = {one.cover.message.message_id: one for one in sendings if one.cover is not None}
    kept: list[Sending] = []
    for sending in sendings:
        extra = sending.head
        series = covers.get(extra.parent or "")
        if series is not None and not extra.is_counted and _is_sent_along(extra, series):
            gap = next((slot for slot in range(1, series.total + 1) if slot not in series.slots), 0)
            series.take(replace(extra, slot=gap or max(series.slots) + 1))
        else:
            kept.append(sending)
    return kept


def _is_sent_along(extra: Submission, series: Sending) -> bool:
    head = series.head
    is_other_revision = (
        extra.subject.has_revision and extra.subject.revision != head.subject.revision
    )
    return (
        extra.person == head.person
        and not is_other_revision
        and are_close(extra, head, _SENT_ALONG)
        and (len(series.slots) > 1 or series.total == 1)
    )
