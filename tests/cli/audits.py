"""Audits and consultations of invented people, for the tests of the pages and the facts."""

from datetime import UTC, datetime

from lkmltrack.model.audience import (
    Addition,
    Audit,
    Audited,
    Consultation,
    Definition,
    Edition,
    Expected,
    Level,
    Named,
    PatchAudit,
    RankedSection,
    Reason,
    ReasonKind,
    Status,
    Trouble,
)
from lkmltrack.model.message import Address

DAY = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
ANN = Address("Ann Example", "ann@example.org")
EDITION = Edition("~/linux", "0123456789abcdef0123", datetime(2026, 3, 19, tzinfo=UTC), True)
RMAP = "MEMORY MANAGEMENT - RMAP"
FILE = Reason(ReasonKind.FILE, "mm/rmap.c", RMAP, "F: mm/rmap.c")
FIRST, SECOND = "one@example.org", "two@example.org"


def person(
    name: str,
    address: str,
    level: Level = Level.MAINTAINER,
    *reasons: Reason,
    patches: tuple[str, ...] = (FIRST, SECOND),
) -> Expected:
    role = "open list" if level is Level.LIST else level.value
    return Expected(name, address, level, role, reasons or (FILE,), patches)


BO = Audited(person("Bo Example", "bo@example.org"), Status.MISSING)
CY = Audited(
    person(
        "Cy Example",
        "cy@example.org",
        Level.REVIEWER,
        Reason(ReasonKind.KEYWORD, r"\brmap_", RMAP, "K: rmap_"),
        patches=(SECOND,),
    ),
    Status.MISSING,
    added=Addition(Address("Cy Example", "cy@example.org"), ANN, "late@example.org", DAY),
    trouble=Trouble("cy@example.org", "bounced on 2026-03-01"),
)
LIST = Audited(person("", "rmap@lists.example.org", Level.LIST), Status.MISSING)
DEE = Audited(
    person("Dee Example", "dee@example.org"), Status.PRESENT_AS, "dee@example.com", "mailmap"
)
EVE = Audited(person("Eve Example", "eve@example.org"), Status.PRESENT, not_on=(SECOND,))
FAY = Audited(person("Fay Example", "fay@example.org"), Status.PRESENT)
AUTHOR = Audited(person("Ann Example", "ann@example.org"), Status.SENDER)
GIL = Audited(
    person(
        "Gil Example",
        "gil@example.org",
        Level.SUGGESTED,
        Reason(ReasonKind.ANSWERED, "prior@example.org", "", "Re: rmap, once more"),
    ),
    Status.MISSING,
)
SERIES = (
    PatchAudit(FIRST, "[PATCH 1/2] mm: take it apart", ("mm/rmap.c",), ("bo@example.org",)),
    PatchAudit(SECOND, "[PATCH 2/2] mm: put it together", ("mm/rmap.c", "mm/vma.c"), ()),
)
AUDIT = Audit(
    title="mm: a faster walk",
    date=DAY,
    author=ANN,
    edition=EDITION,
    sections=(RMAP,),
    recipients=(BO, DEE, EVE, FAY, AUTHOR, CY, LIST, GIL),
    extra=(Address("Hal Example", "hal@example.org"),),
    patches=SERIES,
    additions=(CY.added,) if CY.added else (),
    remarks=("The cover letter went to fewer people than the patches.",),
    named=(Named(Address("Ira Example", "ira@example.org"), "Reported-by"),),
)
CONSULTATION = Consultation(
    edition=EDITION,
    sections=(
        RankedSection(RMAP, 3.5, (Reason(ReasonKind.TOPIC, "rmap", RMAP, "in the title"),)),
        RankedSection(
            "MEMORY MAPPING",
            1.0,
            (Reason(ReasonKind.SYMBOL, "vma_prepare", "MEMORY MAPPING", "mm/vma.c"),),
        ),
    ),
    people=(BO.expected, LIST.expected, GIL.expected),
    definitions=(
        Definition("vma_preapre", "vma_prepare", "mm/vma.c", 1234, True),
        Definition("rmap_walk", "rmap_walk", "mm/rmap.c", 7),
    ),
    unknown=("no_such_thing",),
)
