"""What of a block patches name as well, and what is misspelled in it."""

from collections.abc import Iterator, Sequence

from lkmltrack.cli.pages.people import wrapped
from lkmltrack.cli.text.spans import Line, Style
from lkmltrack.model.comparison import Misspelling, PatchLink, PatchPlace

_MARGIN = 4
_SHOWN = 4
_PLACES = {
    PatchPlace.HUNK: "the patch changes it",
    PatchPlace.DEFINED: "the patch defines it",
    PatchPlace.CHANGED_LINE: "a changed line names it",
    PatchPlace.FILE: "the patch touches it",
}


def tie_lines(
    links: Sequence[PatchLink],
    misspelled: Sequence[Misspelling],
    width: int,
    *,
    whole: bool = False,
) -> Iterator[Line]:
    """Yield a line per name; the same name in several revisions is told once."""
    for one in misspelled:
        text = f"{one.symbol}: {one.meant} is meant ({one.score:.0f} % alike)"
        yield from wrapped(text, width, Style.WARNING, _MARGIN)
    told = [text for link in links if (text := _text(link))]
    texts = list(dict.fromkeys(told))
    shown = texts if whole else texts[:_SHOWN]
    for text in shown:
        yield from wrapped(text, width, Style.TREE, _MARGIN)
    if len(shown) < len(texts):
        more = f"and {len(texts) - len(shown)} more names that patches have (--all)"
        yield from wrapped(more, width, Style.DIM, _MARGIN)


def _text(link: PatchLink) -> str:
    """Return where a patch has a name of the evidence."""
    share = f" ({link.share:.2f}%)" if link.share is not None else ""
    meant = f", there {link.meant}" if link.meant and link.meant != link.symbol else ""
    where = f" in {link.path}" if link.path != link.symbol else ""
    return f"{link.symbol}{share}{meant}: {_PLACES[link.place]}{where}"
