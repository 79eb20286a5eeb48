"""Completeness: which of the things that reviewers look for are there, and which are not."""

import re
from collections.abc import Callable, Mapping, Sequence

from lkmltrack.evidence.checklist import CHECKLIST
from lkmltrack.model.evidence import (
    Block,
    BlockKind,
    ClaimKind,
    Completeness,
    Document,
    EnvironmentKind,
    Lack,
)
from lkmltrack.model.measurement import Better, Measurement, Role

_HARDWARE = frozenset(
    (EnvironmentKind.CPU, EnvironmentKind.MICROARCHITECTURE, EnvironmentKind.TOPOLOGY)
)
_SETTINGS = frozenset(
    (
        EnvironmentKind.CONFIG,
        EnvironmentKind.COMPILER,
        EnvironmentKind.MITIGATIONS,
        EnvironmentKind.GOVERNOR,
    )
)
_PROFILES = frozenset((BlockKind.PROFILE, BlockKind.CALLCHAIN))
_PROFILED = ("lock", "contention", "contended", "spin", "cpu time", "cycles", "sys time")
_RUNS = re.compile(
    r"\b(?:average|mean|median|averaged|best) (?:of|over) \w{1,6} (?:runs|times|tests|boots)\b"
    r"|\b\d{1,5} (?:runs|iterations|boots)\b|\b\d{1,5} times averaged?\b",
    re.IGNORECASE,
)
_OVER = 2.0
"""A change for the worse of more percent than this is a cost that is shown."""


def completeness_of(document: Document, thread: Sequence[Document]) -> Completeness | None:
    """Return what of the checklist a document has; None when it neither measures nor claims.

    What the same author brought earlier in the thread counts as well: nobody
    has to say twice what the machine was.
    """
    if not _asks_for_evidence(document):
        return None
    seen = _Seen([*_earlier(document, thread), document], document)
    present = tuple(item.name for item in CHECKLIST if seen.has(item.name))
    missing = tuple(
        Lack(item.name, item.weight, item.why, item.asked, item.source)
        for item in CHECKLIST
        if item.name not in present
    )
    most = sum(item.weight for item in CHECKLIST)
    return Completeness(most - sum(lack.weight for lack in missing), most, present, missing)


def _asks_for_evidence(document: Document) -> bool:
    return bool(document.own_blocks) or any(
        not claim.is_quoted and claim.kind is not ClaimKind.LIMIT for claim in document.claims
    )


def _earlier(document: Document, thread: Sequence[Document]) -> list[Document]:
    """Return what the same author wrote before in the thread."""
    address = document.author.address.lower()
    found: list[Document] = []
    for one in thread:
        if one is document or (document.message_id and one.message_id == document.message_id):
            break
        if address and one.author.address.lower() == address:
            found.append(one)
    return found


class _Seen:
    """What some documents of one author bring together."""

    def __init__(self, documents: Sequence[Document], last: Document) -> None:
        self._last = last
        self._documents = documents
        self._blocks = [block for one in documents for block in one.own_blocks]
        self._values = [value for block in self._blocks for value in block.measurements]
        self._claims = [one for each in documents for one in each.claims if not one.is_quoted]
        self._kinds = {
            fact.kind for one in documents for fact in one.environment if not fact.is_quoted
        }

    def has(self, name: str) -> bool:
        """Whether an item of the checklist is there."""
        return _TESTS[name](self)

    def has_workload(self) -> bool:
        named = any(one.tools for one in self._documents) or self.has_command()
        told = any(one.workload for one in self._claims)
        return named or told or any(one.workload for one in self._values)

    def has_command(self) -> bool:
        return any(not c.is_quoted for one in self._documents for c in one.commands)

    def has_hardware(self) -> bool:
        return bool(self._kinds & _HARDWARE)

    def has_kind(self, *kinds: EnvironmentKind) -> bool:
        return bool(self._kinds & frozenset(kinds))

    def has_both_sides(self) -> bool:
        roles = {value.role for value in self._values}
        told = any(one.before is not None and one.after is not None for one in self._claims)
        return {Role.BASE, Role.CANDIDATE} <= roles or told

    def has_units(self) -> bool:
        return any(value.unit for value in self._values) or self._has_shares()

    def has_direction(self) -> bool:
        return any(value.better is not None for value in self._values) or any(
            one.is_good is not None for one in self._claims
        )

    def has_runs(self) -> bool:
        told = any(_RUNS.search(one.text) for one in self._claims)
        return told or any(value.runs is not None for value in self._values)

    def has_noise(self) -> bool:
        return any(value.spread is not None for value in self._values)

    def has_profile(self) -> bool:
        """A profile is only looked for where locks or processor time are the point."""
        if any(block.kind in _PROFILES for block in self._blocks):
            return True
        words = " ".join(one.text.lower() for one in self._claims)
        return not any(word in words for word in _PROFILED)

    def has_raw_data(self) -> bool:
        return any(one.has_raw_data for one in self._documents)

    def has_cost(self) -> bool:
        told = any(one.kind is ClaimKind.NULL or one.is_good is False for one in self._claims)
        return told or any(map(_shows_cost, self._blocks))

    def has_changelog(self) -> bool:
        """Whether the numbers stand where they stay: what nobody measured need not."""
        return not self._blocks or any(one.in_changelog for one in self._documents)

    def _has_shares(self) -> bool:
        return any(block.rows or block.chains for block in self._blocks)


def _shows_cost(block: Block) -> bool:
    return any(
        delta.percent is not None
        and _is_worse(delta.candidate, delta.percent)
        and abs(delta.percent) > _OVER
        for delta in block.deltas
    )


def _is_worse(value: Measurement, percent: float) -> bool:
    if value.better is None:
        return False
    return percent < 0 if value.better is Better.HIGHER else percent > 0


_TESTS: Mapping[str, Callable[[_Seen], bool]] = {
    "workload": _Seen.has_workload,
    "command": _Seen.has_command,
    "hardware": _Seen.has_hardware,
    "machine": lambda seen: seen.has_kind(EnvironmentKind.MACHINE),
    "kernel": lambda seen: seen.has_kind(EnvironmentKind.KERNEL),
    "both-sides": _Seen.has_both_sides,
    "units": _Seen.has_units,
    "direction": _Seen.has_direction,
    "runs": _Seen.has_runs,
    "noise": _Seen.has_noise,
    "profile": _Seen.has_profile,
    "raw-data": _Seen.has_raw_data,
    "cost": _Seen.has_cost,
    "config": lambda seen: seen.has_kind(*_SETTINGS),
    "changelog": _Seen.has_changelog,
}
