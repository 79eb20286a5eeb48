"""Symbols: what evidence names that a patch has: functions, locks and files."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.mail.diffs import diff_ranges, touched_files
from lkmltrack.mail.hunks import hunk_functions
from lkmltrack.model.comparison import PatchLink, PatchPlace
from lkmltrack.model.evidence import Block
from lkmltrack.model.message import Message

ALIKE = 85.0
_LONGEST_NAME = 120
_MOST_LINES = 200_000
_MOST_NAMES = 20_000
_MOST_SYMBOLS = 2_000
_MOST_GUESSES = 200
_MOST_NEAR = 50
_LONGEST_LINE = 400
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,119}")
_SYSTEM_CALL = re.compile(r"SYSCALL_DEFINE\d\(\s{0,2}(\w{2,60})")
_ENTRY = re.compile(r"__(?:x64|arm64|ia32|s390x|riscv|powerpc|se|do)_(?:compat_)?sys_(\w{2,80})")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,119}")
_PATH = re.compile(r"[\w./+-]{3,250}")
_SOURCES = frozenset(("c", "h", "S", "rs", "py", "sh"))
_COPY_SUFFIXES = frozenset(("isra", "part", "constprop", "cold", "llvm", "lto_priv"))
_KEYWORDS = frozenset(
    (
        *("auto", "bool", "break", "case", "char", "const", "continue", "default", "define"),
        *("defined", "double", "else", "endif", "enum", "extern", "float", "for", "goto"),
        *("ifdef", "ifndef", "include", "inline", "int", "long", "NULL", "pragma", "register"),
        *("return", "short", "signed", "sizeof", "static", "struct", "switch", "true", "false"),
        *("typedef", "typeof", "undef", "union", "unsigned", "void", "volatile", "while"),
    )
)
_PRINTED = frozenset(
    (
        *(FormName.PERF_REPORT, FormName.PERF_CALLGRAPH, FormName.PERF_DIFF, FormName.PERF_C2C),
        *(FormName.PERF_LOCK, FormName.LOCK_STAT, FormName.FOLDED_STACKS),
        *(FormName.FUNCTION_TRACE, FormName.FLAME_GRAPH),
    )
)
"""Forms that a tool prints: nobody misspells in them."""
_STRENGTH = {place: rank for rank, place in enumerate(PatchPlace)}


@dataclass(frozen=True, slots=True)
class _Named:
    """Where a patch has a name."""

    message_id: str
    path: str
    place: PatchPlace


@dataclass(slots=True)
class _Names:
    """The names of some patches, each with the strongest place in each file."""

    places: dict[str, dict[tuple[str, str], PatchPlace]] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    """The messages that touch a path."""

    def add(self, name: str, message_id: str, path: str, place: PatchPlace) -> None:
        """Remember a name; a stronger place replaces a weaker one."""
        if name in _KEYWORDS or (name not in self.places and len(self.places) >= _MOST_NAMES):
            return
        places = self.places.setdefault(name, {})
        before = places.get((message_id, path))
        if before is None or _STRENGTH[place] < _STRENGTH[before]:
            places[message_id, path] = place

    def of(self, name: str) -> list[_Named]:
        """Return where a name is, the strongest places first."""
        found = [_Named(*at, place) for at, place in self.places.get(name, {}).items()]
        return sorted(found, key=lambda one: _STRENGTH[one.place])


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
    names = _names_of(patches)
    return [
        link
        for block in blocks
        for link in (*_symbol_links(block, names), *_file_links(block, names))
    ]


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


def _symbol_links(block: Block, names: _Names) -> Iterable[PatchLink]:
    guesses = 0
    for symbol in _symbols_of(block)[:_MOST_SYMBOLS]:
        found = names.of(symbol.name) or names.of(_system_call(symbol.name))
        for one in found:
            yield _link(block, symbol, one)
        if found or not symbol.is_typed or guesses >= _MOST_GUESSES:
            continue
        guesses += 1
        meant = meant_symbol(symbol.name, names.places)
        for one in names.of(meant[0]) if meant else ():
            yield _link(block, symbol, one, *(meant or ()))


def _link(
    block: Block, symbol: _Symbol, named: _Named, meant: str = "", score: float = 100.0
) -> PatchLink:
    name = meant or symbol.name
    where = {
        PatchPlace.HUNK: f"the patch changes {name}",
        PatchPlace.DEFINED: f"the patch adds or removes {name}",
        PatchPlace.CHANGED_LINE: f"a changed line names {name}",
    }[named.place]
    reason = f"{where} in {named.path}"
    if meant:
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


def _file_links(block: Block, names: _Names) -> Iterable[PatchLink]:
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


def _touched(named: str, names: _Names) -> list[str]:
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
    for chain in block.chains:
        for function in chain.functions:
            _keep(found, function, chain.share, is_typed)
        if chain.argument:
            _keep(found, chain.argument, chain.share, is_typed)
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


def _names_of(patches: Sequence[Message]) -> _Names:
    names = _Names()
    for patch in patches:
        if "@@ -" not in patch.body:
            continue
        lines = patch.body.split("\n", _MOST_LINES)[:_MOST_LINES]
        for path in touched_files(lines):
            names.files.setdefault(path, []).append(patch.message_id)
        for path, function in hunk_functions(patch.body):
            if function:
                names.add(function, patch.message_id, path, PatchPlace.HUNK)
        for start, end in diff_ranges(lines):
            _add_lines(names, patch.message_id, lines[start:end])
    return names


def _add_lines(names: _Names, message_id: str, lines: Sequence[str]) -> None:
    """Add the names of added and removed lines."""
    path = ""
    for number, line in enumerate(lines):
        if line.startswith(("--- ", "+++ ")):
            path = _path_of(lines, number) or path
            continue
        if not line.startswith(("+", "-")):
            continue
        line = line[:_LONGEST_LINE]
        defined = _defined(line)
        if defined:
            names.add(defined, message_id, path, PatchPlace.DEFINED)
        for name in _NAME.findall(_code(line)):
            names.add(name, message_id, path, PatchPlace.CHANGED_LINE)


def _path_of(lines: Sequence[str], number: int) -> str:
    """Return the path of the pair of names that begins at a line, empty when it is the second."""
    pair = lines[number : number + 2]
    if len(pair) < 2 or not (pair[0].startswith("--- ") and pair[1].startswith("+++ ")):
        return ""
    names = [line[4:].partition("\t")[0].strip().strip('"') for line in pair]
    name = names[0] if names[1] == "/dev/null" else names[1]
    return name.partition("/")[2] or name


def _defined(line: str) -> str:
    """Return the function that an added or removed line begins, empty for other lines."""
    if "(" not in line or line[1:2] in ("", " ", "\t", "#") or line.rstrip().endswith(";"):
        return ""
    if "SYSCALL_DEFINE" in line:
        match = _SYSTEM_CALL.search(line)
        return match[1] if match else ""
    words = line[1:].partition("(")[0].replace("*", " ").split()
    if len(words) < 2 or not all(map(_IDENTIFIER.fullmatch, words)):
        return ""
    return words[-1]


def _code(line: str) -> str:
    """Return a changed line without its mark and without what is plainly a comment."""
    text = line[1:].lstrip()
    if text.startswith(("*", "/*", "//")):
        return ""
    return text.partition("/*")[0].partition("//")[0]
