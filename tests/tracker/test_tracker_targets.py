"""What a person typed, and what it means."""

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.errors import LkmltrackError, NotFoundError, UsageError
from lkmltrack.tracker.targets import (
    Exists,
    TargetKind,
    archive_of_url,
    parse_target,
    what_exists,
)
from lkmltrack.tracker.tracking import track
from tests.fakes import FakeTree, outside_world, series

NOTHING = Exists(
    proposal=lambda text: False,
    path=lambda text: False,
    revision_range=lambda text: False,
    matching_ids=lambda text: (),
)


def kind(text: str, exists: Exists = NOTHING) -> TargetKind:
    return parse_target(text, exists).kind


@pytest.mark.parametrize(
    "text",
    [
        "a-1@example.org",
        "<a-1@example.org>",
        "id:a-1@example.org",
        "mid:a-1@example.org",
        " Message-ID: <a-1@example.org> ",
        "a-1%40example.org",
    ],
)
def test_a_message_id_in_every_spelling(text: str) -> None:
    target = parse_target(text, NOTHING)
    assert (target.kind, target.message_id) == (TargetKind.MESSAGE_ID, "a-1@example.org")


@pytest.mark.parametrize(
    "url",
    [
        "https://archive.example.org/r/a-1@example.org",
        "https://archive.example.org/some-list/a-1@example.org/T/#u",
        "http://127.0.0.1:8080/all/a-1%40example.org/raw",
        "HTTPS://archive.example.org/all/a-1@example.org/",
    ],
)
def test_a_url_of_a_public_inbox_server_carries_a_message_id(url: str) -> None:
    target = parse_target(url, NOTHING)
    assert (target.kind, target.message_id) == (TargetKind.ARCHIVE_URL, "a-1@example.org")


@pytest.mark.parametrize(
    "url",
    [
        "https://archive.example.edu/2604.2/11857.html",
        "https://pages.example.com/?l=some-list&m=123",
        "https://pages.example.com/some-list@example.org/msg12345.html",
    ],
)
def test_other_urls_are_pages(url: str) -> None:
    assert kind(url) is TargetKind.PAGE


def test_what_is_known_goes_before_what_it_looks_like() -> None:
    everything = Exists(
        lambda text: True, lambda text: True, lambda text: True, lambda text: ("x",)
    )
    assert kind("name", everything) is TargetKind.PROPOSAL
    no_proposal = replace(everything, proposal=lambda text: False)
    assert kind("a@b", no_proposal) is TargetKind.PATH
    assert kind("<a@b>", no_proposal) is TargetKind.MESSAGE_ID
    assert kind("a..b", replace(no_proposal, path=lambda text: False)) is TargetKind.REVISION_RANGE
    assert kind("-", everything) is TargetKind.STREAM


def test_the_beginning_of_one_message_id_is_enough() -> None:
    exists = replace(NOTHING, matching_ids=lambda text: ("2026-a@example.org",))
    assert parse_target("2026-a", exists).message_id == "2026-a@example.org"
    several = replace(NOTHING, matching_ids=lambda text: ("2026-a@x.org", "2026-b@x.org"))
    with pytest.raises(UsageError, match="2026-a@x.org, 2026-b@x.org"):
        parse_target("2026-xyz", several)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("no/such.mbox", "no such file"),
        ("thread.mbox", "no such file"),
        ("v1..v2", "no such range"),
        ("whatever", "names nothing"),
        ("a\0b", "empty"),
        ("x" * 5_000, "too long"),
    ],
)
def test_what_is_nothing_says_what_would_work(text: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_target(text, NOTHING)
    assert words in str(caught.value)
    assert "Message-ID" in caught.value.hint


def test_a_number_without_a_proposal_is_not_found() -> None:
    with pytest.raises(NotFoundError, match="no proposal 99"):
        parse_target("99", NOTHING)


@given(st.text(max_size=60))
def test_any_text_is_a_target_or_an_error_on_purpose(text: str) -> None:
    with contextlib.suppress(LkmltrackError):
        assert parse_target(text, NOTHING).text == text.strip()


def test_the_outside_world_is_asked(tmp_path: Path) -> None:
    tree = FakeTree(tmp_path, {"v1..v2": []})
    raws = series("v1", ["mm: a better tree"])
    outside = outside_world(tmp_path, raws, tree=tree)
    name = track(["v1-1@example.org"], outside)[0].proposal.name
    (tmp_path / "file.mbox").write_text("x")
    exists = what_exists(outside)
    assert kind("1", exists) is TargetKind.PROPOSAL
    assert kind(name, exists) is TargetKind.PROPOSAL
    assert kind("v1-1@example.org", exists) is TargetKind.MESSAGE_ID
    assert kind(str(tmp_path / "file.mbox"), exists) is TargetKind.PATH
    assert kind("v1..v2", exists) is TargetKind.REVISION_RANGE
    assert kind("v1-1@exa", exists) is TargetKind.MESSAGE_ID


@pytest.mark.parametrize(
    ("url", "archive"),
    [
        ("https://a.example.org/some-list/x@y.org/", "https://a.example.org/some-list"),
        ("https://a.example.org/x@y.org/", "https://a.example.org/all"),
        ("https://a.example.org/project/p/patch/x@y.org/", ""),
        ("https://a.example.org/no-id", ""),
    ],
)
def test_the_archive_of_a_url_is_told_from_its_path(url: str, archive: str) -> None:
    assert archive_of_url(url) == archive
