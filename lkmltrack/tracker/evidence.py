"""Evidence of a target: what its mails, or a tool's output, bring, and how they bear each other out."""

from collections.abc import Sequence
from dataclasses import replace

from lkmltrack.errors import BadInputError
from lkmltrack.evidence.reading import read_message, read_text, tied_together
from lkmltrack.evidence.results import read_results
from lkmltrack.model.evidence import Document
from lkmltrack.model.message import Message
from lkmltrack.tracker.attaching import attached
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.reading import read_thread
from lkmltrack.tracker.targets import Target, TargetKind, parse_target, what_exists


def evidence_of(
    texts: Sequence[str], outside: Outside, *, stream: bytes | None = None
) -> list[Document]:
    """Return a document for every mail (or plain file) of some targets, by date in each.

    Mails of one target are read as one talk; a proposal's own files of results
    come first.
    """
    found: list[Document] = []
    for text in texts:
        found += tied_together(_documents(text, outside, stream))
    return found


def _documents(text: str, outside: Outside, stream: bytes | None) -> list[Document]:
    target = parse_target(text, what_exists(outside))
    plain = plain_text(target, outside, stream)
    if plain:
        return [_of_file(plain, text)]
    found = []
    if target.kind is TargetKind.PROPOSAL:
        found = attached(outside.store.proposal(target.text), outside)
    is_file = target.kind in (TargetKind.PATH, TargetKind.STREAM)
    messages = sorted(read_thread(text, outside, stream=stream).messages, key=_time)
    return found + [read_message(one, text if is_file else "") for one in messages]


def _of_file(plain: str, text: str) -> Document:
    """Return what a file brings: a tool's own format, or whatever stands in its text."""
    try:
        return replace(read_results(text, plain.encode()), source=text)
    except BadInputError:
        return read_text(plain, text)


def plain_text(target: Target, outside: Outside, stream: bytes | None) -> str:
    """Return the text of a file that is no mail."""
    if target.kind is TargetKind.PATH:
        return outside.mailboxes.text(target.path)
    if target.kind is TargetKind.STREAM and stream is not None:
        return outside.mailboxes.stream_text(stream)
    return ""


def _time(message: Message) -> float:
    return message.when.timestamp() if message.when else float("inf")
