"""Histories: who signed the commit that is mended, and who works on what nobody maintains."""

from collections.abc import Iterator, Sequence

from lkmltrack.audience.gathering import Gathered, Gathering
from lkmltrack.maintainers.options import Options
from lkmltrack.maintainers.roll import Roll
from lkmltrack.maintainers.roster import Roster
from lkmltrack.maintainers.signers import History, Signers
from lkmltrack.model.audience import Level, Reason, ReasonKind

_FAR = 10_000
_MOST_COMMITS = 20
_MOST_FILES = 10
"""Git needs seconds for the log of one file."""


def call_history(
    roster: Roster, files: Sequence[str], fixes: Sequence[str], into: Gathering
) -> None:
    """Add whom commits name, all of them merely suggested."""
    if roster.history is None:
        return
    history = roster.history
    for commit in fixes[:_MOST_COMMITS]:
        _call(roster, history, Reason(ReasonKind.FIXES, commit), into)
    for path in _unmaintained(roster, files)[:_MOST_FILES]:
        _call(roster, history, Reason(ReasonKind.COMMITS, path), into)


def _call(roster: Roster, history: History, reason: Reason, into: Gathering) -> None:
    """Add the people of one commit or of the recent commits of one file."""
    options = Options()
    roll = Roll(roster.index, options)
    signers = Signers(roll, options, roster.index.profile, history)
    if reason.kind is ReasonKind.FIXES:
        signers.add_commit(reason.what)
    else:
        signers.add_file(reason.what)
    for call in roll.people:
        email = roll.mapped(call.email)
        role, counted = _role(call.found_as)
        told = Reason(reason.kind, reason.what, detail=counted)
        into.add(Gathered.of(email, Level.SUGGESTED, role), told, _FAR)


def _role(found_as: Sequence[str]) -> tuple[str, str]:
    """Return (role, counts) of what commits say of somebody."""
    first = found_as[0] if found_as else ""
    return first.partition(":")[0].replace("_", " "), ", ".join(found_as)


def _unmaintained(roster: Roster, files: Sequence[str]) -> list[str]:
    """Return the files that no section but the last resort maintains."""
    return [path for path in files if path and not any(_maintained(roster, path))]


def _maintained(roster: Roster, path: str) -> Iterator[bool]:
    for number, _ in roster.index.match(path, roster.is_folder).sections:
        name, _, _, _, rows = roster.index.people(number)
        yield name != "THE REST" and any(row[0] == "M" for row in rows)
