"""Why somebody ought to be asked, in plain words. Pure; nothing here is made visible yet."""

from collections.abc import Iterable, Sequence

from lkmltrack.cli.text.cells import cut
from lkmltrack.model.audience import Reason, ReasonKind

_SHOWN = 3
_EVERY = 1_000_000
_LONGEST_WHAT = 72
_HASH = 12

# of reasons that belong to one section or to nobody's: what stands before and after their ``what``
_PHRASES = {
    ReasonKind.KEYWORD: ("the patch matches K: ", ""),
    ReasonKind.IN_FILE: ("named in ", ""),
    ReasonKind.FIXES: ("signed ", ", which is mended"),
    ReasonKind.COMMITS: ("works on ", ", which no section maintains"),
    ReasonKind.TOPIC: ("", ""),
    ReasonKind.ANSWERED: ("answered ", ""),
    ReasonKind.LINKED: ("wrote ", ", which is linked"),
    ReasonKind.REVIEWED: ("reviewed ", ", on the same functions"),
    ReasonKind.ADDED: ("was added by hand in ", ""),
}
_MESSAGES = (ReasonKind.ANSWERED, ReasonKind.LINKED, ReasonKind.ADDED)
_COMMITS = (ReasonKind.FIXES, ReasonKind.REVIEWED)


def reason_texts(reasons: Sequence[Reason], *, whole: bool = False) -> list[str]:
    """Return one text per section and kind of reason; ``whole`` leaves no file out.

    >>> reason_texts([Reason(ReasonKind.FILE, "mm/rmap.c", "RMAP", "F: mm/rmap.c"),
    ...               Reason(ReasonKind.FILE, "mm/vma.c", "MEMORY", "F: mm/"),
    ...               Reason(ReasonKind.FILE, "mm/rmap.c", "MEMORY", "F: mm/")])
    ['RMAP: mm/rmap.c', 'MEMORY: F: mm/ has mm/vma.c, mm/rmap.c']
    """
    groups: dict[tuple[str, ReasonKind], list[Reason]] = {}
    for reason in reasons:
        groups.setdefault((reason.section, reason.kind), []).append(reason)
    shown = _EVERY if whole else _SHOWN
    texts = []
    for (section, kind), group in groups.items():
        told = _told(kind, group, shown)
        texts.append(f"{section}: {told}" if section else told)
    return texts


def reason_text(reasons: Sequence[Reason]) -> str:
    """Return every reason in one line.

    >>> reason_text([Reason(ReasonKind.SYMBOL, "vma_prepare", "MEMORY", "mm/vma.c")])
    'MEMORY: vma_prepare is in mm/vma.c'
    """
    return "; ".join(reason_texts(reasons))


def listed(texts: Iterable[str], shown: int) -> str:
    """Return texts with commas, and how many are left out.

    >>> listed(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    distinct = list(dict.fromkeys(texts))
    left_out = len(distinct) - shown
    # "and 1 more" is no shorter than most names
    if left_out <= 0:
        return ", ".join(distinct)
    return f"{', '.join(distinct[:shown])} and {left_out} more"


def _told(kind: ReasonKind, group: Sequence[Reason], shown: int) -> str:
    """Return what reasons of one kind and section say."""
    if kind is ReasonKind.FILE:
        return _files(group, shown)
    if kind is ReasonKind.SYMBOL:
        return _symbols(group, shown)
    before, after = _PHRASES[kind]
    return f"{before}{listed((_what(reason) for reason in group), shown)}{after}"


def _files(group: Sequence[Reason], shown: int) -> str:
    """Return files that a section names by themselves, then entries and what they cover."""
    by_entry: dict[str, list[str]] = {}
    for reason in group:
        is_itself = reason.detail.partition(":")[2].strip() == reason.what
        by_entry.setdefault("" if is_itself else reason.detail, []).append(reason.what)
    parts = []
    for entry, paths in sorted(by_entry.items(), key=lambda item: bool(item[0])):
        files = listed(paths, shown)
        parts.append(f"{entry} has {files}" if entry else files)
    return ", ".join(parts)


def _symbols(group: Sequence[Reason], shown: int) -> str:
    """Return functions by the file that defines them."""
    by_file: dict[str, list[str]] = {}
    for reason in group:
        by_file.setdefault(reason.detail, []).append(reason.what)
    return "; ".join(
        f"{listed(names, shown)} {'are' if len(set(names)) > 1 else 'is'} in {path}"
        if path
        else listed(names, shown)
        for path, names in by_file.items()
    )


def _what(reason: Reason) -> str:
    """Return what one reason points at, and its detail."""
    what = cut(reason.what, _LONGEST_WHAT)
    if reason.kind in _MESSAGES:
        what = f"<{reason.what}>"
    elif reason.kind in _COMMITS:
        what = reason.what[:_HASH]
    return f"{what} ({cut(reason.detail, _LONGEST_WHAT)})" if reason.detail else what
