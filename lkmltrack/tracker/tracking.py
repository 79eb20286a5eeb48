"""Track: pull threads, keep them, and take them as proposals."""

from collections.abc import Sequence
from dataclasses import dataclass

from lkmltrack.model.proposal import Proposal
from lkmltrack.tracker.ports import Outside, Progress, no_progress


@dataclass(frozen=True, slots=True)
class Tracked:
    """A proposal that ``track`` took, and what that changed.

    ``is_new`` is false when it was tracked already. ``new_messages`` are the
    message-ids that this call brought. ``warnings`` say what could not be
    looked up; the proposal is kept all the same.
    """

    proposal: Proposal
    is_new: bool
    new_messages: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def track(
    texts: Sequence[str],
    outside: Outside,
    *,
    also: Sequence[str] = (),
    stream: bytes | None = None,
    progress: Progress = no_progress,
) -> list[Tracked]:
    """Pull what the targets name and track it; unrelated threads become proposals of their own."""
    raise NotImplementedError


def untrack(key: str, outside: Outside, *, revision: str = "") -> Proposal:
    """Forget a proposal, or take one revision (``v2``, ``rfc1``) or thread out of it."""
    raise NotImplementedError
