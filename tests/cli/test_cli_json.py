"""The JSON of every command: the keys that scripts rely on."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import FIRST, Run


def keys_of(facts: Any) -> set[str]:
    assert isinstance(facts, dict)
    return set(facts)


PROPOSAL_KEYS = {
    "number",
    "name",
    "title",
    "stage",
    "whose_turn",
    "revisions",
    "timeline",
    "messages",
    "participants",
    "trailers",
    "requests",
}


@pytest.mark.parametrize("command", ["show", "track"])
def test_the_json_of_a_proposal_has_the_keys_of_the_contract(
    command: str, place: Path, run: Run
) -> None:
    target = "1" if command == "show" else str(place / "inbox" / "sample.mbox")
    done = run(command, target, "--json")
    assert done.status == 0
    assert done.json["schema"] == f"lkmltrack.{command}/1"
    proposal = done.json["proposal"]
    assert keys_of(proposal) >= PROPOSAL_KEYS
    assert isinstance(proposal["messages"], int)
    for revision in proposal["revisions"]:
        wanted = {"kind", "revision", "message_id", "date", "patches", "expected"}
        assert keys_of(revision) >= wanted
        assert revision["kind"] in ("discussion", "rfc", "patch")
        assert isinstance(revision["patches"], int)
    for event in proposal["timeline"]:
        assert keys_of(event) >= {"date", "event", "message_id", "by"}
    for participant in proposal["participants"]:
        assert keys_of(participant) >= {"name", "address", "messages"}
    for trailer in proposal["trailers"]:
        assert keys_of(trailer) >= {"name", "value", "message_id"}
    assert sum(p["messages"] for p in proposal["participants"]) == proposal["messages"]


def test_the_json_of_a_thread_has_the_keys_of_the_contract(place: Path, run: Run) -> None:
    done = run("thread", FIRST, "--json")
    assert done.json["schema"] == "lkmltrack.thread/1"
    messages = done.json["messages"]
    assert messages[0]["message_id"] == FIRST
    assert messages[0]["parent"] is None
    assert messages[0]["kind"] == "patch"
    known = set()
    for message in messages:
        assert keys_of(message) == {
            "message_id",
            "parent",
            "depth",
            "from",
            "date",
            "subject",
            "kind",
        }
        assert message["kind"] in ("patch", "cover", "reply", "discussion")
        assert message["parent"] is None or message["parent"] in known
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", message["date"])
        known.add(message["message_id"])


@pytest.mark.parametrize(
    ("words", "name", "keys"),
    [
        (["list"], "list", {"proposals"}),
        ([], "list", {"proposals"}),
        (["read", FIRST], "read", {"message", "messages"}),
        (["search", "i_mmap_rwsem"], "search", {"query", "hits"}),
        (["update"], "update", {"news"}),
        (["import", "inbox/sample.mbox"], "import", {"sources", "new", "known"}),
        (["diff", "1"], "diff", {"target", "older", "newer", "text"}),
        (["stage", "1", "rfc"], "stage", {"proposal"}),
        (["tag", "1", "mm"], "tag", {"proposal"}),
        (["note", "1", "a", "note"], "note", {"proposal"}),
        (["rename", "1", "fadvise"], "rename", {"proposal"}),
        (["untrack", "1"], "untrack", {"proposal"}),
        (["export", "1"], "export", {"proposal", "messages"}),
        (["template", "list"], "template", {"templates"}),
        (["template", "show", "rfc"], "template", {"template"}),
        (["doctor"], "doctor", {"ok", "checks"}),
        (["rebuild"], "rebuild", {"messages"}),
        (["demo"], "list", {"proposals"}),
    ],
)
def test_the_json_of_every_command_is_one_object_with_its_schema(
    words: list[str], name: str, keys: set[str], place: Path, run: Run
) -> None:
    done = run(*words, "--json")
    assert done.json["schema"] == f"lkmltrack.{name}/1"
    assert keys_of(done.json) == keys | {"schema"}
