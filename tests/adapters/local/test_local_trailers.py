from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.adapters.mailbox import LocalMailboxes
from lkmltrack.adapters.series import B4Series
from lkmltrack.adapters.series.clean_mail import clean_address, clean_mail
from lkmltrack.mail.parse import parse_message
from lkmltrack.model.message import Address, Message
from lkmltrack.model.series import Trailer
from lkmltrack.tracker.ports import SeriesReader

ADA = Address("Ada Author", "ada@example.org")
BOB = Address("Bob Reviewer", "bob@example.com")
DAY = datetime(2026, 4, 6, 10, tzinfo=UTC)
DIFF = "diff --git a/mm/x.c b/mm/x.c\n--- a/mm/x.c\n+++ b/mm/x.c\n@@ -1 +1 @@\n-a\n+b\n"


def message(
    name: str,
    subject: str,
    body: str,
    author: Address = ADA,
    answers: str = "",
    references: tuple[str, ...] = (),
) -> Message:
    return Message(
        message_id=name,
        subject=subject,
        author=author,
        date=DAY,
        in_reply_to=(answers,) if answers else (),
        references=references,
        body=body,
    )


def patch(name: str = "p1", subject: str = "[PATCH 1/2] mm: x", trailers: str = "") -> Message:
    text = f"A text.\n\n{trailers or 'Signed-off-by: Ada Author <ada@example.org>'}\n---\n mm/x.c | 2 +-\n\n"
    return message(name, subject, text + DIFF)


def reply(body: str, answers: str = "p1", author: Address = BOB, name: str = "r1") -> Message:
    return message(name, "Re: [PATCH 1/2] mm: x", body, author, answers)


def given_by(*messages: Message) -> list[tuple[str, str, str | None]]:
    return [(t.name, t.value, t.patch) for t in B4Series().trailers(messages)]


BOB_WROTE = "Bob Reviewer <bob@example.com>"


def test_the_adapter_satisfies_the_port() -> None:
    reader: SeriesReader = B4Series()
    assert reader.trailers([]) == []


def test_a_trailer_tells_all_about_itself() -> None:
    [found] = B4Series().trailers([patch(trailers="Suggested-by: Bob Reviewer <bob@example.com>")])
    assert found == Trailer("Suggested-by", BOB_WROTE, "p1", BOB, DAY, "p1")


def test_a_submission_carries_those_of_its_last_paragraph() -> None:
    text = 'Fixes: 0123456789ab ("mm: y")\nCc: stable@example.org\nLink: https://example.org/x\nReviewed-by: Bob Reviewer <bob@example.com>'
    assert [name for name, _, _ in given_by(patch(trailers=text))] == [
        "Fixes",
        "Cc",
        "Link",
        "Reviewed-by",
    ]


def test_a_subject_that_looks_like_one_is_none() -> None:
    body = f"mm: a line of text\n\nfs/x.c: goes on here\nSigned-off-by: Ada Author <ada@example.org>\n---\n{DIFF}"
    found = given_by(message("p1", "[PATCH] mm: x", body))
    assert [name for name, _, _ in found] == ["Signed-off-by"]


@pytest.mark.parametrize(
    "line",
    [
        "Reviewed-by: Bob Reviewer <bob@example.com>",
        "Nacked-by: Bob Reviewer <bob@example.com>",
        "  Acked-by: Bob Reviewer <bob@example.com>",
        "Tested-by: Bob Reviewer <bob@example.com> # for mm",
        "Acked-by: Bob Reviewer <bob@example.com>\n[bob: with the typo mended]",
        "Reviewed-by: Bob Reviewer\n<bob@example.com>",
        "Reviewed-by: Bob Reviewer <bob+kernel@example.com>",
        "REVIEWED-BY: Bob Reviewer <bob@example.com>",
    ],
)
def test_a_reply_gives_the_repliers_own(line: str) -> None:
    [(name, value, spoken_about)] = given_by(patch(), reply(f"Looks good.\n\n{line}\n\nBob\n"))[1:]
    assert name.lower().endswith("ed-by")
    assert value.startswith("Bob Reviewer <bob")
    assert spoken_about == "p1"


@pytest.mark.parametrize(
    "body",
    [
        "> Reviewed-by: Bob Reviewer <bob@example.com>\n",
        "On Monday Ada wrote:\n> Signed-off-by: Ada Author <ada@example.org>\n\nThanks.\n",
        "Please add Reviewed-by: lines.\n",
        "You have my ack, but Reviewed-by: somebody\n",
        "Reviewed-by: Carol Other <carol@example.net>\n",
        "-----Original Message-----\nFrom: Ada\nSubject: x\n\nAcked-by: Carol Other <carol@example.net>\n",
        "Bob\n-- \nReviewed-by: Bob Reviewer <bob@example.com>\n",
        "Signed-off-by: line is missing.\n",
    ],
)
def test_a_reply_does_not_give_what_others_wrote(body: str) -> None:
    assert given_by(patch(), reply(body))[1:] == []


def test_a_diff_in_a_reply_makes_it_no_patch() -> None:
    body = f"Rather like this:\n\n{DIFF}\nWith that:\n\nReviewed-by: {BOB_WROTE}\n"
    assert given_by(patch(), reply(body))[1:] == [("Reviewed-by", BOB_WROTE, "p1")]
    suggestion = f"Signed-off-by: Carol Other <carol@example.net>\n---\n{DIFF}"
    assert given_by(patch(), reply(suggestion))[1:] == []


def test_a_reply_to_a_cover_letter_speaks_about_the_cover_letter() -> None:
    cover = message(
        "c", "[PATCH 0/2] mm: both", "Two patches.\n\n 1 file changed, 1 insertion(+)\n"
    )
    answer = message("r", "Re: [PATCH 0/2] mm: both", f"Acked-by: {BOB_WROTE}\n", BOB, "c")
    assert given_by(cover, patch(), answer)[1:] == [("Acked-by", BOB_WROTE, "c")]


def test_a_trailer_deep_in_a_thread_speaks_about_the_patch_above() -> None:
    thread = [
        patch("p1"),
        patch("p2", "[PATCH 2/2] mm: y"),
        reply("Why?\n", "p2", BOB, "r1"),
        reply("Because.\n", "r1", ADA, "r2"),
        reply(f"I see.\n\nAcked-by: {BOB_WROTE}\n", "r2", BOB, "r3"),
    ]
    assert given_by(*thread)[-1] == ("Acked-by", BOB_WROTE, "p2")


def test_a_missing_parent_is_passed_over_by_the_references() -> None:
    answer = message("r", "Re: x", f"Acked-by: {BOB_WROTE}\n", BOB, "gone", ("p1", "p2", "gone"))
    thread = [patch("p1"), patch("p2", "[PATCH 2/2] mm: y"), answer]
    assert given_by(*thread)[-1] == ("Acked-by", BOB_WROTE, "p2")


def test_without_a_patch_above_it_speaks_about_nothing_known() -> None:
    assert given_by(reply(f"Acked-by: {BOB_WROTE}\n", "gone")) == [("Acked-by", BOB_WROTE, None)]


def test_loops_in_a_thread_end() -> None:
    one = reply(f"Acked-by: {BOB_WROTE}\n", "r2", BOB, "r1")
    two = reply("x\n", "r1", BOB, "r2")
    itself = reply(f"Acked-by: {BOB_WROTE}\n", "r3", BOB, "r3")
    assert [about for _, _, about in given_by(one, two, itself)] == [None, None]


def test_a_subject_of_any_mailer_is_a_reply() -> None:
    answer = message("r", "答复: 答复: [PATCH 1/2] mm: x", f"Nacked-by: {BOB_WROTE}\n", BOB, "p1")
    assert given_by(patch(), answer)[1:] == [("Nacked-by", BOB_WROTE, "p1")]


def test_a_patch_that_is_attached_carries_its_own() -> None:
    raw = (
        b"Message-ID: <p1>\nFrom: ada@example.org\nSubject: [PATCH] mm: x\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nSee below.\n'
        b"--b\nContent-Type: text/x-patch\nContent-Disposition: attachment; filename=x.patch\n\n"
        b"Text.\n\nSigned-off-by: Ada Author <ada@example.org>\n---\n"
        + DIFF.encode()
        + b"\n--b--\n"
    )
    assert given_by(parse_message(raw)) == [("Signed-off-by", "Ada Author <ada@example.org>", "p1")]


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
@settings(deadline=None, max_examples=80)
def test_any_mail_is_read(body: str, subject: str, name: str, address: str) -> None:
    hostile = Message("\n\0<x>", subject, Address(name, address), body=f"{body}\nAcked-by: {body}")
    B4Series().trailers([patch(), hostile])


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
@settings(deadline=None)
def test_a_clean_mail_has_the_headers_it_was_given(
    message_id: str, subject: str, name: str, address: str
) -> None:
    hostile = Message(
        message_id, subject, Address(name, address), in_reply_to=(message_id,), body="text"
    )
    head, _, body = clean_mail(hostile, "text").partition(b"\n\n")
    fields = [line.partition(b":")[0] for line in head.split(b"\n")]
    assert set(fields) <= {
        b"Message-ID",
        b"Subject",
        b"From",
        b"In-Reply-To",
        b"MIME-Version",
        b"Content-Type",
        b"Content-Transfer-Encoding",
    }
    assert len(fields) == len(set(fields))
    assert body == b"text"
    assert "\n" not in clean_address(Address(name, address))


def test_real_trailers_speak_about_patches_of_their_thread(corpus: Path) -> None:
    messages = [parse_message(raw) for raw in LocalMailboxes().read(corpus / "threads")]
    trailers = B4Series().trailers(messages)
    ids = {one.message_id for one in messages}
    assert len(trailers) > 450
    assert all(trailer.patch is None or trailer.patch in ids for trailer in trailers)
    given_in_replies = [t for t in trailers if t.patch != t.message_id]
    assert {"reviewed-by", "acked-by", "tested-by"} <= {t.name.lower() for t in given_in_replies}
    assert sum(trailer.patch is None for trailer in given_in_replies) < len(given_in_replies) / 10
