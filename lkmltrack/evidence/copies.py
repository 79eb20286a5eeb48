"""Copies: evidence belongs to who posted it first, however often it is quoted or shown again.

Where a block is from is told by its figures, each with the word before it and
the word behind it: that survives quoting, wrapping, blanks, and rows left
out. Whether a block that is not quoted adds a row is told by its whole rows.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lkmltrack.model.evidence import Block, Document

_EDGES = "\"'`*()[]{}<>,;:=~_—–\ufffd"
_RULE = frozenset("+-=_.:/\\±ą")
_MOST_ROWS = 5_000
_LONGEST_ROW = 1_000
_MOST_PLACES = 64
"""A figure that stands in more documents than that tells nothing about where it is from."""
_ENOUGH_OF_QUOTE = 0.6
_ENOUGH_TO_REPEAT = 0.5
_MOST_SOUGHT = 20_000_000
"""So many characters are sought through for rows that were wrapped otherwise."""
_FEWEST_FIGURES = 3
_FEWEST_DIGITS = 8
_FEWEST_DIGITS_OF_SAME = 3
"""A text that is the same to the letter, and says nothing, is nobody's."""
_DIGITS_TO_REPEAT = 12


def copies(documents: Sequence[Document]) -> list[Document]:
    """Return the documents, in order of posting, with every copied block marked as one.

    A block that is quoted may be a copy of a later document too, as clocks are
    wrong; one that is not quoted is a copy only when it adds nothing to an
    earlier one. A quote of what nobody posted in these documents is left alone.
    """
    index = _Index(documents)
    read = [[_read(block) for block in document.blocks] for document in documents]
    for number, blocks in enumerate(read):
        for text in blocks:
            text.block = _own_or_copy(text, number, index)
        for text in blocks:
            if not text.block.is_quoted:
                index.add(text, number)
    for number, blocks in enumerate(read):
        for text in blocks:
            text.block = _attributed(text, number, index)
    return [
        replace(document, blocks=tuple(text.block for text in blocks)) if blocks else document
        for document, blocks in zip(documents, read, strict=True)
    ]


_Pair = tuple[str, str]
_Figure = tuple[tuple[_Pair, ...], tuple[_Pair, ...]]
"""The pairs of a word with a digit in its row, and, for one alone in its row, across rows.

All pairs in its row have to be found again, of those across rows one is enough.
"""


@dataclass(slots=True)
class _Text:
    """A block, read once: its rows as words alone, its figures, and all pairs of words."""

    block: Block
    rows: dict[int, str] = field(default_factory=dict)
    figures: list[_Figure] = field(default_factory=list)
    pairs: list[_Pair] = field(default_factory=list)
    digits: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """The document that has most of a block's figures."""

    document: int
    share: float


class _Index:
    """Which documents have which figures, and which blocks."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._names = [document.message_id or document.source for document in documents]
        self._pairs: dict[_Pair, list[int]] = {}
        self._blocks: dict[str, int] = {}
        self._rows: dict[int, set[str]] = {}
        self._streams: dict[int, list[str]] = {}

    def add(self, text: _Text, document: int) -> None:
        """Remember a block that was first posted in a document."""
        self._blocks.setdefault(text.block.id, document)
        self._rows.setdefault(document, set()).update(text.rows.values())
        self._streams.setdefault(document, []).append(f" {' '.join(text.rows.values())} ")
        for pair in text.pairs:
            places = self._pairs.setdefault(pair, [])
            if len(places) < _MOST_PLACES and (not places or places[-1] != document):
                places.append(document)

    def name(self, document: int) -> str:
        """Return the message-id of a document, its source when it has none."""
        return self._names[document]

    def same(self, block: Block, but: int) -> int | None:
        """Return the document that posted just this block; never the one given."""
        same = self._blocks.get(block.id)
        return None if same == but else same

    def find(self, figures: Sequence[_Figure], but: int) -> _Found | None:
        """Return the earliest document with the most of these figures; never the one given."""
        counts: Counter[int] = Counter()
        for figure, times in Counter(figures).items():
            counts.update(dict.fromkeys(self._holders(figure) - {but}, times))
        if not counts:
            return None
        most = max(counts.values())
        document = min(number for number, count in counts.items() if count == most)
        return _Found(document, most / len(figures))

    def missing(self, rows: dict[int, str], document: int) -> list[int]:
        """Return the numbers of the rows with a figure that a document has not."""
        known, streams = self._rows[document], self._streams[document]
        new = [number for number, row in rows.items() if row not in known and _has_digit(row)]
        most = _MOST_SOUGHT // (sum(map(len, streams)) + 1)
        return [
            number
            for place, number in enumerate(new)
            if place >= most or not any(f" {rows[number]} " in one for one in streams)
        ]

    def _holders(self, figure: _Figure) -> set[int]:
        beside, across = figure
        if beside:
            return set.intersection(*(set(self._pairs.get(pair, ())) for pair in beside))
        return {place for pair in across for place in self._pairs.get(pair, ())}


def _own_or_copy(text: _Text, number: int, index: _Index) -> Block:
    """Return a block that is not quoted, marked when its figures were posted before."""
    block = text.block
    if block.is_quoted:
        return block
    same = index.same(block, number)
    if same is not None and text.digits >= _FEWEST_DIGITS_OF_SAME:
        return replace(block, quoted=index.name(same))
    if len(text.figures) < _FEWEST_FIGURES or text.digits < _FEWEST_DIGITS:
        return block
    found = index.find(text.figures, number)
    if found is None or found.share < _ENOUGH_TO_REPEAT:
        return block
    earlier = index.name(found.document)
    new_rows = index.missing(text.rows, found.document)
    if not new_rows:
        return replace(block, quoted=earlier)
    if not _is_repeating(text, new_rows):
        return block
    added = tuple(block.lines[row].strip() for row in new_rows)
    return replace(block, repeats=earlier, added=added)


def _is_repeating(text: _Text, new_rows: Sequence[int]) -> bool:
    """Whether enough whole rows are old: lines that every run prints alike are not."""
    new = set(new_rows)
    old = [row for number, row in text.rows.items() if number not in new]
    with_digits = [row for row in old if _has_digit(row)]
    figures = {word for row in with_digits for word in row.split() if _has_digit(word)}
    return len(with_digits) >= len(new_rows) and _digits("".join(figures)) >= _DIGITS_TO_REPEAT


def _attributed(text: _Text, number: int, index: _Index) -> Block:
    """Return a quoted block with the message-id of who posted it, when that is here."""
    block = text.block
    if not block.depth or block.quoted:
        return block
    same = index.same(block, number)
    if same is not None:
        return replace(block, quoted=index.name(same))
    found = index.find(text.figures, number)
    if found is None or found.share < _ENOUGH_OF_QUOTE:
        return block
    return replace(block, quoted=index.name(found.document))


def _read(block: Block) -> _Text:
    """Return a block with its rows, figures and pairs of words."""
    text = _Text(block)
    words: list[tuple[int, str]] = []
    for row, line in enumerate(block.lines[:_MOST_ROWS]):
        found = _words(line[:_LONGEST_ROW])
        if found:
            text.rows[row] = " ".join(found)
            words.extend((row, word) for word in found)
    text.pairs = [(left[1], right[1]) for left, right in zip(words, words[1:], strict=False)]
    for place, (_, word) in enumerate(words):
        if _has_digit(word):
            text.digits += _digits(word)
            text.figures.append(_figure(words, place, text.pairs))
    if len(words) == 1 and text.figures:
        text.pairs = [(words[0][1], "")]
        text.figures = [((), tuple(text.pairs))]
    return text


def _figure(words: Sequence[tuple[int, str]], place: int, pairs: Sequence[_Pair]) -> _Figure:
    """Return the pairs that a word of a block is in."""
    places = [left for left in (place - 1, place) if 0 <= left < len(pairs)]
    beside = tuple(pairs[left] for left in places if words[left][0] == words[left + 1][0])
    return beside, () if beside else tuple(pairs[left] for left in places)


def _words(line: str) -> list[str]:
    """Return the words of a line, without marks, rules and the branches of a tree."""
    found: list[str] = []
    for word in line.replace("|", " ").split():
        bare = word.strip(_EDGES)
        if "--" in bare:
            bare = bare.lstrip("-")
        if bare and not _RULE.issuperset(bare):
            found.append(bare)
    return found


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
