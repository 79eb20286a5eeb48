"""Witnesses: a block of evidence as a claim is compared with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lkmltrack.evidence.scales import find_scales
from lkmltrack.model.evidence import Block, BlockKind, Document
from lkmltrack.model.measurement import Better, Delta

_LOCKS = ("lock", "rwsem", "mutex", "osq", "sem_", "spin")
_MOST_NAMES = 200


@dataclass(frozen=True, slots=True)
class Change:
    """A difference of a block in percent, what it is of, and whether it is for the worse."""

    change: float
    factor: float | None
    names: tuple[str, ...]
    is_worse: bool | None
    label: str


@dataclass(frozen=True, slots=True)
class Witness:
    """What a block says: names, scale, shares, differences and values."""

    block: Block
    document: Document
    names: tuple[str, ...]
    """The benchmark's or profiler's, and those of the commands of its text."""
    cases: tuple[str, ...]
    metrics: tuple[str, ...]
    scales: Mapping[str, int]
    scale_text: str
    shares: Mapping[str, float]
    top_lock: str
    changes: tuple[Change, ...]
    values: tuple[float, ...]


def witness_of(block: Block, document: Document) -> Witness:
    """Return a block as a witness."""
    shares = _shares(block)
    scales, scale_text = _scales(block, document)
    values = block.measurements[:_MOST_NAMES]
    cases = [value.workload for value in values]
    cases += [one for value in values for _, one in value.parameters if not one.isdigit()]
    return Witness(
        block=block,
        document=document,
        names=_names(block, document),
        cases=tuple(dict.fromkeys(filter(None, cases))),
        metrics=tuple(dict.fromkeys(value.metric for value in values if value.metric)),
        scales=scales,
        scale_text=scale_text,
        shares=shares,
        top_lock=next((name for name in shares if any(one in name for one in _LOCKS)), ""),
        changes=tuple(_changes(block)),
        values=tuple(value.value for value in values),
    )


def _names(block: Block, document: Document) -> tuple[str, ...]:
    """Return what a block was measured with: its own benchmark, else those of its text."""
    is_profile = block.kind in (BlockKind.PROFILE, BlockKind.CALLCHAIN)
    if block.tool and not is_profile:
        return (block.tool,)
    return tuple(dict.fromkeys(filter(None, (block.tool, *document.tools))))


def _shares(block: Block) -> dict[str, float]:
    """Return the share of each symbol of a profile; of chains that of the last call, added up."""
    found = {row.symbol: row.share for row in block.rows}
    if found or not block.chains:
        return found
    for chain in block.chains:
        if chain.share is not None and chain.functions:
            for name in (chain.functions[-1], chain.argument):
                if name:
                    found[name] = found.get(name, 0.0) + chain.share
    return found


def _scales(block: Block, document: Document) -> tuple[dict[str, int], str]:
    """Return how many copies and cores it was measured with, and that in words."""
    nearest = [one for one in document.commands if one.parallelism and not one.is_quoted]
    nearest.sort(key=lambda one: abs(one.line - block.line_start))
    found = dict(find_scales(block.label))
    words: list[str] = []
    if nearest and nearest[0].parallelism:
        found.setdefault("copies", nearest[0].parallelism)
        words.append(f"{nearest[0].parallelism} copies ({nearest[0].text[:60]})")
    for fact in sorted(document.environment, key=lambda one: abs(one.line - block.line_start)):
        for kind, count in find_scales(fact.text).items():
            if kind not in found:
                found[kind] = count
                words.append(f"{count} {kind}")
    return found, " on ".join(words[:2])


def _changes(block: Block) -> Iterator[Change]:
    for delta in block.deltas[:_MOST_NAMES]:
        if delta.percent is None:
            continue
        value = delta.candidate
        names = tuple(
            filter(None, (value.metric, value.workload, *(v for _, v in value.parameters)))
        )
        yield Change(
            delta.percent,
            _factor(delta),
            names,
            _is_worse(delta.percent, value.better),
            " ".join(filter(None, (value.workload, value.metric))) or "a value",
        )


def _factor(delta: Delta) -> float | None:
    """Return how many times better or worse, always above 1."""
    if not delta.base.value or not delta.candidate.value:
        return None
    ratio = abs(delta.candidate.value / delta.base.value)
    return max(ratio, 1 / ratio)


def _is_worse(percent: float, better: Better | None) -> bool | None:
    if better is None:
        return None
    return percent < 0 if better is Better.HIGHER else percent > 0
