"""Single lines of evidence: rows of profiles, frames of stacks, branches of trees, arrows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lkmltrack.audience.symbols import is_way_in, symbol_of

_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?) ?%")
_FRAME = re.compile(
    r"(?<![\w.$])(\? {0,3})?([A-Za-z_][\w.$]{1,127})\+(0x[0-9a-f]{1,8}|\d{1,8})(/0x[0-9a-f]{1,8})?(?!\w)"
)
_NUMBERED_FRAME = re.compile(
    r"#\d{1,3} {1,4}(?:\[[0-9a-f]{1,16}\] {0,2}|0x[0-9a-f]{1,16} in )?([A-Za-z_][\w.$]{1,127}) (?:at |\()"
)
_TREE_MARKS = " |`\\│├└─"
_TREE_ROW = re.compile(r"[-+]? {0,4}(\d{1,3}\.\d{1,2})% {1,8}([A-Za-z_][\w.$]{1,127})")
_SHARE_ROW = re.compile(
    r"([A-Za-z_][\w.$]{1,127})(?:\[\w{1,64}\])? {1,80}(\d{1,3}(?:\.\d{1,4})?)%\*{0,8}"
)
_TOKEN = re.compile(r"<-{1,9}|-{1,9}>|[→←]|\.{3}|…|[A-Za-z_][\w.$]*|\S")
_FOLDED = re.compile(r"\S{3,} \d{1,18}")
_CALL = re.compile(r"(?<![\w.>])([A-Za-z_]\w{1,119})\(\)")
_IN_QUOTES = re.compile(r"`([A-Za-z_]\w{1,119})`")
_PROBE = re.compile(r"\bk(?:ret)?(?:probe|func):([A-Za-z_]\w{1,119})")
_LKP_MARK = "cycles-pp."


class Direction(StrEnum):
    """Where the hot leaf of a chain stands."""

    FIRST = "first"
    LAST = "last"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CallChain:
    """Functions that a piece of evidence names together, as they are written."""

    functions: tuple[str, ...]
    share: float = 0.0
    """The percentage that is said of them; zero when none is."""
    leaf: Direction = Direction.UNKNOWN

    @property
    def from_leaf(self) -> tuple[str, ...]:
        """The functions with the hot leaf first, as far as it is known which that is."""
        return self.functions[::-1] if self.leaf is Direction.LAST else self.functions


def profile_row(line: str) -> tuple[str, float, bool] | None:
    """Return (what follows the mark, share, is it the kernel's) of a row of perf report or top."""
    for mark in ("[k]", "[g]", "[.]", "[u]", "[H]"):
        before, found, after = line.partition(mark)
        if found and (not after or after[0] == " "):
            word = (after.split() or [""])[0]
            share = _PERCENT.search(before)
            if share is None and "_" not in word:
                return None
            return word, float(share[1]) if share else 0.0, mark in "[k] [g]"
    return None


def frames(line: str) -> tuple[str, ...] | None:
    """Return the functions of a stack's line, none for a frame that does not count, else None."""
    if "#" in line and (numbered := _NUMBERED_FRAME.match(line.lstrip())):
        return _symbols((numbered[1],))
    stripped = line.strip()
    if stripped.startswith("=> ") and (name := symbol_of(stripped[3:])):
        return (name,)
    if "+" not in line:
        return () if stripped in ("<TASK>", "</TASK>", "<IRQ>", "</IRQ>", "Call Trace:") else None
    found = []
    is_frame = False
    for match in _FRAME.finditer(line):
        after = line[match.end() :].strip()
        if match[4] is None and not _is_lone_frame(line[: match.start()], after):
            continue
        is_frame = True
        is_userland = after.startswith("(/") and ".ko" not in after
        if not match[1] and not is_userland:
            found.append(match[2])
    return _symbols(found) if is_frame else None


def branch(line: str) -> tuple[str, float] | None:
    """Return (function, share) of a branch of a call graph; the name is empty if it is no symbol."""
    text = line.strip(_TREE_MARKS)
    share = 0.0
    if "%--" in text:
        before, _, word = text.rpartition("%--")
        number = before.rpartition("-")[2].strip()
        share = float(number) if _is_number(number) else 0.0
    elif text.startswith("---") or (text.startswith("--") and "|" in line):
        word = text.lstrip("-")
        if word[:1] == " " or word.endswith("-") or len(text) - len(word) > 3:
            return None  # a rule, not a branch
    elif row := _TREE_ROW.fullmatch(text):
        return symbol_of(row[2]), float(row[1])
    else:
        return None
    words = word.split()
    return (symbol_of(words[0]), share) if words else None


def bare(line: str) -> tuple[str, float] | None:
    """Return (function, share) of a line that is nothing but a name, or a name and its share."""
    text = line.strip(_TREE_MARKS).removesuffix("()")
    if name := symbol_of(text):
        return name, 0.0
    if "%" in text and (row := _SHARE_ROW.fullmatch(text)) and (name := symbol_of(row[1])):
        return name, float(row[2])
    return None


def folded(line: str) -> CallChain | None:
    """Return a folded stack, ``comm;main;sys_read;vfs_read 12``: the kernel's part."""
    text = line.strip()
    if text.count(";") < 2 or _FOLDED.fullmatch(text) is None:
        return None
    parts = text.rpartition(" ")[0].split(";")
    names = [symbol_of(part.removesuffix("_[k]").removesuffix("_[j]")) for part in parts]
    if any(part.endswith("_[k]") for part in parts):
        names = [name for name, part in zip(names, parts, strict=True) if part.endswith("_[k]")]
    elif "_" not in names[0]:
        names = names[1:]  # the command's name stands first
    ways_in = [place for place, name in enumerate(names) if is_way_in(name)]
    if ways_in:
        names = names[ways_in[0] :]
    functions = tuple(name for name in names if name)
    return CallChain(functions, leaf=Direction.LAST) if functions else None


def robot_row(line: str) -> CallChain | None:
    """Return what a row of the test robot's ``perf-profile`` names."""
    if _LKP_MARK not in line:
        return None
    key, _, path = line.partition(_LKP_MARK)
    names = [symbol_of(part) for part in (path.split() or [""])[0].split(".")]
    functions = tuple(name for name in names if name and name not in ("isra", "part", "cold"))
    leaf = Direction.FIRST if "calltrace" in key else Direction.UNKNOWN
    return CallChain(functions, leaf=leaf) if functions else None


def mentioned(line: str) -> tuple[str, ...]:
    """Return the functions that prose names: ``vma_prepare()``, in backquotes, as a probe."""
    found: list[tuple[int, str]] = []
    if "()" in line:
        found += ((match.start(1), match[1]) for match in _CALL.finditer(line))
    if "`" in line:
        quoted = _IN_QUOTES.finditer(line)
        found += ((match.start(1), match[1]) for match in quoted if "_" in match[1])
    if "probe:" in line or "kfunc:" in line:
        found += ((match.start(1), match[1]) for match in _PROBE.finditer(line))
    return _symbols(name for _, name in sorted(found))


def arrows(line: str) -> CallChain | None:
    """Return a chain that somebody wrote by hand: ``a <- b <- c``, ``a-->...-->b(&lock)``."""
    if not has_arrow(line):
        return None
    steps, signs, is_sure = _steps(line)
    if not signs or not is_sure:
        return None
    names = [step.name for step in steps]
    if not _is_chain(steps, signs):
        return None
    functions = tuple(name for name in names if name)
    points_back = {sign[0] in "<←" for sign in signs}
    leaf = Direction.FIRST if points_back == {True} else Direction.LAST
    if len(points_back) > 1:
        leaf = Direction.UNKNOWN
    share = _PERCENT.match(line.strip())
    return CallChain(functions, float(share[1]) if share else 0.0, leaf)


def has_arrow(line: str) -> bool:
    """Whether a line has something that may be an arrow."""
    return "->" in line or "<-" in line or "→" in line or "←" in line


@dataclass(slots=True)
class _Step:
    """What stands between two arrows."""

    words: int = 0
    name: str = ""
    is_function: bool = False


def _is_chain(steps: "list[_Step]", signs: list[str]) -> bool:
    """Whether enough of the steps look like functions; words of prose have arrows too."""
    sure = sum(step.is_function for step in steps)
    if not steps[0].words:
        return sure > 0
    is_all_names = len(steps) > 2 and all(step.name and step.words == 1 for step in steps)
    return sure > 1 or (is_all_names and "<-" in signs)


def _steps(line: str) -> tuple[list[_Step], list[str], bool]:
    """Return the steps of a chain, the arrows between them, and whether those are arrows for sure."""
    pieces: list[list[re.Match[str]]] = [[]]
    signs: list[str] = []
    is_sure = False
    depth = 0
    for token in _TOKEN.finditer(line):
        text = token[0]
        if text == "(":
            depth += 1
        elif text == ")":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif len(text) > 1 and text[0] in "<-" or text in "→←":
            is_sure = is_sure or _is_surely_arrow(line, token)
            signs.append(text)
            pieces.append([])
        if depth < 2 and not (len(text) > 1 and text[0] in "<-") and text not in "→←":
            pieces[-1].append(token)
    last = len(pieces) - 1
    return [_step(piece, place, last) for place, piece in enumerate(pieces)], signs, is_sure


def _step(piece: "list[re.Match[str]]", place: int, last: int) -> _Step:
    """Return what a piece names: its last word before the first arrow, its first one behind any."""
    tokens = [token for token in piece if token[0] not in "()"]
    calls = {token.start() for token in piece if token[0] == "("}
    if not tokens:
        return _Step()
    token = tokens[-1] if place == 0 and last else tokens[0]
    if any(each[0] == "&" and each.end() == token.start() for each in tokens):
        return _Step(len(tokens))
    name = symbol_of(token[0])
    is_called = token.end() in calls
    is_alone = len(tokens) == 1 or (place == 0 and tokens[-2][0] in "%:")
    if 0 < place < last and len(tokens) > 3:
        return _Step(len(tokens))
    is_function = bool(name) and ("_" in name or is_called)
    return _Step(len(tokens), name if is_function or is_alone else "", is_function)


def _is_surely_arrow(line: str, token: "re.Match[str]") -> bool:
    """Whether an arrow is not C's access to a member."""
    if token[0] != "->":
        return True
    around = line[max(0, token.start() - 1) : token.start()] + line[token.end() : token.end() + 1]
    return " " in around or token.start() == 0


def _is_lone_frame(before: str, after: str) -> bool:
    """Whether ``name+offset`` without a size stands as in a stack, not as in C."""
    if after and after[0] not in "([":
        return False
    return not any(mark in before for mark in "=;,(") or before.strip().endswith(">]")


def _is_number(text: str) -> bool:
    """Whether a text is a plain decimal number."""
    return text.replace(".", "", 1).isdecimal() and text.isascii()


def _symbols(words: Iterable[str]) -> tuple[str, ...]:
    """Return the functions among words."""
    return tuple(name for word in words if (name := symbol_of(word)))
