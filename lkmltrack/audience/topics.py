"""Sections of MAINTAINERS that a topic leads to, the likeliest first, each with its reasons."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log, log2, sqrt

from lkmltrack.audience.section_words import SectionText
from lkmltrack.audience.similar import nearest
from lkmltrack.audience.topic_words import key_of, parts, topic_words
from lkmltrack.maintainers.roster import Roster
from lkmltrack.model.audience import RankedSection, Reason, ReasonKind

THE_REST = "THE REST"
Occurrences = Mapping[str, Mapping[str, int]]

_AS_PART = 0.5
"""What a part of a compound word counts, when nobody has the whole."""
_AS_SIMILAR = 0.6
_AS_FIRST = 1.15
"""What is said first is what it is about, as in subjects."""
_IN_CODE = 2.5
_IN_PATH = 3.0
_MOST_FILES = 150
_LEAST_SHARE = 0.03
_SHALLOWER = 0.2
"""What a section counts for a file that another section names more closely."""
_WEAKEST = 0.9
"""What is weaker does not make a word known, when its share of all sections is taken."""
_OTHERS = 0.3
_UMBRELLA = 0.75
_WITHOUT_PEOPLE = 0.6
_FEWEST_UNDER_UMBRELLA = 3


@dataclass(slots=True)
class _Word:
    """One word of the topic, and where it was found."""

    text: str
    weight: float = 1.0
    asked: str = ""
    """What was written, when this is a part of it or what it was taken for."""
    is_guess: bool = False
    found: dict[int, tuple[float, str]] = field(default_factory=dict)
    """Section to (strength, what shows it)."""
    rarity: float = 0.0
    is_known: bool = False
    """Whether MAINTAINERS itself has it, and not only as a beginning of something else."""

    def add(self, number: int, strength: float, shown_by: str) -> None:
        """Enter a further place; the strongest one is shown, the others help a little."""
        known, text = self.found.get(number, (0.0, shown_by))
        if strength > known:
            self.found[number] = (strength + _OTHERS * known, shown_by)
        else:
            self.found[number] = (known + _OTHERS * strength, text)


def rank_sections(
    words: str | Sequence[str], roster: Roster, occurrences: Occurrences | None = None
) -> list[RankedSection]:
    """Return the sections that share words with a topic, the likeliest first; never THE REST.

    ``occurrences`` tells for a word how often it stands in which files of the tree.
    """
    asked = topic_words(words)
    if not asked:
        return []
    sections = _sections_of(roster)
    code = {word.lower().replace("-", "_"): files for word, files in (occurrences or {}).items()}
    known = _known_words(asked, sections, code, roster)
    for word in known:
        if asked[0] in (word.text, word.asked):
            word.weight *= _AS_FIRST
    return _ranked(known, sections)


def matched_sections(path: str, roster: Roster) -> list[tuple[int, float]]:
    """Return (section, weight) of a file: the deepest count wholly, THE REST not at all."""
    matched = roster.index.match(path, roster.is_folder).sections
    named = [(number, depth) for number, depth in matched if not _is_rest(roster, number)]
    deepest = max((depth for _, depth in named), default=0)
    return [(number, 1.0 if depth == deepest else _SHALLOWER) for number, depth in named]


def _is_rest(roster: Roster, number: int) -> bool:
    """Whether a section is the one that takes what nobody else does."""
    return str(roster.index.people(number)[0]) == THE_REST


def _sections_of(roster: Roster) -> list[SectionText]:
    """Return all sections but THE REST."""
    index = roster.index
    read = [(number, index.lines(number)) for number in range(index.count)]
    return [SectionText(n, name, lines) for n, (name, _, lines) in read if name != THE_REST]


def _known_words(
    asked: Iterable[str], sections: list[SectionText], code: Occurrences, roster: Roster
) -> list[_Word]:
    """Return the words with what is found of each; parts or similar words for those not found."""
    known: list[_Word] = []
    vocabulary: set[str] = set()
    for text in asked:
        word = _looked_up(_Word(text), sections, code, roster)
        if word.found:
            known.append(word)
        pieces = () if word.is_known else parts(text)
        known += [
            piece
            for part in pieces
            if (piece := _looked_up(_Word(part, _AS_PART, text), sections, {}, roster)).found
        ]
        if not word.found and not pieces:
            vocabulary = vocabulary or {each for section in sections for each in section.words()}
            if meant := nearest(text, vocabulary):
                known.append(
                    _looked_up(_Word(meant, _AS_SIMILAR, text, True), sections, code, roster)
                )
    return known


def _looked_up(
    word: _Word, sections: list[SectionText], code: Occurrences, roster: Roster
) -> _Word:
    """Return a word with the sections that it leads to."""
    key = key_of(word.text)
    for section in sections:
        if key in section.blob:
            strength, shown_by = section.strength_of(word.text)
            if strength:
                word.add(section.number, strength, shown_by)
    if "/" in word.text:
        for number, weight in matched_sections(word.text, roster):
            word.add(number, _IN_PATH * weight, word.text)
    spread = sum(strength >= _WEAKEST for strength, _ in word.found.values())
    word.is_known = spread > 0
    files = code.get(word.text, {})
    if not spread:
        spread = 1 + len(files) // 20
    word.rarity = log((1 + len(sections)) / (0.5 + min(spread, len(sections))))
    _look_in_code(word, files, roster)
    return word


def _look_in_code(word: _Word, files: Mapping[str, int], roster: Roster) -> None:
    """Enter the sections in whose files a word stands, by their share of all places."""
    masses: defaultdict[int, float] = defaultdict(float)
    places: dict[int, tuple[float, str]] = {}
    total = 0.0
    order = sorted(files, key=lambda path: (word.text not in path.lower(), -files[path], path))
    for path in order[:_MOST_FILES]:
        mass = _mass(word.text, path, files[path])
        total += mass
        for number, weight in matched_sections(path, roster):
            masses[number] += weight * mass
            if weight * mass > places.get(number, (0.0, ""))[0]:
                places[number] = (weight * mass, f"{_times(files[path])} in {path}")
    for number, mass in masses.items():
        share = mass / total
        if share >= _LEAST_SHARE:
            word.add(number, _IN_CODE * sqrt(share), places[number][1])


def _mass(word: str, path: str, count: int) -> float:
    """Return how much a file is about a word."""
    mass = log2(1 + max(0, count))
    stem = path.rpartition("/")[2].partition(".")[0].replace("-", "_").lower()
    if word == stem:
        return 4 * (1 + mass)
    return 2 * (1 + mass) if word in path.lower() else mass


def _times(count: int) -> str:
    """Return how often, in words."""
    return "once" if count == 1 else f"{count} times"


def _ranked(known: list[_Word], sections: list[SectionText]) -> list[RankedSection]:
    """Return the sections by what all words together say."""
    full = sum(word.rarity * word.weight for word in known) or 1.0
    scores: defaultdict[int, float] = defaultdict(float)
    covered: defaultdict[int, float] = defaultdict(float)
    for word in known:
        for number, (strength, _) in word.found.items():
            scores[number] += word.rarity * word.weight * strength
            covered[number] += word.rarity * word.weight * min(1.0, strength)
    umbrellas = _umbrellas(sections)
    found = []
    for section in sections:
        score = scores.get(section.number)
        if not score:
            continue
        score *= 0.3 + 0.7 * covered[section.number] / full
        score *= _UMBRELLA if section.name in umbrellas else 1.0
        score *= 1.0 if section.has_people else _WITHOUT_PEOPLE
        reasons = _reasons(known, section)
        found.append(RankedSection(section.name, round(score, 4), reasons))
    return sorted(found, key=lambda each: -each.score)


def _umbrellas(sections: list[SectionText]) -> set[str]:
    """Return the names that others only add to: ``SOUND`` beside ``SOUND - SOC LAYER``."""
    heads: defaultdict[str, int] = defaultdict(int)
    for section in sections:
        for mark in (" - ", " [", " ("):
            head, found, _ = section.name.partition(mark)
            if found:
                heads[head] += 1
    return {name for name, count in heads.items() if count >= _FEWEST_UNDER_UMBRELLA}


def _reasons(known: list[_Word], section: SectionText) -> tuple[Reason, ...]:
    """Return why a section is named: words that the same line shows in one reason."""
    shown: dict[str, list[_Word]] = {}
    strongest: dict[str, float] = {}
    for word in known:
        if section.number in word.found:
            strength, shown_by = word.found[section.number]
            shown.setdefault(shown_by, []).append(word)
            value = strength * word.rarity * word.weight
            strongest[shown_by] = strongest.get(shown_by, 0.0) + value
    order = sorted(shown, key=lambda shown_by: -strongest[shown_by])
    return tuple(_reason(shown[shown_by], shown_by, section.name) for shown_by in order)


def _reason(words: list[_Word], shown_by: str, name: str) -> Reason:
    """Return one reason; what was read for something else is told."""
    detail = "its name" if shown_by == name else shown_by
    guesses = [f'"{word.asked}" read as "{word.text}"' for word in words if word.is_guess]
    what = " ".join(dict.fromkeys(word.text for word in words))
    return Reason(ReasonKind.TOPIC, what, name, "; ".join([detail, *guesses]))
