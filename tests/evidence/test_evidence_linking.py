"""Claims beside what was measured: borne out, refuted, or neither, each with its reasons."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.evidence.linking import judged
from lkmltrack.model.evidence import (
    Block,
    BlockKind,
    Claim,
    ClaimKind,
    ClaimStatus,
    Command,
    Document,
    EnvironmentFact,
    EnvironmentKind,
    ProfileRow,
)
from lkmltrack.model.measurement import Better, Delta, Measurement, Role
from lkmltrack.model.message import Address

ADA = Address("Ada Author", "ada@example.org")
ROB = Address("Rob Reviewer", "rob@example.com")


def value(figure: float, role: Role, better: Better | None = Better.HIGHER) -> Measurement:
    return Measurement(
        "throughput", figure, "1/s", workload="gardenbench", role=role, better=better
    )


def table(*pairs: tuple[float, float], better: Better | None = Better.HIGHER) -> Block:
    """A table with one difference for each pair."""
    deltas = tuple(
        Delta(
            value(old, Role.BASE, better),
            value(new, Role.CANDIDATE, better),
            100 * (new - old) / old if old else None,
        )
        for old, new in pairs
    )
    values = tuple(one for delta in deltas for one in (delta.base, delta.candidate))
    return Block(
        BlockKind.TABLE,
        "aligned-table",
        20,
        25,
        ("a table",),
        tool="gardenbench",
        measurements=values,
        deltas=deltas,
    )


def profile(share: float = 91.5) -> Block:
    rows = (ProfileRow("osq_lock", share, 30), ProfileRow("queue_event", 0.5, 31))
    return Block(BlockKind.PROFILE, "perf-report", 30, 31, ("a profile",), rows=rows)


def document(
    *claims: Claim,
    blocks: tuple[Block, ...] = (),
    name: str = "1@example.org",
    author: Address = ADA,
    copies: int | None = None,
    cores: str = "",
) -> Document:
    commands = (Command(f"./Run -c {copies} execl", 28, parallelism=copies),) if copies else ()
    facts = (EnvironmentFact(EnvironmentKind.TOPOLOGY, cores, 27),) if cores else ()
    return Document(
        name,
        name,
        author,
        tools=("gardenbench", "execl"),
        blocks=blocks,
        commands=commands,
        environment=facts,
        claims=claims,
    )


def change(text: str, low: float, high: float | None = None, **parts: object) -> Claim:
    made = Claim(text, 10, ClaimKind.CHANGE, low=low, high=low if high is None else high, unit="%")
    return replace(made, **parts)  # type: ignore[arg-type]  # any part of a claim


def first(*documents: Document) -> Claim:
    return judged(documents)[0].claims[0]


def test_a_gain_that_stands_in_the_table_is_supported() -> None:
    found = first(
        document(change("gardenbench improves by 20%", 20.0), blocks=(table((100, 120)),))
    )
    assert found.status is ClaimStatus.SUPPORTED
    assert "both name gardenbench" in found.reason
    assert [link.block for link in found.links] == [table((100, 120)).id]


def test_a_gain_that_the_table_denies_is_contradicted_with_both_figures() -> None:
    found = first(
        document(change("gardenbench improves by 80%", 80.0), blocks=(table((100, 120)),))
    )
    assert found.status is ClaimStatus.CONTRADICTED
    assert "80 % against 20 to 20 %" in found.reason


def test_a_range_is_compared_with_the_ends_of_the_table() -> None:
    claim = change("gardenbench gains 10 to 30 percent", 10.0, 30.0)
    found = first(document(claim, blocks=(table((100, 110), (100, 130)),)))
    assert found.status is ClaimStatus.SUPPORTED


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("gardenbench gets about 22% faster", ClaimStatus.SUPPORTED),
        ("gardenbench gets 26% faster", ClaimStatus.CONTRADICTED),
    ],
)
def test_about_allows_more_than_an_exact_figure(text: str, status: ClaimStatus) -> None:
    low = 22.0 if "22" in text else 26.0
    assert first(document(change(text, low), blocks=(table((100, 120)),))).status is status


def test_a_profile_bears_out_no_gain() -> None:
    found = first(document(change("execl improves by ~80%", 80.0), blocks=(profile(),)))
    assert found.status is ClaimStatus.UNSUPPORTED
    assert "before and after" in found.reason


def test_a_share_is_held_against_the_profile_and_its_scale() -> None:
    claim = Claim(
        "contention on the lock (osq_lock) reaches up to 70% in the 256-core execl case",
        5,
        ClaimKind.SHARE,
        low=70.0,
        high=70.0,
        unit="%",
    )
    later = document(blocks=(profile(),), name="2@example.org", copies=220, cores="112 cores")
    found = first(document(claim), later)
    assert found.status is ClaimStatus.CONTRADICTED
    assert "70 % against 91.5 % of osq_lock" in found.reason
    assert "256 cores against 220 copies" in found.reason
    assert found.links[0].block == f"2@example.org#{profile().id}"


def test_a_share_that_agrees_is_supported() -> None:
    claim = Claim("osq_lock takes 91% of the time in execl", 5, ClaimKind.SHARE, low=91, high=91)
    assert first(document(claim, blocks=(profile(),), copies=220)).status is ClaimStatus.SUPPORTED


def test_somebody_elses_numbers_bear_nothing_out() -> None:
    claim = change("gardenbench improves by 20%", 20.0)
    other = document(blocks=(table((100, 120)),), author=ROB, name="2@example.com")
    found = first(document(claim), other)
    assert found.status is ClaimStatus.UNSUPPORTED
    assert found.links == ()


def test_no_regression_is_refuted_by_a_worse_row() -> None:
    claim = Claim("no regression in gardenbench", 10, ClaimKind.NULL)
    worse = first(document(claim, blocks=(table((100, 101), (100, 80)),)))
    assert worse.status is ClaimStatus.CONTRADICTED
    assert "20 % worse" in worse.reason
    fine = first(document(claim, blocks=(table((100, 101), (100, 99)),)))
    assert fine.status is ClaimStatus.SUPPORTED


def test_lower_is_better_is_heeded() -> None:
    claim = Claim("no regression in gardenbench", 10, ClaimKind.NULL)
    block = table((100, 80), better=Better.LOWER)
    assert first(document(claim, blocks=(block,))).status is ClaimStatus.SUPPORTED


def test_a_quoted_copy_is_no_witness() -> None:
    block = replace(table((100, 120)), quoted="0@example.org")
    found = first(document(change("gardenbench improves by 20%", 20.0), blocks=(block,)))
    assert found.status is ClaimStatus.UNSUPPORTED


@given(
    text=st.text(max_size=80),
    low=st.floats(allow_nan=False, allow_infinity=False, width=32),
    kind=st.sampled_from(ClaimKind),
    unit=st.sampled_from(["%", "x", "points", ""]),
)
def test_any_claim_gets_a_status(text: str, low: float, kind: ClaimKind, unit: str) -> None:
    claim = Claim(text, 3, kind, low=low, high=low, unit=unit)
    found = first(document(claim, blocks=(table((0, 1), (5, 0)), profile())))
    assert found.status in ClaimStatus
