"""Which mails are one posting."""

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import parse_message
from lkmltrack.mail.threads import build_thread
from lkmltrack.model.message import Message
from lkmltrack.model.series import PostingKind
from lkmltrack.proposals.grouping import group
from lkmltrack.proposals.postings import Posting
from tests.fakes import MIA, mail, parsed, patch_body, series

TITLES = ("mm: prepare the tree", "mm: split the tree", "mm: test the tree")


def postings(raws: Sequence[bytes]) -> list[Posting]:
    return group(build_thread(parsed(raws)))


def counters(posting: Posting) -> list[int]:
    return [patch.counter for patch in posting.series.patches]


def test_a_cover_letter_and_its_patches_are_one_series() -> None:
    (found,) = postings(series("v1", TITLES, cover="mm: a better tree"))
    assert found.series.kind is PostingKind.PATCH
    assert found.series.cover == found.series.message_id == "v1-0@example.org"
    assert found.series.title == "mm: a better tree"
    assert (counters(found), found.series.expected) == ([1, 2, 3], 3)
    assert [patch.title for patch in found.series.patches] == list(TITLES)
    assert found.series.patches[1].files == ("mm/file2.c",)


def test_patches_below_the_first_one_need_no_cover_letter() -> None:
    (found,) = postings(series("v1", TITLES))
    assert found.series.cover is None
    assert found.series.message_id == "v1-1@example.org"
    assert counters(found) == [1, 2, 3]


def test_patches_that_refer_to_nothing_are_found_together() -> None:
    loose = [
        mail(f"loose-{number}@example.org", f"[PATCH {number}/3] {title}", patch_body(), hours=0.01)
        for number, title in enumerate(TITLES, 1)
    ]
    (found,) = postings(loose)
    assert found.series.is_complete
    assert found.message_ids == tuple(f"loose-{number}@example.org" for number in (1, 2, 3))


def test_a_cover_letter_apart_from_its_patches_is_taken_with_them() -> None:
    cover = mail("cover@example.org", "[PATCH 0/3] mm: a better tree", "About it.\n", hours=-0.1)
    (found,) = postings([cover, *series("v1", TITLES)])
    assert found.series.cover == "cover@example.org"
    assert counters(found) == [1, 2, 3]


def test_the_same_counters_of_another_day_are_another_series() -> None:
    found = postings([*series("one", TITLES[:2]), *series("two", ("a: b", "a: c"), hours=72)])
    assert [one.series.message_id for one in found] == ["one-1@example.org", "two-1@example.org"]


def test_chained_patches_are_one_series() -> None:
    chained = [
        mail(
            f"chain-{number}@example.org",
            f"[PATCH {number}/3] {title}",
            patch_body(),
            answers=f"chain-{number - 1}@example.org" if number > 1 else "",
            hours=number / 60,
        )
        for number, title in enumerate(TITLES, 1)
    ]
    (found,) = postings(chained)
    assert counters(found) == [1, 2, 3]


def test_a_second_revision_below_the_first_is_a_series_of_its_own() -> None:
    first = series("v1", TITLES, cover="mm: a better tree")
    second = series(
        "v2",
        TITLES,
        prefix="PATCH v2",
        cover="mm: a better tree",
        answers="v1-0@example.org",
        hours=48,
    )
    found = postings([*first, *second])
    assert [(one.series.revision, len(one.series.patches)) for one in found] == [(1, 3), (2, 3)]


def test_one_patch_sent_again_is_a_part_of_the_next_revision() -> None:
    again = mail(
        "v2-2@example.org",
        f"[PATCH v2 2/3] {TITLES[1]}",
        patch_body("better"),
        answers="v1-2@example.org",
        hours=30,
    )
    first, second = postings([*series("v1", TITLES, cover="mm: a better tree"), again])
    assert counters(first) == [1, 2, 3]
    assert (second.series.revision, counters(second), second.series.expected) == (2, [2], 3)


def test_two_patches_sent_again_are_one_revision() -> None:
    again = [
        mail(
            f"v2-{number}@example.org",
            f"[PATCH v2 {number}/3] {TITLES[number - 1]}",
            patch_body("better"),
            answers=f"v1-{number}@example.org",
            hours=30 + number,
        )
        for number in (1, 3)
    ]
    _, second = postings([*series("v1", TITLES, cover="mm: a better tree"), *again])
    assert counters(second) == [1, 3]


def test_a_patch_sent_again_without_a_new_number_leaves_its_series_whole() -> None:
    again = mail(
        "again@example.org",
        f"[PATCH 1/3] {TITLES[0]}",
        patch_body("better"),
        answers="v1-1@example.org",
        hours=20,
    )
    first, second = postings([*series("v1", TITLES), again])
    assert counters(first) == [1, 2, 3]
    assert counters(second) == [1]


def test_patches_without_a_revision_take_their_cover_letters() -> None:
    raws = series("x", TITLES, cover="mm: a better tree")
    raws[0] = mail("x-0@example.org", "[PATCH v3 0/3] mm: a better tree", "About it.\n")
    (found,) = postings(raws)
    assert found.series.revision == 3
    assert found.series.is_complete


def test_a_cover_letter_of_v4_may_stand_over_patches_of_v3() -> None:
    raws = series("x", TITLES, prefix="PATCH v3", cover="mm: a better tree")
    raws[0] = mail("x-0@example.org", "[PATCH v4 0/3] mm: a better tree", "About it.\n")
    (found,) = postings(raws)
    assert (found.series.revision, len(found.series.patches)) == (4, 3)


def test_a_cover_letter_without_a_counter_is_found_by_its_patches() -> None:
    cover = mail("plain@example.org", "make the tree better v2", "Changes since v1: none.\n")
    (found,) = postings([cover, *series("x", TITLES, answers="plain@example.org", hours=0.01)])
    assert found.series.cover == "plain@example.org"
    assert found.series.revision == 2
    assert found.series.kind is PostingKind.PATCH


def test_a_discussion_is_no_cover_letter_of_patches_that_come_later() -> None:
    idea = mail("idea@example.org", "[DISCUSSION] should the tree be better?", "Should it?\n")
    found = postings([idea, *series("x", TITLES, answers="idea@example.org", hours=0.5)])
    assert [one.series.kind for one in found] == [PostingKind.DISCUSSION, PostingKind.PATCH]
    assert found[1].series.cover is None


def test_a_patch_without_a_counter_sent_along_comes_last() -> None:
    extra = mail(
        "extra@example.org",
        "[PATCH] test: try the tree",
        patch_body(),
        answers="v1-0@example.org",
        hours=0.02,
    )
    (found,) = postings([*series("v1", TITLES, cover="mm: a better tree"), extra])
    assert counters(found) == [1, 2, 3, 4]


def test_a_counter_beyond_its_total_is_kept_and_the_promise_too() -> None:
    more = mail(
        "more@example.org",
        "[PATCH 4/3] mm: what was forgotten",
        patch_body(),
        answers="v1-0@example.org",
        hours=3,
    )
    (found,) = postings([*series("v1", TITLES, cover="mm: a better tree"), more])
    assert (counters(found), found.series.expected) == ([1, 2, 3, 4], 3)
    assert found.series.is_complete


def test_a_wrong_total_on_the_cover_letter_is_held_against_the_patches() -> None:
    raws = series("v1", TITLES, cover="mm: a better tree")
    raws[0] = mail("v1-0@example.org", "[PATCH 0/5] mm: a better tree", "About it.\n")
    (found,) = postings(raws)
    assert found.series.expected == 3


def test_what_is_missing_is_missing() -> None:
    raws = series("v1", TITLES, cover="mm: a better tree")
    (found,) = postings(raws[:2])
    assert (len(found.series.patches), found.series.expected) == (1, 3)
    assert not found.series.is_complete


def test_a_fix_by_somebody_else_in_the_thread_is_a_posting_of_its_own() -> None:
    fix = mail(
        "fix@example.com",
        "[PATCH] mm: fix the leak",
        patch_body("fixed"),
        author=MIA,
        answers="v1-2@example.org",
        hours=5,
    )
    found = postings([*series("v1", TITLES, cover="mm: a better tree"), fix])
    assert [one.series.author.name for one in found] == ["Ada Author", "Mia Maintainer"]


def test_an_rfc_is_told_from_a_patch() -> None:
    (found,) = postings(series("rfc", TITLES, prefix="RFC PATCH v2", cover="mm: a better tree"))
    assert (found.series.kind, found.series.revision) == (PostingKind.RFC, 2)


def test_a_resend_is_marked() -> None:
    (found,) = postings(series("x", TITLES[:1], prefix="PATCH RESEND v2"))
    assert found.series.resend
    assert found.series.revision == 2


def test_a_revision_at_the_end_of_a_title_counts_when_the_text_tells_of_changes() -> None:
    told = "This is version 2. Updates since v1:\n - less of it\n"
    raws = series("x", TITLES, cover="mm: a better tree v2", cover_body=told)
    assert postings(raws)[0].series.revision == 2
    untold = series("y", TITLES, cover="mm: a better tree for cgroup v2")
    assert postings(untold)[0].series.revision == 1


def test_a_discussion_is_a_posting_without_patches() -> None:
    raws = [
        mail("idea@example.org", "[LSF/MM/BPF TOPIC] a better tree", "Shall we?\n"),
        mail(
            "yes@example.com", "Re: a better tree", "Yes.\n", author=MIA, answers="idea@example.org"
        ),
    ]
    (found,) = postings(raws)
    assert found.series.kind is PostingKind.DISCUSSION
    assert (found.series.revision, found.series.expected, found.series.patches) == (1, 0, ())


def test_answers_to_a_missing_posting_tell_what_it_was() -> None:
    answer = mail(
        "answer@example.com",
        "Re: [RFC PATCH v2 0/3] mm: a better tree",
        "I like it.\n",
        author=MIA,
        answers="gone@example.org",
    )
    (found,) = postings([answer])
    assert not found.is_here
    assert found.series.message_id == "gone@example.org"
    assert (found.series.kind, found.series.revision) == (PostingKind.RFC, 2)
    assert (found.series.expected, found.series.patches) == (3, ())


def test_facts_of_a_posting_are_read_from_its_mails() -> None:
    body = (
        "About it.\n\n- Link to v1: https://archive.example.org/r/v1-0@example.org\n"
        "---\nbase-commit: 0123456789abcdef0123456789abcdef01234567\n"
        "change-id: 20260302-better-tree-0123456789ab\n"
    )
    (found,) = postings(series("v2", TITLES, prefix="PATCH v2", cover="x: y", cover_body=body))
    assert found.series.base_commit == "0123456789abcdef0123456789abcdef01234567"
    assert found.series.change_id == "20260302-better-tree-0123456789ab"
    assert found.series.links == ("v1-0@example.org",)


def test_a_patch_in_an_attachment_is_read() -> None:
    raw = mail("x@example.org", "[PATCH] mm: attached", "See the attachment.\n").decode()
    head, _, text = raw.partition("\n\n")
    head = head.replace(
        "Content-Type: text/plain", "Content-Type: multipart/mixed; boundary=b\nX-Old: "
    )
    made = (
        f"{head}\n\n--b\nContent-Type: text/plain\n\n{text}\n--b\nContent-Type: text/x-patch;"
        f" name=a.patch\nContent-Disposition: attachment; filename=a.patch\n\n{patch_body()}\n--b--\n"
    )
    (found,) = postings([made.encode()])
    assert found.series.patches[0].files == ("mm/rmap.c",)


WORDS = st.sampled_from(
    (
        "PATCH",
        "RFC",
        "v2",
        "v3",
        "0/2",
        "1/2",
        "2/2",
        "3/2",
        "RESEND",
        "Re:",
        "mm:",
        "fix",
        "]",
        "[",
    )
)
IDS = st.sampled_from([f"m{number}@example.org" for number in range(8)])


@given(
    st.lists(
        st.tuples(IDS, st.lists(WORDS, max_size=6), IDS, st.booleans(), st.integers(0, 200)),
        max_size=12,
    )
)
@settings(max_examples=80, deadline=None)
def test_grouping_never_raises_and_loses_no_patch_twice(
    made: list[tuple[str, list[str], str, bool, int]],
) -> None:
    messages: list[Message] = []
    for message_id, words, answers, has_patch, hours in made:
        subject = " ".join(words)
        body = patch_body() if has_patch else "text\n"
        messages.append(
            parse_message(mail(message_id, subject or "x", body, answers=answers, hours=hours))
        )
    found = group(build_thread(messages))
    ids = [message_id for posting in found for message_id in posting.message_ids]
    assert len(ids) == len(set(ids))
    for posting in found:
        assert posting.series.expected >= 0
        assert posting.series.message_id in ids


def test_the_seed_is_one_patch(corpus: Path) -> None:
    raws = split_mbox((corpus / "threads" / "seed-rmap-exclude.mbox").read_bytes())
    (found,) = postings(raws)
    assert found.series.kind is PostingKind.PATCH
    assert (found.series.revision, found.series.expected) == (1, 1)
    assert found.series.is_complete


def test_every_real_series_of_the_corpus_is_complete(corpus: Path) -> None:
    for path in sorted((corpus / "threads").glob("*.mbox")):
        for posting in postings(split_mbox(path.read_bytes())):
            assert posting.series.is_complete, path.name
