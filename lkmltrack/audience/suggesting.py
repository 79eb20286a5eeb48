"""Suggesting: who beyond MAINTAINERS would help, and what shows it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lkmltrack.audience.additions import find_additions
from lkmltrack.audience.identity import Addressees, Identities, Mailmap
from lkmltrack.audience.names import spellings
from lkmltrack.audience.postings import files_of, senders_of
from lkmltrack.mail.body import own_text
from lkmltrack.mail.kind import has_patch, kind_of
from lkmltrack.mail.links import find_message_ids
from lkmltrack.mail.subject import topic
from lkmltrack.mail.threads import build_thread
from lkmltrack.model.audience import Expected, Level, Reason, ReasonKind, Review
from lkmltrack.model.message import Address, Kind, Message
from lkmltrack.proposals.people import author_of, find_people
from lkmltrack.proposals.robots import is_applied_notice, is_robot

_MOST = 8
_MOST_REASONS = 10
_SHORTEST_ANSWER = 2
"""Lines: who only wrote a trailer or thanks has answered, but would hardly again."""
_WEIGHTS = {
    ReasonKind.LINKED: 4.0,
    ReasonKind.ADDED: 3.0,
    ReasonKind.REVIEWED: 2.0,
    ReasonKind.ANSWERED: 1.0,
}
_MOST_OF_A_KIND = 5
"""More of a kind weigh no more."""


@dataclass(slots=True)
class _Suggested:
    """Somebody with what speaks for them."""

    who: Address
    reasons: dict[tuple[ReasonKind, str], Reason] = field(default_factory=dict)
    newest: float = float("-inf")

    @property
    def weight(self) -> float:
        """How much speaks for asking them."""
        counts: dict[ReasonKind, int] = {}
        for kind, _ in self.reasons:
            counts[kind] = counts.get(kind, 0) + 1
        return sum(
            _WEIGHTS.get(kind, 1.0) * min(count, _MOST_OF_A_KIND) for kind, count in counts.items()
        )


def suggested_from(
    posting: Sequence[Message],
    prior: Sequence[Message],
    expected: Sequence[Expected] = (),
    *,
    earlier: Sequence[Message] = (),
    linked: Sequence[Message] = (),
    reviews: Sequence[Review] = (),
    most: int = _MOST,
) -> list[Expected]:
    """Return who would help, the most first, each with the reasons.

    ``prior`` are threads of before on the same files or subject, ``earlier``
    the threads of earlier revisions, ``linked`` messages that the posting may
    link to, ``reviews`` the trailers of commits that touched the same functions.
    Nobody is suggested who sent the posting or is expected anyhow, nor a robot.
    """
    suggesting = _Suggesting(posting, expected, (*prior, *earlier, *linked))
    suggesting.add_answers(prior)
    suggesting.add_linked((*linked, *prior, *earlier))
    suggesting.add_added(earlier)
    suggesting.add_reviews(reviews)
    return suggesting.ranked(most)


class _Suggesting:
    """Suggestions in the making."""

    def __init__(
        self,
        posting: Sequence[Message],
        expected: Sequence[Expected],
        messages: Sequence[Message],
    ) -> None:
        self._posting = posting
        self._expected = [one for one in expected if one.level is not Level.SUGGESTED]
        self._messages = [*posting, *messages]
        self._people = find_people(self._messages)
        self._authors = {self._people.person(one) for mail in posting for one in senders_of(mail)}
        self._found: dict[str, _Suggested] = {}

    def add_answers(self, prior: Sequence[Message]) -> None:
        """Add who answered in threads that share a file or the subject with the posting."""
        files = {path for mail in self._posting for path in files_of(mail)}
        topics = {topic(mail.subject).lower() for mail in self._posting} - {""}
        for tree in _trees(prior):
            touched = {path for one in tree if has_patch(one) for path in files_of(one)}
            shared = next((path for path in sorted(files & touched)), "")
            if not shared and not any(topic(one.subject).lower() in topics for one in tree):
                continue
            for one in tree:
                if _is_answer(one):
                    detail = f"{shared}: {one.subject}" if shared else one.subject
                    reason = Reason(ReasonKind.ANSWERED, one.message_id, detail=detail)
                    self._add(author_of(one), reason, _time(one))

    def add_linked(self, messages: Sequence[Message]) -> None:
        """Add who wrote what the posting links to."""
        links = {found for mail in self._posting for found in find_message_ids(own_text(mail.body))}
        for one in messages:
            if one.message_id in links and not _is_machine(one):
                reason = Reason(ReasonKind.LINKED, one.message_id, detail=one.subject)
                self._add(author_of(one), reason, _time(one))

    def add_added(self, earlier: Sequence[Message]) -> None:
        """Add whom somebody added by hand to the threads of earlier revisions."""
        for tree in _trees(earlier):
            posted = [one for one in tree if _is_submission(one)]
            for addition in find_additions(posted, tree):
                reason = Reason(ReasonKind.ADDED, addition.message_id, detail=f"by {addition.by}")
                when = addition.date.timestamp() if addition.date else float("-inf")
                self._add(addition.who, reason, when)

    def add_reviews(self, reviews: Sequence[Review]) -> None:
        """Add who reviewed the last commits that touched the same functions."""
        for one in reviews:
            place = one.function or one.path
            detail = f"{one.trailer}: {one.subject} ({place})"
            when = one.date.timestamp() if one.date else float("-inf")
            self._add(one.who, Reason(ReasonKind.REVIEWED, one.commit, detail=detail), when)

    def _add(self, who: Address, reason: Reason, when: float) -> None:
        if not who.address or is_robot(Message("", "", who)):
            return
        person = self._key(who)
        if person in self._authors:
            return
        found = self._found.setdefault(person, _Suggested(who))
        if who.name and not found.who.name:
            found.who = Address(who.name, found.who.address)
        if when >= found.newest:
            found.newest = when
            found.who = Address(who.name or found.who.name, who.address)
        found.reasons.setdefault((reason.kind, reason.what), reason)

    def _key(self, who: Address) -> str:
        """Return a key of a person; people whom no mail ties have their name for one."""
        key = self._people.person(who)
        names = spellings(who.name)
        return key if key.startswith("#") or not names else min(names)

    def ranked(self, most: int) -> list[Expected]:
        """Return the suggestions that weigh the most, without whom a section asks for."""
        kept = sorted(self._found.values(), key=lambda one: (-one.weight, -one.newest))
        known = self._expected_among(kept)
        kept = [one for one in kept if one.who.address.lower() not in known]
        return [_expected(one) for one in kept[:most]]

    def _expected_among(self, suggested: Iterable[_Suggested]) -> set[str]:
        """Return the addresses of those who are expected anyhow, under whatever address."""
        addressees = Addressees()
        addressees.take(one.who for one in suggested)
        identities = Identities(Mailmap({}), addressees, self._messages)
        return {address for one in self._expected for address in identities.ties(one)}


def _expected(one: _Suggested) -> Expected:
    order = sorted(one.reasons.values(), key=lambda reason: -_WEIGHTS.get(reason.kind, 1.0))
    count = sum(reason.kind is ReasonKind.ANSWERED for reason in order)
    if count > 1:
        order = [_counted(reason, count) for reason in order]
    return Expected(
        name=one.who.name,
        address=one.who.address,
        level=Level.SUGGESTED,
        role=_ROLES[order[0].kind],
        reasons=tuple(order[:_MOST_REASONS]),
    )


_ROLES = {
    ReasonKind.LINKED: "wrote what it links to",
    ReasonKind.ADDED: "was added to an earlier revision",
    ReasonKind.REVIEWED: "reviewed there before",
    ReasonKind.ANSWERED: "answered before",
}


def _counted(reason: Reason, count: int) -> Reason:
    """Return a reason that says how many answers there were."""
    if reason.kind is not ReasonKind.ANSWERED:
        return reason
    return replace(reason, detail=f"one of {count} answers, {reason.detail}")


def _trees(messages: Sequence[Message]) -> Iterator[list[Message]]:
    """Yield the messages of each thread."""
    tree: list[Message] = []
    for entry in build_thread(messages).entries:
        if entry.depth == 0 and tree:
            yield tree
            tree = []
        if entry.message is not None:
            tree.append(entry.message)
    if tree:
        yield tree


def _is_submission(message: Message) -> bool:
    return kind_of(message, bool(message.in_reply_to)) in (Kind.PATCH, Kind.COVER)


def _is_answer(message: Message) -> bool:
    """Whether somebody said something to a posting."""
    if kind_of(message, bool(message.in_reply_to)) is not Kind.REPLY or _is_machine(message):
        return False
    lines = [line for line in own_text(message.body[:20_000]).split("\n") if line.strip()]
    return len(lines) >= _SHORTEST_ANSWER


def _is_machine(message: Message) -> bool:
    return is_robot(message) or is_applied_notice(message)


def _time(message: Message) -> float:
    return message.when.timestamp() if message.when else float("-inf")
