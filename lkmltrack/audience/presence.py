"""Presence: who of those whom a posting concerns got it, told so that it is fair to everybody."""

from collections.abc import Iterator, Sequence

from lkmltrack.audience.additions import find_additions, find_writers
from lkmltrack.audience.excuses import excused, own_additions, softened
from lkmltrack.audience.expecting import sections_of
from lkmltrack.audience.fairness import Case, excuse_of
from lkmltrack.audience.identity import Addressees, Identities, Mailmap
from lkmltrack.audience.naming import extra_and_named
from lkmltrack.audience.postings import Posting as Posting
from lkmltrack.audience.postings import files_of, reached_by, senders_of
from lkmltrack.audience.rarity import Rarity
from lkmltrack.audience.remarks import remarks_of
from lkmltrack.maintainers.roster import Roster
from lkmltrack.model.audience import (
    Addition,
    Audit,
    Audited,
    Expected,
    Level,
    PatchAudit,
    Status,
    Trouble,
)
from lkmltrack.model.message import Address, Message
from lkmltrack.proposals.people import author_of

_LEVELS = tuple(Level)
_STATUSES = (Status.MISSING, Status.PRESENT_AS, Status.PRESENT, Status.SENDER)
_NEVER = "you asked never to name them as missing"
_ADDS_THEMSELVES = "the posting itself writes them into MAINTAINERS"


def audit(
    posting: Posting,
    expected: Sequence[Expected],
    roster: Roster,
    *,
    thread: Sequence[Message] = (),
    suggested: Sequence[Expected] = (),
    troubles: Sequence[Trouble] = (),
    never: Sequence[str] = (),
) -> Audit:
    """Return who of the expected got a posting and who did not.

    Somebody whose absence is nobody's fault is only suggested, with the excuse;
    ``never`` are addresses that are not to be named as missing.
    """
    return _Auditing(posting, expected, roster, thread, suggested, troubles, never).result()


class _Auditing:
    """One audit in the making."""

    def __init__(
        self,
        posting: Posting,
        expected: Sequence[Expected],
        roster: Roster,
        thread: Sequence[Message],
        suggested: Sequence[Expected],
        troubles: Sequence[Trouble],
        never: Sequence[str],
    ) -> None:
        self._posting = posting
        self._roster = roster
        self._expected = (*expected, *_without(suggested, expected))
        self._case = Case(posting, expected, roster)
        self._excuse = excuse_of(self._case)
        self._own_additions = own_additions(posting)
        self._troubles = {one.address.lower(): one for one in troubles}
        self._never = {address.strip("<> ").lower() for address in never}
        self._additions = find_additions(posting.mails, thread)
        self._reached = {mail.message_id: reached_by(mail) for mail in posting.mails}
        self._senders = {one.address.lower() for mail in posting.mails for one in senders_of(mail)}
        mailmap = Mailmap(roster.index.mailmap()[1])
        everybody = (*posting.mails, *thread)
        addressees = posting.addressees
        self._spelled = addressees.spelled
        self._identities = Identities(mailmap, addressees, everybody, Rarity(roster.index).is_rare)
        self._came = (*self._additions, *find_writers(posting.mails, thread))
        self._added = _added_addressees(mailmap, self._came, everybody)
        self._tied: set[str] = set()

    def result(self) -> Audit:
        """Return the audit."""
        mails = self._posting.mails
        head = mails[0] if mails else Message("", "", Address("", ""))
        recipients = softened([self._audited(one) for one in self._expected], roster=self._roster)
        recipients.sort(
            key=lambda one: (_LEVELS.index(one.expected.level), _STATUSES.index(one.status))
        )
        extra, named = extra_and_named(self._posting, self._tied | self._senders)
        return Audit(
            title=head.subject,
            date=head.when,
            author=author_of(head),
            edition=self._roster.edition,
            sections=sections_of(self._case.expected),
            recipients=tuple(recipients),
            extra=extra,
            patches=tuple(self._patch_audits(recipients)),
            additions=self._additions,
            remarks=tuple(remarks_of(self._case, self._excuse, recipients)),
            named=named,
        )

    def _audited(self, expected: Expected) -> Audited:
        """Return what became of somebody."""
        ties = self._identities.ties(expected)
        self._tied |= ties.keys()
        trouble = self._trouble_of(expected, ties)
        if self._senders & ties.keys():
            return Audited(expected, Status.SENDER, trouble=trouble)
        if not ties and (group := self._group_of(expected)):
            return Audited(expected, Status.PRESENT_AS, group, "group", trouble=trouble)
        if not ties:
            return self._missing(expected, trouble)
        own = expected.address.lower()
        is_own = own in ties
        shown = own if is_own else next(iter(ties))
        return Audited(
            expected,
            Status.PRESENT if is_own else Status.PRESENT_AS,
            present_as="" if is_own else self._spelled.get(shown, shown),
            because="" if is_own else ties[shown],
            not_on=self._not_on(expected, ties),
            trouble=trouble,
        )

    def _missing(self, expected: Expected, trouble: Trouble | None) -> Audited:
        """Return somebody who is missing, with what excuses it."""
        addresses = {one.lower() for one in (expected.address, *expected.other_addresses)}
        excuse = self._excuse
        if addresses & self._never:
            excuse = _NEVER
        elif addresses & self._own_additions:
            excuse = _ADDS_THEMSELVES
        elif trouble is not None:
            excuse = trouble.text
        return excused(
            Audited(expected, Status.MISSING, added=self._addition_of(expected), trouble=trouble),
            excuse,
        )

    def _trouble_of(self, expected: Expected, ties: dict[str, str]) -> Trouble | None:
        for address in (expected.address.lower(), *ties):
            if address in self._troubles:
                return self._troubles[address]
        return None

    def _group_of(self, expected: Expected) -> str:
        """Return an address of the maintainers of a section that got the mail for them."""
        if expected.level is not Level.MAINTAINER:
            return ""
        mine = {reason.section for reason in expected.reasons}
        for one in self._case.expected:
            is_group = not one.name and one.level is Level.MAINTAINER
            if is_group and mine & {reason.section for reason in one.reasons} and self._got(one):
                return one.address
        return ""

    def _got(self, expected: Expected) -> bool:
        """Whether a mail went to the very address that is looked for."""
        return any(expected.address.lower() in reached for reached in self._reached.values())

    def _not_on(self, expected: Expected, ties: dict[str, str]) -> tuple[str, ...]:
        """Return which patches that concern somebody went by them."""
        return tuple(
            one
            for one in expected.for_patches
            if one in self._reached and not self._reached[one] & ties.keys()
        )

    def _addition_of(self, expected: Expected) -> Addition | None:
        """Return how somebody came in later: added, or by answering."""
        ties = self._added.ties(expected)
        return next((one for one in self._came if one.who.address.lower() in ties), None)

    def _patch_audits(self, recipients: Sequence[Audited]) -> Iterator[PatchAudit]:
        """Yield for each patch who of those it concerns did not get it."""
        for mail in self._posting.patches:
            missing = tuple(
                one.expected.address
                for one in recipients
                if one.expected.level is not Level.SUGGESTED and _went_by(one, mail.message_id)
            )
            yield PatchAudit(mail.message_id, mail.subject, files_of(mail), missing)


def _went_by(one: Audited, message_id: str) -> bool:
    """Whether a patch that concerns somebody did not go to them."""
    if one.status is Status.MISSING:
        return message_id in one.expected.for_patches
    return message_id in one.not_on


def _without(suggested: Sequence[Expected], expected: Sequence[Expected]) -> list[Expected]:
    """Return whom only suggestions name."""
    known = {one.address.lower() for one in expected}
    return [one for one in suggested if one.address.lower() not in known]


def _added_addressees(
    mailmap: Mailmap, additions: Sequence[Addition], everybody: Sequence[Message]
) -> Identities:
    """Return who is who among those who were added later."""
    addressees = Addressees()
    addressees.take(addition.who for addition in additions)
    return Identities(mailmap, addressees, everybody)
