"""The pages of an audit and of a consultation, and the words for reasons."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.cli.pages.audience import AuditPage, verdict
from lkmltrack.cli.pages.consultation import ConsultationPage
from lkmltrack.cli.pages.people import edition_text
from lkmltrack.cli.pages.reason_words import listed, reason_texts
from lkmltrack.cli.text.cells import width_of
from lkmltrack.cli.text.spans import Line, Style, characters
from lkmltrack.model.audience import (
    Audit,
    Audited,
    Edition,
    Expected,
    Level,
    Named,
    PatchAudit,
    Reason,
    ReasonKind,
    Status,
    Trouble,
)
from lkmltrack.model.message import Address
from tests.cli.audits import ANN, AUDIT, BO, CONSULTATION, FILE, LIST, RMAP, person

EVIL = "[bold]x[/bold]\x1b]52;c;cm0=\x07\u202e\u2066\x9b31m\nFrom: forged\r\t"


def text_of(lines: Iterable[Line], *, coloured: bool = False) -> str:
    return "\n".join(characters(line, coloured) for line in lines)


def page(audit: Audit = AUDIT, width: int = 80, *, whole: bool = False) -> str:
    return text_of(AuditPage(audit, width, whole).lines())


def test_the_page_begins_with_the_posting_and_its_maintainers() -> None:
    assert page(width=200).split("\n")[:4] == [
        "mm: a faster walk",
        "2026-03-20 by Ann Example <ann@example.org>, 2 patches",
        "MAINTAINERS of 2026-03-19, commit 0123456789ab in ~/linux, in force on that day",
        "2 people and 1 list are missing; 1 came in later",
    ]


def test_the_missing_come_first_then_other_addresses_then_the_rest() -> None:
    shown = page()
    heads = [line for line in shown.split("\n") if line and not line.startswith(" ")][4:]
    assert heads == [
        "Missing",
        "Present under another address",
        "Present on some patches only",
        "Present",
        "Suggested, and never counted as missing",
        "Also addressed",
        "Patch by patch",
        "Added later",
        "Remarks",
    ]
    missing = shown[shown.index("\nMissing") : shown.index("\nPresent under")]
    assert missing.index("bo@") < missing.index("cy@") < missing.index("rmap@lists")


def test_every_name_has_its_reason_and_its_fate() -> None:
    shown = page()
    for wanted in (
        "maintainer  Bo Example <bo@example.org>\n              MEMORY MANAGEMENT - RMAP: mm/rmap.c",
        r"MEMORY MANAGEMENT - RMAP: the patch matches K: \brmap_",
        "came in on 2026-03-20: added by Ann Example",
        "bounced on 2026-03-01",
        "for 2/2",
        "as dee@example.com (says the mailmap)",
        "not on 2/2",
        "answered <prior@example.org> (Re: rmap, once more)",
        "Ira Example (Reported-by), Hal Example",
        "The cover letter went to fewer people",
    ):
        assert wanted in shown


def test_a_series_is_told_patch_by_patch() -> None:
    rows = page(width=200).split("Patch by patch\n")[1].split("\n")[:2]
    assert [" ".join(row.split()) for row in rows] == [
        "1/2 mm: take it apart 1 file 1: Bo Example",
        "2/2 mm: put it together 2 files all are there",
    ]


def test_a_single_patch_has_no_table() -> None:
    assert "Patch by patch" not in page(replace(AUDIT, patches=AUDIT.patches[:1]))


def test_on_a_wide_screen_reasons_stand_beside_the_names() -> None:
    (line,) = [line for line in page(width=200).split("\n") if "bo@example.org" in line]
    assert line.startswith("  maintainer  Bo Example <bo@example.org>   ")
    assert line.endswith("  MEMORY MANAGEMENT - RMAP: mm/rmap.c")


def test_the_same_reason_is_not_said_twice_in_a_row() -> None:
    second = Audited(person("Jo Example", "jo@example.org"), Status.MISSING)
    audit = replace(AUDIT, recipients=(BO, second))
    assert "\n  maintainer  Jo Example <jo@example.org>, as above\n" in page(audit)
    (line,) = [line for line in page(audit, width=200).split("\n") if "jo@example.org" in line]
    assert line.startswith("  maintainer  Jo Example <jo@example.org>   ")
    assert line.endswith("  as above")


def test_long_lists_are_folded_but_never_who_is_missing() -> None:
    many = tuple(
        Audited(person(f"P{number} Example", f"p{number}@example.org"), status)
        for status in (Status.MISSING, Status.PRESENT)
        for number in range(40)
    )
    audit = replace(AUDIT, recipients=many)
    assert page(audit).count("maintainer  P") == 40
    assert "and 32 more (--all)" in " ".join(page(audit).split())
    assert page(audit, whole=True).count("maintainer  P") == 80


def test_nothing_is_said_of_what_there_is_not() -> None:
    audit = Audit("x", None, ANN, Edition("~/linux"), (), ())
    assert page(audit) == (
        "x\n????-??-?? by Ann Example <ann@example.org>\n"
        "MAINTAINERS: ~/linux, as it is now\nnobody is missing"
    )


def test_trouble_of_somebody_present_is_told_and_accuses_nobody() -> None:
    present = Audited(BO.expected, Status.PRESENT, trouble=Trouble("bo@example.org", "bounced"))
    audit = replace(AUDIT, recipients=(present,))
    assert "Bo Example: bounced" in page(audit)
    assert verdict(audit).style is Style.GOOD


def test_an_excuse_is_told() -> None:
    excused = replace(BO, expected=replace(BO.expected, level=Level.SUGGESTED), excuse="came later")
    audit = replace(AUDIT, recipients=(excused,))
    assert "  maintainer  Bo Example <bo@example.org>\n" in page(audit)
    assert "              came later" in page(audit)
    assert "nobody is said to be missing" in page(audit)
    assert page(replace(audit, remarks=("For all: came later.",))).count("came later") == 1


def test_an_addition_is_called_by_the_name_that_is_known_of_it() -> None:
    nameless = replace(AUDIT.additions[0], who=Address("", "dee@example.com"))
    assert "              Dee Example\n" in page(replace(AUDIT, additions=(nameless,)))


def test_a_role_that_the_level_does_not_say_is_told() -> None:
    moderated = replace(LIST, expected=replace(LIST.expected, role="moderated list"))
    assert "rmap@lists.example.org (moderated list)" in page(
        replace(AUDIT, recipients=(moderated,))
    )


@pytest.mark.parametrize(
    ("edition", "text"),
    [
        (Edition("~/l", "f" * 40), f"MAINTAINERS of commit {'f' * 12} in ~/l"),
        (Edition("~/l"), "MAINTAINERS: ~/l, as it is now"),
        (Edition("~/l", "", AUDIT.date), "MAINTAINERS of 2026-03-20: ~/l, as it is now"),
    ],
)
def test_which_maintainers_it_was_is_said_in_every_case(edition: Edition, text: str) -> None:
    assert edition_text(edition) == text


def test_reasons_are_gathered_by_section_and_entry() -> None:
    paths = [f"mm/{letter}.c" for letter in "abcde"]
    reasons = [FILE, *(Reason(ReasonKind.FILE, path, "MEMORY", "F: mm/") for path in paths)]
    assert reason_texts(reasons) == [
        "MEMORY MANAGEMENT - RMAP: mm/rmap.c",
        "MEMORY: F: mm/ has mm/a.c, mm/b.c, mm/c.c and 2 more",
    ]
    assert reason_texts(reasons, whole=True)[1].endswith("mm/d.c, mm/e.c")


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (Reason(ReasonKind.FIXES, "0123456789abcdef", "", "mm: x"), "signed 0123456789ab (mm: x)"),
        (Reason(ReasonKind.IN_FILE, "mm/x.c"), "named in mm/x.c"),
        (Reason(ReasonKind.COMMITS, "mm/x.c", "", "7 commits"), "works on mm/x.c (7 commits)"),
        (Reason(ReasonKind.LINKED, "a@example.org"), "wrote <a@example.org>, which is linked"),
        (Reason(ReasonKind.ADDED, "a@example.org"), "was added by hand in <a@example.org>"),
        (Reason(ReasonKind.REVIEWED, "0123456789abcdef"), "reviewed 0123456789ab, on the same"),
        (Reason(ReasonKind.TOPIC, "rmap", RMAP, "in the title"), f"{RMAP}: rmap (in the title)"),
        (Reason(ReasonKind.SYMBOL, "f", RMAP, "mm/rmap.c"), f"{RMAP}: f is in mm/rmap.c"),
    ],
)
def test_every_reason_has_plain_words(reason: Reason, text: str) -> None:
    assert reason_texts([reason])[0].startswith(text)


def test_symbols_are_told_by_the_file_that_defines_them() -> None:
    found = [
        Reason(ReasonKind.SYMBOL, name, RMAP, path)
        for name, path in (("f", "a.c"), ("g", "a.c"), ("h", "b.c"))
    ]
    assert reason_texts(found) == [f"{RMAP}: f, g are in a.c; h is in b.c"]


def test_every_kind_of_reason_has_words() -> None:
    for kind in ReasonKind:
        assert "what" in reason_texts([Reason(kind, "what", "S", "detail")])[0]


def test_a_list_of_names_says_what_it_leaves_out() -> None:
    assert listed(["a", "b", "a"], 2) == "a, b"
    assert listed("abcd", 2) == "a, b and 2 more"


def consulted(width: int = 80, *, whole: bool = False) -> str:
    return text_of(ConsultationPage(CONSULTATION, width, whole).lines())


def test_a_consultation_ranks_sections_and_then_names_people_as_the_script_does() -> None:
    shown = consulted()
    assert "   1  MEMORY MANAGEMENT - RMAP\n      rmap (in the title)\n" in shown
    assert "   2  MEMORY MAPPING\n      vma_prepare is in mm/vma.c\n" in shown
    assert shown.split("People\n")[1].split("\n")[:3] == [
        "Bo Example <bo@example.org> (maintainer:MEMORY MANAGEMENT - RMAP)",
        "rmap@lists.example.org (open list:MEMORY MANAGEMENT - RMAP)",
        "Gil Example <gil@example.org> (suggested)",
    ]


def test_what_is_misspelled_and_what_is_unknown_is_said() -> None:
    shown = consulted()
    assert "vma_preapre: taken for vma_prepare, mm/vma.c:1234" in shown
    assert "rmap_walk: mm/rmap.c:7" in shown
    assert "no_such_thing: nothing is called so" in shown


def hostile() -> Audit:
    """An audit in which every text of a mail or of MAINTAINERS is an attack."""
    who = Address(EVIL, f"{EVIL}@example.org")
    reason = Reason(ReasonKind.FILE, EVIL, EVIL, EVIL)
    expected = Expected(EVIL, who.address, Level.MAINTAINER, EVIL, (reason,), (EVIL,))
    everybody = tuple(
        Audited(
            replace(expected, level=level),
            status,
            EVIL,
            EVIL,
            (EVIL,),
            trouble=Trouble(EVIL, EVIL),
            excuse=EVIL,
        )
        for level in Level
        for status in Status
    )
    return replace(
        AUDIT,
        title=EVIL,
        author=who,
        edition=Edition(EVIL, EVIL),
        sections=(EVIL,),
        recipients=everybody,
        extra=(who,),
        patches=(PatchAudit(EVIL, EVIL, (EVIL,), (EVIL,)),) * 2,
        additions=tuple(replace(one, who=who, by=who, message_id=EVIL) for one in AUDIT.additions),
        remarks=(EVIL,),
        named=(Named(who, EVIL),),
    )


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("width", [30, 80, 200])
def test_hostile_names_are_shown_as_marks(whole: bool, width: int) -> None:
    shown = page(hostile(), width, whole=whole)
    assert "[bold]x[/bold]␛]52;c;cm0=␇<U+202E>" in page(hostile(), 200, whole=whole)
    assert not [c for c in shown if c in "\x1b\x07\x9b\r\t\u202e\u2066"]
    assert not [line for line in shown.split("\n") if line.startswith("From:")]


def test_hostile_sections_and_symbols_are_shown_as_marks() -> None:
    reason = Reason(ReasonKind.SYMBOL, EVIL, EVIL, EVIL)
    found = replace(
        CONSULTATION,
        sections=(replace(CONSULTATION.sections[0], name=EVIL, reasons=(reason,)),),
        people=tuple(
            Expected(EVIL, EVIL, level, EVIL, (reason,)) for level in (Level.LIST, Level.SUGGESTED)
        ),
        definitions=tuple(
            replace(one, asked=EVIL, symbol=EVIL, path=EVIL) for one in CONSULTATION.definitions
        ),
        unknown=(EVIL,),
    )
    for whole in (False, True):
        shown = text_of(ConsultationPage(found, 80, whole).lines())
        assert "[bold]x[/bold]␛" in shown
        assert not [c for c in shown if c in "\x1b\x07\x9b\r\t\u202e\u2066"]
        assert not [line for line in shown.split("\n") if line.startswith("From:")]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.integers(20, 220), st.booleans())
def test_no_line_is_wider_than_the_screen(name: str, section: str, width: int, whole: bool) -> None:
    reason = Reason(ReasonKind.FILE, name, section, f"F: {name}")
    expected = Expected(name, f"{name}@example.org", Level.REVIEWER, "reviewer", (reason,) * 3)
    people = tuple(Audited(expected, status, name) for status in Status)
    audit = replace(AUDIT, title=name, sections=(section,), recipients=(*AUDIT.recipients, *people))
    for line in page(audit, width, whole=whole).split("\n"):
        assert width_of(line) <= max(width, 40)
