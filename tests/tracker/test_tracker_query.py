"""Queries: what each form means, and a column for whatever is wrong."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.errors import UsageError
from lkmltrack.model.query import And, Field, Node, Not, Or, Term
from lkmltrack.tracker.query import parse_query

# a Wednesday
NOW = datetime(2026, 4, 15, 12, 30, tzinfo=UTC)


def _word(text: str, field: Field = Field.ANY) -> Term:
    return Term(field, text)


def _range(since: str, until: str, field: Field = Field.DATE) -> Term:
    begin = datetime.fromisoformat(since).replace(tzinfo=UTC) if since else None
    end = datetime.fromisoformat(until).replace(tzinfo=UTC) if until else None
    return Term(field, "", since=begin, until=end)


A, B, C = _word("a"), _word("b"), _word("c")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("a", A),
        ("  a  ", A),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a OR b c", Or((A, And((B, C))))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("((a))", A),
        ("-a", Not(A)),
        ("NOT a", Not(A)),
        ("NOT NOT a", A),
        ("-(a b)", Not(And((A, B)))),
        ("a NOT b", And((A, Not(B)))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a -b OR c", Or((And((A, Not(B))), C))),
        ("+a", A),
        ('"a b"', Term(Field.ANY, "a b", is_phrase=True)),
        ('"OR"', Term(Field.ANY, "OR", is_phrase=True)),
        ("or", _word("or")),
        ("a*", Term(Field.ANY, "a", is_prefix=True)),
        ("s:a", _word("a", Field.SUBJECT)),
        ('f:"Ada Author"', Term(Field.FROM, "Ada Author", is_phrase=True)),
        ("t:a", _word("a", Field.TO)),
        ("c:a", _word("a", Field.CC)),
        ("b:a", _word("a", Field.BODY)),
        ("nq:a", _word("a", Field.OWN)),
        ("q:a", _word("a", Field.QUOTED)),
        ("l:linux-mm.kvack.org", _word("linux-mm.kvack.org", Field.LIST)),
        ("dfn:mm/rmap.c", _word("mm/rmap.c", Field.FILE)),
        ("m:<a@example.org>", _word("a@example.org", Field.MESSAGE_ID)),
        ("mid:a@b", _word("a@b", Field.MESSAGE_ID)),
        ("m:2026*", Term(Field.MESSAGE_ID, "2026", is_prefix=True)),
        ("tc:a", Or((_word("a", Field.TO), _word("a", Field.CC)))),
        ("bs:a", Or((_word("a", Field.SUBJECT), _word("a", Field.BODY)))),
        (
            "a:a",
            Or((_word("a", Field.FROM), _word("a", Field.TO), _word("a", Field.CC))),
        ),
        ("s:(a OR b)", Or((_word("a", Field.SUBJECT), _word("b", Field.SUBJECT)))),
        ("s:(a f:b)", And((_word("a", Field.SUBJECT), _word("b", Field.FROM)))),
        ("-s:a", Not(_word("a", Field.SUBJECT))),
        ("mm: a", And((_word("mm:"), A))),
        ("https://x.example.org/b", _word("https://x.example.org/b")),
        ("kfree() a", And((_word("kfree()"), A))),
        ("(kfree())", _word("kfree()")),
        ("--force", _word("--force")),
        ("a - b", And((A, B))),
        ("a | b", And((A, B))),
        ("S:a", _word("S:a")),
        ("锁", _word("锁")),
        ("a\u3000b", And((A, B))),
    ],
)
def test_reads(text: str, node: Node) -> None:
    assert parse_query(text, NOW) == node


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("d:20260401..20260410", "2026-04-01", "2026-04-11"),
        ("d:2026-04-01..2026-04-10", "2026-04-01", "2026-04-11"),
        ("d:2026-04-15..", "2026-04-15", ""),
        ("d:..yesterday", "", "2026-04-15"),
        ("d:yesterday..", "2026-04-14", ""),
        ("d:today", "2026-04-15", "2026-04-16"),
        ("d:20260415", "2026-04-15", "2026-04-16"),
        ("d:2026-02", "2026-02-01", "2026-03-01"),
        ("d:2026", "2026-01-01", "2027-01-01"),
        ("d:2025..2026-02", "2025-01-01", "2026-03-01"),
        ("d:10.days.ago..", "2026-04-05", ""),
        ("d:2.weeks.ago..", "2026-04-01", ""),
        ('d:"2 weeks ago.."', "2026-04-01", ""),
        ("d:2_weeks_ago..", "2026-04-01", ""),
        ("d:last.week..", "2026-04-08", ""),
        ("d:last.month..", "2026-03-15", ""),
        ("d:last.year..last.month", "2025-04-15", "2026-03-16"),
        ("d:monday..", "2026-04-13", ""),
        ("d:last.wednesday", "2026-04-08", "2026-04-09"),
        ("d:3.hours.ago..", "2026-04-15", ""),
        ("dt:3.hours.ago..", "2026-04-15T09:30", ""),
        ("dt:20260415103000..", "2026-04-15T10:30", ""),
        ("dt:2026-04-15T10:30..", "2026-04-15T10:30", ""),
        ("d:1776211200..", "2026-04-15", ""),
        ("dt:1.month.ago..", "2026-03-15T12:30", ""),
    ],
)
def test_reads_dates(text: str, since: str, until: str) -> None:
    assert parse_query(text, NOW) == _range(since, until)


def test_a_month_before_the_31st_is_the_last_of_the_month() -> None:
    late = datetime(2026, 3, 31, tzinfo=UTC)
    assert parse_query("d:1.month.ago..", late) == _range("2026-02-28", "")


def test_the_time_of_receipt_has_its_own_field() -> None:
    assert parse_query("rt:1776211200..", NOW) == _range("2026-04-15", "", Field.RECEIVED)
    assert parse_query("rt:2.hours.ago..", NOW) == _range("2026-04-15T10:30", "", Field.RECEIVED)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 1),
        ("   ", 1),
        ("* ... -", 1),
        ('a "b c', 3),
        ("a (b", 3),
        ("a b)", 4),
        ("()", 2),
        ("a OR", 5),
        ("OR a", 1),
        ("a OR OR b", 6),
        ("a AND OR b", 7),
        ("NOT", 4),
        ("a -(", 5),
        ("a s:", 3),
        ("a s: b", 3),
        ("a d:someday", 3),
        ("d:2026-02-31", 1),
        ("d:..", 1),
        ("a d:20260410..20260401", 3),
        ("d:9999", 1),
        ("d:99999.years.ago..", 1),
        ("a patchid:1234", 3),
        ("dfpre:1234", 1),
        ("(" * 60 + "a" + ")" * 60, 13),
    ],
)
def test_whatever_is_wrong_has_a_column(text: str, column: int) -> None:
    with pytest.raises(UsageError, match=f"column {column}:"):
        parse_query(text, NOW)


@pytest.mark.parametrize("text", ["a" * 100_000, "a " * 2_000, "(" * 5_000, '"' * 100_001])
def test_what_is_too_long_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_query(text, NOW)


def test_a_field_of_the_archive_tells_the_way_out() -> None:
    with pytest.raises(UsageError, match="--remote"):
        parse_query("dfctx:mutex_lock", NOW)


@given(
    st.lists(
        st.sampled_from(
            ["a", '"', "(", ")", "-", "OR", "AND", "NOT", "s:", "d:", "..", "*", "+", " "]
        )
        | st.text(max_size=8),
        max_size=30,
    ).map("".join)
)
def test_any_text_is_a_query_or_a_usage_error(text: str) -> None:
    with suppress(UsageError):
        assert isinstance(parse_query(text, NOW), Term | Not | And | Or)
