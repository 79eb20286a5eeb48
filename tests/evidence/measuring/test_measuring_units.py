"""Numbers and units: what is written, and the standard form it is kept in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.evidence.measuring.cells import in_standard, value_of
from lkmltrack.evidence.measuring.numbers import half_step, to_number, to_seconds
from lkmltrack.evidence.measuring.units import Unit, unit_of


@pytest.mark.parametrize(
    ("text", "name", "factor"),
    [
        ("MiB/s", "B/s", 2.0**20),
        ("MB/s", "B/s", 1e6),
        ("GBytes", "B", 1e9),
        ("Mbits/sec", "bit/s", 1e6),
        ("10^6bits/sec", "bit/s", 1e6),
        ("Gbps", "bit/s", 1e9),
        ("µs", "s", 1e-6),
        ("\u03bcs", "s", 1e-6),
        ("usecs", "s", 1e-6),
        ("minutes", "s", 60.0),
        ("ns/op", "s", 1e-9),
        ("KIOPS", "1/s", 1e3),
        ("requests per second", "1/s", 1.0),
        ("Mrps/s", "1/s", 1e6),
        ("ops/us", "1/s", 1e6),
        ("Joules", "J", 1.0),
        ("cycles", "cycles", 1.0),
        ("%", "%", 1.0),
        ("k", "", 1e3),
    ],
)
def test_units_have_one_standard_form(text: str, name: str, factor: float) -> None:
    unit = unit_of(text)
    assert unit is not None
    assert unit.name == name
    assert unit.factor == pytest.approx(factor)


@pytest.mark.parametrize("text", ["", "NPS", "m", "Q", "16", "v5.9", "threads", "0x10", "x" * 99])
def test_what_is_no_unit_is_none(text: str) -> None:
    assert unit_of(text) is None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("8183MiB/s", 8580497408.0, "B/s"),
        ("1295k", 1295000.0, ""),
        ("1,204,300 KB/s", 1204300000.0, "B/s"),
        ("3.695e+09", 3695000000.0, ""),
        ("0m51.637s", 51.637, "s"),
        ("2:53.03", 173.03, "s"),
        ("12.6 ms", 0.0126, "s"),
        ("42.2  MIOPS", 42200000.0, "1/s"),
        ("74.4%%", 74.4, "%"),
        ("~0.5%", 0.5, "%"),
        ("+ 3%", 3.0, "%"),
        (".25 usec", 2.5e-07, "s"),
    ],
)
def test_cells_are_kept_in_standard_units(text: str, value: float, unit: str) -> None:
    cell = value_of(text)
    assert cell is not None
    number, name = in_standard(cell)
    assert number == pytest.approx(value)
    assert name == unit


def test_a_range_has_two_ends() -> None:
    assert [
        (v.number, v.upper) for text in ("143-150k", "2.5M ~ 4.5M") if (v := value_of(text))
    ] == [
        (143.0, 150.0),
        (2.5, 4.5),
    ]


def test_what_is_beside_a_value_belongs_to_it() -> None:
    cells = [value_of(text) for text in ("6.59 (0.14)", "1.38(+/-  1%) + 3%", "650 *  47.9%*")]
    assert [[(one.number, one.unit, one.is_scatter) for one in c.beside] for c in cells if c] == [
        [(0.14, "", False)],
        [(1.0, "%", True), (3.0, "%", False)],
        [(47.9, "%", False)],
    ]


@pytest.mark.parametrize(
    "text", ["v6.1", "5.4-rc7", "Group-1", "0xff", "12-Mar", "baseline", "- 5x2"]
)
def test_a_cell_that_holds_more_is_no_value(text: str) -> None:
    assert value_of(text) is None


def test_the_column_gives_the_unit_that_a_cell_leaves_out() -> None:
    bare, own = value_of("940"), value_of("2.5 GB/s")
    assert bare is not None
    assert own is not None
    assert in_standard(bare, Unit("B/s", 1e6)) == (9.4e8, "B/s")
    assert in_standard(own, Unit("B/s", 1e6)) == (2.5e9, "B/s")


def test_the_rounding_of_a_number_is_half_its_last_place() -> None:
    assert [half_step(text) for text in ("0.96", "20", "3.695e+09", "none")] == [
        pytest.approx(0.005),
        0.5,
        pytest.approx(500000.0),
        0.0,
    ]


@given(st.text(max_size=60))
def test_any_text_is_read_without_harm(text: str) -> None:
    value_of(text)
    unit_of(text)
    to_number(text)
    to_seconds(text)


@given(st.floats(0.001, 1e9), st.sampled_from(["us", "ms", "s", "KiB", "MB/s", "IOPS", "%"]))
def test_what_is_written_comes_back(number: float, unit: str) -> None:
    shown = f"{number:.3f}"
    cell, known = value_of(f"{shown} {unit}"), unit_of(unit)
    assert cell is not None
    assert known is not None
    assert in_standard(cell)[0] == pytest.approx(float(shown) * known.factor)
