"""Builders of texts with measurements, for the tests of comparisons."""

from dataclasses import replace
from typing import Any

from lkmltrack.model.comparison import Axis, Comparison, Difference, Placed
from lkmltrack.model.evidence import (
    Block,
    BlockKind,
    Document,
    EnvironmentFact,
    EnvironmentKind,
)
from lkmltrack.model.measurement import (
    Better,
    BetterSource,
    Measurement,
    Role,
)
from lkmltrack.model.message import Address
from lkmltrack.model.series import PostingKind, Series

ADA = Address("Ada Author", "ada@example.org")
BOB = Address("Bob Tester", "bob@example.org")


def base(value: float, metric: str = "throughput", **more: Any) -> Measurement:
    return measured(value, metric, variant="vanilla", role=Role.BASE, **more)


def candidate(value: float, metric: str = "throughput", **more: Any) -> Measurement:
    return measured(value, metric, variant="patched", role=Role.CANDIDATE, **more)


def measured(value: float, metric: str = "throughput", **more: Any) -> Measurement:
    plain = Measurement(
        metric, value, "1/s", better=Better.HIGHER, better_because=BetterSource.UNIT
    )
    return replace(plain, **more)


def block(*measurements: Measurement, form: str = "aligned-table", **more: Any) -> Block:
    lines = tuple(f"{one.metric} {one.variant} {one.value}" for one in measurements)
    plain = Block(BlockKind.TABLE, form, 1, 9, lines, measurements=measurements)
    return replace(plain, **more)


def series(revision: int, kind: PostingKind = PostingKind.PATCH) -> Series:
    return Series(kind, revision, f"v{revision}@example.org", "a change", ADA, None, 1)


def placed(
    name: str,
    *blocks: Block,
    revision: int = 0,
    machine: str = "",
    author: Address = ADA,
    cpus: tuple[str, ...] = (),
) -> Placed:
    facts = tuple(
        EnvironmentFact(EnvironmentKind.CPU, cpu, 1 + 10 * place) for place, cpu in enumerate(cpus)
    )
    message_id = "" if "." in name else name
    document = Document(name, message_id, author, blocks=blocks, environment=facts)
    return Placed(document, series(revision) if revision else None, machine)


def only(comparison: Comparison, axis: Axis = Axis.VARIANT) -> Difference:
    (found,) = (one for row in comparison.rows for one in row.differences if one.axis is axis)
    return found
