"""Evidence as JSON has it: the keys are a contract with scripts, and are measured.

What is quoted from another message stays out of the lists that are counted:
it stands beside them under ``quoted_``, and blocks carry ``quoted``.
"""

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any

from lkmltrack.cli.facts import Facts, request_facts
from lkmltrack.cli.text.times import iso
from lkmltrack.model.comparison import Misspelling, PatchLink
from lkmltrack.model.evidence import (
    Block,
    Bucket,
    Chain,
    Claim,
    Command,
    Completeness,
    Document,
    EnvironmentFact,
    EnvironmentKind,
    Lack,
    Link,
    ProfileRow,
)
from lkmltrack.model.measurement import Delta, Measurement, Spread
from lkmltrack.model.proposal import Request

HARDWARE = frozenset(
    (
        EnvironmentKind.CPU,
        EnvironmentKind.MICROARCHITECTURE,
        EnvironmentKind.TOPOLOGY,
        EnvironmentKind.MEMORY,
        EnvironmentKind.MACHINE,
        EnvironmentKind.STORAGE,
        EnvironmentKind.NETWORK,
    )
)
"""The kinds that ``environment`` holds; the others are ``software``."""


def evidence_facts(
    documents: Sequence[Document],
    requests: Sequence[Request] = (),
    links: Sequence[PatchLink] = (),
    misspelled: Sequence[Misspelling] = (),
) -> Facts:
    """Return everything that ``evidence`` tells."""
    return {
        "documents": [document_facts(document) for document in documents],
        "requests": [request_facts(request) for request in requests],
        "patch_links": [_patch_link(link) for link in links],
        "misspelled": [_misspelling(one) for one in misspelled],
    }


def document_facts(document: Document) -> Facts:
    """Return one document: what it brings first, then what it repeats."""
    completeness = document.completeness
    return {
        "source": document.source,
        "message_id": document.message_id or None,
        "author": str(document.author) if document.message_id else None,
        "date": iso(document.date),
        "tools": list(document.tools),
        "blocks": [_block(block) for block in document.blocks],
        "commands": [_command(one) for one in document.commands if not one.is_quoted],
        "claims": [_claim(claim) for claim in document.claims if not claim.is_quoted],
        **environment_facts([one for one in document.environment if not one.is_quoted]),
        "missing": [lack.item for lack in completeness.missing] if completeness else [],
        "completeness": _completeness(completeness) if completeness else None,
        "quoted_commands": [_command(one) for one in document.commands if one.is_quoted],
        "quoted_environment": [_fact(one) for one in document.environment if one.is_quoted],
        "quoted_claims": [_claim(claim) for claim in document.claims if claim.is_quoted],
    }


def environment_facts(facts: Iterable[EnvironmentFact]) -> Facts:
    """Return facts about a machine, the hardware apart from what runs on it."""
    known = list(facts)
    return {
        "environment": [_fact(one) for one in known if one.kind in HARDWARE],
        "software": [_fact(one) for one in known if one.kind not in HARDWARE],
    }


def measurement_facts(one: Measurement) -> Facts:
    """Return one value with everything that is known of it."""
    return {
        "metric": one.metric,
        "workload": one.workload,
        "parameters": dict(one.parameters),
        "variant": one.variant,
        "role": one.role.value if one.role else None,
        "role_because": one.role_because or None,
        "value": number(one.value),
        "unit": one.unit,
        "statistic": one.statistic or None,
        "spread": spread_facts(one.spread),
        "runs": one.runs,
        "better": one.better.value if one.better else None,
        "better_because": one.better_because.value,
        "shown": one.shown,
        "line": one.line or None,
    }


def spread_facts(spread: Spread | None) -> Facts | None:
    """Return the scatter of a value."""
    if spread is None:
        return None
    return {
        "kind": spread.kind.value,
        "value": number(spread.value),
        "upper": number(spread.upper),
    }


def number(value: float | None) -> float | None:
    """Return a figure that JSON can hold, None for one that is none.

    >>> number(1.5), number(float("inf")), number(None)
    (1.5, None, None)
    """
    return value if value is not None and isfinite(value) else None


def _block(block: Block) -> Facts:
    return {
        "id": block.id,
        "kind": block.kind.value,
        "tool": block.tool,
        "form": block.form,
        "line_start": block.line_start,
        "line_end": block.line_end,
        "text": block.text,
        "quoted": block.is_quoted,
        "quoted_from": block.quoted or None,
        "repeats": block.repeats or None,
        "added": list(block.added),
        "label": block.label or None,
        "confidence": block.confidence,
        "measurements": [measurement_facts(one) for one in block.measurements],
        "deltas": [_delta(delta) for delta in block.deltas],
        "events": block.events or None,
        "rows": [_row(row) for row in block.rows],
        "chains": [_chain(chain) for chain in block.chains],
        "buckets": [_bucket(bucket) for bucket in block.buckets],
        "damage": [damage.value for damage in block.damage],
        "remarks": list(block.remarks),
    }


def _delta(delta: Delta) -> Facts:
    return {
        "metric": delta.candidate.metric,
        "workload": delta.candidate.workload,
        "base": number(delta.base.value),
        "candidate": number(delta.candidate.value),
        "base_variant": delta.base.variant,
        "candidate_variant": delta.candidate.variant,
        "unit": delta.candidate.unit,
        "percent": number(delta.percent),
        "stated": number(delta.stated),
        "convention": delta.convention.value,
        "fits": delta.fits,
        "marked_significant": delta.is_marked_significant,
        "line": delta.candidate.line or None,
    }


def _row(row: ProfileRow) -> Facts:
    return {
        "symbol": row.symbol,
        "share": number(row.share),
        "children": number(row.children),
        "delta": number(row.delta),
        "command": row.command or None,
        "object": row.object or None,
        "mode": row.mode or None,
        "line": row.line,
    }


def _chain(chain: Chain) -> Facts:
    return {
        "functions": list(chain.functions),
        "share": number(chain.share),
        "elided": chain.is_elided,
        "argument": chain.argument or None,
        "line": chain.line,
    }


def _bucket(bucket: Bucket) -> Facts:
    return {
        "low": number(bucket.low),
        "high": number(bucket.high),
        "count": number(bucket.count),
    }


def _command(command: Command) -> Facts:
    return {
        "text": command.text,
        "line": command.line,
        "line_end": command.line_end or command.line,
        "program": command.program or None,
        "parallelism": command.parallelism,
    }


def _fact(fact: EnvironmentFact) -> Facts:
    return {
        "kind": fact.kind.value,
        "text": fact.text,
        "line": fact.line or None,
        "value": fact.value or None,
    }


def _claim(claim: Claim) -> Facts:
    return {
        "key": claim.key,
        "text": claim.text,
        "line": claim.line,
        "kind": claim.kind.value,
        "metric": claim.metric,
        "workload": claim.workload or None,
        "condition": claim.condition or None,
        "value": number(claim.high if claim.high is not None else claim.low),
        "low": number(claim.low),
        "high": number(claim.high),
        "unit": claim.unit,
        "qualifier": claim.qualifier or None,
        "direction": claim.direction,
        "good": claim.is_good,
        "before": number(claim.before),
        "after": number(claim.after),
        "scale": dict(claim.scale),
        "status": claim.status.value,
        "reason": claim.reason or None,
        "evidence": [link.block for link in claim.links],
        "links": [_link(link) for link in claim.links],
    }


def _link(link: Link) -> Facts:
    return {
        "block": link.block,
        "score": number(link.score),
        "reasons": list(link.reasons),
        "against": list(link.against),
    }


def _patch_link(link: PatchLink) -> Facts:
    return {
        "block": link.block,
        "symbol": link.symbol,
        "meant": link.meant or None,
        "message_id": link.message_id,
        "path": link.path,
        "place": link.place.value,
        "share": number(link.share),
        "score": number(link.score),
    }


def _misspelling(one: Misspelling) -> Facts:
    return {
        "block": one.block,
        "symbol": one.symbol,
        "meant": one.meant,
        "score": number(one.score),
        "reason": one.reason or None,
    }


def _completeness(found: Completeness) -> dict[str, Any]:
    return {
        "score": found.score,
        "most": found.most,
        "present": list(found.present),
        "missing": [_lack(lack) for lack in found.missing],
    }


def _lack(lack: Lack) -> Facts:
    return {
        "item": lack.item,
        "weight": lack.weight,
        "why": lack.why,
        "asked": lack.asked or None,
        "source": lack.source or None,
    }
