"""The page of a comparison, its JSON, its rows and its charts."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.cli.comparison_facts import CSV_HEAD, comparison_facts, comparison_rows
from lkmltrack.cli.pages.bars import ASCII_STROKES, Strokes
from lkmltrack.cli.pages.compare import ComparisonPage
from lkmltrack.cli.pages.plots import comparison_charts
from lkmltrack.cli.text.cells import width_of
from lkmltrack.cli.text.csv_text import csv_text
from lkmltrack.cli.text.spans import Line, characters
from lkmltrack.model.comparison import Comparison, Noise, Scatter, Side, Stale, Verdict
from lkmltrack.model.message import Address
from lkmltrack.model.series import Patch
from tests.cli.comparisons import (
    ALONE,
    BASE,
    COMPARISON,
    FIRST,
    GAIN,
    LOSS,
    NEW_FIGURES,
    ROW,
    STALE,
    figure,
)

EVIL = "[bold]x[/bold]\x1b]52;c;cm0=\x07\u202e\u2066\x9b31m\nGone stale\r\t"


def text_of(lines: Iterable[Line], *, coloured: bool = False) -> str:
    return "\n".join(characters(line, coloured) for line in lines)


def page(
    comparison: Comparison = COMPARISON,
    width: int = 80,
    *,
    whole: bool = False,
    strokes: Strokes | None = None,
    stale: Sequence[Stale] = (STALE,),
) -> str:
    found = ComparisonPage(comparison, stale, width, whole, strokes or Strokes())
    return text_of(found.lines())


def test_the_page_begins_with_how_much_there_is() -> None:
    assert page(width=120).startswith(
        "1 measurement on 4 sides; of 2 differences 1 better, 1 worse; "
        "the noise of 1 is unknown\n! no two postings were measured on the same machine\n\n"
        "execl: throughput, c=220, 1/s, higher is better\n"
    )


def test_every_side_has_its_value_its_scatter_and_its_place() -> None:
    rows = [line for line in page(width=120).split("\n") if "cores" in line]
    assert [row[2:30].strip() for row in rows] == [
        "v1 vanilla, Zen 5, 256 cores",
        "v1 patched, Zen 5, 256 cores",
        "v2 patched, Zen 5, 256 cores",
        "v2 patched, Altra, 80 cores",
    ]
    assert "1,800/s  ±1.67% n=5  stale" in rows[1]
    assert "  700/s  " in rows[3]
    # on one scale: the greater a value, the longer its bar
    ends = [row.index("●") for row in rows]
    assert ends[3] < ends[0] < ends[2] < ends[1]
    assert rows[1].rstrip().endswith("├●┤")
    assert rows[3].index("●") == min(row.index("●") for row in rows)


def rows_of(shown: str) -> list[str]:
    return [" ".join(line.split()) for line in shown.split("\n")]


def test_differences_say_how_sure_they_are() -> None:
    rows = rows_of(page(width=120))
    assert (
        "v1 vanilla → v1 patched +80% [+76%, +84%] better, beyond noise (Welch's t-test, p=0.0012)"
    ) in rows
    assert "v1 patched → v2 patched -16.7% worse, noise unknown" in rows
    assert "the text says +90, which its values do not make" in rows
    assert rows.count("the runs are few") == 1


def test_a_difference_of_unknown_direction_is_only_a_change() -> None:
    odd = replace(LOSS, verdict=Verdict.UNKNOWN, noise=Noise.WITHIN, percent=None)
    shown = page(replace(COMPARISON, rows=(replace(ROW, differences=(odd,)),)), 120)
    assert "v1 patched → v2 patched -300 more within noise" in rows_of(shown)
    assert "1 changed" in shown


def test_percents_differ_by_points() -> None:
    shown = page(replace(COMPARISON, rows=(replace(ROW, unit="%"),)), 120)
    assert "v1 patched → v2 patched -300 pp worse, noise unknown" in rows_of(shown)


def test_what_is_measured_once_stands_below() -> None:
    assert "\nMeasured on one side only\n  schbench: p99 latency  v1 patched  12.5 ms" in page()


def test_stale_evidence_is_marked_and_explained() -> None:
    shown = page(width=200, whole=True)
    assert (
        "  block-v1 in <v1@example.org>\n    measured on v1, and v2 differs from it "
        "(1 patch changed, 1 patch new, another base); it was measured again; "
        "shown again in 1 later message"
    ) in shown
    assert "changed: exec: link one batch" in shown
    assert "new: mm: let go of the lock" in shown
    assert "the patch-ids differ" in shown
    assert shown.count("  stale") == 2
    twice = page(width=200, stale=(STALE, replace(STALE, block="block-2")))
    assert "\n  block-v1, block-2 in <v1@example.org>\n" in twice
    assert "may differ from it" in page(width=200, stale=(replace(STALE, is_certain=False),))


def test_sides_of_one_name_are_told_apart_by_their_authors() -> None:
    twin = replace(BASE, source="ann@example.org", author="Ann Example")
    row = replace(ROW, figures=(figure(BASE, 1.0), figure(twin, 2.0)), differences=())
    shown = page(Comparison((BASE, twin), (row,)))
    assert "v1 vanilla, Xia Example" in shown
    assert "v1 vanilla, Ann Example" in shown


def test_nothing_to_compare_is_said_shortly() -> None:
    assert page(Comparison((), ()), stale=()) == "nothing can stand side by side"
    alone = page(Comparison((FIRST,), (), (ALONE,)))
    assert alone.startswith("nothing can stand side by side: 1 measurement on one side only\n")


def test_many_rows_are_folded_and_all_unfolds_them() -> None:
    rows = tuple(replace(ROW, workload=f"w{n}") for n in range(40))
    alone = tuple(replace(ALONE, workload=f"alone{n}") for n in range(40))
    many = replace(COMPARISON, rows=rows, alone=alone)
    short, long = page(many), page(many, whole=True)
    assert short.count("(--all)") == 2
    assert "(--all)" not in long
    assert "w39" not in short
    assert "w39" in long
    assert "alone39" in long


@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    for whole in (False, True):
        shown = page(width=width, whole=whole)
        assert max(width_of(line) for line in shown.split("\n")) <= width


def test_ascii_strokes_need_no_unicode() -> None:
    shown = page(width=120, strokes=ASCII_STROKES)
    assert any("=|o|" in line for line in shown.split("\n"))
    assert "v1 vanilla -> v1 patched" in shown


def hostile(evil: str) -> tuple[Comparison, tuple[Stale, ...]]:
    side = Side(evil, evil, evil, None, evil, evil)
    other = replace(side, machine="x")
    figures = (figure(side, 1.0, 0.5), replace(figure(other, 2.0), remarks=(evil,)))
    gain = replace(GAIN, base=figures[0], candidate=figures[1], reasons=(evil,))
    row = replace(
        ROW,
        metric=evil,
        workload=evil,
        parameters=((evil, evil),),
        unit=evil,
        statistic=evil,
        figures=figures,
        differences=(gain,),
        reasons=(evil,),
    )
    patch = Patch(evil, 1, evil, Address(evil, evil))
    stale = replace(STALE, source=evil, block=evil, changed=(patch,), reason=evil)
    return Comparison((side, other), (row,), (row,), (evil,)), (stale,)


def test_no_text_of_a_mail_acts_or_forges_a_line() -> None:
    for width in (20, 80, 200):
        for whole in (False, True):
            lines = list(ComparisonPage(*hostile(EVIL), width, whole).lines())
            shown = text_of(lines)
            assert not any(ord(c) < 32 and c != "\n" or 127 <= ord(c) < 160 for c in shown)
            assert "\u202e" not in shown
            assert shown.count("\n") == len(lines) - 1
            assert shown.split("\n").count("Gone stale") == 1


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=40),
    st.floats(),
    st.floats(),
    st.one_of(st.none(), st.floats()),
    st.integers(20, 200),
)
def test_no_text_and_no_figure_breaks_page_rows_or_charts(
    text: str, first: float, second: float, third: float | None, width: int
) -> None:
    scatter = Scatter(third, third, 3, third, third)
    figures = (
        replace(figure(BASE, first), scatter=scatter),
        replace(figure(replace(FIRST, variant=text), second), scatter=scatter),
    )
    one = replace(
        GAIN,
        base=figures[0],
        candidate=figures[1],
        percent=third,
        low=third,
        high=first,
        change=first,
    )
    row = replace(ROW, metric=text, unit="s", figures=figures, differences=(one,))
    comparison = replace(COMPARISON, rows=(row,))
    for strokes in (Strokes(), ASCII_STROKES):
        assert page(comparison, width, strokes=strokes)
    assert csv_text(CSV_HEAD, comparison_rows(comparison))
    assert json.dumps(comparison_facts(comparison), allow_nan=False)
    assert comparison_charts(comparison)


# ---------------------------------------------------------------- JSON, CSV, charts


def test_json_names_sides_by_their_place() -> None:
    found = json.loads(json.dumps(comparison_facts(COMPARISON, [STALE])))
    assert [side["label"] for side in found["sides"]] == [
        "v1 vanilla",
        "v1 patched",
        "v2 patched",
        "v2 patched",
    ]
    (row,) = found["rows"]
    assert [one["side"] for one in row["figures"]] == [0, 1, 2, 3]
    assert [one["stale"] for one in row["figures"]] == [True, True, False, False]
    gain, loss = row["differences"]
    assert (gain["base"], gain["candidate"], gain["percent"]) == (0, 1, 80.0)
    assert (gain["noise"], gain["verdict"], gain["p"]) == ("beyond noise", "better", 0.0012)
    assert (gain["stated"], gain["stated_fits"]) == (90.0, False)
    assert (loss["noise"], loss["low"], loss["method"]) == ("noise unknown", None, None)
    assert found["alone"][0]["figures"][0]["value"] == 0.0125
    assert found["stale"][0]["newest"]["revision"] == 2
    assert found["stale"][0]["changed"][0]["title"] == "exec: link one batch"


def test_csv_has_figures_and_differences() -> None:
    text = csv_text(CSV_HEAD, comparison_rows(COMPARISON, [STALE]))
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert [row["row"] for row in rows] == ["figure"] * 4 + ["difference"] * 2 + ["figure"]
    gain = rows[4]
    assert (gain["base_variant"], gain["variant"], gain["percent"]) == ("vanilla", "patched", "80")
    assert (gain["low"], gain["high"], gain["stated_fits"]) == ("76", "84", "no")
    assert rows[3]["machine"] == "Altra, 80 cores"
    evil = list(csv.DictReader(StringIO(csv_text(CSV_HEAD, comparison_rows(*hostile("=1+1"))))))
    assert all(row["metric"] == "'=1+1" for row in evil)


def test_charts_have_a_series_per_side() -> None:
    (chart,) = comparison_charts(COMPARISON)
    assert (chart.title, chart.unit, chart.labels) == ("throughput", "1/s", ("execl c=220",))
    assert [one.name for one in chart.series] == [
        "v1 vanilla, Zen 5, 256 cores",
        "v1 patched, Zen 5, 256 cores",
        "v2 patched, Zen 5, 256 cores",
        "v2 patched, Altra, 80 cores",
    ]
    bars = [one.bars[0] for one in chart.series]
    assert [bar.value for bar in bars if bar] == [1000.0, 1800.0, 1500.0, 700.0]
    assert bars[0] is not None
    assert (bars[0].low, bars[0].high) == (985.0, 1015.0)
    assert NEW_FIGURES[1].scatter.deviation is None
    assert bars[3] is not None
    assert bars[3].low is None
