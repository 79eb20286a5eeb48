"""An audit and a consultation as JSON has them: the keys are a contract with scripts."""

from lkmltrack.cli.facts import Facts
from lkmltrack.cli.pages.reason_words import reason_text
from lkmltrack.cli.text.times import iso
from lkmltrack.model.audience import (
    Addition,
    Audit,
    Audited,
    Consultation,
    Definition,
    Edition,
    Expected,
    Named,
    PatchAudit,
    RankedSection,
    Reason,
    Trouble,
)


def audit_facts(audit: Audit) -> Facts:
    """Return everything that ``cc`` tells."""
    troubles = [one.trouble for one in audit.recipients if one.trouble is not None]
    return {
        "title": audit.title,
        "date": iso(audit.date),
        "author": str(audit.author),
        "sections": list(audit.sections),
        "maintainers_from": edition_facts(audit.edition),
        "missing": [one.expected.address for one in audit.missing],
        "recipients": [_recipient(one) for one in audit.recipients],
        "extra": [address.address for address in audit.extra],
        "named": [_named(one) for one in audit.named],
        "patches": [_patch(patch) for patch in audit.patches],
        "additions": [_addition(addition) for addition in audit.additions],
        "troubles": [_trouble(trouble) for trouble in troubles],
        "remarks": list(audit.remarks),
    }


def consultation_facts(consultation: Consultation) -> Facts:
    """Return everything that ``maintainers`` tells of a topic, symbols or evidence."""
    return {
        "maintainers_from": edition_facts(consultation.edition),
        "people": [_person(person) for person in consultation.people],
        "sections": [_section(section) for section in consultation.sections],
        "definitions": [_definition(found) for found in consultation.definitions],
        "unknown": list(consultation.unknown),
    }


def edition_facts(edition: Edition) -> Facts:
    """Return which MAINTAINERS it was; ``of_the_day`` when it was in force at the posting."""
    return {
        "rev": edition.rev or None,
        "date": iso(edition.date),
        "file": edition.place,
        "of_the_day": edition.is_of_the_day,
    }


def _recipient(one: Audited) -> Facts:
    return {
        **_person(one.expected),
        "status": one.status.value,
        "present_as": one.present_as or None,
        "because": one.because or None,
        "patches": list(one.expected.for_patches),
        "not_on": list(one.not_on),
        "added": _addition(one.added) if one.added is not None else None,
        "trouble": one.trouble.text if one.trouble is not None else None,
        "excuse": one.excuse or None,
    }


def _named(one: Named) -> Facts:
    return {"name": one.who.name, "address": one.who.address, "why": one.why}


def _person(person: Expected) -> Facts:
    return {
        "name": person.name,
        "address": person.address,
        "role": person.role,
        "section": person.section,
        "level": person.level.value,
        "reason": reason_text(person.reasons),
        "reasons": [_reason(reason) for reason in person.reasons],
    }


def _reason(reason: Reason) -> Facts:
    return {
        "kind": reason.kind.value,
        "what": reason.what,
        "section": reason.section or None,
        "detail": reason.detail,
    }


def _patch(patch: PatchAudit) -> Facts:
    return {
        "message_id": patch.message_id,
        "subject": patch.subject,
        "files": list(patch.files),
        "missing": list(patch.missing),
    }


def _addition(addition: Addition) -> Facts:
    return {
        "name": addition.who.name,
        "address": addition.who.address,
        "by": str(addition.by),
        "message_id": addition.message_id,
        "date": iso(addition.date),
    }


def _trouble(trouble: Trouble) -> Facts:
    return {
        "address": trouble.address,
        "text": trouble.text,
        "message_id": trouble.message_id or None,
    }


def _section(section: RankedSection) -> Facts:
    return {
        "name": section.name,
        "score": section.score,
        "reason": reason_text(section.reasons),
        "reasons": [_reason(reason) for reason in section.reasons],
    }


def _definition(found: Definition) -> Facts:
    return {
        "asked": found.asked,
        "symbol": found.symbol,
        "path": found.path,
        "line": found.line,
        "guess": found.is_guess,
    }
