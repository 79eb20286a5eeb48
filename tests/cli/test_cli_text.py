"""Spans, cells, times, tables and JSON: what every page is made of."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.cli.text.cells import cut, pad, pad_left, width_of, wrap
from lkmltrack.cli.text.json_text import json_text
from lkmltrack.cli.text.spans import Span, Style, characters, line, one_line
from lkmltrack.cli.text.table import Column, table
from lkmltrack.cli.text.times import age, ago, day, iso

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def test_a_span_cannot_send_an_escape_or_forge_a_line() -> None:
    hostile = "\x1b]52;c;ZXZpbA==\x07\u202e[bold]x[/bold]\n#2 forged"
    shown = characters(line(Span(hostile, Style.TITLE)), coloured=False)
    assert shown == "␛]52;c;ZXZpbA==␇<U+202E>[bold]x[/bold]␊#2 forged"


def test_colour_stands_around_the_text_and_nowhere_else() -> None:
    spans = line("a", Span("b\x1b[5m", Style.ADDED), Span("", Style.BAD))
    assert characters(spans, coloured=True) == "a\x1b[32mb␛[5m\x1b[0m"
    assert characters(spans, coloured=False) == "ab␛[5m"


@given(st.text())
def test_no_text_reaches_the_terminal_with_a_control_character(text: str) -> None:
    shown = characters(line(Span(text, Style.TITLE)), coloured=False)
    assert all(
        character.isprintable() or character in "\t\u3000\xa0" or ord(character) > 0x1FFF
        for character in shown
    )
    assert not set(shown) & set(map(chr, [*range(9), *range(10, 32), *range(127, 160)]))


@given(st.text(), st.integers(0, 40))
def test_a_cut_text_is_never_wider_than_asked(text: str, width: int) -> None:
    text = one_line(text)
    assert width_of(cut(text, width)) <= width
    assert width_of(pad(text, width)) == width
    assert width_of(pad_left(text, width)) == width


@given(st.text(), st.integers(1, 40))
def test_wrapped_lines_fit_and_keep_the_words(text: str, width: int) -> None:
    lines = wrap(one_line(text), width)
    assert all(width_of(line) <= width for line in lines)
    if all(width_of(word) <= width for word in one_line(text).split()):
        assert " ".join(lines).split() == one_line(text).split()


def test_cjk_columns_are_aligned_in_cells() -> None:
    assert width_of(pad("答复李", 8)) == width_of(pad("Li Wei", 8)) == 8
    assert cut("答复答复", 3) == "答…"


@pytest.mark.parametrize(
    ("past", "short", "phrase"),
    [
        (timedelta(seconds=5), "0min", "just now"),
        (timedelta(seconds=80), "1min", "a minute ago"),
        (timedelta(minutes=50), "50min", "50 minutes ago"),
        (timedelta(hours=30), "1d", "30 hours ago"),
        (timedelta(days=13), "13d", "13 days ago"),
        (timedelta(days=70), "2mo", "2 months ago"),
        (timedelta(days=800), "2y", "2 years ago"),
        (timedelta(days=-1), "future", "in the future"),
    ],
)
def test_ages_tell_one_unit(past: timedelta, short: str, phrase: str) -> None:
    assert age(NOW - past, NOW) == short
    assert ago(NOW - past, NOW) == phrase


def test_moments_are_utc_with_a_z_also_in_odd_years() -> None:
    plus_two = datetime.fromisoformat("2026-03-01T01:30:00.25+02:00")
    assert iso(plus_two) == "2026-02-28T23:30:00Z"
    assert iso(datetime(99, 1, 2, tzinfo=UTC)) == "0099-01-02T00:00:00Z"
    assert iso(None) is None
    assert day(None) == "????-??-??"
    assert day(datetime(9999, 12, 31, 23, 59, tzinfo=UTC)) == "9999-12-31"


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_moment_can_be_told(moment: datetime) -> None:
    assert len(day(moment)) == 10
    assert datetime.fromisoformat(str(iso(moment))) == moment.replace(microsecond=0)


@given(st.dictionaries(st.text(), st.text()))
def test_json_reads_back_exactly_and_hides_nothing(facts: dict[str, str]) -> None:
    for ascii_only in (False, True):
        text = json_text(facts, ascii_only=ascii_only)
        # surrogate halves may meet in JSON and become the character they make
        pairs = {
            key.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass"): value
            for key, value in facts.items()
        }
        assert json.loads(text).keys() == pairs.keys()
        assert one_line(text) == text.replace("\n", " ")


def test_json_keeps_letters_and_escapes_what_a_terminal_acts_on() -> None:
    text = json_text({"subject": "答复: é \x9b31m \u202e \U000e0001 \x7f"})
    assert r"答复: é \u009b31m \u202e \udb40\udc01 \u007f" in text
    assert json.loads(text) == {"subject": "答复: é \x9b31m \u202e \U000e0001 \x7f"}


def test_a_table_drops_the_least_needed_column_first() -> None:
    columns = (Column("#"), Column("name", rank=1), Column("tags", rank=2), Column("title"))
    row = [Span("1"), Span("a-long-name"), Span("#tag"), Span("title " * 9)]
    wide = "".join(span.text for span in next(table(columns, [row], 80)))
    narrow = "".join(span.text for span in next(table(columns, [row], 40)))
    narrower = "".join(span.text for span in next(table(columns, [row], 30)))
    assert "#tag" in wide
    assert "a-long-name" in narrow
    assert "#tag" not in narrow
    assert "a-long-name" not in narrower
    assert narrower.startswith("1  title")


@given(st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=4), st.integers(20, 90))
def test_no_row_is_wider_than_the_screen(rows: list[list[str]], width: int) -> None:
    columns = (Column("a", limit=30), Column("b", rank=1, right=True), Column("c"))
    cells = [[Span(text) for text in row] for row in rows]
    for laid_out in table(columns, cells, width):
        assert width_of(characters(laid_out, coloured=False)) <= width
