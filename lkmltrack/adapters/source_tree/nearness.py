"""Names that are one or two slips of the fingers away from another one.

A slip adds, drops or changes a letter, or swaps two neighbours. Digits are
never a slip: ``gfx_v10_init`` is not ``gfx_v11_init`` misspelled.
"""

from collections.abc import Iterator

_LETTERS = "abcdefghijklmnopqrstuvwxyz_"
_SHORTEST_FOR_ONE = 5
_SHORTEST_FOR_TWO = 8


def most_slips(name: str) -> int:
    """Return how many slips a name of that length may hold."""
    if len(name) < _SHORTEST_FOR_ONE:
        return 0
    return 1 if len(name) < _SHORTEST_FOR_TWO else 2


def slips_between(one: str, other: str, most: int) -> int:
    """Return how many slips lead from a name to another; ``most + 1`` for more than that.

    >>> slips_between("free_pgtalbes", "free_pgtables", 2)
    1
    >>> slips_between("vma_preapre", "vma_prepare", 2), slips_between("v1_init", "v2_init", 2)
    (1, 3)
    """
    if abs(len(one) - len(other)) > most or digits_of(one) != digits_of(other):
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, its in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != its))
            is_swap = row > 1 and column > 1 and letter == other[column - 2] and its == one[row - 2]
            if is_swap:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return min(last[-1], most + 1)


def one_slip(name: str) -> Iterator[str]:
    """Yield every name that is one slip away; some come twice."""
    for place in range(len(name) + 1):
        head, tail = name[:place], name[place:]
        for letter in _LETTERS:
            yield head + letter + tail
        if not tail or tail[0].isdigit():
            continue
        yield head + tail[1:]
        for letter in _LETTERS:
            yield head + letter + tail[1:]
        if len(tail) > 1 and not tail[1].isdigit():
            yield head + tail[1] + tail[0] + tail[2:]


def pieces(name: str) -> list[tuple[str, int]]:
    """Return parts of a name and where they begin: after two slips one of them is still there.

    A slip breaks one third of three, and a swap over a border two, so the
    thirds are also taken with the letters at the borders swapped.
    """
    size = len(name) // 3
    variants = [name]
    for border in (size, 2 * size):
        variants += [_swapped(one, border) for one in variants]
    found: dict[tuple[str, int], None] = {}
    for one in variants:
        for start, end in ((0, size), (size, 2 * size), (2 * size, len(one))):
            if start < end:
                found[(one[start:end], start)] = None
    return list(found)


def is_near(name: str, parts: list[tuple[str, int]], most: int) -> bool:
    """Whether a name has one of the parts about where it ought to be."""
    return any(
        name.find(part, max(0, start - most), start + len(part) + most) >= 0
        for part, start in parts
    )


def kind_of_slip(one: str, other: str) -> int:
    """Return how unlikely the slip between two names is: swapped, dropped or doubled, changed."""
    if len(one) != len(other):
        return 1
    return 0 if sorted(one) == sorted(other) else 2


def _swapped(name: str, place: int) -> str:
    """Return a name with the letters before and after a place swapped."""
    if not 0 < place < len(name):
        return name
    return name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :]


def digits_of(name: str) -> str:
    """Return the digits of a name."""
    return "".join(letter for letter in name if letter.isdigit())
