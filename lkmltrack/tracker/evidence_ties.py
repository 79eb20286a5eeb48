"""What ties evidence to the patches of its talk: functions, locks and files that both name."""

from collections.abc import Sequence
from dataclasses import dataclass

from lkmltrack.evidence.symbols import find_misspelled, find_patch_links
from lkmltrack.model.comparison import Misspelling, PatchLink
from lkmltrack.model.evidence import Document
from lkmltrack.model.message import Message
from lkmltrack.tracker.evidence import plain_text
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.reading import read_thread
from lkmltrack.tracker.targets import parse_target, what_exists


@dataclass(frozen=True, slots=True)
class Ties:
    """Names of the evidence that patches have, and names that are misspelled in it."""

    links: tuple[PatchLink, ...] = ()
    misspelled: tuple[Misspelling, ...] = ()


def ties_of(
    texts: Sequence[str],
    documents: Sequence[Document],
    outside: Outside,
    *,
    stream: bytes | None = None,
) -> Ties:
    """Return what ties the documents of some targets to the patches of each one's own talk."""
    ties = [_ties(text, documents, outside, stream, is_only=len(texts) == 1) for text in texts]
    return Ties(
        tuple(link for one in ties for link in one.links),
        tuple(word for one in ties for word in one.misspelled),
    )


def _ties(
    text: str,
    documents: Sequence[Document],
    outside: Outside,
    stream: bytes | None,
    *,
    is_only: bool,
) -> Ties:
    """Return what ties the evidence of one target to its patches."""
    messages = _messages(text, outside, stream)
    ids = {one.message_id for one in messages}
    blocks = [
        block
        for document in documents
        if is_only or document.message_id in ids or document.source == text
        for block in document.own_blocks
    ]
    if not blocks:
        return Ties()
    patches = [one for one in messages if "\n@@ -" in one.body]
    return Ties(tuple(find_patch_links(blocks, patches)), tuple(find_misspelled(blocks, patches)))


def _messages(text: str, outside: Outside, stream: bytes | None) -> Sequence[Message]:
    """Return the mails of a target; a plain file has none."""
    if plain_text(parse_target(text, what_exists(outside)), outside, stream):
        return ()
    return read_thread(text, outside, stream=stream).messages
