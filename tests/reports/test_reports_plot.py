"""Charts as SVG: they stand alone, whatever stands in their labels."""

import re
import sys
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.reports.plot import Bar, BarSeries, Chart, left_out, render_plot

SVG = "{http://www.w3.org/2000/svg}"
PROFILE = Chart(
    "perf top", "%", ("osq_lock", "down_write"), (BarSeries("", (Bar(91.5), Bar(0.25))),)
)
SCORES = Chart(
    "execl",
    "1/s",
    ("-c 220", "-c 250"),
    (
        BarSeries("base", (Bar(1000.0, 950.0, 1050.0), Bar(300.0))),
        BarSeries("patched", (Bar(1800.0, 1700.0, 1900.0), None)),
    ),
)
EVIL = (
    "<script>alert(1)</script>",
    "]]><image href='https://evil.example.com/x.png'/>",
    '"><a xlink:href="https://evil.example.com/">x</a>',
    "&#x3c;script&#x3e; &lt;b&gt; &amp;",
    "</style><style>@import url(https://evil.example.com/)</style>",
    "{{ style }} {0} {x!r} %s",
    "a\x00b\x1b]52;c;cm0=\x07\u202e\ud800\ufffe\nforged",
)


def elements(svg: str) -> Iterator[ElementTree.Element]:
    return ElementTree.fromstring(svg).iter()


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in elements(svg) if element.tag == f"{SVG}text"]


def foreign(svg: str) -> list[str]:
    """Return whatever in a drawing leads somewhere or runs."""
    found = []
    for element in elements(svg):
        if element.tag.rpartition("}")[2] in ("script", "image", "a", "use", "foreignObject"):
            found.append(element.tag)
        names = [name.rpartition("}")[2].lower() for name in element.attrib]
        found += [name for name in names if name == "href" or name.startswith("on")]
        if element.tag == f"{SVG}style":
            found += re.findall(r"@import|url\s*\(|https?:", element.text or "")
    return found + re.findall(r"<!--|<\?|<!\[CDATA|<!DOCTYPE", svg)


def test_the_guard_sees_what_is_foreign() -> None:
    drawn = f'<svg xmlns="{SVG[1:-1]}"><a href="x"/><style>@import url(x)</style></svg>'
    assert set(foreign(drawn)) == {f"{SVG}a", "href", "@import", "url("}


def test_a_drawing_stands_alone() -> None:
    assert foreign(render_plot([PROFILE, SCORES])) == []


def test_the_same_charts_are_the_same_drawing() -> None:
    assert render_plot([PROFILE, SCORES]) == render_plot([PROFILE, SCORES])


def test_every_label_value_and_title_is_in_it() -> None:
    shown = texts(render_plot([PROFILE, SCORES]))
    for wanted in (
        "perf top (%)",
        "execl (1/s)",
        "osq_lock",
        "91.5",
        "0.25",
        "-c 250",
        "base",
        "patched",
        "1,800",
    ):
        assert wanted in shown
    assert "value" not in shown  # a chart of one series needs no legend


def test_the_first_row_is_on_top() -> None:
    places = {
        element.text: float(element.attrib["y"])
        for element in elements(render_plot([PROFILE]))
        if element.tag == f"{SVG}text" and element.text in PROFILE.labels
    }
    assert places["osq_lock"] < places["down_write"]


def test_intervals_are_drawn_inside_of_the_plot() -> None:
    drawn = render_plot([SCORES])
    strokes = [
        element.attrib["d"]
        for element in elements(drawn)
        if element.tag == f"{SVG}path" and element.attrib.get("class") == "nofill reactive"
    ]
    assert len(strokes) == 2
    assert 'class="ci"' not in render_plot([PROFILE])
    ends = [float(number) for number in re.findall(r"[ML](-?[\d.]+)", " ".join(strokes))]
    assert 0 <= min(ends) < max(ends) < 900


@pytest.mark.parametrize("evil", EVIL)
def test_hostile_texts_stay_texts(evil: str) -> None:
    drawn = render_plot(
        [Chart(evil, evil, (evil, evil + "2"), (BarSeries(evil, (Bar(1.0), Bar(2.0))),) * 2)]
    )
    assert foreign(drawn) == []
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", drawn)
    assert any(evil[:3].replace("\x00", "␀") in text for text in texts(drawn))


def test_drawing_leaves_no_finder_of_modules_behind() -> None:
    assert render_plot([PROFILE])
    assert [one for one in sys.meta_path if type(one).__module__.startswith("pygal")] == []


def test_nothing_to_draw_is_an_empty_text() -> None:
    nothing = Chart("x", "", ("a",), (BarSeries("", (None,)),))
    beyond = Chart("x", "", ("a", "b"), (BarSeries("", (Bar(float("nan")), Bar(float("inf")))),))
    assert render_plot([]) == render_plot([nothing, beyond]) == ""


def test_a_thousand_rows_are_cut_and_that_is_told() -> None:
    long = Chart(
        "long",
        "s",
        tuple(map(str, range(1000))),
        tuple(BarSeries(str(n), (Bar(1.0),) * 1000) for n in range(9)),
    )
    assert left_out([long]) == 941
    assert left_out([PROFILE]) == 0
    assert left_out([PROFILE] * 43) == 3
    assert len(texts(render_plot([long]))) < 60 * 8 + 200


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(max_size=80),
            st.floats(),
            st.one_of(st.none(), st.floats()),
            st.one_of(st.none(), st.floats()),
        ),
        max_size=5,
    )
)
def test_no_figure_and_no_text_breaks_a_drawing(
    rows: list[tuple[str, float, float | None, float | None]],
) -> None:
    bars = tuple(Bar(value, low, high) for _, value, low, high in rows)
    chart = Chart("x", "", tuple(text for text, *_ in rows), (BarSeries("a", bars),))
    drawn = render_plot([chart])
    assert drawn == "" or foreign(drawn) == []
