"""Claims with what bears each out, and what a reader of the evidence still misses."""

from collections.abc import Callable, Container, Iterator, Sequence

from lkmltrack.cli.pages.bars import Strokes, meter
from lkmltrack.cli.pages.people import wrapped
from lkmltrack.cli.text.cells import pad, wrap
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.model.evidence import Claim, ClaimKind, ClaimStatus, Completeness, Lack, Link

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
    claims: Sequence[Claim], width: int, named: Callable[[str], str], *, whole: bool = False
) -> Iterator[Line]:
    """Yield each claim with its badge, the reason for it, and what it was held against.

    ``named`` tells what the block of a link is called.
    """
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
        for text in _links(claim.links, named, whole):
            yield from wrapped(text, width, Style.DIM, indent)


def completeness_lines(
    found: Completeness,
    width: int,
    strokes: Strokes,
    *,
    known: Container[str] = (),
    whole: bool = False,
) -> Iterator[Line]:
    """Yield a meter, then what is missing with the reason and a question that was asked once.

    Items in ``known`` were explained before, and are only named.
    """
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
    weighed = sorted(found.missing, key=lambda one: -one.weight)
    explained = [lack for lack in weighed if whole or lack.item not in known]
    cells = max((len(lack.item) for lack in explained), default=0)
    for lack in explained:
        yield from _lack_lines(lack, min(cells, 16), width, whole)
    others = [lack.item for lack in weighed if lack not in explained]
    if others:
        also = "missing too" if explained else "missing"
        yield from wrapped(f"{also}, see above: {', '.join(others)}", width, Style.DIM, _MARGIN)


def _links(links: Sequence[Link], named: Callable[[str], str], whole: bool) -> Iterator[str]:
    """Yield what a claim was held against: in one line, or each with the reasons for and against."""
    told = [f"{named(link.block)} (score {link.score:.3g})" for link in links]
    if not whole:
        if told:
            more = len(told) - _SHOWN_LINKS
            rest = f" and {more} more (--all)" if more > 0 else ""
            yield f"held against {', '.join(told[:_SHOWN_LINKS])}{rest}"
        return
    for link, text in zip(links, told, strict=True):
        reasons = f": {', '.join(link.reasons)}" if link.reasons else ""
        against = f"; against it: {', '.join(link.against)}" if link.against else ""
        yield f"held against {text}{reasons}{against}"


def _lack_lines(lack: Lack, cells: int, width: int, whole: bool) -> Iterator[Line]:
    """Yield what is missing, why that matters, and who asked for it once."""
    indent = _MARGIN + cells + 2
    room = max(_NARROWEST, width - indent)
    for number, text in enumerate(wrap(one_line(lack.why), room) or [""]):
        item = "" if number else one_line(lack.item)
        yield [Span(" " * _MARGIN), Span(pad(item, cells), Style.WARNING), Span(f"  {text}")]
    source = f" <{lack.source}>" if whole and "@" in lack.source else ""
    yield from wrapped(f"{lack.asked}{source}" if lack.asked else "", width, Style.QUOTE, indent)
