"""Excuses: why it is nobody's fault that one of those is missing whom a posting concerns."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lkmltrack.audience.expecting import IN_WORDS
from lkmltrack.audience.postings import Posting
from lkmltrack.maintainers.roster import Roster
from lkmltrack.model.audience import Audited, Expected, Level, ReasonKind, Status

_LAST_RESORT = "THE REST"
_FEW = 2
"""So many others of a section have to have got a mail before it says anything."""


def excused(one: Audited, excuse: str) -> Audited:
    """Return somebody missing of whom that is nobody's fault."""
    if not excuse or one.status is not Status.MISSING or one.excuse:
        return one
    return replace(one, excuse=excuse, expected=replace(one.expected, level=Level.SUGGESTED))


def softened(found: Sequence[Audited], roster: Roster) -> list[Audited]:
    """Return everybody, those excused whom the presence of others excuses."""
    company = _Company(found, roster)
    return [excused(one, company.excuse_of(one)) for one in found]


class _Company:
    """Who is missing beside whom."""

    def __init__(self, found: Sequence[Audited], roster: Roster) -> None:
        self._roster = roster
        self._people_of: defaultdict[str, list[Audited]] = defaultdict(list)
        for one in found:
            if one.expected.level in (Level.MAINTAINER, Level.REVIEWER):
                for section in _sections_of(one):
                    self._people_of[section].append(one)
        self._lists = [
            one.expected
            for one in found
            if one.expected.level is Level.LIST and one.status is not Status.MISSING
        ]

    def excuse_of(self, one: Audited) -> str:
        """Return what excuses that somebody is missing; empty when nothing does."""
        if one.status is not Status.MISSING or one.excuse:
            return ""
        if one.expected.level is Level.LIST:
            closer = is_below_parent(one.expected, self._lists, self._roster)
            return "" if closer is None else f"{closer.address}, which is closer, got it"
        if one.expected.level is not Level.MAINTAINER:
            return ""
        reasons = one.expected.reasons
        if reasons and all(reason.detail.endswith(IN_WORDS) for reason in reasons):
            return "only the words of the mail match a keyword, not the change"
        return self._alone(one)

    def _alone(self, one: Audited) -> str:
        """Tell who alone of their sections is missing: the sender may have asked an older file."""
        others: list[Audited] = []
        for each in self._beside(one):
            if each.expected.name and each.status is Status.MISSING:
                return ""
            others += [each] if each.expected.name else []
        if others and not one.expected.name:
            return "everybody of the section got it by name"
        if len(others) < _FEW or self._roster.edition.is_of_the_day:
            return ""
        return "everybody else of the section got it, and MAINTAINERS of that day is not at hand"

    def _beside(self, one: Audited) -> Iterator[Audited]:
        """Yield the other people of somebody's sections."""
        seen = {id(one)}
        for section in _sections_of(one):
            for each in self._people_of.get(section, ()):
                if id(each) not in seen:
                    seen.add(id(each))
                    yield each


def _sections_of(one: Audited) -> set[str]:
    """Return the sections that somebody is expected for, but the last resort."""
    return {reason.section for reason in one.expected.reasons} - {"", _LAST_RESORT}


def own_additions(posting: Posting) -> frozenset[str]:
    """Return the addresses, in small letters, that a posting itself writes into MAINTAINERS."""
    found: set[str] = set()
    for mail in posting.mails:
        if "MAINTAINERS" in mail.body:
            found |= _added_in(mail.body)
    return frozenset(found)


def _added_in(body: str) -> set[str]:
    found: set[str] = set()
    is_maintainers = False
    for line in body.split("\n"):
        if line.startswith("+++ "):
            is_maintainers = line.rstrip().endswith("MAINTAINERS")
        elif is_maintainers and line[:1] == "+" and line[1:3] in ("M:", "R:", "L:") and "@" in line:
            words = line[3:1_000].replace("<", " ").replace(">", " ").split()
            found |= {word.lower() for word in words if "@" in word}
    return found


def is_below_parent(
    list_: Expected, present: Sequence[Expected], roster: Roster
) -> Expected | None:
    """Return the list that got the mail and is closer to every file than a missing one."""
    paths = [reason.what for reason in list_.reasons if reason.kind is ReasonKind.FILE]
    if not paths or len(paths) != len(list_.reasons):
        return None
    if any(reason.section == _LAST_RESORT for reason in list_.reasons):
        return None
    mine = {reason.section for reason in list_.reasons}
    for other in present:
        theirs = {reason.section for reason in other.reasons}
        if all(_is_deeper(path, theirs, mine, roster) for path in dict.fromkeys(paths)):
            return other
    return None


def _is_deeper(path: str, theirs: set[str], mine: set[str], roster: Roster) -> bool:
    """Whether some sections are closer to a path than others."""
    depths = [
        (roster.index.people(number)[0], depth)
        for number, depth in roster.index.match(path, roster.is_folder).sections
    ]
    their_depths = [depth for name, depth in depths if name in theirs]
    my_depths = [depth for name, depth in depths if name in mine]
    return bool(their_depths and my_depths) and max(their_depths) > max(my_depths)
