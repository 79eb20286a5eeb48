"""Pairing: which figure of a row is set against which, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lkmltrack.model.comparison import Axis, Figure
from lkmltrack.model.measurement import Role

MOST_PAIRS = 200


@dataclass(frozen=True, slots=True)
class Pair:
    """A base and a candidate; ``reasons`` tell where the pair is less than sure."""

    axis: Axis
    base: Figure
    candidate: Figure
    reasons: tuple[str, ...] = ()


def pairs_of(figures: Sequence[Figure], revisions: Sequence[str]) -> list[Pair]:
    """Return the pairs of a row; ``revisions`` are the labels of the postings, oldest first."""
    pairs = [
        *_variants(figures),
        *_borrowed_bases(figures),
        *_revisions(figures, revisions),
        *_files(figures),
    ]
    return pairs[:MOST_PAIRS]


def _variants(figures: Sequence[Figure]) -> Iterable[Pair]:
    """Pair the base of every text with its other variants."""
    for group in _by_source(figures).values():
        bases = [figure for figure in group if figure.side.role is Role.BASE]
        if bases:
            for figure in group:
                if figure.side.role is not Role.BASE:
                    yield Pair(Axis.VARIANT, bases[0], figure)
            continue
        variants = {figure.side.variant.casefold() for figure in group}
        if len(group) > 1 and len(variants) == len(group) and "" not in variants:
            reason = f'nothing tells the base: the first, "{group[0].side.variant}", stands for it'
            for figure in group[1:]:
                yield Pair(Axis.VARIANT, group[0], figure, (reason,))


def _borrowed_bases(figures: Sequence[Figure]) -> Iterable[Pair]:
    """Pair a candidate without a base in its text with that of another text by the same person."""
    groups = _by_source(figures)
    bases = [figure for figure in figures if figure.side.role is Role.BASE]
    for (source, _), group in groups.items():
        if any(figure.side.role is Role.BASE for figure in group):
            continue
        for figure in group:
            if figure.side.role is not Role.CANDIDATE:
                continue
            near = [base for base in bases if _is_comparable(base, figure)]
            if near:
                base = next((one for one in near if _is_same_posting(one, figure)), near[-1])
                reason = f"the base is from {base.side.source}, not from {source}"
                yield Pair(Axis.VARIANT, base, figure, (reason, *_doubts(base, figure)))


def _revisions(figures: Sequence[Figure], revisions: Sequence[str]) -> Iterable[Pair]:
    """Pair what one posting measured with what the next did, each variant by itself."""
    order = {label: place for place, label in enumerate(revisions) if label}
    posted = [figure for figure in figures if figure.side.revision in order]
    posted.sort(key=lambda figure: order[figure.side.revision])
    for place, figure in enumerate(posted):
        earlier = [
            other
            for other in posted[:place]
            if other.side.revision != figure.side.revision
            and other.side.source != figure.side.source
            and _is_comparable(other, figure)
        ]
        before = _same_variant(figure, earlier)
        if before is not None:
            yield Pair(Axis.REVISION, before, figure, _doubts(before, figure))


def _same_variant(figure: Figure, earlier: Sequence[Figure]) -> Figure | None:
    """Return the newest earlier figure of the same variant, else of the same role."""
    variant, role = figure.side.variant.casefold(), figure.side.role
    for other in reversed(earlier):
        if other.side.variant.casefold() == variant and other.side.role is role:
            return other
    same_role = [other for other in earlier if other.side.role is role]
    if not same_role:
        return None
    newest = [one for one in same_role if one.side.revision == same_role[-1].side.revision]
    return newest[0] if len(newest) == 1 else None


def _files(figures: Sequence[Figure]) -> Iterable[Pair]:
    """Pair what the first file of results has with what the others have of the same variant."""
    files = [figure for figure in figures if figure.side.is_file and figure.side.role is None]
    for figure in files:
        first = files[0].side.source
        same = [
            one
            for one in files
            if one.side.source == first
            and one.side.variant.casefold() == figure.side.variant.casefold()
            and _has_same_machine(one, figure)
        ]
        if figure.side.source != first and len(same) == 1:
            yield Pair(Axis.FILE, same[0], figure, _doubts(same[0], figure))


def _by_source(figures: Sequence[Figure]) -> dict[tuple[str, str], list[Figure]]:
    """Return the figures by text and machine: two machines are never set against each other."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        key = (figure.side.source, figure.side.machine.casefold())
        groups.setdefault(key, []).append(figure)
    return groups


def _is_comparable(one: Figure, other: Figure) -> bool:
    """Whether two figures of different texts may be from one machine."""
    if not _has_same_machine(one, other):
        return False
    is_named = bool(one.side.machine and other.side.machine)
    return is_named or one.side.author == other.side.author


def _has_same_machine(one: Figure, other: Figure) -> bool:
    left, right = one.side.machine.casefold(), other.side.machine.casefold()
    return left == right or not left or not right


def _is_same_posting(one: Figure, other: Figure) -> bool:
    return one.side.revision == other.side.revision


def _doubts(base: Figure, candidate: Figure) -> tuple[str, ...]:
    missing = [figure.side.label for figure in (base, candidate) if not figure.side.machine]
    if not missing:
        return ()
    return (f"the machine is not told of {' and '.join(dict.fromkeys(missing))}",)
