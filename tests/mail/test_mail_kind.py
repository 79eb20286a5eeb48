"""What a message is in its thread."""

from pathlib import Path

import pytest

from lkmltrack.mail.kind import kind_of
from lkmltrack.mail.parse import parse_message
from lkmltrack.model.message import Address, Attachment, Kind, Message

DIFF = "text\n---\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"
QUOTED = "Jane wrote:\n" + "".join(f"> {line}\n" for line in DIFF.split("\n"))
P, C, R, D = Kind.PATCH, Kind.COVER, Kind.REPLY, Kind.DISCUSSION


def mail(subject: str, body: str = "text\n", attachments: tuple[Attachment, ...] = ()) -> Message:
    jane = Address("Jane Doe", "jane@example.org")
    return Message("a@example.org", subject, jane, to=(jane,), body=body, attachments=attachments)


@pytest.mark.parametrize(
    ("subject", "with_diff", "alone", "below"),
    [
        # subject, then what it is: with a diff, without one as a root, without one as an answer
        ("[PATCH] mm: x", P, D, R),
        ("[patch] mm: x", P, D, R),
        ("[PATCH v2] mm: x", P, D, R),
        ("[RFC] mm: x", P, D, R),
        ("[RFT] mm: x", P, D, R),
        ("[RESEND v2] mm: x", P, D, R),
        ("[v2] mm: x", P, D, R),
        ("[PATCH 1/2] mm: x", P, P, P),
        ("[PATCH v3 2/2] mm: x", P, P, P),
        ("[RFC v2 1/4] mm: x", P, P, P),
        ("[PATCH 0/2] mm: x", C, C, C),
        ("[PATCH v2 00/12] mm: x", C, C, C),
        ("[RFC 0/1] mm: x", C, C, C),
        ("[v5 0/1] mm: x", C, C, C),
        ("[1/3] mm: x", P, D, R),
        ("[tree:branch 8/11] mm/x.c:5: error: y", P, D, R),
        ("Re: [PATCH] mm: x", R, R, R),
        ("Re: [PATCH 0/2] mm: x", R, R, R),
        ("答复: 答复: [PATCH 1/2] mm: x", R, R, R),
        ("Re: mm: x", R, R, R),
        ("[GIT PULL] mm: x", D, D, R),
        ("[tip: mm/core] mm: x", D, D, R),
        ("[tip:mm/core] mm: x", D, D, R),
        ("[LSF/MM/BPF TOPIC] mm: x", D, D, R),
        ("[DISCUSSION] mm: x", D, D, R),
        ("[RFC][DISCUSSION] mm: x", P, D, R),
        ("+ mm-x.patch added to mm-unstable branch", D, D, R),
        ("mm: x", D, D, R),
        ("", D, D, R),
    ],
)
def test_subject_diff_and_parent_tell_the_kind(
    subject: str, with_diff: Kind, alone: Kind, below: Kind
) -> None:
    assert kind_of(mail(subject, DIFF), has_parent=False) is with_diff
    assert kind_of(mail(subject), has_parent=False) is alone
    assert kind_of(mail(subject), has_parent=True) is below


def test_a_quoted_diff_makes_no_patch() -> None:
    assert kind_of(mail("[PATCH] mm: x", QUOTED), has_parent=True) is R


def test_a_notice_below_the_patch_that_was_applied_is_a_reply() -> None:
    assert kind_of(mail("[tip: mm/core] mm: x", DIFF), has_parent=True) is R


def test_an_attached_diff_makes_a_patch() -> None:
    attached = (Attachment("x.patch", "text/x-patch", 9, DIFF),)
    assert kind_of(mail("[PATCH] mm: x", attachments=attached), has_parent=False) is P


def test_a_patch_file_that_was_never_sent_needs_no_bracket() -> None:
    raw = b"From 1234 Mon Sep 17 00:00:00 2001\nFrom: Jane <jane@example.org>\nSubject: mm: x\n\n"
    assert kind_of(parse_message(raw + DIFF.encode()), has_parent=False) is P
    assert kind_of(parse_message(raw + b"text\n"), has_parent=False) is D


def test_patches_of_distributions_are_patches(corpus: Path) -> None:
    files = [file for file in sorted((corpus / "patches").iterdir()) if file.suffix == ".patch"]
    kinds = {file.name: kind_of(parse_message(file.read_bytes()), False) for file in files}
    assert len(kinds) > 500
    assert [name for name, kind in kinds.items() if kind is not P] == []
