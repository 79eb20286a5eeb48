"""What a misspelled symbol was probably meant to be."""

from collections.abc import Iterator

from lkmltrack.adapters.source_tree.nearness import (
    digits_of,
    is_near,
    kind_of_slip,
    most_slips,
    one_slip,
    pieces,
    slips_between,
)
from lkmltrack.adapters.source_tree.table import SymbolTable

_MOST_AT_ONE_SLIP = 3
_LONGEST = 80
# a prefix of fewer letters than this with another letter in it is another driver's
_SHORTEST_PREFIX = 5
_SHORTEST_DROPPED = 3


def guesses(name: str, table: SymbolTable) -> list[str]:
    """Return the names of a table that are nearest to one that it does not have.

    They begin with the same letter. One slip away there may be several that
    are as likely; two slips away, when more than one is as near, none is meant.
    """
    most = most_slips(name)
    if not most or len(name) > _LONGEST:
        return []
    nearest = {one for one in one_slip(name) if table.has(one) and _may_begin(one, name)} - {name}
    if nearest:
        likeliest = min(kind_of_slip(name, one) for one in nearest)
        found = [one for one in nearest if kind_of_slip(name, one) == likeliest]
        return sorted(found, key=lambda one: (-_shared(name, one), one))[:_MOST_AT_ONE_SLIP]
    if most < 2:
        return []
    farther = sorted(_two_slips(name, table))
    if len(farther) > 1:
        # of equally near names one that is as long as ours stands out
        farther = [one for one in farther if len(one) == len(name)]
    return farther if len(farther) == 1 else []


def _two_slips(name: str, table: SymbolTable) -> Iterator[str]:
    """Yield the names that are two slips away."""
    parts = pieces(name)
    digits = digits_of(name)
    for length in range(len(name) - 2, len(name) + 3):
        for one in table.names(length, name[0]):
            if not is_near(one, parts, 2) or digits_of(one) != digits:
                continue
            if _may_begin(one, name) and slips_between(name, one, 2) == 2:
                yield one


def _may_begin(one: str, name: str) -> bool:
    """Whether a name begins as another one does, as far as slips in prefixes are believed.

    >>> _may_begin("vma_prepare", "vam_prepare"), _may_begin("he_ioctl", "hp_ioctl")
    (True, False)
    """
    if one[:1] != name[:1] and one[:2] != name[1::-1]:
        return False
    prefix, _, rest = name.lstrip("_").partition("_")
    other = one.lstrip("_").partition("_")[0]
    if not rest or prefix == other or sorted(prefix) == sorted(other):
        return True
    if min(len(prefix), len(other)) >= _SHORTEST_PREFIX:
        return True
    is_dropped = len(prefix) != len(other) and slips_between(prefix, other, 1) == 1
    return is_dropped and min(len(prefix), len(other)) >= _SHORTEST_DROPPED


def _shared(one: str, other: str) -> int:
    """Return with how many letters two names begin alike."""
    count = 0
    for mine, its in zip(one, other, strict=False):
        if mine != its:
            break
        count += 1
    return count
