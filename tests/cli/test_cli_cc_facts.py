"""The JSON of an audit and of a consultation: the keys are a contract."""

import json

from lkmltrack.cli.audience_facts import audit_facts, consultation_facts
from lkmltrack.cli.text.json_text import json_text
from tests.cli.audits import AUDIT, CONSULTATION, RMAP


def test_an_audit_has_the_keys_of_the_contract() -> None:
    facts = json.loads(json_text(audit_facts(AUDIT)))
    assert facts["sections"] == [RMAP]
    assert facts["maintainers_from"] == {
        "rev": "0123456789abcdef0123",
        "date": "2026-03-19T00:00:00Z",
        "file": "~/linux",
        "of_the_day": True,
    }
    assert facts["extra"] == ["hal@example.org"]
    wanted = "name address role section status present_as level reason"
    for recipient in facts["recipients"]:
        assert set(wanted.split()) <= set(recipient)
    assert [one["status"] for one in facts["recipients"]][:5] == [
        "missing",
        "present-as",
        "present",
        "present",
        "sender",
    ]
    assert {one["level"] for one in facts["recipients"]} == {
        "maintainer",
        "reviewer",
        "list",
        "suggested",
    }


def test_a_recipient_tells_why_and_what_became_of_it() -> None:
    by_address = {one["address"]: one for one in audit_facts(AUDIT)["recipients"]}
    bo = by_address["bo@example.org"]
    assert (bo["section"], bo["reason"], bo["present_as"]) == (RMAP, f"{RMAP}: mm/rmap.c", None)
    assert bo["reasons"] == [
        {"kind": "file", "what": "mm/rmap.c", "section": RMAP, "detail": "F: mm/rmap.c"}
    ]
    assert by_address["dee@example.org"]["present_as"] == "dee@example.com"
    assert by_address["dee@example.org"]["because"] == "mailmap"
    assert by_address["eve@example.org"]["not_on"] == ["two@example.org"]
    assert by_address["cy@example.org"]["added"]["message_id"] == "late@example.org"
    assert by_address["cy@example.org"]["trouble"] == "bounced on 2026-03-01"


def test_an_audit_tells_the_rest_beside_the_contract() -> None:
    facts = audit_facts(AUDIT)
    assert facts["missing"] == ["bo@example.org", "cy@example.org", "rmap@lists.example.org"]
    assert facts["patches"][0]["missing"] == ["bo@example.org"]
    assert facts["additions"][0]["by"] == "Ann Example <ann@example.org>"
    assert facts["troubles"][0]["text"] == "bounced on 2026-03-01"
    assert facts["named"][0]["why"] == "Reported-by"
    assert facts["remarks"] == list(AUDIT.remarks)


def test_a_consultation_has_the_keys_of_the_contract() -> None:
    facts = json.loads(json_text(consultation_facts(CONSULTATION)))
    assert set(facts) >= {"people", "sections", "definitions", "unknown"}
    assert [one["name"] for one in facts["sections"]] == [RMAP, "MEMORY MAPPING"]
    assert set(facts["people"][0]) >= {"name", "address", "role", "section"}
    assert facts["definitions"][0] == {
        "asked": "vma_preapre",
        "symbol": "vma_prepare",
        "path": "mm/vma.c",
        "line": 1234,
        "guess": True,
    }
    assert facts["unknown"] == ["no_such_thing"]
