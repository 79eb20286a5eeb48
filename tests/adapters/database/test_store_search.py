"""Searching: fields, operators, scripts, the line shown, the order, and hostile queries."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lkmltrack.adapters.database import SqliteStore, hits
from lkmltrack.errors import UsageError
from lkmltrack.model.query import Hit
from lkmltrack.tracker.query import parse_query

MakeMail = Callable[..., bytes]
Find = Callable[..., list[Hit]]

PATCH = """\
The lock is taken twice in vma_link_file.

Signed-off-by: Ada Author <ada@example.org>
---
 mm/rmap.c | 2 +-

diff --git a/mm/rmap.c b/mm/rmap.c
index 1111111..2222222 100644
--- a/mm/rmap.c
+++ b/mm/rmap.c
@@ -1,2 +1,2 @@
 context_word
-removed_word
+inserted_word
-- 
2.40
"""
ANSWER = """\
On Wednesday Ada Author wrote:
> The lock is taken twice in vma_link_file.

I see no benefit; please show numbers.
"""


@pytest.fixture
def filled(store: SqliteStore, mail: MakeMail) -> SqliteStore:
    store.add([mail("patch@x", "[PATCH v2] mm: take the lock once", PATCH)], "mm")
    store.add(
        [
            mail(
                "answer@x",
                "Re: [PATCH v2] mm: take the lock once",
                ANSWER,
                refers_to="patch@x",
                From="Réné Müller <rene@example.com>",
                To="Ada Author <ada@example.org>",
                Cc="Bo Reader <bo@example.net>, mm@lists.example.org",
                Date="Fri, 17 Apr 2026 10:00:00 +0000",
                Received="from x by y; Sun, 19 Apr 2026 10:00:00 +0000",
                List_Id="<mm.lists.example.org>",
            ),
            mail(
                "chinese@x",
                "=?utf-8?b?5YWz5LqO5Y+N5ZCR5pig5bCE?=",
                "这个锁的开销太大了，见 rmap 的数据。\n",
                Date="Sat, 18 Apr 2026 10:00:00 +0000",
                Content_Type="text/plain; charset=utf-8",
            ),
        ]
    )
    return store


@pytest.fixture
def find(filled: SqliteStore, clock: Any) -> Find:
    def ask(text: str, **page: int) -> list[Hit]:
        return filled.search(parse_query(text, clock.now()), **page)

    return ask


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lock", {"patch@x", "answer@x"}),
        ("vma_link_file", {"patch@x", "answer@x"}),
        ("link_file", set()),
        ("vma_*", {"patch@x", "answer@x"}),
        ("s:lock", {"patch@x", "answer@x"}),
        ("s:benefit", set()),
        ("b:benefit", {"answer@x"}),
        ("benefit numbers", {"answer@x"}),
        ('"show numbers"', {"answer@x"}),
        ('"numbers show"', set()),
        ("f:rene", {"answer@x"}),
        ("f:Réné", {"answer@x"}),
        ("f:rene@example.com", {"answer@x"}),
        ("t:ada@example.org", {"answer@x"}),
        ("c:bo", {"answer@x"}),
        ("tc:bo OR tc:ada", {"answer@x"}),
        ("a:ada@example.org", {"patch@x", "answer@x", "chinese@x"}),
        ("nq:twice", {"patch@x"}),
        ("q:twice", {"answer@x"}),
        ("b:inserted_word", {"patch@x"}),
        ("nq:inserted_word", set()),
        ("dfn:mm/rmap.c", {"patch@x"}),
        ("dfn:rmap.c", {"patch@x"}),
        ("dfn:mm/mmap.c", set()),
        ("l:mm", {"patch@x", "answer@x"}),
        ("l:mm.lists.example.org", {"answer@x"}),
        ("l:mm@lists.example.org", {"answer@x"}),
        ("l:m", set()),
        ("l:fs", set()),
        ("m:patch@x", {"patch@x"}),
        ("m:<patch@x>", {"patch@x"}),
        ("m:pat*", {"patch@x"}),
        ("lock -numbers", {"patch@x"}),
        ("lock NOT f:rene", {"patch@x"}),
        ("-lock", {"chinese@x"}),
        ("f:rene OR dfn:rmap.c", {"patch@x", "answer@x"}),
        ("(numbers OR inserted_word) -f:rene", {"patch@x"}),
        ("d:20260417..20260417", {"answer@x"}),
        ("d:20260417..", {"answer@x", "chinese@x"}),
        ("d:..20260416", {"patch@x"}),
        ("d:4.days.ago.. lock", {"answer@x"}),
        ("lock -d:20260417..", {"patch@x"}),
        ("numbers OR d:20260418..", {"answer@x", "chinese@x"}),
        ("rt:20260419..", {"answer@x"}),
        ("lock l:mm d:..2026-04-16", {"patch@x"}),
        ("反向映射", {"chinese@x"}),
        ("向映", {"chinese@x"}),
        ("开销太大", {"chinese@x"}),
        ("销开", set()),
        ("s:映射 b:锁", {"chinese@x"}),
        ("rmap", {"patch@x", "chinese@x"}),
        ("kfree()", set()),
        ("nothinglikethis", set()),
    ],
)
def test_finds(find: Find, query: str, found: set[str]) -> None:
    assert {hit.message_id for hit in find(query)} == found


@pytest.mark.parametrize(
    ("query", "message_id", "line"),
    [
        ("benefit", "answer@x", "I see no benefit; please show numbers."),
        ("vma_link_file", "answer@x", "> The lock is taken twice in vma_link_file."),
        ('"please show"', "answer@x", "I see no benefit; please show numbers."),
        ("f:müller", "answer@x", "From: Réné Müller <rene@example.com>"),
        ("c:bo", "answer@x", "Cc: Bo Reader <bo@example.net>"),
        ("s:once", "patch@x", "[PATCH v2] mm: take the lock once"),
        ("inserted_word", "patch@x", "+inserted_word"),
        ("dfn:mm/rmap.c", "patch@x", "mm/rmap.c | 2 +-"),
        ("开销", "chinese@x", "这个锁的开销太大了，见 rmap 的数据。"),
        ("rmap", "chinese@x", "这个锁的开销太大了，见 rmap 的数据。"),
        ("ada signed", "patch@x", "Signed-off-by: Ada Author <ada@example.org>"),
        ("d:20260417..20260417", "answer@x", ""),
    ],
)
def test_shows_the_line_that_matches(find: Find, query: str, message_id: str, line: str) -> None:
    assert [hit.line for hit in find(query) if hit.message_id == message_id] == [line]


def test_encoded_mail_is_shown_decoded(store: SqliteStore, mail: MakeMail, clock: Any) -> None:
    store.add(
        [
            mail(
                "qp@x",
                body="a =\nsplit needle caf=C3=A9\n",
                Content_Transfer_Encoding="quoted-printable",
                Content_Type="text/plain; charset=utf-8",
            ),
            mail(
                "latin@x",
                body="needle\xe9",
                Content_Type="text/plain; charset=iso-8859-1",
            )
            .decode()
            .encode("latin-1"),
            mail(
                "b64@x",
                body="bmVlZGxlIGluIGJhc2U2NAo=\n",
                Content_Transfer_Encoding="base64",
            ),
        ]
    )
    lines = {hit.line for hit in store.search(parse_query("needle*", clock.now()))}
    assert lines == {"a split needle café", "needleé", "needle in base64"}


def test_a_hit_tells_who_when_and_what(find: Find) -> None:
    (hit,) = find("benefit")
    assert hit.subject == "Re: [PATCH v2] mm: take the lock once"
    assert hit.author == "Réné Müller <rene@example.com>"
    assert hit.date is not None
    assert hit.date.isoformat() == "2026-04-17T10:00:00+00:00"
    assert hit.score > 0


def test_subjects_come_before_bodies_and_the_new_before_the_old(
    store: SqliteStore, mail: MakeMail, clock: Any
) -> None:
    store.add(
        [
            mail("body@x", "unrelated", "a folio here\n"),
            mail("subject@x", "the folio", "unrelated\n"),
            mail("old@x", "the folio", "unrelated\n", Date="Wed, 15 Apr 2015 10:00:00 +0000"),
            mail("future@x", "the folio", "unrelated\n", Date="Wed, 15 Apr 2065 10:00:00 +0000"),
        ]
    )
    found = [hit.message_id for hit in store.search(parse_query("folio", clock.now()))]
    assert found == ["subject@x", "body@x", "old@x", "future@x"]


def test_pages_follow_each_other_without_a_gap(
    store: SqliteStore, mail: MakeMail, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hits, "RANKED", 20)
    days = [f"{1 + n % 28:02} Mar {2000 + n % 26} 10:00:00 +0000" for n in range(89)]
    days.insert(45, "1 Mar 2060 10:00:00 +0000")
    store.add(
        [
            mail(f"{n}@x", "folio" if n % 30 == 0 else "page", "the folio\n", Date=day)
            for n, day in enumerate(days)
        ]
    )
    query = parse_query("folio", clock.now())
    pages = [store.search(query, limit=7, offset=offset) for offset in range(0, 98, 7)]
    found = [hit.message_id for page in pages for hit in page]
    assert len(found) == 90
    assert len(set(found)) == 90
    assert set(found[:3]) == {"0@x", "30@x", "60@x"}
    assert found.index("45@x") > 3  # a date to come is no way to the top
    assert store.search(query, limit=0) == []
    assert store.search(query, limit=5, offset=1_000) == []


@pytest.mark.parametrize(
    "text",
    [
        '" OR *',
        "NEAR(a b)",
        "a NEAR b",
        "{subject} : x",
        "subject : lock",
        "^lock",
        "lock + once",
        "a\x00b",
        "\ud800 lock",
        "'; DROP TABLE messages; --",
        '""',
        '"" lock',
        "* *",
        "lock*",
        "-",
        "\u202elock",
        "a" * 8_000,
        "(" * 12 + "lock" + ")" * 12,
        "m:%",
        "m:_*",
        "l:' OR 1=1",
        "d:0001-01-01..9998-12-31",
        "rt:@0000000001..",
    ],
)
def test_hostile_queries_give_a_result_or_a_clean_word(find: Find, text: str) -> None:
    _find_or_complain(find, text)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    *("lock", "锁", "once*", '"the', 'lock"', "OR", "AND", "NOT", "(", ")", "-"),
                    *("s:", "f:ada", "d:2026..", "l:mm", "dfn:mm", '"', "*", "m:a", "-(lock"),
                    *("rt:today..", "NEAR", "^", "{", "}", ":", ",", "é", "a:x*"),
                ]
            ),
            st.text(max_size=6),
        ),
        max_size=12,
    )
)
def test_any_query_gives_a_result_or_a_usage_error(find: Find, parts: list[str]) -> None:
    _find_or_complain(find, " ".join(parts))


@pytest.mark.parametrize("levels", [1, 2, 3, 4, 5, 6])
def test_brackets_may_be_deep(find: Find, levels: int) -> None:
    either, turned = "numbers", "numbers"
    for level in range(levels):
        either = f"(lock AND (no{level} OR {either}))"
        turned = f"(lock NOT (lock {turned}))"
    assert "answer@x" in {hit.message_id for hit in find(either)}
    # each level takes what the one inside it found away
    assert ("answer@x" in {hit.message_id for hit in find(turned)}) == (levels % 2 == 0)


def test_many_words_are_no_trouble(find: Find) -> None:
    assert [hit.message_id for hit in find("lock " * 200)]
    assert [hit.message_id for hit in find(" OR ".join(f"no{n}" for n in range(199)) + " OR lock")]
    assert [hit.message_id for hit in find("lock " + " ".join(f"-no{n}" for n in range(199)))]
    assert [hit.message_id for hit in find(" OR ".join(f"-no{n}" for n in range(200)))]


def _find_or_complain(find: Find, text: str) -> None:
    """Anything but a UsageError fails the test."""
    with suppress(UsageError):
        assert all(isinstance(hit, Hit) for hit in find(text))


def test_a_search_is_never_a_write(filled: SqliteStore, find: Find) -> None:
    count = filled.count()
    find("lock")
    assert filled.count() == count
