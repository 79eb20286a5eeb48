"""The page of evidence under attack: no text and no figure breaks it, acts, or forges a line."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.cli.pages.bars import ASCII_STROKES, Strokes
from lkmltrack.cli.pages.evidence import EvidencePage
from lkmltrack.cli.text.spans import Line, Style, characters
from lkmltrack.model.comparison import Misspelling, PatchLink, PatchPlace
from lkmltrack.model.evidence import (
    Block,
    BlockKind,
    Bucket,
    Chain,
    Claim,
    ClaimStatus,
    Command,
    Completeness,
    Document,
    EnvironmentFact,
    EnvironmentKind,
    Lack,
    Link,
    ProfileRow,
)
from lkmltrack.model.measurement import Delta, Measurement, Spread, SpreadKind
from lkmltrack.model.message import Address
from tests.cli.evidences import (
    REQUEST,
)

EVIL = "[bold]x[/bold]\x1b]52;c;cm0=\x07\u202e\u2066\x9b31m\nClaims\r\t"


def text_of(lines: Iterable[Line], *, coloured: bool = False) -> str:
    return "\n".join(characters(line, coloured) for line in lines)


def hostile(evil: str) -> Document:
    """A document every text of which is an attack."""
    one = Measurement(
        evil, 1.0, evil, evil, ((evil, evil),), evil, statistic=evil, shown=evil,
        spread=Spread(SpreadKind.RANGE, 1.0, 2.0),
    )  # fmt: skip
    block = Block(
        BlockKind.TABLE,
        evil,
        1,
        9,
        (evil, evil),
        tool=evil,
        label=evil,
        events=evil,
        remarks=(evil,),
        rows=(ProfileRow(evil, 5.0, 1, 2.0, evil, evil, evil, 1.0),),
        chains=(
            Chain((evil, f"{evil}b"), 5.0, 1, argument=evil),
            Chain((f"{evil}c", f"{evil}b"), 5.0, 1),
        ),
        buckets=(Bucket(1.0, 2.0, 3.0),),
        measurements=(one, replace(one, metric="alone")),
        deltas=(Delta(one, one, 1.0, 2.0),),
    )
    claim = Claim(evil, 1, reason=evil, links=(Link(evil, 1.0, (evil,), (evil,)),))
    return Document(
        source=evil,
        message_id=evil,
        author=Address(evil, evil),
        tools=(evil,),
        blocks=(block, replace(block, quoted=evil, depth=1), replace(block, lines=(), rows=())),
        commands=(Command(evil, 1),),
        environment=(EnvironmentFact(EnvironmentKind.CPU, evil, 1, evil),),
        claims=(claim, replace(claim, status=ClaimStatus.CONTRADICTED)),
        completeness=Completeness(1, 2, (evil,), (Lack(evil, 1, evil, evil, f"{evil}@x"),)),
    )


def test_no_text_of_a_mail_acts_or_forges_a_line() -> None:
    document = hostile(EVIL)
    asked = replace(REQUEST, text=EVIL, asks_for=EVIL, by=Address(EVIL, EVIL))
    block = document.blocks[0].id
    ties = PatchLink(block, EVIL, EVIL, EVIL, PatchPlace.HUNK), Misspelling(block, EVIL, EVIL, 9.0)
    for width in (20, 80, 200):
        for whole in (False, True):
            found = EvidencePage(
                [document], [asked], width, whole, links=ties[:1], misspelled=ties[1:]
            )
            lines = list(found.lines())
            shown = text_of(lines)
            assert not any(ord(c) < 32 and c != "\n" or 127 <= ord(c) < 160 for c in shown)
            assert "\u202e" not in shown
            assert shown.count("\n") == len(lines) - 1
            assert [line for line in shown.split("\n") if line.startswith("Claims")] == []
            assert all(isinstance(span.style, Style) for line in lines for span in line)


def _floats() -> st.SearchStrategy[float]:
    return st.one_of(st.floats(), st.sampled_from((0.0, 1e308, -1e308, 5e-324)))


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=60),
    _floats(),
    _floats(),
    st.one_of(st.none(), _floats()),
    st.integers(20, 200),
)
def test_no_text_and_no_figure_breaks_the_page(
    text: str, first: float, second: float, third: float | None, width: int
) -> None:
    one = Measurement(
        text, first, "s", spread=Spread(SpreadKind.DEVIATION, second, third), shown=text, runs=3
    )
    other = replace(one, value=second, unit="B/s")
    block = Block(
        BlockKind.TABLE,
        text,
        1,
        2,
        (text,),
        rows=(ProfileRow(text, first, 1, third, delta=third),),
        chains=(Chain((text, text), third, 1), Chain((text,), first, 1)),
        buckets=(Bucket(first, second, first), Bucket(second, first, second)),
        measurements=(one, other),
        deltas=(Delta(one, other, third, third), Delta(other, one, first, None)),
    )
    claim = Claim(text, 1, links=(Link(text, first),), low=first, high=third)
    document = Document("x", blocks=(block, replace(block, rows=(), chains=())), claims=(claim,))
    for strokes in (Strokes(), ASCII_STROKES):
        assert text_of(EvidencePage([document], [], width, strokes=strokes).lines())
