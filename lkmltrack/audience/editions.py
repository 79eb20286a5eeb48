"""Editions: how far the MAINTAINERS that was read is from the day of a posting."""

from datetime import UTC, datetime, timedelta

from lkmltrack.maintainers.roster import Roster

_MAKEFILE = "Makefile"
_FIRST_RELEASE = datetime(2011, 7, 21, tzinfo=UTC)  # 3.0
_RELEASES_BEFORE = {3: 0, 4: 20, 5: 41, 6: 61, 7: 81}
"""How many releases there were from 3.0 on before the first of each number."""
_RELEASES_OF_A_NUMBER = 20
_BETWEEN_RELEASES = timedelta(days=66)
_FAR_APART = timedelta(days=365)
"""In a year about every tenth line that names a person changes."""


def date_of(roster: Roster) -> datetime | None:
    """Return when an edition was current; what its date does not say, the tree's version does."""
    if roster.edition.date is not None:
        return roster.edition.date
    return _date_of_version(roster.content_of(_MAKEFILE)[:4_096].decode("latin-1"))


def is_too_far(roster: Roster, when: datetime | None) -> bool:
    """Whether an edition is so much newer or older than a posting that it accuses unfairly."""
    edition = None if roster.edition.is_of_the_day else date_of(roster)
    if edition is None or when is None:
        return False
    return abs(edition - when) > _FAR_APART


def _date_of_version(makefile: str) -> datetime | None:
    """Return about when the release came out that a Makefile names."""
    values: dict[str, int] = {}
    for line in makefile.split("\n"):
        name, equals, value = line.partition("=")
        if equals and value.strip().isdecimal() and len(value.strip()) < 4:
            values.setdefault(name.strip(), int(value))
    major, minor = values.get("VERSION", 0), values.get("PATCHLEVEL", 0)
    if major not in _RELEASES_BEFORE and not 7 < major < 30:
        return None
    before = _RELEASES_BEFORE.get(major, 81 + _RELEASES_OF_A_NUMBER * (major - 7))
    return _FIRST_RELEASE + (before + minor) * _BETWEEN_RELEASES
