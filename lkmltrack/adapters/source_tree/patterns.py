"""What git is to look for, in the spelling that its two kinds of regular expressions share."""

from collections.abc import Iterator, Sequence

SOURCES = ("*.c", "*.h", "*.S", "*.rs", "*.cc", "*.inc")
_MOST_AT_ONCE = 200
_SYSCALL, _COMPAT, _EVENT = "sys_", "compat_sys_", "trace_"
# the blank and the tab themselves: \t is no tab in all of git's expressions
_BLANKS = "[ \t]"
_DEFINE = f"{_BLANKS}*#{_BLANKS}*define{_BLANKS}+"
_RUST = f"{_BLANKS}*(?:pub|unsafe|const|async|extern|fn)[^;={{}}]*"

FUNCTIONS = (
    "^(?:[A-Za-z_][A-Za-z0-9_ \t*]*\\((?:[^;]*$|.*\\{)"
    f"|{_DEFINE}[a-z_][A-Za-z0-9_]*\\("
    f"|{_RUST}[(<])"
)
"""Lines that may define a function, or a macro that looks like one; no mere prototypes."""


def patterns_for(names: Sequence[str]) -> Iterator[str]:
    """Yield patterns for lines that may define one of some names."""
    for start in range(0, len(names), _MOST_AT_ONCE):
        yield _pattern_for(names[start : start + _MOST_AT_ONCE])


def _pattern_for(names: Sequence[str]) -> str:
    """Return one pattern for some names; they consist of letters, digits and underscores."""
    meant = f"(?:{'|'.join(names)})\\b"
    # every alternative begins with a letter, a blank or #: others would cost ten times as much
    alternatives = [f'(?:[A-Za-z_][^;={{}}"]*?|{_DEFINE}|{_RUST})\\b{meant}', meant]
    # the name of a system call or an event is put together by a macro
    if parts := [part for name in names if (part := _part_of_call(name))]:
        alternatives.append(f"[A-Z][A-Z0-9_]*\\((?:[A-Za-z0-9_]+, *)?(?:{'|'.join(parts)})\\b")
    return f"^(?:{'|'.join(alternatives)})"


def _part_of_call(name: str) -> str:
    """Return what the sources write of the name of a system call or an event; else nothing."""
    for prefix in (_COMPAT, _SYSCALL, _EVENT):
        if name.startswith(prefix):
            return name[len(prefix) :]
    return ""
