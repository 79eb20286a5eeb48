"""Carrying: which trailers the next revision may carry, and which were lost on the way.

The rule is b4's: a trailer stays with a patch as long as git's patch-id of the
patch is the same; one that was given to a cover letter counts for every patch.
"""

from collections.abc import Iterable, Iterator, Sequence

from lkmltrack.model.series import Carriage, Carried, Patch, Series, Trailer
from lkmltrack.proposals.people import People
from lkmltrack.proposals.stage import latest_posting
from lkmltrack.proposals.titles import title_words

_GIVEN = frozenset(("reviewed-by", "acked-by", "tested-by", "reported-by", "suggested-by"))


def find_carried(
    revisions: Sequence[Series], trailers: Sequence[Trailer], people: People
) -> tuple[Carried, ...]:
    """Return what became of every trailer that was given in a reply, in the order given."""
    newest = latest_posting(revisions)
    if newest is None or not newest.patches:
        return ()
    written: dict[str, list[Trailer]] = {}
    for trailer in trailers:
        written.setdefault(trailer.message_id, []).append(trailer)
    found: dict[tuple[str, str, str], Carried] = {}
    for trailer in trailers:
        if trailer.name.lower() not in _GIVEN or trailer.patch in (None, trailer.message_id):
            continue
        for carried in _fates(trailer, revisions, newest, written, people):
            key = (trailer.name.lower(), trailer.value, carried.patch or carried.given_to)
            found[key] = carried
    return tuple(found.values())


def _fates(
    trailer: Trailer,
    revisions: Sequence[Series],
    newest: Series,
    written: dict[str, list[Trailer]],
    people: People,
) -> Iterator[Carried]:
    """Yield what became of one trailer, for each patch that it counts for."""
    given_to = trailer.patch or ""
    for patch in _patches_of(given_to, revisions):
        if patch in newest.patches:
            yield Carried(trailer, given_to, patch.message_id, Carriage.WAITING)
            continue
        now = _same_patch(patch, newest.patches)
        if now is None:
            yield Carried(trailer, given_to, "", Carriage.GONE)
        elif _is_written(trailer, written.get(now.message_id, ()), people):
            yield Carried(trailer, given_to, now.message_id, Carriage.CARRIED)
        else:
            is_same = bool(patch.patch_id) and patch.patch_id == now.patch_id
            state = Carriage.LOST if is_same else Carriage.CHANGED
            yield Carried(trailer, given_to, now.message_id, state)


def _patches_of(message_id: str, revisions: Sequence[Series]) -> Sequence[Patch]:
    """Return the patch of a message-id; all patches of the series when it is a cover letter."""
    for series in revisions:
        if series.cover == message_id:
            return series.patches
        for patch in series.patches:
            if patch.message_id == message_id:
                return (patch,)
    return ()


def _same_patch(patch: Patch, patches: Sequence[Patch]) -> Patch | None:
    """Return the patch that is this one again: by its diff, else by its title."""
    if patch.patch_id:
        for other in patches:
            if other.patch_id == patch.patch_id:
                return other
    words = title_words(patch.title)
    return next((other for other in patches if words and title_words(other.title) == words), None)


def _is_written(trailer: Trailer, written: Iterable[Trailer], people: People) -> bool:
    """Whether a patch's own text has the same trailer of the same person."""
    for other in written:
        if other.name.lower() != trailer.name.lower():
            continue
        if other.value == trailer.value:
            return True
        both = other.person is not None and trailer.person is not None
        if (
            both
            and other.person
            and trailer.person
            and people.is_same(other.person, trailer.person)
        ):
            return True
    return False
