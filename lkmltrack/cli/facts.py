"""The facts of the model as JSON has them: the keys are a contract with scripts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lkmltrack.cli.text.times import iso
from lkmltrack.model.message import Attachment, Message
from lkmltrack.model.proposal import Event, Participant, Proposal, Request, Stage, Story
from lkmltrack.model.query import Hit
from lkmltrack.model.series import Carried, Series, Trailer
from lkmltrack.model.thread import Entry, Thread
from lkmltrack.proposals.revisions import revision_names, superseded

if TYPE_CHECKING:
    # the use case brings b4's grouping rules along, and a search need not wait for them
    from lkmltrack.tracker.stories import Overview

Facts = dict[str, Any]


def stage_of(proposal: Proposal | None, observed: Stage) -> Stage:
    """Return where a proposal stands: a person's word, else what the mail shows."""
    said = proposal.said_stage if proposal is not None else None
    return said if said is not None else observed


def proposal_facts(proposal: Proposal | None, story: Story) -> Facts:
    """Return everything that ``show`` tells."""
    return {
        **identity_facts(proposal),
        "title": story.title,
        "author": str(story.author),
        "stage": stage_of(proposal, story.stage).value,
        "stage_observed": story.stage.value,
        "stage_message_id": story.stage_event.message_id if story.stage_event else None,
        "stage_text": story.stage_event.text if story.stage_event else "",
        "stalled": story.stalled,
        "whose_turn": story.whose_turn.value,
        "waiting_message_id": story.waiting or None,
        "waiting_since": iso(story.waiting_since),
        "first": iso(story.first),
        "last": iso(story.last),
        "revisions": [
            {
                **revision_facts(series),
                "name": name,
                "superseded": series.message_id in superseded(story.revisions),
            }
            for name, series in zip(revision_names(story.revisions), story.revisions, strict=True)
        ],
        "timeline": [_event(event) for event in story.timeline],
        "messages": story.message_count,
        "new_messages": len(story.new_messages),
        "new": list(story.new_messages),
        "participants": [_participant(participant) for participant in story.participants],
        "trailers": [_trailer(trailer) for trailer in story.trailers],
        "requests": [request_facts(request) for request in story.requests],
        "carried": [_carried(carried) for carried in story.carried],
    }


_IDENTITY = (
    "number",
    "name",
    "root",
    "tracked",
    "refreshed",
    "seen",
    "stage_said",
    "tags",
    "notes",
    "threads",
)


def identity_facts(proposal: Proposal | None) -> Facts:
    """Return what the store keeps of a proposal; nulls for a target that is not tracked."""
    if proposal is None:
        return dict.fromkeys(_IDENTITY, None)
    return {
        "number": proposal.number,
        "name": proposal.name,
        "root": proposal.root,
        "tracked": iso(proposal.tracked),
        "refreshed": iso(proposal.refreshed),
        "seen": iso(proposal.seen),
        "stage_said": proposal.said_stage.value if proposal.said_stage else None,
        "tags": list(proposal.tags),
        "notes": list(proposal.notes),
        "threads": [
            {"root": join.root, "reason": join.reason.value, "because": join.because}
            for join in proposal.threads
        ],
    }


def revision_facts(series: Series) -> Facts:
    """Return one revision; ``patches`` and ``expected`` are counts."""
    return {
        "kind": series.kind.value,
        "revision": series.revision,
        "message_id": series.message_id,
        "date": iso(series.date),
        "patches": len(series.patches),
        "expected": series.expected,
        "title": series.title,
        "author": str(series.author),
        "cover": series.cover,
        "change_id": series.change_id,
        "base_commit": series.base_commit,
        "resend": series.resend,
        "patch_messages": [patch.message_id for patch in series.patches],
    }


def _event(event: Event) -> Facts:
    return {
        "date": iso(event.date),
        "event": event.kind.value,
        "message_id": event.message_id,
        "by": str(event.by),
        "text": event.text,
        "commit": event.commit or None,
    }


def _participant(participant: Participant) -> Facts:
    return {
        "name": participant.name,
        "address": participant.address,
        "messages": participant.messages,
        "other_addresses": list(participant.other_addresses),
        "role": participant.role or None,
    }


def _trailer(trailer: Trailer) -> Facts:
    return {
        "name": trailer.name,
        "value": trailer.value,
        "message_id": trailer.message_id,
        "date": iso(trailer.date),
        "patch": trailer.patch,
    }


def _carried(carried: Carried) -> Facts:
    return {
        "name": carried.trailer.name,
        "value": carried.trailer.value,
        "message_id": carried.trailer.message_id,
        "given_to": carried.given_to,
        "patch": carried.patch or None,
        "state": carried.state.value,
    }


def request_facts(request: Request) -> Facts:
    """Return one request, and what became of it."""
    return {
        "message_id": request.message_id,
        "by": str(request.by),
        "date": iso(request.date),
        "text": request.text,
        "asks_for": request.asks_for,
        "key": request.key,
        "said": request.said or None,
        "answered_by": request.answered_by,
    }


def thread_facts(thread: Thread) -> Facts:
    """Return a thread in display order; what is referred to and not here stands apart."""
    return {
        "messages": [_entry(entry) for entry in thread.entries if entry.message is not None],
        "ghosts": [
            {"message_id": entry.message_id, "parent": entry.parent, "depth": entry.depth}
            for entry in thread.entries
            if entry.message is None
        ],
    }


def _entry(entry: Entry) -> Facts:
    assert entry.message is not None  # for the type checker: ghosts were sorted out
    return {
        "message_id": entry.message_id,
        "parent": entry.parent,
        "depth": entry.depth,
        "from": str(entry.message.author),
        "date": iso(entry.message.when),
        "subject": entry.message.subject,
        "kind": entry.kind.value,
    }


def message_facts(message: Message) -> Facts:
    """Return one message with its body."""
    return {
        "message_id": message.message_id,
        "from": str(message.author),
        "sender": str(message.sender) if message.sender else None,
        "reply_to": _people(message.reply_to),
        "to": _people(message.to),
        "cc": _people(message.cc),
        "date": iso(message.when),
        "subject": message.subject,
        "in_reply_to": list(message.in_reply_to),
        "references": list(message.references),
        "lists": list(message.list_ids),
        "body": message.body,
        "attachments": [_attachment(attachment) for attachment in message.attachments],
        "defects": list(message.defects),
        "origin": message.origin.value,
    }


def _people(people: Sequence[object]) -> list[str]:
    return [str(person) for person in people]


def _attachment(attachment: Attachment) -> Facts:
    return {
        "name": attachment.name,
        "content_type": attachment.content_type,
        "size": attachment.size,
        "text": attachment.text,
    }


def hit_facts(hit: Hit) -> Facts:
    """Return one hit of a search."""
    return {
        "message_id": hit.message_id,
        "subject": hit.subject,
        "from": hit.author,
        "date": iso(hit.date),
        "line": hit.line,
        "score": round(hit.score, 4),
    }


def overview_facts(overview: "Overview") -> Facts:
    """Return one line of ``list``."""
    proposal = overview.proposal
    return {
        "number": proposal.number,
        "name": proposal.name,
        "root": proposal.root,
        "title": overview.title,
        "author": str(overview.author),
        "stage": stage_of(proposal, overview.stage).value,
        "stage_observed": overview.stage.value,
        "stage_said": proposal.said_stage.value if proposal.said_stage else None,
        "whose_turn": overview.whose_turn.value,
        "waiting_since": iso(overview.waiting_since),
        "stalled": overview.stalled,
        "revision": overview.revision,
        "revisions": overview.revisions,
        "messages": overview.message_count,
        "new_messages": overview.new_messages,
        "participants": overview.participants,
        "requests": overview.requests,
        "tags": list(proposal.tags),
        "first": iso(overview.first),
        "last": iso(overview.last),
        "refreshed": iso(proposal.refreshed),
    }
