"""Comparing evidence: what was measured on each revision, side by side, and what is out of date."""

from collections.abc import Sequence
from dataclasses import dataclass

from lkmltrack.errors import NotFoundError
from lkmltrack.evidence.comparing import compare
from lkmltrack.evidence.staleness import find_stale
from lkmltrack.evidence.statistics import Significance
from lkmltrack.model.comparison import Comparison, Placed, Stale
from lkmltrack.model.evidence import Document
from lkmltrack.model.series import Series
from lkmltrack.proposals.revisions import build_revisions, revision_names
from lkmltrack.tracker.bags import Bag, Look, look_through
from lkmltrack.tracker.evidence import evidence_of, plain_text
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.reading import read_thread
from lkmltrack.tracker.targets import parse_target, what_exists


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison, and the evidence that the newest patches have left behind."""

    comparison: Comparison
    stale: tuple[Stale, ...] = ()


def compare_evidence(
    text: str,
    outside: Outside,
    *,
    stream: bytes | None = None,
    significance: Significance | None = None,
) -> Compared:
    """Return what a target measured, side by side; raises ``NotFoundError`` when it did not."""
    documents = evidence_of([text], outside, stream=stream)
    if not any(block.measurements for one in documents for block in one.blocks):
        raise NotFoundError(f"{text}: nothing is measured in it", "`lkmltrack evidence` reads it")
    look = _look_at(text, outside, stream)
    revisions = build_revisions([one.series for one in look.postings]) if look is not None else ()
    placed = [_placed(one, look, revisions) for one in documents]
    return Compared(compare(placed, significance), tuple(find_stale(revisions, placed)))


def _look_at(text: str, outside: Outside, stream: bytes | None) -> Look | None:
    """Return the postings of a target; None for a plain file."""
    target = parse_target(text, what_exists(outside))
    if plain_text(target, outside, stream):
        return None
    bag = Bag()
    for message in read_thread(text, outside, stream=stream).messages:
        bag.messages[message.message_id] = message
    return look_through(bag, outside)


def _placed(document: Document, look: Look | None, revisions: Sequence[Series]) -> Placed:
    """Return a document with its posting, named as people name one of two with a number."""
    revision = _revision_of(document, look, revisions)
    names = dict(zip(map(_key, revisions), revision_names(revisions), strict=True))
    name = names.get(_key(revision), "") if revision is not None else ""
    return Placed(document, revision, name=name if "." in name else "")


def _key(series: Series) -> str:
    return series.message_id


def _revision_of(
    document: Document, look: Look | None, revisions: Sequence[Series]
) -> Series | None:
    """Return the posting that a document speaks about: the nearest one above it in the tree."""
    if look is None or not document.message_id:
        return None
    series = look.posting_above(document.message_id)
    same = (one for one in revisions if series is not None and one.message_id == series.message_id)
    return next(same, series)
