"""Phrases about a machine: the longest run of its parts, joined by "with", commas and brackets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lkmltrack.evidence.vocabulary.machines import MACHINE_WORDS, number_of, part_at
from lkmltrack.evidence.vocabulary.processors import PROCESSOR_WORDS, processor_at
from lkmltrack.evidence.vocabulary.tables import listed
from lkmltrack.evidence.vocabulary.words import Atom, Weight, Word, words_of
from lkmltrack.model.evidence import EnvironmentKind

_GLUE = listed(
    "with and of on a an the in one each per having has plus both single total running clock real "
    "exposed through passthrough via x setup based at over old new big large small my our single-socket "
    "virtual physical local low-end high-end core-count which dual-socket"
)
_MARKS = frozenset(["(", ")", ",", "/", "*", "@", "+", "-", "&", "~", "\n"])
_SHARED = listed("node socket core cpu")
_NAMING = listed("brand series model grade ultra uarch architecture")
_PLAIN_NOUNS = listed("machine machines server servers system systems box boxes host hosts device")
"""What is not worth a place among the parts of a phrase."""
_KNOWN = PROCESSOR_WORDS | MACHINE_WORDS
_MOST_GLUE = 6
_NEAR = frozenset({"on", "over", "/", "-", "(", "based", "via", "running"})
_COLUMN_GAP = 3
_MOST_WORDS = 60
_RANKS = (
    EnvironmentKind.CPU,
    EnvironmentKind.MICROARCHITECTURE,
    EnvironmentKind.TOPOLOGY,
    EnvironmentKind.MACHINE,
    EnvironmentKind.MEMORY,
    EnvironmentKind.STORAGE,
    EnvironmentKind.NETWORK,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Neighbouring parts of a machine, and where they stand in the passage."""

    atoms: tuple[Atom, ...]
    start: int
    end: int
    word_before: str
    word_after: str

    @property
    def groups(self) -> frozenset[str]:
        """What is in it."""
        return frozenset(atom.group for atom in self.atoms)

    @property
    def is_strong(self) -> bool:
        """Whether one part of it says enough alone."""
        return any(atom.weight is Weight.STRONG for atom in self.atoms)

    @property
    def is_plural(self) -> bool:
        """Whether its last word speaks of several: ``EPYC systems``."""
        last = self.atoms[-1]
        return last.group in ("noun", "store", "disk") and last.value.lower().endswith("s")

    @property
    def kind(self) -> EnvironmentKind:
        """The kind of its main part: the processor before the topology before the machine."""
        said = [atom.kind for atom in self.atoms if atom.weight is not Weight.JOIN]
        if self.groups & {"disk", "store", "count", "noun"}:
            said = [atom.kind for atom in self.atoms if atom.group != "bytes"]
        strong = [atom.kind for atom in self.atoms if atom.weight is Weight.STRONG]
        kinds = strong or said
        return min(kinds, key=_RANKS.index)

    @property
    def value(self) -> str:
        """Its parts in standard form, in the order of the text."""
        parts: list[list[str]] = []
        before = ""
        for atom in self.atoms:
            if atom.value and atom.value not in _PLAIN_NOUNS:
                if parts and _is_one_name(before, atom):
                    parts[-1].append(atom.value)
                else:
                    parts.append([atom.value])
            before = atom.group
        return ", ".join(dict.fromkeys(" ".join(part) for part in parts))


def _is_one_name(before: str, atom: Atom) -> bool:
    """Whether a part goes on with the processor's name that the part before it began."""
    if atom.group == "uarch":
        return before == "brand"
    if atom.group == "brand":
        return before in ("brand", "architecture")
    return atom.kind is EnvironmentKind.CPU and atom.group != "clock" and before in _NAMING


def phrases(text: str) -> Iterator[Phrase]:
    """Yield the phrases of a passage, in order and apart."""
    words = words_of(text)
    index = 0
    while index < len(words):
        atom = _atom_at(words, index, "")
        if atom is None or atom.weight is Weight.JOIN:
            index += 1
            continue
        atoms, end = _run(words, index, atom, text)
        yield _phrase(words, index, end, atoms, text)
        index = end


def _atom_at(words: Sequence[Word], index: int, before: str) -> Atom | None:
    key = words[index].key
    if (key.isalpha() and key not in _KNOWN) or not key[0].isalnum():
        return None
    return processor_at(words, index, before) or part_at(words, index, before)


def _run(words: Sequence[Word], start: int, first: Atom, text: str) -> tuple[list[Atom], int]:
    """Return the atoms from a word on, and the place behind the last one."""
    atoms, end = [first], start + first.width
    while len(atoms) < _MOST_WORDS:
        place = end
        while place < len(words) and place - end < _MOST_GLUE and _is_glue(words, place, text):
            place += 1
        if place >= len(words) or _is_apart(words, place, text):
            break
        is_near = all(words[between].text in "(-/\n" for between in range(end, place))
        atom = _atom_at(words, place, atoms[-1].group if is_near else "")
        if atom is None:
            number = number_of(words[place].key)
            follower = (
                _atom_at(words, place + 1, "")
                if number is not None and place + 1 < len(words)
                else None
            )
            if follower is None or follower.weight is Weight.JOIN or follower.group == "brand":
                break
            place, atom = place + 1, follower
        glue = {word.key for word in words[end:place]}
        if _is_next_machine(atoms, atom, glue):
            break
        if atom.weight is Weight.JOIN and atom.group in ("network", "os") and glue - _NEAR:
            break
        atoms.append(atom)
        end = place + atom.width
    return atoms, end


def _is_next_machine(atoms: Sequence[Atom], atom: Atom, glue: set[str]) -> bool:
    """Whether another machine is listed: ``Hygon 7490, AMD 9754 and Intel Emerald Rapids``."""
    if atom.group not in ("brand", "series") or not {",", "and", "&"} & glue or "(" in glue:
        return False
    return any(one.group in ("model", "uarch", "series") for one in atoms)


def _is_glue(words: Sequence[Word], place: int, text: str) -> bool:
    word = words[place]
    if _is_apart(words, place, text):
        return False
    if number_of(word.key) is not None and _atom_at(words, place, "") is not None:
        return False
    if word.key in _SHARED and words[place - 1].key in ("per", "each"):
        return True
    return word.key in _GLUE or word.text in _MARKS


def _is_apart(words: Sequence[Word], place: int, text: str) -> bool:
    """Whether a wide gap, as between the columns of a table, is before a word."""
    gap = text[words[place - 1].end : words[place].start] if place else ""
    return len(gap) >= _COLUMN_GAP and not gap.strip(" ")


def _phrase(words: Sequence[Word], start: int, end: int, atoms: list[Atom], text: str) -> Phrase:
    before = start if atoms[0].group == "count" else _number_before(words, start, text)
    first, last = words[before].start, words[end - 1].end
    inside = text[first:last]
    if inside.count("(") > inside.count(")") and text[last : last + 1] == ")":
        last += 1
    if inside.count(")") > inside.count("(") and text[first - 1 : first] == "(":
        first -= 1
    return Phrase(
        tuple(atoms),
        first,
        last,
        words[before - 1].key if before else "",
        words[end].key if end < len(words) else "",
    )


def _number_before(words: Sequence[Word], start: int, text: str) -> int:
    """Return where a phrase begins when a number or "both" stands right before it."""
    is_times = start > 1 and words[start - 1].key in ("x", "*")
    place = start - 2 if is_times else start - 1
    if place < 0 or number_of(words[place].key) is None or _is_apart(words, place + 1, text):
        return start
    return place
