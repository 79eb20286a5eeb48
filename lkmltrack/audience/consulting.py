"""Whom to ask about a topic, about symbols or about evidence, before there is a patch."""

from collections.abc import Sequence

from lkmltrack.audience.evidence_scores import (
    Definitions,
    FindDefinitions,
    Scores,
    score_calls,
    score_chains,
)
from lkmltrack.audience.functions import find_chains, find_functions
from lkmltrack.audience.people_of_sections import people_of
from lkmltrack.audience.symbols import is_plumbing
from lkmltrack.audience.topics import Occurrences, rank_sections
from lkmltrack.maintainers.roster import Roster
from lkmltrack.model.audience import Consultation, Definition, RankedSection

_MOST_SECTIONS = 8
_MOST_FUNCTIONS = 300
_CUT_OF_TOPIC = 0.35
_CUT_OF_SYMBOLS = 0.15
_CUT_OF_EVIDENCE = 0.1
"""Sections weaker than this part of the first one are not worth a mail."""
_OTHER_PLACES = 0.5
"""What a further definition of the same symbol counts, against the one before it."""
_UMBRELLA_OF_EVIDENCE = 0.08


def consult_topic(
    words: str | Sequence[str], roster: Roster, occurrences: Occurrences | None = None
) -> Consultation:
    """Return whom the words of a topic lead to."""
    ranked = rank_sections(words, roster, occurrences)
    return _consultation(ranked, roster, _CUT_OF_TOPIC)


def consult_symbols(
    symbols: Sequence[str], roster: Roster, definitions: Definitions
) -> Consultation:
    """Return whom the files lead to that define some symbols."""
    scores = Scores(roster)
    for symbol in dict.fromkeys(symbols):
        weight = 1.0
        for definition in definitions.get(symbol, ()):
            scores.add(definition, weight)
            weight *= _OTHER_PLACES
    found, unknown = _sorted_out(symbols, definitions)
    return _consultation(scores.ranked(), roster, _CUT_OF_SYMBOLS, found, unknown)


def consult_evidence(
    text: str, roster: Roster, find_definitions: FindDefinitions | None = None
) -> Consultation:
    """Return whom a profile or a call chain leads to.

    Without sources the names of the functions are taken for words of a topic.
    """
    asked = [name for name in find_functions(text) if not is_plumbing(name)][:_MOST_FUNCTIONS]
    definitions = find_definitions(asked) if find_definitions is not None and asked else {}
    if find_definitions is None or not definitions:
        unknown = () if find_definitions is None else tuple(asked)
        ranked = rank_sections(asked, roster)
        return _consultation(ranked, roster, _CUT_OF_TOPIC, (), unknown)
    scores = Scores(roster, _UMBRELLA_OF_EVIDENCE)
    held = score_chains(find_chains(text), definitions, scores)
    score_calls(held, find_definitions, roster, scores)
    found, unknown = _sorted_out(asked, definitions)
    return _consultation(scores.ranked(), roster, _CUT_OF_EVIDENCE, found, unknown)


def _sorted_out(
    asked: Sequence[str], definitions: Definitions
) -> tuple[tuple[Definition, ...], tuple[str, ...]]:
    """Return the definitions in the order of the question, and what has none."""
    names = list(dict.fromkeys(asked))
    found = tuple(one for name in names for one in definitions.get(name, ()))
    return found, tuple(name for name in names if not definitions.get(name))


def _consultation(
    ranked: Sequence[RankedSection],
    roster: Roster,
    cut: float,
    definitions: tuple[Definition, ...] = (),
    unknown: tuple[str, ...] = (),
) -> Consultation:
    """Return the best sections and their people."""
    least = cut * ranked[0].score if ranked else 0.0
    sections = tuple(one for one in ranked[:_MOST_SECTIONS] if one.score >= least)
    people = people_of(sections, roster)
    return Consultation(roster.edition, sections, people, definitions, unknown)
