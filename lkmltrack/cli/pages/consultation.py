"""Whom to ask about a topic, symbols or evidence: sections with why, then people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lkmltrack.cli.pages.people import LEVEL_STYLES, edition_lines, wrapped
from lkmltrack.cli.pages.reason_words import reason_texts
from lkmltrack.cli.text.cells import cut
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.model.audience import Consultation, Definition, Expected, Level, RankedSection

_MARGIN = "  "
_SHOWN_SECTIONS = 12
_SHOWN_PEOPLE = 30
_SHOWN_REASONS = 2
_UNKNOWN = "nothing is called so, or nearly so"


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """A consultation as lines; ``whole`` leaves nothing out."""

    consultation: Consultation
    width: int
    whole: bool = False

    def lines(self) -> Iterator[Line]:
        """Yield the page."""
        found = self.consultation
        yield from edition_lines(found.edition, self.width)
        for text, style in map(definition_words, self._definitions()):
            yield from wrapped(text, self.width, style)
        for symbol in found.unknown:
            yield from wrapped(f"{symbol}: {_UNKNOWN}", self.width, Style.WARNING)
        yield from self._sections()
        yield from self._people()

    def _definitions(self) -> Sequence[Definition]:
        """Return one place per symbol, the likeliest, or all places."""
        if self.whole:
            return self.consultation.definitions
        first: dict[str, Definition] = {}
        for definition in self.consultation.definitions:
            first.setdefault(definition.asked, definition)
        return tuple(first.values())

    def _sections(self) -> Iterator[Line]:
        """Yield the sections by rank, and what leads to each."""
        sections = self.consultation.sections
        if not sections:
            return
        yield ()
        yield [Span("Sections", Style.HEADER)]
        shown = sections if self.whole else sections[:_SHOWN_SECTIONS]
        for number, section in enumerate(shown, 1):
            yield from self._section(number, section)
        yield from _left_out(len(sections) - len(shown))

    def _section(self, number: int, section: RankedSection) -> Iterator[Line]:
        """Yield one section."""
        name = cut(one_line(section.name), self.width - 6)
        yield [Span(f"{number:>4}  ", Style.NUMBER), Span(name, Style.TITLE)]
        texts = [
            text.removeprefix(f"{section.name}: ")
            for text in reason_texts(section.reasons, whole=self.whole)
        ]
        shown = texts if self.whole else texts[:_SHOWN_REASONS]
        for text in shown:
            yield from wrapped(text, self.width, Style.DIM, 6)
        if len(shown) < len(texts):
            yield [Span(f"      and {len(texts) - len(shown)} more reasons (-v)", Style.DIM)]

    def _people(self) -> Iterator[Line]:
        """Yield people as get_maintainer.pl writes them."""
        people = self.consultation.people
        if not people:
            return
        yield ()
        yield [Span("People", Style.HEADER)]
        shown = people if self.whole else people[:_SHOWN_PEOPLE]
        for person in shown:
            # not cut: these lines are for copying
            yield [Span(person_text(person), LEVEL_STYLES[person.level])]
            if person.level is Level.SUGGESTED:
                for text in reason_texts(person.reasons)[:_SHOWN_REASONS]:
                    yield from wrapped(text, self.width, Style.DIM, 6)
        yield from _left_out(len(people) - len(shown))


def definition_words(found: Definition) -> tuple[str, Style]:
    """Return where a symbol is defined, or what a misspelled one was taken for.

    >>> definition_words(Definition("vma_preapre", "vma_prepare", "mm/vma.c", 12, True))[0]
    'vma_preapre: taken for vma_prepare, mm/vma.c:12'
    """
    place = f"{found.path}:{found.line}"
    if found.is_guess or found.asked != found.symbol:
        return f"{found.asked}: taken for {found.symbol}, {place}", Style.WARNING
    return f"{found.symbol}: {place}", Style.DIM


def person_text(person: Expected) -> str:
    """Return a line as get_maintainer.pl has it."""
    who = f"{person.name} <{person.address}>" if person.name else person.address
    role = person.role or person.level.value
    return one_line(f"{who} ({role}:{person.section})" if person.section else f"{who} ({role})")


def _left_out(count: int) -> Iterator[Line]:
    if count > 0:
        yield [Span(f"{_MARGIN}and {count} more (-v)", Style.DIM)]
