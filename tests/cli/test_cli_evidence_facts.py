"""Evidence as JSON, CSV and charts: the contract's keys, and what is left out of its lists."""

import csv
import json
from dataclasses import replace
from io import StringIO
from typing import Any

from lkmltrack.cli.evidence_facts import HARDWARE, evidence_facts
from lkmltrack.cli.pages.plots import CSV_HEAD, csv_rows, evidence_charts
from lkmltrack.cli.text.csv_text import csv_text
from lkmltrack.model.evidence import Document, EnvironmentFact, EnvironmentKind, ProfileRow
from lkmltrack.model.measurement import Measurement
from tests.cli.evidences import (
    ANSWER,
    CHAINS,
    COPY,
    DOCUMENT,
    FIRST,
    HISTOGRAM,
    PROFILE,
    REQUEST,
    SILENT,
    TABLE,
)

CONTRACT = {
    "": "source message_id tools blocks commands environment claims missing",
    "blocks": "id kind tool line_start line_end text quoted measurements",
    "commands": "text line",
    "environment": "kind text line",
    "claims": "text line metric value unit before after status evidence",
}


def facts(document: Document = DOCUMENT) -> Any:
    (found,) = evidence_facts([document])["documents"]
    return json.loads(json.dumps(found, allow_nan=False))


def test_every_key_of_the_contract_is_there() -> None:
    found = facts()
    for place, keys in CONTRACT.items():
        for one in found[place] if place else [found]:
            assert set(keys.split()) - set(one) == set(), place
    measured = [one for block in found["blocks"] for one in block["measurements"]]
    assert measured
    for one in measured:
        assert {"metric", "workload", "variant", "value", "unit", "spread", "better"} <= set(one)


def test_only_hardware_is_environment() -> None:
    every = tuple(EnvironmentFact(kind, kind.value, 1) for kind in EnvironmentKind)
    found = facts(replace(DOCUMENT, environment=every))
    assert {one["kind"] for one in found["environment"]} == set(HARDWARE)
    assert {one["kind"] for one in found["software"]} == {
        "kernel",
        "config",
        "compiler",
        "mitigations",
        "governor",
    }


def test_what_is_quoted_is_kept_apart() -> None:
    found = facts()
    assert [one["text"] for one in found["commands"]] == ["./Run -c 220 execl"]
    assert [one["text"] for one in found["quoted_commands"]] == ["./Run -c 1 execl"]
    assert [one["text"] for one in found["quoted_environment"]] == ["an old Xeon"]
    assert [one["text"] for one in found["quoted_claims"]] == ["It was slower for Bo."]
    assert "It was slower for Bo." not in [one["text"] for one in found["claims"]]
    assert "an old Xeon" not in [one["text"] for one in found["environment"]]


def test_copies_are_marked_and_name_the_first_message() -> None:
    (copy,) = facts(ANSWER)["blocks"]
    assert (copy["quoted"], copy["quoted_from"], copy["id"]) == (True, FIRST, PROFILE.id)
    assert not any(block["quoted"] for block in facts()["blocks"])


def test_a_claim_has_its_figure_its_status_and_the_blocks() -> None:
    first, second, *_ = facts()["claims"]
    assert (first["value"], first["unit"], first["status"]) == (80.0, "%", "supported")
    assert first["evidence"] == [TABLE.id]
    assert (second["status"], second["reason"]) == ("contradicted", "the profile has 91.53 %")


def test_what_is_missing_is_named_and_explained() -> None:
    found = facts()
    assert found["missing"] == ["runs", "noise"]
    assert found["completeness"]["score"] == 64
    assert facts(SILENT)["missing"] == []
    assert facts(SILENT)["completeness"] is None


def test_requests_stand_beside_the_documents() -> None:
    (request,) = evidence_facts([], [REQUEST])["requests"]
    assert (request["asks_for"], request["key"]) == ("hardware", REQUEST.key)


def test_figures_that_json_has_no_word_for_are_null() -> None:
    odd = replace(
        PROFILE,
        rows=(ProfileRow("x", float("nan"), 1),),
        measurements=(Measurement("x", float("inf")),),
    )
    (block,) = facts(replace(DOCUMENT, blocks=(odd,)))["blocks"]
    assert block["rows"][0]["share"] is None
    assert block["measurements"][0]["value"] is None


# ---------------------------------------------------------------- CSV


def rows_of(*documents: Document) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(csv_text(CSV_HEAD, csv_rows(documents)), newline="")))


def test_csv_has_a_row_for_every_figure() -> None:
    rows = rows_of(DOCUMENT, ANSWER)
    assert len(rows) == 5 + 2 + 3 + 2  # values, symbols, chains, buckets; no copies
    best = next(row for row in rows if row["value"] == "1795.5")
    assert best["role"] == "candidate"
    assert (best["base_value"], best["delta_percent"]) == ("1000", "79.55")
    assert (best["stated"], best["stated_fits"]) == ("79.6", "yes")
    assert (best["spread_kind"], best["spread"], best["runs"]) == ("variation", "1.5", "5")
    assert (best["source"], best["block"], best["parameters"]) == (FIRST, TABLE.id, "c=220")
    top = next(row for row in rows if row["workload"] == "osq_lock")
    assert (top["metric"], top["value"], top["unit"]) == ("share", "91.53", "%")


def test_no_cell_begins_a_formula_or_another_row() -> None:
    evil = '=HYPERLINK("https://evil.example.com","x")\r\nforged,1\x1b[2J'
    symbols = tuple(ProfileRow(f"{mark}{evil}", 1.0, 1) for mark in ("", "+", "-", "@", " ="))
    rows = rows_of(replace(DOCUMENT, source=evil, blocks=(replace(PROFILE, rows=symbols),)))
    assert len(rows) == 5
    for row in rows:
        assert row["workload"].startswith("'")
        assert row["source"].startswith("'")
        assert "\n" not in row["workload"]
        assert "\x1b" not in row["workload"]
    assert csv_text(["a"], [[-1.5], [True], [float("inf")]]).split() == ["a", "-1.5", "yes", '""']


# ---------------------------------------------------------------- charts


def test_profiles_histograms_and_values_are_drawn_and_copies_are_not() -> None:
    charts = evidence_charts([DOCUMENT, ANSWER])
    assert [chart.title for chart in charts] == [
        "perf top: Xia Example, 2026-03-04",
        "throughput, UnixBench: 112 cores, Xia Example, 2026-03-04",
        "bpftrace: Xia Example, 2026-03-04",
    ]
    profile, table, _ = charts
    assert profile.labels == ("osq_lock", "down_write")
    assert [one.name for one in table.series] == ["v6.19", "with the patch"]
    assert table.labels == ("execl c=220", "shell8 c=220", "fstime c=220")
    base, candidate = table.series
    assert [bar and bar.value for bar in base.bars] == [1000.0, 500.0, 77.0]
    assert [bar and bar.value for bar in candidate.bars] == [1795.5, 450.0, None]
    assert base.bars[0] is not None
    assert (base.bars[0].low, base.bars[0].high) == (985.0, 1015.0)
    assert evidence_charts([replace(DOCUMENT, blocks=(COPY,))]) == []


def test_values_of_two_units_are_two_charts() -> None:
    values = (
        Measurement("latency", 0.5, "s", workload="a"),
        Measurement("rate", 7.0, "1/s", workload="a"),
    )
    block = replace(TABLE, deltas=(), measurements=values, label="")
    charts = evidence_charts([replace(DOCUMENT, blocks=(block, CHAINS, HISTOGRAM))])
    assert [chart.unit for chart in charts] == ["s", "1/s", "count"]
