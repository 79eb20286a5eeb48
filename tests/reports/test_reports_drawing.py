"""The drawing: who wrote when, readable at every width, and nothing in it that acts."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.model.message import Address
from lkmltrack.model.proposal import Event, EventKind, Participant, Story
from lkmltrack.reports.document import Dot, Drawing, Lane, Mark, Moment
from lkmltrack.reports.lanes import build_drawing
from lkmltrack.reports.svg import render_legend_mark, render_svg
from lkmltrack.reports.ticks import find_ticks
from tests.reports.told import ADA, BARE, DAY_ONE, MIA, NOW, ROB, at, event, life, posting

MOMENTS = st.floats(-16_000, 27_000).map(at)
"""Between 1982 and 2100, as the dates of mails are."""


def drawn(story: Story) -> Drawing:
    drawing = build_drawing(story, NOW)
    assert drawing is not None
    return drawing


def svg_of(story: Story) -> Any:
    return ElementTree.fromstring(render_svg(drawn(story)))


# ---------------------------------------------------------------- what is drawn


def test_every_person_has_a_lane_with_a_dot_per_message() -> None:
    lanes = drawn(life()).lanes
    assert [(lane.name, len(lane.dots)) for lane in lanes] == [
        ("Ada Author", 3),
        ("Rob Reviewer", 2),
        ("Mia Maintainer", 1),
    ]
    assert [dot.mark for dot in lanes[1].dots] == [Mark.REQUEST, Mark.TRAILER]
    assert lanes[1].dots[0].text == "2026-03-03 09:00 asks"


def test_the_postings_stand_across_all_lanes() -> None:
    assert [moment.name for moment in drawn(life()).moments] == ["rfc1", "v1"]


def test_of_all_that_a_message_does_the_weightiest_is_its_mark() -> None:
    asks = event(EventKind.QUESTION, 3, "no@example.com", MIA, "Why?")
    naks = event(EventKind.NAK, 3, "no@example.com", MIA, "NAK.")
    story = replace(life(), timeline=(*life().timeline, asks, naks))
    (_, _, lane) = drawn(story).lanes
    assert lane.dots[-1] == Dot(at(3), Mark.NAK, "2026-03-05 09:00 asks, NAKs it")


def test_mail_under_another_address_of_a_person_stands_in_the_same_lane() -> None:
    home = Address("R. R.", "ROB@example.net")
    story = replace(
        life(), timeline=(*life().timeline, event(EventKind.REPLY, 4, "x@example.net", home))
    )
    lanes = drawn(story).lanes
    assert len(lanes) == 3
    assert len(lanes[1].dots) == 3


def test_those_who_wrote_least_share_the_last_lane() -> None:
    people = [Address(f"Person {number}", f"p{number}@example.org") for number in range(30)]
    events = tuple(
        event(EventKind.REPLY, number, f"{number}@example.org", person)
        for number, person in enumerate(people)
    )
    participants = tuple(Participant(one.name, one.address, 1) for one in people)
    lanes = drawn(replace(BARE, timeline=events, participants=participants)).lanes
    assert len(lanes) == 10
    assert lanes[-1].name == "21 other people"
    assert sum(len(lane.dots) for lane in lanes) == 30


def test_a_message_without_a_possible_date_is_left_out_and_counted() -> None:
    undated = Event(EventKind.REPLY, None, "undated@example.org", ROB)
    future = Event(EventKind.REPLY, NOW + timedelta(days=400), "future@example.org", ROB)
    drawing = drawn(replace(life(), timeline=(*life().timeline, undated, future)))
    assert drawing.left_out == 2
    assert max(dot.when for lane in drawing.lanes for dot in lane.dots) == at(11)


def test_without_a_dated_message_there_is_no_drawing() -> None:
    assert build_drawing(BARE, NOW) is None
    undated = Event(EventKind.REPLY, None, "undated@example.org", ROB)
    assert build_drawing(replace(BARE, timeline=(undated,)), NOW) is None


# ---------------------------------------------------------------- as SVG


def places(svg: Any, attribute: str) -> list[float]:
    return [
        float(found.rstrip("%"))
        for element in svg.iter()
        if (found := element.get(attribute, "")).endswith("%")
    ]


def test_the_drawing_is_well_formed_and_as_wide_as_its_page() -> None:
    svg = svg_of(life())
    assert (svg.tag, svg.get("width"), svg.get("viewBox")) == ("svg", "100%", None)
    assert svg.find("title").text == "Who wrote when, from 2026-03-02 to 2026-03-13"
    assert {element.tag for element in svg.iter()} == {"svg", "title", "g", "line", "text", "path"}
    assert all(0 <= place <= 100 for name in ("x", "x1", "x2") for place in places(svg, name))


def test_a_single_message_stands_in_the_middle() -> None:
    svg = svg_of(replace(BARE, timeline=(event(EventKind.POSTED, 0, "x@example.org", ADA),)))
    assert places(svg, "x") == [50.0, 50.0]


def test_labels_of_near_postings_stand_above_each_other() -> None:
    near = tuple(
        posting(f"v{number}", number, number / 1000, "x", kind)
        for number, kind in enumerate([life().revisions[1].kind] * 9, start=1)
    )
    story = replace(life(), revisions=near)
    labels = svg_of(story).findall("g[@class='moment']/text")
    heights = [label.get("y") for label in labels]
    # what has no room any more keeps its line, and is named when it is pointed at
    assert len(labels) == len(set(heights)) == 6
    assert len(svg_of(story).findall("g[@class='moment']/line")) == 9


def test_no_label_of_the_calendar_covers_another_on_a_telephone() -> None:
    cells = 370 / 6.5  # characters of the smallest text across a small screen
    for days in (0.2, 1, 3, 8, 20, 45, 130, 400, 2_000, 9_000):
        dots = (Dot(DAY_ONE, Mark.MAIL, ""), Dot(at(days), Mark.MAIL, ""))
        svg = ElementTree.fromstring(render_svg(Drawing("x", (Lane("a", dots),), ())))
        ends = -1.0
        labels = svg.findall("g[@class='axis']/text")
        assert len(labels) >= 2
        for label in labels:
            width = 100 * len(label.text or "") / cells
            place = float(str(label.get("x")).rstrip("%"))
            shift = {"middle": width / 2, "end": width}.get(label.get("text-anchor", ""), 0)
            assert place - shift >= ends, (days, label.text)
            ends = place - shift + width
        assert ends <= 101


@pytest.mark.parametrize("mark", list(Mark))
def test_every_mark_has_a_shape_of_its_own(mark: Mark) -> None:
    shape = re.search(r' d="([^"]+)"', render_legend_mark(mark))
    assert shape
    others = [render_legend_mark(other) for other in Mark if other is not mark]
    assert not any(shape[1] in other for other in others)


@given(
    dots=st.lists(st.tuples(MOMENTS, st.sampled_from(Mark), st.text(max_size=9)), min_size=1),
    moments=st.lists(st.tuples(MOMENTS, st.text(max_size=9)), max_size=9),
    name=st.text(max_size=9),
)
def test_whatever_is_drawn_is_well_formed_and_inside(
    dots: list[tuple[datetime, Mark, str]], moments: list[tuple[datetime, str]], name: str
) -> None:
    drawing = Drawing(
        title=name,
        lanes=(Lane(name, tuple(Dot(*dot) for dot in dots)),),
        moments=tuple(Moment(when, text, text) for when, text in moments),
    )
    svg = ElementTree.fromstring(render_svg(drawing))
    assert len(list(svg.iter("path"))) == len(dots)
    assert all(0 <= place <= 100 for key in ("x", "x1", "x2") for place in places(svg, key))


# ---------------------------------------------------------------- the calendar


@given(one=MOMENTS, other=MOMENTS)
def test_ticks_are_few_in_order_and_between_the_ends(one: datetime, other: datetime) -> None:
    begin, end = min(one, other), max(one, other)
    ticks = find_ticks(begin, end)
    assert 1 <= len(ticks) <= 6
    moments = [tick.when for tick in ticks]
    assert moments == sorted(set(moments))
    assert begin <= moments[0] <= moments[-1] <= end


@pytest.mark.parametrize(
    ("hours", "names"),
    [
        (0.5, ["2026-03-02 09:00", "2026-03-02 09:30"]),
        (4, ["03-02 09:00", "03-02 10:00", "03-02 11:00", "03-02 12:00", "03-02 13:00"]),
        (24 * 4, ["2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"]),
        (24 * 150, ["2026-04", "2026-05", "2026-06", "2026-07"]),
        (24 * 365 * 4, ["2027", "2028", "2029", "2030"]),
    ],
)
def test_ticks_are_round(hours: float, names: list[str]) -> None:
    found = find_ticks(DAY_ONE, DAY_ONE + timedelta(hours=hours))
    assert [tick.name for tick in found] == names
