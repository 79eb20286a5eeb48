"""Contradictions: what does not fit between an author's claims and figures."""

from dataclasses import replace
from datetime import UTC, datetime

from lkmltrack.evidence.contradictions import (
    Contradictions,
    below_noise,
    own_arithmetic,
)
from lkmltrack.evidence.linking import judged
from lkmltrack.model.evidence import (
    Block,
    BlockKind,
    Claim,
    ClaimKind,
    ClaimStatus,
    Document,
    EnvironmentFact,
    EnvironmentKind,
    ProfileRow,
)
from lkmltrack.model.measurement import Better, Delta, Measurement, Role, Spread, SpreadKind
from lkmltrack.model.message import Address

ADA = Address("Ada Author", "ada@example.org")
GAIN = Claim(
    "12% more throughput", 3, metric="throughput", workload="gardenbench", low=12, high=12,
    unit="%", direction=1, is_good=True,
)  # fmt: skip


def document(
    number: int, *claims: Claim, blocks: tuple[Block, ...] = (), cpu: str = ""
) -> Document:
    facts = (EnvironmentFact(EnvironmentKind.CPU, cpu, 2),) if cpu else ()
    return Document(
        f"{number}@example.org", f"{number}@example.org", ADA,
        datetime(2026, 4, number, tzinfo=UTC), blocks=blocks, environment=facts, claims=claims,
    )  # fmt: skip


def delta(percent: float, noise: float | None = None) -> Delta:
    spread = Spread(SpreadKind.VARIATION, noise) if noise is not None else None
    base = Measurement("throughput", 100, role=Role.BASE, better=Better.HIGHER, spread=spread)
    return Delta(base, replace(base, value=100 + percent, role=Role.CANDIDATE), percent)


def table(*deltas: Delta) -> Block:
    return Block(BlockKind.TABLE, "table", 5, 7, ("a table",), tool="gardenbench", deltas=deltas)


def test_two_values_that_give_another_figure_refute_it() -> None:
    claim = replace(GAIN, before=200.0, after=260.0)
    found = own_arithmetic(claim)
    assert found is not None
    assert found.text == "from 200 to 260 is a change of 30 %, not 12 %"
    one = judged([document(1, claim)])[0].claims[0]
    assert (one.status, one.reason) == (ClaimStatus.CONTRADICTED, found.text)


def test_every_way_to_reckon_a_difference_is_right() -> None:
    for figure in (50.0, 100.0, 200.0):
        claim = replace(GAIN, low=figure, high=figure, before=100.0, after=200.0)
        assert own_arithmetic(claim) is None
    claim = replace(GAIN, low=2.0, high=2.0, unit="x", before=100.0, after=200.0)
    assert own_arithmetic(claim) is None


def test_values_of_zero_are_not_divided_by() -> None:
    assert own_arithmetic(replace(GAIN, before=0.0, after=5.0)) is None
    assert own_arithmetic(replace(GAIN, before=5.0, after=0.0)) is None


def test_names_the_hardware_that_nothing_was_measured_on() -> None:
    claim = replace(GAIN, text="12% more throughput on Gardenia 9754")
    measured = document(2, blocks=(table(delta(3)),), cpu="Gardenia 9755")
    told = judged([document(1, claim, cpu="Gardenia 9754"), measured])[0].claims[0]
    assert "Gardenia 9754 is named without figures" in told.reason
    told = judged(
        [document(1, claim, cpu="Gardenia 9754"), replace(measured, environment=(
            EnvironmentFact(EnvironmentKind.CPU, "a Gardenia(9754) box", 2),))]
    )[0].claims[0]  # fmt: skip
    assert "named without figures" not in told.reason


def test_tells_another_figure_of_an_earlier_posting() -> None:
    later = replace(GAIN, low=40.0, high=40.0)
    found = judged([document(1, GAIN), document(9, later)])[1].claims[0]
    assert "12 % was claimed on 2026-04-01, 40 % here" in found.reason


def test_the_same_figure_again_or_another_scale_is_no_drift() -> None:
    wider = replace(GAIN, low=40.0, high=40.0, scale=(("threads", 8),))
    for claim in (GAIN, wider):
        assert (
            "was claimed" not in judged([document(1, GAIN), document(2, claim)])[1].claims[0].reason
        )


def test_a_difference_smaller_than_its_noise_is_told() -> None:
    assert below_noise(GAIN, [delta(12, 20)]) is not None
    assert below_noise(GAIN, [delta(12, 3)]) is None
    assert below_noise(GAIN, [delta(12)]) is None
    assert below_noise(GAIN, []) is None
    found = judged([document(1, GAIN, blocks=(table(delta(12, 20)),))])[0].claims[0]
    assert found.status is ClaimStatus.SUPPORTED
    assert "smaller than the noise of 20 %" in found.reason


def test_what_has_the_size_but_not_the_direction_refutes() -> None:
    found = judged([document(1, GAIN, blocks=(table(delta(-12)),))])[0].claims[0]
    assert found.status is ClaimStatus.CONTRADICTED
    assert "12 % better is claimed" in found.reason


def test_no_regression_of_another_workload_is_not_refuted() -> None:
    claim = Claim("No regression was seen with weedbench.", 8, ClaimKind.NULL)
    found = judged([document(1, claim, blocks=(table(delta(-12)),))])[0].claims[0]
    assert found.status is ClaimStatus.UNSUPPORTED
    claim = Claim("No regression was seen with gardenbench.", 8, ClaimKind.NULL)
    found = judged([document(1, claim, blocks=(table(delta(-12)),))])[0].claims[0]
    assert found.status is ClaimStatus.CONTRADICTED


def test_both_values_of_a_claim_may_stand_in_a_block() -> None:
    claim = replace(GAIN, low=None, high=None, before=100.0, after=103.0)
    values = (delta(3).base, delta(3).candidate)
    block = replace(table(delta(3)), measurements=values)
    found = judged([document(1, claim, blocks=(block,))])[0].claims[0]
    assert (found.status, found.links[0].block) == (ClaimStatus.SUPPORTED, block.id)


def test_a_profile_is_not_what_is_won() -> None:
    rows = (ProfileRow("pool_lock", 90.0, 5),)
    profile = Block(BlockKind.PROFILE, "perf-report", 5, 6, ("a profile",), rows=rows)
    found = judged([document(1, GAIN, blocks=(profile,))])[0].claims[0]
    assert found.status is ClaimStatus.UNSUPPORTED
    assert "a profile tells where the time goes" in found.reason


def test_a_talk_of_many_claims_is_judged_in_time() -> None:
    claims = tuple(replace(GAIN, line=line, low=line, high=line) for line in range(1, 40))
    documents = [document(1 + number % 28, *claims) for number in range(50)]
    asked = Contradictions(documents)
    assert len(asked.of(documents[-1].claims[0], 49)) == 1
