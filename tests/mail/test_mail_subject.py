"""Subjects in the spellings that lists see, and topics that stay equal through a thread."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.subject import (
    normalised_subject,
    parse_subject,
    strip_reply_markers,
    topic,
)

TITLE = "mm: add a flag"

SPELLINGS = {
    # line: (prefixes, revision, counter, total)
    "[PATCH]": (("PATCH",), None, None, None),
    "[patch]": (("patch",), None, None, None),
    "[PATCH 1/1]": (("PATCH",), None, 1, 1),
    "[PATCH 03/12]": (("PATCH",), None, 3, 12),
    "[PATCH 3 / 12]": (("PATCH",), None, 3, 12),
    "[PATCH 2 of 5]": (("PATCH",), None, 2, 5),
    "[PATCH v2]": (("PATCH",), 2, None, None),
    "[PATCH V2 1/3]": (("PATCH",), 2, 1, 3),
    "[patch V2 1/3]": (("patch",), 2, 1, 3),
    "[PATCHv4 1/3]": (("PATCH",), 4, 1, 3),
    "[PATCH-v4 1/3]": (("PATCH",), 4, 1, 3),
    "[PATCH_v4 1/3]": (("PATCH",), 4, 1, 3),
    "[PATCHSET v3]": (("PATCHSET",), 3, None, None),
    "[PATCHSETv3 0/2]": (("PATCHSET",), 3, 0, 2),
    "[PATCH 3/5 v2]": (("PATCH",), 2, 3, 5),
    "[v2 PATCH 3/5]": (("PATCH",), 2, 3, 5),
    "[PATCH v1.1 1/3]": (("PATCH",), 1, 1, 3),
    "[PATCH,v2,1/3]": (("PATCH",), 2, 1, 3),
    "[PATCH, v2, 1/3]": (("PATCH",), 2, 1, 3),
    "[PATCH;v2;1/3]": (("PATCH",), 2, 1, 3),
    "[PATCH v2 : 1/3]": (("PATCH", ":"), 2, 1, 3),
    "[PATCH v2: 1/3]": (("PATCH",), 2, 1, 3),
    "[PATCH RFC v2 net-next 03/12]": (("PATCH", "RFC", "net-next"), 2, 3, 12),
    "[RFC PATCH v2 net-next 03/12]": (("RFC", "PATCH", "net-next"), 2, 3, 12),
    "[RFC PATCHv2 1/3]": (("RFC", "PATCH"), 2, 1, 3),
    "[RFC/PATCH 1/3]": (("RFC", "PATCH"), None, 1, 3),
    "[PATCH/RFC v5]": (("PATCH", "RFC"), 5, None, None),
    "[PATCH-RFC 1/2]": (("PATCH", "RFC"), None, 1, 2),
    "[RFC v2 0/4]": (("RFC",), 2, 0, 4),
    "[RFCv2 0/4]": (("RFC",), 2, 0, 4),
    "[RFC][PATCH v3]": (("RFC", "PATCH"), 3, None, None),
    "[RFC] [PATCH v3 1/2]": (("RFC", "PATCH"), 3, 1, 2),
    "[PATCH v2 1/3] [net-next]": (("PATCH", "net-next"), 2, 1, 3),
    "[PATCH][v2][1/3]": (("PATCH",), 2, 1, 3),
    "[PATCH -next 0/5]": (("PATCH", "-next"), None, 0, 5),
    "[PATCH net-next v10 00/15]": (("PATCH", "net-next"), 10, 0, 15),
    "[net-next PATCH 1/2]": (("net-next", "PATCH"), None, 1, 2),
    "[PATCH 6.1 001/200]": (("PATCH", "6.1"), None, 1, 200),
    "[PATCH AUTOSEL 5.10 01/10]": (("PATCH", "AUTOSEL", "5.10"), None, 1, 10),
    "[RESEND PATCH v2]": (("RESEND", "PATCH"), 2, None, None),
    "[PATCH v2 RESEND 1/2]": (("PATCH", "RESEND"), 2, 1, 2),
    "[PATCH 1/3 take 2]": (("PATCH",), 2, 1, 3),
    "[PATCH try#3]": (("PATCH",), 3, None, None),
    "[RFT PATCH v1 1/2]": (("RFT", "PATCH"), 1, 1, 2),
    "[[PATCH v2 1/3]]": (("PATCH",), 2, 1, 3),
    "[[PATCH] v2 1/3]": (("PATCH",), 2, 1, 3),
    "[PATCH [v2] 1/3]": (("PATCH",), 2, 1, 3),
    "[[PATCH v2 1/3]": (("PATCH",), 2, 1, 3),
    "[PATCH v2 1/3]]": (("PATCH",), 2, 1, 3),
    "[PATCH v2 1/3": (("PATCH",), 2, 1, 3),
    "[PATCH v2 1/3]:": (("PATCH",), 2, 1, 3),
    "[ PATCH v2 1/3 ]": (("PATCH",), 2, 1, 3),
    "[tip: sched/core]": (("tip:", "sched/core"), None, None, None),
    "[GIT PULL]": (("GIT", "PULL"), None, None, None),
    "[LSF/MM/BPF TOPIC]": (("LSF/MM/BPF", "TOPIC"), None, None, None),
    "[DISCUSSION]": (("DISCUSSION",), None, None, None),
    "[ANNOUNCE 2024/03]": (("ANNOUNCE", "2024/03"), None, None, None),
    "": ((), None, None, None),
}

MARKERS = [
    "Re:", "RE:", "re:", "Re :", "RE :", "Re[2]:", "Re^3:", "Re(4):", "Re2:", "Re：",
    "Aw:", "AW:", "Antw:", "Antwort:", "SV:", "VS:", "VB:", "Vá:", "Fwd:", "FWD:", "FW:", "Fw:",
    "WG:", "Rif:", "R:", "RES:", "Ynt:", "Odp:", "PD:", "TR:", "Ref:", "RV:", "ENC:", "Továbbít:",
    "答复:", "答复：", "回复:", "回复：", "回覆:", "答覆:", "转发:", "轉寄:", "返信:", "회신:",
    "Отв:", "Απ:", "الرد:", "Vlt:",
]  # fmt: skip


@pytest.mark.parametrize("bracket", SPELLINGS)
def test_reads_every_spelling_of_the_brackets(bracket: str) -> None:
    prefixes, revision, counter, total = SPELLINGS[bracket]
    subject = parse_subject(f"{bracket} {TITLE}")
    assert subject.title == TITLE
    assert subject.prefixes == prefixes
    assert (subject.has_revision, subject.revision) == (revision is not None, revision or 1)
    assert subject.has_counter == (counter is not None)
    assert (subject.counter, subject.total) == (1 if counter is None else counter, total or 1)
    assert not subject.is_reply


@pytest.mark.parametrize("marker", MARKERS)
def test_knows_the_reply_markers_of_every_mailer(marker: str) -> None:
    assert strip_reply_markers(f"{marker} [PATCH] {TITLE}") == (f"[PATCH] {TITLE}", 1)
    assert strip_reply_markers(f"{marker}[PATCH] {TITLE}") == (f"[PATCH] {TITLE}", 1)


@pytest.mark.parametrize("marker", MARKERS)
def test_counts_markers_that_were_added_again_and_again(marker: str) -> None:
    subject = parse_subject(f"Re: {marker} 答复: {marker} [PATCH v2 1/3] {TITLE}")
    assert subject.reply_markers == 4
    assert (subject.revision, subject.counter, subject.title) == (2, 1, TITLE)


@pytest.mark.parametrize(
    "line",
    [
        "Re: [External] Re: [PATCH v2 1/3] mm: add a flag",
        "RE: [EXT] AW: [PATCH v2 1/3] mm: add a flag",
        "[EXTERNAL] RE: Re: [PATCH v2 1/3] mm: add a flag",
        "Re: *** SPAM *** Re: [PATCH v2 1/3] mm: add a flag",
        "Re: {Spam?} Re: [PATCH v2 1/3] mm: add a flag",
        "Re: [Suspected Spam] Re: [PATCH v2 1/3] mm: add a flag",
        "Re: [外部邮件] 回复: [PATCH v2 1/3] mm: add a flag",
        "Re: (External) Re: [PATCH v2 1/3] mm: add a flag",
        "Re: [some-list] Re: [PATCH v2 1/3] mm: add a flag",
        "[some-list] Re: Re: [PATCH v2 1/3] mm: add a flag",
        "[Fwd: Re: [PATCH v2 1/3] mm: add a flag]",
    ],
)
def test_sees_through_what_gateways_and_lists_put_between(line: str) -> None:
    subject = parse_subject(line)
    assert subject.reply_markers == 2
    assert subject.is_patch
    assert (subject.revision, subject.counter, subject.title) == (2, 1, TITLE)


@pytest.mark.parametrize(
    "line",
    [
        "mm: add a flag",
        "net: add a flag",
        "x86/mm: add a flag",
        "res: add a flag",
        "tr: add a flag",
        "fw: add a flag",
        "wg: add a flag",
        "i: add a flag",
        "r8169: add a flag",
        "sv: add a flag",
        "ref: add a flag",
        "kvm: x86: add a flag",
        "request: add a flag",
        "[PATCH] net: [RFC] add a flag",
    ],
)
def test_a_subsystem_is_no_reply_marker(line: str) -> None:
    assert not parse_subject(line).is_reply
    assert strip_reply_markers(line)[1] == 0


def test_a_patch_whose_title_begins_with_a_marker_stays_a_patch() -> None:
    subject = parse_subject("[PATCH v2] Re: mm: add a flag")
    assert (subject.is_reply, subject.revision, subject.title) == (False, 2, TITLE)


def test_a_bracket_inside_the_title_stays_there() -> None:
    assert parse_subject("Re: [PATCH] mm: fix foo[i] = bar[j]").title == "mm: fix foo[i] = bar[j]"


def test_an_open_bracket_that_is_no_prefix_is_title() -> None:
    assert parse_subject("[ 12.5] BUG in mm").prefixes == ("12.5",)
    assert parse_subject("[something without an end").title == "[something without an end"


def test_an_empty_subject_has_an_empty_title() -> None:
    assert parse_subject("").title == ""
    assert parse_subject("Re: ").title == ""
    assert parse_subject("[PATCH]").title == ""


@pytest.mark.parametrize(
    ("line", "normal"),
    [
        ("答复: 答复: [PATCH] mm: x", "Re: [PATCH] mm: x"),
        ("RE: [EXT] Re: [PATCH,v2,1/3]  mm:  x", "Re: [PATCH v2 1/3] mm: x"),
        ("[RFC/PATCH 0/4] mm: x", "[RFC PATCH 0/4] mm: x"),
        ("mm: x", "mm: x"),
        ("Fwd: mm: x", "Re: mm: x"),
    ],
)
def test_the_normal_form_is_what_b4_understands(line: str, normal: str) -> None:
    assert normalised_subject(line) == normal


@settings(deadline=None)
@given(st.sampled_from(sorted(SPELLINGS)), st.lists(st.sampled_from(MARKERS), max_size=6))
def test_all_mails_of_a_topic_have_one_topic(bracket: str, markers: list[str]) -> None:
    line = " ".join([*markers, bracket, TITLE])
    if bracket or all(marker in ("Re:", "答复:") for marker in markers):
        assert topic(line) == TITLE


@settings(deadline=None)
@given(st.text(alphabet="[]()REPATCHv0123456789/:,; ：答复\t\n", max_size=300))
def test_anything_can_be_parsed_and_the_normal_form_is_stable(line: str) -> None:
    subject = parse_subject(line)
    assert subject.total >= 0
    assert "\n" not in subject.title
    rest, markers = strip_reply_markers(line)
    assert markers == subject.reply_markers
    assert topic(line) == subject.title
    assert parse_subject(normalised_subject(line)).is_reply == subject.is_reply
    assert len(rest) <= len(line) + 2 * line.count("[") + 2


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_can_be_parsed(line: str) -> None:
    assert topic(line) == parse_subject(line).title


@pytest.mark.parametrize(
    "piece", ["Re: ", "[", "[PATCH ", "]", "[[", "Re[1]", "答复", "(", "[v1] "]
)
def test_a_very_long_subject_takes_no_time(piece: str) -> None:
    line = piece * 100_000
    assert len(topic(line)) <= len(line)
