"""``digest``: over all proposals, as text, Markdown and JSON."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lkmltrack.cli.text.cells import width_of
from lkmltrack.errors import UsageError
from lkmltrack.tracker.reporting import parse_since
from tests.cli.running import Run
from tests.cli.test_cli_hostile import attacks_in, mail

NOW = datetime(2026, 4, 15, 12, tzinfo=UTC)
ALL = ("--since", "2026-01-01")
HEADINGS = [
    "Applied",
    "NAKed, withdrawn or reverted",
    "Stalled",
    "New requests",
    "Posted",
    "Trailers given",
    "Robot reports",
]


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("7d", "2026-04-08 12:00"),
        ("2w", "2026-04-01 12:00"),
        ("12h", "2026-04-15 00:00"),
        ("3 months", "2026-01-15 12:00"),
        ("1y", "2025-04-15 12:00"),
        ("10.days", "2026-04-05 12:00"),
        ("2026-04-01", "2026-04-01 00:00"),
        ("last.week", "2026-04-08 12:00"),
        ("yesterday", "2026-04-14 00:00"),
        ("2.weeks.ago", "2026-04-01 12:00"),
    ],
)
def test_a_time_to_tell_from_is_read(text: str, begin: str) -> None:
    assert f"{parse_since(text, NOW):%Y-%m-%d %H:%M}" == begin


@pytest.mark.parametrize("text", ["", "soon", "7", "7q", "-7d", "99999d", "2026-13-01", "9999y"])
def test_what_is_no_time_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="is no time to tell from"):
        parse_since(text, NOW)


def test_a_time_that_has_not_come_is_told() -> None:
    with pytest.raises(UsageError, match="has not come yet"):
        parse_since("2026-05-01", NOW)


def test_the_text_has_everything_under_its_heading(place: Path, run: Run) -> None:
    done = run("digest", *ALL)
    assert done.status == 0
    headings = re.findall(r"^\w.*$", done.out, re.MULTILINE)
    assert headings[2:] == HEADINGS
    assert re.search(r"waits for .*, the author, \d+ days, since\s+2026-07-03", done.out)
    assert "posts another revision" in done.out


def test_json_names_the_message_behind_everything(place: Path, run: Run) -> None:
    facts = run("digest", *ALL, "--json").json
    assert facts["schema"] == "lkmltrack.digest/1"
    assert facts["since"] == "2026-01-01T00:00:00Z"
    shown = {
        number: run("show", str(number), "--json").json["proposal"]
        for number in range(1, facts["proposals"] + 1)
    }
    sections = ("applied", "ended", "posted", "trailers", "robot_reports", "requests", "stalled")
    for section in sections:
        assert facts[section], section
        for told in facts[section]:
            proposal = shown[told["number"]]
            known = {event["message_id"] for event in proposal["timeline"]}
            assert told["message_id"] in known, section
            assert told["name"] == proposal["name"]
    assert {told["message_id"] for told in facts["requests"]} == {
        request["message_id"] for proposal in shown.values() for request in proposal["requests"]
    }
    assert len(facts["posted"]) == sum(len(proposal["revisions"]) for proposal in shown.values())


def test_markdown_has_the_same_headings(place: Path, run: Run) -> None:
    text = run("digest", *ALL, "--format", "md").out
    assert text.startswith("# Digest of 2026-01-01 to ")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == HEADINGS


def test_a_quiet_week_tells_only_how_it_stands(place: Path, run: Run) -> None:
    facts = run("digest", "--json").json
    assert facts["messages"] == 0
    assert [facts[section] for section in ("applied", "posted", "requests", "trailers")] == [[]] * 4
    assert len(facts["stalled"]) == 1


def test_a_dismissed_request_is_gone_from_the_digest(place: Path, run: Run) -> None:
    before = run("digest", *ALL, "--json").json["requests"]
    run("requests", "--dismiss", before[0]["key"])
    after = run("digest", *ALL, "--json").json["requests"]
    assert [request["key"] for request in after] == [request["key"] for request in before[1:]]


def test_an_untold_time_gives_2(place: Path, run: Run) -> None:
    done = run("digest", "--since", "soon")
    assert done.status == 2
    assert "last.week" in done.err


def test_without_proposals_it_says_how_to_begin(empty: Path, run: Run) -> None:
    done = run("digest")
    assert done.status == 0
    assert "Nothing happened, and nobody waits." in done.out
    assert "lkmltrack track" in done.err


@pytest.mark.parametrize("columns", [40, 80])
def test_the_text_fits_the_screen(
    columns: int, place: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    out = run("digest", *ALL).out
    assert out
    assert max(width_of(line) for line in out.split("\n")) <= columns


@pytest.mark.parametrize("form", [[], ["--format", "md"], ["--json"], ["--color", "always"]])
def test_nothing_hostile_reaches_the_terminal(
    form: list[str], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    raws = [
        mail("root"),
        mail("a", "root", "Re: [PATCH] mm: x"),
        mail("b", "a", "[PATCH v2] mm: x"),
    ]
    (tmp_path / "evil.mbox").write_bytes(b"".join(b"From x\n" + raw + b"\n" for raw in raws))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LKMLTRACK_DB", str(tmp_path / "x.db"))
    monkeypatch.setenv("LKMLTRACK_ARCHIVE", str(tmp_path))
    assert run("track", "evil.mbox").status == 0
    done = run("digest", *ALL, *form)
    assert done.status == 0
    assert "@click=app.quit" in done.out
    assert attacks_in(done.out) == []
    assert attacks_in(done.err) == []
