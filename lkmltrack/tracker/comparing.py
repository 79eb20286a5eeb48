"""Comparing the revisions of a series."""

from collections.abc import Callable, Sequence

from lkmltrack.errors import NotFoundError, UsageError
from lkmltrack.mail.parse import message_id_of
from lkmltrack.model.proposal import Story
from lkmltrack.model.series import Patch, PostingKind, Series
from lkmltrack.proposals.revisions import find_revision, revision_name, revision_names
from lkmltrack.tracker.bags import Bag
from lkmltrack.tracker.fetching import fetch
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.stories import story_of, tell_bag
from lkmltrack.tracker.targets import is_local_only, parse_target, what_exists


def range_diff(
    text: str, outside: Outside, *, older: str = "", newer: str = "", stream: bytes | None = None
) -> str:
    """Return the range-diff between two revisions, by default the last two.

    A revision that sends only some patches again is filled up with the
    others of the one before it.
    """
    told, raw_of = _story_and_mails(text, outside, stream)
    first, second = _pair(told.revisions, older, newer)
    tree = outside.tree.path if outside.tree is not None else None
    return outside.series.range_diff(
        _mails(told.revisions, first, raw_of), _mails(told.revisions, second, raw_of), tree
    )


def _story_and_mails(
    text: str, outside: Outside, stream: bytes | None
) -> tuple[Story, Callable[[str], bytes]]:
    """Return the story of a target, and where its mails are."""
    target = parse_target(text, what_exists(outside))
    is_kept = not is_local_only(target) and (
        not target.message_id or outside.store.has(target.message_id)
    )
    if is_kept:
        return story_of(text, outside)[1], outside.store.raw
    raws = {message_id_of(raw): raw for raw in fetch(target, outside, stream=stream).raws}
    bag = Bag()
    bag.take_pulled(raws.values(), outside)
    return tell_bag(bag, outside), raws.__getitem__


def _pair(revisions: Sequence[Series], older: str, newer: str) -> tuple[Series, Series]:
    """Return the two revisions to compare, those named or else the last two."""
    series = [one for one in revisions if one.kind is not PostingKind.DISCUSSION and one.patches]
    if older and newer:
        return _named(series, older), _named(series, newer)
    if older or newer:
        one = _named(series, older or newer)
        others = [other for other in series if revision_name(other) != revision_name(one)]
        if older and not others:
            raise _too_few(series)
        if older:
            return one, others[-1]
        before = [other for other in series[: series.index(one)] if other in others]
        if not before:
            raise _too_few(series)
        return before[-1], one
    last = series[-1] if series else None
    before = [one for one in series if last and revision_name(one) != revision_name(last)]
    if last is None or not before:
        raise _too_few(series)
    return before[-1], last


def _named(series: Sequence[Series], name: str) -> Series:
    found = find_revision(series, name)
    if found is None:
        names = ", ".join(revision_names(series)) or "none with patches"
        raise UsageError(f"there is no revision {name}", f"there is: {names}")
    return found


def _too_few(series: Sequence[Series]) -> NotFoundError:
    names = ", ".join(revision_names(series)) or "none"
    return NotFoundError(
        f"two revisions are needed, here is: {names}",
        "`lkmltrack track TARGET --also MESSAGE-ID` says that another thread belongs to it",
    )


def _mails(
    revisions: Sequence[Series], series: Series, raw_of: Callable[[str], bytes]
) -> list[bytes]:
    """Return the patch mails of a revision, with those that it left as they were."""
    patches: dict[int, Patch] = {}
    if series.partial:
        for earlier in revisions[: revisions.index(series)]:
            if earlier.expected == series.expected:
                patches.update((patch.counter, patch) for patch in earlier.patches)
    patches.update((patch.counter, patch) for patch in series.patches)
    return [raw_of(patches[counter].message_id) for counter in sorted(patches)]
