"""Call chains merged into a tree, each branch with its share of the samples."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lkmltrack.cli.pages.bars import Strokes
from lkmltrack.cli.text.cells import pad_left, wrap
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.model.evidence import Chain

_SHARE_CELLS = 8
_LEVEL_CELLS = 3
_NARROWEST = 24
_MOST_LINES = 24
_LONGEST_CHAIN = 200
_EVERYTHING = 100.5
"""More than this no sum can be: shares are rounded."""


@dataclass(slots=True)
class CallNode:
    """A function on some path, the share of all chains through it, and what follows."""

    name: str
    share: float = 0.0
    is_measured: bool = False
    branches: dict[str, "CallNode"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CallTree:
    """Chains merged from the end where they share most."""

    root: CallNode
    from_callee: bool

    @property
    def sum(self) -> float | None:
        """The share of all chains together; None where none is measured."""
        return self.root.share if self.root.is_measured else None

    @property
    def common(self) -> str:
        """The function that every chain begins or ends with; empty when there is none."""
        names = list(self.root.branches)
        return names[0].partition("(")[0] if len(names) == 1 else ""


def merged(chains: Sequence[Chain]) -> CallTree:
    """Merge chains from the caller or from the callee, whichever gives the smaller tree.

    >>> tree = merged([Chain(("exec", "map", "lock"), 60.0, 1), Chain(("exit", "unmap", "lock"), 30.0, 2)])
    >>> tree.common, tree.sum, tree.from_callee
    ('lock', 90.0, True)
    """
    paths = [(_names(chain), chain.share) for chain in chains]
    by_caller, size = _grown(paths)
    by_callee, size_by_callee = _grown([(names[::-1], share) for names, share in paths])
    if size_by_callee < size:
        return CallTree(by_callee, from_callee=True)
    return CallTree(by_caller, from_callee=False)


def chain_lines(
    chains: Sequence[Chain],
    width: int,
    strokes: Strokes,
    *,
    flat: dict[str, float],
    whole: bool = False,
) -> Iterator[Line]:
    """Yield the merged tree and its sum, held against the flat profile's figure for its end."""
    tree = merged(chains)
    lines = list(_branch_lines(tree, width, strokes))
    shown = lines if whole else lines[:_MOST_LINES]
    yield from shown
    if len(shown) < len(lines):
        yield [Span(f"{' ' * _SHARE_CELLS}and {len(lines) - len(shown)} more (--all)", Style.DIM)]
    yield from _sum_lines(tree, len(chains), flat)


def _names(chain: Chain) -> tuple[str, ...]:
    """Return the functions of a chain, the last one with what it is given."""
    names = chain.functions[:_LONGEST_CHAIN]
    if names and chain.argument:
        names = (*names[:-1], f"{names[-1]}({chain.argument})")
    return names


def _grown(paths: Sequence[tuple[tuple[str, ...], float | None]]) -> tuple[CallNode, int]:
    """Return the tree of some paths and how many nodes it has."""
    root = CallNode("")
    size = 0
    for names, share in paths:
        node = root
        _count(node, share)
        for name in names:
            if name not in node.branches:
                node.branches[name] = CallNode(name)
                size += 1
            node = node.branches[name]
            _count(node, share)
    return root, size


def _count(node: CallNode, share: float | None) -> None:
    if share is not None:
        node.share += share
        node.is_measured = True


def _branch_lines(tree: CallTree, width: int, strokes: Strokes) -> Iterator[Line]:
    """Yield a line per branch, the greatest share first; what has no branches stays on one line."""
    deepest = max(1, (width - _SHARE_CELLS - _NARROWEST) // _LEVEL_CELLS)
    joint = strokes.called_by if tree.from_callee else strokes.calls
    # the node, the strokes of the levels above it, and whether it is the last of its siblings
    waiting = [(node, "", True, 0) for node in reversed(_sorted(tree.root))]
    while waiting:
        node, rails, is_last, depth = waiting.pop()
        path = [node.name]
        while len(node.branches) == 1 and _only(node).share == node.share:
            node = _only(node)
            path.append(node.name)
        mark = "" if depth == 0 else strokes.last if is_last else strokes.more
        below = rails if depth == 0 else rails + ("   " if is_last else strokes.passing)
        yield from _path_lines(node, joint.join(map(one_line, path)), rails + mark, below, width)
        children = _sorted(node)
        below = below if depth < deepest else rails
        for place in range(len(children) - 1, -1, -1):
            waiting.append((children[place], below, place == len(children) - 1, depth + 1))


def _path_lines(node: CallNode, path: str, start: str, below: str, width: int) -> Iterator[Line]:
    """Yield one branch; a long path goes on below."""
    share = f"{node.share:.2f}%" if node.is_measured else ""
    room = max(_NARROWEST, width - _SHARE_CELLS - 2 - len(start))
    for number, text in enumerate(wrap(path, room) or [""]):
        yield [
            Span(pad_left("" if number else share, _SHARE_CELLS), Style.NUMBER),
            Span("  "),
            Span(below if number else start, Style.TREE),
            Span(text),
        ]


def _sum_lines(tree: CallTree, count: int, flat: dict[str, float]) -> Iterator[Line]:
    """Yield the sum of all chains, and what it has to agree with."""
    if tree.sum is None or count < 2:
        return
    text = f"{pad_left(f'{tree.sum:.2f}%', _SHARE_CELLS)}  is the sum of {count} chains"
    if tree.sum > _EVERYTHING:
        yield [Span(f"{text}: more than there is", Style.WARNING)]
        return
    told = flat.get(tree.common)
    if told is None:
        yield [Span(text, Style.DIM)]
        return
    apart = abs(told - tree.sum)
    # every share of both is rounded to a hundredth
    style = Style.WARNING if apart > 0.01 * (count + 1) else Style.GOOD
    name = one_line(tree.common)
    yield [Span(f"{text}; the flat profile has {told:.2f}% for {name}", style)]


def _sorted(node: CallNode) -> list[CallNode]:
    """Return what follows a node, the greatest share first."""
    return sorted(node.branches.values(), key=lambda one: -one.share)


def _only(node: CallNode) -> CallNode:
    return next(iter(node.branches.values()))
