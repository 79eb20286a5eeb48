"""Reading: a thread as a tree, and one message."""

from lkmltrack.errors import NotFoundError
from lkmltrack.mail.parse import message_id_of, parse_message
from lkmltrack.mail.threads import build_thread
from lkmltrack.model.message import Message
from lkmltrack.model.thread import Thread
from lkmltrack.tracker.fetching import fetch
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.targets import Target, TargetKind, parse_target, what_exists


def read_thread(text: str, outside: Outside, *, stream: bytes | None = None) -> Thread:
    """Return the threads of a target as one tree; what is not kept is pulled, and not kept."""
    target = parse_target(text, what_exists(outside))
    ids = kept_ids(target, outside)
    if ids:
        return build_thread(outside.store.messages(ids))
    raws = fetch(target, outside, stream=stream).raws
    return build_thread([parse_message(raw, outside.pages.html_to_text) for raw in raws])


def kept_ids(target: Target, outside: Outside) -> list[str]:
    """Return the messages of a target's threads that are kept; empty when it names no mail here."""
    if target.kind is TargetKind.PROPOSAL:
        proposal = outside.store.proposal(target.text)
        roots = [proposal.root, *(join.root for join in proposal.threads)]
    elif target.message_id:
        roots = [target.message_id]
    else:
        roots = []
    found: dict[str, None] = {}
    for root in roots:
        if root not in found:
            found.update(dict.fromkeys(outside.store.thread_ids(root)))
    return list(found)


def read_message(text: str, outside: Outside) -> Message:
    """Return one message, from the store or else from the archive."""
    message_id = _message_id(text, outside)
    if message_id and outside.store.has(message_id):
        return outside.store.message(message_id)
    return parse_message(_pulled(text, message_id, outside), outside.pages.html_to_text)


def read_raw(text: str, outside: Outside) -> bytes:
    """Return one message byte for byte."""
    message_id = _message_id(text, outside)
    if message_id and outside.store.has(message_id):
        return outside.store.raw(message_id)
    return _pulled(text, message_id, outside)


def _message_id(text: str, outside: Outside) -> str:
    """Return the one message that a target names; of a proposal the one it was tracked by."""
    target = parse_target(text, what_exists(outside))
    if target.kind is TargetKind.PROPOSAL:
        return outside.store.proposal(text).root
    return target.message_id


def _pulled(text: str, message_id: str, outside: Outside) -> bytes:
    """Return a message that is not kept: the archive's, the page's, or the only one of a file."""
    if message_id:
        return outside.archive.message(message_id)
    fetched = fetch(parse_target(text, what_exists(outside)), outside)
    raws = fetched.raws
    if fetched.named:
        # of the thread that a page led to, the mail that the page shows
        raws = [raw for raw in raws if message_id_of(raw) == fetched.named] or raws
    if len(raws) != 1:
        raise NotFoundError(
            f"{text} holds {len(raws)} messages, not one", "`lkmltrack thread` shows them all"
        )
    return raws[0]
