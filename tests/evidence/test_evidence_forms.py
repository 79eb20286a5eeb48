"""Forms: the registry, and what lines are made of."""

import pytest

from lkmltrack.evidence.forms.guessed import Shape, shape_of
from lkmltrack.evidence.forms.labels import label_of
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.forms.registry import FORMS, checked
from lkmltrack.evidence.forms.shapes import has_unit, is_prose, is_setting, numeric_count


def test_a_form_may_be_registered_once_only() -> None:
    with pytest.raises(ValueError, match="twice: fio"):
        checked((*FORMS, next(form for form in FORMS if form.name is FormName.FIO)))


def test_no_form_opens_on_prose() -> None:
    sentences = (
        "This improves the throughput of the thing by about 12.5% on my machine.",
        "The real time went down from 12 to 11 seconds, and the user time did not change.",
        "We take the lock in a->b->c, and that is where 40% of the time is spent.",
    )
    for text in sentences:
        assert [form.name for form in FORMS if form.may_open(text)] == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("before:", "before"),
        ("== without this patch ==", "without this patch"),
        ("A. With generic spinlock:", "A. With generic spinlock"),
        ("Vanilla kernel (v5.13-rc7):", "Vanilla kernel (v5.13-rc7)"),
        ("# v5.16-rc8:", "v5.16-rc8"),
        ("patched", "patched"),
        ("Before: 3048 RPS", ""),
        ("I looked at it after that, and it was without a doubt the same as in the old one:", ""),
        ("the database:", ""),
    ],
)
def test_section_labels_are_told_from_sentences(text: str, label: str) -> None:
    assert label_of(text) == label


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("many groups    1.2   1.4   +3%", 3),
        ("540000 262144 10240 60.00 54613.89", 5),
        ("| a | 12 (0.5%) | - |", 1),
        ("v6.1.3   0x10   abc", 0),
        ("Average delay(ms)   3.990   4.014", 2),
    ],
)
def test_values_are_counted_by_cell(text: str, count: int) -> None:
    assert numeric_count(text) == count


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("", Shape.BLANK),
        ("-------+------", Shape.RULE),
        ("read    12.5 ms    11.2 ms", Shape.ROW),
        ("read:    12.5 ms", Shape.VALUE),
        ("with the patch:", Shape.LABEL),
        ("iodepth=64", Shape.BARRIER),
        ("[root@box ~]# fio job", Shape.BARRIER),
        ("  45  static int foo(void)", Shape.BARRIER),
    ],
)
def test_lines_have_shapes(text: str, shape: Shape) -> None:
    assert shape_of(text) is shape


def test_units_of_capacity_prove_nothing() -> None:
    assert has_unit("12.5 MB/s")
    assert has_unit("bw=12.5MB/s")
    assert not has_unit("192 GB of memory on 2 nodes")


def test_settings_are_no_results() -> None:
    assert is_setting("--numjobs=4 --runtime=60")
    assert not is_setting("bw=12.5MB/s lat=3.1ms")


def test_a_row_with_names_is_no_prose() -> None:
    assert is_prose("This is what I have seen on the other machine")
    assert not is_prose("File Copy 1024 bufsize 2000 maxblocks       6332521.0 KBps")
