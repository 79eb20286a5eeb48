"""What a person says of a proposal: its stage, tags, notes and name."""

from lkmltrack.errors import UsageError
from lkmltrack.model.proposal import Proposal, Stage
from lkmltrack.model.said import Said, Verb
from lkmltrack.tracker.naming import checked_name
from lkmltrack.tracker.ports import Outside

_LONGEST_TAG = 60
_LONGEST_NOTE = 100_000


def say(verb: Verb, root: str, value: str, outside: Outside) -> None:
    """Append to the log what the person says of the proposal of that root."""
    by = outside.settings.person()[1]
    outside.store.say(Said(verb, root, outside.clock.now(), by, value))


def _said(verb: Verb, key: str, value: str, outside: Outside) -> Proposal:
    proposal = outside.store.proposal(key)
    say(verb, proposal.root, value, outside)
    return outside.store.proposal(proposal.root)


def say_stage(key: str, stage: str, outside: Outside) -> Proposal:
    """Say where a proposal stands; an empty stage takes the word back."""
    wanted = stage.strip().lower().replace("_", "-").replace(" ", "-")
    known = [one.value for one in Stage if one is not Stage.UNKNOWN]
    wanted = {"nak": Stage.NACKED.value, "naked": Stage.NACKED.value}.get(wanted, wanted)
    if wanted and wanted not in known:
        raise UsageError(f"there is no stage {stage!r}", "the stages are: " + ", ".join(known))
    return _said(Verb.STAGE, key, wanted, outside)


def say_tag(key: str, tag: str, outside: Outside) -> Proposal:
    """Give a proposal a tag."""
    return _said(Verb.TAG, key, _checked_tag(tag), outside)


def say_untag(key: str, tag: str, outside: Outside) -> Proposal:
    """Take a tag away."""
    proposal = outside.store.proposal(key)
    tag = _checked_tag(tag)
    if tag not in proposal.tags:
        has = ", ".join(proposal.tags) or "none"
        raise UsageError(f"proposal {proposal.number} has no tag {tag}", f"its tags: {has}")
    return _said(Verb.UNTAG, key, tag, outside)


def _checked_tag(tag: str) -> str:
    tag = tag.strip()
    if not tag or len(tag) > _LONGEST_TAG or not tag.isprintable() or " " in tag or "," in tag:
        raise UsageError(f"{tag!r} is no tag", "a tag is one word, such as waiting or mm")
    return tag


def say_note(key: str, note: str, outside: Outside) -> Proposal:
    """Add a note."""
    note = note.strip()
    if not note or len(note) > _LONGEST_NOTE:
        raise UsageError("the note is empty, or too long", "write a line or two")
    return _said(Verb.NOTE, key, note, outside)


def say_seen(key: str, outside: Outside) -> Proposal:
    """Remember that the person has looked at a proposal now."""
    return _said(Verb.SEEN, key, "", outside)


def rename(key: str, name: str, outside: Outside) -> Proposal:
    """Give a proposal another name."""
    proposal = outside.store.proposal(key)
    return _said(Verb.RENAME, key, checked_name(name, proposal.root, outside), outside)
