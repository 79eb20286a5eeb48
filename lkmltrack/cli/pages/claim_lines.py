"""Claims with what bears each out, and what a reader of the evidence still misses."""

from collections.abc import Iterator, Mapping, Sequence

from lkmltrack.cli.pages.bars import Strokes, meter
from lkmltrack.cli.pages.people import wrapped
from lkmltrack.cli.text.cells import pad, wrap
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.model.evidence import Block, Claim, ClaimKind, ClaimStatus, Completeness, Lack, Link

_MARGIN = 4
_BADGE_CELLS = 12
_SHOWN_LINKS = 3
_METER_CELLS = 24
_NARROWEST = 16

_BADGES = {
    ClaimStatus.SUPPORTED: ("supported", Style.GOOD),
    ClaimStatus.UNSUPPORTED: ("unsupported", Style.WARNING),
    ClaimStatus.CONTRADICTED: ("contradicted", Style.BAD),
}
_LIMIT = ("says a limit", Style.DIM)


def claim_lines(
    claims: Sequence[Claim], width: int, blocks: Mapping[str, Block], *, whole: bool = False
) -> Iterator[Line]:
    """Yield each claim with its badge, the reason for it, and what it was held against."""
    indent = _MARGIN + _BADGE_CELLS + 2
    room = max(_NARROWEST, width - indent)
    for claim in claims:
        # what was not measured is no claim that figures could bear out
        badge, style = _LIMIT if claim.kind is ClaimKind.LIMIT else _BADGES[claim.status]
        for number, text in enumerate(wrap(one_line(claim.text), room) or [""]):
            shown = "" if number else badge
            yield [
                Span(" " * _MARGIN),
                Span(pad(shown, _BADGE_CELLS), style),
                Span("  "),
                Span(text),
            ]
        where = f"line {claim.line}" if claim.line else ""
        reason = "; ".join(filter(None, (where, claim.reason)))
        yield from wrapped(reason, width, Style.DIM, indent)
        shown_links = claim.links if whole else claim.links[:_SHOWN_LINKS]
        for link in shown_links:
            yield from wrapped(_link_text(link, blocks), width, Style.DIM, indent)
        if len(shown_links) < len(claim.links):
            more = len(claim.links) - len(shown_links)
            yield [Span(f"{' ' * indent}and {more} more (--all)", Style.DIM)]


def completeness_lines(
    found: Completeness, width: int, strokes: Strokes, *, whole: bool = False
) -> Iterator[Line]:
    """Yield a meter, then what is missing with the reason and a question that was asked once."""
    share = found.score / found.most if found.most else 0.0
    style = Style.GOOD if not found.missing else Style.NUMBER
    yield [
        Span(" " * _MARGIN),
        Span(meter(share, _METER_CELLS, strokes), style),
        Span(f"  {found.score} of {found.most}", style),
        Span("  of what reviewers look for; advice, no gate", Style.DIM)
        if width >= _METER_CELLS + 60
        else Span(""),
    ]
    if whole and found.present:
        yield from wrapped(f"there: {', '.join(found.present)}", width, Style.DIM, _MARGIN)
    cells = max((len(lack.item) for lack in found.missing), default=0)
    for lack in sorted(found.missing, key=lambda one: -one.weight):
        yield from _lack_lines(lack, min(cells, 16), width, whole)


def _link_text(link: Link, blocks: Mapping[str, Block]) -> str:
    """Return what a claim was held against, and why it is thought to speak of it."""
    block = blocks.get(link.block.rpartition("#")[2])
    called = f"{block.tool or block.form} {link.block}" if block else link.block
    reasons = f": {', '.join(link.reasons)}" if link.reasons else ""
    against = f"; against it: {', '.join(link.against)}" if link.against else ""
    return f"held against {called} (score {link.score:.3g}){reasons}{against}"


def _lack_lines(lack: Lack, cells: int, width: int, whole: bool) -> Iterator[Line]:
    """Yield what is missing, why that matters, and who asked for it once."""
    indent = _MARGIN + cells + 2
    room = max(_NARROWEST, width - indent)
    for number, text in enumerate(wrap(one_line(lack.why), room) or [""]):
        item = "" if number else one_line(lack.item)
        yield [Span(" " * _MARGIN), Span(pad(item, cells), Style.WARNING), Span(f"  {text}")]
    source = f" <{lack.source}>" if whole and "@" in lack.source else ""
    yield from wrapped(f"{lack.asked}{source}" if lack.asked else "", width, Style.QUOTE, indent)
