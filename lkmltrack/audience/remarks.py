"""Remarks: what an audit says beside its table, in sentences."""

from collections.abc import Iterator, Sequence

from lkmltrack.audience.editions import date_of
from lkmltrack.audience.fairness import Case
from lkmltrack.mail.subject import parse_subject
from lkmltrack.model.audience import Audited, Level, Status

_MOST_NAMES = 6


def remarks_of(case: Case, excuse: str, recipients: Sequence[Audited]) -> Iterator[str]:
    """Yield what else a reader has to know."""
    if excuse:
        yield f"Nobody is said to be missing: {excuse}."
    yield from _about_edition(case, excuse)
    yield from _about_the_rest(case)
    yield from _about_lists(recipients)
    yield from _about_parts(case, recipients)


def _about_edition(case: Case, excuse: str) -> Iterator[str]:
    edition = case.roster.edition
    if edition.is_of_the_day or excuse or not case.expected:
        return
    current = date_of(case.roster)
    when = f", of about {current:%Y-%m}" if current is not None else ""
    yield f"MAINTAINERS of the day is not at hand; read was {edition.place}{when}."


def _about_the_rest(case: Case) -> Iterator[str]:
    """Tell that only a part of a series is here: its cover letter may have gone to more people."""
    subjects = [parse_subject(mail.subject) for mail in case.posting.patches]
    total = max((one.total for one in subjects if one.has_counter), default=1)
    if case.posting.cover is None and total > max(1, len(subjects)) and not subjects[0].is_reply:
        yield f"Only {len(subjects)} of the {total} patches are here, and no cover letter."


def _about_lists(recipients: Sequence[Audited]) -> Iterator[str]:
    for one in recipients:
        if one.status is not Status.MISSING or not one.expected.role.endswith("list"):
            continue
        if one.excuse.endswith("got it"):
            yield f"{one.expected.address} is also asked for, but {one.excuse}."
        elif one.expected.role.startswith("moderated") and one.expected.level is Level.LIST:
            yield f"{one.expected.address} is moderated: mail of strangers is held back there."


def _about_parts(case: Case, recipients: Sequence[Audited]) -> Iterator[str]:
    """Tell who got only a part of a series."""
    if len(case.posting.patches) < 2:
        return
    cover = case.posting.cover
    total = len(case.posting.patches)
    partly = [
        one
        for one in recipients
        if one.not_on and one.expected.level in (Level.MAINTAINER, Level.REVIEWER)
    ]
    for one in partly[:_MOST_NAMES]:
        got = len(one.expected.for_patches) - len(one.not_on)
        concerned = len(one.expected.for_patches)
        beside = "" if cover is None else "; the cover letter and all patches are usual"
        who = one.expected.name or one.expected.address
        yield (
            f"{who} got {got} of the {concerned} patches that concern them, "
            f"of {total} in the series{beside}."
        )
    if len(partly) > _MOST_NAMES:
        yield f"{len(partly) - _MOST_NAMES} more got only a part of the patches that concern them."
