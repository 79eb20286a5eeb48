"""The functions that a piece of evidence names: profiles, call graphs, stacks, chains, prose."""

from collections.abc import Iterable, Iterator

from lkmltrack.audience.call_lines import (
    CallChain,
    Direction,
    arrows,
    bare,
    branch,
    folded,
    frames,
    has_arrow,
    mentioned,
    profile_row,
    robot_row,
)
from lkmltrack.audience.symbols import is_way_in, symbol_of

_LONGEST_LINE = 2_048
_LONGEST_CHAIN = 4_096
_MOST_LINES = 50_000
_MOST_CHAINS = 5_000
_FEWEST_BARE = 3
_DIFF_MARKS = (
    *("+", "-", " ", "@@", "\\ No newline", "index ", "diff ", "similarity ", "rename "),
    *("new file", "deleted file", "old mode", "new mode"),
)
_BRANCH_MARKS = "|`\\ "
_ARROWS = ("<-", "->", "-->", "→", "←")


def find_functions(text: str) -> list[str]:
    """Return the kernel's functions that a text gives evidence of, in order, each once.

    >>> find_functions("all in osq_lock <- rwsem_down_write_slowpath <- vma_link_file")
    ['osq_lock', 'rwsem_down_write_slowpath', 'vma_link_file']
    """
    return list(dict.fromkeys(name for chain in find_chains(text) for name in chain.functions))


def find_chains(text: str) -> list[CallChain]:
    """Return the chains, stacks, call graphs and rows of a text, in order."""
    reading = _Reading()
    for line in _joined(_without_patches(_unquoted(text))):
        reading.take(line)
        if len(reading.chains) > _MOST_CHAINS:
            break
    reading.finish()
    return reading.chains


class _Reading:
    """Lines on their way to chains: what belongs together is gathered until it ends."""

    def __init__(self) -> None:
        self.chains: list[CallChain] = []
        self._stack: list[str] = []
        self._tree: list[str] = []
        self._tree_share = 0.0
        self._bare: list[tuple[str, float]] = []
        self._wrapped: float | None = None
        """The share of a row whose symbol stands on the next line."""
        self._is_userland = False
        """Whether the branches of a tree are a program's, up to the way into the kernel."""

    def take(self, line: str) -> None:
        """Read the next line."""
        if self._wrapped is not None:
            if name := symbol_of(line.strip()):
                self._add((name,), self._wrapped)
            self._wrapped = None
        elif self._is_row(line) or self._is_tree(line) or self._is_frame(line):
            return
        elif chain := (arrows(line) or folded(line) or robot_row(line)):
            self.finish()
            spoken = tuple(name for name in mentioned(line) if name not in chain.functions)
            self._add(spoken)
            self.chains.append(chain)
        elif found := bare(line):
            self._end_stack()
            self._bare.append(found)
        else:
            self.finish()
            for name in mentioned(line):
                self._add((name,))

    def finish(self) -> None:
        """End what is open."""
        self._end_stack()
        self._end_tree()
        self._end_bare()

    def _is_row(self, line: str) -> bool:
        """Read a row of a flat profile."""
        row = profile_row(line) if "[" in line else None
        if row is None:
            return False
        self.finish()
        word, share, is_kernel = row
        self._is_userland = not is_kernel
        if not is_kernel:
            return True
        if word:
            self._add((name,) if (name := symbol_of(word)) else (), share)
        else:
            self._wrapped = share
        return True

    def _is_tree(self, line: str) -> bool:
        """Read a line of a call graph; inside of one, names alone are branches too."""
        if (self._tree or (self._is_userland and "|" in line)) and not line.strip(" |│"):
            return True
        found = branch(line)
        if found is None and (self._tree or self._is_userland) and line[:1] in " |":
            found = bare(line)
        if found is None:
            return False
        self._end_stack()
        self._end_bare()
        name, share = found
        if is_way_in(name):
            self._is_userland = False
        if name and not self._is_userland:
            self._tree_share = max(self._tree_share, share)
            self._tree.append(name)
        return True

    def _is_frame(self, line: str) -> bool:
        """Read a line of a stack."""
        found = frames(line)
        if found is None:
            return False
        self._end_tree()
        self._end_bare()
        self._stack += found
        return True

    def _end_stack(self) -> None:
        """A stack is over: its first frame is the leaf."""
        self._add(tuple(self._stack), leaf=Direction.FIRST)
        self._stack = []

    def _end_tree(self) -> None:
        """A call graph is over; the way into the kernel at its top tells that the leaves are below."""
        is_from_root = bool(self._tree) and is_way_in(self._tree[0])
        leaf = Direction.LAST if is_from_root else Direction.UNKNOWN
        self._add(tuple(dict.fromkeys(self._tree)), self._tree_share, leaf)
        self._tree = []
        self._tree_share = 0.0
        self._is_userland = False

    def _end_bare(self) -> None:
        """A list of names is over; it counts when it is long enough and looks like functions."""
        names = [name for name, _ in self._bare]
        looks_so = 2 * sum("_" in name for name in names) >= len(names)
        if len(names) >= _FEWEST_BARE and looks_so:
            self._add(tuple(names), max(share for _, share in self._bare))
        self._bare = []

    def _add(
        self,
        functions: tuple[str, ...],
        share: float = 0.0,
        leaf: Direction = Direction.UNKNOWN,
    ) -> None:
        """Keep a chain, unless it is empty."""
        if functions:
            self.chains.append(CallChain(functions, share, leaf))


def _unquoted(text: str) -> Iterator[tuple[int, str]]:
    """Yield (depth of quoting, line without its marks) of the lines that are looked at."""
    start = 0
    for _ in range(_MOST_LINES):
        if start >= len(text):
            return
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start : min(end, start + _LONGEST_LINE)]
        start = end + 1
        yield _without_marks(line.rstrip().expandtabs(8).replace("\xa0", " "))


def _without_marks(line: str) -> tuple[int, str]:
    """Return how often a line is quoted, and the line without the marks of that."""
    depth = place = 0
    while True:
        if line.startswith(">", place):
            depth += 1
            place += 1
        elif line.startswith(" >", place):
            place += 1
        else:
            break
    if depth and line.startswith(" ", place):
        place += 1
    return depth, line[place:]


def _without_patches(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not part of a diff: what code names is no evidence."""
    patch_depth = -1
    for depth, line in lines:
        if line.startswith("diff --git "):
            patch_depth = depth
        elif patch_depth >= 0 and (
            depth != patch_depth or line == "-- " or (line and not line.startswith(_DIFF_MARKS))
        ):
            patch_depth = -1
        if patch_depth < 0:
            yield depth, line


def _joined(lines: Iterable[tuple[int, str]]) -> Iterator[str]:
    """Yield lines, chains that are broken at an arrow in one piece."""
    pending: str | None = None
    pending_depth = 0
    for depth, line in lines:
        if pending is not None:
            if depth == pending_depth and _goes_on(pending, line):
                pending = f"{pending} {line.strip().lstrip(_BRANCH_MARKS)}"
                continue
            yield pending
        pending, pending_depth = line, depth
    if pending is not None:
        yield pending


def _goes_on(line: str, following: str) -> bool:
    """Whether a line and the next one are two parts of one chain."""
    if len(line) > _LONGEST_CHAIN or not following.strip() or not line.strip():
        return False
    if not (has_arrow(line[-3:]) or has_arrow(following)) or "+0x" in line:
        return False
    start = following.strip().lstrip(_BRANCH_MARKS)
    return line.rstrip().endswith(_ARROWS) or (start.startswith(_ARROWS) and start[2:3] != "#")
