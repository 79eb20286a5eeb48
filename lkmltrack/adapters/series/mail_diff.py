"""Two revisions compared as mails, in range-diff's notation, where git cannot."""

import difflib
from collections.abc import Callable, Iterator, Sequence

from lkmltrack.adapters.series.patch_ids import patch_ids
from lkmltrack.adapters.series.posted import PostedPatch

Pair = tuple[int | None, int | None]
"""A patch's place in the older and in the newer revision; None where it is not there."""

_ALIKE = 0.7
_MOST_LINES = 3_000
_INDENT = "    "
_NO_ID = "-------"
_MESSAGE = "Commit message"
_NUMBERS = ("index ", "--- ", "+++ ")


def diff_of_mails(older: Sequence[PostedPatch], newer: Sequence[PostedPatch]) -> str:
    """Return which patches are the same, changed, gone or new, and what changed in them."""
    ids = patch_ids([patch.diff for patch in (*older, *newer)])
    older_ids, newer_ids = ids[: len(older)], ids[len(older) :]
    lines: list[str] = []
    for left, right in pairs(older, newer, older_ids, newer_ids):
        before, after = _at(older, left), _at(newer, right)
        changes = list(_changes(before, after)) if before and after else []
        mark = "<" if not after else ">" if not before else "!" if changes else "="
        title = (after or before or older[0]).title
        lines.append(f"{_side(left, older_ids)} {mark} {_side(right, newer_ids)} {title}")
        lines += [f"{_INDENT}{change}" for change in changes]
    return "\n".join(lines) + "\n"


def pairs(
    older: Sequence[PostedPatch],
    newer: Sequence[PostedPatch],
    older_ids: Sequence[str],
    newer_ids: Sequence[str],
) -> list[Pair]:
    """Return who corresponds to whom, in the order of the newer revision.

    The same change is the same patch; else the same title; else a title much alike.
    """
    left = list(range(len(older)))
    found: dict[int, int] = {}
    rules: tuple[Callable[[int, int], bool], ...] = (
        lambda old, new: older_ids[old] == newer_ids[new] != "",
        lambda old, new: older[old].title == newer[new].title,
        lambda old, new: _are_alike(older[old].title, newer[new].title),
    )
    for is_same in rules:
        for new in range(len(newer)):
            matches = [] if new in found else [old for old in left if is_same(old, new)]
            if matches:
                found[new] = matches[0]
                left.remove(matches[0])
    return list(_in_order(found, left, len(newer)))


def _are_alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, one.lower(), other.lower()).ratio() >= _ALIKE


def _in_order(found: dict[int, int], gone: Sequence[int], newer: int) -> Iterator[Pair]:
    """Yield the pairs as range-diff does: a patch that is gone comes when those before it have."""
    waiting = list(gone)
    shown: set[int] = set()
    for new in range(newer):
        while waiting and all(old in shown for old in range(waiting[0])):
            shown.add(waiting[0])
            yield waiting.pop(0), None
        if new in found:
            shown.add(found[new])
        yield found.get(new), new
    for old in waiting:
        yield old, None


def _at(patches: Sequence[PostedPatch], place: int | None) -> PostedPatch | None:
    return None if place is None else patches[place]


def _side(place: int | None, ids: Sequence[str]) -> str:
    return f"-:  {_NO_ID}" if place is None else f"{place + 1}:  {ids[place][:7] or _NO_ID}"


def _changes(before: PostedPatch, after: PostedPatch) -> Iterator[str]:
    """Yield the diff of two patches, section by section."""
    old, new = _sections(before), _sections(after)
    for name in dict.fromkeys((*old, *new)):
        one, other = old.get(name, []), new.get(name, [])
        if one == other:
            continue
        if len(one) + len(other) > _MOST_LINES:
            yield f"@@ {name}: {len(one)} lines before, {len(other)} now: too many to compare here"
            continue
        for line in difflib.unified_diff(one, other, lineterm=""):
            if line.startswith("@@"):
                yield f"@@ {name}"
            elif line.rstrip() not in ("---", "+++"):
                yield line


def _sections(patch: PostedPatch) -> dict[str, list[str]]:
    """Return a patch's text and files, without the numbers that every rebase changes."""
    current = [patch.title, "", *patch.message.split("\n")]
    sections = {_MESSAGE: current}
    in_hunk = False
    for line in patch.diff.split("\n"):
        if line.startswith("diff --git "):
            current = sections.setdefault(line.removeprefix("diff --git "), [])
            in_hunk = False
        elif line.startswith("@@"):
            current.append("@@" + line.rpartition("@@")[2])
            in_hunk = True
        elif in_hunk or not line.startswith(_NUMBERS):
            current.append(line)
    return sections
