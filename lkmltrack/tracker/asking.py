"""Requests over all proposals, and what the person says of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lkmltrack.errors import NotFoundError
from lkmltrack.model.proposal import Proposal, Request
from lkmltrack.model.said import Verb
from lkmltrack.proposals.requests import word_of
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.saying import say
from lkmltrack.tracker.stories import story


@dataclass(frozen=True, slots=True)
class Asked:
    """A request and the proposal that it was made of."""

    proposal: Proposal
    request: Request


def requests_of(keys: Sequence[str], outside: Outside, *, every: bool = False) -> list[Asked]:
    """Return the open requests of some proposals (of all when none is named), oldest first.

    ``every`` returns those too that were answered or dismissed.
    """
    proposals = [outside.store.proposal(key) for key in keys] or outside.store.proposals()
    found = [
        Asked(proposal, request)
        for proposal in proposals
        for request in story(proposal, outside).requests
        if every or request.is_open
    ]
    return sorted(found, key=_order)


def _order(asked: Asked) -> float:
    return asked.request.date.timestamp() if asked.request.date else float("inf")


def say_of_request(key: str, verb: Verb, outside: Outside) -> Asked:
    """Remember that the person confirms or dismisses a request, or takes that back."""
    for asked in requests_of((), outside, every=True):
        if asked.request.key == key:
            say(verb, asked.proposal.root, key, outside)
            return replace(asked, request=replace(asked.request, said=word_of(verb)))
    raise NotFoundError(f"there is no request {key}", "`lkmltrack requests --all` lists them")
