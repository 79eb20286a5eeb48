"""Symbols: what evidence names that a patch has: functions, locks and files."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.hot_functions import HOT_FUNCTIONS
from lkmltrack.evidence.patch_names import Named, PatchNames, names_of
from lkmltrack.model.comparison import Misspelling, PatchLink, PatchPlace
from lkmltrack.model.evidence import Block
from lkmltrack.model.message import Message

ALIKE = 85.0
_LONGEST_NAME = 120
_MOST_SYMBOLS = 2_000
_MOST_GUESSES = 200
_MOST_NEAR = 50
_LONGEST_LINE = 400
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,119}")
_ENTRY = re.compile(r"__(?:x64|arm64|ia32|s390x|riscv|powerpc|se|do)_(?:compat_)?sys_(\w{2,80})")
_PATH = re.compile(r"[\w./+-]{3,250}")
_SOURCES = frozenset(("c", "h", "S", "rs", "py", "sh"))
_COPY_SUFFIXES = frozenset(("isra", "part", "constprop", "cold", "llvm", "lto_priv"))
_PRINTED = frozenset(
    (
        *(FormName.PERF_REPORT, FormName.PERF_CALLGRAPH, FormName.PERF_DIFF, FormName.PERF_C2C),
        *(FormName.PERF_LOCK, FormName.LOCK_STAT, FormName.FOLDED_STACKS),
        *(FormName.FUNCTION_TRACE, FormName.FLAME_GRAPH),
    )
)
"""Forms that a tool prints: nobody misspells in them."""


@dataclass(frozen=True, slots=True)
class _Symbol:
    """A name that a block brings; one that somebody typed can be misspelled."""

    name: str
    shown: str
    share: float | None
    is_typed: bool


def find_patch_links(blocks: Sequence[Block], patches: Sequence[Message]) -> list[PatchLink]:
    """Return what ties blocks of evidence to patches: symbols in their hunks, and files.

    A name that no patch has is taken for one that is spelled nearly the same,
    when a person typed it; the link says so.
    """
    names = names_of(patches)
    return [
        link
        for block in blocks
        for link in (*_symbol_links(block, names), *_file_links(block, names))
    ]


def find_misspelled(
    blocks: Sequence[Block], patches: Sequence[Message] = (), known: Iterable[str] = ()
) -> list[Misspelling]:
    """Return the symbols that a person misspelled, with what was meant.

    What was meant stands in a profile that a tool printed, in the patches,
    more often in what people typed, among ``known`` names (a kernel tree's),
    or among the functions that profiles are full of.
    """
    brought = [(block, symbol) for block in blocks for symbol in _symbols_of(block)]
    typed = Counter(symbol.name for _, symbol in brought if symbol.is_typed)
    right = {symbol.name for _, symbol in brought if not symbol.is_typed}
    right |= HOT_FUNCTIONS | set(known) | set(names_of(patches).places)
    spelled: dict[int, list[str]] = {}
    for name in sorted(right):
        spelled.setdefault(len(name), []).append(name)
    found: dict[tuple[str, str], Misspelling] = {}
    for block, symbol in brought:
        is_odd = symbol.is_typed and symbol.name not in right
        if not is_odd or len(found) >= _MOST_GUESSES or (block.id, symbol.name) in found:
            continue
        oftener = (name for name, times in typed.items() if times > typed[symbol.name])
        length = len(symbol.name)
        near = (spelled.get(size, ()) for size in range(length - 2, length + 3))
        meant = meant_symbol(symbol.name, chain.from_iterable((*near, oftener)))
        if meant is not None:
            reason = f"nothing names {symbol.name}; {meant[0]} is {meant[1]:.0f} % alike"
            found[block.id, symbol.name] = Misspelling(
                block.id, symbol.shown, meant[0], meant[1], reason
            )
    return list(found.values())


def meant_symbol(name: str, candidates: Iterable[str]) -> tuple[str, float] | None:
    """Return the candidate that a misspelled symbol means, and how alike they are, of 100.

    Other words of the same letters, one letter too many or too few in a short
    word, another number: those are other symbols, not misspelled ones.

    >>> meant_symbol("free_pgtalbes", ["free_pgtables", "free_pages"])
    ('free_pgtables', 92.3076923076923)
    >>> meant_symbol("down_read", ["down_write"]), meant_symbol("spin_lock", ["spin_unlock"])
    (None, None)
    """
    near = [one for one in candidates if one != name and abs(len(one) - len(name)) <= 2]
    found = process.extract(name, near, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=_MOST_NEAR)
    meant = [(-score, one) for one, score, _ in found if _is_misspelling(name, one)]
    return (min(meant)[1], -min(meant)[0]) if meant else None


def bare_symbol(text: str) -> str:
    """Return a symbol without offset, and without what compilers append to copies.

    >>> bare_symbol("rwsem_wake.isra.0+0x1f"), bare_symbol("&mapping->i_mmap_rwsem")
    ('rwsem_wake', 'i_mmap_rwsem')
    """
    text = text[: 3 * _LONGEST_NAME].partition("+0x")[0].strip(" \t&*()[];,")
    text = text.replace("->", ".").rpartition("(")[2]
    parts = [part for part in text.split(".") if part not in _COPY_SUFFIXES and not part.isdigit()]
    name = parts[-1] if parts else ""
    match = _NAME.fullmatch(name)
    return match[0] if match else ""


def _is_misspelling(name: str, other: str) -> bool:
    """Whether two names are one with a letter swapped, left out or put in."""
    if _leading_underscores(name) != _leading_underscores(other):
        return False
    if name.replace("_", "") == other.replace("_", ""):
        return True
    left, right = name.split("_"), other.split("_")
    if len(left) != len(right):
        return False
    differing = [pair for pair in zip(left, right, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and _is_word_misspelled(*differing[0])


def _leading_underscores(name: str) -> int:
    return len(name) - len(name.lstrip("_"))


def _is_word_misspelled(word: str, other: str) -> bool:
    if sorted(filter(str.isdigit, word)) != sorted(filter(str.isdigit, other)):
        return False
    if word + "s" == other or other + "s" == word:
        return False
    if sorted(word) == sorted(other) and len(word) > 2:
        return OSA.distance(word, other) <= 2
    shortest = min(len(word), len(other))
    allowed = 0 if shortest < 5 else 1 if shortest < 8 else 2
    return word[0] == other[0] and OSA.distance(word, other) <= allowed


def _symbol_links(block: Block, names: PatchNames) -> Iterable[PatchLink]:
    guesses = 0
    for symbol in _symbols_of(block)[:_MOST_SYMBOLS]:
        found = names.of(symbol.name) or names.of(_system_call(symbol.name))
        for one in found:
            yield _link(block, symbol, one)
        inner = "" if found else _inner(symbol.name, names)
        for one in names.of(inner):
            yield _link(block, symbol, one, inner, fuzz.ratio(symbol.name, inner))
        if found or inner or not symbol.is_typed or guesses >= _MOST_GUESSES:
            continue
        guesses += 1
        meant = meant_symbol(symbol.name, names.places)
        for one in names.of(meant[0]) if meant else ():
            yield _link(block, symbol, one, *(meant or ()))


def _link(
    block: Block, symbol: _Symbol, named: Named, meant: str = "", score: float = 100.0
) -> PatchLink:
    name = meant or symbol.name
    where = {
        PatchPlace.HUNK: f"the patch changes {name}",
        PatchPlace.DEFINED: f"the patch adds or removes {name}",
        PatchPlace.CHANGED_LINE: f"a changed line names {name}",
    }[named.place]
    reason = f"{where} in {named.path}"
    if meant.lstrip("_") == symbol.name.lstrip("_") and meant:
        reason += f"; {symbol.shown} differs from it by underscores in front"
    elif meant:
        reason += f"; {symbol.shown} is taken for {meant} ({score:.0f} % alike)"
    return PatchLink(
        block.id,
        symbol.shown,
        named.message_id,
        named.path,
        named.place,
        meant,
        score,
        symbol.share,
        reason,
    )


def _inner(name: str, names: PatchNames) -> str:
    """Return the function that a patch has with other underscores in front, empty for none.

    A function and its inner one are inlined into each other as a compiler likes.
    """
    bare = name.lstrip("_")
    for front in ("", "_", "__", "___"):
        places = names.of(front + bare)
        if places and places[0].place in (PatchPlace.HUNK, PatchPlace.DEFINED):
            return front + bare
    return ""


def _file_links(block: Block, names: PatchNames) -> Iterable[PatchLink]:
    """Yield links for files that the block names and a patch touches."""
    seen: set[str] = set()
    for line in block.lines[:_MOST_SYMBOLS]:
        if "." not in line:
            continue
        for path_named in _paths_in(line[:_LONGEST_LINE]):
            if path_named in seen:
                continue
            seen.add(path_named)
            for path in _touched(path_named, names):
                for message_id in names.files[path]:
                    reason = f"the patch touches {path}"
                    yield PatchLink(
                        block.id, path_named, message_id, path, PatchPlace.FILE, reason=reason
                    )


def _paths_in(line: str) -> list[str]:
    """Return the words of a line that are paths of sources."""
    words = (match[0].strip(".-") for match in _PATH.finditer(line))
    return [word for word in words if word.rpartition(".")[2] in _SOURCES and word[0] != "/"]


def _touched(named: str, names: PatchNames) -> list[str]:
    """Return the touched path that is named; a bare file name counts when only one has it."""
    if named in names.files:
        return [named]
    ends = [path for path in names.files if path.endswith("/" + named)]
    return ends if len(ends) == 1 else []


def _symbols_of(block: Block) -> list[_Symbol]:
    """Return the names of a block's profile and chains, each once, with its greatest share."""
    is_typed = block.form not in _PRINTED
    found: dict[str, _Symbol] = {}
    for row in block.rows:
        _keep(found, row.symbol, row.share, is_typed)
    for path in block.chains:
        for function in path.functions:
            _keep(found, function, path.share, is_typed)
        if path.argument:
            _keep(found, path.argument, path.share, is_typed)
    return list(found.values())


def _keep(found: dict[str, _Symbol], shown: str, share: float | None, is_typed: bool) -> None:
    name = bare_symbol(shown)
    if not name:
        return
    before = found.get(name)
    if before is None:
        found[name] = _Symbol(name, shown, share, is_typed)
    elif share is not None and (before.share is None or share > before.share):
        found[name] = _Symbol(name, before.shown, share, is_typed)


def _system_call(name: str) -> str:
    """Return the system call whose entry a symbol is, empty for others."""
    match = _ENTRY.fullmatch(name)
    return match[1] if match else ""
