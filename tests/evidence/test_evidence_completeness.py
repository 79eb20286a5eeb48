"""What of the checklist is there, and what is missing with a reviewer who asked for it."""

from dataclasses import replace

from lkmltrack.evidence.checklist import CHECKLIST
from lkmltrack.evidence.completeness import completeness_of
from lkmltrack.model.evidence import (
    Block,
    BlockKind,
    Claim,
    ClaimKind,
    Command,
    Document,
    EnvironmentFact,
    EnvironmentKind,
)
from lkmltrack.model.measurement import Better, Measurement, Role, Spread, SpreadKind
from lkmltrack.model.message import Address

ADA = Address("Ada Author", "ada@example.org")
CLAIM = Claim("gardenbench improves by 20%", 10, low=20.0, high=20.0)
BARE = Document("1@example.org", "1@example.org", ADA, claims=(CLAIM,))


def value(role: Role) -> Measurement:
    return Measurement(
        "time",
        4.2,
        "s",
        role=role,
        spread=Spread(SpreadKind.DEVIATION, 0.1),
        runs=5,
        better=Better.LOWER,
    )


def fact(kind: EnvironmentKind) -> EnvironmentFact:
    return EnvironmentFact(kind, "some", 3)


WHOLE = replace(
    BARE,
    tools=("gardenbench",),
    commands=(Command("./gardenbench -n 4", 3),),
    environment=tuple(map(fact, EnvironmentKind)),
    blocks=(
        Block(
            BlockKind.TABLE,
            "aligned-table",
            5,
            9,
            ("x",),
            measurements=(value(Role.BASE), value(Role.CANDIDATE)),
        ),
    ),
    claims=(CLAIM, Claim("no regression elsewhere", 12, ClaimKind.NULL)),
    has_raw_data=True,
    in_changelog=True,
)


def missing(document: Document, *thread: Document) -> set[str]:
    found = completeness_of(document, thread)
    assert found is not None
    return {lack.item for lack in found.missing}


def test_a_whole_posting_lacks_nothing() -> None:
    found = completeness_of(WHOLE, ())
    assert found is not None
    assert (found.score, found.most, found.missing) == (110, 110, ())


def test_a_bare_claim_lacks_nearly_all_and_says_who_asked() -> None:
    found = completeness_of(BARE, ())
    assert found is not None
    lacks = {lack.item: lack for lack in found.missing}
    assert {"workload", "command", "hardware", "kernel", "both-sides", "runs", "noise"} <= set(
        lacks
    )
    assert "Christoph Hellwig" in lacks["hardware"].asked
    assert "@" in lacks["hardware"].source
    assert found.score == found.most - sum(lack.weight for lack in found.missing)


def test_a_text_that_neither_claims_nor_measures_is_not_judged() -> None:
    assert completeness_of(replace(BARE, claims=()), ()) is None
    assert completeness_of(replace(BARE, claims=(replace(CLAIM, is_quoted=True),)), ()) is None


def test_each_item_can_be_missing() -> None:
    seen = missing(BARE)
    lock = Claim("lock contention goes down", 10)
    seen |= missing(replace(BARE, claims=(lock,)))
    seen |= missing(replace(WHOLE, in_changelog=False))
    assert seen == {item.name for item in CHECKLIST}


def test_what_was_said_before_need_not_be_said_again() -> None:
    later = replace(BARE, source="2@example.org", message_id="2@example.org")
    assert missing(later, WHOLE, later) == set()
    # what comes afterwards, or from somebody else, does not count
    assert "hardware" in missing(BARE, BARE, replace(WHOLE, message_id="9@example.org"))
    other = replace(WHOLE, author=Address("Rob", "rob@example.com"), message_id="0@example.org")
    assert "hardware" in missing(later, other, later)


def test_items_have_names_weights_and_reasons() -> None:
    assert len({item.name for item in CHECKLIST}) == len(CHECKLIST) == 15
    assert all(item.weight > 0 and item.why for item in CHECKLIST)


def test_runs_may_be_told_in_the_claim_itself() -> None:
    claim = Claim("a gain of 7% (average of 10 runs)", 3, low=7, high=7, unit="%")
    found = completeness_of(Document("1@example.org", "1@example.org", claims=(claim,)), ())
    assert found is not None
    assert "runs" in found.present
