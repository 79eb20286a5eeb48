"""Patch names: the functions, fields and files that the hunks of patches have."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lkmltrack.mail.diffs import diff_ranges, touched_files
from lkmltrack.mail.hunks import hunk_functions
from lkmltrack.model.comparison import PatchPlace
from lkmltrack.model.message import Message

_LONGEST_LINE = 400
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,119}")
_MOST_NAMES = 20_000
_MOST_LINES = 200_000
_KEYWORDS = frozenset(
    (
        *("auto", "bool", "break", "case", "char", "const", "continue", "default", "define"),
        *("defined", "double", "else", "endif", "enum", "extern", "float", "for", "goto"),
        *("ifdef", "ifndef", "include", "inline", "int", "long", "NULL", "pragma", "register"),
        *("return", "short", "signed", "sizeof", "static", "struct", "switch", "true", "false"),
        *("typedef", "typeof", "undef", "union", "unsigned", "void", "volatile", "while"),
    )
)
_SYSTEM_CALL = re.compile(r"SYSCALL_DEFINE\d\(\s{0,2}(\w{2,60})")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,119}")
_STRENGTH = {place: rank for rank, place in enumerate(PatchPlace)}


@dataclass(frozen=True, slots=True)
class Named:
    """Where a patch has a name."""

    message_id: str
    path: str
    place: PatchPlace


@dataclass(slots=True)
class PatchNames:
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

    def of(self, name: str) -> list[Named]:
        """Return where a name is, the strongest places first."""
        found = [Named(*at, place) for at, place in self.places.get(name, {}).items()]
        return sorted(found, key=lambda one: _STRENGTH[one.place])


def names_of(patches: Sequence[Message]) -> PatchNames:
    """Return the names of patches: of hunks, of added and removed lines, and of files."""
    names = PatchNames()
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


def _add_lines(names: PatchNames, message_id: str, lines: Sequence[str]) -> None:
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
