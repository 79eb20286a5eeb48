"""Reach: which branches and tags contain which commits, in one walk for all of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from lkmltrack.adapters.history.process import Git

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


def _walk(git: Git, starts: Iterable[str], without: Iterable[str]) -> list[list[str]]:
    """Return commits, each followed by its parents; parents mostly come later."""
    given = [*starts, *(f"^{commit}" for commit in without)]
    # git's own --topo-order would go down to the oldest of ``without``
    options = ("--ignore-missing", "--parents", "--stdin")
    return [line.split(" ") for line in git.lines("rev-list", *options, given=given)]


def _walk_to_floor(
    git: Git, starts: Collection[str], bits: Mapping[str, int], floor: str
) -> list[list[str]]:
    """Return what is above a floor; all there is, when the floor turns out to be too high."""
    if not floor:
        return _walk(git, starts, ())
    found = _walk(git, [*starts, *bits], [floor])
    hidden = bits.keys() - {line[0] for line in found}
    # what is not in the repository any more is below no floor
    return _walk(git, starts, ()) if hidden and _present(git, hidden) else found


def _present(git: Git, commits: Iterable[str]) -> bool:
    """Whether any of some commits is in the repository."""
    options = ("--no-walk", "--ignore-missing", "--stdin")
    return bool(git.lines("rev-list", *options, given=sorted(commits)))


def _open_ends(
    tips: Iterable[str], lines: Sequence[Sequence[str]], masks: Mapping[str, int]
) -> list[str]:
    """Return the tips and parents whose contents neither a walk nor what was known tells."""
    ends = {parent for line in lines for parent in line[1:]}.union(tips)
    return sorted(ends - {line[0] for line in lines} - masks.keys())


def _pass_on(
    lines: Sequence[Sequence[str]], bits: Mapping[str, int], masks: dict[str, int]
) -> None:
    """Give every commit what its parents contain, and itself when it is asked for."""
    for commit, *parents in _parents_first(lines):
        mask = bits.get(commit, 0)
        for parent in parents:
            if parent in masks:
                mask |= masks[parent]
        if mask:
            masks[commit] = mask


def _parents_first(lines: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Yield commits after their parents, whatever their clocks said."""
    waiting = {line[0]: line for line in lines}
    for start in reversed(lines):
        stack = [start] if start[0] in waiting else []
        while stack:
            line = stack[-1]
            parents = [waiting[parent] for parent in line[1:] if parent in waiting]
            if parents:
                stack += parents
                continue
            stack.pop()
            if waiting.pop(line[0], None) is not None:
                yield line


def _named(mask: int, commits: Sequence[str]) -> frozenset[str]:
    if not mask:
        return frozenset()
    return frozenset(commit for place, commit in enumerate(commits) if mask >> place & 1)
