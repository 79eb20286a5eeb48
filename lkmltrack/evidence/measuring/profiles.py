"""Profiles: rows of a share and a symbol, differences of two profiles, cache lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lkmltrack.evidence.measuring.labels import roles_of
from lkmltrack.evidence.measuring.setting import Gathering, Reading, Setting
from lkmltrack.evidence.measuring.units import Unit
from lkmltrack.model.evidence import ProfileRow

_SHARE = re.compile(r"\s*[|]?\s*([-+]?\d{1,3}\.\d{1,4}) ?%")
_LEAD = re.compile(r"[ |*]*(?:[+-](?= ) *)?(?:\d{1,4}\. )?(?=[-+]?\d{1,3}(?:\.\d{1,4})? ?%)")
_MODE = re.compile(r"\s\[([k.guH!])\]\s*(\S.*)?$")
_ONLY_SYMBOL = re.compile(
    r"\s*([A-Za-z_][\w.$<>:~]{1,160})(?:\s+\(.{0,60}\)|\s+\[[\w.]{1,40}\])?\s*$"
)
_SYMBOL_FIRST = re.compile(
    r"^\s*([A-Za-z_]\w{2,100})(?:\[(\w{1,40})\])?\s{2,}(\d{1,3}\.\d{1,4})%\**\s*$"
)
_EVENT = re.compile(r"of event '([^']{1,80})'|^[#\s]*Events?: \S{1,12} ([\w\-:/]{2,60})$")
_TOO_MUCH = 100.5
_C2C = re.compile(
    r"^\s*((?:\d{1,3}\.\d{1,2}%\s+){2,8})(0x[0-9a-f]{1,8})\s.{0,200}?\[([k.])\]\s+(\S{1,160})"
    r"(?:\s+(\[[\w.]{1,40}\]|\S{1,80}))?"
)


@dataclass(frozen=True, slots=True)
class FlatRow:
    """A row of a flat profile as it stands: its shares in their order, and the rest."""

    line: int
    shares: tuple[float, ...]
    middle: tuple[str, ...]
    mode: str
    symbol: str
    is_signed: bool = False


def flat_row(line: int, text: str) -> FlatRow | None:
    """Return the row of a flat profile that a line is.

    >>> flat_row(7, "   7.12%  ls   [kernel.kallsyms]  [k] __d_lookup_rcu").symbol
    '__d_lookup_rcu'
    """
    if "%" not in text:
        return None
    lead = _LEAD.match(text)
    place = lead.end() if lead else 0
    shares: list[float] = []
    is_signed = False
    while len(shares) < 8 and (match := _SHARE.match(text, place)) is not None:
        shares.append(float(match[1]))
        is_signed = is_signed or match[1][0] in "+-"
        place = match.end()
    if not shares:
        first = _SYMBOL_FIRST.match(text)
        if first is None:
            return None
        return FlatRow(line, (float(first[3]),), (first[2] or "",), "", first[1])
    mode = _MODE.search(text, place - 1)
    if mode is None:
        # without a mode ``+`` and ``-`` fold a tree: such lines are branches, no rows
        alone = None if text.lstrip()[:2] in ("- ", "+ ") else _ONLY_SYMBOL.match(text, place)
        return FlatRow(line, tuple(shares), (), "", alone[1], is_signed) if alone else None
    symbol = (mode[2] or "").strip()
    middle = tuple(
        part for part in re.split(r" {2,}| (?=\[)", text[place : mode.start()].strip()) if part
    )
    return FlatRow(line, tuple(shares), middle, mode[1], symbol, is_signed) if symbol else None


def read_profile(setting: Setting) -> Reading:
    """Return the rows of a profile; columns of several kernels become measurements too."""
    flat = [row for line, text in setting.rows if (row := flat_row(line, text)) is not None]
    if not flat:
        return Reading()
    header = next((text for text in setting.texts if "Overhead" in text or "Children" in text), "")
    names = _column_names(setting, max(len(row.shares) for row in flat))
    has_children = not names and _has_children(flat, header)
    rows = profile_rows(flat, header, has_children)
    columns = Reading() if has_children else _columns(setting, flat, names)
    return Reading(
        columns.measurements,
        rows=rows,
        events=event_of((*setting.above[-6:], *setting.texts)),
        remarks=_too_much(rows),
    )


def profile_rows(
    flat: Sequence[FlatRow], header: str, has_children: bool
) -> tuple[ProfileRow, ...]:
    """Return rows in standard terms; ``header`` tells whether commands or objects are shown."""
    single = [row.middle[0] for row in flat if len(row.middle) == 1]
    are_objects = "Command" not in header and (
        "Shared" in header or any(name.startswith("[") for name in single)
    )
    rows: list[ProfileRow] = []
    for row in flat:
        command, name = _command_and_object(row.middle, are_objects)
        is_double = has_children and len(row.shares) > 1
        rows.append(
            ProfileRow(
                row.symbol,
                row.shares[1] if is_double else row.shares[0 if len(row.shares) == 1 else -1],
                row.line,
                children=row.shares[0] if is_double else None,
                command=command,
                object=name,
                mode=row.mode,
            )
        )
    return tuple(rows)


def _command_and_object(middle: Sequence[str], are_objects: bool) -> tuple[str, str]:
    if not middle:
        return "", ""
    if len(middle) == 1:
        words = middle[0].split(" ")
        if len(words) > 1:
            return " ".join(words[:-1]), words[-1]
        is_object = are_objects or middle[0].startswith("[") or ".so" in middle[0]
        return ("", middle[0]) if is_object else (middle[0], "")
    return " ".join(middle[:-1]), middle[-1]


def _has_children(flat: Sequence[FlatRow], header: str) -> bool:
    doubled = [row for row in flat if len(row.shares) == 2]
    if "Children" in header:
        return bool(doubled)
    return bool(doubled) and all(row.shares[0] >= row.shares[1] for row in doubled)


def _column_names(setting: Setting, width: int) -> list[str]:
    """What a header calls the shares of several kernels, when it is not perf's own."""
    heads = [
        re.split(r" {2,}", text.strip())
        for text in (*setting.texts, setting.nearest)
        if "%" not in text and "Self" not in text and "#" not in text
    ]
    return next((head for head in heads if width > 1 and len(head) == width), [])


def _columns(setting: Setting, flat: Sequence[FlatRow], names: list[str]) -> Reading:
    """The shares of several kernels side by side, under the names in the header."""
    gathering = Gathering(setting)
    width = max(len(row.shares) for row in flat)
    if width < 2:
        return Reading()
    names = names or [f"column {index + 1}" for index in range(width)]
    sides = [(name, *side) for name, side in zip(names, roles_of(names), strict=True)]
    for row in flat:
        for share, side in zip(row.shares, sides, strict=False):
            gathering.take(
                row.line,
                "share of samples",
                f"{share:g}%",
                Unit("%"),
                number=share,
                workload=row.symbol,
                statistic="share",
                side=side,
            )
    return gathering.done()


def _too_much(rows: Sequence[ProfileRow]) -> tuple[str, ...]:
    total = sum(row.share for row in rows)
    if total <= _TOO_MUCH or len({row.symbol for row in rows}) < len(rows):
        return ()
    return (f"the shares of {len(rows)} rows sum to {total:.2f} %",)


def event_of(texts: Sequence[str]) -> str:
    """Return what a profile counts, by its header."""
    for text in texts:
        match = _EVENT.search(text) if "vent" in text else None
        if match is not None:
            return match[1] or match[2]
    return ""


def read_difference(setting: Setting) -> Reading:
    """Return the rows of ``perf diff``: the share before, and by how many points it changed."""
    rows: list[ProfileRow] = []
    for line, text in setting.rows:
        row = flat_row(line, text)
        if row is None or not row.is_signed:
            continue
        base = row.shares[0] if len(row.shares) > 1 else 0.0
        command, name = _command_and_object(row.middle, True)
        rows.append(
            ProfileRow(
                row.symbol,
                base,
                line,
                command=command,
                object=name,
                mode=row.mode,
                delta=row.shares[-1],
            )
        )
    return Reading(rows=tuple(rows)) if rows else read_profile(setting)


def read_cache_lines(setting: Setting) -> Reading:
    """Return the rows of ``perf c2c``: the share is that of remote hits in modified lines."""
    rows: list[ProfileRow] = []
    for line, text in setting.rows:
        match = _C2C.match(text) if "0x" in text and "%" in text else None
        if match is None:
            continue
        shares = [float(share.rstrip("%")) for share in match[1].split()]
        rows.append(ProfileRow(match[4], shares[0], line, object=match[5] or "", mode=match[3]))
    return Reading(rows=tuple(rows))


_FOLDED = re.compile(r"^\s*(\S.{0,480};.{0,400}?) (\d{1,15})\s*$")


def folded_stacks(rows: Sequence[tuple[int, str]]) -> list[tuple[int, tuple[str, ...], float]]:
    """Return stacks of the form ``a;b;c 12``: the line, the functions, the samples."""
    found = []
    for line, text in rows:
        match = _FOLDED.match(text) if ";" in text else None
        if match is not None:
            names = tuple(name.strip() for name in match[1].split(";") if name.strip())
            found.append((line, names, float(match[2])))
    return found
