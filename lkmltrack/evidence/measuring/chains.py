"""Paths of calls: trees that perf prints, chains written by hand, folded stacks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lkmltrack.evidence.measuring.profiles import (
    FlatRow,
    event_of,
    flat_row,
    folded_stacks,
    profile_rows,
    read_profile,
)
from lkmltrack.evidence.measuring.setting import Reading, Setting
from lkmltrack.model.evidence import Chain, Damage

_MOST_CHAINS = 5_000
_DEEPEST = 200
_BRANCH = re.compile(
    r"^(?P<lead>[ |:`]*)(?P<mark>\|?-{1,2} ?)?(?P<share>\d{1,3}\.\d{1,4}%|\d{2,15})-{1,2}(?P<name>[^\s-].*)$"
)
_SPACED = re.compile(
    r"^(?P<lead>[ |:`]*)(?P<mark>[-+]|\|?--) {1,8}(?P<share>\d{1,3}\.\d{1,4})% +(?P<name>[A-Za-z_0\[].*)$"
)
_ROOT = re.compile(r"^(?P<lead>[ |:`]*)-{2,3}(?P<name>[A-Za-z_0\[]\S*)")
_PLAIN = re.compile(
    r"^(?P<lead>[ |:`]*)(?P<name>[A-Za-z_0\[][\w.$<>@\[\]+:~]{0,200})\s*(?:\(.{0,80}\))?\s*$"
)
_OFFSET = re.compile(r"\+0x[0-9a-f]{1,12}(?:/0x[0-9a-f]{1,12})?$")


@dataclass(slots=True)
class _Node:
    line: int
    name: str
    column: int
    share: float | None
    parent: int | None
    has_children: bool = False


def read_call_graph(setting: Setting) -> Reading:
    """Return the flat rows of a report with call graphs, and its paths from the outermost caller.

    Without a column of children perf puts the callee first, so that such
    trees are turned round.
    """
    header = next((text for text in setting.texts if "Children" in text or "Overhead" in text), "")
    flat: list[FlatRow] = []
    nodes: list[_Node] = []
    stack: list[int] = []
    has_counts = False
    for line, text in setting.rows:
        row = flat_row(line, text) if "[" in text else None
        if row is not None and row.mode:
            flat.append(row)
            stack.clear()
        else:
            has_counts = _add_node(nodes, stack, line, text) or has_counts
    is_turned = (
        bool(flat) and all(len(row.shares) == 1 for row in flat) and "Children" not in header
    )
    chains = _chains(nodes, is_turned, has_counts)
    has_children = any(len(row.shares) == 2 for row in flat)
    remarks = [*_broken_sums(nodes)]
    indents = {len(text) - len(text.lstrip()) for text in setting.texts if text.strip()}
    if Damage.COLLAPSED in setting.block.damage and len(indents) < 2:
        chains, remarks = (), ["the tree is lost: its indentation was folded"]
    return Reading(
        rows=profile_rows(flat, header, has_children),
        chains=chains,
        events=event_of((*setting.above[-6:], *setting.texts)),
        remarks=tuple(remarks),
    )


def read_report(setting: Setting) -> Reading:
    """Return the rows of a profile, and its paths where call graphs stand below them."""
    flat = read_profile(setting)
    if not any("-" in text and _has_branch(text) for text in setting.texts):
        return flat
    graph = read_call_graph(setting)
    return replace(flat, chains=graph.chains, remarks=(*flat.remarks, *graph.remarks))


def _has_branch(text: str) -> bool:
    return bool(_BRANCH.match(text) or _ROOT.match(text) or _SPACED.match(text))


def _add_node(nodes: list[_Node], stack: list[int], line: int, text: str) -> bool:
    """Put a line of a tree to where it belongs; whether its shares are counts of samples."""
    match = _BRANCH.match(text) or _SPACED.match(text)
    if match is not None:
        share = match["share"]
        is_count = "%" not in text
        column = len(match["lead"])
        if match["mark"] in ("-", "+"):
            # a terminal's folds: their indentation is the mark's, whatever the share's width
            _push(nodes, stack, (line, match["name"], column, float(share.rstrip("%"))), column + 1)
            return is_count
        begins_with_bar = (match["mark"] or "").startswith("|") or not match["mark"]
        place = column if begins_with_bar or column == 0 else column - 1
        _push(
            nodes,
            stack,
            (line, match["name"], place, float(share.rstrip("%"))),
            match.start("name"),
        )
        return is_count
    match = _ROOT.match(text) or _PLAIN.match(text)
    if match is not None and (stack or "---" in text):
        start = match.start("name")
        _push(nodes, stack, (line, match["name"], start, None), start)
    return False


def _push(
    nodes: list[_Node], stack: list[int], found: tuple[int, str, int, float | None], column: int
) -> None:
    line, name, place, share = found
    while stack and nodes[stack[-1]].column > place:
        stack.pop()
    if len(stack) >= _DEEPEST:
        return
    parent = stack[-1] if stack else None
    if parent is not None:
        nodes[parent].has_children = True
    nodes.append(_Node(line, _function(name), column, share, parent))
    stack.append(len(nodes) - 1)


def _function(text: str) -> str:
    """A function's name without its offset, arguments and remarks."""
    name = text.strip().split(" ")[0].split("(")[0]
    return _OFFSET.sub("", name)


def _chains(nodes: Sequence[_Node], is_turned: bool, has_counts: bool) -> tuple[Chain, ...]:
    """The path to every leaf, with the share of the last branch on it."""
    whole = sum(node.share or 0.0 for node in nodes if node.parent is None) if has_counts else 100.0
    chains: list[Chain] = []
    for node in nodes:
        if node.has_children or len(chains) == _MOST_CHAINS:
            continue
        names: list[str] = []
        share: float | None = None
        current: _Node | None = node
        while current is not None:
            names.append(current.name)
            share = current.share if share is None else share
            current = None if current.parent is None else nodes[current.parent]
        if share is None and len(names) < 2:
            continue
        if share is not None and has_counts:
            share = round(share / whole * 100, 2) if whole else None
        functions = tuple(names if is_turned else reversed(names))
        chains.append(Chain(functions, share, node.line))
    return tuple(chains)


def _broken_sums(nodes: Sequence[_Node]) -> list[str]:
    """Branches that together are more than what they branch from."""
    sums: dict[int, float] = {}
    for node in nodes:
        if node.parent is not None and node.share is not None:
            sums[node.parent] = sums.get(node.parent, 0.0) + node.share
    remarks: list[str] = []
    for parent, total in sums.items():
        share = nodes[parent].share
        if share is not None and total > share * 1.01 + 0.5:
            name = nodes[parent].name
            remarks.append(f"the branches of {name} sum to {total:.2f}, it has {share:g} itself")
    return remarks[:3]


_BY_HAND = re.compile(r"^\s*~?(?P<share>\d{1,3}(?:\.\d{1,4})?)\s?%\s+(?P<chain>\S.*)$")
_ARROW = re.compile(r"\s*(?:-{1,3}>|=>|→)\s*")
_BACK_ARROW = re.compile(r"\s*<-{1,3}\s*")
_NEAR_PROSE = 6
_ROUNDING = 0.1
_COUNTED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def read_chains(setting: Setting) -> Reading:
    """Return chains written by hand, and what their sum is beside the flat profile's row."""
    chains: list[Chain] = []
    for line, text in _joined(setting.rows):
        match = _BY_HAND.match(text)
        if match is not None and (chain := chain_of(match["chain"])) is not None:
            functions, is_elided, argument = chain
            chains.append(Chain(functions, float(match["share"]), line, is_elided, argument))
    return Reading(chains=tuple(chains), remarks=_sum_remark(setting, chains))


def _joined(rows: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Rows with the lines that carry on with a chain put to their first one."""
    joined: list[tuple[int, str]] = []
    for line, text in rows:
        bare = text.strip()
        if joined and bare.startswith(("->", "-->", "=>", "<-")):
            joined[-1] = (joined[-1][0], joined[-1][1] + bare)
        elif bare:
            joined.append((line, text))
    return joined


def chain_of(text: str) -> tuple[tuple[str, ...], bool, str] | None:
    """Return a chain's functions, whether some are left out, and what the last one is given.

    >>> chain_of("a_file-->...-->down_write(&m->lock)")
    (('a_file', 'down_write'), True, '&m->lock')
    """
    head, bracket, rest = text.strip().rpartition("(")
    argument = ""
    if bracket and rest.rstrip().endswith(")") and "->" in head:
        argument = rest.rstrip()[:-1].strip()
        text = head
    backwards = bool(_BACK_ARROW.search(text))
    parts = (_BACK_ARROW if backwards else _ARROW).split(text.strip())
    if len(parts) < 2:
        return None
    names = [_function(part) for part in parts]
    is_elided = any(not name.strip(".…") for name in names)
    functions = [name for name in names if name.strip(".…")]
    if backwards:
        functions.reverse()
    return (tuple(functions), is_elided, argument) if functions else None


def _sum_remark(setting: Setting, chains: Sequence[Chain]) -> tuple[str, ...]:
    """The sum of the chains, against the row of the flat profile that they break down."""
    if len(chains) < 2:
        return ()
    total = sum(chain.share or 0.0 for chain in chains)
    count = _COUNTED[len(chains) - 2] if len(chains) <= len(_COUNTED) + 1 else str(len(chains))
    said = f"the {count} chains sum to {total:.2f} %"
    row = _row_broken_down(setting)
    if row is None:
        return (said + ", more than all samples",) if total > 100.5 else (said,)
    share = row.shares[0]
    if abs(total - share) <= _ROUNDING:
        return (f"{said}, as {row.symbol} has in the flat profile",)
    return (f"{said}, {row.symbol} has {share:.2f} % in the flat profile",)


def _row_broken_down(setting: Setting) -> FlatRow | None:
    """The nearest flat profile's row that the lines above the chains name, else its first row."""
    rows = [row for text in setting.above if (row := flat_row(0, text)) is not None and row.mode]
    if not rows:
        rows = [
            row for text in setting.below if (row := flat_row(0, text)) is not None and row.mode
        ]
    near = [text for text in setting.above if text.strip() and flat_row(0, text) is None]
    words = set(re.findall(r"\w+", " ".join(near[-_NEAR_PROSE:])))
    named = [row for row in rows if row.symbol in words]
    if named:
        return max(named, key=lambda row: row.shares[0])
    return max(rows, key=lambda row: row.shares[0], default=None)


def read_folded(setting: Setting) -> Reading:
    """Return folded stacks as chains, each with its share of all samples in the block."""
    stacks = folded_stacks(setting.rows)
    whole = sum(count for _, _, count in stacks)
    chains = [
        Chain(names, round(count / whole * 100, 2) if whole else None, line)
        for line, names, count in stacks[:_MOST_CHAINS]
    ]
    return Reading(chains=tuple(chains))
