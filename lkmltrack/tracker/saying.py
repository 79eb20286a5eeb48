"""What a person says of a proposal: its stage, tags, notes and name."""

from lkmltrack.model.proposal import Proposal
from lkmltrack.tracker.ports import Outside


def say_stage(key: str, stage: str, outside: Outside) -> Proposal:
    """Say where a proposal stands; an empty stage takes the word back."""
    raise NotImplementedError


def say_tag(key: str, tag: str, outside: Outside) -> Proposal:
    """Give a proposal a tag."""
    raise NotImplementedError


def say_untag(key: str, tag: str, outside: Outside) -> Proposal:
    """Take a tag away."""
    raise NotImplementedError


def say_note(key: str, note: str, outside: Outside) -> Proposal:
    """Add a note."""
    raise NotImplementedError


def say_seen(key: str, outside: Outside) -> Proposal:
    """Remember that the person has looked at a proposal now."""
    raise NotImplementedError


def rename(key: str, name: str, outside: Outside) -> Proposal:
    """Give a proposal another name."""
    raise NotImplementedError
