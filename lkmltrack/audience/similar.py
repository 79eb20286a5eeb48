"""The name that was probably meant: edit distance with transpositions, bounded."""

from collections.abc import Iterable

_LONGEST_NAME = 200
_NEVER = 1_000


def allowed_edits(name: str) -> int:
    """Return how many edits a name may be away: short ones are near to everything.

    >>> [allowed_edits(name) for name in ("rmap", "mprotec", "vma_preapre")]
    [0, 1, 2]
    """
    if len(name) < 5 or len(name) > _LONGEST_NAME:
        return 0
    return 1 if len(name) < 8 else 2


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that is the fewest edits away, or None when none is near.

    Of several that are as near the one is taken that needs only a swap of
    letters, then the one of the same length, then the first by the alphabet.

    >>> nearest("free_pgtalbes", ["free_pages", "free_pgtables", "free_pgd_range"])
    'free_pgtables'
    """
    allowed = allowed_edits(name)
    if not allowed:
        return None
    best: tuple[int, bool, int, str] | None = None
    for candidate in _like(name, candidates, allowed):
        edits = distance(name, candidate, allowed)
        if edits > allowed:
            continue
        is_other = sorted(name) != sorted(candidate)
        found = (edits, is_other, abs(len(candidate) - len(name)), candidate)
        if best is None or found < best:
            best = found
    return best[3] if best else None


def distance(left: str, right: str, most: int) -> int:
    """Return the edits from one text to the other, or more than ``most`` when they are too many.

    An edit puts in, takes out or replaces a letter, or swaps two neighbours.

    >>> distance("vma_preapre", "vma_prepare", 2)
    1
    """
    left, right = _without_shared_ends(left, right)
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for place, letter in enumerate(left, 1):
        first, last = max(1, place - most), min(len(right), place + most)
        above, row = row, [_NEVER] * (len(right) + 1)
        row[0] = place
        for column in range(first, last + 1):
            other = right[column - 1]
            cost = min(
                above[column] + 1, row[column - 1] + 1, above[column - 1] + (letter != other)
            )
            is_swap = place > 1 and column > 1 and letter == right[column - 2]
            if is_swap and other == left[place - 2]:
                cost = min(cost, before[column - 2] + 1)
            row[column] = cost
        if min(row) > most:
            return most + 1
        before = above
    return row[-1]


def _like(name: str, candidates: Iterable[str], allowed: int) -> Iterable[str]:
    """Yield the candidates whose length and letters do not rule them out."""
    letters = set(name)
    shortest, longest = len(name) - allowed, len(name) + allowed
    for candidate in candidates:
        if not shortest <= len(candidate) <= longest:
            continue
        # a replaced letter can make two letters differ, any other edit one at most
        if len(letters.symmetric_difference(candidate)) <= 2 * allowed:
            yield candidate


def _without_shared_ends(left: str, right: str) -> tuple[str, str]:
    """Return two texts without what they begin and end with alike."""
    shared = min(len(left), len(right))
    start = 0
    while start < shared and left[start] == right[start]:
        start += 1
    end = 0
    while end < shared - start and left[len(left) - 1 - end] == right[len(right) - 1 - end]:
        end += 1
    return left[start : len(left) - end], right[start : len(right) - end]
