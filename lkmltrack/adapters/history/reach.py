"""Reach: which branches and tags contain which commits, in one walk for all of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from lkmltrack.adapters.history.process import Git
from lkmltrack.adapters.history.values import as_text

Contents = Mapping[str, frozenset[str]]
"""For commits of the history: which of the asked commits each contains."""


def find_contents(
    git: Git, tips: Collection[str], commits: Sequence[str], *, known: Contents, floor: str = ""
) -> dict[str, frozenset[str]]:
    """Return which of ``commits`` each tip contains.

    ``known`` gives the answer for other tips, such as what the branches
    pointed to before: from there nothing is walked again, if that is enough.
    ``floor`` is a commit that contains none of ``commits``, as far as is known.
    """
    bits = {commit: 1 << place for place, commit in enumerate(commits)}
    masks = {tip: sum(bits[one] for one in held if one in bits) for tip, held in known.items()}
    missing = [tip for tip in dict.fromkeys(tips) if tip not in masks]
    latest = _walk(git, missing, masks) if masks and missing else []
    open_ends = _open_ends(missing, latest, masks)
    if open_ends:
        _pass_on(_walk_to_floor(git, open_ends, bits, floor), bits, masks)
    _pass_on(latest, bits, masks)
    return {tip: _named(masks.get(tip, 0), commits) for tip in tips}


def _walk(git: Git, starts: Iterable[str], without: Iterable[str]) -> list[list[bytes]]:
    """Return commits, each followed by its parents, in an order that puts parents last."""
    given = [*starts, *(f"^{commit}" for commit in without)]
    lines = git.lines(
        "rev-list", "--ignore-missing", "--parents", "--topo-order", "--stdin", given=given
    )
    return [line.split() for line in lines]


def _walk_to_floor(
    git: Git, starts: Collection[str], bits: Mapping[str, int], floor: str
) -> list[list[bytes]]:
    """Return what is above a floor; all there is, when the floor turns out to be too high."""
    if not floor:
        return _walk(git, starts, ())
    found = _walk(git, [*starts, *bits], [floor])
    hidden = bits.keys() - {as_text(line[0]) for line in found}
    # what is not in the repository any more is below no floor
    return _walk(git, starts, ()) if hidden and _present(git, hidden) else found


def _present(git: Git, commits: Iterable[str]) -> bool:
    """Whether any of some commits is in the repository."""
    options = ("--no-walk", "--ignore-missing", "--stdin")
    return bool(git.lines("rev-list", *options, given=sorted(commits)))


def _open_ends(
    tips: Iterable[str], lines: Sequence[Sequence[bytes]], masks: Mapping[str, int]
) -> list[str]:
    """Return the tips and parents whose contents neither a walk nor what was known tells."""
    walked = {line[0] for line in lines}
    ends = {parent for line in lines for parent in line[1:]} | {tip.encode() for tip in tips}
    return [as_text(end) for end in sorted(ends - walked) if as_text(end) not in masks]


def _pass_on(
    lines: Sequence[Sequence[bytes]], bits: Mapping[str, int], masks: dict[str, int]
) -> None:
    """Give every commit what its parents contain, and itself when it is asked for."""
    for commit, *parents in map(_as_texts, reversed(lines)):
        mask = bits.get(commit, 0)
        for parent in parents:
            mask |= masks.get(parent, 0)
        if mask:
            masks[commit] = mask


def _as_texts(line: Sequence[bytes]) -> list[str]:
    return [as_text(word) for word in line]


def _named(mask: int, commits: Sequence[str]) -> frozenset[str]:
    if not mask:
        return frozenset()
    return frozenset(commit for place, commit in enumerate(commits) if mask >> place & 1)
