"""The environment: what a text says about the machine and the kernel that it measured on."""

from collections.abc import Iterator, Sequence

from lkmltrack.evidence.text import TextLine
from lkmltrack.evidence.vocabulary.kernels import kernel_facts
from lkmltrack.evidence.vocabulary.passages import Passage, passages
from lkmltrack.evidence.vocabulary.phrases import Phrase, phrases
from lkmltrack.evidence.vocabulary.tables import listed
from lkmltrack.evidence.vocabulary.talk import (
    sentence_around,
    speaks_of_measuring,
    tells_an_effect,
)
from lkmltrack.model.evidence import Block, EnvironmentFact

_PLACES = listed("on in under over using with inside my this")
_OWN = listed("my our this old")
_PERSONAL = listed("laptop workstation desktop notebook")
_PROCESSOR = listed("brand series model uarch")
_SOFTWARE = listed("""driver drivers kernel archive code patch patches support specific implementation assembly asm
    optimized instruction instructions tree defconfig dts isa extension extensions manual errata erratum
    subsystem maintainer maintainers developers folks engineers people documentation sdk firmware
    engineer team compiler syntax register registers specification datasheet config""")
_MOST = 300


def find_environment(
    lines: Sequence[TextLine], blocks: Sequence[Block]
) -> tuple[EnvironmentFact, ...]:
    """Return what is said about the machine and the kernel, each phrase as one fact.

    A phrase is as long as its parts reach: "2-socket Xeon 6338 with 256 GB" is
    one fact, whose value holds the parts.
    """
    found: list[EnvironmentFact] = []
    read = list(passages(lines))
    measures = {
        is_quoted: _measures([one for one in read if one.is_quoted is is_quoted], blocks)
        for is_quoted in (False, True)
    }
    for passage in read:
        found += _of_machine(passage, measures[passage.is_quoted])
        if measures[passage.is_quoted] or speaks_of_measuring(passage.text):
            found += _of_kernel(passage)
        if len(found) > _MOST:
            break
    return tuple(sorted(_apart(found)[:_MOST], key=lambda fact: fact.line))


def _measures(read: Sequence[Passage], blocks: Sequence[Block]) -> bool:
    quoted = bool(read) and read[0].is_quoted
    return any(bool(block.depth) is quoted for block in blocks) or any(
        tells_an_effect(passage.text) for passage in read
    )


def _of_machine(passage: Passage, is_measured: bool) -> Iterator[EnvironmentFact]:
    for phrase in phrases(passage.text):
        if _is_known(phrase, passage.text) or not _is_fact(phrase):
            continue
        sentence = sentence_around(passage.text, phrase.start, phrase.end)
        is_said = phrase.is_strong and not phrase.is_plural and speaks_of_measuring(sentence)
        if is_measured or (is_said and len(phrase.groups - {"brand", "series"}) > 1):
            yield EnvironmentFact(
                kind=phrase.kind,
                text=passage.written(phrase.start, phrase.end),
                line=passage.line_at(phrase.start).number,
                value=phrase.value,
                is_quoted=passage.is_quoted,
            )


def _is_known(phrase: Phrase, text: str) -> bool:
    """Whether a phrase only names a machine again: ``the 2 socket box``, not ``the server has``."""
    if phrase.word_before != "the" or phrase.groups & _PROCESSOR:
        return False
    shown = text[phrase.start : phrase.end]
    return phrase.atoms[0].group != "noun" or not (" has " in shown or " with " in shown)


def _is_fact(phrase: Phrase) -> bool:
    """Whether the parts of a phrase say enough together."""
    groups = phrase.groups
    if phrase.word_after in _SOFTWARE:
        return False
    if groups == {"network"}:
        return phrase.is_strong and (len(phrase.atoms) > 1 or phrase.word_before in _PLACES)
    if phrase.is_strong or _is_machine(phrase):
        return True
    if groups & {"disk", "store"}:
        return _is_storage(phrase)
    return len(phrase.atoms) > 1 and groups == {"count"}


def _is_machine(phrase: Phrase) -> bool:
    """Whether a word for a machine has something that tells it from others."""
    groups = phrase.groups
    if "virtual" in groups and "noun" not in groups:
        return phrase.word_before in _PLACES
    if "noun" not in groups:
        return False
    if groups & {"brand", "bytes", "count", "uarch", "virtual"}:
        return True
    return phrase.word_before in _OWN and any(atom.value in _PERSONAL for atom in phrase.atoms)


def _is_storage(phrase: Phrase) -> bool:
    """Whether words for storage say which: of what size, make or kinds."""
    groups = phrase.groups
    kinds = {atom.value.lower() for atom in phrase.atoms if atom.group == "disk"}
    if "disk" in groups and groups & {"bytes", "vendor"}:
        return True
    if len(kinds) > 1:
        return True
    return {"disk", "store"} <= groups and phrase.word_before in _PLACES and not phrase.is_plural


def _of_kernel(passage: Passage) -> Iterator[EnvironmentFact]:
    for kind, start, end, value in kernel_facts(passage.text):
        yield EnvironmentFact(
            kind=kind,
            text=passage.written(start, end),
            line=passage.line_at(start).number,
            value=value,
            is_quoted=passage.is_quoted,
        )


def _apart(facts: Sequence[EnvironmentFact]) -> list[EnvironmentFact]:
    """Return the facts, each phrase once."""
    known: dict[tuple[str, str, bool], EnvironmentFact] = {}
    for fact in facts:
        words = " ".join(fact.text.lower().split())
        known.setdefault((fact.kind, words, fact.is_quoted), fact)
    return list(known.values())
