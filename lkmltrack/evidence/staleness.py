"""Staleness: evidence that was measured before the patches changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lkmltrack.mail.subject import topic
from lkmltrack.model.comparison import Placed, Stale
from lkmltrack.model.evidence import Block
from lkmltrack.model.measurement import Role
from lkmltrack.model.series import Patch, PostingKind, Series


def find_stale(revisions: Sequence[Series], placed: Sequence[Placed]) -> list[Stale]:
    """Return the blocks that were measured on another state of the patches than the newest.

    ``revisions`` are the postings, oldest first. The documents are in order
    of posting, their copies marked; those that belong to no posting, or to
    the newest, hold nothing stale.
    """
    newest = _newest(revisions)
    if newest is None:
        return []
    current = [one for one in placed if _is_of(one, newest)]
    found: list[Stale] = []
    for one in placed:
        if one.revision is None or one in current or not one.revision.patches:
            continue
        change = _change(one.revision, newest)
        if not change.is_any:
            continue
        found.extend(
            _stale(one, block, one.revision, newest, change, current)
            for block in one.document.own_blocks
            if not _is_of_base(block)
        )
    return found


@dataclass(frozen=True, slots=True)
class _Change:
    """What became of the patches of one posting in another."""

    changed: tuple[Patch, ...]
    added: tuple[Patch, ...]
    gone: tuple[Patch, ...]
    has_other_base: bool
    is_certain: bool

    @property
    def is_any(self) -> bool:
        """Whether the patches differ, or nothing tells that they do not."""
        return bool(self.changed or self.added or self.gone) or not self.is_certain


def _newest(revisions: Sequence[Series]) -> Series | None:
    """Return the newest posting with patches; a part that was sent again is none."""
    for series in reversed(revisions):
        if series.patches and series.kind is not PostingKind.DISCUSSION and not series.partial:
            return series
    return None


def _is_of_base(block: Block) -> bool:
    """Whether everything in a block was measured without the patches: that does not age."""
    roles = {one.role for one in block.measurements}
    return roles == {Role.BASE}


def _is_of(placed: Placed, series: Series) -> bool:
    return placed.revision is not None and placed.revision.message_id == series.message_id


def _change(old: Series, new: Series) -> _Change:
    """Pair the patches of two postings by patch-id, then by title."""
    old_ids = {patch.patch_id for patch in old.patches if patch.patch_id}
    new_ids = {patch.patch_id for patch in new.patches if patch.patch_id}
    left = [patch for patch in old.patches if patch.patch_id not in new_ids]
    right = [patch for patch in new.patches if patch.patch_id not in old_ids]
    titles = {topic(patch.title).casefold(): patch for patch in left}
    changed: list[Patch] = []
    added: list[Patch] = []
    is_certain = True
    for patch in right:
        before = titles.pop(topic(patch.title).casefold(), None)
        if before is None:
            added.append(patch)
        elif patch.patch_id and before.patch_id:
            changed.append(patch)
        else:
            is_certain = False
    has_other_base = bool(
        old.base_commit and new.base_commit and old.base_commit != new.base_commit
    )
    return _Change(
        tuple(changed),
        tuple(added),
        tuple(titles.values()),
        has_other_base,
        is_certain,
    )


def _stale(
    placed: Placed,
    block: Block,
    measured_on: Series,
    newest: Series,
    change: _Change,
    current: Sequence[Placed],
) -> Stale:
    again = _shown_again(placed, block, current)
    is_measured_again = any(_is_same_kind(block, other) for other in _own_blocks(current))
    return Stale(
        placed.source,
        block.id,
        measured_on,
        newest,
        change.changed,
        change.added,
        change.gone,
        change.has_other_base,
        again,
        is_measured_again,
        change.is_certain,
        _reason(placed, newest, change, again, is_measured_again),
    )


def _own_blocks(current: Iterable[Placed]) -> Iterable[Block]:
    return (block for one in current for block in one.document.own_blocks)


def _shown_again(placed: Placed, block: Block, current: Sequence[Placed]) -> tuple[str, ...]:
    """Return the messages about the newest posting that bring the block again, not as a quote."""
    own = {row.strip() for row in block.lines}
    return tuple(
        one.source
        for one in current
        if any(
            not other.depth
            and other.quoted == placed.source
            and (other.id == block.id or own.intersection(row.strip() for row in other.lines))
            for other in one.document.blocks
        )
    )


def _is_same_kind(block: Block, other: Block) -> bool:
    """Whether two blocks measure the same: one metric in common, else one tool and form."""
    ours = {(one.metric.casefold(), one.unit) for one in block.measurements}
    theirs = {(one.metric.casefold(), one.unit) for one in other.measurements}
    if ours and theirs:
        return not ours.isdisjoint(theirs)
    return bool(block.tool) and (block.tool, block.form) == (other.tool, other.form)


def _reason(
    placed: Placed, newest: Series, change: _Change, again: Sequence[str], is_measured_again: bool
) -> str:
    """Return the whole finding as a sentence."""
    label, new = placed.label, Placed(placed.document, newest).label
    parts = [
        f"{len(patches)} {word}"
        for patches, word in (
            (change.changed, "changed"),
            (change.added, "added"),
            (change.gone, "dropped"),
        )
        if patches
    ]
    what = ", ".join(parts) or "whether its patches changed cannot be told"
    patches = f"patches until {new}: {what}" if parts else what
    sentence = f"measured on {label}; {patches}"
    if change.has_other_base:
        sentence += "; the base is another one"
    if is_measured_again:
        return f"{sentence}; {new} has new figures"
    if again:
        return f"{sentence}; {new} shows the old figures again"
    return f"{sentence}; {new} has no new figures"
