"""A conversation: a proposal's messages, who wrote each, and what answers what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lkmltrack.mail.sentences import Sentence, find_sentences
from lkmltrack.mail.threads import build_thread
from lkmltrack.model.message import Message
from lkmltrack.model.proposal import Participant
from lkmltrack.model.series import PostingKind, Series
from lkmltrack.proposals.people import People, author_of, find_people
from lkmltrack.proposals.robots import is_applied_notice, is_robot


class Role(StrEnum):
    """In which part somebody writes."""

    AUTHOR = "author"
    REVIEWER = "reviewer"
    ROBOT = "robot"


@dataclass(frozen=True, slots=True)
class Contribution:
    """One message of a conversation.

    ``is_submission`` marks the patches, cover letters and first mails of
    discussions; everything else is a reply. ``sentences`` are the sender's own,
    of replies written by people.
    """

    message: Message
    person: str
    role: Role
    is_submission: bool
    sentences: tuple[Sentence, ...]

    @property
    def message_id(self) -> str:
        """The message's identity."""
        return self.message.message_id

    @property
    def time(self) -> float:
        """When it was written, in seconds; a message without a date comes last."""
        return self.message.when.timestamp() if self.message.when else float("inf")


@dataclass(frozen=True, slots=True)
class Conversation:
    """The contributions by date, and the tree they stand in."""

    contributions: tuple[Contribution, ...]
    by_id: Mapping[str, Contribution]
    children: Mapping[str, Sequence[str]]
    parents: Mapping[str, str | None]
    people: People

    def answers_below(self, message_id: str) -> Iterator[Contribution]:
        """Yield the contributions below a message in the tree, by date."""
        waiting = list(self.children.get(message_id, ()))
        found: list[Contribution] = []
        while waiting:
            one = waiting.pop()
            if one in self.by_id:
                found.append(self.by_id[one])
            waiting.extend(self.children.get(one, ()))
        yield from sorted(found, key=lambda contribution: contribution.time)

    def replies(self, since: float = float("-inf")) -> Iterator[Contribution]:
        """Yield the replies from a moment on, by date."""
        return (
            contribution
            for contribution in self.contributions
            if not contribution.is_submission and contribution.time >= since
        )


def build_conversation(messages: Sequence[Message], revisions: Sequence[Series]) -> Conversation:
    """Return the conversation about some revisions; their senders are its authors."""
    people = find_people(messages)
    authors = {people.person(series.author) for series in revisions}
    submitted = set(_submissions(revisions))
    thread = build_thread(messages)
    children: dict[str, list[str]] = {}
    for entry in thread.entries:
        if entry.parent is not None:
            children.setdefault(entry.parent, []).append(entry.message_id)
    contributions = [
        _contribution(message, people, authors, submitted) for message in thread.messages
    ]
    return Conversation(
        contributions=tuple(sorted(contributions, key=lambda contribution: contribution.time)),
        by_id={contribution.message_id: contribution for contribution in contributions},
        children=children,
        parents={entry.message_id: entry.parent for entry in thread.entries},
        people=people,
    )


def _submissions(revisions: Sequence[Series]) -> Iterator[str]:
    for series in revisions:
        yield series.message_id
        if series.cover is not None:
            yield series.cover
        yield from (patch.message_id for patch in series.patches)


def _contribution(
    message: Message, people: People, authors: set[str], submitted: set[str]
) -> Contribution:
    person = people.person(author_of(message))
    is_submission = message.message_id in submitted
    role = Role.AUTHOR if person in authors else Role.REVIEWER
    if not is_submission and (is_robot(message) or is_applied_notice(message)):
        role = Role.ROBOT
    has_words = not is_submission and role is not Role.ROBOT
    return Contribution(
        message=message,
        person=person,
        role=role,
        is_submission=is_submission,
        sentences=find_sentences(message.body) if has_words else (),
    )


def is_about_patches(revisions: Sequence[Series]) -> bool:
    """Whether anything but discussions was posted."""
    return any(series.kind is not PostingKind.DISCUSSION for series in revisions)


def with_roles(
    participants: Sequence[Participant], conversation: Conversation
) -> tuple[Participant, ...]:
    """Return the participants, each with the part in which he wrote."""
    roles: dict[str, Role] = {}
    for contribution in conversation.contributions:
        address = author_of(contribution.message).address.lower()
        if roles.get(address) is not Role.AUTHOR:
            roles[address] = contribution.role
    return tuple(
        replace(one, role=roles.get(one.address.lower(), Role.REVIEWER).value)
        for one in participants
    )
