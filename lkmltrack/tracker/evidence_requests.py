"""What reviewers asked to see measured, and nobody has shown."""

from collections.abc import Sequence

from lkmltrack.model.proposal import Request
from lkmltrack.proposals.asking import EVIDENCE_KINDS
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.stories import story_of


def open_requests(
    texts: Sequence[str], outside: Outside, *, stream: bytes | None = None
) -> list[Request]:
    """Return the open requests for numbers, workloads, hardware and profiles in some targets."""
    return [
        request
        for text in texts
        for request in story_of(text, outside, stream=stream)[1].requests
        if request.is_open and request.asks_for in EVIDENCE_KINDS
    ]
