"""The story of a proposal, told from its messages."""

from collections.abc import Sequence

from lkmltrack.model.message import Address, Message
from lkmltrack.model.proposal import Story
from lkmltrack.model.series import Series, Trailer
from lkmltrack.proposals.carrying import find_carried
from lkmltrack.proposals.conversation import build_conversation, with_roles
from lkmltrack.proposals.events import read_events
from lkmltrack.proposals.people import find_participants
from lkmltrack.proposals.requests import find_requests
from lkmltrack.proposals.revisions import newest
from lkmltrack.proposals.stage import find_standing
from lkmltrack.proposals.waiting import find_waiting

_NOBODY = Address("", "")


def build_story(
    messages: Sequence[Message], revisions: Sequence[Series], trailers: Sequence[Trailer]
) -> Story:
    """Return everything that the messages tell; ``revisions`` are by date."""
    last = newest(revisions)
    conversation = build_conversation(messages, revisions)
    requests = find_requests(conversation, revisions)
    timeline = read_events(conversation, revisions, trailers, requests)
    standing = find_standing(revisions, timeline)
    waiting = find_waiting(conversation, revisions, timeline, standing)
    dates = [message.when for message in messages if message.when is not None]
    return Story(
        title=_title(revisions, last),
        author=last.author if last is not None else _NOBODY,
        revisions=tuple(revisions),
        timeline=timeline,
        participants=with_roles(find_participants(messages), conversation),
        trailers=tuple(trailers),
        message_count=len(messages),
        requests=requests,
        carried=find_carried(revisions, trailers, conversation.people),
        stage=standing.stage,
        whose_turn=waiting.turn,
        stage_event=standing.event,
        waiting=waiting.message.message_id if waiting.message is not None else "",
        waiting_since=waiting.message.when if waiting.message is not None else None,
        first=min(dates, default=None),
        last=max(dates, default=None),
    )


def _title(revisions: Sequence[Series], last: Series | None) -> str:
    """Return the newest title that says something."""
    for series in [last, *reversed(revisions)]:
        if series is not None and series.title:
            return series.title
    patches = last.patches if last is not None else ()
    return next((patch.title for patch in patches if patch.title), "")
