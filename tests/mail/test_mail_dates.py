"""Date headers, honest and broken."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.dates import parse_date, received_date

MOMENT = datetime(2026, 4, 21, 2, 9, 32, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 21 Apr 2026 10:09:32 +0800",
        " Tue, 21 Apr 2026 10:09:32 +0800 (CST)",
        "21 Apr 2026 10:09:32 +0800",
        "Tue,21 Apr 2026 10:09:32 +0800",
        "Tue, 21 Apr 2026 02:09:32 GMT",
        "Tue, 21 Apr 2026 02:09:32 -0000",
        "Tue, 21 Apr 2026 02:09:32",
        "Mon, 20 Apr 2026 22:09:32 EDT",
        "TUE, 21 APR 2026 10:09:32 +0800",
        "Tue, 21 Apr 26 10:09:32 +0800",
        "Tue Apr 21 02:09:32 2026",
        "Tue Apr 21 10:09:32 2026 +0800",
        "2026-04-21T10:09:32+08:00",
        "2026-04-21 02:09:32",
        "2026-04-21T02:09:32Z",
        "2026-04-21T07:39:32+05:30",
        "2026-04-20T22:39:32-03:30",
        "Tue, 21 Apr 2026 02:09:32 +9999",
    ],
)
def test_reads_the_ways_of_writing_a_date(text: str) -> None:
    assert parse_date(text) == MOMENT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "Tue, 31 Feb 2026 10:09:32 +0800",
        "Tue, 21 Foo 2026 10:09:32 +0800",
        "Tue, 21 Apr 1969 10:09:32 +0800",
        "Tue, 21 Apr 69 10:09:32 +0800",
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "Tue, 21 Apr 99999 10:09:32 +0800",
        "Tue, 21 Apr 2199 10:09:32 +0800",
        "Tue, 21 Apr 2026 25:09:32 +0800",
        "2026-13-21T02:09:32Z",
        "\x00",
        "9" * 10_000,
    ],
)
def test_a_broken_clock_gives_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_a_leap_second_is_read() -> None:
    assert parse_date("Sat, 31 Dec 2016 23:59:60 +0000") == datetime(
        2016, 12, 31, 23, 59, 59, tzinfo=UTC
    )


def test_99_is_1999() -> None:
    assert parse_date("21 Apr 99 10:09:32 +0800") == datetime(1999, 4, 21, 2, 9, 32, tzinfo=UTC)


def test_the_date_of_a_received_header_stands_at_its_end() -> None:
    value = "from a.example.org (b; c) by d.example.org; Tue, 21 Apr 2026 10:09:32 +0800 (CST)"
    assert received_date(value) == MOMENT
    assert received_date("from a.example.org by d.example.org") is None


@settings(deadline=None)
@given(st.text(max_size=120))
def test_any_text_gives_a_moment_in_utc_or_nothing(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.tzinfo is UTC
    received_date(text)


@settings(deadline=None)
@given(
    st.from_regex(
        r"[A-Z][a-z]{2},? ?\d{1,3} [A-Z][a-z]{2} \d{1,6} \d{1,3}:\d{1,3}(:\d{1,3})? [+-]?\w{0,6}",
        fullmatch=True,
    )
)
def test_anything_like_a_date_gives_a_moment_in_utc_or_nothing(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.tzinfo is UTC


@settings(deadline=None)
@given(st.datetimes(datetime(1981, 1, 1), datetime(2099, 12, 31)), st.integers(-720, 840))  # noqa: DTZ001  # hypothesis wants naive bounds
def test_what_was_written_is_read(moment: datetime, minutes: int) -> None:
    local = moment.replace(microsecond=0)
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    text = f"{local:%a, %d %b %Y %H:%M:%S} {sign}{hours:02}{rest:02}"
    parsed = parse_date(text)
    assert parsed is not None
    assert (local.replace(tzinfo=UTC) - parsed).total_seconds() == minutes * 60
